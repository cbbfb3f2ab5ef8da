//! `whosaid review`: others' work decided by a rule, without a window.

use super::{Outcome, counted, open, plain, print, tell};
use crate::{
    formats::Flow,
    model::AnnotatorName,
    session::review::{Reviewed, Rule, Ruled, Ruling},
    store::{Intake, now},
};
use clap::{ValueEnum, builder::PossibleValue};
use std::{path::PathBuf, process::ExitCode};

/// Make a gold set of several annotators' work by a rule.
///
/// Each article's sets are compared; where they differ, the rule decides, and where it has no answer nothing is taken. What was
/// offered, what was taken and how it was decided is kept in the reviewer's set. Decisions that stand already, a person's among
/// them, stay: only what is new or was changed is decided. In the window a person is asked what the rule had no answer for.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// The rule
    #[arg(long, value_enum, value_name = "RULE")]
    auto: RuleChoice,
    /// The reviewer, whose set of each article the gold set is
    #[arg(long = "as", value_name = "NAME")]
    reviewer: String,
    /// Whose work, several times for several; every person's where none is named. One alone: their work as it is
    #[arg(long, value_name = "NAME")]
    annotator: Vec<String>,
    /// Which sets: those that are done, or those in progress too
    #[arg(long, value_enum, default_value = "done")]
    state: StateChoice,
}

const HELP: &str = "\
Rules:
  majority   what more than half of those who are done with the article have: place, label, and each attribute's value
  unanimous  what all of them have
What the rule has no answer to (just half of them have it; under unanimous, not all) is left out, and a person is asked in the
window. What a person had decided is never decided by a rule, also where the work was changed since.

Examples:
  whosaid review my-project --auto majority --as Gold
  whosaid review my-project --auto unanimous --as Gold --annotator Lan --annotator An
  whosaid export my-project --gold --format conll --out for-training

Exit codes:
  0  everything was decided, or the rule had no answer and nothing was taken there
  1  something could not be read or written: standard error says what
  2  nothing was done: the sentence on standard error says why";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RuleChoice(Rule);

impl ValueEnum for RuleChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &[RuleChoice(Rule::Majority), RuleChoice(Rule::Unanimous)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Rule::ALL.iter().find(|(rule, _)| *rule == self.0).map(|(_, name)| PossibleValue::new(*name))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StateChoice {
    Done,
    Any,
}

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let project = open(&arguments.project)?;
    let named =
        |name: &String| AnnotatorName::new(name).map_err(|error| format!("“{}” is no annotator: {error}", plain(name)));
    let reviewer = named(&arguments.reviewer)?;
    let everyone = project.annotators();
    let mut annotators = arguments.annotator.iter().map(named).collect::<Result<Vec<_>, _>>()?;
    annotators.sort();
    annotators.dedup();
    if let Some(unknown) = annotators.iter().find(|name| !everyone.contains(name)) {
        let names: Vec<String> = everyone.iter().map(ToString::to_string).collect();
        return Err(plain(&format!("“{unknown}” has no work in the project; there is that of {}", names.join(", "))));
    }
    if annotators.contains(&reviewer) {
        return Err("A reviewer does not review their own work: give another name by --as".into());
    }
    let reviewed = Reviewed { annotators, any_state: arguments.state == StateChoice::Any };
    let mut intake =
        Intake::open(&project, std::slice::from_ref(&reviewer), None).map_err(|t| plain(&t.to_string()))?;
    let reviewer = intake.annotator(reviewer);
    let ruling =
        Ruling { corpus: &project, reviewer: &reviewer, rule: arguments.auto.0, reviewed: &reviewed, now: now() };
    project.labels().and_then(|_| ruling.check()).map_err(|t| plain(&format!("{t}. Nothing was decided")))?;
    let ruled = ruling.run(&mut intake, &mut |at, of| {
        if at > 0 && at % 1000 == 0 {
            tell(format!("{at} of {} looked at", counted(of, "article")));
        }
        Flow::Continue(())
    });
    for trouble in &ruled.troubles {
        tell(plain(&trouble.to_string()));
    }
    print(&sentences(&ruled, &reviewer))?;
    if ruled.articles == 0 && ruled.troubles.is_empty() {
        tell(
            "There was nothing to compare: no article has two sets that are done. --state any takes those in progress too",
        );
    }
    Ok(if ruled.troubles.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn sentences(ruled: &Ruled, reviewer: &AnnotatorName) -> String {
    let mut out = format!(
        "{} decided as {}: {} in the gold set\n{} decided now: {} where all agreed, {} by the rule, {} without an answer\n",
        counted(ruled.articles, "article"),
        plain(reviewer.as_str()),
        counted(ruled.marks, "mark"),
        counted(ruled.decided, "case"),
        ruled.agreed,
        ruled.decided - ruled.agreed - ruled.split,
        ruled.split,
    );
    if ruled.left > 0 {
        out.push_str(&format!("{} left open for a person\n", counted(ruled.left, "case")));
    }
    if ruled.stood > 0 {
        out.push_str(&format!("{} decided before stood\n", counted(ruled.stood, "case")));
    }
    if ruled.unready > 0 {
        out.push_str(&format!(
            "{} passed over: fewer than two sets that are ready\n",
            counted(ruled.unready, "article")
        ));
    }
    out
}
