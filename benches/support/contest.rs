//! Programs that do the same work in turn, measured from outside.
//!
//! In: a command per contender, made anew for each round. Out: wall time, CPU time, fsyncs, and their medians.
//! It does not know what the work is.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Runs a command and prints the CPU time of its children, as POSIX shells do.
const TIMED: &str = "\"$@\" >/dev/null; status=$?; times; exit $status";

/// One contender's figures for one round.
#[derive(Debug, Clone, Copy)]
pub struct Round {
    pub wall: Duration,
    pub cpu: Duration,
}

/// Runs `command` to its end and measures it. Panics if it fails: a figure of a failed run means nothing.
pub fn measure(command: &Command) -> Round {
    let mut timed = wrapped(Path::new("/bin/sh"), &["-c", TIMED, "timed"], command);
    let start = Instant::now();
    let output = timed.output().unwrap();
    let wall = start.elapsed();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    // The first line is the shell's own time, the second its children's: "0m0.120000s 0m0.040000s".
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let children = printed.lines().nth(1).unwrap_or_default();
    Round { wall, cpu: children.split_whitespace().map(minutes_and_seconds).sum() }
}

/// How often `command` asks the disk to be safe. Slow, since strace stops it at every such call.
pub fn count_fsyncs(command: &Command, scratch: &Path) -> usize {
    let trace = scratch.join("fsyncs");
    let arguments =
        ["-f", "--seccomp-bpf", "-e", "trace=fsync,fdatasync,sync_file_range,msync", "-o", trace.to_str().unwrap()];
    let output = wrapped(Path::new("/usr/bin/strace"), &arguments, command).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    let traced = std::fs::read_to_string(trace).unwrap();
    traced.lines().filter(|line| line.contains("sync(") && !line.contains("resumed")).count()
}

/// The middle one of at least one value.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn wrapped(wrapper: &Path, arguments: &[&str], command: &Command) -> Command {
    let mut outer = Command::new(wrapper);
    outer.args(arguments).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer
}

fn minutes_and_seconds(text: &str) -> Duration {
    let (minutes, seconds) = text.trim_end_matches('s').split_once('m').unwrap();
    let seconds: f64 = seconds.parse().unwrap();
    Duration::from_secs_f64(minutes.parse::<f64>().unwrap() * 60.0 + seconds)
}
