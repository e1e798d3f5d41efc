//! What a reload takes, what it refuses, and what the digest of a configuration covers.

use super::*;

#[test]
fn a_reload_takes_a_right_file_and_refuses_a_torn_one() {
    let desk = Desk::with(EXAMPLE);
    let running = desk.load(Secrets::Needed).unwrap();
    let whole = point_at_shipped(EXAMPLE);
    fs::write(desk.file(), &whole[..whole.find("[[relay]]").unwrap()]).unwrap();
    let faults = running.reload(Secrets::Needed, None).unwrap_err();
    assert!(faults.iter().any(|p| p.key == "letters" && p.what == "is missing"), "{faults:?}");
    fs::write(desk.file(), whole.replace("mode = \"hold\"", "mode = \"live\"")).unwrap();
    let next = running.reload(Secrets::Needed, None).unwrap();
    assert_eq!(next.installation.mode, Mode::Live);
    assert_ne!(next.books.digest, running.books.digest);
}

#[test]
fn the_digest_covers_how_lapor_is_read_and_by_which_clocks_it_runs() {
    let desk = Desk::with(EXAMPLE);
    let folder = desk.dir.path().to_owned();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/lapor");
    for name in ["v3.toml", "clocks.toml"] {
        fs::copy(shipped.join(name), folder.join(name)).unwrap();
    }
    let section = "\n[[lapor]]\nname = \"lapor\"\noffice = \"batang\"\nmode = \"by_hand\"\nwrite = \"off\"\n\
                   profile = \"v3.toml\"\nclocks = \"clocks.toml\"\n";
    let main = fs::read_to_string(desk.file()).unwrap();
    fs::write(desk.file(), main + section).unwrap();
    let digest = || desk.load(Secrets::NotNeeded).unwrap().books.digest;
    for name in ["v3.toml", "clocks.toml"] {
        let before = digest();
        let path = folder.join(name);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text + "\n# another word\n").unwrap();
        assert_ne!(digest(), before, "{name}");
    }
}

#[test]
fn a_reload_does_not_move_the_queue_or_rename_the_log() {
    let desk = Desk::with(EXAMPLE);
    let running = desk.load(Secrets::NotNeeded).unwrap();
    let moved = EXAMPLE.replace("penghubung.db\"", "other.db\"").replace("/penghubung/log1", "/penghubung/log2");
    fs::write(desk.file(), point_at_shipped(&moved)).unwrap();
    let faults = running.reload(Secrets::NotNeeded, None).unwrap_err();
    let keys: Vec<&str> = faults.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["database.url", "log"]);
}
