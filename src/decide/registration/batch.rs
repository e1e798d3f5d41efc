//! A handover: one mail, several items between lines of dashes, or `NIHIL`.

use std::sync::LazyLock;

use regex::Regex;

use super::cover::{is_cover, is_nothing};
use super::{Form, Setting, Strict, read_form};
use crate::decide::pattern::pattern;
use crate::domain::Channel;

/// The hour in a handover's subject that no day has: `99.00`.
#[must_use]
pub fn impossible_slot(slot: &str) -> Option<String> {
    static CLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{1,2})\s?[.:]\s?(\d{2})\b"));
    let found = CLOCK.captures(slot)?;
    let part = |n: usize| found.get(n).and_then(|m| m.as_str().parse::<u32>().ok()).unwrap_or_default();
    (part(1) > 23 || part(2) > 59).then(|| found.get(0).map_or_else(String::new, |m| m.as_str().to_owned()))
}

/// Which handover it is: `14.00`, or the words behind the mark; empty where nothing is said.
#[must_use]
pub fn slot(subject: &str) -> String {
    static MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)[\[({]?\s*serah[\s-]*terima\s*[\])}]?[\s:]*(.*)$"));
    static HOUR: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([01]?\d|2[0-3])(?:\s?[.:]\s?([0-5]\d))\b"));
    let Some(rest) = MARK.captures(subject).and_then(|found| found.get(1)) else { return String::new() };
    let rest = rest.as_str().trim();
    match HOUR.captures(rest) {
        Some(found) => {
            let part = |n: usize| found.get(n).and_then(|m| m.as_str().parse::<u32>().ok()).unwrap_or_default();
            format!("{:02}.{:02}", part(1), part(2))
        }
        None => rest.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" "),
    }
}

/// The items. None at all: nothing was handed over (`NIHIL`); a mail without a word, or with nothing but a greeting, is
/// `None`. What stands around the items (`berikut laporan dari medsos:`) is none: it is given back with the first.
#[must_use]
pub fn items(text: &str, slot: &str, setting: &Setting<'_>) -> Option<Vec<Form>> {
    let mut pieces: Vec<String> = vec![String::new()];
    for line in text.lines() {
        if is_rule(line) {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push_str(line);
            piece.push('\n');
        }
    }
    pieces.retain(|piece| piece.chars().any(char::is_alphanumeric));
    if pieces.is_empty() {
        return None;
    }
    pieces.retain(|piece| !is_nothing(piece));
    let said = !pieces.is_empty();
    let (around, pieces): (Vec<String>, Vec<String>) = pieces.into_iter().partition(|piece| is_cover(piece));
    if said && pieces.is_empty() {
        return None;
    }
    let usual = if slot.contains("kotak") { Channel::KotakSaran } else { Channel::Sosmed };
    let read = |piece: &String| {
        let mut form = read_form(piece, setting, Strict::Free);
        form.sheet.channel.get_or_insert(usual);
        form
    };
    let mut forms: Vec<Form> = pieces.iter().map(read).collect();
    if let Some(first) = forms.first_mut() {
        let lines = around.iter().flat_map(|piece| piece.lines()).map(str::trim).filter(|line| !line.is_empty());
        first.unread.extend(lines.map(str::to_owned));
    }
    Some(forms)
}

