//! The page with the marks of several people on one text: pictures, names, clicks.

use crate::{desk::Desk, desk::place, picture::Textures, pictures::compare};
use egui_kittest::{Harness, kittest::NodeT, kittest::Queryable};
use whosaid::{
    model::{Annotation, AnnotationId, AnnotationSet, ChangeSet, State},
    session::Action,
    text::{ByteOffset, Span},
    ui::{
        page::{Layer, Lit, Page, PageInput, PlaceState},
        theme::{self, Palette, Typeset},
    },
};

const TEXT: &str = "Đập xả nước lúc nửa đêm\nÔng Trần Văn Nam nói hôm thứ Ba (2/12): “Chúng tôi đã báo trước ba giờ cho dân ở hạ lưu, và sẽ bồi thường đủ”.\nBà Hoa, dân xã Ba, phủ nhận: “Không ai báo gì cho chúng tôi hôm 1/12”, theo tờ Tin Sáng.\nCông ty sẽ họp với xã hôm thứ Năm (4/12).";

/// The page alone, over an article of a desk, with the sets of three annotators.
struct Review {
    desk: Desk,
    page: Page,
    others: Vec<AnnotationSet>,
    lit: Option<Lit>,
    places: Vec<(Span, PlaceState)>,
    clicked: (Option<usize>, Option<(usize, AnnotationId)>),
}

fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("“{words}” is in the text"));
    Span::new(ByteOffset(start), ByteOffset(start + words.len())).unwrap()
}

fn set(text: &str, marks: &[(&str, &str)]) -> AnnotationSet {
    let created = marks.iter().enumerate().map(|(i, (label, words))| {
        let mut mark = Annotation::new(AnnotationId::new(format!("m{i}")), span(text, words), (*label).into());
        if *label == "Claim" {
            mark.attributes.insert("act".into(), "denies".into());
        }
        mark.into()
    });
    let change = ChangeSet { created: created.collect(), ..ChangeSet::default() };
    let mut set = AnnotationSet::new(State::Done);
    change.apply(&mut set).unwrap();
    set
}

impl Review {
    fn new(text: &str, own: &[(&str, &str)], others: [&[(&str, &str)]; 3]) -> Self {
        let mut desk = Desk::new(&[("a.txt", text)], Some("Hoa"));
        for (label, words) in own {
            desk.mark(words, label);
        }
        desk.session.act(Action::Run("escape"));
        let others = others.map(|marks| set(text, marks)).to_vec();
        Review { desk, page: Page::default(), others, lit: None, places: Vec::new(), clicked: (None, None) }
    }

    fn frame(&mut self, ui: &mut egui::Ui) {
        let session = &self.desk.session;
        let doc = session.doc().unwrap();
        let names = [("", "Gold"), ("1", "Lan"), ("2", "Minh"), ("3", "Thu")];
        let sets = std::iter::once(doc.set()).chain(&self.others);
        let layers: Vec<Layer<'_>> = names
            .iter()
            .zip(sets)
            .map(|((tag, name), set)| Layer { set, tag: (*tag).into(), name: (*name).into() })
            .collect();
        let input = PageInput {
            doc,
            layers: &layers,
            lit: self.lit.as_ref(),
            places: &self.places,
            labels: &session.project().unwrap().labels,
            armed: None,
            reveal: None,
            can_mark: true,
            found: (&[], None),
            ghosts: (&[], None),
            asked: None,
            linking: None,
            set: Typeset::of(ui, &session.prefs().reading).spread(),
            top: None,
        };
        let frame = egui::Frame::new().fill(Palette::of(ui.visuals()).page);
        let out = egui::CentralPanel::default().frame(frame).show(ui, |ui| self.page.show(ui, &input)).inner;
        self.clicked.0 = out.clicked_place.or(self.clicked.0);
        self.clicked.1 = out.clicked_mark.or(self.clicked.1.take());
        for action in out.actions {
            self.desk.session.act(action);
        }
        self.desk.settle();
    }
}

