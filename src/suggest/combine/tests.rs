//! Sources made for the purpose, brought together.

use super::*;
use crate::{
    suggest::{About, Goal, Lexicons, ProseCell, Roles},
    text::Text,
};

/// Proposes these words, each time they stand in the text.
struct Says {
    id: &'static str,
    words: &'static [(&'static str, &'static str, f32)],
    shy: bool,
}

impl Source for Says {
    fn about(&self) -> &'static About {
        &About { id: "says", title: "Says", what: "Says what it is told to" }
    }

    fn propose(&self, request: &Request<'_>) -> Vec<Proposal> {
        let text = request.text.as_str();
        let of = |(label, words, score): &(&'static str, &'static str, f32)| {
            let places = text.match_indices(words).map(|(at, w)| Span::new(ByteOffset(at), ByteOffset(at + w.len())));
            let (label, score): (LabelName, f32) = ((*label).into(), *score);
            let all = places.flatten().map(move |span| Proposal {
                source: self.id.into(),
                span,
                label: label.clone(),
                attributes: BTreeMap::from([(self.id.into(), "yes".into())]),
                links: Vec::<Goal>::new(),
                score,
                why: format!("{} says so", self.id),
            });
            all.collect::<Vec<_>>()
        };
        self.words.iter().flat_map(of).collect()
    }

    fn must_prove(&self, _: &LabelName) -> bool {
        self.shy
    }
}

struct Desk {
    text: Text,
    roles: Roles,
    lexicons: Lexicons,
    memory: Memory,
    marked: Vec<Marked>,
}

impl Desk {
    fn new(text: &str) -> Self {
        let labels = ["Actor", "Claim", "Date"].map(LabelName::from);
        let (roles, lexicons, memory) = (Roles::of(&labels), Lexicons::default(), Memory::default());
        Desk { text: Text::new(text), roles, lexicons, memory, marked: Vec::new() }
    }

    fn mark(mut self, label: &str, words: &str) -> Self {
        let at = self.text.as_str().find(words).unwrap();
        let span = Span::new(ByteOffset(at), ByteOffset(at + words.len())).unwrap();
        self.marked.push(Marked { span, label: label.into(), attributes: BTreeMap::new() });
        self
    }

    fn request<'a>(&'a self, memory: &'a Memory, prose: &'a ProseCell) -> Request<'a> {
        let Desk { text, roles, lexicons, marked, .. } = self;
        Request { text, language: None, published: None, roles, marked, lexicons, memory, prose }
    }

    fn suggest(&self, enabled: &[&dyn Source], rejected: &Rejections) -> Vec<String> {
        let all = suggest(&self.request(&self.memory, &ProseCell::default()), enabled, rejected);
        all.iter().map(|p| format!("{}:{} {:.2}", p.label, p.span.of(&self.text), p.score)).collect()
    }

    fn learn(&mut self, enabled: &[&dyn Source], proposed: &[Proposal]) {
        let mut memory = std::mem::take(&mut self.memory);
        let nothing = Memory::default();
        learn(
            &Finished { request: self.request(&nothing, &ProseCell::default()), proposed, rejected: &[] },
            enabled,
            &mut memory,
        );
        self.memory = memory;
    }
}

const ONE: Says = Says { id: "one", words: &[("Actor", "Ana Lund", 0.6), ("Claim", "it rained", 0.9)], shy: false };
const TWO: Says = Says { id: "two", words: &[("Actor", "Ana Lund", 0.8), ("Actor", "Lund", 0.7)], shy: false };

#[test]
fn equal_proposals_are_one_and_the_likeliest_stays() {
    let desk = Desk::new("Ana Lund said it rained");
    let prose = ProseCell::default();
    let request = desk.request(&desk.memory, &prose);
    let all = suggest(&request, &[&ONE, &TWO], &Rejections::new());
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!((&*all[0].source, all[0].score, &*all[0].why), ("two", 0.8, "two says so; one says so"));
    assert_eq!(all[0].attributes.len(), 2);
}

