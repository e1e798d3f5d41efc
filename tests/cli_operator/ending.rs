//! Complaints that a person ends or takes up again at the keyboard.

use crate::desk::Desk;

/// A complaint registered at the keyboard, and its number.
fn registered(desk: &Desk) -> String {
    let done = desk.run([
        "register",
        "--office",
        "batang",
        "--channel",
        "telepon",
        "--text",
        "Loket Puskesmas Bandar I tutup.",
        "--email",
        "siti@warga.example",
    ]);
    assert_eq!(done.code, 0, "{done:?}");
    done.out.trim().strip_prefix("registered as ").unwrap().to_owned()
}

fn waiting(desk: &Desk) -> Vec<String> {
    let list = desk.run(["queue", "list", "--json"]).json();
    list.iter().map(|letter| letter["kind"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_disposisi_of_what_was_closed_by_hand_leaves_the_queue_and_comes_back_with_it() {
    let desk = Desk::new().await;
    let number = registered(&desk);
    assert!(waiting(&desk).contains(&"disposisi".to_owned()), "{:?}", waiting(&desk));
    let small = number.to_lowercase();
    let closed = desk.run(["complaint", "close", &small, "--reason", "diselesaikan di loket"]);
    assert!(closed.code == 0 && closed.out.starts_with(&number), "{closed:?}");
    assert!(!waiting(&desk).contains(&"disposisi".to_owned()), "{:?}", waiting(&desk));
    assert!(waiting(&desk).contains(&"receipt".to_owned()), "what the citizen is told stays");
    let shown = desk.run(["complaint", "show", &small, "--json"]).json().remove(0);
    assert_eq!(shown["status"], "closed");
    let open = desk.run(["complaint", "reopen", &small, "--reason", "ternyata belum"]);
    assert_eq!(open.code, 0, "{open:?}");
    assert!(waiting(&desk).contains(&"disposisi".to_owned()), "{:?}", waiting(&desk));
    assert_eq!(desk.run(["complaint", "show", "btg-26-9999"]).code, 65);
}

#[tokio::test]
async fn an_objection_that_was_told_is_not_lost_to_a_second_word() {
    let desk = Desk::new().await;
    let number = registered(&desk);
    desk.run(["complaint", "close", &number, "--reason", "selesai", "--satisfied"]);
    let told = desk.run(["complaint", "reopen", &number, "--reason", "menelepon: belum puas", "--unsatisfied"]);
    assert_eq!(told.code, 0, "{told:?}");
    let second = desk.run(["complaint", "reopen", &number, "--reason", "sekali lagi"]);
    assert_eq!(second.code, 65, "{second:?}");
    assert!(second.err.contains("objection waits"), "{}", second.err);
    let shown = desk.run(["complaint", "show", &number, "--json"]).json().remove(0);
    assert_eq!(shown["ending"]["word"], "tidak", "{}", shown["ending"]);
}
