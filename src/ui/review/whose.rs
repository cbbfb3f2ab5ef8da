//! Whose work is reviewed, and whether names are shown: a small menu over the list of articles.

use crate::{
    model::AnnotatorName,
    session::{Action, ReviewAction, Session, review::Reviewed},
    ui::choice::tick,
};
use egui::{Button, Popup, PopupCloseBehavior, ScrollArea, Ui, WidgetInfo, accesskit::Role};

pub(in crate::ui) fn button(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let reviewing = session.reviewing();
    let narrowed = !reviewing.reviewed().annotators.is_empty() || reviewing.reviewed().any_state || session.is_blind();
    let button = ui.add(Button::new("Whose work…").small().selected(narrowed));
    button.widget_info(|| WidgetInfo::selected(Role::Button, true, narrowed, "Whose work"));
    let button = button.on_hover_text("Which annotators are compared, and whether names are shown");
    let popup = Popup::from_toggle_button_response(&button).id(button.id.with("popup")).gap(4.0);
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside).accessible_name("Whose work is reviewed");
    popup.show(|ui| {
        ui.set_width(250.0);
        ui.spacing_mut().item_spacing.y = 4.0;
        choices(ui, session, actions);
    });
}

fn choices(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let (Some(project), Some(me)) = (session.project(), session.annotator()) else { return };
    let reviewed = session.reviewing().reviewed();
    let mut change = |reviewed: Reviewed| actions.push(Action::Review(ReviewAction::Whose(reviewed)));
    let mut others: Vec<&AnnotatorName> = project.annotators.iter().filter(|who| *who != me).collect();
    // Where names are hidden, their order must not tell them.
    others.sort_by_cached_key(|who| session.shown_name(who));
    if others.is_empty() {
        ui.weak("Nobody else has work here");
    }
    let chosen: Vec<&AnnotatorName> = others.iter().copied().filter(|who| reviewed.has(who, me)).collect();
    ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
        for who in &others {
            let was = chosen.contains(who);
            let mut is = was;
            let last = was && chosen.len() == 1;
            let response = tick(ui, !last, &mut is, session.shown_name(who));
            response.on_disabled_hover_text("Somebody’s work is to be reviewed");
            if is != was {
                change(Reviewed { annotators: named(&others, &chosen, who), ..reviewed.clone() });
            }
        }
    });
    ui.separator();
    let mut any = reviewed.any_state;
    let about = "Also sets that nobody has called done yet";
    if tick(ui, true, &mut any, "Also work in progress").on_hover_text(about).changed() {
        change(Reviewed { any_state: any, ..reviewed.clone() });
    }
    let mut blind = session.is_blind();
    let about = "For every reviewer of this project: letters stand for names, and versions come in another order, the same in every article";
    if tick(ui, true, &mut blind, "Hide names").on_hover_text(about).changed() {
        actions.push(Action::Review(ReviewAction::Blind(blind)));
    }
}

/// Those who are chosen after one was added or taken away; none where these are simply all people.
fn named(others: &[&AnnotatorName], chosen: &[&AnnotatorName], who: &AnnotatorName) -> Vec<AnnotatorName> {
    let is = |other: &AnnotatorName| chosen.contains(&other) != (other == who);
    let new: Vec<AnnotatorName> = others.iter().filter(|o| is(o)).map(|o| (*o).clone()).collect();
    let everyone = others.iter().all(|o| is(o) != o.is_machine());
    if everyone { Vec::new() } else { new }
}
