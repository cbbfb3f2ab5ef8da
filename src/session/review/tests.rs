//! Reviewing as stories: what each annotator marked, what was decided, what the gold set says.

use super::*;
use crate::{
    model::{
        Annotation, AnnotationId, ChangeSet, IdMaker, Link, Remarks, Verdict,
        story::{self, parse},
    },
    text::{Span, Text},
};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

fn name(name: &str) -> AnnotatorName {
    AnnotatorName::new(name).unwrap()
}

/// A bench for reviewing one article.
struct Bench {
    text: Text,
    readings: Vec<Reading>,
    gold: AnnotationSet,
    ids: IdMaker,
}

impl Bench {
    /// Each annotator's work as a story on the same text.
    fn new(stories: &[(&str, &str)]) -> Self {
        let mut text = None;
        let mut readings = Vec::new();
        for ((by, markup), seed) in stories.iter().zip(1..) {
            let story = parse(markup).unwrap();
            let mut set = story::set(&story, seed);
            ChangeSet { state: Some((State::InProgress, State::Done)), ..ChangeSet::default() }
                .apply(&mut set)
                .unwrap();
            assert_eq!(text.get_or_insert_with(|| story.text.clone()).as_str(), story.text.as_str());
            readings.push(Reading { by: name(by), set });
        }
        Bench { text: text.unwrap(), readings, gold: AnnotationSet::default(), ids: IdMaker::new(99) }
    }

    fn desk(&self) -> Desk {
        Desk::new(&self.text, self.readings.clone(), self.review())
    }

    fn review(&self) -> Option<&crate::model::Review> {
        self.gold.review().map(|r| &**r)
    }

    fn apply(&mut self, change: &ChangeSet) {
        let before = self.gold.clone();
        change.apply(&mut self.gold).unwrap();
        let mut back = self.gold.clone();
        change.inverse().apply(&mut back).unwrap();
        assert_eq!(back, before, "every decision undoes");
    }

    /// Decides these cases, by their numbers.
    fn decide(&mut self, chosen: &[(usize, Verdict)]) -> &mut Self {
        let chosen: Vec<_> = chosen.iter().map(|(at, v)| (*at, Chosen::new(v.clone()))).collect();
        let change = decide(&self.desk(), &self.gold, &chosen, &mut Clerk { ids: &mut self.ids, now: "now".into() });
        self.apply(&change);
        self
    }

    fn by_rule(&mut self, rule: Rule) -> &mut Self {
        let desk = self.desk();
        let choices = rule.choices(&desk, self.review());
        let change = decide(&desk, &self.gold, &choices, &mut Clerk { ids: &mut self.ids, now: "now".into() });
        self.apply(&change);
        self
    }

    /// The gold set as a story.
    fn story(&self) -> String {
        story::write(&self.text, &self.gold)
    }

    /// Changes the work of an annotator to another story on the same text; marks that stay keep their ids.
    fn change(&mut self, by: &str, markup: &str) {
        let reading = self.readings.iter_mut().find(|r| r.by.as_str() == by).unwrap();
        let wanted = parse(markup).unwrap().marks;
        let mut change = ChangeSet::default();
        for mark in reading.set.iter() {
            if !wanted.iter().any(|(span, label)| mark.span() == Some(*span) && *mark.label == **label) {
                change.deleted.push(mark.clone());
            }
        }
        for (span, label) in wanted {
            if reading.set.same(span, &label).is_none() {
                let id = self.ids.make(|_| false);
                change.created.push(Annotation::new(id, span, label.as_str().into()).into());
            }
        }
        change.apply(&mut reading.set).unwrap();
    }

    fn open(&self) -> usize {
        self.desk().open(self.review())
    }
}

fn took(by: &str) -> Verdict {
    Verdict::Took(name(by))
}

const AN: &str = "[Actor Bà Hòa] nói [Claim nước đã rút ở bờ bắc] hôm [Date thứ Hai].";
const BINH: &str = "Bà [Actor Hòa] nói [Claim nước đã rút] ở bờ bắc hôm [Date thứ Hai].";

