//! A line of the log in words: `baris 12, Senin ... : petugas membalas, oleh Bidang P2P (surat 2)`. In: the line as it
//! was written. Out: a sentence.

use chrono::{DateTime, Utc};

use super::Wall;
use crate::domain::{Channel, ClosedHow, LetterKind};
use crate::sync_log::Event;

/// A smaller number of seconds is no moment of ours (2001).
const LOG_BEGINS: i64 = 1_000_000_000;

/// A line with all its facts.
pub(super) fn log_line(line: &serde_json::Value, wall: &Wall<'_>) -> String {
    let text = |name: &str| line.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let at = line.get("t").and_then(serde_json::Value::as_i64).and_then(|t| DateTime::from_timestamp(t, 0));
    let event = Event::from_word(text("ev")).map_or_else(|| text("ev"), |event| event.label());
    let n = line.get("n").map(ToString::to_string).unwrap_or_default();
    let facts = line.get("d").and_then(serde_json::Value::as_object).into_iter().flatten();
    let facts: Vec<String> = facts.map(|(name, value)| fact(name, value, wall)).collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join("; ")) };
    let at = at.map(|at| wall.at(at)).unwrap_or_default();
    format!("baris {n}, {at}: {event}, oleh {}{facts}.", wall.unit(text("aktor")))
}

/// A fact of a line in words: `kepada Puskesmas Bandar I`, `surat 2`.
fn fact(name: &str, value: &serde_json::Value, wall: &Wall<'_>) -> String {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let words = match (name, value.as_str()) {
        ("kepada" | "unit" | "untuk", unit) => wall.unit(unit),
        ("jenis", kind) => LetterKind::from_word(kind).map_or(kind, |kind| kind.label()).to_owned(),
        ("kanal", channel) => Channel::from_word(channel).map_or(channel, |channel| channel.label()).to_owned(),
        ("cara", how) => ClosedHow::from_word(how).map_or(how, |how| how.label()).to_owned(),
        ("diterima" | "semula" | "menjadi" | "sampai" | "terlewat" | "mulai_lagi" | "lagi" | "waktu", moment) => {
            moment_of(moment).map_or_else(|| moment.to_owned(), |at| wall.at(at))
        }
        ("jeda_detik", seconds) => return delay(seconds),
        ("dikecualikan", "true") => return "dikecualikan dari penghapusan".to_owned(),
        ("dikecualikan", "false") => return "boleh dihapus lagi".to_owned(),
        (_, "true") => "ya".to_owned(),
        (_, "false") => "tidak".to_owned(),
        (_, other) => other.to_owned(),
    };
    format!("{} {words}", name.replace('_', " "))
}

/// How long something took, from seconds.
fn delay(seconds: &str) -> String {
    let Ok(seconds) = seconds.parse::<i64>() else { return format!("jeda {seconds} detik") };
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) if seconds < 1 => "seketika".to_owned(),
        (0, 0, 0) => format!("setelah {seconds} detik"),
        (0, 0, minutes) => format!("setelah {minutes} menit"),
        (0, hours, minutes) => format!("setelah {hours} jam {} menit", minutes % 60),
        (days, hours, _) => format!("setelah {days} hari {} jam", hours % 24),
    }
}

/// A moment as the log writes it: seconds since 1970, or RFC 3339.
fn moment_of(value: &str) -> Option<DateTime<Utc>> {
    let seconds = value.parse::<i64>().ok().filter(|seconds| *seconds > LOG_BEGINS);
    let exact = || DateTime::parse_from_rfc3339(value).ok().map(|at| at.to_utc());
    seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).or_else(exact)
}

#[cfg(test)]
mod tests {
    use super::delay;

    #[test]
    fn a_delay_is_told_as_people_tell_it() {
        let told = ["0", "59", "60", "3660", "90000"].map(delay);
        let words =
            ["seketika", "setelah 59 detik", "setelah 1 menit", "setelah 1 jam 1 menit", "setelah 1 hari 1 jam"];
        assert_eq!(told, words);
    }
}
