//! Words that annotators do not agree on: marked by one and not by another, or under different labels.

use super::{super::theme::Palette, open, worst};
use crate::{
    agreement::Kind,
    session::{
        Action,
        agreeing::{Behind, Between, Measured, Shown, What},
    },
    text::{counted, one_line},
};
use egui::{ScrollArea, Ui};

pub(super) fn show(ui: &mut Ui, measured: &Measured, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    if measured.phrases.is_empty() {
        ui.label("There are no words that one annotator marked and another did not, or under another label");
        return;
    }
    ui.colored_label(
        p.quiet,
        "Words that one annotator marked and another did not, or under another label. Capitals and accents count as the same.",
    );
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("agreement-phrases").auto_shrink(false);
    area.show_rows(ui, 30.0, measured.phrases.len(), |ui, range| {
        for phrase in measured.phrases.get(range).unwrap_or_default() {
            let n = phrase.places.len();
            let missed = phrase.places.iter().filter(|f| f.pairing.kind == Kind::Missed).count();
            let about = match (missed, n - missed) {
                (missed, 0) => format!("{missed} × missed"),
                (0, other) => format!("{other} × another label"),
                (missed, other) => format!("{missed} × missed, {other} × another label"),
            };
            let words = one_line(&phrase.words, 120);
            let name = format!("{words}: {}", counted(n, "place"));
            if worst::line(ui, Some((&n.to_string(), 0.0)), &words, &about, &name) {
                let behind = Behind::new(Between::Everyone, What::Phrase(phrase.folded.clone()));
                open(actions, behind.first(Shown::All));
            }
        }
    });
}
