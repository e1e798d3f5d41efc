//! The numbers that citizens hold in their hands. In: prefix, year, count. Out: `BTG-26-0123`, and back; and how many to
//! leave free where it is not known which were given. It does not know the counters.

use chrono::TimeDelta;

/// So many numbers are left free at least: nobody knows what the last days were like.
const AT_LEAST: i64 = 100;
/// So many times what the office gave before: what broke a machine may have brought complaints as well.
const GENEROUSLY: i64 = 3;
/// A day in seconds.
const DAY: i64 = 86_400;

/// A number as it is given: prefix, year, count.
#[must_use]
pub fn complaint_number(prefix: &str, year: i32, count: i64) -> String {
    format!("{prefix}-{:02}-{count:04}", year.rem_euclid(100))
}

/// Its prefix, the last two digits of its year, its count; `None` if it is no number.
#[must_use]
pub fn parts(number: &str) -> Option<(&str, i32, i64)> {
    let (rest, count) = number.rsplit_once('-')?;
    let (prefix, year) = rest.rsplit_once('-')?;
    Some((prefix, year.parse().ok()?, count.parse().ok()?))
}

/// How many numbers an office may have given in a time of which nothing is known (`lost`), judged by what it gave before:
/// `given` numbers in the time `over`. Generous, because a number that is given twice names two matters, and one that is
/// left out harms nobody.
#[must_use]
pub fn perhaps_given(given: i64, over: TimeDelta, lost: TimeDelta) -> i64 {
    let days = |time: TimeDelta| (time.num_seconds().max(0) + DAY - 1) / DAY;
    let likely = given.saturating_mul(days(lost)) / days(over).max(1);
    AT_LEAST.saturating_add(likely.saturating_mul(GENEROUSLY))
}

/// The next round number from here, in steps of so many.
#[must_use]
pub fn rounded_up(number: i64, step: i64) -> i64 {
    number.saturating_add(step - 1) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let number = complaint_number("BTG", 2026, 88);
        assert_eq!((number.as_str(), parts(&number)), ("BTG-26-0088", Some(("BTG", 26, 88))));
        assert_eq!(parts("BTG-26-12345"), Some(("BTG", 26, 12345)));
        assert_eq!((parts("BTG-26"), parts("BTG-26-x")), (None, None));
    }

    #[test]
    fn what_an_office_may_have_given_grows_with_the_time_that_is_lost_and_is_never_less_than_a_hundred() {
        let (month, day) = (TimeDelta::days(30), TimeDelta::days(1));
        assert_eq!(perhaps_given(0, month, TimeDelta::zero()), 100);
        assert_eq!(perhaps_given(600, month, TimeDelta::hours(3)), 100 + 3 * 20);
        assert_eq!(perhaps_given(600, month, TimeDelta::days(10)), 100 + 3 * 200);
        assert_eq!(perhaps_given(50, TimeDelta::hours(2), day), 100 + 3 * 50, "of an office that has just begun");
        assert_eq!(perhaps_given(5, month, TimeDelta::days(-2)), 100, "a clock that ran backwards");
    }

    #[test]
    fn a_round_number_is_the_next_one_or_itself() {
        assert_eq!((rounded_up(101, 100), rounded_up(200, 100), rounded_up(0, 100)), (200, 200, 0));
    }
}
