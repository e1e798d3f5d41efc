//! What officers write to our own questions, and in whose name the citizen reads an answer.

use penghubung::duties::ProseAnswers;

use super::desk::{BATANG, Desk};
use super::letters::{DESK, PUSKESMAS, SITI_ADDRESS, Sent, complaint, surat};

const ANSWER: &str = "JAWAB: Mulai Senin loket pendaftaran kami buka tiga.";

/// A complaint at Puskesmas Bandar I, in an office that takes prose for an answer.
async fn with_disposisi() -> (Desk, Sent) {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.reconfigure(|practice| practice.prose = ProseAnswers::Send);
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    (desk, letter)
}

/// The same after he wrote something for colleagues, and the question that he was asked.
async fn with_question() -> (Desk, Sent) {
    let (mut desk, letter) = with_disposisi().await;
    let text = "Yth. Admin Dinkes,\nlampu loket sudah kami ganti kemarin.";
    desk.post(&letter.answered_by(PUSKESMAS, text)).await;
    let asks = desk.the_letter(PUSKESMAS, "Mohon kejelasan");
    (desk, asks)
}

/// How many letters the citizen has beside the receipt.
fn to_citizen(desk: &Desk) -> usize {
    desk.sent_to(SITI_ADDRESS).len() - 1
}

/// Letters to the puskesmas that ask what he meant.
fn questions(desk: &Desk) -> usize {
    desk.sent_to(PUSKESMAS).iter().filter(|letter| letter.subject.contains("Mohon kejelasan")).count()
}

#[tokio::test]
async fn prose_in_reply_to_a_question_of_ours_never_reaches_the_citizen() {
    for words in [
        "Maksudnya bagaimana ini? Saya bingung pakai sistem ini",
        "Kalau begitu saya jawab minggu depan saja pak, dokternya memang sering bolos",
        "Obatnya ternyata baru ada bulan depan, anggaran dipakai untuk rapat",
    ] {
        let (mut desk, asks) = with_question().await;
        desk.post(&asks.answered_by(PUSKESMAS, words)).await;
        assert_eq!((to_citizen(&desk), questions(&desk)), (0, 2), "{words}");
        let again = desk.the_letter(PUSKESMAS, words.split(['?', ',']).next().unwrap());
        assert!(again.shows("1. kirim sebagai jawaban kepada pelapor"), "{again:#?}");
    }
}

#[tokio::test]
async fn prose_in_reply_to_a_note_or_to_the_list_of_words_never_reaches_the_citizen() {
    for (first, note) in [("RENCANA: menambah loket", "Tercatat"), ("BANTUAN", "Daftar perintah")] {
        let (mut desk, letter) = with_disposisi().await;
        desk.post(&letter.answered_by(PUSKESMAS, first)).await;
        let note = desk.the_letter(PUSKESMAS, note);
        desk.post(&note.answered_by(PUSKESMAS, "Loketnya baru dibuka bulan depan, anggaran dipakai untuk rapat")).await;
        assert_eq!((to_citizen(&desk), questions(&desk)), (0, 1), "{first}");
    }
}

#[tokio::test]
async fn a_mail_that_names_no_letter_answers_the_last_one() {
    let (mut desk, asks) = with_question().await;
    let mail = surat(PUSKESMAS).to(asks.reply_to.as_deref().unwrap()).subject(&format!("Re: {}", asks.subject));
    desk.post(&mail.says("Loketnya baru dibuka bulan depan, anggaran dipakai untuk rapat")).await;
    assert_eq!((to_citizen(&desk), questions(&desk)), (0, 2));
}

#[tokio::test]
async fn prose_in_reply_to_the_disposisi_is_an_answer_still_unless_it_speaks_of_this_system() {
    let (mut desk, letter) = with_disposisi().await;
    let words = "Surel ini masuk ke saya terus padahal saya sudah pindah tugas ke Dinas sejak Oktober";
    desk.post(&letter.answered_by(PUSKESMAS, words)).await;
    assert_eq!((to_citizen(&desk), questions(&desk)), (0, 1));
    let answer = "Kursi tunggu di loket sudah kami tambah dua puluh buah sejak kemarin. Terima kasih atas masukannya.";
    desk.post(&letter.answered_by(PUSKESMAS, answer)).await;
    assert_eq!(to_citizen(&desk), 1);
}

#[tokio::test]
async fn a_choice_is_known_in_other_words_than_its_number() {
    for (words, sent) in
        [("nomor 4 saja", 0), ("Saya pilih yang pertama", 1), ("ya betul, tolong dikirim saja", 1), ("yang kedua", 0)]
    {
        let (mut desk, asks) = with_question().await;
        desk.post(&asks.answered_by(PUSKESMAS, words)).await;
        assert_eq!((to_citizen(&desk), questions(&desk)), (sent, 1), "{words}");
        if sent == 1 {
            assert!(desk.sent_to(SITI_ADDRESS).iter().any(|letter| letter.shows("lampu loket sudah kami ganti")));
        }
    }
}

