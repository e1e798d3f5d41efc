//! Days, times and moments of routines, as people write them.
//!
//! In: `Senin dan Kamis`, `08.00`, `4 jam kerja`. Out: plain values, or `None`. Knows no key and no file.

use chrono::{NaiveTime, TimeDelta, Timelike, Weekday};

use crate::domain::routine::{Days, PostRemind};

/// `08.00` or `08:00`.
pub(super) fn clock_time(text: &str) -> Option<NaiveTime> {
    ["%H.%M", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(text.trim(), form).ok())
}

/// `15.30` or `4 jam kerja`.
pub(super) fn remind(text: &str) -> Option<PostRemind> {
    if let Some(time) = clock_time(text) {
        return Some(PostRemind::At(time));
    }
    let hours = text.trim().strip_suffix("jam kerja")?.trim().parse().ok().filter(|hours| (1..=100).contains(hours))?;
    Some(PostRemind::WorkingHours(hours))
}

/// `setiap hari`, `hari kerja`, `Senin dan Kamis`, `Senin-Kamis`, `tanggal 1`.
pub(super) fn days(text: &str) -> Option<Days> {
    let lower = text.trim().to_lowercase();
    match lower.as_str() {
        "setiap hari" => return Some(Days::Every),
        "hari kerja" => return Some(Days::Working),
        _ => {}
    }
    if let Some(day) = lower.strip_prefix("tanggal ") {
        return day.trim().parse().ok().filter(|day| (1..=28).contains(day)).map(Days::Month);
    }
    if let Some((first, last)) = lower.split_once(['-', '–']) {
        let (first, last) = (weekday(first.trim())?, weekday(last.trim())?);
        let days: Vec<Weekday> =
            std::iter::successors(Some(first), |day| Some(day.succ())).take_while(|day| *day != last.succ()).collect();
        let rises = first.num_days_from_monday() < last.num_days_from_monday();
        return rises.then_some(Days::Week(days));
    }
    let names = lower.split([',', ' ']).filter(|word| !word.is_empty() && *word != "dan");
    let days: Option<Vec<Weekday>> = names.map(weekday).collect();
    days.filter(|days| !days.is_empty()).map(Days::Week)
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "senin" => Weekday::Mon,
        "selasa" => Weekday::Tue,
        "rabu" => Weekday::Wed,
        "kamis" => Weekday::Thu,
        "jumat" => Weekday::Fri,
        "sabtu" => Weekday::Sat,
        "minggu" => Weekday::Sun,
        _ => return None,
    })
}

/// The shortest time between two occasions of a routine.
pub(super) fn shortest_gap(days: &Days, at: &[NaiveTime]) -> TimeDelta {
    const DAY: i64 = 24 * 60 * 60;
    let seconds = |time: &NaiveTime| i64::from(time.num_seconds_from_midnight());
    let mut times: Vec<i64> = at.iter().map(seconds).collect();
    times.sort_unstable();
    let within_a_day = times.iter().zip(times.iter().skip(1)).map(|(earlier, later)| later - earlier).min();
    let last_to_first = times.last().zip(times.first()).map_or(0, |(last, first)| last - first);
    let to_another_day = days_apart(days) * DAY - last_to_first;
    TimeDelta::seconds(within_a_day.map_or(to_another_day, |gap| gap.min(to_another_day)))
}

/// The fewest days from one day of a routine to the next.
fn days_apart(days: &Days) -> i64 {
    match days {
        Days::Every | Days::Working => 1,
        Days::Month(_) => 28,
        Days::Week(named) => {
            let number = |day: &Weekday| i64::from(day.num_days_from_monday());
            let pairs = named.iter().flat_map(|a| named.iter().map(move |b| (number(b) - number(a)).rem_euclid(7)));
            pairs.filter(|apart| *apart > 0).min().unwrap_or(7)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        assert_eq!(days("Setiap hari"), Some(Days::Every));
        assert_eq!(days("hari kerja"), Some(Days::Working));
        assert_eq!(days("Senin dan Kamis"), Some(Days::Week(vec![Weekday::Mon, Weekday::Thu])));
        assert_eq!(days("tanggal 1"), Some(Days::Month(1)));
        for wrong in ["", "tiap minggu sekali", "tanggal 31", "hari libur"] {
            assert_eq!(days(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_reminder_comes_at_a_time_or_after_working_hours() {
        assert_eq!(remind("15.30"), NaiveTime::from_hms_opt(15, 30, 0).map(PostRemind::At));
        assert_eq!(remind("4 jam kerja"), Some(PostRemind::WorkingHours(4)));
        assert_eq!(remind("sore"), None);
    }

    #[test]
    fn the_gap_between_two_occasions_is_the_shortest_one() {
        let at = |hours: &[u32]| hours.iter().map(|h| NaiveTime::from_hms_opt(*h, 0, 0).unwrap()).collect::<Vec<_>>();
        let gap = |text: &str, hours: &[u32]| shortest_gap(&days(text).unwrap(), &at(hours)).num_hours();
        assert_eq!(gap("setiap hari", &[8, 14, 20]), 6);
        assert_eq!(gap("setiap hari", &[1, 23]), 2, "the night counts");
        assert_eq!(gap("hari kerja", &[14]), 24);
        assert_eq!(gap("Senin", &[8]), 7 * 24);
        assert_eq!(gap("Senin dan Kamis", &[8]), 3 * 24);
        assert_eq!(gap("Minggu dan Senin", &[8]), 24);
        assert_eq!(gap("tanggal 1", &[8]), 28 * 24);
    }
}
