//! The vocabulary of a citizen's word on an answer: Indonesian as written and as texted, Javanese (ngoko and krama),
//! Madurese, Balinese, Kupang Malay. Patterns over small letters.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;

macro_rules! static_patterns {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)+) => { $(
        $(#[$meta])*
        pub(super) static $name: LazyLock<Regex> = LazyLock::new(|| pattern(&$text));
    )+ };
}

/// Words that negate what follows.
const NEGATION: &str = r"(?:tidak(?:lah)?|tdk|tak|ga|gak|gk|g|nggak|ngga|ngak|enggak|engga|ndak|ndk|nda|kagak|kaga|bukan|belum|blm|blom|belom|kurang|krg|jauh\s+dari|tanpa|ora|ra|mbonten|mboten|boten|dereng|durung|durong|rung|gurung|sonde|sond|son|snd|seng|tra|tara|tida|konden|tonden|durin|during|nenten|nente|tenten|tusing|sing|ten|tan|ta'|ta|tak|enj?h?a'|enj?h?e'|enja|njh?a'|bh?unt[eo]n|lo'|loq|lok|bolom|bellu[mn]|belun|gh?i'\s+(?:ta'|lo')|gh?ita'|henteu|hanteu|heunteu|teu|tacan|ka'e|kaes)";
/// `no` in Madurese that is `there is` in Javanese: it negates contentment alone.
const NEGATES_CONTENT: &str = r"(?:enten|onten)";
/// Negations that no other word is spelled like, so that alone they are a no.
const PLAIN_NO: &str = r"(?:tidak|tdk|gak|gk|ga|nggak|ngga|enggak|engga|ndak|ndk|nda|kagak|kaga|belum|blm|blom|belom|ora|mbonten|mboten|boten|dereng|durung|durong|gurung|sonde|sond|snd|konden|tonden|nenten|nente|tenten|tusing|enj?h?a'|enj?h?e'|enja|njh?a'|bh?unt[eo]n|bolom|bellu[mn]|belun|gh?i'\s+(?:ta'|lo'|bellu[mn])|gh?ita'|henteu|hanteu|heunteu|teu|tacan|ka'e|kaes|no|nope)";
/// Words of contentment.
const CONTENT: &str = r"(?:pu+a+s+|po+a+s+|memuaskan|terpuaskan|kepuasan|marem|lega|seneng|senang|gembira|bungah|remen|liang|demen|lebur|mantap|mantab)";
/// Words that a matter is settled.
const SETTLED_WORDS: &str = r"(?:beres|selesai|tuntas|rampung|teratasi|terselesaikan|tertangani|ditangani|ditindaklanjuti|ditanggapi|dijawab|terjawab|diperbaiki|dibantu|terbantu|cukup|cekap|jelas|sesuai|cocok|membaik|baik|bae|apik|sae|becik|bagus|lancar|normal|berubah|perubahan|perbaikan|rampong|mare|pragat|suud|setuju|ngerti|mengerti|paham|terima)";
/// `already`.
const ALREADY: &str =
    r"(?:sudah|udah|sdh|udh|dah|uda|suda|telah|su|so|sampun|mpun|pun|ampun|wis|wes|uwis|ampon|la|suba|sube)";

/// Whose contentment it is, and how much.
const PRECEDES: &str = r"(?:saya|sy|aku|aq|ak|kami|kita|kito|sini|ane|kulo|kula|dalem|beta|betong|katong|ketong|kitong|tiang|titiang|icang|kaule?|kaula|bula|abdina|abdi|kuring|engko'|sengko'|keluarga|warga|pasien|istri|suami|sangat|sgt|amat|sekali|sungguh|benar|betul|memang|merasa|rasa|ngerasa|rasanya|lebih|makin|semakin|jadi|menjadi|paling|persen|tentu|pasti|dan|serta|juga|jg|dengan|dgn|hati|yang|yg|jawaban|jawabannya|penjelasan|penjelasannya|pelayanan|pelayanannya|hasil|hasilnya|sekarang|ini|itu|semua|semuanya|akhirnya|bisa|dapat|kembali|lagi|ada|ono|ana|wonten|wenten|langsung|cepat|segera)";

