//! Numbers as people write them.

use super::*;

fn e164(written: &str) -> String {
    read(written, Some("0285")).to_string()
}

#[test]
fn the_usual_ways_to_write_a_mobile_come_to_the_same() {
    for written in [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "+62 812-3456-7890",
        "+62 0812 3456 7890",
        "+62 (0) 812 3456 7890",
        "6281234567890",
        "006281234567890",
        "81234567890",
        "HP: 0812.3456.7890",
        "No. WA 0812 3456 7890",
        "https://wa.me/6281234567890",
        "\u{200e}+62\u{a0}812\u{2011}3456\u{2011}7890\u{202c}",
        "'081234567890",
    ] {
        assert_eq!(e164(written), "+6281234567890", "{written}");
    }
}

#[test]
fn every_operator_is_known_by_its_prefix() {
    use Operator::*;
    for (prefix, operator) in [
        ("0811", Telkomsel),
        ("0851", Telkomsel),
        ("0856", Indosat),
        ("0896", Tri),
        ("0878", Xl),
        ("0838", Axis),
        ("0881", Smartfren),
        ("0840", Other),
    ] {
        let number = read(&format!("{prefix}5550001"), None);
        assert!(matches!(number, Number::Known { line: Line::Mobile(found), .. } if found == operator), "{number:?}");
        assert!(number.for_sms().is_ok());
    }
}

#[test]
fn a_landline_is_completed_by_the_offices_area_code_and_refused_for_sms() {
    for (written, expected) in [
        ("(0332) 424212", "+62332424212"),
        ("0332/424212", "+62332424212"),
        ("0362555001", "+62362555001"),
        ("391479", "+62285391479"),
        ("021-5550001", "+62215550001"),
        ("0800 1 555 000", "+628001555000"),
    ] {
        let number = read(written, Some("0285"));
        assert_eq!(number.to_string(), expected, "{written}");
        let fault = number.for_sms().unwrap_err();
        assert_eq!((fault.reach, fault.outcome), (Reach::Message, Outcome::Refused));
    }
    assert_eq!(read("391479", None), Number::Unreadable("391479".into()));
}

#[test]
fn what_is_no_number_is_kept_as_it_was_written() {
    for written in [
        "3325010101900001",
        "0001234567890",
        "8.12346E+11",
        "tidak punya",
        "08",
        "081",
        "08123456789012345",
        "Bu Siti 0812",
        "",
        "+",
        "+999123",
    ] {
        assert_eq!(read(written, Some("0285")), Number::Unreadable(written.to_owned()), "{written}");
    }
    for short in ["119", "112", "1708", "1500567"] {
        assert_eq!(read(short, Some("0285")), Number::Short(short.into()));
    }
}

#[test]
fn a_field_may_hold_several_numbers_and_foreign_ones() {
    let all = |written: &str| read_all(written, Some("0285")).iter().map(Number::to_string).collect::<Vec<_>>();
    assert_eq!(all("081234567890 / 085712345678"), ["+6281234567890", "+6285712345678"]);
    assert_eq!(all("0812 3456 7890 dan 0812-3456-7890, (0285) 391479"), ["+6281234567890", "+62285391479"]);
    assert_eq!(all("0332/424212"), ["+62332424212"]);
    assert_eq!(all(" , ;"), Vec::<String>::new());
    let foreign = read("+60 12-345 6789", None);
    assert_eq!(foreign, Number::Known { e164: "+60123456789".into(), line: Line::Foreign });
    assert!(foreign.for_sms().is_ok());
}

#[test]
fn google_agrees_about_indonesian_mobiles() {
    for written in ["081234567890", "0857-1234-5678", "0896 1234 5678", "0878-1234-5678"] {
        let theirs = phonenumber::parse(Some(phonenumber::country::Id::ID), written).unwrap();
        assert!(phonenumber::is_valid(&theirs));
        assert_eq!(theirs.format().mode(phonenumber::Mode::E164).to_string(), read(written, None).to_string());
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_e164_is_digits(written in "\\PC{0,40}|[0-9+ ./()-]{0,24}") {
        for number in read_all(&written, Some("0285")) {
            if let Some(e164) = number.e164() {
                proptest::prop_assert!(e164.starts_with('+') && e164.len() <= 16);
                proptest::prop_assert!(e164.bytes().skip(1).all(|byte| byte.is_ascii_digit()));
                proptest::prop_assert_eq!(read(e164, None), number.clone());
            }
        }
    }
}
