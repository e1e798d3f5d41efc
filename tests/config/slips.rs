//! What is well-formed and cannot be meant: accusations that go to the accused, letters to our own box, words that are
//! taken, numbers that nobody can dial. And what people write and is meant: `senin-kamis`.

use super::offices::Offices;
use super::*;

#[test]
fn nobody_decides_on_accusations_against_himself() {
    let offices = Offices::of(&["batang"]);
    offices.spoil("batang/office.toml", &[("desk = \"btg.sekretariat\"", "desk = \"btg.pkm.bandar1\"")]);
    offices.told("batang/office.toml", &[("desk", "desk", "is a Puskesmas")]);
    let offices = Offices::of(&["batang"]);
    offices.spoil("batang/units.toml", &[("\"kadis@dinkes-batang.example\"", "\"pkm.bandar1@batang.example\"")]);
    offices.told("batang/office.toml", &[("head", "head", "together with btg.pkm.bandar1")]);
}

#[test]
fn who_is_asked_reads_another_box_than_the_daemons_own() {
    let offices = Offices::of(&["batang"]);
    offices.spoil(
        "batang/routines.toml",
        &[("admin_konlaporbae = [\"", "admin_konlaporbae = [\"pengaduan@dinkes-batang.example\", \"")],
    );
    offices.told("batang/routines.toml", &[("admin_konlaporbae", "roles.admin_konlaporbae", "is the intake too")]);
    let main = EXAMPLE.replace("#to = [\"sysadmin@dinkes.example\"]", "to = [\"pengaduan@dinkes-batang.example\"]");
    assert_ne!(main, EXAMPLE);
    let faults = Desk::with(&main).faults(Secrets::NotNeeded);
    assert_eq!(places(&faults), [(line_of(&main, "to ="), "alarm.to[0]")]);
}

#[test]
fn a_routine_asks_people_of_this_office() {
    let offices = Offices::of(&["kademangan"]);
    offices.spoil("kademangan/routines.toml", &[("to = [\"kdm.tim_pengaduan\"]", "to = [\"bws.dinkes\"]")]);
    offices.told("kademangan/routines.toml", &[("to", "routine[0].to", "is not of this office")]);
}

#[test]
fn a_keyword_of_sms_is_no_word_that_means_something() {
    for word in ["PUAS", "keberatan", "JAWAB", "SUDAH", "Tidak puas"] {
        let offices = Offices::of(&["batang"]);
        offices.spoil("batang/office.toml", &[("[\"BATANG\", ", &format!("[\"{word}\", "))]);
        offices.told("batang/office.toml", &[("sms_prefixes", "sms_prefixes", "means something")]);
    }
}

#[test]
fn what_letters_print_can_be_dialled_and_opened() {
    let offices = Offices::of(&["batang"]);
    offices.spoil(
        "batang/office.toml",
        &[
            ("phone = \"(0285) 5550001\"", "phone = \"abc\""),
            ("site = \"dinkes-batang.example\"", "site = \"javascript:alert(1)\""),
            ("psc = \"(0285) 5550119\"", "psc = \"PSC kota\""),
            ("follow_at = \"konlaporbae.dinkes-batang.example\"", "follow_at = \"halaman kami\""),
            ("Navigasi Puskesmas di ", "Navigasi javascript:"),
        ],
    );
    offices.told(
        "batang/office.toml",
        &[
            ("phone", "phone", "no telephone number"),
            ("site", "site", "no address on the web"),
            ("psc", "emergency.psc", "no telephone number"),
            ("follow_at", "follow_at", "no address on the web"),
            ("links", "links", "runs or opens"),
        ],
    );
    let offices = Offices::of(&["batang"]);
    offices.spoil(
        "batang/office.toml",
        &[("site = \"dinkes-batang.example\"", "site = \"https://dinkes-batang.example:8443/lapor?a=b\"")],
    );
    assert_eq!(offices.faults(), []);
}

#[test]
fn a_promise_of_a_minute_is_a_slip() {
    let offices = Offices::of(&["batang"]);
    let file = offices.file("batang/standards.toml");
    let text = fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.starts_with("within =")).unwrap();
    offices.spoil("batang/standards.toml", &[(line, "within = \"1 menit\"")]);
    let faults = offices.faults();
    let told = faults.iter().find(|fault| fault.key == "standard[0].within").unwrap_or_else(|| panic!("{faults:?}"));
    assert!(told.what.contains("always be missed") && told.line > 0, "{told}");
}

#[test]
fn hours_may_be_written_for_days_in_a_row() {
    let offices = Offices::of(&["batang"]);
    let file = offices.file("batang/calendar.toml");
    let text = fs::read_to_string(&file).unwrap();
    let hours = |day: &str| text.lines().find(|line| line.starts_with(day)).unwrap().to_owned();
    let (monday, tuesday) = (hours("senin"), hours("selasa"));
    let value = monday.split_once('=').unwrap().1.trim().to_owned();
    let shortened = text
        .replace(&format!("{monday}\n"), &format!("Senin-Kamis = {value}\n"))
        .replace(&format!("{tuesday}\n"), "")
        .replace(&format!("{}\n", hours("rabu")), "")
        .replace(&format!("{}\n", hours("kamis")), "");
    fs::write(&file, &shortened).unwrap();
    assert_eq!(offices.faults(), []);
    fs::write(&file, shortened.replace("Senin-Kamis", "Kamis-Senin")).unwrap();
    let faults = offices.faults();
    let told = faults.iter().find(|fault| fault.key == "hours.Kamis-Senin").unwrap_or_else(|| panic!("{faults:?}"));
    assert!(told.what.contains("names no weekdays") && told.line > 0 && told.right.contains("senin"), "{told}");
    fs::write(&file, shortened.replace("Senin-Kamis", "Senin-Jumat")).unwrap();
    let faults = offices.faults();
    assert!(faults.iter().any(|fault| fault.what.contains("has its hours twice")), "{faults:?}");
}

#[test]
fn a_check_on_a_desk_refuses_the_secret_file_that_the_service_would_refuse() {
    let desk = Desk::with(EXAMPLE);
    desk.secret("pengaduan", 0o644);
    let faults = desk.faults(Secrets::NotNeeded);
    assert_eq!(faults.len(), 2, "mailbox and relay: {faults:?}");
    assert!(faults.iter().all(|fault| fault.what.contains("may be read by everybody")), "{faults:?}");
    assert!(desk.load(Secrets::DatabaseOnly).is_ok(), "`status` is not hindered");
    fs::write(desk.secret("pengaduan", 0o600), "").unwrap();
    assert!(desk.faults(Secrets::NotNeeded).iter().all(|fault| fault.what.contains("is empty")));
}

#[test]
fn a_database_beside_the_folder_of_the_configuration_is_found() {
    let desk =
        Desk::with(&EXAMPLE.replace("sqlite:///var/lib/penghubung/penghubung.db", "sqlite://../data/penghubung.db"));
    let address = desk.load(Secrets::NotNeeded).unwrap().database.address();
    assert!(address.starts_with("sqlite:///") && address.ends_with("data/penghubung.db"), "{address}");
}
