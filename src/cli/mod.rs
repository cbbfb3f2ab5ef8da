//! The command line: everything that needs no window, over the same rooms as the window.
//!
//! Results go to standard output, progress and errors to standard error. Exit 0: all well; 1: problems were found;
//! 2: wrong usage, or it could not be done.
//!
//! | file | holds |
//! |---|---|
//! | `agreement` | `whosaid agreement`: how far people marked the same articles alike |
//! | `assign` | `whosaid assign`: who does which articles |
//! | `check` | `whosaid check`: everything that is wrong in a project |
//! | `export` | `whosaid export`: annotations for other programs |
//! | `formats` | `whosaid formats`: which formats there are |
//! | `import` | `whosaid import`: articles and annotations of other programs |
//! | `measures` | `whosaid measures`: which measures of agreement there are |
//! | `review` | `whosaid review`: others' work decided by a rule |
//! | `sources` | `whosaid sources`: which sources of suggestions there are |
//! | `stats` | `whosaid stats`: how much is done, and by whom |
//! | `suggest` | `whosaid suggest`: proposals for a project, or for another program |
//! | `table` | tables on the terminal |
//!
//! A new command is a file here, a variant of `Command` and a line in `run`.

mod agreement;
mod assign;
mod check;
mod export;
mod formats;
mod import;
mod measures;
mod review;
mod sources;
mod stats;
mod suggest;
mod table;

use crate::{model::AnnotatorName, session::dataset::Remark, store::Project, text::counted};
use clap::{Parser, Subcommand};
use std::{
    fmt::Display,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What the command line asks for.
#[derive(Debug)]
pub enum Asked {
    /// Done, with this exit code.
    Done(ExitCode),
    /// The window on these paths.
    Window(Vec<PathBuf>),
}

/// Mark who said what, and when, in news articles.
///
/// Without a command, opens the window: on a project, on any folder of .txt files, on an article, or, with no path, on the
/// welcome page.
#[derive(Debug, Parser)]
#[command(name = "whosaid", version, args_conflicts_with_subcommands = true, after_long_help = HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Project, folder or article to open in the window (of several, the first). A folder named like a command: ./check
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

const HELP: &str = "\
Examples:
  whosaid                            the welcome page
  whosaid my-project                 a project, or any folder of .txt files
  whosaid my-project/articles/a.txt  the project of an article, with that article
  whosaid check my-project           every problem, with file, line and column
  whosaid stats my-project           how much is done, and by whom
  whosaid export my-project --format conll --out for-training
                                     annotations for other programs
  whosaid import corpus.json --into my-project --annotator Lan
                                     those of other programs
  whosaid assign my-project --annotator Lan --annotator Minh
                                     who does which articles
  whosaid review my-project --auto majority --as Gold
                                     a gold set of several annotators' work
  whosaid suggest my-project         what the program would mark, as a machine's work
  whosaid sources                    which sources of suggestions there are
  whosaid formats                    which formats there are
  whosaid agreement my-project       how far people marked alike
  whosaid measures                   which measures of that there are

Results are written to standard output, everything else to standard error.

Exit codes:
  0  all well
  1  problems were found
  2  wrong usage, or it could not be done: the sentence on standard error says why

Environment:
  WHOSAID_HOME  keep preferences and rescued work in this folder instead of your own";

#[derive(Debug, Subcommand)]
enum Command {
    Agreement(agreement::Arguments),
    Assign(assign::Arguments),
    Check(check::Arguments),
    Export(Box<export::Arguments>),
    Formats(formats::Arguments),
    Import(import::Arguments),
    Measures(measures::Arguments),
    Review(review::Arguments),
    Sources(sources::Arguments),
    Stats(stats::Arguments),
    Suggest(suggest::Arguments),
}

/// Reads the arguments and does what needs no window.
pub fn run() -> Asked {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help that nobody reads any more is no failure.
            let _ = error.print();
            return Asked::Done(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)));
        }
    };
    let outcome = match arguments.command {
        None => return Asked::Window(arguments.paths),
        Some(Command::Agreement(arguments)) => agreement::run(&arguments),
        Some(Command::Assign(arguments)) => assign::run(&arguments),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Export(arguments)) => export::run(&arguments),
        Some(Command::Formats(arguments)) => formats::run(&arguments),
        Some(Command::Import(arguments)) => import::run(&arguments),
        Some(Command::Measures(arguments)) => measures::run(&arguments),
        Some(Command::Review(arguments)) => review::run(&arguments),
        Some(Command::Sources(arguments)) => sources::run(&arguments),
        Some(Command::Stats(arguments)) => stats::run(&arguments),
        Some(Command::Suggest(arguments)) => suggest::run(&arguments),
    };
    Asked::Done(outcome.unwrap_or_else(|sentence| {
        tell(sentence);
        ExitCode::from(2)
    }))
}

/// What a command ends with: an exit code, or the sentence that says why it could not be done.
type Outcome = Result<ExitCode, String>;

/// Says something on standard error. A closed one is no reason to stop.
fn tell(sentence: impl Display) {
    let _ = writeln!(io::stderr(), "whosaid: {sentence}");
}

/// Writes results to standard output. A reader that has seen enough (`| head`) is no failure.
fn print(result: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(result.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("The result cannot be written to standard output: {error}"))
        }
        _ => Ok(()),
    }
}

/// Opens the project at a path.
fn open(path: &Path) -> Result<Project, String> {
    Project::open(path).map(|(project, _)| project).map_err(|error| plain(&error.to_string()))
}

/// The annotator of that name, who must have work in the project.
fn annotator(name: &str, there: &[AnnotatorName]) -> Result<AnnotatorName, String> {
    let wanted = AnnotatorName::new(name).map_err(|error| format!("“{}” is no annotator: {error}", plain(name)))?;
    if there.contains(&wanted) {
        return Ok(wanted);
    }
    let names: Vec<&str> = there.iter().map(AnnotatorName::as_str).collect();
    let names = if names.is_empty() { "nobody".to_owned() } else { plain(&names.join(", ")) };
    Err(format!("Nobody called “{}” has annotations here. Those who have: {names}", plain(name)))
}

/// Says what is so, and of which; the first ten by name.
fn list(remark: &Remark) {
    let names = &remark.names;
    tell(format!("{}{}", remark.sentence, if names.is_empty() { "" } else { ":" }));
    for name in names.iter().take(10) {
        tell(format!("  {}", plain(name)));
    }
    if names.len() > 10 {
        tell(format!("  and {} more", names.len() - 10));
    }
}

/// Text from a file on one line, with nothing in it that could steer a terminal.
fn plain(text: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(arguments: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(["whosaid"].iter().chain(arguments))
    }

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_folder_named_like_a_command_can_be_opened() {
        for arguments in [&["./check"][..], &["--", "check"], &["check/"]] {
            let parsed = parse(arguments).unwrap();
            assert!(parsed.command.is_none() && parsed.paths.len() == 1, "{arguments:?}: {parsed:?}");
        }
        assert!(matches!(parse(&["check", "check"]).unwrap().command, Some(Command::Check(_))));
        assert!(parse(&["check"]).is_err());
        assert!(parse(&["some-project", "--json"]).is_err());
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(plain("Tổng thống “x” 💧"), "Tổng thống “x” 💧");
        assert_eq!(plain("a\nb\u{1b}[2Jc\u{202e}d"), "a\\nb\\u{1b}[2Jc\\u{202e}d");
    }
}
