//! When officers and their superiors are told.

use super::*;

fn moments(start: &str, words: &str) -> Vec<String> {
    let deadline = limit("batang", Jakarta, start, words);
    let notices = reminders(&standard(words), &deadline, &calendar("batang"), deadline.from.to_utc());
    notices.iter().map(|n| n.at.with_timezone(&Jakarta).format("%a %d %H.%M").to_string()).collect()
}

#[test]
fn officers_are_reminded_at_their_desks_and_never_after_the_limit() {
    // Half of a week from Friday 10.00 is Tuesday 05.00: too early, so at eight. The limit is Friday at midnight:
    // Monday.
    assert_eq!(moments("2026-11-20 10:00", "7 hari"), ["Tue 24 08.00", "Thu 26 11.35", "Mon 30 08.00"]);
    // The limit falls on Sunday: four fifths are on Saturday, which moves back to Friday.
    assert_eq!(moments("2026-11-15 10:00", "7 hari"), ["Thu 19 08.00", "Fri 20 08.00", "Mon 23 08.00"]);
    // A working-day limit ends in office hours.
    assert_eq!(moments("2026-11-23 10:00", "3 hari kerja"), ["Wed 25 08.00", "Thu 26 08.00", "Thu 26 16.00"]);
    // From the last working day before Nyepi and Idul Fitri the whole limit lies in days off.
    assert_eq!(moments("2025-03-27 08:00", "2 hari"), ["Fri 28 15.59", "Sat 29 11.11", "Tue 08 08.00"]);
    // Hours do not wait for the morning.
    assert_eq!(moments("2026-11-20 22:00", "24 jam"), ["Sat 21 10.00", "Sat 21 17.12", "Sat 21 22.00"]);
}

#[test]
fn after_an_outage_one_reminder_stands_for_all_and_the_superior_hears_once() {
    let (standard, calendar) = (standard("7 hari"), calendar("batang"));
    let deadline = limit("batang", Jakarta, "2026-11-20 10:00", "7 hari");
    let told = deadline.from.to_utc();
    let due_at =
        |sent: &[NoticeKind], now: &str| notices_due(&standard, &deadline, &calendar, sent, (told, at(now, Jakarta)));
    assert!(due_at(&[], "2026-11-24 07:59").is_empty());
    assert_eq!(due_at(&[], "2026-11-24 08:00").covers, [1]);
    assert!(due_at(&[NoticeKind::Reminder(1)], "2026-11-25 10:00").is_empty());
    let missed = due_at(&[], "2026-11-30 09:00");
    assert_eq!(missed, DueNotices { reminder: Some(2), covers: vec![1, 2], escalate: true, overdue: true });
    assert!(due_at(&[NoticeKind::Reminder(2), NoticeKind::Escalation], "2026-12-01 09:00").is_empty());
    assert!(due_at(&[], "2026-11-30 21:00").is_empty(), "quiet hours");
    assert!(!due_at(&[], "2026-11-28 11:00").is_empty(), "late already, so Saturday by day");
    assert!(due_at(&[], "2026-11-21 11:00").is_empty());
    let next = next_notice_after(&standard, &deadline, &calendar, (told, at("2026-11-24 08:00", Jakarta)));
    assert_eq!(next, Some(at("2026-11-26 11:35:59", Jakarta)));
}

#[test]
fn a_red_clock_speaks_at_night() {
    let (standard, calendar) = (standard("24 jam"), calendar("buleleng"));
    let deadline = limit("buleleng", Makassar, "2026-11-21 13:00", "24 jam");
    let told = deadline.from.to_utc();
    let due = notices_due(&standard, &deadline, &calendar, &[], (told, at("2026-11-22 01:00", Makassar)));
    assert_eq!((due.reminder, due.escalate), (Some(1), false));
}

#[test]
fn what_was_late_before_anybody_knew_is_not_chased_at_once() {
    let planned = |received: &str, words: &str, told: &str| {
        let deadline = limit("batang", Jakarta, received, words);
        let notices = reminders(&standard(words), &deadline, &calendar("batang"), at(told, Jakarta));
        let moments = notices.iter().map(|n| n.at.with_timezone(&Jakarta).format("%a %d %H.%M").to_string());
        moments.collect::<Vec<_>>()
    };
    // Entered on Wednesday, after the first reminder: one reminder stands for both.
    assert_eq!(
        planned("2026-11-20 10:00", "7 hari", "2026-11-25 10:00"),
        ["Thu 26 11.35", "Thu 26 11.35", "Mon 30 08.00"]
    );
    // Entered days after the limit: the first letter says so; then the officer, then his superior.
    assert_eq!(
        planned("2026-11-20 10:00", "7 hari", "2026-12-04 10:00"),
        ["Mon 07 08.00", "Mon 07 08.00", "Tue 08 08.00"]
    );
    assert_eq!(
        planned("2026-11-20 10:00", "24 jam", "2026-11-21 14:00"),
        ["Sat 21 16.00", "Sat 21 16.00", "Sat 21 18.00"]
    );
}
