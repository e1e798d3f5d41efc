//! The offices as they are configured now: what a duty may ask while it works. Swapped whole on reload, so that one
//! batch is decided by one configuration.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use connectors::lapor::Profile;
use connectors::mime::Mail;

use super::publish::page_name;
use crate::decide::OfficeBook;
use crate::decide::classify::{Classified, Facts, classify};
use crate::decide::lapor::Notices;
use crate::decide::tokens::Secret;
use crate::decide::wording::Wording;
use crate::domain::calendar::QuietHours;
use crate::domain::{Channel, UnitId};
use crate::store::arrivals::ArrivalRow;

/// What is done with an officer's reply that is prose without a command word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProseAnswers {
    /// It is the answer.
    Send,
    /// He is asked whether it is.
    AskBack,
}

/// What triage must know of a mailbox.
#[derive(Debug, Clone)]
pub struct MailboxFacts {
    /// Whose it is.
    pub office: String,
    /// The unit whose own mailbox it is.
    pub unit: Option<UnitId>,
    /// Address to which citizens and officers answer; letters carry it with a token.
    pub address: String,
    /// Answer mail from then on; `None`: from the first contact on.
    pub answer_since: Option<DateTime<Utc>>,
    /// Name of the server whose Authentication-Results we believe.
    pub authserv_id: Option<String>,
}

/// A source that is no mailbox.
#[derive(Debug, Clone)]
pub struct ChannelFacts {
    /// Whose it is.
    pub office: String,
    /// What comes by it.
    pub channel: Channel,
    /// Answer what came from then on; `None`: from the first contact on.
    pub answer_since: Option<DateTime<Utc>>,
}

/// An office's account at SP4N-LAPOR!.
#[derive(Debug, Clone)]
pub struct LaporFacts {
    /// The account's name: that of its source, and of its reports in the register.
    pub account: String,
    /// The interface as it is known.
    pub profile: Arc<Profile>,
    /// Our institution's id there.
    pub institution: Option<String>,
    /// Institutions to which officers may hand reports on: name as they write it, id.
    pub institutions: BTreeMap<String, String>,
    /// Who types answers into LAPOR!, where there is no interface.
    pub admin: Option<String>,
    /// True where there is no interface.
    pub by_hand: bool,
    /// False: it is only read.
    pub writes: bool,
    /// Ids of its own clocks: they run anew when a reporter comes back after an answer.
    pub clocks: Vec<String>,
    /// By what its notification mails are known.
    pub notices: Option<Notices>,
}

/// The offices as configured.
#[derive(Debug)]
pub struct Practice {
    /// By office id.
    pub books: HashMap<String, Arc<OfficeBook>>,
    /// By source name.
    pub mailboxes: HashMap<String, MailboxFacts>,
    /// Sources that are no mailboxes, by name.
    pub channels: HashMap<String, ChannelFacts>,
    /// No text rings a citizen's telephone in these hours, emergencies excepted.
    pub phone_quiet: QuietHours,
    /// So many segments an SMS may have; a longer answer is cut and says where the rest is.
    pub sms_segments: usize,
    /// Postings that a page takes by itself: office, posting. People are asked only for what it does not take.
    pub pages: HashSet<(String, String)>,
    /// By which channels each office can write.
    pub ways_out: HashSet<(String, Channel)>,
    /// Accounts at SP4N-LAPOR!, by office id.
    pub lapor: HashMap<String, LaporFacts>,
    /// From address of an office's letters, by office id.
    pub senders: HashMap<String, String>,
    /// All of our own addresses, lower case, without tokens.
    pub own_addresses: Vec<String>,
    /// Prefixes of complaint numbers.
    pub number_prefixes: Vec<String>,
    /// The letters.
    pub wording: Wording,
    /// What to do with prose.
    pub prose: ProseAnswers,
    /// Hours in which nobody is written to, danger excepted.
    pub quiet: Option<QuietHours>,
    /// Domain of our Message-IDs.
    pub mail_domain: String,
    /// Whom to tell when something is wrong with the bridge itself.
    pub alarm_to: Vec<String>,
    /// Digest of the configuration, for the log.
    pub digest: String,
    /// The installation's id, in every letter.
    pub installation: String,
    /// The installation's secret.
    pub secret: Secret,
}

impl Practice {
    /// What the configuration says to whoever classifies a mail of an office.
    pub fn classify(&self, mail: &Mail, office: &str) -> Classified {
        let book = self.books.get(office);
        let is_officer = |address: &str| book.is_some_and(|book| book.is_ours(address));
        let facts =
            Facts { own_addresses: &self.own_addresses, is_officer: &is_officer, prefixes: &self.number_prefixes };
        classify(mail, &facts)
    }

    /// The mailbox to which an office's officers and citizens answer, whatever channel a complaint came by.
    #[must_use]
    pub fn mailbox_of(&self, office: &str) -> Option<&MailboxFacts> {
        let mut own: Vec<_> = self.mailboxes.iter().filter(|(_, mailbox)| mailbox.office == office).collect();
        own.sort_by_key(|(name, mailbox)| (mailbox.unit.is_some(), name.as_str()));
        own.first().map(|(_, mailbox)| *mailbox)
    }

    /// The book and the mailbox of an arrival, as configured now.
    #[must_use]
    pub fn place_of(&self, row: &ArrivalRow) -> Option<(&OfficeBook, &MailboxFacts)> {
        let book = self.books.get(&row.office)?;
        // A mailbox that was taken out of the configuration: its mail still belongs to its office.
        // So does what came by another channel: its officers answer to the office's mailbox.
        let mailbox = self.mailboxes.get(&row.source).or_else(|| self.mailbox_of(&row.office))?;
        Some((book, mailbox))
    }

    /// Names of all sources.
    pub fn sources(&self) -> impl Iterator<Item = &String> {
        self.mailboxes.keys().chain(self.channels.keys())
    }

    /// Whose a source is, and what comes by it.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<(&str, Channel)> {
        let mailbox = self.mailboxes.get(name).map(|mailbox| (mailbox.office.as_str(), Channel::Email));
        mailbox.or_else(|| self.channels.get(name).map(|facts| (facts.office.as_str(), facts.channel)))
    }

    /// The office and posting of a page, by the name under which its state is kept.
    #[must_use]
    pub fn page(&self, name: &str) -> Option<(&str, &str)> {
        let named = self.pages.iter().find(|(office, posting)| page_name(office, posting) == name)?;
        Some((named.0.as_str(), named.1.as_str()))
    }

    /// True for an address that is one of ours, with or without a token behind a plus.
    #[must_use]
    pub fn is_own(&self, address: &str) -> bool {
        let without_token = address.split_once('@').and_then(|(local, domain)| {
            let (name, _) = local.split_once('+')?;
            Some(format!("{name}@{domain}"))
        });
        let bare = without_token.as_deref().unwrap_or(address);
        self.own_addresses.iter().any(|own| own == address || own == bare)
    }
}

/// The practice, as every duty holds it.
pub type SharedPractice = Arc<ArcSwap<Practice>>;
