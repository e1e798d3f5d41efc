//! One clause of a citizen's reply: for the answer, against it, or neither.

use super::words;

/// What a clause says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Clause {
    /// It says no, or that the matter goes on.
    pub(super) against: bool,
    /// It says that he is content.
    pub(super) strongly_for: bool,
    /// It says yes, or that the matter is settled.
    pub(super) weakly_for: bool,
    /// Its yes may be no more than politeness: `nggih pak`.
    pub(super) polite: bool,
    /// It asks, or makes it depend on something: neither yes nor no.
    pub(super) doubtful: bool,
}

/// A clause of so few words that holds a negation is one.
const SHORT: usize = 3;

impl Clause {
    /// Reads a clause. `asked`: it ends with a question mark; `after_but`: a word such as `tapi` stands before it;
    /// `first`: it opens the reply.
    pub(super) fn read(text: &str, asked: bool, after_but: bool, first: bool) -> Self {
        let text = words::NO_TROUBLE.replace_all(text, " beres ");
        let condition = words::CONDITION.is_match(&text) || words::HEDGE.is_match(&text);
        if words::DOUBLE_NEGATION.is_match(&text) || (condition && words::STRONG.is_match(&text)) {
            return Self { doubtful: true, ..Self::default() };
        }
        if asked {
            return Self { doubtful: words::STRONG.is_match(&text), ..Self::default() };
        }
        let harmless = words::NOT_A_NO.replace_all(&text, " ");
        let against = words::NEGATED.is_match(&harmless)
            || words::AGAINST.is_match(&harmless)
            || words::GOES_ON.is_match(&harmless)
            || says_no(&harmless, first);
        let rest = words::NEGATED.replace_all(&harmless, " ");
        let strongly_for = words::STRONG.is_match(&rest);
        // What stands before it may be the no of another tongue.
        let unknown = !against && (is_led_by_unknown(&rest) || holds_unknown(&rest));
        let weakly_for = !after_but && (says_yes(&rest, first) || words::SETTLED.is_match(&rest));
        Self { against, strongly_for, weakly_for: weakly_for && !against, polite: is_polite(&text), doubtful: unknown }
    }
}

/// `bhunten puas`, before anybody has said that `bhunten` is a no.
fn is_led_by_unknown(text: &str) -> bool {
    let before = |content: regex::Match<'_>| text.get(..content.start()).and_then(|text| words_of(text).last());
    words::STRONG.find_iter(text).filter_map(before).any(|word| !words::MAY_PRECEDE.is_match(word))
}

/// `su ka'e bae`: the same between `already` and what is settled.
fn holds_unknown(text: &str) -> bool {
    let is_unknown = |word: &str| !words::MAY_PRECEDE.is_match(word) && !words::POLITE.is_match(word);
    words::SETTLED.find_iter(text).any(|settled| {
        let inside: Vec<&str> = words_of(settled.as_str()).collect();
        inside.len() == 3 && inside.get(1).is_some_and(|word| is_unknown(word))
    })
}

fn words_of(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '-')).filter(|word| !word.is_empty())
}

/// `ok siap pak`, `nggih, matur nuwun`: it acknowledges, and judges nothing.
pub(super) fn is_polite(text: &str) -> bool {
    let patterns = [&words::THANKS, &words::COURTESY, &words::YES, &words::UNDERSTOOD, &words::POLITE];
    let rest = patterns.into_iter().fold(text.to_owned(), |rest, known| known.replace_all(&rest, " ").into_owned());
    rest.chars().all(|c| !c.is_alphabetic()) && !words::DONE.is_match(text) && !words::IRONY.is_match(text)
}

/// `TIDAK`, `sonde`, `dereng pak`; also before more words where it opens the reply.
fn says_no(text: &str, first: bool) -> bool {
    let few = text.split_whitespace().count() <= SHORT;
    (few && words::NO.is_match(text)) || (first && words::OPENS_WITH_NO.is_match(text))
}

/// `ya`, `nggih sampun`, `su beres`.
fn says_yes(text: &str, first: bool) -> bool {
    let few = text.split_whitespace().count() <= 2 * SHORT;
    if !first || !few || !words::OPENS_WITH_YES.is_match(text) {
        return false;
    }
    // `Sudah saya duga` says something else.
    let rest = words::YES_AND_MORE.replace_all(text, " ");
    let rest = words::POLITE.replace_all(&rest, " ");
    words::THANKS.replace_all(&rest, " ").chars().all(|c| !c.is_alphabetic())
}
