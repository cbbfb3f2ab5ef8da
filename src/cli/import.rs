//! `whosaid import`: articles and annotations of other programs.

use super::{Outcome, counted, plain, tell};
use crate::{
    formats::{Flow, IMPORTS, Likeness, OffsetUnit, Rejected, import},
    model::{AnnotatorName, State},
    session::dataset::{self, ImportRequest, Preview, Taken},
    store::{Inbox, Intake, Project},
};
use clap::{ValueEnum, builder::PossibleValue};
use std::{path::PathBuf, process::ExitCode};

/// Take articles and annotations of other programs into a project.
///
/// Articles are found again by their text; those that are not there yet become new files. Marks are added to the annotator's sets;
/// what is there stays as it is. Where the covered words show that offsets are counted in another unit than the format says, that
/// unit is taken. What cannot be taken in is told line by line, and kept in a file import-rejected-N.jsonl of the project.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub(super) struct Arguments {
    /// A file, or a folder of files
    source: PathBuf,
    /// The format; found out from the files where this is not given. `whosaid formats` lists them
    #[arg(long, short, value_name = "ID")]
    format: Option<String>,
    /// The project's folder; made where it is not there
    #[arg(long, value_name = "PROJECT")]
    into: PathBuf,
    /// Whose annotations they become; those whom the source names where this is not given
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
    /// They are a machine's: predictions of a model
    #[arg(long)]
    machine: bool,
    /// What the offsets count, where neither the format nor the covered words tell
    #[arg(long, value_enum)]
    offsets: Option<UnitChoice>,
    /// Add the labels, attributes and links that the project lacks; a new project gets them in any case
    #[arg(long)]
    add_labels: bool,
    /// The state of new sets; where this is not given, as the source says, or done. What was skipped there stays skipped
    #[arg(long, value_enum)]
    state: Option<StateChoice>,
    /// Only say what was recognised
    #[arg(long)]
    dry_run: bool,
}

const HELP: &str = "\
Examples:
  whosaid import labelstudio.json --into my-project --annotator Lan
  whosaid import brat-folder --format brat --into my-project --annotator Lan --add-labels
  whosaid import saved-pages --format html --into my-project
  whosaid import predictions.jsonl --into my-project --annotator \"news model\" --machine
  whosaid import corpus.spacy --into my-project --dry-run

Exit codes:
  0  everything was taken in
  1  something was not, or otherwise than it stands there: standard error says what
  2  nothing was taken in: the sentence on standard error says why";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StateChoice {
    Done,
    InProgress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct UnitChoice(OffsetUnit);

