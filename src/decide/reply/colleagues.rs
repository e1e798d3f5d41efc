//! Officers among themselves: orders, questions, what is said of a reporter behind his back. In: a text that an officer
//! wrote. Out: whether it sounds so. Does not know for whom he marked it.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;

/// Signs that only count where no `JAWAB:` says for whom the text is: a colleague's manner, the reporter spoken of as
/// of somebody else.
pub(super) fn is_colleagues_talk(text: &str) -> bool {
    static TALK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?imx)
              \b(?:tolong|mohon|mhn|tlg|tlong|minta|agar)\s+(?:segera\s+|utk\s+|untuk\s+)?di(?:jawab|balas|selesaikan|proses|urus|bantu|siapkan|konfirmasi|hubungi|telp|telepon|kawal|atensi|monitor|pelajari|klarifikasi|lanjuti|respon|perhatikan)\w*\b
            | \b(?:tolong|tlg)\s+(?:jawab|balas|proses|bantu|hubungi|telp|telepon|siapkan|jelaskan|selesaikan|urus)\w*\b
            | \b(?:tambahan|perpanjangan|penambahan)\s+waktu\b | \bminta\s+(?:perpanjangan|tambahan|waktu)\b
            | ^\W*(?:baik|baiklah|ok|oke|okey|iya|ya|y|sip|siap|noted)\b\W+(?:(?:pak|bapak|bpk|bu|ibu|mas|mbak|mba|kak|min|ndan|dok)\b|(?:sdh|sudah|nanti|sy|saya|kami)\s+(?:sy|saya|kami|akan|teruskan|sampaikan|cek|koordinasi\w*|tanya\w*|infokan)\b)
            | \b(?:sdh|sudah|telah|udah)\s+(?:sy|saya|tak)\s+(?:teruskan|sampaikan|koordinasikan|koordinasi|laporkan|infokan|forward|telp|telpon|wa|hubungi|tanyakan)\b
            | \b(?:di)?(?:jawab|balas)\s+(?:apa|gimana|gmn|bagaimana|bgmn|saja|aja|dulu)\b
            | ^\W*(?:ini|itu|yg\s+ini|yang\s+ini)\s+(?:ranah|tupoksi|urusan|kewenangan|wewenang|bagian|bidang|punya|masuk)\b
            | ^\W*(?:(?:mohon|maaf|pak|bu|bapak|ibu)\W+)*(?:(?:ini|itu|laporan(?:nya)?|aduan(?:nya)?)\W+(?:ini\W+)?)?(?:bukan|bkn)\s+(?:kewenangan|wewenang|ranah|tupoksi|urusan|bidang|bagian)\b
            | \bsalah\s+(?:alamat|kirim|sambung|tujuan|disposisi)\b
            | ^\W*(?:(?:mohon|maaf|pak|bu|bapak|ibu)\W+)*(?:(?:ini|itu|laporan(?:nya)?|aduan(?:nya)?)\W+(?:ini\W+)?)?(?:se)?(?:harus|mesti)nya\s+(?:ini\s+)?(?:ke|kepada|kpd|masuk|ditujukan|dikirim|ditangani|dijawab)\b
            | \b(?:laporan|pengaduan|aduan|pelapor)\s+(?:ini\s+|nya\s+)?(?:palsu|hoa[xk]s?|bohong|fitnah|ngawur|ngarang|mengada)\w*\b
            | ^\s*@\w+ | \b(?:mksdnya|maksudnya)\s+(?:gimana|apa|gmn)\b | \b(?:gmn|gimana)\s+(?:ini|ya|pak|bu)\b
            | \b(?:grade|grading)(?:nya)?\b
            | \b(?:surel|e-?mail|sistem|aplikasi)\s+(?:ini|nya|penghubung)\b | \b(?:saya|sy|kami)\s+(?:masih\s+)?bingung\b
            | \b(?:sudah|telah|sdh|udah)\s+(?:pindah|mutasi|pensiun|tidak\s+(?:lagi\s+)?(?:bertugas|menjabat))\b
            | \b(?:saya|sy|kami)\s+(?:akan\s+)?(?:jawab|balas)\b
            | \bmohon\s+maaf\s+(?:pak|bu|bapak|ibu)\b
            | \b(?:pak|bu|bapak|ibu)\s+(?:sek|sekdis|kabag|kadin|wadir)\b
            | \bmohon\s+waktu\b | \bbelum\s+sempat\s+di(?:jawab|balas|tindak\w*|cek)\b | \bcukup\s+di(?:jawab|balas)\b
            | \b(?:kami|saya|sy)\s+(?:akan\s+)?(?:cek|koordinasi(?:kan)?|tanya(?:kan)?|pelajari|bahas|kroscek|konfirmasi)\b[^.!?\n]{0,40}\bdulu\b
            | \bnanti\s+(?:kami|saya|sy)\s+(?:info(?:kan)?|kabari|kabarkan|update)\b
            ",
        )
    });
    TALK.is_match(text) || speaks_of_the_reporter(text)
}

