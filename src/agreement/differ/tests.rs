//! Stories of people who mark alike and differently.

use super::*;
use crate::{
    model::{AnnotationId, ChangeSet, IdMaker, Link, Place, State, Was, story},
    text::{ByteOffset, CharOffset, Quotation},
};

/// Reads stories of one text, one for each annotator.
fn sets(stories: &[&str]) -> (Text, Vec<AnnotationSet>) {
    let read: Vec<story::Story> = stories.iter().map(|s| story::parse(s).unwrap()).collect();
    assert!(read.iter().all(|s| s.text == read[0].text), "one text");
    (read[0].text.clone(), read.iter().zip(1..).map(|(s, seed)| story::set(s, seed)).collect())
}

fn compared(stories: &[&str]) -> Vec<Cluster> {
    let (text, sets) = sets(stories);
    compare(&text, &sets.iter().collect::<Vec<_>>())
}

/// A line for each cluster: everyone's marks, and what differs.
fn told(text: &Text, clusters: &[Cluster]) -> Vec<String> {
    let mark = |a: &Arc<Annotation>| format!("{} {}", a.label, a.span().unwrap().of(text));
    let version = |marks: &Vec<Arc<Annotation>>| match &marks[..] {
        [] => "-".to_owned(),
        marks => marks.iter().map(mark).collect::<Vec<_>>().join(", "),
    };
    let join = |of: &[Arc<str>]| of.join(" ");
    let difference = |d: &Difference| match d {
        Difference::Missed { by } => {
            format!("missed by {}", by.iter().map(usize::to_string).collect::<Vec<_>>().join(" "))
        }
        Difference::Label => "label".to_owned(),
        Difference::Boundary { syllables } => format!("boundary {syllables}"),
        Difference::Attributes { names } => format!("attributes {}", join(names)),
        Difference::Links { roles } => format!("links {}", join(roles)),
    };
    let line = |c: &Cluster| {
        let versions: Vec<String> = c.versions.iter().map(version).collect();
        let differences: Vec<String> = c.differences.iter().map(difference).collect();
        let all = if c.agreed() { "agreed".to_owned() } else { differences.join(", ") };
        format!("{}: {all}", versions.join(" | "))
    };
    clusters.iter().map(line).collect()
}

fn lines(stories: &[&str]) -> Vec<String> {
    let (text, sets) = sets(stories);
    told(&text, &compare(&text, &sets.iter().collect::<Vec<_>>()))
}

fn lost() -> Place {
    let span = Span::new(ByteOffset(0), ByteOffset(3)).unwrap();
    Place::Lost(Was { start: CharOffset(0), end: CharOffset(3), quotation: Quotation::of(&Text::new("Ann"), span) })
}

/// Sets of (start, end, label) in bytes, for marks that cross.
fn plain(text: &str, sets: &[&[(usize, usize, &str)]]) -> Vec<String> {
    let mut ids = IdMaker::new(1);
    let sets: Vec<AnnotationSet> = sets
        .iter()
        .map(|marks| {
            let mut set = AnnotationSet::new(State::Done);
            let span = |s: usize, e: usize| Span::new(ByteOffset(s), ByteOffset(e)).unwrap();
            let mark = |(s, e, l): &(usize, usize, &str)| {
                Annotation::new(ids.make(|_| false), span(*s, *e), (*l).into()).into()
            };
            ChangeSet { created: marks.iter().map(mark).collect(), ..ChangeSet::default() }.apply(&mut set).unwrap();
            set
        })
        .collect();
    let text = Text::new(text);
    told(&text, &compare(&text, &sets.iter().collect::<Vec<_>>()))
}

#[test]
fn each_kind_is_told() {
    assert_eq!(
        lines(&[
            "[Actor Ms Adams] said [Claim it rained] on [Date Monday], [Actor Bob] too",
            "[Actor Ms Adams] said [Claim it rained on Monday], [Date Bob] too",
        ]),
        [
            "Actor Ms Adams | Actor Ms Adams: agreed",
            "Claim it rained | Claim it rained on Monday: boundary 2",
            "Date Monday | -: missed by 1",
            "Actor Bob | Date Bob: label",
        ]
    );
}

#[test]
fn syllables_are_counted_in_either_form_of_vietnamese() {
    let stories = |form: &dyn Fn(&str) -> String| {
        lines(&[&form("[Actor Bộ trưởng] Nguyễn Văn Tư nói"), &form("Bộ [Actor trưởng Nguyễn Văn Tư] nói")])
    };
    use unicode_normalization::UnicodeNormalization;
    let composed = stories(&|s| s.nfc().collect());
    let apart = stories(&|s| s.nfd().collect());
    assert_eq!(composed, ["Actor Bộ trưởng | Actor trưởng Nguyễn Văn Tư: boundary 4"]);
    assert_eq!(apart, composed.iter().map(|s| s.nfd().collect::<String>()).collect::<Vec<_>>());
}

