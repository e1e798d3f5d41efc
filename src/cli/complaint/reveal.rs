//! `complaint reveal`: who a reporter is, for a person who must know. In: the number, for whom, why. Out: his name and
//! the ways to him, on this terminal alone. Before anything is shown the log says who looked, for whom, and what kinds
//! of data were shown, never the data.

use serde::Serialize;

use super::super::opened::{Opened, actor};
use super::super::{Failure, Output, reason};
use crate::store::complaints::Complaint;
use crate::store::registrations::Registration;
use crate::sync_log::{Entry, Event};

/// What `reveal` is told.
#[derive(Debug, clap::Args)]
pub(super) struct RevealArgs {
    /// Its number, such as BTG-26-0123
    number: String,
    /// Who wants to know, for the log: an office or a function, such as "Inspektorat"
    #[arg(long, value_name = "WHO", value_parser = reason::of_whom)]
    by: String,
    /// Why it must be known, for the log: no names, no words of the citizen
    #[arg(long, value_name = "TEXT", value_parser = reason::of_words)]
    reason: String,
    /// Only say what kinds of data are known; nothing is shown, and the log says nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Revealed<'a> {
    number: &'a str,
    dry_run: bool,
    /// He asked to stay unknown, or the matter is sensitive.
    protected: bool,
    /// What is known of him, by kind.
    kinds: Vec<&'static str>,
    name: Option<&'a str>,
    /// The way he is answered, then the others he has named.
    ways: Vec<String>,
    /// Where he lives, where an officer wrote that down.
    address: Option<&'a str>,
}

/// Shows it.
pub(super) async fn reveal(opened: &Opened, args: &RevealArgs, json: bool) -> Result<(), Failure> {
    let complaint = opened.complaint(&args.number).await?;
    let number = complaint.number.as_str();
    let mut tx = opened.store.write(opened.now).await?;
    let registered = tx.registration_of(complaint.id).await?;
    let ways = ways(opened, &complaint, registered.as_ref()).await?;
    let address = registered.as_ref().and_then(|known| known.address.as_deref());
    let name = complaint.pelapor_name.as_deref();
    let kinds = [("nama", name.is_some()), ("kontak", !ways.is_empty()), ("alamat", address.is_some())];
    let kinds: Vec<&str> = kinds.into_iter().filter(|(_, known)| *known).map(|(kind, _)| kind).collect();
    if !args.dry_run {
        let why = reason::keep(&mut tx, &complaint, "UNGKAP", &actor(), &args.reason).await?;
        let whom = crate::decide::privacy::mask(&args.by, &[]).0;
        let line = Entry::new(Event::Ungkap, actor()).office(&complaint.office).case(number);
        tx.note(line.fact("untuk", whom).fact("alasan", why).fact("isi", kinds.join(", ")));
        // True now: the log says who looked, for whom and why; nobody has seen it yet.
        tx.commit().await?;
    }
    let shown = !args.dry_run;
    let revealed = Revealed {
        number,
        dry_run: args.dry_run,
        protected: complaint.decision.privacy.hides_identity(),
        kinds,
        name: name.filter(|_| shown),
        ways: ways.into_iter().filter(|_| shown).collect(),
        address: address.filter(|_| shown),
    };
    let mut out = Output::stdout();
    if json {
        out.json(&revealed)?
    } else {
        print(&mut out, &revealed)?
    }
    out.finish()
}

/// The ways to him, each once, with the telephone that an officer wrote down.
async fn ways(opened: &Opened, complaint: &Complaint, known: Option<&Registration>) -> Result<Vec<String>, Failure> {
    let others = opened.store.ways_of(complaint.id).await?;
    let mut ways: Vec<String> = Vec::new();
    let all = complaint.way_back().into_iter().chain(others);
    let all = all.map(|(channel, address)| format!("{} {address}", channel.label()));
    for way in all.chain(known.and_then(|known| known.phone.as_ref()).map(|phone| format!("telepon {phone}"))) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    Ok(ways)
}

fn print(out: &mut Output, revealed: &Revealed<'_>) -> Result<(), Failure> {
    let mark = if revealed.protected { " (protected: keep it to yourself)" } else { "" };
    let kinds = if revealed.kinds.is_empty() { "nothing".to_owned() } else { revealed.kinds.join(", ") };
    if revealed.dry_run {
        return out.line(&format!("would be shown: {}{mark}: {kinds}", revealed.number));
    }
    out.line(&format!("{}{mark}", revealed.number))?;
    out.line(&format!("name       {}", revealed.name.unwrap_or("-")))?;
    revealed.ways.iter().try_for_each(|way| out.line(&format!("reached by {way}")))?;
    revealed.address.iter().try_for_each(|address| out.line(&format!("lives at   {address}")))
}
