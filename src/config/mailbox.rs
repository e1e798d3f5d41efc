//! One mailbox to read: `[[mailbox]]`, checked.
//!
//! Knows no IMAP; the daemon maps it to the connector's account.

mod settle;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use secrecy::SecretString;
use serde_spanned::Spanned;

pub use self::settle::Settle;
use self::settle::settle;
use super::check::{Check, SecretKeys};
use super::endpoint::{Endpoint, EndpointKeys, endpoint};
use super::main_file::MailboxTable;
use super::quantity;
use super::schedule::Schedule;
use super::secrets::SecretPlace;
use crate::decide::OfficeBook;
use crate::domain::{OfficeId, UnitId};

/// Largest mail that is fetched whole where nothing is configured, in bytes.
const USUAL_LIMIT: u64 = 35_000_000;

/// The folder every account has; its name has no case (RFC 9051 §5.1).
const INBOX: &str = "INBOX";

/// A mailbox.
#[derive(Debug, Clone)]
pub struct MailboxConfig {
    /// Its name in logs and `status`; unique.
    pub name: String,
    /// Whose mail it is.
    pub office: OfficeId,
    /// The unit whose own box this is; `None`: the office's common one.
    pub unit: Option<UnitId>,
    /// The server.
    pub server: Endpoint,
    /// Login name.
    pub user: String,
    /// Where the password is kept.
    pub password_from: SecretPlace,
    /// The password; `None` where the caller wanted none.
    pub password: Option<SecretString>,
    /// Folders to read; at least one.
    pub folders: Vec<String>,
    /// When it is polled.
    pub schedule: Schedule,
    /// Whether IDLE is used where the server has it.
    pub idle: bool,
    /// What is told to the server.
    pub settle: Settle,
    /// Bytes of a mail that are fetched; the rest stays on the server.
    pub max_message: u64,
    /// Mail received before this is kept but not answered; `None`: before the first start.
    pub answer_mail_since: Option<DateTime<Utc>>,
    /// Address that officers reply to; lower case.
    pub reply_address: String,
    /// Whose `Authentication-Results` are believed; `None`: nobody's.
    pub authserv_id: Option<String>,
}

/// Checks all mailboxes, each and among each other. `enabled` are the offices of the main file.
pub(super) fn mailboxes(
    tables: &[MailboxTable],
    enabled: &[OfficeId],
    books: &[OfficeBook],
    check: &mut Check<'_>,
) -> Vec<MailboxConfig> {
    let made = tables.iter().enumerate().filter_map(|(n, table)| {
        let key = format!("mailbox[{n}]");
        office_and_unit(table, &key, enabled, books, check);
        mailbox(table, &key, books, check)
    });
    let made = made.collect();
    no_name_twice(tables, check);
    no_folder_twice(tables, check);
    made
}

fn mailbox(table: &MailboxTable, key: &str, books: &[OfficeBook], check: &mut Check<'_>) -> Option<MailboxConfig> {
    let server = endpoint(
        &EndpointKeys {
            key,
            host: &table.host,
            port: table.port.as_ref(),
            security: table.security,
            ca_file: table.ca_file.as_ref(),
            ca_only: table.ca_only,
            usual_ports: (993, 143),
        },
        check,
    );
    let user = check.filled(&table.user, &format!("{key}.user")).to_owned();
    let reply_at = table.reply_address.as_ref();
    let reply_address = match reply_at {
        Some(at) => check.address(at, &format!("{key}.reply_address")),
        None => reply_address_of(table, key, check),
    };
    let folders = folders(table, key, check);
    let schedule = schedule(table, key, check);
    let settle = check.parsed(
        table.settle.as_ref(),
        &format!("{key}.settle"),
        Settle::Nothing,
        "write \"nothing\", \"seen\", \"flag:$Penghubung\" or \"move:Folder\"",
        settle,
    );
    let limit = format!("{key}.max_message");
    let max_message =
        check.parsed(table.max_message.as_ref(), &limit, USUAL_LIMIT, quantity::SIZE_WORDS, quantity::size);
    let zone =
        books.iter().find(|b| b.office.id.0 == *table.office.get_ref()).map_or(Tz::Asia__Jakarta, |b| b.office.zone);
    let answer_mail_since = check.parsed(
        table.answer_mail_since.as_ref(),
        &format!("{key}.answer_mail_since"),
        None,
        "write a day \"2026-11-01\" or an instant \"2026-11-01T08:00:00+07:00\"",
        |words| instant(words, zone).map(Some),
    );
    let (password_from, password) = password(table, key, check)?;
    Some(MailboxConfig {
        name: check.filled(&table.name, &format!("{key}.name")).to_owned(),
        office: OfficeId(table.office.get_ref().clone()),
        unit: table.unit.as_ref().map(|unit| UnitId(unit.get_ref().clone())),
        server,
        user,
        password_from,
        password,
        folders,
        schedule,
        idle: table.idle,
        settle,
        max_message,
        answer_mail_since,
        reply_address,
        authserv_id: table.authserv_id.as_ref().map(|id| id.get_ref().trim().to_owned()),
    })
}

