//! What was not understood of a form or a row. Officers read it in Indonesian, by mail; operators in English, at a
//! command.

/// What is done with a moment that cannot be, where the entry itself is taken.
const NOT_YET: &str = "dipakai waktu pendaftaran";

/// A field of the form, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// How it came.
    Channel,
    /// When the office got it.
    Received,
    /// The hour of that day.
    Hour,
    /// A telephone number.
    Phone,
    /// A mail address.
    Email,
    /// The grade.
    Grade,
    /// What is asked.
    Class,
    /// Whether it was settled.
    Status,
}

impl Field {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Channel => ("Kanal", "channel"),
            Self::Received => ("Diterima", "day of receipt"),
            Self::Hour => ("Jam", "hour"),
            Self::Phone => ("Nomor telepon", "telephone number"),
            Self::Email => ("Email", "mail address"),
            Self::Grade => ("Grade", "grade"),
            Self::Class => ("Jenis", "class"),
            Self::Status => ("Status", "status"),
        }
    }
}

/// Something that was not understood, or not taken as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misread {
    /// A value that its field does not know.
    Unknown(Field, String),
    /// A moment that is yet to come.
    ToCome(Field, String),
    /// A day before any register that is still looked at.
    TooOld(String),
    /// Something else than yes or no, where yes protects somebody.
    TakenForYes(String),
    /// Settled, it says, and not what was answered.
    NoAnswer,
    /// A handover at an hour at which there is none.
    NoSlot(String),
    /// There is no complaint in it.
    NoText,
    /// A cell holds a formula of which no value was kept.
    Formula,
    /// A cell holds an error of the spreadsheet.
    CellError(String),
    /// A cell is longer than any text.
    TooLong,
    /// A spreadsheet has shortened a number.
    Shortened(String),
}

impl Misread {
    /// For officers.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Unknown(field, value) => format!("{}: \"{value}\" tidak dikenali", field.words().0),
            Self::ToCome(field, value) => format!("{}: \"{value}\" belum terjadi; {NOT_YET}", field.words().0),
            Self::TooOld(value) => format!("Diterima: \"{value}\" terlalu lama; {NOT_YET}"),
            Self::TakenForYes(value) => format!("\"{value}\" dibaca sebagai ya"),
            Self::NoAnswer => {
                "Status: selesai, tetapi Jawaban tidak diisi; laporan dibuka dan belum ditutup".to_owned()
            }
            Self::NoSlot(said) => {
                format!("Waktu serah terima \"{said}\" tidak ada; tulis subjek [SERAH TERIMA] 14.00")
            }
            Self::NoText => "isi laporan kosong".to_owned(),
            Self::Formula => "sel berisi rumus tanpa nilai".to_owned(),
            Self::CellError(error) => format!("sel berisi galat {error}"),
            Self::TooLong => "lebih panjang dari 1 MiB".to_owned(),
            Self::Shortened(value) => format!("\"{value}\" disingkat oleh Excel"),
        }
    }

    /// For operators.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            Self::Unknown(field, value) => format!("{} \"{value}\" is not known", field.words().1),
            Self::ToCome(field, value) => format!("{} \"{value}\" is yet to come", field.words().1),
            Self::TooOld(value) => format!("day of receipt \"{value}\" is too long ago"),
            Self::TakenForYes(value) => format!("\"{value}\" is neither yes nor no"),
            Self::NoAnswer => "settled, but the answer is missing".to_owned(),
            Self::NoSlot(said) => format!("there is no handover at \"{said}\""),
            Self::NoText => "the complaint's text is empty".to_owned(),
            Self::Formula => "the cell holds a formula without a value; open the file in Excel and save it".to_owned(),
            Self::CellError(error) => format!("the cell holds the error {error}"),
            Self::TooLong => "longer than 1 MiB".to_owned(),
            Self::Shortened(value) => {
                format!("\"{value}\" was shortened by Excel; make the column text and type the number again")
            }
        }
    }
}
