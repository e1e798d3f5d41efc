//! The letters that ship, tried with the samples.

use super::*;
use crate::decide::reply::marker;

fn shipped() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config/letters");
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

fn wording() -> Wording {
    Wording::new(shipped()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn written(kind: LetterKind) -> Rendered {
    wording().render(kind, None, &sample::full()).unwrap()
}

/// The shipped letters with one file replaced or added.
fn with(file: &str, text: &str) -> Result<Wording, Vec<WordingFault>> {
    Wording::new(shipped().into_iter().filter(|(name, _)| name != file).chain([(file.to_owned(), text.to_owned())]))
}

#[test]
fn every_kind_of_letter_ships_and_knows_its_number() {
    let wording = wording();
    for kind in LetterKind::ALL {
        for facts in [sample::full(), sample::least(*kind)] {
            let letter = wording.render(*kind, None, &facts).unwrap();
            assert!(letter.subject.starts_with("[CTH-26-0123] "), "{kind:?}: {}", letter.subject);
            assert!(letter.subject.chars().count() <= SUBJECT_LIMIT && !letter.subject.contains('\n'));
            assert!(!letter.body.contains("none") && !letter.body.contains("{{"), "{kind:?}\n{}", letter.body);
            assert!(!letter.body.contains("\n\n\n") && letter.body.ends_with('\n'), "{kind:?}\n{}", letter.body);
        }
    }
}

#[test]
fn the_receipt_holds_what_the_law_asks_of_one() {
    let body = written(LetterKind::Receipt).body;
    for needed in [
        "CTH-26-0123",
        "Senin, 23 November 2026 pukul 09.41 WIB",
        "surel",
        "Obat darah tinggi kosong",
        "Puskesmas Contoh I",
        "paling lambat: Senin, 30 November 2026 pukul 16.00 WIB",
        "119",
        "(021) 5550119",
        "Jl. Contoh No. 1",
        "tidak dipungut biaya",
        "kerahasiaannya",
    ] {
        assert!(body.contains(needed), "{needed}\n{body}");
    }
}

#[test]
fn the_emergency_answer_sends_to_119_before_anything_else() {
    let letter = written(LetterKind::EmergencyAnswer);
    assert!(letter.subject.contains("119"));
    assert!(letter.body.contains("119 (gratis, 24 jam)") && letter.body.contains("IGD RSUD Contoh"));
}

#[test]
fn the_disposisi_tells_how_why_and_until_when() {
    let letter = written(LetterKind::Disposisi);
    assert!(letter.body.starts_with("##- Tulis jawaban di atas baris ini -##\n"), "{}", letter.body);
    for needed in [
        "Yth. Kepala Puskesmas Contoh I,",
        "  Nomor      : CTH-26-0123 (SP4N-LAPOR! 1234567)\n",
        "  Tenggat    : Senin, 30 November 2026 pukul 16.00 WIB\n",
        "  Hitungan   : 5 hari kerja sejak",
        "aturan \"obat-kosong\", kata: obat, kosong\n",
        "| Obat darah tinggi kosong dua minggu.\n| Kami diminta",
        "Lampiran: foto.jpg (1,2 MB)",
        "JAWAB: ...",
        "TERUSKAN: unit",
        "disetujui Kepala Dinas Kesehatan)\n",
        "UU 27/2022",
    ] {
        assert!(letter.body.contains(needed), "{needed}\n{}", letter.body);
    }
    assert!(letter.subject.contains("KUNING") && letter.subject.contains("30-11-2026"), "{}", letter.subject);
}

#[test]
fn a_sensitive_complaint_does_not_travel_by_mail() {
    let mut facts = sample::full();
    facts.complaint.restricted = true;
    for kind in [LetterKind::Disposisi, LetterKind::FurtherMessage] {
        let body = wording().render(kind, None, &facts).unwrap().body;
        assert!(!body.contains("diminta membeli sendiri") && !body.contains("amlodipin"), "{kind:?}\n{body}");
        assert!(body.contains("meja pengaduan"), "{kind:?}");
    }
}

#[test]
fn the_answer_carries_the_officers_words_and_the_citizens_rights() {
    let body = written(LetterKind::Answer).body;
    for needed in
        ["Obat telah tersedia kembali", "TIDAK PUAS", "Senin, 14 Desember 2026", "Ombudsman", "137", "Provinsi Contoh"]
    {
        assert!(body.contains(needed), "{needed}\n{body}");
    }
}

#[test]
fn the_approver_sees_the_exact_draft_and_that_silence_is_not_consent() {
    let body = written(LetterKind::ApprovalRequest).body;
    for needed in
        ["| Obat telah tersedia kembali.", "9f2c41ab", "SETUJU", "PERBAIKI:", "TOLAK:", "tidak dianggap setuju"]
    {
        assert!(body.contains(needed), "{needed}\n{body}");
    }
}

#[test]
fn letters_that_want_a_reply_begin_with_the_marker_line() {
    let wanting = [
        LetterKind::Disposisi,
        LetterKind::FurtherMessage,
        LetterKind::Reminder,
        LetterKind::Escalation,
        LetterKind::AskBack,
        LetterKind::ApprovalRequest,
        LetterKind::EmergencyAlert,
    ];
    for kind in wanting {
        let body = written(kind).body;
        assert!(body.starts_with(marker::MARKER), "{kind:?}\n{body}");
        let reply = format!("JAWAB: Obat ada.\n\n{}", body.lines().map(|l| format!("> {l}\n")).collect::<String>());
        assert_eq!(crate::decide::reply::strip(&reply).kept, "JAWAB: Obat ada.", "{kind:?}");
    }
}

#[test]
fn every_short_text_fits_one_sms() {
    let wording = wording();
    let mut seen = 0;
    for kind in LetterKind::ALL {
        let Some(text) = wording.render_sms(*kind, None, &sample::full()) else { continue };
        let text = text.unwrap();
        assert!(
            text.chars().count() <= 160 && text.is_ascii() && !text.contains(['[', ']', '{', '|', '~', '^']),
            "{text}"
        );
        assert!(text.contains("CTH-26-0123"), "{text}");
        seen += 1;
    }
    assert!(seen >= 5);
}

#[test]
fn a_citizen_can_forge_neither_marker_nor_subject() {
    let mut facts = sample::full();
    facts.complaint.summary = "halo\r\nBcc: semua@contoh.example\n##- Tulis jawaban di atas baris ini -##".repeat(9);
    facts.complaint.text = "x\n##- Tulis jawaban di\natas baris ini -##\nSETUJU".into();
    let letter = wording().render(LetterKind::Disposisi, None, &facts).unwrap();
    assert!(!letter.subject.contains(['\r', '\n']) && letter.subject.chars().count() <= SUBJECT_LIMIT);
    assert_eq!(letter.body.matches("Tulis jawaban").count(), 1, "{}", letter.body);
    assert!(letter.body.contains("\n| SETUJU\n") || letter.body.contains("(baris penanda)"), "{}", letter.body);
}

#[test]
fn an_office_may_word_a_letter_its_own_way() {
    let wording = with("noted.batang.txt", "Subjek: [{{ number }}] Sampun\n\nSampun kacathet: {{ noted }}\n").unwrap();
    let own =
        |office: &str| wording.render(LetterKind::Noted, Some(&OfficeId(office.into())), &sample::full()).unwrap();
    assert_eq!(own("batang").body, "Sampun kacathet: rencana tindak lanjut\n");
    assert!(own("ntt").body.contains("telah kami catat"));
}

#[test]
fn faults_of_a_letter_are_found_before_a_citizen_waits_for_it() {
    let fault = |text: &str| {
        let faults = with("noted.txt", text).unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
        (faults[0].line, faults[0].what.clone())
    };
    assert_eq!(fault("Subjek: [{{ number }}] a\n\nsatu\n{{ nomor }}\n"), (4, "there is no `nomor` in a letter".into()));
    assert_eq!(fault("Subjek: [{{ number }}] a\n\n{% if false %}{{ office.naem }}{% endif %}").0, 3);
    assert_eq!(fault("Subjek: [{{ number }}] a\n\nsatu\n{{ number").0, 4);
    assert_eq!(fault("Perihal: x\n\nsatu").0, 1);
    assert_eq!(fault("Subjek: tanpa nomor\n\nsatu").0, 1);
    let (line, what) = fault("Subjek: [{{ number }}] a\n\n{{ question }}");
    assert!(line == 3 && what.contains("does not have"), "{line} {what}");
    let endless =
        "Subjek: [{{ number }}] a\n\n{% for i in range(900) %}{% for j in range(900) %}x{% endfor %}{% endfor %}";
    let (_, what) = fault(endless);
    assert!(what.contains("too many steps"), "{what}");
}

#[test]
fn a_missing_letter_and_an_unknown_name_are_faults() {
    let faults = Wording::new(shipped().into_iter().filter(|(name, _)| name != "answer.txt")).unwrap_err();
    assert_eq!(faults.iter().map(|f| f.template.as_str()).collect::<Vec<_>>(), ["answer.txt"]);
    assert_eq!(with("anwser.txt", "Subjek: x\n\ny").unwrap_err()[0].template, "anwser.txt");
}

#[test]
fn a_list_of_thousands_of_lines_makes_a_long_letter_and_no_fault() {
    for lines in [12_000, 200_000] {
        let mut facts = sample::full();
        if let Some(task) = facts.task.as_mut() {
            task.lines = (0..lines).map(|n| format!("baris {n}")).collect();
        }
        let letter = wording().render(LetterKind::TaskLate, None, &facts).unwrap();
        assert!(letter.body.contains("baris 11999"));
        assert_eq!(letter.body.contains("(dan 180000 lagi)"), lines == 200_000);
    }
}
