//! `whosaid assign`: who does which articles.

use super::{Outcome, counted, open, plain, print, table::table, tell};
use crate::model::{AnnotatorName, ArticleKey, Plan, Settings};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    process::ExitCode,
};

/// Say who does which articles, and how many are done by several.
///
/// The articles that nobody has yet are given to the annotators evenly, by a draw; what was given before stays and counts. Some are
/// given to several, so that agreement can be measured. It is kept in whosaid.ron, and the window's list of articles shows it. An
/// annotator may still work on any article.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// To whom, several times for several. They need not have begun
    #[arg(long, value_name = "NAME", required_unless_present = "clear")]
    annotator: Vec<String>,
    /// How many of a hundred articles are done by several
    #[arg(long, value_name = "PERCENT", default_value_t = 20, value_parser = clap::value_parser!(u8).range(0..=100))]
    shared: u8,
    /// By how many these are done
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = at_least_two)]
    together: usize,
    /// What the draw comes from: the same number gives the same draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// First take back all that was given; without --annotator, only that
    #[arg(long)]
    clear: bool,
}

const HELP: &str = "\
Examples:
  whosaid assign my-project --annotator Lan --annotator Minh --dry-run
  whosaid assign my-project --annotator Lan --annotator Minh --annotator An --shared 30
  whosaid assign my-project --annotator Lan --shared 0
  whosaid assign my-project --clear

Exit codes:
  0  assigned, or there was nothing left to assign
  2  nothing was changed: the sentence on standard error says why";

fn at_least_two(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| *n >= 2).ok_or_else(|| "a number from 2".to_owned())
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let project = open(&arguments.project)?;
    let before = project.settings().map_err(|t| plain(&t.to_string()))?;
    let known = project.annotators();
    let mut annotators: Vec<AnnotatorName> = Vec::new();
    for name in &arguments.annotator {
        let name = AnnotatorName::new(name).map_err(|error| format!("“{}” is no annotator: {error}", plain(name)))?;
        // Someone who is there under another case is meant.
        let same = |a: &&AnnotatorName| a.as_str().to_lowercase() == name.as_str().to_lowercase();
        let name = known.iter().find(same).or(annotators.iter().find(same)).cloned().unwrap_or(name);
        if !annotators.contains(&name) {
            annotators.push(name);
        }
    }
    let articles: Vec<ArticleKey> = project.list().articles;
    let start = if arguments.clear { BTreeMap::new() } else { before.assigned.clone() };
    let plan = Plan { annotators, shared: arguments.shared, together: arguments.together, seed: arguments.seed };
    let assigned = plan.assign(&articles, &start);
    let given = assigned.len() - start.len();
    let after = Settings { assigned, ..before.clone() };
    if plan.annotators.len() == 1 && plan.shared > 0 && given > 0 {
        tell("Nothing is shared: that takes two annotators");
    }
    if !arguments.dry_run {
        project.save_settings(&after, &before).map_err(|t| plain(&t.to_string()))?;
    }
    let done = match (arguments.clear, arguments.annotator.is_empty()) {
        (true, true) => format!("{} given back\n", counted(before.assigned.len(), "article")),
        _ => format!("{} assigned, {} in all\n", counted(given, "article"), after.assigned.len()),
    };
    print(&format!("{}{done}{}", if arguments.dry_run { "Would be: " } else { "" }, tables(&after)))?;
    Ok(ExitCode::SUCCESS)
}

/// Who has how many, and who shares how many with whom.
fn tables(settings: &Settings) -> String {
    let mut out = String::new();
    let loads = settings.loads();
    if loads.is_empty() {
        return out;
    }
    let row = |name: &str, n: usize, shared: usize| (plain(name), vec![n.to_string(), shared.to_string()]);
    let rows: Vec<_> = loads.iter().map(|(name, (n, shared))| row(name.as_str(), *n, *shared)).collect();
    table(&mut out, "Annotator", &["Articles".into(), "Shared".into()], &rows);
    let mut pairs: BTreeMap<(&AnnotatorName, &AnnotatorName), usize> = BTreeMap::new();
    for names in settings.assigned.values() {
        let names: Vec<&AnnotatorName> = names.iter().collect::<BTreeSet<_>>().into_iter().collect();
        for (at, one) in names.iter().enumerate() {
            for two in names.iter().skip(at + 1) {
                *pairs.entry((one, two)).or_default() += 1;
            }
        }
    }
    let rows: Vec<_> =
        pairs.iter().map(|((one, two), n)| (plain(&format!("{one} and {two}")), vec![n.to_string()])).collect();
    if !rows.is_empty() {
        table(&mut out, "Together", &["Articles".into()], &rows);
    }
    out
}
