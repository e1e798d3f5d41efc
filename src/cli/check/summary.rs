//! What a right configuration says, in short, and what a person may want to look at all the same.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use connectors::sms::http::Warning;
use serde::Serialize;

use crate::config::calendar::missing_years;
use crate::config::gateway::is_safe;
use crate::config::{Config, GatewayConfig, GatewayKind, LaporWrite, Mode, Security};
use crate::decide::OfficeBook;
use crate::decide::supervision::above_the_head;
use crate::domain::Channel;

/// A configuration in short.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    file: String,
    installation: String,
    mode: &'static str,
    offices: Vec<OfficeSummary>,
    mailboxes: usize,
    relays: usize,
    /// Accounts at LAPOR!.
    lapor: usize,
    gateways: usize,
    pages: usize,
    /// Digest of the offices and letters, as it stands in the log.
    digest: String,
    pub(super) warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct OfficeSummary {
    id: String,
    name: String,
    units: usize,
    rules: usize,
    /// Test cases of the rules; all have passed.
    tests: usize,
    standards: usize,
    calendar: String,
}

impl Summary {
    /// Of a configuration, at this moment.
    pub(super) fn of(config: &Config, now: DateTime<Utc>) -> Self {
        let books = &config.books.offices;
        let mut warnings: Vec<String> = books.iter().flat_map(|book| warnings_of(book, now)).collect();
        let mode = match config.installation.mode {
            Mode::Live => "live",
            Mode::Hold => {
                warnings.push("mode is \"hold\": letters are made and held, nothing leaves".to_owned());
                "hold"
            }
        };
        if config.alarm_to.is_empty() {
            warnings.push("alarm.to is empty: nobody is told by mail when the bridge itself is ill".to_owned());
        }
        for account in &config.lapor {
            let held = matches!(account.write, LaporWrite::Hold | LaporWrite::Off);
            if held {
                warnings
                    .push(format!("lapor `{}`: write is not \"live\" or \"confirm\": no answer leaves", account.name));
            }
        }
        warnings.extend(config.gateways.iter().flat_map(warnings_of_gateway));
        warnings.extend(books.iter().flat_map(|book| unreachable_duty(book, config)));
        warnings.extend(books.iter().filter_map(|book| unread_intake(book, config)));
        let mailboxes = config.mailboxes.iter().map(|mailbox| ("mailbox", &mailbox.name, &mailbox.server, 143, 993));
        let relays = config.relays.iter().map(|relay| ("relay", &relay.name, &relay.server, 587, 465));
        warnings.extend(mailboxes.chain(relays).filter(|(_, _, server, plain, _)| {
            server.security == Security::Tls && server.port == *plain
        }).map(|(kind, name, _, plain, tls)| format!(
            "{kind} `{name}`: port {plain} usually speaks STARTTLS, which is not spoken here; TLS from the first byte is \
             usually at port {tls}"
        )));
        Self {
            file: config.file.display().to_string(),
            installation: config.installation.id.clone(),
            mode,
            offices: books.iter().map(OfficeSummary::of).collect(),
            mailboxes: config.mailboxes.len(),
            relays: config.relays.len(),
            lapor: config.lapor.len(),
            gateways: config.gateways.len(),
            pages: config.pages.len(),
            digest: config.books.digest.clone(),
            warnings,
        }
    }

    /// For a person.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}: right ({}, mode {})\n", self.file, self.installation, self.mode);
        for office in &self.offices {
            let OfficeSummary { id, units, rules, tests, standards, calendar, .. } = office;
            let _ = writeln!(
                text,
                "  {id}: {units} units, {rules} rules, {tests} routing tests passed, {standards} standards, calendar \
                 {calendar}"
            );
        }
        let _ = write!(
            text,
            "  mailboxes: {}, relays: {}, LAPOR! accounts: {}, telephones: {}, pages: {}; all letters can be worded",
            self.mailboxes, self.relays, self.lapor, self.gateways, self.pages
        );
        for warning in &self.warnings {
            let _ = write!(text, "\nwarning: {warning}");
        }
        text
    }
}

