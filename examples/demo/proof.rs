//! What must be true at the end. In: the stage after the play, and every mailbox read anew. Out: sentences, each true
//! or not.

use connectors::mime::{self, Attachment};

use super::answers::NEVER_FOR_CITIZENS;
use super::complaints::{BATANG, BULELENG, CASES, NIK, PHONE, REPORTED, UNNAMED};
use super::far_end::Letter;
use super::play::{Kind, NO_CASE};
use super::stage::{Posted, Seen, Stage, differences, names, slot_of};
use super::support::imap::Stored;

/// A sentence about the office, and whether it held.
pub struct Check {
    pub holds: bool,
    pub says: String,
}

fn check(says: impl Into<String>, wrong: &[String]) -> Check {
    let mut says = says.into();
    if !wrong.is_empty() {
        says.push_str(": ");
        says.push_str(&wrong.join("; "));
    }
    Check { holds: wrong.is_empty(), says }
}

/// Everything that lies in people's mailboxes, over new connections.
pub fn read_anew(stage: &Stage) -> Vec<Letter> {
    let everybody = stage.officers.iter().chain(&stage.citizens);
    everybody.flat_map(|who| stage.world.mailbox(who).into_iter().map(|raw| Letter::new(who, raw))).collect()
}

/// All sentences about mailboxes.
pub fn checks(stage: &Stage, letters: &[Letter]) -> Vec<Check> {
    let (missing, surplus) = differences(&stage.expected(), letters);
    let shown = |seen: &[Seen]| {
        seen.iter().map(|(who, kind, case)| format!("{} {case} di {who}", kind.label())).collect::<Vec<_>>()
    };
    let expected = stage.expected().len();
    let mut all = vec![
        check(format!("ke-{expected} surat yang harus datang sudah datang (every letter came)"), &shown(&missing)),
        check("tidak ada surat lain, tidak ada yang datang dua kali (nothing else came)", &shown(&surplus)),
    ];
    all.extend(each_complaint(letters));
    all.extend(privacy(stage, letters));
    all.push(check("setiap jawaban tersambung pada surat warga sendiri (threading)", &unthreaded(stage, letters)));
    all.push(check("foto warga sampai utuh di petugas (attachment)", &without_photo(stage, letters)));
    all.extend(intake(stage));
    all
}

