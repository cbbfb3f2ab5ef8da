//! What came of a comparison: JSON, tables.

use super::{
    super::{
        counted, plain,
        table::{pad, tables as add_tables, width},
    },
    Arguments, DrawChoice, Found,
    compared::Compared,
};
use crate::agreement::{Assessed, Figure, Part, Study};
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// Why there is no value of a slow measure that was not named.
const NOT_ASKED: &str = "not_asked";

/// Everything, as the help says.
pub(super) fn json(study: &Study, found: &[Found], arguments: &Arguments) -> String {
    let pairs = pair_names(study, "-");
    let mut measures = Map::new();
    for (about, assessed) in found {
        let mut told = match assessed {
            Some(assessed) => measured(assessed, &pairs),
            None => json!({
                "value": null, "n": 0, "by_pair": {}, "by_label": {}, "by_event": {}, "observed": null, "expected": null,
                "ci95": null, "undefined": NOT_ASKED,
            }),
        };
        if let Some(told) = told.as_object_mut() {
            told.insert("counts".into(), json!(about.counts));
            if arguments.by_article {
                let all = assessed.iter().flat_map(|a| &a.by_article);
                let named = all.filter_map(|(at, part)| Some((&*study.articles().get(*at)?.name, part.value.ok())));
                told.insert("by_article".into(), json!(named.collect::<BTreeMap<_, _>>()));
            }
        }
        measures.insert(about.id.into(), told);
    }
    let annotators: Vec<&str> = study.annotators().iter().map(|a| &**a).collect();
    let all = json!({
        "annotators": annotators,
        "articles": study.articles().len(),
        "shared_articles": study.shared(),
        "marks": study.marks(),
        "rounds": arguments.rounds,
        "seed": arguments.seed,
        "draw": if arguments.draw == DrawChoice::Events { "events" } else { "articles" },
        "measures": measures,
    });
    format!("{all:#}\n")
}

fn measured(assessed: &Assessed, pairs: &BTreeMap<(usize, usize), String>) -> Value {
    let all = &assessed.all;
    let by_pair: BTreeMap<&String, Option<f64>> =
        assessed.by_pair.iter().filter_map(|(pair, value)| Some((pairs.get(pair)?, value.ok()))).collect();
    let by_label: BTreeMap<&str, Option<f64>> =
        assessed.by_label.iter().map(|(label, value)| (&**label, value.ok())).collect();
    let by_event: BTreeMap<&str, Option<f64>> =
        assessed.by_event.iter().map(|(event, part)| (&**event, part.value.ok())).collect();
    json!({
        "value": all.value.ok(),
        "n": all.n,
        "by_pair": by_pair,
        "by_label": by_label,
        "by_event": by_event,
        "observed": all.observed,
        "expected": all.expected,
        "ci95": assessed.ci95.map(|(low, high)| [low, high]),
        "undefined": all.value.err().map(|why| why.id()),
    })
}

/// A name for every two annotators. Names may hold the sign between them: where two pairs would read alike, the names stand in
/// quotation marks.
fn pair_names(study: &Study, between: &str) -> BTreeMap<(usize, usize), String> {
    let name = |at: usize| study.annotators().get(at).map_or("", |name| &**name);
    let simple = |(a, b)| format!("{}{between}{}", name(a), name(b));
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    study.pairs().for_each(|pair| *times.entry(simple(pair)).or_default() += 1);
    let named = |pair: (usize, usize)| {
        let plain = simple(pair);
        if times.get(&plain) == Some(&1) { plain } else { format!("{:?}{between}{:?}", name(pair.0), name(pair.1)) }
    };
    study.pairs().map(|pair| (pair, named(pair))).collect()
}

