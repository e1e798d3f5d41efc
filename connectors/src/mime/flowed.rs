//! `format=flowed` (RFC 3676): soft line breaks joined again.
//!
//! In: cleaned text. Out: the same text with its paragraphs whole; quote marks kept at the start of each line.

/// Joins the lines that end in a space with the next, within one depth of quotation.
pub(super) fn unwrap(text: &str, joined_without_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|&b| b == b'>').count();
        let body = line.get(depth..).unwrap_or("");
        let body = body.strip_prefix(' ').unwrap_or(body);
        if open != Some(depth) {
            if open.is_some() {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', depth));
            if depth > 0 && !body.is_empty() {
                out.push(' ');
            }
        }
        let is_soft = body.ends_with(' ') && body != "-- ";
        let shown = if is_soft && joined_without_space { body.get(..body.len() - 1).unwrap_or(body) } else { body };
        out.push_str(shown);
        open = is_soft.then_some(depth);
        if !is_soft {
            out.push('\n');
        }
    }
    if open.is_some() {
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unwrap;

    #[test]
    fn paragraphs_become_whole_and_quotes_keep_their_depth() {
        let text = "Obat di \nPuskesmas \nhabis.\n> kutipan \n> lama\nSelesai \n>> dalam\n";
        assert_eq!(unwrap(text, false), "Obat di Puskesmas habis.\n> kutipan lama\nSelesai \n>> dalam\n");
    }

    #[test]
    fn the_mark_before_a_signature_stays_a_line() {
        assert_eq!(unwrap("isi\n-- \nBudi\n", false), "isi\n-- \nBudi\n");
    }

    #[test]
    fn a_stuffed_space_is_taken_away() {
        assert_eq!(unwrap(" >bukan kutipan\n", false), ">bukan kutipan\n");
        assert_eq!(unwrap("pan \njang\n", true), "panjang\n");
    }
}
