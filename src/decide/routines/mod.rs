//! What people do outside and confirm by mail: when they are asked, what their words mean, what a page may show.
//!
//! In: a routine or posting of the office, its calendar, complaints as plain values, `now`. Out: moments, texts, and
//! which tasks a mail confirms. Does not know the database or who sends the letters.

mod answer;
mod board;
mod moments;
mod occasions;
mod page;

pub use answer::{OpenTask, Understood, confirming_words, slot_named, understood};
pub use board::{SheetLine, Shown, may_show, objects, sheet_line};
pub use moments::{after_working_hours, remind_at};
pub use occasions::{Occasion, before as previous, next_asked, occasions};
pub use page::{Change, block, short_variant, state_words};
