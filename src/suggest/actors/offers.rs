//! Offers about marks: to give those of one actor one name, and to give different actors names of their own. Nothing is done unasked.

use super::{
    Group, Mention,
    groups::{BESIDE, View, groups, view, words},
    mentions,
};
use crate::{
    suggest::{
        Gender, Request,
        prose::{ActorKind, Lists},
    },
    text::{Folding, Span, Text, fold, one_line},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferKind {
    /// These marks are of one actor.
    Merge,
    /// These marks are of different actors.
    Split,
}

/// An offer to give marks another entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is offered.
    pub kind: OfferKind,
    /// What tells it from other offers of the article, whatever else changes in it.
    pub about: Arc<str>,
    /// What the marks to change are called now: their entity, or the words of those that have none. Where they are to be split
    /// off what they will be called.
    pub name: Arc<str>,
    /// The entity of the marks that stay as they are.
    pub stays: Arc<str>,
    /// The entity that the marks get.
    pub entity: Arc<str>,
    /// The marks to change, by their places in [`Request::marked`], in order.
    pub marks: Vec<usize>,
    /// One of those that stay: the fullest.
    pub beside: usize,
    /// Why, for a person, in a sentence without a full stop.
    pub why: String,
}

/// Less sure members of a group say nothing here.
const SURE: f32 = 0.8;
/// So many mentions under one mark are looked at.
const UNDER: usize = 32;

/// What may be offered about the marked actors of an article. `entity` is the attribute that names them.
pub fn offers(request: &Request<'_>, entity: &str) -> Vec<Offer> {
    let Some(label) = &request.roles.actor else { return Vec::new() };
    let marks: Vec<usize> = (0..).zip(request.marked).filter(|(_, m)| m.label == *label).map(|(i, _)| i).collect();
    if marks.len() < 2 {
        return Vec::new();
    }
    let called = |mark: usize| {
        let entity = request.marked.get(mark)?.attributes.get(entity)?;
        Some(normal(entity)).filter(|e| !e.is_empty())
    };
    // Where nobody has a name yet there is nothing to bring together or to tell apart.
    if marks.iter().all(|m| called(*m).is_none()) {
        return Vec::new();
    }
    let seen = Seen::new(request, &marks);
    let cast = Cast::new(&seen, called);
    let mut all: BTreeMap<Arc<str>, Offer> = BTreeMap::new();
    for offer in cast.merges().into_iter().chain(cast.splits()) {
        all.entry(offer.about.clone()).or_insert(offer);
    }
    let mut all: Vec<Offer> = all.into_values().collect();
    all.sort_by_key(|o| o.marks.first().copied());
    all
}

/// An entity as it is compared: blanks and forms of Unicode tell nobody apart.
fn normal(entity: &str) -> Arc<str> {
    let text = fold(entity, Folding { case: false, accents: false }).text;
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

/// The name in a mark: the grammar's, with the capitals behind it that it takes for another sentence (`Ann P. Hill`).
fn in_mark(text: &Text, name: Span, mark: Span) -> Option<Span> {
    let name = name.common(mark)?;
    let rest = text.get(name.end(), mark.end())?;
    let capital = |word: &str| word.chars().find(|c| c.is_alphanumeric()).is_none_or(char::is_uppercase);
    let end = if rest.split_whitespace().all(capital) { mark.end() } else { name.end() };
    Span::new(name.start(), end)
}

/// The marks, and the other mentions of the text, in groups.
struct Seen<'a> {
    request: &'a Request<'a>,
    mentions: Vec<Mention>,
    views: Vec<View>,
    groups: Vec<Group>,
    /// The mark that a mention is.
    mark: Vec<Option<usize>>,
    /// For the last words of names, how many groups have such a name: of men, of women, of either.
    bearers: HashMap<String, [usize; 3]>,
}

