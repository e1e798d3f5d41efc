//! Telling the server what was committed here: a flag, or a move.
//!
//! In: an opened folder and the names of arrivals. Out: nothing but faults. May be repeated; knows no batch.

use super::account::Settle;
use super::failure::Failure;
use super::folder::Folder;
use super::names;
use super::place::{Place, uid_set};
use crate::arrival::RemoteRef;
use crate::fault::{Fault, FaultKind, Reach};

/// So many messages are named in one command.
const AT_ONCE: usize = 200;

/// Flags or moves these messages. Those of another numbering are passed over: their UIDs name something else now.
pub(super) async fn settle(folder: &mut Folder, how: &Settle, kept: &[RemoteRef]) -> Result<(), Fault> {
    let mut uids = Vec::new();
    for remote in kept {
        let place = Place::from_ref(remote)?;
        if place.validity == folder.validity {
            uids.push(place.uid);
        }
    }
    uids.sort_unstable();
    uids.dedup();
    for some in uids.chunks(AT_ONCE) {
        let set = uid_set(some.iter().copied());
        match how {
            Settle::Nothing => {}
            Settle::Flag(flag) => store(folder, &set, flag).await?,
            Settle::MoveTo(target) => move_to(folder, &set, target).await?,
        }
    }
    Ok(())
}

async fn store(folder: &mut Folder, set: &str, flag: &str) -> Result<(), Fault> {
    if !names::is_flag(flag) {
        return Err(setup(format!("\"{flag}\" cannot be a flag: it must be one word such as $Penghubung or \\Seen")));
    }
    if !keeps(folder.line.heard.permanent_flags.as_deref(), flag) {
        return Err(setup(format!("the server does not keep the flag {flag} in this folder")));
    }
    let command = format!("UID STORE {set} +FLAGS.SILENT ({flag})");
    folder.line.command(&command).await.map_err(|failure| failed(failure, "flagging messages"))
}

/// True if the flag stays beyond the session. A server that says nothing of it keeps all (RFC 3501 §7.1).
pub(super) fn keeps(permanent: Option<&[String]>, flag: &str) -> bool {
    let is_keyword = !flag.starts_with('\\');
    permanent.is_none_or(|all| all.iter().any(|kept| kept.eq_ignore_ascii_case(flag) || (is_keyword && kept == "\\*")))
}

async fn move_to(folder: &mut Folder, set: &str, target: &str) -> Result<(), Fault> {
    let written = names::folder(target).ok_or_else(|| setup(format!("\"{target}\" is not a folder name")))?;
    let doing = format!("moving messages to {target}");
    let can = |capability| folder.line.heard.can(capability);
    let commands = if can("MOVE") {
        vec![format!("UID MOVE {set} {written}")]
    } else if can("UIDPLUS") {
        vec![
            format!("UID COPY {set} {written}"),
            format!("UID STORE {set} +FLAGS.SILENT (\\Deleted)"),
            format!("UID EXPUNGE {set}"),
        ]
    } else {
        return Err(setup("the server can neither MOVE nor UIDPLUS: choose a flag instead of a move".to_owned()));
    };
    for command in commands {
        folder.line.command(&command).await.map_err(|failure| failed(failure, &doing))?;
    }
    Ok(())
}

fn failed(failure: Failure, doing: &str) -> Fault {
    failure.into_fault(Reach::Mailbox, FaultKind::Setup, doing)
}

fn setup(text: String) -> Fault {
    Fault::not_sent(Reach::Mailbox, FaultKind::Setup, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_keyword_needs_the_servers_permission() {
        let strict = [String::from("\\Seen"), String::from("$Penghubung")];
        let open = [String::from("\\Seen"), String::from("\\*")];
        assert!(keeps(Some(&strict), "\\seen") && keeps(Some(&strict), "$penghubung"));
        assert!(!keeps(Some(&strict), "$Lain") && keeps(Some(&open), "$Lain") && keeps(None, "$Lain"));
        assert!(!keeps(Some(&open), "\\Flagged"));
    }
}
