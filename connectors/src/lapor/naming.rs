//! Under which names the states of a report lie in the inbox.
//!
//! In: a state, and which was kept last. Out: a name, or that there is nothing to keep. A state that was there before
//! and is there again (`Dalam Proses`, `Selesai`, `Dalam Proses`) is news, so it gets a name of its own:
//! `7000001/3f…+2`.

use super::source::Known;
use crate::{Arrival, Fault, RemoteRef};

/// The name by which a state is to be kept; `None`: it is the one that was kept last. `last`: that one, where the
/// caller knows it better than what has been dealt with.
pub(super) async fn name_of(
    known: &dyn Known,
    number: &str,
    state: &str,
    last: Option<&RemoteRef>,
) -> Result<Option<RemoteRef>, Fault> {
    let base = format!("{number}/{state}");
    let dealt_with = match last {
        Some(last) => Some(last.clone()),
        None => known.last(number).await?,
    };
    let is_this =
        |name: &RemoteRef| name.0.strip_prefix(&base).is_some_and(|end| end.is_empty() || end.starts_with('+'));
    if dealt_with.as_ref().is_some_and(is_this) {
        return Ok(None);
    }
    let (mut name, mut times) = (RemoteRef(base.clone()), 1);
    while known.holds(&name).await? {
        if dealt_with.is_none() {
            return Ok(None);
        }
        times += 1;
        name = RemoteRef(format!("{base}+{times}"));
    }
    Ok(Some(name))
}

/// Those of an export's reports whose state is not the one kept last, under the names by which they are kept.
///
/// # Errors
/// Where it cannot be told what is kept.
pub async fn fresh(known: &dyn Known, arrivals: Vec<Arrival>) -> Result<Vec<Arrival>, Fault> {
    let mut fresh = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let (number, state) = arrival.remote_ref.0.split_once('/').unwrap_or((&arrival.remote_ref.0, ""));
        if let Some(name) = name_of(known, number, state, None).await? {
            fresh.push(Arrival { remote_ref: name, ..arrival });
        }
    }
    Ok(fresh)
}