impl ValueEnum for UnitChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &[UnitChoice(OffsetUnit::Chars), UnitChoice(OffsetUnit::Utf16), UnitChoice(OffsetUnit::Bytes)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let inbox = Inbox::open(&arguments.source).map_err(|t| plain(&t.to_string()))?;
    for trouble in &inbox.troubles {
        tell(plain(&trouble.to_string()));
    }
    let annotator = arguments
        .annotator
        .as_deref()
        .map(|name| AnnotatorName::new(name).map_err(|error| format!("“{}” is no annotator: {error}", plain(name))));
    let request = ImportRequest {
        format: format(arguments, &inbox)?,
        annotator: annotator.transpose()?,
        machine: arguments.machine,
        unit: arguments.offsets.map(|u| u.0),
        add_labels: arguments.add_labels,
        state: arguments.state.map(|s| if s == StateChoice::Done { State::Done } else { State::InProgress }),
    };
    if arguments.dry_run {
        return look(arguments, &inbox, &request);
    }
    let project = Project::open_or_make(&arguments.into).map_err(|t| plain(&t.to_string()))?;
    let taken = dataset::take_in_all(&inbox, &request, &project, None, &mut |docs| {
        if docs % 1000 == 0 {
            tell(format!("{} read", counted(docs, "document")));
        }
        Flow::Continue(())
    });
    let Taken { imported: outcome, kept, trouble } = taken.map_err(|t| plain(&t.to_string()))?;
    tell(format!("{} for {}", outcome.sentence(), plain(&arguments.into.display().to_string())));
    if outcome.there > 0 {
        tell(format!("{} there already", counted(outcome.there, "mark")));
    }
    say_lacks(&outcome.lacks, outcome.labels_added);
    list(["was", "were"], "taken in otherwise than it stands there", &outcome.remarks, outcome.remark_count);
    list(["was", "were"], "not taken in", &outcome.rejected, outcome.rejected_count);
    if let Some(path) = kept {
        tell(format!("These records are kept in {}", plain(&path.display().to_string())));
    }
    if let Some(trouble) = trouble {
        tell(plain(&trouble.to_string()));
    }
    if let Some(broken) = &outcome.broken {
        tell(format!("Reading could not go on: {}", plain(broken)));
        return Ok(ExitCode::from(if outcome.new_articles + outcome.known_articles == 0 { 2 } else { 1 }));
    }
    let labels = outcome.labels_added || outcome.lacks.is_empty() || !arguments.add_labels;
    let whole = outcome.rejected_count == 0 && outcome.remark_count == 0 && inbox.troubles.is_empty() && labels;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Says what was recognised, beside what the project has, where there is one.
fn look(arguments: &Arguments, inbox: &Inbox, request: &ImportRequest) -> Outcome {
    let mut alive = |_| Flow::Continue(());
    let Ok((project, _)) = Project::open(&arguments.into) else {
        let labels = crate::store::default_labels();
        return say(&dataset::preview(inbox, request, None, &labels, &mut alive));
    };
    let intake = Intake::open(&project, &[], None).map_err(|t| plain(&t.to_string()))?;
    let labels = project.labels().map_err(|t| plain(&t.to_string()))?;
    say(&dataset::preview(inbox, request, Some(&intake), &labels, &mut alive))
}

/// The format that was named, or the one that the files are.
fn format(arguments: &Arguments, inbox: &Inbox) -> Result<&'static str, String> {
    let ids = || IMPORTS.iter().map(|i| i.about().id).collect::<Vec<_>>().join(", ");
    let likely = dataset::recognise(inbox);
    if let Some(id) = &arguments.format {
        // BioC has two forms; the files say which.
        let bioc = || likely.iter().map(|(_, i)| i.about().id).find(|i| i.starts_with("bioc")).unwrap_or("bioc_xml");
        let id = if id == "bioc" { bioc() } else { id.as_str() };
        let known =
            import(id).ok_or_else(|| format!("There is no format “{}” to read. There are {}", plain(id), ids()))?;
        return Ok(known.about().id);
    }
    match &likely[..] {
        [] => Err(format!("No known format was recognised. Name one with --format: {}", ids())),
        [(how, first), rest @ ..] => {
            let others: Vec<&str> = rest.iter().filter(|(h, _)| h == how).map(|(_, i)| i.about().id).collect();
            if *how == Likeness::Perhaps && !others.is_empty() {
                return Err(format!(
                    "It could be {} or {}. Name one with --format",
                    first.about().id,
                    others.join(" or ")
                ));
            }
            tell(format!("Recognised as {}", first.about().title));
            Ok(first.about().id)
        }
    }
}

/// Says what was recognised.
fn say(preview: &Preview) -> Outcome {
    let marks: usize = preview.by_label.values().sum();
    tell(format!(
        "{}, {} on articles of the project: {}, {}",
        counted(preview.docs, "document"),
        preview.known,
        counted(marks, "mark"),
        counted(preview.links, "link")
    ));
    for (label, n) in &preview.by_label {
        tell(format!("  {}: {n}", plain(label)));
    }
    for (annotator, n) in &preview.annotators {
        let who = if annotator.is_empty() { "nobody named".to_owned() } else { plain(annotator) };
        tell(format!("  {who}: {}", counted(*n, "document")));
    }
    for (unit, n) in &preview.units {
        tell(format!("  offsets count {unit} in {}", counted(*n, "document")));
    }
    if preview.guessed > 0 {
        let docs = counted(preview.guessed, "document");
        tell(format!("{docs} without a text of their own: blanks between tokens are guessed"));
    }
    say_lacks(&preview.lacks, false);
    list(["would be"; 2], "taken in otherwise than it stands there", &preview.remarks, preview.remark_count);
    list(["would not be"; 2], "taken in", &preview.rejected, preview.rejected_count);
    if let Some(broken) = &preview.broken {
        return Err(plain(broken));
    }
    let whole = preview.rejected_count == 0 && preview.remark_count == 0;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn say_lacks(lacks: &[String], added: bool) {
    if !lacks.is_empty() {
        let what = if added { "Added to the project" } else { "The project lacks (--add-labels adds it)" };
        tell(format!("{what}: {}", plain(&lacks.join(", "))));
    }
}

/// Says what became of some records; the verb is for one of them, and for several.
fn list([one, several]: [&str; 2], what: &str, all: &[Rejected], count: usize) {
    if count == 0 {
        return;
    }
    let verb = if count == 1 { one } else { several };
    tell(format!("{} {verb} {what}:", counted(count, "record")));
    for rejected in all.iter().take(20) {
        tell(format!("  {}: {}", plain(&rejected.place.to_string()), plain(&rejected.why)));
    }
    if count > 20 {
        tell(format!("  and {} more", count - 20));
    }
}
