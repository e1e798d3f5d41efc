//! Figures and sheets for auditors and the notice board.

use crate::desk::Desk;

#[tokio::test]
async fn rsb_24_the_monthly_report_counts_each_class_and_what_was_promised() {
    let desk = Desk::new().await;
    desk.bench.open("BTG-26-0001").await;
    desk.bench.open("BTG-26-0002").await;
    let month = crate::bench::at(0).format("%Y-%m").to_string();
    let report = desk.run(["report", "--office", "batang", "--period", &month, "--json"]);
    assert_eq!(report.code, 0, "{report:?}");
    let report = report.json().remove(0);
    assert_eq!(report["received"], 2);
    let classes: Vec<&str> =
        report["by_class"].as_array().unwrap().iter().map(|c| c["what"].as_str().unwrap()).collect();
    assert!(classes.contains(&"pengaduan") && classes.contains(&"permintaan_informasi"), "{report}");
    let sum = |name: &str| report[name].as_i64().unwrap();
    assert_eq!(sum("within_promise") + sum("missed") + sum("running"), 2, "{report}");
    let csv = desk.run(["report", "--office", "batang", "--period", &month, "--csv"]);
    assert!(csv.out.contains("diterima,2"), "{}", csv.out);
    let page = desk.run(["report", "--office", "batang", "--period", &month, "--html"]);
    assert!(page.out.starts_with("<!doctype html>") && page.out.trim_end().ends_with("</html>"), "{}", page.out);
}

#[tokio::test]
async fn a_period_that_is_none_is_a_usage_error() {
    let desk = Desk::new().await;
    for period in ["oktober", "2026-13"] {
        assert_eq!(desk.run(["report", "--office", "batang", "--period", period]).code, 64);
        assert_eq!(desk.run(["board", "--office", "batang", "--month", period]).code, 64);
    }
    assert_eq!(desk.run(["report", "--office", "antah", "--period", "2026-10"]).code, 64);
}

#[tokio::test]
async fn a_month_without_closed_complaints_gives_an_empty_board() {
    let desk = Desk::new().await;
    let board = desk.run(["board", "--office", "batang", "--month", "2026-10"]);
    assert_eq!(board.code, 0, "{board:?}");
    assert!(board.out.contains("Oktober 2026") && board.out.contains("Tidak ada pengaduan"), "{}", board.out);
}

#[tokio::test]
async fn what_was_closed_by_hand_and_never_answered_stands_on_no_board() {
    let desk = Desk::new().await;
    desk.bench.open("BTG-26-0001").await;
    assert_eq!(desk.run(["complaint", "close", "BTG-26-0001", "--no-letter", "--reason", "salah entri"]).code, 0);
    let closed = desk.bench.store.complaint("BTG-26-0001").await.unwrap().unwrap().closed.unwrap();
    let month = closed.format("%Y-%m").to_string();
    let board = desk.run(["board", "--office", "batang", "--month", &month, "--json"]).json().remove(0);
    assert_eq!(board["lines"].as_array().unwrap().len(), 0, "{board}");
    assert_eq!(board["left_out"][0]["why"], "ditutup tanpa jawaban", "{board}");
}
