//! What an export would hold, and what formats would lose of it: told before anything is written.

use super::{Request, SplitPlan, to_doc};
use crate::{
    formats::{
        Doc, Flow, Job, Report,
        split::{self, Facts, Grouping},
    },
    model::{AnnotationSet, AnnotatorName, ArticleKey, LabelSet, Metadata, State},
    store::{FileTrouble, Project, Work},
    text::{Text, counted},
};
use std::collections::HashSet;

/// A project as exports read it.
pub trait Corpus {
    /// Its name.
    fn name(&self) -> String;
    /// Its labels.
    ///
    /// # Errors
    /// [`FileTrouble`] where they cannot be read.
    fn labels(&self) -> Result<LabelSet, FileTrouble>;
    /// Everyone with work in it, in order.
    fn annotators(&self) -> Vec<AnnotatorName>;
    /// Its articles, in order.
    fn articles(&self) -> Vec<ArticleKey>;
    /// An article with the work of some annotators.
    ///
    /// # Errors
    /// [`FileTrouble`] where its text cannot be read.
    fn work_of(&self, key: &ArticleKey, annotators: &[AnnotatorName]) -> Result<Work, FileTrouble>;
}

/// What an export would hold.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// What is in it, and what each format loses.
    pub report: Report,
    /// Whose sets, in order: those that were named, or every person.
    pub annotators: Vec<AnnotatorName>,
    /// Machines that are left out, since they were not named.
    pub machines: Vec<AnnotatorName>,
    /// How many articles there are documents of.
    pub articles: usize,
    /// Sets that are not done: exported all the same, or left out for that, as the scope says.
    pub unfinished: Vec<Left>,
    /// Articles in scope on which none of the annotators has worked, or that they skipped: left out.
    pub untouched: Vec<ArticleKey>,
    /// What cannot be read, and is left out.
    pub unreadable: Vec<FileTrouble>,
    /// Marks whose words are not in the text any more: left out.
    pub lost_marks: usize,
    /// Marks with labels that are not in scope: left out.
    pub other_labels: usize,
    /// Links of marks that are exported to marks that are not: left out.
    pub cut_links: usize,
    /// The first document with a mark, or the first at all: for showing what it looks like.
    pub first: Option<Doc>,
    /// Which article is in which part of the dataset, where it is to be split.
    pub splits: Option<SplitPlan>,
    /// It was stopped before the end.
    pub stopped: bool,
}

/// A set that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The article.
    pub article: ArticleKey,
    /// Whose set.
    pub annotator: AnnotatorName,
    /// How far they have come.
    pub state: State,
}

/// Something to know before exporting: a sentence, and what it is about by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What is so.
    pub sentence: String,
    /// Articles, sets or files, by name; none where they are only counted.
    pub names: Vec<String>,
}

impl Scan {
    /// What is left out, or not done, beside what formats lose.
    pub fn remarks(&self, request: &Request) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut say = |what: &str, one: &str, names: Vec<String>| {
            if !names.is_empty() {
                remarks.push(Remark { sentence: format!("{} {what}", counted(names.len(), one)), names });
            }
        };
        let unreadable = self.unreadable.iter().map(ToString::to_string).collect();
        say("that cannot be read, left out", "file", unreadable);
        say("left out: name them to export theirs", "machine", self.machines.iter().map(ToString::to_string).collect());
        let untouched = self.untouched.iter().map(ToString::to_string).collect();
        say("without annotations of those who are chosen, left out", "article", untouched);
        let what = if request.scope.done_only { "not done, left out" } else { "not done, exported as they are" };
        let unfinished =
            self.unfinished.iter().map(|l| format!("{} ({}, {})", l.article, l.annotator, l.state.name())).collect();
        say(what, "set", unfinished);
        if let Some(plan) = &self.splits {
            say("of articles with nearly the same words, kept together", "pair", plan.near());
            say("of articles in different parts that belong together: they leak", "pair", plan.leaks());
        }
        let mut count = |n: usize, one: &str, what: &str| {
            if n > 0 {
                remarks.push(Remark { sentence: format!("{} {what}", counted(n, one)), names: Vec::new() });
            }
        };
        count(self.lost_marks, "mark", "left out: the words are not in the text any more");
        count(self.other_labels, "mark", "with other labels left out");
        count(self.cut_links, "link", "to marks that are left out, left out with them");
        remarks
    }
}

