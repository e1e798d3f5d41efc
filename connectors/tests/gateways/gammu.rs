//! Both ways through a real Gammu SMSD, on SQLite and on PostgreSQL, and the schema that Debian does not have yet.

use std::time::Duration;

use connectors::incoming::Progress;
use connectors::sms::gammu::{Database, over_sql, probe};
use connectors::{Cursor, FaultKind, Outcome, Reach, Sent, Sink, Source};

use crate::gammu_box::{Keep, Smsd, is_installed, make_sqlite, sqlite};
use crate::postgres_box::Postgres;
use crate::{Open, Shut, parcel, reports, texts, until};

const CITIZEN: &str = "+6281234567890";

/// Reads until `enough`, as the daemon does: cursor moved, kept, settled.
async fn read_until(source: &mut impl Source, cursor: &mut Option<Cursor>, enough: usize) -> Vec<connectors::Arrival> {
    let mut found: Vec<connectors::Arrival> = Vec::new();
    for _ in 0..1_200 {
        let batch = source.poll(cursor.as_ref()).await.unwrap();
        *cursor = Some(batch.cursor);
        let refs: Vec<_> = batch.arrivals.iter().map(|arrival| arrival.remote_ref.clone()).collect();
        source.settle(&refs).await.unwrap();
        found.extend(batch.arrivals);
        if found.len() >= enough {
            return found;
        }
        source.wait(Duration::from_millis(50)).await.unwrap();
    }
    panic!("only {} of {enough} came", found.len());
}

/// `began`: what the network's clock of the dummy phone, 08.30, is.
async fn both_ways(mut smsd: Smsd, began: &str) {
    smsd.arrives(CITIZEN, "Antrean di loket lama sekali, mohon ditambah petugas", "");
    smsd.arrives("+6285712345678", "kedua", "050003AA0202");
    smsd.arrives("+6285712345678", "Bagian satu – ", "050003AA0201");
    smsd.run();
    let database = smsd.database();
    let (mut source, sink) = over_sql(database.clone());
    let mut cursor = None;
    let came = texts(&read_until(&mut source, &mut cursor, 2).await);
    let shown: Vec<(&str, &str, u16)> =
        came.iter().map(|text| (text.from.as_str(), text.text.as_str(), text.parts)).collect();
    let first = (CITIZEN, "Antrean di loket lama sekali, mohon ditambah petugas", 1);
    assert_eq!(shown, [first, ("+6285712345678", "Bagian satu – kedua", 2)]);
    assert_eq!(came[0].at.to_rfc3339(), began);
    assert!(source.poll(cursor.as_ref()).await.unwrap().arrivals.is_empty());
    // From the beginning again, as after a lost cursor: the same names.
    assert_eq!(texts(&source.poll(None).await.unwrap().arrivals), came);

    let long = "Laporan Anda No BTG-26-0123 sudah kami tangani: “loket kedua” dibuka mulai besok. ".repeat(3);
    let (short, two) = (parcel("satu@uji", CITIZEN, "Terima kasih…"), parcel("dua@uji", "085712345678", &long));
    assert_eq!(sink.already_sent(&short).await.unwrap(), Sent::No);
    let gate = Open::default();
    let receipt = sink.send(&short, &gate).await.unwrap();
    sink.send(&two, &gate).await.unwrap();
    assert_eq!(gate.passed(), 2);
    // Again, as after a crash between the gateway's answer and our record: still one.
    assert_eq!(sink.send(&short, &Open::default()).await.unwrap().remote_id, receipt.remote_id);
    let told = reports(&read_until(&mut source, &mut cursor, 2).await);
    let by = |reference: &str| told.iter().find(|report| report.reference.as_deref() == Some(reference)).unwrap();
    assert_eq!((by("satu@uji").progress, by("dua@uji").progress), (Progress::Sent, Progress::Sent));
    assert_eq!(by("satu@uji").remote_id, receipt.remote_id);
    assert!(matches!(sink.already_sent(&two).await.unwrap(), Sent::Yes(_)));

    let found = probe(&database).await.unwrap();
    assert_eq!((found.version, found.modems[0].0.as_str()), (17, "modem1"));
    sink.gauge().await.unwrap();
    let alive = until("the modem to give a sign of life", || async {
        let gauge = sink.gauge().await.unwrap();
        (gauge.modems[0].alive == Some(true)).then(|| gauge.modems[0].clone())
    });
    let alive = alive.await;
    assert_eq!((alive.name.as_str(), alive.signal), ("modem1", Some(42)), "{}", smsd.log());
}

#[tokio::test]
async fn both_ways_over_sqlite() {
    if is_installed() {
        // The clock on the wall of an office in Central Indonesia.
        both_ways(Smsd::start(Keep::Sqlite), "2026-11-27T00:30:00+00:00").await;
    }
}

#[tokio::test]
async fn both_ways_over_postgresql() {
    if !is_installed() {
        return;
    }
    match Postgres::start() {
        Some(postgres) => {
            // SMSD reckons it itself, by the zone of its machine: here UTC.
            both_ways(Smsd::start(Keep::Postgres(postgres)), "2026-11-27T08:30:00+00:00").await
        }
        None => eprintln!("skipped: there is no PostgreSQL"),
    }
}

