//! What the matcher takes for the same word, and what not.

use super::*;

fn matcher(phrases: &[&str]) -> Matcher {
    let mut spelling = Spelling::default();
    for (variant, words) in [
        ("tdk", "tidak"),
        ("gak", "tidak"),
        ("antre", "antri"),
        ("pkm", "puskesmas"),
        ("i", "1"),
        ("ii", "2"),
        ("satu", "1"),
        ("iii", "3"),
        ("makasih", "terima kasih"),
        ("obt", "obat"),
        ("apotik", "apotek"),
    ] {
        assert!(spelling.stands_for(variant, words));
    }
    spelling.freeze("meninggal");
    spelling.freeze("perawat");
    let mut builder = MatcherBuilder::new(spelling);
    for phrase in phrases {
        builder.phrase(phrase).unwrap();
    }
    builder.build()
}

fn found(phrase: &str, text: &str) -> bool {
    matcher(&[phrase]).read(text).has(PhraseId(0))
}

#[test]
fn a_word_is_found_in_all_its_shapes() {
    for text in ["antri", "Antrian", "ANTREAN", "mengantre", "ngantri", "antriannya", "diantrikan", "antriiii", "antrí"]
    {
        assert!(found("antri", text), "{text}");
    }
    for text in ["pelayanan", "dilayani", "melayani", "layanannya", "pelayanannya", "layani"] {
        assert!(found("pelayanan", text), "{text}");
    }
    for text in ["obatnya", "obat-obatan", "diobati", "pengobatan", "mengobati", "obt", "Obat2an"] {
        assert!(found("obat", text), "{text}");
    }
    for text in ["ibuku", "ibunya", "ibu"] {
        assert!(found("ibu", text), "{text}");
    }
    assert!(!found("pun", "punya"));
    assert!(found("menyuntik", "salah suntik"));
    assert!(found("memukul", "dipukul pegawai"));
    assert!(found("tolong", "tolooooong pak"));
    assert!(found("apotek", "Apotik"));
}

#[test]
fn doubled_letters_count_once_where_a_word_is_left() {
    assert!(found("massal", "keracunan masal"));
    assert!(!found("pun", "puun"));
}

#[test]
fn a_word_that_nobody_knows_is_heard_as_a_local_word() {
    let mut lexicon = Lexicon::default();
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let own = [("kepala".to_owned(), list(&["cetak"])), ("kuitansi".to_owned(), list(&["nota"]))];
    lexicon.spelling.insert("madura".to_owned(), own.into_iter().collect());
    let speech = Speech::new(&list(&["th=t", "k$=", "g$="]), &list(&["e"]), &list(&["ga", "ta"]));
    lexicon.speech.insert("madura".to_owned(), speech);
    lexicon.frozen = list(&["cetaka"]);
    let found = |languages: &[&str], phrase: &str, text: &str| {
        let mut builder = MatcherBuilder::new(lexicon.spelling_for(&list(languages)));
        let id = builder.phrase(phrase).unwrap();
        builder.build().read(text).has(id)
    };
    assert!(found(&["madura"], "kepala", "cethagga bucor"));
    assert!(found(&["madura"], "perawat", "perawatta"), "a word of the phrases with an ending of the language");
    assert!(!found(&[], "kepala", "cethagga bucor"), "an office where nobody speaks it");
    assert!(!found(&["madura"], "kepala", "cetaka"), "a frozen word stands for itself");
    assert!(found(&[], "kuitansi", "boten wonten kuitansinipun"), "the Javanese ending");
}

#[test]
fn a_frozen_word_stands_only_for_itself() {
    assert!(!found("meninggal", "saya tinggal di Bandar"));
    assert!(found("meninggal", "MENINGGALLL"));
    assert!(!found("perawat", "dirawat di sini"));
    assert!(found("perawat", "perawatnya galak"));
}

#[test]
fn numerals_are_one_thing_in_every_writing() {
    for text in ["Puskesmas Bandar I", "pkm bandar 1", "puskesmas bandar satu", "Pkm. Bandar-I", "pkm Bandar1"] {
        assert!(found("=puskesmas =bandar =1", text), "{text}");
    }
    assert!(found("=batang =III", "Batang III"));
    assert!(!found("=puskesmas =bandar =1", "puskesmas bandar II"));
    assert!(!found("=puskesmas =bandar =1", "puskesmas bandar 11"));
}

#[test]
fn an_exact_word_is_not_spelled_into_another() {
    assert!(!found("=pkm", "puskesmas"));
    assert!(found("=pkm", "PKM"));
}

