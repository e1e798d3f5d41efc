//! The word that was probably meant.

/// `did you mean "…"?`, where one of `known` is near enough to `word`.
#[must_use]
pub fn did_you_mean(word: &str, known: &[&str]) -> Option<String> {
    nearest(word, known).map(|near| format!("did you mean {near:?}?"))
}

/// The nearest of `known`, at most a third of its letters away (at least one).
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let measured = known.iter().map(|&candidate| (distance(&word, &candidate.to_lowercase()), candidate));
    let (far, near) = measured.min_by_key(|(far, _)| *far)?;
    let allowed = near.chars().count().max(word.chars().count()).div_ceil(3);
    (far <= allowed).then_some(near)
}

/// Letters to insert, drop, replace, or swap with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (row, letter) in a.chars().enumerate() {
        let mut current = vec![row + 1];
        let mut left = row + 1;
        for (column, other) in b.iter().enumerate() {
            let replaced = at(&last, column) + usize::from(letter != *other);
            let mut best = replaced.min(at(&last, column + 1) + 1).min(left + 1);
            let swapped = column > 0 && previous == Some(*other) && b.get(column - 1) == Some(&letter);
            if swapped {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            current.push(best);
            left = best;
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(letter);
    }
    last.last().copied().unwrap_or_default()
}

/// Beyond the table nothing is near.
fn at(row: &[usize], column: usize) -> usize {
    row.get(column).copied().unwrap_or(usize::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        let known = ["host", "port", "password_file", "folders", "user"];
        assert_eq!(nearest("hots", &known), Some("host"));
        assert_eq!(nearest("Port", &known), Some("port"));
        assert_eq!(nearest("password-file", &known), Some("password_file"));
        assert_eq!(nearest("folder", &known), Some("folders"));
    }

    #[test]
    fn a_strange_word_is_not_explained_away() {
        assert_eq!(nearest("colour", &["host", "port", "user"]), None);
        assert_eq!(nearest("x", &[]), None);
    }

    #[test]
    fn distances_are_what_they_are() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("ab", "ba"), 1);
        assert_eq!(distance("same", "same"), 0);
    }
}
