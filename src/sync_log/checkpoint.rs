//! A checkpoint: the size and root of the log at one moment, signed.
//!
//! Text: C2SP tlog-checkpoint (`origin\nsize\nbase64(root)\n`) in a C2SP signed-note. Knows nothing of lines.
//! Other signatures on the same note (witnesses) are left alone.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

use super::keys::{PublicKey, SealingKey};
use super::tree::{CompactRange, Hash};

/// Before the name on a signature line.
const DASH: &str = "— ";

/// What a log says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log; the same as that of its key.
    pub origin: String,
    /// How many lines.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why a note is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Not the text of a signed checkpoint.
    #[error("not a signed checkpoint")]
    Form,
    /// No signature by a key that we know under the name of the log.
    #[error("not signed by a known key")]
    UnknownKey,
    /// A signature that claims to be by a known key and is not.
    #[error("the signature is false")]
    FalseSignature,
}

impl Checkpoint {
    /// The checkpoint of a tree as it stands.
    pub fn of(origin: impl Into<String>, tree: &CompactRange) -> Self {
        Self { origin: origin.into(), size: tree.size(), root: tree.root() }
    }

    /// The bytes that are signed.
    #[must_use]
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root))
    }

    /// The signed note.
    #[must_use]
    pub fn sign(&self, key: &SealingKey) -> String {
        let body = self.body();
        let signature = key.sign(body.as_bytes());
        let bytes: Vec<u8> = key.public().hash().to_be_bytes().into_iter().chain(signature).collect();
        format!("{body}\n{DASH}{} {}\n", key.public().name(), BASE64.encode(bytes))
    }

    /// Reads a note and verifies it by one of `keys`.
    pub fn open(note: &str, keys: &[PublicKey]) -> Result<Self, NoteFault> {
        let (body, signatures) = note.split_once("\n\n").ok_or(NoteFault::Form)?;
        let body = format!("{body}\n");
        let checkpoint = Self::from_body(&body).ok_or(NoteFault::Form)?;
        let mut known = false;
        for line in signatures.strip_suffix('\n').ok_or(NoteFault::Form)?.split('\n') {
            let (name, hash, signature) = signature(line).ok_or(NoteFault::Form)?;
            let ours = |key: &&PublicKey| key.name() == name && key.hash() == hash && name == checkpoint.origin;
            let (Some(key), Ok(signature)) = (keys.iter().find(ours), <&[u8; 64]>::try_from(signature.as_slice()))
            else {
                continue;
            };
            if !key.verifies(body.as_bytes(), signature) {
                return Err(NoteFault::FalseSignature);
            }
            known = true;
        }
        if known { Ok(checkpoint) } else { Err(NoteFault::UnknownKey) }
    }

    /// Exactly three lines, as [`Checkpoint::body`] writes them.
    fn from_body(body: &str) -> Option<Self> {
        let mut lines = body.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let root = BASE64.decode(root).ok()?.try_into().ok()?;
        let checkpoint = Self { origin: origin.to_owned(), size: size.parse().ok()?, root };
        (checkpoint.body() == body).then_some(checkpoint)
    }
}

/// Name, key hash and signature bytes of a signature line.
fn signature(line: &str) -> Option<(&str, u32, Vec<u8>)> {
    let (name, bytes) = line.strip_prefix(DASH)?.split_once(' ')?;
    let bytes = BASE64.decode(bytes).ok()?;
    let (hash, signature) = bytes.split_first_chunk::<4>()?;
    Some((name, u32::from_be_bytes(*hash), signature.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::super::tree::leaf_hash;
    use super::*;

    const ORIGIN: &str = "pengaduan.example/penghubung/log1";

    fn key(seed: u8) -> SealingKey {
        SealingKey::from_seed(ORIGIN, [seed; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        let mut tree = CompactRange::new();
        tree.append(leaf_hash(b"satu"));
        Checkpoint::of(ORIGIN, &tree)
    }

    #[test]
    fn a_signed_checkpoint_opens_with_the_public_key() {
        let note = checkpoint().sign(&key(1));
        assert!(note.starts_with("pengaduan.example/penghubung/log1\n1\n"));
        assert_eq!(Checkpoint::open(&note, &[key(2).public().clone(), key(1).public().clone()]), Ok(checkpoint()));
    }

    #[test]
    fn a_stranger_s_key_does_not_open_it() {
        assert_eq!(
            Checkpoint::open(&checkpoint().sign(&key(1)), &[key(2).public().clone()]),
            Err(NoteFault::UnknownKey)
        );
        assert_eq!(Checkpoint::open(&checkpoint().sign(&key(1)), &[]), Err(NoteFault::UnknownKey));
    }

    #[test]
    fn no_byte_of_a_note_can_change_unseen() {
        let note = checkpoint().sign(&key(1));
        let keys = [key(1).public().clone()];
        for at in 0..note.len() {
            for bit in 0..8 {
                let mut bytes = note.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let Ok(changed) = String::from_utf8(bytes) else { continue };
                assert!(Checkpoint::open(&changed, &keys).is_err(), "byte {at} bit {bit}: {changed}");
            }
        }
    }

    #[test]
    fn a_checkpoint_of_another_log_is_refused_though_our_key_signed_it() {
        let other = Checkpoint { origin: "other.example/log".into(), ..checkpoint() };
        assert_eq!(Checkpoint::open(&other.sign(&key(1)), &[key(1).public().clone()]), Err(NoteFault::UnknownKey));
    }

    #[test]
    fn a_witness_s_signature_beside_ours_does_no_harm() {
        let witness = SealingKey::from_seed("saksi.example", [9; 32]).unwrap();
        let line = checkpoint().sign(&witness).rsplit_once("\n\n").unwrap().1.to_owned();
        assert_eq!(
            Checkpoint::open(&(checkpoint().sign(&key(1)) + &line), &[key(1).public().clone()]),
            Ok(checkpoint())
        );
    }

    #[test]
    fn the_borrowed_signature_of_another_size_is_false() {
        let signature = checkpoint().sign(&key(1)).rsplit_once("\n\n").unwrap().1.to_owned();
        let forged = format!("{}\n{signature}", Checkpoint { size: 2, ..checkpoint() }.body());
        assert_eq!(Checkpoint::open(&forged, &[key(1).public().clone()]), Err(NoteFault::FalseSignature));
    }
}
