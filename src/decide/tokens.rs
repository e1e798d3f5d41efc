//! Names that nobody can guess, made from the installation's secret: reply tokens and Message-IDs.
//!
//! The same question gives the same name, so a retry, a restore and a second node agree without asking each other.

use crate::decide::wording::one_line;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Crockford's base 32 in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Length of a reply token: six characters that count on and so keep new tokens together in the index, wherever a
/// million old ones lie, then 20 × 5 = 100 bits that nobody can guess.
const TOKEN_LENGTH: usize = 26;
/// The characters that count on.
const COUNTING: u32 = 6;

/// Characters of a marker; 12 × 5 = 60 bits.
const MARKER_LENGTH: usize = 12;

/// The installation's secret, made by `init`.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// From its hex form in the database; `None` if that is none.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        hex::decode(text).ok().filter(|bytes| bytes.len() >= 32).map(Self)
    }

    /// The token in the reply address of one party (`pelapor` or a unit id) of one complaint; `nth` counts the times
    /// the disposisi moved, so that an old token dies.
    #[must_use]
    pub fn reply_token(&self, complaint: i64, party: &str, nth: u32) -> String {
        let mac = self.mac(&["token", &complaint.to_string(), party, &nth.to_string()]);
        let sign = |five: u64| char::from(ALPHABET.get((five & 31) as usize).copied().unwrap_or(b'0'));
        let counting = (0..COUNTING).rev().map(|place| sign(complaint.unsigned_abs() >> (5 * place)));
        let mut token: String = counting.collect();
        let (mut bits, mut held) = (0_u64, 0);
        for byte in mac {
            bits = (bits << 8) | u64::from(byte);
            held += 8;
            while held >= 5 && token.len() < TOKEN_LENGTH {
                held -= 5;
                token.push(sign(bits >> held));
            }
            bits &= 0xff;
        }
        token
    }

    /// The Message-ID of a letter, without angle brackets, the same on every attempt. The letter's number stands first:
    /// the ids of new letters lie together in the index, wherever a million old ones lie.
    #[must_use]
    pub fn message_id(&self, letter_key: &str, letter: i64, domain: &str) -> String {
        let mac = self.mac(&["message-id", letter_key]);
        format!("{letter}.{}@{domain}", hex::encode(mac.get(..16).unwrap_or_default()))
    }

    /// What a letter bears where there are no headers: the same on every attempt, 60 bits, `[PGH-7K2M9QXR4TVB]`.
    #[must_use]
    pub fn marker(&self, message_id: &str) -> String {
        let mac = self.mac(&["marker", message_id]);
        let digit = |byte: &u8| ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'0');
        let digits: String = mac.iter().take(MARKER_LENGTH).map(|byte| char::from(digit(byte))).collect();
        format!("[PGH-{}]", digits.to_uppercase())
    }

    fn mac(&self, parts: &[&str]) -> Vec<u8> {
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0) else { return Vec::new() };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().to_vec()
    }
}

/// A digest of a text for which white space and letter case do not count: the same answer typed twice is one.
#[must_use]
pub fn text_hash(text: &str) -> String {
    let normal = one_line(text).to_lowercase();
    hex::encode(Sha256::digest(normal.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::from_hex(&"5a".repeat(32)).unwrap()
    }

    #[test]
    fn a_reply_token_is_26_characters_that_cannot_be_mistaken_for_each_other() {
        let token = secret().reply_token(7, "btg.pkm.bandar1", 0);
        assert_eq!(token.len(), TOKEN_LENGTH);
        assert!(token.bytes().all(|b| ALPHABET.contains(&b)), "{token}");
    }

    #[test]
    fn another_party_another_complaint_and_another_disposisi_have_other_tokens() {
        let s = secret();
        let all = [
            s.reply_token(1, "pelapor", 0),
            s.reply_token(1, "btg.kadis", 0),
            s.reply_token(2, "pelapor", 0),
            s.reply_token(1, "btg.kadis", 1),
        ];
        let unique: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
    }

    #[test]
    fn every_attempt_of_a_letter_has_the_same_message_id() {
        assert_eq!(secret().message_id("k", 5, "a.example"), secret().message_id("k", 5, "a.example"));
    }

    #[test]
    fn a_marker_is_twelve_capitals_and_the_same_for_the_same_letter() {
        let marker = secret().marker("a@b");
        assert!(marker.len() == 18 && marker.starts_with("[PGH-") && marker.ends_with(']'), "{marker}");
        assert_eq!(marker, secret().marker("a@b"));
        assert_ne!(marker, secret().marker("c@b"));
    }

    #[test]
    fn the_same_answer_typed_with_other_spaces_is_the_same_answer() {
        assert_eq!(text_hash("Sudah  kami\ntindak lanjuti."), text_hash("sudah kami tindak lanjuti."));
    }
}
