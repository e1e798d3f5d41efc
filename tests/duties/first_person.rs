//! Whoever asks not to be named is named to nobody, however he says who he is; whoever is complained about is.

use super::desk::{BATANG, BULELENG, Desk, KADEMANGAN, NTT, TTU};
use super::letters::surat;

/// Mails under a display name that is not his: the mailbox, who is shown as sender, subject, text, words that nobody of
/// the office may read, words that must stay.
type Case = (
    (&'static str, &'static str, Option<&'static str>),
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const CASES: &[Case] = &[
    (
        TTU,
        "Anonim",
        "Kapus ambil dana",
        "Saya bidan Maria Goreti Taek, jangan sebut nama saya. Kapus Manufui ambil dana BOK.",
        &["Maria", "Goreti", "Taek"],
        &["Kapus Manufui ambil dana BOK"],
    ),
    (
        TTU,
        "Anonim",
        "gaji",
        "Kapus Maubesi tahan gaji honorer, mohon nama saya dirahasiakan. Salam, dr. Anton Seran",
        &["Anton", "Seran"],
        &["Kapus Maubesi tahan gaji honorer"],
    ),
    (
        TTU,
        "Anonim",
        "dana",
        "Mohon dirahasiakan. Dana BOK Puskesmas Sasi dipotong.\n\nTtd. Bidan Maria Goreti Taek\nNIP 198001012005012001",
        &["Maria", "Goreti", "Taek"],
        &["Dana BOK Puskesmas Sasi dipotong"],
    ),
    (
        BATANG,
        "",
        "Laporan",
        "Mohon nama saya dirahasiakan. Saya H. Slamet Riyadi dari Desa Rejosari. Loket Puskesmas Tersono tutup jam 9.",
        &["Slamet", "Riyadi"],
        &["Loket Puskesmas Tersono tutup"],
    ),
    (
        BATANG,
        "",
        "SLAMET RIYADI melapor",
        "Saya SLAMET RIYADI mohon dirahasiakan. Loket Puskesmas Tersono tutup jam 9 setiap hari Jumat.",
        &["SLAMET", "RIYADI"],
        &["Loket Puskesmas Tersono tutup"],
    ),
    (
        BATANG,
        "",
        "Laporan",
        "Mohon dirahasiakan. Loket Puskesmas Tersono tutup jam 9.\n\nWassalam,\nH. Slamet Riyadi, S.Pd.\nGuru SDN 1 Tersono",
        &["Slamet", "Riyadi"],
        &["Loket Puskesmas Tersono tutup"],
    ),
    (
        BATANG,
        "",
        "Laporan",
        "Mohon dirahasiakan. Loket Puskesmas Tersono tutup jam 9.\nSlamet Riyadi\n0812-3456-7890",
        &["Slamet", "Riyadi", "7890"],
        &["Loket Puskesmas Tersono tutup"],
    ),
    (
        BATANG,
        "",
        "keluhan",
        "SAYA NUR KHASANAH MOHON DIRAHASIAKAN. PETUGAS PUSKESMAS BAWANG MINTA UANG PARKIR DAN MARAH-MARAH.",
        &["KHASANAH"],
        &["PETUGAS PUSKESMAS BAWANG MINTA UANG PARKIR"],
    ),
    (
        BATANG,
        "",
        "keluhan",
        "TOLONG NAMA SAYA DIRAHASIAKAN. PETUGAS LOKET PUSKESMAS TERSONO KASAR.\n\nSITI MARYAM\nDESA REJOSARI RT 2",
        &["SITI", "MARYAM", "REJOSARI"],
        &["PETUGAS LOKET PUSKESMAS TERSONO KASAR"],
    ),
    (
        BATANG,
        "",
        "keluhan",
        "nama saya sri wahyuni tolong rahasiakan, petugas puskesmas limpung kasar sama saya dan kasih obat salah",
        &["wahyuni"],
        &["petugas puskesmas limpung kasar"],
    ),
    (
        BULELENG,
        "Ibu Kadek",
        "perawat",
        "Perawat poli mata ketus dan kasar sama pasien tua. Jangan bilang dari saya ya.\n--\nIbu Kadek Ayu Lestari (istri dr. Made Wira, poli mata)",
        &["Kadek", "Lestari", "Wira"],
        &["Perawat poli mata ketus"],
    ),
    (
        BULELENG,
        "Warga",
        "parkir",
        "Saya Drs. Ketut Wirawan, guru SMA, rumah Jl. Gajah Mada 12 Singaraja. Mohon nama saya jangan disebut. Petugas parkir galak.",
        &["Ketut", "Wirawan", "Gajah Mada"],
        &["Petugas parkir galak"],
    ),
    (
        KADEMANGAN,
        "Perawat A",
        "jasa",
        "Saya Ns. Budi Hartono, perawat UGD. Mohon dirahasiakan. Jasa pelayanan dipotong bendahara Sulastri.",
        &["Budi", "Hartono"],
        &["bendahara Sulastri"],
    ),
    (
        KADEMANGAN,
        "Paijo",
        "obat",
        "Obate telas terus, petugas farmasi dodolan dhewe. Aja ngomong sing lapor aku.",
        &["Paijo"],
        &["petugas farmasi dodolan"],
    ),
    (
        BATANG,
        "",
        "Laporan dari Sri Wahyuni (mohon rahasiakan)",
        "Kepala Puskesmas Tersono menyuruh kami kader tanda tangan kuitansi kosong.\n\nMohon identitas saya dirahasiakan.",
        &["Wahyuni"],
        &["Kepala Puskesmas Tersono menyuruh kami kader tanda tangan kuitansi kosong"],
    ),
    (
        BATANG,
        "",
        "Fwd: keluhan ibu saya",
        "Tolong diteruskan keluhan ibu saya ini, jangan sebut nama keluarga kami, takut dipersulit saat berobat di Puskesmas Reban\n\n\
         ---------- Forwarded message ---------\nDari: Suparmi Hadi <s.hadi@warga.example>\nDate: Jum, 27 Nov 2026 19.00\nSubject: \
         keluhan\nTo: Dwi Hadi <dwi@warga.example>\n\nNak, ibu dimarahi Bu Endang bidan Reban di depan orang, dibilang bodoh, disuruh \
         bayar 75 ribu padahal BPJS. Suparmi",
        &["Suparmi", "Hadi", "Dwi"],
        &["Bu Endang bidan Reban di depan orang"],
    ),
    (
        TTU,
        "Rosa",
        "sekretaris dinas",
        "Sekretaris Dinas Kesehatan TTU minta setoran 10 persen dari setiap Puskesmas untuk cairkan BOK. Beta bendahara Puskesmas \
         Lurasik, tolong lindungi beta. Rosalinda Tefa",
        &["Rosa", "Tefa"],
        &["Sekretaris Dinas Kesehatan TTU minta setoran 10 persen"],
    ),
    (
        KADEMANGAN,
        "",
        "mantri",
        "Mantri Hasan di UGD mabuk waktu jaga malam. Jangan sebut nama saya, saya tetangganya. Bejo Santoso Dusun Krajan",
        &["Bejo", "Santoso", "Krajan"],
        &["Mantri Hasan di UGD mabuk"],
    ),
    (
        BATANG,
        "",
        "lapor",
        "jgn sebut nama sy. sy Karyono ketua RT. petugas fogging pkm Bawang minta 500rb per dusun",
        &["Karyono", "ketua RT"],
        &["petugas fogging pkm Bawang minta 500rb"],
    ),
    (
        BATANG,
        "",
        "pungutan",
        "Saya Sekar Ayu Lestari, istri dari Bapak Gunawan, tinggal di Dukuh Krajan. Bidan Puskesmas Bawang (Bu Tutik) minta 150 ribu utk akta lahir anak saya Bima. Mohon nama kami dirahasiakan.\n\nHormat saya,\nSekar Ayu\nGuru TK Pertiwi 02\n081234567890",
        &["Sekar", "Gunawan", "Pertiwi"],
        &["Bidan Puskesmas Bawang (Bu Tutik) minta 150 ribu"],
    ),
    (
        BULELENG,
        "",
        "Wadir",
        "Wakil Direktur RSUD Buleleng sering membawa pulang obat dari apotek tanpa resep. Saksi: saya, Nengah Suta, satpam malam. Tolong jangan sebut saya.",
        &["Nengah", "Suta", "satpam"],
        &["Wakil Direktur RSUD Buleleng sering membawa pulang obat"],
    ),
    (
        BATANG,
        "Rumi",
        "kader",
        "Pak, Bidan koordinator Limpung minta bagian dari uang transport kader\njangan bilang dari saya ya pak, Rumi kader dlimas",
        &["Rumi", "dlimas"],
        &["Bidan koordinator Limpung minta bagian dari uang transport kader"],
    ),
    (
        BATANG,
        "",
        "Sekretaris",
        "Sekretaris Dinas Kesehatan Batang minta fee 5 persen dari rekanan ATK. Saya rekanan, CV Mitra Abadi, Haryanto. Rahasia ya.",
        &["Haryanto", "Mitra Abadi"],
        &["Sekretaris Dinas Kesehatan Batang minta fee 5 persen dari rekanan ATK"],
    ),
    (
        BULELENG,
        "I Wayan Sudira",
        "Direktur",
        "Direktur RSUD Buleleng mengatur tender obat untuk perusahaan adiknya. Kepala Humas ikut menutupi. Saya staf gudang farmasi. I Wayan Sudira. Rahasiakan.",
        &["Sudira", "gudang farmasi", "ada pada meja pengaduan"],
        &["Kepala Humas ikut menutupi", "Laporan ini RAHASIA"],
    ),
    (
        NTT,
        "",
        "Kadis",
        "Kepala Dinas Kesehatan Provinsi NTT memindahkan saya karena sonde mau setor. Saya Yuliana Seran, staf P2P. Mohon perlindungan.",
        &["Yuliana", "Seran", "staf P2P"],
        &["Kepala Dinas Kesehatan Provinsi NTT memindahkan saya"],
    ),
    (
        NTT,
        "",
        "Pungli oleh Kabid SDK, laporan Maria Taneo",
        "Kabid SDK Dinkes NTT minta uang untuk STR, jangan sebut saya. Nama saya Maria Taneo bidan di Amarasi.",
        &["Maria", "Taneo", "bidan", "Amarasi"],
        &["Kabid SDK Dinkes NTT minta uang untuk STR"],
    ),
];

#[tokio::test]
async fn no_name_said_in_the_first_person_reaches_anybody_and_what_happened_does() {
    let mut wrong = Vec::new();
    for (office, sender, subject, text, gone, kept) in CASES {
        let mut desk = Desk::of(&[*office]).await;
        let from =
            if sender.is_empty() { "w1@warga.example".to_owned() } else { format!("{sender} <w1@warga.example>") };
        desk.post_to(office.0, &surat(&from).to(office.0).subject(subject).says(text)).await;
        let others: Vec<_> = desk.sent().into_iter().filter(|sent| sent.to != "w1@warga.example").collect();
        assert!(!others.is_empty(), "{text}");
        for sent in &others {
            let all = format!("{}\n{}", sent.subject, sent.body).to_lowercase();
            wrong.extend(
                gone.iter()
                    .filter(|gone| all.contains(&gone.to_lowercase()))
                    .map(|gone| format!("{gone} to {}: {all}", sent.to)),
            );
        }
        let told = |kept: &&&str| others.iter().any(|sent| sent.body.contains(**kept));
        wrong.extend(kept.iter().filter(|kept| !told(kept)).map(|kept| format!("{kept} is gone: {}", others[0].body)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Nobody asked for secrecy, and the unit complained about reads it: not who complained, nor where he lives.
#[tokio::test]
async fn a_unit_that_may_be_meant_reads_neither_surname_nor_address_of_a_reporter_known_by_half_his_name() {
    let mut desk = Desk::of(&[BATANG]).await;
    let text = "Bidan Puskesmas Tersono marah-marah dan membentak istri saya. Bernadus Naif, HP 081339001122, alamat RT 03 Oelolok.";
    desk.post(&surat("Bernadus <bernadus@warga.example>").says(text)).await;
    let letter = desk.the_letter("pkm.tersono@batang.example", "Mohon tindak lanjut");
    assert!(letter.shows("membentak"), "{}", letter.body);
    for gone in ["Bernadus", "Naif", "Oelolok", "RT 03"] {
        assert!(!letter.shows(gone), "{gone}: {}", letter.body);
    }
}

#[tokio::test]
async fn what_he_signs_later_is_hidden_as_what_he_signed_first() {
    let mut desk = Desk::of(&[TTU]).await;
    let text = "Kapus Manufui ambil dana BOK. Mohon dirahasiakan.";
    desk.post_to(TTU.0, &surat("Anonim <w2@warga.example>").to(TTU.0).says(text)).await;
    let receipt = desk.the_letter("w2@warga.example", "Tanda terima");
    let more = receipt.answered_by("Anonim <w2@warga.example>", "Ini terjadi sejak Mei.\n\nMaria Goreti Taek");
    desk.post_to(TTU.0, &more).await;
    for sent in desk.sent().iter().filter(|sent| sent.to != "w2@warga.example") {
        assert!(!sent.shows("Goreti") && !sent.shows("Taek"), "{}: {}", sent.to, sent.body);
    }
}

/// In capitals as in small letters: who asks for money at the counter is accused, and his Puskesmas does not have it
/// alone.
#[tokio::test]
async fn a_mail_in_capitals_accuses_as_any_other_does() {
    for text in [
        "SAYA NUR KHASANAH MOHON DIRAHASIAKAN. PETUGAS PUSKESMAS BAWANG MINTA UANG PARKIR DAN MARAH-MARAH.",
        "saya nur khasanah mohon dirahasiakan. petugas puskesmas bawang minta uang parkir dan marah-marah.",
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&surat("w74@warga.example").subject("keluhan").says(text)).await;
        let kept = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
        assert!(kept.decision.supervision && kept.unit == "btg.sekretariat", "{text}: {:?}", kept.decision);
        assert!(desk.sent_to("pkm.bawang@batang.example").is_empty(), "{text}");
    }
}
