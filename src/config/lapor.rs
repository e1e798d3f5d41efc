//! One account at SP4N-LAPOR!: `[[lapor]]`, checked, with its profile and its clocks.
//!
//! Knows no HTTP; the daemon maps it to the connector's account.

mod notices;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::lapor::Profile;
use serde_spanned::Spanned;

use super::check::Check;
use super::endpoint::Trust;
use super::http::{HeaderConfig, headers, https_address};
use super::mailbox::instant;
use super::schedule::Schedule;
use super::{quantity, read, standards};
use crate::decide::OfficeBook;
use crate::decide::lapor::Notices;
use crate::domain::{OfficeId, Standard};

pub(super) use table::LaporTable;
pub use table::{LaporMode, LaporWrite};

/// Where the profile lies where nothing is configured.
const USUAL_PROFILE: &str = "lapor/v3.toml";
/// Where LAPOR!'s own clocks lie where nothing is configured.
const USUAL_CLOCKS: &str = "lapor/clocks.toml";
/// Between two calls where nothing is configured.
const USUAL_INTERVAL: Duration = Duration::from_secs(1);
/// Between two full sweeps.
const USUAL_SWEEP: Duration = Duration::from_secs(24 * 3600);
/// How far listings look back.
const USUAL_OVERLAP: Duration = Duration::from_secs(48 * 3600);

/// An account.
#[derive(Debug, Clone)]
pub struct LaporConfig {
    /// Its name in logs and `status`; unique among all sources.
    pub name: String,
    /// Whose it is.
    pub office: OfficeId,
    /// How reports come in and answers go out.
    pub mode: LaporMode,
    /// How far it is written to.
    pub write: LaporWrite,
    /// The interface as it is known.
    pub profile: Arc<Profile>,
    /// Base address; `None` by hand.
    pub base: Option<String>,
    /// What is sent with every call.
    pub headers: Vec<HeaderConfig>,
    /// When it is polled.
    pub schedule: Schedule,
    /// Between two calls.
    pub interval: Duration,
    /// Calls at once, 1 or 2.
    pub in_flight: usize,
    /// `http://proxy:3128`.
    pub proxy: Option<String>,
    /// Which certificates are believed.
    pub trust: Trust,
    /// Hosts from which attachments are fetched.
    pub file_hosts: Vec<String>,
    /// Those of them that stand in a network of ours.
    pub private_file_hosts: Vec<String>,
    /// Our institution's id there.
    pub institution: Option<String>,
    /// The id of the user in whose name answers are written there.
    pub user: Option<String>,
    /// Institutions to which officers may hand reports on: name as they write it, id.
    pub institutions: BTreeMap<String, String>,
    /// Reports older than this are kept but not answered; `None`: before the first contact.
    pub answer_since: Option<DateTime<Utc>>,
    /// Between two full sweeps.
    pub sweep_every: Duration,
    /// How far listings look back.
    pub overlap: Duration,
    /// Folder that is watched for Excel exports.
    pub folder: Option<PathBuf>,
    /// Folder into which the comparison of the two registers is written every day.
    pub compare_dir: Option<PathBuf>,
    /// By hand: who types answers into LAPOR!.
    pub admin: Option<String>,
    /// Notification mails of LAPOR!.
    pub notices: Option<Notices>,
    /// LAPOR!'s own clocks.
    pub clocks: Vec<Standard>,
}

/// Checks all accounts.
pub(super) fn accounts(
    tables: &[LaporTable],
    enabled: &[OfficeId],
    books: &[OfficeBook],
    check: &mut Check<'_>,
) -> Vec<LaporConfig> {
    check.unique(tables.iter().map(|table| &table.name), "lapor");
    let mut accounts: Vec<LaporConfig> = Vec::new();
    for (n, table) in tables.iter().enumerate() {
        let key = format!("lapor[{n}]");
        check.office(&table.office, &format!("{key}.office"), enabled);
        if accounts.iter().any(|account| account.office.0 == *table.office.get_ref()) {
            let what = format!("office {:?} has an account already", table.office.get_ref());
            check.fault(&table.office, format!("{key}.office"), what, "give each office one account");
        }
        accounts.extend(account(table, &key, books, check));
    }
    accounts
}

/// LAPOR!'s clocks run beside the office's own on every report that comes from there.
pub(super) fn add_clocks(accounts: &[LaporConfig], books: &mut [OfficeBook]) {
    for account in accounts {
        for book in books.iter_mut().filter(|book| book.office.id == account.office) {
            book.standards.extend(account.clocks.iter().cloned());
        }
    }
}

