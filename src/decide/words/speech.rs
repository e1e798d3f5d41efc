//! How a local language is written: letters that stand for one sound, and what is put around a stem.
//!
//! In: the rules of a language and a word that nothing else knows. Out: what the word may be at heart, as keys.
//! Madurese `cethagga` is `cetak` with an ending; Kupang `kapala` sounds like `kepala`. Knows no words.

use super::forms::{self, Key};

/// Stems and words are at least this long, in bytes.
const SHORTEST: usize = 3;

/// The rules of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Speech {
    /// `dh=d`: what is written on the left is heard as on the right; `k$=`: only at the end of a word.
    sounds: Vec<(String, String)>,
    /// `ma`; `ny=s`: the prefix, and with what the stem began.
    prefixes: Vec<(String, String)>,
    /// `na`.
    endings: Vec<String>,
}

impl Speech {
    /// The rules as the configuration writes them.
    #[must_use]
    pub fn new(sounds: &[String], prefixes: &[String], endings: &[String]) -> Self {
        let pair = |rule: &String| {
            let (left, right) = rule.split_once('=').unwrap_or((rule, ""));
            (left.to_owned(), right.to_owned())
        };
        Self {
            sounds: sounds.iter().map(pair).collect(),
            prefixes: prefixes.iter().map(pair).collect(),
            endings: endings.to_vec(),
        }
    }

    /// Whether nothing is said of the language.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The key of a word as it sounds; `None` for one too short to tell.
    pub(super) fn sound(&self, word: &str) -> Option<Key> {
        let mut heard = word.to_owned();
        for (written, sound) in &self.sounds {
            match written.strip_suffix('$') {
                Some(end) => {
                    if let Some(rest) = heard.strip_suffix(end).map(str::len) {
                        heard.truncate(rest);
                        heard.push_str(sound);
                    }
                }
                None => heard = heard.replace(written.as_str(), sound),
            }
        }
        (heard.len() >= SHORTEST).then(|| forms::key(&heard))
    }

    /// The word and its possible stems, the least cut first.
    pub(super) fn stems(&self, word: &str) -> Vec<String> {
        let mut out = vec![word.to_owned()];
        let without_ending = |word: &str| -> Vec<String> {
            let cut = self.endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
            cut.filter(|stem| stem.len() >= SHORTEST).map(str::to_owned).collect()
        };
        let once = without_ending(word);
        let twice: Vec<String> = once.iter().flat_map(|stem| without_ending(stem)).collect();
        out.extend(once);
        out.extend(twice);
        let bare: Vec<String> = out.iter().flat_map(|word| self.without_prefix(word)).collect();
        out.extend(bare);
        out
    }

    fn without_prefix(&self, word: &str) -> Vec<String> {
        let cut = self.prefixes.iter().filter_map(|(prefix, begin)| Some((word.strip_prefix(prefix.as_str())?, begin)));
        cut.map(|(rest, begin)| format!("{begin}{rest}")).filter(|stem| stem.len() > SHORTEST).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn madurese() -> Speech {
        let rules = |list: &[&str]| list.iter().map(|rule| (*rule).to_owned()).collect::<Vec<_>>();
        Speech::new(&rules(&["th=t", "k$=", "g$="]), &rules(&["a", "ng=k"]), &rules(&["ga", "na"]))
    }

    fn sounds_like(a: &str, b: &str) -> bool {
        let speech = madurese();
        speech.stems(a).iter().any(|stem| speech.sound(stem) == speech.sound(b))
    }

    #[test]
    fn a_word_is_heard_behind_its_spelling_and_its_affixes() {
        assert!(sounds_like("cethagga", "cetak"));
        assert!(sounds_like("acetak", "cethak"));
        assert!(sounds_like("ngaloar", "kaloar"));
        assert!(!sounds_like("cethagga", "colok"));
    }

    #[test]
    fn too_short_a_stem_is_none() {
        assert_eq!(madurese().sound("ak"), None);
        assert!(!madurese().stems("aga").contains(&"a".to_owned()));
    }
}
