//! What mail programs and legal departments add below a mail. Polite closings (`Hormat kami`, `Demikian …`) and names
//! belong to the answer and stay.

use std::sync::LazyLock;

use regex::Regex;

use super::quote::Line;
use super::spelling::is_command_line;
use crate::decide::pattern::pattern;

/// A signature below `-- ` has no more lines than this; else the dashes meant something else.
const LONGEST: usize = 15;
/// Below `--` without its blank, which people also write as a divider, no more than this,
const LONGEST_LOOSE: usize = 6;
/// and no line longer than this, in bytes.
const WIDEST_LOOSE: usize = 60;

/// Marks signatures as not staying. Works on each run of staying lines by itself, so that an answer below a quotation
/// is not lost with the signature above it. `text_before`: something of the writer's stays before the first line.
pub(super) fn drop_signatures(all: &[Line<'_>], stays: &mut [bool], text_before: bool) {
    let mut from = 0;
    while from < all.len() {
        let run = stays.iter().skip(from).take_while(|stays| **stays).count();
        if run == 0 {
            from += 1;
            continue;
        }
        drop_in_run(all, stays, from..from + run, text_before);
        from += run;
    }
}

fn drop_in_run(all: &[Line<'_>], stays: &mut [bool], run: std::ops::Range<usize>, text_before: bool) {
    let lines = || all.iter().enumerate().take(run.end).skip(run.start);
    // Also above a quotation: Thunderbird puts the signature below it.
    let first = all.iter().zip(stays.iter()).position(|(line, stays)| *stays && !line.blank()).unwrap_or(run.end);
    let text_above = |at: usize| text_before || first < at;
    let dashes = lines().rev().find(|(at, line)| is_dashes(line) && text_above(*at)).map(|(at, _)| at);
    let dashes = dashes.filter(|at| {
        let below: Vec<&Line<'_>> = lines().filter(|(i, line)| i > at && !line.blank()).map(|(_, line)| line).collect();
        all.get(*at).is_some_and(|line| is_signature_below(line, &below))
    });
    let disclaimer = lines()
        .find(|(at, line)| text_above(*at) && begins_paragraph(all, *at) && is_disclaimer(line, &paragraph(all, *at)))
        .map(|(at, _)| at);
    let cut = [dashes, disclaimer].into_iter().flatten().min().unwrap_or(run.end);
    for (at, line) in lines() {
        if let Some(slot) = stays.get_mut(at)
            && (at >= cut || is_device_line(&line.plain))
        {
            *slot = false;
        }
    }
}

/// `-- ` as RFC 3676 §4.3 has it, or with the blank lost.
fn is_dashes(line: &Line<'_>) -> bool {
    line.plain == "--"
}

/// True if what stands below the dashes can be a signature. A command never is.
fn is_signature_below(dashes: &Line<'_>, below: &[&Line<'_>]) -> bool {
    let exact = dashes.raw.trim_end_matches(['\r', '\n']).ends_with(char::is_whitespace);
    let narrow = below.iter().all(|line| line.plain.len() <= WIDEST_LOOSE);
    let fits = if exact { below.len() <= LONGEST } else { below.len() <= LONGEST_LOOSE && narrow };
    fits && !below.iter().any(|line| is_command_line(&line.plain))
}

/// `Dikirim dari iPhone saya`, `Sent from my …`, `Dapatkan Outlook untuk Android`.
pub(in crate::decide) fn is_device_line(line: &str) -> bool {
    static DEVICE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^[*_\[(\s]*(?:
                (?:Di|Ter)kirim\s+dari\s+(?:aplikasi\s+)?(?:Yahoo|iPhone|iPad|ponsel|telepon|perangkat|smartphone|Outlook|Mail\b|Gmail|
                    Samsung|Galaxy|Android|Xiaomi|Redmi|POCO\b|OPPO|vivo|realme|Infinix|HUAWEI|BlackBerry|K-9|Thunderbird|
                    Proton|Aqua|Zimbra|Windows|(?:HP|handphone)(?:\s+(?:saya|Android)|\W*$)).{0,80}
              | (?:Sent|Diposting)\s+from\s+(?:my|Yahoo|Outlook|Mail\s+for|Proton|Samsung|Gmail|the\s+all).{0,100}
              | (?:Get|Dapatkan|Unduh)\s+(?:Outlook|BlueMail|Aqua).{0,60}
              | Sent\s+via\s+.{0,60}
            )$",
        )
    });
    line.len() <= 160 && DEVICE.is_match(line)
}

fn begins_paragraph(all: &[Line<'_>], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| all.get(before)).is_none_or(Line::blank)
}

/// The lines from `at` to the next blank one, on one line.
fn paragraph(all: &[Line<'_>], at: usize) -> String {
    let lines: Vec<&str> = all.iter().skip(at).take_while(|line| !line.blank()).map(|line| &*line.plain).collect();
    lines.join(" ")
}

/// A paragraph that speaks of the mail itself, its addressee and secrecy, and not of the writer.
fn is_disclaimer(line: &Line<'_>, paragraph: &str) -> bool {
    static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?ix)^[*_\[("'\s]*(?:
                (?:disclaimer|penafian|perhatian|pernyataan|peringatan|confidentiality\s+notice|confidential(?:ity)?|caution)\b
              | (?:informasi\s+(?:yang\s+(?:terkandung|termuat|terdapat)\s+)?(?:dalam|di\s+dalam|pada)\s+)?(?:e-?mail|surel|pesan|surat\s+elektronik)\s+ini\b
              | (?:the\s+information\s+(?:contained\s+)?in\s+)?this\s+(?:e-?mail|message|communication)\b
              | (?:please\s+consider\s+the\s+environment|think\s+before\s+you\s+print|pertimbangkan\s+lingkungan|selamatkan\s+bumi)
            )"#,
        )
    });
    static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)rahasia|konfidensial|confidential|privileged|intended|ditujukan|dituju|penerima|recipient|mencetak|print",
        )
    });
    static OWN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(?:saya|aku|pelapor|identitas|nama\s+kami|puskesmas)\b"));
    BEGINS.is_match(&line.plain) && SPEAKS.is_match(paragraph) && !OWN.is_match(paragraph)
}
