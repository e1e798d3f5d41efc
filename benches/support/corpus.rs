//! Mails as an office receives them, always the same for the same seed.
//!
//! In: a seed. Out: any number of raw mails, each with its own Message-ID: short texts from telephones, HTML twins,
//! photographs (random bytes, so nothing compresses), now and then a very large one; 75 KB on average.
//! It does not know who reads them.

use base64::Engine as _;

/// What a mail carries, and of a thousand mails how many do.
const MIX: [(u64, Shape); 5] = [
    (460, Shape::Text),
    (340, Shape::Html),
    (155, Shape::Photos { bytes: 150_000 }),
    (40, Shape::Photos { bytes: 500_000 }),
    (5, Shape::Photos { bytes: 1_700_000 }),
];

/// The bare sentences complaints are made of; letters vary them by place, number and order.
const SENTENCES: [&str; 12] = [
    "Antrean di loket pendaftaran sangat panjang, saya menunggu sejak pukul enam pagi.",
    "Obatnya habis dan kami diminta membeli sendiri di apotek luar.",
    "Petugas di ruang tindakan melayani dengan baik, tetapi ruang tunggunya kotor.",
    "Mohon penjelasan mengapa layanan poli gigi tutup selama dua pekan ini.",
    "Kartu BPJS saya ditolak padahal iuran sudah dibayar setiap bulan.",
    "Ambulans baru datang setelah satu jam, padahal kami sudah menelepon tiga kali.",
    "Jadwal imunisasi balita berubah tanpa pemberitahuan kepada kader posyandu.",
    "Nyamuk bertambah banyak dan sudah ada tetangga yang dirawat karena demam berdarah.",
    "Saya mengusulkan agar ada nomor antrean elektronik seperti di kantor lain.",
    "Terima kasih atas layanannya, semoga ke depan lebih baik lagi.",
    "Limbah dari klinik di sebelah rumah kami dibuang ke saluran air warga.",
    "Apakah surat keterangan sehat dapat diurus pada hari Sabtu?",
];

const PLACES: [&str; 6] = ["Bandar I", "Bandar II", "Blado", "Tersono", "Limpung", "Warungasem"];

#[derive(Debug, Clone, Copy)]
enum Shape {
    Text,
    Html,
    Photos { bytes: u64 },
}

/// A never-ending row of mails.
#[derive(Debug, Clone)]
pub struct Corpus {
    chance: Chance,
    number: u64,
    seed: u64,
}

impl Corpus {
    /// The row that belongs to `seed`.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { chance: Chance(seed), number: 0, seed }
    }
}

impl Iterator for Corpus {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        self.number += 1;
        let shape = self.chance.shape();
        Some(mail(&mut self.chance, shape, self.seed, self.number).into_bytes())
    }
}

fn mail(chance: &mut Chance, shape: Shape, seed: u64, number: u64) -> String {
    let place = chance.pick(&PLACES);
    let text = text(chance, place);
    let mut mail = format!(
        "Received: from mx.warga.example (mx.warga.example [192.0.2.{host}])\r\n\tby relay.sandbox.test with ESMTPS;\r\n\
         \tMon, 16 Nov 2026 {hour:02}:{minute:02}:{second:02} +0700\r\n\
         From: \"Warga {number}\" <warga{number}@warga.example>\r\n\
         To: pengaduan@dinkes-batang.example\r\n\
         Subject: Pengaduan layanan Puskesmas {place} ({number})\r\n\
         Date: Mon, 16 Nov 2026 {hour:02}:{minute:02}:{second:02} +0700\r\n\
         Message-ID: <{number}.{seed:x}.{salt:016x}@warga.example>\r\n\
         MIME-Version: 1.0\r\n",
        host = number % 250 + 1,
        hour = number / 3_600 % 24,
        minute = number / 60 % 60,
        second = number % 60,
        salt = chance.next(),
    );
    match shape {
        Shape::Text => mail.push_str(&plain(&text)),
        Shape::Html => mail.push_str(&twins(chance, &text, number)),
        Shape::Photos { bytes } => mail.push_str(&with_photos(chance, &text, number, bytes)),
    }
    mail
}

