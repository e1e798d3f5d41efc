//! Pictures, documents and voices that come by WhatsApp, fetched from Meta while their text is taken in.
//!
//! In: a source whose texts name media by id. Out: the same texts with the files in them; what could not be fetched
//! stays named, with the reason. The Graph API says where a file lies; that must be a host of Meta, behind HTTPS, and
//! no redirect is followed. Files have a size and all of a batch a time: a text never waits long for its picture.

use std::time::Duration;

use reqwest::{Client, Url};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;

use super::Account;
use crate::incoming::{Enclosed, Incoming, Text};
use crate::sms::http::client;
use crate::{Arrival, Batch, Census, Cursor, Fault, RemoteRef, Source, Woken};

/// Where Meta keeps files.
const HOSTS: [&str; 1] = ["lookaside.fbsbx.com"];
/// Kinds of messages that have a file.
const KINDS: [&str; 6] = ["image", "document", "audio", "voice", "video", "sticker"];
/// The largest file, and all files of a text: what may still hang on a letter.
const LARGEST: u64 = 5 * 1024 * 1024;
/// All files of a batch must be here within this time: the gateway waits for our answer.
const WITHIN: Duration = Duration::from_secs(8);

/// Fetches files of one account.
pub struct Media {
    client: Client,
    base: Url,
    token: SecretString,
}

impl Media {
    /// For the files of an account.
    ///
    /// # Errors
    /// [`crate::FaultKind::Setup`] if TLS cannot be set up.
    pub fn new(account: &Account) -> Result<Self, Fault> {
        let client = client::build(WITHIN, account.ca_file.as_deref())?;
        Ok(Self { client, base: account.base.clone(), token: account.token.clone() })
    }

    /// One file and its type.
    async fn fetch(&self, id: &str) -> Result<(String, Vec<u8>), String> {
        let at = self.base.join(id).map_err(|_| "its id makes no address".to_owned())?;
        let asked = self.client.get(at).bearer_auth(self.token.expose_secret());
        let reply = client::ask(asked).await.map_err(|_| "Meta does not answer".to_owned())?;
        let told: serde_json::Value = serde_json::from_str(&reply.body).unwrap_or_default();
        let word = |name: &str| told.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
        let Some(url) = word("url").filter(|_| reply.status == 200) else {
            return Err(format!("Meta says {}", reply.status));
        };
        if told.get("file_size").and_then(serde_json::Value::as_u64).is_some_and(|size| size > LARGEST) {
            return Err("it is larger than what is fetched".to_owned());
        }
        let url = self.allowed(&url).ok_or("it does not lie at a host of Meta")?;
        let kind = word("mime_type").unwrap_or_else(|| "application/octet-stream".to_owned());
        Ok((kind, self.bytes(url).await?))
    }

    async fn bytes(&self, url: Url) -> Result<Vec<u8>, String> {
        let asked = self.client.get(url).bearer_auth(self.token.expose_secret()).send();
        let mut response = asked.await.map_err(|_| "its host does not answer".to_owned())?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(format!("its host says {}", response.status().as_u16()));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| "it broke off".to_owned())? {
            if (bytes.len() + chunk.len()) as u64 > LARGEST {
                return Err("it is larger than what is fetched".to_owned());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// A host of Meta behind HTTPS; where the Graph API itself is played on this machine, that too.
    fn allowed(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        let host = url.host_str()?;
        let metas = url.scheme() == "https" && url.port().is_none() && HOSTS.contains(&host);
        let played = self.base.scheme() == "http" && url.origin() == self.base.origin();
        let has_login = !url.username().is_empty() || url.password().is_some();
        ((metas || played) && !has_login).then_some(url)
    }

    /// The text with the files that could be fetched.
    async fn complete(&self, mut text: Text, until: Instant) -> Text {
        let mut room = LARGEST;
        for named in std::mem::take(&mut text.enclosed) {
            let Some((kind, id, name)) = file_of(&named) else {
                text.enclosed.push(named);
                continue;
            };
            let fetched = match tokio::time::timeout_at(until, self.fetch(id)).await {
                Ok(fetched) => fetched,
                Err(_) => Err("it took too long".to_owned()),
            };
            match fetched {
                Ok((media, bytes)) if bytes.len() as u64 <= room => {
                    room -= bytes.len() as u64;
                    let name = name.unwrap_or_else(|| format!("whatsapp-{kind}.{}", ending(&media)));
                    text.files.push(Enclosed::new(name, media, &bytes));
                }
                Ok(_) => text.enclosed.push(format!("{named} (not fetched: all files together are too large)")),
                Err(why) => text.enclosed.push(format!("{named} (not fetched: {why})")),
            }
        }
        text
    }
}

/// Kind, id and name in the words of the hook: `document 2754859441498128 surat.pdf`.
fn file_of(named: &str) -> Option<(&str, &str, Option<String>)> {
    let mut words = named.splitn(3, ' ');
    let (kind, id) = (words.next()?, words.next()?);
    let is_file = KINDS.contains(&kind) && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let clean = |name: &str| name.chars().filter(|c| !c.is_control() && !"/\\".contains(*c)).collect::<String>();
    is_file.then(|| (kind, id, words.next().map(clean).filter(|name| !name.is_empty())))
}

fn ending(kind: &str) -> &'static str {
    match kind.split(';').next().unwrap_or_default().trim() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "video/mp4" => "mp4",
        _ => "bin",
    }
}

