//! The words of the log: one for each thing that can happen. An auditor reads the word, a program compares it.

use crate::domain::complaint::words;

words! {
    /// What a line of the log records.
    Event {
        /// A mailbox was read: UIDVALIDITY, UID range, counts (the gap proof).
        Ambil = "AMBIL", "kotak surat dibaca";
        /// An arrival became a complaint, a further message or a reply.
        Terima = "TERIMA", "kiriman diterima";
        /// An arrival is the same as an earlier one.
        Ganda = "GANDA", "kiriman ganda";
        /// An arrival went into the holding pen.
        Karantina = "KARANTINA", "masuk kotak tahan";
        /// A complaint was given to a unit, with the rule that did it.
        Rute = "RUTE", "diteruskan ke unit";
        /// A letter is meant to leave (committed before any effect).
        Niat = "NIAT", "niat mengirim";
        /// The point of no return is next.
        Kirim = "KIRIM", "pengiriman dimulai";
        /// The other side took the letter.
        Diterima = "DITERIMA", "diterima pihak lain";
        /// There is evidence that it arrived.
        Terbukti = "TERBUKTI", "terbukti sampai";
        /// It may or may not have been taken.
        Ragu = "RAGU", "hasil pengiriman belum pasti";
        /// The other side refused the letter for good.
        Ditolak = "DITOLAK", "ditolak pihak lain";
        /// The letter waits for a person.
        Ditahan = "DITAHAN", "ditahan";
        /// An attempt failed; certainly nothing was sent.
        Gagal = "GAGAL", "upaya gagal";
        /// An officer replied.
        Balas = "BALAS", "petugas membalas";
        /// An officer handed over what came in, or that there was nothing.
        Serah = "SERAH", "serah terima";
        /// An answer was approved.
        Setuju = "SETUJU", "jawaban disetujui";
        /// An answer was sent back.
        Tolak = "TOLAK", "jawaban tidak disetujui";
        /// A deadline was set, moved or missed.
        Tenggat = "TENGGAT", "tenggat";
        /// A person has confirmed or changed grade, class or category.
        Nilai = "NILAI", "grade atau kategori ditetapkan";
        /// The officer was reminded.
        Ingat = "INGAT", "pengingat";
        /// The superior was told.
        Eskalasi = "ESKALASI", "eskalasi";
        /// A fixed task of people outside: asked, kept, missed, confirmed late.
        Slot = "SLOT", "tugas tetap";
        /// A complaint was closed.
        Tutup = "TUTUP", "pengaduan ditutup";
        /// A complaint was opened again.
        Buka = "BUKA", "pengaduan dibuka kembali";
        /// A citizen said whether the answer was good.
        Tanggap = "TANGGAP", "tanggapan pelapor atas jawaban";
        /// Who a protected reporter is was shown to a person.
        Ungkap = "UNGKAP", "identitas pelapor dibuka";
        /// Another configuration is in force.
        Konfig = "KONFIG", "konfigurasi berganti";
        /// A key was made or replaced.
        Kunci = "KUNCI", "kunci berganti";
        /// Somebody looked at a complaint.
        Akses = "AKSES", "berkas dibuka";
        /// Something was exported.
        Ekspor = "EKSPOR", "ekspor";
        /// The clock was wrong.
        Jam = "JAM", "gangguan jam";
        /// The database was restored.
        Pulih = "PULIH", "pemulihan";
        /// Personal data was erased.
        Hapus = "HAPUS", "data dihapus";
        /// A complaint is kept from erasure or no longer; or some were kept longer than they should be.
        Simpan = "SIMPAN", "masa simpan";
        /// A complaint was joined to another by a person, or parted from it.
        Kait = "KAIT", "pengaduan dikaitkan";
        /// More of a complaint is to be hidden than was decided at first.
        Lindung = "LINDUNG", "perlindungan diperketat";
        /// Our register and that of another system were compared.
        Cocok = "COCOK", "pencocokan dengan sistem lain";
        /// The holidays of a year are not loaded, and somebody was told.
        Kalender = "KALENDER", "hari libur belum dimuat";
        /// Nothing happened, and that is known.
        Detak = "DETAK", "detak";
        /// The daemon started.
        Mulai = "MULAI", "layanan mulai";
        /// The daemon stopped in good order.
        Henti = "HENTI", "layanan berhenti";
    }
}
