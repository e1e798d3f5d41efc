//! What the citizens write, in their own ways. In: nothing. Out: raw mails.

use super::complaints::{BATANG, BULELENG, NIK, PHONE};
use super::mails::{self, Envelope};
use super::play::Case;

/// How a citizen's mail is made.
#[derive(Debug, Clone, Copy)]
enum Form {
    Plain,
    Html,
    WithPhoto,
    UnknownCharset,
}

/// A citizen's mail.
pub struct Text {
    pub case: &'static str,
    /// What is special about it.
    pub note: &'static str,
    name: &'static str,
    subject: &'static str,
    form: Form,
    text: &'static str,
}

const fn text(
    case: &'static str,
    note: &'static str,
    name: &'static str,
    subject: &'static str,
    form: Form,
    text: &'static str,
) -> Text {
    Text { case, note, name, subject, form, text }
}

impl Text {
    /// The mailbox it goes to.
    pub fn to(&self, case: &Case) -> &'static str {
        if case.officer.ends_with("rsud-buleleng.example") { BULELENG } else { BATANG }
    }

    /// The mail as it is posted.
    pub fn raw(&self, case: &Case) -> Vec<u8> {
        let envelope = Envelope { name: self.name, from: case.citizen, to: self.to(case), subject: self.subject };
        let text = self.text.replace("{NIK}", NIK).replace("{PHONE}", PHONE);
        match self.form {
            Form::Plain => mails::plain(envelope, &text),
            Form::Html => mails::html(envelope, &text),
            Form::WithPhoto => mails::with_photo(envelope, &text),
            Form::UnknownCharset => mails::unknown_charset(envelope, &text),
        }
    }
}

/// Every complaint of the play.
#[rustfmt::skip]
pub const TEXTS: [Text; 19] = [
    text("antrean", "Puskesmas disebut dengan angka Romawi", "Siti", "Antrean lama", Form::Plain,
        "Saya antre di Puskesmas Bandar I dari jam 7 sampai jam 12, loket hanya satu yang buka.\nMohon ditambah petugasnya.\n\nSalam,\nSiti"),
    text("sms", "gaya SMS", "joko", "obat", Form::Plain,
        "obat drh tinggi di pkm limpung ksong trs, sdh 3x kesana dsrh beli sndiri, tlg dicek pak"),
    text("jawa", "bahasa Jawa", "Wagiyem", "Matur", Form::Plain,
        "Kula badhe matur. Wonten Puskesmas Reban dokteripun asring mboten wonten, kula ngentosi wiwit enjing ngantos siang mboten dipun layani. Nyuwun tulung dipun tata."),
    text("fogging", "urusan Bidang, bukan Puskesmas", "Darmi", "Demam berdarah", Form::Plain,
        "Mohon fogging di Desa Kalisalak Limpung, sudah 5 anak kena demam berdarah bulan ini."),
    text("pungutan", "berkadar pengawasan", "Rudi", "Pungutan", Form::Plain,
        "Petugas loket Puskesmas Tersono minta uang 20 ribu tanpa kwitansi, padahal saya peserta JKN."),
    text("darurat", "keadaan darurat", "Tini", "tolong", Form::Plain,
        "tolong pak ibu saya kejang tidak sadar sekarang di rumah desa tragung"),
    text("rahasia", "minta namanya dirahasiakan", "Ratna Contoh", "Usul", Form::Plain,
        "Mohon nama saya dirahasiakan. Usul: Puskesmas Subah membuka pelayanan sore, karena buruh pabrik tidak bisa izin pagi."),
    text("nik", "NIK dan nomor HP dalam teks", "Parmin", "Kartu hilang", Form::Plain,
        "Kartu berobat saya di Puskesmas Bawang hilang dan petugas tidak mau mencetak lagi. NIK saya {NIK}, hp {PHONE}."),
    text("foto", "dengan foto", "Lina", "Toilet", Form::WithPhoto,
        "Toilet Puskesmas Warungasem kotor dan mampet, foto terlampir."),
    text("html", "hanya HTML", "Hendra", "Jam buka", Form::Html,
        "Loket Puskesmas Blado II sudah tutup jam 10 pagi, padahal di papan tertulis sampai jam 12."),
    text("jalan", "bukan kewenangan", "Slamet", "Jalan", Form::Plain,
        "Jalan di depan balai desa Subah rusak parah berlubang, sudah banyak yang jatuh."),
    text("pujian", "pujian", "Yuni", "Terima kasih", Form::Plain,
        "Terima kasih kepada bidan Puskesmas Tulis, persalinan istri saya dilayani dengan ramah dan sabar."),
    text("informasi", "permintaan informasi", "Fajar", "Permohonan data", Form::Plain,
        "Dengan hormat, saya mohon data jumlah kasus DBD per kecamatan tahun 2025 untuk keperluan skripsi."),
    text("charset", "charset yang tidak dikenal siapa pun", "Eko", "Dokter gigi", Form::UnknownCharset,
        "Dokter gigi di Puskesmas Wonotunggal sudah dua minggu tidak ada."),
    text("alamat-mati", "alamatnya akan memantul", "Tarno", "Vaksin", Form::Plain,
        "Vaksin untuk bayi di Puskesmas Kandeman katanya habis, kapan ada lagi?"),
    text("teruskan", "akan diteruskan ke Bidang", "Wahyu", "Obat", Form::Plain,
        "Obat tablet tambah darah di Puskesmas Bandar II tidak ada sejak bulan lalu."),
    text("sikap", "sikap petugas", "Dewi", "Perawat", Form::Plain,
        "Perawat di Puskesmas Gringsing I membentak ibu saya waktu bertanya antrean."),
    text("poli", "kantor kedua, sedikit bahasa Bali", "Ketut", "Dokter terlambat", Form::Plain,
        "Dokter poli dalam telat terus, dijadwal jam 8 baru datang jam 11. Tiang sampun makelo ngantosang."),
    text("kasir", "kantor kedua", "Made", "Tagihan", Form::Plain,
        "Saya ditagih kasir Rp 350.000 padahal pasien BPJS kelas 2, minta penjelasan rincian biayanya."),
];
