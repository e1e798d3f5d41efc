//! Any bytes give a mail, and bombs cost little.

use proptest::prelude::*;

use super::read;

#[test]
fn bytes_that_are_no_mail_are_still_shown() {
    let mail = read(b"\xff\xfe\x00\x01 bukan surat");
    assert!(mail.from.is_none());
    assert!(mail.text.contains("bukan surat") || !mail.text.is_empty());
    assert!(read(b"").text.is_empty());
}

#[test]
fn a_bomb_of_nested_mails_is_followed_five_deep() {
    let raw = [b"Content-Type: message/rfc822\r\n\r\n".repeat(34_000), b"Subject: dasar\r\n\r\nisi".to_vec()].concat();
    let mail = read(&raw);
    assert!(mail.oddities.contains(&"mails nested deeper than 5 left as they are".to_owned()));
    let mut depth = 0;
    let mut level = &mail;
    while let Some(next) = level.nested.first() {
        depth += 1;
        level = next;
    }
    assert_eq!(depth, 5);
}

#[test]
fn a_bomb_of_nested_multiparts_is_left_as_it_is_below_twenty() {
    let raw: String =
        (0..20_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")).collect();
    assert!(read(raw.as_bytes()).oddities.contains(&"parts nested deeper than 20 left as they are".to_owned()));
}

#[test]
fn two_million_empty_parts_are_five_hundred() {
    let mut raw =
        b"From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntolong\r\n".to_vec();
    raw.extend(b"--b\r\n\r\n".repeat(2_000_000));
    let mail = read(&raw);
    assert!(mail.oddities.contains(&"parts beyond 500 left out".to_owned()));
    assert_eq!(mail.text.trim(), "tolong");
    assert!(mail.attachments.len() <= 500);
}

#[test]
fn a_million_addresses_and_a_hundred_thousand_encoded_words_are_cut() {
    let list = "a@x.example, ".repeat(1_000_000);
    let words = "=?utf-8?Q?a?= ".repeat(100_000);
    let mail = read(format!("From: b@x.example\r\nTo: {list}\r\nSubject: {words}\r\n\r\nisi").as_bytes());
    assert_eq!(mail.text, "isi");
    assert!(mail.to.len() <= 500);
    assert!(mail.oddities.iter().any(|odd| odd.contains("64 KiB") || odd.contains("256 KiB")));
}

#[test]
fn a_line_of_a_megabyte_and_nuls_are_shown_as_far_as_they_go() {
    let raw = [b"From: a@x.example\r\n\r\n".to_vec(), b"a".repeat(2 << 20), b"\0\0\x01".to_vec()].concat();
    let mail = read(&raw);
    assert_eq!(mail.text.len(), 1 << 20);
    assert!(mail.oddities.contains(&"text beyond 1 MiB left out".to_owned()));
    assert_eq!(read(b"From: a@x.example\r\n\r\no\0bat\x07 habis\xe2\x80\xae").text, "obat habis");
}

#[test]
fn a_complaint_forwarded_as_an_attachment_is_read() {
    let mail = read(
        b"From: petugas@batang.example\r\nSubject: Fwd: aduan\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: warga@x.example\r\nSubject: aduan\r\n\r\nObat habis\r\n--b--\r\n",
    );
    assert_eq!(mail.text, "Obat habis");
    assert_eq!(mail.nested[0].from.as_deref(), Some("warga@x.example"));
    assert_eq!(mail.attachments[0].content_type, "message/rfc822");
}

#[test]
fn what_is_odd_about_an_attached_mail_is_not_odd_about_its_cover() {
    let mail = read(
        b"From: a@x.example\r\nDate: Mon, 16 Nov 2026 07:58:00 +0700\r\nMessage-ID: <a@x>\r\nContent-Type: message/rfc822\r\n\r\nSubject: tanpa nama\r\n\r\nisi",
    );
    assert!(!mail.oddities.contains(&"no From".to_owned()), "{:?}", mail.oddities);
    assert!(mail.nested[0].oddities.contains(&"no From".to_owned()));
}

#[test]
fn bare_carriage_returns_are_line_ends_where_there_are_no_others() {
    let mail = read(b"From: a@x.example\rSubject: obat\r\rhabis\rsemua");
    assert_eq!((mail.subject.as_str(), mail.text.as_str()), ("obat", "habis\nsemua"));
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "From: a@x.example\r\n",
        "From: =?utf-8?B?",
        "To: g: a@b, \"c\" <d@e>;\r\n",
        "Content-Type: multipart/mixed; boundary=\"b\"\r\n",
        "Content-Type: text/html\r\n",
        "Content-Type: message/rfc822\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n",
        "\r\n\r\n",
        "--b\r\n",
        "--b--\r\n",
        "<a href=\"",
        "<div>",
        "</div>",
        "&#x",
        ";",
        "=?utf-8?q?=E2?=",
        "Content-Disposition: attachment; filename*0*=utf-8''%E2",
        "Date: Mon, 99 Xyz 2026 25:61:61 +9999\r\n",
        "Message-ID: <a@b>\r\n",
        "=\r\n",
        "=C3",
        "\n",
        " ",
        "\t",
    ]);
    let bytes = prop_oneof![known.prop_map(|s| s.as_bytes().to_vec()), prop::collection::vec(any::<u8>(), 0..24)];
    prop::collection::vec(bytes, 0..60).prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_a_mail(raw in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let mail = read(&raw);
        prop_assert!(!mail.text.contains('\0'));
        prop_assert!(!mail.oddities.contains(&"could not be read as a mail".to_owned()));
    }

    #[test]
    fn any_pieces_of_mails_give_a_mail(raw in pieces()) {
        let mail = read(&raw);
        prop_assert!(!mail.oddities.contains(&"could not be read as a mail".to_owned()));
        let unwanted = ['\0', '\r', '\u{202E}'];
        prop_assert!(!mail.text.contains(unwanted));
        prop_assert!(!mail.subject.contains('\n'));
        for attachment in &mail.attachments {
            prop_assert!(!attachment.name.is_empty() && attachment.name.len() <= 200);
            let harmful = ['/', '\\', '\0', '\n'];
            prop_assert!(!attachment.name.contains(harmful));
        }
    }
}
