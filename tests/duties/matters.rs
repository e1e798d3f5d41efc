//! What officers read of a complaint with more than one matter, and why the desk has a copy.

use super::desk::{BATANG, Desk};
use super::letters::{DESK, SITI, surat};

const P2P: &str = "p2p@dinkes-batang.example";
const PSC: &str = "piket.psc119@dinkes-batang.example";

#[tokio::test]
async fn of_two_numbered_matters_the_letter_is_headed_by_the_units_own_and_the_desk_sees_the_other() {
    let mut desk = Desk::of(&[BATANG]).await;
    let text = "Selamat siang,\n1. Loket Puskesmas Limpung antri 4 jam tiap Senin.\n\
                2. Di desa saya Plumbon sudah 4 orang kena DBD tapi belum difogging.\nTerima kasih.";
    desk.post(&surat(SITI).subject("").says(text)).await;
    let handed = desk.the_letter(P2P, "BTG-26-0001");
    assert!(handed.subject.contains("Mohon tindak lanjut: Di desa saya Plumbon"), "{}", handed.subject);
    assert!(handed.shows("laporan juga menyebut Puskesmas Limpung"), "{}", handed.body);
    let copy = desk.the_letter(DESK, "BTG-26-0001");
    assert!(copy.shows("Puskesmas Limpung, mohon dilihat apakah unit itu perlu dilibatkan"), "{}", copy.body);
}

#[tokio::test]
async fn the_desks_copy_of_an_emergency_accuses_nobody() {
    let mut desk = Desk::of(&[BATANG]).await;
    let text = "DM FB Mas Heru: min adik saya barusan jatuh dari pohon kelapa di Bawang, ngga sadar, darah keluar dari telinga";
    desk.post(&surat(SITI).subject("tolong").says(text)).await;
    desk.the_letter(PSC, "tanda-tanda keadaan darurat");
    let copy = desk.the_letter(DESK, "tembusan");
    assert!(copy.shows("tembusan karena ada tanda keadaan darurat"), "{}", copy.body);
    assert!(!copy.shows("mungkin menyangkut petugas"), "{}", copy.body);
}