static_patterns! {
    /// A word of contentment or settlement that is negated.
    NEGATED = format!(
        r"\b{NEGATION}\s+(?:[\w']+\s+){{0,2}}?(?:{CONTENT}|{SETTLED_WORDS})\b|\b{NEGATES_CONTENT}\s+(?:{CONTENT})\b"
    );
    /// Contentment.
    STRONG = format!(r"\b{CONTENT}\b");
    /// `sudah beres`, `su bae`, `wis rampung`; `cukup jelas`.
    SETTLED = format!(
        r"\b{ALREADY}\s+(?:[\w']+\s+)?{SETTLED_WORDS}\b|\b(?:cukup|cekap|sangat|amat)\s+(?:jelas|baik|membantu|terbantu|sae|apik)\b|\b(?:terima\s*kasih|makasih|makasi|trims|matur\s+(?:nuwun|suksma)|suksma|sakalangkong)\W+{ALREADY}\b|\b(?:terbantu|teratasi)\b|^\W*(?:beres|tuntas|selesai|rampung|cukup|cekap|setuju|jelas)(?:\s+\w+)?\W*$|\bmenerima\s+(?:jawaban|penjelasan)"
    );
    /// What mail programs say of mail in their owner's name: `terima kasih telah menghubungi kami`,
    /// `email Anda sudah kami terima`. It is no word on the answer.
    GOT_YOUR_MAIL = format!(
        r"\b(?:terima\s*kasih|terimakasih|thank\s+you)\s+(?:{ALREADY}\s+)?(?:atas\s+)?(?:menghubungi|mengirim\w*|menulis|kiriman|for\s+contacting)\b(?:\s+(?:kami|saya|us|(?:e-?mail|surel|pesan|surat)\w*))*|\b(?:e-?mail|surel|pesan|surat)\w*\s+(?:anda|bapak|ibu|bpk|saudara|sdr)\b[^.,!?\n]{{0,30}}?\b(?:terima|diterima|berarti|penting)\b"
    );
    /// A reply that opens with a yes.
    OPENS_WITH_YES = format!(
        r"^\W*(?:ya+h?|iya+|iy|yes|yess|y|yoi|yo|nggih|inggih|injih|enggih|enggi|engghi|iyo|iyeu|patut|ok|oke|okay|okey|sip|siip|{ALREADY})\b"
    );
    /// What acknowledges and judges nothing: `ok siap pak`.
    COURTESY = r"\b(?:ok(?:e+|ay|ey|eh)?|oks|sip|siip|siap|siyap|baik|baiklah|noted|sae|becik|mangga|monggo|patut)\b";
    /// That he has understood, which is no word on it either: `ok paham`.
    UNDERSTOOD = r"\b(?:ngerti|ngertos|mengerti|paham|faham|dipahami|dimengerti|diterima|terima|tahu|tau|catat|dicatat|laksanakan|laksanaken)\b";
    /// A yes.
    YES = r"\b(?:ya+h?|iya+|iy|yes|yess|y|yoi|yo|nggih|nggeh|inggih|injih|njih|enggih|enggi|engghi|iyo|iyeu|eng?gh?i|nah)\b";
    /// `already`, wherever it stands.
    DONE = format!(r"\b{ALREADY}\b");
    /// A negation that says no by itself, or that is all there is.
    NO = format!(r"(?:^|[\s\W]){PLAIN_NO}(?:$|[\s\W])|^\W*(?:{NEGATION}|{NEGATES_CONTENT})\W*$");
    /// A reply that opens with one.
    OPENS_WITH_NO = format!(r"^\W*(?:ya\s+|maaf\s+|mohon\s+maaf\s+|masih\s+|jelas\s+)?{PLAIN_NO}(?:$|[\s\W])");
    /// `tidak apa-apa`, `tidak usah`, `belum sempat`: no word against the answer.
    NOT_A_NO = format!(
        r"\b{PLAIN_NO}\s+(?:apa|apa-apa|apa2|papa|popo|opo|opo-opo|punapa|masalah|usah|perlu|mengapa|kenapa|lupa|keberatan|tahu|tau|ngerti\s+kapan|sempat|sempet|cek|dicek|ngecek|coba|mencoba|nyoba|lihat|liat|baca|membaca|kebaca|terbaca)\b"
    );
    /// Nothing is wrong any more.
    NO_TROUBLE = r"\b(?:tidak|tdk|gak|ga|gk|nggak|ngga|ndak|nda|sonde|ora|mboten|boten|nenten|sudah\s+tidak|tanpa)\s+(?:ada|ono|ana|wonten|enten)?\s*(?:lagi\s+|malih\s+|maning\s+)?(?:yang\s+|sing\s+)?(?:keluhan|keluh\s+kesah|masalah|kendala|persoalan|hambatan|pertanyaan|mengeluh)(?:\s+(?:lagi|malih|maning|apa-apa|apapun))?\b";
    /// Words against the answer, whatever stands beside them.
    AGAINST = r"\b(?:kecewa|mengecewakan|kekecewaan|kuciwa|gela|getun|percuma|sia-sia|bohong|dibohongi|ngapusi|diapusi|omong\s+kosong|asal\s+jawab|mengada-ada|menolak\s+jawaban|tidak\s+terima|gak\s+terima|keberatan\s+(?:dengan|dgn|atas|terhadap|sama)\s+(?:jawaban|penjelasan|penyelesaian|tanggapan|hasil)\w*|belum\s+menjawab|tidak\s+menjawab|gak\s+nyambung|tidak\s+nyambung|ga\s+nyambung|sama\s+(?:saja|aja|sa|mawon|wae|bae)|podo\s+wae|padha\s+wae|pada\s+wae|patut\s+bae|tak\s+padha)\b|\b(?:gh?i'|paggun)\s+tada'";
    /// The matter goes on: `masih kosong`, `belum ada perubahan`, `tetap saja`.
    GOES_ON = format!(
        r"\b(?:masih|msh|tetap|tetep|ttp|tasih|esih|isih|nu|kari|gi')\s+(?:[\w']+\s+)?(?:kosong|sama|saja|aja|wae|mawon|lama|suwe|dangu|tutup|rusak|habis|entek|telas|antre|antri|ngantre|ngantri|begitu|begini|seperti|kaya|koyo|kados|ngoten|mekaten|bagitu|kotor|bau|mambu|mati|menunggu|nunggu|galak|kasar|ketus|jutek|macet|gelap|bayar|ditolak|dipersulit|menumpuk)\b|\b{PLAIN_NO}\s+(?:[\w']+\s+){{0,2}}?(?:ada|dapat|dapet|bisa|datang|berubah|jalan|buka|dibuka|diperbaiki|ditangani|ditindak\w*|dikirim|sampai|diterima|dilayani|diganti|dibayar|dikembalikan|onten|wonten|ana|ono|oleh|angsal|polih|pole|wenten|bade|dapa|datang|dibalas|direspon|dikerjakan|sembuh)\b"
    );
    /// `bukan tidak puas`.
    DOUBLE_NEGATION = r"\b(?:bukan|bukannya|sanes|dudu)\s+(?:tidak|tdk|gak|ga|ora|mboten|belum|sonde)\b";
    /// Content only if.
    CONDITION = r"\b(?:kalau|kalo|klo|jika|bila|apabila|asal|asalkan|nek|menawi|yen|baru|lamun|lek|andai\w*|seandainya)\b";
    /// Half, hoped for, or asked scornfully: `agak puas`, `semoga puas`, `mana bisa puas`, `akan puas`.
    HEDGE = r"\b(?:agak|rada|lumayan|setengah|separuh|sedikit|hampir|semoga|moga-moga|mugi-mugi|mudah-mudahan|mana\s+(?:bisa|mungkin)|gimana|bagaimana|bgmn|gmn|piye|kepiye|pripun)\b|\b(?:akan|bakal|mau|iso|bisa)\s+(?:\w+\s+)?puas\b|\bpuas\s+(?:apanya|apane|dari\s*mana|darimana|opo)\b";
    /// What a plain yes is made of, beside politeness and thanks.
    YES_AND_MORE = format!(
        r"\b(?:ya+h?|iya+|iy|yes+|y|yoi|yo|nggih|inggih|injih|enggih|enggi|engghi|iyo|iyeu|patut|ok|oke|okay|okey|sip|siip|{ALREADY}|{SETTLED_WORDS}|{CONTENT}|sekarang|saiki|mangkin|niki|ini|itu|semua|semuanya|kabeh|kok|lah|deh|sih|ko|dong|kaka|betul|benar|bgt|saget)\b"
    );
    /// What may stand before a word of contentment: whose it is, how much, since when. Any other word there may be a no
    /// of a tongue that is not known here.
    MAY_PRECEDE = format!(
        r"^(?:{ALREADY}|{PRECEDES}|{SETTLED_WORDS}|{CONTENT}|ya+h?|iya+|yes+|y|yo|nggih|inggih|injih|enggh?i|iyo|iyeu|ok|oke|okay|sip|siap|pak|bpk|bapak|bu|ibu|mas|mbak|kak|min|admin|dok|dokter|kaka|alhamdulillah|syukur|puji|tuhan|terima|tarima|kasih?|makasih|suwun|nuwun|suksma|sakalangkong)$"
    );
    /// Words after which another view follows.
    CONTRAST = r"\b(?:tapi|tetapi|tp|namun|cuma|cuman|hanya\s+saja|nanging|naming|ning|mung|nangin|nanghing|kewala|tape|tapeh|sayang|sayangnya|meski|meskipun|walau|walaupun|padahal|akan\s+tetapi)\b";
    /// What a content person does not tell.
    TROUBLE = r"\b(?:masih|msh|malah|kok|koq|percuma|belum|blm|tidak|tdk|gak|ga|nggak|lagi-lagi|menunggu|nunggu|berjam-jam|antri|antre|ngantri|dibentak|ditipu|disuruh|dipersulit|dimarahi|ditolak|sonde|dereng|durung|ora|mboten|konden|nenten|kapan|mohon|tolong|seharusnya|harusnya|besok-besok)\b";
    /// Praise that is none: `puas kalian`, `hebat sekali ya`, a rolling eye.
    IRONY = r"^\W*(?:ya|yo)\s+(?:sudah|udah|wis|wes|sdh|uda|dah)(?:lah)?\W*$|\bcukup\s+sudah\b|\bsudah\s+cukup\s*!|\b(?:puas\s+(?:kalian|kamu|anda|kau|lu|loe|kowe|sampeyan|lo)|hebat|luar\s+biasa\s+(?:lama|parah)|selamat\s+ya|terserah|ya\s+sudahlah|y[ao]\s*(?:u?w[ie]s|sudah|udah|sdh|wes|mpun|pun)\s*lah|pasrah|nyerah|menyerah|nrim[oa]|nerim[oa]\s+(?:wae|ae|mawon|saja)|mau\s+(?:gimana|bagaimana|bgmn|apa)\s+lagi|apa\s+boleh\s+buat|(?:arep|ape)\s+(?:piye|priben|kepriye)\s+maneh|capek?\s+(?:lapor|hati|saya)|wkwk\w*|haha\w*|hehe\w*|nyindir|katanya|jam\s+kosong|bagus\s+banget\s+ya)\b|🙄|😏|👏|🤣|😂|😡|🤬|👎|\b\d+\s*(?:jam|hari|minggu|bulan|tahun)\b";
    /// Thanks.
    THANKS = r"\b(?:(?:ucapan\s+)?(?:terima|tarima|trima)\s*(?:kasih?|kase)|terimakasih|trimakasih|tarimakasi|makasih|makasi|maksih|mksh|mksih|trims|trim|tks|thanks|thx|tq|thank\s+you|matur\s*(?:nuwun|suwun|suksma)|mator\s+(?:sakalangkong|kaso'on)|sakalangkong|kaso'on|nuwun|suwun|suksma|sukseme)\b";
    /// What stands beside thanks and says nothing.
    POLITE = r"\b(?:ya|yah|pak|bpk|bapak|bu|ibu|mas|mbak|kak|kakak|min|admin|dok|dokter|bos|bang|semua|banyak|byk|banya|kaka|sekali|sangat|sanget|banget|atas|untuk|utk|buat|jawaban|jawabannya|penjelasan|penjelasannya|info|infonya|informasi|informasinya|balasan|balasannya|respon|responnya|tanggapan|tanggapannya|perhatian|perhatiannya|bantuan|bantuannya|waktu|waktunya|kerja|samanya|sama|nggih|inggih|salam|hormat|kami|saya|dari|wassalam|wassalamualaikum|assalamualaikum|amin|aamiin|sebelumnya|dan|baik|siap|sudah|dibalas|membalas|tuan|nyonya|nona|ama|bae)\b";
    /// `KEBERATAN`: not on the board.
    OBJECTS_TO_BOARD = r"^\W*(?:saya\s+|kami\s+|sy\s+|kulo\s+|kula\s+|beta\s+)?keberatan(?:\s+(?:pak|bu|min|ya))?\W*$|\bkeberatan\b[^.!?\n]*\b(?:papan|tempel|ditempel|tempelkan|dipasang|pasang|dimuat|publik\w*|dipublik\w*|diumumkan|pengumuman|umumkan|disebar\w*|ditampilkan)\b|\bjangan\s+(?:\w+\s+)?(?:ditempel|dipasang|diumumkan|dipublikasi\w*|ditampilkan)\b";
    /// `tidak keberatan`.
    DOES_NOT_OBJECT = format!(r"\b{NEGATION}\s+keberatan\b");
}
