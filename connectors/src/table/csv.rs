//! CSV as spreadsheets write it: commas, or semicolons or tabs where a comma is the decimal sign (Excel in Indonesian).
//!
//! In: text with any kind of line ends. Out: rows. The crate reads leniently: a quotation mark that nothing closes
//! swallows the rows below it without a word. So each row that it reads is held against its own text, and one whose
//! marks do not pair is marked as broken; reading goes on with the next line.

use csv::{ReaderBuilder, StringRecord};
use regex::Regex;

use super::Row;

/// With more broken rows than this it is no CSV, and every one costs a reading of what is left.
const MOST_BROKEN: usize = 200;
/// Lines by which the separator is known.
const SAMPLE: usize = 20;

/// Reads at most `most` rows.
pub(super) fn rows(text: &str, most: usize) -> Result<Vec<Row>, String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (separator, mut at) = match named_separator(&text) {
        Some((separator, begins)) => (separator, begins),
        None => (separator(&text), 0),
    };
    let whole = well_formed(separator).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    let (mut line, mut broken) = (1 + text.get(..at).unwrap_or_default().matches('\n').count(), 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (read, more) = until_broken(rest, separator, &whole, line, most.saturating_sub(rows.len()));
        rows.extend(read);
        let Some(Stopped { from, raw }) = more else { break };
        broken += 1;
        if broken > MOST_BROKEN {
            return Err(format!("in more than {MOST_BROKEN} rows the quotation marks do not pair; this is no CSV"));
        }
        let first = raw.split('\n').next().unwrap_or_default();
        let number = line + newlines(rest.get(..from).unwrap_or_default());
        rows.push(Row { number, cells: vec![first.trim().to_owned()], broken: true });
        let next = from + first.len() + 1;
        line += newlines(rest.get(..next).unwrap_or(rest));
        at += next;
    }
    Ok(rows)
}

/// Where a broken row begins, and what the crate took for it.
struct Stopped<'t> {
    from: usize,
    raw: &'t str,
}

fn newlines(text: &str) -> usize {
    text.matches('\n').count()
}

/// The rows before the first broken one, and that one.
fn until_broken<'t>(
    text: &'t str,
    separator: char,
    whole: &Regex,
    line: usize,
    most: usize,
) -> (Vec<Row>, Option<Stopped<'t>>) {
    let mut reader = ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut rows, mut record) = (Vec::new(), StringRecord::new());
    let (mut from, mut number, mut widest) = (0, line, 0);
    // Of text in memory no reading fails.
    while rows.len() < most && reader.read_record(&mut record).unwrap_or(false) {
        let to = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let read = text.get(from..to).unwrap_or_default();
        let raw = read.trim_start_matches('\n');
        let blank = read.len() - raw.len();
        let raw = raw.trim_end_matches('\n');
        if !whole.is_match(raw) || swallows(raw, separator, widest) {
            return (rows, Some(Stopped { from: from + blank, raw }));
        }
        widest = widest.max(record.len());
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { number: number + blank, cells, broken: false });
        }
        number += newlines(read);
        from = to;
    }
    (rows, None)
}

