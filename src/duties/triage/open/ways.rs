//! How the writer of a new complaint is reached. In: what was read. Out: where the answer goes, and other ways that he
//! names.

use super::super::desk::Desk;
use super::super::reading::Read;
use crate::decide::classify::{address_in_form, takes_no_replies};
use crate::decide::short::other_ways;
use crate::domain::Channel;

impl Desk<'_> {
    /// Where the answer goes. One to a mailbox of our own, or to a program, would be an answer to nobody.
    pub(super) fn way_back(&self, read: &Read) -> Option<(Channel, String)> {
        let named = address_in_form(&read.mail);
        let wanted = [&read.mail.reply_to, &read.mail.from, &named].into_iter().flatten();
        let by_mail = wanted.into_iter().find(|to| !self.practice.is_own(to) && !takes_no_replies(to)).cloned();
        read.said.reply.clone().or(by_mail.map(|address| (Channel::Email, address)))
    }

    /// Other ways to reach the writer that he names himself. Whoever wrote at LAPOR! is answered there, and nowhere
    /// else.
    pub(super) fn keep_other_ways(&mut self, complaint: i64, read: &Read, pelapor: Option<&(Channel, String)>) {
        self.changes.contacts.extend(read.said.others.iter().map(|(by, to)| (complaint, *by, to.clone())));
        let Some((by, address)) = pelapor.filter(|(by, _)| *by != Channel::Lapor) else { return };
        let others = other_ways(&read.text.kept, *by, address).into_iter();
        let others = others.filter(|(_, other)| !self.practice.is_own(other));
        self.changes.contacts.extend(others.map(|(channel, address)| (complaint, channel, address)));
    }
}
