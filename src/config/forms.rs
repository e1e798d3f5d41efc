//! `[import]` and `[[form_mail]]` of an office's file: what its columns and web forms call the fields of the register.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::problem::Problem;
use super::read::Source;
use crate::decide::registration::table::is_field;
use crate::domain::{FormMail, Forms};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportFile {
    /// Heading of a column, field of the register.
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormMailFile {
    /// The address that its mails come from.
    from: Spanned<String>,
    /// Words in its subjects.
    #[serde(default)]
    subject: String,
    /// Name on the form, field of the register.
    #[serde(default)]
    fields: BTreeMap<String, Spanned<String>>,
}

/// Checks both.
pub(super) fn forms(
    import: &ImportFile,
    form_mail: &[FormMailFile],
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Forms {
    let columns = fields(&import.columns, "import.columns", source, problems);
    let mut form_mails = Vec::new();
    for form in form_mail {
        let from = form.from.get_ref().trim().to_lowercase();
        if !from.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) {
            let right = "the address that the website's form mails come from, such as formulir@rsud.example";
            let what = format!("{from:?} is no mail address");
            problems.push(source.problem(&form.from, "form_mail.from", what, right));
        }
        let fields = fields(&form.fields, "form_mail.fields", source, problems);
        form_mails.push(FormMail { from, subject: form.subject.to_lowercase(), fields });
    }
    Forms { columns, form_mails }
}

fn fields(
    named: &BTreeMap<String, Spanned<String>>,
    key: &str,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, String> {
    for field in named.values() {
        if !is_field(field.get_ref()) {
            let what = format!("the register has no field {:?}", field.get_ref());
            let right = "kanal, diterima, nama, nik, alamat, telp, wa, email, tempat, waktu, petugas, unit, grade, rahasia, \
                         anonim, jenis, status, jawaban, nomor asal, perihal or isi";
            problems.push(source.problem(field, key, what, right));
        }
    }
    named.iter().map(|(name, field)| (name.clone(), field.get_ref().clone())).collect()
}
