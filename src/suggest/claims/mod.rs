//! Claims: who said what, by reporting words and quotations. Each is proposed with its source and its reporting words as one unit.
//!
//! | file | holds |
//! |---|---|
//! | `cue` | where words report something, and where the same words do not |
//! | `subject` | the subject of a clause |
//! | `speaker` | who says it |
//! | `pronoun` | whom a pronoun means |
//! | `bridge` | what stands between a cue and its claim |
//! | `content` | where what is said begins and ends |
//! | `objects` | whether what follows a verb at once is what is said |
//! | `frames` | the patterns in which these stand together |
//! | `before` | claims before their reporting words |
//! | `running` | quotations without reporting words of their own |

mod before;
mod bridge;
mod content;
mod cue;
mod frames;
mod objects;
mod pronoun;
mod running;
mod speaker;
mod subject;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_wire;

use super::actors;
use super::prose::{Act, Phrase, Prose, Small};
use super::{About, Goal, Proposal, Request, Source};
use crate::text::Span;
use content::Wording;
use std::{collections::BTreeMap, sync::Arc};

/// People mark more or fewer words as reporting a claim than these.
const OF_CUE: f32 = 0.85;

static ABOUT: About = About {
    id: "claims",
    title: "Claims",
    what: "What somebody is reported to have said, with who says it and the reporting words",
};

/// The source of claims.
pub struct Claims;

/// Somebody's claim, as it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    pub span: Span,
    /// The mention that says it, with its place: where a pronoun does, the mention it means. None where nobody is told.
    pub speaker: Option<(Phrase, Span)>,
    pub cue: Option<Span>,
    pub act: Act,
    pub wording: &'static str,
    pub score: f32,
}

impl Source for Claims {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn propose(&self, request: &Request<'_>) -> Vec<Proposal> {
        let Some(label) = &request.roles.claim else { return Vec::new() };
        let prose = Prose::of(request);
        let said = said(&prose, &actors::scan(&prose));
        let marked: Vec<Span> = request.marked.iter().filter(|m| m.label == *label).map(|m| m.span).collect();
        let free = |s: &&Said| marked.iter().all(|m| !m.overlaps(s.span) || m.covers(s.span) && *m != s.span);
        let actor = request.roles.actor.as_ref();
        let actors: Vec<Span> = request.marked.iter().filter(|m| Some(&m.label) == actor).map(|m| m.span).collect();
        let proposal = |s: &Said| {
            // A mark that is there is what the link leads to.
            let marked = |span: Span| {
                let at = actors.partition_point(|m| m.end() <= span.start());
                actors.get(at..).unwrap_or_default().iter().take(3).find(|m| m.overlaps(span)).copied()
            };
            let goal = s.speaker.map(|(_, span)| marked(span).unwrap_or(span));
            let links = actor.zip(goal).map(|(label, span)| Goal { role: "source".into(), span, label: label.clone() });
            Proposal {
                source: ABOUT.id.into(),
                span: s.span,
                label: label.clone(),
                attributes: attributes(s, request),
                links: links.into_iter().collect(),
                score: s.score,
                why: why(s, request),
            }
        };
        let mut all: Vec<Proposal> = said.iter().filter(free).map(proposal).collect();
        all.extend(cues(&said, request));
        all
    }
}

/// The reporting words as marks of their own, where the project marks them; those of several claims once.
fn cues(said: &[Said], request: &Request<'_>) -> Vec<Proposal> {
    let Some(label) = &request.roles.cue else { return Vec::new() };
    let mut by_place: BTreeMap<Span, f32> = BTreeMap::new();
    for s in said {
        if let Some(cue) = s.cue {
            let score = by_place.entry(cue).or_default();
            *score = score.max(s.score * OF_CUE);
        }
    }
    let proposal = |(span, score)| Proposal {
        source: ABOUT.id.into(),
        span,
        label: label.clone(),
        attributes: BTreeMap::new(),
        links: Vec::new(),
        score,
        why: "it reports a claim".to_owned(),
    };
    by_place.into_iter().map(proposal).collect()
}

fn attributes(s: &Said, request: &Request<'_>) -> BTreeMap<Arc<str>, Arc<str>> {
    let mut all: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    if let Some(cue) = s.cue {
        all.insert("cue".into(), cue.of(request.text).into());
    }
    all.insert("quotation".into(), s.wording.into());
    all.insert("act".into(), s.act.name().into());
    match s.act {
        Act::Denies => _ = all.insert("polarity".into(), "negated".into()),
        Act::States if s.wording != Wording::Direct.name() => _ = all.insert("polarity".into(), "affirmed".into()),
        _ => {}
    }
    all
}

fn why(s: &Said, request: &Request<'_>) -> String {
    let by = s.speaker.map(|(_, span)| format!(", said by {}", span.of(request.text))).unwrap_or_default();
    match s.cue {
        Some(cue) if cue.start() >= s.span.end() => format!("before “{}”{by}", cue.of(request.text)),
        Some(cue) => format!("after “{}”{by}", cue.of(request.text)),
        None => format!("a quotation{by}"),
    }
}

