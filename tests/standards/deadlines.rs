//! The deadline matrix: every vector and every default of the five standards, as data, over the calendars that ship.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use penghubung::decide::OfficeBook;
use penghubung::decide::deadlines::{Facts, clocks, due, parse_moment};
use penghubung::domain::calendar::{Holiday, HolidayKind};
use penghubung::domain::{Calendar, Channel, Class, Deadline, Grade, Within};
use proptest::prelude::*;

use super::desk::books;

fn book(office: &str) -> &'static OfficeBook {
    books().offices.iter().find(|book| book.office.id.0 == office).unwrap()
}

fn limit(office: &str, start: &str, words: &str) -> Deadline {
    let book = book(office);
    let start = parse_moment(start, book.office.zone).unwrap();
    due(words.parse().unwrap(), words, "x", start, &book.calendar, book.office.zone)
}

/// §1.3: from each start, what each limit comes to with a five-day week.
const VECTORS: &[(&str, &[(&str, &str)])] = &[
    (
        "2026-03-13",
        &[
            ("3 hari kerja", "2026-03-25"),
            ("5 hari kerja", "2026-03-27"),
            ("8 hari kerja", "2026-04-01"),
            ("14 hari kerja", "2026-04-10"),
            ("60 hari kerja", "2026-06-24"),
            ("7 hari kalender", "2026-03-20"),
        ],
    ),
    (
        "2026-03-17",
        &[
            ("3 hari kerja", "2026-03-27"),
            ("5 hari kerja", "2026-03-31"),
            ("8 hari kerja", "2026-04-06"),
            ("14 hari kerja", "2026-04-14"),
            ("60 hari kerja", "2026-06-26"),
            ("7 hari kalender", "2026-03-24"),
        ],
    ),
    (
        "2026-05-12",
        &[
            ("3 hari kerja", "2026-05-19"),
            ("5 hari kerja", "2026-05-21"),
            ("8 hari kerja", "2026-05-26"),
            ("14 hari kerja", "2026-06-08"),
            ("60 hari kerja", "2026-08-12"),
            ("7 hari kalender", "2026-05-19"),
        ],
    ),
    (
        "2026-11-20",
        &[
            ("3 hari kerja", "2026-11-25"),
            ("5 hari kerja", "2026-11-27"),
            ("8 hari kerja", "2026-12-02"),
            ("14 hari kerja", "2026-12-10"),
            ("7 hari kalender", "2026-11-27"),
        ],
    ),
    ("2026-08-10", &[("60 hari kerja", "2026-11-04"), ("7 hari kalender", "2026-08-17")]),
];

#[test]
fn every_published_vector_holds_in_every_office_of_a_five_day_week_at_any_hour_of_the_day() {
    for office in ["batang", "ntt", "ttu"] {
        for (start, limits) in VECTORS {
            for (words, expected) in *limits {
                for hour in ["00:00", "07:30", "16:45", "23:59"] {
                    let deadline = limit(office, &format!("{start} {hour}"), words);
                    assert_eq!(deadline.due.date_naive().to_string(), *expected, "{office}: {start} {hour} + {words}");
                    assert!(!deadline.provisional, "{office}: {start} + {words}");
                }
            }
        }
    }
}

#[test]
fn a_limit_that_reaches_a_year_without_calendar_is_marked_and_not_silently_computed() {
    for office in ["batang", "kademangan", "ntt", "buleleng", "ttu"] {
        assert!(limit(office, "2026-11-20 10:00", "60 hari kerja").provisional, "{office}");
        assert!(!limit(office, "2026-11-20 10:00", "5 hari kerja").provisional, "{office}");
    }
}

#[test]
fn a_puskesmas_of_a_six_day_week_counts_its_saturdays() {
    for (start, expected) in [("2026-11-20", "2026-11-28"), ("2026-05-12", "2026-05-22")] {
        assert_eq!(limit("kademangan", start, "7 hari kerja").due.date_naive().to_string(), expected);
    }
}

/// What decides which clock runs.
struct Case {
    office: &'static str,
    channel: Channel,
    class: Class,
    grade: Option<Grade>,
    supervision: bool,
    due: &'static [&'static str],
}

