//! Whether a person is speaking: the words of citizens, and the words of those who write to thousands.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use connectors::mime::Mail;
use regex::Regex;

use super::names::above_quote;
use crate::decide::pattern::pattern;

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

/// Words of mass mail beside those of [`BROADCAST`].
const MASS: [&str; 6] = ["buletin", "promo", "diskon", "webinar", "langganan anda", "baca selengkapnya"];

/// Of these each alone says that thousands get it.
const BROADCAST: [&str; 16] = [
    "unsubscribe",
    "berhenti berlangganan",
    "batal berlangganan",
    "lihat di browser",
    "lihat di peramban",
    "view in browser",
    "view this email",
    "manage preferences",
    "you are receiving this",
    "anda menerima email ini",
    "kode otp",
    "kode verifikasi anda",
    "jangan berikan kepada siapa",
    "dikirim otomatis",
    "baca selengkapnya di http",
    "newsletter",
];

/// `saya`, also in the languages of the offices.
const I: [&str; 18] = [
    "saya", "sy", "aku", "ak", "gue", "gua", "gw", "kulo", "kula", "tiang", "titiang", "beta", "sengko", "kaule",
    "awak", "ane", "sa", "au",
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
    let text = said(mail);
    text.len() <= FEW && !has_words_of_mass_mail(&text) && !text.contains("http")
}

fn has_words_of_mass_mail(text: &str) -> bool {
    MASS.iter().chain(&BROADCAST).any(|sign| text.contains(sign))
}

/// Subject and text of the writer's own, in small letters.
fn said(mail: &Mail) -> String {
    format!("{}\n{}", mail.subject, above_quote(&mail.text)).to_lowercase()
}

/// How many different words of citizens are there; none where a word of mass mail is.
fn words_of_citizens(mail: &Mail) -> usize {
    let text = said(mail);
    let text = text.get(..text.floor_char_boundary(20_000)).unwrap_or(&text);
    if has_words_of_mass_mail(text) && !is_form(mail) {
        return 0;
    }
    let spoken: BTreeSet<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| CITIZEN.contains(word)).collect();
    spoken.len()
}

/// True for what websites and newspapers send to thousands, where nobody in it says `saya`.
pub(super) fn is_mass_mail(mail: &Mail) -> bool {
    let text = said(mail);
    BROADCAST.iter().any(|sign| text.contains(sign)) && !says_i(&text) && !is_form(mail)
}

/// Somebody speaks of himself, in the language of the place.
pub(super) fn speaks_of_himself(mail: &Mail) -> bool {
    says_i(&said(mail))
}

fn says_i(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| I.contains(&word))
}

/// The fields of a form, one a line: `Nama: …`, `Pesan: …`. A name and a telephone alone stand below many a letter.
pub(super) fn is_form(mail: &Mail) -> bool {
    static FIELD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?im)^\W*(nama|name|e-?mail|surel|telepon|telp|no\W*hp|hp|whatsapp|wa|phone|alamat|pesan|message|keluhan|pengaduan|aduan|isi|lokasi|subjek|perihal)\b[\w\x20/]{0,20}[:=]",
        )
    });
    let fields =
        FIELD.captures_iter(&mail.text).filter_map(|found| found.get(1).map(|name| name.as_str().to_lowercase()));
    let named: BTreeSet<String> = fields.collect();
    let says = ["pesan", "message", "keluhan", "pengaduan", "aduan", "isi"].iter().any(|name| named.contains(*name));
    says && named.len() >= 2
}

/// The address that a form names: `Email: siti@warga.example`.
pub(super) fn address_in_form(mail: &Mail) -> Option<String> {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?im)^\W*(?:alamat\s+)?(?:e-?mail|surel)\b[\w\x20]{0,20}[:=]\s*<?([a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)\b",
        )
    });
    let found = ADDRESS.captures(&mail.text).filter(|_| is_form(mail))?;
    Some(found.get(1)?.as_str().to_lowercase()).filter(|address| !takes_no_replies(address))
}

/// A place or a telephone to go by: `RT 3`, `Desa Bandar`, `0812…`.
pub(super) fn names_a_place(mail: &Mail) -> bool {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:rt|rw)\W{0,3}\d|\b(?:jl|jln|jalan|desa|dusun|dukuh|kampung|gang|gg|kelurahan|banjar|lingkungan|perum(?:ahan)?)\b\W{1,3}\p{L}|(?:\+62|\b0)8\d[\d\x20-]{7,12}|maps\.|/maps",
        )
    });
    PLACE.is_match(&mail.text)
}

/// True for `no-reply@` and its spellings.
pub(super) fn is_from_no_reply(mail: &Mail) -> bool {
    mail.from.as_deref().is_some_and(takes_no_replies)
}

/// The same of an address.
pub(super) fn takes_no_replies(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or("");
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
