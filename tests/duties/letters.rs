//! Mails as people write them, and letters as people read them.

use std::sync::atomic::{AtomicU64, Ordering};

use connectors::Parcel;

/// A mail under way to the office.
#[derive(Debug, Clone)]
pub struct Surat {
    from: String,
    to: String,
    subject: String,
    body: String,
    id: Option<String>,
    headers: Vec<String>,
}

/// A citizen.
pub const SITI: &str = "Siti Kinanti <siti@warga.example>";
/// Her address.
pub const SITI_ADDRESS: &str = "siti@warga.example";
/// The officer of Puskesmas Bandar I.
pub const PUSKESMAS: &str = "pkm.bandar1@batang.example";
/// The desk of Batang.
pub const DESK: &str = "sekretariat@dinkes-batang.example";

/// A mail by `from` to Batang, with a Message-ID of its own.
pub fn surat(from: &str) -> Surat {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let id = format!("surat-{}@warga.example", NEXT.fetch_add(1, Ordering::Relaxed));
    Surat {
        from: from.to_owned(),
        to: super::desk::BATANG.0.to_owned(),
        subject: "Laporan".to_owned(),
        body: String::new(),
        id: Some(id),
        headers: Vec::new(),
    }
}

/// A plain complaint of Siti's about Puskesmas Bandar I.
pub fn complaint() -> Surat {
    surat(SITI)
        .subject("Antrean lama")
        .says("Saya antre di Puskesmas Bandar I dari jam 7 sampai jam 12, loket hanya satu.")
}

impl Surat {
    pub fn to(mut self, to: &str) -> Self {
        self.to = to.to_owned();
        self
    }

    pub fn subject(mut self, subject: &str) -> Self {
        self.subject = subject.to_owned();
        self
    }

    pub fn says(mut self, body: &str) -> Self {
        self.body = body.to_owned();
        self
    }

    pub fn id(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self
    }

    pub fn header(mut self, line: &str) -> Self {
        self.headers.push(line.to_owned());
        self
    }

    /// Its Message-ID without brackets.
    pub fn message_id(&self) -> &str {
        self.id.as_deref().unwrap()
    }

    pub fn raw(&self) -> Vec<u8> {
        let mut head = vec![format!("From: {}", self.from), format!("To: {}", self.to)];
        head.push(format!("Subject: {}", self.subject));
        head.extend(self.id.iter().map(|id| format!("Message-ID: <{id}>")));
        head.push("Date: Fri, 20 Nov 2026 09:40:00 +0700".to_owned());
        head.extend(self.headers.iter().cloned());
        if !self.headers.iter().any(|line| line.starts_with("Content-Type")) {
            head.push("Content-Type: text/plain; charset=utf-8".to_owned());
        }
        format!("{}\r\n\r\n{}\r\n", head.join("\r\n"), self.body.replace('\n', "\r\n")).into_bytes()
    }
}

/// A letter of ours as its recipient sees it.
#[derive(Debug, Clone)]
pub struct Sent {
    pub to: String,
    pub subject: String,
    pub body: String,
    pub message_id: String,
    pub reply_to: Option<String>,
    pub raw: Vec<u8>,
}

impl Sent {
    pub fn read(parcel: &Parcel) -> Self {
        let mail = connectors::mime::read(&parcel.content);
        Self {
            to: parcel.recipient.clone(),
            subject: mail.subject,
            body: mail.text,
            message_id: mail.message_id.unwrap(),
            reply_to: mail.reply_to,
            raw: parcel.content.clone(),
        }
    }

    /// An answer to it by `from`, as a mail program makes it.
    pub fn answered_by(&self, from: &str, text: &str) -> Surat {
        let to = self.reply_to.clone().unwrap_or_else(|| super::desk::BATANG.0.to_owned());
        surat(from)
            .to(&to)
            .subject(&format!("Re: {}", self.subject))
            .header(&format!("In-Reply-To: <{}>", self.message_id))
            .says(text)
    }

    /// True if a file of this name hangs on it.
    pub fn shows_file(&self, name: &str) -> bool {
        connectors::mime::files(&self.raw).iter().any(|(file, _)| file == name)
    }

    /// Its subject, text and every decoded part hold `words` somewhere.
    pub fn shows(&self, words: &str) -> bool {
        let mail = connectors::mime::read(&self.raw);
        let nested = mail.nested.iter().any(|m| m.text.contains(words) || m.subject.contains(words));
        self.subject.contains(words) || self.body.contains(words) || nested
    }
}
