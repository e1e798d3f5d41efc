//! How much a meaning weighs before anything is done about it: whether a person should look first, whether it is surely
//! the word of whom one of our letters was written to.

use super::reading::Read;
use crate::decide::classify::Kind;
use crate::decide::meaning::Meaning;
use crate::decide::pen_word::PenWord;
use crate::decide::reply::{Satisfaction, read_satisfaction};
use crate::decide::routines::{Understood, objects};

/// True for what a person should look at first, or nobody at all would.
pub(super) fn waits(meaning: &Meaning, read: &Read) -> bool {
    match meaning {
        Meaning::Pen { .. } => true,
        Meaning::Machine => read.kind.kind == Kind::List,
        Meaning::OfTask { said, .. } => *said == Understood::Nothing,
        Meaning::OfPen { said, .. } => *said == PenWord::Unclear,
        Meaning::Opens
        | Meaning::Adds { .. }
        | Meaning::OfficerWrites { .. }
        | Meaning::Registers { .. }
        | Meaning::HandsOver { .. }
        | Meaning::Bounced
        | Meaning::Same { .. }
        | Meaning::Old => false,
    }
}

/// `KEBERATAN`: not on the board. `Saya keberatan dengan jawaban itu` is a word on the answer.
pub(super) fn wants_no_board(text: &str) -> bool {
    objects(text) && read_satisfaction(text) == Satisfaction::Objects
}

/// True for what somebody wrote of whom it is certain enough that one of our letters was written to him.
pub(super) fn is_a_partys_word(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Adds { .. } | Meaning::OfficerWrites { .. } | Meaning::OfTask { .. } | Meaning::OfPen { .. } => true,
        Meaning::Opens
        | Meaning::Registers { .. }
        | Meaning::HandsOver { .. }
        | Meaning::Bounced
        | Meaning::Machine
        | Meaning::Same { .. }
        | Meaning::Old
        | Meaning::Pen { .. } => false,
    }
}