#[test]
fn a_part_of_a_syllable_counts_and_punctuation_does_not() {
    assert_eq!(
        lines(&["[Claim it rained.]", "[Claim it rained]."]),
        ["Claim it rained. | Claim it rained: boundary 0"]
    );
    assert_eq!(lines(&["[Claim it rain]ed", "[Claim it rained]"]), ["Claim it rain | Claim it rained: boundary 1"]);
    assert_eq!(
        lines(&["“[Claim it rained]”, she said", "[Claim “it rained”, she] said"]),
        ["Claim it rained | Claim “it rained”, she: boundary 1"]
    );
}

#[test]
fn one_against_many_is_one_decision() {
    assert_eq!(
        lines(&["[Claim it rained and it snowed] there", "[Claim it rained] and [Claim it snowed there]"]),
        ["Claim it rained and it snowed | Claim it rained, Claim it snowed there: boundary 1"]
    );
    assert_eq!(
        lines(&["[Claim it rained and it snowed]", "[Claim it rained] and [Claim it snowed]"]),
        ["Claim it rained and it snowed | Claim it rained, Claim it snowed: boundary 0"]
    );
}

#[test]
fn marks_of_one_annotator_are_not_joined_for_lying_on_one_another() {
    assert_eq!(
        lines(&["[Claim it [Claim rained [Date [Claim on] Monday]]]", "it rained on Monday"]),
        [
            "Claim it rained on Monday | -: missed by 1",
            "Claim rained on Monday | -: missed by 1",
            "Claim on | -: missed by 1",
            "Date on Monday | -: missed by 1",
        ]
    );
    // The mark that both have does not bind the one inside it.
    assert_eq!(
        lines(&["[Claim it [Claim rained]]", "[Claim it rained]"]),
        ["Claim it rained | Claim it rained: agreed", "Claim rained | -: missed by 1"]
    );
    // Two that cross, and each is crossed by nobody else.
    assert_eq!(
        plain("one two three", &[&[(0, 7, "Claim"), (4, 13, "Claim")], &[]]),
        ["Claim one two | -: missed by 1", "Claim two three | -: missed by 1"]
    );
    assert_eq!(
        plain("one two three", &[&[(0, 7, "Claim"), (4, 13, "Claim")], &[(4, 7, "Claim")]]),
        ["Claim one two, Claim two three | Claim two: boundary 2"]
    );
}

#[test]
fn other_labels_inside_stay_by_themselves() {
    assert_eq!(
        lines(&["[Claim [Actor Bob] saw that it rained]", "[Claim Bob saw that it [Date rained]]"]),
        [
            "Actor Bob | -: missed by 1",
            "Claim Bob saw that it rained | Claim Bob saw that it rained: agreed",
            "- | Date rained: missed by 0",
        ]
    );
    // Half of what they cover together is enough for one thing under two names, less is not.
    assert_eq!(
        plain("abcdefgh", &[&[(0, 8, "Claim")], &[(4, 8, "Actor")]]),
        ["Claim abcdefgh | Actor efgh: label, boundary 1"]
    );
    assert_eq!(
        plain("abcdefgh", &[&[(0, 8, "Claim")], &[(5, 8, "Actor")]]),
        ["Claim abcdefgh | -: missed by 1", "- | Actor fgh: missed by 0"]
    );
}

#[test]
fn who_marks_a_thing_twice_holds_it_for_two() {
    assert_eq!(
        lines(&["[Actor [Date Bob]]", "[Actor Bob]"]),
        ["Actor Bob | Actor Bob: agreed", "Date Bob | -: missed by 1"]
    );
    assert_eq!(
        lines(&["[Actor Bob]", "[Actor [Date Bob]]", "[Date Bob]"]),
        ["Actor Bob | Actor Bob | -: missed by 2", "- | Date Bob | Date Bob: missed by 0"]
    );
    // But of two with another's one there is no telling which is meant.
    assert_eq!(lines(&["[Actor [Date Bob]]", "[Claim Bob]"]), ["Date Bob, Actor Bob | Claim Bob: label"]);
}

