//! Reading the lines.

use super::{READS, WebannoTsv, cells};
use crate::{
    formats::{
        At, Body, Flow, Import, ImportAbout, Incoming, IncomingMark, IncomingRelation, Likeness, News, OffsetUnit,
        Place, ReadError, Rejected, Source, json, jsonl, lines, resolve::words_at,
    },
    text::Text,
};
use std::collections::{BTreeMap, HashMap, HashSet};

const FORMAT: &str = "#FORMAT=WebAnno TSV ";

/// The most columns of layers.
const MOST_COLUMNS: usize = 1000;

/// The longest run of blanks between sentences that is believed.
const LONGEST_GAP: u64 = 1 << 20;

impl Import for WebannoTsv {
    fn about(&self) -> &'static ImportAbout {
        &READS
    }

    fn detect(&self, source: &dyn Source) -> Likeness {
        if tsv(source).take(16).any(|name| is_format(source, name)) { Likeness::Sure } else { Likeness::No }
    }

    fn read(&self, source: &dyn Source, tell: &mut dyn FnMut(News) -> Flow) -> Result<(), ReadError> {
        let folder = |name: &str| name.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let good: Vec<&str> = tsv(source).filter(|name| is_format(source, name)).collect();
        let folders: HashSet<String> = good.iter().map(|name| folder(name)).collect();
        if good.is_empty() {
            let place = tsv(source).next().map_or(Place::default(), Place::file);
            return Err(ReadError::form(place, "There is no file that begins with “#FORMAT=WebAnno TSV”"));
        }
        let ids = jsonl::stems(source);
        for name in tsv(source).filter(|name| folders.contains(&folder(name))) {
            let mut told = Vec::new();
            let doc = lines::whole(source, name).map_err(ReadError::rejected).and_then(|text| {
                let mut doc = Tsv::of(name, &text, &mut told)?.document(name, &mut told);
                name_it(&mut doc, name, &ids);
                Ok(doc)
            });
            let last = match doc {
                Ok(doc) => News::Doc(Box::new(doc)),
                Err(rejected) => News::Rejected(rejected),
            };
            for news in told.into_iter().map(News::Rejected).chain([last]) {
                if tell(news).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn tsv(source: &dyn Source) -> impl Iterator<Item = &str> {
    let one = source.files().len() == 1;
    source.files().iter().map(String::as_str).filter(move |name| one || name.ends_with(".tsv"))
}

fn is_format(source: &dyn Source, name: &str) -> bool {
    let head = lines::head(source, name, 64);
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).starts_with(FORMAT.as_bytes())
}

/// The document's name: from `files.json`; from the folders of an INCEpTION project, where the file is the annotator's; else
/// the file's.
fn name_it(doc: &mut Incoming, name: &str, ids: &BTreeMap<String, String>) {
    let path = name.rsplit_once('.').map_or(name, |(path, _)| path);
    let mut parts = path.rsplit('/');
    let (stem, folder, above) = (parts.next().unwrap_or(path), parts.next(), parts.next());
    doc.id = Some(match (ids.get(stem), folder, above) {
        (Some(id), ..) => id.clone(),
        (None, Some(article), Some("annotation" | "curation")) => {
            doc.about.annotator = stem.into();
            article.to_owned()
        }
        _ => path.to_owned(),
    });
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Span,
    Link,
    Chain,
}

/// A layer: its type, its features, and the first of their columns.
struct Layer {
    kind: Kind,
    name: String,
    features: Vec<String>,
    column: usize,
}

/// A token, or a part of one, with the cells behind it.
struct Unit {
    line: u64,
    id: String,
    start: u64,
    end: u64,
    word: String,
    cells: Vec<String>,
}

#[derive(Default)]
struct Sentence {
    text: Vec<String>,
    units: Vec<Unit>,
}

/// A file.
struct Tsv {
    layers: Vec<Layer>,
    sentences: Vec<Sentence>,
}

impl Tsv {
    fn of(name: &str, text: &str, told: &mut Vec<Rejected>) -> Result<Tsv, Rejected> {
        let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).zip(1..).peekable();
        let first = lines.next().map_or("", |(line, _)| line);
        if !first.strip_prefix(FORMAT).is_some_and(|version| version.starts_with('3')) {
            let why = "It does not begin with “#FORMAT=WebAnno TSV 3”. Export it again as WebAnno TSV 3";
            return Err(Rejected::new(Place::line(name, 1), why, first));
        }
        let mut tsv = Tsv { layers: Vec::new(), sentences: Vec::new() };
        let mut column = 0;
        while let Some((line, number)) = lines.next_if(|(line, _)| line.starts_with("#T_")) {
            let kind = match line.get(..6) {
                Some("#T_SP=") => Kind::Span,
                Some("#T_RL=") => Kind::Link,
                Some("#T_CH=") => Kind::Chain,
                _ => return Err(Rejected::new(Place::line(name, number), "It has a layer of an unknown kind", line)),
            };
            let mut parts = line.get(6..).unwrap_or("").split('|').map(str::to_owned);
            let layer = parts.next().unwrap_or_default();
            let mut features: Vec<String> = parts.collect();
            if features.is_empty() {
                // A layer without features has a column all the same.
                features.push(String::new());
            }
            let width = features.len();
            tsv.layers.push(Layer { kind, name: layer, features, column });
            column += width;
            if column > MOST_COLUMNS {
                let why = format!("It has more than {MOST_COLUMNS} columns");
                return Err(Rejected::new(Place::line(name, number), why, ""));
            }
        }
        let mut begun = false;
        for (line, number) in lines {
            if let Some(text) = line.strip_prefix("#Text=") {
                if !begun {
                    tsv.sentences.push(Sentence::default());
                }
                begun = true;
                tsv.sentences.last_mut().into_iter().for_each(|s| s.text.push(cells::plain(text)));
            } else if !line.is_empty() && !line.starts_with('#') {
                begun = false;
                match (unit(line, number), tsv.sentences.last_mut()) {
                    (Some(unit), Some(sentence)) => sentence.units.push(unit),
                    (None, _) => {
                        let why = "The line is not of the form “1-2<tab>3-8<tab>token<tab>…”";
                        told.push(Rejected::new(Place::line(name, number), why, line));
                    }
                    (_, None) => {
                        told.push(Rejected::new(Place::line(name, number), "No #Text= stands before the token", line));
                    }
                }
            }
        }
        Ok(tsv)
    }

    /// The text, its offsets counted in one unit, and how many tokens are where they say.
    fn text(&self, unit: OffsetUnit) -> (Text, usize) {
        let length = |text: &str| match unit {
            OffsetUnit::Chars => text.chars().count() as u64,
            OffsetUnit::Utf16 => text.encode_utf16().count() as u64,
            OffsetUnit::Bytes => text.len() as u64,
        };
        let (mut text, mut at) = (String::new(), 0);
        for (n, sentence) in self.sentences.iter().enumerate() {
            let start = sentence.units.first().map_or(at, |unit| unit.start);
            let gap = start.checked_sub(at).filter(|gap| *gap <= LONGEST_GAP).unwrap_or(0);
            for blank in 0..gap {
                // Between sentences the first is the line's end.
                text.push(if n > 0 && blank == 0 { '\n' } else { ' ' });
            }
            let from = text.len();
            text.push_str(&sentence.text.join("\n"));
            at += gap + length(text.get(from..).unwrap_or(""));
        }
        let text = Text::new(text);
        let right = |u: &&Unit| {
            words_at(&text, unit, u.start, u.end).is_some_and(|words| words == u.word || words == cells::plain(&u.word))
        };
        let right = self.sentences.iter().flat_map(|s| &s.units).filter(right).count();
        (text, right)
    }

    fn document(&self, name: &str, told: &mut Vec<Rejected>) -> Incoming {
        let mut best = (self.text(OffsetUnit::Utf16), OffsetUnit::Utf16);
        if !best.0.0.as_str().is_ascii() {
            for unit in [OffsetUnit::Chars, OffsetUnit::Bytes] {
                let other = self.text(unit);
                if other.1 > best.0.1 {
                    best = (other, unit);
                }
            }
        }
        let ((text, right), unit) = best;
        let wrong = self.sentences.iter().map(|s| s.units.len()).sum::<usize>() - right;
        if wrong > 0 {
            let why =
                format!("{wrong} of its tokens are not where they say in the text; marks on them may be misplaced");
            told.push(Rejected::new(Place::file(name), why, ""));
        }
        let mut found = Found { units: self.sentences.iter().flat_map(|s| &s.units).collect(), ..Found::default() };
        for (n, layer) in self.layers.iter().enumerate() {
            if layer.kind == Kind::Span {
                found.spans(name, n, layer, told);
            }
        }
        let by_unit = found.by_unit();
        for layer in &self.layers {
            match layer.kind {
                Kind::Link => {
                    let base = layer.features.last().and_then(|f| f.strip_prefix("BT_"));
                    let of = self.layers.iter().position(|l| l.kind == Kind::Span && Some(l.name.as_str()) == base);
                    found.links(name, layer, of, &by_unit, told);
                }
                Kind::Chain => found.passed_over(name, layer, layer.column, "is a chain, which", told),
                Kind::Span => {}
            }
        }
        let Found { mut marks, relations, .. } = found;
        for mark in &mut marks {
            if let At::Offsets(start, end) = mark.at
                && let Some(words) = words_at(&text, unit, start, end)
            {
                mark.quote = Some(words.into());
            }
        }
        let body = Body::Text(text.as_str().to_owned());
        Incoming { place: Place::file(name), body, marks, relations, ..Incoming::default() }
    }
}

/// `1-2<tab>3-8<tab>token<tab>cells…`
fn unit(line: &str, number: u64) -> Option<Unit> {
    let mut cells = line.split('\t');
    let id = cells.next()?;
    let (start, end) = cells.next()?.split_once('-')?;
    let word = cells.next()?.to_owned();
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    Some(Unit { line: number, id: id.into(), start, end, word, cells: cells.map(str::to_owned).collect() })
}

/// What the cells say.
#[derive(Default)]
struct Found<'a> {
    units: Vec<&'a Unit>,
    marks: Vec<IncomingMark>,
    relations: Vec<IncomingRelation>,
    /// Marks with a number, by layer and number.
    numbered: HashMap<(usize, u64), usize>,
    /// The marks on units: layer, unit, mark.
    on: Vec<(usize, usize, usize)>,
}

