//! The main file, checked: from what is written to what is meant.
//!
//! In: the shape as read. Out: a [`Config`] that is good only if no fault was recorded on the way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveTime;
use serde_spanned::Spanned;

use super::books::{self, Draft};
use super::check::{Check, SecretKeys};
use super::main_file::{DatabaseTable, LettersTable, LogTable, MailboxTable, MainFile};
use super::secrets::{SecretPlace, closed_to_others, path_of};
use super::settings::{Database, Installation, LetterSettings, LogSettings};
use super::{Config, MailboxConfig, Places, RelayConfig, gateway, lapor, mailbox, page, quantity, relay};
use crate::domain::OfficeId;
use crate::domain::calendar::QuietHours;

/// How often a checkpoint is made where nothing is configured (reliability: every 5 minutes).
const USUAL_SEAL: Duration = Duration::from_secs(300);
/// Where `init` writes the signing key where nothing is configured.
const USUAL_KEY: &str = "/var/lib/penghubung/log.key";
/// Where files for auditors go where nothing is configured.
const USUAL_EXPORT: &str = "/var/lib/penghubung/export";

/// When telephones are left alone where nothing is configured (field facts B1).
const USUAL_PHONE_QUIET: QuietHours =
    QuietHours { from: NaiveTime::from_hms_opt(20, 0, 0).unwrap(), until: NaiveTime::from_hms_opt(8, 0, 0).unwrap() };

/// Checks all of it. `None` where a part is missing, which is a fault that was recorded.
pub(super) fn config(file: &MainFile, check: &mut Check<'_>) -> Option<Config> {
    let enabled = enabled(file, check);
    let books = books_of(file, &enabled, check);
    let mailboxes = mailbox::mailboxes(&file.mailbox, &enabled, &books.offices, check);
    every_office_has_a_mailbox(file, &mailboxes, check);
    let relays = relay::relays(&file.relay, &enabled, check);
    every_office_has_a_relay(file, &relays, check);
    let lapor = lapor::accounts(&file.lapor, &enabled, &books.offices, check);
    let mut books = books;
    lapor::add_clocks(&lapor, &mut books.offices);
    let pages = page::pages(&file.page, &enabled, &books.offices, check);
    every_name_once(file, check);
    let (gateways, listener) =
        gateway::gateways(&file.sms, &file.whatsapp, file.listener.as_ref(), &enabled, &books.offices, check);
    let id = name(&file.installation.id, "installation.id", check);
    let database = database(&file.database, check);
    let log = log(&file.log, check);
    let letters = letters(&file.letters, check);
    let alarms = file.alarm.to.iter().enumerate();
    let alarm_to = alarms.map(|(n, to)| check.reader(to, &format!("alarm.to[{n}]"), &books.offices)).collect();
    Some(Config {
        file: check.source.path.clone(),
        installation: Installation { id, mode: file.installation.mode },
        database,
        log,
        books: books.finish()?,
        mailboxes,
        relays,
        gateways,
        listener,
        lapor,
        pages,
        letters,
        alarm_to,
    })
}

fn enabled(file: &MainFile, check: &mut Check<'_>) -> Vec<OfficeId> {
    let mut enabled: Vec<OfficeId> = Vec::new();
    for (n, office) in file.offices.get_ref().iter().enumerate() {
        let id = OfficeId(name(office, &format!("offices[{n}]"), check));
        if enabled.contains(&id) {
            check.fault(office, format!("offices[{n}]"), format!("{:?} is named twice", id.0), "name it once");
        } else {
            enabled.push(id);
        }
    }
    if enabled.is_empty() {
        check.fault(&file.offices, "offices", "no office is enabled", "write offices = [\"batang\"]");
    }
    enabled
}

fn books_of(file: &MainFile, enabled: &[OfficeId], check: &mut Check<'_>) -> Draft {
    let base = check.path(Path::new(""));
    let places = Places::named_in(file, &base);
    let mut files = vec![check.source.path.clone()];
    files.extend(file.lapor.iter().flat_map(|table| lapor::files_of(table).map(|path| check.path(path))));
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    books::assemble(&places, &base, &files, enabled, check.problems)
}

