//! Each rule on stories, in Vietnamese and English: what it finds, what it leaves alone, and what its fix makes of it.

use super::{names as names_of, *};
use crate::{
    model::{
        Annotation, Attribute, AttributeKind, ChangeSet, ColorToken, IdMaker, Label, Line, LineStyle, Link, LinkRole,
        Place, Published, Remarks, Was, story,
    },
    text::{ByteOffset, CharOffset, Quotation},
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn label(name: &str, attributes: Vec<Attribute>, links: Vec<LinkRole>) -> Label {
    let (key, color, line) = (None, ColorToken::Blue, LineStyle::Solid);
    Label { name: name.into(), key, color, line, guideline: "".into(), formerly: Vec::new(), attributes, links }
}

fn choice(name: &str, values: &[&str]) -> Attribute {
    Attribute::new(name, AttributeKind::Choice(values.iter().map(|v| Arc::from(*v)).collect()))
}

fn labels() -> LabelSet {
    let actor = label("Actor", vec![Attribute::new("entity", AttributeKind::Entity)], vec![]);
    let source = LinkRole { many: true, ..LinkRole::new("source", vec!["Actor".into()]) };
    let when = LinkRole::new("when", vec!["Date".into()]);
    let claim = label("Claim", vec![choice("quotation", &["direct", "own"])], vec![source, when]);
    let date = vec![
        choice("type", &["DATE", "TIME", "DURATION", "SET"]),
        Attribute::new("value", AttributeKind::Date),
        choice("function", &["happened", "said", "published"]),
    ];
    let place = label("Place", vec![], vec![]);
    LabelSet::new(vec![actor, claim, label("Date", date, vec![]), place]).unwrap()
}

fn look(text: &str) -> Look {
    let story = story::parse(text).unwrap();
    Look {
        key: ArticleKey::new("a.txt").unwrap(),
        facts: None,
        set: story::set(&story, 1),
        text: story.text,
        metadata: Metadata::default(),
        labels: Arc::new(labels()),
        names: Arc::default(),
    }
}

impl Look {
    /// Alters the n-th mark.
    fn with(mut self, n: usize, alter: impl FnOnce(&mut Annotation)) -> Self {
        let old = self.set.nth(n).unwrap().clone();
        let mut new = Annotation::clone(&old);
        alter(&mut new);
        ChangeSet::updating(&old, new).apply(&mut self.set).unwrap();
        self
    }

    fn value(self, n: usize, name: &str, value: &str) -> Self {
        self.with(n, |m| _ = m.attributes.insert(name.into(), value.into()))
    }

    fn linked(self, from: usize, role: &str, to: usize) -> Self {
        let to = self.set.nth(to).unwrap().id.clone();
        self.with(from, |m| m.links.push(Link { role: role.into(), to }))
    }

    fn published(mut self, day: &str) -> Self {
        self.metadata.published = Some(Published::parse(day).unwrap());
        self
    }

    /// The words that a rule finds something about.
    fn found(&self, rule: &str) -> Vec<String> {
        let of = |p: &Problem| p.places.first().map_or(p.sentence.to_string(), |s| s.of(&self.text).to_owned());
        self.run().0.open.iter().filter(|p| p.rule == rule).map(of).collect()
    }

    /// The text with its marks after the first fix of a rule.
    fn fixed(&self, rule: &str) -> (String, String, AnnotationSet) {
        let found = self.run().0;
        let problem = found.open.iter().find(|p| p.rule == rule && p.fix.is_some()).unwrap();
        let fix = problem.fix.as_ref().unwrap();
        let mut ids = IdMaker::new(99);
        let mut set = self.set.clone();
        let change = fix.change(problem, &set, &mut || ids.make(|_| false), &"now".into()).unwrap();
        change.apply(&mut set).unwrap();
        let mut back = set.clone();
        // A link to nowhere, once taken away, cannot come back; no set has one but by a slip of a program.
        if self.set.iter().all(|m| m.links.iter().all(|l| self.set.get(&l.to).is_some())) {
            change.inverse().apply(&mut back).unwrap();
            assert_eq!(back, self.set, "a fix is taken back exactly");
        }
        (fix.title(problem), story::write(&self.text, &set), set)
    }
}

const NONE: [&str; 0] = [];

#[test]
fn a_claim_wants_a_source() {
    let one = look("[Actor Bà Mai] nói [Claim trời mưa]. [Actor Ông Tư] im.");
    assert_eq!(one.found("no-source"), ["trời mưa"]);
    let (title, _, set) = one.fixed("no-source");
    assert_eq!(title, "Link source to “Bà Mai”");
    assert_eq!(set.nth(1).unwrap().links.len(), 1);
    assert_eq!(one.linked(1, "source", 0).found("no-source"), NONE);
    let own = look("[Claim Giá sẽ tăng] mãi.").value(0, "quotation", "own");
    assert_eq!(own.found("no-source"), NONE);
    let two = look("[Actor Ms Hill] told [Actor Mr Dale] that [Claim it rained [Actor Ann]].");
    assert!(two.run().0.open.iter().all(|p| p.fix.is_none()), "which of the two it is is not clear");
    assert_eq!(look("[Actor A] [Date b]").found("no-source"), NONE);
}

#[test]
fn a_quotation_wants_a_claim() {
    let begun = |t: &str| look(&format!("[Place Huế] {t}"));
    assert_eq!(begun("Bà nói: “Chúng tôi sẽ sửa đường”.").found("quotation"), ["Chúng tôi sẽ sửa đường"]);
    assert_eq!(begun("\"We will mend the road,\" she added.").found("quotation"), ["We will mend the road"]);
    assert_eq!(begun("Ông nói: “Không”.").found("quotation"), ["Không"], "short, but beside a reporting verb");
    assert_eq!(begun("Ông bị gọi là “vua đường”, rồi đi.").found("quotation"), NONE);
    assert_eq!(begun("Bà đọc “Những Ngày Mưa Dài” mỗi tối.").found("quotation"), NONE, "a title");
    assert_eq!(begun("Bà nói: “[Claim Chúng tôi sẽ sửa] đường”.").found("quotation"), NONE);
    let mut new = look("Bà nói: “Chúng tôi sẽ sửa đường”.");
    new.set = AnnotationSet::new(State::New);
    assert_eq!(new.found("quotation"), NONE, "not begun yet");
    let (title, story, _) = begun("Bà nói: “Chúng tôi sẽ sửa đường”.").fixed("quotation");
    assert_eq!(
        (title.as_str(), story.as_str()),
        ("Mark as Claim", "[Place Huế] Bà nói: “[Claim Chúng tôi sẽ sửa đường]”.")
    );
}

#[test]
fn a_reporting_verb_wants_a_claim() {
    let begun = |t: &str| look(&format!("{t} [Place Huế]."));
    assert_eq!(begun("Bà Mai cho biết giá gạo tăng.").found("reporting"), ["cho biết"]);
    assert_eq!(begun("According to the mayor, it rained.").found("reporting"), ["According to"]);
    let apart: String = "Bà Mai cho biết giá gạo tăng.".nfd().collect();
    assert_eq!(begun(&apart).found("reporting").len(), 1);
    for fine in [
        "Bà Mai cho biết [Claim giá gạo tăng].",
        "Hai bà nói chuyện. Theo đó, công an theo dõi vụ việc.",
        "“[Claim Chúng tôi không đồng ý.]” Ông Nam nói thêm như vậy.",
        "Bà Mai cho biết:\n[Claim Giá gạo tăng].",
        "Bà Mai cho biết: “[Claim Giá tăng. Gạo hết.]”.",
        "“[Claim We were late]”, she said.",
        "That said, it was late.",
    ] {
        assert_eq!(begun(fine).found("reporting"), NONE, "{fine}");
    }
    assert_eq!(begun("[Claim It rained]. She said no more.").found("reporting"), ["said"]);
    let heading = look("Mayor says rain will end\n[Place Huế]. Nothing more.");
    assert_eq!(heading.found("reporting"), NONE);
    let twice = begun("Bà cho biết: “Chúng tôi sẽ sửa đường”.");
    assert_eq!((twice.found("reporting"), twice.found("quotation").len()), (vec![], 1), "one problem, not two");
}

#[test]
fn a_date_wants_a_value() {
    let date = look("[Date hôm qua] và [Date last week]");
    assert_eq!(date.found("no-value"), ["hôm qua", "last week"]);
    assert_eq!(date.value(0, "value", "2021-12-07").found("no-value"), ["last week"]);
}

#[test]
fn a_date_can_contradict_the_publication() {
    let date = |words: &str, value: &str, function: &str| {
        let look = look(&format!("[Date {words}]")).value(0, "value", value).published("2021-12-08");
        (if function.is_empty() { look } else { look.value(0, "function", function) }).found("impossible-date").len()
    };
    assert_eq!(date("8/12", "2021-12-08", "published"), 0);
    assert_eq!(date("8/12", "2021-12-07", "published"), 0, "another time zone");
    assert_eq!(date("8/12", "2021-12", "published"), 0, "the whole month holds it");
    assert_eq!(date("8/12", "2020-12-08", "published"), 1);
    assert_eq!(date("Friday", "2021-12-10", "said"), 1);
    assert_eq!(date("Friday", "2021-12-09", "said"), 0);
    assert_eq!(date("thứ Sáu", "2021-12-10", "happened"), 0, "news tells of what is to come");
    assert_eq!(date("hôm qua", "2022-12-07", ""), 1);
    assert_eq!(date("two weeks ago", "2021-12-31", ""), 1);
    assert_eq!(date("hôm qua", "2021-12-07", ""), 0);
    assert_eq!(date("hôm qua", "PAST_REF", ""), 0);
    let unknown = look("[Date hôm qua]").value(0, "value", "2035-01-01");
    assert_eq!(unknown.found("impossible-date"), NONE, "nobody knows when it was published");
}

#[test]
fn a_name_is_marked_everywhere_or_nowhere() {
    let one = look("[Actor Minh Hà] đến. Sau đó Minh Hà đi, minh hà thì không. Bà Minh Hà ở. Minh Hà Lan thì khác.");
    assert_eq!(one.found("unmarked-name"), ["Minh Hà"]);
    let (title, story, set) = one.value(0, "entity", "Phạm Minh Hà").fixed("unmarked-name");
    assert_eq!(title, "Mark as Actor");
    assert!(story.contains("Sau đó [Actor Minh Hà] đi"), "{story}");
    assert!(story.contains("Bà Minh Hà ở"), "beside another capital it may be part of a longer name: {story}");
    assert_eq!(set.nth(1).unwrap().attributes.get("entity").map(|e| &**e), Some("Phạm Minh Hà"));
    assert_eq!(look("[Actor Nga] và Nga-Mỹ, quan hệ Nga.").found("unmarked-name"), NONE, "one syllable, one of two");
    assert_eq!(look("[Actor Nga], [Actor Nga] rồi Nga nữa").found("unmarked-name"), ["Nga"]);
    assert_eq!(look("[Actor he] and he").found("unmarked-name"), NONE, "no name");
    assert_eq!(look("[Place Đà Lạt] và Đà Lạt").found("unmarked-name"), NONE, "not a label for names");
    assert_eq!(look("[Actor Đà Lạt] và [Actor tỉnh Đà Lạt] cũ").found("unmarked-name"), NONE, "inside a mark");
    assert_eq!(look("[Actor Đà Lạt] và [Place Đà Lạt] cũ").found("unmarked-name"), NONE, "two labels, another rule");
    let apart: String = "[Actor Đà Lạt] và Đà Lạt".nfd().collect();
    assert_eq!(look(&apart).found("unmarked-name").len(), 1);
    let mut noise = look("[Actor Đà Lạt] nói\nĐọc thêm: Đà Lạt\nvà Đà Lạt");
    assert_eq!(noise.run().0.open.iter().find(|p| p.rule == "unmarked-name").unwrap().places.len(), 2);
    noise.metadata.noise = vec![Line { number: 2, words: "Đọc thêm: Đà Lạt".into() }];
    assert_eq!(noise.run().0.open.iter().find(|p| p.rule == "unmarked-name").unwrap().places.len(), 1);
}

#[test]
fn a_name_has_one_label() {
    let here = look("[Actor Kim Long] và [Actor Kim Long], ở [Place Kim Long].");
    assert_eq!(here.found("two-labels"), ["Kim Long"]);
    let (title, story, _) = here.fixed("two-labels");
    assert_eq!(title, "Relabel as Actor");
    assert_eq!(story, "[Actor Kim Long] và [Actor Kim Long], ở [Actor Kim Long].");
    assert_eq!(look("[Place Kim Long] và [Date Kim Long]").found("two-labels"), NONE, "neither is for names");
    let mut over = look("[Place Kim Long] và nhiều nơi");
    let mut names = Names::default();
    let other = look("[Actor Kim Long], [Actor Kim Long]");
    names.learn(&ArticleKey::new("b.txt").unwrap(), names_of(&other.text, &other.set, &labels()));
    // What is known of the article itself from an earlier look does not count.
    names.learn(&over.key, names_of(&other.text, &other.set, &labels()));
    over.names = Arc::new(names);
    assert_eq!(over.found("two-labels"), ["Kim Long"]);
    assert_eq!(over.run().0.open[0].sentence, "“Kim Long” is Place here, elsewhere Actor 2 ×");
    assert_eq!(over.fixed("two-labels").0, "Relabel as Actor");
}

#[test]
fn edges_stand_on_syllables() {
    for (story, better) in [
        ("[Actor Bà Mai ]nói", "[Actor Bà Mai] nói"),
        ("nói: [Claim “Trời mưa”]", "nói: “[Claim Trời mưa]”"),
        ("rằng [Claim trời mưa.] Hết.", "rằng [Claim trời mưa]. Hết."),
        ("[Actor , Ms Hill,] said", ", [Actor Ms Hill], said"),
    ] {
        assert_eq!(look(story).found("edges").len(), 1, "{story}");
        assert_eq!(look(story).fixed("edges").1, better);
    }
    for fine in [
        "“[Claim It rained.]” He left.",
        "[Date thứ Ba (7/12)] rồi",
        "tăng [Claim 50%]",
        "[Actor “Vua” đường] đến",
        "[Actor Hill Inc.] sold it",
        "[Actor ...]",
    ] {
        assert_eq!(look(fine).found("edges"), NONE, "{fine}");
    }
    let twin = look("[Actor Bà Mai] nói").set;
    let mut both = look("[Actor Bà Mai ]nói");
    ChangeSet {
        created: vec![{
            let mut a = Annotation::clone(twin.nth(0).unwrap());
            a.id = AnnotationId::new("other");
            a.into()
        }],
        ..ChangeSet::default()
    }
    .apply(&mut both.set)
    .unwrap();
    assert!(both.run().0.open.iter().all(|p| p.rule != "edges" || p.fix.is_none()), "the better place is taken");
}

#[test]
fn links_lead_where_they_may() {
    let text = "[Actor Bà Mai] nói [Claim trời mưa] [Date hôm qua] [Date nay]";
    let fine = || look(text).linked(1, "source", 0).linked(1, "when", 2);
    assert_eq!(fine().found("links"), NONE);
    for (wrong, sentence) in [
        (fine().linked(1, "about", 0), "Claim has no link “about”"),
        (fine().linked(1, "source", 2), "“source” may not lead to Date"),
        (fine().linked(1, "source", 0), "It has the same link “source” twice"),
        (fine().linked(1, "when", 3), "Only one link “when” is meant"),
        (fine().linked(1, "source", 1), "Its link “source” leads to itself"),
    ] {
        let problem = wrong.run().0.open.into_iter().find(|p| p.rule == "links").unwrap();
        assert_eq!(problem.sentence, sentence);
        assert_eq!(wrong.fixed("links").2, fine().set, "{sentence}");
    }
    // A file's links to nowhere are left out as it is read, but a set may come from elsewhere.
    let mut orphaned = fine();
    let mark = orphaned.set.nth(1).unwrap().clone();
    let mut broken = Annotation::clone(&mark);
    broken.links.push(Link { role: "source".into(), to: AnnotationId::new("gone") });
    let mut items = orphaned.set.items.to_vec();
    items[1] = broken.into();
    orphaned.set.items = Arc::new(items);
    assert_eq!(orphaned.found("links"), ["trời mưa"]);
    assert_eq!(orphaned.fixed("links").2, fine().set);
}

#[test]
fn labels_and_values_are_those_of_the_set() {
    let strange = look("[Vụ việc] và [Actor Bà Mai]");
    assert_eq!(strange.found("unknown-label"), ["việc"]);
    let wrong = look("[Date hôm qua]").value(0, "value", "gestern");
    assert_eq!(wrong.found("value"), ["hôm qua"]);
    let kind = look("[Date ba tuần]").value(0, "value", "P3W").value(0, "type", "DATE");
    assert_eq!(kind.found("value"), ["ba tuần"]);
    let (title, _, set) = kind.fixed("value");
    assert_eq!(title, "Set type to DURATION");
    assert_eq!(set.nth(0).unwrap().attributes.get("type").map(|t| &**t), Some("DURATION"));
    assert_eq!(look("[Date nay]").value(0, "value", "2021").value(0, "type", "SET").found("value"), NONE);
    let mut strict = look("[Actor Bà Mai] nói [Claim trời mưa]");
    let mut all: Vec<Label> = labels().iter().cloned().collect();
    all[0].attributes[0].required = true;
    all[1].links[0].required = true;
    strict.labels = Arc::new(LabelSet::new(all).unwrap());
    assert_eq!(strict.found("missing"), ["Bà Mai", "trời mưa"]);
    assert_eq!(strict.found("no-source"), NONE, "told once");
}

#[test]
fn lost_marks_are_found_whatever_the_state() {
    let mut look = look("[Actor Bà Mai] đến");
    let quotation = Quotation { exact: "bà ấy".into(), before: "".into(), after: "".into() };
    let was = Was { start: CharOffset(0), end: CharOffset(5), quotation };
    look = look.with(0, |m| m.place = Place::Lost(was));
    assert_eq!(look.found("lost"), ["“bà ấy” has lost its place"]);
    look.set.state = State::Skipped;
    assert_eq!(look.found("lost").len(), 1);
}

#[test]
fn a_project_without_such_labels_is_left_in_peace() {
    let mut look = look("[Place Huế]: bà nói rằng “chúng tôi sẽ sửa đường”, [Place Huế ] và Huế");
    look.labels = Arc::new(LabelSet::new(vec![label("Place", vec![], vec![])]).unwrap());
    let rules: Vec<&str> = look.run().0.open.iter().map(|p| p.rule).collect();
    assert_eq!(rules, ["edges"]);
}

#[test]
fn what_is_silenced_stays_so_when_the_text_changes_elsewhere() {
    let silence = |look: &mut Look, rule: &str| {
        let problem = look.run().0.open.into_iter().find(|p| p.rule == rule).unwrap();
        let mut remarks = Remarks::clone(look.set.remarks());
        remarks.silenced.insert(problem.silence(), "not said by anyone".into());
        look.set.remarks = Arc::new(remarks);
    };
    let text = "Bà Mai cho biết giá tăng. Có biển “cấm đỗ xe ở đây”. [Claim Đường xấu]. [Actor Hà Giang] là Hà Giang.";
    let mut before = look(text);
    for rule in ["reporting", "quotation", "no-source", "unmarked-name"] {
        assert_eq!(before.found(rule).len(), 1, "{rule}");
        silence(&mut before, rule);
        assert_eq!(before.found(rule), NONE, "{rule}");
    }
    let mut after = look(&format!("Một dòng mới.\n{text} Hết."));
    after.set.remarks = before.set.remarks().clone();
    let found = after.run().0;
    assert_eq!((found.open, found.silenced.len()), (vec![], 4));
}

#[test]
fn rules_say_what_they_are() {
    let mut ids = HashSet::new();
    for r in RULES {
        assert!(ids.insert(r.id()), "{} twice", r.id());
        assert!(!r.title().ends_with('.') && !r.explanation().ends_with('.'), "{}", r.id());
        assert!(rule(r.id()).is_some());
    }
    assert!(rule("nothing").is_none());
}

/// A mark somewhere, with something on it.
type Made = (usize, usize, usize, usize, usize);

fn any_look(text: &str, marks: &[Made], day: bool) -> Look {
    let mut look = look("");
    look.text = Text::new(text);
    look.set = AnnotationSet::new(State::InProgress);
    if day {
        look = look.published("2021-12-08 15:00");
    }
    let mut ids = IdMaker::new(3);
    for (from, long, label, value, to) in marks {
        let to_id = look.set.nth(to % (look.set.len() + 1)).map(|m| m.id.clone());
        let start = ByteOffset(*from % (text.len() + 1));
        let Some(span) = Span::between(&look.text, start, ByteOffset(start.0 + 1 + long)) else { continue };
        let label = ["Actor", "Claim", "Date", "Place", "Other"][label % 5];
        let mut new = Annotation::new(ids.make(|_| false), span, label.into());
        let pairs = [
            ("value", "2031-01-01"),
            ("value", "P3D"),
            ("type", "DATE"),
            ("function", "said"),
            ("entity", "X"),
            ("value", "?"),
        ];
        for (name, value) in pairs.iter().skip(value % 7).take(2) {
            new.attributes.insert((*name).into(), (*value).into());
        }
        if let Some(to) = to_id {
            new.links.push(Link { role: ["source", "when", "about"][to.as_str().len() % 3].into(), to: to.clone() });
            new.links.push(Link { role: ["source", "when"][from % 2].into(), to });
        }
        let _ = ChangeSet { created: vec![new.into()], ..ChangeSet::default() }.apply(&mut look.set);
    }
    look
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_rule_panics_and_each_fix_removes_its_problem(
        text in "(\\PC|Bà Mai|said|cho biết|: |“|”|\"|\\. |, |\n| |hôm qua|Nga|Mỹ|ổ|(An )){0,40}",
        marks in prop::collection::vec((0usize..200, 0usize..30, 0usize..5, 0usize..7, 0usize..9), 0..12),
        day in any::<bool>(),
    ) {
        let look = any_look(&text, &marks, day);
        let (found, facts) = look.run();
        prop_assert_eq!(&look.run().0, &found, "the same each time");
        prop_assert_eq!(&Look { facts: Some(facts.clone()), ..look.clone() }.run().0, &found, "with what was known too");
        let mut seen = HashSet::new();
        for problem in &found.open {
            prop_assert!(problem.places.iter().all(|s| Span::in_text(&look.text, s.start(), s.end()).is_ok()));
            prop_assert!(problem.mark.is_none() || seen.insert((problem.rule, problem.about.clone())), "{:?}", problem);
            let Some(fix) = &problem.fix else { continue };
            let mut ids = IdMaker::new(77);
            let mut set = look.set.clone();
            let change = fix.change(problem, &set, &mut || ids.make(|_| false), &"".into()).unwrap();
            prop_assert_eq!(change.apply(&mut set), Ok(()), "{:?}", problem);
            let after = Look { set, facts: Some(facts.clone()), ..look.clone() }.run().0;
            prop_assert!(after.open.iter().all(|p| !(p.is(&problem.silence()) && p.places == problem.places)), "{:?}", problem);
        }
    }
}
