//! Sheets for the printer: a page of HTML with tables, and cells of CSV.
//!
//! In: headings and rows as text. Out: a page that needs nothing from anywhere; text that no program takes for a
//! formula.

/// A table of a page.
pub struct Sheet<'a> {
    /// What it shows.
    pub caption: &'a str,
    /// Headings of its columns.
    pub head: &'a [&'a str],
    /// Its rows.
    pub rows: &'a [Vec<String>],
}

/// A page that prints on A4.
#[must_use]
pub fn page(title: &str, lines: &[String], sheets: &[Sheet<'_>]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><title>{0}</title>\n<style>\
         body{{font:11pt/1.4 sans-serif;margin:2cm}}h1{{font-size:15pt}}table{{border-collapse:collapse;width:100%;margin:0 0 1em}}\
         caption{{text-align:left;font-weight:bold;padding:.4em 0}}th,td{{border:1px solid #444;padding:.3em .5em;text-align:left;vertical-align:top}}\
         tr{{page-break-inside:avoid}}@page{{size:A4;margin:1.5cm}}@media print{{body{{margin:0}}}}\
         </style></head>\n<body>\n<h1>{0}</h1>\n",
        escaped(title)
    );
    for line in lines {
        out.push_str(&format!("<p>{}</p>\n", escaped(line)));
    }
    for sheet in sheets {
        out.push_str(&format!("<table><caption>{}</caption>\n<tr>", escaped(sheet.caption)));
        out.extend(sheet.head.iter().map(|cell| format!("<th>{}</th>", escaped(cell))));
        out.push_str("</tr>\n");
        for row in sheet.rows {
            let cells: String = row.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
            out.push_str(&format!("<tr>{cells}</tr>\n"));
        }
        out.push_str("</table>\n");
    }
    out.push_str("</body></html>");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_words_become_markup() {
        let rows = [vec!["<script>alert(1)</script> & \"x\"".to_owned()]];
        let page = page("Papan", &[], &[Sheet { caption: "a<b", head: &["No"], rows: &rows }]);
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>") && page.contains("a&lt;b"));
    }
}
