//! What a citizen's message says about an answer that he has, or about a complaint that has ended.
//!
//! In: where the complaint stands, when the message came, its words. Out: what follows from it. Before an answer there
//! is nothing to be content with: thanks for a receipt close nothing.

use chrono::{DateTime, Utc};

use crate::decide::reply::{Satisfaction, read_satisfaction};

/// Where a complaint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It waits for an answer.
    Open,
    /// The answer was taken for sending then.
    Answered(DateTime<Utc>),
    /// It has ended.
    Closed,
}

/// What follows from a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It adds to the complaint; whoever has it reads it.
    Addition,
    /// He thanks, and says nothing else: nothing changes.
    Thanks,
    /// He is content.
    Satisfied,
    /// He is not.
    NotSatisfied,
    /// A person must say what he meant.
    Unclear,
    /// Nothing of it may hang on the notice board.
    Unpublished,
    /// It has ended, and he has more to say.
    TakesUp,
}

/// Reads a message that came at `received`.
#[must_use]
pub fn heard(standing: Standing, received: DateTime<Utc>, text: &str) -> Heard {
    match standing {
        Standing::Open => Heard::Addition,
        // He had not seen it when he wrote. Mail servers say when they got a mail in whole seconds.
        Standing::Answered(at) if received.timestamp() < at.timestamp() => Heard::Addition,
        Standing::Answered(_) => match read_satisfaction(text) {
            Satisfaction::Satisfied => Heard::Satisfied,
            Satisfaction::NotSatisfied => Heard::NotSatisfied,
            Satisfaction::Thanks => Heard::Thanks,
            Satisfaction::Objects | Satisfaction::Mixed | Satisfaction::None => Heard::Unclear,
        },
        Standing::Closed => match read_satisfaction(text) {
            Satisfaction::Satisfied | Satisfaction::Thanks => Heard::Thanks,
            Satisfaction::NotSatisfied => Heard::NotSatisfied,
            Satisfaction::Objects => Heard::Unpublished,
            Satisfaction::Mixed | Satisfaction::None => Heard::TakesUp,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_mean_another_thing_before_and_after_an_answer() {
        let at = DateTime::from_timestamp(1_000, 0).unwrap();
        let later = DateTime::from_timestamp(2_000, 0).unwrap();
        let answered = Standing::Answered(at);
        for (standing, received, text, expected) in [
            (Standing::Open, later, "terima kasih", Heard::Addition),
            (Standing::Open, later, "PUAS", Heard::Addition),
            (answered, DateTime::UNIX_EPOCH, "terima kasih sudah dibantu", Heard::Addition),
            (answered, later, "terima kasih", Heard::Thanks),
            (answered, later, "PUAS", Heard::Satisfied),
            (answered, at, "PUAS", Heard::Satisfied),
            (Standing::Answered(at + chrono::TimeDelta::milliseconds(900)), at, "PUAS", Heard::Satisfied),
            (answered, later, "sonde puas", Heard::NotSatisfied),
            (answered, later, "Kapan jadwal imunisasi?", Heard::Unclear),
            (Standing::Closed, later, "PUAS", Heard::Thanks),
            (Standing::Closed, later, "KEBERATAN", Heard::Unpublished),
            (Standing::Closed, later, "ternyata obatnya kosong lagi sejak kemarin", Heard::TakesUp),
            (Standing::Closed, later, "belum puas", Heard::NotSatisfied),
        ] {
            assert_eq!(heard(standing, received, text), expected, "{standing:?} {text}");
        }
    }
}
