//! What a template file is for, and where in it its parts stand. In: its name. Out: kind of letter, office, channel;
//! parts and their lines. It does not read the file.

use crate::domain::{Channel, LetterKind};

/// Line of a mail template on which its body begins.
const BODY_LINE: usize = 3;

/// A channel that carries bare text: no subject, no headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bare {
    /// One line: SMS and WhatsApp.
    Sms,
    /// Paragraphs: a follow-up at LAPOR!.
    Lapor,
}

impl Bare {
    /// That of a channel; `None`: it carries mail.
    #[must_use]
    pub fn of(channel: Channel) -> Option<Self> {
        match channel {
            Channel::Sms | Channel::Whatsapp => Some(Self::Sms),
            Channel::Lapor => Some(Self::Lapor),
            Channel::Email
            | Channel::Telepon
            | Channel::TatapMuka
            | Channel::KotakSaran
            | Channel::Surat
            | Channel::Sosmed
            | Channel::Angket => None,
        }
    }

    /// True for the word of one, as it stands in the names of templates.
    #[must_use]
    pub fn is_word(word: &str) -> bool {
        Self::from_word(word).is_some()
    }

    fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Lapor => "lapor",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Sms, Self::Lapor].into_iter().find(|bare| bare.word() == word)
    }
}

/// What a template file is for, read from its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) kind: LetterKind,
    pub(super) office: Option<String>,
    pub(super) bare: Option<Bare>,
}

impl Place {
    pub(super) fn of(file: &str) -> Option<Self> {
        let mut parts = file.strip_suffix(".txt").unwrap_or(file).split('.').collect::<Vec<_>>();
        let bare = parts.last().filter(|_| parts.len() > 1).and_then(|word| Bare::from_word(word));
        if bare.is_some() {
            parts.pop();
        }
        match parts.as_slice() {
            [kind] => Some(Self { kind: LetterKind::from_word(kind)?, office: None, bare }),
            [kind, office] if !office.is_empty() => {
                Some(Self { kind: LetterKind::from_word(kind)?, office: Some((*office).to_owned()), bare })
            }
            _ => None,
        }
    }

    pub(super) fn file(&self) -> String {
        let office = self.office.as_ref().map(|office| format!(".{office}")).unwrap_or_default();
        let bare = self.bare.map(|bare| format!(".{}", bare.word())).unwrap_or_default();
        format!("{}{office}{bare}.txt", self.kind.word())
    }
}

/// The two templates that a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Subject,
    Body,
}

impl Part {
    pub(super) fn name(self, file: &str) -> String {
        match self {
            Self::Subject => format!("{file}#subject"),
            Self::Body => format!("{file}#body"),
        }
    }

    /// Lines of the file before the template.
    pub(super) fn offset(self, file: &str) -> usize {
        match self {
            Self::Subject => 0,
            Self::Body if Place::of(file).is_some_and(|place| place.bare.is_some()) => 0,
            Self::Body => BODY_LINE - 1,
        }
    }
}
