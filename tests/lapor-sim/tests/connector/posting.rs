//! Answers out: what was taken, what was not, and that a second try never makes a second follow-up.

use connectors::lapor::{Act, PostedFile, Posting};
use connectors::{FaultKind, Outcome, Sent, Sink as _};
use serde_json::json;

use super::desk::{Counting, Desk, MARKER, Shut, parcel};

fn answer(report: &str) -> Posting {
    let text = format!("Stok obat sudah tersedia sejak Senin. Nomor BTG-26-0001 {MARKER}");
    Posting {
        report: report.to_owned(),
        act: Act::Followup { text, secret: true, to: None, template: None },
        known: Vec::new(),
        files: Vec::new(),
    }
}

#[tokio::test]
async fn an_answer_is_put_there_once_with_all_its_fields() {
    let desk = Desk::new();
    let number = desk.lapor.report(json!({}));
    let gate = Counting::default();
    let mut posting = answer(&number);
    posting.files.push(PostedFile { name: "surat.pdf".to_owned(), base64: "JVBERg==".to_owned() });
    let receipt = desk.sink.send(&parcel(&posting), &gate).await.unwrap();
    let all = desk.lapor.followups();
    assert_eq!(all.len(), 1);
    let form = &all[0]["form"];
    assert_eq!((form["complaint_id"].as_str(), form["is_secret"].as_str()), (Some(number.as_str()), Some("1")));
    assert_eq!((form["institution_from_id"].as_str(), form["user_id"].as_str()), (Some("12838"), Some("55")));
    assert_eq!((form["rating"].as_str(), form.get("template_code")), (Some("0"), None));
    assert_eq!(all[0]["files"], json!(["surat.pdf"]));
    assert_eq!(receipt.remote_id, Some(all[0]["id"].to_string()));
    assert_eq!(*gate.0.lock().unwrap(), 1);
    assert!(matches!(desk.sink.already_sent(&parcel(&posting)).await, Ok(Sent::Yes(_))));
    desk.sink.send(&parcel(&posting), &gate).await.unwrap();
    assert_eq!(desk.lapor.followups().len(), 1, "the second try reads it back");
}

#[tokio::test]
async fn files_may_be_uploaded_before_and_named() {
    let desk = Desk::with(|profile| {
        profile.add_followup.as_mut().unwrap().upload_field = Some("attachment[{n}]".to_owned());
    });
    let number = desk.lapor.report(json!({}));
    let mut posting = answer(&number);
    posting.files.push(PostedFile { name: "foto.jpg".to_owned(), base64: "SlBFRw==".to_owned() });
    // An upload whose answer is lost does no harm, and nothing was posted.
    desk.lapor.bad_day("upload", "accept_cut", 1);
    let fault = desk.sink.send(&parcel(&posting), &Counting::default()).await.unwrap_err();
    assert_eq!((fault.outcome, desk.lapor.followups().len()), (Outcome::NotSent, 0));
    desk.sink.send(&parcel(&posting), &Counting::default()).await.unwrap();
    assert!(desk.lapor.followups()[0]["form"]["attachment[0]"].as_str().unwrap().parse::<i64>().is_ok());
}

#[tokio::test]
async fn behind_a_shut_gate_nothing_is_posted() {
    let desk = Desk::new();
    let number = desk.lapor.report(json!({}));
    let fault = desk.sink.send(&parcel(&answer(&number)), &Shut).await.unwrap_err();
    assert_eq!((fault.kind, fault.outcome), (FaultKind::Stopped, Outcome::NotSent));
    assert!(desk.lapor.followups().is_empty());
}

#[tokio::test]
async fn what_was_accepted_in_any_way_and_seen_at_any_time_is_there_once() {
    for kind in ["accept_silence", "accept_server_error", "accept_gateway_page", "accept_cut", "accept_error_in200"] {
        for delay in [0, 30, 120, 600] {
            let desk = Desk::new();
            let number = desk.lapor.report(json!({}));
            desk.lapor.visible_after(delay);
            desk.lapor.bad_day("add_followup", kind, 1);
            let fault = desk.sink.send(&parcel(&answer(&number)), &Counting::default()).await.unwrap_err();
            assert_eq!(fault.outcome, Outcome::Unknown, "{kind}");
            if delay > 0 {
                assert_eq!(
                    desk.sink.already_sent(&parcel(&answer(&number))).await,
                    Ok(Sent::NotSeen),
                    "{kind} {delay}"
                );
                desk.later(delay);
            }
            assert!(
                matches!(desk.sink.already_sent(&parcel(&answer(&number))).await, Ok(Sent::Yes(_))),
                "{kind} {delay}"
            );
            desk.sink.send(&parcel(&answer(&number)), &Counting::default()).await.unwrap();
            assert_eq!(desk.lapor.followups().len(), 1, "{kind} {delay}");
        }
    }
}

