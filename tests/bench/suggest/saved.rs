//! What suggestions save an annotator of the sample project, and what they cost the processor.
//!
//! The annotator is simulated: each finished article of the project is marked anew, as it was. By hand a mark is one action. With
//! suggestions: one action takes all that are proposed, one each deletes a wrong one or mends one's edges, one each adds a missing
//! mark; what that makes likely elsewhere is taken by one action more, wrong ones deleted. Then the article is learnt from, and the
//! next one begins.
use super::words::{Table, ms, part, verdict};
use cpu_time::ProcessTime;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};
use whosaid::{
    model::{AnnotatorName, State},
    store::Project,
    suggest::{Lexicons, Pipe, PipeDoc, PipeSpan, Proposal, SOURCES, WORTH},
    text::Text,
};

/// A mark: where, in Unicode scalars, and as what.
type Mark = (usize, usize, String);

/// Marks, suggestions taken as they were and wrong ones, and actions.
#[derive(Clone, Copy, Default)]
struct Count {
    marks: usize,
    right: usize,
    wrong: usize,
    actions: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.marks += other.marks;
        self.right += other.right;
        self.wrong += other.wrong;
        self.actions += other.actions;
    }

    fn row(&self, name: &str, table: &mut Table) {
        let per = (self.marks > 0).then(|| self.actions as f64 / self.marks as f64);
        let [marks, right, wrong, actions] =
            [self.marks, self.right, self.wrong, self.actions].map(|count| count.to_string());
        let [per, saved] = match per {
            Some(per) => [format!("{per:.2}"), format!("{:.0} %", 100.0 * (1.0 - per))],
            None => ["–".to_owned(), "–".to_owned()],
        };
        table.row([name.to_owned(), marks, right, wrong, actions, per, saved]);
    }
}

/// Prints the tables.
pub fn run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let (project, _) = Project::open(&root).unwrap();
    let labels: Vec<_> = project.labels().unwrap().iter().map(|l| l.name.clone()).collect();
    let people: Vec<AnnotatorName> = project.annotators().into_iter().filter(|a| !a.is_machine()).collect();
    let mut pipe = Pipe::new(SOURCES.to_vec(), Lexicons::default(), &labels, WORTH);
    let mut by_label: BTreeMap<String, Count> = BTreeMap::new();
    let (mut by_article, mut all) = (Vec::new(), Count::default());
    // The first question of all has the word lists read; it counts apart.
    let none = PipeDoc { id: String::new(), text: Text::new("Ms Adams said."), language: None, published: None };
    let began = ProcessTime::now();
    pipe.suggest(none);
    let lists = began.elapsed();
    let (mut asked, mut learnt) = (Vec::new(), Vec::new());
    for key in project.list().articles {
        let work = project.work_of(&key, &people).unwrap();
        let done = work.sets.iter().filter_map(|(_, s)| s.as_ref().ok()).find(|s| s.state() == State::Done);
        let Some(set) = done else { continue };
        let place = |at| work.text.char_of(at).0;
        let gold: BTreeSet<Mark> =
            set.placed().map(|(s, a)| (place(s.start()), place(s.end()), a.label.to_string())).collect();
        let doc = PipeDoc {
            id: key.to_string(),
            text: work.text.clone(),
            language: work.metadata.language.as_deref().map(str::to_owned),
            published: work.metadata.published.clone(),
        };
        let began = ProcessTime::now();
        let proposals = pipe.suggest(doc);
        asked.push(began.elapsed());
        let counts = annotate(&mut pipe, key.as_str(), &work.text, &gold, &proposals);
        let spans: Vec<PipeSpan> = gold.iter().map(|m| span(set, &work.text, m)).collect();
        let began = ProcessTime::now();
        pipe.done(key.as_str(), &spans, None).unwrap();
        learnt.push(began.elapsed());
        let mut article = Count::default();
        for (label, count) in counts {
            article.add(count);
            by_label.entry(label).or_default().add(count);
        }
        all.add(article);
        by_article.push(article);
    }
    let head = ["", "marks", "right", "wrong", "actions", "per mark", "saved"];
    let mut table = Table::new("What suggestions save on the sample project; by hand a mark is one action", &head);
    for (n, count) in by_article.iter().enumerate() {
        count.row(&format!("article {}", n + 1), &mut table);
    }
    for (label, count) in &by_label {
        count.row(label, &mut table);
    }
    all.row("all", &mut table);
    table.print();
    let mut table =
        Table::new("An article asked about and learnt from; processor time in ms", &["", "p50", "p95", "limit (p95)"]);
    for (what, mut times, limit) in [("suggestions of an article", asked, 20), ("learning from one", learnt, 50)] {
        times.sort();
        let (p50, p95) = (part(&times, 50), part(&times, 95));
        table.row([what.to_owned(), ms(p50), ms(p95), verdict(p95, Duration::from_millis(limit))]);
    }
    table.row(["reading the word lists, once".to_owned(), ms(lists), ms(lists), "–".to_owned()]);
    table.print();
}

/// A mark of the project as the pipe is told it, with its attributes.
fn span(set: &whosaid::model::AnnotationSet, text: &Text, (start, end, label): &Mark) -> PipeSpan {
    let there = set.placed().find(|(s, a)| {
        (text.char_of(s.start()).0, text.char_of(s.end()).0, &*a.label) == (*start, *end, label.as_str())
    });
    let attributes = there.map(|(_, a)| a.attributes.clone()).unwrap_or_default();
    PipeSpan { start: *start, end: *end, label: label.clone(), attributes }
}

/// Marks an article with suggestions; what it came to, by label. Taking all at once counts under no label.
fn annotate(
    pipe: &mut Pipe,
    id: &str,
    text: &Text,
    gold: &BTreeSet<Mark>,
    proposals: &[Proposal],
) -> BTreeMap<String, Count> {
    let mark = |p: &Proposal| (text.char_of(p.span.start()).0, text.char_of(p.span.end()).0, p.label.to_string());
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut have: BTreeSet<Mark> = BTreeSet::new();
    for (_, _, label) in gold {
        counts.entry(label.clone()).or_default().marks += 1;
    }
    let take = |all: &[Proposal], have: &mut BTreeSet<Mark>, counts: &mut BTreeMap<String, Count>| {
        if !all.is_empty() {
            counts.entry("taking all at once".to_owned()).or_default().actions += 1;
        }
        for proposed in all.iter().map(mark) {
            let count = counts.entry(proposed.2.clone()).or_default();
            if gold.contains(&proposed) {
                count.right += usize::from(have.insert(proposed));
                continue;
            }
            // One action mends it where a mark of its label lacks only the edges, or deletes it.
            count.wrong += 1;
            count.actions += 1;
            let meant =
                gold.iter().find(|g| g.2 == proposed.2 && g.0 < proposed.1 && proposed.0 < g.1 && !have.contains(*g));
            have.extend(meant.cloned());
        }
    };
    take(proposals, &mut have, &mut counts);
    for missing in gold {
        if have.insert(missing.clone()) {
            counts.entry(missing.2.clone()).or_default().actions += 1;
            let new = pipe.added(id, (missing.0, missing.1), &missing.2).unwrap();
            take(&new, &mut have, &mut counts);
        }
    }
    counts
}