#[test]
fn each_key_gives_its_version() {
    for (verdict, gold) in [
        (took("An"), "[Actor Bà Hòa] nói [Claim nước đã rút ở bờ bắc] hôm thứ Hai."),
        (took("Bình"), "Bà [Actor Hòa] nói [Claim nước đã rút] ở bờ bắc hôm thứ Hai."),
        (Verdict::Union, "[Actor Bà Hòa] nói [Claim nước đã rút ở bờ bắc] hôm thứ Hai."),
        (Verdict::Intersection, "Bà [Actor Hòa] nói [Claim nước đã rút] ở bờ bắc hôm thứ Hai."),
        (Verdict::Neither, "Bà Hòa nói nước đã rút ở bờ bắc hôm thứ Hai."),
        (Verdict::Open, "Bà Hòa nói nước đã rút ở bờ bắc hôm thứ Hai."),
        (Verdict::Edited, "[Actor Bà Hòa] nói [Claim nước đã rút ở bờ bắc] hôm thứ Hai."),
    ] {
        let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
        assert_eq!(bench.open(), 3);
        bench.decide(&[(0, verdict.clone()), (1, verdict.clone())]);
        assert_eq!(bench.story(), gold, "{verdict:?}");
        assert_eq!(bench.open(), if verdict == Verdict::Open { 3 } else { 1 }, "{verdict:?}");
        let review = bench.review().unwrap();
        assert_eq!(review.of, [name("An"), name("Bình")]);
        let decision = review.decisions.values().next().unwrap();
        assert_eq!((decision.offered.len(), &*decision.made), (2, "now"));
    }
}

#[test]
fn what_all_agree_on_is_accepted_in_one_step() {
    let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
    let desk = bench.desk();
    let agreed: Vec<_> =
        desk.cases.iter().enumerate().filter(|(_, c)| c.is_agreed()).map(|(at, _)| (at, Verdict::Agreed)).collect();
    bench.decide(&agreed);
    assert_eq!(bench.story(), "Bà Hòa nói nước đã rút ở bờ bắc hôm [Date thứ Hai].");
    assert_eq!(bench.open(), 2);
}

#[test]
fn a_case_can_be_decided_anew() {
    let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
    bench.decide(&[(0, took("An"))]).decide(&[(0, took("Bình"))]);
    assert_eq!(bench.story(), "Bà [Actor Hòa] nói nước đã rút ở bờ bắc hôm thứ Hai.");
    assert_eq!(bench.review().unwrap().decisions.len(), 1);
    bench.decide(&[(0, Verdict::Neither)]);
    assert_eq!(bench.story(), "Bà Hòa nói nước đã rút ở bờ bắc hôm thứ Hai.");
    let review = bench.review().unwrap().clone();
    let decision = review.decisions.values().next().unwrap();
    assert_eq!(decision.rejected().count(), 2, "hard negatives");
}

#[test]
fn one_annotators_work_is_reviewed_mark_by_mark() {
    let mut bench = Bench::new(&[("An", AN)]);
    let before = bench.readings.clone();
    assert_eq!(bench.open(), 3);
    bench.decide(&[(0, took("An")), (1, Verdict::Neither)]);
    assert_eq!(bench.story(), "[Actor Bà Hòa] nói nước đã rút ở bờ bắc hôm thứ Hai.");
    assert_eq!((bench.open(), &bench.readings), (1, &before), "the original stays as it was");
}

#[test]
fn earlier_decisions_stand_and_only_what_changed_is_asked_again() {
    let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
    bench.decide(&[(0, took("An")), (1, took("Bình")), (2, Verdict::Agreed)]);
    let gold = bench.story();
    assert_eq!(bench.open(), 0);
    bench.change("Bình", "[Actor Bà Hòa] nói [Claim nước đã rút] ở bờ bắc hôm [Date thứ Hai].");
    let desk = bench.desk();
    assert_eq!(bench.open(), 1);
    assert_eq!(desk.cases[0].earlier.len(), 1, "the earlier decision is known");
    assert_eq!(bench.story(), gold, "nothing is lost meanwhile");
    bench.decide(&[(0, Verdict::Agreed)]);
    assert_eq!((bench.open(), bench.story()), (0, gold));
    assert_eq!(bench.review().unwrap().decisions.len(), 3);
}

