//! Waiting for news: IDLE where the server has it.
//!
//! In: an opened folder at rest. Out: whether something came. Knows no cursor.
//!
//! What arrives between the last look and the start of IDLE must not be missed (M-IN, F03). A good server announces it
//! as soon as IDLE begins. For the others: a look before, and a first IDLE that is short, with a look after it.
//! EXISTS counts whenever it is said, also as an answer to something else.
//!
//! A server that announces rests a while before it announces again, and counts that rest from the moment IDLE began
//! (Dovecot: half a second, from the first change that it sees in IDLE). A message that comes while its predecessor is
//! fetched would wait for all of it; asked, the server tells at once. So after news it is asked for a while.

use tokio::time::{Duration, Instant, sleep, sleep_until};

use super::account::Limits;
use super::failure::{Break, Failure};
use super::folder::Folder;
use super::line::Step;
use crate::arrival::Woken;

/// After news the server is asked so often for more,
const ASKED_EVERY: Duration = Duration::from_millis(50);
/// and for so long.
const ASKED_FOR: Duration = Duration::from_millis(600);

/// When news last came.
#[derive(Debug, Default)]
pub(super) struct Lately(Option<Instant>);

/// Waits until the server announces a message, `at_most` at the longest.
pub(super) async fn wait(folder: &mut Folder, lately: &mut Lately, at_most: Duration) -> Result<Woken, Failure> {
    let end = Instant::now() + at_most;
    if !folder.line.heard.can("IDLE") {
        sleep_until(end).await;
        return Ok(Woken::Elapsed);
    }
    folder.line.widen(false);
    let limits = *folder.line.limits();
    let renew = limits.idle_renew.min(Limits::LONGEST_IDLE);
    let mut round = limits.idle_first.min(renew);
    loop {
        let asked_until = lately.0.map(|at| end.min(at + ASKED_FOR));
        if news_before(folder).await?
            || ask_on(folder, asked_until).await?
            || idle(folder, end.min(Instant::now() + round)).await?
        {
            lately.0 = Some(Instant::now());
            return Ok(Woken::News);
        }
        if Instant::now() >= end {
            return Ok(Woken::Elapsed);
        }
        round = renew;
    }
}

/// True if EXISTS was said since the last look, or is said now. The flag stays up: the next look lowers it.
async fn news_before(folder: &mut Folder) -> Result<bool, Failure> {
    if !folder.line.heard.news {
        folder.line.command("NOOP").await?;
    }
    Ok(folder.line.heard.news)
}

/// Asks until then, again and again; true if something has come.
async fn ask_on(folder: &mut Folder, until: Option<Instant>) -> Result<bool, Failure> {
    while until.is_some_and(|until| Instant::now() < until) {
        sleep(ASKED_EVERY).await;
        if news_before(folder).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One IDLE from `+` to its tagged answer; true if EXISTS was said.
async fn idle(folder: &mut Folder, until: Instant) -> Result<bool, Failure> {
    let line = &mut folder.line;
    let tag = line.send("IDLE").await?;
    let command = line.limits().command;
    let starts = Instant::now() + command;
    loop {
        match line.step(&tag, starts, command, &mut |_, _| {}).await? {
            Step::GoOn => break,
            Step::Untagged => {}
            Step::Done => return Err(Break::Garbled("IDLE ended before it began").into()),
        }
    }
    while !line.heard.news {
        let left = until.saturating_duration_since(Instant::now());
        match line.step(&tag, until, left, &mut |_, _| {}).await {
            Ok(Step::Untagged | Step::GoOn) => {}
            Ok(Step::Done) => return Ok(line.heard.news),
            Err(Failure::Broken(Break::Silent)) => break,
            Err(failure) => return Err(failure),
        }
    }
    line.write(b"DONE\r\n").await?;
    line.finish(&tag, &mut |_, _| {}).await?;
    Ok(line.heard.news)
}
