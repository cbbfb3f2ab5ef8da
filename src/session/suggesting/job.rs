//! What is asked of the sources for the article in hand, and what they answer. Asked in the background: one thread there
//! changes what the sources have learnt and the word lists; those that answer questions read them.

use super::{ActorOffer, PublishedQuestion, teach::marks};
use crate::{
    model::{AnnotationSet, AnnotatorName, ArticleKey, LabelName, NoiseProposal, Place, Published},
    store::Work,
    suggest::{
        self, Goal, Lexicons, Marked, Memory, Proposal, ProseCell, Request, Roles, SOURCES, Source, Tallies,
        dates::infer_published,
    },
    text::{ByteOffset, Span, Text},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// In longer texts, in bytes, the part that can be seen is looked at first.
const LONG: usize = 64 << 10;
/// How much of a long text is looked at first: so many bytes before the place that is seen, and behind it.
const NEAR: (usize, usize) = (8 << 10, 24 << 10);
/// What a machine's marks are taken for: it does not say how sure it is.
const MACHINE_SCORE: f32 = 0.6;

/// What the sources know beside the article: one thread changes it, those that answer questions read it.
#[derive(Default)]
pub struct Knowledge {
    /// What finished articles have taught.
    pub memory: Memory,
    /// The word lists of the program and of the project.
    pub lexicons: Lexicons,
}

/// Suggestions for an article are asked for, off the drawing thread; the answers carry the number.
#[derive(Clone, Debug)]
pub struct SuggestJob {
    pub(super) serial: u64,
    /// The article.
    pub key: ArticleKey,
    /// Its text.
    pub text: Text,
    /// What its annotator has marked and rejected so far.
    pub set: AnnotationSet,
    /// Its headline, where that is known.
    pub title: Option<Arc<str>>,
    /// Its language, where that is known.
    pub language: Option<Arc<str>>,
    /// When it was published, where that is known.
    pub published: Option<Published>,
    /// Which labels there are, and which is for what.
    pub roles: Roles,
    /// The attribute that names actors, where their label has one.
    pub entity: Option<Arc<str>>,
    /// Sources that are not asked.
    pub off: BTreeSet<Arc<str>>,
    /// Sources that had turned themselves down and are asked anew.
    pub anew: BTreeSet<Arc<str>>,
    /// Machine annotators whose sets are sources too.
    pub machines: Vec<AnnotatorName>,
    /// The person's own program, as a command, which is a source too.
    pub program: Option<Arc<str>>,
    /// The place that is seen: in long texts it comes first.
    pub near: ByteOffset,
}

/// What the sources answered.
#[derive(Clone, Debug)]
pub struct SuggestReport {
    pub(super) serial: u64,
    pub(super) proposals: Vec<Proposal>,
    /// Where only a part was looked at yet: which.
    pub(super) part: Option<Span>,
    /// Sources that turned themselves down, each with a sentence why.
    pub(super) turned_down: BTreeMap<Arc<str>, String>,
    /// What went wrong with the person's own program.
    pub(super) program: Option<String>,
    /// The publication date that the text gives away.
    pub(in crate::session) question: Option<PublishedQuestion>,
    /// The lines that look like page noise, once the whole was looked at.
    pub(in crate::session) noise: Option<Vec<NoiseProposal>>,
    /// What may be offered about the marked actors.
    pub(in crate::session) offers: Vec<ActorOffer>,
}

/// The person's own program, asked by whoever runs it: what it proposes, or what went wrong; `None` where nobody waits any more.
pub type AskProgram<'a> = &'a mut dyn FnMut(&[Marked]) -> Option<Result<Vec<Proposal>, String>>;

/// What was proposed, each with its source, where that is one of the program's.
type Found = Vec<(Option<&'static dyn Source>, Vec<Proposal>)>;

impl Knowledge {
    /// Whether the sources that are asked anew are those of the question.
    pub fn is_for(&self, job: &SuggestJob) -> bool {
        self.memory.get::<Tallies>().is_none_or(|tallies| *tallies.anew() == job.anew)
    }

    /// Makes it so.
    pub fn follow(&mut self, job: &SuggestJob) {
        self.memory.get_mut::<Tallies>().ask_anew(&job.anew);
    }
}

impl SuggestJob {
    /// Asks the sources; of a long text the part that is seen first, which is told at once, as is everything before the person's
    /// program has answered. `machines` has what machine annotators propose. `None` where nobody waits any more.
    pub fn ask(
        &self,
        know: &Knowledge,
        machines: &[Proposal],
        program: Option<AskProgram<'_>>,
        go_on: &dyn Fn() -> bool,
        tell: &mut dyn FnMut(SuggestReport),
    ) -> Option<SuggestReport> {
        let marked = marks(&self.set);
        let prose = ProseCell::default();
        if let Some((from, part)) = self.part() {
            let here = marked.iter().filter(|m| from.covers(m.span));
            let here: Vec<Marked> =
                here.filter_map(|m| Some(Marked { span: back(m.span, from)?, ..m.clone() })).collect();
            let mut found = self.propose(know, &part, &here, &ProseCell::default(), go_on)?;
            found.iter_mut().for_each(|(_, own)| own.retain_mut(|p| move_on(p, from)));
            found.push((None, machines.iter().filter(|p| from.covers(p.span)).cloned().collect()));
            tell(self.report(self.together(know, &marked, found, &prose), Some(from), None));
        }
        let mut found = self.propose(know, &self.text, &marked, &prose, go_on)?;
        found.push((None, machines.to_vec()));
        let mut trouble = None;
        if let Some(program) = program {
            if let Some(whole) = Span::new(ByteOffset(0), self.text.end()) {
                tell(self.report(self.together(know, &marked, found.clone(), &prose), Some(whole), None));
            }
            match program(&marked)? {
                Ok(proposals) => found.push((None, proposals)),
                Err(why) => trouble = Some(why),
            }
        }
        if !go_on() {
            return None;
        }
        let report = self.report(self.together(know, &marked, found, &prose), None, trouble);
        let (turned_down, question) = (turned_down(know), self.published_question(know, &report.proposals));
        let offers = self.actor_offers(&know.lexicons, &prose);
        Some(SuggestReport { turned_down, question, noise: Some(self.noise(&know.lexicons)), offers, ..report })
    }

    fn propose(
        &self,
        know: &Knowledge,
        text: &Text,
        marked: &[Marked],
        prose: &ProseCell,
        go_on: &dyn Fn() -> bool,
    ) -> Option<Found> {
        let request = self.request(know, text, marked, prose);
        let mut all = Vec::new();
        for source in self.sources() {
            if !go_on() {
                return None;
            }
            all.push((Some(source), source.propose(&request)));
        }
        Some(all)
    }

    /// What several sources propose, brought together by what each is worth, without what was marked or rejected already.
    fn together(&self, know: &Knowledge, marked: &[Marked], found: Found, prose: &ProseCell) -> Vec<Proposal> {
        let rejected = self.set.remarks().rejected.iter();
        let rejected = rejected.filter_map(|r| Some((r.span()?, r.label.clone()))).collect();
        suggest::together(&self.request(know, &self.text, marked, prose), found, &rejected)
    }

    /// What is to be asked about the publication date, where it is not known and dates are wanted.
    fn published_question(&self, know: &Knowledge, proposals: &[Proposal]) -> Option<PublishedQuestion> {
        let wanted =
            self.published.is_none() && self.roles.date.is_some() && self.sources().any(|s| s.about().id == "dates");
        if !wanted {
            return None;
        }
        if let Some(inferred) = infer_published(&self.text, self.language.as_deref(), &know.lexicons) {
            return Some(PublishedQuestion { date: Some(inferred.published), from: inferred.from });
        }
        let open =
            |p: &&Proposal| &*p.source == "dates" && p.attributes.get("value").is_some_and(|v| v.starts_with("XXXX-"));
        let yearless =
            proposals.iter().filter(open).find(|p| p.attributes.get("kind").is_none_or(|k| &**k != "SET"))?;
        Some(PublishedQuestion { date: None, from: yearless.span.of(&self.text).to_owned() })
    }

    /// The lines of the text that are probably not the article.
    pub(in crate::session) fn noise(&self, lexicons: &Lexicons) -> Vec<NoiseProposal> {
        self.sources().flat_map(|source| source.noise(&self.text, self.title.as_deref(), lexicons)).collect()
    }

    /// The sources that are on.
    fn sources(&self) -> impl Iterator<Item = &'static dyn Source> {
        SOURCES.iter().copied().filter(|s| !self.off.contains(s.about().id))
    }

    fn request<'a>(
        &'a self,
        know: &'a Knowledge,
        text: &'a Text,
        marked: &'a [Marked],
        prose: &'a ProseCell,
    ) -> Request<'a> {
        Request {
            text,
            language: self.language.as_deref(),
            published: self.published.as_ref(),
            roles: &self.roles,
            marked,
            lexicons: &know.lexicons,
            memory: &know.memory,
            prose,
        }
    }

    /// The answer with these proposals.
    pub(in crate::session) fn report(
        &self,
        proposals: Vec<Proposal>,
        part: Option<Span>,
        program: Option<String>,
    ) -> SuggestReport {
        SuggestReport {
            serial: self.serial,
            proposals,
            part,
            turned_down: BTreeMap::new(),
            program,
            question: None,
            noise: None,
            offers: Vec::new(),
        }
    }

    /// The paragraphs around the place that is seen, where the text is long.
    fn part(&self) -> Option<(Span, Text)> {
        if self.text.len() <= LONG {
            return None;
        }
        let at = self.near.min(self.text.end()).0;
        let from = self.text.grapheme_floor(ByteOffset(at.saturating_sub(NEAR.0)));
        let to = self.text.grapheme_floor(ByteOffset(at.saturating_add(NEAR.1).min(self.text.len())));
        let start = self.text.until(from).rfind('\n').map_or(0, |n| n + 1);
        let end = self.text.from(to).find('\n').map_or(self.text.len(), |n| to.0 + n);
        let span = Span::between(&self.text, ByteOffset(start), ByteOffset(end))?;
        Some((span, Text::new(span.of(&self.text))))
    }

    /// What machine annotators propose, from their sets of this article.
    pub fn of_machines(&self, work: &Work) -> Vec<Proposal> {
        if work.text != self.text {
            return Vec::new();
        }
        let sets = work.sets.iter().filter_map(|(who, set)| Some((who, set.as_ref().ok()?)));
        sets.flat_map(|(who, set)| of_machine(who, set)).collect()
    }
}

