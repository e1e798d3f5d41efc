//! Which Debian packages the sandbox needs. In: the path of a program. Out: that path, or a panic with the line to run.

use std::path::{Path, PathBuf};

/// The same list that `make tools` installs.
const PACKAGES: &str = include_str!("../sandbox/packages");

/// `program`, if it is there; otherwise stops the test with the exact line that installs it.
pub fn need(program: impl AsRef<Path>) -> PathBuf {
    let program = program.as_ref();
    assert!(program.exists(), "{} is missing: run `make tools`, or as root: {}", program.display(), apt_line());
    program.to_owned()
}

/// The line that installs everything the sandbox needs.
pub fn apt_line() -> String {
    format!("apt-get install -y --no-install-recommends {}", PACKAGES.split_whitespace().collect::<Vec<_>>().join(" "))
}
