//! What tells who wrote a text is gone from it, and what happened is still there: texts as people write them.

use super::{Writer, for_officers, retold};

/// A text, the name it was sent under, what must be gone, what must have stayed.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    (
        "fb: Mbak Rukmi Cantik, plat motor G 1234 AB, anak kelas 5 SDN Karanganyar 2. Petugas Puskesmas Subah minta uang",
        "",
        &["Rukmi", "Cantik", "1234 AB", "Karanganyar"],
        &["kelas 5", "Petugas Puskesmas Subah minta uang"],
    ),
    (
        "mobil dinas plat merah G 9502 XB dipakai ke pasar oleh petugas Puskesmas Subah",
        "",
        &[],
        &["G 9502 XB", "dipakai ke pasar"],
    ),
    (
        "Petugas minta uang, wa saya nol delapan satu dua tiga atau 0 - 8 - 1 - 2 - 3 - 4 - 5 - 6 - 7 - 8.\n- sutini",
        "",
        &["delapan", "- 8 -", "sutini"],
        &["Petugas minta uang"],
    ),
    (
        "Suami Joko Sutopo dan ibu Kartini ditolak loket Puskesmas Subah",
        "",
        &["Joko", "Sutopo", "Kartini"],
        &["ditolak loket Puskesmas Subah"],
    ),
    (
        "Sepupu Fajar Nugroho dan saya, dan suami, Pramono, melihat antrean Puskesmas Subah kacau",
        "",
        &["Fajar", "Nugroho", "Pramono"],
        &["antrean Puskesmas Subah kacau"],
    ),
    (
        "Anak kembar saya Rani dan Rina belum diimunisasi. Istri (Siti Mulyani, 34 th) antre lama.",
        "",
        &["Rani", "Rina", "Siti", "Mulyani"],
        &["belum diimunisasi", "antre lama"],
    ),
    (
        "Bapak mertua alm. Sastro Wiyono dulu pasien di sini. Hubungi kakak ipar saya Pak Bowo.",
        "",
        &["Sastro", "Wiyono", "Bowo"],
        &["dulu pasien di sini"],
    ),
    (
        "Petugas loket bernama Rina membentak anak, Puskesmas Subah harus menegur dokter Anton",
        "",
        &[],
        &["Rina", "Puskesmas Subah", "dokter Anton"],
    ),
    (
        "Bidan di Puskesmas Tersono minta uang 300 ribu. Anak saya, Budi, tidak ditangani sebelum bayar.",
        "",
        &["Budi"],
        &["Bidan", "Tersono", "300 ribu"],
    ),
    (
        "suami saya Slamet Riyadi disuruh beli obat di luar oleh mantri Joko",
        "",
        &["Slamet", "Riyadi"],
        &["mantri Joko", "obat"],
    ),
    (
        "Istri saya bernama Sulastri melahirkan, bidan Ani minta tambahan. Sulastri takut.",
        "",
        &["Sulastri"],
        &["bidan Ani"],
    ),
    (
        "Nama saya Kartini, guru. Petugas loket bernama Rina memungut 10.000 tiap pasien.",
        "",
        &["Kartini"],
        &["Rina", "10.000"],
    ),
    ("nama sy budi jgn disebut ya pak, dokter jaga tidur terus di ugd", "", &["budi"], &["dokter jaga tidur", "ugd"]),
    (
        "Obat dijual lagi oleh petugas farmasi. Info lebih lanjut DM @kartini_99 atau ig: kartini.real",
        "",
        &["kartini_99", "kartini.real"],
        &["farmasi"],
    ),
    (
        "hubungi saya di wa.me/6281234567890 atau https://instagram.com/melati.w",
        "",
        &["6281234567890", "melati"],
        &["hubungi"],
    ),
    (
        "FB Melati Wulandari, tolong jangan bocor. Kepala puskesmas memotong honor kader.",
        "",
        &["Melati", "Wulandari"],
        &["memotong honor kader"],
    ),
    (
        "WA nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol",
        "",
        &["delapan satu", "sembilan nol"],
        &[],
    ),
    (
        "hp kosong lapan satu dua 3456 tujuh delapan sembilan, petugas ambulans minta bensin",
        "",
        &["3456", "lapan satu"],
        &["minta bensin"],
    ),
    ("nomor saya 0 8 1 2 3 4 5 6 7 8 9 0 rahasia ya", "", &["2 3 4 5"], &["rahasia"]),
    ("telp 08 12 34 56 78 90 saja", "", &["34 56"], &[]),
    ("ini o812345678o9 wa saya", "", &["12345678"], &[]),
    ("NIK 3325014101900001, BPJS 0001234567890, hp 081234567890", "", &["0001", "7890", "3325"], &["NIK", "BPJS"]),
    ("NIK saya 3325xxxxxxxx0001 dan HP 0812xxxx4567", "", &["0001", "4567"], &[]),
    ("KK 3325012345670001 ditahan petugas", "", &["0001"], &["ditahan petugas"]),
    ("no. rekam medis 12-34-56, no RM: 00123456", "", &["34", "123456"], &[]),
    ("nomor antrian A45 saya dilewati karena tidak membayar", "", &["A45"], &["dilewati", "tidak membayar"]),
    (
        "Rumah saya di RT 05 RW 02 Desa Sidorejo, bidan desa jualan vitamin",
        "",
        &["05", "02", "Sidorejo"],
        &["bidan desa jualan vitamin"],
    ),
    ("Warga RT 003/RW 001 diminta iuran posyandu oleh kader", "", &["003", "001"], &["iuran posyandu", "kader"]),
    (
        "kami tinggal di Jl. Kenanga No. 5, dan petugas fogging minta uang rokok",
        "",
        &["Kenanga", "5,"],
        &["fogging minta uang rokok"],
    ),
    (
        "alamat saya: Gg. Mawar 3 sebelah masjid. Dokter tidak pernah ada.",
        "",
        &["Mawar", "masjid"],
        &["Dokter tidak pernah ada"],
    ),
    (
        "Rumah di Jalan Diponegoro no 17, RSUD menahan jenazah karena biaya",
        "",
        &["Diponegoro", "17"],
        &["menahan jenazah"],
    ),
    ("email saya melati.w@contoh.example atau melati [at] gmail.com", "", &["melati"], &["email saya"]),
    ("budi santoso at gmail titik com, perawat kasar", "", &["gmail"], &["perawat kasar"]),
    ("lahir di Batang, 12-03-1980. Loket minta bayar padahal BPJS.", "", &["12-03-1980"], &["Loket minta bayar"]),
    (
        "Motor saya G 1234 XY dirusak satpam setelah saya melapor soal pungli parkir",
        "",
        &["1234"],
        &["satpam", "pungli parkir"],
    ),
    ("Ambulans pelat G 9501 AB dipakai kondangan kepala puskesmas", "", &[], &["G 9501 AB", "kondangan"]),
    ("Pasien a.n. Wagimin diminta 2 juta. Keluarga Pak Wagimin takut.", "", &["Wagimin"], &["2 juta"]),
    ("Ny. Tukinem, mertua saya, dipungut biaya rujukan", "", &["Tukinem"], &["dipungut biaya rujukan"]),
    (
        "Saya Melati. Petugas kasar.\nHormat saya,\nMelati Wulandari",
        "Melati Wulandari",
        &["Melati", "Wulandari"],
        &["Petugas kasar"],
    ),
    ("dilaporkan oleh melati, tolong rahasia", "Melati Wulandari", &["melati"], &["dilaporkan"]),
    ("adan tiang Ketut, dokter di poli ngidih pipis", "", &["Ketut"], &["dokter di poli"]),
    ("beta pung nama jang sebut e, mantri minta doi", "", &[], &["mantri minta doi"]),
    ("jenengku Parto, petugas njaluk duit 50 ewu", "", &["Parto"], &["njaluk duit 50 ewu"]),
    ("transfer ke rekening 1234567890 atas perintah bendahara", "", &["1234567890"], &["bendahara"]),
    ("(terlampir di WhatsApp: KTP Budi Santoso.pdf)", "", &["Budi", "Santoso"], &["terlampir"]),
    ("bukti ada di foto_ktp_melati.jpg", "", &["melati"], &["bukti"]),
    ("ANAK SAYA SAKIT PANAS TIDAK DITANGANI DI IGD KARENA BELUM BAYAR", "", &[], &["SAKIT PANAS", "BELUM BAYAR"]),
    (
        "TOLONG NAMA SAYA DIRAHASIAKAN. PETUGAS LOKET PUSKESMAS TERSONO KASAR.\n\nSITI MARYAM\nDESA REJOSARI BARAT\nRT 2",
        "",
        &["SITI", "MARYAM", "REJOSARI"],
        &["PETUGAS LOKET PUSKESMAS TERSONO KASAR"],
    ),
    (
        "saya tenaga gizi di puskesmas noemuti, kapus potong insentif. saya anak kepala desa juga. jangan sebut",
        "",
        &["tenaga gizi", "anak kepala desa"],
        &["di puskesmas noemuti", "kapus potong insentif"],
    ),
    (
        "Saya bendahara Puskesmas Ponu. Saya satu-satunya apoteker di sini. Kepala minta setoran.",
        "",
        &["bendahara", "satu-satunya", "apoteker"],
        &["Puskesmas Ponu", "Kepala minta setoran"],
    ),
    (
        "Saya ketua RT 03 Desa Kalibalik, bidan desa minta uang. Ttd. I Wayan Sudarma S.",
        "",
        &["ketua RT", "03", "Wayan", "Sudarma", "I [nama]", "] S."],
        &["bidan desa minta uang"],
    ),
    ("loket tutup terus\nhormat saya,\nsri w", "", &["sri", " w"], &["loket tutup terus"]),
    (
        "Buka 08.00-12.00, tapi tanggal 12-11-2026 jam 09.00 loket kosong. Bayar Rp1.500.000.",
        "",
        &[],
        &["08.00-12.00", "12-11-2026", "09.00", "1.500.000"],
    ),
];

