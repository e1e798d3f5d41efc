//! Which unit gets what, with a small office that has two Puskesmas in one kecamatan.

use super::*;
use crate::decide::words::{MatcherBuilder, PhraseId, Spelling};
use crate::domain::{Channel, Class, Grade, UnitId};

fn id(id: &str) -> UnitId {
    UnitId(id.to_owned())
}

/// Places of an office: Puskesmas Bandar I and II in kecamatan Bandar, Puskesmas Subah; a village Gondang in two.
fn office(rules: impl FnOnce(&mut dyn FnMut(&str) -> PhraseId) -> Vec<Rule>) -> Rulebook {
    let mut spelling = Spelling::default();
    for (variant, word) in
        [("i", "1"), ("ii", "2"), ("satu", "1"), ("pkm", "puskesmas"), ("ds", "desa"), ("kec", "kecamatan")]
    {
        spelling.stands_for(variant, word);
    }
    let mut matcher = MatcherBuilder::new(spelling);
    let mut gazetteer = Gazetteer::default();
    for (phrase, weight, units) in [
        ("=puskesmas =bandar =1", Weight::Named, &["bandar1"][..]),
        ("=puskesmas =bandar =2", Weight::Named, &["bandar2"]),
        ("=puskesmas =bandar", Weight::Named, &["bandar1", "bandar2"]),
        ("=puskesmas =subah", Weight::Named, &["subah"]),
        ("=kecamatan =bandar", Weight::District, &["bandar1", "bandar2"]),
        ("=subah", Weight::District, &["subah"]),
        ("=wonodadi", Weight::Village, &["bandar2"]),
        ("=desa =wonodadi", Weight::SaidVillage, &["bandar2"]),
        ("=gondang", Weight::Village, &["bandar2", "subah"]),
        ("=desa =gondang", Weight::SaidVillage, &["bandar2", "subah"]),
    ] {
        let phrase = matcher.phrase(phrase).unwrap();
        units.iter().for_each(|unit| gazetteer.add(phrase, weight, &id(unit)));
    }
    let rules = rules(&mut |phrase| matcher.phrase(phrase).unwrap());
    Rulebook { matcher: matcher.build(), gazetteer, rules, ..Rulebook::default() }
}

fn rule(id: &str, when: When, to: Target) -> Rule {
    Rule { id: id.to_owned(), when, to, also: Vec::new(), in_our_power: true }
}

fn facts<'a>(site: Option<&'a Site>, desk: &'a UnitId) -> Facts<'a> {
    Facts {
        channel: Channel::Email,
        class: Class::Pengaduan,
        grade: None,
        supervision: false,
        emergency: false,
        outbreak: false,
        site,
        arrived_at: None,
        desk,
    }
}

fn choice(book: &Rulebook, text: &str) -> Choice {
    let desk = id("desk");
    let reading = book.read(text);
    let site = book.gazetteer.site(&reading);
    choose(book, &reading, &facts(site.as_ref(), &desk))
}

fn site(text: &str) -> Option<(String, bool, bool)> {
    let book = office(|_| Vec::new());
    book.gazetteer.site(&book.read(text)).map(|site| (site.unit.0, site.named, site.sure))
}

#[test]
fn a_named_puskesmas_is_found_in_every_writing() {
    for text in ["Puskesmas Bandar II", "pkm bandar 2", "PKM. BANDAR-II", "puskesmas bandar2"] {
        assert_eq!(site(text), Some(("bandar2".to_owned(), true, true)), "{text}");
    }
}

#[test]
fn a_named_puskesmas_beats_the_village_of_the_citizen() {
    assert_eq!(site("saya warga desa Wonodadi, berobat ke Puskesmas Subah"), Some(("subah".to_owned(), true, true)));
}

#[test]
fn a_village_says_which_of_two_puskesmas_is_meant() {
    assert_eq!(site("puskesmas Bandar, rumah saya Wonodadi"), Some(("bandar2".to_owned(), true, true)));
    assert_eq!(site("ds Gondang kec Bandar"), Some(("bandar2".to_owned(), false, true)));
    assert_eq!(site("Gondang Subah"), Some(("subah".to_owned(), false, true)));
}

