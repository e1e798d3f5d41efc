//! The keys of a log.
//!
//! A [`SealingKey`] (Ed25519) signs checkpoints; its [`PublicKey`] is handed to the auditors at installation. Text
//! forms are those of C2SP signed-note: `name+hash+base64(0x01||public)` and
//! `PRIVATE+KEY+name+hash+base64(0x01||seed)`. Knows nothing of what is signed.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};

/// The algorithm byte of Ed25519 in signed-note.
const ED25519: u8 = 1;
/// Before the name in the text of a secret key.
const PRIVATE: &str = "PRIVATE+KEY+";

/// A text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Empty, or with white space or `+`.
    #[error("the name of a key is not empty and has neither white space nor '+'")]
    Name,
    /// Not the form `name+hash+base64`.
    #[error("not a key of the form name+hash+base64, algorithm Ed25519")]
    Form,
    /// The hash in the text does not belong to the name and the key.
    #[error("the hash in the key text does not fit: a mistyped or cut key")]
    Hash,
}

/// Signs checkpoints. Never shown by `Debug`.
pub struct SealingKey {
    key: SigningKey,
    public: PublicKey,
}

impl SealingKey {
    /// A new key. The name is the origin of the log, such as `pengaduan.example/penghubung/log1`.
    pub fn generate(name: &str) -> Result<Self, KeyFault> {
        Self::from_seed(name, rand::random())
    }

    /// The key that grows from `seed` (RFC 8032: the secret key).
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, KeyFault> {
        let key = SigningKey::from_bytes(&seed);
        let public = PublicKey::new(name, key.verifying_key())?;
        Ok(Self { key, public })
    }

    /// Reads the text that [`SealingKey::to_text`] wrote; white space around it does not matter.
    pub fn from_text(text: &str) -> Result<Self, KeyFault> {
        let (name, hash, seed) = parts(text.trim().strip_prefix(PRIVATE).ok_or(KeyFault::Form)?)?;
        let key = Self::from_seed(name, seed)?;
        if key.public.hash == hash { Ok(key) } else { Err(KeyFault::Hash) }
    }

    /// One line for a file that nobody else may read.
    #[must_use]
    pub fn to_text(&self) -> SecretString {
        let PublicKey { name, hash, .. } = &self.public;
        SecretString::from(format!("{PRIVATE}{name}+{hash:08x}+{}\n", tagged(self.key.as_bytes())))
    }

    /// What auditors are given.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The signature over `text`.
    #[must_use]
    pub fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.key.sign(text).to_bytes()
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.public.name)
    }
}

/// Tells whether a signature is the log's own. Its `Display` is the text for `keys.txt` and the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    hash: u32,
    key: VerifyingKey,
}

impl PublicKey {
    fn new(name: &str, key: VerifyingKey) -> Result<Self, KeyFault> {
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+') {
            return Err(KeyFault::Name);
        }
        let digest =
            Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
        let hash = digest.first_chunk().map_or(0, |first| u32::from_be_bytes(*first));
        Ok(Self { name: name.to_owned(), hash, key })
    }

    /// Reads `name+hash+base64(0x01||public)`; white space around it does not matter.
    pub fn from_text(text: &str) -> Result<Self, KeyFault> {
        let (name, hash, bytes) = parts(text.trim())?;
        let key = Self::new(name, VerifyingKey::from_bytes(&bytes).map_err(|_| KeyFault::Form)?)?;
        if key.hash == hash { Ok(key) } else { Err(KeyFault::Hash) }
    }

    /// The log it belongs to.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Four bytes that tell keys of the same name apart.
    #[must_use]
    pub fn hash(&self) -> u32 {
        self.hash
    }

    /// True if `signature` over `text` is by this key.
    #[must_use]
    pub fn verifies(&self, text: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(text, &Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{:08x}+{}", self.name, self.hash, tagged(self.key.as_bytes()))
    }
}

/// Base64 of a key behind its algorithm byte.
fn tagged(key: &[u8; 32]) -> String {
    let bytes: Vec<u8> = std::iter::once(ED25519).chain(*key).collect();
    BASE64.encode(bytes)
}

/// Name, hash and key bytes of `name+hash+base64(0x01||key)`.
fn parts(text: &str) -> Result<(&str, u32, [u8; 32]), KeyFault> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(hash), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyFault::Form);
    };
    let hash = if hash.len() == 8 { u32::from_str_radix(hash, 16).ok() } else { None };
    let key = BASE64.decode(key).ok();
    let key = key.as_deref().and_then(|key| key.strip_prefix(&[ED25519])).and_then(|key| key.try_into().ok());
    hash.zip(key).map(|(hash, key)| (name, hash, key)).ok_or(KeyFault::Form)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn the_known_answers_of_rfc_8032_come_out() {
        let answers = [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
            ),
        ];
        for (seed, public, text, signature) in answers {
            let key = SealingKey::from_seed("log", hex::decode(seed).unwrap().try_into().unwrap()).unwrap();
            let text = hex::decode(text).unwrap();
            assert_eq!(hex::encode(key.public().key.as_bytes()), public);
            assert_eq!(hex::encode(key.sign(&text)), signature);
            assert!(key.public().verifies(&text, &key.sign(&text)));
            assert!(!key.public().verifies(b"another", &key.sign(&text)));
        }
    }

    #[test]
    fn a_key_comes_back_from_its_file_as_it_was() {
        let key = SealingKey::generate("pengaduan.example/penghubung/log1").unwrap();
        let back = SealingKey::from_text(key.to_text().expose_secret()).unwrap();
        assert_eq!(back.public(), key.public());
        assert_eq!(back.sign(b"x"), key.sign(b"x"));
        assert_eq!(PublicKey::from_text(&key.public().to_string()).as_ref(), Ok(key.public()));
    }

    #[test]
    fn two_new_keys_are_never_the_same() {
        let [one, two] = [SealingKey::generate("log").unwrap(), SealingKey::generate("log").unwrap()];
        assert_ne!(one.public(), two.public());
    }

    #[test]
    fn a_mistyped_or_cut_key_is_refused() {
        let text = SealingKey::from_seed("log", [7; 32]).unwrap().public().to_string();
        assert_eq!(PublicKey::from_text(&text.replacen("log", "lag", 1)), Err(KeyFault::Hash));
        assert_eq!(PublicKey::from_text(&text[..text.len() - 4]), Err(KeyFault::Form));
        assert_eq!(PublicKey::from_text("log"), Err(KeyFault::Form));
        assert_eq!(SealingKey::from_text(&text).map(|_| ()), Err(KeyFault::Form));
        assert_eq!(SealingKey::generate("a b").map(|_| ()), Err(KeyFault::Name));
        assert_eq!(SealingKey::generate("").map(|_| ()), Err(KeyFault::Name));
    }

    #[test]
    fn the_secret_is_not_shown_when_printed() {
        assert_eq!(format!("{:?}", SealingKey::from_seed("log", [7; 32]).unwrap()), "SealingKey(log)");
    }
}
