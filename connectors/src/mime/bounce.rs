//! Mails that say what became of a mail: delivery reports (RFC 3464), and the plain words of known servers.
//!
//! In: the tree of parts and what is known of its header. Out: one [`Bounce`]. Read receipts are none.

use super::header::{self, Field};
use super::limits::Oddities;
use super::structure::Part;
use super::{Bounce, Mail, charset};

mod plain;
mod reason;

/// The bounce in a mail, if it is one.
pub(super) fn find(root: &Part<'_>, mail: &Mail) -> Option<Bounce> {
    let leaves = root.leaves();
    if leaves.iter().any(|leaf| leaf.media.word.ends_with("disposition-notification")) {
        return None;
    }
    let report = leaves.iter().find(|leaf| leaf.media.word.ends_with("delivery-status"));
    let mut bounce = match report {
        Some(leaf) => from_report(&charset::of_undeclared(&leaf.unpacked()), mail)?,
        None => plain::read(mail)?,
    };
    if bounce.original_message_id.is_none() {
        bounce.original_message_id = returned_id(&leaves, mail);
    }
    Some(bounce)
}

/// Groups of fields parted by empty lines: the first speaks of the mail, each further one of a recipient.
fn from_report(report: &str, mail: &Mail) -> Option<Bounce> {
    let mut envelope_id = None;
    let mut told: Vec<Bounce> = Vec::new();
    let mut rest = report.trim_start().as_bytes();
    let mut oddities = Oddities::default();
    while !rest.is_empty() && told.len() < 100 {
        let block = header::split(rest, &mut oddities);
        // Text that is no field would be handed back whole.
        let stuck = block.fields.is_empty() && block.body.len() == rest.len();
        rest = if stuck { header::cut_line(rest).1 } else { block.body };
        envelope_id = envelope_id.or_else(|| block.text("original-envelope-id").filter(|id| !id.is_empty()));
        if block.first("action").is_some()
            || block.first("final-recipient").is_some()
            || block.first("status").is_some()
        {
            let text = |name: &str| block.first(name).map(Field::text);
            told.push(of_recipient(
                text("original-recipient").filter(|r| r.contains('@')).or_else(|| text("final-recipient")),
                text("action"),
                text("status"),
                text("diagnostic-code"),
                &mail.text,
            ));
        }
    }
    let worst = told.iter().position(|b| b.permanent).unwrap_or(0);
    let mut bounce = if told.is_empty() { plain::read(mail)? } else { told.swap_remove(worst) };
    bounce.envelope_id = envelope_id;
    Some(bounce)
}

fn of_recipient(
    recipient: Option<String>,
    action: Option<String>,
    status: Option<String>,
    diagnostic: Option<String>,
    words: &str,
) -> Bounce {
    let action = action.unwrap_or_default().trim().to_ascii_lowercase();
    let diagnostic = diagnostic.unwrap_or_default();
    let given = status.as_deref().and_then(reason::status_in);
    // Exim and Exchange give a bare 5.0.0 and the true code in the server's own words.
    let status = match given {
        Some(code) if !code.ends_with(".0.0") => Some(code),
        vague => reason::status_in(&diagnostic).or(vague),
    };
    let evidence = if diagnostic.trim().is_empty() { words } else { &diagnostic };
    let (reason, permanent) = reason::of(&action, status.as_deref(), evidence);
    Bounce {
        recipient: recipient.and_then(|r| address_of(&r)),
        status,
        permanent,
        reason: reason.to_owned(),
        original_message_id: None,
        envelope_id: None,
    }
}

/// `rfc822; a@b` → `a@b`.
fn address_of(value: &str) -> Option<String> {
    let address = value.split_once(';').map_or(value, |(_, address)| address);
    let address = address.trim().trim_matches(['<', '>']).to_lowercase();
    (!address.is_empty()).then_some(address)
}

/// The Message-ID of the returned mail, which hangs on the bounce whole or as headers, stands in its text,
/// or is what the bounce answers.
fn returned_id(leaves: &[&Part<'_>], mail: &Mail) -> Option<String> {
    if let Some(id) = mail.nested.iter().find_map(|nested| nested.message_id.clone()) {
        return Some(id);
    }
    let headers = leaves
        .iter()
        .find(|leaf| leaf.media.word == "text/rfc822-headers" || leaf.media.word.ends_with("rfc822-headers"));
    let in_headers = headers.and_then(|leaf| id_in(&charset::of_undeclared(&leaf.unpacked())));
    in_headers.or_else(|| id_in(&mail.text)).or_else(|| mail.references.last().cloned())
}

fn id_in(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find(|line| line.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("message-id:")))?;
    let value = line.split_once(':').map_or("", |(_, value)| value);
    super::reading::ids(value).into_iter().next()
}
