//! `penghubung explain`, as scripts of sysadmins and checks from outside use it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail where it stands")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config");
const MAILS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail");

fn explain(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_penghubung"));
    command.env_clear().env("PENGHUBUNG_CONFIG_DIR", SHIPPED).arg("explain").args(args);
    command
}

fn with_stdin(mut command: Command, text: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    output.stdout.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
}

/// A text as it would come by a channel.
fn text(channel: &str, text: &str, more: &[&str]) -> Value {
    let args = [&["--json", "--channel", channel, "--received", "2026-11-20 10:00", "-"], more].concat();
    let output = with_stdin(explain(&args), text.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    lines(&output).remove(0)
}

/// A copy of the shipped configuration, whose officers and addresses are those of the fixtures.
fn office_of_the_fixtures() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(Path::new(SHIPPED), dir.path());
    dir
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn holds(path: &str, wanted: &Value, found: &Value, out: &mut Vec<String>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            for (key, value) in wanted {
                holds(&format!("{path}.{key}"), value, found.get(key).unwrap_or(&Value::Null), out);
            }
        }
        _ if wanted == found => {}
        _ => out.push(format!("{path}: expected {wanted}, found {found}")),
    }
}

#[test]
fn every_mail_of_the_fixtures_is_explained_as_its_expectation_says_one_line_each_in_order() {
    let config = office_of_the_fixtures();
    let mut mails: Vec<PathBuf> = fs::read_dir(MAILS).unwrap().map(|entry| entry.unwrap().path()).collect();
    mails.retain(|path| path.extension().is_some_and(|e| e == "eml"));
    mails.sort();
    let names: Vec<&str> = mails.iter().map(|path| path.to_str().unwrap()).collect();
    let args = [&["--json", "--office", "batang"], names.as_slice()].concat();
    let output = explain(&args).env("PENGHUBUNG_CONFIG_DIR", config.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = lines(&output);
    assert_eq!(lines.len(), mails.len());
    let mut faults = Vec::new();
    for ((name, path), line) in names.iter().zip(&mails).zip(&lines) {
        assert_eq!(line["file"], *name);
        let mut wanted: Value = serde_json::from_slice(&fs::read(path.with_extension("expected")).unwrap()).unwrap();
        let wanted = wanted.as_object_mut().unwrap();
        let pieces = wanted.remove("text_holds").unwrap_or_default();
        for own in ["nested", "oddities"] {
            wanted.remove(own);
        }
        for piece in pieces.as_array().into_iter().flatten() {
            assert!(line["message"]["text"].as_str().unwrap().contains(piece.as_str().unwrap()), "{name}: {piece}");
        }
        holds(name, &Value::Object(wanted.clone()), line, &mut faults);
        let entries = line["entries"].as_array().map(Vec::as_slice).unwrap_or_default();
        let registers = entries.len() == 1 && entries[0]["whole"] == true;
        let opens = line["kind"] == "complaint" || registers;
        assert_eq!(line["decision"].is_object(), opens, "{name}: {}", line["kind"]);
        assert_eq!(line["reply"].is_object(), ["officer_reply", "pelapor_reply"].contains(&kind(line)), "{name}");
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn kind(line: &Value) -> &str {
    line["kind"].as_str().unwrap()
}

#[test]
fn a_complaint_by_mail_has_all_that_the_contract_names() {
    let output = explain(&["--json", &format!("{MAILS}/gmail-android.eml")]).output().unwrap();
    let line = lines(&output).remove(0);
    let wanted = serde_json::json!({
        "ok": true, "error": null, "kind": "complaint", "bounce": null, "reply": null,
        "message": {"message_id": "CAF1a2b3c4d5@surel.example", "from": "siti.aminah@warga.example",
                    "from_name": "Siti Aminah", "to": ["pengaduan@dinkes-batang.example"],
                    "date": "2026-11-16T07:58:00+07:00", "attachments": []},
        "decision": {"office": "batang", "class": "pengaduan", "supervision": false, "emergency": false,
                     "in_our_power": true, "grade": null, "unit": "btg.pkm.bandar1",
                     "unit_name": "Puskesmas Bandar I", "also": [],
                     "privacy": {"anonymous": false, "secret": false, "restricted": false, "masked": []},
                     "letters": [{"kind": "receipt", "to": "pelapor", "channel": "email"},
                                 {"kind": "disposisi", "to": "unit:btg.pkm.bandar1", "channel": "email"}]},
    });
    let mut faults = Vec::new();
    holds("", &wanted, &line, &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let decision = &line["decision"];
    assert!(decision["rule"].is_string() && decision["matched"].is_array() && decision["confidence"].is_number());
    let deadline = &decision["deadlines"][0];
    assert_eq!(deadline["within"], "7 hari kalender");
    assert_eq!(deadline["due"], "2026-11-23T23:59:59+07:00");
}

#[test]
fn an_officers_reply_is_parted_into_what_is_new_and_what_was_quoted() {
    let config = office_of_the_fixtures();
    let output = explain(&["--json", &format!("{MAILS}/balasan-petugas-token.eml")])
        .env("PENGHUBUNG_CONFIG_DIR", config.path())
        .output()
        .unwrap();
    let line = lines(&output).remove(0);
    assert_eq!(line["kind"], "officer_reply");
    assert_eq!(line["reply"]["kept"], "JAWAB: Loket kedua sudah dibuka.");
    assert!(line["reply"]["removed"].as_str().unwrap().contains("Tulis jawaban di atas baris ini"));
}

#[test]
fn what_cannot_be_read_is_a_line_too_and_stops_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("gambar.txt"), b"\x89PNG\r\n\x1a\n\0\0\0").unwrap();
    fs::write(path("kosong.txt"), b"").unwrap();
    fs::write(path("sampah.eml"), (0..=255u8).cycle().take(4096).collect::<Vec<u8>>()).unwrap();
    let (image, empty, garbage) = (path("gambar.txt"), path("kosong.txt"), path("sampah.eml"));
    let good = format!("{MAILS}/gmail-android.eml");
    let missing = path("tidak-ada.eml");
    let folder = dir.path().to_str().unwrap().to_owned();
    let args = ["--json", &missing, &good, &folder, &image, "/dev/zero", "-", "-", &empty, &garbage, &good];
    let output = with_stdin(explain(&args), b"Obat habis di Puskesmas Bandar 1.");
    assert_eq!(output.status.code(), Some(65));
    let lines = lines(&output);
    let ok: Vec<bool> = lines.iter().map(|line| line["ok"].as_bool().unwrap()).collect();
    assert_eq!(ok, [false, true, false, false, false, true, false, true, true, true]);
    for line in lines.iter().filter(|line| line["ok"] == false) {
        assert!(line["error"].as_str().is_some_and(|e| !e.is_empty()) && line["kind"].is_null(), "{line}");
    }
    assert_eq!(lines[7]["kind"], "unclear", "an empty text");
    assert!(lines[7]["decision"].is_null());
    assert_eq!(lines[8]["kind"], "unclear", "bytes of no mail");
}

#[test]
fn a_reader_that_takes_one_line_and_goes_is_no_error() {
    let many = vec![format!("{MAILS}/gmail-android.eml"); 300];
    let args: Vec<&str> = std::iter::once("--json").chain(many.iter().map(String::as_str)).collect();
    let mut child = explain(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(first.starts_with("{\"file\":"));
    assert_eq!(ended.status.code(), Some(0));
    assert!(ended.stderr.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn standard_input_is_a_mail_where_it_looks_like_one_and_a_text_otherwise() {
    let raw = fs::read(format!("{MAILS}/gmail-android.eml")).unwrap();
    let line = lines(&with_stdin(explain(&["--json", "-"]), &raw)).remove(0);
    assert_eq!(line["message"]["from"], "siti.aminah@warga.example");
    let line = text("email", "Nama: Sari\n\nObat habis.", &["--office", "ntt"]);
    assert!(line["message"]["from"].is_null());
    assert_eq!(line["message"]["text"], "Nama: Sari\n\nObat habis.");
    assert_eq!(line["file"], "-");
}

#[test]
fn what_travels_by_sms_is_shown_with_its_length() {
    let line = text("sms", "Obat darah tinggi di puskesmas Bandar 1 kosong", &["--office", "batang"]);
    let sms = &line["decision"]["letters"][0]["sms"];
    assert_eq!((sms["alphabet"].as_str(), sms["segments"].as_u64()), (Some("gsm-7"), Some(1)), "{sms}");
    assert_eq!(sms["units"].as_u64().unwrap() as usize, sms["text"].as_str().unwrap().chars().count());
    assert!(sms["text"].as_str().unwrap().contains("BTG-") && sms["text"].as_str().unwrap().contains("119"));
    assert!(line["decision"]["letters"][1]["sms"].is_null());
}

#[test]
fn the_keyword_of_sms_1708_names_the_office_and_is_no_part_of_the_complaint() {
    let line = text("sms", "TTU obat malaria kosong di puskesmas", &[]);
    assert_eq!(line["decision"]["office"], "ttu");
    let receipt = &line["decision"]["letters"][0];
    assert_eq!((receipt["kind"].as_str(), receipt["channel"].as_str()), (Some("receipt"), Some("sms")));
    // By mail "Batang" is a place, by SMS it is the keyword.
    let with = text("sms", "BATANG antrean lama", &["--office", "batang"]);
    let without = text("sms", "antrean lama", &["--office", "batang"]);
    assert_eq!(with["decision"]["matched"], without["decision"]["matched"]);
    assert_eq!(with["decision"]["unit"], without["decision"]["unit"]);
}

#[test]
fn who_stands_before_the_desk_has_no_address_to_which_a_receipt_could_go() {
    let line = text("kotak_saran", "Toilet kotor.", &["--office", "kademangan"]);
    let letters = line["decision"]["letters"].as_array().unwrap();
    assert!(letters.iter().all(|letter| letter["kind"] == "disposisi"), "{letters:?}");
}

#[test]
fn danger_is_answered_and_the_duty_list_alerted_before_anything_else() {
    let line = text("whatsapp", "Tolong, ibu saya pingsan tidak sadar, sesak napas!", &["--office", "batang"]);
    let decision = &line["decision"];
    assert_eq!(decision["emergency"], true);
    let kinds: Vec<&str> =
        decision["letters"].as_array().unwrap().iter().map(|letter| letter["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..2], ["emergency_answer", "emergency_alert"]);
    assert_eq!(decision["letters"][0]["channel"], "whatsapp");
    assert_eq!(decision["letters"][1]["to"], "duty");
    assert!(kinds.contains(&"receipt") && kinds.contains(&"disposisi"));
}

#[test]
fn the_office_is_found_by_what_the_message_says_and_a_guess_says_that_it_is_one() {
    let mail = |to: &str, from: &str| format!("From: {from}\nTo: {to}\nSubject: Antrean\n\nAntre lama sekali.\n");
    let of = |text: &str| lines(&with_stdin(explain(&["--json", "-"]), text.as_bytes())).remove(0);
    let citizen = "w@warga.example";
    assert_eq!(of(&mail("pengaduan@dinkes-ntt.example", citizen))["office"], "ntt");
    assert_eq!(of(&mail("Pengaduan+abc@RSUD-Buleleng.example", citizen))["office"], "buleleng");
    assert_eq!(of(&mail("humas@dinkes-ttu.example", citizen))["office"], "ttu");
    let own = of(&mail("pkm.bandar1@batang.example", citizen));
    assert_eq!(own["decision"]["unit"], "btg.pkm.bandar1", "it arrived in the unit's own mailbox");
    assert_eq!(of(&mail("x@lain.example", "pkm.bandar1@batang.example"))["office"], "batang");
    assert_eq!(of("Loket RSUD Kabupaten Buleleng tutup")["office"], "buleleng");
    let guess = of(&mail("x@lain.example", citizen));
    assert_eq!(guess["office"], "batang");
    assert!(guess["decision"]["confidence"].as_f64().unwrap() <= 0.2);
}

#[test]
fn what_was_asked_wrongly_is_told_before_any_file_is_read() {
    for (args, told) in [
        (&["--office", "batangg", "-"][..], "did you mean \"batang\"? Known: batang"),
        (&["--channel", "pigeon", "-"], "kotak_saran"),
        (&["--received", "besok", "-"], "20-11-2026 10.00"),
        (&[], "FILE"),
    ] {
        let output = with_stdin(explain(args), b"");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(64), "{stderr}");
        assert!(stderr.contains(told) && output.stdout.is_empty(), "{stderr}");
    }
}

#[test]
fn a_wrong_configuration_ends_it_with_78_and_says_where() {
    let config = office_of_the_fixtures();
    fs::write(config.path().join("offices/ntt/office.toml"), "name = 7\n").unwrap();
    let output = explain(&["-"]).env("PENGHUBUNG_CONFIG_DIR", config.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&output.stderr).contains("offices/ntt/office.toml:1"));
    let nowhere = explain(&["-"]).env("PENGHUBUNG_CONFIG_DIR", "/nowhere").output().unwrap();
    assert_eq!(nowhere.status.code(), Some(78));
    let told = String::from_utf8(nowhere.stderr).unwrap();
    assert!(told.contains("/nowhere") && told.contains("PENGHUBUNG_CONFIG_DIR") && told.lines().count() == 1, "{told}");
}

#[test]
fn the_flag_config_names_the_directory_where_the_offices_lie_beside_the_file() {
    let config = office_of_the_fixtures();
    let main = config.path().join("penghubung.toml");
    let mail = format!("{MAILS}/balasan-petugas-token.eml");
    let output = explain(&["--json", "--config", main.to_str().unwrap(), &mail]).output().unwrap();
    assert_eq!(lines(&output)[0]["kind"], "officer_reply", "only the changed copy knows this officer");
}

#[test]
fn a_right_main_file_tells_which_message_ids_and_mailboxes_are_ours() {
    let config = office_of_the_fixtures();
    let main = config.path().join("penghubung.toml");
    let reply = "From: pkm.bandar1@batang.example\nTo: pengaduan@dinkes.example\nSubject: Re: Antrean\n\
                 In-Reply-To: <41.5f0c9a7be1d24836a0b1c2d3e4f50617@pengaduan.dinkes.example>\n\nJAWAB: Sudah.\n";
    let of = |main: &Path| {
        let output = with_stdin(explain(&["--json", "--config", main.to_str().unwrap(), "-"]), reply.as_bytes());
        lines(&output).remove(0)
    };
    let line = of(&main);
    assert_eq!(line["kind"], "officer_reply", "{line}");
    assert!(line["office_reason"].as_str().unwrap().contains("its mailbox"), "{line}");
    fs::remove_file(&main).unwrap();
    assert_eq!(of(&main)["kind"], "unclear");
}

#[test]
fn a_person_reads_who_wrote_which_rule_fitted_and_until_when_without_any_colour() {
    let output = explain(&[&format!("{MAILS}/gmail-android.eml")]).output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    for piece in [
        "Siti Aminah <siti.aminah@warga.example>",
        "Puskesmas Bandar I (btg.pkm.bandar1)",
        "7 hari kalender sejak Senin 16-11-2026",
        "Senin, 23 November 2026 pukul 23.59 WIB",
        "receipt to pelapor by email",
    ] {
        assert!(shown.contains(piece), "{piece}\n{shown}");
    }
    assert!(!shown.contains('\u{1b}'));
}

#[test]
fn what_an_officer_registers_is_decided_entry_by_entry() {
    let office = office_of_the_fixtures();
    let officer = "From: pkm.bandar1@batang.example\r\nTo: pengaduan@dinkes-batang.example\r\n";
    let told = |name: &str, subject: &str, body: &str| {
        let file = office.path().join(name);
        fs::write(&file, format!("{officer}Subject: {subject}\r\n\r\n{body}")).unwrap();
        let mut command = explain(&["--json", "--received", "2026-11-20 10:00", file.to_str().unwrap()]);
        let output = command.env("PENGHUBUNG_CONFIG_DIR", office.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        lines(&output).remove(0)
    };
    let form = "Kanal: telepon\r\nDiterima: 19-11-2026 09.41\r\nEmail: warga@warga.example\r\nWarna: biru\r\n\
                Isi: Obat darah tinggi di Puskesmas Bandar I kosong dua minggu.\r\n";
    let line = told("daftar.eml", "[DAFTAR] telepon warga", form);
    assert_eq!(kind(&line), "registration");
    assert_eq!(line["decision"]["unit"], "btg.pkm.bandar1", "{line}");
    assert_eq!(line["decision"]["deadlines"][0]["standard"], "btg.langsung");
    assert_eq!(line["entries"][0]["channel"], "telepon");
    assert!(line["entries"][0]["received"].as_str().unwrap().starts_with("2026-11-19T09:41"), "{line}");
    assert!(line["entries"][0]["unread"].to_string().contains("biru"), "said back, not dropped: {line}");
    let letters = line["decision"]["letters"].to_string();
    assert!(letters.contains("registered") && letters.contains("receipt"), "{letters}");
    let items = "Kanal: sosmed\r\nIsi: Antrean di Puskesmas Bandar I lama.\r\n---\r\nKanal: sosmed\r\nIsi: Terima kasih bidannya ramah.\r\n";
    let line = told("serah.eml", "[SERAH TERIMA] 14.00", items);
    assert_eq!((kind(&line), line["entries"].as_array().map(Vec::len)), ("handover", Some(2)), "{line}");
    assert!(line["entries"].as_array().unwrap().iter().all(|entry| entry["decision"]["unit"].is_string()), "{line}");
    let line = told("kosong.eml", "[DAFTAR]", "Kanal: telepon\r\n");
    assert_eq!((&line["entries"][0]["whole"], &line["decision"]), (&Value::Bool(false), &Value::Null), "{line}");
}

#[test]
fn an_archive_and_json_are_refused_with_what_to_give_instead() {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes, words) in
        [("x.zip", b"PK\x03\x04\x14\x00rest".as_slice(), "unpack it"), ("x.json", b"{\"isi\": \"obat\"}", "is JSON")]
    {
        let file = dir.path().join(name);
        fs::write(&file, bytes).unwrap();
        let output = explain(&["--json", file.to_str().unwrap()]).output().unwrap();
        assert_eq!(output.status.code(), Some(65));
        let line = lines(&output).remove(0);
        assert!(line["error"].as_str().unwrap().contains(words), "{line}");
    }
}

#[test]
fn a_text_to_a_citizen_names_the_day_of_his_answer_and_not_that_of_the_heads_word() {
    let line = text("sms", "Obat habis di puskesmas", &["--office", "ntt"]);
    let sms = &line["decision"]["letters"][0]["sms"]["text"];
    let promised = line["decision"]["deadlines"].as_array().unwrap();
    assert!(promised.iter().any(|clock| clock["standard"] == "ntt.disposisi"), "{promised:?}");
    assert!(sms.as_str().unwrap().contains("27-11-2026"), "{sms}: {promised:?}");
}
