//! Suggestions for another program, article by article: what `whosaid suggest --pipe` does, without the lines it speaks.

use super::{
    Finished, Lexicons, Marked, Memory, Proposal, ProseCell, Rejections, Request, Roles, Source, learn, suggest,
};
use crate::{
    model::{LabelName, Published},
    text::{CharOffset, Span, SpanError, Text},
};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

/// How many articles are kept that are not finished; past that the oldest are forgotten.
const OPEN: usize = 64;

/// How many finished articles are known by name, so that none is learnt from twice.
const FINISHED: usize = 10_000;

/// An article as the other program tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipeDoc {
    /// What it is called.
    pub id: String,
    /// Its text.
    pub text: Text,
    /// Its language as an ISO 639-1 code, where that was said.
    pub language: Option<String>,
    /// When it was published, where that was said.
    pub published: Option<Published>,
}

/// Why something could not be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum PipeError {
    #[error("there is no article “{0}”: suggest comes first")]
    Unknown(String),
    #[error("the article “{0}” is finished already")]
    Finished(String),
    #[error("there is no label “{0}”")]
    Label(String),
    #[error("the span {0}–{1}: {2}")]
    Span(usize, usize, SpanError),
    #[error("the span {0}–{1} is marked already")]
    Twice(usize, usize),
}

/// The engine: what it has learnt, and the articles that are open.
pub struct Pipe {
    roles: Roles,
    lexicons: Lexicons,
    memory: Memory,
    enabled: Vec<&'static dyn Source>,
    least: f32,
    open: VecDeque<Open>,
    finished: VecDeque<String>,
}

struct Open {
    doc: PipeDoc,
    marked: Vec<Marked>,
    given: Vec<Proposal>,
}

impl Open {
    fn request<'a>(&'a self, pipe: &'a Pipe, prose: &'a ProseCell) -> Request<'a> {
        Request {
            text: &self.doc.text,
            language: self.doc.language.as_deref(),
            published: self.doc.published.as_ref(),
            roles: &pipe.roles,
            marked: &self.marked,
            lexicons: &pipe.lexicons,
            memory: &pipe.memory,
            prose,
        }
    }

    fn has_given(&self, proposal: &Proposal) -> bool {
        self.given.iter().any(|g| g.span == proposal.span && g.label == proposal.label)
    }
}

impl Pipe {
    /// A new one for these labels; proposals that score less than `least` are not given.
    pub fn new(enabled: Vec<&'static dyn Source>, lexicons: Lexicons, labels: &[LabelName], least: f32) -> Self {
        let (open, finished) = (VecDeque::new(), VecDeque::new());
        Pipe { roles: Roles::of(labels), lexicons, memory: Memory::default(), enabled, least, open, finished }
    }

    /// Takes an article and proposes annotations for it, in order of place. Links' goals are there as proposals of their own.
    pub fn suggest(&mut self, doc: PipeDoc) -> Vec<Proposal> {
        self.open.retain(|o| o.doc.id != doc.id);
        let mut open = Open { doc, marked: Vec::new(), given: Vec::new() };
        let proposals = self.proposals(&open);
        open.given.clone_from(&proposals);
        self.open.push_back(open);
        while self.open.len() > OPEN {
            self.open.pop_front();
        }
        proposals
    }

    fn proposals(&self, open: &Open) -> Vec<Proposal> {
        let prose = ProseCell::default();
        let request = open.request(self, &prose);
        let all = suggest(&request, &self.enabled, &Rejections::new());
        with_goals(all.into_iter().filter(|p| p.score >= self.least).collect(), &request)
    }

    /// Takes a mark that was added by hand and tells what it makes likely elsewhere: what was not given for this article before
    /// and overlaps nothing that was.
    ///
    /// # Errors
    /// [`PipeError`] where there is no such article or it cannot have this mark.
    pub fn added(&mut self, id: &str, (start, end): (usize, usize), label: &str) -> Result<Vec<Proposal>, PipeError> {
        let at = self.open.iter().position(|o| o.doc.id == id).ok_or_else(|| self.no_article(id))?;
        let mut open = self.open.remove(at).ok_or_else(|| PipeError::Unknown(id.to_owned()))?;
        let new = self.mark(&open, (start, end), label).map(|mark| {
            open.marked.push(mark);
            open.marked.sort();
            let new = self.news(&open);
            open.given.extend(new.iter().cloned());
            new
        });
        self.open.insert(at, open);
        new
    }

    fn mark(&self, open: &Open, (start, end): (usize, usize), label: &str) -> Result<Marked, PipeError> {
        let mark = self.marked(&open.doc.text, (start, end), label)?;
        let is_there = open.marked.iter().any(|m| m.span == mark.span && m.label == mark.label);
        if is_there { Err(PipeError::Twice(start, end)) } else { Ok(mark) }
    }

