//! What must hold for every start, every limit and every calendar.

use proptest::prelude::*;

use super::*;

fn some_moment() -> impl Strategy<Value = DateTime<Utc>> {
    // 2025 and 2026 as seen from Jakarta.
    (1_735_700_000i64..1_798_000_000).prop_map(|s| DateTime::from_timestamp(s, 0).expect("in range"))
}

proptest! {
    #[test]
    fn a_working_day_limit_never_ends_on_a_day_off(start in some_moment(), n in 1u32..90) {
        let calendar = calendar("kademangan");
        let deadline = due(Within::WorkingDays(n), "", "", start, &calendar, Jakarta);
        let last = deadline.due.date_naive();
        prop_assert_eq!(calendar.day_off(last), None);
        prop_assert_eq!(calendar.hours_on(last).map(|hours| hours.until), Some(deadline.due.time()));
        let days = (last - deadline.from.date_naive()).num_days();
        prop_assert_eq!(days, i64::from(n) + i64::try_from(deadline.skipped.len()).unwrap_or(-1));
    }

    #[test]
    fn another_holiday_never_makes_a_limit_earlier(start in some_moment(), n in 1u32..60, offset in 0i64..120) {
        let before = calendar("batang");
        let mut after = before.clone();
        let day = start.date_naive() + TimeDelta::days(offset);
        after.holidays.insert(day, Holiday { kind: HolidayKind::Regional, name: "Hari Jadi".to_owned() });
        for within in [Within::WorkingDays(n), Within::CalendarDays(n), Within::Hours(n), Within::Months(n)] {
            let [old, new] = [&before, &after].map(|c| due(within, "", "", start, c, Jakarta).due);
            prop_assert!(new >= old);
            prop_assert!(new == old || matches!(within, Within::WorkingDays(_)));
        }
    }

    #[test]
    fn a_longer_limit_never_ends_earlier(start in some_moment(), n in 1u32..200) {
        let calendar = calendar("ttu");
        for kind in [Within::WorkingDays, Within::CalendarDays, Within::Hours, Within::Minutes, Within::Months] {
            let [short, long] = [n, n + 1].map(|n| due(kind(n), "", "", start, &calendar, Makassar).due);
            prop_assert!(short < long);
            prop_assert!(short > start);
        }
    }

    #[test]
    fn what_touches_a_year_that_is_not_loaded_is_provisional(start in some_moment(), n in 1u32..300) {
        let calendar = calendar("batang");
        for within in [Within::WorkingDays(n), Within::CalendarDays(n)] {
            let deadline = due(within, "", "", start, &calendar, Jakarta);
            prop_assert_eq!(deadline.provisional, deadline.due.year() > 2026);
        }
    }

    #[test]
    fn reminders_never_disturb_the_night_and_never_come_after_the_limit(start in some_moment(), n in 2u32..40) {
        let calendar = calendar("batang");
        for words in [format!("{n} hari kerja"), format!("{n} hari kalender")] {
            let standard = standard(&words);
            let deadline = due(standard.within, &words, "x", start, &calendar, Jakarta);
            for notice in reminders(&standard, &deadline, &calendar, start) {
                let local = notice.at.with_timezone(&Jakarta);
                prop_assert!((8..20).contains(&chrono::Timelike::hour(&local)), "{} {:?}", local, notice.kind);
                let mut between = start.date_naive().iter_days().skip(2).take_while(|day| *day < deadline.due.date_naive());
                let worked = between.any(|day| calendar.day_off(day).is_none());
                prop_assert!(!worked || calendar.day_off(local.date_naive()).is_none(), "{} {:?}", local, notice.kind);
                prop_assert!(notice.kind == NoticeKind::Escalation || notice.at < deadline.due);
            }
        }
    }
}
