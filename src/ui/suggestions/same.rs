//! Whether marks are of one actor: those that have several names, and names that stand for several, each with a question.

use super::act;
use crate::{
    model::AnnotationId,
    session::{Action, ActorOffer, Session, SuggestAction},
    suggest::actors::OfferKind,
    text::one_line,
    ui::{
        counted,
        theme::{self, Palette},
    },
};
use egui::{Button, Frame, Label, Link, Margin, RichText, ScrollArea, Stroke, Ui, WidgetInfo, accesskit::Role};

/// The section takes at most this much of the page, in points; more is scrolled to.
const HEIGHT: f32 = 216.0;

pub(super) fn show(ui: &mut Ui, session: &Session, p: &Palette, actions: &mut Vec<Action>) {
    let offers = session.suggesting().actor_offers();
    if offers.is_empty() {
        return;
    }
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 4 }).show(ui, |ui| {
        ui.label(RichText::new("One actor?").family(theme::bold()));
    });
    let area = ScrollArea::vertical().id_salt("one-actor").auto_shrink([false, true]).max_height(HEIGHT);
    area.show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 4 }).show(ui, |ui| {
            for offer in offers {
                row(ui, session, offer, p, actions);
            }
        });
    });
    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), Stroke::new(1.0, p.line));
}

fn row(ui: &mut Ui, session: &Session, offer: &ActorOffer, p: &Palette, actions: &mut Vec<Action>) {
    let stays = one_line(&offer.stays, 60);
    let name = one_line(&offer.name, 60);
    let name = if offer.is_unnamed() { format!("“{name}”") } else { name };
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.horizontal_wrapped(|ui| {
        if let Some(first) = offer.marks().next() {
            go(ui, &name, first, actions);
        }
        ui.colored_label(p.quiet, "and");
        go(ui, &stays, offer.beside(), actions);
    });
    ui.add(Label::new(RichText::new(&offer.why).size(12.5).color(p.quiet)).wrap());
    let marks = counted(offer.marks().count(), "mark", "marks");
    let (yes, no) = match offer.kind {
        OfferKind::Merge => (
            ("Same", format!("{marks} will be called {stays}")),
            ("Different", "They stay as they are; this is not asked again".to_owned()),
        ),
        OfferKind::Split => (
            ("Split", format!("{marks} will be called {name}")),
            ("Keep", format!("All stay {stays}; this is not asked again")),
        ),
    };
    ui.horizontal(|ui| {
        let can = session.can_mark();
        let id = || offer.id.clone();
        for ((title, hint), action) in [(yes, SuggestAction::TakeOffer(id())), (no, SuggestAction::RefuseOffer(id()))] {
            let button = ui.add_enabled(can, Button::new(title).small());
            button.widget_info(|| WidgetInfo::labeled(Role::Button, can, format!("{title}: {name} and {stays}")));
            if button.on_hover_text(hint).clicked() {
                act(actions, action);
            }
        }
    });
    ui.add_space(7.0);
}

/// A name that leads to a mark that has it.
fn go(ui: &mut Ui, name: &str, mark: &AnnotationId, actions: &mut Vec<Action>) {
    let link = ui.add(Link::new(name));
    link.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Go to {name}")));
    if link.on_hover_text("Go to the first such mark").clicked() {
        actions.push(Action::SelectMark(mark.clone()));
    }
}
