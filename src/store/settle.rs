//! From a stored set to a set on the present text: every mark finds its place, or is kept as lost.

use super::record::{
    nfc_shared,
    rejection::RejectionRecord,
    review::DecisionRecord,
    set::{MarkRecord, SetRecord, text_name},
};
use crate::{
    model::{
        Annotation, AnnotationId, AnnotationSet, AnnotatorName, ChangeError, ChangeSet, Link, Place, Rejection,
        Remarks, Review, Was,
    },
    text::{Cursor, Found, Span, Text, find_again},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

/// A stored set on the present text.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    pub(crate) set: AnnotationSet,
    /// Whether the text is another than the one the marks were made on.
    pub(crate) text_changed: bool,
    /// Marks found again elsewhere, with a score.
    pub(crate) moved: Vec<(AnnotationId, f32)>,
    /// Marks that were placed and are not found any more.
    pub(crate) lost: Vec<AnnotationId>,
    /// What was odd and was mended, by mark.
    pub(crate) remarks: Vec<(AnnotationId, String)>,
}

/// Settles a stored set on a text.
pub(crate) fn settle(record: &SetRecord, text: &Text) -> Result<Settled, ChangeError> {
    let mut out = Settled { text_changed: record.text != text_name(text.as_str()), ..Settled::default() };
    let same_text = !out.text_changed;
    let known: HashSet<&str> = record.annotations.iter().map(|m| &*m.id).collect();

    let (places, found) = places(record.annotations.iter(), text, same_text, &mut out.remarks);
    for (index, found) in found {
        let Some(mark) = record.annotations.get(index) else { continue };
        let id = || AnnotationId::new(Arc::clone(&mark.id));
        match found {
            Found::Exact(_) => {}
            Found::Moved { score, .. } => out.moved.push((id(), score)),
            Found::Lost if mark.lost => {}
            Found::Lost => out.lost.push(id()),
        }
        if same_text && !mark.lost {
            out.remarks.push((
                id(),
                "The words at its offsets are not its quotation, so it was looked for by its quotation".into(),
            ));
        }
    }

    let mut taken: HashSet<(Span, Arc<str>)> = HashSet::with_capacity(places.len());
    let mut all: Vec<Arc<Annotation>> = Vec::with_capacity(places.len());
    for (mark, mut place) in record.annotations.iter().zip(places) {
        let label = nfc_shared(&mark.label);
        if let Some(span) = place
            && !taken.insert((span, Arc::clone(&label)))
        {
            // Two marks came to the same place: the second is kept aside for a person to settle.
            let id = AnnotationId::new(Arc::clone(&mark.id));
            out.moved.retain(|(moved, _)| *moved != id);
            out.remarks
                .push((id.clone(), "Another mark with its label came to the same place, so it is kept as lost".into()));
            if !mark.lost {
                out.lost.push(id);
            }
            place = None;
        }
        all.push(annotation(mark, place, label, &known, &mut out.remarks).into());
    }
    all.sort_by(|a, b| a.order().cmp(&b.order()));
    out.set = AnnotationSet::new(record.state());
    let (review, rejected) = (review(record, text, same_text), rejected(record, text, same_text));
    let remarks = Remarks { review, rejected, ..record.remarks() };
    let remarks = Some((out.set.remarks().clone(), remarks.into()));
    ChangeSet { created: all, remarks, ..ChangeSet::default() }.apply(&mut out.set)?;
    Ok(out)
}