/// Speaks of the reporter as of somebody else. `Yth. Bapak/Ibu Pelapor` speaks to him.
fn speaks_of_the_reporter(text: &str) -> bool {
    static REPORTER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)((?:[\p{L}./]+\s+)?)\b(?:pelapor(?:nya)?|pengadu(?:nya)?|ybs|orangnya)\b"));
    const TO_HIM: [&str; 12] =
        ["yth.", "yth", "bapak/ibu", "bapak", "ibu", "bpk/ibu", "saudara", "sdr.", "sdr/i", "kepada", "para", "sdri."];
    REPORTER.captures_iter(text).any(|found| !TO_HIM.contains(&found[1].trim().to_lowercase().as_str()))
}

/// Officer to officer: asks for orders, gives orders, names a superior, copies somebody.
pub(super) fn is_internal_talk(text: &str) -> bool {
    static TALK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?imx)
              \b(?:mohon|minta|tunggu|menunggu)\s+(?:arahan|petunjuk|disposisi|perintah|pengarahan|izin|ijin|masukan(?:nya)?\s+(?:pak|bu))\b
            | \b(?:tolong|mohon|mhn|tlg)\s+(?:segera\s+)?(?:di)?(?:cek|kroscek|croscek|tindak\s*lanjuti|handle|bantu\s+cek|koordinasikan|teruskan|follow\s*up|fu)\b
            | \b(?:fyi|fwd|cc)\b\s*[:,.]?
            | ^\s*(?:cc|tembusan)\s*:
            | \b(?:bu|ibu|pak|bpk|bapak|kpd|kepada)\.?\s+(?:kadis|kadinkes|kabid|kasi|kasubag|kasubbag|sekdin|sekretaris|kapus|ka\.?\s*pusk\w*|kepala\s+(?:dinas|bidang|seksi|puskesmas)|direktur|dokter\s+\w+\s+tolong)\b
            | \b(?:kadis|kabid|kasi|kasubbag|sekdin|kapus)\b
            | ^\s*(?:yth|kpd)\b\.?\s*:?\s*(?:sdr\.?\s+|bpk\.?\s+|bapak\s+|ibu\s+|pak\s+|bu\s+)?(?:kabid|kadis|kepala|kasi|kasubbag|sekretaris|sekdin|kapus|tim|admin|petugas|rekan|direktur|humas|pejabat)\b
            | \b(?:izin|ijin)\s+(?:lapor|melaporkan|menyampaikan|bertanya|konfirmasi|pak|bu|ndan)\b
            | \b(?:lapor|siap)\s+(?:ndan|komandan|pak|bu|bapak|ibu)\b
            | \bndan\b
            | \bjangan\s+(?:di)?(?:kirim|teruskan|jawab|sampaikan|bocor)\w*
            | \b(?:internal|rahasia\s+kita|off\s+the\s+record|untuk\s+kalangan\s+sendiri)\b
            | \b(?:si\s+pelapor|pelapor\s+(?:ini|itu|tsb)|orang\s+(?:ini|itu)\s+(?:memang|sering|cuma|hanya)|orangnya\s+(?:memang|sering))\b
            | \b(?:rekan-rekan|rekan2|teman-teman|teman2|grup\s+wa|gan|bro)\b
            | \b(?:nanti|besok)\s+(?:saya|sy|kami|tak|aku)\s+(?:cek|tanya|tanyakan|hubungi|telp|telepon|koordinasi|lihat)\b
            | \bbukan\s+(?:kewenangan|wewenang|ranah|tupoksi|bidang)\s+(?:kami|kita|unit|puskesmas)\b
            | \b(?:draf|draft|konsep\s+jawaban)\b
            | \b(?:mohon|mhn|tolong|tlg)\s+(?:segera\s+)?(?:(?:di)?kirim(?:kan|i)?\s+)?(?:psc|ambulans?|ambulance|bantuan|oksigen)\b[^.!?\n]{0,40}\b(?:segera|datang|sekarang|secepatnya|119|merapat)\b
            ",
        )
    });
    TALK.is_match(text)
}
