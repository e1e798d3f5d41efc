//! One of the duty list has answered an alert: the others need not be woken again.
//!
//! In: his mail. Out: the vigil ends where he says that he has it, and all who were woken hear of it. Anything else a
//! person says is asked back, and the alerts go on.

use super::commands::word;
use super::desk::Desk;
use super::officer::Officer;
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::meaning::DUTY;
use crate::decide::reply::{ReplyRead, read_reply};
use crate::domain::UnitId;
use crate::duties::DutyFault;
use crate::sync_log::{Entry, Event};

impl<'a> Desk<'a> {
    /// Does what a mail from the duty list says.
    pub(super) async fn duty_says(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: i64,
    ) -> Result<(), DutyFault> {
        let complaint = self.complaint(complaint)?;
        let address = read.mail.from.as_deref().unwrap_or_default();
        let said = read_reply(&read.text.kept, &[&book.office.phone]);
        self.note(
            Entry::new(Event::Balas, DUTY)
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("arsip", arrival.row.id)
                .fact("sebagai", word(&said))
                .fact("jeda_detik", (self.now - complaint.registered).num_seconds()),
        );
        let takes = matches!(said, ReplyRead::Take | ReplyRead::Acknowledged { .. });
        let officer = Officer {
            unit: UnitId(complaint.unit.clone()),
            address,
            arrival: arrival.row.id,
            message_id: read.mail.message_id.as_deref(),
            files: None,
            said: "",
            complaint,
        };
        if takes {
            self.changes.taken.push((officer.complaint.id, address.to_owned()));
            return self.say_noted(book, &officer, "peringatan darurat diterima petugas piket").await;
        }
        if matches!(said, ReplyRead::Away { .. }) {
            return Ok(());
        }
        let why = "balas dengan satu kata TERIMA bila keadaan darurat ini Anda tangani; sampai ada yang membalas, \
                   peringatan terus diulang";
        self.ask_back(book, &officer, "", why, false).await
    }
}
