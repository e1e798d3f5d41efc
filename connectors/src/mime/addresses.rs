//! Addresses out of header fields, lower case.
//!
//! In: header blocks. Out: names and addresses. Does not know who anybody is.

use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, Address, HeaderValue};

use super::header::{Block, Field};
use super::limits::{ADDRESSES, Oddities};

/// One mailbox of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mailbox {
    /// Lower case.
    pub address: String,
    /// Display name, decoded.
    pub name: Option<String>,
}

/// Whom the mail is from.
#[derive(Debug, Default)]
pub(super) struct Author {
    /// The first of From, or of Sender, or Return-Path.
    pub mailbox: Option<Mailbox>,
    /// More than one could be meant.
    pub ambiguous: bool,
}

/// Reads the author; says what is odd about him.
pub(super) fn author(block: &Block<'_>, oddities: &mut Oddities) -> Author {
    let fields = block.all("from").count();
    let mut named: Vec<Mailbox> = block.all("from").flat_map(|field| mailboxes(field, oddities)).collect();
    if fields > 1 {
        oddities.note("From given twice");
    }
    let several = named.iter().any(|m| Some(&m.address) != named.first().map(|first| &first.address));
    if several && fields < 2 {
        oddities.note("more than one address in From");
    }
    if named.is_empty() {
        oddities.note("no From");
        named = block
            .first("sender")
            .or_else(|| block.first("return-path"))
            .map(|f| mailboxes(f, oddities))
            .unwrap_or_default();
    }
    Author { mailbox: named.into_iter().next(), ambiguous: fields > 1 || several }
}

/// The addresses of some fields, each once, in the order of `names`.
pub(super) fn of_fields(block: &Block<'_>, names: &[&str], oddities: &mut Oddities) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for field in names.iter().flat_map(|name| block.all(name)) {
        for mailbox in mailboxes(field, oddities) {
            if found.len() >= ADDRESSES {
                oddities.note("addresses beyond 500 left out");
                return found;
            }
            if !found.contains(&mailbox.address) {
                found.push(mailbox.address);
            }
        }
    }
    found
}

/// The mailboxes of one field.
fn mailboxes(field: &Field<'_>, oddities: &mut Oddities) -> Vec<Mailbox> {
    let value = field.unfolded();
    if let Some(plain) = plain_address(&value) {
        return vec![Mailbox { address: plain.to_ascii_lowercase(), name: None }];
    }
    let line = format!("{value}\n");
    let HeaderValue::Address(parsed) = MessageStream::new(line.as_bytes()).parse_address() else { return Vec::new() };
    let all: Vec<Addr<'_>> = match parsed {
        Address::List(list) => list,
        Address::Group(groups) => groups.into_iter().flat_map(|group| group.addresses).collect(),
    };
    if all.len() > ADDRESSES {
        oddities.note("addresses beyond 500 left out");
    }
    all.iter().take(ADDRESSES).filter_map(mailbox).collect()
}

fn mailbox(addr: &Addr<'_>) -> Option<Mailbox> {
    let name = addr.name.as_deref().map(tidy_name).filter(|name| !name.is_empty());
    // Some programs put the address where the name belongs, and nothing else.
    let written = addr.address.as_deref().filter(|a| a.contains('@')).or(addr.name.as_deref())?;
    let address: String = written.trim().trim_matches(['<', '>', '\'', '"']).to_lowercase();
    plain_address(&address)?;
    Some(Mailbox { name: name.filter(|name| name.to_lowercase() != address), address })
}

fn tidy_name(name: &str) -> String {
    let decoded = if name.contains("=?") { super::words::decode(name) } else { name.to_owned() };
    let clean: String = decoded.chars().filter(|c| !super::header::is_unwanted(*c)).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['\'', '"']).to_owned()
}

/// The text itself where it is nothing but one address.
pub(super) fn plain_address(text: &str) -> Option<&str> {
    let text = text.trim();
    let (local, domain) = text.rsplit_once('@')?;
    let simple = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')' | ':' | '@')
    };
    let bare_local = !local.is_empty() && local.chars().all(simple);
    let bare_domain = !domain.is_empty() && domain.chars().all(simple);
    (bare_local && bare_domain && text.len() <= 320).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> (Option<Mailbox>, bool, Vec<String>, Vec<String>) {
        let mut oddities = Oddities::default();
        let block = super::super::header::split(raw.as_bytes(), &mut oddities);
        let author = author(&block, &mut oddities);
        let to = of_fields(&block, &["to", "cc", "delivered-to", "x-original-to"], &mut oddities);
        (author.mailbox, author.ambiguous, to, oddities.into_list())
    }

    #[test]
    fn names_comments_and_groups_are_understood() {
        let (from, ambiguous, to, _) = read(
            "From: =?UTF-8?Q?Budi_Santoso?= (warga) <Budi@Warga.Example>\nTo: Aduan: Dinkes@batang.example, \"Sari, A\" <sari@batang.example>;\nCc: dinkes@BATANG.example\n\n",
        );
        let from = from.unwrap();
        assert_eq!(from.address, "budi@warga.example");
        assert!(from.name.unwrap().starts_with("Budi Santoso"));
        assert!(!ambiguous);
        assert_eq!(to, ["dinkes@batang.example", "sari@batang.example"]);
    }

    #[test]
    fn two_authors_are_noticed_however_they_are_written() {
        assert!(read("From: a@x.example\nFrom: b@x.example\n\n").1);
        assert!(read("From: a@x.example, b@x.example\n\n").1);
        assert!(!read("From: a@x.example\n\n").1);
    }

    #[test]
    fn a_mail_without_from_takes_its_sender() {
        let (from, _, _, odd) = read("Sender: kurir@x.example\n\n");
        assert_eq!(from.unwrap().address, "kurir@x.example");
        assert_eq!(odd, ["no From"]);
    }

    #[test]
    fn an_address_in_the_name_is_not_the_author() {
        let (from, ..) = read("From: \"kadis@batang.example\" <penipu@x.example>\n\n");
        assert_eq!(from.unwrap().address, "penipu@x.example");
    }

    #[test]
    fn a_hundred_thousand_addresses_become_five_hundred() {
        let list = (0..100_000).map(|n| format!("a{n}@x.example")).collect::<Vec<_>>().join(", ");
        let (_, _, to, odd) = read(&format!("From: a@x.example\nTo: {list}\n\n"));
        assert_eq!(to.len(), ADDRESSES);
        assert!(odd.contains(&"addresses beyond 500 left out".to_owned()));
    }
}
