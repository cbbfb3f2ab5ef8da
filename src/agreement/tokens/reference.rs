//! Figures of other people's libraries on a made-up study: scikit-learn, statsmodels, krippendorff, and for unitizing the plain
//! formulas. `scripts/agreement_reference.py` makes the file.

use crate::agreement::{Confidence, Flow, Plain, Study, assess, measure};

const REFERENCE: &str = include_str!("reference.txt");

/// Who, and their marks.
type Set<'a> = (&'a str, Vec<Plain<'a>>);

/// A mark of the file: `start-end-label`.
fn mark(word: &str) -> Plain<'_> {
    let parts: Vec<&str> = word.split('-').collect();
    (parts[0].parse().unwrap(), parts[1].parse().unwrap(), parts[2])
}

fn read() -> Study {
    let mut study = Study::new(["An", "Bình", "Chi"]);
    let mut articles: Vec<(String, Vec<Set<'_>>)> = Vec::new();
    for line in REFERENCE.split('\n') {
        if let Some(text) = line.strip_prefix("text ") {
            articles.push((text.replace("\\n", "\n"), Vec::new()));
        } else if let Some(marks) = line.strip_prefix("marks ") {
            let mut words = marks.split(' ');
            let who = words.next().unwrap();
            articles.last_mut().unwrap().1.push((who, words.map(mark).collect()));
        }
    }
    for (text, sets) in articles {
        study.add_plain("".into(), None, text.as_str().into(), &sets).unwrap();
    }
    study
}

#[test]
fn the_figures_are_those_of_other_libraries() {
    let study = read();
    let everything = study.everything();
    let of_all: Vec<usize> = everything
        .iter()
        .copied()
        .filter(|a| study.articles()[*a].seen().count() == study.annotators().len())
        .collect();
    let mut compared = 0;
    for line in REFERENCE.split('\n').filter_map(|line| line.strip_prefix("figure ")) {
        let [id, of, expected] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (of, articles) = match of.strip_prefix("of_all") {
            Some(of) => (of.strip_prefix('-').unwrap_or("all"), &of_all),
            None => (of, &everything),
        };
        let none = Confidence { rounds: 0, ..Confidence::default() };
        let found = assess(measure(id).unwrap(), &study, articles, none, &mut |_| Flow::Continue(())).unwrap();
        let pair = of.split_once('-').map(|(a, b)| (study.annotator(a).unwrap(), study.annotator(b).unwrap()));
        let figure = match pair {
            _ if of == "all" => found.all.value,
            Some(pair) => found.by_pair.iter().find(|(p, _)| *p == pair).unwrap().1,
            None => found.by_label.iter().find(|(label, _)| **label == *of).unwrap().1,
        };
        let apart = (figure.unwrap() - expected.parse::<f64>().unwrap()).abs();
        assert!(apart < 1e-9, "{line}: {figure:?}");
        compared += 1;
    }
    assert_eq!(compared, 32);
}
