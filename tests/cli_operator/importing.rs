//! What an operator takes in from files: questionnaires, old books, workbooks, mailboxes.

use std::fs;

use penghubung::clock::{Clock as _, SystemClock};
use penghubung::domain::LetterKind;

use crate::desk::Desk;
use crate::support::xlsx::packed;

fn numbers(desk: &Desk) -> Vec<String> {
    let list = desk.run(["complaint", "list", "--json"]).json();
    list.iter().map(|row| row["number"].as_str().unwrap().to_owned()).collect()
}

/// A workbook: each sheet its name, its state and its rows. `=46345` is a number, everything else a text.
fn workbook(sheets: &[(&str, &str, &[&[&str]])]) -> Vec<u8> {
    const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let (mut parts, mut names, mut links) = (Vec::new(), String::new(), String::new());
    for (n, (name, state, rows)) in (1..).zip(sheets) {
        let mut body = String::new();
        for (row, cells) in (1..).zip(*rows) {
            body += &format!(r#"<row r="{row}">"#);
            for (column, cell) in ('A'..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
                body += &match cell.strip_prefix('=') {
                    Some(number) => format!(r#"<c r="{column}{row}"><v>{number}</v></c>"#),
                    None => format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{cell}</t></is></c>"#),
                };
            }
            body += "</row>";
        }
        let sheet = format!(r#"{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>"#);
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet));
        names += &format!(r#"<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>"#);
        links += &format!(r#"<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>"#);
    }
    let relations = |of: &str| format!(r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{of}</Relationships>"#);
    let root = format!(r#"<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>"#);
    let types = format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
    );
    let book = format!(r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>"#);
    parts.push(("[Content_Types].xml".to_owned(), types));
    parts.push(("_rels/.rels".to_owned(), relations(&root)));
    parts.push(("xl/workbook.xml".to_owned(), book));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), relations(&links)));
    packed(&parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
}

#[tokio::test]
async fn rsb_13_a_questionnaire_gives_one_entry_a_complaining_remark_once() {
    let desk = Desk::new().await;
    let file = desk.path("angket.csv");
    fs::write(
        &file,
        "Nomor Lembar;Saran;Keluhan\n7;Sudah baik;Antre obat lama sekali\n8;-;tidak ada\n9;Kursi kurang;Toilet kotor\n",
    )
    .unwrap();
    let import = ["import", &file, "--office", "batang"];
    let shown = desk.run(import);
    assert_eq!(shown.code, 0, "{shown:?}");
    assert!(shown.out.contains("3 rows: 3 entries (0 of them old), 0 faults"), "{shown:?}");
    assert!(shown.out.contains("row 2\tnow\tangket\tAntre obat lama sekali") && shown.out.contains("say --commit"));
    let committed = desk.run(["import", &file, "--office", "batang", "--commit"]);
    assert!(committed.out.contains("3 new in the inbox"), "{committed:?}");
    fs::write(&file, "Nomor Lembar;Saran;Keluhan\n7;Sudah baik;Antre obat lama sekali\n10;;Dokter datang siang\n")
        .unwrap();
    let more = desk.run(["import", &file, "--office", "batang", "--commit"]);
    assert!(more.out.contains("1 new in the inbox"), "a row that is known changes nothing: {more:?}");
    desk.run(["register", "--office", "batang", "--channel", "telepon", "--text", "AC mati."]);
    assert_eq!(numbers(&desk).len(), 5, "the triage desk has entered all of them");
}

#[tokio::test]
async fn btg_06_an_old_book_is_kept_and_nobody_is_written_to() {
    let desk = Desk::new().await;
    let file = desk.path("buku.csv");
    fs::write(
        &file,
        "Buku Pengaduan,,,\nNo,Tgl Terima,Nama,Uraian,Tanggapan\n1,03-02-2025 10.00,Ibu Contoh,\"Loket tutup, lama\",Sudah dibuka\n2,entah,Pak Contoh,Toilet kotor,\n3,04-02-2025,,,\n",
    )
    .unwrap();
    let shown = desk.run(["import", &file, "--office", "batang"]);
    assert_eq!(shown.code, 1, "{shown:?}");
    for fault in
        ["row 4, column Tgl Terima: day of receipt \"entah\"", "row 5, column Uraian: the complaint's text is empty"]
    {
        assert!(shown.out.contains(fault), "{fault}: {}", shown.out);
    }
    let committed = desk.run(["import", &file, "--office", "batang", "--commit", "--no-answers"]);
    assert!(committed.out.contains("1 new in the inbox; the rows at fault were left out"), "{committed:?}");
    desk.run([
        "register",
        "--office",
        "batang",
        "--channel",
        "surat",
        "--text",
        "AC mati.",
        "--settled",
        "--answer",
        "Sudah baik.",
    ]);
    let list = desk.run(["complaint", "list", "--json"]).json();
    assert_eq!(list.iter().filter(|row| row["status"] == "closed").count(), 2, "{list:?}");
    assert!(desk.run(["queue", "list", "--json"]).out.is_empty());
}

#[tokio::test]
async fn a_mailbox_file_is_taken_in_once_and_old_mail_is_not_answered() {
    let desk = Desk::new().await;
    let file = desk.path("lama.mbox");
    let mail = |subject: &str, year: u16| {
        format!(
            "From warga@warga.example x\nFrom: warga@warga.example\nSubject: {subject}\nDate: Fri, 02 Jan {year} 09:00:00 +0700\nMessage-ID: <{year}@warga.example>\n\nLoket Puskesmas Bandar I tutup.\n\n"
        )
    };
    fs::write(&file, mail("baru", 2026) + &mail("lama", 2020)).unwrap();
    let import = ["import", &file, "--office", "batang", "--answer-since", "01-01-2026"];
    let shown = desk.run(import);
    assert!(shown.out.contains("2 mails; nothing was taken in"), "{shown:?}");
    for new in [2, 0] {
        let done = desk.run(["import", &file, "--office", "batang", "--answer-since", "01-01-2026", "--commit"]);
        assert!(done.out.contains(&format!("2 mails, {new} new in the inbox, 1 too old")), "{done:?}");
    }
    desk.run(["register", "--office", "batang", "--channel", "telepon", "--text", "AC mati."]);
    assert_eq!(numbers(&desk).len(), 2, "the old mail is kept and opens nothing");
}

#[tokio::test]
async fn btg_06_a_register_with_a_sheet_a_month_is_read_whole() {
    let desk = Desk::new().await;
    let file = desk.path("register.xlsx");
    let january: &[&[&str]] = &[
        &["REGISTER PENGADUAN"],
        &["No", "Tanggal", "Jam", "Pelapor", "", "Pengaduan", "Tindak lanjut"],
        &["", "", "", "Nama", "No HP", "", ""],
        &["=1", "=2", "=3", "=4", "=5", "=6", "=7"],
        &["=1", "=45660", "=0.4375", "Ibu Contoh", "=81234567890", "Antre lama di loket", ""],
        &[],
        &["=2", "=45661.375", "", "Pak Contoh", "0812-3456-7891", "Obat habis", "Obat dikirim", "lihat map"],
        &["=3", "besok lusa", "", "Pak Contoh", "", "AC mati", ""],
        &["=4", "=45662", "=0.5", "Pak Contoh", "8,12E+10", "Kursi kurang", ""],
    ];
    let february: &[&[&str]] = &[&["Tgl", "Isi"], &["03-02-2025", "Toilet kotor"]];
    let bytes = workbook(&[
        ("Petunjuk", "visible", &[&["Isi dengan benar"], &["ya", "tidak"]]),
        ("Januari", "visible", january),
        ("Februari", "visible", february),
        ("Daftar", "hidden", &[&["Isi", "Unit"], &["Contoh", "Loket"]]),
    ]);
    fs::write(&file, bytes).unwrap();
    let shown = desk.run(["import", &file, "--office", "batang", "--channel", "surat"]);
    assert_eq!(shown.code, 1, "{shown:?}");
    for words in [
        "sheet Januari, row 5\t03-01-2025 10.30 WIB\tsurat\tAntre lama di loket",
        "sheet Januari, row 7\t04-01-2025 09.00 WIB\tsurat\tObat habis",
        "sheet Januari, row 8, column Tanggal: day of receipt \"besok lusa\" is not known; the row is left out",
        "sheet Januari, row 9, column No HP: \"8,12E+10\" was shortened by Excel",
        "sheet Februari, row 2\t03-02-2025 08.00 WIB\tsurat\tToilet kotor",
        "sheet Petunjuk: no column for the text, its 2 rows are not read",
        "sheet Daftar: hidden, not read",
        "sheet Januari: 1 cells to the right of the headings are not read",
        "5 rows: 3 entries (3 of them old), 2 faults",
    ] {
        assert!(shown.out.contains(words), "{words}:\n{}", shown.out);
    }
    for new in [3, 0] {
        let done = desk.run(["import", &file, "--office", "batang", "--commit", "--no-answers"]);
        assert!(done.out.contains(&format!("{new} new in the inbox")), "{done:?}");
    }
}

#[tokio::test]
async fn btg_06_every_row_is_entered_or_told_with_its_line() {
    let desk = Desk::new().await;
    let file = desk.path("buku.csv");
    let table = "No;Tgl Terima;Nama;Isi\n1;02-01-2026 10.00;Siti;Antre lama\n2;02-01-2026 25.61;Budi;Obat habis\n3;02-01-2026;\"Kinanti;Toilet kotor\n4;31-12-2999;Wayan;AC mati\n5;02-01-2026;Made;Kursi kurang\n";
    for bytes in [
        table.as_bytes().to_vec(),
        table.replace('\n', "\r").into_bytes(),
        [0xff, 0xfe].into_iter().chain(table.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
    ] {
        fs::write(&file, bytes).unwrap();
        let shown = desk.run(["import", &file, "--office", "batang"]);
        assert_eq!(shown.code, 1, "{shown:?}");
        for words in [
            "row 2\t02-01-2026 10.00 WIB",
            "row 3, column Tgl Terima: day of receipt \"02-01-2026 25.61\" is not known",
            "row 4: quotation marks do not pair",
            "row 5, column Tgl Terima: day of receipt \"31-12-2999\" is yet to come; the row is left out",
            "row 6\t02-01-2026 08.00 WIB",
            "5 rows: 2 entries",
        ] {
            assert!(shown.out.contains(words), "{words}:\n{}", shown.out);
        }
    }
}

#[tokio::test]
async fn what_is_no_mail_and_no_table_is_named() {
    let desk = Desk::new().await;
    for (name, bytes, told) in [
        ("kosong.eml", "".as_bytes(), "is empty"),
        ("sampah.mbox", b"bukan surat\nsama sekali\n", "no mail is in it"),
        ("laporan.docx", b"PK\x03\x04", "a .docx is not read"),
        ("lama.xls", b"\xd0\xcf\x11\xe0", "a .xls is not read"),
        ("tanpa-nama", b"apa saja", "its name says not what it is"),
        ("pindaian.csv", b"%PDF-1.7", "PDF"),
    ] {
        let file = desk.path(name);
        fs::write(&file, bytes).unwrap();
        let refused = desk.run(["import", &file, "--office", "batang", "--commit"]);
        assert_eq!(refused.code, 65, "{name}: {refused:?}");
        assert!(refused.err.contains(told), "{name}: {}", refused.err);
    }
    let file = desk.path("campur.mbox");
    let text = "From x\nFrom: warga@warga.example\nSubject: a\n\nLoket tutup.\n\nFrom sini\nbukan surat sama sekali\n";
    fs::write(&file, text).unwrap();
    let mixed = desk.run(["import", &file, "--office", "batang"]);
    assert_eq!(mixed.code, 1, "{mixed:?}");
    assert!(mixed.out.contains("1 mails") && mixed.out.contains("no mails, left out: 2"), "{}", mixed.out);
}

#[tokio::test]
async fn a_long_file_is_taken_in_by_parts_and_an_import_that_was_cut_short_goes_on() {
    let desk = Desk::new().await;
    let file = desk.path("panjang.csv");
    let rows = |count: usize| {
        let rows: String = (1..=count).map(|n| format!("{n};02-02-2025;Keluhan nomor {n}\n")).collect();
        format!("No;Tgl;Isi\n{rows}")
    };
    // What a run that was killed after its first commit leaves.
    fs::write(&file, rows(1000)).unwrap();
    let first = desk.run(["import", &file, "--office", "batang", "--commit", "--no-answers"]);
    assert!(first.out.contains("1000 new in the inbox"), "{first:?}");
    fs::write(&file, rows(1500)).unwrap();
    for new in [500, 0] {
        let done = desk.run(["import", &file, "--office", "batang", "--commit", "--no-answers"]);
        assert!(done.out.contains(&format!("{new} new in the inbox")), "{done:?}");
    }
}

#[tokio::test]
async fn a_row_that_stands_twice_is_told_and_taken_once_and_what_cannot_be_is_left_out() {
    let desk = Desk::new().await;
    let file = desk.path("kotak.csv");
    let row = "20-11-2026;Siti;Kursi tunggu rusak\n";
    fs::write(&file, format!("Tanggal;Nama;Isi\n{row}21-11-1899;Ani;Antrean lama\n{row}")).unwrap();
    let shown = desk.run(["import", &file, "--office", "batang"]);
    assert_eq!(shown.code, 1, "{shown:?}");
    for words in
        ["row 4: equals row 2; left out", "row 3, column Tanggal: day of receipt \"21-11-1899\" is too long ago"]
    {
        assert!(shown.out.contains(words), "{words}:\n{}", shown.out);
    }
    let json = desk.run(["import", &file, "--office", "batang", "--json"]).json();
    assert_eq!(json.last().unwrap()["equal"], 1, "{json:?}");
    let both = desk.run(["import", &file, "--office", "batang", "--equal-rows", "--commit"]);
    assert!(both.out.contains("2 new in the inbox"), "{both:?}");
}

#[tokio::test]
async fn danger_in_an_entry_of_yesterday_is_told_before_it_is_put_away_as_old() {
    use penghubung::clock::Clock as _;
    let desk = Desk::new().await;
    let file = desk.path("kemarin.csv");
    let day =
        penghubung::clock::SystemClock.now().with_timezone(&chrono_tz::Asia::Jakarta) - chrono::TimeDelta::days(1);
    let day = day.format("%d-%m-%Y");
    let text = "Anak saya kejang dan tidak sadar di rumah, tolong ambulans sekarang";
    fs::write(&file, format!("Tanggal;Isi\n{day};Kursi tunggu rusak\n{day};{text}\n01-02-2024;{text}\n")).unwrap();
    let shown = desk.run(["import", &file, "--office", "batang", "--no-answers"]);
    assert!(shown.out.contains("WARNING: danger or an accusation") && shown.out.contains(": row 3; "), "{}", shown.out);
}

#[tokio::test]
async fn a_row_that_was_taken_in_before_is_known_however_it_is_written_now_and_is_counted() {
    let desk = Desk::new().await;
    let file = desk.path("kotak.csv");
    fs::write(&file, "Tanggal;Nama;HP;Isi\n3/2/2025;Ibu C;0812-3456-7890;Toilet kotor\n").unwrap();
    let take = || desk.run(["import", &file, "--office", "batang", "--commit", "--no-answers"]);
    assert!(take().out.contains("1 new in the inbox; the daemon"));
    let again =
        "isi;HP;nama;tanggal\n toilet  kotor ;+62 812 3456 7890;IBU C;03-02-2025\nKursi rusak;;Ani;04-02-2025\n";
    fs::write(&file, again).unwrap();
    let shown = desk.run(["import", &file, "--office", "batang", "--no-answers"]);
    assert!(shown.out.contains("1 entries were taken in before"), "{shown:?}");
    let taken = take();
    assert!(taken.out.contains("1 new in the inbox, 1 were there already"), "{taken:?}");
    let json = desk.run(["import", &file, "--office", "batang", "--json", "--no-answers"]).json();
    assert_eq!((&json.last().unwrap()["known"], &json.last().unwrap()["new"]), (&2.into(), &0.into()));
}

#[tokio::test]
async fn an_export_of_a_web_form_is_read_and_once_it_is_known_there_is_nothing_to_take_in() {
    let desk = Desk::new().await;
    for (heading, at) in [("Timestamp", "20/11/2026 9:41:00"), ("Stempel waktu", "21/11/2026 10:05:30")] {
        let file = desk.path(&format!("{heading}.csv"));
        fs::write(&file, format!("{heading},Nama,Keluhan\n{at},Siti,Kursi tunggu rusak {heading}\n")).unwrap();
        let shown = desk.run(["import", &file, "--office", "batang"]);
        assert!(shown.code == 0 && !shown.out.contains("mean nothing"), "{shown:?}");
        assert!(shown.out.contains("09.41") || shown.out.contains("10.05"), "{}", shown.out);
        assert_eq!(desk.run(["import", &file, "--office", "batang", "--commit"]).code, 0);
        let again = desk.run(["import", &file, "--office", "batang"]);
        assert!(again.out.contains("nothing to take in") && !again.out.contains("--commit"), "{}", again.out);
    }
}

#[tokio::test]
async fn btg_06_a_book_says_itself_what_was_settled_and_what_is_not_read_is_told_first() {
    let desk = Desk::new().await;
    let file = desk.path("buku.csv");
    fs::write(
        &file,
        "Tanggal;Nama;Alamat;No. HP;Uraian Keluhan;Tindak Lanjut;Petugas\n\
         20/11/2026;Pak Contoh;;081200001111;Loket Puskesmas Tulis lambat;Sudah ditegur;Budi\n\
         20/11/2026;Ibu Contoh;;;Kursi tunggu rusak;diteruskan ke Puskesmas;Budi\n\
         20/11/2026;;;;Bidan minta uang 50 ribu untuk surat sehat;Sudah ditegur;Budi\n\
         20/11/2026;;;;AC mati;;\n",
    )
    .unwrap();
    let shown = desk.run(["import", &file, "--office", "batang", "--answer-since", "01-01-2026"]);
    for said in [
        "columns that mean nothing here: Petugas",
        "\"Petugas\" = \"petugas yang dikeluhkan\"",
        "taken as kotak saran; --channel says another",
        "1 entries are settled",
        "accuse somebody, so they are taken as open: row 4",
        "1 entries with a follow-up that does not say it is over",
        "row 2\t20-11-2026 08.00 WIB\tkotak_saran\tLoket Puskesmas Tulis lambat (old: closed",
    ] {
        assert!(shown.out.contains(said), "{said}: {}", shown.out);
    }
    let done = desk.run(["import", &file, "--office", "batang", "--commit", "--answer-since", "01-01-2026"]);
    let (named, taken) = (done.out.find("mean nothing here").unwrap(), done.out.find("new in the inbox").unwrap());
    assert!(named < taken, "{}", done.out);
    desk.run(["register", "--office", "batang", "--channel", "telepon", "--text", "Parkir sempit."]);
    let list = desk.run(["complaint", "list", "--json"]).json();
    let closed: Vec<_> = list.iter().filter(|row| row["status"] == "closed").collect();
    assert_eq!((list.len(), closed.len()), (5, 1), "{list:?}");
    assert!(!desk.run(["complaint", "show", "BTG-26-0001"]).out.contains("Budi"), "who wrote it is not accused");
}

#[tokio::test]
async fn of_an_entry_that_tells_of_danger_the_duty_list_is_told_in_which_file_and_row_it_stands() {
    let desk = Desk::new().await;
    let file = desk.path("angket.csv");
    let now = SystemClock.now().format("%d-%m-%Y %H.%M");
    let danger = "Bapak saya tidak sadar dan sesak napas di ruang tunggu Puskesmas Tulis, tolong!";
    fs::write(&file, format!("Nomor Lembar;Diterima;Keluhan\n7;{now};\"{danger}\"\n")).unwrap();
    let since = ["--answer-since", "01-01-2020"];
    let taken = desk.run(["import", &file, "--office", "batang", "--commit", since[0], since[1]]);
    assert!(taken.out.contains("1 new in the inbox"), "{taken:?}");
    desk.run(["register", "--office", "batang", "--channel", "telepon", "--text", "AC mati."]);
    let letters = desk.bench.store.letters(None, 50).await.unwrap();
    let alert = letters.iter().find(|letter| letter.kind == LetterKind::EmergencyAlert).expect("nobody is alerted");
    let alert = desk.bench.store.letter(alert.id).await.unwrap().unwrap();
    assert!(alert.body.contains("petugas-uji (berkas angket.csv, baris 2)"), "{}", alert.body);
}
