//! What a main file beside the offices adds: our own addresses and whose mailboxes they are.
//!
//! In: the main file, where there is a right one. Out: addresses. Without it, the intakes of the offices are all that
//! is known; a letter of ours is then recognised by their domains only.

use std::path::Path;

use crate::config::{Books, Config, Secrets};
use crate::daemon::assemble::own_addresses;
use crate::domain::{Channel, UnitId};

/// What is installed here.
#[derive(Debug, Default)]
pub(super) struct Installed {
    /// Every address that is ours, lower case.
    pub(super) own_addresses: Vec<String>,
    /// Mailboxes that are read.
    pub(super) mailboxes: Vec<Read>,
    /// Offices with a way out by SMS: segments a text may have, price of one.
    phones: Vec<(String, usize, Option<f64>)>,
}

/// Segments of an SMS where no gateway is configured.
const USUAL_SEGMENTS: usize = 3;

/// A mailbox that is read.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) address: String,
    /// Id of its office.
    pub(super) office: String,
    /// The unit whose own it is.
    pub(super) unit: Option<UnitId>,
}

impl Installed {
    /// As the main file says; a missing or wrong one says nothing.
    pub(super) fn read(main_file: &Path, books: &Books) -> Self {
        let intakes = books.offices.iter().flat_map(|book| book.office.intake.iter().cloned());
        let mut installed = Self { own_addresses: intakes.collect(), mailboxes: Vec::new(), phones: Vec::new() };
        if !main_file.is_file() {
            return installed;
        }
        match Config::load(main_file, Secrets::NotNeeded) {
            Ok(config) => installed.add(config),
            Err(_) => tracing::info!("{} is wrong and says nothing; see `penghubung check`", main_file.display()),
        }
        installed
    }

    /// How many segments an SMS of an office may have, and what one costs.
    pub(super) fn phone_of(&self, office: &str) -> (usize, Option<f64>) {
        let own = self.phones.iter().find(|(of, ..)| of == office);
        own.map_or((USUAL_SEGMENTS, None), |(_, segments, price)| (*segments, *price))
    }

    fn add(&mut self, config: Config) {
        let phones = config.gateways.iter().filter(|gateway| gateway.channel == Channel::Sms);
        self.phones = phones.map(|phone| (phone.office.0.clone(), phone.max_segments, phone.price)).collect();
        self.own_addresses.extend(own_addresses(&config));
        self.own_addresses.sort();
        self.own_addresses.dedup();
        let read = |mailbox: crate::config::MailboxConfig| Read {
            address: mailbox.reply_address,
            office: mailbox.office.0,
            unit: mailbox.unit,
        };
        self.mailboxes = config.mailboxes.into_iter().map(read).collect();
    }
}
