//! The vectors of the published standards, and one test for each rule.

mod anew;
mod noticing;
mod properties;

use std::path::Path;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Asia::{Jakarta, Makassar};
use chrono_tz::Tz;

use super::*;
use crate::config::calendar::load_calendar;
use crate::config::standards::load_standards;
use crate::domain::calendar::{Holiday, HolidayKind};
use crate::domain::deadline::StopsAt;

fn config() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"))
}

fn calendar(office: &str) -> Calendar {
    let mut problems = Vec::new();
    let calendar = load_calendar(&config().join("offices").join(office), &config().join("holidays"), &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    calendar.expect("no fault, so a calendar")
}

fn standards(office: &str) -> Vec<Standard> {
    let mut problems = Vec::new();
    let standards = load_standards(&config().join("offices").join(office), None, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    standards.expect("no fault, so standards")
}

fn at(text: &str, zone: Tz) -> DateTime<Utc> {
    parse_moment(text, zone).expect(text)
}

fn limit(office: &str, zone: Tz, start: &str, words: &str) -> Deadline {
    due(words.parse().expect(words), words, "x", at(start, zone), &calendar(office), zone)
}

fn standard(words: &str) -> Standard {
    let plain = Standard::plain("x", "penyelesaian", words.parse().expect(words), StopsAt::Answer);
    Standard { words: words.to_owned(), ..plain }
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

#[test]
fn every_vector_of_the_published_matrix_holds() {
    let columns = ["3 hari kerja", "5 hari kerja", "8 hari kerja", "14 hari kerja", "60 hari kerja", "7 hari kalender"];
    let rows = [
        ("2026-03-13", ["2026-03-25", "2026-03-27", "2026-04-01", "2026-04-10", "2026-06-24", "2026-03-20"]),
        ("2026-03-17", ["2026-03-27", "2026-03-31", "2026-04-06", "2026-04-14", "2026-06-26", "2026-03-24"]),
        ("2026-05-12", ["2026-05-19", "2026-05-21", "2026-05-26", "2026-06-08", "2026-08-12", "2026-05-19"]),
        ("2026-11-20", ["2026-11-25", "2026-11-27", "2026-12-02", "2026-12-10", "", "2026-11-27"]),
        ("2026-08-10", ["", "", "", "", "2026-11-04", "2026-08-17"]),
    ];
    for (start, expected) in rows {
        for (words, expected) in columns.into_iter().zip(expected).filter(|(_, expected)| !expected.is_empty()) {
            for hour in ["00:00", "09:15", "17:45", "23:59"] {
                let deadline = limit("batang", Jakarta, &format!("{start} {hour}"), words);
                assert_eq!(deadline.due.date_naive(), date(expected), "{start} {hour} + {words}");
                assert!(!deadline.provisional, "{start} + {words}");
            }
        }
    }
}

#[test]
fn sixty_working_days_from_november_wait_for_next_years_calendar() {
    let deadline = limit("batang", Jakarta, "2026-11-20", "60 hari kerja");
    assert!(deadline.provisional);
    assert_eq!(deadline.due.year(), 2027);
    assert!(
        arithmetic(&deadline).ends_with("; sementara, hari libur 2027 belum ditetapkan"),
        "{}",
        arithmetic(&deadline)
    );
}

#[test]
fn a_puskesmas_that_works_on_saturdays_counts_them() {
    for (start, expected) in [("2026-11-20", "2026-11-28T13:00:00+07:00"), ("2026-05-12", "2026-05-22T11:30:00+07:00")]
    {
        assert_eq!(limit("kademangan", Jakarta, start, "7 hari kerja").due.to_rfc3339(), expected);
    }
}

#[test]
fn a_working_day_limit_ends_when_the_office_closes() {
    for (start, words, expected) in [
        ("2026-11-20 10:00", "5 hari kerja", "2026-11-27T16:30:00+07:00"),
        ("2026-11-20 10:00", "4 hari kerja", "2026-11-26T16:00:00+07:00"),
        ("2026-03-13 10:00", "1 hari kerja", "2026-03-16T15:00:00+07:00"),
    ] {
        assert_eq!(limit("batang", Jakarta, start, words).due.to_rfc3339(), expected, "{words}");
    }
}

#[test]
fn what_comes_after_closing_time_or_on_a_day_off_has_that_day_as_day_zero() {
    for (start, expected) in [
        ("2026-11-20 23:00", "2026-11-23"),
        ("2026-11-21 11:00", "2026-11-23"),
        ("2026-11-22 23:59", "2026-11-23"),
        ("2026-11-23 00:01", "2026-11-24"),
        ("2026-12-24 08:00", "2026-12-28"),
    ] {
        let deadline = limit("batang", Jakarta, start, "1 hari kerja");
        assert_eq!(deadline.due.date_naive(), date(expected), "{start}");
    }
}

#[test]
fn calendar_days_and_months_end_with_the_last_second_of_the_day() {
    for (start, words, expected) in [
        ("2026-11-20 10:00", "7 hari", "2026-11-27T23:59:59+07:00"),
        ("2026-11-20 10:00", "hari itu juga", "2026-11-20T23:59:59+07:00"),
        ("2026-01-31 10:00", "1 bulan", "2026-02-28T23:59:59+07:00"),
        ("2028-01-31 10:00", "1 bulan", "2028-02-29T23:59:59+07:00"),
        ("2028-02-28 10:00", "1 hari", "2028-02-29T23:59:59+07:00"),
        ("2028-02-29 10:00", "12 bulan", "2029-02-28T23:59:59+07:00"),
        ("2026-11-20 10:00", "2 bulan", "2027-01-20T23:59:59+07:00"),
    ] {
        let deadline = limit("batang", Jakarta, start, words);
        assert_eq!(deadline.due.to_rfc3339(), expected, "{start} + {words}");
        assert!(deadline.skipped.is_empty());
    }
}

#[test]
fn hours_run_through_nights_and_holidays() {
    let deadline = limit("buleleng", Makassar, "2026-03-20 22:30", "3 x 24 jam");
    assert_eq!(deadline.due.to_rfc3339(), "2026-03-23T22:30:00+08:00");
    assert_eq!(arithmetic(&deadline), "3 x 24 jam sejak Jumat 20-03-2026 pukul 22.30");
    assert_eq!(limit("ntt", Makassar, "2026-12-31 23:50", "15 menit").due.to_rfc3339(), "2027-01-01T00:05:00+08:00");
}

#[test]
fn near_midnight_the_day_is_that_of_the_office_not_of_greenwich() {
    // 16.30 UTC on the 19th is 23.30 in Batang and already 00.30 on the 20th in Kupang.
    let start = "2026-11-19T16:30:00Z";
    assert_eq!(limit("batang", Jakarta, start, "7 hari").due.to_rfc3339(), "2026-11-26T23:59:59+07:00");
    assert_eq!(limit("ntt", Makassar, start, "7 hari").due.to_rfc3339(), "2026-11-27T23:59:59+08:00");
    assert_eq!(limit("ntt", Makassar, start, "1 hari kerja").due.to_rfc3339(), "2026-11-23T16:00:00+08:00");
}

#[test]
fn the_arithmetic_names_every_day_that_did_not_count() {
    for (start, words, expected) in [
        ("2026-11-20", "5 hari kerja", "5 hari kerja sejak Jumat 20-11-2026; dilewati: Sabtu 21, Minggu 22"),
        ("2026-11-20", "7 hari", "7 hari sejak Jumat 20-11-2026"),
        (
            "2026-12-23",
            "1 hari kerja",
            "1 hari kerja sejak Rabu 23-12-2026; dilewati: Kamis 24 (Cuti bersama Natal), Jumat 25 (Kelahiran Yesus Kristus), \
             Sabtu 26, Minggu 27",
        ),
        ("2026-10-30", "1 hari kerja", "1 hari kerja sejak Jumat 30-10-2026; dilewati: Sabtu 31, Minggu 01-11"),
        (
            "2026-08-10",
            "14 hari kerja",
            "14 hari kerja sejak Senin 10-08-2026; dilewati: Sabtu 15, Minggu 16, Senin 17 (Proklamasi Kemerdekaan), Sabtu \
             22, Minggu 23, Selasa 25 (Maulid Nabi Muhammad SAW), Sabtu 29, Minggu 30",
        ),
    ] {
        assert_eq!(arithmetic(&limit("batang", Jakarta, start, words)), expected);
    }
    let long = arithmetic(&limit("batang", Jakarta, "2026-08-10", "60 hari kerja"));
    assert_eq!(
        long,
        "60 hari kerja sejak Senin 10-08-2026; dilewati: 24 hari Sabtu dan Minggu, Senin 17 (Proklamasi Kemerdekaan), Selasa \
         25 (Maulid Nabi Muhammad SAW)"
    );
}

#[test]
fn a_calendar_without_a_single_working_day_still_gives_an_end() {
    let closed = Calendar { week: std::collections::BTreeMap::new(), ..calendar("batang") };
    let deadline = due(Within::WorkingDays(1000), "1000 hari kerja", "x", at("2026-01-01", Jakarta), &closed, Jakarta);
    assert!(deadline.provisional);
    assert_eq!(deadline.due.date_naive(), date("2026-01-01") + TimeDelta::days(1000));
}

#[test]
fn the_answer_to_due_is_the_contract_of_the_command_line() {
    let answer = explain_due("2026-11-20 10:00", "5 hari kerja", &calendar("batang"), Jakarta).expect("well asked");
    assert_eq!(
        serde_json::to_string(&answer).expect("plain"),
        "{\"from\":\"2026-11-20T10:00:00+07:00\",\"within\":\"5 hari kerja\",\"calendar\":\"batang 2026 rev 1\",\"due\":\
         \"2026-11-27T16:30:00+07:00\",\"provisional\":false,\"skipped\":[{\"date\":\"2026-11-21\",\"why\":\"Sabtu\"},\
         {\"date\":\"2026-11-22\",\"why\":\"Minggu\"}]}"
    );
    assert!(matches!(explain_due("kapan", "5 hari kerja", &calendar("batang"), Jakarta), Err(DueError::From(_))));
    assert!(matches!(explain_due("2026-11-20", "lama", &calendar("batang"), Jakarta), Err(DueError::Within(_))));
}

fn running(office: &str, zone: Tz, facts: Facts) -> Vec<String> {
    let clocks = clocks(&standards(office), &calendar(office), zone, &facts);
    clocks.into_iter().map(|clock| format!("{} {}", clock.standard, clock.due.format("%Y-%m-%d %H.%M"))).collect()
}

#[test]
fn each_office_keeps_its_own_promises_and_the_earliest_comes_first() {
    let facts = |channel, zone| Facts {
        channel,
        class: Class::Pengaduan,
        grade: None,
        supervision: false,
        received: at("2026-11-20 10:00", zone),
    };
    assert_eq!(running("batang", Jakarta, facts(Channel::Email, Jakarta)), ["btg.sosmed 2026-11-27 23.59"]);
    assert_eq!(running("batang", Jakarta, facts(Channel::TatapMuka, Jakarta)), ["btg.langsung 2026-11-27 23.59"]);
    assert_eq!(
        running("kademangan", Jakarta, facts(Channel::Whatsapp, Jakarta)),
        [
            "kdm.respon 2026-11-21 10.00",
            "kdm.respon.konfirmasi 2026-11-21 10.00",
            "kdm.rencana 2026-11-23 10.00",
            "kdm.selesai 2026-12-07 14.00"
        ]
    );
    assert_eq!(
        running("ntt", Makassar, facts(Channel::Lapor, Makassar)),
        ["ntt.disposisi 2026-11-24 16.00", "ntt.lapor.nasional 2026-11-27 16.30", "ntt.lapor 2026-11-28 23.59"]
    );
    let supervised = Facts { supervision: true, ..facts(Channel::Surat, Makassar) };
    assert_eq!(
        running("ttu", Makassar, supervised),
        ["ttu.berkadar 2027-01-19 23.59", "ttu.ombudsman 2027-02-18 16.00"]
    );
    assert_eq!(running("buleleng", Makassar, facts(Channel::Sms, Makassar)), ["rsb.hijau 2026-11-27 16.30"]);
    let red = Facts { grade: Some(Grade::Merah), ..facts(Channel::Sms, Makassar) };
    assert_eq!(running("buleleng", Makassar, red), ["rsb.merah 2026-11-21 10.00"]);
    let asked = Facts { class: Class::PermintaanInformasi, ..facts(Channel::Surat, Makassar) };
    assert_eq!(running("buleleng", Makassar, asked), ["rsb.info 2026-12-04 16.30"]);
}
