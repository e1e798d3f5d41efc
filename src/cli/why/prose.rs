//! The story as an officer reads it aloud. In: the facts, the office, the present. Out: paragraphs.

mod log_words;

use chrono::{DateTime, Utc};

use self::log_words::log_line;
use super::{Clock, Letter, Origin, Story};
use crate::decide::OfficeBook;
use crate::decide::routing::DEFAULT_RULE;
use crate::decide::wording::{arithmetic::arithmetic, dates};
use crate::domain::deadline::StopsAt;
use crate::domain::{Channel, Decision};
use crate::store::registrations::{is_by_hand, is_sheets};

/// The office's clock on the wall.
struct Wall<'a> {
    book: Option<&'a OfficeBook>,
    now: DateTime<Utc>,
}

impl Wall<'_> {
    fn at(&self, at: DateTime<Utc>) -> String {
        match self.book {
            Some(book) => dates::moment(at.with_timezone(&book.office.zone).fixed_offset(), &book.office.zone_name),
            None => dates::moment(at.fixed_offset(), "UTC"),
        }
    }

    fn zone(&self) -> &str {
        self.book.map_or("", |book| book.office.zone_name.as_str())
    }

    /// A unit as people call it.
    fn unit(&self, party: &str) -> String {
        let (id, what) = party.split_once('#').unwrap_or((party, ""));
        if let Some(bringer) = id.strip_prefix("kirim:") {
            return format!("{} (menyampaikan jawaban)", self.unit(bringer));
        }
        let known = self.book.and_then(|book| book.office.units.iter().find(|unit| unit.id.0 == id));
        match (id, known) {
            ("pelapor", _) => "pelapor".to_owned(),
            ("duty", _) => "petugas jaga".to_owned(),
            ("rutin", _) if what.is_empty() => "petugas tugas rutin".to_owned(),
            ("rutin", _) => format!("petugas tugas rutin (tugas {what})"),
            ("tempel", _) => "petugas yang menempel jawaban di SP4N-LAPOR!".to_owned(),
            (_, Some(unit)) if what.is_empty() => unit.name.clone(),
            (_, Some(unit)) if what.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("{} (konsep jawaban {what})", unit.name)
            }
            (_, Some(unit)) => unit.name.clone(),
            (_, None) => party.to_owned(),
        }
    }
}

/// The whole story.
pub(super) fn tell(story: &Story, book: Option<&OfficeBook>, now: DateTime<Utc>) -> String {
    let wall = Wall { book, now };
    let mut parts = vec![heading(story), origin(story, &wall), routing(story, &wall)];
    parts.push(list(
        "Tenggat",
        "Tidak ada tenggat yang berlaku.",
        story.deadlines.iter().map(|c| deadline(c, &story.deadlines, &wall)),
    ));
    parts.push(list("Surat", "Belum ada surat yang dibuat.", story.letters.iter().map(|l| letter(l, &wall))));
    if !story.answers.is_empty() {
        let answers = story.answers.iter().map(|a| format!("{} menjawab pada {}.", wall.unit(&a.unit), wall.at(a.at)));
        parts.push(list("Jawaban", "", answers));
    }
    let waits = story.waits_for.iter().map(|who| format!("{who}."));
    parts.push(list("Menunggu", "Tidak menunggu siapa pun.", waits));
    parts.push(list("Catatan", "Tidak ada baris catatan.", story.log.iter().map(|line| log_line(line, &wall))));
    parts.join("\n\n")
}

fn heading(story: &Story) -> String {
    let decision = &story.decision;
    let grade = decision.grade.map(|grade| format!(", tingkat {}", grade.label())).unwrap_or_default();
    let status = match story.status.as_str() {
        "open" => "belum dijawab",
        "answered" => "sudah dijawab",
        _ => "selesai",
    };
    format!("{} {}{grade}, {status}", capitalised(decision.class.label()), story.number)
}

fn origin(story: &Story, wall: &Wall<'_>) -> String {
    let origin = &story.origin;
    let channel = Channel::from_word(origin.channel).map_or(origin.channel, |channel| channel.label());
    let source = origin.source.as_ref().map(|source| laid_in(source, channel_of(origin))).unwrap_or_default();
    format!(
        "Asal: diterima lewat {channel}{source} pada {} (arsip {}) dan didaftarkan pada {}.",
        wall.at(origin.received),
        origin.arrival,
        wall.at(origin.registered)
    )
}

fn channel_of(origin: &Origin) -> Option<Channel> {
    Channel::from_word(origin.channel)
}

/// Where it lay: a mailbox, or what an officer typed or brought in a file.
fn laid_in(source: &str, channel: Option<Channel>) -> String {
    if is_sheets(source) {
        ", dicatat oleh petugas,".to_owned()
    } else if is_by_hand(source) {
        ", dimuat dari berkas,".to_owned()
    } else if channel == Some(Channel::Email) {
        format!(" di kotak surat \"{source}\"")
    } else {
        format!(" (sumber \"{source}\")")
    }
}

