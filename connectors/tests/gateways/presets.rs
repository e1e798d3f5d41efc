//! Every file of `config/gateways` against a server that answers as its provider documents: success, each kind of
//! refusal, an HTML page, silence, a broken connection.

mod told;

use std::collections::BTreeMap;
use std::time::Duration;

use connectors::FaultKind::*;
use connectors::Outcome::*;
use connectors::Reach::*;
use connectors::incoming::Progress;
use connectors::sms::Manner;
use connectors::sms::http::{Account, Description, HttpSink, Warning};
use connectors::{Fault, Receipt, Sent, Sink};

use self::told::TOLD;
use crate::stage::{Act, Stage};
use crate::{Open, Shut, parcel};

const NUMBER: &str = "0812-3456-7890";

fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/gateways").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// The preset with its host replaced by the stage: everything else as it stands.
fn sink(name: &str, stage: &Stage) -> HttpSink {
    let here = format!("http://127.0.0.1:{}/", stage.port);
    let text = regex::Regex::new(r"https?://[^/]+/").unwrap().replace_all(&file(name), here.as_str()).into_owned();
    let description = Description::from_toml(&text).unwrap();
    let values: BTreeMap<_, _> =
        description.needs.iter().map(|need| (need.clone(), format!("nilai-{need}").into())).collect();
    let account = Account {
        name: name.to_owned(),
        description,
        values,
        sender: Some("DINKES".into()),
        reports_to: Some("https://pengaduan.dinkes.example/lapor?secret=kunci".parse().unwrap()),
        manner: Manner::default(),
        limit: Duration::from_millis(600),
        ca_file: None,
    };
    HttpSink::new(account).unwrap()
}

async fn send(name: &str, stage: &Stage) -> Result<Receipt, Fault> {
    sink(name, stage).send(&parcel("a1@uji", NUMBER, "Terima kasih – kami terima"), &Open::default()).await
}

#[tokio::test]
async fn each_preset_understands_what_its_provider_says() {
    for (name, status, success, id, refusals) in TOLD {
        let stage = Stage::open().await;
        stage.says(status, success);
        let receipt = send(name, &stage).await.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(receipt.remote_id.as_deref(), id, "{name}");
        let asked = &stage.asked()[0];
        let everything = format!("{}{}{}", asked.line, asked.head, asked.body);
        for part in ["81234567890", "Terima"] {
            assert!(everything.contains(part), "{name} sends no {part}: {everything}");
        }
        // A dash that no phone of the network shows is gone before it is sent by SMS.
        assert_eq!(everything.contains("%E2%80%93"), everything.contains("linked") || is_whatsapp(name), "{name}");
        for (status, body, reach, outcome, kind) in refusals {
            stage.says(*status, body);
            let fault = send(name, &stage).await.unwrap_err();
            assert_eq!((fault.reach, fault.outcome, fault.kind), (*reach, *outcome, *kind), "{name} {body}");
            assert!(!fault.to_string().contains("nilai-"), "{fault}");
        }
    }
}

fn is_whatsapp(name: &str) -> bool {
    Description::from_toml(&file(name)).unwrap().medium == connectors::incoming::Medium::Whatsapp
}

#[tokio::test]
async fn what_no_provider_documents_is_unclear_and_never_a_success() {
    for (name, ..) in TOLD {
        let stage = Stage::open().await;
        let page = "<!DOCTYPE html><html><body><h1>Sedang pemeliharaan</h1></body></html>";
        for (status, body) in [(200, page), (200, ""), (502, page), (500, "{}"), (200, "{\"status\":")] {
            stage.says(status, body);
            let fault = send(name, &stage).await.unwrap_err();
            assert_eq!(fault.outcome, Unknown, "{name} {status} {body}: {fault}");
        }
        for (act, kind) in [(Act::Stall, Timeout), (Act::Close, Network)] {
            stage.then(act);
            let fault = send(name, &stage).await.unwrap_err();
            assert_eq!((fault.outcome, fault.kind), (Unknown, kind), "{name}");
        }
        for (status, kind) in [(301, Setup), (404, Setup), (429, Throttled), (403, Login)] {
            stage.says(status, page);
            let fault = send(name, &stage).await.unwrap_err();
            assert_eq!((fault.outcome, fault.kind), (NotSent, kind), "{name} {status}");
        }
    }
}

#[tokio::test]
async fn nothing_is_asked_where_number_or_gate_say_no() {
    for (name, ..) in TOLD {
        let stage = Stage::open().await;
        let sink = sink(name, &stage);
        let fault = sink.send(&parcel("x", "(0332) 424212", "halo"), &Open::default()).await.unwrap_err();
        assert_eq!((fault.reach, fault.outcome, fault.kind), (Message, Refused, Recipient), "{name}");
        let fault = sink.send(&parcel("x", NUMBER, "halo"), &Shut).await.unwrap_err();
        assert_eq!((fault.outcome, fault.kind), (NotSent, Stopped));
        assert!(stage.asked().is_empty());
    }
}

#[tokio::test]
async fn a_gateway_that_is_not_there_has_certainly_not_sent() {
    let mut stage = Stage::open().await;
    stage.port = 9;
    let fault = send("fonnte.toml", &stage).await.unwrap_err();
    assert_eq!((fault.outcome, fault.kind), (NotSent, Network));
}

