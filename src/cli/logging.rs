//! What the program says while it works, on standard error.
//!
//! In: `RUST_LOG`, `-v`, whether journald listens. Out: a subscriber. Libraries that would print passwords or letters
//! are kept quiet whatever `RUST_LOG` says: at their lower levels they log the raw lines of a session.

use std::io;

use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use super::failure::wants_color;
use super::{Exit, Failure};

/// The crates that speak protocols, and the most that each may say.
const QUIET: [(&str, Level); 6] = [
    ("async_imap", Level::WARN),
    ("imap_proto", Level::WARN),
    ("lettre", Level::WARN),
    ("sqlx", Level::WARN),
    ("rustls", Level::INFO),
    ("hyper", Level::INFO),
];

/// Begins to log. Without `RUST_LOG`: warnings, for the daemon also what it does; each `-v` one level more.
///
/// # Errors
/// Where `RUST_LOG` cannot be understood.
pub fn begin(daemon: bool, verbose: u8) -> Result<(), Failure> {
    let wanted = std::env::var("RUST_LOG").unwrap_or_default();
    let filter = if wanted.trim().is_empty() { usual(daemon, verbose) } else { wanted };
    let filter = EnvFilter::try_new(&filter).map_err(|error| {
        Failure::new(Exit::Usage, format!("cannot be understood: {error}"))
            .at("RUST_LOG")
            .right("for example RUST_LOG=penghubung=debug")
    })?;
    let fit = filter_fn(|about: &Metadata<'_>| is_fit_to_print(about.target(), *about.level()));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(wants_color()).with_target(false);
    // journald writes the time itself.
    let lines = match std::env::var_os("JOURNAL_STREAM") {
        Some(_) => lines.without_time().boxed(),
        None => lines.boxed(),
    };
    // The filters stand before the lines, not on them: a filter of one layer keeps its verdict in the thread, and what
    // sqlx asks of it (may I log this statement?) without logging then silences what comes next (tracing-subscriber
    // 0.3). A second subscriber in one process is a test's: the first one stays.
    let _ = tracing_subscriber::registry().with(filter).with(fit).with(lines).try_init();
    Ok(())
}

/// The filter that is used where nobody asked for another.
fn usual(daemon: bool, verbose: u8) -> String {
    let level = match u8::from(daemon).saturating_add(verbose) {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        3.. => LevelFilter::TRACE,
    };
    format!("warn,penghubung={level},penghubung_connectors={level}")
}

/// False for what may hold a password, a letter or a citizen's words.
fn is_fit_to_print(target: &str, level: Level) -> bool {
    let crate_name = target.split("::").next().unwrap_or_default();
    QUIET.iter().filter(|(name, _)| crate_name.starts_with(name)).all(|(_, most)| level <= *most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_lets_a_password_into_the_log() {
        for target in ["async_imap::imap_stream", "async_imap", "lettre::transport::smtp", "sqlx::query", "sqlx_core"] {
            assert!(!is_fit_to_print(target, Level::TRACE), "{target}");
            assert!(!is_fit_to_print(target, Level::DEBUG), "{target}");
            assert!(is_fit_to_print(target, Level::WARN), "{target}");
        }
    }

    #[test]
    fn our_own_steps_can_be_followed() {
        assert!(is_fit_to_print("penghubung::duties::collect", Level::TRACE));
        assert_eq!(usual(false, 0), "warn,penghubung=warn,penghubung_connectors=warn");
        assert_eq!(usual(true, 0), "warn,penghubung=info,penghubung_connectors=info");
        assert_eq!(usual(false, 9), "warn,penghubung=trace,penghubung_connectors=trace");
    }
}