#[test]
fn a_name_that_is_an_ordinary_word_is_no_verb() {
    for text in ["tulis", "Tulis", "Tulisnya", "tulise", "TULISSS"] {
        assert!(found("puskesmas ==tulis", &format!("pkm {text}")), "{text}");
    }
    for text in ["ditulis", "menulis", "tertulis", "nulis", "tulisan", "tuliskan"] {
        assert!(!found("puskesmas ==tulis", &format!("pkm {text}")), "{text}");
    }
    assert!(found("puskesmas =limpung", "pkm dilimpung"), "a name that is nothing else may run into the word before");
}

#[test]
fn a_phrase_ends_with_the_sentence() {
    assert!(found("obat habis", "obat habis"));
    assert!(!found("obat habis", "Saya minta obat. Habis itu pulang"));
    assert!(found("dr gigi", "dr. gigi"));
    // Behind a short word a capital begins a sentence, unless the word is written with a dot before names.
    assert!(!found("jam sekarang", "Ditunggu 1 jam. Sekarang sudah pulang"));
    assert!(found("jam sekarang", "ditunggu 1 jam. sekarang sudah pulang"));
    assert!(found("kec bandar", "kec. Bandar") && found("bp karto", "Bp. Karto"));
}

#[test]
fn a_gap_holds_up_to_four_words() {
    assert!(found("minta .. uang", "minta uang"));
    assert!(found("minta .. uang", "dimintai sejumlah uang"));
    assert!(found("minta .. uang", "minta saya bawa uang"));
    assert!(!found("minta .. uang", "minta saya untuk segera saja bawa uang"));
}

#[test]
fn alternatives_make_one_phrase_of_many() {
    let m = matcher(&["tidak|belum ada .. obat|vaksin"]);
    assert!(m.read("gak ada stok vaksin").has(PhraseId(0)));
    assert!(m.read("belum ada obat").has(PhraseId(0)));
    assert!(!m.read("ada obat").has(PhraseId(0)));
}

#[test]
fn one_shortening_may_stand_for_several_words() {
    let m = matcher(&["terima kasih"]);
    let reading = m.read("Makasih bu");
    assert_eq!(reading.hits().iter().map(|h| reading.written(*h)).collect::<Vec<_>>(), ["Makasih"]);
}

#[test]
fn a_long_word_is_known_in_spite_of_one_slip_and_a_short_one_is_not() {
    for text in ["pelayaan", "pelayanna", "pelayamam pelayanam"] {
        assert!(found("pelayanan", text), "{text}");
    }
    assert!(!found("obat", "obet"));
}

#[test]
fn words_are_given_back_as_written() {
    let m = matcher(&["obat habis"]);
    let reading = m.read("Kata petugas OBATNYA  habiss, pak!");
    assert_eq!(reading.written(reading.hits()[0]), "OBATNYA  habiss");
}

#[test]
fn a_bad_phrase_is_refused() {
    let mut builder = MatcherBuilder::new(Spelling::default());
    assert_eq!(builder.phrase(" "), Err(BadPhrase::Empty));
    assert_eq!(builder.phrase(".. obat"), Err(BadPhrase::LooseGap));
    assert_eq!(builder.phrase("obat .."), Err(BadPhrase::LooseGap));
    assert_eq!(builder.phrase("obat habis | stok kosong"), Err(BadPhrase::LooseBar));
    assert_eq!(builder.phrase("obat| habis"), Err(BadPhrase::LooseBar));
    assert_eq!(builder.phrase("salah obat|obat tertukar"), Err(BadPhrase::SameTwice));
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_read(text in "\\PC{0,200}") {
        let m = matcher(&["obat .. habis", "puskesmas"]);
        let reading = m.read(&text);
        for hit in reading.hits() {
            proptest::prop_assert!(!reading.written(*hit).is_empty());
        }
    }
}

#[test]
fn a_word_of_a_phrase_that_a_local_language_reads_as_another_is_told() {
    let mut lexicon = Lexicon::default();
    lexicon.lists.insert("part".into(), vec!["suku cadang".into(), "=tiang listrik".into(), "nangis|menangis".into()]);
    let spelling = [("kaki", "suku"), ("saya", "tiang"), ("menangis", "nangis")];
    let spelling = spelling.map(|(words, variant)| (words.to_owned(), vec![variant.to_owned()]));
    lexicon.spelling.insert("jawa".into(), spelling.into());
    let told = lexicon.misread(&["jawa".into()]);
    assert_eq!(told.into_iter().collect::<Vec<_>>(), [("suku", "kaki")]);
    assert!(lexicon.misread(&["kupang".into()]).is_empty());
}