#[tokio::test]
async fn balance_and_linked_phone_are_read() {
    for (name, answers, amount, unit, alive) in [
        ("zenziva-console.toml", &[r#"{"balance":"1,250,000","expired":"2027-01-01"}"#][..], 1_250_000.0, "IDR", None),
        (
            "zenziva-legacy.toml",
            &["<response><message><value>87</value><text>2027-01-01</text></message></response>"][..],
            87.0,
            "pesan",
            None,
        ),
        ("raja-sms.toml", &["15000|2027-01-01"][..], 15_000.0, "IDR", None),
        ("twilio.toml", &[r#"{"balance":"12.5","currency":"USD"}"#][..], 12.5, "USD", None),
        ("vonage.toml", &[r#"{"value":3.25,"autoReload":false}"#][..], 3.25, "EUR", None),
        ("infobip.toml", &[r#"{"balance":47.79,"currency":"EUR"}"#][..], 47.79, "EUR", None),
        (
            "fonnte.toml",
            &[r#"{"device_status":"connect","quota":"950"}"#, r#"{"device_status":"disconnect","quota":"950"}"#][..],
            950.0,
            "pesan",
            Some(false),
        ),
        (
            "wablas.toml",
            &[r#"{"data":{"quota":4000,"status":"connected"}}"#, r#"{"data":{"quota":4000,"status":"connected"}}"#][..],
            4000.0,
            "pesan",
            Some(true),
        ),
    ] {
        let stage = Stage::open().await;
        for answer in answers {
            stage.says(200, answer);
        }
        let gauge = sink(name, &stage).gauge().await.unwrap();
        let balance = gauge.balance.unwrap();
        assert!((balance.amount - amount).abs() < f64::EPSILON, "{name}");
        assert_eq!(
            (balance.unit.as_str(), gauge.modems.first().and_then(|modem| modem.alive)),
            (unit, alive),
            "{name}"
        );
        stage.says(200, "<html>");
        assert_eq!(sink(name, &stage).gauge().await.unwrap_err().outcome, NotSent);
    }
}

#[tokio::test]
async fn a_lost_answer_is_asked_about_by_our_reference_where_the_gateway_can_tell() {
    let stage = Stage::open().await;
    let sink_of = |name| sink(name, &stage);
    let lost = parcel("a1@uji", NUMBER, "halo");
    stage.says(200, r#"{"results":[{"messageId":"a1@uji","status":{"name":"PENDING_ENROUTE"}}]}"#);
    assert!(matches!(sink_of("infobip.toml").already_sent(&lost).await.unwrap(), Sent::Yes(_)));
    stage.says(200, r#"{"results":[]}"#);
    assert_eq!(sink_of("infobip.toml").already_sent(&lost).await.unwrap(), Sent::NotSeen);
    stage.says(200, "<html>");
    assert_eq!(sink_of("infobip.toml").already_sent(&lost).await.unwrap(), Sent::CannotTell);
    assert!(stage.asked().iter().all(|asked| asked.line.contains("messageId=a1%40uji")));
    assert_eq!(sink_of("medan-sms.toml").already_sent(&lost).await.unwrap(), Sent::CannotTell);
    stage.says(200, r#"{"sid":"SM1","status":"undelivered"}"#);
    assert_eq!(sink_of("twilio.toml").progress("SM1").await.unwrap(), Some(Progress::Failed));
    stage.says(200, "0|22");
    assert_eq!(sink_of("raja-sms.toml").progress("45678").await.unwrap(), Some(Progress::Delivered));
    stage.says(200, "0|entah");
    assert_eq!(sink_of("raja-sms.toml").progress("45678").await.unwrap(), None);
    assert_eq!(sink_of("fonnte.toml").progress("1").await.unwrap(), None);
}

#[test]
fn open_travel_and_linked_phones_are_warned_of() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/gateways");
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let mut tested: Vec<&str> = TOLD.iter().map(|(name, ..)| *name).collect();
    tested.sort_unstable();
    assert_eq!(names, tested, "a preset without a test");
    for name in names {
        let expected: &[Warning] = match name.as_str() {
            "raja-sms.toml" => &[Warning::PlainHttp],
            "fonnte.toml" => &[Warning::LinkedPhone, Warning::NamelessTexts],
            "wablas.toml" => &[Warning::LinkedPhone],
            _ => &[],
        };
        assert_eq!(Description::from_toml(&file(&name)).unwrap().warnings(), expected, "{name}");
    }
}

#[test]
fn a_wrong_description_says_what_is_wrong() {
    let good = file("medan-sms.toml");
    for (what, by, expected) in [
        ("{email}", "{emial}", "{emial} is not known"),
        ("{text}", "halo", "{number} and {text} must stand somewhere"),
        ("https://", "ftp://", "neither https:// nor http://"),
        ("separator = \"~~~\", index = 0, is", "separator = \"~~~\", xml = \"a\", is", "exactly one of"),
        ("medium", "kanal", "unknown field `kanal`"),
        ("\"GET\"", "\"PUT\"", "PUT"),
    ] {
        let fault = Description::from_toml(&good.replace(what, by)).unwrap_err();
        assert!(fault.contains(expected), "{what}: {fault}");
    }
}