#[tokio::test]
async fn a_text_is_written_as_a_phone_can_show_it() {
    if !is_installed() {
        return;
    }
    let smsd = Smsd::start(Keep::Sqlite);
    let (_, sink) = over_sql(smsd.database());
    let long = "Stok “vaksin” dikirim 😀 besok. ".repeat(8);
    sink.send(&parcel("gsm@uji", CITIZEN, &long), &Open::default()).await.unwrap();
    sink.send(&parcel("ucs@uji", CITIZEN, "السلام عليكم"), &Open::default()).await.unwrap();
    let rows = smsd.sqlite("SELECT CreatorID, Coding, MultiPart, UDH, length(TextDecoded), DeliveryReport FROM outbox");
    let rows: Vec<&str> = rows.lines().collect();
    assert!(rows[0].starts_with("penghubung:gsm@uji|Default_No_Compression|true|050003"), "{rows:?}");
    assert!(rows[0].contains("0201|"), "{rows:?}");
    assert!(rows[1].starts_with("penghubung:ucs@uji|Unicode_No_Compression|false||12|yes"), "{rows:?}");
    let whole = smsd
        .sqlite("SELECT o.TextDecoded || m.TextDecoded, m.UDH FROM outbox o JOIN outbox_multipart m ON m.ID = o.ID");
    let plain = "Stok \"vaksin\" dikirim besok. ".repeat(8);
    assert!(whole.starts_with(plain.trim_end()) && whole.ends_with("0202"), "{whole}");
}

#[tokio::test]
async fn a_bad_number_a_long_text_and_a_shut_gate_write_nothing() {
    if !is_installed() {
        return;
    }
    let smsd = Smsd::start(Keep::Sqlite);
    let (_, sink) = over_sql(smsd.database());
    for (recipient, text, kind) in [
        ("(0332) 424212", "halo", FaultKind::Recipient),
        ("119", "halo", FaultKind::Recipient),
        ("bukan nomor", "halo", FaultKind::Recipient),
        (CITIZEN, "", FaultKind::Policy),
        (CITIZEN, "😀", FaultKind::Policy),
        (CITIZEN, &"panjang ".repeat(8_750), FaultKind::Policy),
    ] {
        let fault = sink.send(&parcel("x@uji", recipient, text), &Open::default()).await.unwrap_err();
        assert_eq!((fault.reach, fault.outcome, fault.kind), (Reach::Message, Outcome::Refused, kind), "{recipient}");
    }
    let fault = sink.send(&parcel("x@uji", CITIZEN, "halo"), &Shut).await.unwrap_err();
    assert_eq!((fault.outcome, fault.kind), (Outcome::NotSent, FaultKind::Stopped));
    assert_eq!(smsd.sqlite("SELECT count(*) FROM outbox"), "0");
    sink.send(&parcel("y@uji", CITIZEN, "halo"), &Open::default()).await.unwrap();
}

#[tokio::test]
async fn a_failed_text_is_reported_and_the_next_one_goes() {
    if !is_installed() {
        return;
    }
    let smsd = Smsd::start(Keep::Sqlite);
    let (mut source, sink) = over_sql(smsd.database());
    for reference in ["a@uji", "b@uji"] {
        sink.send(&parcel(reference, CITIZEN, "halo"), &Open::default()).await.unwrap();
    }
    // As SMSD leaves it after the network refused one and still waits for the report on the other.
    let moved = |creator: &str, status: &str, error: i32| {
        smsd.sqlite(&format!(
            "INSERT INTO sentitems (ID, SequencePosition, Text, UDH, SenderID, CreatorID, Status, StatusError) \
             SELECT ID, 1, '', '', 'modem1', CreatorID, '{status}', {error} FROM outbox WHERE CreatorID = '{creator}'; \
             DELETE FROM outbox WHERE CreatorID = '{creator}'",
        ));
    };
    moved("penghubung:b@uji", "SendingError", 69);
    let mut cursor = None;
    let told = reports(&read_until(&mut source, &mut cursor, 1).await);
    assert_eq!((told[0].reference.as_deref(), told[0].progress), (Some("b@uji"), Progress::Failed));
    assert_eq!(told[0].code.as_deref(), Some("69"));
    // The earlier one comes later; nothing is missed.
    moved("penghubung:a@uji", "SendingOK", -1);
    let told = reports(&read_until(&mut source, &mut cursor, 1).await);
    assert_eq!((told[0].reference.as_deref(), told[0].progress), (Some("a@uji"), Progress::Sent));
    assert!(source.poll(cursor.as_ref()).await.unwrap().arrivals.is_empty());
    smsd.sqlite("UPDATE sentitems SET Status = 'DeliveryOK' WHERE CreatorID = 'penghubung:a@uji'");
    let told = reports(&read_until(&mut source, &mut cursor, 1).await);
    assert_eq!(told[0].progress, Progress::Delivered);
}