#[test]
fn who_comes_later_with_nothing_new_asks_nothing_again() {
    let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
    bench.decide(&[(0, took("An")), (1, took("Bình")), (2, Verdict::Agreed)]);
    let cuc = "Bà [Actor Hòa] nói nước đã rút ở [Claim bờ bắc] hôm [Date thứ Hai].";
    bench.readings.push(Bench::new(&[("Cúc", cuc)]).readings.remove(0));
    assert_eq!(bench.open(), 1, "the other boundary of the claim alone");
}

#[test]
fn what_everyone_took_back_is_asked_once_more() {
    let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
    bench.decide(&[(0, took("An")), (1, took("Bình")), (2, Verdict::Agreed)]);
    let without = "Bà Hòa nói [Claim nước đã rút] ở bờ bắc hôm [Date thứ Hai].";
    bench.change("Bình", without);
    bench.change("An", "Bà Hòa nói [Claim nước đã rút ở bờ bắc] hôm [Date thứ Hai].");
    let desk = bench.desk();
    assert!(desk.cases[0].is_withdrawn() && bench.open() == 1);
    bench.decide(&[(0, Verdict::Neither)]);
    assert_eq!(bench.story(), without);
}

#[test]
fn whose_work_is_not_compared_now_has_taken_nothing_back() {
    let an = "[Actor Bà Hòa] nói [Claim nước đã rút ở bờ bắc] hôm thứ Hai.";
    let mut bench = Bench::new(&[("An", an), ("Bình", "Bà Hòa nói nước đã rút ở bờ bắc hôm [Date thứ Hai].")]);
    bench.decide(&[(0, took("An")), (1, Verdict::Neither), (2, took("Bình"))]);
    bench.readings.remove(0);
    assert_eq!((bench.open(), bench.desk().cases.len()), (0, 1));
}

#[test]
fn links_come_with_whichever_end_is_taken_last() {
    for order in [[0, 1], [1, 0]] {
        let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
        for reading in &mut bench.readings {
            let find = |label: &str| reading.set.iter().find(|m| &*m.label == label).unwrap().clone();
            let (actor, claim) = (find("Actor"), find("Claim"));
            let links = vec![Link { role: "source".into(), to: actor.id.clone() }];
            ChangeSet::updating(&claim, Annotation { links, ..Annotation::clone(&claim) })
                .apply(&mut reading.set)
                .unwrap();
        }
        for at in order {
            // The actor of one, the claim of the other.
            bench.decide(&[(at, if at == 0 { took("Bình") } else { took("An") })]);
        }
        let find = |label: &str| bench.gold.iter().find(|m| &*m.label == label).unwrap();
        assert_eq!(find("Claim").links, [Link { role: "source".into(), to: find("Actor").id.clone() }]);
        bench.decide(&[(0, Verdict::Neither)]);
        assert!(bench.gold.iter().all(|m| m.links.is_empty()), "a link goes with its end");
    }
}

#[test]
fn a_mark_changed_by_hand_is_no_longer_anyones_version() {
    let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
    bench.decide(&[(0, took("An"))]);
    let mark = bench.gold.iter().next().unwrap().clone();
    let renamed = Annotation { label: "Claim".into(), ..Annotation::clone(&mark) };
    let review = follow(bench.review().unwrap(), &ChangeSet::updating(&mark, renamed)).unwrap();
    assert_eq!(review.decisions.values().next().unwrap().verdict, Verdict::Edited);
    let gone = ChangeSet { deleted: vec![mark.clone()], ..ChangeSet::default() };
    let review = follow(bench.review().unwrap(), &gone).unwrap();
    let decision = review.decisions.values().next().unwrap();
    assert_eq!((&decision.verdict, decision.taken.len()), (&Verdict::Neither, 0));
    let noted = Annotation { note: "see page 2".into(), ..Annotation::clone(&mark) };
    assert_eq!(follow(bench.review().unwrap(), &ChangeSet::updating(&mark, noted)), None);
}

