//! A text cut into words.
//!
//! In: a text as written. Out: its words in lower case without diacritics, each with its place in the text and the
//! number of its sentence. `tolooong` is `tolong`, `Bandar2` is `bandar` and `2`, `jum'at` is `jumat`.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text, in bytes.
    pub span: Range<usize>,
    /// Where it stands in the folded text, in bytes.
    pub(super) folded: Range<usize>,
    /// Number of its sentence, from 0.
    pub sentence: u32,
}

/// A text cut into words.
#[derive(Debug, Clone, Default)]
pub(super) struct Tokens {
    /// The words, folded, one after the other.
    pub folded: String,
    /// The words.
    pub list: Vec<Token>,
    /// Numbers of the sentences that end with a question mark.
    pub questions: Vec<u32>,
}

impl Tokens {
    /// The folded form of a word.
    pub fn word(&self, token: &Token) -> &str {
        self.folded.get(token.folded.clone()).unwrap_or_default()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
}

/// A word that is being read.
struct Open {
    start: usize,
    end: usize,
    folded: usize,
    kind: Kind,
}

/// Cuts `text` into words.
pub(super) fn tokens(text: &str) -> Tokens {
    let mut out = Tokens {
        folded: String::with_capacity(text.len()),
        list: Vec::with_capacity(text.len() / 6),
        ..Tokens::default()
    };
    let mut open: Option<Open> = None;
    let mut sentence = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let end = at + c.len_utf8();
        if let Some(kind) = kind(c) {
            if open.as_ref().is_some_and(|o| o.kind != kind) {
                close(&mut out, &mut open, sentence);
            }
            let word = open.get_or_insert(Open { start: at, end, folded: out.folded.len(), kind });
            word.end = end;
            push_folded(&mut out.folded, c);
        } else if is_combining_mark(c) || is_apostrophe(c) && open.is_some() {
            continue;
        } else {
            let word = open.as_ref().map_or("", |o| out.folded.get(o.folded..).unwrap_or_default());
            let short = c == '.' && word.len() <= 3 && (is_abbreviation(word) || !begins_anew(characters.clone()));
            close(&mut out, &mut open, sentence);
            let next = characters.peek().map(|(_, c)| *c);
            if ends_sentence(c, next, short) && out.list.last().is_some_and(|t| t.sentence == sentence) {
                if c == '?' {
                    out.questions.push(sentence);
                }
                sentence += 1;
            }
        }
    }
    close(&mut out, &mut open, sentence);
    out
}

fn kind(c: char) -> Option<Kind> {
    if c.is_ascii_digit() {
        Some(Kind::Digit)
    } else if c.is_alphanumeric() {
        Some(Kind::Letter)
    } else {
        None
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ')
}

/// Behind spaces stands a capital letter.
fn begins_anew(rest: impl Iterator<Item = (usize, char)>) -> bool {
    let mut rest = rest.map(|(_, c)| c);
    rest.next().is_some_and(char::is_whitespace) && rest.find(|c| !c.is_whitespace()).is_some_and(char::is_uppercase)
}

/// Short words that are written with a dot before a name.
fn is_abbreviation(word: &str) -> bool {
    const KNOWN: [&str; 52] = [
        "dr", "drg", "drs", "dra", "ir", "h", "hj", "kh", "tn", "ny", "nn", "an", "sdr", "bp", "bpk", "pak", "bu",
        "br", "zr", "ns", "st", "sp", "si", "i", "ni", "m", "md", "moh", "muh", "abd", "jl", "jln", "gg", "no", "km",
        "blok", "ds", "dk", "dsn", "kp", "kec", "kel", "kab", "rt", "rw", "sk", "yth", "kdh", "pkm", "pt", "cv", "tgl",
    ];
    word.len() <= 1 || KNOWN.contains(&word)
}

/// A dot after a short word (`dr.`, `kec.`) or before a digit (`50.000`) ends no sentence.
fn ends_sentence(c: char, next: Option<char>, after_short_word: bool) -> bool {
    match c {
        '!' | '?' | '\n' | ';' => true,
        '.' => !after_short_word && next.is_none_or(char::is_whitespace),
        _ => false,
    }
}

fn push_folded(folded: &mut String, c: char) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
    } else {
        folded.extend(c.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
    }
}

/// Ends the open word: squeezes repeated letters and writes it down.
fn close(out: &mut Tokens, open: &mut Option<Open>, sentence: u32) {
    let Some(word) = open.take() else { return };
    if word.kind == Kind::Letter {
        squeeze(&mut out.folded, word.folded);
    }
    out.list.push(Token { span: word.start..word.end, folded: word.folded..out.folded.len(), sentence });
}

/// Makes one letter of three or more, but `III` is a number.
fn squeeze(folded: &mut String, from: usize) {
    let Some(word) = folded.get(from..) else { return };
    if word == "iii" || !word.as_bytes().windows(3).any(|run| matches!(run, [a, b, c] if a == b && b == c)) {
        return;
    }
    let letters: Vec<char> = word.chars().collect();
    let kept: String = letters
        .chunk_by(|a, b| a == b)
        .flat_map(|run| if run.len() >= 3 { run.get(..1) } else { Some(run) })
        .flatten()
        .collect();
    folded.truncate(from);
    folded.push_str(&kept);
}
