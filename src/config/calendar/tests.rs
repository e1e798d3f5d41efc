//! Tests of the calendar files: those that ship, and faulty ones.

use chrono::Datelike;

use std::path::Path;

use super::*;

const HOLIDAYS: &str = "year = 2026\nstatus = \"final\"\ndecree = \"SKB\"\nrevision = 1\n\
                        [[day]]\ndate = \"2026-03-19\"\nkind = \"libur\"\nname = \"Hari Suci Nyepi\"\n\
                        [[day]]\ndate = \"2026-03-18\"\nkind = \"cuti\"\nname = \"Cuti bersama Nyepi\"\n";
const OFFICE: &str =
    "revision = 3\ncount_collective_leave = true\n[hours]\nsenin = \"07.30-16.00\"\nrabu = \"08:00-24:00\"\n";

/// Loads an office and holidays written for this test.
fn load(office: &str, holidays: &[(&str, &str)]) -> (Option<Calendar>, Vec<String>) {
    let dir = tempfile::tempdir().expect("a folder");
    let (office_dir, holidays_dir) = (dir.path().join("uji"), dir.path().join("holidays"));
    std::fs::create_dir_all(&office_dir).expect("a folder");
    std::fs::create_dir_all(&holidays_dir).expect("a folder");
    std::fs::write(office_dir.join("calendar.toml"), office).expect("a file");
    for (name, text) in holidays {
        std::fs::write(holidays_dir.join(name), text).expect("a file");
    }
    let mut problems = Vec::new();
    let calendar = load_calendar(&office_dir, &holidays_dir, &mut problems);
    let root = format!("{}/", dir.path().display());
    (calendar, problems.iter().map(|problem| problem.to_string().replace(&root, "")).collect())
}

