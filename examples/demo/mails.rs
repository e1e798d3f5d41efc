//! Mails as citizens' programs write them. In: words. Out: raw bytes.

use penghubung::clock::{Clock as _, SystemClock};

/// Where a new mail comes from and goes to.
#[derive(Debug, Clone, Copy)]
pub struct Envelope {
    pub name: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub subject: &'static str,
}

/// The headers that every mail has, ended by `extra` (each with CRLF).
pub fn head(from: &str, to: &str, subject: &str, extra: &str) -> String {
    let (id, date) = (rand::random::<u64>(), SystemClock.now().to_rfc2822());
    let domain = from.trim_end_matches('>').rsplit('@').next().unwrap_or("warga.example").to_owned();
    format!(
        "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{id:016x}@{domain}>\r\n\
         MIME-Version: 1.0\r\n{extra}"
    )
}

fn head_of(envelope: Envelope, extra: &str) -> String {
    head(&format!("{} <{}>", envelope.name, envelope.from), envelope.to, envelope.subject, extra)
}

/// Plain text.
pub fn plain(envelope: Envelope, text: &str) -> Vec<u8> {
    let head = head_of(envelope, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n");
    format!("{head}\r\n{}\r\n", lines(text)).into_bytes()
}

/// HTML and nothing else, as some web mailers send it.
pub fn html(envelope: Envelope, text: &str) -> Vec<u8> {
    let head = head_of(envelope, "Content-Type: text/html; charset=utf-8\r\n");
    let style = "<style>p { color: #333 }</style><script>alert(1)</script>";
    format!("{head}\r\n<html><head>{style}</head><body><p>Yth. Dinas,</p><p><b>{text}</b></p></body></html>\r\n").into()
}

/// Text in a charset that nobody knows, with a byte that is no UTF-8.
pub fn unknown_charset(envelope: Envelope, text: &str) -> Vec<u8> {
    let extra = "Content-Type: text/plain; charset=x-komputer-lama\r\nContent-Transfer-Encoding: 8bit\r\n";
    let mut raw = format!("{}\r\n{text} ", head_of(envelope, extra)).into_bytes();
    raw.extend_from_slice(b"Terima kasih, Ren\xe9.\r\n");
    raw
}

/// Text with a photograph.
pub fn with_photo(envelope: Envelope, text: &str) -> Vec<u8> {
    let head = head_of(envelope, "Content-Type: multipart/mixed; boundary=\"batas-1\"\r\n");
    let photo = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////";
    format!(
        "{head}\r\n--batas-1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\
         --batas-1\r\nContent-Type: image/jpeg; name=\"toilet.jpg\"\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"toilet.jpg\"\r\n\r\n{photo}\r\n--batas-1--\r\n"
    )
    .into()
}

/// Mass mail.
pub fn newsletter(envelope: Envelope, text: &str) -> Vec<u8> {
    let extra = "List-Id: <promo.toko.example>\r\nList-Unsubscribe: <https://toko.example/berhenti>\r\nPrecedence: bulk\r\n\
                 Content-Type: text/plain; charset=utf-8\r\n";
    format!("{}\r\n{text}\r\n", head_of(envelope, extra)).into()
}

/// Line ends as mail wants them.
pub fn lines(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join("\r\n")
}
