//! Machine sets for a project's articles.

use super::super::{Outcome, counted, list, open, plain, tell};
use crate::{
    model::{
        Annotation, AnnotationId, AnnotationSet, AnnotatorName, ArticleKey, ChangeSet, IdMaker, LabelName, LabelSet,
        Link, Metadata, Origin, State,
    },
    session::dataset::Remark,
    store::{FileTrouble, Intake, Project},
    suggest::{
        Finished, Lexicons, Marked, Memory, Proposal, ProseCell, Rejections, Request, Roles, Source, Tallies, learn,
        suggest, with_goals,
    },
    text::{Span, Text},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::ExitCode,
    sync::Arc,
};

/// What there is to go by.
struct Desk<'a> {
    project: &'a Project,
    labels: LabelSet,
    roles: Roles,
    lexicons: Lexicons,
    enabled: &'a [&'static dyn Source],
}

/// Learns from what people have finished, and writes what the sources propose as a machine's sets.
pub(super) fn run(path: &Path, enabled: &[&'static dyn Source], name: &str, least: f32) -> Outcome {
    let project = open(path)?;
    let machine = AnnotatorName::new(name).and_then(|name| name.machine());
    let machine = machine.map_err(|error| format!("“{}” is no annotator: {error}", plain(name)))?;
    let labels = project.labels().map_err(|t| plain(&format!("{t}. Nothing was proposed")))?;
    let roles = Roles::of(labels.iter().map(|l| &l.name));
    let (lists, of_lists) = project.lexicons();
    let desk = Desk { project: &project, labels, roles, lexicons: Lexicons::new(lists), enabled };
    enabled.iter().for_each(|source| source.read_lists(&desk.lexicons));
    let mut intake = Intake::open(&project, std::slice::from_ref(&machine), None).map_err(|t| plain(&t.to_string()))?;
    let machine = intake.annotator(machine);
    let articles = project.list().articles;
    let (memory, learnt, mut troubles) = desk.taught(&articles);
    troubles.extend(of_lists);
    let (mut marks, mut written, mut kept) = (0, 0, Vec::new());
    for (at, key) in articles.iter().enumerate() {
        if at > 0 && at % 1000 == 0 {
            tell(format!("{at} of {} gone through", counted(articles.len(), "article")));
        }
        match desk.write(key, &machine, &memory, least, &mut intake) {
            Ok(Some(n)) => {
                marks += n;
                written += 1;
            }
            Ok(None) => kept.push(key.to_string()),
            Err(trouble) => troubles.push(trouble),
        }
    }
    for trouble in &troubles {
        tell(plain(&trouble.to_string()));
    }
    for fault in desk.lexicons.faults() {
        tell(plain(&fault.to_string()));
    }
    tell(format!(
        "{} proposed in {} as {}, learnt from {}",
        counted(marks, "mark"),
        counted(written, "article"),
        plain(machine.as_str()),
        counted(learnt, "finished article")
    ));
    for down in memory.get::<Tallies>().map(Tallies::turned_down).unwrap_or_default() {
        tell(format!(
            "{} holds back for {}: only {} of the last {} would have been right",
            down.source,
            plain(&down.label),
            down.right,
            down.of
        ));
    }
    let well = troubles.is_empty() && kept.is_empty();
    if !kept.is_empty() {
        let sets = counted(kept.len(), "set");
        let sentence = format!(
            "{sets} of {} left alone, since not all marks there were written by suggest. Name another --annotator to have the \
             proposals beside them",
            plain(machine.as_str())
        );
        list(&Remark { sentence, names: kept });
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// A set's marks, as far as sources know marks.
fn marked(set: &AnnotationSet) -> Vec<Marked> {
    let all = set.placed().map(|(span, a)| Marked { span, label: a.label.clone(), attributes: a.attributes.clone() });
    let mut all: Vec<Marked> = all.collect();
    all.sort();
    all
}

/// Whether a mark is as this command writes them: it names the source it came of, and no person has made or mended it.
fn is_own(mark: &Annotation) -> bool {
    mark.made.is_empty() && mark.origin.as_ref().is_some_and(|origin| !origin.mended)
}

impl Desk<'_> {
    /// What people's finished articles teach, how many there are, and what could not be read. Of several people's work on an
    /// article the gold set counts, or else the first by name.
    fn taught(&self, articles: &[ArticleKey]) -> (Memory, usize, Vec<FileTrouble>) {
        let people: Vec<AnnotatorName> = self.project.annotators().into_iter().filter(|a| !a.is_machine()).collect();
        let (mut memory, mut learnt, mut troubles) = (Memory::default(), 0, Vec::new());
        for key in articles {
            // An article that cannot be read is told of when its set is to be written.
            let Ok(work) = self.project.work_of(key, &people) else { continue };
            troubles.extend(work.sets.iter().filter_map(|(_, set)| set.as_ref().err().map(|t| t.trouble().clone())));
            let done = || work.sets.iter().filter_map(|(_, s)| s.as_ref().ok()).filter(|s| s.state() == State::Done);
            let Some(set) = done().find(|s| s.review().is_some()).or_else(|| done().next()) else { continue };
            let (marked, nothing, prose) = (marked(set), Memory::default(), ProseCell::default());
            let request = self.request(&work.text, &work.metadata, &marked, &nothing, &prose);
            learn(&Finished { request, proposed: &[], rejected: &[] }, self.enabled, &mut memory);
            learnt += 1;
        }
        (memory, learnt, troubles)
    }

    fn request<'a>(
        &'a self,
        text: &'a Text,
        metadata: &'a Metadata,
        marked: &'a [Marked],
        memory: &'a Memory,
        prose: &'a ProseCell,
    ) -> Request<'a> {
        Request {
            text,
            language: metadata.language.as_deref(),
            published: metadata.published.as_ref(),
            roles: &self.roles,
            marked,
            lexicons: &self.lexicons,
            memory,
            prose,
        }
    }

    /// Writes the machine's set of an article; how many marks it has. `None`: it has marks that are not of this command, and stays as
    /// it is.
    fn write(
        &self,
        key: &ArticleKey,
        machine: &AnnotatorName,
        memory: &Memory,
        least: f32,
        intake: &mut Intake,
    ) -> Result<Option<usize>, FileTrouble> {
        let work = self.project.work_of(key, &[])?;
        let prose = ProseCell::default();
        let request = self.request(&work.text, &work.metadata, &[], memory, &prose);
        let mut proposals = suggest(&request, self.enabled, &Rejections::new());
        proposals.retain(|p| p.score >= least);
        let proposals = with_goals(proposals, &request);
        let (mut set, stamp) = intake.set(key, machine, &work.text)?;
        if !set.iter().all(|mark| is_own(mark)) {
            return Ok(None);
        }
        let mut change = self.change(key, machine, &set, &proposals);
        change.state = (set.state() != State::Done).then(|| (set.state(), State::Done));
        if change.is_empty() {
            return Ok(Some(set.len()));
        }
        change.apply(&mut set).map_err(|why| FileTrouble::new(key.as_str(), why.to_string()))?;
        intake.save(key, machine, &set, &work.text, stamp)?;
        Ok(Some(set.len()))
    }

    /// What makes the machine's set hold these proposals; nothing where it does already.
    fn change(&self, key: &ArticleKey, machine: &AnnotatorName, set: &AnnotationSet, all: &[Proposal]) -> ChangeSet {
        let seed = blake3::hash(format!("{key}\0{machine}").as_bytes());
        let mut ids = IdMaker::new(u64::from_le_bytes(*seed.as_bytes().first_chunk().unwrap_or(&[0; 8])));
        let mut taken: BTreeSet<AnnotationId> = set.iter().map(|a| a.id.clone()).collect();
        let mut id_of = |p: &Proposal| {
            let there = set.same(p.span, &p.label).map(|a| a.id.clone());
            let id = there.unwrap_or_else(|| ids.make(|id| taken.contains(id)));
            taken.insert(id.clone());
            id
        };
        let made: BTreeMap<(Span, &LabelName), AnnotationId> =
            all.iter().map(|p| ((p.span, &p.label), id_of(p))).collect();
        let new = all.iter().filter_map(|p| Some(Arc::new(self.mark(p, &made)?)));
        let mut new: BTreeMap<AnnotationId, Arc<Annotation>> = new.map(|a| (a.id.clone(), a)).collect();
        let mut change = ChangeSet::default();
        for old in set.iter() {
            match new.remove(&old.id) {
                None => change.deleted.push(old.clone()),
                Some(new) if new != *old => change.updated.push((old.clone(), new)),
                Some(_) => {}
            }
        }
        change.created = new.into_values().collect();
        change
    }

    /// A proposal as a mark, with what the project's label has room for.
    fn mark(&self, p: &Proposal, made: &BTreeMap<(Span, &LabelName), AnnotationId>) -> Option<Annotation> {
        let label = self.labels.get(&p.label)?;
        let mut mark = Annotation::new(made.get(&(p.span, &p.label))?.clone(), p.span, p.label.clone());
        let fits = |name: &str, value: &str| label.attribute(name).is_some_and(|a| a.check(value).is_ok());
        let attributes = p.attributes.iter().filter(|(name, value)| fits(name, value));
        mark.attributes = attributes.map(|(name, value)| (name.clone(), value.clone())).collect();
        let links = p.links.iter().filter(|goal| label.link(&goal.role).is_some_and(|role| role.allows(&goal.label)));
        let links =
            links.filter_map(|g| Some(Link { role: g.role.clone(), to: made.get(&(g.span, &g.label))?.clone() }));
        mark.links = links.collect();
        mark.links.sort();
        mark.note = format!("{}: {}", p.source, p.why).into();
        mark.origin = Some(Origin { source: p.source.clone(), mended: false }.into());
        Some(mark)
    }
}
