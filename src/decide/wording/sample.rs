//! Two letters that never were, to try templates with: one that knows everything, one that knows the least its kind
//! must know. All names, numbers and addresses are invented.

mod carried;
mod ending;
mod officer;

use self::carried::{alarm, delivery, failure, lapor, pen, task};
use self::ending::{closing, dossier, ombudsman};
use self::officer::{approval, ask_back, chase, extension, proposal};
use super::{
    ComplaintFacts, DeadlineFacts, DossierFacts, LetterFacts, OfficeFacts, RegistrationFacts, ReporterFacts,
    RoutingFacts, UnitFacts,
};
use crate::domain::LetterKind;

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn office() -> OfficeFacts {
    OfficeFacts {
        name: "Dinas Kesehatan Kabupaten Contoh".into(),
        short: "Dinkes Contoh".into(),
        address: "Jl. Contoh No. 1, Kota Contoh".into(),
        phone: "(021) 5550100".into(),
        site: "dinkes.contoh.example".into(),
        signed_by: "Layanan Konsultasi dan Pengaduan".into(),
        zone_name: "WIB".into(),
        psc: None,
        igd: None,
        follow_at: None,
        links: Vec::new(),
    }
}

fn deadline() -> DeadlineFacts {
    DeadlineFacts {
        due: "Senin, 30 November 2026 pukul 16.00 WIB".into(),
        due_short: "30-11-2026 16.00 WIB".into(),
        due_date: "30-11-2026".into(),
        within: "5 hari kerja".into(),
        remaining: "2 hari 3 jam".into(),
        late: false,
        arithmetic: "5 hari kerja sejak Senin, 23 November 2026 pukul 09.41 WIB, tidak dihitung 2 hari Sabtu/Minggu \
                     (kalender contoh 2026 rev 1)"
            .into(),
        provisional: false,
        standard: "contoh.langsung".into(),
    }
}

/// What every letter about a complaint has.
fn base() -> LetterFacts {
    LetterFacts {
        number: "CTH-26-0123".into(),
        office: office(),
        complaint: ComplaintFacts {
            summary: "Obat darah tinggi kosong dua minggu".into(),
            text: "Obat darah tinggi kosong dua minggu.\nKami diminta membeli sendiri di apotek.".into(),
            class: "pengaduan".into(),
            channel: "surel".into(),
            received: "Senin, 23 November 2026 pukul 09.41 WIB".into(),
            ..ComplaintFacts::default()
        },
        unit: UnitFacts { name: "Puskesmas Contoh I".into(), addressee: "Kepala Puskesmas Contoh I".into() },
        reporter: ReporterFacts::default(),
        routing: RoutingFacts { rule: "obat-kosong".into(), ..RoutingFacts::default() },
        written: "Senin, 23 November 2026 pukul 09.42 WIB".into(),
        ..LetterFacts::default()
    }
}

/// The same, with all that is known of office, complaint and routing.
fn rich() -> LetterFacts {
    let mut facts = base();
    facts.office.psc = some("(021) 5550119");
    facts.office.igd = some("IGD RSUD Contoh, Jl. Contoh No. 9");
    facts.office.follow_at = some("pantau.contoh.example");
    facts.office.links = vec!["Hubungi Puskesmas langsung: puskesmas.contoh.example".into()];
    facts.complaint.grade = some("KUNING");
    facts.complaint.sorted_by = some("Puskesmas Contoh I");
    facts.complaint.category = some("tidak berkadar pengawasan");
    facts.complaint.place = some("Puskesmas Contoh I");
    facts.complaint.time = some("Senin pagi");
    facts.reporter = ReporterFacts { out_of_reach: true, ..ReporterFacts::new(Some("Pelapor Contoh"), false) };
    facts.routing.matched = vec!["obat".into(), "kosong".into()];
    facts.routing.also = vec!["Bidang Sumber Daya Kesehatan".into()];
    facts.routing.note = some("diteruskan oleh Sekretariat: mohon dicek ke gudang");
    facts
}

