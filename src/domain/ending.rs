//! How a complaint ends, and what may be said on the way there.

use super::complaint::words;

words! {
    /// How a complaint was closed; the word in the database, in JSON and in the log.
    ClosedHow {
        /// The reporter said that he is content.
        Selesai = "selesai", "pelapor menyatakan puas";
        /// He was asked and said nothing.
        SelesaiTanpaTanggapan = "selesai_tanpa_tanggapan", "tidak ada tanggapan pelapor";
        /// Settled while he stood there, and registered afterwards.
        SelesaiDiTempat = "selesai_di_tempat", "diselesaikan di tempat";
        /// An officer or operator closed it by hand, with a reason.
        DitutupPetugas = "ditutup_petugas", "ditutup petugas";
        /// The reporter has taken it back.
        DicabutPelapor = "dicabut_pelapor", "dicabut pelapor";
        /// Another institution has it.
        Diserahkan = "diserahkan", "diserahkan kepada instansi yang berwenang";
        /// SP4N-LAPOR! closed it by its own rules.
        DitutupLapor = "ditutup_lapor", "ditutup di SP4N-LAPOR!";
    }
}

words! {
    /// A word on an answered or closed complaint that waits to be acted upon.
    Verdict {
        /// The reporter is content.
        Puas = "puas", "puas";
        /// He is not.
        Tidak = "tidak", "tidak puas";
        /// He said something that a person must read.
        BelumJelas = "belum_jelas", "belum jelas";
        /// It was closed by hand: he must hear of it.
        Ditutup = "ditutup", "ditutup";
        /// It was opened again: whoever has it must hear of it.
        Dibuka = "dibuka", "dibuka kembali";
    }
}