#[test]
fn three_annotators() {
    assert_eq!(
        lines(&[
            "[Actor Ann] met [Actor Bob Hill] on [Date Monday] in [Actor Hue] and [Claim [Actor Ben]]",
            "[Actor Ann] met [Actor Bob Hill] on [Date Monday] in [Date Hue] and [Claim Ben]",
            "Ann met [Actor Bob] Hill [Date on Monday] in [Actor Hue] and [Date Ben]",
        ]),
        [
            "Actor Ann | Actor Ann | -: missed by 2",
            "Actor Bob Hill | Actor Bob Hill | Actor Bob: boundary 1",
            "Date Monday | Date Monday | Date on Monday: boundary 1",
            "Actor Hue | Date Hue | Actor Hue: label",
            "Actor Ben, Claim Ben | Claim Ben | Date Ben: label",
        ]
    );
    // The farthest two give the number.
    assert_eq!(
        lines(&["[Claim a b c d] e f", "a [Claim b c d e] f", "a b [Claim c d e f]"]),
        ["Claim a b c d | Claim b c d e | Claim c d e f: boundary 4"]
    );
}

#[test]
fn one_set_agrees_with_itself_and_none_has_nothing() {
    assert_eq!(lines(&["[Actor Ann] and [Claim it [Claim rained]]"]).len(), 3);
    assert!(compared(&["[Actor Ann] and [Claim it [Claim rained]]"]).iter().all(Cluster::agreed));
    assert_eq!(compare(&Text::new("Ann"), &[]), []);
    assert_eq!(compared(&["Ann", "Ann"]), []);
}

/// Changes the mark on these words.
fn change(text: &Text, set: &mut AnnotationSet, words: &str, f: impl Fn(&mut Annotation)) {
    let old = set.placed().find(|(s, _)| s.of(text) == words).unwrap().1.clone();
    let mut new = Annotation::clone(&old);
    f(&mut new);
    ChangeSet::updating(&old, new).apply(set).unwrap();
}

fn id(text: &Text, set: &AnnotationSet, words: &str) -> AnnotationId {
    set.placed().find(|(s, _)| s.of(text) == words).unwrap().1.id.clone()
}

#[test]
fn what_marks_say_is_compared_where_the_labels_are_the_same() {
    let (text, mut sets) = sets(&["[Claim it rained] [Actor Ann]", "[Claim it rained] [Date Ann]"]);
    let say = |pairs: &'static [(&str, &str)]| {
        move |a: &mut Annotation| a.attributes = pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect()
    };
    change(&text, &mut sets[0], "it rained", say(&[("act", "states"), ("sure", "yes"), ("tone", "dry")]));
    change(&text, &mut sets[1], "it rained", say(&[("act", "denies"), ("sure", "yes")]));
    change(&text, &mut sets[0], "Ann", say(&[("kind", "person")]));
    let clusters = compare(&text, &sets.iter().collect::<Vec<_>>());
    assert_eq!(
        told(&text, &clusters),
        ["Claim it rained | Claim it rained: attributes act tone", "Actor Ann | Date Ann: label"]
    );
}

#[test]
fn links_are_the_same_where_they_lead_to_the_same_thing() {
    let (text, mut sets) = sets(&[
        "[Actor Ms Adams] and [Actor Bob] said [Claim it rained] and [Claim it snowed]",
        "Ms [Actor Adams] and [Actor Bob] said [Claim it rained] and [Claim it snowed]",
    ]);
    let mut link = |set: usize, from: &str, role: &str, to: &str| {
        let to = id(&text, &sets[set], to);
        change(&text, &mut sets[set], from, |a| a.links.push(Link { role: role.into(), to: to.clone() }));
    };
    // Their order does not matter, nor that the boundary of what they lead to differs.
    link(0, "it rained", "source", "Ms Adams");
    link(0, "it rained", "source", "Bob");
    link(1, "it rained", "source", "Bob");
    link(1, "it rained", "source", "Adams");
    link(0, "it snowed", "source", "Bob");
    link(1, "it snowed", "source", "Adams");
    link(1, "it snowed", "when", "it rained");
    let clusters = compare(&text, &sets.iter().collect::<Vec<_>>());
    let differences: Vec<&[Difference]> = clusters.iter().map(|c| &c.differences[..]).collect();
    let links = Difference::Links { roles: vec!["source".into(), "when".into()] };
    assert_eq!(differences, [&[Difference::Boundary { syllables: 1 }][..], &[], &[], &[links]]);
}