/// A plain name: it goes into log lines, folder names and Message-IDs.
fn name(at: &Spanned<String>, key: &str, check: &mut Check<'_>) -> String {
    let name = at.get_ref();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if name.is_empty() || name.len() > 40 || !name.chars().all(plain) {
        check.fault(at, key, format!("{name:?} is not a plain name"), "a to z, 0 to 9, - and _, at most 40");
    }
    name.clone()
}

/// Sources of every kind share one list in `status` and in the log.
fn every_name_once(file: &MainFile, check: &mut Check<'_>) {
    let lapor = file.lapor.iter().enumerate().map(|(n, account)| (format!("lapor[{n}]"), &account.name));
    let sms = file.sms.iter().enumerate().map(|(n, gateway)| (format!("sms[{n}]"), &gateway.name));
    let whatsapp = file.whatsapp.iter().enumerate().map(|(n, gateway)| (format!("whatsapp[{n}]"), &gateway.name));
    let mailboxes = file.mailbox.iter().enumerate().map(|(n, mailbox)| (format!("mailbox[{n}]"), &mailbox.name));
    let mut first: BTreeMap<&str, (String, &str)> = BTreeMap::new();
    for (key, name) in mailboxes.chain(lapor).chain(sms).chain(whatsapp) {
        let kind = key.split('[').next().unwrap_or_default().to_owned();
        let before = first.entry(name.get_ref().trim()).or_insert_with(|| (key.clone(), name.get_ref()));
        // Two of one kind are told by that kind.
        if before.0 != key && !before.0.starts_with(&format!("{kind}[")) {
            let what = format!("{} has the name {:?} already", before.0, name.get_ref());
            check.fault(name, format!("{key}.name"), what, "give each source its own name");
        }
    }
}

fn every_office_has_a_mailbox(file: &MainFile, mailboxes: &[MailboxConfig], check: &mut Check<'_>) {
    for at in file.offices.get_ref() {
        let id = at.get_ref();
        // A faulty mailbox is told by itself.
        let named = |mailbox: &MailboxTable| mailbox.office.get_ref() == id;
        if !mailboxes.iter().any(|mailbox| mailbox.office.0 == *id) && !file.mailbox.iter().any(named) {
            check.fault(
                at,
                "mailbox",
                format!("office {id:?} has no mailbox: its officers, who only have mail, could not answer"),
                format!("add a [[mailbox]] with office = {id:?}, or take it out of offices"),
            );
        }
    }
}

fn every_office_has_a_relay(file: &MainFile, relays: &[RelayConfig], check: &mut Check<'_>) {
    for at in file.offices.get_ref() {
        let id = at.get_ref();
        if relay::relay_of(relays, &OfficeId(id.clone())).is_none() {
            check.fault(
                at,
                "relay",
                format!("office {id:?} has no relay: its answers could not leave"),
                "add a [[relay]] with it in offices = […], or one without offices, which serves all",
            );
        }
    }
}

fn database(table: &DatabaseTable, check: &mut Check<'_>) -> Database {
    let keys = SecretKeys {
        key: "database",
        file: table.password_file.as_ref(),
        credential: table.credential.as_ref(),
        inline: table.password.as_ref(),
    };
    let place = check.place(&keys);
    let url = table.url.get_ref().trim();
    if let Some(path) = url.strip_prefix("sqlite://").filter(|path| !path.is_empty() && !path.contains('?')) {
        if place.is_some() {
            check.fault(
                &table.url,
                "database.url",
                "a SQLite file has no password",
                "drop password_file and credential",
            );
        }
        return Database::Sqlite { path: check.path(Path::new(path)) };
    }
    let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
    match rest {
        Some(rest) if !rest.is_empty() => {
            if names_a_password(rest) {
                check.fault(
                    &table.url,
                    "database.url",
                    "a password does not belong into this file",
                    "write postgres://user@host/database and password_file = \"…\" or credential = \"…\"",
                );
            }
        }
        Some(_) | None => check.fault(
            &table.url,
            "database.url",
            "is neither a SQLite file nor a PostgreSQL server",
            "write \"sqlite:///var/lib/penghubung/penghubung.db\" or \"postgres://user@host/database\"",
        ),
    }
    let wanted = check.want.of_database();
    let password = place.and_then(|place| check.secret(&keys, &place, wanted));
    Database::Postgres { url: url.to_owned(), password }
}