/// All claims of a text, in order of place. `mentions` are those of the text, for what pronouns mean.
pub(super) fn said(p: &Prose<'_>, mentions: &[Phrase]) -> Vec<Said> {
    let cues = cue::Cues::find(p);
    let mut found = frames::read(p, &cues);
    running::read(p, &cues, &mut found);
    found.sort_by_key(|f| (f.content.start, std::cmp::Reverse(f.content.end)));
    let mut known = pronoun::Known::new(p, mentions.to_vec());
    let mut speakers: Vec<Phrase> = Vec::new();
    let mut all: Vec<Said> = Vec::new();
    let mut outer = 0;
    for f in found {
        let Some(span) = p.span(f.content.start, f.content.end) else { continue };
        let cue = f.cue.and_then(|(start, end)| p.span(start, end));
        let (act, wording) = (f.act, f.content.wording.name());
        let Some(phrase) = f.speaker else {
            all.push(Said { span, speaker: None, cue, act, wording, score: f.score });
            continue;
        };
        let mut score = f.score;
        let phrase = if phrase.pronoun() && shown(p, &phrase) {
            Phrase { head: super::prose::Head::Role, ..phrase }
        } else if phrase.pronoun() || document(p, &phrase) {
            score -= 0.05;
            match known.meant(p, &phrase, &speakers) {
                Some(meant) => meant,
                None => continue,
            }
        } else {
            whole(mentions, phrase)
        };
        let Some(speaker_span) = p.span(phrase.start, phrase.end) else { continue };
        // Who is only said to say something is not whom a later pronoun means.
        let nested = phrase.start < outer && f.content.end <= outer;
        // `X said he had asked for A`: of oneself, and no claim of its own.
        if nested
            && !p.vietnamese
            && f.speaker.is_some_and(|s| s.pronoun())
            && all.last().is_some_and(|o: &Said| {
                o.speaker.is_some_and(|(_, s)| s == speaker_span) && o.wording != Wording::Direct.name()
            })
        {
            continue;
        }
        outer = outer.max(f.content.end);
        if !nested && let Err(at) = speakers.binary_search_by_key(&(phrase.start, phrase.end), |s| (s.start, s.end)) {
            speakers.insert(at, phrase);
        }
        all.push(Said { span, speaker: Some((phrase, speaker_span)), cue, act, wording, score });
    }
    settle(all)
}

/// The mention that a speaker is a part of, where a clause was thought to begin or end inside it: `Sở Văn hóa và Thể thao`.
fn whole(mentions: &[Phrase], speaker: Phrase) -> Phrase {
    let at = mentions.partition_point(|m| m.end <= speaker.start);
    mentions
        .get(at)
        .filter(|m| m.start <= speaker.start && speaker.end <= m.end && !m.pronoun())
        .map_or(speaker, |m| *m)
}

/// Whether a subject is a paper that somebody wrote: `thông cáo viết`.
fn document(p: &Prose<'_>, phrase: &Phrase) -> bool {
    p.longest(phrase.start, super::prose::Class::Document) >= phrase.end - phrase.start
}

/// Of claims that cross, and of those at one place, the likelier.
fn settle(mut all: Vec<Said>) -> Vec<Said> {
    all.sort_by(|a, b| {
        a.span.start().cmp(&b.span.start()).then(b.span.end().cmp(&a.span.end())).then(b.score.total_cmp(&a.score))
    });
    all.dedup_by(|b, a| a.span == b.span);
    let mut kept: Vec<Said> = Vec::new();
    // Those that may still cross what comes.
    let mut open: Vec<usize> = Vec::new();
    for said in all {
        open.retain(|i| kept.get(*i).is_some_and(|k| k.span.end() > said.span.start()));
        let crossed: Vec<usize> =
            open.iter().copied().filter(|i| kept.get(*i).is_some_and(|k| k.span.end() < said.span.end())).collect();
        if crossed.iter().any(|i| kept.get(*i).is_some_and(|k| k.score >= said.score)) {
            continue;
        }
        for i in &crossed {
            if let Some(k) = kept.get_mut(*i) {
                k.score = -1.0;
            }
        }
        open.retain(|i| !crossed.contains(i));
        kept.push(said);
        open.push(kept.len() - 1);
    }
    kept.retain(|k| k.score >= 0.0);
    kept
}

/// Whether a noun is shown: `cơ quan này` is a mention of its own, and no pronoun as `ông này` is.
fn shown(p: &Prose<'_>, phrase: &Phrase) -> bool {
    phrase.end > phrase.start + 1
        && p.small(phrase.end - 1, Small::Shown)
        && !matches!(phrase.gender, Some(super::prose::Gender::Male | super::prose::Gender::Female))
}