fn window(review: Review, dark: bool) -> (Harness<'static, Review>, Textures) {
    let textures = Textures::default();
    let builder = Harness::builder()
        .with_size(egui::vec2(760.0, 400.0))
        .with_step_dt(1.0 / 60.0)
        .with_theme(if dark { egui::Theme::Dark } else { egui::Theme::Light })
        .allow_missing_glyphs();
    let mut harness = builder
        .with_context_setup(|ctx: &egui::Context| theme::install(ctx))
        .renderer(textures.clone())
        .build_ui_state(|ui, review: &mut Review| review.frame(ui), review);
    for _ in 0..4 {
        harness.step();
    }
    (harness, textures)
}

/// Stacked, nested and crossing marks, places in every state, one of them in hand.
fn reviewed() -> Review {
    let claim = "Chúng tôi đã báo trước ba giờ cho dân ở hạ lưu, và sẽ bồi thường đủ";
    let mut review = Review::new(
        TEXT,
        &[("Actor", "Ông Trần Văn Nam"), ("Claim", claim), ("Date", "thứ Ba (2/12)")],
        [
            &[
                ("Actor", "Ông Trần Văn Nam"),
                ("Date", "thứ Ba (2/12)"),
                ("Claim", claim),
                ("Date", "ba giờ"),
                ("Actor", "Bà Hoa, dân xã Ba"),
                ("Claim", "Không ai báo gì cho chúng tôi hôm 1/12"),
                ("Date", "1/12"),
                ("Actor", "Công ty"),
            ],
            &[
                ("Actor", "Trần Văn Nam"),
                ("Date", "2/12"),
                ("Claim", "Chúng tôi đã báo trước ba giờ cho dân ở hạ lưu"),
                ("Claim", "sẽ bồi thường đủ"),
                ("Actor", "Bà Hoa"),
                ("Actor", "dân xã Ba"),
                ("Claim", "Không ai báo gì cho chúng tôi"),
                ("Actor", "tờ Tin Sáng"),
            ],
            &[
                ("Actor", "Ông Trần Văn Nam"),
                ("Date", "hôm thứ Ba (2/12)"),
                ("Claim", "đã báo trước ba giờ cho dân ở hạ lưu, và sẽ bồi thường đủ"),
                ("Claim", "phủ nhận: “Không ai báo gì cho chúng tôi"),
                ("Actor", "Bà Hoa"),
                ("Actor", "chúng tôi hôm 1/12”, theo tờ Tin"),
                ("Date", "thứ Năm (4/12)"),
            ],
        ],
    );
    let place = |words: &str| span(TEXT, words);
    review.places = vec![
        (place("Ông Trần Văn Nam"), PlaceState::Done),
        (place("thứ Ba (2/12)"), PlaceState::Changed),
        (place(claim), PlaceState::Done),
        (place("Bà Hoa, dân xã Ba"), PlaceState::Open),
        (place("phủ nhận: “Không ai báo gì cho chúng tôi hôm 1/12”, theo tờ Tin"), PlaceState::Open),
        (place("tờ Tin Sáng"), PlaceState::Open),
        (place("Công ty"), PlaceState::Open),
        (place("thứ Năm (4/12)"), PlaceState::Open),
    ];
    let of = |layer: usize, label: &str| {
        let set: &AnnotationSet = &review.others[layer - 1];
        let first = place("Bà Hoa");
        let inside = move |s: Span| place("Bà Hoa, dân xã Ba").covers(s) && s.start() >= first.start();
        set.iter()
            .filter(|m| &*m.label == label && m.span().is_some_and(inside))
            .map(|m| (layer, m.id.clone()))
            .collect()
    };
    let marks: Vec<_> = (1..=3).flat_map(|layer| -> Vec<_> { of(layer, "Actor") }).collect();
    review.lit = Some(Lit { span: place("Bà Hoa, dân xã Ba"), marks });
    review
}

/// Forty marks over one another.
fn dense() -> Review {
    let words: Vec<&str> = TEXT.lines().nth(1).unwrap().split(' ').collect();
    let pieces: Vec<String> = (0..40)
        .map(|i| {
            let from = (i * 5) % 17;
            words[from..(from + 2 + (i * 7) % 9).min(words.len() - 1)].join(" ")
        })
        .collect();
    let mut of = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for (i, piece) in pieces.iter().enumerate() {
        let mark = (["Actor", "Claim", "Date"][i % 3], piece.trim_matches([':', '“', '”', '.', ',']));
        if !of[i % 4].contains(&mark) {
            of[i % 4].push(mark);
        }
    }
    Review::new(TEXT, &of[0][..4], [&of[1], &of[2], &of[3]])
}

