//! SMSD's database made anew under our cursor: on a real SMSD, with the file replaced, emptied, or outgrown before we
//! looked.

use std::collections::HashSet;

use connectors::sms::gammu::{GammuInbox, over_sql};
use connectors::{Arrival, Cursor, Sink as _, Source as _};

use crate::gammu_box::{Keep, Smsd, is_installed};
use crate::postgres_box::Postgres;
use crate::{Open, parcel, reports, texts};

const CITIZEN: &str = "+6281234567890";

/// What the daemon keeps of a source: the cursor, and under which names it has texts.
#[derive(Default)]
struct Kept {
    cursor: Option<Cursor>,
    names: HashSet<String>,
}

impl Kept {
    /// One pass. Out: what is new here, and whether the source said that it began again.
    async fn pass(&mut self, source: &mut GammuInbox) -> (Vec<Arrival>, bool) {
        let batch = source.poll(self.cursor.as_ref()).await.unwrap();
        self.cursor = Some(batch.cursor);
        let is_new = |arrival: &Arrival| self.names.insert(arrival.remote_ref.0.clone());
        (batch.arrivals.into_iter().filter(is_new).collect(), batch.renumbered)
    }

    async fn hear(&mut self, source: &mut GammuInbox, wanted: &[&str]) -> bool {
        let (mut heard, mut anew) = (Vec::new(), false);
        for _ in 0..600 {
            let (new, renumbered) = self.pass(source).await;
            heard.extend(texts(&new).into_iter().map(|text| text.text));
            anew |= renumbered;
            if heard.len() >= wanted.len() {
                break;
            }
            source.wait(std::time::Duration::from_millis(50)).await.unwrap();
        }
        assert_eq!(heard, wanted);
        assert!(self.pass(source).await.0.is_empty());
        anew
    }

    /// Of which text of ours the next report is.
    async fn told(&mut self, source: &mut GammuInbox) -> String {
        for _ in 0..600 {
            if let Some(report) = reports(&self.pass(source).await.0).first() {
                return report.reference.clone().unwrap();
            }
            source.wait(std::time::Duration::from_millis(50)).await.unwrap();
        }
        panic!("no report came");
    }
}

/// The daemon hears two texts; then SMSD gets a new database, and a citizen writes the same words as before, and
/// others.
async fn heard_again(mut smsd: Smsd) {
    for text in ["halo", "kedua"] {
        smsd.arrives(CITIZEN, text, "");
    }
    smsd.run();
    let (mut source, sink) = over_sql(smsd.database());
    let mut kept = Kept::default();
    assert!(!kept.hear(&mut source, &["halo", "kedua"]).await);
    sink.send(&parcel("a@uji", CITIZEN, "jawaban"), &Open::default()).await.unwrap();
    assert_eq!(kept.told(&mut source).await, "a@uji");
    smsd.stop();
    smsd.make_anew();
    smsd.arrives_at(CITIZEN, "halo", "20261128T090000");
    smsd.run();
    assert!(kept.hear(&mut source, &["halo"]).await, "it says that it began again");
    // The ids of our own texts have begun again too: reports on them are not taken for known ones.
    sink.send(&parcel("b@uji", CITIZEN, "jawaban lain"), &Open::default()).await.unwrap();
    assert_eq!(kept.told(&mut source).await, "b@uji");
    smsd.arrives(CITIZEN, "ketiga", "");
    assert!(!kept.hear(&mut source, &["ketiga"]).await, "and only once");
}

#[tokio::test]
async fn a_database_made_anew_is_noticed_and_no_text_is_lost() {
    if is_installed() {
        heard_again(Smsd::start(Keep::Sqlite)).await;
    }
}

#[tokio::test]
async fn a_database_made_anew_is_noticed_on_postgresql() {
    if !is_installed() {
        return;
    }
    match Postgres::start() {
        Some(postgres) => heard_again(Smsd::start(Keep::Postgres(postgres))).await,
        None => eprintln!("skipped: there is no PostgreSQL"),
    }
}

#[tokio::test]
async fn one_that_has_outgrown_our_cursor_before_we_looked_is_known_by_what_stands_there() {
    if !is_installed() {
        return;
    }
    let smsd = Smsd::start(Keep::Sqlite);
    let (mut source, _) = over_sql(smsd.database());
    let put = |texts: &[&str]| {
        for text in texts {
            smsd.sqlite(&format!(
                "INSERT INTO inbox (Text, SenderNumber, UDH, TextDecoded, RecipientID, ReceivingDateTime) \
                 VALUES ('', '{CITIZEN}', '', '{text}', 'm', '2026-11-27 08:30:00')"
            ));
        }
    };
    let mut kept = Kept::default();
    put(&["satu"]);
    assert!(!kept.hear(&mut source, &["satu"]).await);
    // Rows that people delete are no sign.
    smsd.sqlite("DELETE FROM inbox");
    put(&["dua"]);
    assert!(!kept.hear(&mut source, &["dua"]).await);
    smsd.make_anew();
    put(&["tiga", "empat", "lima"]);
    assert!(kept.hear(&mut source, &["tiga", "empat", "lima"]).await);
}
