//! Calendars: who hears that a year is missing, and what a changed calendar moves when somebody says so.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use penghubung::decide::OfficeBook;
use penghubung::domain::calendar::{Holiday, HolidayKind};
use penghubung::duties::holidays::Holidays;
use penghubung::duties::recount::{Moved, recount};
use penghubung::store::deadlines::Clock as RunningClock;

use super::desk::{BATANG, BULELENG, Desk, at};
use super::letters::{DESK, SITI, surat};
use super::support::PgCluster;

const ADMIN: &str = "admin@dinkes.example";
const POLI: &str = "Antrean di poli mata lama sekali, petugas loket tidak memberi nomor urut.";

/// Changes an office's book, as a reload does.
fn change_book(desk: &Desk, office: &str, change: impl FnOnce(&mut OfficeBook)) {
    desk.reconfigure(|practice| {
        let mut book = practice.books[office].as_ref().clone();
        change(&mut book);
        practice.books.insert(office.to_owned(), Arc::new(book));
    });
}

/// The office's calendar with another day off, under another name.
fn with_day_off(desk: &Desk, office: &str, day: &str) {
    let day: NaiveDate = day.parse().unwrap();
    change_book(desk, office, |book| {
        book.calendar.holidays.insert(day, Holiday { kind: HolidayKind::Regional, name: "Hari Jadi".to_owned() });
        book.calendar.name = format!("{office} 2026 rev 2");
    });
}

/// Looks at the calendars each hour until then; the letters to the sysadmin.
async fn told_until(desk: &Desk, holidays: &Holidays, end: &str) -> usize {
    while desk.clock_now() < at(end) {
        holidays.pass().await.unwrap();
        desk.later(TimeDelta::hours(6));
    }
    desk.work().await;
    desk.sent_to(ADMIN).len()
}

#[tokio::test]
async fn from_october_desk_and_sysadmin_hear_once_a_week_that_next_years_holidays_are_missing() {
    let desk = Desk::of(&[BATANG]).await;
    desk.reconfigure(|practice| practice.alarm_to = vec![ADMIN.to_owned()]);
    let holidays = Holidays::new(desk.store.clone(), desk.clock.clone(), Arc::clone(&desk.practice));
    desk.clock.set(at("2026-09-01T02:00:00Z"));
    assert_eq!(told_until(&desk, &holidays, "2026-09-30T17:00:00Z").await, 0, "in September nobody is disturbed");
    let told = told_until(&desk, &holidays, "2026-10-31T17:00:00Z").await;
    assert!((4..=5).contains(&told), "once a week: {told}");
    assert_eq!(desk.sent_to(DESK).len(), told);
    let letter = desk.sent_to(DESK).remove(0);
    assert!(letter.subject.contains("hari libur tahun 2027 belum dimuat"), "{}", letter.subject);
    for words in ["holidays/2027.toml", "due recompute --office batang", "batang 2026 rev 1"] {
        assert!(letter.shows(words), "{words}: {}", letter.body);
    }
    let log = desk.log().await;
    let lines: Vec<_> = log.iter().filter(|line| line["ev"] == "KALENDER").collect();
    assert_eq!(lines.len(), told);
    assert!(lines.iter().all(|line| line.to_string().contains("2027")), "{lines:#?}");
    change_book(&desk, "batang", |book| book.calendar.years.push(2027));
    assert_eq!(
        told_until(&desk, &holidays, "2026-12-30T17:00:00Z").await,
        told,
        "the decree is loaded: it ends by itself"
    );
}

#[tokio::test]
async fn an_office_seen_for_the_first_time_is_not_told_on_its_first_day() {
    let desk = Desk::of(&[BATANG]).await;
    let holidays = Holidays::new(desk.store.clone(), desk.clock.clone(), Arc::clone(&desk.practice));
    for _ in 0..5 {
        holidays.pass().await.unwrap();
        desk.work().await;
    }
    assert_eq!(desk.sent_to(DESK).len(), 0);
    desk.clock.set(at("2026-11-23T02:00:00Z"));
    holidays.pass().await.unwrap();
    desk.work().await;
    assert_eq!(desk.sent_to(DESK).len(), 1, "on the Monday after");
}

/// Counts the office's clocks again; stays only where it is applied.
async fn recompute(desk: &Desk, office: &str, apply: bool) -> Vec<Moved> {
    let practice = desk.practice.load_full();
    let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
    let moved = recount(&mut tx, &practice.books[office], "admin").await.unwrap();
    if apply {
        tx.commit().await.unwrap();
    }
    moved
}

