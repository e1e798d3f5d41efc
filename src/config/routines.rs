//! The routines of one office, from `offices/<id>/routines.toml`; an office without the file has none.
//!
//! In: the file, the office whose units it may name. Out: its [`Routines`], or every fault with its line. Does not know
//! when they are due.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{NaiveTime, TimeDelta, Weekday};
use serde::Deserialize;
use serde_spanned::Spanned;

use super::problem::Problem;
use super::quantity::{DURATION_WORDS, duration};
use super::read::{Source, read};
use crate::domain::deadline::Within;
use crate::domain::routine::{Brings, Days, PostRemind, Posting, Posts, Routine};
use crate::domain::{Channel, Office, Routines, Standard, UnitId};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoutinesFile {
    #[serde(default)]
    roles: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    routine: Vec<RoutineEntry>,
    #[serde(default)]
    posting: Vec<PostingEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoutineEntry {
    id: Spanned<String>,
    row: String,
    label: String,
    title: String,
    ask: String,
    days: Spanned<String>,
    at: Vec<Spanned<String>>,
    #[serde(default = "at_once")]
    before: Spanned<String>,
    #[serde(default = "half_an_hour")]
    grace: Spanned<String>,
    to: Spanned<Vec<String>>,
    #[serde(default = "nobody")]
    warn: Spanned<Vec<String>>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    batch: bool,
    channel: Option<Channel>,
    #[serde(default = "bare")]
    brings: Brings,
    near: Option<Spanned<String>>,
    #[serde(default)]
    near_days: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PostingEntry {
    id: Spanned<String>,
    row: String,
    label: String,
    title: String,
    ask: String,
    of: Posts,
    #[serde(default)]
    channels: Vec<Channel>,
    within: Spanned<String>,
    remind: Spanned<String>,
    to: Spanned<Vec<String>>,
    #[serde(default = "nobody")]
    warn: Spanned<Vec<String>>,
    words: Spanned<Vec<String>>,
    limit: Option<usize>,
    object: Option<Spanned<String>>,
}

fn at_once() -> Spanned<String> {
    Spanned::new(0..0, String::new())
}

fn half_an_hour() -> Spanned<String> {
    Spanned::new(0..0, "30 menit".to_owned())
}

fn nobody() -> Spanned<Vec<String>> {
    Spanned::new(0..0, Vec::new())
}

fn bare() -> Brings {
    Brings::Nothing
}

/// Reads the routines of the office in `office_dir`. Faults are added to `problems`; `None` where they cannot be used.
#[must_use]
pub fn load_routines(
    office_dir: &Path,
    office: &Office,
    standards: &[Standard],
    problems: &mut Vec<Problem>,
) -> Option<Routines> {
    let path = office_dir.join("routines.toml");
    if !path.exists() {
        return Some(Routines::default());
    }
    let before = problems.len();
    let (file, source) = read::<RoutinesFile>(&path, problems)?;
    let mut check = Check { source: &source, office, standards, roles: BTreeMap::new(), ids: Vec::new(), problems };
    check.roles(&file.roles);
    let fixed = file.routine.into_iter().enumerate().filter_map(|(n, entry)| check.routine(n, entry)).collect();
    let postings = file.posting.into_iter().enumerate().filter_map(|(n, entry)| check.posting(n, entry)).collect();
    let roles = check.roles;
    (problems.len() == before).then_some(Routines { roles, fixed, postings })
}

/// Reads entries against what the file and the office name.
struct Check<'a> {
    source: &'a Source,
    office: &'a Office,
    standards: &'a [Standard],
    roles: BTreeMap<String, Vec<String>>,
    ids: Vec<String>,
    problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    fn say<T>(&mut self, value: &Spanned<T>, key: String, what: impl Into<String>, right: &str) {
        self.problems.push(self.source.problem(value, key, what, right));
    }

    fn roles(&mut self, roles: &BTreeMap<String, Vec<Spanned<String>>>) {
        for (name, addresses) in roles {
            for address in addresses {
                let good =
                    address.get_ref().split_once('@').is_some_and(|(n, host)| !n.is_empty() && host.contains('.'));
                if !good {
                    let what = format!("{:?} is no mail address", address.get_ref());
                    self.say(address, format!("roles.{name}"), what, "an address such as admin@dinkes.example");
                }
            }
            let known = addresses.iter().map(|address| address.get_ref().to_lowercase()).collect();
            self.roles.insert(name.clone(), known);
        }
    }

    /// Every name is a role with an address, or a unit.
    fn people(&mut self, names: &Spanned<Vec<String>>, key: String) -> Vec<String> {
        for name in names.get_ref() {
            let role = self.roles.get(name).is_some_and(|addresses| !addresses.is_empty());
            if !role && self.office.unit(&UnitId(name.clone())).is_none() {
                let right = "a name under [roles] with an address, or the id of a unit";
                self.say(names, key.clone(), format!("nobody is {name:?}"), right);
            }
        }
        names.get_ref().clone()
    }

    fn id(&mut self, id: &Spanned<String>, key: &str) -> String {
        let good = !id.get_ref().is_empty() && id.get_ref().chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !good || self.ids.contains(id.get_ref()) {
            let right = "an id of its own of letters, digits and `-`";
            self.say(id, format!("{key}.id"), format!("{:?} is used twice or no id", id.get_ref()), right);
        }
        self.ids.push(id.get_ref().clone());
        id.get_ref().clone()
    }

    fn routine(&mut self, n: usize, entry: RoutineEntry) -> Option<Routine> {
        let key = format!("routine[{n}]");
        let id = self.id(&entry.id, &key);
        let to = self.people(&entry.to, format!("{key}.to"));
        let warn = self.people(&entry.warn, format!("{key}.warn"));
        let days = days(entry.days.get_ref());
        if days.is_none() {
            let right = "`setiap hari`, `hari kerja`, `Senin`, `Senin dan Kamis`, `tanggal 1`";
            self.say(&entry.days, format!("{key}.days"), format!("{:?} names no days", entry.days.get_ref()), right);
        }
        let at: Vec<Option<NaiveTime>> = entry.at.iter().map(|text| self.time(text, format!("{key}.at"))).collect();
        let before = self.length(&entry.before, format!("{key}.before"));
        let grace = self.length(&entry.grace, format!("{key}.grace"));
        let near = entry.near.map(|standard| {
            if !self.standards.iter().any(|known| known.id == *standard.get_ref()) {
                let what = format!("there is no standard {:?}", standard.get_ref());
                self.say(&standard, format!("{key}.near"), what, "an id of standards.toml");
            }
            (standard.into_inner(), entry.near_days)
        });
        if entry.brings == Brings::Near && near.is_none() {
            self.say(&entry.id, format!("{key}.near"), "is missing", "the standard whose limit comes near");
        }
        Some(Routine {
            id,
            row: entry.row,
            label: entry.label,
            title: entry.title,
            ask: entry.ask,
            days: days?,
            at: at.into_iter().collect::<Option<Vec<_>>>()?,
            before: before?,
            grace: grace?,
            to,
            warn,
            words: upper(entry.words),
            batch: entry.batch,
            channel: entry.channel,
            brings: entry.brings,
            near,
        })
    }

    fn posting(&mut self, n: usize, entry: PostingEntry) -> Option<Posting> {
        let key = format!("posting[{n}]");
        let id = self.id(&entry.id, &key);
        let to = self.people(&entry.to, format!("{key}.to"));
        let warn = self.people(&entry.warn, format!("{key}.warn"));
        if entry.words.get_ref().is_empty() {
            self.say(&entry.words, format!("{key}.words"), "nothing confirms it", "a word such as [\"SUDAH\"]");
        }
        let within = self.within(&entry.within, format!("{key}.within"));
        let remind = remind(entry.remind.get_ref());
        if remind.is_none() {
            let what = format!("{:?} names no moment", entry.remind.get_ref());
            self.say(&entry.remind, format!("{key}.remind"), what, "`15.30` or `4 jam kerja`");
        }
        let object = match &entry.object {
            Some(words) => Some(self.within(words, format!("{key}.object"))?),
            None => None,
        };
        Some(Posting {
            id,
            row: entry.row,
            label: entry.label,
            title: entry.title,
            ask: entry.ask,
            of: entry.of,
            channels: entry.channels,
            within: within?,
            remind: remind?,
            to,
            warn,
            words: upper(entry.words.into_inner()),
            limit: entry.limit,
            object,
        })
    }

    fn time(&mut self, text: &Spanned<String>, key: String) -> Option<NaiveTime> {
        let time = clock_time(text.get_ref());
        if time.is_none() {
            self.say(text, key, format!("{:?} is no time of the day", text.get_ref()), "a time such as `08.00`");
        }
        time
    }

    fn length(&mut self, text: &Spanned<String>, key: String) -> Option<TimeDelta> {
        if text.get_ref().is_empty() {
            return Some(TimeDelta::zero());
        }
        let length = duration(text.get_ref()).and_then(|length| TimeDelta::from_std(length).ok());
        if length.is_none() {
            self.say(text, key, format!("{:?} is no length of time", text.get_ref()), DURATION_WORDS);
        }
        length
    }

    fn within(&mut self, text: &Spanned<String>, key: String) -> Option<Within> {
        match text.get_ref().parse() {
            Ok(within) => Some(within),
            Err(error) => {
                self.say(text, key, format!("{error}"), "");
                None
            }
        }
    }
}

fn upper(words: Vec<String>) -> Vec<String> {
    words.into_iter().map(|word| word.trim().to_uppercase()).collect()
}

fn clock_time(text: &str) -> Option<NaiveTime> {
    ["%H.%M", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(text.trim(), form).ok())
}

fn remind(text: &str) -> Option<PostRemind> {
    if let Some(time) = clock_time(text) {
        return Some(PostRemind::At(time));
    }
    let hours = text.trim().strip_suffix("jam kerja")?.trim().parse().ok().filter(|hours| (1..=100).contains(hours))?;
    Some(PostRemind::WorkingHours(hours))
}

fn days(text: &str) -> Option<Days> {
    let lower = text.trim().to_lowercase();
    match lower.as_str() {
        "setiap hari" => return Some(Days::Every),
        "hari kerja" => return Some(Days::Working),
        _ => {}
    }
    if let Some(day) = lower.strip_prefix("tanggal ") {
        return day.trim().parse().ok().filter(|day| (1..=28).contains(day)).map(Days::Month);
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
}
