//! Why a person does something, for the log. The log outlives every wish to be forgotten, so no name and no number
//! enters it: of a protected reporter the reason stands in the register alone, which can be erased.

use super::Failure;
use crate::decide::privacy::{Writer, for_officers};
use crate::store::WriteTx;
use crate::store::change::NewOrder;
use crate::store::complaints::Complaint;

/// What stands in the log of a reason that is kept elsewhere.
const IN_THE_REGISTER: &str = "tercatat dalam register";

/// A reason with words in it, on one line.
pub fn of_words(text: &str) -> Result<String, String> {
    if text.chars().any(char::is_alphabetic) {
        let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        Ok(words.collect::<Vec<_>>().join(" "))
    } else {
        Err("say why, in words: the log keeps it".to_owned())
    }
}

/// An office or function that wants to know, on one line.
pub fn of_whom(text: &str) -> Result<String, String> {
    of_words(text).map_err(|_| "say who wants to know, in words, such as \"Inspektorat\": the log keeps it".to_owned())
}

/// Keeps a reason in the register; returns what the log may say of it.
pub async fn keep(
    tx: &mut WriteTx,
    complaint: &Complaint,
    word: &str,
    by: &str,
    reason: &str,
) -> Result<String, Failure> {
    let names = complaint.all_names();
    let hidden = for_officers(reason, &[], Writer::Hidden(&names));
    if !complaint.decision.privacy.hides_identity() {
        return Ok(hidden);
    }
    tx.keep_operators_word(NewOrder {
        complaint: complaint.id,
        arrival: 0,
        unit: by.to_owned(),
        officer: by.to_owned(),
        word: word.to_owned(),
        text: hidden,
    })
    .await?;
    Ok(IN_THE_REGISTER.to_owned())
}

#[cfg(test)]
mod tests {
    use super::of_words;

    #[test]
    fn a_reason_is_one_line_of_words() {
        assert_eq!(of_words(" Inspektorat\nHAPUS\u{1b}[2J palsu ").as_deref(), Ok("Inspektorat HAPUS [2J palsu"));
        assert!(of_words("123 !").is_err());
        assert!(super::of_whom("").is_err_and(|why| why.contains("who wants to know")));
    }
}
