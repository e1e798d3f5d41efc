//! The duties of an office, from a citizen's mail to the answer, over a real database: what must happen, and what the
//! log says of it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

#[path = "duties/accused_desk.rs"]
mod accused_desk;
#[path = "duties/approving.rs"]
mod approving;
#[path = "duties/asked_back.rs"]
mod asked_back;
#[path = "duties/attached.rs"]
mod attached;
#[path = "duties/backlog.rs"]
mod backlog;
#[path = "duties/by_hand.rs"]
mod by_hand;
#[path = "duties/calendars.rs"]
mod calendars;
#[path = "duties/clocks.rs"]
mod clocks;
#[path = "duties/closing.rs"]
mod closing;
#[path = "duties/crashes.rs"]
mod crashes;
#[path = "duties/danger.rs"]
mod danger;
#[path = "duties/danger_roads.rs"]
mod danger_roads;
#[path = "duties/delivery.rs"]
mod delivery;
#[path = "duties/desk.rs"]
mod desk;
#[path = "duties/erasing.rs"]
mod erasing;
#[path = "duties/first_person.rs"]
mod first_person;
#[path = "duties/hostile.rs"]
mod hostile;
#[path = "duties/inbox.rs"]
mod inbox;
#[path = "duties/lapor.rs"]
mod lapor;
#[path = "duties/letters.rs"]
mod letters;
#[path = "duties/matters.rs"]
mod matters;
#[path = "duties/objections.rs"]
mod objections;
#[path = "duties/officers.rs"]
mod officers;
#[path = "duties/pages.rs"]
mod pages;
#[path = "duties/passing.rs"]
mod passing;
#[path = "duties/pen_words.rs"]
mod pen_words;
#[path = "duties/phones.rs"]
mod phones;
#[path = "duties/phones_danger.rs"]
mod phones_danger;
#[path = "duties/phones_floods.rs"]
mod phones_floods;
#[path = "duties/phones_reports.rs"]
mod phones_reports;
#[path = "duties/phones_state.rs"]
mod phones_state;
#[path = "duties/power.rs"]
mod power;
#[path = "duties/published.rs"]
mod published;
#[path = "duties/retention.rs"]
mod retention;
#[path = "duties/routines.rs"]
mod routines;
#[path = "duties/secrecy.rs"]
mod secrecy;
#[path = "duties/shielding.rs"]
mod shielding;
#[path = "duties/supervision.rs"]
mod supervision;
#[path = "duties/unwordable.rs"]
mod unwordable;
