//! The signs of machines, strong ones first.
//!
//! In: a mail. Out: a verdict where the signs suffice, else nothing. `X-Auto-Response-Suppress` alone says nothing: it
//! asks others to be silent. `Auto-Submitted: no` is a person's.

use connectors::mime::Mail;

use super::names::is_own_message_id;
use super::{Facts, Kind, Verdict, personal};

/// Hops after which a mail is going round.
const HOPS: usize = 50;

/// Our own mail come back, reports of servers and read receipts.
pub(super) fn loop_or_report(mail: &Mail, facts: &Facts<'_>, by_officer: bool) -> Option<Verdict> {
    if mail.headers.iter().any(|(name, _)| name == "x-penghubung" || name.starts_with("x-penghubung-")) {
        return Some((Kind::Loop, "it bears our own mark"));
    }
    if mail.message_id.as_deref().is_some_and(|id| is_own_message_id(id, facts.own_addresses)) {
        return Some((Kind::Loop, "it bears a Message-ID of ours"));
    }
    if mail.header_values("received").count() > HOPS {
        return Some((Kind::Loop, "it went through more than 50 servers"));
    }
    if mail.bounce.is_some() {
        return Some((Kind::Bounce, "a server tells what became of a letter"));
    }
    if reports(mail, "disposition-notification") {
        return Some((Kind::Receipt, "a read receipt"));
    }
    if reports(mail, "delivery-status") || is_daemon(mail) {
        return Some((Kind::Bounce, "a mail server writes"));
    }
    if local_part(mail) == "postmaster" {
        return Some((Kind::Unclear, "a postmaster writes, but reports on no letter"));
    }
    let from_ourselves = mail.from.as_ref().is_some_and(|from| facts.own_addresses.contains(from));
    (from_ourselves && !by_officer).then_some((Kind::Loop, "it comes from our own address"))
}

fn reports(mail: &Mail, what: &str) -> bool {
    let by_type = mail.header_values("content-type").any(|t| {
        let t = t.to_ascii_lowercase();
        t.contains("multipart/report") && t.contains(what) || t.trim_start().starts_with(&format!("message/{what}"))
    });
    by_type || mail.attachments.iter().any(|a| a.content_type.strip_prefix("message/") == Some(what))
}

fn local_part(mail: &Mail) -> &str {
    mail.from.as_deref().and_then(|from| from.split('@').next()).unwrap_or("")
}

/// A postmaster may be a person; with the null sender he is none.
fn is_daemon(mail: &Mail) -> bool {
    let local = local_part(mail);
    let is_null = mail.header_values("return-path").any(|path| path.trim() == "<>");
    ["mailer-daemon", "mail-daemon", "maildaemon"].contains(&local) || (local == "postmaster" && is_null)
}

/// Answers of machines for absent people, and what else says of itself that no person sent it.
pub(super) fn automatic(mail: &Mail, answers_a_letter: bool, by_officer: bool) -> Option<Verdict> {
    if is_filled_form(mail) {
        return Some((Kind::Unclear, "a program sent it, but it reads like a form that a citizen filled in"));
    }
    if mail.header_values("auto-submitted").any(is_automatic) {
        return Some((Kind::AutoReply, "Auto-Submitted says that no person sent it"));
    }
    const MARKS: [&str; 6] =
        ["x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply", "x-auto-reply", "x-autoresponder"];
    let marked = mail.headers.iter().any(|(name, value)| MARKS.contains(&name.as_str()) && is_automatic(value));
    if marked {
        return Some((Kind::AutoReply, "a header says that it is an automatic reply"));
    }
    let precedence = |sign: &str| mail.header_values("precedence").any(|v| v.trim().eq_ignore_ascii_case(sign));
    if precedence("auto_reply") || precedence("auto-reply") {
        return Some((Kind::AutoReply, "Precedence says that it is an automatic reply"));
    }
    let is_reply = answers_a_letter || !mail.references.is_empty();
    let quiet = mail.header_values("x-auto-response-suppress").next().is_some();
    if subject_says_automatic(
        &mail.subject,
        is_reply || quiet || by_officer || precedence("junk") || precedence("bulk"),
    ) {
        return Some((Kind::AutoReply, "its subject is that of an automatic reply"));
    }
    if (by_officer || answers_a_letter) && personal::says_he_is_away(&mail.text) {
        return Some((Kind::AutoReply, "its writer says that he is away"));
    }
    if mail.header_values("return-path").any(|path| path.trim() == "<>") {
        return Some(if is_reply || precedence("junk") || precedence("bulk") {
            (Kind::AutoReply, "it was sent with the null sender")
        } else {
            (Kind::Unclear, "it was sent with the null sender, but nothing else says that a machine wrote it")
        });
    }
    None
}

