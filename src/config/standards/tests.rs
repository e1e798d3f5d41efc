//! Tests of the standards files: those that ship, and faulty ones.

use std::path::Path;

use super::*;
use crate::domain::Within;

const WHOLE: &str = "[[standard]]\nid = \"x.a\"\nrow = \"X-1\"\nname = \"jawaban\"\nwithin = \"7 hari kalender\"\nstops_at = \"answer\"\n";

fn load(text: &str) -> (Option<Vec<Standard>>, Vec<String>) {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("standards.toml"), text).expect("a file");
    let mut problems = Vec::new();
    let standards = load_standards(dir.path(), None, &mut problems);
    let root = format!("{}/", dir.path().display());
    (standards, problems.iter().map(|problem| problem.to_string().replace(&root, "")).collect())
}

#[test]
fn the_five_offices_promise_what_they_published() {
    let mut rows = Vec::new();
    for office in ["batang", "kademangan", "ntt", "buleleng", "ttu"] {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/offices").join(office);
        let mut problems = Vec::new();
        let standards = load_standards(&dir, None, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        rows.extend(standards.expect("standards").into_iter().map(|s| (s.id, s.row, s.within)));
    }
    let rows: Vec<(&str, &str, Within)> =
        rows.iter().map(|(id, row, within)| (id.as_str(), row.as_str(), *within)).collect();
    assert_eq!(
        rows,
        [
            ("btg.langsung", "BTG-08", Within::CalendarDays(7)),
            ("btg.sosmed", "BTG-16", Within::CalendarDays(7)),
            ("kdm.respon", "KDM-13", Within::Hours(24)),
            ("kdm.respon.konfirmasi", "KDM-13", Within::Hours(24)),
            ("kdm.rencana", "KDM-15", Within::Hours(72)),
            ("kdm.selesai", "KDM-20", Within::WorkingDays(14)),
            ("ntt.kotak", "NTT-03", Within::CalendarDays(7)),
            ("ntt.surat", "NTT-07", Within::CalendarDays(7)),
            ("ntt.lapor", "NTT-15", Within::CalendarDays(8)),
            ("ntt.lapor.nasional", "NTT-15", Within::WorkingDays(5)),
            ("ntt.disposisi", "NTT-05", Within::WorkingDays(2)),
            ("rsb.merah", "RSB-19", Within::Hours(24)),
            ("rsb.kuning", "RSB-20", Within::WorkingDays(3)),
            ("rsb.hijau", "RSB-21", Within::WorkingDays(5)),
            ("rsb.info", "RSB-23", Within::WorkingDays(10)),
            ("ttu.lapor", "TTU-08", Within::CalendarDays(5)),
            ("ttu.lapor.nasional", "TTU-08", Within::WorkingDays(5)),
            ("ttu.biasa", "TTU-09", Within::CalendarDays(14)),
            ("ttu.berkadar", "TTU-10", Within::CalendarDays(60)),
            ("ttu.ombudsman", "TTU-11", Within::WorkingDays(60)),
        ]
    );
}

#[test]
fn a_standard_keeps_its_words_and_reminds_at_half_and_four_fifths_unless_told_otherwise() {
    let (standards, problems) = load(WHOLE);
    assert_eq!(problems, Vec::<String>::new());
    let standard = standards.expect("standards").remove(0);
    assert_eq!(
        (standard.words.as_str(), standard.remind_at, standard.escalate_at),
        ("7 hari kalender", vec![Moment::Share(0.5), Moment::Share(0.8)], 1.0)
    );
}

#[test]
fn a_complaint_without_a_clock_is_a_fault_that_names_it() {
    let (standards, problems) = load(&format!("{WHOLE}applies = {{ grade = [\"hijau\", \"kuning\"] }}\n"));
    assert_eq!(standards, None);
    assert_eq!(problems.len(), Channel::ALL.len() * Class::ALL.len());
    assert!(
        problems
            .iter()
            .any(|p| p.contains("no clock for channel lapor, class aspirasi, grade merah, supervision false")),
        "{problems:?}"
    );
    let (_, problems) = load(&format!("{WHOLE}applies = {{ supervision = true }}\n"));
    assert!(problems.iter().all(|p| p.contains("supervision false")), "{problems:?}");
}

#[test]
fn every_fault_of_the_file_is_named_with_its_line() {
    let text =
        format!("{WHOLE}remind_at = [0.8, 0.5]\nescalate_at = 1.5\n{}", WHOLE.replace("7 hari kalender", "sebentar"));
    let (standards, problems) = load(&text);
    assert_eq!(standards, None);
    let heads: Vec<&str> = problems.iter().map(|p| p.split_once(": ").map_or("", |(head, _)| head)).collect();
    assert_eq!(
        heads,
        ["standards.toml:7", "standards.toml:8", "standards.toml:10", "standards.toml:13"],
        "{problems:?}"
    );
    assert!(problems.iter().any(|p| p.contains("5 hari kerja")), "what is understood is said: {problems:?}");
}

#[test]
fn a_misspelt_channel_or_key_is_refused_at_its_line() {
    for extra in ["applies = { channel = [\"wa\"] }\n", "applies = { kanal = [\"email\"] }\n", "remind = [0.5]\n"] {
        let (standards, problems) = load(&format!("{WHOLE}{extra}"));
        assert_eq!(standards, None);
        assert!(problems.iter().all(|p| p.starts_with("standards.toml:7")) && problems.len() == 1, "{problems:?}");
    }
}