fn account(table: &LaporTable, key: &str, books: &[OfficeBook], check: &mut Check<'_>) -> Option<LaporConfig> {
    let profile = profile(table, check);
    let clocks = clocks(table, check);
    let base = base(table, key, check);
    let headers = headers(&table.headers, key, check);
    let pace = |at: Option<&Spanned<String>>, name: &str, usual: Duration, check: &mut Check<'_>| {
        check.parsed(at, &format!("{key}.{name}"), usual, quantity::DURATION_WORDS, quantity::duration)
    };
    let pause = |words: &str| if words == "0s" { Some(Duration::ZERO) } else { quantity::duration(words) };
    let at = format!("{key}.interval");
    let interval = check.parsed(table.interval.as_ref(), &at, USUAL_INTERVAL, quantity::DURATION_WORDS, pause);
    let sweep_every = pace(table.sweep_every.as_ref(), "sweep_every", USUAL_SWEEP, check);
    let overlap = pace(table.overlap.as_ref(), "overlap", USUAL_OVERLAP, check);
    let zone = profile.as_ref().map_or(chrono_tz::Asia::Jakarta, |profile| profile.zone);
    let since = check.parsed(
        table.answer_since.as_ref(),
        &format!("{key}.answer_since"),
        None,
        "write a day \"2026-11-01\" or an instant \"2026-11-01T08:00:00+07:00\"",
        |words| instant(words, zone).map(Some),
    );
    let admin = table.admin.as_ref().map(|at| check.reader(at, &format!("{key}.admin"), books));
    by_hand_needs_an_admin(table, key, check);
    listing_needs_a_list(table, profile.as_ref(), key, check);
    Some(LaporConfig {
        name: check.filled(&table.name, &format!("{key}.name")).to_owned(),
        office: OfficeId(table.office.get_ref().clone()),
        mode: *table.mode.get_ref(),
        write: table.write,
        profile: Arc::new(profile?),
        base,
        headers,
        schedule: schedule(table, key, check),
        interval,
        in_flight: in_flight(table, key, check),
        proxy: table.proxy.as_ref().map(|at| check.filled(at, &format!("{key}.proxy")).to_owned()),
        trust: Trust { ca_file: table.ca_file.as_ref().map(|at| check.path(at.get_ref())), ca_only: table.ca_only },
        file_hosts: table.file_hosts.clone(),
        private_file_hosts: table.private_file_hosts.clone(),
        institution: table.institution.clone(),
        user: table.user.clone(),
        institutions: table.institutions.clone(),
        answer_since: since,
        sweep_every,
        overlap,
        folder: table.folder.as_ref().map(|at| check.path(at.get_ref())),
        compare_dir: table.compare_dir.as_ref().map(|at| check.path(at.get_ref())),
        admin,
        notices: table.notices.as_ref().and_then(|notices| notices::checked(notices, key, check)),
        clocks: clocks.unwrap_or_default(),
    })
}

/// LAPOR!'s own clocks from a file; `None` where it is not right.
#[must_use]
pub fn clocks_of(path: &Path) -> Option<Vec<Standard>> {
    standards::load_clocks(path, &mut Vec::new())
}

/// The files that say how an account is read and by which clocks it runs; they decide, so the log's digest covers them.
pub(super) fn files_of(table: &LaporTable) -> [&Path; 2] {
    let profile = table.profile.as_deref().unwrap_or(Path::new(USUAL_PROFILE));
    [profile, table.clocks.as_deref().unwrap_or(Path::new(USUAL_CLOCKS))]
}

fn profile(table: &LaporTable, check: &mut Check<'_>) -> Option<Profile> {
    let [profile, _] = files_of(table);
    let path = check.path(profile);
    read::read::<Profile>(&path, check.problems).map(|(profile, _)| profile)
}

fn clocks(table: &LaporTable, check: &mut Check<'_>) -> Option<Vec<Standard>> {
    let [_, clocks] = files_of(table);
    let path = check.path(clocks);
    standards::load_clocks(&path, check.problems)
}

fn base(table: &LaporTable, key: &str, check: &mut Check<'_>) -> Option<String> {
    let key = format!("{key}.base");
    let Some(at) = &table.base else {
        if *table.mode.get_ref() != LaporMode::ByHand {
            check.fault(
                &table.name,
                key,
                "no address of the service is named",
                "add base = \"https://…\", or mode = \"by_hand\"",
            );
        }
        return None;
    };
    Some(https_address(at, &key, check).trim_end_matches('/').to_owned())
}

fn schedule(table: &LaporTable, key: &str, check: &mut Check<'_>) -> Schedule {
    let usual = Schedule::Every(TimeDelta::minutes(2));
    let Some(at) = &table.schedule else { return usual };
    Schedule::parse(at.get_ref()).unwrap_or_else(|error| {
        check.fault(
            at,
            format!("{key}.schedule"),
            error.to_string(),
            "write \"2m\" or a cron expression of five fields",
        );
        usual
    })
}

fn in_flight(table: &LaporTable, key: &str, check: &mut Check<'_>) -> usize {
    let Some(at) = &table.in_flight else { return 1 };
    if !(1..=2).contains(at.get_ref()) {
        check.fault(
            at,
            format!("{key}.in_flight"),
            format!("{} calls at once", at.get_ref()),
            "1 or 2; nobody knows what the service bears",
        );
    }
    usize::try_from(*at.get_ref()).unwrap_or(1)
}

fn by_hand_needs_an_admin(table: &LaporTable, key: &str, check: &mut Check<'_>) {
    if *table.mode.get_ref() == LaporMode::ByHand && table.admin.is_none() && table.write != LaporWrite::Off {
        check.fault(
            &table.mode,
            format!("{key}.admin"),
            "by hand, somebody must type the answers into LAPOR!",
            "add admin = \"name@office\", or write = \"off\"",
        );
    }
}

fn listing_needs_a_list(table: &LaporTable, profile: Option<&Profile>, key: &str, check: &mut Check<'_>) {
    let lacks = profile.is_some_and(|profile| profile.list.is_none());
    if lacks && *table.mode.get_ref() == LaporMode::Listing {
        check.fault(
            &table.mode,
            format!("{key}.mode"),
            "the profile describes no listing of reports",
            "describe it in the profile under [list], or write mode = \"known_ids\"",
        );
    }
}
