//! The checks that hold for every gateway: name, office, path, limits; and the listener.

use chrono_tz::Tz;
use connectors::sms::gammu::Folders;
use serde_spanned::Spanned;

use super::super::check::{Check, SecretKeys};
use super::super::mailbox::instant;
use super::super::quantity;
use super::super::secrets::SecretPlace;
use super::super::settings::WhenUnclear;
use super::{FoldersTable, GatewayConfig, GatewayTable, Hook, ListenerConfig, ListenerTable, USUAL_RATE, kinds};
use crate::decide::OfficeBook;
use crate::domain::{Channel, OfficeId};

/// Segments of a text where nothing is configured.
const USUAL_SEGMENTS: usize = 3;
/// More segments are no short message any more, and cost as many.
const MOST_SEGMENTS: u32 = 10;

/// Checks all of them, each and together.
pub(in super::super) fn gateways(
    sms: &[GatewayTable],
    whatsapp: &[GatewayTable],
    listener: Option<&ListenerTable>,
    enabled: &[OfficeId],
    books: &[OfficeBook],
    check: &mut Check<'_>,
) -> (Vec<GatewayConfig>, Option<ListenerConfig>) {
    let listens = listener.and_then(|table| listening(table, check));
    let mut made = Vec::new();
    let tables = sms.iter().enumerate().map(|(n, table)| (format!("sms[{n}]"), Channel::Sms, table));
    let others = whatsapp.iter().enumerate().map(|(n, table)| (format!("whatsapp[{n}]"), Channel::Whatsapp, table));
    for (key, channel, table) in tables.chain(others) {
        check.office(&table.office, &format!("{key}.office"), enabled);
        if table.path.is_some() && listener.is_none() {
            let at = table.path.as_ref().unwrap_or(&table.name);
            let right = "add [listener] with address = \"127.0.0.1:8094\"";
            check.fault(at, format!("{key}.path"), "there is no listener that has paths", right);
        }
        made.extend(gateway(table, &key, channel, books, check));
    }
    check.unique(sms.iter().chain(whatsapp).map(|table| &table.name), "sms");
    one_way_out_each(&made, sms, whatsapp, check);
    (made, listens)
}

fn gateway(
    table: &GatewayTable,
    key: &str,
    channel: Channel,
    books: &[OfficeBook],
    check: &mut Check<'_>,
) -> Option<GatewayConfig> {
    let kind = kinds::kind(table, key, channel, check)?;
    let zone = books.iter().find(|book| book.office.id.0 == *table.office.get_ref());
    let zone = zone.map_or(Tz::Asia__Jakarta, |book| book.office.zone);
    let rate_key = format!("{key}.rate");
    Some(GatewayConfig {
        name: check.filled(&table.name, &format!("{key}.name")).to_owned(),
        office: OfficeId(table.office.get_ref().clone()),
        channel,
        kind,
        max_segments: segments(table, key, check),
        rate: check.parsed(table.rate.as_ref(), &rate_key, USUAL_RATE, quantity::RATE_WORDS, quantity::rate),
        // A second copy rings a telephone a second time: a person decides.
        when_unclear: table.when_unclear.unwrap_or(WhenUnclear::Hold),
        price: table.price,
        low_balance: table.low_balance,
        hook: hook(table, key, check),
        answer_since: check.parsed(
            table.answer_since.as_ref(),
            &format!("{key}.answer_since"),
            None,
            "write a day \"2026-11-01\" or an instant \"2026-11-01T08:00:00+07:00\"",
            |words| instant(words, zone).map(Some),
        ),
    })
}

fn segments(table: &GatewayTable, key: &str, check: &mut Check<'_>) -> usize {
    let Some(at) = &table.max_segments else { return USUAL_SEGMENTS };
    if !(1..=MOST_SEGMENTS).contains(at.get_ref()) {
        let what = format!("{} segments a text", at.get_ref());
        check.fault(at, format!("{key}.max_segments"), what, format!("1 to {MOST_SEGMENTS}; each is paid for"));
    }
    usize::try_from(*at.get_ref()).unwrap_or(USUAL_SEGMENTS)
}

fn hook(table: &GatewayTable, key: &str, check: &mut Check<'_>) -> Option<Hook> {
    let path = table.path.as_ref()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_".contains(c);
    if !path.get_ref().starts_with('/') || path.get_ref().len() < 2 || !path.get_ref().chars().all(plain) {
        check.fault(path, format!("{key}.path"), "is not a path", "write \"/sms/modem\": a to z, 0 to 9, / - _");
    }
    let secret = table.secret_file.as_ref().and_then(|at| {
        let place = SecretPlace::File(check.path(at.get_ref()));
        let keys = SecretKeys { key, file: Some(at), credential: None, inline: None };
        check.secret(&keys, &place, check.want.of_mail())
    });
    if table.secret_file.is_none() && *table.gateway.get_ref() != "cloud" {
        let right = "put a long random word into a file (chmod 600) and write secret_file = \"secrets/…\"";
        check.fault(path, format!("{key}.secret_file"), "everybody could write to this path", right);
    }
    Some(Hook {
        path: path.get_ref().clone(),
        secret,
        public_url: table.public_url.as_ref().map(|url| url.get_ref().trim_end_matches('/').to_owned()),
    })
}

fn listening(table: &ListenerTable, check: &mut Check<'_>) -> Option<ListenerConfig> {
    let key = "listener.address";
    let Ok(address) = table.address.get_ref().parse::<std::net::SocketAddr>() else {
        check.fault(&table.address, key, "is not an address with a port", "write \"127.0.0.1:8094\"");
        return None;
    };
    if !address.ip().is_loopback() && !table.open_to_all {
        let right = "keep it on 127.0.0.1 behind a reverse proxy with TLS, or write open_to_all = true";
        check.fault(&table.address, key, "others than this machine could reach it", right);
    }
    Some(ListenerConfig { address, open_to_all: table.open_to_all })
}

/// An office has one way out by SMS and one by WhatsApp: two would have two rates and answer the same twice.
fn one_way_out_each(made: &[GatewayConfig], sms: &[GatewayTable], whatsapp: &[GatewayTable], check: &mut Check<'_>) {
    for (n, gateway) in made.iter().enumerate() {
        let earlier =
            made.iter().take(n).find(|other| other.office == gateway.office && other.channel == gateway.channel);
        if let Some(earlier) = earlier {
            let table: Option<&Spanned<String>> =
                sms.iter().chain(whatsapp).map(|table| &table.name).find(|name| *name.get_ref() == gateway.name);
            if let Some(at) = table {
                let what =
                    format!("{:?} serves {} by {} already", earlier.name, gateway.office, gateway.channel.word());
                check.fault(at, format!("{}.office", gateway.channel.word()), what, "give each office one of a kind");
            }
        }
    }
}

/// SMSD's folders, with paths as the file means them.
pub(super) fn folders(table: &FoldersTable, check: &Check<'_>) -> Folders {
    Folders {
        inbox: check.path(&table.inbox),
        outbox: check.path(&table.outbox),
        sent: check.path(&table.sent),
        error: check.path(&table.error),
        done: check.path(&table.done),
    }
}
