//! Stories in which something stands again.

use super::*;
use crate::{
    model::story,
    suggest::{Lexicons, Memory, ProseCell, Roles},
    text::Text,
};

fn marks(of: &story::Story) -> Vec<Marked> {
    of.marks
        .iter()
        .map(|(span, label)| Marked { span: *span, label: label.as_str().into(), attributes: BTreeMap::new() })
        .collect()
}

struct Desk {
    roles: Roles,
    lexicons: Lexicons,
    memory: Memory,
}

impl Desk {
    fn new() -> Self {
        let labels = ["Actor", "Claim", "PER", "LOC", "Cue"].map(LabelName::from);
        Desk { roles: Roles::of(&labels), lexicons: Lexicons::default(), memory: Memory::default() }
    }

    fn request<'a>(&'a self, text: &'a Text, marked: &'a [Marked], prose: &'a ProseCell) -> Request<'a> {
        let (roles, lexicons, memory) = (&self.roles, &self.lexicons, &self.memory);
        Request { text, language: None, published: None, roles, marked, lexicons, memory, prose }
    }

    fn finish(&mut self, markup: &str) {
        let story = story::parse(markup).unwrap();
        let marked = marks(&story);
        let mut memory = std::mem::take(&mut self.memory);
        let prose = ProseCell::default();
        let request = self.request(&story.text, &marked, &prose);
        REPEATS.learn(&Finished { request, proposed: &[], rejected: &[] }, &mut memory);
        self.memory = memory;
    }

    /// What is proposed with at least this score, as `label:words`.
    fn proposed(&self, markup: &str, score: f32) -> Vec<String> {
        let story = story::parse(markup).unwrap();
        let marked = marks(&story);
        let prose = ProseCell::default();
        let request = self.request(&story.text, &marked, &prose);
        let all = REPEATS.propose(&request).into_iter().filter(|p| p.score >= score);
        let new = all.filter(|p| !marked.iter().any(|m| m.span == p.span && m.label == p.label));
        new.map(|p| format!("{}:{}", p.label, p.span.of(&story.text))).collect()
    }
}

#[test]
fn what_is_marked_stands_again_in_the_same_article() {
    let desk = Desk::new();
    assert_eq!(
        desk.proposed("[PER Lê Lựu] đến. Lê Lựu và Lê Lựuu, lê lựu, LÊ LỰU; “Lê Lựu”.", 0.5),
        ["PER:Lê Lựu", "PER:LÊ LỰU", "PER:Lê Lựu"],
        "whole words, case and accents as written; capitals are found too"
    );
    assert_eq!(desk.proposed("[PER Le\u{302} Lựu] đến. L\u{ea}\u{a0}Lựu đi.", 0.5), ["PER:L\u{ea}\u{a0}Lựu"]);
    assert!(desk.proposed("[Claim Mưa] to. Mưa nữa.", 0.0).is_empty(), "claims never");
}

#[test]
fn the_longest_string_wins() {
    let desk = Desk::new();
    let found = desk.proposed("[LOC Bến Tre] and [PER Bến Tre Thị Hoa]. Bến Tre Thị Hoa left Bến Tre.", 0.5);
    assert_eq!(found, ["PER:Bến Tre Thị Hoa", "LOC:Bến Tre"]);
}

#[test]
fn earlier_articles_teach_and_what_is_left_unmarked_counts() {
    let mut desk = Desk::new();
    assert!(desk.proposed("Ana Lund left.", 0.0).is_empty());
    desk.finish("[PER Ana Lund] came. Spring came.");
    assert_eq!(desk.proposed("Ana Lund left.", 0.5), ["PER:Ana Lund"]);
    desk.finish("[PER Spring] came.");
    assert_eq!(desk.proposed("Spring left.", 0.5), ["PER:Spring"]);
    desk.finish("Spring, Spring, Spring.");
    assert!(desk.proposed("Spring left.", 0.5).is_empty(), "mostly left unmarked");
}