    /// What is proposed now and was not before.
    fn news(&self, open: &Open) -> Vec<Proposal> {
        let text = &open.doc.text;
        // What a mark by hand contradicts was wrong, and so it probably was wherever the same words stand.
        let wrong: BTreeSet<(&str, &LabelName)> = open
            .given
            .iter()
            .filter(|g| open.marked.iter().any(|m| m.span.overlaps(g.span) && (m.span != g.span || m.label != g.label)))
            .map(|g| (g.span.of(text), &g.label))
            .collect();
        let stands = |g: &&Proposal| !wrong.contains(&(g.span.of(text), &g.label));
        let standing: Vec<&Proposal> = open.given.iter().filter(stands).collect();
        let claim = self.roles.claim.as_ref();
        let mut new = self.proposals(open);
        new.retain(|p| {
            let clashes = |label: &LabelName, span: Span| {
                span.overlaps(p.span) && (*label == p.label || (claim != Some(label) && claim != Some(&p.label)))
            };
            !open.has_given(p)
                && !standing.iter().any(|g| clashes(&g.label, g.span))
                && !open.marked.iter().any(|m| clashes(&m.label, m.span))
        });
        new
    }

    /// Learns from an article that is finished. Where it was never suggested for, `doc` is it.
    ///
    /// # Errors
    /// [`PipeError`] where there is no such article, it was finished before, or it cannot have these marks. Nothing is learnt then.
    pub fn done(&mut self, id: &str, spans: &[PipeSpan], doc: Option<PipeDoc>) -> Result<(), PipeError> {
        let at = self.open.iter().position(|o| o.doc.id == id);
        let fresh = |doc: PipeDoc| Open { doc, marked: Vec::new(), given: Vec::new() };
        let open = match (at, doc) {
            (None, _) if self.finished.iter().any(|f| f == id) => return Err(PipeError::Finished(id.to_owned())),
            (None, None) => return Err(self.no_article(id)),
            (None, Some(doc)) => fresh(doc),
            (Some(at), _) => {
                // Marks are looked at before anything is taken away: after an error the article is as it was.
                let text = self.open.get(at).map(|o| o.doc.text.clone()).unwrap_or_else(|| Text::new(""));
                for span in spans {
                    self.marked(&text, (span.start, span.end), &span.label)?;
                }
                self.open.remove(at).ok_or_else(|| PipeError::Unknown(id.to_owned()))?
            }
        };
        let mut marked = Vec::new();
        for span in spans {
            let mut mark = self.marked(&open.doc.text, (span.start, span.end), &span.label)?;
            mark.attributes.clone_from(&span.attributes);
            marked.push(mark);
        }
        marked.sort();
        marked.dedup_by(|a, b| a.span == b.span && a.label == b.label);
        let mut memory = std::mem::take(&mut self.memory);
        let (nothing, prose) = (Memory::default(), ProseCell::default());
        let request = Request { marked: &marked, memory: &nothing, ..open.request(self, &prose) };
        let finished = Finished { request, proposed: &open.given, rejected: &[] };
        learn(&finished, &self.enabled, &mut memory);
        self.memory = memory;
        self.finished.push_back(id.to_owned());
        while self.finished.len() > FINISHED {
            self.finished.pop_front();
        }
        Ok(())
    }

    /// A place in Unicode scalars and a label as a mark.
    fn marked(&self, text: &Text, (start, end): (usize, usize), label: &str) -> Result<Marked, PipeError> {
        let wrong = |why| PipeError::Span(start, end, why);
        let label = self.roles.all.iter().find(|l| &***l == label).ok_or_else(|| PipeError::Label(label.to_owned()))?;
        let byte = |at| text.byte_of(CharOffset(at)).ok_or(wrong(SpanError::OutOfText));
        let span = Span::in_text(text, byte(start)?, byte(end)?).map_err(wrong)?;
        Ok(Marked { span, label: label.clone(), attributes: BTreeMap::new() })
    }

    fn no_article(&self, id: &str) -> PipeError {
        if self.finished.iter().any(|f| f == id) {
            PipeError::Finished(id.to_owned())
        } else {
            PipeError::Unknown(id.to_owned())
        }
    }

    /// An open article.
    pub fn text(&self, id: &str) -> Option<&Text> {
        self.open.iter().find(|o| o.doc.id == id).map(|o| &o.doc.text)
    }

    /// What was learnt.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }
}

/// A mark as the other program tells it: places in Unicode scalars.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PipeSpan {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Its label.
    pub label: String,
    /// What it says.
    pub attributes: BTreeMap<Arc<str>, Arc<str>>,
}

/// Proposals with the goals of their links as proposals of their own, where they are neither proposed nor marked.
pub fn with_goals(mut all: Vec<Proposal>, request: &Request<'_>) -> Vec<Proposal> {
    let mut there: BTreeSet<(Span, LabelName)> = all.iter().map(|p| (p.span, p.label.clone())).collect();
    there.extend(request.marked.iter().map(|m| (m.span, m.label.clone())));
    let mut goals = Vec::new();
    for proposal in &all {
        for goal in &proposal.links {
            let possible = Span::in_text(request.text, goal.span.start(), goal.span.end()).is_ok();
            if possible && request.roles.all.contains(&goal.label) && there.insert((goal.span, goal.label.clone())) {
                goals.push(Proposal {
                    span: goal.span,
                    label: goal.label.clone(),
                    attributes: BTreeMap::new(),
                    links: Vec::new(),
                    why: format!("it is the {} of a proposed {}", goal.role, proposal.label),
                    ..proposal.clone()
                });
            }
        }
    }
    all.extend(goals);
    all.sort_by(|a, b| (a.span, &a.label).cmp(&(b.span, &b.label)));
    all
}