fn shipped(office: &str) -> Calendar {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut problems = Vec::new();
    let calendar = load_calendar(&config.join("offices").join(office), &config.join("holidays"), &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    calendar.expect("no fault, so a calendar")
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

#[test]
fn the_five_offices_have_calendars_with_the_days_of_both_decrees() {
    for office in ["batang", "kademangan", "ntt", "buleleng", "ttu"] {
        let calendar = shipped(office);
        assert_eq!(calendar.name, format!("{office} 2026 rev 1"));
        assert_eq!(calendar.years, [2025, 2026]);
        let count = |year, kind| calendar.holidays.iter().filter(|(d, h)| d.year() == year && h.kind == kind).count();
        assert_eq!([count(2025, HolidayKind::National), count(2025, HolidayKind::CollectiveLeave)], [17, 11]);
        assert_eq!([count(2026, HolidayKind::National), count(2026, HolidayKind::CollectiveLeave)], [17, 8]);
        assert_eq!(
            calendar.day_off(date("2025-08-18")).as_deref(),
            Some("Cuti bersama Proklamasi Kemerdekaan (HUT ke-80)")
        );
        assert_eq!(calendar.day_off(date("2026-02-17")).as_deref(), Some("Tahun Baru Imlek 2577 Kongzili"));
    }
    assert_eq!(shipped("kademangan").week.len(), 6);
    assert_eq!(shipped("buleleng").day_off(date("2026-06-17")), None, "Galungan is dispensasi: the hospital works");
}

#[test]
fn offices_of_five_days_work_exactly_the_hours_of_the_presidential_regulation() {
    for office in ["batang", "ntt", "buleleng", "ttu"] {
        let calendar = shipped(office);
        // Breaks: an hour, on Friday an hour and a half; in Ramadan half an hour and an hour.
        for (monday, breaks, expected) in [("2026-11-23", 330, 2250), ("2026-03-02", 180, 1950)] {
            let minutes: i64 = date(monday)
                .iter_days()
                .take(7)
                .filter_map(|day| calendar.hours_on(day))
                .map(|hours| (hours.until - hours.from).num_minutes())
                .sum();
            assert_eq!(minutes - breaks, expected, "{office} {monday}");
        }
    }
}

#[test]
fn a_correct_pair_of_files_makes_a_calendar_named_after_office_year_and_revision() {
    let (calendar, problems) = load(OFFICE, &[("2026.toml", HOLIDAYS)]);
    assert_eq!(problems, Vec::<String>::new());
    let calendar = calendar.expect("a calendar");
    assert_eq!(calendar.name, "uji 2026 rev 3");
    assert_eq!(calendar.day_off(date("2026-03-18")).as_deref(), Some("Cuti bersama Nyepi"));
    assert_eq!(calendar.day_off(date("2026-03-17")).as_deref(), Some("Selasa"));
}

#[test]
fn an_amended_decree_changes_the_name_that_deadlines_keep() {
    let amended = HOLIDAYS.replace("revision = 1", "revision = 2");
    assert_eq!(load(OFFICE, &[("2026.toml", &amended)]).0.expect("a calendar").name, "uji 2026 rev 3.1");
}

#[test]
fn an_office_may_work_through_collective_leave() {
    let office = OFFICE.replace("leave = true", "leave = false");
    let calendar = load(&office, &[("2026.toml", HOLIDAYS)]).0.expect("a calendar");
    assert_eq!(calendar.day_off(date("2026-03-18")), None);
}

#[test]
fn a_regional_day_counts_only_where_the_office_says_so() {
    for (counts, expected) in [("true", Some("Galungan")), ("false", None)] {
        let office = format!("{OFFICE}[[regional]]\ndate = \"2026-06-17\"\nname = \"Galungan\"\ncounts = {counts}\n");
        let calendar = load(&office, &[("2026.toml", HOLIDAYS)]).0.expect("a calendar");
        assert_eq!(calendar.day_off(date("2026-06-17")).as_deref(), expected);
    }
}

#[test]
fn a_prediction_lends_its_days_but_not_its_year_and_yields_to_the_decree() {
    let predicted = "year = 2027\nstatus = \"perkiraan\"\ndecree = \"\"\nrevision = 1\n\
                     [[day]]\ndate = \"2027-03-08\"\nkind = \"libur\"\nname = \"Nyepi\"\n";
    let (calendar, problems) = load(OFFICE, &[("2026.toml", HOLIDAYS), ("2027.perkiraan.toml", predicted)]);
    assert_eq!(problems, Vec::<String>::new());
    let calendar = calendar.expect("a calendar");
    assert_eq!(
        (calendar.years.as_slice(), calendar.day_off(date("2027-03-08")).as_deref()),
        (&[2026][..], Some("Nyepi"))
    );
    let decreed =
        predicted.replace("perkiraan", "final").replace("decree = \"\"", "decree = \"SKB\"").replace("03-08", "03-10");
    let files = [("2026.toml", HOLIDAYS), ("2027.perkiraan.toml", predicted), ("2027.toml", &decreed)];
    let calendar = load(OFFICE, &files).0.expect("a calendar");
    assert_eq!((calendar.years.as_slice(), calendar.day_off(date("2027-03-08"))), (&[2026, 2027][..], None));
}

#[test]
fn every_fault_is_named_with_file_line_and_remedy_at_once() {
    let office = "revision = 1\ncount_collective_leave = true\n[hours]\nsenin = \"16.00-07.30\"\nselasa = \"07.30-16.00\"\n\
                  [[regional]]\ndate = \"17-06-2026\"\nname = \"Galungan\"\n\
                  [[special]]\nname = \"Ramadan\"\nfrom = \"2026-03-20\"\nuntil = \"2026-02-19\"\n\
                  hours = { selasa = \"08.00-15.00\", rabu = \"08.00-15.00\" }\n";
    let holidays = format!(
        "{HOLIDAYS}[[day]]\ndate = \"2026-03-19\"\nkind = \"libur\"\nname = \"Nyepi lagi\"\n\
                            [[day]]\ndate = \"2026-02-30\"\nkind = \"libur\"\nname = \"Tidak ada\"\n\
                            [[day]]\ndate = \"2025-12-25\"\nkind = \"libur\"\nname = \"Natal\"\n"
    );
    let (calendar, problems) = load(office, &[("2026.toml", &holidays)]);
    assert_eq!(calendar, None);
    assert_eq!(
        problems,
        [
            "holidays/2026.toml:14: day[2].date: 2026-03-19 is named twice; each day once",
            "holidays/2026.toml:18: day[3].date: `2026-02-30` is no date; a date as `2026-03-19`",
            "holidays/2026.toml:22: day[4].date: 2025-12-25 is not in 2026; a day of that year",
            "uji/calendar.toml:4: hours.senin: `16.00-07.30` are no opening hours; opening before closing on the same day, as \
             `07.30-16.00`",
            "uji/calendar.toml:11: special[0]: Ramadan: begins on 2026-03-20, after its end on 2026-02-19; from on or before \
             until",
            "uji/calendar.toml:11: special[0]: Ramadan: Rabu has hours in only one of the usual and the special week; hours \
             for exactly the weekdays that are worked (a period changes hours, not working days)",
            "uji/calendar.toml:7: regional[0].date: `17-06-2026` is no date; a date as `2026-03-19`",
        ]
    );
}

#[test]
fn an_office_that_never_works_and_a_country_without_holidays_are_faults() {
    let idle = "revision = 1\ncount_collective_leave = true\n[hours]\n";
    let (calendar, problems) = load(idle, &[]);
    assert_eq!(calendar, None);
    assert!(problems.iter().any(|p| p.contains("no working day")), "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("no final year of holidays")), "{problems:?}");
}

#[test]
fn a_year_file_under_another_years_name_is_refused() {
    let (calendar, problems) = load(OFFICE, &[("2025.toml", HOLIDAYS)]);
    assert_eq!(calendar, None);
    assert_eq!(problems, ["holidays/2025.toml:1: year: does not fit the name of the file; `2026.toml`"]);
}

#[test]
fn from_october_on_somebody_is_told_that_next_year_is_missing() {
    let calendar = shipped("batang");
    assert_eq!(missing_years(&calendar, date("2026-09-30")), []);
    assert_eq!(missing_years(&calendar, date("2026-10-01")), [MissingYear(2027)]);
    assert_eq!(missing_years(&calendar, date("2027-01-02")), [MissingYear(2027)]);
    assert!(MissingYear(2027).to_string().contains("holidays/2027.toml"));
}
