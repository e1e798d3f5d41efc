//! The keyword that SMS 1708 wants before a text. In: a text and an office's keywords. Out: the text without it.

/// The text behind a keyword that LAPOR!'s SMS number 1708 wants before it (`NTT puskesmas tutup`).
#[must_use]
pub fn after_keyword<'t>(text: &'t str, keywords: &[String]) -> Option<&'t str> {
    let text = text.trim_start();
    let longest_first = {
        let mut keywords: Vec<&String> = keywords.iter().collect();
        keywords.sort_by_key(|keyword| std::cmp::Reverse(keyword.len()));
        keywords
    };
    longest_first.into_iter().find_map(|keyword| {
        let rest = behind(text, keyword)?;
        let is_word = !rest.starts_with(char::is_alphanumeric);
        let said = rest.trim_start_matches(|c: char| c.is_whitespace() || ":#,.-".contains(c));
        (is_word && !said.is_empty()).then_some(said)
    })
}

/// What follows the words of a keyword, with any space between them: telephones put in two, or a line end.
fn behind<'t>(text: &'t str, keyword: &str) -> Option<&'t str> {
    keyword.split_whitespace().try_fold(text, |rest, word| {
        let rest = rest.trim_start();
        let (head, rest) = rest.split_at_checked(word.len())?;
        head.eq_ignore_ascii_case(word).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyword_of_1708_is_no_part_of_the_complaint() {
        let keywords = ["NTT".to_owned(), "PROV NTT".to_owned(), "BATANG".to_owned()];
        let after = |text| after_keyword(text, &keywords);
        assert_eq!(after("NTT puskesmas tutup"), Some("puskesmas tutup"));
        assert_eq!(after(" prov ntt: puskesmas tutup"), Some("puskesmas tutup"));
        assert_eq!(after("Prov  NTT\npuskesmas tutup"), Some("puskesmas tutup"));
        assert_eq!(after("BATANGan pohon tumbang"), None);
        assert_eq!(after("di NTT puskesmas tutup"), None);
        assert_eq!(after("NTT"), None);
    }
}
