//! What was decided about one complaint, with its reasons. Kept whole with the complaint, shown by `why` and `explain`.

use serde::{Deserialize, Serialize};

use super::complaint::words;
use super::{Class, Deadline, Grade, OfficeId, UnitId};

words! {
    /// A kind of personal data that was found and masked.
    Mask {
        /// National identity number, 16 digits.
        Nik = "nik", "NIK";
        /// Telephone number.
        Phone = "phone", "nomor telepon";
        /// BPJS/JKN card, 13 digits.
        Bpjs = "bpjs", "nomor BPJS";
        /// Medical record number.
        RekamMedis = "rekam_medis", "nomor rekam medis";
        /// E-mail address.
        Email = "email", "alamat surel";
    }
}

/// What must not be shown, and to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Privacy {
    /// The reporter's identity is hidden from everybody outside the desk (LAPOR! anonim, or asked for in words).
    pub anonymous: bool,
    /// The report itself is hidden from the public (LAPOR! rahasia, whistle-blowing).
    pub secret: bool,
    /// Sensitive health matter (HIV, TB, jiwa, kekerasan …): the text does not travel by mail.
    pub restricted: bool,
    /// Personal data found in the text, masked in everything that leaves.
    pub masked: Vec<Mask>,
}

impl Privacy {
    /// True if the reporter's identity must not reach officers.
    #[must_use]
    pub fn hides_identity(&self) -> bool {
        self.anonymous || self.secret || self.restricted
    }
}

/// What was decided, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Whose complaint it is.
    pub office: OfficeId,
    /// What is asked.
    pub class: Class,
    /// *Berkadar pengawasan*: it alleges wrongdoing by officials.
    pub supervision: bool,
    /// Those of desk and head whom the accusation means: they neither handle it nor read along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accused: Vec<UnitId>,
    /// Somebody of the unit may be accused, though nothing says so for certain: the desk knows of it, and the unit does
    /// not learn who complained.
    #[serde(default)]
    pub doubted: bool,
    /// The unit that had it when the doubt was raised, where that is not the unit of this decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt_of: Option<UnitId>,
    /// Somebody may be in danger now.
    pub emergency: bool,
    /// False: another institution must answer; the unit is then one of `*.rujuk.*` or the desk.
    pub in_our_power: bool,
    /// Proposed grade; `None` where the office does not grade.
    pub grade: Option<Grade>,
    /// Who gets the disposisi.
    pub unit: UnitId,
    /// Full name of that unit.
    pub unit_name: String,
    /// Who gets a copy of the disposisi.
    pub also: Vec<UnitId>,
    /// Puskesmas that the text names beside the one that gets it: the desk has a copy, and sees whether they are
    /// concerned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names_too: Vec<UnitId>,
    /// Id of the rule that decided, or `default`.
    pub rule: String,
    /// Words of the text that the rule matched, as written.
    pub matched: Vec<String>,
    /// 0 to 1; below 0.5 the desk is asked to look.
    pub confidence: f64,
    /// What must not be shown.
    pub privacy: Privacy,
    /// Every clock that runs, the earliest first.
    pub deadlines: Vec<Deadline>,
}

impl Decision {
    /// True if nothing about it may come to this desk or head: it means him, and nobody is in danger.
    #[must_use]
    pub fn is_kept_from(&self, unit: &UnitId) -> bool {
        self.accuses(unit) && !self.emergency
    }

    /// True if it is an accusation that means this desk or head.
    #[must_use]
    pub fn accuses(&self, unit: &UnitId) -> bool {
        self.supervision && self.accused.contains(unit)
    }

    /// True of a sensitive health matter, whose words do not travel by mail. Where somebody is in danger they do.
    #[must_use]
    pub fn stays_off_mail(&self) -> bool {
        self.privacy.restricted && !self.emergency
    }
}
