//! Reports in: pages that repeat, shift, go in circles or are not there; every report once, none lost.

use serde_json::json;

use connectors::lapor::{Content, Document};
use connectors::{FaultKind, Source as _};

use super::desk::Desk;

fn many(desk: &Desk, count: usize) -> Vec<String> {
    let reports = (0..count).map(|n| json!({"title": format!("Laporan {n}"), "content": format!("Obat habis di loket {n}"), "created": 1_795_000_000 + n * 60}));
    desk.lapor.reports(reports.collect())
}

#[tokio::test]
async fn every_report_of_three_pages_comes_once_with_all_that_is_known_of_it() {
    let mut desk = Desk::new();
    let numbers = many(&desk, 60);
    let arrivals = desk.collect().await.unwrap();
    let reports = desk.reports(&arrivals);
    let mut seen: Vec<String> = reports.iter().map(|report| report.number.clone()).collect();
    seen.sort();
    assert_eq!(seen, numbers);
    let first = reports.iter().find(|report| report.number == numbers[0]).unwrap();
    assert_eq!((first.title.as_str(), first.text.as_str()), ("Laporan 0", "Obat habis di loket 0"));
    assert_eq!(first.class.as_ref().and_then(|word| word.known.as_deref()), Some("pengaduan"));
    assert_eq!(first.status.as_ref().and_then(|word| word.known.as_deref()), Some("verified"));
    assert!(!first.anonymous && !first.secret && first.oddities.is_empty(), "{first:?}");
    assert_eq!(first.created.unwrap().timestamp(), 1_795_000_000);
    assert_eq!(first.logs[0].text, "Laporan diteruskan Admin Instansi → Dinas Kesehatan (Terverifikasi)");
    let Content::Sweep { complete, reports } = Document::parse(&arrivals.last().unwrap().raw).unwrap().content else {
        panic!()
    };
    assert!(complete && reports.len() == 60);
}

#[tokio::test]
async fn what_did_not_change_is_not_asked_for_again_and_a_reply_is_a_new_state() {
    let mut desk = Desk::new();
    let numbers = many(&desk, 30);
    desk.collect().await.unwrap();
    let asked = desk.lapor.calls("detail");
    assert!(desk.collect().await.unwrap().is_empty(), "the known reports: none is followed");
    assert!(desk.collect().await.unwrap().is_empty());
    assert_eq!(desk.lapor.calls("detail"), asked);
    desk.later(60);
    desk.lapor.write(&numbers[3], None, "Sudah seminggu belum ada kabar.");
    let again = desk.collect().await.unwrap();
    let reports = desk.reports(&again);
    assert_eq!((reports.len(), reports[0].followups.len()), (1, 1));
    assert_eq!(reports[0].followups[0].from, None, "the reporter");
}

#[tokio::test]
async fn a_batch_that_was_not_kept_is_read_again() {
    let mut desk = Desk::new();
    many(&desk, 5);
    let lost = desk.source.poll(None).await.unwrap();
    let again = desk.source.poll(None).await.unwrap();
    let names =
        |batch: &connectors::Batch| batch.arrivals.iter().map(|a| a.remote_ref.clone()).take(5).collect::<Vec<_>>();
    assert_eq!(names(&lost), names(&again));
}

#[tokio::test]
async fn a_restart_in_the_middle_of_a_sweep_begins_it_anew() {
    let mut desk = Desk::new();
    many(&desk, 60);
    let first = desk.source.poll(None).await.unwrap();
    assert!(first.more);
    desk.cursor = Some(first.cursor);
    desk.restart();
    let arrivals = desk.collect().await.unwrap();
    assert_eq!(desk.reports(&arrivals).len(), 60);
}

#[tokio::test]
async fn the_services_paging_faults_lose_nothing_and_double_nothing() {
    for shape in ["repeat_page", "shift_page", "order_changes", "string_ids", "nested", "attachments_array"] {
        let mut desk = Desk::new();
        let numbers = many(&desk, 60);
        desk.lapor.shapes(&[shape]);
        let mut arrivals = desk.collect().await.unwrap();
        desk.later(25 * 3600);
        arrivals.extend(desk.collect().await.unwrap());
        let mut seen: Vec<String> = desk.reports(&arrivals).iter().map(|report| report.number.clone()).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen, numbers, "{shape}");
    }
}

