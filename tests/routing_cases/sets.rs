//! What each set of complaints must reach, and what it reached at first sight.

use super::score::{Score, print};

#[test]
fn nine_in_ten_complaints_reach_the_right_unit_and_no_emergency_is_missed() {
    let score = Score::of("routing/");
    print("routing", &score);
    assert!(score.all >= 150);
    assert!(score.unit * 10 >= score.all * 9);
    assert_eq!(score.emergencies.0, score.emergencies.1, "an emergency was missed");
    assert_eq!(score.to_the_reported, 0, "a complaint about wrongdoing went to the unit it is about");
}

#[test]
fn complaints_written_after_tuning_fare_as_well() {
    let score = Score::of("routing_fresh/");
    print("routing_fresh", &score);
    assert!(score.unit * 10 >= score.all * 9);
    assert_eq!(score.emergencies.0, score.emergencies.1, "an emergency was missed");
    assert_eq!(score.to_the_reported, 0, "a complaint about wrongdoing went to the unit it is about");
}

/// Written blind late, a second time by another hand. At first sight, before anything was mended for them, 103 of 119
/// reached the right unit (87 %), 34 of 40 emergencies were seen (85 %, 5 false alarms), 9 of 15 allegations of
/// wrongdoing (60 %). Madurese was weakest. What is asked here is that it does not fall back again.
#[test]
fn complaints_written_blind_once_more_stay_understood() {
    let score = Score::of("routing_fresh/blind-");
    print("routing_fresh/blind-", &score);
    assert!(score.all >= 115);
    assert!(score.unit * 100 >= score.all * 92);
    assert!(score.emergencies.0 * 100 >= score.emergencies.1 * 95);
    assert!(score.false_alarms * 20 <= score.all);
    assert!(score.supervision.0 * 100 >= score.supervision.1 * 85);
}

/// What a set of a second pair of eyes must reach: it was written blind, then mended for.
fn second_eyes(set: &str, most_to_the_reported: usize) {
    let score = Score::of(set);
    print(set, &score);
    assert!(score.unit * 100 >= score.all * 95);
    assert_eq!(score.emergencies.0, score.emergencies.1, "an emergency was missed");
    assert!(score.to_the_reported <= most_to_the_reported, "a complaint about wrongdoing went to the unit it is about");
    assert!(score.supervision.0 * 100 >= score.supervision.1 * 90);
    assert!(score.elsewhere.0 * 100 >= score.elsewhere.1 * 85);
    assert!(score.privacy * 100 >= score.all * 98);
}

#[test]
fn what_a_second_pair_of_eyes_wrote_is_understood() {
    second_eyes("routing/segar-", 0);
    second_eyes("routing/segar2-", 1);
    second_eyes("routing/segar3-", 0);
}

/// Six rounds written blind one after the other, each learnt from before the next. At first sight, round by round: unit
/// 80, 81, 86, 78, 90, 97 %; emergencies 16 of 24, 21 of 25, 19 of 23, 18 of 19, 20 of 20, 11 of 11; false alarms 3 of
/// 55, 0 of 50, 0 of 50, 6 of 46 (a round full of idioms), 0 of 41, 1 of 25; wrongdoing 8 of 14, 9 of 16, 11 of 15, 8
/// of 14, 12 of 13, 4 of 7; known to the reported unit alone 3, 0, 1, 4, 0, 0. What is asked here is that it does not
/// fall back.
#[test]
fn stories_told_in_many_tongues_stay_understood() {
    let score = Score::of("routing/kisah-");
    print("routing/kisah-", &score);
    assert!(score.all >= 350);
    assert!(score.unit * 100 >= score.all * 92);
    assert!(score.emergencies.0 * 100 >= score.emergencies.1 * 96);
    assert!(score.false_alarms * 50 <= score.all);
    assert!(score.supervision.0 * 100 >= score.supervision.1 * 90);
    assert_eq!(score.alone, 0, "only the reported unit hears of wrongdoing");
}

/// Three more rounds, written blind, each learnt from before the next; full of accusations told sideways and of idioms.
/// At first sight: unit 80, 67, 85 %; emergencies 11 of 12, 8 of 10, 10 of 10 (4, 4, 1 false alarms); wrongdoing
/// recognised 11 of 20, 4 of 16, 7 of 12. Known to the reported unit alone: one before the desk was told by structure,
/// none after.
#[test]
fn stories_full_of_hints_and_figures_of_speech_stay_understood() {
    let score = Score::of("routing/kisah2-");
    print("routing/kisah2-", &score);
    assert!(score.all >= 170);
    assert!(score.unit * 100 >= score.all * 85);
    assert!(score.emergencies.0 * 100 >= score.emergencies.1 * 96);
    assert!(score.supervision.0 * 100 >= score.supervision.1 * 85);
    assert_eq!(score.alone, 0, "only the reported unit hears of wrongdoing");
}

