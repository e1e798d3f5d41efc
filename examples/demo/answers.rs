//! The officers, and what citizens write after the first letter.

use super::complaints::{CASES, DESK};
use super::play::{Act, Kind, NO_CASE, Post, Program, Slot, Step, slot};

/// What an officer says only to us: no citizen may ever read these words.
pub const NEVER_FOR_CITIZENS: [&str; 8] = [
    "Telepon kantor pada jam kerja",
    "CARA MENJAWAB",
    "Siap, laksanakan",
    "sedang cuti",
    "survei jentik",
    "TERUSKAN",
    "pengadaan ada pada Bidang",
    "akun palsu",
];

/// The stranger who found out a reply address.
pub const STRANGER: &str = "iseng@surel.example";

fn reply(who: &'static str, letter: Slot, program: Program, text: &'static str, note: &'static str) -> Step {
    Step { who, note, post: Post::Reply { letter, program, text }, brings: Vec::new() }
}

impl Step {
    fn bringing(mut self, brings: impl IntoIterator<Item = Slot>) -> Self {
        self.brings.extend(brings);
        self
    }
}

/// The answer of the officer who got the disposisi; it must reach the citizen, and the officer hears that it has left.
fn answer(name: &'static str, program: Program, text: &'static str) -> Option<Step> {
    let case = CASES.into_iter().find(|case| case.name == name)?;
    let letter = slot(case.officer, Kind::Disposisi, name);
    let brings = [slot(case.citizen, Kind::Answer, name), slot(case.officer, Kind::Noted, name)];
    Some(reply(case.officer, letter, program, text, "jawaban petugas").bringing(brings))
}

/// The first round of officers.
pub fn first_round() -> Act {
    use Program::{Gmail, Outlook, Samsung, Thunderbird};
    let answers = [
        answer(
            "antrean",
            Gmail,
            "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, dan nomor antrean dapat diambil sejak pukul 06.30.",
        ),
        answer(
            "pungutan",
            Outlook,
            "JAWAB: Petugas tersebut sudah diperiksa dan uang Saudara dikembalikan di loket Dinas. Pelayanan peserta JKN tidak dipungut biaya.",
        ),
        answer(
            "darurat",
            Samsung,
            "JAWAB: Tim ambulans tiba dan Ibu sudah dirawat di IGD. Untuk keadaan darurat, mohon langsung menelepon 119.",
        ),
        answer(
            "rahasia",
            Thunderbird,
            "JAWAB: Usul diterima; mulai Desember pelayanan sore dibuka setiap Selasa dan Kamis pukul 15.00 sampai 18.00.",
        ),
        answer(
            "nik",
            Samsung,
            "JAWAB: Mohon maaf atas pelayanan kami; kartu baru dapat diambil di loket dengan membawa KTP.",
        ),
        answer(
            "foto",
            Gmail,
            "JAWAB: Terima kasih atas fotonya; toilet telah diperbaiki dan dibersihkan tiga kali sehari.",
        ),
        answer(
            "jalan",
            Thunderbird,
            "JAWAB: Perbaikan jalan menjadi kewenangan Dinas Pekerjaan Umum; laporan ini kami teruskan melalui SP4N-LAPOR!.",
        ),
        answer("pujian", Gmail, "JAWAB: Terima kasih, pujian ini kami sampaikan kepada bidan yang bertugas."),
        answer(
            "informasi",
            Outlook,
            "JAWAB: Permohonan diterima; data dapat diambil di PPID Dinas Kesehatan pada hari kerja.",
        ),
        answer("charset", Thunderbird, "JAWAB: Mulai Senin ada dokter gigi pengganti setiap hari kerja."),
        answer(
            "poli",
            Gmail,
            "JAWAB: Kami mohon maaf; jadwal poli dalam diperbaiki dan keterlambatan diumumkan di ruang tunggu.",
        ),
        answer(
            "sikap",
            Gmail,
            "JAWAB: Kami mohon maaf. Perawat yang bersangkutan sudah kami tegur dan akan mengikuti pelatihan pelayanan.",
        ),
    ];
    let mut steps: Vec<Step> = answers.into_iter().flatten().collect();
    steps.extend(words_that_are_no_answer());
    steps.extend(citizens_again());
    Act { title: "Petugas membalas dari surelnya sendiri (officers answer)", steps }
}

/// Receipts, plans, absences, questions, forwards.
fn words_that_are_no_answer() -> Vec<Step> {
    let disposisi = |officer, case| slot(officer, Kind::Disposisi, case);
    let (limpung, p2p, blado) =
        ("pkm.limpung@batang.example", "p2p@dinkes-batang.example", "pkm.blado2@batang.example");
    let (bandar, keuangan) = ("pkm.bandar2@batang.example", "keuangan@rsud-buleleng.example");
    vec![
        reply(limpung, disposisi(limpung, "sms"), Program::Gmail, "Siap, laksanakan", "`siap`: hanya dicatat"),
        reply(
            blado,
            disposisi(blado, "html"),
            Program::Absence,
            "Saya sedang cuti sampai 30 November 2026.",
            "balasan otomatis: tidak diteruskan",
        ),
        reply(
            p2p,
            disposisi(p2p, "fogging"),
            Program::Outlook,
            "RENCANA: survei jentik hari Rabu, pengasapan sesudahnya",
            "RENCANA: tidak dikirim ke pelapor",
        )
        .bringing([slot(p2p, Kind::Noted, "fogging")]),
        reply(
            bandar,
            disposisi(bandar, "teruskan"),
            Program::Thunderbird,
            "TERUSKAN: Bidang Sumber Daya Kesehatan, pengadaan ada pada Bidang",
            "TERUSKAN: ke Bidang",
        )
        .bringing([
            slot("sdk@dinkes-batang.example", Kind::Disposisi, "teruskan"),
            slot(bandar, Kind::Noted, "teruskan"),
        ]),
        reply(
            keuangan,
            disposisi(keuangan, "kasir"),
            Program::Gmail,
            "MINTA DATA: Mohon tanggal perawatan dan nama ruang perawatannya.",
            "MINTA DATA: ditanyakan kepada pelapor",
        )
        .bringing([slot("made@warga.example", Kind::DataRequest, "kasir")]),
        reply(
            STRANGER,
            disposisi("pkm.gringsing1@batang.example", "sikap"),
            Program::Gmail,
            "JAWAB: Keluhan Anda tidak kami layani, akun palsu.",
            "pengirim yang salah: ditahan",
        )
        .bringing([slot(DESK, Kind::PenNotice, NO_CASE)]),
    ]
}

