//! `erase`: what tells of a person goes from a closed complaint (UU 27/2022, Pasal 43 and 44). In: numbers. Out: what
//! would go; with `--apply` it is gone for good. The log stays whole, and says who erased what kinds of data and why.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use super::opened::{self, Opened, actor};
use super::{Exit, Failure, Global, Output, reason};
use crate::decide::citizen::kept_long_enough;
use crate::store::complaints::Complaint;
use crate::store::erasure::Erased;
use crate::store::registrations::is_by_hand;
use crate::store::{Backend, WriteTx};
use crate::sync_log::{Entry, Event};

/// At most so many in one go; the next go takes the rest.
const MOST: i64 = 10_000;
/// A database of so many bytes takes long to be written anew: that is said before.
const LARGE: u64 = 256 * 1024 * 1024;
/// Why, where time alone says so.
const KEPT_LONG_ENOUGH: &str = "masa simpan berakhir";

/// Erase what tells of a person from closed complaints; says what would go, and does it with --apply
///
/// Names, addresses, texts, raw mails and attachments go for good; numbers, moments, decisions and the log stay. What
/// lies in the mailbox itself, at LAPOR!, on pages and boards, in backups and in letters that officers have got is not
/// reached. Letters about several complaints go whole, mails that confirm a task about it, and notices of the holding
/// pen about its mails, with mails put aside there that named it; a mail in which others complain too goes with the
/// last of them. Erasing again says when it was erased.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("which").required(true).multiple(true).args(["numbers", "due"])))]
pub struct Args {
    /// Numbers, such as BTG-26-0123
    #[arg(conflicts_with = "due", value_name = "NUMBER")]
    numbers: Vec<String>,
    /// All that an office has kept longer than `keep_closed` in its citizen.toml says, those preserved
    /// (`complaint preserve`) excepted
    #[arg(long)]
    due: bool,
    /// With --due: only of this office
    #[arg(long, value_name = "ID", requires = "due")]
    office: Option<String>,
    /// Why, for the log: no names, no words of the citizen; with --due it may be left out
    #[arg(long, value_name = "TEXT", value_parser = reason::of_words, required_unless_present = "due")]
    reason: Option<String>,
    /// Letters about it and other complaints that are held: never send them, and erase what they say
    #[arg(long)]
    give_up_held: bool,
    /// Erase it; without this nothing changes. A SQLite file is written anew at the end, which needs as much room again
    /// and lets nothing else write meanwhile (about 10 s for each GB)
    #[arg(long)]
    apply: bool,
    /// Do not write the SQLite file anew: free pages in it may then hold copies of what was erased, until
    /// `erase --apply` runs once without this
    #[arg(long, requires = "apply")]
    no_rewrite: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    number: &'a str,
    applied: bool,
    /// It was erased before.
    before: bool,
    /// When that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    erased_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    erased: Erased,
    /// Where his mails lay: what lies there still must be deleted there.
    sources: Vec<Source>,
    /// Postings of the office under which texts about it were put up: they must be taken down there.
    posted: Vec<String>,
}

impl Row<'_> {
    /// It was erased before, and nothing has come since.
    fn is_nothing(&self) -> bool {
        self.before && self.erased.is_nothing()
    }
}

#[derive(Serialize)]
struct Source {
    name: String,
    mails: i64,
}

