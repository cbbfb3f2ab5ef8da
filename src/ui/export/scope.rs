//! What is taken: whose marks, of which labels, in which articles; and how it is written, where that makes a difference.

use super::{act, title};
use crate::{
    formats::{Policy, TokenUnit},
    session::{Action, ExportAction, Session, Which},
    text::{counted, one_line},
    ui::{
        choice::{radio, tick},
        theme::Palette,
    },
};
use egui::{DragValue, RichText, Ui};

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let exporting = session.exporting();
    title(ui, "Whose marks");
    for name in session.exported_annotators() {
        let mut on = exporting.has_annotator(&name);
        if tick(ui, true, &mut on, name.as_str()).changed() {
            act(actions, ExportAction::Annotator(name, on));
        }
    }
    for (only, name) in [(false, "Done and in progress"), (true, "Only what is done")] {
        if radio(ui, true, exporting.done_only() == only, name).clicked() {
            act(actions, ExportAction::DoneOnly(only));
        }
    }
    let mut gold = exporting.gold();
    let hint = "What came of a review, with decisions.jsonl beside it";
    if tick(ui, true, &mut gold, "Only gold sets").on_hover_text(hint).changed() {
        act(actions, ExportAction::GoldOnly(gold));
    }
    title(ui, "Labels");
    let p = Palette::of(ui.visuals());
    for label in session.project().into_iter().flat_map(|p| p.labels.iter()) {
        let mut on = exporting.has_label(&label.name);
        if tick(ui, true, &mut on, RichText::new(&*label.name).color(p.label(label.color))).changed() {
            act(actions, ExportAction::Label(label.name.clone(), on));
        }
    }
    articles(ui, session, actions);
    parts(ui, session, actions);
    options(ui, session, actions);
}

fn articles(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    title(ui, "Articles");
    let list = session.articles();
    let chosen = session.exporting().articles();
    let this = session.current().map(|key| {
        let entry = list.get(key).and_then(|e| e.known.as_ref()?.metadata.title.clone());
        one_line(entry.as_deref().unwrap_or(key.as_str()), 60)
    });
    let filtered = !list.filter().is_empty();
    let shown = counted(list.shown_len(), "article");
    for (which, name, can, why) in [
        (Which::All, format!("All: {}", counted(list.len(), "article")), true, ""),
        (Which::Shown, format!("Those the list shows: {shown}"), filtered, "The list of articles is not filtered"),
        (Which::Current, format!("This one: {}", this.as_deref().unwrap_or("none")), this.is_some(), "None is open"),
    ] {
        let response = radio(ui, can, chosen == which, name);
        if response.on_disabled_hover_text(why).clicked() {
            act(actions, ExportAction::Articles(which));
        }
    }
}

/// Dividing into parts.
fn parts(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    title(ui, "Parts");
    let (on, ratios) = session.exporting().split();
    let (mut new_on, mut new) = (on, ratios);
    let about = "Articles on one event, at one address or with nearly the same words stay together. What was divided once stays \
                 where it is: splits.json of the project says so";
    tick(ui, true, &mut new_on, "Divide into train, dev and test").on_hover_text(about);
    if new_on {
        ui.horizontal_wrapped(|ui| {
            for (name, share) in [("train", &mut new.train), ("dev", &mut new.dev), ("test", &mut new.test)] {
                let label = ui.label(name);
                ui.add(DragValue::new(share).range(0..=1000)).labelled_by(label.id);
            }
        });
    }
    if (new_on, new) != (on, ratios) {
        act(actions, ExportAction::Split(new_on, new));
    }
}

/// The options that make a difference to the formats that are chosen.
fn options(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let exporting = session.exporting();
    let (now, needed) = (exporting.options(), exporting.needed());
    let mut new = now;
    if needed.overlap {
        title(ui, "Where marks overlap");
        for (policy, name, about) in [
            (Policy::Outermost, "Keep the outer one", "The mark around the others; of two that cross, the first"),
            (Policy::Innermost, "Keep the inner one", "The marks inside"),
            (Policy::Longest, "Keep the longest", "The longest, wherever it stands"),
        ] {
            if radio(ui, true, now.policy == policy, name).on_hover_text(about).clicked() {
                new.policy = policy;
            }
        }
    }
    if needed.tokens {
        title(ui, "Tokens");
        for (unit, name, about) in [
            (TokenUnit::Words, "Words", "Words as Unicode has them: “6,5” is one"),
            (TokenUnit::Syllables, "Syllables", "Runs of letters and digits, in Vietnamese a syllable: “6,5” is three"),
        ] {
            if radio(ui, true, now.tokens == unit, name).on_hover_text(about).clicked() {
                new.tokens = unit;
            }
        }
        let about = "Lines of page noise are left out of the formats made of tokens";
        tick(ui, true, &mut new.without_noise, "Leave page noise out").on_hover_text(about);
    }
    title(ui, "Text");
    if needed.edges {
        let about = "Blanks at the edges of marks are left out of them, in every format";
        tick(ui, true, &mut new.trim, "Trim blanks off marks").on_hover_text(about);
    }
    let about = "Unicode NFC; offsets follow. Without it texts are as in their files";
    tick(ui, true, &mut new.composed, "Compose the texts (NFC)").on_hover_text(about);
    if new != now {
        act(actions, ExportAction::Options(new));
    }
}
