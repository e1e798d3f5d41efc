//! What fits into an SMS.
//!
//! In: a text. Out: the same cut into segments, with the length that is paid for.
//! Rules: 3GPP TS 23.038 §6.2.1 (alphabet; the characters of its extension cost two), TS 23.040 §9.2.3.24.1 (a segment
//! of several has a header of six octets: 153 of 160 septets, 67 of 70 code units remain). Knows neither gateways nor
//! prices.

/// The basic alphabet of TS 23.038 without the escape.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§\
                     ¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension: an escape and one septet more.
pub(super) const EXTENSION: &str = "^{}\\[~]|€\u{c}";
/// Words longer than this are cut where the segment ends: no link or number is so long.
const LONGEST_WORD: usize = 60;

/// How the characters travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// Septets: 160 in one segment, 153 in each of several.
    Gsm7,
    /// UTF-16 code units: 70 in one segment, 67 in each of several.
    Ucs2,
}

impl Alphabet {
    /// The alphabet that a text needs.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text.chars().all(|c| septets(c).is_some()) { Self::Gsm7 } else { Self::Ucs2 }
    }

    /// Units in a segment that is alone.
    #[must_use]
    pub fn alone(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units in a segment of several.
    #[must_use]
    pub fn of_several(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// What one character costs.
    #[must_use]
    pub fn cost(self, c: char) -> usize {
        match self {
            Self::Gsm7 => septets(c).unwrap_or(1),
            Self::Ucs2 => c.len_utf16(),
        }
    }

    /// What a text costs.
    #[must_use]
    pub fn length(self, text: &str) -> usize {
        text.chars().map(|c| self.cost(c)).sum()
    }
}

/// Septets of a character of the GSM alphabet; `None`: it is not in it.
pub(super) fn septets(c: char) -> Option<usize> {
    if BASIC.contains(c) {
        Some(1)
    } else if EXTENSION.contains(c) {
        Some(2)
    } else {
        None
    }
}

/// A text as it will travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// In which alphabet.
    pub alphabet: Alphabet,
    /// Septets or code units of the whole.
    pub units: usize,
    /// Its segments; joined they are the text. Each is paid for.
    pub segments: Vec<String>,
}

impl Plan {
    /// Cuts a text. An empty one has no segment.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let alphabet = Alphabet::of(text);
        let units = alphabet.length(text);
        let segments = if text.is_empty() {
            Vec::new()
        } else if units <= alphabet.alone() {
            vec![text.to_owned()]
        } else {
            cut(text, alphabet)
        };
        Self { alphabet, units, segments }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.segments.concat()
    }
}

/// Segments of several. A word is kept whole where it can be: networks do not promise to join the segments again.
fn cut(text: &str, alphabet: Alphabet) -> Vec<String> {
    let limit = alphabet.of_several();
    let mut segments = Vec::new();
    let (mut segment, mut used) = (String::new(), 0);
    for word in text.split_inclusive([' ', '\n']) {
        let cost = alphabet.length(word);
        let visible = alphabet.length(word.trim_end_matches([' ', '\n']));
        if used + visible > limit && visible <= LONGEST_WORD && !segment.is_empty() {
            segments.push(std::mem::take(&mut segment));
            used = 0;
        }
        if used + cost <= limit {
            segment.push_str(word);
            used += cost;
            continue;
        }
        for c in word.chars() {
            if used + alphabet.cost(c) > limit {
                segments.push(std::mem::take(&mut segment));
                used = 0;
            }
            segment.push(c);
            used += alphabet.cost(c);
        }
    }
    segments.extend((!segment.is_empty()).then_some(segment));
    segments
}

