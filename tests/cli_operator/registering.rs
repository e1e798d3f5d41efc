//! What an operator enters at the keyboard, and the register as a book.

use std::fs;

use crate::desk::Desk;

fn numbers(desk: &Desk) -> Vec<String> {
    let list = desk.run(["complaint", "list", "--json"]).json();
    list.iter().map(|row| row["number"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn btg_02_a_complaint_is_registered_at_the_keyboard_and_seen_before_if_wanted() {
    let desk = Desk::new().await;
    let file = desk.path("kata.txt");
    fs::write(&file, "Antre dari jam 7 sampai jam 12 di Puskesmas Bandar I, loket hanya satu.").unwrap();
    let base = ["register", "--office", "batang", "--channel", "tatap-muka", "--text-file", &file];
    let tried = desk.run([base[0], base[1], base[2], base[3], base[4], base[5], base[6], "--dry-run"]);
    assert_eq!(tried.code, 0, "{tried:?}");
    assert!(tried.out.contains("btg.pkm.bandar1") && tried.out.contains("deadline   btg.langsung"), "{tried:?}");
    assert!(numbers(&desk).is_empty());
    let done =
        desk.run([base[0], base[1], base[2], base[3], base[4], base[5], base[6], "--received", "02-01-2026 09.00"]);
    assert!(done.out.starts_with("registered as BTG-"), "{done:?}");
    let again =
        desk.run([base[0], base[1], base[2], base[3], base[4], base[5], base[6], "--received", "02-01-2026 09.00"]);
    assert!(again.out.starts_with("is registered already, as BTG-"), "{again:?}");
    let shown = desk.run(["complaint", "show", &numbers(&desk)[0], "--json"]).json().remove(0);
    assert_eq!(
        (shown["channel"].as_str(), shown["received"].as_str()),
        (Some("tatap_muka"), Some("2026-01-02T02:00:00Z"))
    );
    let daftar = desk.run([
        "register",
        "--instansi",
        "batang",
        "--kanal",
        "telepon",
        "--isi",
        "Toilet kotor.",
        "--unit",
        "Kelautan",
    ]);
    assert_eq!(daftar.code, 64, "{daftar:?}");
    assert!(daftar.err.contains("btg.bid.p2p") || daftar.err.contains("btg."), "{daftar:?}");
}

#[tokio::test]
async fn btg_02_what_cannot_be_right_is_refused_at_the_keyboard_and_nothing_is_dropped() {
    let desk = Desk::new().await;
    for (option, value, told) in [
        ("--phone", "abc", "0812 3456 7890"),
        ("--phone", "12", "0812 3456 7890"),
        ("--class", "keluhan", "permintaan informasi"),
        ("--grade", "merah", "grades no complaints"),
        ("--received", "20-11-2026 25.61", "dd-mm-yyyy hh.mm"),
    ] {
        let refused = desk.run([
            "register",
            "--office",
            "batang",
            "--channel",
            "tatap_muka",
            "--text",
            "Loket tutup.",
            option,
            value,
        ]);
        assert!(matches!(refused.code, 2 | 64) && refused.err.contains(told), "{option} {value}: {refused:?}");
    }
    let lapor = desk.run(["register", "--office", "batang", "--channel", "lapor", "--text", "Loket tutup."]);
    assert!(lapor.code != 0 && lapor.err.contains("tatap_muka"), "{lapor:?}");
    for channel in ["tatap-muka", "tatap_muka", "kotak saran", "sosmed", "medsos", "telepon"] {
        let done = desk.run(["register", "--office", "batang", "--channel", channel, "--text", channel, "--dry-run"]);
        assert_eq!(done.code, 0, "{channel}: {done:?}");
    }
    assert!(numbers(&desk).is_empty());
}

#[tokio::test]
async fn btg_07_settled_at_the_keyboard_is_closed() {
    let desk = Desk::new().await;
    let without =
        desk.run(["register", "--office", "batang", "--channel", "surat", "--text", "Loket tutup.", "--settled"]);
    assert_eq!(without.code, 64, "{without:?}");
    let done = desk.run([
        "register",
        "--office",
        "batang",
        "--channel",
        "surat",
        "--text",
        "Loket tutup.",
        "--settled",
        "--answer",
        "Loket sudah dibuka.",
    ]);
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(desk.run(["complaint", "list", "--json"]).json()[0]["status"], "closed");
    assert!(desk.run(["queue", "list", "--json"]).out.is_empty(), "nobody is written to");
}

#[tokio::test]
async fn btg_06_kdm_11_the_register_is_printed_as_a_book_and_names_no_protected_reporter() {
    let desk = Desk::new().await;
    let base = ["register", "--office", "batang", "--channel", "kotak-saran", "--received", "02-01-2026 09.00"];
    let say = |more: &[&str]| {
        let mut all = base.to_vec();
        all.extend(more);
        let done = desk.run::<15>(all.try_into().unwrap());
        assert_eq!(done.code, 0, "{done:?}");
    };
    say(&["--name", "Ibu Contoh", "--phone", "(0285) 391999", "--text", "Loket <tutup>; \"lama\".", "--origin", "12"]);
    say(&["--name", "Kinanti", "--phone", "(0285) 391888", "--text", "=1+1 AC mati.", "--anonymous", "--secret"]);
    let csv = desk.run(["report", "book", "--office", "batang", "--from", "01-01-2026", "--to", "31-12-2026"]);
    assert_eq!(csv.code, 0, "{csv:?}");
    let lines: Vec<&str> = csv.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", csv.out);
    assert!(lines[0].starts_with("Nomor,Kanal,Diterima,Didaftarkan,"), "{}", lines[0]);
    for words in ["kotak saran", "02-01-2026 09.00 WIB", "Ibu Contoh", "petugas-uji", ",ya,", "12"] {
        assert!(lines[1].contains(words), "{words}: {}", lines[1]);
    }
    assert!(!csv.out.contains("391999") && !csv.out.contains("Kinanti") && csv.out.contains("\"'=1+1"), "{}", csv.out);
    let page =
        desk.run(["report", "book", "--office", "batang", "--from", "01-01-2026", "--format", "html", "--unmasked"]);
    assert!(page.out.contains("Loket &lt;tutup&gt;") && page.out.contains("285391999"), "{}", page.out);
    assert!(!page.out.contains("Kinanti") && !page.out.contains("391888"), "{}", page.out);
    let exports = desk.deeds().await.into_iter().filter(|(event, _)| event == "EKSPOR").count();
    assert_eq!(exports, 2, "the log says who printed it");
    assert_eq!(desk.run(["report", "book", "--office", "batang", "--from", "01-02-2026"]).out.lines().count(), 1);
}

#[tokio::test]
async fn what_a_form_by_mail_can_say_the_keyboard_can_say_too() {
    let desk = Desk::new().await;
    // One office is configured: it need not be named. The word is Indonesian for those who know the form.
    let done = desk.run([
        "daftar",
        "--kanal",
        "tatap-muka",
        "--isi",
        "Loket Puskesmas Bandar I tutup.",
        "--nik",
        "3325 0101 0101 0001",
        "--wa",
        "0812-3456-7891",
        "--nomor-surat",
        "005/12/2026",
        "--tanggal-surat",
        "20-11-2026",
        "--tanda-tangan",
        "ada",
        "--json",
    ]);
    assert_eq!(done.code, 0, "{done:?}");
    let said = done.json().remove(0);
    let sheet = &said["sheet"];
    assert_eq!((&sheet["nik"], &sheet["whatsapp"]), (&"3325010101010001".into(), &"+6281234567891".into()), "{sheet}");
    assert_eq!((&sheet["letter_number"], &sheet["signed"]), (&"005/12/2026".into(), &"ada".into()));
    let short = desk.run(["register", "--channel", "surat", "--text", "AC mati.", "--nik", "123"]);
    assert!(short.code == 64 && short.err.contains("16 digits"), "{short:?}");
}

#[tokio::test]
async fn help_and_completions_name_the_channels() {
    let desk = Desk::new().await;
    for command in [["register", "--help"], ["import", "--help"], ["explain", "--help"], ["completions", "bash"]] {
        let said = desk.run(command).out;
        assert!(said.contains("kotak_saran") && said.contains("angket"), "{command:?}: {said}");
    }
    let wrong = desk.run(["register", "--channel", "merpati", "--text", "AC mati."]);
    assert!(wrong.code == 64 && wrong.err.contains("tatap_muka"), "{wrong:?}");
}

#[tokio::test]
async fn why_tells_moments_and_decisions_in_words() {
    let desk = Desk::new().await;
    let done = desk.run(["register", "--channel", "telepon", "--text", "Loket Puskesmas Bandar I tutup.", "--json"]);
    let number = done.json()[0]["number"].as_str().unwrap().to_owned();
    desk.run(["queue", "hold", "--all", "--yes"]);
    desk.run(["queue", "release", "--all", "--yes"]);
    let told = desk.run(["why", &number.to_lowercase()]).out;
    for words in ["dicatat oleh petugas", "keputusan lepas", "keputusan tahan", "jenis disposisi"] {
        assert!(told.contains(words), "{words}:\n{told}");
    }
    let epoch = regex_like(&told);
    assert!(epoch.is_none(), "a moment as a number: {epoch:?}\n{told}");
    assert!(!told.contains("kotak surat \"daftar/"), "{told}");
}

/// A number of ten digits, which would be seconds since 1970.
fn regex_like(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 10)
}

#[tokio::test]
async fn a_field_with_line_breaks_makes_no_line_of_its_own_in_letters() {
    let desk = Desk::new().await;
    let name = "Budi\n\nJAWAB: uang dikembalikan";
    let text = "Antre dari jam 7 sampai jam 12.";
    let base = ["register", "--office", "batang", "--channel", "telepon", "--text", text, "--name", name];
    let tried = desk.run([base[0], base[1], base[2], base[3], base[4], base[5], base[6], base[7], base[8], "--json"]);
    assert_eq!(tried.code, 0, "{tried:?}");
    assert_eq!(tried.json()[0]["sheet"]["name"], "Budi JAWAB: uang dikembalikan", "{tried:?}");
}

#[tokio::test]
async fn a_scan_hangs_on_the_officers_letter_and_what_is_none_or_too_large_is_refused() {
    let desk = Desk::new().await;
    let (scan, photo, other) = (desk.path("surat warga.pdf"), desk.path("foto.jpg"), desk.path("daftar.xlsx"));
    fs::write(&scan, b"%PDF-1.7 surat").unwrap();
    fs::write(&photo, b"\xff\xd8\xff\xe0 foto").unwrap();
    fs::write(&other, b"PK\x03\x04").unwrap();
    let text = "Kursi tunggu di Puskesmas Subah rusak semua. Hubungi 0812-0000-0123.";
    let base = ["register", "--office", "batang", "--channel", "surat", "--text", text, "--attach"];
    let with = |first: &str, more: [&str; 2]| {
        desk.run([base[0], base[1], base[2], base[3], base[4], base[5], base[6], base[7], first, more[0], more[1]])
    };
    let refused = with(&other, ["--attach", &scan]);
    assert!(refused.code == 65 && refused.err.contains("PDF, JPEG"), "{refused:?}");
    fs::write(desk.dir.join("besar.pdf"), [b"%PDF-".as_slice(), &vec![b'x'; 7 << 20]].concat()).unwrap();
    let refused = with(&scan, ["--attach", &desk.path("besar.pdf")]);
    assert!(refused.code == 65 && refused.err.contains("7 MiB"), "{refused:?}");
    assert!(numbers(&desk).is_empty());
    let done = with(&scan, ["--attach", &photo]);
    assert!(done.out.starts_with("registered as BTG-"), "{done:?}");
    let letters = desk.bench.store.letters(None, 10).await.unwrap();
    let letter = letters.iter().find(|letter| letter.kind == penghubung::domain::LetterKind::Disposisi).unwrap();
    let letter = desk.bench.letter(letter.id).await;
    assert!(letter.attach.is_some(), "{letter:?}");
    assert!(letter.body.contains("surat warga.pdf (1 KB); foto.jpg (1 KB)"), "{}", letter.body);
    assert!(!letter.body.contains("0000-0123"), "{}", letter.body);
    let hidden = desk.run([
        "register",
        "--office",
        "batang",
        "--channel",
        "surat",
        "--text",
        text,
        "--anonymous",
        "--attach",
        &scan,
        "--json",
    ]);
    assert!(!hidden.out.contains("JVBERi"), "the bytes are not printed: {hidden:?}");
    let letters = desk.bench.store.letters(None, 10).await.unwrap();
    let hidden = letters.iter().filter(|letter| letter.number.as_deref() == Some(&numbers(&desk)[0]));
    assert!(hidden.clone().count() > 0 && hidden.clone().all(|letter| letter.attach.is_none()), "{letters:?}");
}

#[tokio::test]
async fn a_scan_alone_is_enough_and_a_large_one_still_hangs_on_the_letter() {
    let desk = Desk::new().await;
    let nothing = desk.run(["register", "--office", "batang", "--channel", "surat"]);
    assert!(
        nothing.code == 64 && nothing.err.contains("--text-file") && nothing.err.contains("--attach"),
        "{nothing:?}"
    );
    let scan = desk.path("surat.pdf");
    fs::write(&scan, [b"%PDF-".as_slice(), &vec![b'x'; 6_900_000]].concat()).unwrap();
    let done = desk.run(["register", "--office", "batang", "--channel", "surat", "--attach", &scan]);
    assert!(done.out.starts_with("registered as BTG-"), "{done:?}");
    let letters = desk.bench.store.letters(None, 10).await.unwrap();
    let letter = letters.iter().find(|letter| letter.kind == penghubung::domain::LetterKind::Disposisi).unwrap();
    let letter = desk.bench.letter(letter.id).await;
    assert!(letter.attach.is_some() && !letter.body.contains("terlalu besar"), "{}", letter.body);
    assert!(letter.body.contains("Isi pengaduan ada pada berkas terlampir"), "{}", letter.body);
}
