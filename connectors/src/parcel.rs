//! What goes out over the border.

/// One thing to hand over to one recipient.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Our name for it, the same on every attempt; for mail the Message-ID without angle brackets.
    pub reference: String,
    /// Envelope sender (mail) or sender id (SMS); empty = the null sender.
    pub sender: String,
    /// The one recipient: an address or an E.164 number.
    pub recipient: String,
    /// Mail: the whole message, RFC 5322, lines ended by CRLF. SMS: the text in UTF-8.
    pub content: Vec<u8>,
}

/// What the other side said when it took a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The other side's id for it, where it gave one (SMTP: the queue id).
    pub remote_id: Option<String>,
    /// Its answer, one line.
    pub text: String,
}

/// What a look for evidence found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It was taken.
    Yes(Receipt),
    /// It certainly was not.
    No,
    /// It was asked and shows no trace of it; it may still appear.
    NotSeen,
    /// The other side cannot say.
    CannotTell,
}

/// The caller's last word before the point of no return.
#[async_trait::async_trait]
pub trait Gate: Send + Sync {
    /// Records durably that an effect may follow, and it follows at once. An error means: do not go on, nothing may be
    /// sent.
    async fn pass(&self) -> Result<(), GateClosed>;

    /// The same for an effect that may be a while off. Before it comes [`Gate::begin`], in the place of [`Gate::pass`].
    async fn ask(&self) -> Result<(), GateClosed> {
        self.pass().await
    }

    /// The effect follows at once; it has been asked for.
    fn begin(&self) -> Result<(), GateClosed> {
        Ok(())
    }

    /// The other side has said that it took the parcel. Called before the same connection is used for another one.
    fn taken(&self, _receipt: &Receipt) {}
}

/// The caller took its word back; the sink ends the attempt without an effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("stopped before the point of no return: {0}")]
pub struct GateClosed(pub String);
