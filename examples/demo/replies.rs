//! Answers as mail programs write them: the text, a signature, and our letter quoted below.
//!
//! In: a letter as it was seen over IMAP. Out: where the answer goes, and its raw bytes.

use super::far_end::Letter;
use super::mails::{head, lines};
use super::play::Program;

/// The answer of `who` to `letter`: recipient and bytes.
pub fn reply(who: &str, letter: &Letter, program: Program, text: &str) -> (String, Vec<u8>) {
    let to = letter.header("reply-to").or_else(|| letter.header("from")).unwrap_or_default();
    let to = to.rsplit('<').next().unwrap_or_default().trim_end_matches('>').to_owned();
    let id = letter.header("message-id").unwrap_or_default();
    let subject = match program {
        Program::Absence => format!("Balasan otomatis: {}", letter.subject),
        Program::Gmail | Program::Thunderbird | Program::Outlook | Program::Samsung => {
            format!("Re: {}", letter.subject)
        }
    };
    let automatic = match program {
        Program::Absence => "Auto-Submitted: auto-replied\r\n",
        Program::Gmail | Program::Thunderbird | Program::Outlook | Program::Samsung => "",
    };
    let extra = format!("In-Reply-To: {id}\r\nReferences: {id}\r\n{automatic}");
    let head = head(who, &to, &subject, &extra);
    let body = match program {
        Program::Gmail => in_two_forms(&gmail(letter, text)),
        Program::Thunderbird => one_form(&thunderbird(letter, text)),
        Program::Outlook => one_form(&outlook(who, letter, text)),
        Program::Samsung => one_form(&samsung(who, letter, text)),
        Program::Absence => one_form(text),
    };
    (to, format!("{head}{body}").into_bytes())
}

fn one_form(text: &str) -> String {
    format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n", lines(text))
}

/// Plain text and HTML, as Gmail sends both.
fn in_two_forms(text: &str) -> String {
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>\r\n");
    format!(
        "Content-Type: multipart/alternative; boundary=\"dua\"\r\n\r\n\
         --dua\r\n{}--dua\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<div dir=\"ltr\">{html}</div>\r\n--dua--\r\n",
        one_form(text)
    )
}

fn quoted(letter: &Letter) -> String {
    letter.text.lines().map(|line| format!("> {line}\n")).collect()
}

fn gmail(letter: &Letter, text: &str) -> String {
    let from = letter.header("from").unwrap_or_default();
    format!(
        "{text}\n\nHormat kami,\nPetugas\n\nPada Min, 22 Nov 2026 pukul 09.42 {from} menulis:\n\n{}",
        quoted(letter)
    )
}

fn thunderbird(letter: &Letter, text: &str) -> String {
    let written = "Pada 22/11/2026 09.42, Layanan Pengaduan menulis:";
    format!("{text}\n\n{written}\n{}\n-- \nPetugas Pengaduan\nTelepon kantor pada jam kerja\n", quoted(letter))
}

fn outlook(who: &str, letter: &Letter, text: &str) -> String {
    let from = letter.header("from").unwrap_or_default();
    let block =
        format!("Dari: {from}\nDikirim: Minggu, 22 November 2026 09.42\nKepada: {who}\nPerihal: {}", letter.subject);
    format!("{text}\n\n________________________________\n{block}\n\n{}", letter.text)
}

fn samsung(who: &str, letter: &Letter, text: &str) -> String {
    let from = letter.header("from").unwrap_or_default();
    let block = format!("Dari: {from}\nTanggal: 22/11/26 09.42 (GMT+07:00)\nKe: {who}\nSubjek: {}", letter.subject);
    let original = &letter.text;
    format!(
        "{text}\n\nDikirim dari ponsel cerdas Samsung Galaxy saya.\n\n-------- Pesan asli --------\n{block}\n\n{original}"
    )
}