impl Found<'_> {
    /// The marks of a layer.
    fn spans(&mut self, name: &str, n: usize, layer: &Layer, told: &mut Vec<Rejected>) {
        let slot = |feature: &str| feature.starts_with("ROLE_");
        // A slot has a second column, for what fills it.
        let plain = |at: usize| {
            let feature = |at: usize| layer.features.get(at).map(String::as_str).unwrap_or_default();
            !slot(feature(at)) && !at.checked_sub(1).is_some_and(|before| slot(feature(before)))
        };
        let features: Vec<usize> = (0..layer.features.len()).filter(|at| plain(*at)).collect();
        let called =
            |wanted: &str| features.iter().copied().find(|at| layer.features.get(*at).is_some_and(|f| f == wanted));
        let label = called("label").or_else(|| called("value")).or(features.first().copied());
        let kind = layer.name.rsplit('.').next().unwrap_or_default();
        for (u, unit) in self.units.clone().into_iter().enumerate() {
            let cell = |feature: usize| unit.cells.get(layer.column + feature).map_or("", String::as_str);
            let columns: Vec<Vec<(Option<String>, Option<u64>)>> =
                features.iter().map(|at| cells::values(cell(*at))).collect();
            // One value for each mark, in every column.
            for stacked in 0..columns.iter().map(Vec::len).max().unwrap_or(0) {
                let number = columns.iter().find_map(|c| c.get(stacked)?.1);
                if let Some(at) = number.and_then(|number| self.numbered.get(&(n, number))).copied() {
                    if let Some(mark) = self.marks.get_mut(at)
                        && let At::Offsets(start, end) = mark.at
                    {
                        mark.at = At::Offsets(start.min(unit.start), end.max(unit.end));
                    }
                    self.on.push((n, u, at));
                    continue;
                }
                let mut mark = IncomingMark {
                    id: format!("{n}.{}", number.map_or_else(|| format!("{}.{stacked}", unit.id), |n| n.to_string())),
                    at: At::Offsets(unit.start, unit.end),
                    label: kind.into(),
                    quote: Some(unit.word.clone()),
                    place: Some(Place { item: unit.id.clone(), ..Place::line(name, unit.line) }),
                    ..IncomingMark::default()
                };
                for (feature, column) in features.iter().zip(&columns) {
                    let Some((Some(value), _)) = column.get(stacked) else { continue };
                    let called = layer.features.get(*feature).map_or("", String::as_str);
                    let named =
                        if called == "attrs" { json::read::<BTreeMap<String, String>>(value).ok() } else { None };
                    match named {
                        _ if Some(*feature) == label && !value.is_empty() => mark.label.clone_from(value),
                        Some(named) => mark.attributes.extend(named),
                        None => {
                            mark.attributes.insert(called.into(), value.clone());
                        }
                    }
                }
                let at = self.marks.len();
                self.marks.push(mark);
                self.on.push((n, u, at));
                if let Some(number) = number {
                    self.numbered.insert((n, number), at);
                }
            }
        }
        for (at, feature) in layer.features.iter().enumerate().filter(|(_, feature)| slot(feature)) {
            self.passed_over(name, layer, layer.column + at, &format!("has the slot {feature}, which"), told);
        }
    }

    /// The marks on each unit of a layer.
    fn by_unit(&self) -> HashMap<(usize, String), Vec<usize>> {
        let mut all: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for (layer, unit, mark) in &self.on {
            if let Some(unit) = self.units.get(*unit) {
                all.entry((*layer, unit.id.clone())).or_default().push(*mark);
            }
        }
        all
    }

    /// The links of a layer, between marks of the layer `of`.
    fn links(
        &mut self,
        name: &str,
        layer: &Layer,
        of: Option<usize>,
        by_unit: &HashMap<(usize, String), Vec<usize>>,
        told: &mut Vec<Rejected>,
    ) {
        let Some((source, features)) =
            (layer.column + layer.features.len()).checked_sub(1).zip(layer.features.len().checked_sub(1))
        else {
            return;
        };
        for unit in self.units.clone() {
            let Some(cell) = unit.cells.get(source).filter(|cell| *cell != "_" && !cell.is_empty()) else { continue };
            let roles = if features == 0 {
                Vec::new()
            } else {
                unit.cells.get(layer.column).map(|c| cells::values(c)).unwrap_or_default()
            };
            for (stacked, from) in cell.split('|').enumerate() {
                let (from_unit, numbers) = cells::numbered(from).unwrap_or((from, "0_0"));
                let (from, to) = numbers.split_once('_').unwrap_or((numbers, "0"));
                let end = |number: &str, unit: &str| {
                    let of = of?;
                    match number.parse().ok()? {
                        0 => by_unit.get(&(of, unit.to_owned()))?.first(),
                        number => self.numbered.get(&(of, number)),
                    }
                };
                let mark = |at: Option<&usize>| at.and_then(|at| self.marks.get(*at)).map(|m| m.id.clone());
                let ends = mark(end(from, from_unit)).zip(mark(end(to, &unit.id)));
                let role = roles.get(stacked).and_then(|(role, _)| role.clone());
                let role = role.unwrap_or_else(|| layer.name.rsplit('.').next().unwrap_or_default().to_owned());
                match ends {
                    Some((from, to)) => self.relations.push(IncomingRelation { from, to, role }),
                    None => {
                        let place = Place { item: unit.id.clone(), ..Place::line(name, unit.line) };
                        told.push(Rejected::new(
                            place,
                            format!("The link “{role}” has an end that is not there"),
                            cell,
                        ));
                    }
                }
            }
        }
        for (at, feature) in layer.features.iter().enumerate().take(features).skip(1) {
            self.passed_over(
                name,
                layer,
                layer.column + at,
                &format!("has links with the feature {feature}, which"),
                told,
            );
        }
    }

    /// Tells of a column that has values and no place here.
    fn passed_over(&self, name: &str, layer: &Layer, column: usize, what: &str, told: &mut Vec<Rejected>) {
        let is_value = |cell: &&String| !matches!(cell.as_str(), "" | "_" | "*");
        let values: Vec<&String> = self.units.iter().filter_map(|u| u.cells.get(column)).filter(is_value).collect();
        if let Some(first) = values.first() {
            let why =
                format!("The layer {} {what} has no place here: {} cells, the first {first}", layer.name, values.len());
            told.push(Rejected::new(Place::file(name), why, first));
        }
    }
}