/// A few sentences about one place, with what hangs below a mail: a signature, now and then an older mail.
fn text(chance: &mut Chance, place: &str) -> String {
    let mut text = format!("Yth. Dinas Kesehatan,\r\n\r\nSaya warga di sekitar Puskesmas {place}.\r\n");
    for _ in 0..3 + chance.below(9) {
        text.push_str(chance.pick(&SENTENCES));
        text.push_str("\r\n");
    }
    text.push_str("\r\nHormat saya,\r\nwarga\r\n-- \r\nDikirim dari ponsel\r\n");
    if chance.below(4) == 0 {
        text.push_str("\r\nPada 12 Nov 2026 09.14, Dinas Kesehatan menulis:\r\n");
        for _ in 0..10 {
            text.push_str(&format!("> {}\r\n", chance.pick(&SENTENCES)));
        }
    }
    text
}

fn plain(text: &str) -> String {
    format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}")
}

fn twins(chance: &mut Chance, text: &str, number: u64) -> String {
    let paragraphs: String = text
        .split("\r\n")
        .map(|line| {
            let line = line.replace('>', "&gt;");
            format!("<p class=\"MsoNormal\" style=\"margin:0cm;font-family:Calibri,sans-serif;color:#1F497D\">{line}</p>\r\n")
        })
        .collect();
    // Mail programs put kilobytes of style sheets in front.
    let style: String = (0..20 + chance.below(120))
        .map(|rule| {
            format!(
                "p.x{rule}, li.x{rule}, div.x{rule} {{mso-style-priority:{rule}; margin:0cm; font-size:11.0pt;}}\r\n"
            )
        })
        .collect();
    let edge = format!("twins-{number}");
    format!(
        "Content-Type: multipart/alternative; boundary=\"{edge}\"\r\n\r\n--{edge}\r\n{plain}\r\n--{edge}\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         <html><head><style>\r\n{style}</style></head><body>\r\n{paragraphs}</body></html>\r\n--{edge}--\r\n",
        plain = plain(text),
    )
}

fn with_photos(chance: &mut Chance, text: &str, number: u64, bytes: u64) -> String {
    let edge = format!("foto-{number}");
    let mut mail = format!("Content-Type: multipart/mixed; boundary=\"{edge}\"\r\n\r\n--{edge}\r\n{}\r\n", plain(text));
    // Half to one and a half times the usual size, in one or two photographs.
    let photos = 1 + chance.below(2);
    for photo in 1..=photos {
        let size = (bytes / 2 + chance.below(bytes)) / photos;
        mail.push_str(&format!(
            "--{edge}\r\nContent-Type: image/jpeg; name=\"IMG_{number}_{photo}.jpg\"\r\n\
             Content-Disposition: attachment; filename=\"IMG_{number}_{photo}.jpg\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n"
        ));
        push_base64(&mut mail, &chance.bytes(size));
    }
    mail.push_str(&format!("--{edge}--\r\n"));
    mail
}

/// Base64 in lines of 76, as mail programs write it.
fn push_base64(mail: &mut String, bytes: &[u8]) {
    for line in bytes.chunks(57) {
        base64::engine::general_purpose::STANDARD.encode_string(line, mail);
        mail.push_str("\r\n");
    }
}

/// SplitMix64: small, fast, the same on every machine.
#[derive(Debug, Clone)]
struct Chance(u64);

impl Chance {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`.
    const fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let place = usize::try_from(self.below(choices.len() as u64)).unwrap_or(0);
        choices.get(place).copied().unwrap_or_default()
    }

    fn shape(&mut self) -> Shape {
        let mut point = self.below(1_000);
        for (share, shape) in MIX {
            if point < share {
                return shape;
            }
            point -= share;
        }
        Shape::Text
    }

    fn bytes(&mut self, count: u64) -> Vec<u8> {
        (0..count.div_ceil(8)).flat_map(|_| self.next().to_le_bytes()).collect()
    }
}
