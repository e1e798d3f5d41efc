//! What a play is made of: steps that people take, and the letters that each step must bring about at the far end.
//!
//! In: nothing. Out: plain values. Does not know how a step is taken or a letter is seen.

/// The kinds of letters that the bridge writes, told by their subject alone, as a recipient would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Receipt,
    EmergencyAnswer,
    Answer,
    DataRequest,
    Disposisi,
    FurtherMessage,
    EmergencyAlert,
    Noted,
    AskBack,
    PenNotice,
    Undeliverable,
    Other,
}

impl Kind {
    /// By the subject, without its number.
    pub fn of(subject: &str) -> Self {
        const SIGNS: [(&str, Kind); 11] = [
            ("Tanda terima", Kind::Receipt),
            ("PENTING: bila gawat darurat", Kind::EmergencyAnswer),
            ("Jawaban atas", Kind::Answer),
            ("Mohon keterangan tambahan", Kind::DataRequest),
            ("Mohon tindak lanjut", Kind::Disposisi),
            ("Keterangan tambahan dari pelapor", Kind::FurtherMessage),
            ("DARURAT?", Kind::EmergencyAlert),
            ("Tercatat:", Kind::Noted),
            ("Mohon kejelasan", Kind::AskBack),
            ("Surel ditahan", Kind::PenNotice),
            ("GAGAL KIRIM", Kind::Undeliverable),
        ];
        // A notice may quote the subject of another letter: what stands first counts.
        let found = SIGNS.iter().filter_map(|(sign, kind)| Some((subject.find(sign)?, *kind)));
        found.min().map_or(Kind::Other, |(_, kind)| kind)
    }

    /// As the story calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Receipt => "tanda terima",
            Self::EmergencyAnswer => "arahan darurat 119",
            Self::Answer => "JAWABAN",
            Self::DataRequest => "pertanyaan",
            Self::Disposisi => "disposisi",
            Self::FurtherMessage => "keterangan tambahan",
            Self::EmergencyAlert => "siaga darurat",
            Self::Noted => "catatan",
            Self::AskBack => "mohon kejelasan",
            Self::PenNotice => "surel ditahan",
            Self::Undeliverable => "gagal kirim",
            Self::Other => "surat lain",
        }
    }
}

/// One letter: in whose mailbox, of which kind, about which case. [`NO_CASE`]: about none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    pub mailbox: &'static str,
    pub kind: Kind,
    pub case: &'static str,
}

/// Letters that are about no complaint bear no number.
pub const NO_CASE: &str = "-";

/// Short for a letter.
pub fn slot(mailbox: &'static str, kind: Kind, case: &'static str) -> Slot {
    Slot { mailbox, kind, case }
}

/// A complaint as it must turn out.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Its name in the play.
    pub name: &'static str,
    /// Address of the citizen.
    pub citizen: &'static str,
    /// The rule that must take it.
    pub rule: &'static str,
    /// The mailbox that must get the disposisi.
    pub officer: &'static str,
    /// Words of the complaint that the officer must be able to read.
    pub words: &'static str,
    /// Words of the answer that the citizen must read; `None`: no answer is given.
    pub answer: Option<&'static str>,
}

/// How an answering person's mail program quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    Gmail,
    Thunderbird,
    Outlook,
    Samsung,
    /// Nobody writes; the mailbox does.
    Absence,
}

/// What is posted.
#[derive(Debug, Clone)]
pub enum Post {
    /// A new mail, to this address.
    New { to: &'static str, raw: Vec<u8> },
    /// An answer to a letter that was seen.
    Reply { letter: Slot, program: Program, text: &'static str },
}

/// Somebody does something, and letters follow from it.
#[derive(Debug, Clone)]
pub struct Step {
    pub who: &'static str,
    /// What is special about it.
    pub note: &'static str,
    pub post: Post,
    pub brings: Vec<Slot>,
}

/// Steps that do not wait for one another.
pub struct Act {
    pub title: &'static str,
    pub steps: Vec<Step>,
}
