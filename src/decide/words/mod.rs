//! Words: finding the phrases of an office's vocabulary in what a citizen wrote.
//!
//! In: phrases (`obat kosong|habis`) once, then texts. Out: a [`Reading`] that says which phrases stand in the text and
//! as what they were written. A text is walked once, however many phrases and rules there are. Knows Indonesian
//! affixes, SMS shortenings, the sounds of local languages and slips of the finger; knows nothing of units, rules or
//! complaints.

mod forms;
mod keyword;
mod lexicon;
mod matcher;
mod memo;
mod phrase;
mod reading;
mod shortened;
mod speech;
mod spelling;
mod token;
mod vocabulary;

pub use keyword::after_keyword;
pub use lexicon::Lexicon;
pub use matcher::{Matcher, MatcherBuilder};
pub use phrase::{BadPhrase, PhraseId, check as check_phrase};
pub use reading::{Hit, Reading};
pub use speech::Speech;
pub use spelling::Spelling;
pub use token::Token;

#[cfg(test)]
mod tests;
