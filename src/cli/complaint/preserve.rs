//! `complaint preserve`: a complaint is kept from erasure while a dispute or an audit needs it. In: the number, why.
//! Out: the register changed, a line of the log.

use super::super::opened::{Opened, actor};
use super::super::{Failure, Output, reason};
use crate::sync_log::{Entry, Event};

/// What `preserve` is told.
#[derive(Debug, clap::Args)]
pub(super) struct PreserveArgs {
    /// Its number, such as BTG-26-0123
    number: String,
    /// Why, for the log: no names, no words of the citizen
    #[arg(long, value_name = "TEXT", value_parser = reason::of_words)]
    reason: String,
    /// It may be erased again
    #[arg(long)]
    undo: bool,
}

/// Puts it under a legal hold, or lifts that.
pub(super) async fn preserve(opened: &Opened, args: &PreserveArgs, json: bool) -> Result<(), Failure> {
    let complaint = opened.complaint(&args.number).await?;
    let mut tx = opened.store.write(opened.now).await?;
    let changed =
        if args.undo { tx.lift_legal_hold(complaint.id).await? } else { tx.put_legal_hold(complaint.id).await? };
    if changed {
        let word = if args.undo { "BOLEH DIHAPUS" } else { "SIMPAN" };
        let why = reason::keep(&mut tx, &complaint, word, &actor(), &args.reason).await?;
        let line = Entry::new(Event::Simpan, actor()).office(&complaint.office).case(&complaint.number);
        tx.note(line.fact("dikecualikan", !args.undo).fact("alasan", why));
        // True now: it is held or no longer, and the log says who said so and why. A crash just before leaves all as it
        // was.
        tx.commit().await?;
    }
    let said = match (args.undo, changed) {
        (false, true) => "is kept from erasure",
        (false, false) => "was kept from erasure already",
        (true, true) => "may be erased again",
        (true, false) => "was not kept from erasure",
    };
    let mut out = Output::stdout();
    if json {
        let number = &complaint.number;
        out.json(&serde_json::json!({ "number": number, "preserved": !args.undo, "changed": changed }))?;
    } else {
        out.line(&format!("{}: {said}", complaint.number))?;
    }
    out.finish()
}