/// Looks at everything that is chosen. `alive` is asked after each article, with how many of how many were looked at.
///
/// # Errors
/// [`FileTrouble`] where the labels cannot be read.
pub fn scan(
    corpus: &dyn Corpus,
    request: &Request,
    alive: &mut dyn FnMut(usize, usize) -> Flow,
) -> Result<(Scan, Job), FileTrouble> {
    let labels = request.scope.labels_of(&corpus.labels()?);
    let job = Job { project: corpus.name(), labels, options: request.options, ..Job::default() };
    let (annotators, machines) = annotators(corpus, request);
    let mut scan = Scan { report: Report::new(request.exports()), annotators, machines, ..Scan::default() };
    let mut grouping = request.split.as_ref().map(|_| Grouping::new(split::Options::default()));
    let mut last = None;
    let done = each(corpus, request, None, &mut Some(&mut scan), alive, &mut |scan, doc, _| {
        // An article with several sets comes several times.
        if let Some(grouping) = grouping.as_mut().filter(|_| last.as_ref() != Some(&doc.about.article)) {
            let Metadata { event, url, .. } = &doc.about.metadata;
            let (event, url) = (event.as_deref(), url.as_deref());
            grouping.add(&Facts { id: &doc.about.article, text: doc.text.as_str(), event, url });
            last = Some(doc.about.article.clone());
        }
        if let Some(scan) = scan {
            scan.report.add(&doc, &job);
            if scan.first.as_ref().is_none_or(|f| f.marks.is_empty() && !doc.marks.is_empty()) {
                scan.first = Some(doc);
            }
        }
        Flow::Continue(())
    });
    scan.stopped = done.is_break();
    scan.splits = grouping.zip(request.split.as_ref()).map(|(g, frozen)| SplitPlan::new(&g.groups(), frozen));
    Ok((scan, job))
}

/// Whose sets are exported, in order; and the machines whose sets are left out.
fn annotators(corpus: &dyn Corpus, request: &Request) -> (Vec<AnnotatorName>, Vec<AnnotatorName>) {
    match request.scope.annotators.as_slice() {
        [] => corpus.annotators().into_iter().partition(|name| !name.is_machine()),
        named => (named.to_vec(), Vec::new()),
    }
}

/// Takes a document, with the text and the set that it was made of.
type Tell<'t, 's> = dyn FnMut(&mut Option<&'s mut Scan>, Doc, (&Text, &AnnotationSet)) -> Flow + 't;

/// Every document in scope, in order, with its name in the export. Where several annotators are in scope each set is a document of
/// its own, called by the article and the annotator.
pub(super) fn each<'s>(
    corpus: &dyn Corpus,
    request: &Request,
    splits: Option<&SplitPlan>,
    scan: &mut Option<&'s mut Scan>,
    alive: &mut dyn FnMut(usize, usize) -> Flow,
    tell: &mut Tell<'_, 's>,
) -> Flow {
    let (annotators, _) = annotators(corpus, request);
    let keys: Vec<ArticleKey> =
        corpus.articles().into_iter().filter(|key| request.scope.articles.has_key(key)).collect();
    let mut ids: HashSet<String> = HashSet::new();
    for (at, key) in keys.iter().enumerate() {
        alive(at, keys.len())?;
        let work = match corpus.work_of(key, &annotators) {
            Ok(work) => work,
            Err(trouble) => {
                if let Some(scan) = scan {
                    scan.unreadable.push(trouble);
                }
                continue;
            }
        };
        if !request.scope.articles.has(&work.metadata) {
            continue;
        }
        let article = Project::outer_id(key, &work.metadata);
        let mut told = 0;
        for (annotator, set) in &work.sets {
            let set = match set {
                Ok(set) => set,
                Err(trouble) => {
                    if let Some(scan) = scan {
                        scan.unreadable.push(trouble.trouble().clone());
                    }
                    continue;
                }
            };
            if !request.scope.has_set(set) {
                continue;
            }
            if let Some(scan) = scan
                && matches!(set.state(), State::New | State::InProgress)
            {
                let (article, annotator) = (key.clone(), annotator.clone());
                scan.unfinished.push(Left { article, annotator, state: set.state() });
            }
            if !request.scope.has_state(set.state()) {
                continue;
            }
            let mut id = article.clone();
            // An article has one gold set, as a rule; a second one is told apart by its reviewer.
            if annotators.len() > 1 && (!request.scope.gold || ids.contains(&id)) {
                id = format!("{article}@{annotator}");
            }
            while !ids.insert(id.clone()) {
                id.push('~');
            }
            let of = (annotator, set);
            let mut doc = to_doc(&id, &article, &work.text, &work.metadata, of, &request.scope, &request.options);
            doc.about.split = splits.and_then(|s| s.of(&article)).map(Into::into);
            if let Some(scan) = scan {
                let lost = set.lost().count();
                scan.lost_marks += lost;
                scan.other_labels += set.len() - lost - doc.marks.len();
                let chosen = set.placed().filter(|(_, m)| request.scope.has_label(&m.label));
                scan.cut_links += chosen.map(|(_, m)| m.links.len()).sum::<usize>() - doc.relations.len();
            }
            told += 1;
            tell(scan, doc, (&work.text, set))?;
        }
        if let Some(scan) = scan {
            scan.articles += usize::from(told > 0);
            let chosen = |s: &AnnotationSet| s.state() != State::Skipped && request.scope.has_set(s);
            if told == 0 && !work.sets.iter().any(|(_, s)| s.as_ref().is_ok_and(chosen)) {
                scan.untouched.push(key.clone());
            }
            scan.unreadable.extend(work.meta_trouble);
        }
    }
    alive(keys.len(), keys.len())
}
