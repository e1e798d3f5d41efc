//! `queue list|show|retry|hold|release`: the outbox. In: letters named by id, or all of a phase. Out: rows; or letters
//! settled by a person, each with a line of the log.

mod rows;

pub(super) use self::rows::{HEADINGS, Row};
use self::rows::{Whole, list, standing};
use super::opened::{self, Opened, actor};
use super::{Exit, Failure, Global, Output};
use crate::store::StoreFault;
use crate::store::erasure::ERASED;
use crate::store::letters::{Letter, Settlement};

/// More are not listed at once.
const MOST: i64 = 100_000;

/// Look into the outbox; let letters go, hold them, send refused ones again
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Letters that have not left, or those of one phase
    List {
        /// Only those in this phase [default: all that have not left]
        #[arg(long, value_parser = ["ready", "intended", "sending", "unclear", "held", "accepted", "proven", "refused"])]
        phase: Option<String>,
        /// Only this office
        #[arg(long, value_name = "ID")]
        office: Option<String>,
        /// At most so many
        #[arg(short = 'n', long, default_value_t = 200, value_parser = clap::value_parser!(i64).range(1..))]
        lines: i64,
    },
    /// One letter as it would be sent
    Show {
        /// Its id
        letter: i64,
    },
    /// Send refused letters again
    Retry(Which),
    /// Hold letters that wait to be sent
    Hold(Which),
    /// Let held letters go
    Release {
        #[command(flatten)]
        which: Which,
        /// It may have arrived already: officers see it marked as a repeat
        #[arg(long)]
        as_repeat: bool,
        /// Also answers that no approver has let go yet
        #[arg(long)]
        without_approval: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Which {
    /// Ids of letters
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    letters: Vec<i64>,
    /// Every letter that this can be done to; shows them, and does it with --yes
    #[arg(long)]
    all: bool,
    /// With --all: do it
    #[arg(long)]
    yes: bool,
    /// With --all: only this office
    #[arg(long, value_name = "ID", requires = "all")]
    office: Option<String>,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", default_value = "keputusan operator")]
    reason: String,
}

/// Does it.
///
/// # Errors
/// Where the database cannot be read, or a letter is not in the phase that the command is about.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    match args.what {
        What::List { phase, office, lines } => {
            opened.known_office(office.as_deref())?;
            let letters = opened.store.letters_of_office(office.as_deref(), phase.as_deref(), lines).await?;
            list(&opened, letters, None, global.json)?;
            Ok(Exit::Well)
        }
        What::Show { letter } => show(&opened, letter, global.json).await,
        What::Retry(which) => settle(&opened, which, "refused", Settlement::Release, false, global.json).await,
        What::Hold(which) => settle(&opened, which, "ready", Settlement::Hold, true, global.json).await,
        What::Release { which, as_repeat, without_approval } => {
            let to = if as_repeat { Settlement::SendAgain } else { Settlement::Release };
            settle(&opened, which, "held", to, without_approval, global.json).await
        }
    }
}

async fn show(opened: &Opened, id: i64, json: bool) -> Result<Exit, Failure> {
    let letter = find(opened, id).await?;
    let mut out = Output::stdout();
    if json {
        let (recipient, sender, reply_to) = (letter.recipient.clone(), letter.sender.clone(), letter.reply_to.clone());
        let (message_id, subject, body) = (letter.message_id.clone(), letter.subject.clone(), letter.body.clone());
        out.json(&Whole { recipient, sender, reply_to, message_id, subject, body, row: letter.into() })?;
    } else {
        out.line(&standing(&Row::from(letter.clone()), opened))?;
        out.line(&format!("From: {}\nTo: {}", letter.sender, letter.recipient))?;
        if let Some(reply_to) = &letter.reply_to {
            out.line(&format!("Reply-To: {reply_to}"))?;
        }
        out.line(&format!("Message-ID: <{}>\nSubject: {}\n\n{}", letter.message_id, letter.subject, letter.body))?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

async fn find(opened: &Opened, id: i64) -> Result<Letter, Failure> {
    let letter = opened.store.letter(id).await?;
    letter.ok_or_else(|| Failure::new(Exit::BadInput, "no letter has this id").at(id.to_string()))
}

/// Lists what would be settled; settles it where letters were named, or `--all --yes` was said.
async fn settle(
    opened: &Opened,
    which: Which,
    phase: &str,
    to: Settlement,
    also_unapproved: bool,
    json: bool,
) -> Result<Exit, Failure> {
    let office = which.office.as_deref();
    opened.known_office(office)?;
    let mut letters =
        if which.all { opened.store.letters_of_office(office, Some(phase), MOST).await? } else { Vec::new() };
    for id in &which.letters {
        letters.push(find(opened, *id).await?);
    }
    if let Some(other) = letters.iter().find(|letter| letter.phase != phase) {
        return Err(Failure::new(Exit::BadInput, format!("the letter is {}, not {phase}", other.phase))
            .at(other.id.to_string())
            .right("`penghubung queue show` says what happened to it"));
    }
    if let Some(erased) = letters.iter().find(|letter| letter.body == ERASED && !which.all) {
        return Err(Failure::new(Exit::BadInput, "its words were erased, and there is nothing to send")
            .at(erased.id.to_string()));
    }
    letters.retain(|letter| letter.body != ERASED);
    if !also_unapproved {
        letters = approved(opened, letters, which.all).await?;
    }
    if which.all && !which.yes {
        let many = letters.len();
        list(opened, letters, Some(false), json)?;
        tracing::warn!("nothing was done; {many} letters would be: say --yes");
        return Ok(Exit::Well);
    }
    let mut tx = opened.store.write(opened.now).await?;
    let actor = actor();
    for letter in &letters {
        tx.settle_letter(letter, to, &actor, &which.reason).await.map_err(|fault| moved_on(fault, letter.id))?;
    }
    // True now: all of them, each with its line of the log; a crash just before leaves all as they were.
    tx.commit().await?;
    let mut settled = Vec::with_capacity(letters.len());
    for letter in &letters {
        settled.extend(opened.store.letter(letter.id).await?);
    }
    list(opened, settled, Some(true), json)?;
    Ok(Exit::Well)
}

/// Without those that wait for an approver: left out of all, refused by name.
async fn approved(opened: &Opened, letters: Vec<Letter>, all: bool) -> Result<Vec<Letter>, Failure> {
    let mut free = Vec::with_capacity(letters.len());
    for letter in letters {
        if !opened.store.awaits_approval(letter.id).await? {
            free.push(letter);
        } else if !all {
            return Err(Failure::new(Exit::BadInput, "the letter waits for an approver")
                .at(letter.id.to_string())
                .right("he lets it go by his reply; --without-approval overrides him, and the log says who did"));
        }
    }
    Ok(free)
}

fn moved_on(fault: StoreFault, id: i64) -> Failure {
    if matches!(fault, StoreFault::LeaseLost) {
        return Failure::new(Exit::TryLater, "the letter moved on meanwhile; nothing was done").at(id.to_string());
    }
    fault.into()
}
