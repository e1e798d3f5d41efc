//! `complaint close|reopen`: a person ends a complaint or takes it up again, with a reason. In: the number. Out: the
//! register changed, the log says who did it and why; the daemon writes the letters that follow.

use serde::Serialize;

use super::super::opened::{Opened, actor};
use super::super::{Exit, Failure, Output, reason};
use crate::domain::{ClosedHow, Verdict};
use crate::store::change::{Closed, NewWord};
use crate::store::complaints::Complaint;
use crate::store::erasure::ERASED;

/// What `close` is told.
#[derive(Debug, clap::Args)]
pub(super) struct CloseArgs {
    /// Its number, such as BTG-26-0123
    number: String,
    /// Why, for the log: no names, no words of the citizen
    #[arg(long, value_name = "TEXT", value_parser = reason::of_words)]
    reason: String,
    /// The reporter has said that he is content, by telephone or at the desk
    #[arg(long)]
    satisfied: bool,
    /// The reporter gets no letter about it
    #[arg(long)]
    no_letter: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

/// What `reopen` is told.
#[derive(Debug, clap::Args)]
pub(super) struct ReopenArgs {
    /// Its number, such as BTG-26-0123
    number: String,
    /// Why, for the log: no names, no words of the citizen
    #[arg(long, value_name = "TEXT", value_parser = reason::of_words)]
    reason: String,
    /// The reporter has said that he is not content: it goes to whoever stands above, with its dossier
    #[arg(long)]
    unsatisfied: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

/// Closes it.
pub(super) async fn close(opened: &Opened, args: &CloseArgs, json: bool) -> Result<(), Failure> {
    let complaint = opened.complaint(&args.number).await?;
    refuse_over_objection(opened, &complaint).await?;
    if let Some(how) = complaint.closed_how.or(complaint.closed.map(|_| ClosedHow::DitutupPetugas)) {
        return Err(
            Failure::new(Exit::BadInput, format!("it is closed already ({})", how.word())).at(args.number.clone())
        );
    }
    let how = if args.satisfied { ClosedHow::Selesai } else { ClosedHow::DitutupPetugas };
    let tells = !args.no_letter && complaint.way_back().is_some();
    if !args.dry_run {
        let mut tx = opened.store.write(opened.now).await?;
        let why = reason::keep(&mut tx, &complaint, "TUTUP", &actor(), &args.reason).await?;
        tx.close(&Closed { complaint: complaint.id, how, why, by: actor() }).await?;
        if tells {
            tx.keep_words(vec![said(&complaint, Verdict::Ditutup)]).await?;
        }
        // True now: it is over, the log says who ended it and why, and the daemon owes the reporter a letter.
        tx.commit().await?;
    }
    let told = if tells { "the reporter gets a letter" } else { "the reporter gets no letter" };
    let done = Done {
        number: &complaint.number,
        dry_run: args.dry_run,
        status: "closed",
        closed_how: Some(how.word()),
        reporter_told: tells,
    };
    print(&done, json, &format!("closed ({}), {told}", how.word()))
}

/// Takes it up again.
pub(super) async fn reopen(opened: &Opened, args: &ReopenArgs, json: bool) -> Result<(), Failure> {
    let complaint = opened.complaint(&args.number).await?;
    refuse_over_objection(opened, &complaint).await?;
    if complaint.status == "open" {
        return Err(Failure::new(Exit::BadInput, "it is open").at(args.number.clone()));
    }
    if complaint.text == ERASED {
        let what = "what it said was erased, and nobody can answer it any more";
        let right = "`penghubung register` a new one";
        return Err(Failure::new(Exit::BadInput, what).at(args.number.clone()).right(right));
    }
    if !args.dry_run {
        let mut tx = opened.store.write(opened.now).await?;
        let why = reason::keep(&mut tx, &complaint, "BUKA", &actor(), &args.reason).await?;
        if args.unsatisfied {
            let line = crate::sync_log::Entry::new(crate::sync_log::Event::Tanggap, actor());
            let line = line.office(&complaint.office).case(&complaint.number).fact("sebagai", "tidak puas");
            tx.note(line.fact("alasan", why));
            tx.keep_words(vec![said(&complaint, Verdict::Tidak)]).await?;
        } else {
            tx.take_up(complaint.id, &why, &actor()).await?;
            tx.keep_words(vec![said(&complaint, Verdict::Dibuka)]).await?;
        }
        // True now: the log says who took it up and why, and the daemon owes the letters that follow.
        tx.commit().await?;
    }
    let what =
        if args.unsatisfied { "reopened by the daemon and passed on to whoever stands above" } else { "reopened" };
    // The daemon takes an objection up; the reporter of a reopened complaint hears where there is a way to him.
    let done = Done {
        number: &complaint.number,
        dry_run: args.dry_run,
        status: "open",
        closed_how: None,
        reporter_told: complaint.way_back().is_some(),
    };
    print(&done, json, what)
}

/// An objection that somebody told of a moment ago must reach whoever decides it: nothing is said over it.
async fn refuse_over_objection(opened: &Opened, complaint: &Complaint) -> Result<(), Failure> {
    let word = opened.store.ending_of(complaint.id).await?.and_then(|ending| ending.word);
    if word == Some(Verdict::Tidak) && complaint.status != "open" {
        return Err(Failure::new(Exit::BadInput, "the reporter's objection waits for the daemon, which passes it on")
            .at(complaint.number.clone())
            .right("start the daemon, or `penghubung run --once`"));
    }
    Ok(())
}

fn said(complaint: &Complaint, word: Verdict) -> NewWord {
    NewWord { complaint: complaint.id, word, by: actor(), arrival: None }
}

/// What was done, or would be.
#[derive(Serialize)]
struct Done<'a> {
    number: &'a str,
    dry_run: bool,
    /// What the complaint is then.
    status: &'static str,
    closed_how: Option<&'static str>,
    /// The reporter gets a letter about it.
    reporter_told: bool,
}

fn print(done: &Done<'_>, json: bool, what: &str) -> Result<(), Failure> {
    let mut out = Output::stdout();
    if json {
        out.json(done)?;
    } else {
        let would = if done.dry_run { "would be done: " } else { "" };
        out.line(&format!("{would}{}: {what}", done.number))?;
    }
    out.finish()
}
