//! Stories of actors that have several names, or one name for several of them.

use super::*;
use crate::model::State;

const NEWS: &str = "[Actor Ông Trần Văn Bền] nói đê vỡ. [Actor Ông Bền] nói nước rút. “Chạy kịp”, [Actor ông Bền] kể. [Actor Bà Lan] cười. Mọi người đã được đưa đi.";

fn name_mark(w: &mut World, mark: &AnnotationId, name: &str) {
    let (article, mark) = (key("0.txt"), mark.clone());
    w.act(Action::Attribute { article, mark, name: "entity".into(), value: name.to_owned() });
}

/// The article with what each mark is called, in order; `-` for nobody.
fn called(story: &str, names: &[&str]) -> World {
    let mut w = world(&[story]);
    let ids: Vec<_> = w.session.doc().unwrap().set().iter().map(|m| m.id.clone()).collect();
    for (id, name) in ids.iter().zip(names).filter(|(_, name)| **name != "-") {
        name_mark(&mut w, id, name);
    }
    w
}

impl World {
    /// `name | name: how many marks` of each offer.
    fn actor_offers(&self) -> Vec<String> {
        let all = self.session.suggesting().actor_offers();
        all.iter().map(|o| format!("{} | {}: {}", o.name, o.stays, o.marks().count())).collect()
    }

    fn entities(&self) -> String {
        let set = self.session.doc().unwrap().set();
        set.iter().map(|m| m.attributes.get("entity").map_or("-", |e| e)).collect::<Vec<_>>().join(", ")
    }

    fn settle_offer(&mut self, take: bool) -> &mut Self {
        let id = self.session.suggesting().actor_offers()[0].id.clone();
        self.act(Action::Suggest(if take { SuggestAction::TakeOffer(id) } else { SuggestAction::RefuseOffer(id) }))
    }
}

#[test]
fn one_actor_gets_one_name_in_one_step() {
    let mut w = called(NEWS, &["Trần Văn Bền", "Bền", "Bền", "Lan"]);
    assert_eq!(w.actor_offers(), ["Trần Văn Bền | Bền: 1"], "the commonest stays");
    let before = w.entities();
    w.settle_offer(true);
    assert_eq!(w.entities(), "Bền, Bền, Bền, Lan");
    assert_eq!(w.session.undo_title(), Some("Set entity of “Ông Trần Văn Bền” to Bền"));
    assert!(w.actor_offers().is_empty());
    w.keys("Ctrl+z");
    assert_eq!(w.entities(), before);
    assert_eq!(w.actor_offers(), ["Trần Văn Bền | Bền: 1"]);
    w.keys("Ctrl+Shift+z");
    assert_eq!(w.entities(), "Bền, Bền, Bền, Lan");
}

#[test]
fn marks_without_a_name_are_offered_that_of_their_actor() {
    let mut w = called(NEWS, &["Trần Văn Bền", "-", "-", "-"]);
    assert_eq!(w.actor_offers(), ["Ông Bền | Trần Văn Bền: 2"]);
    w.settle_offer(true);
    assert_eq!(w.entities(), "Trần Văn Bền, Trần Văn Bền, Trần Văn Bền, -");
    assert_eq!(w.session.undo_title(), Some("Set entity of 2 marks to Trần Văn Bền"));
}

#[test]
fn a_refused_offer_is_remembered_and_can_be_taken_back() {
    let mut w = called(NEWS, &["Trần Văn Bền", "Bền", "Bền", "Lan"]);
    let before = w.entities();
    w.settle_offer(false);
    assert!(w.actor_offers().is_empty());
    assert_eq!(w.entities(), before);
    assert_eq!(w.session.undo_title(), Some("Keep apart Trần Văn Bền and Bền"));
    assert_eq!(w.session.problems().silenced().len(), 0, "it was no problem that was silenced");
    let silenced = &w.disk[&key("0.txt")].1.remarks().silenced;
    let kept: Vec<_> = silenced.iter().map(|(s, why)| format!("{}, {}: {why}", s.rule, s.about)).collect();
    assert_eq!(kept, ["same actor, Bền = Trần Văn Bền: Different actors"], "and it is on disk");
    // Another change asks the sources again.
    w.click("Bà Lan").keys("Delete");
    assert!(w.actor_offers().is_empty());
    w.keys("Ctrl+z").keys("Ctrl+z");
    assert_eq!(w.actor_offers().len(), 1);
}

#[test]
fn different_actors_get_names_of_their_own() {
    let mut w = called(&NEWS.replace("Bà Lan", "Bà Bền"), &["Trần Văn Bền"; 4]);
    assert_eq!(w.actor_offers(), ["Bà Bền | Trần Văn Bền: 1"]);
    w.settle_offer(false);
    assert_eq!(w.session.undo_title(), Some("Keep Trần Văn Bền as one actor"));
    assert!(w.actor_offers().is_empty());
    w.keys("Ctrl+z").settle_offer(true);
    assert_eq!(w.entities(), "Trần Văn Bền, Trần Văn Bền, Trần Văn Bền, Bà Bền");
    assert!(w.actor_offers().is_empty());
}

#[test]
fn an_offer_goes_with_its_marks_before_the_sources_answer() {
    let mut w = called(NEWS, &["Trần Văn Bền", "Bền", "Bền", "Lan"]);
    w.asks = Some(Vec::new());
    w.click("Ông Trần").keys("Delete");
    assert!(w.actor_offers().is_empty(), "there is nobody left to be named");
    w.keys("Ctrl+z");
    let id = w.session.doc().unwrap().set().nth(0).unwrap().id.clone();
    name_mark(&mut w, &id, "Bền");
    assert!(w.actor_offers().is_empty(), "they have one name now");
}

#[test]
fn nothing_is_offered_where_actors_have_no_names_or_the_source_is_off_or_all_is_done() {
    let names = ["Trần Văn Bền", "Bền", "Bền", "Lan"];
    let mut w = called(NEWS, &names);
    w.act(Action::Suggest(SuggestAction::Source("actors".into(), false)));
    assert!(w.actor_offers().is_empty());
    w.act(Action::Suggest(SuggestAction::Source("actors".into(), true)));
    assert_eq!(w.actor_offers().len(), 1);
    let mut labels: Vec<_> = w.session.project().unwrap().labels.iter().cloned().collect();
    for attribute in labels.iter_mut().flat_map(|l| &mut l.attributes).filter(|a| &*a.name == "entity") {
        attribute.kind = AttributeKind::Text;
    }
    w.session.handle(Event::Labels(Ok(LabelSet::new(labels).unwrap())));
    w.settle();
    assert!(w.actor_offers().is_empty());
    let mut w = called(NEWS, &names);
    w.keys("Enter");
    assert_eq!(w.disk[&key("0.txt")].1.state(), State::Done);
    assert!(w.actor_offers().is_empty());
}
