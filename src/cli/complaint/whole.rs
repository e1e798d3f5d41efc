//! One complaint as `show` tells it: the row, what was decided, its letters, what was said on both sides.

use serde::Serialize;

use super::super::queue;
use super::list::{Row, row};
use crate::domain::Decision;
use crate::store::complaints::Complaint;

#[derive(Serialize)]
pub(super) struct Whole<'a> {
    #[serde(flatten)]
    pub(super) row: Row<'a>,
    pub(super) channel: &'static str,
    pub(super) registered: chrono::DateTime<chrono::Utc>,
    pub(super) answered: Option<chrono::DateTime<chrono::Utc>>,
    pub(super) closed: Option<chrono::DateTime<chrono::Utc>>,
    pub(super) subject: &'a str,
    pub(super) text: &'a str,
    pub(super) pelapor: Option<&'a str>,
    pub(super) pelapor_name: Option<&'a str>,
    pub(super) arrival: i64,
    pub(super) decision: &'a Decision,
    pub(super) config: &'a str,
    pub(super) letters: Vec<queue::Row>,
    pub(super) answers: Vec<Answer>,
    /// What officers said beside their answers, as it was understood: plans, grades, estimates.
    pub(super) orders: Vec<Order>,
    /// What the citizen wrote after his complaint.
    pub(super) messages: Vec<Message>,
    /// Where it stands on its way to the end.
    pub(super) ending: Option<Ending>,
    /// Since when it is under a legal hold and not erased.
    pub(super) preserved: Option<chrono::DateTime<chrono::Utc>>,
    /// The report at LAPOR! that it mirrors.
    pub(super) lapor: Option<Lapor>,
    /// Complaints about the same matter.
    pub(super) linked: Vec<String>,
    /// Other ways to reach the citizen, and complaints that share one of his ways: the same person by mail and SMS.
    pub(super) person: Person,
}

#[derive(Serialize)]
pub(super) struct Message {
    pub(super) at: chrono::DateTime<chrono::Utc>,
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct Ending {
    /// When he was asked whether he is content.
    pub(super) asked: Option<chrono::DateTime<chrono::Utc>>,
    /// When his silence closes it.
    pub(super) silence_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    /// What was said and is not acted upon yet.
    pub(super) word: Option<&'static str>,
    /// How often he was not content.
    pub(super) objections: i64,
}

#[derive(Serialize, Default)]
pub(super) struct Person {
    pub(super) ways: Vec<String>,
    pub(super) complaints: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Lapor {
    pub(super) account: String,
    pub(super) number: String,
    pub(super) status: Option<String>,
    pub(super) seen: chrono::DateTime<chrono::Utc>,
    pub(super) thread: Vec<Written>,
}

/// Something that stands under it.
#[derive(Serialize)]
pub(super) struct Written {
    pub(super) at: Option<chrono::DateTime<chrono::Utc>>,
    pub(super) from: Option<String>,
    pub(super) text: String,
    pub(super) letter: Option<i64>,
}

#[derive(Serialize)]
pub(super) struct Order {
    pub(super) at: chrono::DateTime<chrono::Utc>,
    pub(super) unit: String,
    pub(super) word: String,
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct Answer {
    pub(super) unit: String,
    pub(super) at: chrono::DateTime<chrono::Utc>,
    pub(super) text: String,
}

/// Who asked to stay unknown is not named here either; the raw mail has it.
pub(super) fn whole(
    c: &Complaint,
    letters: Vec<queue::Row>,
    answers: Vec<Answer>,
    lapor: Option<Lapor>,
    linked: Vec<String>,
) -> Whole<'_> {
    let shown = !c.decision.privacy.hides_identity();
    Whole {
        row: row(c),
        channel: c.channel.word(),
        registered: c.registered,
        answered: c.answered,
        closed: c.closed,
        subject: &c.subject,
        text: &c.text,
        pelapor: c.pelapor.as_deref().filter(|_| shown),
        pelapor_name: c.pelapor_name.as_deref().filter(|_| shown),
        arrival: c.arrival,
        decision: &c.decision,
        config: &c.config,
        letters,
        answers,
        orders: Vec::new(),
        messages: Vec::new(),
        ending: None,
        preserved: None,
        lapor,
        linked,
        person: Person::default(),
    }
}
