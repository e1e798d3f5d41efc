//! Whether a mail really comes from the domain in its From line, by the word of the office's own mail server.
//!
//! In: the mail and the name under which that server writes `Authentication-Results` (RFC 8601). Out: yes or no. Only
//! the topmost such header counts: everything below it may have come with the mail.

use connectors::mime::Mail;

/// True if the server `authserv_id` vouches for the sender: DMARC passed, or the sender logged in there, or DKIM or SPF
/// passed for the very domain of the From line (or one above or below it).
#[must_use]
pub fn vouched_for(mail: &Mail, authserv_id: &str) -> bool {
    let Some(top) = mail.header_values("authentication-results").next() else { return false };
    let Some(domain) = mail.from.as_deref().and_then(|from| from.split('@').next_back()) else { return false };
    let mut parts = top.split(';').map(str::trim);
    let by = parts.next().unwrap_or_default().split_whitespace().next().unwrap_or_default();
    !mail.ambiguous_from && by.eq_ignore_ascii_case(authserv_id) && parts.any(|part| vouches(part, domain))
}

/// One method's result: `dkim=pass header.d=dinkes.example`.
fn vouches(part: &str, domain: &str) -> bool {
    let part = without_comments(part).to_lowercase();
    let mut words = part.split_whitespace();
    let aligned = |keys: &[&str]| {
        part.split_whitespace().filter_map(|word| word.split_once('=')).any(|(key, value)| {
            keys.contains(&key) && same_organisation(value.rsplit('@').next().unwrap_or_default(), domain)
        })
    };
    match words.next() {
        Some("dmarc=pass" | "auth=pass") => true,
        Some("dkim=pass") => aligned(&["header.d", "header.i"]),
        Some("spf=pass") => aligned(&["smtp.mailfrom", "smtp.helo"]),
        Some(_) | None => false,
    }
}

/// Relaxed alignment (RFC 7489 §3.1): one is the other, or lies below it.
fn same_organisation(a: &str, b: &str) -> bool {
    let below = |lower: &str, upper: &str| {
        upper.contains('.') && lower.strip_suffix(upper).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    below(a, b) || below(b, a)
}

/// Text in brackets is for people.
fn without_comments(part: &str) -> String {
    let mut depth = 0_u32;
    part.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use connectors::mime;

    use super::vouched_for;

    fn vouched(results: &[&str]) -> bool {
        let mut mail = String::new();
        for result in results {
            mail.push_str(&format!("Authentication-Results: {result}\r\n"));
        }
        mail.push_str("From: Petugas <p2p@dinkes.example>\r\nSubject: Re\r\n\r\nJAWAB: sudah.\r\n");
        vouched_for(&mime::read(mail.as_bytes()), "mx.dinkes.example")
    }

    #[test]
    fn our_servers_word_counts() {
        assert!(vouched(&["mx.dinkes.example; dmarc=pass header.from=dinkes.example"]));
        assert!(vouched(&["mx.dinkes.example; spf=fail; dkim=pass (ok) header.d=dinkes.example"]));
        assert!(vouched(&["mx.dinkes.example; auth=pass smtp.auth=p2p"]));
    }

    #[test]
    fn a_strangers_word_does_not_count() {
        assert!(!vouched(&["evil.example; dmarc=pass"]));
        assert!(!vouched(&[]));
    }

    #[test]
    fn a_header_that_came_with_the_mail_stands_below_and_does_not_count() {
        assert!(!vouched(&["mx.dinkes.example; dmarc=fail", "mx.dinkes.example; dmarc=pass"]));
    }

    #[test]
    fn a_signature_of_another_domain_does_not_vouch() {
        assert!(!vouched(&["mx.dinkes.example; dkim=pass header.d=evil.example"]));
        assert!(!vouched(&["mx.dinkes.example; dkim=pass header.d=evildinkes.example"]));
        assert!(!vouched(&["mx.dinkes.example; dkim=pass header.d=example"]));
    }

    #[test]
    fn a_pass_inside_a_comment_is_no_pass() {
        assert!(!vouched(&["mx.dinkes.example; dkim=fail (dmarc=pass) header.d=dinkes.example"]));
    }
}