#[test]
fn nothing_here_is_confirmed_too() {
    let mut bench = Bench::new(&[("An", "Không có gì."), ("Bình", "Không có gì.")]);
    let clerk = &mut Clerk { ids: &mut bench.ids, now: "now".into() };
    let change = confirm_nothing(&Desk::new(&bench.text, bench.readings.clone(), None), &bench.gold, clerk).unwrap();
    bench.apply(&change);
    let decision = bench.review().unwrap().decisions.values().next().unwrap().clone();
    assert!(decision.is_settled() && decision.offered.len() == 2 && decision.taken.is_empty());
    assert_eq!((bench.open(), bench.desk().cases.len()), (0, 0));
    let clerk = &mut Clerk { ids: &mut bench.ids, now: "now".into() };
    let desk = Desk::new(&bench.text, bench.readings.clone(), bench.gold.review().map(|r| &**r));
    assert_eq!(confirm_nothing(&desk, &bench.gold, clerk), None, "once is enough");
}

#[test]
fn rules_decide_what_they_can() {
    let three = [
        ("An", "[Actor Bà Hòa] nói [Claim nước đã rút] ở [Actor bờ bắc] hôm thứ Hai."),
        ("Bình", "[Actor Bà Hòa] nói [Claim nước đã] rút ở bờ bắc hôm [Date thứ Hai]."),
        ("Cúc", "Bà [Actor Hòa] nói [Claim nước đã rút] ở bờ bắc hôm [Date thứ] Hai."),
    ];
    let mut bench = Bench::new(&three);
    bench.by_rule(Rule::Majority);
    // The date: two differ and one has nothing, so nobody has more than half.
    assert_eq!(bench.story(), "[Actor Bà Hòa] nói [Claim nước đã rút] ở bờ bắc hôm thứ Hai.");
    assert_eq!(bench.open(), 1, "a person is still asked");
    let split = bench.review().unwrap().decisions.values().filter(|d| d.verdict == Verdict::Split).count();
    assert_eq!(split, 1);
    assert_eq!(Rule::Majority.choices(&bench.desk(), bench.review()), [], "the same work gives the same file");
    let mut bench = Bench::new(&three);
    bench.by_rule(Rule::Unanimous);
    assert_eq!(bench.story(), bench.text.as_str());
    assert_eq!(bench.open(), 4);
}

#[test]
fn one_earlier_decision_of_two_cases_takes_nothing_from_either() {
    let one = "Bà Hòa nói [Claim nước đã rút ở bờ bắc] hôm thứ Hai.";
    let two = "Bà Hòa nói [Claim nước đã rút] ở [Claim bờ bắc] hôm thứ Hai.";
    let mut bench = Bench::new(&[("An", one), ("Bình", two)]);
    bench.decide(&[(0, took("An"))]);
    bench.change("An", two);
    assert_eq!(bench.desk().cases.len(), 2);
    bench.decide(&[(0, Verdict::Agreed), (1, Verdict::Agreed)]);
    assert_eq!((bench.story(), bench.open()), (two.to_owned(), 0));
}

/// Links every claim of a reading to the actor with these words.
fn link(reading: &mut Reading, text: &Text, words: &str) {
    let actor = reading.set.iter().find(|m| m.span().is_some_and(|s| s.of(text) == words)).unwrap().id.clone();
    let claims: Vec<_> = reading.set.iter().filter(|m| &*m.label == "Claim").cloned().collect();
    for claim in claims {
        let links = vec![Link { role: "source".into(), to: actor.clone() }];
        ChangeSet::updating(&claim, Annotation { links, ..Annotation::clone(&claim) }).apply(&mut reading.set).unwrap();
    }
}

/// The words that the claim of the gold set has as its sources.
fn sources(bench: &Bench) -> Vec<&str> {
    let claim = bench.gold.iter().find(|m| &*m.label == "Claim").unwrap();
    claim.links.iter().map(|l| bench.gold.get(&l.to).unwrap().span().unwrap().of(&bench.text)).collect()
}

const TWO: &str = "[Actor Bà Hòa] và [Actor ông Tư] nói [Claim nước đã rút].";