/// The clocks of the n-th complaint, those that were replaced left out.
async fn clocks(desk: &Desk, number: i64) -> Vec<RunningClock> {
    let complaints = desk.store.complaints(Some("buleleng"), 10).await.unwrap();
    let complaint = complaints.iter().find(|c| c.number.ends_with(&format!("{number:04}"))).unwrap();
    let clocks = desk.store.clocks_of(complaint.id).await.unwrap();
    clocks.into_iter().filter(|clock| clock.replaced.is_none()).collect()
}

fn hours(moved: &Moved) -> (DateTime<Utc>, DateTime<Utc>) {
    (moved.before.to_utc(), moved.after.to_utc())
}

/// A limit that moves, one that was met, one that waits for a year: what a changed calendar does with them.
async fn a_changed_calendar_moves_what_runs_and_nothing_else(mut desk: Desk) {
    let mail = |text: &str| surat(SITI).to(BULELENG.0).says(text);
    desk.post_to(BULELENG.0, &mail(POLI)).await;
    desk.post_to(BULELENG.0, &mail("Kursi tunggu di poli gigi rusak, mohon diperbaiki.")).await;
    let second = desk.store.complaints(Some("buleleng"), 1).await.unwrap().remove(0);
    let unit = desk.practice.load().books["buleleng"]
        .office
        .mailbox_for(&penghubung::domain::UnitId(second.unit))
        .unwrap()
        .to_owned();
    let letter = desk.the_letter(&unit, "Kursi tunggu");
    desk.post_to(BULELENG.0, &letter.answered_by(&unit, "JAWAB: Kursi sudah kami ganti dengan yang baru hari ini."))
        .await;
    let before = clocks(&desk, 1).await.remove(0);
    let met = clocks(&desk, 2).await.remove(0);
    assert!(met.met.is_some(), "{met:#?}");
    assert_eq!(recompute(&desk, "buleleng", false).await, [], "the same calendar moves nothing");

    with_day_off(&desk, "buleleng", "2026-11-25");
    let shown = recompute(&desk, "buleleng", false).await;
    let [moved] = shown.as_slice() else { panic!("{shown:#?}") };
    let (old, new) = hours(moved);
    let days = [old, new].map(|at| at.with_timezone(&chrono_tz::Asia::Makassar).date_naive().to_string());
    assert_eq!(days, ["2026-11-27", "2026-11-30"], "a Wednesday off moves Friday's limit over the weekend");
    assert_eq!(
        (moved.calendar_before.as_str(), moved.calendar_after.as_str()),
        ("buleleng 2026 rev 1", "buleleng 2026 rev 2")
    );
    assert_eq!(clocks(&desk, 1).await.remove(0).deadline, before.deadline, "shown only");
    assert!(!desk.log().await.iter().any(|line| line.to_string().contains("kalender_semula")));

    assert_eq!(recompute(&desk, "buleleng", true).await, shown);
    let after = clocks(&desk, 1).await.remove(0);
    assert_eq!(after.deadline.due.to_utc(), new);
    assert!(after.runs());
    assert_eq!(clocks(&desk, 2).await.remove(0).deadline, met.deadline, "what was met is history");
    let told = desk.store.complaints(Some("buleleng"), 10).await.unwrap();
    let first = told.iter().find(|c| c.number.ends_with("0001")).unwrap();
    assert_eq!(first.decision.deadlines[0].due.to_utc(), new, "letters name the new limit");
    let line =
        desk.log().await.into_iter().find(|line| line.to_string().contains("kalender_semula")).unwrap().to_string();
    for words in ["TENGGAT", "rev 1", "rev 2", "admin", "RSB-26-0001"] {
        assert!(line.contains(words), "{words}: {line}");
    }
    assert_eq!(recompute(&desk, "buleleng", true).await, [], "a second time moves nothing");
    chased_by_the_new_limit(&desk, &unit_of(&desk, first), old, new).await;
}

fn unit_of(desk: &Desk, complaint: &penghubung::store::complaints::Complaint) -> String {
    let unit = penghubung::domain::UnitId(complaint.unit.clone());
    desk.practice.load().books["buleleng"].office.mailbox_for(&unit).unwrap().to_owned()
}