/// What is allowed and should be known: texts in the open, a linked phone, a way in that nobody configured.
fn warnings_of_gateway(gateway: &GatewayConfig) -> Vec<String> {
    let name = &gateway.name;
    let mut warnings = Vec::new();
    if let GatewayKind::Described { description, .. } = &gateway.kind {
        warnings.extend(description.warnings().into_iter().map(|warning| match warning {
            Warning::PlainHttp => {
                format!("{name}: {} is plain http: passwords and texts travel in the open", description.title)
            }
            Warning::LinkedPhone => format!(
                "{name}: {} drives a linked phone: WhatsApp can block the number, and its terms forbid this",
                description.title
            ),
            Warning::NamelessTexts => format!(
                "{name}: {} gives the texts that it pushes no id: two equal ones within ten minutes count as one",
                description.title
            ),
        }));
    }
    match &gateway.kind {
        GatewayKind::Cloud { template: None, .. } => warnings.push(format!(
            "{name}: no approved template is named: an answer later than 24 hours after the citizen's last message \
             does not go by WhatsApp"
        )),
        GatewayKind::Kannel { url, .. } if !is_safe(url) => {
            warnings.push(format!("{name}: {url} is plain http to another machine: the password travels in the open"));
        }
        GatewayKind::Cloud { .. }
        | GatewayKind::Kannel { .. }
        | GatewayKind::GammuSql { .. }
        | GatewayKind::GammuFolders(_)
        | GatewayKind::Described { .. } => {}
    }
    let is_modem = matches!(gateway.kind, GatewayKind::GammuSql { .. } | GatewayKind::GammuFolders(_));
    if !is_modem && gateway.hook.is_none() {
        warnings.push(format!("{name}: it has no path: citizens' texts and delivery reports do not come in by it"));
    }
    warnings
}

/// Words of phrases that are read as others where the office's languages are spoken.
fn misread_words(book: &OfficeBook) -> Option<String> {
    let words: Vec<String> = book.rules.misread.iter().map(|(word, read)| format!("{word} ({read})")).collect();
    let told = format!(
        "{}: words of config/lexicon that a local language of this office reads as others: {}; write `=word` where only \
         the word itself is meant, or name the other word as well",
        book.office.id,
        words.join(", ")
    );
    (!words.is_empty()).then_some(told)
}

/// Addresses at which the office says that it takes complaints, and that no mailbox reads.
fn unread_intake(book: &OfficeBook, config: &Config) -> Option<String> {
    let office = &book.office;
    let own = || config.mailboxes.iter().filter(|mailbox| mailbox.office == office.id);
    let read = |address: &String| own().any(|mailbox| mailbox.reply_address.eq_ignore_ascii_case(address));
    let unread: Vec<&str> = office.intake.iter().filter(|address| !read(address)).map(String::as_str).collect();
    let told = format!(
        "{}: no mailbox reads the intake address {}: deliver its mail into one that is read, give it a [[mailbox]], or take \
         it out of intake in office.toml",
        office.id,
        unread.join(", ")
    );
    (!unread.is_empty()).then_some(told)
}

/// Telephones on the duty list that the office has no way to.
fn unreachable_duty(book: &OfficeBook, config: &Config) -> Vec<String> {
    let (office, duty) = (&book.office, &book.office.emergency);
    let has = |channel| config.gateways.iter().any(|way| way.office == office.id && way.channel == channel);
    let lists = [("duty_sms", Channel::Sms, &duty.duty_sms), ("duty_whatsapp", Channel::Whatsapp, &duty.duty_whatsapp)];
    let missing = lists.into_iter().filter(|(_, channel, list)| !list.is_empty() && !has(*channel));
    let told = |(key, channel, _): (&str, Channel, _)| {
        format!("{}: emergency.{key} is not alerted: the office has no way out by {}", office.id, channel.word())
    };
    missing.map(told).collect()
}

impl OfficeSummary {
    fn of(book: &OfficeBook) -> Self {
        Self {
            id: book.office.id.0.clone(),
            name: book.office.name.clone(),
            units: book.office.units.len(),
            rules: book.rules.rules.len(),
            tests: book.rules.tests,
            standards: book.standards.len(),
            calendar: book.calendar.name.clone(),
        }
    }
}

fn warnings_of(book: &OfficeBook, now: DateTime<Utc>) -> Vec<String> {
    let office = &book.office;
    let today = now.with_timezone(&office.zone).date_naive();
    let mut warnings: Vec<String> =
        missing_years(&book.calendar, today).iter().map(|year| format!("{}: {year}", office.id)).collect();
    let unreached = office.units.iter().filter(|unit| unit.mailboxes.is_empty());
    let unreached: Vec<&str> = unreached.map(|unit| unit.id.0.as_str()).collect();
    if !unreached.is_empty() {
        let ids = unreached.join(", ");
        warnings.push(format!("{}: no mailbox, so the desk gets the letters of: {ids}", office.id));
    }
    if office.emergency.on_duty().next().is_none() {
        warnings.push(format!("{}: emergency.duty is empty: nobody is alerted when somebody is in danger", office.id));
    }
    if above_the_head(office).is_none() {
        warnings.push(format!(
            "{}: units.toml names nobody above the head (superior): what accuses head and desk both stays with these two",
            office.id
        ));
    }
    if book.rules.tests == 0 {
        warnings.push(format!("{}: rules.toml has no tests: nobody notices when a change moves complaints", office.id));
    }
    warnings.extend(misread_words(book));
    warnings
}