/// The place of each mark: where its words stand at its offsets, there; the others are searched for, all at once, and what came of
/// that is given by number.
fn places<'m, M: Stood + 'm>(
    marks: impl Iterator<Item = &'m M>,
    text: &Text,
    same_text: bool,
    remarks: &mut Vec<(AnnotationId, String)>,
) -> (Vec<Option<Span>>, Vec<(usize, Found)>) {
    let mut places: Vec<Option<Span>> = Vec::new();
    let (mut searched, mut queries) = (Vec::new(), Vec::new());
    let mut cursor = Cursor::new(text);
    for mark in marks {
        let place = (same_text && !mark.was_lost()).then(|| stands(mark, text, &mut cursor, remarks)).flatten();
        if place.is_none() && !(same_text && mark.was_lost()) {
            let was = mark.was();
            searched.push(places.len());
            queries.push((was.start, was.end, was.quotation));
        }
        places.push(place);
    }
    let found: Vec<(usize, Found)> = searched.into_iter().zip(find_again(text, &queries)).collect();
    for (index, found) in &found {
        if let (Found::Exact(span) | Found::Moved { span, .. }, Some(place)) = (found, places.get_mut(*index)) {
            *place = Some(*span);
        }
    }
    (places, found)
}

/// The decisions of a set, with what was offered at its present places. A decision whose marks are elsewhere or lost is asked again
/// by itself: what is offered now is not what was offered then.
fn review(record: &SetRecord, text: &Text, same_text: bool) -> Option<Arc<Review>> {
    if record.reviewed.is_empty() && record.decisions.is_empty() {
        return None;
    }
    let of = record.reviewed.iter().filter_map(|name| AnnotatorName::new(name).ok()).collect();
    let offered = record.decisions.iter().flat_map(DecisionRecord::marks);
    let (places, _) = places(offered, text, same_text, &mut Vec::new());
    let mut places = places.into_iter();
    let decisions = record.decisions.iter();
    let decisions = decisions
        .filter_map(|d| Some((AnnotationId::new(Arc::clone(&d.id)), Arc::new(d.model(&mut places)?))))
        .collect();
    Some(Review { of, decisions }.into())
}

/// The rejections of a set at their present places.
fn rejected(record: &SetRecord, text: &Text, same_text: bool) -> BTreeSet<Rejection> {
    let (places, _) = places(record.rejected.iter(), text, same_text, &mut Vec::new());
    record.rejected.iter().zip(places).map(|(rejection, span)| rejection.model(rejection.place(span))).collect()
}

/// The place of a mark whose words stand at its offsets. An edge inside a character is moved to the character's edge.
fn stands(
    mark: &impl Stood,
    text: &Text,
    cursor: &mut Cursor<'_>,
    remarks: &mut Vec<(AnnotationId, String)>,
) -> Option<Span> {
    let was = mark.was();
    let start = cursor.byte_of(was.start)?;
    let end = Cursor::byte_of(&mut { *cursor }, was.end)?;
    if text.get(start, end)? != &*was.quotation.exact {
        return None;
    }
    if let Ok(span) = Span::in_text(text, start, end) {
        return Some(span);
    }
    let span = Span::between(text, start, end)?;
    let what = format!("An edge lay inside a character; it now covers “{}”", span.of(text));
    remarks.extend(mark.id().map(|id| (id, what)));
    Some(span)
}

/// What was stored with the words it stood at.
trait Stood {
    /// Its id; `None` where it has none.
    fn id(&self) -> Option<AnnotationId>;
    /// Where it stood in the text that it was stored for.
    fn was(&self) -> Was;
    /// Whether its place was lost already.
    fn was_lost(&self) -> bool;

    /// Its place: where it stands now, or where it was.
    fn place(&self, span: Option<Span>) -> Place {
        span.map_or_else(|| Place::Lost(self.was()), Place::At)
    }
}

impl Stood for MarkRecord {
    fn id(&self) -> Option<AnnotationId> {
        Some(AnnotationId::new(Arc::clone(&self.id)))
    }

    fn was(&self) -> Was {
        self.was()
    }

    fn was_lost(&self) -> bool {
        self.lost
    }
}

impl Stood for RejectionRecord {
    fn id(&self) -> Option<AnnotationId> {
        None
    }

    fn was(&self) -> Was {
        self.was()
    }

    fn was_lost(&self) -> bool {
        self.lost
    }
}

