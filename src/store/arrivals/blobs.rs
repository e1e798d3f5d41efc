//! Raw bytes as they lie in the database: compressed, under their hash.
//!
//! In: raw bytes, ids of blobs. Out: the same packed and unpacked. Knows no mail and no arrival.

use std::collections::HashMap;

use sqlx::Row;

use crate::store::sql::{Value, select_in};
use crate::store::{Store, StoreFault};

/// Raw bytes made ready to store, off the database's thread.
#[derive(Debug, Clone)]
pub struct PackedRaw {
    /// SHA-256 of the raw bytes, hex.
    pub sha256: String,
    /// Length of the raw bytes.
    pub size: u64,
    /// The same, compressed (zstd).
    pub packed: Vec<u8>,
}

/// Makes raw bytes ready to store, one mail after another with the same tables.
pub struct Packer {
    thorough: zstd::bulk::Compressor<'static>,
    quick: zstd::bulk::Compressor<'static>,
}

/// Above this size a mail is mostly photographs in Base64: looking for a shorter way to write them costs more than the
/// quarter that it saves. Texts, which do shrink, are below.
const MOSTLY_PHOTOGRAPHS: usize = 64 * 1024;

impl Packer {
    /// A packer; one for each thread.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self { thorough: zstd::bulk::Compressor::new(1)?, quick: zstd::bulk::Compressor::new(-5)? })
    }

    /// Hashes and compresses.
    pub fn pack(&mut self, raw: &[u8]) -> std::io::Result<PackedRaw> {
        use sha2::Digest;
        let packer = if raw.len() > MOSTLY_PHOTOGRAPHS { &mut self.quick } else { &mut self.thorough };
        Ok(PackedRaw {
            sha256: hex::encode(sha2::Sha256::digest(raw)),
            size: raw.len() as u64,
            packed: packer.compress(raw)?,
        })
    }
}

/// A blob as it is stored.
#[derive(Debug, Clone)]
pub struct Packed {
    /// SHA-256 of the raw bytes, hex.
    pub sha256: String,
    size: usize,
    bytes: Vec<u8>,
}

impl Packed {
    /// The raw bytes.
    pub fn unpack(&self) -> Result<Vec<u8>, StoreFault> {
        zstd::bulk::decompress(&self.bytes, self.size)
            .map_err(|error| StoreFault::Broken(format!("blob {}: {error}", self.sha256)))
    }
}

impl Store {
    /// Blobs as they are stored, by id.
    pub async fn packed_all(&self, blobs: &[i64]) -> Result<HashMap<i64, Packed>, StoreFault> {
        let values = blobs.iter().map(|id| Value::from(*id)).collect();
        let mut conn = self.reader.acquire().await?;
        let rows = select_in(&mut conn, "SELECT id, sha256, size, bytes FROM blobs WHERE id IN", "", values).await?;
        rows.iter()
            .map(|row| {
                let size = usize::try_from(row.try_get::<i64, _>(2)?).unwrap_or_default();
                Ok((row.try_get(0)?, Packed { sha256: row.try_get(1)?, size, bytes: row.try_get(3)? }))
            })
            .collect()
    }

    /// A blob as it is stored.
    pub async fn packed(&self, blob: i64) -> Result<Packed, StoreFault> {
        let row = sqlx::query("SELECT sha256, size, bytes FROM blobs WHERE id = $1")
            .bind(blob)
            .fetch_one(&self.reader)
            .await?;
        let size = usize::try_from(row.try_get::<i64, _>(1)?).unwrap_or_default();
        Ok(Packed { sha256: row.try_get(0)?, size, bytes: row.try_get(2)? })
    }

    /// The raw bytes of a blob.
    pub async fn raw(&self, blob: i64) -> Result<Vec<u8>, StoreFault> {
        self.packed(blob).await?.unpack()
    }
}
