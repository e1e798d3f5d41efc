//! HTML to the plain text that its reader would see.
//!
//! In: any HTML, however broken. Out: text with line breaks, list marks, quotations as `> ` and the targets of links.
//! One pass, linear in the length whatever the nesting; nothing is loaded, nothing is run.

use mail_parser::decoders::html::add_html_token;
use memchr::memmem;

mod tag;
mod writer;

use tag::{Tag, Tags};
use writer::Writer;

/// The text of a document.
pub(super) fn to_text(html: &str) -> String {
    let mut writer = Writer::new(html.len() / 4);
    let mut tags = Tags::default();
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        write_text(before, &mut writer);
        let (tag, after) = tags.next(from);
        rest = match tag {
            Tag::Text => {
                writer.word("<");
                after
            }
            Tag::Ignored => after,
            Tag::Open { name, .. } if is_unseen(name) => tags.skip_element(name, after),
            Tag::Open { name, attributes } => {
                open(name, attributes, &mut writer);
                after
            }
            Tag::Close { name } => {
                close(name, &mut writer);
                after
            }
        };
    }
    write_text(rest, &mut writer);
    writer.finish()
}

/// The charset that the document declares of itself.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..1024).unwrap_or(bytes).to_ascii_lowercase();
    let at = memmem::find(&head, b"charset=")?;
    let value = head.get(at + 8..)?;
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b':' | b'.'))?;
    Some(String::from_utf8_lossy(value.get(..end)?).into_owned())
}

/// Elements whose inside nobody sees.
fn is_unseen(name: &str) -> bool {
    ["script", "style", "title", "template", "noscript", "svg", "xml"].iter().any(|n| n.eq_ignore_ascii_case(name))
}

fn open(name: &str, attributes: &str, writer: &mut Writer) {
    match name.to_ascii_lowercase().as_str() {
        "br" => writer.line_break(),
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "dl" => writer.paragraph(),
        "pre" => {
            writer.paragraph();
            writer.preserve(true);
        }
        "hr" => {
            writer.new_line();
            writer.word("-----");
            writer.new_line();
        }
        "blockquote" => writer.quote(true),
        "ul" => writer.list(None),
        "ol" => writer.list(Some(tag::attribute(attributes, "start").and_then(|s| s.trim().parse().ok()).unwrap_or(1))),
        "li" => writer.item(),
        "td" | "th" => writer.cell(),
        "a" => writer.link(tag::attribute(attributes, "href").map(unescape)),
        name if is_block(name) => writer.new_line(),
        _ => {}
    }
}

fn close(name: &str, writer: &mut Writer) {
    match name.to_ascii_lowercase().as_str() {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "dl" => writer.paragraph(),
        "pre" => {
            writer.preserve(false);
            writer.paragraph();
        }
        "blockquote" => writer.quote(false),
        "ul" | "ol" => writer.end_list(),
        "a" => writer.end_link(),
        name if is_block(name) => writer.new_line(),
        _ => {}
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "tr"
            | "li"
            | "dt"
            | "dd"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "body"
            | "address"
            | "center"
            | "form"
            | "tbody"
    )
}

fn write_text(text: &str, writer: &mut Writer) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        writer.words(before);
        rest = match entity(from) {
            Some((decoded, after)) => {
                writer.words(&decoded);
                after
            }
            None => {
                writer.word("&");
                from.get(1..).unwrap_or("")
            }
        };
    }
    writer.words(rest);
}

/// The character of `&name;` at the start of a text, and what follows.
fn entity(text: &str) -> Option<(String, &str)> {
    let end = text.bytes().take(34).position(|b| b == b';')?;
    let (token, after) = text.split_at_checked(end + 1)?;
    let mut decoded = String::new();
    add_html_token(&mut decoded, token.as_bytes(), false);
    (decoded != token).then_some((decoded, after))
}

fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, _)) = rest.split_once('&') {
        out.push_str(before);
        let from = rest.get(before.len()..).unwrap_or("");
        if let Some((decoded, after)) = entity(from) {
            out.push_str(&decoded);
            rest = after;
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or("");
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn lines_lists_and_links_stay_readable() {
        let html = "<html><head><title>x</title><style>p{}</style></head><body><p>Yth. Dinkes,</p><p>Obat&nbsp;habis:</p>\
                    <ul><li>amoksisilin<li>parasetamol</ul><ol><li>satu</li><li>dua</li></ol>\
                    Foto: <a href=\"https://foto.example/1?a=1&amp;b=2\">di sini</a><br>Salam,<br>Budi</body></html>";
        assert_eq!(
            to_text(html),
            "Yth. Dinkes,\n\nObat habis:\n\n- amoksisilin\n- parasetamol\n\n1. satu\n2. dua\n\nFoto: di sini (https://foto.example/1?a=1&b=2)\nSalam,\nBudi\n"
        );
    }

    #[test]
    fn gmails_div_for_each_line_is_one_line_each() {
        assert_eq!(
            to_text("<div dir=\"ltr\">satu<div>dua</div><div><br></div><div>tiga</div></div>"),
            "satu\ndua\n\ntiga\n"
        );
    }

    #[test]
    fn a_quotation_is_marked_so_that_it_can_be_told_from_the_answer() {
        let html =
            "Sudah ditangani.<blockquote><div>Pada Senin</div>lama<blockquote>tua</blockquote></blockquote>akhir";
        assert_eq!(to_text(html), "Sudah ditangani.\n> Pada Senin\n> lama\n> > tua\nakhir\n");
    }

    #[test]
    fn a_table_keeps_its_rows() {
        assert_eq!(
            to_text("<table><tr><td>Nama</td><td>Budi</td></tr><tr><td>HP</td><td>-</td></tr></table>"),
            "Nama  Budi\nHP  -\n"
        );
    }

    #[test]
    fn broken_markup_loses_no_words() {
        assert_eq!(to_text("suhu < 38 & napas <b>cepat"), "suhu < 38 & napas cepat\n");
        assert_eq!(to_text("<a href=\"x>halo</a> <i>dunia"), "halo dunia\n");
        assert_eq!(to_text("a <!-- komentar --> b <style>p{} c"), "a b p{} c\n");
        assert_eq!(to_text("teks <tanpa akhir"), "teks <tanpa akhir\n");
        assert_eq!(to_text("&#x41;&eacute;&tidakada; &#xFFFFFFFF;"), "Aé&tidakada; \u{FFFD}\n");
    }

    #[test]
    fn deep_and_hostile_markup_returns() {
        for hostile in
            ["<div>", "<blockquote>", "<ul><li>", "<a \"", "<!--", "<style>", "<a href='", "&", "<table><td>", "<"]
        {
            let text = to_text(&(hostile.repeat(200_000) + "isi"));
            assert!(text.len() < 12_000_000, "{hostile}");
        }
    }
}
