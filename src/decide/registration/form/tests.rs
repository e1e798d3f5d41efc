//! What a receptionist writes, and what is read from it.

use chrono_tz::Asia::Jakarta;

use super::*;
use crate::domain::{Channel, Class, Grade};

fn form(text: &str) -> Form {
    let setting = Setting { zone: Jakarta, area_code: "0285", now: "2026-11-20T02:41:00Z".parse().unwrap() };
    read_form(text, &setting, Strict::Named)
}

#[test]
fn a_form_is_read_whatever_its_case_and_slips() {
    let form = form(
        "KANAL : Tatap Muka\nditerima: 19-11-2026 10.15\nNama: Ibu Contoh\nNo HP: 0812 3456 789\nAlmat: Jl. Melati 3\n\
         RT 2 RW 1\nGrade: Merah\nJenis: keluhan\nPetugas: perawat jaga\nTolong segera ya\nIsi: Obat habis.\n\nTelp: ada di meja.",
    );
    let sheet = &form.sheet;
    assert_eq!(sheet.channel, Some(Channel::TatapMuka));
    assert_eq!(sheet.received, Some("2026-11-19T03:15:00Z".parse().unwrap()));
    assert_eq!(sheet.phone.as_deref(), Some("+628123456789"));
    assert_eq!(sheet.address.as_deref(), Some("Jl. Melati 3, RT 2 RW 1"));
    assert_eq!((sheet.grade, sheet.class), (Some(Grade::Merah), Some(Class::Pengaduan)));
    assert_eq!(sheet.text, "Obat habis.\n\nTelp: ada di meja.", "the text is the rest of the mail");
    assert_eq!(form.unread, ["Tolong segera ya"]);
    assert!(form.is_whole() && form.remarks.is_empty(), "{:?}", form.remarks);
}

#[test]
fn without_a_text_nothing_is_lost() {
    let form = form("Nama: Ibu Contoh\nPasien antre lama di loket\nKanal: merpati\nDiterima: 21-11-2026 08.00");
    assert!(!form.is_whole());
    assert_eq!(form.unread, ["Pasien antre lama di loket"]);
    assert_eq!(form.remarks.len(), 2, "{:?}", form.remarks);
}

#[test]
fn settled_needs_its_answer_and_both_may_stand_below_the_text() {
    let settled =
        form("Isi: Loket tutup.\nStatus: selesai di tempat\nJawaban: Loket dibuka kembali\npukul 10.00.\n-- \nPetugas");
    assert_eq!(settled.sheet.text, "Loket tutup.");
    assert!(settled.sheet.settled);
    assert_eq!(settled.sheet.answer.as_deref(), Some("Loket dibuka kembali\npukul 10.00."));
    let open = form("Status: selesai di tempat\nIsi: Loket tutup.");
    assert!(!open.sheet.settled && open.remarks.len() == 1);
}

#[test]
fn a_receptionist_may_write_as_he_likes() {
    let (name, phone) = (Some("Ibu Siti"), Some("+6281234567890"));
    for text in [
        "nama: Ibu Siti\nhp: 0812 3456 7890\nisi: antre lama",
        "*Nama* : Ibu Siti\n*No HP* : 0812-3456-7890\n*Isi* : antre lama",
        "*Nama: Ibu Siti*\n*Telp: 0812.3456.7890*\n*Isi: antre lama*",
        "_Nama_ : Ibu Siti\n_Telp_ : +62 812-3456-7890\n_Isi_ : antre lama",
        "1. Nama : Ibu Siti\n2. No. HP : 081234567890\n3. Isi laporan : antre lama",
        "a) Nama: Ibu Siti\nb) Telepon: 62 812 3456 7890\nc) Keluhan: antre lama",
        "• Nama: Ibu Siti\n• WA/Telp: -\n• HP: (0812) 3456 7890\n• Isi: antre lama",
        "✅ Nama: Ibu Siti\n✅ Hp: 0812 34567890\n✅ Aduan: antre lama",
        "Nama Ibu Siti\nTelp 0812 3456 7890\nIsi antre lama",
        "Nama - Ibu Siti\nNo HP - 0812 3456 7890\nIsi - antre lama",
        "Nama\tIbu Siti\nNo HP\t0812 3456 7890\nIsi\tantre lama",
        "Nama = Ibu Siti\nTlp = 0812 3456 7890\nIsi = antre lama",
        "Nama:\nIbu Siti\nNo HP:\n0812 3456 7890\nIsi:\nantre lama",
        "Nama: Ibu Siti, HP: 0812 3456 7890, Isi: antre lama",
        "Selamat pagi Bapak/Ibu,\nDari: Ibu Siti\nKontak: 0812 3456 7890 (WA)\nMasalah: antre lama\n\nDikirim dari iPhone saya",
        "> Nama: Ibu Siti\n> Telp: 0812 3456 7890\n> Isi: antre lama\n-- \nLoket Depan",
    ] {
        let form = form(text);
        let sheet = &form.sheet;
        assert_eq!((sheet.name.as_deref(), sheet.phone.as_deref()), (name, phone), "{text}: {form:?}");
        assert_eq!(sheet.text, "antre lama", "{text}");
    }
}

#[test]
fn a_sentence_without_a_colon_names_no_field() {
    let setting = Setting { zone: Jakarta, area_code: "0285", now: "2026-11-20T02:41:00Z".parse().unwrap() };
    for text in ["Petugas jaga tidak ramah", "Tempat parkir penuh", "Telp tidak diangkat", "Nama saya tidak dipanggil"]
    {
        assert_eq!(read_form(text, &setting, Strict::Free).sheet.text, text);
        let named = form(text);
        assert_eq!((named.unread, named.sheet), (vec![text.to_owned()], Sheet::default()), "{text}");
    }
    let form = form("Diterima: kemarin jam 3 sore\nIsi: Nama: tidak tahu, HP: tidak ada. Obat habis.");
    assert_eq!(form.sheet.received, Some("2026-11-19T08:00:00Z".parse().unwrap()));
    assert_eq!(form.sheet.text, "Nama: tidak tahu, HP: tidak ada. Obat habis.");
    let odd = self::form("Diterima: 19-11-2026 25.61\nJam: 99\nIsi: Obat habis.");
    assert_eq!((odd.sheet.received, odd.remarks.len()), (None, 2), "{:?}", odd.remarks);
}