/// Which sources hold themselves back, each with a sentence.
fn turned_down(know: &Knowledge) -> BTreeMap<Arc<str>, String> {
    let mut all: BTreeMap<Arc<str>, String> = BTreeMap::new();
    for down in know.memory.get::<Tallies>().map(Tallies::turned_down).unwrap_or_default() {
        let said = format!("{} of its last {} for {} were right", down.right, down.of, down.label);
        let sentence = all.entry(down.source).or_default();
        let so_far = if sentence.is_empty() { "Turned itself down: " } else { "; " };
        sentence.push_str(so_far);
        sentence.push_str(&said);
    }
    all
}

/// A machine annotator's marks as proposals.
fn of_machine<'a>(who: &AnnotatorName, set: &'a AnnotationSet) -> impl Iterator<Item = Proposal> + use<'a> {
    let source: Arc<str> = who.as_str().into();
    set.placed().map(move |(span, mark)| {
        let goal = |link: &crate::model::Link| {
            let to = set.get(&link.to)?;
            Some(Goal { role: link.role.clone(), span: to.span()?, label: to.label.clone() })
        };
        Proposal {
            source: source.clone(),
            span,
            label: mark.label.clone(),
            attributes: mark.attributes.clone(),
            links: mark.links.iter().filter_map(goal).collect(),
            score: MACHINE_SCORE,
            why: format!("Marked by {source}"),
        }
    })
}