fn annotation(
    mark: &MarkRecord,
    place: Option<Span>,
    label: Arc<str>,
    known: &HashSet<&str>,
    remarks: &mut Vec<(AnnotationId, String)>,
) -> Annotation {
    let id = AnnotationId::new(Arc::clone(&mark.id));
    let mut links = Vec::with_capacity(mark.links.len());
    for (role, to) in &mark.links {
        if known.contains(&**to) {
            links.push(Link { role: nfc_shared(role), to: AnnotationId::new(Arc::clone(to)) });
        } else {
            remarks.push((
                id.clone(),
                format!("Its link “{role}” leads to “{to}”, which is not in this file; the link is left out"),
            ));
        }
    }
    let attributes: BTreeMap<Arc<str>, Arc<str>> =
        mark.attributes.iter().map(|(name, value)| (nfc_shared(name), nfc_shared(value))).collect();
    let place = mark.place(place);
    Annotation {
        id,
        place,
        label,
        attributes,
        links,
        note: nfc_shared(&mark.note),
        made: Arc::clone(&mark.made),
        origin: mark.origin(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{ArticleKey, Comment, Decision, Offer, State, Verdict},
        store::record::set,
        text::{CharOffset, Quotation},
    };
    use proptest::prelude::*;
    use std::path::Path;

    fn key() -> ArticleKey {
        ArticleKey::new("dam/river.txt").unwrap()
    }

    fn name() -> AnnotatorName {
        AnnotatorName::new("Anna").unwrap()
    }

    fn read(file: &str, text: &Text) -> Settled {
        settle(&set::read(Path::new("x.ron"), file.as_bytes()).unwrap(), text).unwrap()
    }

    fn file(text: &Text, marks: &str) -> String {
        let hash = text_name(text.as_str());
        format!(
            "(format: 1, article: \"a.txt\", annotator: \"A\", text: \"{hash}\", state: New, annotations: [\n{marks}])"
        )
    }

    type Drawn = (usize, usize, String, String, String, bool);

    /// Any set on a text: overlapping, nested, linked, lost.
    fn drawn(text: &Text, drawn: &[Drawn]) -> AnnotationSet {
        let mut change = ChangeSet::default();
        let mut taken = HashSet::new();
        for (n, (a, b, label, value, note, lost)) in drawn.iter().enumerate() {
            let at = |n: usize| crate::text::ByteOffset(n.checked_rem(text.len()).unwrap_or(0));
            let Some(span) = Span::between(text, at(*a), at(*b)) else { continue };
            let composed = super::super::record::nfc;
            let mut mark = Annotation::new(AnnotationId::new(format!("m{n}")), span, composed(label));
            if *lost {
                let quotation =
                    Quotation { before: "".into(), exact: value.as_str().into(), after: note.as_str().into() };
                mark.place = Place::Lost(Was { start: CharOffset(*a), end: CharOffset(*b), quotation });
            } else if !taken.insert((span, composed(label))) {
                continue;
            }
            if !value.is_empty() {
                mark.attributes.insert("entity".into(), composed(value));
                mark.made = "2026-11-22T02:11:52Z".into();
            }
            mark.note = composed(note);
            if let Some(first) = change.created.first() {
                mark.links = vec![Link { role: "source".into(), to: first.id.clone() }];
            }
            change.created.push(mark.into());
        }
        let mut set = AnnotationSet::new(State::InProgress);
        change.apply(&mut set).unwrap();
        set
    }

    /// A review whose decisions each offer some marks of a set.
    fn reviewed(set: &mut AnnotationSet, verdicts: &[(usize, String, usize)]) {
        let by = |name: &str| AnnotatorName::new(name).unwrap();
        let marks: Vec<_> = set.iter().cloned().collect();
        let kinds = [
            Verdict::Open,
            Verdict::Agreed,
            Verdict::Took(by("Bình “Bo”")),
            Verdict::Majority,
            Verdict::Split,
            Verdict::Union,
            Verdict::Intersection,
            Verdict::Edited,
            Verdict::Neither,
        ];
        let decision = |(n, (kind, note, many)): (usize, &(usize, String, usize))| {
            let nfc = super::super::record::nfc;
            let offered = marks.iter().skip(*kind).take(*many).cloned().collect();
            let decision = Decision {
                offered: vec![Offer { by: by("An"), marks: offered }, Offer { by: by("Bình “Bo”"), marks: Vec::new() }],
                verdict: kinds[kind % kinds.len()].clone(),
                taken: marks.iter().take(*many).map(|m| m.id.clone()).collect(),
                reason: nfc(note),
                note: nfc(note),
                made: "2026-11-22T02:11:52Z".into(),
            };
            (AnnotationId::new(format!("d{n}")), decision.into())
        };
        let decisions = verdicts.iter().enumerate().map(decision).collect();
        let review = Review { of: vec![by("An"), by("Bình “Bo”")], decisions };
        let new = Remarks { review: Some(review.into()), ..Remarks::clone(set.remarks()) };
        let remarks = Some((set.remarks().clone(), new.into()));
        ChangeSet { remarks, ..ChangeSet::default() }.apply(set).unwrap();
    }

    /// Some marks came of suggestions, and some suggestions were rejected.
    fn suggested(set: &mut AnnotationSet, text: &Text, said: &[(usize, usize, bool, String)]) {
        let mut new = Remarks::clone(set.remarks());
        let mut change = ChangeSet::default();
        for (at, len, mended, source) in said {
            let source: Arc<str> = super::super::record::nfc(&format!("s{source}"));
            let start = crate::text::ByteOffset(at % text.len());
            if let Some(span) = Span::between(text, start, crate::text::ByteOffset(start.0 + len)) {
                new.rejected.insert(Rejection::new(span, "Date".into(), source.clone()));
            }
            let was = Was {
                start: CharOffset(*at),
                end: CharOffset(at + len),
                quotation: Quotation { before: "\"".into(), exact: "o\u{302}\n".into(), after: "".into() },
            };
            new.rejected.insert(Rejection { place: Place::Lost(was), label: "Date".into(), source: source.clone() });
            if let Some(old) = set.nth(at % (set.len() + 1)).filter(|m| change.updated.iter().all(|(o, _)| o != *m)) {
                let origin = Some(crate::model::Origin { source, mended: *mended }.into());
                change.updated.push((old.clone(), Annotation { origin, ..Annotation::clone(old) }.into()));
            }
        }
        change.remarks = Some((set.remarks().clone(), new.into()));
        change.apply(set).unwrap();
    }

    /// Says something of decisions.
    fn says(set: &mut AnnotationSet, words: &[(usize, String)]) {
        let comment = |(n, (on, text)): (usize, &(usize, String))| {
            let comment = Comment {
                on: AnnotationId::new(format!("d{on}")),
                of: AnnotatorName::new("Bình “Bo”").unwrap(),
                text: super::super::record::nfc(text),
                made: if on % 2 == 0 { "".into() } else { "2026-11-22T02:11:52Z".into() },
                resolves: on % 3 == 0,
            };
            (AnnotationId::new(format!("c{n}")), comment.into())
        };
        let comments = words.iter().enumerate().map(comment).collect();
        let new = Remarks { comments, ..Remarks::clone(set.remarks()) };
        let remarks = Some((set.remarks().clone(), new.into()));
        ChangeSet { remarks, ..ChangeSet::default() }.apply(set).unwrap();
    }

    proptest! {
        #[test]
        fn what_is_saved_is_loaded_and_the_same_data_gives_the_same_bytes(
            text in "(\\PC|o\u{302}\u{309}|\r\n|\u{202e}|👩\u{200d}🚀|\"|\\\\){1,80}",
            marks in proptest::collection::vec((0usize..400, 0usize..400, "[A-Cé]{1,2}", "(\\PC|\n){0,6}", "(\\PC|o\u{302}){0,6}", proptest::bool::weighted(0.1)), 0..12),
            verdicts in proptest::option::of(proptest::collection::vec((0usize..12, "(\\PC|\n|o\u{302}){0,4}", 0usize..3), 0..4)),
            words in proptest::collection::vec((0usize..4, "(\\PC|\n|o\u{302}){0,4}"), 0..4),
            origins in proptest::collection::vec((0usize..90, 1usize..9, any::<bool>(), "(\\PC|o\u{302}){0,4}"), 0..4),
        ) {
            let text = Text::new(text);
            let mut set = drawn(&text, &marks);
            suggested(&mut set, &text, &origins);
            if let Some(verdicts) = &verdicts {
                reviewed(&mut set, verdicts);
            }
            says(&mut set, &words);
            let bytes = set::write(&key(), &name(), &set, &text);
            let record = set::read(Path::new("x.ron"), &bytes).unwrap();
            let settled = settle(&record, &text).unwrap();
            prop_assert!(!settled.text_changed && settled.moved.is_empty() && settled.lost.is_empty(), "{:?}", settled);
            prop_assert!(settled.remarks.is_empty(), "{:?}", settled.remarks);
            prop_assert_eq!(&settled.set, &set);
            prop_assert_eq!(set::write(&key(), &name(), &settled.set, &text), &bytes[..]);
            prop_assert_eq!(record.bytes(), &bytes[..]);
            let lines = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(lines.lines().filter(|l| l.starts_with("        (id: ")).count(), set.len() + verdicts.map_or(0, |v| v.len()) + words.len());
        }

        #[test]
        fn no_mark_is_dropped_when_the_text_changes(
            marks in proptest::collection::vec((0usize..400, 0usize..400, "[AB]", "x?", "y?", proptest::bool::weighted(0.2)), 0..12),
            cut in 0usize..90, put in "[a-d ]{0,9}",
        ) {
            let before = "the minister said the river rose. the minister said the dam held. the river fell";
            let text = Text::new(before);
            let set = drawn(&text, &marks);
            let record = set::read(Path::new("x"), &set::write(&key(), &name(), &set, &text)).unwrap();
            let cut = cut.min(before.len());
            let after = format!("{}{put}{}", before.get(..cut).unwrap_or(""), before.get(cut + 5..).unwrap_or(""));
            let settled = settle(&record, &Text::new(after)).unwrap();
            let ids = |set: &AnnotationSet| set.iter().map(|a| a.id.clone()).collect::<BTreeSet<_>>();
            prop_assert_eq!(ids(&settled.set), ids(&set));
        }
    }

    #[test]
    fn rejections_follow_their_words_or_are_kept_as_lost() {
        let text = Text::new("On 7/12 the dam held. On 8/12 it broke.");
        let mut set = AnnotationSet::new(State::InProgress);
        let at = |words: &str| {
            let start = text.as_str().find(words).unwrap();
            Span::new(crate::text::ByteOffset(start), crate::text::ByteOffset(start + words.len())).unwrap()
        };
        let rejected = ["7/12", "dam", "8/12"].map(|w| Rejection::new(at(w), "Date".into(), "dates".into()));
        let new = Remarks { rejected: rejected.into(), ..Remarks::default() };
        let remarks = Some((set.remarks().clone(), new.into()));
        ChangeSet { remarks, ..ChangeSet::default() }.apply(&mut set).unwrap();
        let bytes = set::write(&key(), &name(), &set, &text);
        assert!(String::from_utf8_lossy(&bytes).contains("format: 5,"), "such a set has the number of what is in it");
        let record = set::read(Path::new("x"), &bytes).unwrap();
        let other = Text::new("It rained. On 7/12 the levee gave way. On 8/12 it broke.");
        let settled = settle(&record, &other).unwrap();
        let places: Vec<Option<&str>> =
            settled.set.remarks().rejected.iter().map(|r| r.span().map(|s| s.of(&other))).collect();
        assert_eq!(places, [Some("7/12"), Some("8/12"), None], "none is dropped");
        let again = set::write(&key(), &name(), &settled.set, &other);
        let back = settle(&set::read(Path::new("x"), &again).unwrap(), &text).unwrap();
        assert_eq!(back.set.remarks().rejected.iter().filter(|r| r.span().is_some()).count(), 3, "and found again");
    }

    #[test]
    fn hand_edited_offsets_are_never_used_as_if_they_matched() {
        let text = Text::new("Ms Adams said it rained.");
        let settled = read(&file(&text, "(id: \"a\", start: 3, end: 8, label: \"Actor\", quote: \"rained\")"), &text);
        assert_eq!(settled.set.placed().map(|(s, _)| s.of(&text)).collect::<Vec<_>>(), ["rained"]);
        assert_eq!(settled.moved.len(), 1);
        assert_eq!(settled.remarks.len(), 1);
        let settled = read(
            &file(&text, "(id: \"a\", start: 3, end: 800, label: \"Actor\", quote: \"snowed heavily there\")"),
            &text,
        );
        assert_eq!((settled.set.lost().count(), settled.lost.len()), (1, 1));
    }

    #[test]
    fn what_is_odd_is_mended_and_told() {
        let text = Text::new("to\u{302}\u{309}ng no\u{301}i");
        let marks = "(id: \"a\", start: 0, end: 2, label: \"Actor\", quote: \"to\", links: [(\"source\", \"gone\")], note: \"e\u{301}\")";
        let settled = read(&file(&text, marks), &text);
        let (span, mark) = settled.set.placed().next().unwrap();
        assert_eq!(span.of(&text), "to\u{302}\u{309}");
        assert!(mark.links.is_empty());
        assert_eq!(&*mark.note, "é");
        assert_eq!(settled.remarks.len(), 2, "{:?}", settled.remarks);
    }

    #[test]
    fn two_marks_that_come_to_one_place_are_both_kept() {
        let text = Text::new("it rained");
        let mark = |id: &str, start: usize| {
            format!("(id: \"{id}\", start: {start}, end: {}, label: \"Claim\", quote: \"rained\"),\n", start + 6)
        };
        let settled = read(&file(&text, &(mark("a", 3) + &mark("b", 2))), &text);
        assert_eq!((settled.set.len(), settled.set.lost().count(), settled.lost.len()), (2, 1, 1));
        assert!(settled.moved.is_empty());
    }

    #[test]
    fn errors_name_the_line_of_the_mark() {
        let text = Text::new("it rained");
        let good = "(id: \"a\", start: 0, end: 2, label: \"L\", quote: \"it\"),\n";
        for (bad, what) in [
            (
                "(id: \"b\", start: 2, end: 2, label: \"L\", quote: \"\")",
                "The mark’s end (2) is not after its start (2)",
            ),
            ("(id: \"a\", start: 3, end: 4, label: \"L\", quote: \"r\")", "A second mark has the id “a”"),
            (
                "(id: \"b\", start: 0, end: 2, label: \"L\", quote: \"it\")",
                "A second mark “L” has the very same place (0–2)",
            ),
            ("(id: \"b\", start: -1, end: 2, label: \"L\", quote: \"it\")", "It cannot be understood here"),
            ("(id: \"b\", start: 0, end: 2, label: \"L\", qoute: \"it\")", "It cannot be understood here"),
            ("(id: \"b\", start: 0, end: 2, label: \"L\")", "It cannot be understood here"),
        ] {
            let file = file(&text, &format!("{good}{bad}"));
            let trouble = set::read(Path::new("x.ron"), file.as_bytes()).unwrap_err().into_trouble();
            assert_eq!(trouble.line, Some(3), "{trouble}");
            assert!(trouble.what.starts_with(what), "{trouble}");
        }
    }
}
