//! What a mail means, told without a store.

use chrono_tz::Asia::Jakarta;

use super::*;
use crate::domain::office::EmergencyContacts;
use crate::domain::{OfficeId, Unit, UnitKind};

fn office() -> Office {
    let loket = Unit {
        id: UnitId("btg.loket".into()),
        name: "Loket".into(),
        kind: UnitKind::Bidang,
        addressee: "Kepala Loket".into(),
        mailboxes: vec!["loket@office.example".into()],
        superior: None,
    };
    let text = String::new;
    Office {
        id: OfficeId("batang".into()),
        name: text(),
        short: text(),
        prefix: "BTG".into(),
        zone: Jakarta,
        zone_name: "WIB".into(),
        area_code: text(),
        address: text(),
        phone: text(),
        site: text(),
        signed_by: text(),
        intake: vec![],
        desk: UnitId("btg.desk".into()),
        head: UnitId("btg.kepala".into()),
        approval: vec![],
        disposisi_by_head: false,
        substitutes: vec![],
        meeting: vec![],
        ombudsman: None,
        copies: vec![],
        desk_copies: Default::default(),
        confirm_answers: Default::default(),
        follow_at: None,
        links: vec![],
        ask_for: vec![],
        units: vec![loket],
        emergency: EmergencyContacts::default(),
        forms: crate::domain::Forms::default(),
        sms_prefixes: vec![],
    }
}

fn meaning_of(from: &str, said: Said) -> Meaning {
    let (office, received) = (office(), DateTime::UNIX_EPOCH);
    let answer_since = DateTime::<Utc>::MAX_UTC;
    let place =
        Place { office: &office, unit: None, received, answer_since, role: false, typist: None, authserv_id: None };
    let mail = connectors::mime::read(format!("From: {from}\r\n\r\nSiap.\r\n").as_bytes());
    let spam = Classified { kind: Kind::Spam, reason: String::new(), number: None, token: None, references: vec![] };
    meaning(place, &mail, &spam, &Past { said: Some(said), ..Past::default() }).meaning
}

#[test]
fn what_a_person_said_counts_more_than_how_a_mail_looks() {
    let (number, office) = ("BTG-26-0007".to_owned(), "batang".to_owned());
    let known = Known {
        id: 7,
        number,
        office,
        pelapor: None,
        holders: vec![UnitId("btg.loket".into())],
        danger: false,
        ways: vec![],
    };
    let (citizen, officer) = ("siti@warga.example", "loket@office.example");
    assert_eq!(meaning_of(citizen, Said::New), Meaning::Opens);
    assert_eq!(meaning_of(citizen, Said::Belongs(known.clone())), Meaning::Adds { complaint: 7 });
    let writes = |unit: &str| Meaning::OfficerWrites { complaint: 7, party: unit.into() };
    assert_eq!(meaning_of(officer, Said::Belongs(known.clone())), writes("btg.loket"));
    assert_eq!(meaning_of(citizen, Said::Answers(known, UnitId("btg.pkm".into()))), writes("btg.pkm"));
}