/// A web form: generated, and no reply to anything, with a citizen's words. Many name nobody to answer to.
fn is_filled_form(mail: &Mail) -> bool {
    let all_generated =
        mail.header_values("auto-submitted").all(|v| v.trim().to_ascii_lowercase().starts_with("auto-generated"));
    let is_automatic = mail.header_values("auto-submitted").next().is_some();
    let is_a_persons = || {
        personal::reads_like_a_citizen(mail)
            || personal::is_short_and_plain(mail) && (personal::is_form(mail) || personal::speaks_of_himself(mail))
    };
    is_automatic && all_generated && mail.references.is_empty() && is_a_persons()
}

/// Everything but `no`, whatever follows in comments or parameters.
fn is_automatic(value: &str) -> bool {
    let word = value.split([';', '(']).next().unwrap_or("").trim();
    !word.is_empty() && !["no", "false", "0"].iter().any(|no| word.eq_ignore_ascii_case(no))
}

/// `Balasan otomatis: …`; without the colon only where something else speaks for it, since citizens write such words
/// too.
fn subject_says_automatic(subject: &str, supported: bool) -> bool {
    const OPENINGS: [&str; 17] = [
        "balasan otomatis",
        "jawaban otomatis",
        "respon otomatis",
        "respons otomatis",
        "tanggapan otomatis",
        "pesan otomatis",
        "automatic reply",
        "auto reply",
        "auto-reply",
        "autoreply",
        "automatic response",
        "auto response",
        "auto-response",
        "out of office",
        "out of the office",
        "out-of-office",
        "vacation reply",
    ];
    const AWAY: [&str; 5] = ["sedang cuti", "dinas luar", "tidak berada di kantor", "di luar kantor", "on leave"];
    let lower = subject.trim().to_lowercase();
    let opening = OPENINGS.iter().find_map(|sign| lower.strip_prefix(sign));
    let said_plainly =
        opening.is_some_and(|rest| rest.trim().is_empty() || rest.trim_start().starts_with([':', '(', '-', '–']));
    said_plainly || supported && (opening.is_some() || AWAY.iter().any(|sign| lower.starts_with(sign)))
}

/// What the server of the mailbox calls spam; a valid-looking token outweighs it, for nobody can guess one.
pub(super) fn spam(mail: &Mail, has_token: bool) -> Option<Verdict> {
    let says_yes =
        |name| mail.header_values(name).any(|v| v.trim().get(..3).is_some_and(|word| word.eq_ignore_ascii_case("yes")));
    let flagged = says_yes("x-spam-flag") || says_yes("x-spam-status");
    (flagged && !has_token).then_some((Kind::Spam, "the mail server calls it spam"))
}

/// Newsletters and lists. Where only weak signs meet a citizen's words, the citizen counts.
pub(super) fn list(mail: &Mail, facts: &Facts<'_>, answers_a_letter: bool) -> Option<Verdict> {
    if answers_a_letter || is_our_own_list(mail, facts) {
        return None;
    }
    let has = |name| mail.header_values(name).next().is_some();
    let precedence = mail
        .header_values("precedence")
        .any(|v| ["bulk", "list", "junk"].iter().any(|p| v.trim().eq_ignore_ascii_case(p)));
    let names_a_list = has("list-id") || has("list-post");
    let weak = has("list-unsubscribe") || has("list-unsubscribe-post");
    let strong = names_a_list || precedence;
    // `Precedence: bulk` alone is set by many a server of a village or a clinic for each of its mails.
    let personal =
        if names_a_list || weak { personal::reads_like_a_citizen(mail) } else { personal::may_be_a_citizen(mail) };
    match (strong, weak, personal) {
        (true, _, true) => Some((Kind::Unclear, "sent through a list, but it reads like a citizen's own words")),
        (true, _, false) => Some((Kind::List, "a mailing list or mass mail")),
        (false, true, false) => Some((Kind::List, "mass mail that one can unsubscribe from")),
        (false, true, true) | (false, false, _) => None,
    }
}

/// An office's own group address puts list headers on every citizen's mail.
fn is_our_own_list(mail: &Mail, facts: &Facts<'_>) -> bool {
    let domains = || facts.own_addresses.iter().filter_map(|own| own.rsplit_once('@').map(|(_, domain)| domain));
    let id = mail.header_values("list-id").next().unwrap_or("").to_lowercase();
    let post = mail.header_values("list-post").next().unwrap_or("").to_lowercase();
    facts.own_addresses.iter().any(|own| post.contains(own.as_str()))
        || domains().any(|domain| id.trim_end_matches(['>', ' ']).ends_with(&format!(".{domain}")))
}
