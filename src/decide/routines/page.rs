//! What is put on the page where reporters follow their complaint, and the text for a social network.
//!
//! In: what stands in the register, already masked. Out: a block to copy as it is. A protected complaint shows its
//! number and its state, nothing else.

use crate::decide::wording::{one_line, shorten};
use crate::domain::Privacy;

/// A complaint as it stands, for its page.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// `BTG-26-0123`.
    pub number: &'a str,
    /// When it was received, in words.
    pub received: &'a str,
    /// How it came, in words.
    pub channel: &'a str,
    /// One line, masked.
    pub summary: &'a str,
    /// Who handles it, in words.
    pub unit: &'a str,
    /// `open`, `answered`, `closed`.
    pub status: &'a str,
    /// The final answer, where there is one.
    pub answer: Option<&'a str>,
    /// Until when it is promised, in words.
    pub due: Option<&'a str>,
    /// What must not be shown.
    pub privacy: &'a Privacy,
}

/// The state of a complaint in the words of the page.
#[must_use]
pub fn state_words(status: &str) -> &'static str {
    match status {
        "answered" => "Sudah dijawab",
        "closed" => "Selesai",
        _ => "Sedang ditangani",
    }
}

/// The block.
#[must_use]
pub fn block(change: &Change<'_>) -> String {
    let hidden = change.privacy.hides_identity();
    let mut lines =
        vec![format!("Nomor laporan : {}", change.number), format!("Status        : {}", state_words(change.status))];
    if hidden {
        lines.push("Keterangan    : laporan dilindungi; isi dan unit tidak dicantumkan".to_owned());
        return lines.join("\n");
    }
    lines.push(format!("Diterima      : {}", change.received));
    lines.push(format!("Melalui       : {}", change.channel));
    lines.push(format!("Pokok laporan : {}", change.summary));
    lines.push(format!("Unit          : {}", change.unit));
    match (change.answer, change.due) {
        (Some(answer), _) => lines.push(format!("Jawaban       :\n{}", answer.trim())),
        (None, Some(due)) if change.status == "open" => lines.push(format!("Paling lambat : {due}")),
        (None, _) => {}
    }
    lines.join("\n")
}

/// The text within `limit` characters, with the number at its end and the place where the rest can be read.
#[must_use]
pub fn short_variant(text: &str, number: &str, follow: Option<&str>, limit: usize) -> String {
    let tail = match follow {
        Some(site) => format!(" (No. {number}, {site})"),
        None => format!(" (No. {number})"),
    };
    let room = limit.saturating_sub(tail.chars().count());
    format!("{}{tail}", shorten(&one_line(text), room))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change<'a>(status: &'a str, answer: Option<&'a str>, privacy: &'a Privacy) -> Change<'a> {
        Change {
            number: "BTG-26-0001",
            received: "Jumat, 20 November 2026 pukul 09.41 WIB",
            channel: "surel",
            summary: "Antrean lama di loket",
            unit: "Puskesmas Bandar I",
            status,
            answer,
            due: Some("Jumat, 27 November 2026"),
            privacy,
        }
    }

    #[test]
    fn the_page_of_a_protected_complaint_shows_number_and_state_alone() {
        for privacy in [
            Privacy { secret: true, ..Privacy::default() },
            Privacy { anonymous: true, ..Privacy::default() },
            Privacy { restricted: true, ..Privacy::default() },
        ] {
            let text = block(&change("answered", Some("Loket ditambah."), &privacy));
            assert!(text.contains("BTG-26-0001") && text.contains("Sudah dijawab"), "{text}");
            assert!(!text.contains("Bandar") && !text.contains("Loket") && !text.contains("Antrean"), "{text}");
        }
    }

    #[test]
    fn an_open_complaint_shows_its_promise_and_an_answered_one_its_answer() {
        let privacy = Privacy::default();
        assert!(block(&change("open", None, &privacy)).contains("Paling lambat : Jumat, 27 November 2026"));
        let answered = block(&change("answered", Some("Loket ditambah."), &privacy));
        assert!(answered.contains("Jawaban       :\nLoket ditambah.") && !answered.contains("Paling lambat"));
    }

    #[test]
    fn the_short_variant_keeps_its_limit_and_its_number() {
        let text = short_variant(&"Loket sudah kami tambah. ".repeat(40), "BTG-26-0001", Some("kon.example"), 280);
        assert!(text.chars().count() <= 280 && text.ends_with("(No. BTG-26-0001, kon.example)"), "{text}");
    }
}
