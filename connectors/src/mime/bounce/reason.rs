//! Why a mail did not arrive, in one word of our own.
//!
//! In: action, enhanced status and the server's words. Out: the reason, and whether it is final. The status counts
//! first; words only where the status says nothing.

/// The first enhanced status code (RFC 3463) of a text, `5.1.1`; no part of a version or an IP address.
pub(super) fn status_in(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|word| word.trim_matches('.'))
        .find(|word| is_status(word))
        .map(str::to_owned)
}

fn is_status(word: &str) -> bool {
    let mut groups = word.split('.');
    let (Some(class), Some(subject), Some(detail), None) = (groups.next(), groups.next(), groups.next(), groups.next())
    else {
        return false;
    };
    matches!(class, "2" | "4" | "5") && (1..=1).contains(&subject.len()) && (1..=3).contains(&detail.len())
}

/// Reason and finality. An over-quota of our own sender is not final: the provider takes mail again after a day.
pub(super) fn of(action: &str, status: Option<&str>, words: &str) -> (&'static str, bool) {
    match action {
        "delivered" | "relayed" | "expanded" => return ("delivered", false),
        "delayed" => return ("delayed", false),
        _ => {}
    }
    let words = words.to_lowercase();
    if status == Some("5.4.5") || any(&words, &["daily user sending", "sending quota", "sending limit"]) {
        return ("over_quota", false);
    }
    let by_status = status.and_then(of_status);
    let reason = match by_status {
        // A refusal often hides a full mailbox or an unknown user behind 5.7.1 or 5.0.0.
        Some("blocked") | None => of_words(&words).or(by_status).unwrap_or("other"),
        Some(reason) => reason,
    };
    let permanent = action == "failed" || status.is_none_or(|code| !code.starts_with('4'));
    (reason, permanent)
}

fn of_status(code: &str) -> Option<&'static str> {
    let (_, rest) = code.split_once('.')?;
    match rest {
        "1.1" | "1.6" | "1.10" | "1.0" | "1.3" | "2.1" => Some("user_unknown"),
        "2.2" => Some("mailbox_full"),
        "1.2" | "4.4" | "4.310" | "4.312" => Some("host_unknown"),
        "2.3" | "3.4" => Some("too_large"),
        "4.7" | "4.1" | "4.300" | "4.316" => Some("expired"),
        _ if rest.starts_with("7.") => Some("blocked"),
        _ => None,
    }
}

/// What servers say, most telling first.
const VOCABULARY: [(&str, &[&str]); 7] = [
    (
        "mailbox_full",
        &[
            "mailbox full",
            "mailbox is full",
            "quota exceeded",
            "over quota",
            "overquota",
            "exceeded storage",
            "out of storage",
            "mailbox for user is full",
            "kotak surat penuh",
            "exceeded its quota",
            "inbox is full",
            "insufficient storage",
        ],
    ),
    (
        "user_unknown",
        &[
            "user unknown",
            "unknown user",
            "no such user",
            "does not exist",
            "doesn't exist",
            "no mailbox here",
            "user doesn't have",
            "recipient not found",
            "recipientnotfound",
            "unknown recipient",
            "mailbox unavailable",
            "mailbox not found",
            "address rejected",
            "couldn't be found",
            "wasn't found",
            "unrouteable address",
            "invalid recipient",
            "no such recipient",
            "unable to find the recipient",
            "account is disabled",
            "mailbox disabled",
            "address couldn't be found",
            "not a valid mailbox",
            "unknown local",
        ],
    ),
    (
        "too_large",
        &["message too large", "message size exceeds", "exceeds maximum", "message exceeds", "too big", "size limit"],
    ),
    (
        "blocked",
        &[
            "blocked",
            "blacklist",
            "spam",
            "policy",
            "rejected due to",
            "not allowed",
            "denied",
            "unsolicited",
            "reputation",
            "dmarc",
            "relaying",
        ],
    ),
    (
        "host_unknown",
        &[
            "host not found",
            "domain not found",
            "host or domain name not found",
            "unknown host",
            "couldn't find any host",
            "no mx",
            "nxdomain",
            "name service error",
            "domain does not",
            "not found by dns",
            "unrouteable mail domain",
        ],
    ),
    (
        "expired",
        &[
            "retry timeout exceeded",
            "too long",
            "delivery temporarily suspended",
            "connection timed out",
            "timed out",
            "could not be delivered for",
            "message expired",
            "retry time not reached",
        ],
    ),
    ("delayed", &["will be retried", "delayed", "still trying"]),
];

fn of_words(words: &str) -> Option<&'static str> {
    // A host that "does not exist" is not a user who does not.
    let host = VOCABULARY.iter().find(|(name, signs)| *name == "host_unknown" && any(words, signs));
    host.or_else(|| VOCABULARY.iter().find(|(_, signs)| any(words, signs))).map(|(name, _)| *name)
}

fn any(words: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| words.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_machine_is_no_status() {
        assert_eq!(status_in("from [203.0.113.5] said: 550 5.1.1 unknown").as_deref(), Some("5.1.1"));
        assert_eq!(status_in("Exim 4.96.2.1 host 5.1.1.7"), None);
        assert_eq!(status_in("550-5.7.26 This mail").as_deref(), Some("5.7.26"));
    }

    #[test]
    fn reasons_follow_the_status_then_the_words() {
        assert_eq!(of("failed", Some("5.1.1"), ""), ("user_unknown", true));
        assert_eq!(of("failed", Some("5.2.2"), ""), ("mailbox_full", true));
        assert_eq!(of("failed", Some("5.0.0"), "550 no such user here"), ("user_unknown", true));
        assert_eq!(of("delayed", Some("4.4.1"), ""), ("delayed", false));
        assert_eq!(of("delivered", Some("2.0.0"), ""), ("delivered", false));
        assert_eq!(of("failed", Some("4.4.7"), ""), ("expired", true));
        assert_eq!(of("failed", Some("5.7.1"), "mailbox full"), ("mailbox_full", true));
        assert_eq!(of("", Some("4.2.2"), ""), ("mailbox_full", false));
        assert_eq!(of("failed", Some("5.4.5"), "Daily user sending limit exceeded"), ("over_quota", false));
    }
}
