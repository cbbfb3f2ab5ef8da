//! `whosaid agreement`: how far people marked the same articles alike.
//!
//! | file | holds |
//! |---|---|
//! | `compared` | from a project or an exchange file to a study |
//! | `told` | what came of it: JSON, tables |

mod compared;
mod told;

use super::{Outcome, plain, print};
use crate::agreement::{About, Assessed, Confidence, Flow, MEASURES, Measure, Study, assess_all};
use clap::ValueEnum;
use std::{
    io::{IsTerminal, Write, stderr},
    path::PathBuf,
    process::ExitCode,
};

/// Say how far several people marked the same articles alike, by measures from the literature.
///
/// PATH is a project, or a file that has everyone's marks, one article a line:
///
///   {"doc": "a", "text": "Ms Adams said …", "annotators": {"Lan": [[0, 8, "Actor"]], "An": []}}
///
/// Start and end (not covered) count Unicode scalars, as Python does. Who is not named in a line has not seen that article; an
/// empty list: has seen it and marked nothing. An "event" may be given; articles on one event belong together. A wrong line
/// ends it, with the place: nothing is computed from a part of the file.
///
/// In a project, who has finished an article has seen it: see --state.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(super) struct Arguments {
    /// The project's folder, or a file of the exchange format
    path: PathBuf,
    /// Whose marks; every person's where this is not given. Machines take part only where they are named
    #[arg(long, value_name = "NAME")]
    annotator: Vec<String>,
    /// Which sets of a project count as seen
    #[arg(long, value_enum, default_value_t = StateChoice::Done)]
    state: StateChoice,
    /// Only this measure, or these; `all` for all, however slow. `whosaid measures` lists them
    #[arg(long, short, value_name = "ID", value_delimiter = ',')]
    measure: Vec<String>,
    /// How many times to draw articles for the intervals; 0 for none
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    rounds: u32,
    /// What the draws come from: the same number gives the same intervals
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// What is drawn for the intervals
    #[arg(long, value_enum, default_value_t = DrawChoice::Articles)]
    draw: DrawChoice,
    /// Say the values of each article too
    #[arg(long)]
    by_article: bool,
    /// Write JSON instead of tables
    #[arg(long)]
    json: bool,
}

const HELP: &str = "\
The JSON keeps this form; later versions only add to it. Keys are sorted, numbers have their full precision.
  {
    \"annotators\": [NAME, …],             who is compared
    \"articles\": count,                   that at least one of them has seen
    \"draw\": \"articles\" or \"events\",
    \"marks\": count,
    \"measures\": {
      ID: {
        \"by_event\": {EVENT: value, …},
        \"by_label\": {LABEL: value, …},   as if there were no other label; empty for measures that are not made of labels
        \"by_pair\": {\"A-B\": value, …},    names in order; in quotation marks where two pairs would read alike
        \"ci95\": [low, high],             where the value lies with 95 % confidence, by drawing articles (or events)
        \"counts\": TEXT,                  what n counts, such as marks
        \"expected\": number,              what chance would give, for measures that are corrected for it
        \"n\": count,                      on how many things the value rests
        \"observed\": number,              what the correction starts from: agreement, or disagreement
        \"undefined\": REASON,             why there is no value; null where there is one
        \"value\": number
      }, …
    },
    \"rounds\": count, \"seed\": count,
    \"shared_articles\": count             that at least two of them have seen: the values are of these
  }
A value, an interval or another number is null where there is none. Where there is no value, the reason is one of
fewer_than_two_annotators, no_shared_articles, no_articles_of_all, no_marks, no_text, no_variation, no_matched_marks,
no_attributes, no_links, too_much,
or not_asked: a slow measure is left out where there are more than 2,000 marks, unless --measure names it.
With --by-article each measure has \"by_article\": {NAME: value, …} for the shared articles.

Examples:
  whosaid agreement my-project
  whosaid agreement my-project --annotator Lan --annotator An --state any
  whosaid agreement marks.jsonl --json | jq '.measures.span_f1_exact.value'
  whosaid agreement marks.jsonl --measure gamma,gamma_cat

Exit codes:
  0  computed; a measure without a value says why
  2  it could not be read: the sentence on standard error says why";

/// Up to so many marks slow measures are computed unasked: some seconds.
const SLOW_MARKS: usize = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StateChoice {
    /// Those that are done
    Done,
    /// Those in progress too
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DrawChoice {
    /// Articles
    Articles,
    /// All articles on an event together, since what is written on one event is alike
    Events,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let measures = measures(&arguments.measure)?;
    let compared = compared::read(arguments)?;
    let study = &compared.study;
    let confidence = Confidence {
        rounds: arguments.rounds as usize,
        seed: arguments.seed,
        by_event: arguments.draw == DrawChoice::Events,
    };
    let slow = arguments.measure.is_empty() && study.marks() > SLOW_MARKS;
    let asked = |about: &About| !(slow && about.slow);
    let run: Vec<&dyn Measure> = measures.iter().copied().filter(|m| asked(m.about())).collect();
    let mut assessed = run_all(&run, study, confidence).unwrap_or_default().into_iter();
    let told = |about: &'static About| (about, asked(about).then(|| assessed.next()).flatten());
    let found: Vec<Found> = measures.iter().map(|m| m.about()).map(told).collect();
    let result =
        if arguments.json { told::json(study, &found, arguments) } else { told::tables(&compared, &found, arguments) };
    print(&result)?;
    Ok(ExitCode::SUCCESS)
}

/// A measure, and what it says of a study; `None` for one that was not asked for.
type Found = (&'static About, Option<Assessed>);

/// The measures of those names, in the order of the list; all where none is named.
fn measures(ids: &[String]) -> Result<Vec<&'static dyn Measure>, String> {
    let there = || MEASURES.iter().map(|m| m.about().id);
    for id in ids {
        if id != "all" && !there().any(|known| known == id) {
            let ids: Vec<&str> = there().collect();
            return Err(format!("There is no measure “{}”. There are {} and all", plain(id), ids.join(", ")));
        }
    }
    let every = ids.is_empty() || ids.iter().any(|id| id == "all");
    Ok(MEASURES.iter().copied().filter(|m| every || ids.iter().any(|id| id == m.about().id)).collect())
}

/// Runs measures together. How far slow ones have come is said to a person who looks on.
fn run_all(measures: &[&dyn Measure], study: &Study, confidence: Confidence) -> Option<Vec<Assessed>> {
    let names: Vec<&str> = measures.iter().map(|m| m.about()).filter(|a| a.slow).map(|a| a.title).collect();
    let shown = !names.is_empty() && stderr().is_terminal();
    let mut last = None;
    let found = assess_all(measures, study, &study.everything(), confidence, &mut |done| {
        let percent = (done * 100.0) as u32;
        if shown && last.replace(percent) != Some(percent) {
            // A closed terminal is no reason to stop.
            let _ = write!(stderr(), "\rwhosaid: {}: {percent} %", names.join(", "));
        }
        Flow::Continue(())
    });
    if shown {
        let _ = write!(stderr(), "\r\u{1b}[K");
    }
    found
}