impl<'a> Seen<'a> {
    fn new(request: &'a Request<'a>, marks: &[usize]) -> Self {
        let found = mentions(request);
        let spans: Vec<_> = marks.iter().filter_map(|i| Some((*i, request.marked.get(*i)?.span))).collect();
        let mut all: Vec<(Mention, Option<usize>)> = Vec::with_capacity(found.len() + spans.len());
        let mut taken = vec![false; found.len()];
        for (i, span) in spans {
            // A mark is what the mention is that it has most of.
            let from = found.partition_point(|m| m.span.end() <= span.start());
            let under =
                found.iter().enumerate().skip(from).take_while(|(_, m)| m.span.start() < span.end()).take(UNDER);
            let mut best: Option<(usize, &Mention, usize)> = None;
            for (at, mention) in under {
                if let Some(slot) = taken.get_mut(at) {
                    *slot = true;
                }
                let common = mention.span.common(span).map_or(0, |c| c.len());
                if best.is_none_or(|(most, ..)| common > most) {
                    best = Some((common, mention, at));
                }
            }
            let mention = match best {
                Some((_, like, _)) => {
                    let name_span = like.name_span.and_then(|name| in_mark(request.text, name, span));
                    Mention { span, name_span, ..like.clone() }
                }
                None => {
                    // Of words that no grammar knows a capital says that they are a name.
                    let named = span.of(request.text).chars().next().is_some_and(char::is_uppercase);
                    let kind = if named { ActorKind::Organisation } else { ActorKind::Anonymous };
                    let name_span = Some(span).filter(|_| named);
                    Mention { span, name_span, kind, gender: None, is_source: false, score: 1.0, why: "marked" }
                }
            };
            all.push((mention, Some(i)));
        }
        let free = found.into_iter().zip(taken).filter(|(_, taken)| !taken);
        all.extend(free.map(|(mention, _)| (mention, None)));
        all.sort_by_key(|(m, mark)| (m.span, *mark));
        let (mentions, mark): (Vec<Mention>, Vec<Option<usize>>) = all.into_iter().unzip();
        let lists = request.lexicons.get::<Lists>();
        let views: Vec<View> = mentions.iter().map(|m| view(request.text, &lists, m)).collect();
        let groups = groups(request, &mentions);
        let mut bearers: HashMap<String, [usize; 3]> = HashMap::new();
        for group in &groups {
            let views = || group.members.iter().filter_map(|m| views.get(m.mention));
            let gender = views().find_map(sex);
            for last in views().filter_map(|v| v.name.last()).collect::<BTreeSet<_>>() {
                let [men, women, either] = bearers.entry(last.clone()).or_default();
                *match gender {
                    Some(Gender::Male) => men,
                    Some(_) => women,
                    None => either,
                } += 1;
            }
        }
        Seen { request, mentions, views, groups, mark, bearers }
    }

    /// Whether somebody else may be meant by a name that is one word.
    fn is_shared(&self, v: &View) -> bool {
        let Some([men, women, either]) = v.name.last().and_then(|last| self.bearers.get(last)) else { return false };
        let others = match sex(v) {
            Some(Gender::Male) => men + either,
            Some(_) => women + either,
            None => men + women + either,
        };
        v.name.len() == 1 && others > 1
    }

    /// The words of a mark.
    fn words(&self, mark: usize) -> String {
        self.request.marked.get(mark).map(|m| one_line(m.span.of(self.request.text), 60)).unwrap_or_default()
    }
}

/// A marked mention.
#[derive(Clone)]
struct One {
    mention: usize,
    mark: usize,
    group: usize,
    /// Whether its group is sure.
    sure: bool,
    entity: Option<Arc<str>>,
}

/// Who is marked, and as whom.
struct Cast<'a> {
    seen: &'a Seen<'a>,
    /// In order of place.
    all: Vec<One>,
    /// The places in `all` of each entity's marks.
    classes: BTreeMap<Arc<str>, Vec<usize>>,
    /// The places in `all` of each group's sure marks.
    groups: BTreeMap<usize, Vec<usize>>,
    /// The entities that stand for different actors: these have to be split first.
    several: BTreeSet<Arc<str>>,
}

