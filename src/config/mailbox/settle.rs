//! What the server is told of a mail that is safe here: `nothing`, `seen`, `flag:KEYWORD`, `move:FOLDER`.

/// What is told to the server once a mail is committed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settle {
    /// Nothing: officers read the same box and see it unread.
    Nothing,
    /// `\Seen`.
    Seen,
    /// A keyword: `$Penghubung`.
    Flag(String),
    /// Moved to a folder.
    Move(String),
}

/// What these words say; `None`: nothing that can be done.
pub(super) fn settle(words: &str) -> Option<Settle> {
    match words.split_once(':') {
        None if words == "nothing" => Some(Settle::Nothing),
        None if words == "seen" => Some(Settle::Seen),
        Some(("flag", keyword)) if is_keyword(keyword) => Some(Settle::Flag(keyword.to_owned())),
        Some(("move", folder)) if !folder.trim().is_empty() => Some(Settle::Move(folder.to_owned())),
        None | Some(_) => None,
    }
}

/// An IMAP keyword is an atom (RFC 9051 §9); system flags with a backslash are not ours to set.
fn is_keyword(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic() && !b"(){%*\"\\]".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_told_nothing_seen_a_keyword_or_a_move() {
        assert_eq!(settle("flag:$Penghubung"), Some(Settle::Flag("$Penghubung".into())));
        assert_eq!(settle("move:Arsip/2026"), Some(Settle::Move("Arsip/2026".into())));
        for wrong in ["", "Seen", "flag:", "flag:\\Deleted", "flag:a b", "move:", "delete"] {
            assert_eq!(settle(wrong), None, "{wrong}");
        }
    }
}
