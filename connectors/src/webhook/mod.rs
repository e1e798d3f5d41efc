//! A small HTTP listener for what gateways push: texts, delivery reports.
//!
//! In: requests of gateways. Out: arrivals, through one [`HookSource`] for each path. The answer to a gateway is given
//! only after our commit: [`crate::Source::settle`] releases it. A request that is not kept in time is answered 503,
//! and the gateway comes again; so nothing needs a second memory here. Listens on loopback unless told otherwise; TLS
//! and the open internet belong to a reverse proxy in front.

mod listener;
mod queue;
mod request;

pub use listener::{Limits, Listener};
pub use queue::HookSource;
pub(crate) use request::same;
pub use request::{Answer, Asked, Receive, Secret};
