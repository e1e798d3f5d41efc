//! What was understood, said back to the officer. Telephone numbers and the like are masked: a mail goes through many
//! hands.

use super::Setting;
use crate::decide::privacy;
use crate::decide::wording::dates;
use crate::domain::Sheet;

/// The fields in their order, `Kanal: tatap muka`.
#[must_use]
pub fn understood(sheet: &Sheet, setting: &Setting<'_>, zone_name: &str, public: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    let mut say = |name: &str, value: Option<&str>| out.extend(value.map(|value| format!("{name}: {value}")));
    let channel = sheet.channel.map(|channel| match &sheet.sub_channel {
        Some(said) => format!("{} ({said})", channel.label()),
        None => channel.label().to_owned(),
    });
    say("Kanal", channel.as_deref());
    let received = sheet.received.map(|at| dates::moment(at.with_timezone(&setting.zone).fixed_offset(), zone_name));
    say("Diterima", received.as_deref());
    say("Nama", sheet.name.as_deref().filter(|_| !sheet.anonymous && !sheet.secret));
    say("NIK", sheet.nik.as_deref().map(|_| "dicatat"));
    say("Alamat", sheet.address.as_deref().map(|_| "dicatat"));
    say("Telepon", sheet.phone.as_deref());
    say("WhatsApp", sheet.whatsapp.as_deref());
    say("Surel", sheet.email.as_deref());
    say("Tempat", sheet.place.as_deref());
    say("Waktu", sheet.time.as_deref());
    say("Petugas yang dikeluhkan", sheet.about.as_deref());
    say("Unit", sheet.unit.as_deref());
    say("Grade", sheet.grade.map(crate::domain::Grade::label));
    say("Jenis", sheet.class.map(crate::domain::Class::label));
    say("Rahasia", sheet.secret.then_some("ya"));
    say("Anonim", sheet.anonymous.then_some("ya"));
    say("Status", sheet.settled.then_some("selesai di tempat"));
    say("Jawaban", sheet.answer.as_deref());
    say("Lama layanan", sheet.duration.as_deref());
    say("Nomor asal", sheet.origin.as_deref());
    say("Tanda tangan", sheet.signed.as_deref());
    say("Nomor surat", sheet.letter_number.as_deref());
    say("Tanggal surat", sheet.letter_date.as_deref());
    out.into_iter().map(|line| privacy::mask(&line.replace('\n', " "), public).0).collect()
}