#[tokio::test]
async fn send_it_is_no_choice_where_none_or_several_would_go_to_the_citizen() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: obat ada\nJAWAB: loket buka")).await;
    let asks = desk.the_letter(PUSKESMAS, "Mohon kejelasan");
    desk.post(&asks.answered_by(PUSKESMAS, "ya, tolong dikirim saja")).await;
    desk.post(&letter.answered_by(PUSKESMAS, "ya betul, tolong dikirim saja")).await;
    assert_eq!((to_citizen(&desk), questions(&desk)), (0, 3));
}

#[tokio::test]
async fn who_names_another_unit_in_reply_is_offered_to_pass_it_on() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, "TERUSKAN: bagian gudang obat provinsi")).await;
    let asks = desk.the_letter(PUSKESMAS, "tidak dikenali");
    desk.post(&asks.answered_by(PUSKESMAS, "Ke Bidang P2P maksudnya")).await;
    let again = desk.the_letter(PUSKESMAS, "1. teruskan kepada");
    desk.post(&again.answered_by(PUSKESMAS, "1")).await;
    assert!(desk.the_letter("p2p@dinkes-batang.example", "Mohon tindak lanjut").shows("loket hanya satu"));
    assert_eq!(to_citizen(&desk), 0);
}

#[tokio::test]
async fn our_own_list_of_words_is_never_offered_as_his() {
    let (mut desk, letter) = with_disposisi().await;
    let head = "---------- Forwarded message ---------\nDari: Dinas <pengaduan@dinkes-batang.example>\nDate: Sab, 28 Nov 2026\n\n";
    let mail = surat(PUSKESMAS).subject(&format!("Fwd: {}", letter.subject));
    desk.post(&mail.says(&format!("{ANSWER}\n\n{head}{}", letter.body))).await;
    let asks = desk.the_letter(PUSKESMAS, "SATU ANGKA");
    assert!(asks.shows("1. jalankan hanya \"JAWAB: Mulai Senin") && asks.shows("2. abaikan"), "{asks:#?}");
    desk.post(&asks.answered_by(PUSKESMAS, "1")).await;
    let answer = desk.the_letter(SITI_ADDRESS, "buka tiga");
    assert!(!answer.shows("jawaban untuk pelapor") && !answer.shows("Forwarded"), "{answer:#?}");
}

#[tokio::test]
async fn a_command_for_another_complaint_is_not_offered_for_this_one() {
    let (mut desk, letter) = with_disposisi().await;
    let both = "JAWAB untuk BTG-26-0001: loket buka tiga.\nJAWAB untuk BTG-26-0029: kipas angin sudah dipasang.";
    desk.post(&letter.answered_by(PUSKESMAS, both)).await;
    let asks = desk.the_letter(PUSKESMAS, "untuk laporan BTG-26-0029");
    assert!(asks.shows("1. jalankan hanya") && asks.shows("2. abaikan") && !asks.shows("kipas"), "{asks:#?}");
    desk.post(&asks.answered_by(PUSKESMAS, "1")).await;
    let answer = desk.the_letter(SITI_ADDRESS, "loket buka tiga");
    assert!(!answer.shows("kipas") && !answer.shows("untuk BTG"), "{answer:#?}");
    desk.post(&letter.answered_by(PUSKESMAS, "BTG-26-0029 JAWAB: kipas angin sudah dipasang.")).await;
    assert_eq!(to_citizen(&desk), 1);
}

#[tokio::test]
async fn an_answer_is_signed_by_the_unit_that_gives_it() {
    let mut desk = Desk::of(&[BATANG]).await;
    let hint = "Bidan Puskesmas Bandar I menyimpan kardus vitamin di warungnya, tolong dilihat.";
    desk.post(&surat(super::letters::SITI).subject("Vitamin").says(hint)).await;
    let copy = desk.the_letter(DESK, "Mohon tindak lanjut");
    desk.post(&copy.answered_by(DESK, "JAWAB: Kami sudah menegur Puskesmas Bandar I dan menghitung ulang stok.")).await;
    let answer = desk.the_letter(SITI_ADDRESS, "sudah menegur");
    assert!(answer.shows("jawaban dari Sekretariat"), "{answer:#?}");
}

#[tokio::test]
async fn a_choice_with_an_instruction_below_it_is_asked_about_and_not_done() {
    for more in ["HAPUS NAMA DOKTER", "TANPA LAMPIRAN"] {
        let (mut desk, asks) = with_question().await;
        desk.post(&asks.answered_by(PUSKESMAS, &format!("1\n{more}"))).await;
        assert_eq!((to_citizen(&desk), questions(&desk)), (0, 2), "{more}");
    }
    let (mut desk, asks) = with_question().await;
    desk.post(&asks.answered_by(PUSKESMAS, "1\n\nBUDI CONTOH, SKM\nKepala Puskesmas Bandar I")).await;
    assert_eq!((to_citizen(&desk), questions(&desk)), (1, 1));
}

