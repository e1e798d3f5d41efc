//! Penghubung: the bridge between citizens' complaints and the officers who must answer them.
//!
//! # The map
//!
//! ```text
//!  IMAP ───┐            inbox                          outbox                 ┌─ SMTP → officer, pelapor
//!  LAPOR! ─┼─▶ collect ─▶ [arrivals] ─▶ triage ─▶ [letters] ─▶ deliver ───────┼─ SMS, WhatsApp → pelapor
//!  SMS, WA ┘                              │  ▲                               └─ LAPOR! → pelapor
//!                                         ▼  │ remind (deadlines), routines (people outside), sweep (refusals: the next way), alarm (faults),
//!                                                   space (a disk that fills up),
//!                                     [complaints]  watch (balance, modem), inquire (how far a text got),
//!                                                   digest (floods, by the hour), holidays (a year that is missing),
//!                                                   publish (texts on pages), retention (what was kept long enough)
//!              every commit also appends its lines to the [sync log] ─▶ seal ─▶ auditors
//! ```
//!
//! Everything that arrives enters the inbox the same way; everything that leaves leaves the outbox the same way. So the
//! answer's way back is the same way walked a second time. *Meaning* is decided at one desk only: [`duties::triage`].
//!
//! A loop of the daemon is a *duty*: it takes no input, reads the database, does at most one batch, may run twice,
//! returns a report. Duties never call each other; they leave work in a tray. [`daemon`] is the only part that knows
//! all of them.
//!
//! # Who may know whom
//!
//! | part | may use | never |
//! |---|---|---|
//! | `connectors` (crate) | protocol crates | anything of ours |
//! | [`domain`] pure | chrono, serde | sqlx, tokio, connectors |
//! | [`decide`] pure | domain, plain data of connectors | store, duties, tokio, the clock: `now` is an argument |
//! | [`sync_log`] pure | domain, sha2, ed25519 | sqlx, the clock |
//! | [`store`] all SQL | domain, sync_log, plain data of connectors, sqlx | decide, duties |
//! | [`duties`] I/O | all of the above, the connector traits, the clock | config, each other |
//! | [`daemon`], [`cli`] | duties, store, config, clock | the rules in decide |
//!
//! # What a crash leaves
//!
//! | crash… | leaves | next pass |
//! |---|---|---|
//! | after fetch, before the inbox commit | nothing of ours | same cursor, fetched again |
//! | after the inbox commit, before the server is told (`settle`) | arrival kept, mail unsettled | the server is told; a second fetch is refused by the unique key |
//! | of the machine (power), after the inbox commit, before any commit that waits for the disk | arrival and cursor may be undone together; the server was not told, nothing had left | same cursor, fetched again |
//! | of the machine (power), after triage, a claim or a hold, before the next other commit | that may be undone: arrivals unhandled, letters ready; nothing that came of it had left | handled, claimed, held again |
//! | inside triage | nothing: one transaction | arrivals still unhandled; those of that batch are read one at a time |
//! | while reading one arrival, three times | the arrival, its tries counted before each | into the holding pen with its raw bytes, never read again |
//! | after a letter is claimed, before the last dot | letter `intended` | certainly not sent: ready again |
//! | after LAPOR! took a posting, before that is recorded | letter `sending` | unclear: what stands under the report is read back, for an hour; seen: proven; not seen: held for a person, never posted again by itself |
//! | after `sending` is recorded, before the letter is begun | letter `sending`, not in the notes beside the database | of the program: certainly not sent, ready again. Of the machine, and on PostgreSQL, where there are no notes: as in the next row, at most eight letters for each connection to a relay |
//! | while the letter is on the wire, or after it was taken and before that is recorded | letter `sending` | noted as taken: recorded so. Otherwise, at most one letter for each connection, unclear: evidence is looked for; without any, sent again with the *same* Message-ID (officers see it marked), or held, as configured; the log shows both attempts |
//! | after a gateway pushed a text, before its arrival is committed | nothing of ours | the gateway heard no 200 and pushes again |
//! | after the commit, before the gateway hears 200 | arrival kept | pushed again, refused by the unique key, answered 200 |
//! | inside seal | head not signed | signed next time |
//!
//! Each commit in the code is followed by a comment: what is true now, what a crash just before leaves. The rows are
//! tested in `tests/duties` and, with a real daemon and `kill -9`, in `tests/daemon.rs`.
//!
//! # Where the design was changed
//!
//! *Ids are counted by us*, not by the databases: writers are serialised anyway (one connection, or an advisory lock
//!  held by
//! the transaction), and known ids let one statement insert many rows. *Not every commit waits for the disk*: every
//! step of a letter from the last word before it leaves does, and makes safe all that was committed before it (SQLite's
//! log is one file, made safe from its beginning; [`store::Store::write_lightly`]). What arrives is safe before the
//! server is told and before its mailbox is left, by the commit of a letter that it gave rise to where one comes at
//! once, or else by one of its own ([`store::Store::make_safe`]); what is decided in between, at the latest with the
//! next checkpoint of the log. *That a mail was taken is written down with the next letter's last word*, where one
//! comes within a moment: a kill finds it in the notes of the wire. *Under load letters have their last word before
//! they have a connection*, a few for each, so that it is one commit for many; a crash then leaves a few more of whose
//! fate nobody knows. *A copy of the same mail* is recognised by sender, Message-ID, subject, text and attachments
//! together, because two mailboxes see different Received lines. *Approval* has no table of its own: an approver's
//! token stands for one draft, and a draft is one text.

pub mod cli;
pub mod clock;
pub mod config;
pub mod daemon;
pub mod decide;
pub mod domain;
pub mod duties;
pub mod store;
pub mod sync_log;
