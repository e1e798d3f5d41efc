//! What mails say that hang on a citizen's mail: he forwards "as attachment" what he wrote, or what a clinic wrote to
//! him.
//!
//! In: his own words and the mails within his mail. Out: both as one text, each mail behind a line that names it.
//! Bounded: the whole stays in the raw mail. Does not know whose complaint it is.

use connectors::mime::Mail;

use super::reply::marker;

/// So many mails are read, all levels together.
const MAILS: usize = 8;
/// So many bytes of them, all together.
const BYTES: usize = 48 * 1024;
/// So much of a name or a subject stands in the line above a mail.
const NAMED: usize = 120;

/// The words of a mail and of the mails that hang on it; `None` where none hangs on it. Of a letter of ours that comes
/// back (`is_ours`: an address is) only the line stands there: what we wrote is nobody's complaint.
#[must_use]
pub fn with_attached(own: &str, mail: &Mail, is_ours: &dyn Fn(&str) -> bool) -> Option<String> {
    if mail.nested.is_empty() {
        return None;
    }
    // A mail without a word of its own was read as the first that hangs on it.
    let borrowed = mail.nested.iter().any(|nested| nested.text == mail.text);
    let mut told = Told { text: String::new(), mails: 0, left: BYTES, is_ours };
    told.tell_all(&mail.nested);
    let own = if borrowed { "" } else { own.trim_end() };
    Some(format!("{own}{}", told.text).trim_start().to_owned())
}

struct Told<'a> {
    text: String,
    mails: usize,
    left: usize,
    is_ours: &'a dyn Fn(&str) -> bool,
}

impl Told<'_> {
    fn tell_all(&mut self, mails: &[Mail]) {
        for mail in mails {
            if self.mails == MAILS {
                self.text.push_str("\n\n[surat terlampir selebihnya tidak dibaca; ada pada surat asli]");
            }
            self.mails += 1;
            if self.mails > MAILS {
                return;
            }
            self.tell(mail);
            self.tell_all(&mail.nested);
        }
    }

    fn tell(&mut self, mail: &Mail) {
        self.text.push_str(&format!("\n\n[Surat terlampir{}]", named(mail)));
        let ours = mail.from.as_deref().is_some_and(self.is_ours) || marker::find(&mail.text).is_some();
        let said = mail.text.trim();
        // What hangs on it is told behind it.
        let borrowed = mail.nested.iter().any(|nested| nested.text == mail.text);
        if ours || borrowed || said.is_empty() {
            return;
        }
        let shown = said.get(..said.floor_char_boundary(self.left)).unwrap_or(said);
        self.left -= shown.len();
        self.text.push('\n');
        self.text.push_str(shown);
        if shown.len() < said.len() {
            self.text.push_str("\n[surat terlampir terpotong; selengkapnya pada surat asli]");
        }
    }
}

/// `; dari: Klinik <klinik@contoh.example>; perihal: Jadwal`.
fn named(mail: &Mail) -> String {
    let short = |text: &str| text.chars().take(NAMED).collect::<String>();
    let from = match (&mail.from_name, &mail.from) {
        (Some(name), Some(address)) => Some(format!("{} <{address}>", short(name))),
        (None, Some(one)) | (Some(one), None) => Some(short(one)),
        (None, None) => None,
    };
    let subject = Some(short(mail.subject.trim())).filter(|subject| !subject.is_empty());
    let named = [("dari", from), ("perihal", subject)];
    named.into_iter().filter_map(|(what, value)| Some(format!("; {what}: {}", value?))).collect()
}

#[cfg(test)]
mod tests {
    use connectors::mime;

    use super::*;

    fn mail(own: &str, inner: &str) -> Mail {
        let raw = format!(
            "From: siti@warga.example\r\nSubject: Aduan\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{own}\r\n\
             --b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Klinik <klinik@x.example>\r\nSubject: Jadwal\r\n\r\n{inner}\r\n--b--\r\n"
        );
        mime::read(raw.as_bytes())
    }

    fn told(own: &str, inner: &str) -> String {
        with_attached(own, &mail(own, inner), &|from| from.ends_with("@kantor.example")).unwrap()
    }

    #[test]
    fn a_mail_that_hangs_on_another_is_read_behind_a_line_that_names_it() {
        let line = "[Surat terlampir; dari: Klinik <klinik@x.example>; perihal: Jadwal]";
        assert_eq!(told("Mohon dibaca.", "Dokter cuti."), format!("Mohon dibaca.\n\n{line}\nDokter cuti."));
        assert_eq!(
            told("", "Dokter cuti."),
            format!("{line}\nDokter cuti."),
            "told once, though it has no other words"
        );
        assert_eq!(with_attached("x", &Mail::default(), &|_| false), None);
    }

    #[test]
    fn a_letter_of_ours_is_only_named_and_a_long_one_is_cut() {
        let ours = told("Ini.", "##- Tulis jawaban di atas baris ini -##\r\n\r\nBila gawat darurat, telepon 119.");
        assert!(ours.ends_with("perihal: Jadwal]"), "{ours}");
        let long = told("Ini.", &"obat habis\r\n".repeat(10_000));
        assert!(long.len() < BYTES + 400 && long.ends_with("selengkapnya pada surat asli]"), "{}", long.len());
    }

    #[test]
    fn mails_within_mails_are_read_up_to_a_number() {
        let nested: Vec<Mail> = (0..20).map(|n| Mail { text: format!("surat {n}."), ..Mail::default() }).collect();
        let told = with_attached("Ini.", &Mail { nested, ..Mail::default() }, &|_| false).unwrap();
        assert!(told.contains("surat 7.") && !told.contains("surat 8."), "{told}");
        assert_eq!(told.matches("selebihnya tidak dibaca").count(), 1);
    }
}