/// Does it.
///
/// # Errors
/// Where a number is unknown, a complaint is not closed, or letters about it are under way.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let mut complaints = Vec::new();
    if args.due {
        complaints = kept_too_long(&opened, args.office.as_deref()).await?;
    }
    for number in &args.numbers {
        complaints.push(closed(&opened, number).await?);
    }
    let mut out = Output::stdout();
    let (mut done, mut later, mut again) = (0, 0, 0);
    for complaint in &complaints {
        let row = match erase(&opened, complaint, &args).await {
            Ok(row) => row,
            // One whose letters are under way waits for the next time; the others need not.
            Err(failure) if args.due && failure.code == Exit::TryLater => {
                tracing::warn!("{}", failure.line());
                later += 1;
                continue;
            }
            Err(failure) => return Err(failure),
        };
        let zone = opened.book(&complaint.office).map_or(Tz::UTC, |book| book.office.zone);
        done += usize::from(!row.is_nothing());
        again += usize::from(row.is_nothing());
        if global.json { out.json(&row)? } else { print(&mut out, &row, zone)? }
    }
    let rewritten = if args.apply { overwrite(&opened, &args, global).await? } else { false };
    if !global.json {
        let what = match (args.apply, opened.store.backend()) {
            _ if done + later == 0 && again > 0 => "nothing to erase: it is gone already".to_owned(),
            _ if done + later == 0 => "nothing to erase: no complaint was kept longer than its office says".to_owned(),
            (false, _) => "nothing was erased: --apply does it, and it cannot be undone".to_owned(),
            (true, Backend::Sqlite) if !rewritten => format!(
                "{done} erased; free pages of the database and its journal may hold copies: `erase --apply` without \
                 --no-rewrite overwrites them; backups made before hold them still"
            ),
            (true, Backend::Sqlite) => format!("{done} erased and overwritten; backups made before hold them still"),
            (true, Backend::Postgres) => {
                format!("{done} erased; run VACUUM FULL to overwrite them on disk, and mind older backups")
            }
        };
        out.line(&what)?;
        if later > 0 {
            out.line(&format!(
                "{later} left for later: letters about them are under way, or they are not closed any more"
            ))?;
        }
        if complaints.len() as i64 >= MOST {
            out.line("there may be more: run it again")?;
        }
    }
    out.finish()?;
    Ok(Exit::Well)
}

/// Overwrites what went: true if nothing of it is left in the files of the database.
async fn overwrite(opened: &Opened, args: &Args, global: &Global) -> Result<bool, Failure> {
    if args.no_rewrite {
        opened.store.shorten_the_journal().await?;
        return Ok(false);
    }
    let bytes = opened.store.file().and_then(|file| file.metadata().ok()).map_or(0, |file| file.len());
    if bytes > LARGE && !global.json {
        let (mut out, megabytes) = (Output::stdout(), bytes.div_ceil(1024 * 1024));
        out.line(&format!("writing the database anew ({megabytes} MB): nothing else writes meanwhile"))?;
        out.finish()?;
    }
    opened.store.overwrite_what_went().await.map_err(|fault| {
        Failure::new(Exit::TryLater, format!("it is erased, but free pages may hold copies: {fault}"))
            .at("--apply")
            .right("free as much room as the database takes, then the same command again")
    })
}

/// What offices have kept longer than they say.
async fn kept_too_long(opened: &Opened, office: Option<&str>) -> Result<Vec<Complaint>, Failure> {
    opened.known_office(office)?;
    let books = opened.config.books.offices.iter().filter(|book| office.is_none_or(|id| book.office.id.0 == id));
    let limits: Vec<_> = books.filter_map(|book| Some((book, kept_long_enough(book, opened.now)?))).collect();
    if limits.is_empty() {
        return Err(Failure::new(Exit::Usage, "no office says how long it keeps what is closed")
            .at("--due")
            .right("keep_closed = \"60 bulan\" in the office's citizen.toml, as its JRA says"));
    }
    let mut found = Vec::new();
    for (book, before) in limits {
        found.extend(opened.store.kept_since_before(&book.office.id.0, before, MOST).await?);
    }
    Ok(found)
}

/// The complaint with this number, if it has ended and nothing holds it.
async fn closed(opened: &Opened, number: &str) -> Result<Complaint, Failure> {
    let complaint = opened.complaint(number).await?;
    if complaint.status != "closed" {
        return Err(Failure::new(Exit::BadInput, format!("it is {}: its reporter still waits", complaint.status))
            .at(number.to_owned())
            .right(format!("`penghubung complaint close {number} --reason …` ends it first")));
    }
    if opened.store.legal_hold(complaint.id).await?.is_some() {
        return Err(Failure::new(Exit::BadInput, "it is preserved (legal hold) and is not erased")
            .at(complaint.number.clone())
            .right(format!("`penghubung complaint preserve {number} --undo --reason …` lifts it")));
    }
    Ok(complaint)
}

