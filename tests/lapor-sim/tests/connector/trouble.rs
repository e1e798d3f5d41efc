//! The service's bad days while it is read: what each is taken for, and that keys never show.

use connectors::lapor::{Line, probe};
use connectors::{FaultKind, Outcome, Source as _};
use serde_json::json;

use super::desk::Desk;
use super::lapor::{AUTHORIZATION, TOKEN};

async fn kind_of(day: &str) -> FaultKind {
    let mut desk = Desk::new();
    desk.lapor.report(json!({"content": "Obat habis"}));
    desk.lapor.bad_day("list", day, 1);
    let fault = desk.source.poll(None).await.unwrap_err();
    assert_eq!(fault.outcome, Outcome::NotSent);
    fault.kind
}

#[tokio::test]
async fn each_bad_day_of_reading_is_taken_for_what_it_is() {
    for (day, kind) in [
        ("error_in200", FaultKind::Protocol),
        ("expired_in200", FaultKind::Login),
        ("expired", FaultKind::Login),
        ("login_page", FaultKind::Login),
        ("login_redirect", FaultKind::Login),
        ("empty", FaultKind::Protocol),
        ("wrong_type", FaultKind::Protocol),
        ("not_json", FaultKind::Protocol),
        ("huge", FaultKind::Protocol),
        ("packed", FaultKind::Protocol),
        ("rate_limited", FaultKind::Throttled),
        ("server_error", FaultKind::Network),
        ("gateway_page", FaultKind::Network),
        ("silence", FaultKind::Timeout),
        ("cut", FaultKind::Network),
    ] {
        assert_eq!(kind_of(day).await, kind, "{day}");
    }
}

#[tokio::test]
async fn after_a_bad_day_everything_comes() {
    let mut desk = Desk::new();
    desk.lapor.reports((0..40).map(|n| json!({"content": format!("Antrean {n}")})).collect());
    for day in ["server_error", "cut", "error_in200", "login_page", "rate_limited", "expired"] {
        desk.lapor.bad_day("any", day, 1);
        assert!(desk.collect().await.is_err(), "{day}");
        desk.later(3600);
    }
    desk.lapor.good_days();
    let arrivals = desk.collect().await.unwrap();
    assert_eq!(desk.reports(&arrivals).len(), 40);
}

#[tokio::test]
async fn an_expired_token_is_asked_rarely_and_is_well_again_with_new_keys() {
    let mut desk = Desk::new();
    desk.lapor.change_keys();
    for _ in 0..50 {
        assert_eq!(desk.source.poll(None).await.unwrap_err().kind, FaultKind::Login);
    }
    assert_eq!(desk.lapor.calls("list"), 1, "the breaker is open");
    desk.lapor.restore_keys();
    desk.later(30);
    assert!(desk.source.poll(None).await.is_ok());
}

#[tokio::test]
async fn retry_after_is_kept() {
    let mut desk = Desk::new();
    desk.lapor.bad_day("list", "rate_limited", 1);
    assert_eq!(desk.source.poll(None).await.unwrap_err().kind, FaultKind::Throttled);
    desk.later(119);
    assert_eq!(desk.source.poll(None).await.unwrap_err().kind, FaultKind::Throttled);
    assert_eq!(desk.lapor.calls("list"), 1);
    desk.later(1);
    assert!(desk.source.poll(None).await.is_ok());
}

#[tokio::test]
async fn keys_are_in_no_fault_and_no_debug_output() {
    let mut desk = Desk::new();
    desk.lapor.change_keys();
    let fault = desk.source.poll(None).await.unwrap_err();
    let shown = format!("{fault} {fault:?} {:?}", desk.account());
    for secret in [AUTHORIZATION, TOKEN, "sim-rahasia", "0A1B2C3D"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn a_look_tells_what_the_service_holds_and_changes_nothing() {
    let desk = Desk::new();
    desk.lapor.reports((0..7).map(|_| json!({})).collect());
    let found = probe(&Line::new(desk.account().clone()).unwrap()).await.unwrap();
    assert_eq!((found.listed, found.institutions), (Some(7), Some(3)));
}