#[test]
fn what_is_marked_or_rejected_is_not_proposed() {
    let none = Rejections::new();
    let said = ["Claim:it rained 0.90"];
    assert_eq!(Desk::new("Ana Lund said it rained").mark("Actor", "Ana Lund").suggest(&[&ONE], &none), said);
    assert_eq!(Desk::new("Ana Lund said it rained").mark("Actor", "Lund").suggest(&[&ONE], &none), said, "it overlaps");
    assert_eq!(Desk::new("Ana Lund said it rained").mark("Date", "Lund").suggest(&[&ONE], &none).len(), 2);
    let rejected = Rejections::from([(Span::new(ByteOffset(0), ByteOffset(8)).unwrap(), "Actor".into())]);
    assert_eq!(Desk::new("Ana Lund said it rained").suggest(&[&ONE], &rejected), said);
}

#[test]
fn claims_may_nest_and_names_may_not() {
    const NEST: Says = Says {
        id: "nest",
        words: &[
            ("Claim", "he said it rained", 0.9),
            ("Claim", "it rained", 0.8),
            ("Claim", "said it", 0.7),
            ("Actor", "rained", 0.6),
            ("Date", "rained", 0.5),
        ],
        shy: false,
    };
    // Another source that shares an edge with a claim differs on the other edge.
    const OTHER: Says =
        Says { id: "other", words: &[("Claim", "said it rained", 0.6), ("Claim", "it", 0.6)], shy: false };
    let found = Desk::new("he said it rained").suggest(&[&NEST, &OTHER], &Rejections::new());
    assert_eq!(found, ["Claim:he said it rained 0.90", "Claim:it rained 0.80", "Actor:rained 0.60"]);
}

#[test]
fn a_date_without_a_value_gives_way() {
    // Sources here say an attribute of their own name.
    const DATES: Says = Says { id: "value", words: &[("Date", "at dawn on Friday", 0.6)], shy: false };
    const KNOWN: Says = Says { id: "known", words: &[("Date", "dawn", 0.9), ("Date", "noon", 0.9)], shy: false };
    const DOUBTED: Says = Says { id: "value", words: &[("Date", "at dawn on Friday", 0.4)], shy: false };
    let desk = Desk::new("at dawn on Friday, before noon");
    let none = Rejections::new();
    assert_eq!(desk.suggest(&[&DATES, &KNOWN], &none), ["Date:at dawn on Friday 0.60", "Date:noon 0.90"]);
    assert_eq!(desk.suggest(&[&DOUBTED, &KNOWN], &none), ["Date:dawn 0.90", "Date:noon 0.90"]);
    let rejected = Rejections::from([(Span::new(ByteOffset(0), ByteOffset(17)).unwrap(), "Date".into())]);
    assert_eq!(desk.suggest(&[&DATES, &KNOWN], &rejected), ["Date:noon 0.90"], "a part of what is no date is none");
}

#[test]
fn what_cannot_be_is_left_out() {
    const ODD: Says = Says {
        id: "odd",
        words: &[("Nobody", "rained", 0.9), ("Actor", "e", 0.9), ("Actor", "it", f32::NAN)],
        shy: false,
    };
    let found = Desk::new("e\u{301} it rained").suggest(&[&ODD], &Rejections::new());
    assert_eq!(found, ["Actor:e 0.90"], "only the bare letter of “rained” is left: {found:?}");
}

#[test]
fn a_line_that_is_broken_in_a_sentence_is_no_headline() {
    let case = |words: &str| {
        let desk = Desk::new(words);
        let prose = ProseCell::default();
        let request = desk.request(&desk.memory, &prose);
        Lines::of(request.unbroken()).case(&Tallies::default(), &ONE.propose(&request)[0])
    };
    assert_eq!(case("Ana Lund\nsaid it rained."), case("Ana Lund said it rained."));
    assert_ne!(case("Ana Lund\n\nsaid it rained."), case("Ana Lund said it rained."), "a headline");
}

/// The score at the end of what is told of a proposal.
fn score(told: &str) -> f32 {
    told.rsplit(' ').next().and_then(|s| s.parse().ok()).unwrap()
}

