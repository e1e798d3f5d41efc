//! What became of letters of which nobody can be sure: unclear ones, and those that the other side took but that count
//! only once they are seen there.
//!
//! In: letters due to be looked for. Out: each settled, or a time for the next look. A look that fails for the other
//! side's sake is no look.

use std::sync::Arc;

use connectors::{Fault, Sent};

use super::{Deliver, Route, WhenUnclear};
use crate::decide::retry::{next_look, wait_before_repeat};
use crate::duties::DutyFault;
use crate::duties::ways::next_way;
use crate::store::StoreFault;
use crate::store::letters::{DAEMON, Letter, Settlement};

/// So many are looked for in one pass.
const AT_ONCE: i64 = 40;
/// The other side is ill: asked again then.
const LOOK_AT_ILL: chrono::TimeDelta = chrono::TimeDelta::minutes(2);
/// Somebody types it there by hand.
const LOOK_AT_PEOPLE: chrono::TimeDelta = chrono::TimeDelta::hours(6);

/// How a letter goes on.
enum OnWith {
    /// Settled, and why.
    Settled(Settlement, &'static str),
    /// Sent again after a while, and why.
    Again(chrono::TimeDelta, &'static str),
    /// Looked for again then; whether this look counts.
    Later(chrono::TimeDelta, bool),
}

impl Deliver {
    /// Looks for evidence about every letter that is due for that.
    pub(super) async fn settle_unclear(&self) -> Result<(), DutyFault> {
        self.rescue().await?;
        let mut tx = self.store.write(self.clock.now()).await?;
        let mut letters = tx.unclear_letters(AT_ONCE).await?;
        letters.extend(tx.unproven_letters(AT_ONCE).await?);
        drop(tx);
        for letter in letters {
            let Some(route) = self.routes.get(&letter.office, letter.channel).cloned() else { continue };
            let found = match self.parcel(&letter, None, &route).await {
                Ok(parcel) => route.sink.already_sent(&parcel).await,
                Err(_) => Ok(Sent::CannotTell),
            };
            self.go_on(&letter, &route, found).await?;
        }
        Ok(())
    }

    async fn go_on(&self, letter: &Letter, route: &Arc<Route>, found: Result<Sent, Fault>) -> Result<(), DutyFault> {
        let now = self.clock.now();
        let mut tx = self.store.write(now).await?;
        let another = match route.when_unclear {
            WhenUnclear::AnotherWay => next_way(&self.practice.load(), &mut tx, letter).await?.is_some(),
            WhenUnclear::Resend | WhenUnclear::Hold => false,
        };
        let (to, why) = match how_it_goes_on(letter, route, another, found) {
            OnWith::Later(wait, counts) => {
                tx.look_again(letter, now + wait, counts).await?;
                // True now: it is looked for again then. A crash just before looks again at once.
                return Ok(tx.commit().await?);
            }
            OnWith::Settled(to, why) => (to, why),
            OnWith::Again(wait, why) => (Settlement::SendAgainAt(now + wait), why),
        };
        match tx.settle_letter(letter, to, DAEMON, why).await {
            // Another worker was quicker.
            Err(StoreFault::LeaseLost) => return Ok(()),
            other => other?,
        }
        // True now: the letter is in a phase from which it moves on, and the log says why.
        tx.commit().await?;
        Ok(())
    }
}

/// `another`: the citizen has named another way, and that is what is wanted.
fn how_it_goes_on(letter: &Letter, route: &Route, another: bool, found: Result<Sent, Fault>) -> OnWith {
    if route.reads_back {
        return where_it_can_be_read_back(letter, route, found);
    }
    if let (Ok(Sent::NotSeen), Some(wait)) = (&found, next_look(letter.looks)) {
        return OnWith::Later(wait, true);
    }
    match (found, route.when_unclear, wait_before_repeat(letter.repeats)) {
        (Ok(Sent::Yes(_)), _, _) => OnWith::Settled(Settlement::Proven, "bukti ditemukan"),
        (Ok(Sent::No), _, _) => OnWith::Settled(Settlement::Release, "pasti belum terkirim"),
        (Ok(Sent::NotSeen | Sent::CannotTell) | Err(_), WhenUnclear::Resend, Some(wait)) => {
            OnWith::Again(wait, "tanpa bukti, dikirim ulang dengan Message-ID yang sama")
        }
        (Ok(Sent::NotSeen | Sent::CannotTell) | Err(_), WhenUnclear::Resend, None) => {
            OnWith::Settled(Settlement::Hold, "berulang kali tanpa bukti, menunggu keputusan petugas")
        }
        // Refused here: the sweep writes it by the other way and tells the desk.
        (Ok(Sent::NotSeen | Sent::CannotTell) | Err(_), WhenUnclear::AnotherWay, _) if another => {
            OnWith::Settled(Settlement::GiveUp, "tanpa bukti, dialihkan ke jalur lain sesuai pengaturan")
        }
        (Ok(Sent::NotSeen | Sent::CannotTell) | Err(_), WhenUnclear::Hold | WhenUnclear::AnotherWay, _) => {
            OnWith::Settled(Settlement::Hold, "tanpa bukti, menunggu keputusan petugas")
        }
    }
}

/// Nothing is settled before it has been seen, or not been seen for long.
fn where_it_can_be_read_back(letter: &Letter, route: &Route, found: Result<Sent, Fault>) -> OnWith {
    match found {
        Ok(Sent::Yes(_)) => OnWith::Settled(Settlement::Proven, "terlihat saat dibaca kembali"),
        Ok(Sent::No) => OnWith::Settled(Settlement::Release, "pasti belum terkirim"),
        // Nobody was there to be asked.
        Err(_) => OnWith::Later(LOOK_AT_ILL, false),
        // Only a person can tell (by hand), and will.
        Ok(Sent::CannotTell) if letter.phase == "accepted" => OnWith::Later(LOOK_AT_PEOPLE, false),
        Ok(Sent::NotSeen | Sent::CannotTell) => match (next_look(letter.looks), route.when_unclear) {
            (Some(wait), _) => OnWith::Later(wait, true),
            (None, WhenUnclear::Resend) if letter.phase == "unclear" => {
                OnWith::Again(chrono::TimeDelta::zero(), "lama tidak terlihat, dikirim ulang dengan tanda yang sama")
            }
            (None, WhenUnclear::Resend | WhenUnclear::Hold | WhenUnclear::AnotherWay) => {
                OnWith::Settled(Settlement::Hold, "lama tidak terlihat di sana, menunggu keputusan petugas")
            }
        },
    }
}
