//! A text as telephones of the network show it.
//!
//! In: a text as word processors and phones write it. Out: the same in the GSM alphabet as far as possible. Does not
//! know how long it may be.

use unicode_normalization::UnicodeNormalization as _;

use super::text::septets;

/// Writes a text with the GSM alphabet as far as it goes, without the characters of its extension, which Indonesian
/// networks mangle (field facts B1). Letters of other scripts stay (the text then travels as UCS-2); signs that have no
/// letter's worth, such as emoji, are left out. Control characters go, NUL among them.
#[must_use]
pub fn transliterate(text: &str) -> String {
    // What stood apart may come together when a sign between is left out, and is then written as one.
    let mut plain = plainly(text);
    for _ in 0..4 {
        let again = plainly(&plain);
        if again == plain {
            break;
        }
        plain = again;
    }
    plain
}

fn plainly(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        if septets(c) == Some(1) && c != '\r' {
            out.push(c);
        } else if let Some(written) = written_otherwise(c) {
            out.push_str(written);
        } else if c.is_alphanumeric() {
            let base = std::iter::once(c).nfd().next().filter(|base| septets(*base) == Some(1));
            out.push(base.unwrap_or(c));
        }
    }
    tidy(&out)
}

/// The usual way round a sign.
fn written_otherwise(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '`' | '´' | 'ʼ' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' => "-",
        '\u{2022}' | '\u{25aa}' | '\u{25cf}' | '\u{25e6}' | '\u{2023}' | '\u{b7}' => "-",
        '\u{2026}' => "...",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\t' => " ",
        '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => "\n",
        '[' | '{' => "(",
        ']' | '}' => ")",
        '|' | '\\' => "/",
        '€' => "EUR",
        '→' | '➜' | '➡' => "->",
        '←' => "<-",
        '≤' => "<=",
        '≥' => ">=",
        '×' => "x",
        '÷' => ":",
        '±' => "+/-",
        '½' => "1/2",
        '¼' => "1/4",
        '²' => "2",
        '³' => "3",
        '°' => " derajat ",
        '©' => "(c)",
        '®' => "(R)",
        '™' => "(TM)",
        _ => return None,
    })
}

/// Without blanks at the ends of lines and runs of blanks, which are paid for and say nothing.
fn tidy(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::text::{Alphabet, EXTENSION};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_word_processors_and_phones_put_in_is_written_plainly() {
        for (written, plain) in [
            ("“Terima\u{a0}kasih” – kata\tbeliau…", "\"Terima kasih\" - kata beliau..."),
            ("stok habis 😡😡 👍🏽", "stok habis"),
            ("[penting] {a|b} ~2 jam \\ 10€", "(penting) (a/b) -2 jam / 10EUR"),
            ("• satu\r\n• dua\r\n", "- satu\n- dua"),
            ("café Señor naïve Õ ş", "café Señor naive O s"),
            ("suhu 39°C ½ jam", "suhu 39 derajat C 1/2 jam"),
            ("a\0b\u{7}c\u{200b}d", "abcd"),
        ] {
            assert_eq!(transliterate(written), plain);
        }
        assert_eq!(transliterate("السلام عليكم 🙏"), "السلام عليكم");
        assert_eq!(Alphabet::of(&transliterate("السلام")), Alphabet::Ucs2);
    }

    proptest! {
        #[test]
        fn what_is_transliterated_stays_so_and_has_nothing_that_networks_mangle(text in "\\PC{0,300}|(?s).{0,300}") {
            let plain = transliterate(&text);
            prop_assert_eq!(transliterate(&plain), plain.clone());
            prop_assert!(!plain.chars().any(|c| EXTENSION.contains(c) || (c.is_control() && c != '\n')));
        }

        #[test]
        fn indonesian_text_always_travels_as_gsm(text in "[a-zA-Z0-9 .,;:!?()/&%+'\"“”‘’–—…•\u{a0}-]{0,400}") {
            prop_assert_eq!(Alphabet::of(&transliterate(&text)), Alphabet::Gsm7);
        }
    }
}
