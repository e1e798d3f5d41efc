//! What follows from an officer's words, whichever they are: whom they are for, and whether anything is to be done. In:
//! [`ReplyRead`]. Does not know who wrote.

use super::ReplyRead;

impl ReplyRead {
    /// What of it the citizen would read.
    #[must_use]
    pub fn for_the_citizen(&self) -> Option<&str> {
        match self {
            Self::Answer { text } | Self::AskData { question: text } | Self::Prose { text } => Some(text),
            Self::Done { text } => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
            Self::Plan { .. }
            | Self::Forward { .. }
            | Self::SetGrade { .. }
            | Self::SetCategory { .. }
            | Self::Postpone { .. }
            | Self::Confirmed { .. }
            | Self::Nothing
            | Self::Take
            | Self::Help
            | Self::Estimate { .. }
            | Self::Disposisi { .. }
            | Self::Approve { .. }
            | Self::Amend { .. }
            | Self::Refuse { .. }
            | Self::Acknowledged { .. }
            | Self::Away { .. }
            | Self::Empty
            | Self::Unclear { .. } => None,
        }
    }

    /// Received, or nobody there: nothing follows, and nobody needs a letter about it.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Acknowledged { .. } | Self::Take | Self::Away { .. })
    }

    /// What he says beside a decision on a draft; `None` of what is no decision.
    #[must_use]
    pub fn beside_the_decision(&self) -> Option<&str> {
        if let Self::Approve { note } | Self::Amend { note } | Self::Refuse { note } = self { Some(note) } else { None }
    }

    /// Why it was not understood.
    #[must_use]
    pub fn doubt(&self) -> Option<super::Doubt> {
        if let Self::Unclear { doubt, .. } = self { Some(*doubt) } else { None }
    }
}
