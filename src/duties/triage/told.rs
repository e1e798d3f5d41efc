//! Why an arrival was taken for what it was, in the words of auditors and officers. (Operators read the reason itself,
//! in English, in the register and in the journal.)

use super::reading::Read;
use crate::decide::classify::Kind;
use crate::store::change::ArrivalOutcome;

/// Why it was put aside although it can be read.
pub(super) const UNWORDABLE: &str =
    "surat yang harus menyusul tidak dapat disusun dari templat; mohon pengelola sistem memeriksa templat surat";

/// Why it was put aside although it can be read, and nobody outside is to blame.
pub(super) const UNWRITABLE: &str = "surat ini terbaca, tetapi akibatnya gagal dicatat karena kesalahan sistem; mohon isinya \
     ditangani langsung dan pengelola sistem diberi tahu";

/// The reason in Indonesian. `named`: the mail names a complaint that is known.
pub(super) fn told(read: Option<&Read>, outcome: ArrivalOutcome, named: bool) -> &'static str {
    let Some(read) = read else { return "surat ini tidak dapat dibaca oleh sistem; isi aslinya tersimpan" };
    match outcome {
        ArrivalOutcome::Complaint => "laporan baru dari warga",
        ArrivalOutcome::Further => "keterangan tambahan dari pelapor",
        ArrivalOutcome::OfficerReply => "balasan petugas",
        ArrivalOutcome::Machine => read.kind.kind.label(),
        ArrivalOutcome::Duplicate => "surat yang sama sudah diterima",
        ArrivalOutcome::Gone => "surat sudah tidak ada di server",
        ArrivalOutcome::Registration => "pendaftaran atau serah terima oleh petugas tanpa laporan baru",
        ArrivalOutcome::Old => "masuk sebelum sistem ini mulai menjawab kotak surel ini",
        ArrivalOutcome::Pen => match read.kind.kind {
            Kind::Spam => "ditandai sebagai spam oleh server surel",
            Kind::Registration | Kind::Handover => "pendaftaran oleh petugas belum dapat diproses otomatis",
            _ if named => "menyebut laporan yang ada, tetapi pengirim atau tanda balasannya tidak cocok",
            Kind::Complaint
            | Kind::OfficerReply
            | Kind::PelaporReply
            | Kind::Bounce
            | Kind::AutoReply
            | Kind::Receipt
            | Kind::List
            | Kind::Loop
            | Kind::Unclear => "maksud surat belum jelas",
        },
    }
}
