//! Names as people give them away, and words that are none: texts from the field in capitals, without any, and mixed.

use super::said_names::said_in;

/// A text, the words that must be known as a name, in their order.
const NAMED: &[(&str, &str)] = &[
    (
        "SAYA NUR KHASANAH MOHON DIRAHASIAKAN NAMA SAYA. PETUGAS LOKET MINTA UANG PARKIR DAN MARAH-MARAH.",
        "khasanah nur",
    ),
    (
        "TOLONG NAMA SAYA DIRAHASIAKAN. PETUGAS LOKET PUSKESMAS TERSONO KASAR.\n\nSITI MARYAM\nDESA REJOSARI RT 2",
        "maryam siti",
    ),
    ("NAMA SAYA SLAMET RIYADI JANGAN DISEBUT. BIDAN MINTA UANG", "riyadi slamet"),
    ("SAYA NURHAYATI MOHON DIRAHASIAKAN", "nurhayati"),
    ("Saya NURHAYATI mohon dirahasiakan. Loket tutup jam 9.", "nurhayati"),
    ("ANAK SAYA BAGAS DITOLAK PETUGAS LOKET KARENA TIDAK BAWA KARTU", "bagas"),
    ("PASIEN AN WAGIMIN DIMINTA BAYAR DUA JUTA OLEH PETUGAS", "wagimin"),
    ("HORMAT SAYA\nH. ABDUL ROHMAN, S.PD", "abdul rohman"),
    ("Saya Nur Khasanah Mohon Dirahasiakan. Petugas Puskesmas Bawang Minta Uang", "khasanah nur"),
    ("nama saya sri wahyuni dari bawang, petugas kasar", "sri wahyuni"),
    ("nama saya sri wahyuni tolong rahasiakan, petugas puskesmas limpung kasar sama saya", "sri wahyuni"),
    ("Nama saya sri wahyuni dari Bawang. Petugas kasar sama saya.", "sri wahyuni"),
    ("sy yuli astuti rt 3, obat di pustu gak ada", "astuti yuli"),
    ("sy yuli mau lapor, loket tutup", "yuli"),
    ("saya tukinem kecewa", ""),
    ("saya yuli astuti kecewa sama loket", "astuti yuli"),
    ("ini pak karno dari bandar, mantri njaluk duit", "karno"),
    ("assalamualaikum pak, ini bu marsinah mau lapor soal posyandu", "marsinah"),
    ("nama saya hari susanto jangan disebut ya", "hari susanto"),
    ("kulo tukijan saking bandar, perawate galak", "tukijan"),
    ("asmanipun kulo wagiyem, obate telas", "wagiyem"),
    ("jenengku paijo, aja ngomong sing lapor aku", "paijo"),
    ("saya i wayan sudarma, nama jangan disebut", "sudarma wayan"),
    ("Saya Ni Luh Putu Sri Wahyuni dari Banjar Tegal, nama jangan disebut", "luh putu sri wahyuni"),
    ("tiang i ketut darma uli banjar tegal, petugas poli ngidih pipis", "darma ketut"),
    ("TITIANG NI KADEK SUCI LESTARI MOHON DIRAHASIAKAN", "kadek lestari suci"),
    ("beta yohanes bere dari oelolok, mantri minta doi", "bere yohanes"),
    ("nama beta kornelis taek jang sebut e", "kornelis taek"),
    ("BETA MARIA DA COSTA MOHON DIRAHASIAKAN", "costa maria"),
    ("saya yosefina marga naibobe, kapus potong insentif", "naibobe yosefina"),
    ("Saya Ahmad bin Abdullah, mohon dirahasiakan", "abdullah ahmad"),
    ("siti aminah binti kasan, pasien rawat inap, tidak dilayani", "aminah kasan siti"),
    ("bidan minta uang.\nttd sri", "sri"),
    ("bidan minta uang.\nttd sri w", "sri"),
    ("loket tutup terus\nhormat saya,\nsri w", "sri"),
    ("loket tutup terus\nterima kasih\nyuli astuti", "astuti yuli"),
    ("loket tutup terus, tolong ditindak.\nyuli astuti\n081234567890", "astuti yuli"),
    ("anak sy bagas panas tp ditolak loket", "bagas"),
    ("istri saya sulastri disuruh bayar", "sulastri"),
    ("suami saya, slamet, disuruh beli obat di luar", "slamet"),
    ("saya dr. anton seran, sp.a dari puskesmas sasi", "anton seran"),
    ("perkenalkan saya ns kristina abi, insentif dipotong", "abi kristina"),
    ("nama : budi santoso\nkeluhan : loket lama", "budi santoso"),
    ("saya sutini, warga reban", "sutini"),
    ("aku wati umur 30, bidan minta uang 50 ribu", "wati"),
    ("KULO TUKINEM SAKING TERSONO NYUWUN DIRAHASIAKAN", "tukinem"),
    ("dengan bu sumarni dari reban, mau lapor loket", "sumarni"),
    ("sy muh rizal, jgn sebut nama", "muh rizal"),
    ("nama sy hj fatimah, mhn dirahasiakan", "fatimah"),
    ("pelapor: dwi astuti", "astuti dwi"),
    ("adik saya kadek yoga ditolak igd", "kadek yoga"),
    ("ibu saya marsinah disuruh pulang padahal sesak", "marsinah"),
    ("NAMA: KARTINI\nALAMAT: REBAN\nISI: BIDAN MINTA UANG", "kartini"),
    ("anakku rangga ora ditangani", "rangga"),
    ("Wassalam,\nbpk suparno", "suparno"),
];

