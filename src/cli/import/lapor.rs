//! The LAPOR! admin's Excel export, into the inbox as if its rows had come by their channel. The daemon does the rest.

use connectors::{Arrival, lapor};
use serde::Serialize;

use super::Args;
use crate::cli::opened::{Opened, actor};
use crate::cli::{Exit, Failure, Global, Output};
use crate::config::LaporConfig;
use crate::domain::Channel;
use crate::store::arrivals::{Content, NewArrival, Packer};
use crate::sync_log::{Entry, Event};

#[derive(Serialize)]
struct Imported {
    account: String,
    office: String,
    rows: usize,
    new: u64,
}

/// Takes it in.
///
/// # Errors
/// Where the file is no export, or it is not clear whose reports they are.
pub(super) async fn run(args: &Args, opened: &Opened, bytes: &[u8], global: &Global) -> Result<Exit, Failure> {
    let account = account_of(opened, args.office.as_deref())?;
    let shown = args.file.display().to_string();
    let arrivals = lapor::arrivals(bytes, &account.profile, opened.now).map_err(|fault| {
        let right = "give the Excel file that the LAPOR! admin pages export";
        Failure::new(Exit::BadInput, fault.to_string()).at(shown.clone()).right(right)
    })?;
    let rows = arrivals.len();
    let known = crate::daemon::lapor::OpenReports::from_files(&opened.store, account);
    let arrivals = lapor::fresh(&known, arrivals)
        .await
        .map_err(|fault| Failure::new(Exit::Unavailable, fault.to_string()).at(shown.clone()))?;
    let packed = packed(arrivals)
        .map_err(|error| Failure::new(Exit::Unavailable, format!("a row cannot be packed: {error}")))?;
    let source = format!("{}/berkas", account.name);
    let mut tx = opened.store.write(opened.now).await?;
    tx.meet_source(&source).await?;
    let new = tx.add_arrivals(&source, &account.office.0, Channel::Lapor, packed, true).await?;
    tx.source_completed(&source).await?;
    tx.note(
        Entry::new(Event::Ambil, actor())
            .office(&account.office.0)
            .fact("sumber", source)
            .fact("jumlah", rows)
            .fact("baru", new),
    );
    // True now: the rows lie in the inbox. A crash just before leaves none of them.
    tx.commit().await?;
    let imported = Imported { account: account.name.clone(), office: account.office.0.clone(), rows, new };
    let mut out = Output::stdout();
    if global.json {
        out.json(&imported)?;
    } else {
        out.line(&format!(
            "{shown}: {rows} reports, {new} new or changed, into {} of {}",
            imported.account, imported.office
        ))?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

fn packed(arrivals: Vec<Arrival>) -> std::io::Result<Vec<NewArrival>> {
    let mut packer = Packer::new()?;
    let pack = |arrival: Arrival| {
        let Arrival { remote_ref, received_at, raw, announced_bytes } = arrival;
        Ok(NewArrival {
            remote_ref,
            received_at,
            content: Content::Raw(packer.pack(&raw)?),
            announced: announced_bytes,
        })
    };
    arrivals.into_iter().map(pack).collect()
}

fn account_of<'o>(opened: &'o Opened, office: Option<&str>) -> Result<&'o LaporConfig, Failure> {
    let mut fitting =
        opened.config.lapor.iter().filter(|account| office.is_none_or(|office| account.office.0 == office));
    let missing = || {
        Failure::new(Exit::Configuration, "no account at LAPOR! is configured")
            .at(opened.config.file.display().to_string())
            .right("add a [[lapor]]; mode = \"by_hand\" needs no interface")
    };
    let account = fitting.next().ok_or_else(missing)?;
    match fitting.next() {
        None => Ok(account),
        Some(_) => Err(Failure::new(Exit::Usage, "several offices have an account at LAPOR!").right("say --office ID")),
    }
}
