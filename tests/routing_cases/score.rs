//! What comes out of a set of complaints: how many reach the right unit, which emergencies are seen, who hears of
//! wrongdoing.

use std::fmt::Write as _;

use penghubung::decide::OfficeBook;
use penghubung::decide::assess::assess;
use penghubung::domain::{Class, UnitId, UnitKind};

use super::case::{Case, OFFICES, book, cases, mail};

/// What came out of a set of complaints.
#[derive(Default)]
pub struct Score {
    pub all: usize,
    pub unit: usize,
    pub class: (usize, usize),
    pub grade: (usize, usize),
    pub emergencies: (usize, usize),
    pub false_alarms: usize,
    pub supervision: (usize, usize),
    pub false_supervision: usize,
    pub elsewhere: (usize, usize),
    pub privacy: usize,
    pub to_the_reported: usize,
    /// Wrongdoing that nobody but the reported unit hears of.
    pub alone: usize,
    /// Ordinary complaints that raise a doubt: (those, all).
    pub copied: (usize, usize),
    /// For what.
    pub doubts: String,
    pub misses: String,
}

impl Score {
    pub fn of(set: &str) -> Self {
        let mut score = Self::default();
        for office in OFFICES {
            let book = book(office);
            cases(set, office).iter().for_each(|case| score.add(&book, case));
        }
        score
    }

    pub fn add(&mut self, book: &OfficeBook, case: &Case) {
        let assessed = assess(book, &mail(&case.t));
        let d = &assessed.decision;
        let unit_right = [&case.u].into_iter().chain(&case.or).any(|wanted| fits(wanted, &d.unit.0));
        let hidden = (d.privacy.anonymous || d.privacy.secret) == (case.a || case.z);
        let privacy_right = hidden && case.m.iter().all(|mask| d.privacy.masked.contains(mask));
        let class_right = case.c.is_none_or(|class| class == d.class);
        let grade_right = case.g.is_none_or(|grade| Some(grade) == d.grade);
        self.all += 1;
        self.unit += usize::from(unit_right);
        count(&mut self.class, case.c.is_some(), class_right);
        count(&mut self.grade, case.g.is_some(), grade_right);
        count(&mut self.emergencies, case.e, d.emergency);
        count(&mut self.supervision, case.s, d.supervision);
        count(&mut self.elsewhere, case.k == Some(false), !d.in_our_power);
        self.privacy += usize::from(privacy_right);
        self.false_alarms += usize::from(d.emergency && !case.e);
        self.false_supervision += usize::from(d.supervision && !case.s);
        let reportable = |unit: &UnitId| {
            book.office.unit(unit).is_none_or(|u| matches!(u.kind, UnitKind::Bidang | UnitKind::Puskesmas))
        };
        self.to_the_reported += usize::from(case.s && reportable(&d.unit));
        self.alone += usize::from(case.s && reportable(&d.unit) && d.also.iter().all(reportable));
        let ordinary = !case.s && !case.e && case.c.is_none_or(|class| class == Class::Pengaduan);
        count(&mut self.copied, ordinary, d.doubted);
        if ordinary && d.doubted {
            let _ = writeln!(self.doubts, "{:?} {}", assessed.doubts, case.t);
        }
        let right = unit_right
            && privacy_right
            && class_right
            && grade_right
            && d.emergency == case.e
            && d.supervision == case.s;
        if !right {
            let _ = writeln!(
                self.misses,
                "{} ≠ {} [{} {:?}] class {}{} emergency {}{} supervision {}{} grade {:?} {:?} danger {:?} wrong {:?}\n    {}",
                d.unit,
                case.u,
                d.rule,
                d.matched,
                d.class.word(),
                if class_right { "" } else { "!" },
                d.emergency,
                if d.emergency == case.e { "" } else { "!" },
                d.supervision,
                if d.supervision == case.s { "" } else { "!" },
                d.grade,
                case.g,
                assessed.emergency.map(|e| e.matched),
                assessed.supervision_reasons,
                case.t
            );
        }
    }
}

/// Whether a unit is the wanted one; `btg.pkm.*` is any Puskesmas of Batang.
pub fn fits(wanted: &str, unit: &str) -> bool {
    wanted.strip_suffix('*').map_or(wanted == unit, |begin| unit.starts_with(begin))
}

pub fn count(pair: &mut (usize, usize), expected: bool, right: bool) {
    pair.1 += usize::from(expected);
    pair.0 += usize::from(expected && right);
}

/// Tells the misses and the score.
pub fn print(set: &str, s: &Score) {
    println!("{}", s.misses);
    println!(
        "{set}: {} complaints, unit {} ({:.1} %), class {}/{}, grade {}/{}, emergencies {}/{} ({} false alarms), \
         supervision {}/{} ({} false, {} to the reported, {} alone), elsewhere {}/{}, privacy {}, copied {}/{}",
        s.all,
        s.unit,
        100.0 * s.unit as f64 / s.all as f64,
        s.class.0,
        s.class.1,
        s.grade.0,
        s.grade.1,
        s.emergencies.0,
        s.emergencies.1,
        s.false_alarms,
        s.supervision.0,
        s.supervision.1,
        s.false_supervision,
        s.to_the_reported,
        s.alone,
        s.elsewhere.0,
        s.elsewhere.1,
        s.privacy,
        s.copied.0,
        s.copied.1
    );
}