/// Shortens a text to `segments`, ending with `pointer` (where the whole can be read) that is kept whole. A text that
/// fits is returned as it is.
#[must_use]
pub fn fit(text: &str, segments: usize, pointer: &str) -> String {
    if Plan::of(text).segments.len() <= segments.max(1) {
        return text.to_owned();
    }
    let fits = |candidate: &str| Plan::of(candidate).segments.len() <= segments.max(1);
    let mut ends: Vec<usize> = text.match_indices([' ', '\n']).map(|(at, _)| at).collect();
    ends.insert(0, 0);
    let candidate = |end: usize| format!("{}... {pointer}", text.get(..end).unwrap_or_default().trim_end());
    let longest = ends.partition_point(|end| fits(&candidate(*end)));
    let end = longest.checked_sub(1).and_then(|at| ends.get(at));
    end.map_or_else(|| pointer.to_owned(), |end| candidate(*end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_of_160_is_one_segment_and_one_more_makes_two() {
        assert_eq!(Plan::of(&"a".repeat(160)).segments.len(), 1);
        let two = Plan::of(&"a".repeat(161));
        assert_eq!((two.segments.len(), two.segments[0].len(), two.units), (2, 153, 161));
        assert_eq!(Plan::of(&"€".repeat(80)).segments.len(), 1);
        assert_eq!(Plan::of(&"€".repeat(81)).segments.len(), 2);
        assert_eq!(Plan::of(&"ж".repeat(70)).segments.len(), 1);
        assert_eq!(Plan::of(&"ж".repeat(71)).segments[0].chars().count(), 67);
        assert_eq!(Plan::of("").segments.len(), 0);
    }

    #[test]
    fn an_escape_pair_and_a_surrogate_pair_are_never_parted() {
        let plan = Plan::of(&format!("{}{}", "a".repeat(152), "€".repeat(10)));
        assert_eq!(plan.segments[0].chars().count(), 152);
        let plan = Plan::of(&format!("{}{}", "ж".repeat(66), "😀".repeat(10)));
        assert_eq!(plan.segments[0].chars().count(), 66);
    }

    #[test]
    fn a_link_or_a_number_stays_in_one_segment() {
        let link = "https://pengaduan.dinkes.example/l/BTG-26-0123";
        let text = format!("{} {link} {}", "kata ".repeat(27), "dan seterusnya sampai selesai semuanya");
        let plan = Plan::of(&text);
        assert_eq!(plan.segments.len(), 2);
        assert!(plan.segments.iter().any(|segment| segment.contains(link)));
        assert_eq!(plan.text(), text);
    }

    #[test]
    fn a_long_text_is_shortened_in_front_of_its_pointer() {
        let text = "Stok vaksin sudah dikirim ke puskesmas dan bisa dilayani mulai besok pagi. ".repeat(8);
        let pointer = "Lengkap: telp (0285) 391479 No BTG-26-0123";
        for segments in 1..=3 {
            let short = fit(&text, segments, pointer);
            assert!(short.ends_with(&format!("... {pointer}")), "{short}");
            assert_eq!(Plan::of(&short).segments.len(), segments);
        }
        assert_eq!(fit("Pendek.", 1, pointer), "Pendek.");
        assert_eq!(fit(&"x".repeat(400), 1, pointer), format!("... {pointer}"));
    }

    proptest! {
        #[test]
        fn segments_are_the_text_and_none_is_too_long(text in "\\PC{0,900}|[a-zA-Z0-9 €^{}\n.,]{0,900}|[ж😀 a]{0,300}") {
            let plan = Plan::of(&text);
            prop_assert_eq!(plan.text(), text.clone());
            let limit = if plan.segments.len() == 1 { plan.alphabet.alone() } else { plan.alphabet.of_several() };
            for segment in &plan.segments {
                prop_assert!(!segment.is_empty() && plan.alphabet.length(segment) <= limit);
            }
            // Keeping words whole costs at most the longest word in each segment.
            let least = plan.units.div_ceil(plan.alphabet.alone().max(1));
            let most = plan.units / (plan.alphabet.of_several() - LONGEST_WORD.min(66)).max(1) + 2;
            prop_assert!(plan.segments.len() >= least && plan.segments.len() <= most);
        }

        #[test]
        fn a_shortened_text_fits_and_keeps_its_pointer(text in "[a-z ]{0,1200}", segments in 1usize..4) {
            let short = fit(&text, segments, "Info: 0285391479");
            prop_assert!(Plan::of(&short).segments.len() <= segments);
            prop_assert!(short == text || short.ends_with("Info: 0285391479"));
        }
    }
}
