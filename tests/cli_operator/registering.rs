//! What an operator enters at the keyboard or from files: one complaint, a questionnaire, an old book, a mailbox file.

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
    for fault in ["row 4, column Tgl Terima: Diterima: \"entah\"", "row 5, column Uraian: isi laporan kosong"] {
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
