//! Two letters that never were, to try templates with: one that knows everything, one that knows the least its kind
//! must know. All names, numbers and addresses are invented.

use super::{
    AlarmFacts, ApprovalFacts, AskBackFacts, ChaseFacts, ClosingFacts, ComplaintFacts, DeadlineFacts, DeliveryFacts,
    DossierFacts, ExtensionFacts, FailureFacts, LaporFacts, LetterFacts, OfficeFacts, OmbudsmanFacts, PenFacts,
    ProposalFacts, RegisteredFacts, RegistrationFacts, ReporterFacts, RoutingFacts, TaskFacts, UnitFacts, UnreadFacts,
    WrittenFacts,
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
    facts.reporter = ReporterFacts::new(Some("Pelapor Contoh"), false);
    facts.routing.matched = vec!["obat".into(), "kosong".into()];
    facts.routing.also = vec!["Bidang Sumber Daya Kesehatan".into()];
    facts.routing.note = some("diteruskan oleh Sekretariat: mohon dicek ke gudang");
    facts
}

/// A letter that knows everything.
#[allow(clippy::too_many_lines, reason = "one line for each kind of facts")]
pub(super) fn full() -> LetterFacts {
    let facts = rich();
    LetterFacts {
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
        ask_back: Some(AskBackFacts { options: vec!["kirim sebagai jawaban kepada pelapor".into()], ..ask_back() }),
        plan: some("menambah satu loket mulai Senin"),
        extension: Some(extension()),
        proposal: Some(ProposalFacts {
            acting: some("Plh. Kepala Dinas"),
            accused: true,
            instead: some("Sekretariat (cth.sekretariat)"),
            ..proposal()
        }),
        chase: Some(ChaseFacts {
            escalates_at: some("Senin, 30 November 2026 pukul 16.00 WIB"),
            acting: some("Plh. Kepala Dinas"),
            reason: some("telah melewati tenggat"),
            answered_by: some("Puskesmas Contoh I"),
            lies_above: some("Kepala Dinas Kesehatan Kabupaten Contoh"),
            official: some("Jumat, 4 Desember 2026 pukul 16.00 WIB"),
            sent: some("Senin, 23 November 2026 pukul 09.42 WIB"),
            history: vec!["23-11-2026 09.42 WIB disposisi dikirim".into()],
            ..chase()
        }),
        approval: Some(ApprovalFacts { deputy: some("Sekretaris Dinas"), files: true, ..approval() }),
        failure: Some(FailureFacts { automatic: some("dicoba lagi dalam 30 menit"), ..failure() }),
        pen: Some(full_pen()),
        alarm: Some(alarm()),
        lapor: Some(LaporFacts {
            status: some("Dalam Proses"),
            category: some("Pelayanan Kesehatan"),
            location: some("Kecamatan Contoh"),
            edited: some("Obat darah tinggi kosong."),
            thread: vec!["20-11-2026 Admin Instansi: diteruskan".into()],
            oddities: vec!["status tidak dikenal: Menunggu Telaah".into()],
            ..lapor()
        }),
        task: Some(full_task()),
        ombudsman: Some(OmbudsmanFacts { address: some("Jl. Contoh No. 2"), ..ombudsman() }),
        closing: Some(ClosingFacts { board: true, ..closing() }),
        dossier: Some(dossier()),
        registration: Some(registration()),
        delivery: Some(DeliveryFacts {
            name: some("Pelapor Contoh"),
            phone: some("(021) 5550123"),
            address: some("Jl. Contoh No. 3"),
            ..delivery()
        }),
        ..facts
    }
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

fn full_task() -> TaskFacts {
    TaskFacts {
        due: some("Senin, 23 November 2026 pukul 14.00 WIB"),
        since: some("08.00"),
        batch: true,
        text: some("Nomor laporan : CTH-26-0123"),
        short: some("Obat telah tersedia kembali. (No. CTH-26-0123)"),
        lines: vec!["12. CTH-26-0123 sedang ditangani".into()],
        late: true,
        said: some("dicatat: SUDAH"),
        ..task()
    }
}

fn closing() -> ClosingFacts {
    ClosingFacts {
        how: "selesai_tanpa_tanggapan".into(),
        reopen_until: "Rabu, 13 Januari 2027".into(),
        reopen_until_short: "13-01-2027".into(),
        board: false,
    }
}

fn dossier() -> DossierFacts {
    let written = |by: &str, text: &str| WrittenFacts {
        by: by.into(),
        at: "Senin, 30 November 2026 pukul 10.00 WIB".into(),
        text: text.into(),
    };
    DossierFacts {
        handled_by: "Puskesmas Contoh I".into(),
        decides: "Kepala Dinas Kesehatan Kabupaten Contoh".into(),
        history: vec!["23-11-2026 09.42 WIB: disposisi dikirim kepada Puskesmas Contoh I".into()],
        answers: vec![written("Puskesmas Contoh I", "Obat telah tersedia kembali.")],
        messages: vec![written("pelapor", "Belum puas, obat masih kosong.")],
        clocks: vec!["jawaban: 5 hari kerja, sampai 30-11-2026 16.00 WIB, terpenuhi".into()],
        handed_over: true,
    }
}

fn lapor() -> LaporFacts {
    LaporFacts {
        number: "1234567".into(),
        page: "https://lapor.example/pengaduan/1234567".into(),
        ..LaporFacts::default()
    }
}

fn ask_back() -> AskBackFacts {
    AskBackFacts {
        why: "balasan tidak diawali kata perintah".into(),
        preview: "Obat sudah kami kirim ke Puskesmas.".into(),
        sendable: true,
        options: Vec::new(),
        role: String::new(),
        extend_by: Some("7 hari kerja".into()),
    }
}

fn extension() -> ExtensionFacts {
    ExtensionFacts {
        before: "Jumat, 27 November 2026 pukul 16.00 WIB".into(),
        reason: "data masih dikumpulkan dari dua instalasi".into(),
    }
}

fn proposal() -> ProposalFacts {
    ProposalFacts { unit: "Puskesmas Contoh I".into(), id: "cth.pkm.contoh1".into(), ..ProposalFacts::default() }
}

fn chase() -> ChaseFacts {
    ChaseFacts {
        reminder_no: 2,
        missing: "jawaban".into(),
        superior: "Kepala Dinas Kesehatan Kabupaten Contoh".into(),
        ..ChaseFacts::default()
    }
}

fn approval() -> ApprovalFacts {
    ApprovalFacts {
        draft: "Obat telah tersedia kembali.".into(),
        digest: "9f2c41ab".into(),
        drafted_by: "Puskesmas Contoh I".into(),
        channel: "surel".into(),
        before: "Jumat, 27 November 2026 pukul 16.00 WIB".into(),
        deputy: None,
        files: false,
        verified: Some("Sekretaris Dinas pada Senin, 23 November 2026 pukul 10.15 WIB".into()),
    }
}

fn failure() -> FailureFacts {
    FailureFacts {
        letter: "jawaban".into(),
        recipient: "pe***@contoh.example".into(),
        attempts: 3,
        last: "Senin, 23 November 2026 pukul 10.15 WIB".into(),
        cause: "5.1.1 alamat tidak dikenal".into(),
        permanent: true,
        automatic: None,
        advice: "hubungi pelapor lewat telepon".into(),
    }
}

fn full_pen() -> PenFacts {
    PenFacts { guesses: vec!["CTH-26-0123".into()], excerpt: "Loket tutup.".into(), said: some("dicatat"), ..pen() }
}

fn pen() -> PenFacts {
    PenFacts {
        id: "17".into(),
        sender: "seseorang@contoh.example".into(),
        subject: "Re: laporan".into(),
        why: "pengirim bukan petugas yang menerima disposisi".into(),
        guesses: Vec::new(),
        excerpt: String::new(),
        said: None,
        waits: true,
    }
}

fn alarm() -> AlarmFacts {
    AlarmFacts {
        what: "kotak surat menolak kata sandi".into(),
        place: "pengaduan@contoh.example".into(),
        since: "Senin, 23 November 2026 pukul 09.00 WIB".into(),
        effect: "surel masyarakat belum terbaca".into(),
        advice: "perbarui kata sandi aplikasi".into(),
        over: some("Senin, 23 November 2026 pukul 09.30 WIB"),
    }
}

fn registration() -> RegistrationFacts {
    let lines = |line: &str| vec![line.to_owned()];
    let item = RegisteredFacts {
        number: "CTH-26-0124".into(),
        known: false,
        summary: "Loket tutup pukul 10".into(),
        unit: "Puskesmas Contoh I".into(),
        rule: "pilihan petugas".into(),
        due: some("Senin, 30 November 2026"),
        settled: false,
        danger: true,
        late: true,
        way: some("SMS"),
        fields: lines("Kanal: kotak saran"),
        remarks: lines("Grade: \"biru\" tidak dikenali"),
        unread: lines("mohon segera"),
    };
    let settled = RegisteredFacts { settled: true, ..RegisteredFacts::default() };
    let known = RegisteredFacts { known: true, ..RegisteredFacts::default() };
    let fault = UnreadFacts {
        nth: 2,
        fields: lines("Nama: Pelapor Contoh"),
        remarks: lines("Diterima: \"besok\" tidak dikenali"),
        unread: lines("tolong dicatat"),
    };
    RegistrationFacts { items: vec![item, settled, known], faults: vec![fault], slot: some("14.00"), nothing: false }
}

fn delivery() -> DeliveryFacts {
    DeliveryFacts { how: "kirim lewat pos".into(), ..DeliveryFacts::default() }
}

fn ombudsman() -> OmbudsmanFacts {
    OmbudsmanFacts { region: "Provinsi Contoh".into(), address: None }
}

fn task() -> TaskFacts {
    TaskFacts {
        title: "serah terima laporan media sosial".into(),
        ask: "Mohon kirim laporan yang masuk.".into(),
        occasion: "14.00, 23-11-2026".into(),
        words: vec!["NIHIL".into()],
        ..TaskFacts::default()
    }
}
