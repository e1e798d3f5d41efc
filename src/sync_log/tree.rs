//! The Merkle tree of RFC 6962 §2.1 over SHA-256.
//!
//! In: lines, or hashes of lines, in order. Out: roots. [`CompactRange`] is all that must be kept to go on appending:
//! the roots of the perfect subtrees to the left, at most 64. Knows nothing of what the lines say.

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// Leaves in the subtrees that are hashed in parallel.
const BLOCK: usize = 4096;
/// `BLOCK` as a power of two.
const BLOCK_LEVEL: u32 = BLOCK.trailing_zeros();

/// The hash of a line: `SHA-256(0x00 || line)`.
#[must_use]
pub fn leaf_hash(line: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(line).finalize().into()
}

/// The hash of an inner node: `SHA-256(0x01 || left || right)`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The frontier of a growing tree: one hash for each bit set in `size`, the largest subtree first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompactRange {
    size: u64,
    hashes: Vec<Hash>,
}

impl CompactRange {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds one leaf.
    pub fn append(&mut self, leaf: Hash) {
        self.append_subtree(0, leaf);
    }

    /// Adds leaves in order, hashing large runs on every core.
    pub fn extend(&mut self, leaves: &[Hash]) {
        let missing = (BLOCK as u64 - self.size % BLOCK as u64) % BLOCK as u64;
        let to_border = usize::try_from(missing).map_or(leaves.len(), |missing| missing.min(leaves.len()));
        let (first, rest) = leaves.split_at_checked(to_border).unwrap_or((leaves, &[]));
        first.iter().for_each(|leaf| self.append(*leaf));
        let (blocks, last) = rest.as_chunks::<BLOCK>();
        for root in in_parallel(blocks, |block| subtree_root(block)) {
            self.append_subtree(BLOCK_LEVEL, root);
        }
        last.iter().for_each(|leaf| self.append(*leaf));
    }

    /// Adds a perfect subtree of 2^`level` leaves; `size` is a multiple of that.
    fn append_subtree(&mut self, level: u32, root: Hash) {
        let mut root = root;
        for _ in 0..(self.size >> level).trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                root = node_hash(&left, &root);
            }
        }
        self.hashes.push(root);
        self.size += 1 << level;
    }

    /// The root over all leaves; of the empty tree, the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut right_to_left = self.hashes.iter().rev();
        match right_to_left.next() {
            Some(last) => right_to_left.fold(*last, |right, left| node_hash(left, &right)),
            None => Sha256::digest([]).into(),
        }
    }

    /// For the database: the size, big-endian, then the hashes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.size.to_be_bytes().into_iter().chain(self.hashes.iter().flatten().copied()).collect()
    }

    /// Reads what [`CompactRange::to_bytes`] wrote; `None` for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, hashes) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let (hashes, []) = hashes.as_chunks::<32>() else { return None };
        (hashes.len() == size.count_ones() as usize).then(|| Self { size, hashes: hashes.to_vec() })
    }
}

/// The root of a perfect subtree.
fn subtree_root(leaves: &[Hash]) -> Hash {
    let mut row = leaves.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row.first().copied().unwrap_or_default()
}

/// Maps `work` over `items` on every core, keeping the order. A few items are not worth a thread.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = items.len().div_ceil(cores).max(1);
    if items.len() <= 1 || cores == 1 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            items.chunks(share).map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<R>>())).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition in RFC 6962 §2.1, word for word.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [only] => *only,
            more => {
                let k = more.len().next_power_of_two() / 2;
                node_hash(&by_definition(&more[..k]), &by_definition(&more[k..]))
            }
        }
    }

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    #[test]
    fn the_known_answers_of_certificate_transparency_come_out() {
        let inputs =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let mut tree = CompactRange::new();
        assert_eq!(hex::encode(tree.root()), roots[0]);
        for (input, root) in inputs.iter().zip(&roots[1..]) {
            tree.append(leaf_hash(&hex::decode(input).unwrap()));
            assert_eq!(&hex::encode(tree.root()), root);
        }
    }

    #[test]
    fn every_size_has_the_root_of_the_definition() {
        let leaves = leaves(300);
        let mut tree = CompactRange::new();
        for size in 0..leaves.len() {
            assert_eq!((tree.size(), tree.root()), (size as u64, by_definition(&leaves[..size])));
            tree.append(leaves[size]);
        }
    }

    #[test]
    fn many_at_once_are_the_same_as_one_by_one() {
        let leaves = leaves(3 * BLOCK + 77);
        for cut in [0, 1, BLOCK - 1, BLOCK, BLOCK + 5, 2 * BLOCK + 9, leaves.len()] {
            let mut tree = CompactRange::new();
            tree.extend(&leaves[..cut]);
            tree.extend(&leaves[cut..]);
            assert_eq!((tree.size(), tree.root()), (leaves.len() as u64, by_definition(&leaves)), "cut at {cut}");
        }
    }

    #[test]
    fn a_tree_read_back_from_the_database_goes_on_growing() {
        let leaves = leaves(100);
        let mut tree = CompactRange::new();
        tree.extend(&leaves[..57]);
        let mut back = CompactRange::from_bytes(&tree.to_bytes()).unwrap();
        assert_eq!(back, tree);
        back.extend(&leaves[57..]);
        assert_eq!(back.root(), by_definition(&leaves));
    }

    #[test]
    fn a_damaged_tree_is_not_read() {
        let mut tree = CompactRange::new();
        tree.extend(&leaves(5));
        let bytes = tree.to_bytes();
        assert!(CompactRange::from_bytes(&bytes[..bytes.len() - 1]).is_none());
        assert!(CompactRange::from_bytes(&bytes[..bytes.len() - 32]).is_none());
        assert!(CompactRange::from_bytes(&bytes[..7]).is_none());
        assert_eq!(CompactRange::from_bytes(&[0; 8]), Some(CompactRange::new()));
    }
}
