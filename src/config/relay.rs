//! One relay that takes our mail: `[[relay]]`, checked.
//!
//! Knows no SMTP; the daemon maps it to the connector's account.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use secrecy::SecretString;

use super::check::{Check, SecretKeys};
use super::endpoint::{Endpoint, EndpointKeys, endpoint};
use super::main_file::RelayTable;
use super::quantity::{self, Rate};
use super::settings::WhenUnclear;
use crate::domain::OfficeId;

/// How fast a relay is fed where nothing is configured.
const USUAL_RATE: Rate = Rate { count: NonZeroU32::new(30).unwrap(), per: Duration::from_secs(60) };
/// Connections to a relay where nothing is configured.
const USUAL_CONNECTIONS: u32 = 2;
/// Connections beyond which relays call it abuse.
const MOST_CONNECTIONS: u32 = 20;

/// A name and its password.
#[derive(Debug, Clone)]
pub struct Login {
    /// Login name.
    pub user: String,
    /// The password; `None` where the caller wanted none.
    pub password: Option<SecretString>,
}

/// A relay.
#[derive(Debug, Clone)]
pub struct RelayConfig {
    /// Its name in logs and `status`; unique.
    pub name: String,
    /// From which address each office it serves writes; its keys are those offices.
    pub senders: BTreeMap<OfficeId, String>,
    /// The server.
    pub server: Endpoint,
    /// How we log in; `None`: the relay knows us by our address.
    pub login: Option<Login>,
    /// How we call ourselves in EHLO; `None`: the machine's name.
    pub hello_name: Option<String>,
    /// How many letters in what time.
    pub rate: Rate,
    /// Connections at once.
    pub connections: u32,
    /// Whether delivery status notifications are asked for where the relay has them.
    pub dsn: bool,
    /// What happens to a letter of which nobody can tell whether it was taken.
    pub when_unclear: WhenUnclear,
}

/// Checks all relays, each and together: every enabled office has exactly one.
pub(super) fn relays(tables: &[RelayTable], enabled: &[OfficeId], check: &mut Check<'_>) -> Vec<RelayConfig> {
    let made: Vec<RelayConfig> =
        tables.iter().enumerate().map(|(n, table)| relay(table, &format!("relay[{n}]"), enabled, check)).collect();
    check.unique(tables.iter().map(|t| &t.name), "relay");
    one_for_each(tables, &made, check);
    made
}

/// The relay of an office.
#[must_use]
pub fn relay_of<'a>(relays: &'a [RelayConfig], office: &OfficeId) -> Option<&'a RelayConfig> {
    relays.iter().find(|relay| relay.senders.contains_key(office))
}

fn relay(table: &RelayTable, key: &str, enabled: &[OfficeId], check: &mut Check<'_>) -> RelayConfig {
    let server = endpoint(
        &EndpointKeys {
            key,
            host: &table.host,
            port: table.port.as_ref(),
            security: table.security,
            ca_file: table.ca_file.as_ref(),
            ca_only: table.ca_only,
            usual_ports: (465, 25),
        },
        check,
    );
    let rate_key = format!("{key}.rate");
    let rate = check.parsed(table.rate.as_ref(), &rate_key, USUAL_RATE, quantity::RATE_WORDS, quantity::rate);
    RelayConfig {
        name: check.filled(&table.name, &format!("{key}.name")).to_owned(),
        senders: senders(table, key, enabled, check),
        server,
        login: login(table, key, check),
        hello_name: table.hello_name.as_ref().map(|n| check.domain(n, &format!("{key}.hello_name"))),
        rate,
        connections: connections(table, key, check),
        dsn: table.dsn,
        when_unclear: table.when_unclear,
    }
}

fn connections(table: &RelayTable, key: &str, check: &mut Check<'_>) -> u32 {
    let Some(at) = &table.connections else { return USUAL_CONNECTIONS };
    if !(1..=MOST_CONNECTIONS).contains(at.get_ref()) {
        check.fault(
            at,
            format!("{key}.connections"),
            format!("{} connections at once", at.get_ref()),
            format!("1 to {MOST_CONNECTIONS}; relays take more for abuse"),
        );
    }
    *at.get_ref()
}

fn senders(table: &RelayTable, key: &str, enabled: &[OfficeId], check: &mut Check<'_>) -> BTreeMap<OfficeId, String> {
    let usual = check.address(&table.sender, &format!("{key}.sender"));
    let served: Vec<OfficeId> = match &table.offices {
        None => enabled.to_vec(),
        Some(named) => {
            for office in named {
                check.office(office, &format!("{key}.offices"), enabled);
            }
            named.iter().map(|office| OfficeId(office.get_ref().clone())).collect()
        }
    };
    let mut senders: BTreeMap<OfficeId, String> = served.into_iter().map(|office| (office, usual.clone())).collect();
    for (office, at) in &table.senders {
        let key = format!("{key}.senders.{office}");
        let address = check.address(at, &key);
        match senders.get_mut(&OfficeId(office.clone())) {
            Some(sender) => *sender = address,
            None => check.fault(
                at,
                key,
                format!("this relay does not serve {office:?}"),
                "name an office of its offices = […]",
            ),
        }
    }
    senders
}

fn login(table: &RelayTable, key: &str, check: &mut Check<'_>) -> Option<Login> {
    let keys = SecretKeys {
        key,
        file: table.password_file.as_ref(),
        credential: table.credential.as_ref(),
        inline: table.password.as_ref(),
    };
    let place = check.place(&keys);
    match (&table.user, place) {
        (Some(user), Some(place)) => {
            let password = check.secret(&keys, &place, check.want.of_mail());
            Some(Login { user: check.filled(user, &format!("{key}.user")).to_owned(), password })
        }
        (Some(user), None) => {
            if keys.inline.is_none() && keys.file.is_none() {
                check.fault(
                    user,
                    format!("{key}.password_file"),
                    "no password is named",
                    "add password_file = \"…\" or credential = \"…\", or drop user",
                );
            }
            None
        }
        (None, Some(_)) => {
            check.fault(
                &table.host,
                format!("{key}.user"),
                "a password without a login name",
                "add user = \"…\" or drop it",
            );
            None
        }
        (None, None) => None,
    }
}

/// An office without a relay could answer nobody; one with two would have two rates and two sender reputations.
fn one_for_each(tables: &[RelayTable], made: &[RelayConfig], check: &mut Check<'_>) {
    let mut first: BTreeMap<&OfficeId, usize> = BTreeMap::new();
    for (n, (table, relay)) in tables.iter().zip(made).enumerate() {
        for office in relay.senders.keys() {
            let before = *first.entry(office).or_insert(n);
            if before != n {
                let at = table.offices.iter().flatten().find(|o| *o.get_ref() == office.0).unwrap_or(&table.name);
                check.fault(
                    at,
                    format!("relay[{n}].offices"),
                    format!("relay[{before}] serves {:?} already", office.0),
                    "give each office one relay",
                );
            }
        }
    }
}