impl<'a> Cast<'a> {
    fn new(seen: &'a Seen<'a>, called: impl Fn(usize) -> Option<Arc<str>>) -> Self {
        let mut all: Vec<One> = Vec::new();
        for (n, group) in seen.groups.iter().enumerate() {
            for member in &group.members {
                let Some(mark) = seen.mark.get(member.mention).copied().flatten() else { continue };
                let Some(v) = seen.views.get(member.mention) else { continue };
                // Of many, and of somebody unnamed, the same words say nothing.
                let unnamed = v.name.is_empty() && matches!(v.kind, ActorKind::Group | ActorKind::Anonymous);
                let clear = !seen.is_shared(v) && (!unnamed || member.reason == BESIDE);
                let sure = clear && member.confidence >= SURE;
                all.push(One { mention: member.mention, mark, group: n, sure, entity: called(mark) });
            }
        }
        all.sort_by_key(|one| one.mark);
        let mut classes: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, one) in all.iter().enumerate() {
            if let Some(entity) = &one.entity {
                classes.entry(entity.clone()).or_default().push(i);
            }
            if one.sure {
                groups.entry(one.group).or_default().push(i);
            }
        }
        let mut cast = Cast { seen, all, classes, groups, several: BTreeSet::new() };
        cast.several = cast.classes.keys().filter(|entity| cast.is_of_several(entity)).cloned().collect();
        cast
    }

    /// Different names, or none, for what is one actor.
    fn merges(&self) -> Vec<Offer> {
        let mut out = Vec::new();
        for group in self.groups.keys() {
            let ones: Vec<&One> = self.of_group(*group).collect();
            // The commonest name, else the longest, else the first.
            let mut counts: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
            for entity in ones.iter().filter_map(|one| one.entity.as_ref()) {
                *counts.entry(entity).or_default() += 1;
            }
            let size = |name: &str| (name.split(' ').count(), name.chars().count());
            let best = counts.iter().rev().max_by_key(|(name, count)| (**count, size(name)));
            let Some((kept, _)) = best.map(|(name, n)| (Arc::clone(name), *n)) else { continue };
            if self.several.contains(&kept) {
                continue;
            }
            let stay = ones.iter().filter(|one| one.entity.as_ref() == Some(&kept)).copied();
            let Some(beside) = self.fullest(stay) else { continue };
            for other in counts.keys().filter(|name| ***name != kept && !self.several.contains(**name)) {
                let here = ones.iter().filter(|one| one.entity.as_ref() == Some(*other)).copied();
                let marks = self.class(other).map(|one| one.mark).collect();
                let mut names = [&**other, &*kept];
                names.sort_unstable();
                let about = names.join(" = ").into();
                out.extend(self.merge(about, other, &kept, marks, here, beside));
            }
            let mut blank: BTreeMap<String, Vec<&One>> = BTreeMap::new();
            for one in ones.iter().filter(|one| one.entity.is_none()) {
                blank.entry(words(&self.seen.words(one.mark)).join(" ")).or_default().push(one);
            }
            for (said, all) in blank {
                let Some(first) = all.first() else { continue };
                let name = normal(&self.seen.words(first.mark));
                let marks = all.iter().map(|one| one.mark).collect();
                let about = format!("“{said}” = {kept}").into();
                out.extend(self.merge(about, &name, &kept, marks, all.into_iter(), beside));
            }
        }
        out
    }

    fn merge<'o>(
        &self,
        about: Arc<str>,
        name: &Arc<str>,
        kept: &Arc<str>,
        marks: Vec<usize>,
        here: impl Iterator<Item = &'o One>,
        beside: &One,
    ) -> Option<Offer> {
        let why = self.one_actor(self.fullest(here)?, beside);
        let (name, stays, entity) = (name.clone(), kept.clone(), kept.clone());
        Some(Offer { kind: OfferKind::Merge, about, name, stays, entity, marks, beside: beside.mark, why })
    }

    /// One name for what are surely different actors.
    fn splits(&self) -> Vec<Offer> {
        let mut out = Vec::new();
        for entity in self.classes.keys() {
            let parts = self.parts(entity);
            let Some((main, stay)) = self.main(entity, &parts) else { continue };
            for (group, ones) in parts.iter().filter(|(group, _)| **group != main) {
                let (Some(this), Some(beside)) =
                    (self.fullest(ones.iter().copied()), self.fullest(stay.iter().copied()))
                else {
                    continue;
                };
                let Some(why) = self.two_actors(ones, stay) else { continue };
                let Some(name) = self.own_name(*group, this, entity) else { continue };
                let about = format!("{entity} ≠ {name}").into();
                let marks = ones.iter().map(|one| one.mark).collect();
                let (stays, beside) = (entity.clone(), beside.mark);
                let entity = name.clone();
                out.push(Offer { kind: OfferKind::Split, about, name, stays, entity, marks, beside, why });
            }
        }
        out
    }

    /// What a group that has somebody else's name is called: as others of it are, else by its own name where that is no part of the
    /// other's, else by its words.
    fn own_name(&self, group: usize, this: &One, not: &Arc<str>) -> Option<Arc<str>> {
        let other = self.of_group(group).filter_map(|one| one.entity.clone()).find(|e| e != not);
        let own = || Some(normal(&self.seen.groups.get(group)?.name));
        let said = || Some(normal(&self.seen.words(this.mark)));
        let tells = |name: &Arc<str>| !name.split(' ').all(|word| not.split(' ').any(|w| w == word));
        other.or_else(|| own().filter(tells)).or_else(|| said().filter(|name| name != not))
    }

    fn of_group(&self, group: usize) -> impl Iterator<Item = &One> {
        self.groups.get(&group).into_iter().flatten().filter_map(|i| self.all.get(*i))
    }

    fn class(&self, entity: &Arc<str>) -> impl Iterator<Item = &One> {
        self.classes.get(entity).into_iter().flatten().filter_map(|i| self.all.get(*i))
    }

    /// The sure marks of an entity by their groups.
    fn parts(&self, entity: &Arc<str>) -> BTreeMap<usize, Vec<&One>> {
        let mut parts: BTreeMap<usize, Vec<&One>> = BTreeMap::new();
        for one in self.class(entity).filter(|one| one.sure) {
            parts.entry(one.group).or_default().push(one);
        }
        parts
    }

    /// The part that an entity means: the one with that name, else the largest, else the first.
    fn main<'p, 'o>(
        &self,
        entity: &str,
        parts: &'p BTreeMap<usize, Vec<&'o One>>,
    ) -> Option<(usize, &'p Vec<&'o One>)> {
        let name = words(entity);
        let is =
            |ones: &[&One]| ones.iter().any(|one| self.seen.views.get(one.mention).is_some_and(|v| v.name == name));
        parts.iter().rev().max_by_key(|(_, ones)| (is(ones), ones.len())).map(|(group, ones)| (*group, ones))
    }

    /// Whether an entity stands for different actors.
    fn is_of_several(&self, entity: &Arc<str>) -> bool {
        let parts = self.parts(entity);
        let Some((main, stay)) = self.main(entity, &parts) else { return false };
        parts.iter().any(|(group, ones)| *group != main && self.two_actors(ones, stay).is_some())
    }

    /// The mark with the fullest name, else the longest; the first of those.
    fn fullest<'o>(&self, ones: impl Iterator<Item = &'o One>) -> Option<&'o One> {
        let size = |one: &&One| {
            let name = self.seen.views.get(one.mention).map_or(0, |v| v.name.len());
            (name, self.seen.mentions.get(one.mention).map_or(0, |m| m.span.len()))
        };
        ones.min_by_key(|one| std::cmp::Reverse(size(one)))
    }

    /// Why two marks are of one actor.
    fn one_actor(&self, a: &One, b: &One) -> String {
        let (this, that) = (self.seen.words(a.mark), self.seen.words(b.mark));
        let name = |one: &One| self.seen.views.get(one.mention).map(|v| v.name.as_slice()).unwrap_or_default();
        let (short, long) = (name(a), name(b));
        if words(&this) == words(&that) {
            format!("“{this}” stands in several places")
        } else if short.is_empty() || long.is_empty() {
            format!("“{this}” is said of “{that}”")
        } else if short == long {
            format!("“{this}” has the name of “{that}”")
        } else if short.len() < long.len() {
            format!("“{this}” has a part of the name of “{that}”")
        } else {
            format!("“{that}” has a part of the name of “{this}”")
        }
    }

    /// Why two groups of marks are surely of different actors, if they are.
    fn two_actors(&self, these: &[&One], those: &[&One]) -> Option<String> {
        // One mark of each says what its group says: the first that tells.
        let gendered = |ones: &[&One]| {
            ones.iter().find_map(|one| Some((one.mark, self.seen.views.get(one.mention).and_then(sex)?)))
        };
        if let Some(((a, one), (b, other))) = gendered(these).zip(gendered(those))
            && one != other
        {
            let is = |gender| if gender == Gender::Male { "a man" } else { "a woman" };
            let (this, that) = (self.seen.words(a), self.seen.words(b));
            return Some(format!("“{this}” is {}, “{that}” {}", is(one), is(other)));
        }
        let full = |ones: &[&One]| {
            let fullest = self.fullest(ones.iter().copied())?;
            let view = self.seen.views.get(fullest.mention)?;
            (view.kind == ActorKind::Person && view.name.len() > 1).then_some((fullest.mark, view))
        };
        let ((a, one), (b, other)) = full(these).zip(full(those))?;
        let differ = !alike(&one.name, &other.name);
        differ.then(|| format!("“{}” and “{}” have different names", self.seen.words(a), self.seen.words(b)))
    }
}

/// Whether a title or a form of address is a man's or a woman's.
fn sex(v: &View) -> Option<Gender> {
    v.gender.filter(|g| matches!(g, Gender::Male | Gender::Female))
}

/// Whether two names may be of one person: each word of the shorter, in order, has its like in the longer.
fn alike(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let family = a.last() == b.last();
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| like(word, other, family)))
}

/// Whether two words may be one name: the same, an initial, another spelling, or under one family name a short form.
fn like(a: &str, b: &str, family: bool) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let initial = common == 1 && (a.chars().count() == 1 || b.chars().count() == 1);
    a == b || initial || common > 3 || family && common > 1
}
