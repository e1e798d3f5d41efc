//! When the office got a message, as far as its file says.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use connectors::mime::Mail;

use crate::decide::deadlines::parse_moment;

/// `--received`, else the line that the last server wrote when it took the mail in, else what the sender says, else
/// `now`. A moment outside 2000 to 2199 is a broken clock and says nothing.
pub(super) fn received(given: Option<&str>, mail: &Mail, zone: Tz, now: DateTime<Utc>) -> DateTime<Utc> {
    let given = given.and_then(|text| parse_moment(text, zone).ok());
    let stamped = || mail.header_values("received").next().and_then(stamp);
    let sent = || mail.date.map(|date| date.to_utc());
    given.or_else(|| stamped().filter(plausible)).or_else(|| sent().filter(plausible)).unwrap_or(now)
}

/// The moment behind the last semicolon of a Received line (RFC 5321 §4.4).
fn stamp(line: &str) -> Option<DateTime<Utc>> {
    let (_, moment) = line.rsplit_once(';')?;
    DateTime::parse_from_rfc2822(moment.trim()).ok().map(|moment| moment.to_utc())
}

fn plausible(moment: &DateTime<Utc>) -> bool {
    (2000..2200).contains(&moment.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "Received: from a.example by b.example; Mon, 16 Nov 2026 08:01:02 +0700 (WIB)\r\n";
    const DATE: &str = "Date: Mon, 16 Nov 2026 07:58:00 +0700\r\n";

    fn of(headers: &str, given: Option<&str>) -> String {
        let mail = connectors::mime::read(format!("{headers}\r\nHalo").as_bytes());
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        received(given, &mail, Tz::Asia__Jakarta, now).with_timezone(&Tz::Asia__Jakarta).to_rfc3339()
    }

    #[test]
    fn the_offices_own_server_knows_better_than_the_sender_when_it_came() {
        assert_eq!(of(&format!("{LINE}{DATE}"), None), "2026-11-16T08:01:02+07:00");
        assert_eq!(of(DATE, None), "2026-11-16T07:58:00+07:00");
        assert_eq!(of(&format!("{LINE}{DATE}"), Some("2026-11-17 09:00")), "2026-11-17T09:00:00+07:00");
    }

    #[test]
    fn a_broken_clock_says_nothing() {
        let now = "2027-01-15T15:00:00+07:00";
        assert_eq!(of("Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n", None), now);
        assert_eq!(of("Received: from a by b; gestern\r\n", None), now);
        assert_eq!(of("", None), now);
    }
}
