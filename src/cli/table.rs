//! Rows for people and for programs: a table on a terminal, else one line a row with tabs between.

use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};

use super::{Failure, Output};

/// Prints rows under their headings. No rows: nothing where a program reads, `(none)` where a person does.
///
/// # Errors
/// As [`Output::line`].
pub fn print(out: &mut Output, headings: &[&str], rows: &[Vec<String>]) -> Result<(), Failure> {
    if !out.is_watched() {
        return rows.iter().try_for_each(|row| out.line(&tabbed(row)));
    }
    if rows.is_empty() {
        return out.line("(none)");
    }
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_header(headings);
    table.add_rows(rows.iter().map(|row| row.iter().map(|cell| flat(cell))));
    out.line(&table.to_string())
}

/// One line: what would break columns or lines becomes a blank.
fn tabbed(row: &[String]) -> String {
    row.iter().map(|cell| flat(cell)).collect::<Vec<_>>().join("\t")
}

fn flat(cell: &str) -> String {
    cell.replace(|c: char| c.is_control(), " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizens_tab_or_line_break_makes_no_new_column_or_row() {
        assert_eq!(tabbed(&["1".into(), "a\tb\nc\u{1b}[2J".into()]), "1\ta b c [2J");
    }
}
