//! Figures that papers print of tables, fed to the measures as tokens that carry labels.

use crate::agreement::{
    Assessed, Plain, Study, measure,
    tests::{assessed, study},
};

/// What a judge says of a token: its labels, or `None` for an article not seen.
type Said<'a> = Option<&'a [&'a str]>;

/// A study of articles of tokens, for each token what each judge says. Who has not seen an article says `None` of all of it.
fn tokens(articles: &[Vec<Vec<Said<'_>>>]) -> Study {
    let judges: Vec<String> = (0..articles[0][0].len()).map(|n| format!("judge {n}")).collect();
    let mut study = Study::new(judges.iter().map(String::as_str));
    for tokens in articles {
        let text = vec!["word"; tokens.len()].join(" ");
        let mut sets: Vec<(&str, Vec<Plain<'_>>)> = Vec::new();
        for (nth, judge) in judges.iter().enumerate() {
            let said = tokens.iter().enumerate().filter_map(|(at, said)| Some((at, said[nth]?)));
            if tokens[0][nth].is_some() {
                let marks = said.flat_map(|(at, labels)| labels.iter().map(move |l| (5 * at, 5 * at + 4, *l)));
                sets.push((judge, marks.collect()));
            }
        }
        study.add_plain("".into(), None, text.as_str().into(), &sets).unwrap();
    }
    study
}

/// A table of two judges: for each category of the one, how many tokens the other put into each.
fn table<const N: usize>(categories: [&[&str]; N], counts: [[usize; N]; N]) -> Study {
    let mut all = Vec::new();
    for (a, row) in categories.iter().zip(counts) {
        for (b, n) in categories.iter().zip(row) {
            all.extend(vec![vec![Some(*a), Some(*b)]; n]);
        }
    }
    tokens(&[all])
}

fn of(id: &str, study: &Study) -> Assessed {
    assessed(measure(id).unwrap(), study)
}

/// Value, observed and expected as a paper prints them.
fn printed(found: &Assessed, decimals: usize) -> [String; 3] {
    let all = &found.all;
    [all.value.unwrap(), all.observed.unwrap(), all.expected.unwrap()].map(|x| format!("{x:.decimals$}"))
}

#[test]
fn cohen_1960() {
    // Page 45; a token's category may be any set of labels, also none.
    let study = table([&[], &["A"], &["A", "B"]], [[88, 14, 18], [10, 40, 10], [2, 6, 12]]);
    let found = of("cohen_kappa", &study);
    assert_eq!(format!("{:.3}", found.all.value.unwrap()), "0.492");
    assert_eq!(printed(&found, 2)[1..], ["0.70", "0.41"]);
    assert_eq!(found.all.n, 200);
    // Page 37.
    let study = table([&["1"], &["2"], &["3"]], [[25, 12, 3], [13, 2, 15], [12, 16, 2]]);
    assert_eq!(printed(&of("cohen_kappa", &study), 2)[1..], ["0.29", "0.35"]);
}

#[test]
fn fleiss_1971() {
    // Page 379: six psychiatrists on thirty patients.
    const DIAGNOSES: &str = "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 \
                             224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 \
                             133333 555555";
    let names: [&[&str]; 5] = [&["Depression"], &["Personality"], &["Schizophrenia"], &["Neurosis"], &["Other"]];
    let patient = |digits: &str| digits.bytes().map(|d| Some(names[usize::from(d - b'1')])).collect::<Vec<_>>();
    let found = of("fleiss_kappa", &tokens(&[DIAGNOSES.split(' ').map(patient).collect()]));
    assert_eq!(printed(&found, 3), ["0.430", "0.556", "0.220"]);
    assert_eq!(found.all.n, 30);
    // The paper computes these from rounded shares.
    let labels = [
        ("Depression", 0.248),
        ("Personality", 0.248),
        ("Schizophrenia", 0.517),
        ("Neurosis", 0.470),
        ("Other", 0.565),
    ];
    for (label, kappa) in labels {
        let (_, figure) = found.by_label.iter().find(|(l, _)| **l == *label).unwrap();
        assert!((figure.unwrap() - kappa).abs() < 0.005, "{label}: {figure:?}");
    }
}

#[test]
fn krippendorff_1980() {
    // Page 133: two observers, two categories.
    let yes: Said<'_> = Some(&["yes"]);
    let no: Said<'_> = Some(&[]);
    let [a, b] = ["0100000010", "0110010100"].map(|row| row.chars().map(|c| if c == '1' { yes } else { no }));
    let found = of("krippendorff_alpha", &tokens(&[a.zip(b).map(|(a, b)| vec![a, b]).collect()]));
    assert_eq!(printed(&found, 3), ["0.095", "0.400", "0.442"]);
    // Page 139: three observers, four categories.
    let names: [&[&str]; 4] = [&["1"], &["2"], &["3"], &["4"]];
    let unit = |digits: &str| digits.bytes().map(|d| Some(names[usize::from(d - b'1')])).collect::<Vec<_>>();
    let units = "111 122 222 444 144 222 123 333 222".split(' ').map(unit).collect();
    assert_eq!(printed(&of("krippendorff_alpha", &tokens(&[units])), 3), ["0.642", "0.259", "0.724"]);
}

#[test]
fn krippendorff_2011() {
    // Four observers, twelve units, not all seen by all: here each unit is an article.
    let rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
    let names: [&[&str]; 5] = [&["1"], &["2"], &["3"], &["4"], &["5"]];
    let said = |c: u8| (c != b'.').then(|| names[usize::from(c - b'1')]);
    let units: Vec<_> = (0..12).map(|unit| vec![rows.iter().map(|row| said(row.as_bytes()[unit])).collect()]).collect();
    let found = of("krippendorff_alpha", &tokens(&units));
    assert_eq!(format!("{:.3}", found.all.value.unwrap()), "0.743");
    // The last unit has one value, which can be compared with nothing.
    assert_eq!(found.all.n, 11);
}

#[test]
fn artstein_poesio_2008() {
    // Pages 558 and following: dialogue acts. Of two annotators, Fleiss' κ is Scott's π.
    let stat: &[&str] = &["STAT"];
    let study = table([stat, &["IReq"]], [[20, 20], [10, 50]]);
    assert_eq!(printed(&of("cohen_kappa", &study), 3), ["0.348", "0.700", "0.540"]);
    assert_eq!(printed(&of("fleiss_kappa", &study), 3), ["0.341", "0.700", "0.545"]);
    // Page 568.
    let study = table([stat, &["IReq"], &["Chck"]], [[46, 6, 0], [0, 32, 0], [0, 6, 10]]);
    assert_eq!(printed(&of("cohen_kappa", &study), 4), ["0.8013", "0.8800", "0.3960"]);
    assert_eq!(printed(&of("fleiss_kappa", &study), 4), ["0.7995", "0.8800", "0.4014"]);
}

#[test]
fn nothing_varies_where_everyone_says_the_same_of_everything() {
    let marks: &[Plain<'_>] = &[(0, 3, "A")];
    let study = study(&[("one", &[("A", Some(marks)), ("B", Some(marks))])]);
    for id in ["cohen_kappa", "fleiss_kappa", "krippendorff_alpha"] {
        let found = of(id, &study);
        assert_eq!(found.all.value, Err(crate::agreement::Undefined::NoVariation), "{id}");
        assert!(found.by_label.iter().all(|(_, f)| *f == found.all.value), "{id}");
        assert!(found.by_pair.iter().all(|(_, f)| *f == found.all.value), "{id}");
    }
}
