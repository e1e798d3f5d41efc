//! What the register keeps of a report at LAPOR!, and what is odd about it. In: the report. Out: rows, words for
//! officers.

use connectors::lapor::Report;

use crate::decide::lapor::standing;
use crate::decide::tokens::text_hash;
use crate::store::reports::{NewEntry, ReportState};

/// What is kept of a report.
pub(super) fn state_of(account: &str, office: &str, report: &Report, ours: Option<&str>) -> ReportState {
    ReportState {
        account: account.to_owned(),
        number: report.number.clone(),
        remote_id: report.id.clone(),
        office: office.to_owned(),
        complaint: None,
        status: report.status.as_ref().map(|word| word.raw.clone()),
        phase: standing(report, ours).map(str::to_owned),
        text_hash: words_of(report),
        seen_as: None,
    }
}

/// Equal as long as the report says the same.
pub(super) fn words_of(report: &Report) -> String {
    text_hash(&format!("{}\n{}\n{}", report.title, report.text, report.edited.as_deref().unwrap_or_default()))
}

/// Something under a report, for the register.
pub(super) fn kept(
    account: &str,
    number: &str,
    entry: &connectors::lapor::Entry,
    text: String,
    letter: Option<i64>,
) -> NewEntry {
    NewEntry {
        account: account.to_owned(),
        number: number.to_owned(),
        entry: entry.id.clone(),
        at: entry.at,
        author: entry.from.clone(),
        text,
        letter,
    }
}

/// What was odd, in the words of officers; their raw words are shown as they are.
pub(super) fn oddities(report: &Report) -> Vec<String> {
    let unknown = |what: &str, word: Option<&connectors::lapor::Word>| {
        let word = word.filter(|word| word.known.is_none())?;
        Some(format!("{what} tidak dikenal sistem: {}", word.raw))
    };
    let mut odd: Vec<String> =
        [unknown("klasifikasi", report.class.as_ref()), unknown("status", report.status.as_ref())]
            .into_iter()
            .flatten()
            .collect();
    if !report.anonymous_said || !report.secret_said {
        odd.push("LAPOR! tidak menyebut sifat laporan; diperlakukan sebagai anonim dan rahasia".to_owned());
    }
    odd
}
