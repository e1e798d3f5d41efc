//! Looking at what stands under a report: before anything is put there, and to learn what became of something that was.

use super::Profile;
use super::client::Client;
use super::document::{Content, Document};
use super::pointer;
use super::posting::{Act, Posting, bears, same_words};
use super::report::{Entry, Report};
use crate::{Fault, FaultKind, Reach, Receipt};

/// What stands there, seen from one posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// The posting itself.
    Itself(Receipt),
    /// The same words, by another hand.
    SameByAnother,
    /// Other words of an institution, that nobody knew of when the posting was written.
    OtherByAnother,
    /// Nothing of the kind.
    Nothing,
}

/// Looks.
pub(super) async fn look(client: &Client, posting: &Posting, marker: &str) -> Result<Found, Fault> {
    match &posting.act {
        Act::Followup { text, .. } => {
            let pages = followup_pages(client, &posting.report).await?;
            let report = read(&client.account.profile, &posting.report, None, &pages)?;
            Ok(judge(&report.followups, posting, text, marker))
        }
        Act::HandOn { institution, reason } => {
            let detail = detail(client, &posting.report).await?;
            let report = read(&client.account.profile, &posting.report, Some(&detail), &[])?;
            let gone = report.institution.as_deref() == Some(institution.as_str())
                || report.status.as_ref().and_then(|word| word.known.as_deref()) == Some("rejected");
            let told = report.logs.iter().any(|entry| bears(&entry.text, marker));
            let _ = reason;
            Ok(if gone || told { Found::Itself(seen(None)) } else { Found::Nothing })
        }
    }
}

fn judge(entries: &[Entry], posting: &Posting, text: &str, marker: &str) -> Found {
    if let Some(own) = entries.iter().find(|entry| bears(&entry.text, marker)) {
        return Found::Itself(seen(Some(own.id.clone())));
    }
    // What bears a mark of the same kind is another letter of ours.
    let kind = marker.split_inclusive('-').next().unwrap_or(marker);
    let foreign =
        |entry: &&Entry| entry.from.is_some() && !posting.known.contains(&entry.id) && !bears(&entry.text, kind);
    let news = || entries.iter().filter(foreign);
    if news().any(|entry| same_words(&entry.text, text, marker)) {
        Found::SameByAnother
    } else if news().next().is_some() {
        Found::OtherByAnother
    } else {
        Found::Nothing
    }
}

fn seen(id: Option<String>) -> Receipt {
    Receipt { remote_id: id, text: "read back at the service".to_owned() }
}

/// Every page of what stands under a report, as it came.
pub(super) async fn followup_pages(client: &Client, id: &str) -> Result<Vec<String>, Fault> {
    let profile = &client.account.profile;
    let Some(followups) = &profile.followups else {
        return Err(Fault::not_sent(Reach::Account, FaultKind::Setup, "the profile has no way to read follow-ups"));
    };
    let mut pages: Vec<String> = Vec::new();
    for page in 1..=profile.limits.pages {
        let path = fill(&followups.path, &[("id", id), ("page", &page.to_string())])?;
        let answer = client.get(&path).await?;
        let more = pointer::first(&answer.value, &followups.next).is_some();
        let empty = pointer::items(&answer.value, &followups.items).is_none_or(|items| items.is_empty());
        let repeats = pages.contains(&answer.text);
        if !repeats && (page == 1 || !empty) {
            pages.push(answer.text);
        }
        if !more || empty || repeats {
            break;
        }
    }
    Ok(pages)
}

/// True if the service says of a report that it is secret, right now; false where the profile has no way to ask.
pub(super) async fn is_secret_now(client: &Client, id: &str) -> Result<bool, Fault> {
    let profile = &client.account.profile;
    if profile.detail.is_none() {
        return Ok(false);
    }
    let report = read(profile, id, Some(&detail(client, id).await?), &[])?;
    Ok(report.secret && report.secret_said)
}

/// The detail of a report, as it came.
pub(super) async fn detail(client: &Client, id: &str) -> Result<String, Fault> {
    let Some(detail) = &client.account.profile.detail else {
        return Err(Fault::not_sent(Reach::Account, FaultKind::Setup, "the profile has no way to read one report"));
    };
    Ok(client.get(&fill(&detail.path, &[("id", id)])?).await?.text)
}

fn read(profile: &Profile, id: &str, detail: Option<&str>, pages: &[String]) -> Result<Report, Fault> {
    let raw = |text: &str| serde_json::value::RawValue::from_string(text.to_owned());
    let strange = |_| Fault::not_sent(Reach::Account, FaultKind::Protocol, "the service's answer is no JSON");
    let content = Content::Api {
        id: id.to_owned(),
        item: None,
        detail: detail.map(raw).transpose().map_err(strange)?,
        followups: pages.iter().map(|page| raw(page)).collect::<Result<_, _>>().map_err(strange)?,
        files: Vec::new(),
    };
    Ok(Report::read(&Document::new(&profile.name, content), profile).unwrap_or_default())
}

/// A path with its places filled. An id is plain: it must not lead anywhere else.
pub(super) fn fill(path: &str, values: &[(&str, &str)]) -> Result<String, Fault> {
    let mut filled = path.to_owned();
    for (name, value) in values {
        if *name == "id"
            && (value.is_empty() || !value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)))
        {
            return Err(Fault::not_sent(Reach::Message, FaultKind::Protocol, "the report's id is not a plain one"));
        }
        let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        filled = filled.replace(&format!("{{{name}}}"), &encoded);
    }
    Ok(filled)
}
