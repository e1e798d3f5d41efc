//! The story on the terminal: coloured there, plain in a pipe or with NO_COLOR. In: what happened. Out: lines.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Instant;

use super::far_end::Letter;
use super::play::Kind;

/// Colours of the story.
#[derive(Debug, Clone, Copy)]
pub enum Ink {
    Title,
    Citizen,
    Officer,
    Office,
    Good,
    Bad,
    Faint,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Title => "1;4",
            Self::Citizen => "36",
            Self::Officer => "33",
            Self::Office => "35",
            Self::Good => "32",
            Self::Bad => "1;31",
            Self::Faint => "2",
        }
    }
}

/// Who tells the story.
#[derive(Debug, Clone, Copy)]
pub struct Teller {
    begun: Instant,
    colour: bool,
}

impl Teller {
    pub fn new() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { begun: Instant::now(), colour: wanted && io::stdout().is_terminal() }
    }

    pub fn dye(self, ink: Ink, text: &str) -> String {
        if self.colour { format!("\x1b[{}m{text}\x1b[0m", ink.code()) } else { text.to_owned() }
    }

    /// A line by itself. Where nobody reads any more, the play goes on: its exit code still counts.
    pub fn line(self, text: &str) {
        let _ = writeln!(io::stdout().lock(), "{text}");
    }

    pub fn title(self, text: &str) {
        self.line(&format!("\n{}", self.dye(Ink::Title, text)));
    }

    /// A line with the time since the beginning.
    pub fn event(self, ink: Ink, text: &str) {
        self.line(&format!("{:6.2} s  {}", self.begun.elapsed().as_secs_f64(), self.dye(ink, text)));
    }

    pub fn seconds(self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// A letter has arrived in somebody's mailbox.
    pub fn letter(self, letter: &Letter) {
        let (label, to, number) = (letter.kind.label(), &letter.mailbox, &letter.number);
        let (ink, more) = match letter.kind {
            Kind::Disposisi => {
                let why = letter.field("Diarahkan").unwrap_or("?");
                let due = letter.field("Tenggat").map(|due| format!("; tenggat {due}")).unwrap_or_default();
                (Ink::Officer, format!("{why}{due}"))
            }
            Kind::Receipt => (Ink::Citizen, letter.field("Ditangani oleh").unwrap_or_default().to_owned()),
            Kind::Answer => (Ink::Good, answer_in(&letter.text)),
            Kind::EmergencyAnswer | Kind::DataRequest | Kind::Other => (Ink::Citizen, letter.subject.clone()),
            Kind::FurtherMessage | Kind::Noted | Kind::AskBack => (Ink::Officer, letter.subject.clone()),
            Kind::EmergencyAlert | Kind::PenNotice | Kind::Undeliverable => (Ink::Office, letter.subject.clone()),
        };
        self.event(ink, &format!("  → {to} menerima {label} {number}"));
        self.line(&format!("              {}", self.dye(Ink::Faint, &shortened(&more))));
    }
}

/// The officer's words in an answer: between our opening sentence and our thanks.
fn answer_in(text: &str) -> String {
    let after =
        text.split_once("jawaban dari").and_then(|(_, rest)| rest.split_once(':')).map_or(text, |(_, rest)| rest);
    after.split("Terima kasih atas kepedulian").next().unwrap_or(after).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most a line.
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 110;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
