//! `whosaid suggest`: what the sources of suggestions propose, for a project or for another program.
//!
//! | file | holds |
//! |---|---|
//! | `pipe` | one line of JSON in, one out |
//! | `project` | machine sets for a project's articles |

mod pipe;
mod project;

use super::{Outcome, plain};
use crate::suggest::{SOURCES, Source, WORTH, source};
use std::path::PathBuf;

/// Propose annotations: for the articles of a project, or for another program.
///
/// For a project, the sources first learn from what people have finished in it; what they propose becomes a machine's set of each
/// article. People's own sets stay as they are, and so does a set of that machine with marks that this command did not write. With
/// --pipe, it answers each line of JSON on standard input by one on standard output.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub(super) struct Arguments {
    /// The project's folder
    #[arg(required_unless_present = "pipe", conflicts_with = "pipe")]
    project: Option<PathBuf>,
    /// Answer lines on standard input
    #[arg(long)]
    pipe: bool,
    /// A source, several times for several; all where none is named. `whosaid sources` lists them
    #[arg(long, value_name = "ID")]
    source: Vec<String>,
    /// What the machine is called whose sets they become
    #[arg(long, value_name = "NAME", default_value = "suggestions", conflicts_with = "pipe")]
    annotator: String,
    /// Only what is at least so likely right, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = WORTH, value_parser = score)]
    min_score: f32,
}

const HELP: &str = "\
Examples:
  whosaid suggest my-project --source repeats --source learner
  whosaid suggest my-project --annotator draft --min-score 0.7
  whosaid suggest --pipe < requests.jsonl

The pipe: one JSON object a line in, one a line out. Places count Unicode scalars.
  {\"op\":\"hello\",\"labels\":[LABEL, …]}
      → {\"ok\":true,\"live\":true}                  comes first; said again, all begins anew
  {\"op\":\"suggest\",\"doc\":{\"id\":ID,\"lang\":CODE or null,\"date\":DAY or null,\"text\":TEXT}}
      → {\"spans\":[SPAN, …]}                       DAY is when it was published: 2021-12-07, perhaps with a time; CODE is vi, en, …
  {\"op\":\"added\",\"id\":ID,\"span\":{\"start\":N,\"end\":N,\"label\":LABEL}}
      → {\"spans\":[SPAN, …]}                       what a mark made by hand makes likely elsewhere in the article, where it is new
  {\"op\":\"done\",\"id\":ID,\"spans\":[{\"start\":N,\"end\":N,\"label\":LABEL}, …]}
      → {\"ok\":true}                               learns from the finished article; with \"doc\" of the same ID, one not suggested for
  {\"op\":\"quit\"}
      → {\"ok\":true}
A SPAN is {\"start\", \"end\", \"label\", \"score\", \"type\", \"value\", \"mod\", \"source\", \"why\", \"attributes\", \"links\"}: type, value and mod
(null where there is none) are a date's, source is the source's id, and links are [{\"role\", \"start\", \"end\", \"label\"}, …]. The goals of
links are given as spans too; attributes and links stand there only where there are any. What cannot be done is answered by
{\"ok\":false,\"error\":TEXT}, and the next line is read.

Exit codes:
  0  all articles were gone through; the pipe was ended
  1  something could not be read or written, or a set was left alone: standard error says what
  2  nothing was done: the sentence on standard error says why";

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let enabled = enabled(&arguments.source)?;
    match &arguments.project {
        Some(path) => project::run(path, &enabled, &arguments.annotator, arguments.min_score),
        None => pipe::run(&enabled, arguments.min_score),
    }
}

/// The sources of these ids; all where none is given.
fn enabled(ids: &[String]) -> Result<Vec<&'static dyn Source>, String> {
    if ids.is_empty() {
        return Ok(SOURCES.to_vec());
    }
    let unknown = ids.iter().find(|id| source(id).is_none());
    if let Some(id) = unknown {
        let there: Vec<&str> = SOURCES.iter().map(|s| s.about().id).collect();
        return Err(format!("There is no source “{}”. There are {}", plain(id), there.join(", ")));
    }
    // In the order of the list, whatever order they were named in: the same sources give the same proposals.
    Ok(SOURCES.iter().copied().filter(|s| ids.iter().any(|id| id == s.about().id)).collect())
}

fn score(text: &str) -> Result<f32, String> {
    let score = text.parse::<f32>().ok().filter(|s| (0.0..=1.0).contains(s));
    score.ok_or_else(|| "a score is a number from 0 to 1".to_owned())
}
