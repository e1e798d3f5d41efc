//! What the past says about the names that a mail carries, as the meaning desk asks for it.

use crate::decide::pen_word::PenWord;
use crate::decide::routines::Understood;
use crate::domain::UnitId;

/// A complaint that a mail may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Our id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub office: String,
    /// Address of the citizen.
    pub pelapor: Option<String>,
    /// Units that have it now: those whose tokens are alive.
    pub holders: Vec<UnitId>,
    /// True if its duty list was alerted.
    pub danger: bool,
    /// Other addresses and numbers that he has named as his own.
    pub ways: Vec<String>,
}

/// Somebody to whom one of our tokens or letters went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// `pelapor` or a unit id.
    pub name: String,
    /// Which complaint.
    pub complaint: Known,
    /// False once the disposisi moved on, or the draft was decided.
    pub alive: bool,
}

/// What a person said about a mail that was in the holding pen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It opens a complaint.
    New,
    /// It belongs to this complaint.
    Belongs(Known),
    /// It is the answer of this unit, which has the complaint.
    Answers(Known, UnitId),
}

/// What the past says about one mail.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// What a person said about it; counts before anything else.
    pub said: Option<Said>,
    /// Who stands behind the token in its address.
    pub by_token: Option<Party>,
    /// Who got the letter of ours that it answers.
    pub by_reference: Option<Party>,
    /// The complaint opened by a citizen's own earlier mail that it answers.
    pub by_own_mail: Option<Known>,
    /// The complaint whose number it names.
    pub by_number: Option<Known>,
    /// The last complaint of the telephone it came from, while a further text is more likely about that than about
    /// something new.
    pub by_phone: Option<Known>,
    /// The complaint about which the sender, who is on duty, was alerted last, where this is the word that takes it.
    pub by_watch: Option<Known>,
    /// The mail in the holding pen whose notice it answers, and what it says of it.
    pub of_pen: Option<(i64, PenWord)>,
    /// What it says about tasks of its sender.
    pub task: Option<AboutTasks>,
    /// The same mail, handled before: complaint and whether it came into the same mailbox.
    pub twin: Option<Twin>,
}

/// What a mail says about tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutTasks {
    /// The task whose letter it answers.
    pub asked: Option<i64>,
    /// True if its sender is one of those who were asked, or heard of it.
    pub fits: bool,
    /// True if more than a word may answer it: a batch, a form.
    pub takes_more: bool,
    /// What it says.
    pub said: Understood,
}

/// The same mail, handled before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// The earlier arrival.
    pub arrival: i64,
    /// The complaint it opened or belonged to.
    pub complaint: Option<i64>,
    /// True if it came from the same source.
    pub same_source: bool,
    /// True if it was the one that opened the complaint.
    pub opened: bool,
}