/// Reminders and the escalation of the first complaint follow the limit as it is now.
async fn chased_by_the_new_limit(desk: &Desk, unit: &str, old: DateTime<Utc>, new: DateTime<Utc>) {
    let chased = async |event: &str| {
        desk.log().await.iter().filter(|line| line["ev"] == event && line.to_string().contains("RSB-26-0001")).count()
    };
    let live = async |end: DateTime<Utc>| {
        while let Some(next) = desk.remind.next_at().await.unwrap().filter(|next| *next <= end) {
            desk.clock.set(next.max(desk.clock_now()));
            desk.remind().await;
        }
        desk.clock.set(end);
        desk.remind().await;
    };
    live(old + TimeDelta::hours(2)).await;
    assert_eq!(chased("ESKALASI").await, 0, "the old limit has passed and means nothing");
    live(new + TimeDelta::days(2)).await;
    assert_eq!(chased("ESKALASI").await, 1);
    assert_eq!(chased("INGAT").await, 2);
    let mut reminders = desk.sent_to(unit).into_iter().filter(|letter| letter.subject.contains("PENGINGAT"));
    let reminder = reminders.next_back().unwrap();
    let day = new.with_timezone(&chrono_tz::Asia::Makassar).format("%d-%m-%Y").to_string();
    assert!(reminder.subject.contains(&day), "{day}: {}", reminder.subject);
}

#[tokio::test]
async fn a_changed_calendar_moves_running_limits_by_command_only() {
    a_changed_calendar_moves_what_runs_and_nothing_else(Desk::of(&[BULELENG]).await).await;
}

#[tokio::test]
async fn a_changed_calendar_moves_running_limits_on_postgresql_too() {
    let cluster = PgCluster::shared();
    let desk = Desk::over(tempfile::tempdir().unwrap(), &cluster.database(), &[BULELENG]).await;
    a_changed_calendar_moves_what_runs_and_nothing_else(desk).await;
}

#[tokio::test]
async fn a_limit_that_waited_for_a_year_is_final_once_the_year_is_loaded() {
    let mut desk = Desk::of(&[BULELENG]).await;
    desk.clock.set(at("2026-12-28T02:00:00Z"));
    desk.post_to(BULELENG.0, &surat(SITI).to(BULELENG.0).says(POLI)).await;
    assert!(clocks(&desk, 1).await.remove(0).deadline.provisional);
    change_book(&desk, "buleleng", |book| {
        book.calendar.years.push(2027);
        book.calendar.name = "buleleng 2027 rev 1".to_owned();
    });
    let moved = recompute(&desk, "buleleng", true).await;
    assert!(!moved.is_empty() && moved.iter().all(|moved| !moved.provisional), "{moved:#?}");
    let clock = clocks(&desk, 1).await.remove(0);
    assert_eq!((clock.deadline.provisional, clock.deadline.calendar.as_str()), (false, "buleleng 2027 rev 1"));
}

#[tokio::test]
async fn a_reminder_that_was_sent_is_not_sent_again_because_the_limit_moves() {
    let mut desk = Desk::of(&[BULELENG]).await;
    desk.post_to(BULELENG.0, &surat(SITI).to(BULELENG.0).says(POLI)).await;
    desk.clock.set(at("2026-11-25T02:00:00Z"));
    desk.remind().await;
    let reminded = async |desk: &Desk| desk.log().await.iter().filter(|line| line["ev"] == "INGAT").count();
    assert_eq!(reminded(&desk).await, 1, "half of the time has passed");
    with_day_off(&desk, "buleleng", "2026-11-26");
    assert_eq!(recompute(&desk, "buleleng", true).await.len(), 1);
    desk.remind().await;
    assert_eq!(reminded(&desk).await, 1);
}

#[tokio::test]
async fn an_objection_keeps_running_when_its_limit_is_counted_again() {
    let mut desk = Desk::of(&[BULELENG]).await;
    desk.post_to(BULELENG.0, &surat(SITI).to(BULELENG.0).says(POLI)).await;
    let complaint = desk.store.complaints(Some("buleleng"), 1).await.unwrap().remove(0);
    let unit = unit_of(&desk, &complaint);
    let letter = desk.the_letter(&unit, "Mohon tindak lanjut");
    desk.post_to(BULELENG.0, &letter.answered_by(&unit, "JAWAB: Nomor urut kini diberikan sejak pukul enam pagi."))
        .await;
    let answer = desk.the_letter("siti@warga.example", "Nomor urut kini");
    desk.post_to(BULELENG.0, &answer.answered_by(SITI, "TIDAK PUAS, petugas yang sama masih menolak memberi nomor."))
        .await;
    let objection = async |desk: &Desk| {
        let clocks = clocks(desk, 1).await;
        clocks.into_iter().find(|clock| clock.deadline.standard == "rsb.keberatan").unwrap()
    };
    let before = objection(&desk).await;
    assert!(before.runs());
    with_day_off(&desk, "buleleng", "2026-11-25");
    let moved = recompute(&desk, "buleleng", true).await;
    assert!(moved.iter().any(|moved| moved.standard == "rsb.keberatan"), "{moved:#?}");
    let after = objection(&desk).await;
    assert!(after.runs(), "the first answer does not end it: {after:#?}");
    assert!(after.deadline.due > before.deadline.due);
}
