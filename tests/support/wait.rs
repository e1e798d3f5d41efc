//! Waiting for something real to happen. In: a question and a limit. Out: the answer, or `None` when the limit is over.

use std::time::{Duration, Instant};

/// Long enough for a slow machine under load; a healthy one needs a fraction of it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks again and again until `question` has an answer.
pub fn until<T>(limit: Duration, mut question: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        if let Some(answer) = question() {
            return Some(answer);
        }
        if Instant::now() >= end {
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