#[tokio::test]
async fn one_choice_ends_the_matter_as_it_was_shown() {
    for text in
        ["JAWAB: siap, segera kami tindak lanjuti", "Loket dibuka tiga.\nRENCANA: kapan rapat?", "kapan rapatnya ya?"]
    {
        let (mut desk, letter) = with_disposisi().await;
        desk.post(&letter.answered_by(PUSKESMAS, text)).await;
        let asks = desk.the_letter(PUSKESMAS, "Mohon kejelasan");
        desk.post(&asks.answered_by(PUSKESMAS, "1")).await;
        assert_eq!(questions(&desk), 1, "{text}: {:#?}", desk.sent_to(PUSKESMAS).last().map(|l| l.body.clone()));
        assert!(desk.sent_to(SITI_ADDRESS).iter().all(|letter| !letter.body.contains("\n1\n")), "{text}");
    }
}

#[tokio::test]
async fn a_number_in_the_text_of_an_answer_stays_in_it_and_one_that_it_begins_with_is_asked_about() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: laporan BTG-26-0029 kami gabungkan dengan laporan ini.")).await;
    assert!(desk.the_letter(SITI_ADDRESS, "kami gabungkan").shows("laporan BTG-26-0029 kami gabungkan"));
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: BTG-26-0029: kipas angin sudah dipasang.")).await;
    assert_eq!((to_citizen(&desk), questions(&desk)), (0, 1));
}

#[tokio::test]
async fn what_ends_an_official_letter_or_asks_the_citizen_for_discretion_holds_no_answer_back() {
    for (words, goes, stays) in [
        (
            "JAWAB: Kursi tunggu datang 4 Desember 2026.\n\nTembusan:\n1. Kepala Dinas Kesehatan\n2. Arsip",
            "4 Desember",
            "Arsip",
        ),
        ("Kursi tunggu sudah kami tambah dua belas buah.\n\nTembusan: Yth. Kepala Dinas, arsip", "dua belas", "arsip"),
        (
            "JAWAB: Toilet telah diperbaiki. Mohon jangan sebarkan foto pasien di media sosial ya, Bapak/Ibu.",
            "foto pasien",
            "~",
        ),
        ("JAWAB: Kursi dipesan.\nEstimasi penyelesaian: Jumat 27 November", "Jumat 27 November", "~"),
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.reconfigure(|practice| practice.prose = ProseAnswers::Send);
        desk.post(&complaint()).await;
        let asked = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
        desk.post(&asked.answered_by(PUSKESMAS, words)).await;
        let answer = desk.the_letter(SITI_ADDRESS, goes);
        assert!(!answer.shows(stays), "{words}: {}", answer.body);
        let told = desk.sent_to(PUSKESMAS).iter().filter(|letter| letter.shows("daftar tembusan")).count();
        assert_eq!(told, usize::from(stays != "~"), "{words}: he hears that no copy was sent");
    }
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let asked = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&asked.answered_by(PUSKESMAS, "JAWAB: Obat datang Senin. Jangan disebarkan dulu ya.")).await;
    desk.the_letter(PUSKESMAS, "Mohon kejelasan");
}

#[tokio::test]
async fn who_says_that_another_unit_has_it_is_offered_to_pass_it_on_first_and_the_citizen_hears_nothing() {
    for (words, unit) in [
        ("Ini bukan kewenangan Puskesmas, mohon ke P2P", "Bidang Pencegahan"),
        ("Ini salah alamat bu, harusnya ke Puskesmas Blado II", "Puskesmas Blado II"),
    ] {
        let (mut desk, letter) = with_disposisi().await;
        let before = to_citizen(&desk);
        desk.post(&letter.answered_by(PUSKESMAS, words)).await;
        let asks = desk.the_letter(PUSKESMAS, &format!("1. teruskan kepada {unit}"));
        assert!(asks.shows("BELUM dikirim"), "{}", asks.body);
        assert_eq!(to_citizen(&desk), before, "{words}");
    }
}

#[tokio::test]
async fn a_promise_of_news_is_offered_as_a_plan_first_and_the_citizen_does_not_get_it_as_an_answer() {
    let (mut desk, letter) = with_disposisi().await;
    let before = to_citizen(&desk);
    let words = "Kami akan koordinasi dengan dokter agar resep lebih cepat, nanti dikabari lagi";
    desk.post(&letter.answered_by(PUSKESMAS, words)).await;
    desk.the_letter(PUSKESMAS, "1. catat sebagai rencana");
    assert_eq!(to_citizen(&desk), before);
}