#[tokio::test]
async fn a_listing_that_goes_in_circles_ends_and_says_that_it_was_not_whole() {
    let mut desk = Desk::new();
    many(&desk, 60);
    desk.lapor.shapes(&["loop"]);
    let arrivals = desk.collect().await.unwrap();
    let Content::Sweep { complete, .. } = Document::parse(&arrivals.last().unwrap().raw).unwrap().content else {
        panic!()
    };
    assert!(!complete);
    assert!(desk.lapor.calls("list") < 5);
}

#[tokio::test]
async fn a_last_page_that_is_missing_is_a_fault_and_the_walk_goes_on_there() {
    let mut desk = Desk::new();
    many(&desk, 60);
    desk.lapor.shapes(&["last_page_missing"]);
    assert!(desk.collect().await.is_err());
    desk.lapor.shapes(&[]);
    let arrivals = desk.collect().await.unwrap();
    assert_eq!(desk.reports(&arrivals).len(), 10, "the last page alone");
}

#[tokio::test]
async fn an_empty_first_page_says_nothing_about_the_reports() {
    let mut desk = Desk::new();
    many(&desk, 10);
    desk.lapor.shapes(&["empty_first_page"]);
    assert!(desk.collect().await.unwrap().len() <= 1, "a sweep that saw nothing");
    desk.later(25 * 3600);
    let arrivals = desk.collect().await.unwrap();
    assert_eq!(desk.reports(&arrivals).len(), 10);
}

#[tokio::test]
async fn missing_fields_and_unknown_words_are_kept_and_named_and_hidden_is_the_default() {
    let mut desk = Desk::new();
    many(&desk, 1);
    desk.lapor.shapes(&["missing_fields"]);
    let bare = desk.collect().await.unwrap();
    let bare = desk.reports(&bare).remove(0);
    assert!(bare.anonymous && bare.secret && bare.oddities.len() == 2, "{:?}", bare.oddities);
    desk.lapor.shapes(&["unknown_status"]);
    desk.later(25 * 3600);
    let odd = desk.collect().await.unwrap();
    let odd = desk.reports(&odd).remove(0);
    let status = odd.status.unwrap();
    assert_eq!((status.raw.as_str(), status.known), ("Menunggu Telaah", None));
}

#[tokio::test]
async fn without_a_listing_known_ids_are_kept_in_step() {
    let mut desk = Desk::with(|profile| profile.list = None);
    let numbers = many(&desk, 60);
    desk.followed.0.lock().unwrap().extend_from_slice(&numbers[..30]);
    let arrivals = desk.collect().await.unwrap();
    assert_eq!(desk.reports(&arrivals).len(), 30);
    assert_eq!(desk.lapor.calls("list"), 0);
}

#[tokio::test]
async fn an_id_that_leads_elsewhere_is_not_asked_for() {
    let mut desk = Desk::with(|profile| profile.list = None);
    desk.followed.0.lock().unwrap().push("../../_sim/followups".to_owned());
    let batch = desk.source.poll(None).await.unwrap();
    assert_eq!((batch.unreadable.len(), batch.arrivals.len()), (1, 0));
    assert_eq!(desk.lapor.calls("detail"), 0);
}

#[tokio::test]
async fn one_report_that_cannot_be_read_does_not_stop_the_others() {
    let mut desk = Desk::new();
    many(&desk, 3);
    desk.lapor.bad_day("detail", "missing", 1);
    let batch = desk.source.poll(None).await.unwrap();
    assert_eq!((batch.unreadable.len(), batch.arrivals.len()), (1, 3), "two reports and the sweep");
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let mut desk = Desk::with(|profile| {
        let list = profile.list.as_mut().unwrap();
        list.paging = connectors::lapor::profile::Paging::Link;
        list.next = vec!["/message".to_owned()];
    });
    many(&desk, 60);
    let fault = desk.collect().await.unwrap_err();
    assert_eq!(fault.kind, FaultKind::Protocol, "{fault}");
}
