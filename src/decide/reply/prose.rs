//! An ordinary reply without a command: written for the citizen, or not?

use std::sync::LazyLock;

use regex::Regex;

use super::choice::choice_in;
use super::colleagues::is_colleagues_talk;
use super::copies::without_copies;
use super::spelling::{is_command_line, slipped};
use super::word::Word;
use super::{Doubt, ReplyRead, doubt_about, non_answer};
use crate::decide::pattern::pattern;

/// Words beyond non-answers that an answer must have.
const LEAST_WORDS: usize = 2;
/// A promise with fewer words than this says nothing else.
const PROMISE_WORDS: usize = 9;
/// A line with more words than this is a sentence, even if it begins with a command word.
const COMMAND_WORDS: usize = 6;
/// Longest preview in characters.
const PREVIEW_LIMIT: usize = 1_000;

/// Reads a text that begins with no command and is no receipt.
pub(super) fn read(text: &str, office_phones: &[&str]) -> ReplyRead {
    let text = without_copies(text);
    let doubt = match doubt_about(text, office_phones) {
        // One that stands first is told as what it nearly is.
        Some(Doubt::CommandInside) => weak(text).or(Some(Doubt::CommandInside)),
        other => other.or_else(|| weak(text)),
    };
    match doubt {
        Some(doubt) => unclear(text, doubt),
        None => ReplyRead::Prose { text: text.trim().to_owned() },
    }
}

/// The reply to ask back with, its text shortened.
pub(super) fn unclear(text: &str, doubt: Doubt) -> ReplyRead {
    let text = text.trim();
    let preview = match text.char_indices().nth(PREVIEW_LIMIT) {
        Some((end, _)) => format!("{} [...]", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    };
    ReplyRead::Unclear { preview, doubt }
}

fn weak(text: &str) -> Option<Doubt> {
    static PROMISE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:baik\W+|ok\w*\W+|terima kasih\W+)?(?:(?:kami|saya)\s+)?(?:segera|akan|sedang|nanti|mohon waktu|masih)\b",
        )
    });
    let body = non_answer::without_closing(text);
    if non_answer::content_words(&body) < LEAST_WORDS {
        return Some(Doubt::TooShort);
    }
    if body.lines().any(is_command_line) || resembles_command(&body) || choice_in(text).is_some() {
        return Some(Doubt::UnknownCommand);
    }
    if let Some((word, _)) = slipped(&body) {
        let sentence = body.lines().next().unwrap_or_default().split_whitespace().count() > COMMAND_WORDS;
        if word == Word::Answer {
            return Some(Doubt::NearlyAnswer);
        }
        if !sentence {
            return Some(Doubt::UnknownCommand);
        }
    }
    if asks(&body) {
        return Some(Doubt::Question);
    }
    if non_answer::begins_as_receipt(&body) || is_colleagues_talk(&body) {
        return Some(Doubt::InternalTalk);
    }
    let short = PROMISE.is_match(&body) && body.split_whitespace().count() < PROMISE_WORDS;
    (short || promises_news(&body)).then_some(Doubt::OnlyPromise)
}

/// `Kami akan koordinasi dengan dokter, nanti dikabari lagi`: what will be asked and told later, and nothing that was
/// done, is to be had, or will be on a day.
fn promises_news(text: &str) -> bool {
    static LATER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?:nanti|akan|segera|besok)\s+(?:(?:kami|saya|sy|akan|segera)\s+)*(?:di)?(?:kabar|info|update)\w*
              | ^\W*(?:(?:kami|saya|sy|kita)\s+)?(?:akan|segera|masih|sedang|nanti)\s+(?:kami\s+|segera\s+)?(?:di|ber|meng)?(?:koordinasi|konfirmasi|tanya|cek|kroscek|pelajari|telusuri)\w*",
        )
    });
    static SAYS_MORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\d|\b(?:sudah|sdh|telah|su|silakan|silahkan|sementara|mulai|sejak|kini|sekarang|tersedia|dapat|bisa|karena|paling\s+lambat)\b",
        )
    });
    LATER.is_match(text) && !SAYS_MORE.is_match(text)
}

/// A question mark at the end of a sentence: whoever answers a citizen seldom asks.
fn asks(text: &str) -> bool {
    static ASKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\?(?:\W*\s|\W*$)"));
    ASKS.is_match(text)
}

/// `DITERUSKAN: …`, `SETUJU, kirim`, `NIHIL HARI INI`: meant for us, not for the citizen.
fn resembles_command(text: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\W*[A-Z][A-Z .]{2,24}:"));
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:setuju|disetujui|acc|lanjutkan|kirim|tolak|ditolak|revisi|perbaiki|tunda|nihil|disposisi|teruskan|diteruskan|alihkan|grad(?:e|ing)\w*|kategori\w*|estimasi\w*|rencana|rtl|minta\s+data|perpanjang\w*|(?:naikkan|naikan|turunkan|ubah|ganti|jadikan)\b.*\b(?:grade|merah|kuning|hijau))\b",
        )
    });
    // A word in capitals in the middle of a line of small letters.
    static SHOUTED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:JAWAB|JAWABAN|TERUSKAN|GRADE|KATEGORI|TUNDA|DISPOSISI|RENCANA|ESTIMASI|MINTA DATA|SETUJU|TOLAK|SUDAH (?:DI)?(?:KONFIRMASI|HUBUNGI|TELEPON))\b",
        )
    });
    let first = text.trim().lines().next().unwrap_or_default();
    if SHOUTED.is_match(first) && first.chars().any(char::is_lowercase) {
        return true;
    }
    LABEL.is_match(first) || (WORD.is_match(first) && first.split_whitespace().count() <= COMMAND_WORDS)
}