/// `user:password@host/…`, or `?password=…`.
fn names_a_password(rest: &str) -> bool {
    let (server, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = server.split('/').next().unwrap_or_default();
    let inline = authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'));
    inline || query.split('&').any(|pair| pair.to_ascii_lowercase().starts_with("password="))
}

fn log(table: &LogTable, check: &mut Check<'_>) -> LogSettings {
    let path = |given: &Option<PathBuf>, usual: &str| check.path(given.as_deref().unwrap_or(Path::new(usual)));
    let key_file = path(&table.key_file, USUAL_KEY);
    let export_dir = path(&table.export_dir, USUAL_EXPORT);
    let origin = check.filled(&table.origin, "log.origin").to_owned();
    if origin.contains(|c: char| c.is_whitespace() || c == '+') {
        check.fault(
            &table.origin,
            "log.origin",
            format!("{origin:?} has a blank or a plus sign"),
            "write it like pengaduan.dinkes.example/penghubung/log1",
        );
    }
    let seal = table.seal_every.as_ref();
    let seal_every = check.parsed(seal, "log.seal_every", USUAL_SEAL, quantity::DURATION_WORDS, quantity::duration);
    let key_read_from = key_place(table, &key_file, check);
    LogSettings { origin, key_file, key_read_from, export_dir, seal_every }
}

/// A key that does not exist yet is `init`'s business; one that everybody may read is ours.
fn key_place(table: &LogTable, key_file: &Path, check: &mut Check<'_>) -> PathBuf {
    let mut place = key_file.to_owned();
    if let Some(at) = &table.credential {
        match path_of(&SecretPlace::Credential(at.get_ref().clone()), check.credentials) {
            Ok(path) => place = path,
            Err(fault) if check.want.of_mail() => {
                check.fault(at, "log.credential", fault.to_string(), fault.remedy());
            }
            Err(_) => {}
        }
    }
    if let Ok(about) = std::fs::metadata(&place)
        && let Err(fault) = closed_to_others(&place, &about)
    {
        check.fault(&table.origin, "log.key_file", fault.to_string(), fault.remedy());
    }
    place
}

fn letters(table: &LettersTable, check: &mut Check<'_>) -> LetterSettings {
    let quiet = table.quiet_hours.as_ref();
    LetterSettings {
        own_domain: check.domain(&table.own_domain, "letters.own_domain"),
        prose_answers: table.prose_answers,
        quiet_hours: check
            .parsed(quiet, "letters.quiet_hours", None, "write \"21:00-06:00\"", |words| quiet_hours(words).map(Some)),
        phone_quiet_hours: check.parsed(
            table.phone_quiet_hours.as_ref(),
            "letters.phone_quiet_hours",
            USUAL_PHONE_QUIET,
            "write \"20:00-08:00\"",
            quiet_hours,
        ),
    }
}

fn quiet_hours(words: &str) -> Option<QuietHours> {
    let (from, until) = words.split_once('-')?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let hours = QuietHours { from: time(from)?, until: time(until)? };
    (hours.from != hours.until).then_some(hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_a_url_is_seen_wherever_it_hides() {
        for url in ["u:p@h/d", "u:@h/d", "u@h/d?password=x", "u@h/d?a=b&PASSWORD=x", "u:p%40@h/d"] {
            assert!(names_a_password(url), "{url}");
        }
        for url in ["u@h/d", "h:5432/d", "u@h:5432/d?sslmode=verify-full", "u@[::1]:5432/d"] {
            assert!(!names_a_password(url), "{url}");
        }
    }

    #[test]
    fn quiet_hours_need_two_different_times() {
        assert!(quiet_hours("21:00-06:00").is_some());
        for wrong in ["21:00", "21-6", "25:00-06:00", "06:00-06:00", ""] {
            assert!(quiet_hours(wrong).is_none(), "{wrong}");
        }
    }
}