/// A line of dashes and nothing else.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3 && line.chars().all(|c| "-–—=_*".contains(c))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::*;

    fn read(text: &str) -> Option<Vec<Form>> {
        items(text, "14.00", &Setting { zone: Jakarta, area_code: "", now: "2026-11-20T07:00:00Z".parse().unwrap() })
    }

    #[test]
    fn a_slot_is_an_hour_or_words() {
        for (subject, slot) in [
            ("[SERAH TERIMA] 14.00", "14.00"),
            ("Re: [Serah Terima]  8:00 WIB", "08.00"),
            ("[SERAH TERIMA] Kotak Saran", "kotak saran"),
            ("[SERAH TERIMA]", ""),
            ("Serah terima: 14.00", "14.00"),
            ("[SERAH-TERIMA] 20:00", "20.00"),
        ] {
            assert_eq!(super::slot(subject), slot, "{subject}");
        }
    }

    #[test]
    fn an_hour_that_no_day_has_is_no_slot() {
        assert_eq!(impossible_slot(&super::slot("[SERAH TERIMA] 99.00")).as_deref(), Some("99.00"));
        assert_eq!(impossible_slot(&super::slot("[SERAH TERIMA] 14.75")).as_deref(), Some("14.75"));
        assert_eq!(impossible_slot("14.00").or(impossible_slot("kotak saran")), None);
    }

    #[test]
    fn items_are_forms_or_free_text() {
        let items = read("Kanal: IG\nNama: akun contoh\nIsi: Antre lama\n---\nAir keran mati di Puskesmas.\nSudah tiga hari.\n\n— — —\n-----\n").unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].sheet.sub_channel.as_deref(), Some("IG"));
        assert!(items[1].sheet.text.starts_with("Air keran") && items[1].sheet.channel == Some(Channel::Sosmed));
    }

    #[test]
    fn nihil_with_friendly_words_hands_over_nothing_and_with_a_matter_it_is_none() {
        for nothing in [
            "Nihil kak, siang ini sepi",
            "Selamat siang,\nNihil kak \u{1f64f} siang ini sepi\nTerkirim dari Yahoo Mail di Android",
            "NIHIL ya bu\nTerima kasih\nRini",
        ] {
            assert_eq!(read(nothing).map(|items| items.len()), Some(0), "{nothing}");
        }
        for matter in [
            "Nihil kak, tapi ada yang mengeluh obat habis",
            "Nihil stok obat di Puskesmas Tulis kata ibu-ibu sejak hari Senin lalu",
            "Nihil obat di Puskesmas Tulis",
            "Nihil kak\nObat hipertensi di Puskesmas Tulis habis",
        ] {
            assert_eq!(read(matter).map(|items| items.len()), Some(1), "{matter}");
        }
    }

    #[test]
    fn what_stands_around_the_items_is_none_of_them() {
        let text = "Selamat pagi, berikut laporan dari medsos:\n---\nKanal: IG\nIsi: Puskesmas tutup jam 10\n---\nFB: kapan fogging?\n---\nDibalas, terima kasih";
        let items = read(text).unwrap();
        assert_eq!(items.len(), 3, "`dibalas` is no word of ours: nothing is left out that may say something");
        let items = read(&text.replace("Dibalas, t", "T")).unwrap();
        let told = ["Selamat pagi, berikut laporan dari medsos:", "Terima kasih"];
        assert_eq!((items.len(), items[0].unread.as_slice()), (2, told.map(str::to_owned).as_slice()));
        let danger = read("Selamat pagi, berikut laporan: ada ibu pendarahan di Subah\n---\nAir mati").unwrap();
        assert_eq!(danger.len(), 2);
        assert_eq!(read("Selamat pagi kak, berikut laporannya"), None, "nothing follows: he is asked");
    }

    #[test]
    fn a_friendly_word_beside_nihil_hands_nothing_over() {
        for text in [
            "Nihil kak, siang ini sepi",
            "Nihil kak 🙏 siang ini sepi\nTerkirim dari Yahoo Mail di Android",
            "tidak ada laporan masuk ya bu",
            "malam kak, nihil ya \u{1f64f}",
            "Sore bu, blm ada aduan masuk",
        ] {
            assert_eq!(read(text).map(|items| items.len()), Some(0), "{text}");
        }
        assert_eq!(read("Nihil, tapi ada warga pingsan di loket").map(|items| items.len()), Some(1));
    }

    #[test]
    fn greetings_and_closings_as_people_type_them_are_no_items() {
        let batch = |above: &str, below: &str| {
            let text = format!("{above}\n---\nIG: antri lama di loket\n---\nFB: kapan fogging?\n---\n{below}");
            read(&text).unwrap()
        };
        for (above, below) in [
            ("siang mbak, ini dr medsos", "yang lain nihil, makasih ya"),
            ("Siang Mbak Rina, berikut laporan yg masuk ke DM", "lainnya belum ada laporan. Sekian, trims"),
            ("halo kak ini rekapan sore", "sisanya aman"),
        ] {
            assert_eq!(batch(above, below).len(), 2, "{above} / {below}");
        }
        assert_eq!(batch("siang mbak, ini dr medsos", "yang lain nihil")[0].unread, ["siang mbak, ini dr medsos"]);
        for (above, below) in [
            ("siang mbak, ada yang pingsan", "trims"),
            ("siang mbak", "yang lain mengeluh obat kosong"),
            ("pak Kapus marah marah", "trims"),
        ] {
            assert_eq!(batch(above, below).len(), 3, "{above} / {below}: it may tell something");
        }
    }

    #[test]
    fn nihil_is_an_empty_handover_and_silence_is_none() {
        assert_eq!(read("Selamat siang,\nNIHIL\n").map(|items| items.len()), Some(0));
        assert_eq!(read(" \n---\n"), None);
    }
}