/// Rule, unit, words, answer: each as the play says.
fn each_complaint(letters: &[Letter]) -> [Check; 3] {
    let names = names(letters);
    let find = |who: &str, kind, case: &str| {
        letters.iter().find(|l| slot_of(l, &names) == (who.to_owned(), kind, case.to_owned()))
    };
    let (mut by_rule, mut by_answer, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for case in CASES {
        let why =
            find(case.officer, Kind::Disposisi, case.name).and_then(|letter| letter.field("Diarahkan")).unwrap_or("");
        if !why.contains(&format!("\"{}\"", case.rule)) {
            by_rule.push(format!("{} diarahkan oleh {why:?}, bukan {:?}", case.name, case.rule));
        }
        let said = |words| find(case.citizen, Kind::Answer, case.name).is_some_and(|letter| letter.says(words));
        if case.answer.is_some_and(|words| !said(words)) {
            by_answer.push(case.name.to_owned());
        }
    }
    if names.len() != CASES.len() {
        numbers.push(format!("{} nomor untuk {} pengaduan", names.len(), CASES.len()));
    }
    [
        check("setiap pengaduan punya nomor sendiri (numbers)", &numbers),
        check("setiap pengaduan diarahkan oleh aturan yang benar (routing)", &by_rule),
        check("setiap warga membaca jawaban petugasnya (answers)", &by_answer),
    ]
}

/// What somebody must not read.
fn privacy(stage: &Stage, letters: &[Letter]) -> [Check; 4] {
    let of = |people: &[String]| -> Vec<&Letter> { letters.iter().filter(|l| people.contains(&l.mailbox)).collect() };
    let (officers, citizens) = (of(&stage.officers), of(&stage.citizens));
    let holding = |among: &[&Letter], words: &str| -> Vec<String> {
        let holds = |l: &&&Letter| holds(l, words);
        among.iter().filter(holds).map(|l| format!("{words:?} di {}", l.mailbox)).collect()
    };
    let digits = PHONE.replace(' ', "");
    let personal = [NIK, PHONE, &digits].into_iter().flat_map(|number| holding(&officers, number)).collect::<Vec<_>>();
    let internal = NEVER_FOR_CITIZENS.into_iter().flat_map(|words| holding(&citizens, words)).collect::<Vec<_>>();
    let named = [UNNAMED.0, UNNAMED.1].into_iter().flat_map(|name| holding(&officers, name)).collect::<Vec<_>>();
    let in_reported = letters.iter().filter(|l| l.mailbox == REPORTED).map(|l| l.subject.clone()).collect::<Vec<_>>();
    [
        check("NIK dan nomor HP tidak ada di surat petugas mana pun (personal numbers)", &personal),
        check("`siap`, cuti, RENCANA, terusan, dan orang iseng tidak pernah sampai ke warga (gate)", &internal),
        check("nama dan alamat pelapor rahasia tidak ada di petugas mana pun (secrecy)", &named),
        check("unit yang dilaporkan tidak menerima apa pun (supervision)", &in_reported),
    ]
}

/// In the text, in the headers, and in mails attached to it.
fn holds(letter: &Letter, words: &str) -> bool {
    let raw = String::from_utf8_lossy(&letter.raw).replace("=\r\n", "");
    raw.contains(words) || letter.says(words) || letter.mail.nested.iter().any(|mail| mail.text.contains(words))
}

fn unthreaded(stage: &Stage, letters: &[Letter]) -> Vec<String> {
    let opened =
        |letter: &Letter| stage.posted.iter().any(|p| !p.is_reply && letter.mail.references.contains(&p.message_id));
    let to_citizens = letters.iter().filter(|l| matches!(l.kind, Kind::Receipt | Kind::Answer | Kind::DataRequest));
    to_citizens
        .filter(|letter| !opened(letter))
        .map(|letter| format!("{} {}", letter.kind.label(), letter.number))
        .collect()
}

fn without_photo(stage: &Stage, letters: &[Letter]) -> Vec<String> {
    let names = names(letters);
    let is_it = |l: &&Letter| l.kind == Kind::Disposisi && slot_of(l, &names).2 == "foto";
    let sent =
        stage.posted.iter().find(|p| p.brings.iter().any(|slot| slot.case == "foto" && slot.kind == Kind::Disposisi));
    let whole = letters.iter().find(is_it).zip(sent).is_some_and(|(letter, sent)| {
        let posted = mime::read(&sent.raw).attachments;
        let came = |photo: &Attachment| letter.mail.attachments.iter().any(|a| a.sha256 == photo.sha256);
        !posted.is_empty() && posted.iter().all(came) && letter.says("toilet.jpg")
    });
    if whole { Vec::new() } else { vec!["lampiran tidak ada".to_owned()] }
}

/// The office's own mailboxes: all that was posted is there, and marked as collected.
fn intake(stage: &Stage) -> [Check; 2] {
    let stored: Vec<Stored> =
        [BATANG, BULELENG].into_iter().flat_map(|box_| stage.world.stored(box_, "INBOX")).collect();
    let ids: Vec<String> = stored.iter().filter_map(|mail| mime::read(&mail.raw).message_id).collect();
    let lost = |posted: &&Posted| !ids.contains(&posted.message_id);
    let lost: Vec<String> = stage.posted.iter().filter(lost).map(|posted| posted.message_id.clone()).collect();
    let unmarked = stored.iter().filter(|mail| !mail.flags.iter().any(|flag| flag == "$Penghubung"));
    let unmarked: Vec<String> = unmarked.map(|mail| format!("UID {}", mail.uid)).collect();
    [
        check(format!("ke-{} surat yang dikirim orang ada di kotak kantor (posted)", stage.posted.len()), &lost),
        check(format!("ke-{} surat di kotak kantor bertanda sudah diambil (collected)", stored.len()), &unmarked),
    ]
}

/// True if every mail that people sent lies in the mailboxes of the offices.
pub fn all_posted_is_there(stage: &Stage) -> bool {
    intake(stage)[0].holds
}

/// The letters about a case to one person, for the table.
pub fn seen_at(stage: &Stage, letters: &[Letter], who: &str, kind: Kind, case: &str) -> Option<f64> {
    let names = names(letters);
    let letter =
        letters.iter().find(|l| case != NO_CASE && slot_of(l, &names) == (who.to_owned(), kind, case.to_owned()))?;
    let wanted = stage.expected().into_iter().find(|s| s.mailbox == who && s.kind == kind && s.case == case)?;
    Some(letter.seen.saturating_duration_since(stage.cause_of(&wanted)?.at).as_secs_f64())
}
