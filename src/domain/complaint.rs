//! What kind of thing a citizen brings, how grave it is, and how it came.

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];
            /// The word in configuration, JSON and the database.
            #[must_use]
            pub fn word(self) -> &'static str { match self { $(Self::$variant => $word,)+ } }
            /// The words a citizen or officer reads.
            #[must_use]
            pub fn label(self) -> &'static str { match self { $(Self::$variant => $label,)+ } }
            /// The value for a word, if it is one.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> { match word { $($word => Some(Self::$variant),)+ _ => None } }
        }
    };
}
pub(crate) use words;

words! {
    /// What is asked of the office (PermenPANRB 62/2018 as replaced by 5/2025: the three classes of SP4N, and
    /// konsultasi).
    Class {
        /// Something went wrong.
        Pengaduan = "pengaduan", "pengaduan";
        /// A wish, a proposal, praise.
        Aspirasi = "aspirasi", "aspirasi";
        /// A request for public information (UU 14/2008).
        PermintaanInformasi = "permintaan_informasi", "permintaan informasi";
        /// A question about a service.
        Konsultasi = "konsultasi", "konsultasi";
    }
}

words! {
    /// How grave it is (RSUD Buleleng's three colours). Proposed by rule, confirmed by a person, never lowered by the
    /// machine.
    Grade {
        /// Extreme risk: death, legal dispute, material loss.
        Merah = "merah", "MERAH";
        /// High risk: media, immaterial loss.
        Kuning = "kuning", "KUNING";
        /// Low risk.
        Hijau = "hijau", "HIJAU";
    }
}

words! {
    /// What a standard may ask of a complaint beside its words. The label is what the citizen is asked for.
    Detail {
        /// Where it happened.
        Place = "place", "tempat kejadian";
        /// When it happened.
        Time = "time", "waktu kejadian";
        /// Who complains.
        Name = "name", "nama";
        /// By which telephone he can be reached.
        Phone = "phone", "nomor telepon";
    }
}

words! {
    /// How it reached the office.
    Channel {
        /// A mail.
        Email = "email", "surel";
        /// SP4N-LAPOR!.
        Lapor = "lapor", "SP4N-LAPOR!";
        /// A text message.
        Sms = "sms", "SMS";
        /// WhatsApp.
        Whatsapp = "whatsapp", "WhatsApp";
        /// A telephone call.
        Telepon = "telepon", "telepon";
        /// In person.
        TatapMuka = "tatap_muka", "tatap muka";
        /// The suggestion box.
        KotakSaran = "kotak_saran", "kotak saran";
        /// A letter.
        Surat = "surat", "surat";
        /// Social media.
        Sosmed = "sosmed", "media sosial";
        /// A questionnaire.
        Angket = "angket", "angket";
    }
}