#[test]
fn a_kecamatan_with_two_puskesmas_is_a_guess_and_says_so() {
    assert_eq!(site("puskesmas Bandar antri"), Some(("bandar1".to_owned(), true, false)));
    let book = office(|_| vec![rule("wilayah", When::default(), Target::Puskesmas)]);
    assert!(choice(&book, "kecamatan Bandar").confidence < 0.5);
    assert!(choice(&book, "Wonodadi").confidence >= 0.5);
}

#[test]
fn the_first_rule_that_fits_wins_and_tells_its_words() {
    let book = office(|phrase| {
        let fogging = When { any_word: vec![phrase("fogging")], ..When::default() };
        vec![
            rule("fogging", fogging, Target::Unit(id("p2p"))),
            rule("puskesmas", When { puskesmas_named: Some(true), ..When::default() }, Target::Puskesmas),
        ]
    });
    let first = choice(&book, "Minta FOGGING dekat Puskesmas Subah");
    assert_eq!((first.unit, first.rule.as_str(), first.matched), (id("p2p"), "fogging", vec!["FOGGING".to_owned()]));
    let second = choice(&book, "Puskesmas Subah antri");
    assert_eq!((second.unit, second.matched), (id("subah"), vec!["Puskesmas Subah".to_owned()]));
}

#[test]
fn what_no_rule_fits_goes_to_the_desk_with_low_confidence() {
    let book = office(|_| vec![rule("puskesmas", When::default(), Target::Puskesmas)]);
    let choice = choice(&book, "selamat pagi");
    assert_eq!((choice.unit, choice.rule.as_str()), (id("desk"), DEFAULT_RULE));
    assert!(choice.confidence < 0.5);
}

#[test]
fn words_that_must_stand_together_do_not_fit_from_far_away() {
    let book = office(|phrase| {
        let together = vec![vec![phrase("jalan")], vec![phrase("rusak")]];
        vec![rule("jalan", When { together, ..When::default() }, Target::Unit(id("elsewhere")))]
    });
    assert_eq!(choice(&book, "jalan di depan balai desa kami sudah lama rusak").rule, "jalan");
    let far = "jalan kaki saya ke sana lalu duduk menunggu lama sekali di ruang yang penuh orang dan kursinya rusak";
    assert_eq!(choice(&book, far).rule, DEFAULT_RULE);
}

#[test]
fn every_condition_of_a_rule_must_hold() {
    let book = office(|phrase| {
        let when = When {
            all_words: vec![vec![phrase("obat"), phrase("vaksin")], vec![phrase("kosong")]],
            not_word: vec![phrase("gudang")],
            channels: vec![Channel::Email],
            ..When::default()
        };
        vec![rule("obat", when, Target::Desk)]
    });
    assert_eq!(choice(&book, "vaksinnya kosong").rule, "obat");
    assert_eq!(choice(&book, "vaksin").rule, DEFAULT_RULE);
    assert_eq!(choice(&book, "obat kosong di gudang").rule, DEFAULT_RULE);
    let (desk, reading) = (id("desk"), book.read("obat kosong"));
    let by_sms = Facts { channel: Channel::Sms, ..facts(None, &desk) };
    assert_eq!(choose(&book, &reading, &by_sms).rule, DEFAULT_RULE);
}

#[test]
fn a_rule_may_ask_for_the_grade() {
    let book = office(|_| {
        let grave = When { grades: vec![Grade::Merah], ..When::default() };
        vec![rule("grave", grave, Target::Unit(id("direksi")))]
    });
    let (desk, reading) = (id("desk"), book.read("obat kosong"));
    let unit = |grade| choose(&book, &reading, &Facts { grade, ..facts(None, &desk) }).unit;
    assert_eq!(unit(Some(Grade::Merah)), id("direksi"));
    assert_eq!(unit(Some(Grade::Kuning)), desk);
    assert_eq!(unit(None), desk);
}