/// Every minute where nothing is configured: IDLE brings news sooner, and this catches what IDLE misses.
fn schedule(table: &MailboxTable, key: &str, check: &mut Check<'_>) -> Schedule {
    let usual = Schedule::Every(TimeDelta::minutes(1));
    let Some(at) = &table.schedule else { return usual };
    Schedule::parse(at.get_ref()).unwrap_or_else(|error| {
        let right = "write \"1m\" or a cron expression of five fields: \"*/5 * * * *\"";
        check.fault(at, format!("{key}.schedule"), error.to_string(), right);
        usual
    })
}

/// The login name is the usual reply address, where it is one.
fn reply_address_of(table: &MailboxTable, key: &str, check: &mut Check<'_>) -> String {
    if !table.user.get_ref().contains('@') && !table.user.get_ref().trim().is_empty() {
        check.fault(
            &table.user,
            format!("{key}.reply_address"),
            "the login name is not a mail address, so nobody knows where officers reply to",
            "add reply_address = \"pengaduan@…\"",
        );
        return String::new();
    }
    check.address(&table.user, &format!("{key}.user"))
}

fn password(table: &MailboxTable, key: &str, check: &mut Check<'_>) -> Option<(SecretPlace, Option<SecretString>)> {
    let keys = SecretKeys {
        key,
        file: table.password_file.as_ref(),
        credential: table.credential.as_ref(),
        inline: table.password.as_ref(),
    };
    let place = check.place(&keys);
    if place.is_none() && keys.inline.is_none() && keys.file.is_none() {
        check.fault(
            &table.user,
            format!("{key}.password_file"),
            "no password is named",
            "add password_file = \"…\" or credential = \"…\"",
        );
    }
    let place = place?;
    let password = check.secret(&keys, &place, check.want.of_mail());
    Some((place, password))
}

fn office_and_unit(table: &MailboxTable, key: &str, enabled: &[OfficeId], books: &[OfficeBook], check: &mut Check<'_>) {
    check.office(&table.office, &format!("{key}.office"), enabled);
    let (Some(unit), Some(book)) =
        (table.unit.as_ref(), books.iter().find(|b| b.office.id.0 == *table.office.get_ref()))
    else {
        return;
    };
    if book.office.unit(&UnitId(unit.get_ref().clone())).is_none() {
        let known: Vec<&str> = book.office.units.iter().map(|u| u.id.0.as_str()).collect();
        let right = super::nearest::did_you_mean(unit.get_ref(), &known)
            .unwrap_or_else(|| format!("see units of {} in offices_dir", book.office.id));
        check.fault(
            unit,
            format!("{key}.unit"),
            format!("office {:?} has no unit {:?}", book.office.id.0, unit.get_ref()),
            right,
        );
    }
}

fn folders(table: &MailboxTable, key: &str, check: &mut Check<'_>) -> Vec<String> {
    let Some(at) = &table.folders else { return vec![INBOX.to_owned()] };
    let key = format!("{key}.folders");
    if at.get_ref().is_empty() {
        check.fault(at, &key, "no folder is named", "write folders = [\"INBOX\"]");
    }
    at.get_ref().iter().map(|folder| check.filled(folder, &key).to_owned()).collect()
}

fn no_name_twice(tables: &[MailboxTable], check: &mut Check<'_>) {
    check.unique(tables.iter().map(|t| &t.name), "mailbox");
}

/// Two readers of one folder would both settle it and count each mail twice.
fn no_folder_twice(tables: &[MailboxTable], check: &mut Check<'_>) {
    let mut seen: HashMap<[String; 3], usize> = HashMap::new();
    for (n, table) in tables.iter().enumerate() {
        let named = table.folders.iter().flat_map(|folders| folders.get_ref());
        let mut folders: Vec<(&str, &Spanned<String>)> = named.map(|f| (f.get_ref().as_str(), f)).collect();
        if folders.is_empty() {
            folders.push((INBOX, &table.host));
        }
        for (folder, at) in folders {
            let folder = if folder.eq_ignore_ascii_case(INBOX) { INBOX } else { folder };
            let account = [table.host.get_ref().to_lowercase(), table.user.get_ref().to_lowercase(), folder.to_owned()];
            match seen.entry(account) {
                Entry::Vacant(free) => {
                    free.insert(n);
                }
                Entry::Occupied(first) => {
                    let what = format!("mailbox[{}] reads folder {folder:?} of this account already", first.get());
                    check.fault(at, format!("mailbox[{n}].folders"), what, "read each folder once");
                }
            }
        }
    }
}

/// A day starts at midnight of the office.
pub(super) fn instant(words: &str, zone: Tz) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(words) {
        return Some(at.to_utc());
    }
    let day: NaiveDate = words.parse().ok()?;
    Some(zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest()?.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_starts_at_midnight_of_the_office() {
        let wita = instant("2026-11-01", Tz::Asia__Makassar).unwrap();
        assert_eq!(wita.to_rfc3339(), "2026-10-31T16:00:00+00:00");
        assert_eq!(instant("2026-11-01T08:00:00+07:00", Tz::Asia__Makassar).unwrap().timestamp(), 1_793_494_800);
        assert_eq!(instant("kemarin", Tz::Asia__Jakarta), None);
    }
}