/// A source whose texts bring their files along.
pub struct WithMedia<S> {
    source: S,
    media: Media,
}

impl<S: Source> WithMedia<S> {
    /// The texts of `source`, with their files.
    pub fn new(source: S, media: Media) -> Self {
        Self { source, media }
    }

    async fn complete(&self, arrival: &mut Arrival, until: Instant) {
        let Ok(Incoming::Text(text)) = Incoming::from_raw(&arrival.raw) else { return };
        if !text.enclosed.iter().any(|named| file_of(named).is_some()) {
            return;
        }
        arrival.raw = Incoming::Text(self.media.complete(text, until).await).to_raw();
        arrival.announced_bytes = arrival.raw.len() as u64;
    }
}

#[async_trait::async_trait]
impl<S: Source + Sync> Source for WithMedia<S> {
    fn name(&self) -> &str {
        self.source.name()
    }

    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault> {
        let mut batch = self.source.poll(since).await?;
        let until = Instant::now() + WITHIN;
        for arrival in &mut batch.arrivals {
            self.complete(arrival, until).await;
        }
        Ok(batch)
    }

    async fn settle(&mut self, kept: &[RemoteRef]) -> Result<(), Fault> {
        self.source.settle(kept).await
    }

    async fn wait(&mut self, at_most: Duration) -> Result<Woken, Fault> {
        self.source.wait(at_most).await
    }

    async fn census(&mut self) -> Result<Option<Census>, Fault> {
        self.source.census().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(base: &str) -> Media {
        let client = client::build(WITHIN, None).unwrap();
        Media { client, base: Url::parse(base).unwrap(), token: "t".to_owned().into() }
    }

    #[test]
    fn only_metas_own_hosts_behind_https_are_asked() {
        let graph = media("https://graph.facebook.com/v23.0/");
        assert!(graph.allowed("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1").is_some());
        for address in [
            "http://lookaside.fbsbx.com/a",
            "https://lookaside.fbsbx.com.evil.example/a",
            "https://lookaside.fbsbx.com:8443/a",
            "https://a@lookaside.fbsbx.com/a",
            "https://127.0.0.1/a",
            "https://169.254.169.254/latest",
            "file:///etc/passwd",
            "",
        ] {
            assert!(graph.allowed(address).is_none(), "{address}");
        }
        let played = media("http://127.0.0.1:8080/v23.0/");
        assert!(played.allowed("http://127.0.0.1:8080/a").is_some());
        assert!(played.allowed("http://127.0.0.1:8081/a").is_none());
    }

    #[test]
    fn what_has_a_file_is_known_by_its_kind_and_id() {
        assert_eq!(file_of("image 275"), Some(("image", "275", None)));
        assert_eq!(
            file_of("document 9 ../surat kami.pdf"),
            Some(("document", "9", Some("..surat kami.pdf".to_owned())))
        );
        for none in ["location -6.9 109.7", "reaction", "image", "image ../9", "unsupported 9"] {
            assert_eq!(file_of(none), None, "{none}");
        }
    }
}
