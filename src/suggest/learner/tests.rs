//! What the learner learns, from stories.

use super::*;
use crate::{
    model::story,
    suggest::{Lexicons, ProseCell, Roles},
    text::Text,
};

struct Desk {
    roles: Roles,
    lexicons: Lexicons,
    memory: Memory,
}

impl Desk {
    fn new(labels: &[&str]) -> Self {
        let labels: Vec<LabelName> = labels.iter().map(|l| LabelName::from(*l)).collect();
        Desk { roles: Roles::of(&labels), lexicons: Lexicons::default(), memory: Memory::default() }
    }

    fn request<'a>(&'a self, text: &'a Text, marked: &'a [Marked], prose: &'a ProseCell) -> Request<'a> {
        let (roles, lexicons, memory) = (&self.roles, &self.lexicons, &self.memory);
        Request { text, language: None, published: None, roles, marked, lexicons, memory, prose }
    }

    fn finish(&mut self, markup: &str) {
        let (text, marked) = parsed(markup);
        let mut memory = std::mem::take(&mut self.memory);
        LEARNER.learn(
            &Finished { request: self.request(&text, &marked, &ProseCell::default()), proposed: &[], rejected: &[] },
            &mut memory,
        );
        self.memory = memory;
    }

    /// What is proposed with at least this score beside what is marked, as `label:words`.
    fn proposed(&self, markup: &str, score: f32) -> Vec<String> {
        let (text, marked) = parsed(markup);
        let mut all = LEARNER.propose(&self.request(&text, &marked, &ProseCell::default()));
        all.sort_by_key(|p| p.span);
        all.iter().filter(|p| p.score >= score).map(|p| format!("{}:{}", p.label, p.span.of(&text))).collect()
    }
}

fn parsed(markup: &str) -> (Text, Vec<Marked>) {
    let story = story::parse(markup).unwrap();
    let mark = |(span, label): &(Span, String)| Marked {
        span: *span,
        label: label.as_str().into(),
        attributes: BTreeMap::new(),
    };
    (story.text.clone(), story.marks.iter().map(mark).collect())
}

#[test]
fn names_are_known_from_the_first_article() {
    let desk = Desk::new(&["PER", "LOC", "ORG"]);
    let text = "Mr Robert Hanson flew from Paris to Vienna on Monday, said Linda Carter of Morland Steel Inc.";
    let found = desk.proposed(text, 0.5);
    for expected in ["PER:Robert Hanson", "LOC:Paris", "LOC:Vienna", "PER:Linda Carter"] {
        assert!(found.iter().any(|f| f == expected), "{expected} is not among {found:?}");
    }
    assert!(!found.iter().any(|f| f.contains("Monday") || f.contains("Mr")), "{found:?}");
    assert!(Desk::new(&["Cue", "Thing"]).proposed(text, 0.0).is_empty(), "nothing is known of other labels");
}

#[test]
fn names_of_a_project_are_known_and_faults_in_its_lists_are_told() {
    let list = "[place]\nQuellmoor\n[village]\nSandhagen\n";
    let lexicons = Lexicons::new(BTreeMap::from([("names-places.txt".to_owned(), list.to_owned())]));
    let desk = Desk { lexicons, ..Desk::new(&["LOC"]) };
    assert_eq!(desk.proposed("The ferry left Quellmoor at dawn.", 0.5), ["LOC:Quellmoor"]);
    let told: Vec<_> = desk.lexicons.faults().into_iter().map(|f| (f.line, f.why)).collect();
    assert_eq!(told, [(4, "there is no section [village]".to_owned())]);
}

#[test]
fn faults_in_lists_are_told_where_nothing_is_proposed_too() {
    let lexicons = Lexicons::new(BTreeMap::from([("names-people.txt".to_owned(), "Quell\n".to_owned())]));
    LEARNER.read_lists(&lexicons);
    let told: Vec<_> = lexicons.faults().into_iter().map(|f| (f.line, f.why)).collect();
    assert_eq!(told, [(1, "it stands before the first [section]".to_owned())]);
}

#[test]
fn a_word_is_mostly_one_thing_in_one_article() {
    let desk = Desk::new(&["PER", "LOC", "ORG"]);
    let alone = "Harwell was late again.";
    let score = |text: &str| {
        let (text, marked) = parsed(text);
        let all = LEARNER.propose(&desk.request(&text, &marked, &ProseCell::default()));
        all.iter().filter(|p| &*p.label == "PER" && p.span.of(&text) == "Harwell").map(|p| p.score).fold(0.0, f32::max)
    };
    assert!(score(&format!("{alone}\nMr Robert Harwell laughed.\nMr Peter Harwell did not.")) > score(alone) + 0.05);
}