/// A letter that knows everything.
pub(super) fn full() -> LetterFacts {
    let facts = LetterFacts {
        lapor_number: some("1234567"),
        deadline: Some(deadline()),
        later_deadlines: vec![deadline()],
        attachments: vec!["foto.jpg (1,2 MB)".into()],
        answer: some("Obat telah tersedia kembali sejak Jumat, 20 November 2026."),
        message: some("Obatnya amlodipin 10 mg."),
        question: some("Di Puskesmas mana dan tanggal berapa kejadiannya?"),
        noted: some("rencana tindak lanjut"),
        satisfaction_until: some("Senin, 14 Desember 2026"),
        satisfaction_within: some("10 hari kerja"),
        reopen_within: some("30 hari"),
        superior_office: some("Dinas Kesehatan Provinsi Contoh"),
        approver: some("Kepala Dinas Kesehatan"),
        plan: some("menambah satu loket mulai Senin"),
        ..rich()
    };
    ending::full(carried::full(officer::full(facts)))
}

/// The least that a letter of this kind knows. This is what a caller must fill.
pub(super) fn least(kind: LetterKind) -> LetterFacts {
    let facts = base();
    match kind {
        LetterKind::Receipt | LetterKind::EmergencyAnswer | LetterKind::EmergencyAlert | LetterKind::Disposisi => facts,
        LetterKind::FurtherMessage => LetterFacts { message: full().message, ..facts },
        LetterKind::Help => facts,
        LetterKind::Estimate | LetterKind::Progress | LetterKind::GradeAlert => {
            LetterFacts { deadline: Some(deadline()), ..facts }
        }
        LetterKind::Extension => LetterFacts { deadline: Some(deadline()), extension: Some(extension()), ..facts },
        LetterKind::MeetingProposal => LetterFacts { plan: full().plan, ..facts },
        LetterKind::DisposisiProposal => LetterFacts { proposal: Some(proposal()), ..facts },
        LetterKind::Reminder | LetterKind::Escalation => {
            LetterFacts { deadline: Some(deadline()), chase: Some(chase()), ..facts }
        }
        LetterKind::AskBack => LetterFacts { ask_back: Some(ask_back()), ..facts },
        LetterKind::Noted => LetterFacts { noted: full().noted, ..facts },
        LetterKind::ApprovalRequest => LetterFacts { approval: Some(approval()), ..facts },
        LetterKind::Answer => LetterFacts { answer: full().answer, ..facts },
        LetterKind::DataRequest => LetterFacts { question: full().question, ..facts },
        LetterKind::Undeliverable => LetterFacts { failure: Some(failure()), ..facts },
        LetterKind::PenNotice => LetterFacts { pen: Some(pen()), ..facts },
        LetterKind::Alarm | LetterKind::CalendarGap | LetterKind::Retention => {
            LetterFacts { alarm: Some(alarm()), ..facts }
        }
        LetterKind::HandOn => LetterFacts { message: full().message, ..facts },
        LetterKind::PasteRequest => LetterFacts { answer: full().answer, lapor: Some(lapor()), ..facts },
        LetterKind::Registered => LetterFacts {
            registration: Some(RegistrationFacts { nothing: true, ..RegistrationFacts::default() }),
            ..facts
        },
        LetterKind::HandDelivery => LetterFacts { answer: full().answer, delivery: Some(delivery()), ..facts },
        LetterKind::TaskRequest | LetterKind::TaskLate | LetterKind::TaskNoted => {
            LetterFacts { task: Some(task()), ..facts }
        }
        LetterKind::OmbudsmanNotice => LetterFacts { ombudsman: Some(ombudsman()), ..facts },
        LetterKind::Objection | LetterKind::UnclearWord => {
            let dossier = DossierFacts { history: vec![], answers: vec![], messages: vec![], ..dossier() };
            LetterFacts { dossier: Some(dossier), ..facts }
        }
        LetterKind::Escalated => LetterFacts { superior_office: full().superior_office, ..facts },
        LetterKind::Closing => LetterFacts { closing: Some(closing()), ..facts },
    }
}