#[test]
fn links_go_with_the_version_that_had_them() {
    let mut bench = Bench::new(&[("An", TWO), ("Bình", TWO)]);
    let text = bench.text.clone();
    link(&mut bench.readings[0], &text, "Bà Hòa");
    link(&mut bench.readings[1], &text, "ông Tư");
    bench.decide(&[(0, Verdict::Agreed), (1, Verdict::Agreed), (2, took("An"))]);
    assert_eq!(sources(&bench), ["Bà Hòa"]);
    bench.decide(&[(2, took("Bình"))]);
    assert_eq!(sources(&bench), ["ông Tư"]);
}

#[test]
fn a_majority_has_the_links_of_the_majority() {
    let mut bench = Bench::new(&[("An", TWO), ("Bình", TWO), ("Cúc", TWO)]);
    let text = bench.text.clone();
    for (reading, words) in bench.readings.iter_mut().zip(["Bà Hòa", "ông Tư", "ông Tư"]) {
        link(reading, &text, words);
    }
    bench.by_rule(Rule::Majority);
    assert_eq!(sources(&bench), ["ông Tư"]);
}

#[test]
fn a_rule_leaves_what_a_person_had_decided() {
    let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
    bench.decide(&[(0, took("An"))]);
    let gold = bench.story();
    bench.change("Bình", &BINH.replace("Bà [Actor Hòa] nói", "Bà [Actor Hòa nói]"));
    assert!(Rule::Majority.choices(&bench.desk(), bench.review()).iter().all(|(at, _)| *at != 0));
    bench.by_rule(Rule::Unanimous);
    assert!(bench.story().starts_with("[Actor Bà Hòa]") && gold.starts_with("[Actor Bà Hòa]"), "{}", bench.story());
}

#[test]
fn ties_are_left_open_and_what_has_a_majority_is_taken() {
    let mark = "[Actor Bà Hòa] nói.";
    let mut bench = Bench::new(&[("An", mark), ("Bình", mark)]);
    let first = bench.readings[0].set.iter().next().unwrap().clone();
    let attributes = [("kind".into(), "person".into())].into();
    ChangeSet::updating(&first, Annotation { attributes, ..Annotation::clone(&first) })
        .apply(&mut bench.readings[0].set)
        .unwrap();
    bench.by_rule(Rule::Majority);
    assert_eq!((bench.story(), bench.open()), (mark.to_owned(), 1), "the mark, and a person is asked for the value");
    let decision = bench.review().unwrap().decisions.values().next().unwrap();
    assert_eq!((&decision.verdict, decision.rejected().count()), (&Verdict::Split, 0));
}

#[test]
fn what_was_withdrawn_leaves_no_record_that_nothing_is_there() {
    let mut bench = Bench::new(&[("An", AN), ("Bình", BINH)]);
    bench.decide(&[(0, took("An")), (1, took("An")), (2, Verdict::Agreed)]);
    for by in ["An", "Bình"] {
        bench.change(by, "Bà Hòa nói nước đã rút ở bờ bắc hôm [Date thứ Hai].");
    }
    bench.decide(&[(0, Verdict::Neither), (1, Verdict::Edited)]);
    assert_eq!(bench.story(), "Bà Hòa nói [Claim nước đã rút ở bờ bắc] hôm [Date thứ Hai].");
    assert_eq!((bench.open(), bench.review().unwrap().decisions.len()), (0, 1));
}

#[test]
fn nothing_here_is_not_confirmed_any_more_where_something_is() {
    let mut bench = Bench::new(&[("An", "Bà Hòa nói."), ("Bình", "Bà Hòa nói.")]);
    let desk = bench.desk();
    let change = confirm_nothing(&desk, &bench.gold, &mut Clerk { ids: &mut bench.ids, now: "now".into() }).unwrap();
    bench.apply(&change);
    bench.change("An", "[Actor Bà Hòa] nói.");
    bench.decide(&[(0, took("An"))]);
    let review = bench.review().unwrap();
    assert!(review.decisions.len() == 1 && review.decisions.values().all(|d| !d.taken.is_empty()));
}

