//! Each annotator against gold: over all, and in the order of time.

use crate::agreement::{Confusion, Kind, Study};
use jiff::civil::Date;
use std::{collections::BTreeMap, sync::Arc};

/// An annotator against gold.
#[derive(Debug)]
pub struct Against {
    /// Who.
    pub name: Arc<str>,
    /// Over all articles.
    pub all: Point,
    /// Day by day, or article by article where days are not known.
    pub points: Vec<Point>,
    /// Whether points are days.
    pub by_day: bool,
    /// What stands for what, the annotator's marks left.
    pub confusion: Confusion,
}

/// How an annotator did in some articles.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// The day, where points are days.
    pub day: Option<Date>,
    /// The articles, by their numbers, in order.
    pub articles: Vec<usize>,
    /// Marks that are the same to the letter.
    pub same: usize,
    /// Marks of both.
    pub marks: usize,
}

impl Point {
    /// F1 exact; `None` where neither has marked anything.
    pub fn f1(&self) -> Option<f64> {
        (self.marks > 0).then(|| 2.0 * self.same as f64 / self.marks as f64)
    }

    fn add(&mut self, other: &Point) {
        self.articles.extend(&other.articles);
        self.same += other.same;
        self.marks += other.marks;
    }
}

/// Everyone but gold itself, which is the first, against it.
pub(super) fn against(study: &Study, days: &[BTreeMap<Arc<str>, Date>]) -> Vec<Against> {
    let articles = study.everything();
    let people = study.annotators().iter().enumerate().skip(1);
    people.map(|(who, name)| of(study, &articles, days, who, name)).collect()
}

fn of(study: &Study, articles: &[usize], days: &[BTreeMap<Arc<str>, Date>], who: usize, name: &Arc<str>) -> Against {
    let confusion = Confusion::of(study, articles, &[(who, 0)]);
    let mut by_article: BTreeMap<usize, Point> = BTreeMap::new();
    for found in confusion.cells().flat_map(|(_, found)| found) {
        let point = by_article.entry(found.article).or_default();
        let pairing = found.pairing;
        point.articles = vec![found.article];
        point.marks += usize::from(pairing.left.is_some()) + usize::from(pairing.right.is_some());
        point.same += usize::from(matches!(pairing.kind, Kind::Same | Kind::Attributes | Kind::Links));
    }
    let mut all = Point::default();
    by_article.values().for_each(|point| all.add(point));
    // Who marked nothing in an article has no day there; it counts to the articles, so that all of them are in the line.
    let day = |article: &usize| days.get(*article).and_then(|d| d.get(name)).copied();
    let by_day = !by_article.is_empty() && by_article.keys().all(|article| day(article).is_some());
    let points = if by_day {
        let mut by_day: BTreeMap<Date, Point> = BTreeMap::new();
        for (article, point) in &by_article {
            if let Some(day) = day(article) {
                let of_day = by_day.entry(day).or_default();
                of_day.day = Some(day);
                of_day.add(point);
            }
        }
        by_day.into_values().collect()
    } else {
        by_article.into_values().collect()
    };
    Against { name: name.clone(), all, points, by_day, confusion }
}
