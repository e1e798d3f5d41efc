//! The machine and the settings of a run: what anybody must know who compares figures.
//!
//! In: the environment and `/proc`. Out: one line about the machine, and numbers that a caller may set.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::time::{Duration, Instant};

use super::contest::median;

/// A number from the environment.
pub fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |value| value.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Cores, processor, kernel, and how fast the disk below the temporary folder makes things safe.
pub fn machine() -> String {
    let facts = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = facts.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{cores} × {model}, Linux {kernel}, load {load}, fdatasync of 4 KiB {sync:?} (median of 100)",
        cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        model = model.trim_start_matches([' ', '\t', ':']),
        kernel = kernel.trim(),
        load = load.split(' ').next().unwrap_or_default(),
        sync = fdatasync(),
    )
}

/// The median time of making 4 KiB safe, over a file that does not grow.
fn fdatasync() -> Duration {
    let mut file = tempfile::tempfile().unwrap();
    let page = [7_u8; 4096];
    file.write_all(&page).unwrap();
    file.sync_all().unwrap();
    let times = (0..100).map(|_| {
        file.seek(SeekFrom::Start(0)).unwrap();
        file.write_all(&page).unwrap();
        let begun = Instant::now();
        file.sync_data().unwrap();
        begun.elapsed().as_secs_f64()
    });
    Duration::from_secs_f64(median(times.collect()))
}