#[tokio::test]
async fn what_was_not_accepted_is_posted_by_the_next_try() {
    for (kind, outcome) in [
        ("silence", Outcome::Unknown),
        ("server_error", Outcome::Unknown),
        ("gateway_page", Outcome::Unknown),
        ("cut", Outcome::Unknown),
        ("error_in200", Outcome::Unknown),
        ("login_page", Outcome::Unknown),
        ("expired", Outcome::NotSent),
        ("rate_limited", Outcome::NotSent),
    ] {
        let desk = Desk::new();
        let number = desk.lapor.report(json!({}));
        desk.lapor.bad_day("add_followup", kind, 1);
        let fault = desk.sink.send(&parcel(&answer(&number)), &Counting::default()).await.unwrap_err();
        assert_eq!(fault.outcome, outcome, "{kind}");
        desk.later(1000);
        desk.sink.send(&parcel(&answer(&number)), &Counting::default()).await.unwrap();
        assert_eq!(desk.lapor.followups().len(), 1, "{kind}");
    }
}

#[tokio::test]
async fn nothing_is_posted_where_what_stands_there_cannot_be_read() {
    let desk = Desk::new();
    let number = desk.lapor.report(json!({}));
    desk.lapor.bad_day("followups", "server_error", 1);
    let gate = Counting::default();
    let fault = desk.sink.send(&parcel(&answer(&number)), &gate).await.unwrap_err();
    assert_eq!((fault.outcome, *gate.0.lock().unwrap()), (Outcome::NotSent, 0));
    assert_eq!(desk.lapor.calls("add_followup"), 0);
}

#[tokio::test]
async fn somebody_who_answered_in_the_web_form_is_not_answered_over() {
    let desk = Desk::new();
    let number = desk.lapor.report(json!({}));
    desk.lapor.write(&number, Some("Dinas Kesehatan"), "stok obat sudah  tersedia sejak senin; nomor BTG-26-0001");
    let fault = desk.sink.send(&parcel(&answer(&number)), &Counting::default()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::AlreadyThere);
    let other = desk.lapor.report(json!({}));
    desk.lapor.write(&other, Some("Dinas Kesehatan"), "Silakan datang ke Puskesmas.");
    let fault = desk.sink.send(&parcel(&answer(&other)), &Counting::default()).await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Overtaken);
    let mut knowing = answer(&other);
    knowing.known = desk.lapor.followups().iter().map(|entry| entry["id"].to_string()).collect();
    desk.sink.send(&parcel(&knowing), &Counting::default()).await.unwrap();
    assert_eq!(desk.lapor.answers(&other).len(), 2);
}

#[tokio::test]
async fn the_reporters_own_words_do_not_stop_an_answer() {
    let desk = Desk::new();
    let number = desk.lapor.report(json!({}));
    desk.lapor.write(&number, None, "Bagaimana kelanjutannya?");
    desk.sink.send(&parcel(&answer(&number)), &Counting::default()).await.unwrap();
    assert_eq!(desk.lapor.answers(&number).len(), 1);
}

#[tokio::test]
async fn a_report_is_handed_on_once_however_the_answer_is_lost() {
    for kind in ["accept_silence", "accept_cut", "accept_server_error"] {
        let desk = Desk::new();
        let number = desk.lapor.report(json!({}));
        let act = Act::HandOn { institution: "20001".to_owned(), reason: format!("Kewenangan Dinas PU {MARKER}") };
        let posting = Posting { report: number, act, known: Vec::new(), files: Vec::new() };
        desk.lapor.bad_day("reject", kind, 1);
        assert_eq!(
            desk.sink.send(&parcel(&posting), &Counting::default()).await.unwrap_err().outcome,
            Outcome::Unknown
        );
        assert!(matches!(desk.sink.already_sent(&parcel(&posting)).await, Ok(Sent::Yes(_))));
        desk.sink.send(&parcel(&posting), &Counting::default()).await.unwrap();
        assert_eq!(desk.lapor.calls("reject"), 1, "{kind}");
    }
}

#[tokio::test]
async fn a_text_beyond_the_limit_never_leaves() {
    let desk = Desk::new();
    let number = desk.lapor.report(json!({}));
    let mut posting = answer(&number);
    posting.act = Act::Followup { text: "a".repeat(1001), secret: false, to: None, template: None };
    let fault = desk.sink.send(&parcel(&posting), &Counting::default()).await.unwrap_err();
    assert_eq!((fault.kind, desk.lapor.calls("followups")), (FaultKind::Setup, 0));
}