#[test]
fn only_work_that_is_ready_is_reviewed() {
    let set = |state| AnnotationSet::new(state);
    let mut gold = set(State::Done);
    let review = crate::model::Review { of: vec![name("An")], ..Default::default() };
    let remarks = Remarks { review: Some(review.into()), ..Remarks::default() };
    let change = ChangeSet { remarks: Some((Arc::default(), remarks.into())), ..ChangeSet::default() };
    change.apply(&mut gold).unwrap();
    let sets = [
        (name("An"), Ok(set(State::Done))),
        (name("Bình"), Ok(set(State::InProgress))),
        (name("Cúc"), Ok(set(State::Skipped))),
        (name("machine: news"), Ok(set(State::Done))),
        (name("Gold 2"), Ok(gold)),
        (name("Me"), Ok(set(State::Done))),
    ];
    let names = |reviewed: Reviewed| -> Vec<String> {
        reviewed.readings(&sets, &name("Me")).iter().map(|r| r.by.to_string()).collect()
    };
    assert_eq!(names(Reviewed::default()), ["An"]);
    assert_eq!(names(Reviewed { any_state: true, ..Reviewed::default() }), ["An", "Bình"]);
    let named = Reviewed { annotators: vec![name("machine: news"), name("Me")], any_state: false };
    assert_eq!(names(named), ["machine: news"]);
}

/// Marks as numbers of words (from, to) with a label.
type Drawn = Vec<(usize, usize, bool)>;

fn reading(by: &str, seed: u64, text: &Text, drawn: &Drawn) -> Reading {
    let mut set = AnnotationSet::new(State::Done);
    let mut ids = IdMaker::new(seed);
    for (from, to, actor) in drawn {
        let (from, to) = (*from.min(to), *from.max(to) + 1);
        let at = |word: usize| crate::text::ByteOffset((word * 4).min(text.len()));
        let span = Span::new(at(from), crate::text::ByteOffset(at(to).0 - 1)).unwrap();
        let label = if *actor { "Actor" } else { "Claim" };
        if set.same(span, label).is_none() {
            let new = Annotation::new(ids.make(|_| false), span, label.into());
            ChangeSet { created: vec![new.into()], ..ChangeSet::default() }.apply(&mut set).unwrap();
        }
    }
    Reading { by: name(by), set }
}

proptest! {
    /// What a rule decided stands, for ever and whatever else it is decided with; and the majority is what counting says.
    #[test]
    fn rules_are_counting_and_decisions_stand(
        drawn in proptest::collection::vec(proptest::collection::vec((0usize..12, 0usize..12, any::<bool>()), 0..7), 1..5),
    ) {
        let text = Text::new("abc ".repeat(13));
        let names = ["An", "Bình", "Cúc", "Dũng"];
        let readings: Vec<Reading> = drawn.iter().zip(names).zip(1..).map(|((d, by), seed)| reading(by, seed, &text, d)).collect();
        let mut bench = Bench { text, readings, gold: AnnotationSet::default(), ids: IdMaker::new(9) };
        bench.by_rule(Rule::Majority);
        let mut counted: BTreeMap<(Span, String), usize> = BTreeMap::new();
        for mark in bench.readings.iter().flat_map(|r| r.set.iter()) {
            *counted.entry((mark.span().unwrap(), mark.label.to_string())).or_default() += 1;
        }
        let wanted: Vec<_> = counted.into_iter().filter(|(_, n)| n * 2 > bench.readings.len()).map(|(place, _)| place).collect();
        let mut gold: Vec<_> = bench.gold.iter().map(|m| (m.span().unwrap(), m.label.to_string())).collect();
        gold.sort();
        prop_assert_eq!(gold, wanted);

        let desk = bench.desk();
        prop_assert!(desk.cases.iter().all(|c| c.decision.is_some() && c.earlier.is_empty()));
        let taken: Vec<&AnnotationId> = bench.review().map(|r| r.decisions.values().flat_map(|d| &d.taken).collect()).unwrap_or_default();
        prop_assert!(bench.gold.iter().all(|m| taken.contains(&&m.id)), "each mark has its origin");
        let open: Vec<_> = (0..desk.cases.len()).map(|at| (at, Verdict::Neither)).collect();
        let decisions = bench.review().map_or(0, |r| r.decisions.len());
        if !open.is_empty() {
            bench.decide(&open);
        }
        prop_assert!(bench.gold.is_empty() && bench.open() == 0);
        prop_assert_eq!(bench.review().map_or(0, |r| r.decisions.len()), decisions);
    }
}
