//! The one place where the patterns of this program's own source are compiled.
//!
//! In: a pattern as people write it. Out: the same, lean. `\b`, `\w` and `\p{L}` say more than is needed here and cost
//! much: every letter of every script by itself makes an automaton of hundreds of states, for each time it may be
//! repeated, for each thread that reads; and a `\b` that knows all scripts sends any text with a single dash or curly
//! quote through the slowest engine, thirty times slower. Lean, a word ends where ASCII says so, and letters of other
//! scripts than ours are told by their blocks. Never for anything from outside.

use std::borrow::Cow;

use regex::{Error, Regex};

/// Letters: ours one by one, those of other scripts by their blocks, with the marks that stand among them.
const LETTERS: &str = r"A-Za-zÀ-ÖØ-öø-\u{2AF}\u{370}-\u{1FFF}\u{2C00}-\u{2DFF}\u{3040}-\u{D7FF}\u{F900}-\u{FDFF}\u{FE70}-\u{FEFC}\u{FF21}-\u{FF5A}\u{10000}-\u{1EFFF}\u{20000}-\u{3FFFF}";
/// The same with what words are made of beside letters.
const OF_WORDS: &str = r"A-Za-zÀ-ÖØ-öø-\u{2AF}\u{300}-\u{36F}\u{370}-\u{1FFF}\u{2C00}-\u{2DFF}\u{3040}-\u{D7FF}\u{F900}-\u{FDFF}\u{FE70}-\u{FEFC}\u{FF21}-\u{FF5A}\u{10000}-\u{1EFFF}\u{20000}-\u{3FFFF}0-9_";
/// Where an alphabet has both, and further Latin letters, which come in pairs, in either.
const CAPITALS: &str = r"A-ZÀ-ÖØ-Þ\u{100}-\u{24F}\u{391}-\u{3A9}\u{410}-\u{42F}";
const SMALL: &str = r"a-zß-öø-ÿ\u{100}-\u{24F}\u{3B1}-\u{3C9}\u{430}-\u{44F}";

/// Compiles a pattern of this program's own source.
#[allow(clippy::unwrap_used, reason = "constant patterns only; every one is compiled by a test")]
pub(crate) fn pattern(text: &str) -> Regex {
    compiled(text).unwrap()
}

/// The same for a pattern that was put together.
pub(crate) fn compiled(text: &str) -> Result<Regex, Error> {
    Regex::new(&lean(text))
}

/// See the file.
fn lean(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len() * 2), text);
    // Where the class begins that is being written, how many stand in each other there, and whether it has every
    // letter.
    let (mut begun, mut depth, mut all_letters) = (0, 0_usize, false);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\\' => escape_length(rest),
            other => other.len_utf8(),
        };
        let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = after;
        match piece {
            "[" => {
                if depth == 0 {
                    (begun, all_letters) = (out.len(), false);
                }
                depth += 1;
            }
            "]" => depth = depth.saturating_sub(1),
            r"\w" | r"\p{L}" => all_letters = true,
            _ => {}
        }
        out.push_str(&leaner(piece, depth > 0));
        if piece == "]" && depth == 0 && all_letters {
            // It has each letter both small and capital; to be told so, `(?i)` would look up 200,000 signs one by one.
            out.insert_str(begun, "(?-i:");
            out.push(')');
        }
    }
    out
}

/// `\p{Lu}` whole, of everything else the sign behind the backslash.
fn escape_length(rest: &str) -> usize {
    let named = rest.strip_prefix("\\p{").and_then(|name| name.find('}'));
    named.map_or_else(|| 1 + rest.chars().nth(1).map_or(0, char::len_utf8), |end| "\\p{".len() + end + 1)
}

fn leaner(piece: &str, in_class: bool) -> Cow<'_, str> {
    let class = |signs: &'static str| {
        if in_class { Cow::Borrowed(signs) } else { Cow::Owned(format!("(?-i:[{signs}])")) }
    };
    let case = |signs: &'static str| {
        if in_class { Cow::Borrowed(signs) } else { Cow::Owned(format!("[{signs}]")) }
    };
    match piece {
        r"\b" if !in_class => Cow::Borrowed(r"(?-u:\b)"),
        r"\w" => class(OF_WORDS),
        r"\W" if !in_class => Cow::Owned(format!("(?-i:[^{OF_WORDS}])")),
        r"\p{L}" => class(LETTERS),
        r"\p{Lu}" => case(CAPITALS),
        r"\p{Ll}" => case(SMALL),
        _ => Cow::Borrowed(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::{lean, pattern};

    #[test]
    fn a_lean_pattern_finds_what_it_says_in_words_of_any_script() {
        for (text, found, not) in [
            (r"\bobat\b", "kata: “obat” – habis", "obatnya"),
            (r"^\p{L}{4}$", "ñandú"[..].get(..5).unwrap(), "a1b2"),
            (r"^[\p{L}' ]{3,9}$", "Ni Komang", "Ni-Komang"),
            (r"^\p{Lu}\p{Ll}+$", "Évian", "évian"),
            (r"^\w+$", "ꦲꦸꦱꦢ_1", "a b"),
            (r"^[^\w]+$", " – “", "a"),
            (r"^\W+$", " – “!", "é"),
            (r"^[\s\W]$", "—", "é"),
            (r"^\\b[\]]\[$", "\\b][", "b"),
            (r"^\p{L}+$", "صحة", "١٢ "),
        ] {
            let lean = pattern(text);
            assert!(lean.is_match(found), "{text} in {found}");
            assert!(!lean.is_match(not), "{text} in {not}");
        }
    }

    #[test]
    fn nothing_else_in_a_pattern_is_touched() {
        let text = r"(?ix) ^\d{1,2}[\-\]a-z.]+\s*\x41\u{200e}(?P<x>[^)\n]*) \p{Greek} $";
        assert_eq!(lean(text), text);
    }
}
