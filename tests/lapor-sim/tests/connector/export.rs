//! The admin's Excel export: rows with a number, text as written beside text as edited; a bomb is not opened.

use connectors::lapor::export::{ExportFault, read};
use connectors::lapor::{Profile, Report};
use connectors::workbook::BookFault;

use super::desk::PROFILE;
use super::xlsx::{export, packed};

#[rustfmt::skip]
const ROWS: [[&str; 12]; 4] = [
    ["7654321", "3 Jan 2026", "08:15", "Warga Contoh", "Pengaduan", "Obat", "Obat kosong", "obat kosong terus, gimana ini", "Obat kosong sejak Senin.", "", "Dalam Proses", "Bandar"],
    ["7654322", "4 Mei 2026", "23.59", "Anonim", "Pengaduan Berkadar Pengawasan", "Pungutan", "Pungli", "diminta 50 ribu", "diminta 50 ribu", "Anonim dan Rahasia", "Selesai", ""],
    ["", "", "", "", "", "", "", "", "", "", "", ""],
    ["Jumlah: 2", "", "", "", "", "", "", "", "", "", "", ""],
];

fn profile() -> Profile {
    toml::from_str(PROFILE).unwrap()
}

#[test]
fn rows_with_a_number_become_reports_and_the_rest_is_noise() {
    let profile = profile();
    let exported = read(&export(&ROWS), &profile).unwrap();
    assert_eq!((exported.documents.len(), exported.noise), (2, 1), "an empty row is nothing at all");
    let reports: Vec<Report> =
        exported.documents.iter().map(|(_, document)| Report::read(document, &profile).unwrap()).collect();
    let first = &reports[0];
    assert_eq!((first.number.as_str(), first.id.as_str()), ("7654321", "7654321"));
    assert_eq!(
        (first.text.as_str(), first.edited.as_deref()),
        ("obat kosong terus, gimana ini", Some("Obat kosong sejak Senin."))
    );
    assert_eq!(first.created.unwrap().to_rfc3339(), "2026-01-03T01:15:00+00:00");
    assert!(!first.anonymous && !first.secret && first.oddities.is_empty(), "{first:?}");
    let second = &reports[1];
    assert!(second.anonymous && second.secret && second.supervision && second.edited.is_none());
    assert_eq!(second.created.unwrap().to_rfc3339(), "2026-05-04T16:59:00+00:00");
}

#[test]
fn what_is_no_export_says_so() {
    let profile = profile();
    assert!(matches!(
        read(b"PK\x03\x04 not really", &profile).unwrap_err(),
        ExportFault::Book(BookFault::Unreadable(_))
    ));
    assert!(matches!(
        read(&packed(&[("a.txt", b"halo")]), &profile).unwrap_err(),
        ExportFault::Book(BookFault::Unreadable(_))
    ));
    let mut other = profile.clone();
    other.export.as_mut().unwrap().header = "Nomor".to_owned();
    assert_eq!(read(&export(&ROWS), &other).unwrap_err(), ExportFault::NoHeader("Nomor".to_owned()));
}

#[test]
fn a_bomb_is_weighed_and_not_opened() {
    let mut profile = profile();
    profile.export.as_mut().unwrap().unpacked_bytes = 1 << 20;
    let bomb = packed(&[("xl/worksheets/sheet1.xml", &vec![b' '; 8 << 20])]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(read(&bomb, &profile).unwrap_err(), ExportFault::Book(BookFault::TooLarge(1 << 20)));
}
