//! Whether marks are of one actor, asked beside the article: by accessible name, with the real sources.

use crate::desk::{Desk, press, settled, window};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable};
use whosaid::session::Action;

const NEWS: &str = "Đê vỡ ở Bến Sậy\nÔng Trần Văn Bền cho biết đê đã vỡ từ đêm qua. Theo ông Bền, mọi người đã được đưa đi.\n\
                    Bà Bền nói nước đang rút.";

/// The article with its actors marked, each with what it is called; the page of suggestions open.
fn news(called: [&str; 3], dark: bool) -> Harness<'static, Desk> {
    let mut desk = Desk::new(&[], Some("Lan"));
    desk.real_sources = true;
    desk.begin(&[("a.txt", NEWS)]);
    for (words, name) in ["Ông Trần Văn Bền", "ông Bền", "Bà Bền"].into_iter().zip(called) {
        desk.mark(words, "Actor");
        let doc = desk.session.doc().unwrap();
        let (article, mark) = (doc.key().clone(), doc.selected().unwrap().id.clone());
        desk.session.act(Action::Attribute { article, mark, name: "entity".into(), value: name.into() });
        desk.settle();
    }
    let mut w = window(desk, dark);
    w.get_by_label_contains("Suggestions").click();
    settled(&mut w);
    w
}

fn click(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).click();
    settled(w);
}

#[test]
fn one_actor_with_two_names_is_asked_for_and_gets_one() {
    let mut w = news(["Trần Văn Bền", "Bền", "Bà Bền"], false);
    assert!(w.query_by_label("One actor?").is_some());
    assert!(w.query_by_label("“ông Bền” has a part of the name of “Ông Trần Văn Bền”").is_some(), "and why");
    click(&mut w, "Go to Bền");
    let hand = |w: &Harness<'_, Desk>| {
        let doc = w.state().session.doc().unwrap();
        doc.selected().and_then(|m| m.span()).map(|s| s.of(doc.text()).to_owned())
    };
    assert_eq!(hand(&w).as_deref(), Some("ông Bền"), "a name leads to its mark");
    click(&mut w, "Go to Trần Văn Bền");
    assert_eq!(hand(&w).as_deref(), Some("Ông Trần Văn Bền"));
    click(&mut w, "Same: Bền and Trần Văn Bền");
    assert!(w.state().said("ông Bền").contains("entity=Trần Văn Bền"), "{}", w.state().said("ông Bền"));
    assert!(w.query_by_label("One actor?").is_none(), "nothing is left to ask");
    press(&mut w, Modifiers::COMMAND, Key::Z);
    click(&mut w, "Different: Bền and Trần Văn Bền");
    assert!(w.query_by_label("One actor?").is_none());
    assert!(w.state().said("ông Bền").contains("entity=Bền"), "{}", w.state().said("ông Bền"));
}

#[test]
fn one_name_for_two_actors_is_asked_for_and_split() {
    let mut w = news(["Trần Văn Bền"; 3], true);
    assert!(w.query_by_label("“Bà Bền” is a woman, “Ông Trần Văn Bền” a man").is_some());
    assert!(w.query_by_label("Keep: Bà Bền and Trần Văn Bền").is_some());
    click(&mut w, "Split: Bà Bền and Trần Văn Bền");
    assert!(w.state().said("Bà Bền").contains("entity=Bà Bền"), "{}", w.state().said("Bà Bền"));
    assert!(w.query_by_label("One actor?").is_none());
}
