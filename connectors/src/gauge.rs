//! What a gateway tells of its own state. Plain values; whether it is bad is for others to say.

/// The state of a gateway, as far as it tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gauge {
    /// What is left of the prepaid credit.
    pub balance: Option<Balance>,
    /// The modems or the linked phone.
    pub modems: Vec<Modem>,
}

/// Prepaid credit.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// In the gateway's own unit: rupiah, messages, dollars.
    pub amount: f64,
    /// As the gateway or its preset says (`IDR`, `pesan`).
    pub unit: String,
}

/// A modem with its SIM card, or the phone that a WhatsApp gateway is linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modem {
    /// The gateway's name for it.
    pub name: String,
    /// True if it gave a sign of life within the time that is allowed; `None` where it has not been watched for so
    /// long.
    pub alive: Option<bool>,
    /// Signal in per cent.
    pub signal: Option<u8>,
    /// The network it is in, or what it says of its state.
    pub network: Option<String>,
}
