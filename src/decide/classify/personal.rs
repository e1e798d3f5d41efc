//! Whether a person is speaking: the words of citizens, and the words of those who write to thousands.

use connectors::mime::Mail;

use super::names::above_quote;

const CITIZEN: [&str; 34] = [
    "saya",
    "kami",
    "mohon",
    "tolong",
    "keluhan",
    "mengeluh",
    "pengaduan",
    "mengadu",
    "aduan",
    "lapor",
    "melaporkan",
    "antre",
    "antri",
    "antrean",
    "antrian",
    "obat",
    "puskesmas",
    "rsud",
    "pelayanan",
    "petugas",
    "dokter",
    "perawat",
    "bidan",
    "kecewa",
    "ibu",
    "anak",
    "bapak",
    "pasien",
    "bpjs",
    "sakit",
    "dinas",
    "loket",
    "terima",
    "kasih",
];

const MASS: [&str; 20] = [
    "unsubscribe",
    "berhenti berlangganan",
    "batal berlangganan",
    "lihat di browser",
    "lihat di peramban",
    "view in browser",
    "view this email",
    "newsletter",
    "buletin",
    "promo",
    "diskon",
    "webinar",
    "langganan anda",
    "manage preferences",
    "you are receiving this",
    "anda menerima email ini",
    "kode otp",
    "jangan berikan kepada siapa",
    "dikirim otomatis",
    "baca selengkapnya",
];

/// True if at least three words of citizens are there, and none of mass mail.
pub(super) fn reads_like_a_citizen(mail: &Mail) -> bool {
    words_of_citizens(mail) >= 3
}

/// The same with two words, where hardly anything speaks against it.
pub(super) fn may_be_a_citizen(mail: &Mail) -> bool {
    words_of_citizens(mail) >= 2
}

/// A mail longer than this, in bytes, is no cry for help in a few words.
const FEW: usize = 400;

/// True for a few words without any of mass mail.
pub(super) fn is_short_and_plain(mail: &Mail) -> bool {
    let text = format!("{}\n{}", mail.subject, above_quote(&mail.text)).to_lowercase();
    text.len() <= FEW && !MASS.iter().any(|sign| text.contains(sign)) && !text.contains("http")
}

/// How many different words of citizens are there; none where a word of mass mail is.
fn words_of_citizens(mail: &Mail) -> usize {
    let text = format!("{}\n{}", mail.subject, above_quote(&mail.text)).to_lowercase();
    let text = text.get(..text.floor_char_boundary(20_000)).unwrap_or(&text);
    if MASS.iter().any(|sign| text.contains(sign)) {
        return 0;
    }
    let spoken: std::collections::BTreeSet<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| CITIZEN.contains(word)).collect();
    spoken.len()
}

/// True for `no-reply@` and its spellings.
pub(super) fn is_from_no_reply(mail: &Mail) -> bool {
    let local = mail.from.as_deref().and_then(|from| from.split('@').next()).unwrap_or("");
    let plain: String = local.chars().filter(char::is_ascii_alphanumeric).collect();
    ["noreply", "donotreply", "notification", "notifications", "notifikasi", "newsletter", "alerts"]
        .iter()
        .any(|name| plain.starts_with(name))
}

/// True for a meeting request.
pub(super) fn is_invitation(mail: &Mail) -> bool {
    let by_type = mail.header_values("content-type").any(|t| t.to_ascii_lowercase().contains("text/calendar"));
    by_type || mail.attachments.iter().any(|a| a.content_type == "text/calendar" || a.content_type == "application/ics")
}

/// True if the writer says of himself that he is away, in a short text.
pub(super) fn says_he_is_away(text: &str) -> bool {
    const AWAY: [&str; 16] = [
        "saya sedang cuti",
        "saya sedang dinas luar",
        "saya sedang dl",
        "saya sedang tidak berada di",
        "saya tidak berada di kantor",
        "saya tidak berada di tempat",
        "saya berada di luar kantor",
        "saya sedang berada di luar",
        "saat ini saya sedang",
        "saat ini saya cuti",
        "i am out of the office",
        "i am currently out",
        "i'm out of office",
        "i will be out of",
        "i am on leave",
        "i'm on leave",
    ];
    let own = above_quote(text).trim();
    let lower = own.to_lowercase();
    own.len() <= 700 && AWAY.iter().any(|sign| lower.contains(sign))
}