fn routing(story: &Story, wall: &Wall<'_>) -> String {
    let decision = &story.decision;
    let because = match (decision.rule.as_str(), decision.matched.as_slice()) {
        (DEFAULT_RULE, _) => "karena tidak ada aturan yang cocok".to_owned(),
        (rule, []) => format!("menurut aturan \"{rule}\", yang tidak mensyaratkan kata tertentu"),
        (rule, words) => format!("menurut aturan \"{rule}\" karena memuat kata {}", quoted(words)),
    };
    let sure = (decision.confidence * 100.0).round();
    let mut text = format!(
        "Penerusan: diteruskan kepada {} {because} (keyakinan {sure} persen). Konfigurasi yang berlaku saat itu: {}.",
        decision.unit_name, story.config
    );
    if !decision.also.is_empty() {
        let also: Vec<String> = decision.also.iter().map(|unit| wall.unit(&unit.0)).collect();
        text.push_str(&format!(" Tembusan kepada {}.", also.join(", ")));
    }
    if !decision.names_too.is_empty() {
        let named: Vec<String> = decision.names_too.iter().map(|unit| wall.unit(&unit.0)).collect();
        text.push_str(&format!(" Laporan juga menyebut {}; meja pengaduan diberi tahu.", named.join(", ")));
    }
    if decision.supervision && !decision.accused.is_empty() {
        let meant: Vec<String> = decision.accused.iter().map(|unit| wall.unit(&unit.0)).collect();
        text.push_str(&format!(" Laporan menyangkut {} sendiri.", meant.join(" dan ")));
    }
    for mark in marks(decision) {
        text.push_str(&format!(" {mark}."));
    }
    if story.unit != decision.unit.0 {
        text.push_str(&format!(" Kemudian dialihkan kepada {}, yang menanganinya sekarang.", story.unit_name));
    }
    text
}

/// What is special about it.
fn marks(decision: &Decision) -> Vec<String> {
    let privacy = &decision.privacy;
    let mut marks: Vec<String> = [
        (decision.emergency, "Memuat tanda keadaan darurat"),
        (decision.supervision, "Berkadar pengawasan: tidak diteruskan kepada unit yang dilaporkan"),
        (!decision.in_our_power, "Kewenangannya berada pada lembaga lain"),
        (privacy.anonymous, "Identitas pelapor dirahasiakan"),
        (privacy.secret, "Isi laporan dirahasiakan dari umum"),
        (decision.stays_off_mail(), "Memuat hal kesehatan yang peka: isinya tidak dikirim lewat surel"),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, text)| text.to_owned())
    .collect();
    if !privacy.masked.is_empty() {
        let masked: Vec<&str> = privacy.masked.iter().map(|mask| mask.label()).collect();
        marks.push(format!("Data pribadi yang disamarkan: {}", masked.join(", ")));
    }
    marks
}

fn deadline(clock: &Clock, all: &[Clock], wall: &Wall<'_>) -> String {
    let deadline = &clock.deadline;
    let what = StopsAt::from_word(&clock.stops_at).map_or(clock.stops_at.as_str(), |stop| stop.label());
    let known = all.iter().map(|other| (other.stops_at.as_str(), other.met));
    let needless = StopsAt::is_needless(&clock.stops_at, clock.met, known);
    let state = match (clock.met, clock.missed) {
        _ if clock.replaced.is_some() => {
            format!("diganti ({})", clock.replaced.as_deref().unwrap_or_default())
        }
        (Some(met), _) if needless => format!("tidak lagi diperlukan: dijawab pada {}", wall.at(met)),
        (Some(met), false) => format!("terpenuhi pada {}", wall.at(met)),
        (Some(met), true) => format!("terpenuhi terlambat, pada {}", wall.at(met)),
        (None, true) => format!("terlewati ({})", dates::remaining(deadline.due.to_utc() - wall.now)),
        (None, false) => format!("tersisa {}", dates::remaining(deadline.due.to_utc() - wall.now)),
    };
    let mut text = format!(
        "{} ({}) paling lambat {}: {}; {state}",
        capitalised(what),
        deadline.standard,
        dates::moment(deadline.due, wall.zone()),
        arithmetic(deadline, wall.zone())
    );
    if clock.reminded > 0 {
        text.push_str(&format!("; petugas diingatkan {} kali", clock.reminded));
    }
    if let Some(at) = clock.escalated {
        text.push_str(&format!("; atasan diberi tahu pada {}", wall.at(at)));
    }
    text.push('.');
    text
}

fn letter(letter: &Letter, wall: &Wall<'_>) -> String {
    let done = letter.done.map(|at| format!(" pada {}", wall.at(at))).unwrap_or_default();
    let why = letter.fault.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
    let state = match letter.phase.as_str() {
        "ready" => format!("menunggu dikirim pada {}{why}", wall.at(letter.next)),
        "intended" | "sending" => "sedang dikirim".to_owned(),
        "unclear" => format!("belum pasti sampai{why}"),
        "held" => format!("ditahan{why}"),
        "accepted" => format!("diterima server tujuan{done}"),
        "proven" => format!("terbukti sampai{done}"),
        _ if letter.attempts == 0 => format!("tidak jadi dikirim{why}"),
        _ => format!("ditolak{done}{why}"),
    };
    let repeats = if letter.repeats > 0 { format!(", dikirim ulang {} kali", letter.repeats) } else { String::new() };
    format!(
        "{} kepada {} dibuat pada {}; {state}{repeats} (surat {}, {} kali dicoba).",
        capitalised(letter.what.label()),
        wall.unit(&letter.to),
        wall.at(letter.queued),
        letter.id,
        letter.attempts
    )
}

fn list(title: &str, none: &str, items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| format!("\n- {item}")).collect();
    if items.is_empty() { format!("{title}: {none}") } else { format!("{title}:{}", items.concat()) }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