/// Citizens write again, or their mailboxes do.
fn citizens_again() -> Vec<Step> {
    vec![
        reply(
            "wagiyem@warga.example",
            slot("wagiyem@warga.example", Kind::Receipt, "jawa"),
            Program::Gmail,
            "Wonten tambahan: dinten Jumat wingi nggih mboten wonten dokter.",
            "keterangan tambahan dari pelapor",
        )
        .bringing([slot("pkm.reban@batang.example", Kind::FurtherMessage, "jawa")]),
        reply(
            "lina@warga.example",
            slot("lina@warga.example", Kind::Receipt, "foto"),
            Program::Absence,
            "Saya sedang tidak membuka surel.",
            "balasan otomatis warga: tidak ada yang terjadi",
        ),
    ]
}

/// Answers to other letters than the first.
fn answers_to_other_letters() -> Vec<Step> {
    let sdk = "sdk@dinkes-batang.example";
    vec![
        reply(
            "pkm.reban@batang.example",
            slot("pkm.reban@batang.example", Kind::FurtherMessage, "jawa"),
            Program::Thunderbird,
            "JAWAB: Mohon maaf, dokter kini bertugas setiap hari kerja pukul 08.00 sampai 12.00.",
            "jawaban atas keterangan tambahan",
        )
        .bringing([
            slot("wagiyem@warga.example", Kind::Answer, "jawa"),
            slot("pkm.reban@batang.example", Kind::Noted, "jawa"),
        ]),
        reply(
            sdk,
            slot(sdk, Kind::Disposisi, "teruskan"),
            Program::Outlook,
            "JAWAB: Proses pengadaan tablet selesai, dan tablet tambah darah tersedia mulai minggu depan.",
            "jawaban Bidang yang menerima terusan",
        )
        .bringing([slot("wahyu@warga.example", Kind::Answer, "teruskan"), slot(sdk, Kind::Noted, "teruskan")]),
    ]
}

/// The second round: what the first left open.
pub fn second_round() -> Act {
    let gringsing = "pkm.gringsing1@batang.example";
    let later = [
        answer(
            "sms",
            Program::Outlook,
            "Selamat siang, obat amlodipin sudah tersedia kembali di Puskesmas Limpung sejak hari Jumat. Mohon maaf atas ketidaknyamanannya.",
        ),
        answer(
            "html",
            Program::Samsung,
            "JAWAB: Mohon maaf, mulai hari ini loket dibuka sampai pukul 12.00 sesuai papan jadwal.",
        ),
        answer(
            "fogging",
            Program::Gmail,
            "JAWAB: Setelah pemeriksaan jentik, pengasapan dilakukan hari Kamis pukul 06.00 di Desa Kalisalak.",
        ),
    ];
    let mut steps: Vec<Step> = later.into_iter().flatten().collect();
    steps.extend(answers_to_other_letters());
    steps.push(
        reply(gringsing, slot(gringsing, Kind::Disposisi, "sikap"), Program::Gmail, "JAWAB: Kami mohon maaf. Perawat yang bersangkutan sudah kami tegur dan akan mengikuti pelatihan pelayanan.", "jawaban yang sama sekali lagi: tidak dikirim dua kali")
            .bringing([slot(gringsing, Kind::Noted, "sikap")]),
    );
    steps.push(
        reply(
            "made@warga.example",
            slot("made@warga.example", Kind::DataRequest, "kasir"),
            Program::Samsung,
            "Tanggal 3 sampai 5 November, ruang Flamboyan.",
            "pelapor melengkapi data",
        )
        .bringing([
            slot("keuangan@rsud-buleleng.example", Kind::FurtherMessage, "kasir"),
            slot("humas@rsud-buleleng.example", Kind::FurtherMessage, "kasir"),
        ]),
    );
    Act { title: "Yang masih terbuka (what is still open)", steps }
}

/// The last word.
pub fn third_round() -> Act {
    let keuangan = "keuangan@rsud-buleleng.example";
    let step = reply(
        keuangan,
        slot(keuangan, Kind::FurtherMessage, "kasir"),
        Program::Thunderbird,
        "JAWAB: Tagihan itu keliru dan selisih itu kami kembalikan melalui kasir; mohon maaf.",
        "jawaban setelah data lengkap",
    )
    .bringing([slot("made@warga.example", Kind::Answer, "kasir"), slot(keuangan, Kind::Noted, "kasir")]);
    Act { title: "Jawaban terakhir (the last answer)", steps: vec![step] }
}