#[test]
fn a_label_of_any_name_is_learnt() {
    let mut desk = Desk::new(&["Ship"]);
    let names = ["Osprey", "Lotus", "Heron", "Anchor", "Willow", "Comet"];
    for name in names {
        desk.finish(&format!(
            "The ferry [Ship {name}] left at dawn. Later the ferry [Ship {name}] came back, said Paul Reed."
        ));
    }
    assert_eq!(desk.proposed("The ferry Magpie left at dawn, said Paul Reed.", 0.5), ["Ship:Magpie"]);
}

#[test]
fn long_vietnamese_names_of_bodies_are_one_name() {
    let desk = Desk::new(&["PER", "LOC", "ORG"]);
    let text = "Hôm qua, Bộ trưởng Bộ Tài nguyên và Môi trường Lê Văn Tảo đến thăm Trung tâm Dự báo khí tượng \
                tỉnh Nghệ An. Ông Tảo cho biết sẽ gửi báo cáo tới Sở Giáo dục và Đào tạo Hà Nội.";
    let found = desk.proposed(text, 0.5);
    for expected in [
        "ORG:Bộ Tài nguyên và Môi trường",
        "PER:Lê Văn Tảo",
        "ORG:Trung tâm Dự báo khí tượng tỉnh Nghệ An",
        "PER:Tảo",
        "ORG:Sở Giáo dục và Đào tạo Hà Nội",
    ] {
        assert!(found.iter().any(|f| f == expected), "{expected} is not among {found:?}");
    }
    assert!(!found.iter().any(|f| f.starts_with("LOC:")), "no place alone: {found:?}");
    let old = desk.proposed("Chiều nay, Uỷ ban Chứng khoán Nhà nước họp ở Hà Nội, theo ông Đỗ Văn Sửu.", 0.5);
    assert_eq!(old.first().map(String::as_str), Some("ORG:Uỷ ban Chứng khoán Nhà nước"), "older spelling");
}

#[test]
fn names_from_elsewhere_go_on_over_small_words_and_hyphens() {
    let desk = Desk::new(&["PER", "LOC", "ORG"]);
    let text = "Tổng thống Mustafa al-Harbi đã gặp ngoại trưởng Jan van Oosten và ông Choi Min-seok tại Luân Đôn.";
    let found = desk.proposed(text, 0.5);
    assert_eq!(found, ["PER:Mustafa al-Harbi", "PER:Jan van Oosten", "PER:Choi Min-seok", "LOC:Luân Đôn"]);
}

#[test]
fn what_is_marked_stands_and_mends_its_neighbours() {
    let desk = Desk::new(&["PER", "LOC"]);
    let bare = desk.proposed("Vienna was late. Vienna laughed at the joke.", 0.3);
    let marked = desk.proposed("[PER Vienna] was late. Vienna laughed at the joke.", 0.3);
    assert!(bare.iter().any(|f| f == "LOC:Vienna"), "{bare:?}");
    assert_eq!(marked, ["PER:Vienna"], "the other one goes with it, and the marked one is not proposed");
}

#[test]
fn labels_that_nest_are_learnt_apart() {
    let mut desk = Desk::new(&["Quote", "Name"]);
    for (who, what) in
        [("Ana", "rain"), ("Bo", "snow"), ("Cy", "hail"), ("Di", "wind"), ("Ed", "frost"), ("Flo", "fog")]
    {
        desk.finish(&format!(
            "He wrote: “[Quote so much {what} for [Name {who}] again]”. It was late for [Name {who}] then."
        ));
    }
    let found = desk.proposed("He wrote: “so much sun for Gus again”. It was late for Gus then.", 0.4);
    assert_eq!(found, ["Quote:so much sun for Gus again", "Name:Gus", "Name:Gus"]);
}

#[test]
fn the_same_articles_teach_the_same() {
    let taught = || {
        let mut desk = Desk::new(&["PER", "LOC", "Thing"]);
        for n in 0..5 {
            desk.finish(&format!("[PER Anna Berg] of [LOC Oslo] sold [Thing lamp {n}] to [PER Tom Lake]."));
        }
        let text = Text::new("Anna Berg of Oslo sold lamp 9 to Karen Hill.");
        LEARNER.propose(&desk.request(&text, &[], &ProseCell::default()))
    };
    assert!(!taught().is_empty());
    assert_eq!(taught(), taught());
}

#[test]
fn odd_texts_are_no_trouble() {
    let mut desk = Desk::new(&["PER", "Thing"]);
    for text in ["", "\u{301}\u{301}", "A\u{301}\u{200d}👩‍🚀…", "...\r\n\r\n“", "X", "\u{feff}\u{200b}"] {
        desk.finish(text);
        assert!(desk.proposed(text, 0.9).len() < 2, "{text:?}");
    }
}
