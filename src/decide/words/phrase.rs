//! A phrase as vocabularies write it.
//!
//! In: `tidak|belum ada .. obat`, `=perawat`. Out: its parts. `a|b` is one or the other and binds words, not phrases:
//! `salah obat|resep` is `salah obat` or `salah resep`; the words of one side are joined by `_` (`tidak_ada|kosong`).
//! `..` stands for up to four words, `=` takes the word as it is (no affixes), `==` in the text as well: a name that is
//! an ordinary word (`==tulis` is not `ditulis`).

use super::token;

/// A phrase of a matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhraseId(pub u32);

/// How many words a gap (`..`) may hold.
pub(super) const GAP: usize = 4;

/// A phrase that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPhrase {
    /// There is no word in it.
    #[error("the phrase has no word")]
    Empty,
    /// A gap stands at its begin or end, or next to another.
    #[error("a gap (..) must stand between two words")]
    LooseGap,
    /// `obat | vaksin`, `obat|`: nothing stands on one side of a bar.
    #[error("a bar (|) joins words without spaces; join the words of one side by `_`: `obat_habis|stok_kosong`")]
    LooseBar,
    /// `salah obat|obat tertukar`: read as `salah obat tertukar`, which nobody means.
    #[error("the same word stands on both sides of a bar (|), which binds words, not phrases: write two phrases")]
    SameTwice,
}

/// One part of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// One of these, each one or more folded words.
    Word(Vec<Alternative>),
    /// Up to [`GAP`] words.
    Gap,
}

/// Which words of a text are taken for a word of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Like {
    /// Those that share a stem with it.
    Stem,
    /// Those of which it is a stem (`=`).
    Exact,
    /// The word itself, endings aside that say nothing (`==`).
    Name,
}

/// One way to say a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alternative {
    /// Folded words, one after the other (`b20` is two).
    pub words: Vec<String>,
    /// Which words of a text are taken for it.
    pub like: Like,
}

/// Whether it can be read.
///
/// # Errors
/// What is wrong with it.
pub fn check(text: &str) -> Result<(), BadPhrase> {
    parse(text).map(drop)
}

/// Reads a phrase.
pub(super) fn parse(text: &str) -> Result<Vec<Part>, BadPhrase> {
    let mut parts = Vec::new();
    for piece in text.split_whitespace() {
        if piece == ".." {
            if !matches!(parts.last(), Some(Part::Word(_))) {
                return Err(BadPhrase::LooseGap);
            }
            parts.push(Part::Gap);
            continue;
        }
        if piece.contains('|') && piece.split('|').any(str::is_empty) {
            return Err(BadPhrase::LooseBar);
        }
        let alternatives: Vec<Alternative> =
            piece.split('|').map(alternative).filter(|a| !a.words.is_empty()).collect();
        if alternatives.iter().enumerate().any(|(at, one)| alternatives.iter().skip(at + 1).any(|other| other == one)) {
            return Err(BadPhrase::SameTwice);
        }
        if !alternatives.is_empty() {
            parts.push(Part::Word(alternatives));
        }
    }
    match parts.last() {
        None => Err(BadPhrase::Empty),
        Some(Part::Gap) => Err(BadPhrase::LooseGap),
        Some(Part::Word(_)) => Ok(parts),
    }
}

fn alternative(piece: &str) -> Alternative {
    let (like, piece) = match (piece.strip_prefix("=="), piece.strip_prefix('=')) {
        (Some(rest), _) => (Like::Name, rest),
        (None, Some(rest)) => (Like::Exact, rest),
        (None, None) => (Like::Stem, piece),
    };
    let tokens = token::tokens(piece);
    Alternative { words: tokens.list.iter().map(|t| tokens.word(t).to_owned()).collect(), like }
}
