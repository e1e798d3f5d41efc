//! `complaint show`: one complaint, whole. In: its number. Out: what is known of it; the log says who looked.

use super::super::opened::{Opened, actor};
use super::super::{Failure, Output, queue, table};
use super::list::status_of;
use super::whole::{Answer, Ending, Lapor, Message, Order, Person, Whole, Written, whole};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// Shows it.
pub(super) async fn show(opened: &Opened, number: &str, json: bool) -> Result<(), Failure> {
    let store = &opened.store;
    let complaint = opened.complaint(number).await?;
    let letters = store.letters_of(complaint.id).await?;
    let answers = store.answers(complaint.id).await?;
    let mut tx = store.write(opened.now).await?;
    tx.note(Entry::new(Event::Akses, actor()).office(&complaint.office).case(&complaint.number));
    // True now: the log says who looked, and nobody has seen it yet.
    tx.commit().await?;
    let answers = answers.into_iter().map(|(unit, at, text)| Answer { unit, at, text }).collect();
    let (lapor, linked) = (lapor_of(opened, complaint.id).await?, store.linked(complaint.id).await?);
    let mut whole = whole(&complaint, letters.into_iter().map(queue::Row::from).collect(), answers, lapor, linked);
    let orders = store.orders(complaint.id).await?.into_iter();
    whole.orders = orders.map(|o| Order { at: o.at, unit: o.unit, word: o.word, text: o.text }).collect();
    whole.messages =
        store.messages(complaint.id).await?.into_iter().map(|m| Message { at: m.at, text: m.text }).collect();
    whole.ending = store.ending_of(complaint.id).await?.map(|ending| Ending {
        asked: ending.asked,
        silence_until: ending.silence.map(|until| until.due),
        word: ending.word.map(|word| word.word()),
        objections: ending.objections,
    });
    whole.preserved = store.legal_hold(complaint.id).await?;
    if !complaint.decision.privacy.hides_identity() {
        whole.person = person_of(opened, &complaint).await?;
    }
    let mut out = Output::stdout();
    if json {
        out.json(&whole)?
    } else {
        print(&mut out, opened, &complaint, &whole)?
    }
    out.finish()
}

/// Who it is, as far as his ways tell.
async fn person_of(opened: &Opened, complaint: &Complaint) -> Result<Person, Failure> {
    let ways = opened.store.ways_of(complaint.id).await?;
    let ways = ways.into_iter().map(|(channel, address)| format!("{} {address}", channel.label())).collect();
    Ok(Person { ways, complaints: opened.store.of_the_same_person(complaint.id, &complaint.office).await? })
}

async fn lapor_of(opened: &Opened, complaint: i64) -> Result<Option<Lapor>, Failure> {
    let Some(report) = opened.store.report_of(complaint).await? else { return Ok(None) };
    let entries = opened.store.report_entries(&report.account, &report.number).await?;
    let thread =
        entries.into_iter().map(|e| Written { at: e.at, from: e.author, text: e.text, letter: e.letter }).collect();
    Ok(Some(Lapor { account: report.account, number: report.number, status: report.status, seen: report.seen, thread }))
}

fn print(out: &mut Output, opened: &Opened, c: &Complaint, whole: &Whole<'_>) -> Result<(), Failure> {
    let hidden = if c.decision.privacy.hides_identity() { "(withheld)" } else { "-" };
    let pelapor = [whole.pelapor_name, whole.pelapor].into_iter().flatten().collect::<Vec<_>>().join(" ");
    for (name, value) in [
        ("number", c.number.clone()),
        ("status", status_of(c)),
        ("class", c.decision.class.label().to_owned()),
        ("grade", c.decision.grade.map_or("-", |grade| grade.label()).to_owned()),
        ("unit", format!("{} ({})", opened.unit_name(&c.office, &c.unit), c.unit)),
        ("channel", c.channel.label().to_owned()),
        ("received", opened.short(&c.office, c.received)),
        ("reporter", if pelapor.is_empty() { hidden.to_owned() } else { pelapor }),
        ("subject", c.subject.clone()),
    ] {
        out.line(&format!("{name:<9} {value}"))?;
    }
    if let Some(since) = whole.preserved {
        out.line(&format!("{:<9} since {}: it is not erased", "preserved", opened.short(&c.office, since)))?;
    }
    if let Some(until) = whole.ending.as_ref().and_then(|ending| ending.silence_until) {
        out.line(&format!("{:<9} his silence closes it after {until}", "asked"))?;
    }
    out.line(&format!("\n{}\n", c.text))?;
    for message in &whole.messages {
        out.line(&format!("further message, {}:\n{}\n", opened.short(&c.office, message.at), message.text))?;
    }
    if let Some(lapor) = &whole.lapor {
        let status = lapor.status.as_deref().unwrap_or("-");
        out.line(&format!("LAPOR! {} by {}: {status}", lapor.number, lapor.account))?;
        for entry in &lapor.thread {
            let at = entry.at.map_or_else(|| "-".to_owned(), |at| opened.short(&c.office, at));
            out.line(&format!(
                "  {at} {}: {}",
                entry.from.as_deref().unwrap_or("reporter"),
                entry.text.replace('\n', " ")
            ))?;
        }
    }
    if !whole.person.ways.is_empty() {
        out.line(&format!("also reached by {}", whole.person.ways.join(", ")))?;
    }
    if !whole.person.complaints.is_empty() {
        out.line(&format!("of the same person: {}", whole.person.complaints.join(", ")))?;
    }
    if !whole.linked.is_empty() {
        out.line(&format!("joined with {}", whole.linked.join(", ")))?;
    }
    for order in &whole.orders {
        let (at, text) = (opened.short(&c.office, order.at), order.text.replace('\n', " "));
        out.line(&format!("{} of {}, {at}: {text}", order.word, order.unit))?;
    }
    let rows: Vec<Vec<String>> = whole.letters.iter().map(|letter| letter.cells(opened)).collect();
    table::print(out, queue::HEADINGS, &rows)?;
    whole
        .answers
        .iter()
        .try_for_each(|a| out.line(&format!("\nanswer of {}, {}:\n{}", a.unit, opened.short(&c.office, a.at), a.text)))
}
