//! The hour of a day, in words and figures. In: a text without its date. Out: the hour, that none is said, or that one
//! is said which no day has.

use std::sync::LazyLock;

use chrono::NaiveTime;
use regex::{Captures, Regex};

use crate::decide::pattern::pattern;

/// What a text says of the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// Nothing.
    Unsaid,
    /// This hour.
    At(NaiveTime),
    /// One that no day has: `25.61`.
    Impossible,
}

/// Part of the day, and the hour that it means where none is said.
const PARTS: [(&str, u32); 8] =
    [("subuh", 5), ("pagi", 8), ("siang", 12), ("sore", 15), ("petang", 17), ("malam", 19), ("mlm", 19), ("pg", 8)];

/// Reads the hour beside a date: `09.41`, `9:41 PM`, `jam 3 sore`, `setengah 9`, `pagi`.
pub(super) fn read(text: &str) -> Clock {
    static CLOCK: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)(?:^|[^\d.:])(\d{1,2})\s?[.:]\s?(\d{2})(?:[.:](\d{2}))?\s*([ap]\.?m)?(?:\b|$)"));
    static ALONE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:(?:jam|pukul|pkl|jm|puku)\.?\s*(\d{1,2})\b|(\d{1,2})\s*(?:pagi|siang|sore|malam|[ap]\.?m)\b)",
        )
    });
    static HALF: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:setengah|stengah|1/2)\s+(\d{1,2})\b"));
    let lower = text.to_lowercase();
    let part = PARTS.iter().find(|(name, _)| lower.split(|c: char| !c.is_alphabetic()).any(|word| word == *name));
    let part = part.map(|(name, hour)| (*name, *hour));
    let number = |found: &Captures<'_>, n: usize| found.get(n).map_or(Some(0), |m| m.as_str().parse::<u32>().ok());
    let time = |hour: Option<u32>, minute: Option<u32>, second: Option<u32>| {
        let hour = hour.map(|hour| of_part(hour, part.map(|(name, _)| name)));
        let at = NaiveTime::from_hms_opt(hour.unwrap_or(99), minute.unwrap_or(99), second.unwrap_or(99));
        at.map_or(Clock::Impossible, Clock::At)
    };
    if let Some(found) = HALF.captures(text) {
        return time(number(&found, 1).and_then(|hour| hour.checked_sub(1)), Some(30), Some(0));
    }
    if let Some(found) = CLOCK.captures(text) {
        let hour = of_half(number(&found, 1), found.get(4).map(|m| m.as_str()));
        return time(hour, number(&found, 2), number(&found, 3));
    }
    if let Some(found) = ALONE.captures(text) {
        let half = ["am", "a.m", "pm", "p.m"].into_iter().find(|half| lower.trim_end_matches('.').ends_with(half));
        let hour = found.get(1).or(found.get(2)).and_then(|m| m.as_str().parse().ok());
        return time(of_half(hour, half), Some(0), Some(0));
    }
    part.and_then(|(_, hour)| NaiveTime::from_hms_opt(hour, 0, 0)).map_or(Clock::Unsaid, Clock::At)
}

/// A text that is an hour and nothing else: `09.41`, `9`, `pukul 9 WIB`.
#[must_use]
pub fn alone(text: &str) -> Option<NaiveTime> {
    let bare = text.trim();
    let bare = if bare.len() <= 2 { format!("jam {bare}") } else { bare.to_owned() };
    match read(&bare) {
        Clock::At(hour) => Some(hour),
        Clock::Unsaid | Clock::Impossible => None,
    }
}

fn of_half(hour: Option<u32>, half: Option<&str>) -> Option<u32> {
    let half = half.map(|half| half.to_lowercase().starts_with('p'));
    hour.map(|hour| match (hour, half) {
        (12, Some(false)) => 0,
        (1..=11, Some(true)) => hour + 12,
        _ => hour,
    })
}

/// `jam 3 sore` is fifteen, `jam 2 siang` fourteen, `jam 12 malam` midnight.
fn of_part(hour: u32, part: Option<&str>) -> u32 {
    match (hour, part) {
        (1..=7, Some("sore" | "petang")) | (1..=5, Some("siang")) | (6..=11, Some("malam" | "mlm")) => hour + 12,
        (12, Some("malam" | "mlm")) => 0,
        _ => hour,
    }
}