/// What is no name of the writer's, or the name of whoever is complained about.
const NOBODY: &[&str] = &[
    "saya sakit",
    "saya sudah antri lama",
    "nama saya tidak dipanggil",
    "nama saya dipanggil terakhir padahal datang pertama",
    "NAMA SAYA TIDAK ADA DI DAFTAR PADAHAL SUDAH DAFTAR",
    "nama saya salah tulis di kartu",
    "nama saya hilang dari antrian",
    "SAYA SAKIT DEMAM SUDAH TIGA HARI TIDAK DILAYANI",
    "SAYA KECEWA DENGAN PELAYANAN PUSKESMAS BAWANG",
    "saya kecewa, petugas loket lambat",
    "saya stroke umur 60 antri dari subuh",
    "saya ibu hamil 7 bulan tidak dapat kursi",
    "anak saya demam tinggi tapi loket tutup",
    "ANAK SAYA MUNTAH DAN DIARE TIDAK DITANGANI DOKTER",
    "anak saya nangis terus di ruang tunggu",
    "istri saya melahirkan di mobil",
    "pasien membludak, loket cuma satu",
    "petugas loket namanya rina minta uang",
    "PETUGAS LOKET BERNAMA RINA MINTA UANG",
    "bidan ani suruh saya pulang",
    "menurut saya pak joko harus ditegur",
    "kata saya bu rina tidak ada di tempat",
    "ini pak karno kepala puskesmas minta uang",
    "dokter di poli marah-marah ke saya",
    "kulo antri saking enjing dereng dipanggil",
    "beta su antri dari pagi sonde dapat obat",
    "tiang suba antri uli semengan sing maan obat",
    "sy sdh bayar tp gk dikasih karcis",
    "aku wis ngantri suwe banget",
    "terima kasih atas perhatiannya",
    "mohon ditindaklanjuti. terima kasih banyak",
    "loket tutup.\nterima kasih\nsalam sehat",
    "MOHON SEGERA DITINDAK LANJUTI\nTERIMA KASIH",
    "ambulans lama datang, kenapa ya",
    "saya warga rt 3 mau tanya jadwal posyandu",
    "sy dr desa limpung mau tanya",
    "obat saya habis dan resep hilang",
    "kartu saya mati padahal iuran lunas",
    "ibu saya tiba-tiba pelo mulutnya perot",
    "beta lia oto pick up malam-malam di gudang",
    "perawat merawat ibu saya dengan sabar",
    "saya bolak-balik tiga kali",
    "SAYA BIDAN PTT GAJI BELUM DIBAYAR",
    "petugas bernama Siti Aminah binti Kasan minta uang",
    "dokter saya suruh tunggu",
    "bpjs saya non aktif kenapa",
];

#[test]
fn a_name_is_known_in_capitals_and_without_any() {
    let wrong: Vec<String> = NAMED
        .iter()
        .filter(|(text, names)| {
            let mut wanted: Vec<&str> = names.split_whitespace().collect();
            wanted.sort_unstable();
            said_in(text) != wanted
        })
        .map(|(text, names)| format!("{names}: {:?} in {text}", said_in(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ordinary_words_and_the_names_of_the_accused_are_nobodys() {
    let wrong: Vec<String> = NOBODY
        .iter()
        .filter(|text| !said_in(text).is_empty())
        .map(|text| format!("{:?} in {text}", said_in(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