/// The plain case of an office and a channel, received on Friday, 20 November 2026, 10.00 local time.
const fn case(office: &'static str, channel: Channel, due: &'static [&'static str]) -> Case {
    Case { office, channel, class: Class::Pengaduan, grade: None, supervision: false, due }
}

/// §1.3: the default of every clock.
const MATRIX: &[Case] = &[
    case("batang", Channel::TatapMuka, &["btg.langsung 2026-11-27 23.59"]),
    case("batang", Channel::Telepon, &["btg.langsung 2026-11-27 23.59"]),
    case("batang", Channel::Sosmed, &["btg.sosmed 2026-11-27 23.59"]),
    case("batang", Channel::Email, &["btg.sosmed 2026-11-27 23.59"]),
    case(
        "kademangan",
        Channel::Surat,
        &["kdm.respon 2026-11-21 10.00", "kdm.rencana 2026-11-23 10.00", "kdm.selesai 2026-12-07 14.00"],
    ),
    case("ntt", Channel::KotakSaran, &["ntt.kotak 2026-11-27 23.59"]),
    case("ntt", Channel::Surat, &["ntt.surat 2026-11-27 23.59"]),
    case("ntt", Channel::Lapor, &["ntt.lapor.nasional 2026-11-27 16.30", "ntt.lapor 2026-11-28 23.59"]),
    Case { grade: Some(Grade::Merah), ..case("buleleng", Channel::Email, &["rsb.merah 2026-11-21 10.00"]) },
    Case { grade: Some(Grade::Kuning), ..case("buleleng", Channel::Email, &["rsb.kuning 2026-11-25 16.00"]) },
    Case { grade: Some(Grade::Hijau), ..case("buleleng", Channel::Email, &["rsb.hijau 2026-11-27 16.30"]) },
    case("buleleng", Channel::Angket, &["rsb.hijau 2026-11-27 16.30"]),
    Case { class: Class::PermintaanInformasi, ..case("buleleng", Channel::TatapMuka, &["rsb.info 2026-12-04 16.30"]) },
    case(
        "ttu",
        Channel::Lapor,
        &[
            "ttu.lapor 2026-11-25 23.59",
            "ttu.lapor.nasional 2026-11-27 16.30",
            "ttu.biasa 2026-12-04 23.59",
            "ttu.ombudsman 2027-02-18 16.00",
        ],
    ),
    case("ttu", Channel::KotakSaran, &["ttu.biasa 2026-12-04 23.59", "ttu.ombudsman 2027-02-18 16.00"]),
    Case {
        supervision: true,
        ..case("ttu", Channel::Surat, &["ttu.berkadar 2027-01-19 23.59", "ttu.ombudsman 2027-02-18 16.00"])
    },
];

#[test]
fn every_clock_of_the_matrix_has_its_published_default_and_the_earliest_stands_first() {
    for case in MATRIX {
        let book = book(case.office);
        let facts = Facts {
            channel: case.channel,
            class: case.class,
            grade: case.grade,
            supervision: case.supervision,
            received: parse_moment("2026-11-20 10:00", book.office.zone).unwrap(),
        };
        let running = clocks(&book.standards, &book.calendar, book.office.zone, &facts);
        let running: Vec<String> =
            running.iter().map(|c| format!("{} {}", c.standard, c.due.format("%Y-%m-%d %H.%M"))).collect();
        assert_eq!(running, case.due, "{} {:?} {:?} {:?}", case.office, case.channel, case.class, case.grade);
    }
}

#[test]
fn every_standard_names_a_row_and_no_complaint_is_without_a_clock() {
    for book in &books().offices {
        let prefix = &book.office.prefix;
        for standard in &book.standards {
            assert!(super::rows::ROWS.iter().any(|(id, ..)| *id == standard.row), "{}", standard.id);
            assert!(standard.row.starts_with(prefix.as_str()), "{}", standard.id);
        }
        for channel in Channel::ALL {
            for class in Class::ALL {
                for (grade, supervision) in Grade::ALL.iter().flat_map(|grade| [(*grade, false), (*grade, true)]) {
                    let facts = Facts {
                        channel: *channel,
                        class: *class,
                        grade: Some(grade),
                        supervision,
                        received: parse_moment("2026-11-20 10:00", book.office.zone).unwrap(),
                    };
                    let running = clocks(&book.standards, &book.calendar, book.office.zone, &facts);
                    assert!(!running.is_empty(), "{prefix}: {channel:?} {class:?} {grade:?} {supervision}");
                }
            }
        }
    }
}

fn some_office() -> impl Strategy<Value = &'static OfficeBook> {
    (0..books().offices.len()).prop_map(|n| &books().offices[n])
}

fn some_moment() -> impl Strategy<Value = DateTime<Utc>> {
    // 2025 and 2026.
    (1_735_700_000i64..1_798_000_000).prop_map(|s| DateTime::from_timestamp(s, 0).unwrap())
}

fn with_holidays(calendar: &Calendar, start: NaiveDate, offsets: &[i64]) -> Calendar {
    let mut calendar = calendar.clone();
    for offset in offsets {
        let holiday = Holiday { kind: HolidayKind::Regional, name: "Hari Jadi".to_owned() };
        calendar.holidays.insert(start + TimeDelta::days(*offset), holiday);
    }
    calendar
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_deadline_never_falls_on_a_day_off_unless_it_counts_calendar_days(
        book in some_office(), start in some_moment(), n in 1u32..90,
    ) {
        let deadline = due(Within::WorkingDays(n), "", "", start, &book.calendar, book.office.zone);
        let last = deadline.due.date_naive();
        prop_assert_eq!(book.calendar.day_off(last), None);
        prop_assert_eq!(book.calendar.hours_on(last).map(|hours| hours.until), Some(deadline.due.time()));
    }

    #[test]
    fn more_holidays_never_make_a_deadline_earlier(
        book in some_office(), start in some_moment(), n in 1u32..70, offsets in prop::collection::vec(0i64..150, 1..6),
    ) {
        let zone = book.office.zone;
        let more = with_holidays(&book.calendar, start.with_timezone(&zone).date_naive(), &offsets);
        for within in [Within::WorkingDays(n), Within::CalendarDays(n), Within::Hours(n), Within::Months(n % 12 + 1)] {
            let before = due(within, "", "", start, &book.calendar, zone);
            let after = due(within, "", "", start, &more, zone);
            prop_assert!(after.due >= before.due, "{within:?}: {} then {}", before.due, after.due);
            if !matches!(within, Within::WorkingDays(_)) {
                prop_assert_eq!(after.due, before.due);
            }
        }
    }

    #[test]
    fn a_later_complaint_never_has_an_earlier_deadline(
        book in some_office(), start in some_moment(), hours in 0i64..2000, n in 1u32..60,
    ) {
        for within in [Within::WorkingDays(n), Within::CalendarDays(n), Within::Hours(n), Within::Minutes(n)] {
            let zone = book.office.zone;
            let first = due(within, "", "", start, &book.calendar, zone);
            let later = due(within, "", "", start + TimeDelta::hours(hours), &book.calendar, zone);
            prop_assert!(later.due >= first.due);
        }
    }
}