/// What our connector uses of schema 18 (from 1.44, which Debian 12 does not have), in our own words.
const SCHEMA_18: &str = "
    CREATE TABLE gammu (Version INTEGER);
    INSERT INTO gammu VALUES (18);
    CREATE TABLE inbox (ID INTEGER PRIMARY KEY AUTOINCREMENT, Text TEXT NOT NULL, SenderNumber TEXT NOT NULL,
        ReceivingDateTime TEXT NOT NULL DEFAULT '2026-11-27 08:30:00', UDH TEXT NOT NULL, TextDecoded TEXT NOT NULL,
        RecipientID TEXT NOT NULL, MessageID INTEGER NOT NULL DEFAULT 0, SequencePosition INTEGER NOT NULL DEFAULT 1,
        PartCount INTEGER NOT NULL DEFAULT 1, Processed TEXT NOT NULL DEFAULT 'false');
    CREATE TABLE outbox (ID INTEGER PRIMARY KEY AUTOINCREMENT, DestinationNumber TEXT, TextDecoded TEXT, Coding TEXT,
        UDH TEXT, CreatorID TEXT NOT NULL, SenderID TEXT, DeliveryReport TEXT, Class INTEGER, MultiPart TEXT,
        SendDays INTEGER NOT NULL DEFAULT 127);
    CREATE TABLE sentitems (ID INTEGER, SequencePosition INTEGER, CreatorID TEXT NOT NULL, Status TEXT,
        StatusError INTEGER, UDH TEXT, PRIMARY KEY (ID, SequencePosition));
    CREATE TABLE phones (ID TEXT, IMEI TEXT, UpdatedInDB TEXT, TimeOut TEXT, Signal INTEGER, NetName TEXT);
";

/// Without the daemon, which does not exist here in that version.
#[tokio::test]
async fn schema_18_joins_by_message_and_waits_for_what_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("smsd.db");
    make_sqlite(&path, SCHEMA_18);
    let part = |id: i64, message: i64, number: i64, count: i64, text: &str| {
        sqlite(
            &path,
            &format!(
                "INSERT INTO inbox (ID, Text, SenderNumber, UDH, TextDecoded, RecipientID, MessageID, SequencePosition, \
                 PartCount) VALUES ({id}, '', '{CITIZEN}', '', '{text}', 'm', {message}, {number}, {count})"
            ),
        );
    };
    part(1, 1, 3, 3, "tiga");
    part(2, 2, 1, 1, "sendiri");
    part(3, 1, 1, 3, "satu ");
    let url = format!("sqlite://{}", path.display());
    let database =
        Database { parts_wait: Duration::from_millis(300), ..Database::new("modem", url, chrono_tz::Tz::UTC) };
    let (mut source, sink) = over_sql(database.clone());
    let first = source.poll(None).await.unwrap();
    assert_eq!(texts(&first.arrivals)[0].text, "sendiri");
    assert_eq!(first.arrivals.len(), 1);
    part(4, 1, 2, 3, "dua ");
    part(5, 5, 2, 2, "ekor");
    let second = source.poll(Some(&first.cursor)).await.unwrap();
    assert_eq!(texts(&second.arrivals)[0].text, "satu dua tiga");
    assert!(second.arrivals[0].remote_ref.0.starts_with("inbox/1,3,4#"), "{:?}", second.arrivals[0].remote_ref);
    tokio::time::sleep(Duration::from_millis(400)).await;
    let third = source.poll(Some(&second.cursor)).await.unwrap();
    let lone = &texts(&third.arrivals)[0];
    assert_eq!((lone.text.as_str(), lone.missing.as_slice()), ("ekor", [1].as_slice()));
    source.settle(&[third.arrivals[0].remote_ref.clone()]).await.unwrap();
    assert_eq!(sqlite(&path, "SELECT ID FROM inbox WHERE Processed = 'true'"), "5");
    sink.send(&parcel("x@uji", CITIZEN, "halo"), &Open::default()).await.unwrap();
    assert_eq!(probe(&database).await.unwrap().version, 18);
}

#[tokio::test]
async fn a_strange_database_is_named_and_nothing_is_sent() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("smsd.db");
    let url = format!("sqlite://{}", path.display());
    let kind = async |url: &str| probe(&Database::new("m", url, chrono_tz::Tz::UTC)).await.unwrap_err().kind;
    // Not there: it is not created.
    assert_eq!(kind(&url).await, FaultKind::Setup);
    assert!(!path.exists());
    make_sqlite(&path, "CREATE TABLE gammu (Version INTEGER); INSERT INTO gammu VALUES (13)");
    let fault = probe(&Database::new("m", &url, chrono_tz::Tz::UTC)).await.unwrap_err();
    assert_eq!((fault.kind, fault.outcome), (FaultKind::Setup, Outcome::NotSent));
    assert!(fault.text.contains("13"), "{fault}");
    assert_eq!(kind("mysql://a@b/c").await, FaultKind::Setup);
    assert_eq!(kind("postgres://smsd@127.0.0.1:9/x").await, FaultKind::Network);
}
