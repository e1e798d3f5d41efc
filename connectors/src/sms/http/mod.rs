//! Any gateway with an HTTP interface, as a file describes it.
//!
//! In: a [`Description`] (a file in `config/gateways/`), the operator's own values for it, parcels. Out: a
//! [`crate::Sink`], and a receiver for what the gateway pushes. A new gateway is a file, not a release.

pub mod client;
mod describe;
mod hook;
pub mod pick;
mod reading;
mod sink;
mod template;
mod unnamed;

pub use describe::{Ask, Description, Inbound, Pushed, Request, Warning};
pub use hook::GatewayHook;
pub use sink::{Account, HttpSink};
pub use unnamed::Now;