#[test]
fn layers_in_light() {
    let (w, t) = window(reviewed(), false);
    compare("layers-light", &w, &t);
}

#[test]
fn layers_in_dark() {
    let (w, t) = window(reviewed(), true);
    compare("layers-dark", &w, &t);
}

#[test]
fn forty_marks_of_four_people() {
    let (w, t) = window(dense(), false);
    compare("layers-dense", &w, &t);
}

#[test]
fn whose_a_mark_is_can_be_heard_and_clicked() {
    let (mut w, _) = window(reviewed(), false);
    let mark = w.get_by_label("Minh: Claim: sẽ bồi thường đủ");
    assert_eq!(mark.accesskit_node().data().description(), Some("act: denies"));
    mark.click_accesskit();
    w.step();
    assert_eq!(w.state_mut().clicked.1.take().unwrap().0, 2);
    assert!(w.get_by_label("Minh: Actor: Bà Hoa").accesskit_node().is_selected().unwrap(), "it is lit");
    let taken = |w: &Harness<'_, Review>| w.state().desk.session.doc().unwrap().selection().mark.clone();
    assert_eq!(taken(&w), None, "others' marks are not taken in hand");
    w.get_by_label("Gold: Date: thứ Ba (2/12)").click_accesskit();
    w.step();
    assert_eq!(w.state_mut().clicked.1.take().map(|(layer, _)| layer), Some(0));
    assert!(taken(&w).is_some());
}

#[test]
fn a_place_is_gone_to_by_its_glyph() {
    let (mut w, _) = window(reviewed(), false);
    w.get_by_label("Changed since it was decided: thứ Ba (2/12)").click();
    w.step();
    assert_eq!(w.state().clicked.0, Some(1));
    assert!(w.query_by_label_contains("To decide: Bà Hoa, dân xã Ba").is_some());
    // Of many beside one row the last glyph stands for the rest, and goes to what is to be decided there.
    let words = ["Ông", "Trần", "Văn", "Nam", "nói"];
    let state = |i| if i < 3 { PlaceState::Done } else { PlaceState::Open };
    w.state_mut().places = words.iter().enumerate().map(|(i, word)| (span(TEXT, word), state(i))).collect();
    w.step();
    w.step();
    assert!(w.query_by_label("Decided: Văn").is_none());
    w.get_by_label("To decide: Nam").click();
    w.step();
    assert_eq!(w.state().clicked.0, Some(3));
}

#[test]
fn the_innermost_mark_of_whichever_layer_is_clicked() {
    let (mut w, _) = window(reviewed(), false);
    let at = place(&w, "giờ").0;
    click(&mut w, at);
    assert_eq!(w.state_mut().clicked.1.take().map(|(layer, _)| layer), Some(1), "“ba giờ” is Lan's alone");
}

#[test]
fn the_pointer_is_told_whose_marks_lie_there() {
    let (mut w, t) = window(reviewed(), false);
    let at = place(&w, "giờ").0;
    w.hover_at(at);
    for _ in 0..90 {
        w.step();
    }
    for name in ["Lan: Date", "Minh: Claim", "act: denies"] {
        assert!(w.query_all_by_label(name).count() > 0, "{name}");
    }
    compare("layers-named", &w, &t);
}

#[test]
fn a_tag_stands_for_its_mark() {
    let (mut w, _) = window(reviewed(), false);
    // Thu's “phủ nhận” begins where nobody else's does; its tag is under the first letters.
    let under = place(&w, "phủ").0 + egui::vec2(2.0, 16.0);
    click(&mut w, under);
    let (layer, id) = w.state_mut().clicked.1.take().unwrap();
    assert_eq!(layer, 3);
    let mark = w.state().others[2].get(&id).cloned().unwrap();
    assert!(mark.span().unwrap().of(&whosaid::text::Text::new(TEXT)).starts_with("phủ nhận"));
}

fn click(w: &mut Harness<'_, Review>, at: egui::Pos2) {
    w.hover_at(at);
    w.step();
    w.drag_at(at);
    w.drop_at(at);
    w.step();
}