/// The same for people.
pub(super) fn tables(compared: &Compared, found: &[Found], arguments: &Arguments) -> String {
    let study = &compared.study;
    let mut out = format!(
        "{}: {}, {} seen by two or more, {}, {}\n",
        plain(&compared.name),
        counted(study.articles().len(), "article"),
        study.shared(),
        counted(study.annotators().len(), "annotator"),
        counted(study.marks(), "mark"),
    );
    headlines(&mut out, found);
    let assessed: Vec<&Assessed> = found.iter().filter_map(|(_, assessed)| assessed.as_ref()).collect();
    // Of two people all is what is between the two.
    if study.annotators().len() > 2 {
        let names = pair_names(study, ", ");
        let values = |a: &Assessed| a.by_pair.iter().map(|(pair, value)| (*pair, *value)).collect();
        let pairs: Vec<_> = names.iter().map(|(pair, name)| (*pair, plain(name))).collect();
        by(&mut out, "By pair", &pairs, &assessed, values);
    }
    let mut labels: Vec<_> = study.labels().iter().map(|label| (label.clone(), plain(label))).collect();
    labels.sort();
    let values = |a: &Assessed| a.by_label.iter().map(|(label, value)| (label.clone(), *value)).collect();
    by(&mut out, "By label", &labels, &assessed, values);
    let name = |event: &Arc<str>| plain(event);
    below(&mut out, "By event", &assessed, name, |a| a.by_event.iter().collect());
    if arguments.by_article {
        let name = |article: &usize| study.articles().get(*article).map_or(String::new(), |a| plain(&a.name));
        below(&mut out, "By article", &assessed, name, |a| a.by_article.iter().map(|(at, part)| (at, part)).collect());
    }
    out
}

/// A table with some kind of part on the left, the same for each measure, and the measures above.
fn below<'a, K: 'a>(
    out: &mut String,
    title: &str,
    assessed: &[&'a Assessed],
    name: impl Fn(&K) -> String,
    parts: impl Fn(&'a Assessed) -> Vec<(&'a K, &'a Part)>,
) {
    let measures: Vec<Vec<(&K, &Part)>> = assessed.iter().map(|a| parts(a)).collect();
    let Some(first) = measures.first().filter(|parts| !parts.is_empty()) else { return };
    let row = |(nth, (part, _)): (usize, &(&K, &Part))| {
        let cells = measures.iter().map(|parts| cell(parts.get(nth).map(|(_, part)| part.value)));
        (name(part), cells.collect())
    };
    let rows: Vec<(String, Vec<String>)> = first.iter().enumerate().map(row).collect();
    let titles: Vec<String> = assessed.iter().map(|a| a.about.title.to_owned()).collect();
    add_tables(out, title, &titles, &rows);
}

/// The measures one under another: value, interval, on what it rests, or why there is none.
fn headlines(out: &mut String, found: &[Found]) {
    let row = |(about, assessed): &Found| {
        let title = about.title.to_owned();
        let Some(Assessed { all, ci95, .. }) = assessed else {
            let why = format!("not computed unasked, since it is slow: --measure {}", about.id);
            return [title, "–".into(), String::new(), why];
        };
        match all.value {
            Ok(value) => {
                let interval = ci95.map_or(String::new(), |(low, high)| format!("{} to {}", short(low), short(high)));
                [title, short(value), interval, format!("{} {}", all.n, about.counts)]
            }
            Err(why) => [title, "–".into(), String::new(), why.to_string()],
        }
    };
    let heading = ["Agreement", "value", "95 % interval", "rests on"].map(str::to_owned);
    let rows: Vec<[String; 4]> = std::iter::once(heading).chain(found.iter().map(row)).collect();
    let widest =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0);
    let widths = [widest(0), widest(1), widest(2)];
    out.push('\n');
    for [title, value, interval, last] in &rows {
        for (cell, wide) in [title, value, interval].into_iter().zip(widths) {
            pad(out, cell, wide + 2);
        }
        out.push_str(last);
        out.push('\n');
    }
}

/// A table with the measures on the left and some kind of part above.
fn by<K: Ord>(
    out: &mut String,
    title: &str,
    parts: &[(K, String)],
    assessed: &[&Assessed],
    values: impl Fn(&Assessed) -> BTreeMap<K, Figure>,
) {
    let row = |a: &&Assessed| {
        let values = values(a);
        (a.about.title.to_owned(), parts.iter().map(|(part, _)| cell(values.get(part).copied())).collect())
    };
    let rows: Vec<(String, Vec<String>)> = assessed.iter().map(row).collect();
    let rows: Vec<_> = rows.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect();
    if !rows.is_empty() {
        let headings: Vec<String> = parts.iter().map(|(_, name)| name.clone()).collect();
        add_tables(out, title, &headings, &rows);
    }
}

/// A figure in a table: empty where the measure has none of that kind.
fn cell(figure: Option<Figure>) -> String {
    figure.map_or(String::new(), |figure| figure.map_or("–".to_owned(), short))
}

/// Three digits after the point, and no minus before nothing.
fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    if text == "-0.000" { "0.000".to_owned() } else { text }
}
