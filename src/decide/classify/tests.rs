use super::*;

const TOKEN: &str = "0123456789abcdefghjkmnpqrs";

fn kind(raw: &str) -> Kind {
    look(raw).kind
}

fn look(raw: &str) -> Classified {
    let own = ["pengaduan@batang.example".to_owned()];
    let officer = |address: &str| address == "bandar1@batang.example";
    classify(
        &connectors::mime::read(raw.as_bytes()),
        &Facts { own_addresses: &own, is_officer: &officer, prefixes: &["BTG".to_owned()] },
    )
}

fn citizen(headers: &str, text: &str) -> String {
    format!(
        "From: Budi <budi@warga.example>\r\nTo: pengaduan@batang.example\r\nSubject: Antrean\r\n{headers}\r\n{text}"
    )
}

fn officer(headers: &str, text: &str) -> String {
    format!("From: bandar1@batang.example\r\nTo: pengaduan@batang.example\r\n{headers}\r\n{text}")
}

#[test]
fn a_citizen_who_writes_first_complains() {
    assert_eq!(kind(&citizen("", "Antre tiga jam.")), Kind::Complaint);
}

#[test]
fn only_the_value_no_makes_auto_submitted_a_persons() {
    assert_eq!(kind(&citizen("Auto-Submitted: no\r\n", "Antre.")), Kind::Complaint);
    assert_eq!(kind(&citizen("Auto-Submitted: no (oleh saya); x=1\r\n", "Antre.")), Kind::Complaint);
    assert_eq!(kind(&citizen("Auto-Submitted: no\r\nAuto-Submitted: auto-replied\r\n", "Antre.")), Kind::AutoReply);
    assert_eq!(kind(&citizen("Auto-Submitted: auto-generated; type=x\r\n", "Antre.")), Kind::AutoReply);
}

#[test]
fn a_request_for_silence_is_no_sign_of_a_machine() {
    assert_eq!(kind(&citizen("X-Auto-Response-Suppress: All\r\n", "Antre.")), Kind::Complaint);
}

#[test]
fn an_officers_absence_never_counts_as_his_answer() {
    let to = format!("To: pengaduan+{TOKEN}@batang.example\r\n");
    assert_eq!(
        kind(&format!(
            "From: bandar1@batang.example\r\n{to}Subject: Balasan otomatis: [BTG-26-0123]\r\n\r\nSaya cuti."
        )),
        Kind::AutoReply
    );
    assert_eq!(kind(&officer("Subject: Dinas luar (DL)\r\n", "Kembali Senin.")), Kind::AutoReply);
    let typed = "Saat ini saya sedang dinas luar sampai Jumat.\r\n\r\nPada Sen, 3 Nov 2025 X menulis:\r\n> lama";
    assert_eq!(kind(&officer(&format!("{to}Subject: Re: [BTG-26-0123] x\r\n"), typed)), Kind::AutoReply);
}

#[test]
fn an_answer_about_somebody_elses_leave_is_an_answer() {
    let text = "Dokter gigi sedang cuti sampai 3 Desember; pelayanan dialihkan ke Puskesmas Bandar II.";
    assert_eq!(kind(&officer("Subject: Re: [BTG-26-0123] x\r\n", text)), Kind::OfficerReply);
}

#[test]
fn a_citizen_who_complains_of_automatic_replies_is_a_citizen() {
    let raw = "From: b@warga.example\r\nSubject: Balasan otomatis aplikasi membingungkan\r\n\r\nSaya bingung.";
    assert_eq!(kind(raw), Kind::Complaint);
    let raw =
        "From: b@warga.example\r\nSubject: Sedang cuti semua petugas loket\r\n\r\nSaya sedang cuti dan datang jam 8.";
    assert_eq!(kind(raw), Kind::Complaint);
}

#[test]
fn an_officer_is_understood_by_token_reference_or_number_in_the_subject() {
    let by_token = look(&format!(
        "From: bandar1@batang.example\r\nCc: Pengaduan+{TOKEN}@Batang.example\r\nSubject: x\r\n\r\nJAWAB: sudah"
    ));
    assert_eq!((by_token.kind, by_token.token.as_deref()), (Kind::OfficerReply, Some(TOKEN)));
    let id = format!("77.{}@batang.example", "a1".repeat(16));
    let by_reference = look(&officer(&format!("Subject: x\r\nIn-Reply-To: <{id}>\r\n"), "JAWAB: sudah"));
    assert_eq!((by_reference.kind, by_reference.references), (Kind::OfficerReply, vec![id]));
    let by_number = look(&officer("Subject: Re: btg 26 123\r\n", "sudah"));
    assert_eq!((by_number.kind, by_number.number.as_deref()), (Kind::OfficerReply, Some("BTG-26-0123")));
    assert_eq!(kind(&officer("Subject: halo\r\n", "sudah selesai BTG-26-0123")), Kind::Unclear);
}

#[test]
fn officers_register_forward_and_hand_over() {
    assert_eq!(kind(&officer("Subject: [DAFTAR] telepon warga\r\n", "isi")), Kind::Registration);
    assert_eq!(
        kind("From: bandar1@batang.example\r\nTo: pengaduan+daftar@batang.example\r\n\r\nisi"),
        Kind::Registration
    );
    assert_eq!(kind(&officer("Subject: Fwd: keluhan warga\r\n", "isi")), Kind::Registration);
    assert_eq!(kind(&officer("Subject: Re: [SERAH TERIMA] pagi 22 November\r\n", "lengkap")), Kind::Handover);
    assert_eq!(kind(&officer("Subject: rapat\r\n", "besok rapat")), Kind::Unclear);
    assert_eq!(kind("From: b@warga.example\r\nSubject: [DAFTAR] x\r\n\r\nisi"), Kind::Unclear);
}