#[test]
fn nothing_tells_who_wrote_and_everything_tells_what_happened() {
    let mut wrong = Vec::new();
    for (text, names, gone, kept) in CASES {
        let shown = for_officers(text, &[], Writer::Hidden(names));
        let low = shown.to_lowercase();
        wrong.extend(gone.iter().filter(|g| low.contains(&g.to_lowercase())).map(|g| format!("{g} is in: {shown}")));
        wrong.extend(
            kept.iter().filter(|k| !low.contains(&k.to_lowercase())).map(|k| format!("{k} is gone from: {shown}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn whoever_is_in_danger_is_found_by_his_place_and_not_by_his_name() {
    let text = "Tolong, anak saya Budi kejang. Rumah saya di RT 05 RW 02 Desa Sidorejo, hp 081234567890. Jangan sebut nama saya";
    let shown = for_officers(text, &[], Writer::InDanger(""));
    assert!(shown.contains("RT 05 RW 02 Desa Sidorejo"), "{shown}");
    assert!(!shown.contains("Budi") && !shown.contains("7890"), "{shown}");
}

#[test]
fn a_text_that_was_masked_before_loses_the_digits_that_were_left() {
    let shown = for_officers("NIK [NIK …0001], hub [telepon …230]", &[], Writer::Hidden(""));
    assert!(!shown.contains("0001") && !shown.contains("230"), "{shown}");
}

#[test]
fn a_letter_that_waits_loses_where_he_lives_and_his_accounts_and_keeps_what_the_office_says() {
    let text = "Saya tinggal di Dusun Krajan RT 02 RW 03, ig saya @rukmi_cantik. Petugas marah.";
    let letter = format!("Yth. Kepala Puskesmas, Jl. Raya Subah no 7\n> {text}\nWA kantor: wa.me/6285");
    let told = retold(&letter, text, "");
    for gone in ["Krajan", "RT 02", "rukmi_cantik"] {
        assert!(!told.contains(gone), "{told}");
    }
    let kept = ["Jl. Raya Subah no 7", "wa.me/6285", "Petugas marah"];
    assert!(kept.iter().all(|kept| told.contains(kept)), "{told}");
}
