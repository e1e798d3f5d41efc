//! Sentences with and without a sign: of danger, of a doubt, of a matter that is kept out of the mail, of wrongdoing.

use std::path::Path;

use penghubung::decide::OfficeBook;
use penghubung::decide::assess::assess;
use penghubung::decide::emergency::{Manner, call, detect};
use penghubung::decide::grading::supervision;
use penghubung::decide::suspicion::suspicion;

use super::case::{OFFICES, book, mail};

/// Lines `office +|- text` of a file, each with whether something is found in it.
fn signs(file: &str, found: impl Fn(&OfficeBook, &str) -> Option<Vec<String>>) -> [usize; 4] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routing").join(file);
    let lines = std::fs::read_to_string(path).unwrap();
    let books: Vec<OfficeBook> = OFFICES.into_iter().map(book).collect();
    let (mut wanted, mut missed, mut others, mut wrong) = (0, 0, 0, 0);
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        let (office, rest) = line.split_once(' ').unwrap();
        let (sign, text) = rest.split_once(' ').unwrap();
        let book = books.iter().find(|book| book.office.id.0 == office).unwrap();
        let found = found(book, text);
        *(if sign == "+" { &mut wanted } else { &mut others }) += 1;
        if sign == "+" && found.is_none() {
            println!("missed: {line}");
            missed += 1;
        }
        if let (true, Some(words)) = (sign == "-", found) {
            println!("wrong: {line} {words:?}");
            wrong += 1;
        }
    }
    println!("{file}: {missed} of {wanted} missed, {wrong} of {others} wrong");
    [wanted, missed, others, wrong]
}

#[test]
fn danger_is_told_from_talk_of_danger() {
    let [_, missed, others, wrong] = signs("emergencies.txt", |book, text| {
        detect(&book.rules.shared.emergency, &book.rules.read(text)).map(|found| found.matched)
    });
    assert_eq!(missed, 0);
    assert!(wrong * 10 <= others);
}

/// Officers write of danger every day; the duty list is woken where they call for help.
#[test]
fn a_call_of_an_officer_is_told_from_his_reports_and_answers() {
    let found = [("officers-new.txt", Manner::Told), ("officers-replies.txt", Manner::Answer)].map(|(file, manner)| {
        signs(file, |book, text| {
            call(&book.rules.shared.emergency, &book.rules.read(text), manner).map(|found| found.matched)
        })
    });
    for [wanted, missed, others, wrong] in found {
        assert!(wanted >= 16 && others >= 27);
        assert_eq!((missed, wrong), (0, 0));
    }
}

/// What an attacker told sideways and only the unit that is meant heard of.
#[test]
fn accusations_told_sideways_raise_a_doubt() {
    let [wanted, missed, _, wrong] = signs("doubts.txt", |book, text| {
        let reading = book.rules.read(text);
        suspicion(&book.rules.shared.suspicion, &reading).map(|hit| vec![reading.written(hit).to_owned()])
    });
    assert!(wanted >= 20);
    assert_eq!((missed, wrong), (0, 0));
}

/// What nobody must read who hands mail around: the officer is told where to fetch it.
#[test]
fn sensitive_matters_of_health_stay_out_of_the_mail() {
    let [wanted, missed, _, wrong] =
        signs("restricted.txt", |book, text| assess(book, &mail(text)).decision.privacy.restricted.then(Vec::new));
    assert!(wanted >= 15);
    assert_eq!((missed, wrong), (0, 0));
}

#[test]
fn wrongdoing_is_told_from_poor_service() {
    let [_, missed, others, wrong] = signs("wrongdoing.txt", |book, text| {
        let reading = book.rules.read(text);
        supervision(&book.rules.shared.grading, &reading).map(|hit| vec![reading.written(hit).to_owned()])
    });
    assert_eq!(missed, 0);
    assert!(wrong * 10 <= others);
}
