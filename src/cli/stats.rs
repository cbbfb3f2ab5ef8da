//! `whosaid stats`: how much is done, and by whom.

use super::{Outcome, annotator, counted, list, open, plain, print, table::table, tell};
use crate::{
    model::{AnnotatorName, LabelSet, State},
    session::dataset::Remark,
    store::{Project, Summary},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

/// Count articles and marks, by state, label and annotator. Nothing is changed.
///
/// An article counts under the state of the one who has come furthest with it; without anyone's work it is new. What machines
/// marked is no progress: it is left out unless they are named.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub(super) struct Arguments {
    /// The project's folder, or any folder of .txt files
    project: PathBuf,
    /// Whose work; every person's where this is not given. Machines count only where they are named
    #[arg(long, value_name = "NAME")]
    annotator: Vec<String>,
    /// Write JSON instead of tables
    #[arg(long)]
    json: bool,
}

const HELP: &str = "\
The JSON keeps this form; later versions only add to it. Keys are sorted.
  {
    \"annotations\": {
      \"by_annotator\": {NAME: count, …},   everyone who counts
      \"by_label\": {LABEL: count, …},      every label of the project, and any other in use
      \"lost\": count,                      of the total: their words are not in the text any more
      \"total\": count
    },
    \"annotators\": {
      NAME: {
        \"annotations\": {\"by_label\": {…}, \"lost\": count, \"total\": count},
        \"articles\": {\"by_state\": {…}}    an article without a file of theirs is new
      }, …
    },
    \"articles\": {
      \"by_state\": {\"done\": count, \"in progress\": count, \"new\": count, \"skipped\": count},
      \"total\": count                      articles listed, readable or not
    },
    \"unreadable\": {\"annotation_files\": count, \"articles\": count}
  }
Marks on an article that cannot be read, or in a file that cannot be read, are not counted; \"unreadable\" says how many
such files there are, and whosaid check says which and why.

Examples:
  whosaid stats my-project
  whosaid stats my-project --annotator \"machine: suggestions\"
  whosaid stats my-project --json | jq '.articles.by_state.done'

Exit codes:
  0  counted
  2  the project could not be read: the sentence on standard error says why";

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let project = open(&arguments.project)?;
    let there = project.annotators();
    let named = arguments.annotator.iter().map(|name| annotator(name, &there)).collect::<Result<Vec<_>, _>>()?;
    let (who, machines): (Vec<AnnotatorName>, Vec<AnnotatorName>) = match named.is_empty() {
        true => there.into_iter().partition(|name| !name.is_machine()),
        false => (named, Vec::new()),
    };
    let counts = Counts::of(&project, &who);
    let result = if arguments.json { format!("{:#}\n", counts.json()) } else { counts.tables(&project.name()) };
    print(&result)?;
    let unread: Vec<String> = [(counts.unread_articles, "article"), (counts.unread_sets, "annotation file")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| counted(n, what))
        .collect();
    if !machines.is_empty() {
        let sentence = format!("{} left out: name them to count theirs", counted(machines.len(), "machine"));
        list(&Remark { sentence, names: machines.iter().map(ToString::to_string).collect() });
    }
    if !unread.is_empty() {
        let what = unread.join(" and ");
        tell(format!("{what} could not be read, and the marks there are not counted. whosaid check says why"));
    }
    Ok(ExitCode::SUCCESS)
}

/// How many articles there are in each state.
type ByState = BTreeMap<State, usize>;

fn count(states: &ByState, state: State) -> usize {
    states.get(&state).copied().unwrap_or(0)
}

/// How many marks there are.
#[derive(Default)]
struct Marks {
    total: usize,
    lost: usize,
    by_label: BTreeMap<String, usize>,
}

impl Marks {
    fn add<'a>(&mut self, by_label: impl Iterator<Item = (&'a str, usize)>, lost: usize) {
        for (label, n) in by_label {
            *self.by_label.entry(label.to_owned()).or_default() += n;
            self.total += n;
        }
        self.lost += lost;
    }

    fn json(&self) -> Value {
        json!({ "total": self.total, "lost": self.lost, "by_label": self.by_label })
    }
}

/// One annotator's work.
#[derive(Default)]
struct Work {
    marks: Marks,
    /// Articles by state, among those with a file of theirs.
    states: ByState,
}

#[derive(Default)]
struct Counts {
    articles: usize,
    states: ByState,
    marks: Marks,
    work: BTreeMap<String, Work>,
    unread_articles: usize,
    unread_sets: usize,
}