#[test]
fn outcomes_are_counted_and_scores_follow() {
    let mut desk = Desk::new("Ana Lund said it rained").mark("Actor", "Ana Lund");
    let proposed = suggest(
        &Desk::new("Ana Lund said it rained").request(&Memory::default(), &ProseCell::default()),
        &[&TWO],
        &Rejections::new(),
    );
    for _ in 0..8 {
        desk.learn(&[&ONE, &TWO], &proposed);
    }
    let tallies = desk.memory.get::<Tallies>().unwrap();
    let told = |source: &str, label: &str| {
        let t = tallies.get(source, &label.into()).unwrap();
        (t.proposed, t.accepted, t.mended, t.refused)
    };
    assert_eq!(told("two", "Actor"), (8, 8, 0, 0));
    assert_eq!(told("one", "Claim"), (0, 0, 0, 0), "it was not shown, only watched");
    let down: Vec<_> = tallies.turned_down().into_iter().map(|d| (d.source.to_string(), d.right, d.of)).collect();
    assert_eq!(down, [("one".to_owned(), 0, 8)], "eight claims, none of them marked");
    desk.marked.clear();
    let none = Rejections::new();
    let told = desk.suggest(&[&ONE], &none);
    assert!(score(&told[0]) > 0.8 && score(&told[1]) < 0.1, "{told:?}");
    let told = Desk { text: Text::new("Lund said"), ..desk }.suggest(&[&TWO], &none);
    assert!(score(&told[0]) < 0.2, "it was right half the time, but these words were always left: {told:?}");
}

#[test]
fn what_is_taken_of_another_program_speaks_for_it() {
    let mut desk = Desk::new("Ana Lund said it rained").mark("Actor", "Ana Lund");
    let shown = suggest(
        &Desk::new("Ana Lund said it rained").request(&Memory::default(), &ProseCell::default()),
        &[&TWO],
        &Rejections::new(),
    );
    for _ in 0..8 {
        desk.learn(&[], &shown); // It is none of the sources that can be asked.
    }
    let tallies = desk.memory.get::<Tallies>().unwrap();
    assert_eq!(tallies.turned_down(), []);
    desk.marked.clear();
    assert!(score(&desk.suggest(&[&TWO], &Rejections::new())[0]) > 0.8);
}

#[test]
fn who_has_to_prove_themselves_waits() {
    const SHY: Says = Says { id: "shy", words: &[("Actor", "Ana", 0.9)], shy: true };
    let mut desk = Desk::new("Ana came").mark("Actor", "Ana");
    let fresh = Desk::new("Ana came");
    assert_eq!(fresh.suggest(&[&SHY], &Rejections::new()), ["Actor:Ana 0.06"]);
    let none = Rejections::new();
    desk.marked.clear();
    assert_eq!(desk.suggest(&[&SHY], &none), ["Actor:Ana 0.06"]);
    desk = desk.mark("Actor", "Ana");
    for _ in 0..8 {
        desk.learn(&[&SHY], &[]);
    }
    desk.marked.clear();
    assert!(desk.suggest(&[&SHY], &none)[0].starts_with("Actor:Ana 0.9"), "{:?}", desk.suggest(&[&SHY], &none));
}

#[test]
fn what_would_not_save_the_key_that_accepts_all_waits() {
    const MANY: Says = Says { id: "many", words: &[("Actor", "Ana", 0.7)], shy: false };
    let mut desk = Desk::new("Ana met Bo");
    let none = Rejections::new();
    let shown = |text: &str, desk: &Desk| {
        let other = Desk { memory: Memory::default(), ..Desk::new(text) };
        let prose = ProseCell::default();
        let all = suggest(&other.request(&desk.memory, &prose), &[&MANY], &none);
        all.iter().filter(|p| p.score >= WORTH).count()
    };
    assert_eq!(shown("Ana waits", &desk), 1, "nothing is known");
    for marked in [true, true, true, false] {
        desk = if marked { desk.mark("Actor", "Ana") } else { desk };
        desk.learn(&[&MANY], &[]);
        desk.marked.clear();
    }
    assert_eq!(
        (shown("Ana waits", &desk), shown("Ana, Ana, Ana, Ana and Ana", &desk)),
        (0, 5),
        "{:?}",
        desk.suggest(&[&MANY], &none)
    );
}
