//! From a project or an exchange file to a study, saying what is left out.

use super::{
    super::{annotator, counted, list, open, plain, tell},
    Arguments, StateChoice,
};
use crate::{
    agreement::{Flow, Plain, Study, StudyError},
    formats::{Exchange, ExchangeError, ExchangeRow},
    session::study::{StudyChoice, gather},
    store::{FileTrouble, Inbox},
    text::Text,
};
use std::{collections::BTreeSet, path::Path};

/// What is compared.
pub(super) struct Compared {
    /// The project's name, or the file's.
    pub(super) name: String,
    pub(super) study: Study,
}

/// The most people who are compared: what is between every two of them must fit into memory.
const MOST_ANNOTATORS: usize = 200;

/// Reads what is to be compared.
pub(super) fn read(arguments: &Arguments) -> Result<Compared, String> {
    let path = &arguments.path;
    let file = Inbox::of_file(path).map_err(|trouble| plain(&trouble.to_string()))?;
    let compared = match file {
        Some(inbox) => exchange(arguments, &inbox)?,
        None => project(arguments)?,
    };
    let people = compared.study.annotators().len();
    if people > MOST_ANNOTATORS {
        return Err(format!("There are {people} annotators. Name at most {MOST_ANNOTATORS} of them with --annotator"));
    }
    Ok(compared)
}

/// The study of a project.
fn project(arguments: &Arguments) -> Result<Compared, String> {
    let project = open(&arguments.path)?;
    let there = project.annotators();
    let annotators = arguments.annotator.iter().map(|name| annotator(name, &there)).collect::<Result<_, _>>()?;
    let unfinished = arguments.state == StateChoice::Any;
    // Who is named is compared, reviewer or not.
    let reviews = !arguments.annotator.is_empty();
    let choice = StudyChoice { annotators, unfinished, reviews, ..StudyChoice::default() };
    let gathered = gather(&project, &choice, &mut |_, _| Flow::Continue(())).unwrap_or_default();
    for remark in gathered.remarks(&choice) {
        list(&remark);
    }
    Ok(Compared { name: project.name(), study: gathered.study })
}

/// The study of an exchange file.
fn exchange(arguments: &Arguments, inbox: &Inbox) -> Result<Compared, String> {
    let path = &arguments.path;
    let told = |error: ExchangeError| trouble(path, error.line, error.column, error.what);
    let name = inbox.names().first().cloned().unwrap_or_default();
    let mut study = Study::new(arguments.annotator.iter().map(String::as_str));
    let mut there: BTreeSet<String> = BTreeSet::new();
    let mut rows = Exchange::open(inbox, &name).map_err(told)?;
    while let Some(row) = rows.row().map_err(told)? {
        for (who, _) in &row.annotators {
            if !there.contains(&**who) {
                there.insert(who.to_string());
                if arguments.annotator.is_empty() && there.len() <= MOST_ANNOTATORS {
                    study.meet(who);
                }
            }
        }
        if arguments.annotator.is_empty() && there.len() > MOST_ANNOTATORS {
            let what = format!("There are more than {MOST_ANNOTATORS} annotators. Name some with --annotator");
            return Err(trouble(path, Some(row.number), None, what));
        }
        let sets: Vec<(&str, Vec<Plain<'_>>)> = row
            .annotators
            .iter()
            .filter(|(who, _)| study.annotator(who).is_some())
            .map(|(who, marks)| (&**who, marks.iter().map(|(start, end, label)| (*start, *end, &**label)).collect()))
            .collect();
        if !sets.is_empty() {
            let (doc, event) = (row.doc.as_str().into(), row.event.as_deref().map(Into::into));
            let added = study.add_plain(doc, event, Text::new(&*row.text), &sets);
            added.map_err(|(error, set, mark)| {
                let who = sets.get(set).map_or("", |(who, _)| who);
                wrong_mark(path, &row, who, mark, error)
            })?;
        }
    }
    let unknown: Vec<String> = rows.unknown().map(|name| format!("“{}”", plain(name))).collect();
    if !unknown.is_empty() {
        tell(format!("{} not of the format, passed over: {}", counted(unknown.len(), "field"), unknown.join(", ")));
    }
    if let Some(nobody) = arguments.annotator.iter().find(|name| !there.contains(*name)) {
        let names: Vec<&str> = there.iter().map(String::as_str).collect();
        let names = if names.is_empty() { "nobody".to_owned() } else { plain(&names.join(", ")) };
        return Err(format!("Nobody called “{}” has seen anything here. Those who have: {names}", plain(nobody)));
    }
    Ok(Compared { name, study })
}

/// What is wrong with a mark of a line, with its place.
fn wrong_mark(path: &Path, row: &ExchangeRow<'_>, who: &str, mark: usize, error: StudyError) -> String {
    let why = match error {
        StudyError::Span(start, end) if start == end => format!("from {start} to {end} is empty"),
        StudyError::Span(start, end) if start > end => format!("from {start} to {end} ends before it begins"),
        StudyError::Span(start, end) => {
            let chars = counted(row.text.chars().count(), "character");
            format!("from {start} to {end} is not in the text, which has {chars}")
        }
        error => format!("cannot be held: {error}"),
    };
    let set = row.annotators.iter().position(|(name, _)| name == who);
    let column = set.and_then(|set| row.column(set, mark));
    trouble(path, Some(row.number), column, format!("Mark {} of “{who}” {why}", mark + 1))
}

/// What is wrong with the file, with its place, on one line.
fn trouble(path: &Path, line: Option<u64>, column: Option<u64>, what: String) -> String {
    let number = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok());
    let trouble = FileTrouble { path: path.to_owned(), line: number(line), column: number(column), what };
    plain(&trouble.to_string())
}