impl Counts {
    fn of(project: &Project, who: &[AnnotatorName]) -> Self {
        let mut counts = Counts::default();
        // A broken label file is for `check` to tell; what is in use is counted all the same.
        for label in project.labels().iter().flat_map(LabelSet::iter) {
            counts.marks.by_label.entry(label.name.to_string()).or_default();
        }
        for annotator in who {
            counts.work.entry(annotator.as_str().to_owned()).or_default();
        }
        for summary in project.look(Vec::new(), &mut |_| true) {
            counts.add(&summary, who);
        }
        counts.fill();
        counts
    }

    fn add(&mut self, summary: &Summary, who: &[AnnotatorName]) {
        let sets = || summary.sets.iter().filter(|set| who.contains(&set.annotator));
        self.articles += 1;
        self.unread_articles += usize::from(summary.trouble.is_some());
        let furthest = sets().map(|s| s.state).max().unwrap_or_default();
        *self.states.entry(furthest).or_default() += 1;
        for set in sets() {
            self.unread_sets += usize::from(set.trouble.is_some());
            let by_label = || set.by_label.iter().map(|(label, n)| (&**label, *n));
            self.marks.add(by_label(), set.lost);
            let work = self.work.entry(set.annotator.as_str().to_owned()).or_default();
            work.marks.add(by_label(), set.lost);
            *work.states.entry(set.state).or_default() += 1;
        }
    }

    /// What was not met is there too: new articles without a file, labels that an annotator did not use.
    fn fill(&mut self) {
        for work in self.work.values_mut() {
            let begun: usize = work.states.values().sum();
            *work.states.entry(State::New).or_default() += self.articles.saturating_sub(begun);
            for label in self.marks.by_label.keys() {
                work.marks.by_label.entry(label.clone()).or_default();
            }
        }
    }

    fn json(&self) -> Value {
        let states = |states: &ByState| -> BTreeMap<&str, usize> {
            State::ALL.iter().map(|(state, name)| (*name, count(states, *state))).collect()
        };
        let mut annotations = self.marks.json();
        let by_annotator: BTreeMap<&str, usize> = self.work.iter().map(|(name, w)| (&**name, w.marks.total)).collect();
        if let Some(annotations) = annotations.as_object_mut() {
            annotations.insert("by_annotator".into(), json!(by_annotator));
        }
        let annotators: BTreeMap<&str, Value> = self
            .work
            .iter()
            .map(|(name, w)| {
                (&**name, json!({ "annotations": w.marks.json(), "articles": { "by_state": states(&w.states) } }))
            })
            .collect();
        json!({
            "articles": { "total": self.articles, "by_state": states(&self.states) },
            "annotations": annotations,
            "annotators": annotators,
            "unreadable": { "articles": self.unread_articles, "annotation_files": self.unread_sets },
        })
    }

    fn tables(&self, name: &str) -> String {
        let mut out =
            format!("{}: {}, {}\n", plain(name), counted(self.articles, "article"), counted(self.marks.total, "mark"));
        if self.marks.lost > 0 {
            out.push_str(&format!(
                "{} lost: the words are not in the text any more\n",
                counted(self.marks.lost, "mark")
            ));
        }
        let annotators = || self.work.iter().map(|(name, work)| (plain(name), work));

        let row = |who: String, counts: Vec<usize>| {
            let total = counts.iter().sum();
            (who, counts.into_iter().chain([total]).map(|n: usize| n.to_string()).collect())
        };
        let headings = |names: Vec<String>| names.into_iter().chain(["total".to_owned()]).collect::<Vec<_>>();
        let states = |who: String, states: &ByState| {
            row(who, State::ALL.iter().map(|(state, _)| count(states, *state)).collect())
        };
        let mut rows = vec![states("furthest".into(), &self.states)];
        rows.extend(annotators().map(|(name, work)| states(name, &work.states)));
        let names = State::ALL.iter().map(|(_, name)| (*name).to_owned()).collect();
        table(&mut out, "Articles", &headings(names), &rows);

        let marks = |who: String, marks: &Marks| {
            let count = |label: &String| marks.by_label.get(label).copied().unwrap_or(0);
            row(who, self.marks.by_label.keys().map(count).collect())
        };
        let mut rows: Vec<_> = annotators().map(|(name, work)| marks(name, &work.marks)).collect();
        rows.push(marks("together".into(), &self.marks));
        let names = self.marks.by_label.keys().map(|label| plain(label)).collect();
        table(&mut out, "Marks", &headings(names), &rows);
        out
    }
}
