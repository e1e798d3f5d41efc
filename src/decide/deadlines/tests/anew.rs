//! Sorted anew, extended, in Ramadan, in Bali: what must hold for every start and every order.

use proptest::prelude::*;

use super::*;

fn some_moment() -> impl Strategy<Value = DateTime<Utc>> {
    (1_735_700_000i64..1_795_000_000).prop_map(|s| DateTime::from_timestamp(s, 0).expect("in range"))
}

fn some_grade() -> impl Strategy<Value = Grade> {
    prop::sample::select(Grade::ALL)
}

fn some_office() -> impl Strategy<Value = (&'static str, Tz)> {
    prop::sample::select(
        &[("batang", Jakarta), ("kademangan", Jakarta), ("ntt", Makassar), ("buleleng", Makassar), ("ttu", Makassar)][..],
    )
}

fn facts(grade: Grade, received: DateTime<Utc>) -> Facts {
    Facts { channel: Channel::Email, class: Class::Pengaduan, grade: Some(grade), supervision: false, received }
}

proptest! {
    #[test]
    fn a_regrade_counts_from_the_receipt_and_the_way_to_it_does_not_matter(
        start in some_moment(),
        first in some_grade(),
        way in prop::collection::vec(some_grade(), 0..6),
        last in some_grade(),
    ) {
        let (standards, calendar) = (standards("buleleng"), calendar("buleleng"));
        let straight = clocks(&standards, &calendar, Makassar, &facts(last, start));
        let mut running = clocks(&standards, &calendar, Makassar, &facts(first, start));
        for grade in way.into_iter().chain([last]) {
            running = anew(&running, &standards, &calendar, Makassar, &facts(grade, start)).all;
        }
        prop_assert_eq!(&running, &straight);
        prop_assert!(running.iter().all(|deadline| deadline.from == start), "from the receipt");
    }

    #[test]
    fn a_graver_grade_never_gives_more_time(start in some_moment()) {
        let (standards, calendar) = (standards("buleleng"), calendar("buleleng"));
        let first = |grade| clocks(&standards, &calendar, Makassar, &facts(grade, start)).first().map(|d| d.due);
        prop_assert!(first(Grade::Merah) <= first(Grade::Kuning));
        prop_assert!(first(Grade::Kuning) <= first(Grade::Hijau));
    }

    #[test]
    fn an_extension_is_later_on_a_working_day_within_seven_and_given_once(
        start in some_moment(),
        wished in 1i64..40,
        late in any::<bool>(),
    ) {
        let (standards, calendar) = (standards("buleleng"), calendar("buleleng"));
        let info = standards.iter().find(|standard| standard.id == "rsb.info").expect("rsb.info");
        let by = info.extend_by.expect("seven days");
        let deadline = due(info.within, &info.words, &info.id, start, &calendar, Makassar);
        let day = deadline.due.date_naive() + TimeDelta::days(wished);
        let now = deadline.due.to_utc() + TimeDelta::seconds(if late { 1 } else { 0 });
        let furthest = due(by, "", "", deadline.due.to_utc(), &calendar, Makassar).due;
        match extended(info, by, &deadline, day, now, &calendar, Makassar) {
            Err(NoExtension::TooLate) => prop_assert!(late),
            Err(NoExtension::TooFar(last)) => prop_assert!(day > last && last == furthest.date_naive()),
            Err(NoExtension::NotLater) => {
                // Nothing but days off lies between the limit and the day that was wished.
                let mut between = deadline.due.date_naive().iter_days().skip(1).take_while(|other| *other <= day);
                prop_assert!(between.all(|other| calendar.day_off(other).is_some()));
            }
            Err(NoExtension::Again) => prop_assert!(false, "it is the first"),
            Ok(new) => {
                prop_assert!(!late && new.due > deadline.due && new.due <= furthest);
                prop_assert_eq!(calendar.day_off(new.due.date_naive()), None);
                prop_assert_eq!(new.from, deadline.from);
                let again = extended(info, by, &new, day + TimeDelta::days(1), now, &calendar, Makassar);
                prop_assert_eq!(again, Err(NoExtension::Again));
            }
        }
    }

    #[test]
    fn no_limit_of_any_office_ends_on_a_day_off_unless_it_counts_calendar_days(
        (office, zone) in some_office(),
        start in some_moment(),
    ) {
        let calendar = calendar(office);
        for standard in standards(office) {
            let deadline = due(standard.within, &standard.words, &standard.id, start, &calendar, zone);
            prop_assert!(deadline.due >= start.with_timezone(&zone).fixed_offset(), "{}", standard.id);
            if let Within::WorkingDays(_) = standard.within {
                let hours = calendar.hours_on(deadline.due.date_naive());
                prop_assert_eq!(hours.map(|hours| hours.until), Some(deadline.due.time()), "{}", standard.id);
            }
        }
    }

    #[test]
    fn in_ramadan_a_limit_ends_when_the_office_closes_in_ramadan_and_on_the_same_day(
        (office, zone) in some_office(),
        day in 0i64..29,
        hour in 0i64..24,
        n in 1u32..8,
    ) {
        let with = calendar(office);
        let mut without = with.clone();
        without.special_hours.clear();
        let start = at("2026-02-19 00:00", zone) + TimeDelta::days(day) + TimeDelta::hours(hour);
        let [fasting, usual] = [&with, &without].map(|c| due(Within::WorkingDays(n), "", "", start, c, zone));
        prop_assert_eq!(fasting.due.date_naive(), usual.due.date_naive(), "other hours, the same days");
        prop_assert!(fasting.due <= usual.due);
        let in_ramadan = fasting.due.date_naive() <= date("2026-03-20");
        prop_assert_eq!(with.hours_on(fasting.due.date_naive()).map(|hours| hours.until), Some(fasting.due.time()));
        // A Puskesmas may close at the same hour on Fridays, whether it fasts or not.
        let earlier = fasting.due < usual.due;
        prop_assert!(earlier == in_ramadan || office == "kademangan" && !earlier, "{} {}", fasting.due, usual.due);
    }

    #[test]
    fn hours_run_on_whatever_the_calendar_says(
        (office, zone) in some_office(),
        start in some_moment(),
        n in 1u32..200,
    ) {
        let deadline = due(Within::Hours(n), "", "", start, &calendar(office), zone);
        prop_assert_eq!(deadline.due.to_utc() - start, TimeDelta::hours(n.into()));
        prop_assert!(deadline.skipped.is_empty());
    }

    #[test]
    fn in_bali_feasts_that_count_only_ever_make_a_limit_later(start in some_moment(), n in 1u32..60) {
        let elsewhere = calendar("buleleng");
        let mut bali = elsewhere.clone();
        for day in ["2025-04-23", "2025-05-03", "2025-11-19", "2025-11-29", "2026-06-17", "2026-06-27"] {
            let feast = Holiday { kind: HolidayKind::Regional, name: "Galungan atau Kuningan".to_owned() };
            bali.holidays.entry(date(day)).or_insert(feast);
        }
        let [here, there] = [&bali, &elsewhere].map(|c| due(Within::WorkingDays(n), "", "", start, c, Makassar));
        prop_assert!(here.due >= there.due);
        let feasts = here.skipped.iter().filter(|skipped| skipped.why.starts_with("Galungan"));
        let cost = feasts.filter(|skipped| elsewhere.day_off(skipped.date).is_none()).count();
        prop_assert_eq!(here.due > there.due, cost > 0);
    }
}
