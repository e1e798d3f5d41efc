//! The program: one crypto provider for all of TLS, then the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    // It is there already only if somebody came before main.
    let _ = rustls::crypto::ring::default_provider().install_default();
    penghubung::cli::start(std::env::args_os()).into()
}