#[test]
fn two_labels_of_one_string_share_the_likelihood() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.finish("[LOC Paris] is far.");
    }
    desk.finish("[PER Paris] is here.");
    assert_eq!(desk.proposed("Paris again.", 0.5), ["LOC:Paris"]);
    assert_eq!(desk.proposed("Paris again.", 0.05), ["LOC:Paris", "PER:Paris"]);
}

#[test]
fn labels_for_clauses_are_not_repeated() {
    let mut desk = Desk::new();
    desk.finish("Ha: [Cue the rain will not stop before the end of this very long month]. [Cue Rain] it is.");
    assert!(desk.proposed("Rain it is.", 0.0).is_empty());
}

#[test]
fn attributes_go_with_the_words() {
    let mut desk = Desk::new();
    let text = Text::new("Ana left. Ana came.");
    let say = |name: &str, value: &str| (name.into(), value.into());
    let span = Span::new(ByteOffset(0), ByteOffset(3)).unwrap();
    let attributes = BTreeMap::from([say("entity", "Ana Lund"), say("value", "2021")]);
    let marked = [Marked { span, label: "Actor".into(), attributes }];
    let here = REPEATS.propose(&desk.request(&text, &marked, &ProseCell::default()));
    assert_eq!(here.last().unwrap().attributes.len(), 2, "all of it in the same article");
    let mut memory = Memory::default();
    REPEATS.learn(
        &Finished { request: desk.request(&text, &marked, &ProseCell::default()), proposed: &[], rejected: &[] },
        &mut memory,
    );
    desk.memory = memory;
    let later = REPEATS.propose(&desk.request(&text, &[], &ProseCell::default()));
    assert_eq!(later[0].attributes.keys().map(|k| &**k).collect::<Vec<_>>(), ["entity"]);
}

#[test]
fn a_country_is_repeated_where_it_acts() {
    let desk = Desk::new();
    let story = "[Actor Nga] cho biết mưa đã tạnh. Hơn một nghìn mỏ than ở Nga đóng cửa. Nga cho biết gió sẽ yếu dần.";
    let says_twice = format!("[Actor Nga] tuyên bố cầu đã mở. {story} Chợ ở Nga vắng khách.");
    let story = story::parse(story).unwrap();
    let found = |marked: &[Marked]| {
        let all = REPEATS.propose(&desk.request(&story.text, marked, &ProseCell::default()));
        let sure = all.into_iter().filter(|p| p.score >= 0.5);
        sure.map(|p| story.text.char_of(p.span.start()).0).collect::<Vec<_>>()
    };
    let places: Vec<usize> =
        story.text.as_str().match_indices("Nga").map(|(at, _)| story.text.char_of(ByteOffset(at)).0).collect();
    let [_, mines, says] = places[..] else { panic!("{places:?}") };
    let mut marked = marks(&story);
    assert_eq!(found(&marked), [places[0], says], "a place is not it");
    // Who marks it where it is a place wants it everywhere.
    let start = story.text.byte_of(crate::text::CharOffset(mines)).unwrap();
    let span = Span::new(start, ByteOffset(start.0 + 3)).unwrap();
    marked.push(Marked { span, label: "Actor".into(), attributes: BTreeMap::new() });
    assert_eq!(found(&marked), places);
    // One such mark among more where it acts says nothing of the others.
    let story = story::parse(&says_twice.replace("ở Nga đóng", "ở [Actor Nga] đóng")).unwrap();
    let marked = marks(&story);
    assert_eq!(marked.len(), 3);
    let all = REPEATS.propose(&desk.request(&story.text, &marked, &ProseCell::default()));
    let fair = story.text.as_str().rfind("Nga").unwrap();
    assert!(all.iter().any(|p| p.span.start().0 == fair && p.score < 0.5), "{all:?}");
}