/// What a set of blind rounds must reach that was learnt from: that it does not fall back.
struct Kept {
    set: &'static str,
    at_least: usize,
    /// Of a hundred: the right unit, the right class.
    unit: usize,
    class: usize,
    /// Of so many ordinary complaints at most one is copied to the desk.
    copied: usize,
}

/// Each round was judged before it was read, and learnt from before the next. At first sight, round by round; known to
/// the reported unit alone: none in any of them. Plain questions were labelled as requests for public information, and
/// some wishes not to be named were not labelled; nothing else was changed.
const KEPT: [Kept; 6] = [
    // Three rounds; sober complaints, long letters and krama, and what whistle-blowers tell without accusing. Unit 84,
    // 86, 87 %; emergencies 19 of 19, 19 of 20, 16 of 20 (9, 7, 2 false alarms of some hundred); wrongdoing recognised
    // 23, 19, 23 of 25 (2, 7, 5 false); of 54 ordinary complaints each 30, 24, 16 copied to the desk.
    Kept { set: "routing/kisah3-", at_least: 350, unit: 95, class: 0, copied: 5 },
    // Three rounds. Unit 89, 90, 92 %; emergencies 17 of 19, 16 of 20, 19 of 20 (4, 4, 6 false alarms); wrongdoing 20
    // of 25, 21 of 26, 23 of 25 (3, 0, 3 false); of some fifty ordinary complaints each 16, 8, 8 copied.
    Kept { set: "routing/kisah4-", at_least: 360, unit: 97, class: 85, copied: 10 },
    // Two rounds, the first half about duties beyond queue and medicine (food hygiene, wells, waste, licences, health
    // data, programmes, laboratories). Unit 78, 88 %; emergencies 18 of 19, 20 of 20 (3, 5 false alarms); wrongdoing
    // 19, 24 of 25 (4, 6 false); of some fifty ordinary complaints each 21, 8 copied.
    Kept { set: "routing/kisah5-", at_least: 240, unit: 97, class: 85, copied: 10 },
    // Two rounds. Unit 88, 86 %; emergencies 20 of 20, 16 of 17 (5, 7 false alarms); wrongdoing 23 of 25, 22 of 22 (4,
    // 6 false); class 34 of 52 as the standards name it; of 52 ordinary complaints each 8, 17 copied.
    Kept { set: "routing/kisah6-", at_least: 240, unit: 97, class: 85, copied: 3 },
    // One round, as a week brings it. Unit 91 %; emergencies 17 of 17 (6 false alarms); wrongdoing 20 of 21 (4 false);
    // class 22 of 27 as the standards name it; of 56 ordinary complaints 4 copied.
    Kept { set: "routing/kisah7-", at_least: 120, unit: 97, class: 95, copied: 10 },
    // One round. Unit 85 %; emergencies 15 of 18 (2 false alarms); wrongdoing 18 of 25 (4 false); class 20 of 23 as the
    // standards name it; of 54 ordinary complaints 11 copied. Nothing was changed here but the class of plain questions.
    Kept { set: "routing/kisah8-", at_least: 120, unit: 97, class: 95, copied: 4 },
];

#[test]
fn complaints_of_blind_rounds_stay_understood() {
    for kept in KEPT {
        let Kept { set, at_least, unit, class, copied } = kept;
        let score = Score::of(set);
        print(set, &score);
        assert!(score.all >= at_least, "{set}");
        assert!(score.unit * 100 >= score.all * unit, "{set}");
        assert!(score.class.0 * 100 >= score.class.1 * class, "{set}");
        assert_eq!(score.emergencies.0, score.emergencies.1, "an emergency of {set} was missed");
        assert!(score.false_alarms * 50 <= score.all, "{set}");
        assert!(score.supervision.0 * 100 >= score.supervision.1 * 95, "{set}");
        assert_eq!(score.alone, 0, "only the reported unit hears of wrongdoing of {set}");
        assert!(
            score.copied.0 * copied <= score.copied.1,
            "too many ordinary complaints of {set} are copied to the desk"
        );
    }
}

/// Judges a set that is no test yet: `ROUTING_SET=/somewhere/ cargo test --test routing -- --ignored --nocapture`.
#[test]
#[ignore = "judges the set that ROUTING_SET names"]
fn a_set_from_elsewhere() {
    let set = std::env::var("ROUTING_SET").unwrap();
    let score = Score::of(&set);
    println!("{}", score.doubts);
    print(&set, &score);
}