#[test]
fn lost_marks_are_left_out_and_links_to_them_lead_nowhere() {
    let (text, mut sets) = sets(&["[Actor Ann] said [Claim it rained]", "[Actor Ann] said [Claim it rained]"]);
    for set in &mut sets {
        let to = id(&text, set, "Ann");
        change(&text, set, "it rained", |a| a.links.push(Link { role: "source".into(), to: to.clone() }));
    }
    change(&text, &mut sets[0], "Ann", |a| a.place = lost());
    let found = |sets: &[AnnotationSet]| told(&text, &compare(&text, &sets.iter().collect::<Vec<_>>()));
    assert_eq!(found(&sets), ["- | Actor Ann: missed by 0", "Claim it rained | Claim it rained: links source"]);
    change(&text, &mut sets[1], "Ann", |a| a.place = lost());
    assert_eq!(found(&sets), ["Claim it rained | Claim it rained: agreed"]);
}

#[test]
fn sets_that_belong_to_another_text_do_no_harm() {
    let (_, sets) = sets(&["[Actor Ann] said [Claim it rained] there", "Ann said [Claim it rained there]"]);
    for text in ["", "ổ", "Ann  ", "Ann said it ra", "Annnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"] {
        assert_eq!(compare(&Text::new(text), &[&sets[0], &sets[1]]).len(), 2, "{text}");
    }
}

#[test]
fn union_and_intersection() {
    let told = |stories: &[&str]| {
        let (text, sets) = sets(stories);
        let clusters = compare(&text, &sets.iter().collect::<Vec<_>>());
        let told = |p: Vec<Proposal>| p.iter().map(|p| format!("{} {}", p.label, p.span.of(&text))).collect::<Vec<_>>();
        clusters.iter().map(|c| (told(c.union()).join(", "), told(c.intersection()).join(", "))).collect::<Vec<_>>()
    };
    let both = |union: &str, intersection: &str| (union.to_owned(), intersection.to_owned());
    assert_eq!(told(&["[Claim a b] c", "a [Claim b c]"]), [both("Claim a b c", "Claim b")]);
    assert_eq!(told(&["[Claim a b c]", "[Claim a] b [Claim c]"]), [both("Claim a b c", "Claim a, Claim c")]);
    assert_eq!(told(&["[Claim a] b c", "[Claim a b c]", "a b [Claim c]"]), [both("Claim a b c", "")]);
    assert_eq!(told(&["[Actor Bob]", "[Date Bob]"]), [both("Actor Bob, Date Bob", "Actor Bob, Date Bob")]);
    assert_eq!(told(&["[Actor Bob]", "Bob"]), [both("Actor Bob", "Actor Bob")]);
}

#[test]
fn a_proposal_says_what_all_say_and_else_what_the_first_says() {
    let (text, mut sets) = sets(&["[Claim a b] c", "a [Claim b c]"]);
    change(&text, &mut sets[0], "a b", |a| a.attributes = [("x".into(), "1".into()), ("y".into(), "2".into())].into());
    change(&text, &mut sets[1], "b c", |a| {
        a.attributes = [("x".into(), "1".into()), ("y".into(), "3".into()), ("z".into(), "4".into())].into();
    });
    let values = |order: [usize; 2]| {
        let cluster = &compare(&text, &order.map(|n| &sets[n]))[0];
        assert_eq!(cluster.union()[0].attributes, cluster.intersection()[0].attributes);
        cluster.union()[0].attributes.values().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!((&*values([0, 1]), &*values([1, 0])), ("1 2 4", "1 3 4"));
}

#[test]
fn the_score_is_exact_f1_over_all_pairs() {
    let of = |stories: &[&str]| Summary::of(&compared(stories));
    let two = of(&["[Actor Ann] met [Actor Bob] on [Date Monday]", "[Actor Ann] met Bob [Date on Monday]"]);
    // One hit, three marks and two: 2 · 1 / 5.
    assert_eq!(two, Summary { agreed: 1, open: 2, score: Some(0.4) });
    // Hits 2, 1, 1 of sums 4, 3, 3: 2 · 4 / 10.
    let three = of(&["[Actor Ann] [Actor Bob]", "[Actor Ann] [Actor Bob]", "[Actor Ann] Bob"]);
    assert_eq!(three, Summary { agreed: 1, open: 1, score: Some(0.8) });
    assert_eq!(of(&["Ann", "Ann"]), Summary::default());
    assert_eq!(of(&["[Actor Ann]"]), Summary { agreed: 1, open: 0, score: None });
    let mut list = [Summary::default(), three, two, Summary { open: 9, ..two }];
    list.sort_by(Summary::worst_first);
    assert_eq!(list, [Summary { open: 9, ..two }, two, three, Summary::default()]);
}
