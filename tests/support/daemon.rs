//! Where the daemon's program is. In: nothing. Out: its path, built by the same cargo run as the test or the demo.

use std::path::PathBuf;

/// `penghubung`, from the folder that also holds the running test (`deps/`), example (`examples/`) or bench.
pub fn program() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let built = this.parent().and_then(|folder| folder.parent()).unwrap().join("penghubung");
    assert!(built.exists(), "{} is missing: run `cargo build --bin penghubung`", built.display());
    built
}
