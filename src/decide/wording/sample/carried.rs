//! What letters know of what people carry, and of what did not arrive: registers, tasks, the pen, LAPOR!, alarms.

use super::super::{
    AlarmFacts, DeliveryFacts, FailureFacts, LaporFacts, LetterFacts, PenFacts, RegisteredFacts, RegistrationFacts,
    TaskFacts, UnreadFacts,
};
use super::some;

/// With all that such letters may know.
pub(super) fn full(facts: LetterFacts) -> LetterFacts {
    LetterFacts {
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

pub(super) fn failure() -> FailureFacts {
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

pub(super) fn pen() -> PenFacts {
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

pub(super) fn alarm() -> AlarmFacts {
    AlarmFacts {
        what: "kotak surat menolak kata sandi".into(),
        place: "pengaduan@contoh.example".into(),
        since: "Senin, 23 November 2026 pukul 09.00 WIB".into(),
        effect: "surel masyarakat belum terbaca".into(),
        advice: "perbarui kata sandi aplikasi".into(),
        over: some("Senin, 23 November 2026 pukul 09.30 WIB"),
    }
}

pub(super) fn lapor() -> LaporFacts {
    LaporFacts {
        number: "1234567".into(),
        page: "https://lapor.example/pengaduan/1234567".into(),
        ..LaporFacts::default()
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

pub(super) fn task() -> TaskFacts {
    TaskFacts {
        title: "serah terima laporan media sosial".into(),
        ask: "Mohon kirim laporan yang masuk.".into(),
        occasion: "14.00, 23-11-2026".into(),
        words: vec!["NIHIL".into()],
        ..TaskFacts::default()
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

pub(super) fn delivery() -> DeliveryFacts {
    DeliveryFacts { how: "kirim lewat pos".into(), ..DeliveryFacts::default() }
}