async fn erase<'c>(opened: &Opened, complaint: &'c Complaint, args: &Args) -> Result<Row<'c>, Failure> {
    let store = &opened.store;
    let sources = store.sources_of(complaint).await?;
    if args.apply {
        store.overwrite_what_goes().await?;
    }
    let mut tx = store.write(opened.now).await?;
    let under_way = tx.letters_under_way(complaint.id).await?;
    if under_way > 0 {
        return Err(Failure::new(Exit::TryLater, format!("{under_way} letters about it are under way"))
            .at(complaint.number.clone())
            .right("wait until they have left, or hold them: `penghubung queue hold N`"));
    }
    settle_mentions(&mut tx, complaint, args.give_up_held).await?;
    // What stood there when it was looked up may have changed since.
    if !tx.may_be_erased(complaint.id).await? {
        return Err(Failure::new(
            Exit::TryLater,
            "it is not closed any more, its reporter is yet to be told, or it is held",
        )
        .at(complaint.number.clone())
        .right("let the daemon tell him (`penghubung run --once`), then look with `penghubung complaint show`"));
    }
    let posted = tx.posted_at(complaint.id).await?;
    let erased_at = tx.erased_at(complaint.id).await?;
    let erased = tx.erase(complaint).await?;
    if args.apply && !(erased_at.is_some() && erased.is_nothing()) {
        let why =
            reason::keep(&mut tx, complaint, "HAPUS", &actor(), args.reason.as_deref().unwrap_or(KEPT_LONG_ENOUGH))
                .await?;
        let line = Entry::new(Event::Hapus, actor()).office(&complaint.office).case(&complaint.number);
        let line = line.fact("alasan", why).fact("nama", erased.name).fact("kontak", erased.ways);
        let line = line.fact("kiriman", erased.arrivals).fact("arsip_asli", erased.originals);
        let line = line.fact("surat", erased.letters).fact("jawaban", erased.answers);
        let line = line.fact("pesan", erased.messages).fact("catatan", erased.notes);
        tx.note(line.fact("surat_gabungan", erased.sheets).fact("konfirmasi", erased.confirmations));
        // True now: it is gone, and the log says who erased it and why. A crash just before leaves all as it was.
        tx.commit().await?;
    }
    let sources = sources.into_iter().map(|(name, mails)| Source { name, mails }).collect();
    let before = erased_at.is_some();
    Ok(Row { number: &complaint.number, applied: args.apply, before, erased_at, erased, sources, posted })
}

/// Letters about it and other complaints: those on their way are waited for, those that are held are given up if that
/// is said.
async fn settle_mentions(tx: &mut WriteTx, complaint: &Complaint, give_up: bool) -> Result<(), Failure> {
    let mentions = tx.mentions_of(complaint).await?;
    let ids = |some: &[i64]| some.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let later =
        |what: String, right: String| Err(Failure::new(Exit::TryLater, what).at(complaint.number.clone()).right(right));
    if !mentions.waiting.is_empty() {
        let what = format!("letters about it and other complaints have not left: {}", ids(&mentions.waiting));
        return later(what, "wait until they have left; `penghubung queue show N` says what one waits for".to_owned());
    }
    match mentions.held.first() {
        Some(first) if !give_up => later(
            format!("letters about it and other complaints are held: {}", ids(&mentions.held)),
            format!(
                "`penghubung queue show {first}` says why; `penghubung queue release {first} --reason …` lets it go, or \
                 --give-up-held here: it is never sent, and goes with the rest"
            ),
        ),
        Some(_) | None => Ok(tx.give_up(&mentions.held).await?),
    }
}

fn print(out: &mut Output, row: &Row<'_>, zone: Tz) -> Result<(), Failure> {
    let e = &row.erased;
    let (number, went) = (row.number, if row.applied { "erased" } else { "would go" });
    // The day on the office's calendar.
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).format("%Y-%m-%d");
    if let Some(at) = row.erased_at.filter(|_| row.erased.is_nothing()) {
        return out.line(&format!("{number}: already erased on {}", day(at)));
    }
    let before = row.erased_at.map(|at| format!(" (erased before, on {})", day(at))).unwrap_or_default();
    let name = if e.name { "name, " } else { "" };
    out.line(&format!(
        "{number}: {went}{before}: {name}{} ways to him, {} arrivals with {} raw mails, {} letters, {} answers, {} messages, {} notes, \
         {} letters about others too, {} mails that confirm tasks",
        e.ways, e.arrivals, e.originals, e.letters, e.answers, e.messages, e.notes, e.sheets, e.confirmations
    ))?;
    if e.shared > 0 {
        out.line(&format!("{number}: {} arrivals stay: other complaints came in them", e.shared))?;
    }
    for place in &row.posted {
        out.line(&format!("{number}: texts about it were put up as `{place}`: take them down there"))?;
    }
    // What was typed in or imported lies nowhere else of ours.
    row.sources.iter().filter(|source| !is_by_hand(&source.name)).try_for_each(|source| {
        out.line(&format!("{number}: {} came by {}: delete there what lies there still", source.mails, source.name))
    })
}
