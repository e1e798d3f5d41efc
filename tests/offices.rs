//! The offices that ship in `config/` are without fault, their own test cases included.

use std::path::Path;

use penghubung::config::lexicon::load_lexicon;
use penghubung::config::office::load_office;

#[test]
fn every_office_in_the_box_is_without_fault() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut problems = Vec::new();
    let lexicon = load_lexicon(&config.join("lexicon"), &mut problems);
    for office in ["batang", "kademangan", "ntt", "buleleng", "ttu"] {
        let dir = config.join("offices").join(office);
        if dir.join("rules.toml").exists() {
            assert!(load_office(&dir, &lexicon, &mut problems).is_some() || !problems.is_empty());
        }
    }
    for problem in &problems {
        println!("{problem}");
    }
    assert!(problems.is_empty(), "{} faults", problems.len());
}
