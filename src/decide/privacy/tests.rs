//! What is masked, and what must stay.

use super::*;

fn masked_text(text: &str) -> String {
    mask(text, &["02855550001".to_owned(), "119".to_owned()]).0
}

#[test]
fn an_identity_number_is_masked_however_it_is_written() {
    for text in
        ["3325014101900001", "3325 0141 0190 0001", "332501.410190.0001", "3325-0141-0190-0001", "33 25 01 410190 0001"]
    {
        assert_eq!(
            masked_text(&format!("NIK saya {text}, terima kasih")),
            "NIK saya [NIK …0001], terima kasih",
            "{text}"
        );
    }
}

#[test]
fn a_telephone_number_is_masked_however_it_is_written() {
    for text in [
        "081200000123",
        "0812-0000-0123",
        "0812 0000 0123",
        "+62 812-0000-0123",
        "6281200000123",
        "+6281200000123",
        "81200000123",
        "(0332) 5550123",
        "0332-5550123",
        "0362555123",
        "+62 (0) 812 0000 0123",
        "+60 12 345 0123",
        "0812.0000.0123",
    ] {
        let (masked, kinds) = mask(&format!("hub {text} ya"), &[]);
        assert!(masked.ends_with("[telepon …123] ya"), "{text}: {masked}");
        assert_eq!(kinds, [Mask::Phone], "{text}");
    }
    assert_eq!(masked_text("0812000001230/085700000456"), "[telepon …230]/[telepon …456]");
    assert_eq!(masked_text("telp 555123"), "telp [telepon …123]");
}

#[test]
fn cards_records_and_addresses_are_masked() {
    assert_eq!(masked_text("BPJS 0001234567890"), "BPJS [BPJS …7890]");
    assert_eq!(masked_text("kartu JKN no 0001-2345-67890"), "kartu JKN no [BPJS …7890]");
    assert_eq!(masked_text("No. RM 12-34-56"), "No. RM [nomor rekam medis]");
    assert_eq!(masked_text("rekam medis: 00123456"), "rekam medis: [nomor rekam medis]");
    assert_eq!(masked_text("surel budi.99@contoh.example."), "surel [alamat surel].");
}

#[test]
fn times_dates_sums_and_the_offices_own_numbers_stay() {
    for text in [
        "buka 08.00-12.00, 13.00-16.00",
        "tanggal 12-11-2026",
        "Rp 1.500.000",
        "bayar 250000",
        "telepon 119 atau 112",
        "kantor (0285) 5550001",
        "0285-5550001",
        "+62 285 5550001",
        "Halo Kemenkes 1500567",
        "SMS 1708",
        "UU 14 Tahun 2008",
        "RT 03 RW 01",
        "dari jam 07.00 08.00 09.00 10.00",
    ] {
        assert_eq!(masked_text(text), text);
    }
}

#[test]
fn spans_are_in_the_order_of_the_text() {
    let found = find("a@b.example 081200000123 3325014101900001", &[]);
    assert_eq!(found.iter().map(|f| f.kind).collect::<Vec<_>>(), [Mask::Email, Mask::Phone, Mask::Nik]);
}

proptest::proptest! {
    #[test]
    fn masking_never_leaves_a_long_number(digits in "[0-9]{16}") {
        let text = format!("x {digits} y");
        let shown = masked_text(&text).contains(&digits);
        proptest::prop_assert!(!shown);
    }

    #[test]
    fn any_text_can_be_masked(text in "\\PC{0,120}") {
        let _ = mask(&text, &[]);
    }
}

#[test]
fn a_number_half_in_words_leaves_nothing_of_itself() {
    for text in ["hp nol delapan satu dua 3456 7890 lima", "telp 0812 3456 7890 delapan sembilan"] {
        let (masked, _) = mask(text, &[]);
        assert!(!masked.contains("7890") && !masked.contains("lima"), "{masked}");
        assert_eq!(masked.matches('[').count(), 1, "{masked}");
    }
}