/// Cells that are quoted from end to end, or begin without a mark.
fn well_formed(separator: char) -> Result<Regex, regex::Error> {
    let s = regex::escape(&separator.to_string());
    let blank = if separator == '\t' { " " } else { r" \t" };
    let cell = format!(r#"(?:"(?:[^"]|"")*"[{blank}]*|[{blank}]*(?:[^{blank}"{s}\n][^{s}\n]*)?)"#);
    Regex::new(&format!(r"^{cell}(?:{s}{cell})*$"))
}

/// True if a line inside a cell begins with a number or a day and has as many cells as a row: it is one, which a mark
/// that nothing closed swallowed.
fn swallows(raw: &str, separator: char, widest: usize) -> bool {
    const LEAST_COLUMNS: usize = 3;
    let is_row = |line: &str| {
        let first = line.split(separator).next().unwrap_or_default().trim();
        let numbered = !first.is_empty() && first.chars().all(|c| c.is_ascii_digit() || "-/.".contains(c));
        numbered && line.matches(separator).count() + 1 >= widest
    };
    widest >= LEAST_COLUMNS && raw.split('\n').skip(1).any(is_row)
}

/// `sep=;`, with which Excel begins a file, and where the table begins below it.
fn named_separator(text: &str) -> Option<(char, usize)> {
    let line = text.split('\n').next()?;
    let sign = line.trim().trim_matches('"').strip_prefix("sep=")?;
    Some((sign.chars().next().filter(char::is_ascii).unwrap_or('\t'), (line.len() + 1).min(text.len())))
}

/// The sign by which most of the first lines have the same number of cells, more than one.
fn separator(text: &str) -> char {
    let sample: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let agreeing = |sign: char| {
        let counts: Vec<usize> = sample.iter().map(|line| line.matches(sign).count()).filter(|n| *n > 0).collect();
        counts.iter().map(|n| counts.iter().filter(|other| *other == n).count()).max().unwrap_or_default()
    };
    [',', '\t', ';'].into_iter().max_by_key(|sign| agreeing(*sign)).filter(|sign| agreeing(*sign) > 0).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
        let sheets = read(bytes).unwrap();
        assert!(sheets[0].rows.iter().all(|row| !row.broken), "{sheets:?}");
        sheets[0].rows.iter().map(|row| (row.number, row.cells.clone())).collect()
    }

    fn utf16(text: &str) -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    }

    #[test]
    fn a_csv_is_read_as_spreadsheets_write_it() {
        let text = "No;Isi\r\n1;\"Antre; lama\r\ndan \"\"panas\"\"\"\r\n;\r\n2;Obat habis";
        let expected = [
            (1, vec!["No".to_owned(), "Isi".to_owned()]),
            (2, vec!["1".to_owned(), "Antre; lama\ndan \"panas\"".to_owned()]),
            (5, vec!["2".to_owned(), "Obat habis".to_owned()]),
        ];
        for bytes in [text.as_bytes().to_vec(), [b"\xef\xbb\xbf", text.as_bytes()].concat(), utf16(text)] {
            assert_eq!(cells(&bytes), expected);
        }
        let old_mac = cells(b"No;Isi\r1;Antre\r\r2;Obat habis\r");
        assert_eq!(old_mac.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(cells(b"a,b\n1,\"x\"\n")[1].1, ["1", "x"]);
        assert_eq!(cells("a\tb\n1\tpak’i".as_bytes())[1].1, ["1", "pak’i"]);
        assert_eq!(cells(b"a,b\n1,caf\xe9 \x93x\x94")[1].1, ["1", "café “x”"]);
        assert_eq!(cells(b"sep=;\nNo;Isi\n1;Antre, lama")[1], (3, vec!["1".to_owned(), "Antre, lama".to_owned()]));
        assert_eq!(cells(b"Isi,No\nRak 12\" rusak,3\n")[1].1, ["Rak 12\" rusak", "3"], "an inch opens nothing");
    }

    #[test]
    fn commas_in_sentences_do_not_hide_the_semicolons() {
        let text = "REGISTER PENGADUAN, PUSKESMAS CONTOH, TAHUN 2026\nNo;Nama;Isi\n1;Siti, S.Pd;antre, lama, panas\n2;Budi;obat, vitamin, habis\n";
        assert_eq!(cells(text.as_bytes())[2].1, ["1", "Siti, S.Pd", "antre, lama, panas"]);
    }

    #[test]
    fn a_mark_that_nothing_closes_swallows_nothing() {
        for (table, broken) in [
            ("No;Nama;Isi\n1;Siti;antre\n2;\"Budi;obat habis\n3;Kinanti;toilet kotor\n", vec![3]),
            ("No;Nama;Isi\n1;Siti;antre\n2;\"Budi;obat habis\n3;\"Kinanti\";toilet kotor\n4;Wayan;AC mati\n", vec![3]),
            ("No;Nama;Isi\n1;Siti;\"antre\n2;Budi;\"obat habis\"\n3;Kinanti;toilet\n", vec![2]),
            ("No;Nama;Isi\n1;Siti;\"antre\n2;Budi;obat 12\"\n3;Kinanti;toilet\n", vec![2]),
            ("No;Nama;Isi\n1;Siti;\"Pak \"Budi\" bilang; antre\"\n2;Budi;obat\n3;Kinanti;toilet\n", vec![2]),
        ] {
            let rows = read(table.as_bytes()).unwrap().remove(0).rows;
            let marked: Vec<usize> = rows.iter().filter(|row| row.broken).map(|row| row.number).collect();
            assert_eq!(marked, broken, "{table}: {rows:?}");
            assert_eq!(rows.len(), table.lines().count(), "every line is there: {rows:?}");
        }
        let noise = "a,\"b\"c\n".repeat(MOST_BROKEN + 1);
        assert!(read(noise.as_bytes()).unwrap_err().contains("quotation marks"));
    }
}