/// A span of the whole text in a part of it.
fn back(span: Span, part: Span) -> Option<Span> {
    let at = |offset: ByteOffset| offset.0.checked_sub(part.start().0).map(ByteOffset);
    Span::new(at(span.start())?, at(span.end())?)
}

/// Moves a proposal for a part of the text to its place in the whole; says whether all of it has one.
fn move_on(proposal: &mut Proposal, part: Span) -> bool {
    let on = |span: Span| {
        let moved = Span::new(ByteOffset(span.start().0 + part.start().0), ByteOffset(span.end().0 + part.start().0));
        moved.filter(|s| part.covers(*s))
    };
    let goals: Option<Vec<Goal>> =
        proposal.links.iter().map(|g| Some(Goal { span: on(g.span)?, ..g.clone() })).collect();
    let (Some(span), Some(links)) = (on(proposal.span), goals) else { return false };
    proposal.span = span;
    proposal.links = links;
    true
}

/// What was rejected, as sources learn from it.
pub(super) fn rejections(set: &AnnotationSet) -> Vec<(Marked, Arc<str>)> {
    let of = |r: &crate::model::Rejection| match &r.place {
        Place::At(span) => {
            let label: LabelName = r.label.clone();
            Some((Marked { span: *span, label, attributes: BTreeMap::new() }, r.source.clone()))
        }
        Place::Lost(_) => None,
    };
    set.remarks().rejected.iter().filter_map(of).collect()
}

#[cfg(test)]
impl SuggestReport {
    /// Where something is proposed.
    pub(in crate::session) fn spans(&self) -> Vec<Span> {
        self.proposals.iter().map(|p| p.span).collect()
    }
}
