//! Parts of a text, joined.
//!
//! In: rows of the inbox in the order of their ids. Out: whole texts, those that still miss parts, and which rows each
//! is made of. A part names its text by a reference of 8 or 16 bits, chosen by the sender's phone and used again and
//! again (TS 23.040 §9.2.3.24.1): so the same part number of the same sender twice begins a new text.

use sha2::{Digest as _, Sha256};

/// A row of the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub id: i64,
    pub sender: String,
    pub received: i64,
    pub text: String,
    /// When it came, in the database's own words.
    pub stamp: String,
    /// Which part of which text; `None`: it stands alone.
    pub part: Option<Part>,
}

impl Row {
    /// What it says, in short.
    pub fn mark(&self) -> String {
        mark([[self.sender.as_str(), &self.stamp, &self.text]])
    }
}

/// What rows say (sender, time, text), in short: two texts under one id have different marks.
pub(super) fn mark<'a>(rows: impl IntoIterator<Item = [&'a str; 3]>) -> String {
    let mut hash = Sha256::new();
    for value in rows.into_iter().flatten() {
        hash.update((value.len() as u64).to_be_bytes());
        hash.update(value.as_bytes());
    }
    hex::encode(hash.finalize()).chars().take(16).collect()
}

/// Which part of which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub reference: i64,
    pub count: u16,
    /// From 1.
    pub number: u16,
}

impl Part {
    /// Reads a user data header in hex: an element 00 (8-bit reference) or 08 (16-bit reference).
    pub fn of_header(hex_text: &str) -> Option<Self> {
        let bytes = hex::decode(hex_text).ok()?;
        let mut rest = bytes.get(1..)?;
        while let [element, length, tail @ ..] = rest {
            let value = tail.get(..usize::from(*length))?;
            match (element, value) {
                (0x00, &[reference, count, number]) => return Self::new(i64::from(reference), count, number),
                (0x08, &[high, low, count, number]) => {
                    return Self::new(i64::from(high) << 8 | i64::from(low), count, number);
                }
                _ => rest = tail.get(usize::from(*length)..)?,
            }
        }
        None
    }

    /// A part that makes sense; a header that contradicts itself makes none, and its text stands alone.
    pub fn new(reference: i64, count: u8, number: u8) -> Option<Self> {
        let fits = count > 1 && (1..=count).contains(&number);
        fits.then_some(Self { reference, count: u16::from(count), number: u16::from(number) })
    }
}

/// A text and the rows that it is made of, in the order of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joined {
    pub rows: Vec<Row>,
    pub count: u16,
}

impl Joined {
    /// The parts that are not there.
    pub fn missing(&self) -> Vec<u16> {
        (1..=self.count).filter(|number| !self.rows.iter().any(|row| number_of(row) == *number)).collect()
    }

    pub fn text(&self) -> String {
        self.rows.iter().map(|row| row.text.as_str()).collect()
    }

    /// What it says, in short.
    pub fn mark(&self) -> String {
        mark(self.rows.iter().map(|row| [row.sender.as_str(), row.stamp.as_str(), row.text.as_str()]))
    }

    /// Ids of the rows, the lowest first.
    pub fn ids(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.rows.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids
    }

    fn takes(&self, row: &Row, part: Part) -> bool {
        self.rows.first().is_some_and(|first| {
            first.sender == row.sender
                && first.part.is_some_and(|own| own.reference == part.reference && own.count == part.count)
        }) && !self.rows.iter().any(|own| number_of(own) == part.number)
    }
}

fn number_of(row: &Row) -> u16 {
    row.part.map_or(1, |part| part.number)
}

/// Joins rows, in the order of the first row of each text.
pub(super) fn join(rows: Vec<Row>) -> Vec<Joined> {
    let mut joined: Vec<Joined> = Vec::new();
    for row in rows {
        let open = row.part.and_then(|part| joined.iter_mut().find(|text| text.takes(&row, part)));
        match open {
            Some(text) => text.rows.push(row),
            None => joined.push(Joined { count: row.part.map_or(1, |part| part.count), rows: vec![row] }),
        }
    }
    for text in &mut joined {
        text.rows.sort_by_key(number_of);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, sender: &str, header: &str, text: &str) -> Row {
        let (sender, text, stamp) = (sender.into(), text.into(), String::new());
        Row { id, sender, received: 0, text, stamp, part: Part::of_header(header) }
    }

    #[test]
    fn ten_parts_out_of_order_become_one_text() {
        let order = [7, 1, 10, 3, 2, 9, 5, 4, 8, 6];
        let rows = order.iter().enumerate().map(|(at, number)| {
            row(at as i64 + 1, "+62811", &format!("0500032A0A{number:02X}"), &format!("<{number}>"))
        });
        let texts = join(rows.collect());
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0].text(), "<1><2><3><4><5><6><7><8><9><10>");
        assert!(texts[0].missing().is_empty());
        assert_eq!(texts[0].ids(), (1..=10).collect::<Vec<_>>());
    }

    #[test]
    fn references_are_used_again_and_senders_are_kept_apart() {
        let texts = join(vec![
            row(1, "+62811", "050003010201", "A1"),
            row(2, "+62822", "050003010202", "B2"),
            row(3, "+62811", "050003010202", "A2"),
            row(4, "+62811", "", "alone"),
            row(5, "+62811", "050003010202", "C2"),
            row(6, "+62811", "06080401000201", "D1"),
        ]);
        let shown: Vec<(String, Vec<u16>)> = texts.iter().map(|text| (text.text(), text.missing())).collect();
        let expected = [("A1A2", vec![]), ("B2", vec![1]), ("alone", vec![]), ("C2", vec![1]), ("D1", vec![2])];
        assert_eq!(shown, expected.map(|(text, missing)| (text.to_owned(), missing)));
    }

    #[test]
    fn a_header_that_makes_no_sense_makes_no_part() {
        for header in
            ["", "05", "0500030102", "050003010203", "050003010200", "050003010000", "zz", "0600FF", "0B0504158A"]
        {
            assert_eq!(Part::of_header(header), None, "{header}");
        }
        let with_port = Part::of_header("0B0504158A00000003AB0302");
        assert_eq!(with_port, Some(Part { reference: 0xAB, count: 3, number: 2 }));
    }

    proptest::proptest! {
        #[test]
        fn no_row_is_lost_or_doubled_whatever_the_headers(
            rows in proptest::collection::vec((0u8..3, "(05000301020[0-3]|06080400010[1-3]0[1-3]|[0-9A-F]{0,14}|)"), 0..30),
        ) {
            let rows: Vec<Row> = rows.iter().enumerate()
                .map(|(at, (sender, header))| row(at as i64, &sender.to_string(), header, "x")).collect();
            let mut ids: Vec<i64> = join(rows.clone()).iter().flat_map(Joined::ids).collect();
            ids.sort_unstable();
            proptest::prop_assert_eq!(ids, rows.iter().map(|row| row.id).collect::<Vec<_>>());
        }
    }
}
