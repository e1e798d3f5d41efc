//! Pages that take texts by HTTP, as they are configured.

use penghubung::config::Secrets;

use super::{Desk, EXAMPLE, PASSWORD};

fn with_page(lines: &str) -> Desk {
    let desk = Desk::with(&format!("{EXAMPLE}\n[[page]]\n{lines}"));
    desk.secret("laman", 0o600);
    desk
}

const RIGHT: &str = "office = \"batang\"\nposting = \"konlaporbae\"\nurl = \"https://laman.example/api\"\n\
                     headers = [{ name = \"Authorization\", password_file = \"secrets/laman\" }]\n";

#[test]
fn a_page_is_known_by_its_office_and_posting_and_its_secret_is_not_shown() {
    let config = with_page(RIGHT).load(Secrets::Needed).unwrap();
    let page = &config.pages[0];
    assert_eq!((page.office.0.as_str(), page.posting.as_str()), ("batang", "konlaporbae"));
    assert!(page.headers[0].value.is_some() && !format!("{config:?}").contains(PASSWORD));
}

#[test]
fn every_fault_of_a_page_is_told_with_what_would_be_right() {
    for (wrong, by, key, what, right) in [
        ("konlaporbae", "konlaporbe", "page[0].posting", "no posting \"konlaporbe\"", "konlaporbae"),
        ("konlaporbae", "sosmed", "page[0].posting", "of = \"answers\"", "konlaporbae"),
        ("batang", "batamg", "page[0].office", "batamg", "batang"),
        ("https://laman.example/api", "http://laman.example/api", "page[0].url", "no address behind HTTPS", "https://"),
        ("https://laman.example/api", "javascript:alert(1)", "page[0].url", "no address behind HTTPS", "https://"),
        ("https://laman.example/api", "https://laman.example:a/", "page[0].url", "laman.example:a", "https://"),
        (
            "password_file = \"secrets/laman\"",
            "value = \"abc\"",
            "page[0].headers[0].password",
            "does not belong",
            "chmod 600",
        ),
    ] {
        let faults = with_page(&RIGHT.replace(wrong, by)).faults(Secrets::NotNeeded);
        let found = faults.iter().find(|fault| fault.key == key).unwrap_or_else(|| panic!("{by}: {faults:#?}"));
        assert!(found.what.contains(what) && found.right.contains(right) && found.line > 0, "{found:#?}");
    }
    let twice = format!("{RIGHT}\n[[page]]\n{RIGHT}");
    assert!(with_page(&twice).faults(Secrets::NotNeeded).iter().any(|fault| fault.what.contains("has a page already")));
}
