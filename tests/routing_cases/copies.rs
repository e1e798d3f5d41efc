//! Of which complaints the desk has a copy, and that nobody who may be meant has one alone.

use penghubung::decide::assess::assess;
use penghubung::decide::suspicion::suspicion;
use penghubung::decide::{Matter, OfficeBook};
use penghubung::domain::office::DeskCopies;
use penghubung::domain::{Class, Decision, UnitId, UnitKind};

use super::case::{Case, OFFICES, book, cases, mail};

/// By structure alone, without any word for wrongdoing: who among the accused would be known to the desk, and how many
/// ordinary complaints it gets for that.
#[test]
fn of_accusations_hardly_one_raises_no_doubt_and_of_ordinary_complaints_not_a_sixth_does() {
    let (mut accusations, mut doubted, mut ordinary, mut copied) = (0, 0, 0, 0);
    for office in OFFICES {
        let book = book(office);
        for set in [
            "routing/kisah-",
            "routing/kisah2-",
            "routing/kisah3-",
            "routing/segar-",
            "routing/segar2-",
            "routing/",
            "routing_fresh/",
        ] {
            for case in cases(set, office).iter().filter(|case| !case.e && case.c.is_none_or(|c| c == Class::Pengaduan))
            {
                let found = suspicion(&book.rules.shared.suspicion, &book.rules.read(&case.t)).is_some();
                *(if case.s { &mut accusations } else { &mut ordinary }) += 1;
                *(if case.s { &mut doubted } else { &mut copied }) += usize::from(found);
            }
        }
    }
    println!("{doubted} of {accusations} accusations raise a doubt, and {copied} of {ordinary} ordinary complaints");
    assert!(doubted * 100 >= accusations * 97);
    assert!(copied * 6 <= ordinary);
}

/// Of which complaints the desk has a copy, and who sees what concerns the desk itself.
#[test]
fn whoever_may_be_meant_is_never_alone_with_it() {
    let mut book = book("batang");
    book.office.desk_copies = DeskCopies::Suspicion;
    let also = |book: &OfficeBook, text: &str| assess(book, &mail(text)).decision.also;
    let (desk, head) = (book.office.desk.clone(), book.office.head.clone());
    let queue = "Antrean di Puskesmas Limpung lama sekali";
    let hint = "Bidan Puskesmas Limpung menyimpan kardus vitamin di warungnya";
    let hides = "Obat di Puskesmas Limpung kosong. Jangan sebut nama saya";
    assert!(!also(&book, queue).contains(&desk));
    assert!(also(&book, hint).contains(&desk) && also(&book, hides).contains(&desk));
    book.office.desk_copies = DeskCopies::Protected;
    assert!(also(&book, hides).contains(&desk), "a protected reporter's complaint is never the unit's alone");
    assert!(
        !also(&book, hint).contains(&desk),
        "a mere hint is the unit's alone, where only protected reporters' are watched"
    );
    book.office.desk_copies = DeskCopies::All;
    assert!(also(&book, queue).contains(&desk));
    let bribe = assess(&book, &mail("Pegawai dinas kesehatan minta uang pungli 2 juta untuk mutasi")).decision;
    assert!(bribe.unit == desk && bribe.also.contains(&head), "what the desk has its superior sees: {bribe:?}");
}

/// Where staff may be accused, the desk sees it, too; most complaints about service go to their unit alone.
#[test]
fn doubt_about_staff_is_seen_by_the_desk_and_service_is_not() {
    let book = book("batang");
    let also = |text: &str| {
        let assessed = assess(&book, &mail(text));
        assert!(!assessed.decision.supervision, "{text}");
        assessed.decision.also.contains(&book.office.desk)
    };
    assert!(also("Petugas Puskesmas Limpung berbohong soal jadwal dokter"));
    assert!(also("Saya takut dipersulit, jangan sebut nama saya. Perawat Puskesmas Limpung sering terlambat"));
    assert!(!also("Antrean di Puskesmas Limpung lama sekali"));
    assert!(!also("Obat darah tinggi di Puskesmas Limpung kosong"));
}

/// Whether only units that the complaint may be about get it.
fn only_the_reported_get_it(book: &OfficeBook, decision: &Decision) -> bool {
    let reported = |id: &UnitId| {
        book.office.unit(id).is_none_or(|unit| matches!(unit.kind, UnitKind::Bidang | UnitKind::Puskesmas))
    };
    [&decision.unit].into_iter().chain(&decision.also).all(reported)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    /// Whatever else stands in it, wherever it arrives, whichever rule decides.
    #[test]
    fn wrongdoing_never_goes_to_the_reported_unit_alone(
        office in 0..OFFICES.len(), told in 0usize..500, beside in 0usize..500, arrives in 0usize..40, first: bool,
    ) {
        static BOOKS: std::sync::LazyLock<Vec<(OfficeBook, Vec<Case>)>> = std::sync::LazyLock::new(|| {
            OFFICES.into_iter().map(|office| (book(office), cases("routing/segar-", office))).collect()
        });
        let (book, cases) = &BOOKS[office];
        let wrong: Vec<&Case> = cases.iter().filter(|case| case.s).collect();
        let (told, beside) = (&wrong[told % wrong.len()].t, &cases[beside % cases.len()].t);
        let text = if first { format!("{told}\n{beside}") } else { format!("{beside}\n{told}") };
        let matter = Matter { arrived_at: book.office.units.get(arrives).map(|unit| &unit.id), ..mail(&text) };
        let decision = assess(book, &matter).decision;
        proptest::prop_assert!(!decision.supervision || !only_the_reported_get_it(book, &decision), "{text}");
    }
}
