//! What every check of the main file needs at hand: the text it talks about, where paths start, whether secrets are
//! wanted, and the growing list of faults.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::de::IgnoredAny;
use serde_spanned::Spanned;

use super::problem::Problem;
use super::read::Source;
use super::secrets::{self, SecretFault, SecretPlace};
use super::{Secrets, nearest};
use crate::decide::OfficeBook;
use crate::domain::OfficeId;

/// A check under way.
pub(super) struct Check<'a> {
    pub source: &'a Source,
    /// `$CREDENTIALS_DIRECTORY`, where systemd gave one.
    pub credentials: Option<&'a Path>,
    pub want: Secrets,
    pub problems: &'a mut Vec<Problem>,
}

/// The three keys that can say where a password is.
pub(super) struct SecretKeys<'a> {
    pub key: &'a str,
    pub file: Option<&'a Spanned<PathBuf>>,
    pub credential: Option<&'a Spanned<String>>,
    pub inline: Option<&'a Spanned<IgnoredAny>>,
}

impl Check<'_> {
    /// Records a fault at the line of `at`.
    pub fn fault<T>(
        &mut self,
        at: &Spanned<T>,
        key: impl Into<String>,
        what: impl Into<String>,
        right: impl Into<String>,
    ) {
        self.problems.push(self.source.problem(at, key, what, right));
    }

    /// A path as the file means it: relative to the file.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.source.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// The trimmed text of a key that may not be empty.
    pub fn filled<'s>(&mut self, at: &'s Spanned<String>, key: &str) -> &'s str {
        let text = at.get_ref().trim();
        if text.is_empty() {
            self.fault(at, key, "is empty", "give it a value");
        }
        text
    }

    /// A mail address, in lower case.
    pub fn address(&mut self, at: &Spanned<String>, key: &str) -> String {
        let address = at.get_ref().trim().to_lowercase();
        if !looks_like_address(&address) {
            self.fault(at, key, format!("{address:?} is not a mail address"), "write name@domain, without a name");
        }
        address
    }

    /// The address of somebody who reads: no office's own intake, which only the daemon reads.
    pub fn reader(&mut self, at: &Spanned<String>, key: &str, books: &[OfficeBook]) -> String {
        let address = self.address(at, key);
        if let Some(book) = books.iter().find(|book| book.office.intake.contains(&address)) {
            let what = format!("{address} is the intake of {}: it would reach the daemon's own box", book.office.id);
            self.fault(at, key, what, "the address at which a person reads");
        }
        address
    }

    /// A host or mail domain, in lower case.
    pub fn domain(&mut self, at: &Spanned<String>, key: &str) -> String {
        let domain = at.get_ref().trim().to_lowercase();
        let odd = |c: char| !(c.is_alphanumeric() || "-.[]:".contains(c));
        if domain.is_empty() || domain.contains(odd) || domain.starts_with('.') || domain.ends_with('.') {
            self.fault(at, key, format!("{domain:?} is not a domain"), "write a name such as pengaduan.dinkes.example");
        }
        domain
    }

    /// An office that must be one of the enabled ones.
    pub fn office(&mut self, at: &Spanned<String>, key: &str, enabled: &[OfficeId]) {
        if enabled.iter().any(|office| office.0 == *at.get_ref()) {
            return;
        }
        let known: Vec<&str> = enabled.iter().map(|office| office.0.as_str()).collect();
        let right =
            nearest::did_you_mean(at.get_ref(), &known).unwrap_or_else(|| format!("enabled are: {}", known.join(", ")));
        self.fault(at, key, format!("no enabled office {:?}", at.get_ref()), right);
    }

    /// Names that may stand only once; `what` is the array they stand in.
    pub fn unique<'s>(&mut self, names: impl Iterator<Item = &'s Spanned<String>>, what: &str) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (n, name) in names.enumerate() {
            let before = *first.entry(name.get_ref().trim()).or_insert(n);
            if before != n {
                let clash = format!("{what}[{before}] has the name {:?} already", name.get_ref());
                self.fault(name, format!("{what}[{n}].name"), clash, "give each its own name");
            }
        }
    }

    /// A word that must be readable as something.
    pub fn parsed<T>(
        &mut self,
        at: Option<&Spanned<String>>,
        key: &str,
        usual: T,
        right: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> T {
        let Some(at) = at else { return usual };
        parse(at.get_ref()).unwrap_or_else(|| {
            self.fault(at, key, format!("{:?} is not understood", at.get_ref()), right);
            usual
        })
    }

    /// Where a password is, if the keys say so. An inline one is refused.
    pub fn place(&mut self, keys: &SecretKeys<'_>) -> Option<SecretPlace> {
        if let Some(at) = keys.inline {
            self.fault(
                at,
                format!("{}.password", keys.key),
                "a password does not belong into this file",
                "put it into a file of its own (chmod 600) and write password_file = \"…\", or credential = \"…\" with LoadCredential= in the unit",
            );
        }
        match (keys.file, keys.credential) {
            (Some(at), Some(_)) => {
                self.fault(
                    at,
                    format!("{}.password_file", keys.key),
                    "two places for one password",
                    "keep either password_file or credential",
                );
                None
            }
            (Some(at), None) => Some(SecretPlace::File(self.path(at.get_ref()))),
            (None, Some(at)) => Some(SecretPlace::Credential(at.get_ref().clone())),
            (None, None) => None,
        }
    }

    /// Fetches the password of a place, if this caller wants secrets. `check` on a desk wants none, and tells all the
    /// same what the service would refuse: a file that everybody may read, or an empty one.
    pub fn secret(&mut self, keys: &SecretKeys<'_>, place: &SecretPlace, wanted: bool) -> Option<SecretString> {
        if !wanted {
            if self.want == Secrets::NotNeeded
                && let Err(fault) = secrets::look(place, self.credentials)
                && fault.is_certain()
            {
                self.secret_fault(keys, place, &fault);
            }
            return None;
        }
        match secrets::fetch(place, self.credentials) {
            Ok(secret) => Some(secret),
            Err(fault) => {
                self.secret_fault(keys, place, &fault);
                None
            }
        }
    }

    fn secret_fault(&mut self, keys: &SecretKeys<'_>, place: &SecretPlace, fault: &SecretFault) {
        match (place, keys.file, keys.credential) {
            (SecretPlace::File(_), Some(at), _) => {
                self.fault(at, format!("{}.password_file", keys.key), fault.to_string(), fault.remedy());
            }
            (SecretPlace::Credential(_), _, Some(at)) => {
                self.fault(at, format!("{}.credential", keys.key), fault.to_string(), fault.remedy());
            }
            (SecretPlace::File(_), None, _) | (SecretPlace::Credential(_), _, None) => {}
        }
    }
}

/// True for `name@domain`: one @, no blanks or brackets, something on both sides, nothing that would end a header.
#[must_use]
pub fn looks_like_address(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>(),;:\"[]\\@".contains(c);
    let host = !domain.is_empty() && !domain.starts_with('.') && !domain.ends_with('.');
    !name.is_empty() && host && !name.contains(odd) && !domain.contains(odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_bare_name_at_a_domain() {
        for right in ["pengaduan@dinkes.example", "a.b+c@d.e.test", "root@localhost"] {
            assert!(looks_like_address(right), "{right}");
        }
        for wrong in ["", "@", "a@", "@b", "a b@c", "A <a@b>", "a@b@c", "a@b\r\nBcc: c@d", "a@.b", "a@b."] {
            assert!(!looks_like_address(wrong), "{wrong}");
        }
    }
}