#[test]
fn a_citizen_who_names_a_number_writes_about_it() {
    assert_eq!(kind(&citizen("", "Bagaimana laporan saya BTG.26.0123?")), Kind::PelaporReply);
    assert_eq!(kind(&citizen("", "Antre lagi.\r\n> [BTG-26-0123] lama")), Kind::Complaint);
}

#[test]
fn our_own_mail_comes_back_once_only() {
    assert_eq!(kind(&citizen("X-Penghubung-Nomor: BTG-26-0123\r\n", "x")), Kind::Loop);
    assert_eq!(kind(&citizen(&format!("Message-ID: <5.{}@batang.example>\r\n", "0f".repeat(16)), "x")), Kind::Loop);
    assert_eq!(kind("From: pengaduan@batang.example\r\nSubject: x\r\n\r\nisi"), Kind::Loop);
    assert_eq!(kind(&citizen(&"Received: from a by b; x\r\n".repeat(51), "x")), Kind::Loop);
    assert_eq!(kind(&citizen(&"Received: from a by b; x\r\n".repeat(50), "x")), Kind::Complaint);
}

#[test]
fn a_citizens_words_outweigh_weak_signs_of_a_list() {
    let words = "Saya mohon pelayanan puskesmas diperbaiki, petugas loket tidak ramah.";
    assert_eq!(kind(&citizen("List-Unsubscribe: <mailto:x@y.example>\r\n", words)), Kind::Complaint);
    assert_eq!(kind(&citizen("List-Id: <warga.desa.example>\r\nPrecedence: list\r\n", words)), Kind::Unclear);
    assert_eq!(kind(&citizen("List-Id: <pengaduan.batang.example>\r\nPrecedence: list\r\n", words)), Kind::Complaint);
    assert_eq!(
        kind(&citizen("List-Unsubscribe: <mailto:x@y.example>\r\n", "Promo obat! Klik untuk unsubscribe.")),
        Kind::List
    );
    assert_eq!(kind(&citizen("Precedence: bulk\r\n", "Kabar mingguan")), Kind::List);
    let short = "WC Puskesmas Limpung mampet sudah sebulan, mohon diperbaiki";
    assert_eq!(kind(&citizen("Precedence: bulk\r\n", short)), Kind::Unclear);
}

#[test]
fn spam_is_called_so_only_by_the_server_and_not_against_a_token() {
    assert_eq!(kind(&citizen("X-Spam-Flag: YES\r\n", "x")), Kind::Spam);
    assert_eq!(kind(&citizen("X-Spam-Status: No, score=1\r\n", "x")), Kind::Complaint);
    let raw = format!(
        "From: bandar1@batang.example\r\nTo: pengaduan+{TOKEN}@batang.example\r\nX-Spam-Flag: YES\r\n\r\nJAWAB: sudah"
    );
    assert_eq!(kind(&raw), Kind::OfficerReply);
}

#[test]
fn what_nobody_can_read_goes_to_a_person() {
    assert_eq!(kind("From: b@warga.example\r\nSubject: Re: \r\n\r\n  \r\n"), Kind::Unclear);
    assert_eq!(kind("Subject: keluhan\r\n\r\nobat habis"), Kind::Unclear);
    assert_eq!(
        kind("From: bandar1@batang.example, x@warga.example\r\nSubject: BTG-26-0123\r\n\r\nJAWAB: x"),
        Kind::Unclear
    );
    assert_eq!(kind("From: b@warga.example\r\nReturn-Path: <>\r\nSubject: keluhan\r\n\r\nobat habis"), Kind::Unclear);
}

#[test]
fn a_form_filled_in_by_a_citizen_goes_to_a_person_not_to_nowhere() {
    let words = "Saya mohon pelayanan puskesmas diperbaiki.";
    let form = "From: situs@dinkes.example\r\nReply-To: b@warga.example\r\nAuto-Submitted: auto-generated\r\nSubject: Formulir\r\n\r\n";
    assert_eq!(kind(&format!("{form}{words}")), Kind::Unclear);
    assert_eq!(kind(&format!("{}{words}", form.replace("generated", "replied"))), Kind::AutoReply);
    assert_eq!(kind(&format!("{form}Cadangan selesai.")), Kind::AutoReply);
    let of_a_village = form.replace("Reply-To: b@warga.example\r\n", "");
    assert_eq!(kind(&format!("{of_a_village}Saya kecewa, obat habis. Mohon ditindaklanjuti.")), Kind::Unclear);
}

#[test]
fn a_postmaster_may_be_a_person() {
    assert_eq!(kind("From: postmaster@kominfo.example\r\nSubject: kata sandi\r\n\r\nMohon diganti."), Kind::Unclear);
    assert_eq!(kind("From: postmaster@kominfo.example\r\nReturn-Path: <>\r\nSubject: x\r\n\r\ny"), Kind::Bounce);
}

#[test]
fn servers_that_write_are_never_citizens() {
    assert_eq!(kind("From: MAILER-DAEMON@mx.example\r\nSubject: apa saja\r\n\r\nx"), Kind::Bounce);
    let receipt = "From: b@warga.example\r\nSubject: Read: x\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\ndibaca\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--b--";
    assert_eq!(kind(receipt), Kind::Receipt);
}
