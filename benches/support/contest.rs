//! Programs that do the same work in turn, measured from outside.
//!
//! In: a command per contender, made anew for each round. Out: wall time, CPU time, peak memory, fsyncs, medians.
//! It does not know what the work is.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

/// The kernel counts CPU time of processes in hundredths of a second (`USER_HZ` is 100 on every Linux of today).
const TICKS: u32 = 100;
/// How often a running program is looked at.
const GLANCE: Duration = Duration::from_millis(5);

/// One contender's figures for one round.
#[derive(Debug, Clone, Copy)]
pub struct Round {
    pub wall: Duration,
    pub cpu: Duration,
    /// Peak resident memory, bytes.
    pub peak: u64,
}

/// Runs `command` to its end and measures it. `finished`: for a program that does not end by itself, whether its work
/// is done; it is then told to stop, and only the time until then counts. Panics if it fails: a figure of a failed run
/// means nothing.
pub fn measure(command: &mut Command, finished: Option<&dyn Fn() -> bool>) -> Round {
    let start = Instant::now();
    let mut child = Watched::start(command);
    let mut peak = 0;
    while !child.has_ended() {
        peak = child.peak().unwrap_or(peak).max(peak);
        if finished.is_some_and(|finished| finished()) {
            let round = Round { wall: start.elapsed(), cpu: child.cpu(), peak };
            child.stop();
            return round;
        }
        std::thread::sleep(GLANCE);
    }
    let round = Round { wall: start.elapsed(), cpu: child.cpu(), peak };
    let status = child.0.wait().unwrap();
    assert!(status.success(), "{command:?}: {status}");
    round
}

/// A process under observation; killed if nobody stops it.
#[derive(Debug)]
pub struct Watched(pub Child);

impl Watched {
    /// Starts it; what it prints goes nowhere, what it complains of stays visible.
    pub fn start(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap())
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.0.id()).unwrap()).unwrap()
    }

    /// Whether it has ended. Its figures stay readable, since nobody has taken its status yet.
    pub fn has_ended(&self) -> bool {
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        waitid(WaitId::Pid(self.pid()), look).unwrap().is_some()
    }

    /// CPU time so far, of all its threads and of the children it has waited for, in user space and in the kernel.
    pub fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        // The name in brackets may hold anything; behind it the state is field 3, utime, stime and those of its
        // children 14 to 17.
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let ticks: u32 = fields[11..15].iter().map(|field| field.parse::<u32>().unwrap()).sum();
        Duration::from_secs(1) * ticks / TICKS
    }

    /// Peak resident memory so far, in bytes; `None` once it has ended.
    pub fn peak(&self) -> Option<u64> {
        self.memory("VmHWM:")
    }

    /// Resident memory now, in bytes.
    pub fn resident(&self) -> Option<u64> {
        self.memory("VmRSS:")
    }

    fn memory(&self, key: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
    }

    /// Tells it to stop and waits for it.
    pub fn stop(mut self) {
        kill_process(self.pid(), Signal::TERM).unwrap();
        let status = self.0.wait().unwrap();
        assert!(status.success(), "stopped: {status}");
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How often `command` asks the disk to be safe. Slow, since strace stops it at every such call.
pub fn count_fsyncs(command: &Command, scratch: &Path) -> usize {
    let trace = scratch.join("fsyncs");
    let output = traced(command, &trace).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    fsyncs_in(&trace)
}

/// The same of a program that does not end by itself, while `work` lasts.
pub fn traced_fsyncs(command: &Command, scratch: &Path, work: impl FnOnce()) -> usize {
    let trace = scratch.join("fsyncs");
    let strace = Watched::start(&mut traced(command, &trace));
    work();
    // strace alone would leave its child behind.
    let children = format!("/proc/{pid}/task/{pid}/children", pid = strace.0.id());
    let child = std::fs::read_to_string(children).unwrap();
    kill_process(Pid::from_raw(child.trim().parse().unwrap()).unwrap(), Signal::TERM).unwrap();
    let mut strace = strace;
    strace.0.wait().unwrap();
    fsyncs_in(&trace)
}

fn traced(command: &Command, trace: &Path) -> Command {
    let mut traced = Command::new("/usr/bin/strace");
    traced.args(["-f", "--seccomp-bpf", "-e", "trace=fsync,fdatasync,sync_file_range,msync", "-o"]).arg(trace);
    traced.arg(command.get_program()).args(command.get_args());
    traced
}

fn fsyncs_in(trace: &Path) -> usize {
    let traced = std::fs::read_to_string(trace).unwrap();
    traced.lines().filter(|line| line.contains("sync(") && !line.contains("resumed")).count()
}

/// Whether this machine can count them.
pub fn can_count_fsyncs() -> bool {
    Path::new("/usr/bin/strace").exists()
}

/// The middle one of at least one value.
pub fn median(values: Vec<f64>) -> f64 {
    quantile(values, 0.5)
}

/// The value below which this share of them lies.
pub fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}
