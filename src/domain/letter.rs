//! What leaves the office.

use super::complaint::words;

words! {
    /// What kind of letter it is; also the name of its template in `config/letters/`.
    LetterKind {
        /// To the citizen: we have it, this is its number.
        Receipt = "receipt", "tanda terima";
        /// To the citizen, at once: this is no emergency service, call 119.
        EmergencyAnswer = "emergency_answer", "jawaban darurat";
        /// To the duty list: somebody may be in danger.
        EmergencyAlert = "emergency_alert", "peringatan darurat";
        /// To the officer: please follow up.
        Disposisi = "disposisi", "disposisi";
        /// To the officer: the citizen added something.
        FurtherMessage = "further_message", "keterangan tambahan";
        /// To the officer: time is running.
        Reminder = "reminder", "pengingat";
        /// To the superior: it is late.
        Escalation = "escalation", "eskalasi";
        /// To the officer: we did not understand your reply, this is what would be sent.
        AskBack = "ask_back", "permintaan kejelasan";
        /// To the officer: noted.
        Noted = "noted", "tanda catat";
        /// To the approver.
        ApprovalRequest = "approval_request", "permintaan persetujuan";
        /// To the citizen: the answer.
        Answer = "answer", "jawaban";
        /// To the citizen: please tell us more.
        DataRequest = "data_request", "permintaan data";
        /// To the desk: a letter could not be delivered.
        Undeliverable = "undeliverable", "gagal kirim";
        /// To the desk: something is in the holding pen.
        PenNotice = "pen_notice", "pemberitahuan kotak tahan";
        /// To the desk or sysadmin: something is wrong with the bridge itself.
        Alarm = "alarm", "peringatan sistem";
        /// To the desk and sysadmin: the holidays of a year are not loaded.
        CalendarGap = "calendar_gap", "hari libur belum dimuat";
        /// To the desk and sysadmin: closed complaints have been kept long enough.
        Retention = "retention", "masa simpan berakhir";
        /// To another institution, through LAPOR!: this report is yours.
        HandOn = "hand_on", "penyerahan ke instansi lain";
        /// To whoever types into LAPOR!: please put this there.
        PasteRequest = "paste_request", "permintaan tempel";
        /// To the citizen: until when an officer expects to be done.
        Estimate = "estimate", "perkiraan penyelesaian";
        /// To the citizen: the limit is extended, and why.
        Extension = "extension", "pemberitahuan perpanjangan";
        /// To the citizen: it is still being worked on.
        Progress = "progress", "kabar perkembangan";
        /// To those whom a grave complaint concerns: there is one.
        GradeAlert = "grade_alert", "pemberitahuan grade";
        /// To the officer: what can be written.
        Help = "help", "daftar perintah";
        /// To those who discuss a plan: please meet.
        MeetingProposal = "meeting_proposal", "usul rapat";
        /// To the head: to whom should it go?
        DisposisiProposal = "disposisi_proposal", "usul disposisi";
        /// To whoever does something outside: please do it and say so.
        TaskRequest = "task_request", "permintaan rutin";
        /// To the same: it was not confirmed yet, or not at all.
        TaskLate = "task_late", "rutin belum dikonfirmasi";
        /// To the same: noted, or which one do you mean.
        TaskNoted = "task_noted", "catatan rutin";
        /// To the citizen: your right to go to the Ombudsman.
        OmbudsmanNotice = "ombudsman_notice", "pemberitahuan Ombudsman";
        /// To whoever stands above: the reporter is not content, with the whole dossier.
        Objection = "objection", "keberatan pelapor";
        /// To the citizen: your objection has gone there.
        Escalated = "escalated", "pemberitahuan eskalasi";
        /// To the citizen: it is closed, and how it may be opened again.
        Closing = "closing", "pemberitahuan selesai";
        /// To the desk: the citizen wrote about the answer, and a person must say what he meant.
        UnclearWord = "unclear_word", "tanggapan yang perlu dibaca";
        /// To the officer who registered something: its number, and what was understood.
        Registered = "registered", "tanda daftar";
        /// To an officer: bring this answer to the citizen, whom no program reaches.
        HandDelivery = "hand_delivery", "tugas penyampaian jawaban";
    }
}

/// To whom a letter goes, before an address is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// The citizen.
    Pelapor,
    /// A unit's officers.
    Unit(super::UnitId),
    /// The duty list.
    Duty,
}
