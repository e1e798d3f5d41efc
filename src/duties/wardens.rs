//! Whom a letter about the bridge itself goes to: an office's desk and those who look after the machine, each once.

use super::DutyFault;
use super::letters::LetterMaker;
use super::practice::Practice;

/// Audience and address of each.
pub(super) fn desk_and_operators(
    practice: &Practice,
    maker: &LetterMaker<'_>,
) -> Result<Vec<(String, String)>, DutyFault> {
    let desk = &maker.office().desk;
    let operators = practice.alarm_to.iter().map(|address| ("duty".to_owned(), address.clone()));
    let mut all: Vec<(String, String)> = vec![(desk.0.clone(), maker.mailbox(desk)?)];
    for (audience, address) in operators {
        if !all.iter().any(|(_, known)| known.eq_ignore_ascii_case(&address)) {
            all.push((audience, address));
        }
    }
    Ok(all)
}
