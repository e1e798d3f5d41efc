//! The one place where what a decision changes is written, all together. In: [`Changes`]. Out: rows and log lines of
//! the same transaction. Does not know why.

use super::change::{
    Changes, Handled, NewChoice, NewClock, NewOrder, NewThread, Redecided, ReplacedClock, Reworded, Sorted,
};
use super::sql::{insert, row, update_from};
use super::{StoreFault, WriteTx, micros};
use crate::domain::LetterKind;

impl WriteTx {
    /// Writes it all. Nothing is true before [`WriteTx::commit`].
    pub async fn apply(&mut self, mut changes: Changes) -> Result<(), StoreFault> {
        let ending = changes.take_endings();
        // What happened stands in the log before the letters that follow from it.
        for entry in changes.log {
            self.note(entry);
        }
        self.open_complaints(changes.complaints).await?;
        self.keep_handovers(changes.handovers).await?;
        for (complaint, unit) in changes.moved {
            self.move_to_unit(complaint, &unit).await?;
        }
        self.open_threads(changes.threads).await?;
        self.apply_words(changes.sorted, changes.replaced, changes.clocks, changes.orders, changes.choices).await?;
        self.keep_answers(changes.answers).await?;
        self.meet_deadlines(&changes.met).await?;
        self.queue_letters(changes.letters).await?;
        for (complaint, newer) in changes.superseded {
            self.supersede_drafts(complaint, newer).await?;
        }
        for approval in changes.approvals {
            self.record_approval(approval).await?;
        }
        for (complaint, tell) in changes.ombudsman {
            self.decide_notice(complaint, tell).await?;
        }
        for (letter, why) in changes.bounced {
            self.mark_bounced(letter, &why).await?;
        }
        for letter in changes.delivered {
            self.mark_delivered(letter).await?;
        }
        self.keep_contacts(changes.contacts).await?;
        self.keep_reports(changes.reports).await?;
        self.keep_entries(changes.entries).await?;
        for sweep in changes.sweeps {
            self.keep_sweep(&sweep).await?;
        }
        self.hide_more(changes.redecided, changes.reworded).await?;
        for (letter, to, why) in changes.settled {
            self.settle_by_evidence(letter, to, &why).await?;
        }
        let answered = changes.answered_elsewhere.into_iter().map(|complaint| (complaint, LetterKind::Answer));
        self.after_acceptance(&answered.collect::<Vec<_>>()).await?;
        for complaint in changes.reopened {
            self.reopen(complaint).await?;
        }
        self.bring_to_an_end(ending).await?;
        self.open_vigils(changes.vigils).await?;
        self.go_on_with_vigils(&changes.dangers, &changes.taken).await?;
        self.open_tasks(changes.tasks).await?;
        for done in changes.tasks_done {
            self.finish_task(done).await?;
        }
        self.keep_task_mails(changes.task_mails).await?;
        self.count_receipts(changes.receipts).await?;
        self.keep_untold(changes.untold).await?;
        self.settle_in_pen(changes.pen_verdicts, changes.pen_words).await?;
        self.put_in_pen(changes.pen).await?;
        self.mark_handled(changes.handled).await?;
        Ok(())
    }

    /// More is hidden: in the register, and in letters that have not left.
    async fn hide_more(&mut self, redecided: Vec<Redecided>, reworded: Vec<Reworded>) -> Result<(), StoreFault> {
        for redecided in redecided {
            self.redecide(redecided).await?;
        }
        for reworded in reworded {
            self.reword_letter(reworded).await?;
        }
        Ok(())
    }

    /// What is said on answers, what ends, and what goes on after that.
    async fn bring_to_an_end(&mut self, changes: Changes) -> Result<(), StoreFault> {
        for closed in &changes.closed {
            self.close(closed).await?;
        }
        self.restart_clocks(changes.restarted).await?;
        self.keep_messages(changes.messages).await?;
        self.keep_words(changes.words).await?;
        for complaint in changes.unpublished {
            self.keep_off_the_board(complaint).await?;
        }
        for link in changes.links {
            let (first, second) = ((link.first.0, link.first.1.as_str()), (link.second.0, link.second.1.as_str()));
            self.link(first, second, &link.office, "sistem").await?;
        }
        Ok(())
    }

    /// What officers' words change. An old clock ends before the one that takes its place begins.
    async fn apply_words(
        &mut self,
        sorted: Vec<Sorted>,
        replaced: Vec<ReplacedClock>,
        clocks: Vec<(i64, NewClock)>,
        orders: Vec<NewOrder>,
        choices: Vec<NewChoice>,
    ) -> Result<(), StoreFault> {
        self.sort_anew(sorted).await?;
        self.replace_clocks(replaced).await?;
        self.start_clocks(clocks).await?;
        self.keep_orders(orders).await?;
        self.keep_choices(choices).await
    }

    async fn open_threads(&mut self, threads: Vec<NewThread>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = threads.into_iter().map(|t| row![t.token, t.complaint, t.party, now]).collect();
        insert(self.conn(), "INSERT INTO threads (token, complaint, party, created_at)", "", rows).await?;
        Ok(())
    }

    async fn mark_handled(&mut self, handled: Vec<Handled>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = handled
            .into_iter()
            .map(|h| row![h.arrival, h.outcome.word(), h.complaint, h.message_id, h.reason, now, h.fingerprint])
            .collect();
        update_from(
            self.conn(),
            "UPDATE arrivals SET outcome = v.outcome, complaint = v.complaint, message_id = v.message_id, reason = v.reason, \
             handled_at = v.at, fingerprint = v.fingerprint FROM (SELECT column1 AS id, column2 AS outcome, column3 AS complaint, column4 AS message_id, \
             column5 AS reason, column6 AS at, column7 AS fingerprint FROM",
            "AS t) AS v WHERE arrivals.id = v.id AND arrivals.handled_at IS NULL",
            rows,
        )
        .await?;
        Ok(())
    }
}
