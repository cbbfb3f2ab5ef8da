//! What is still to be said of a link that is being made, over the lower edge of the page.

use super::theme::Palette;
use crate::{
    session::{Action, Doc, LinkAction, LinkStep, Session},
    text::one_line,
};
use egui::{Align2, Area, Button, Frame, Id, Margin, Rect, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

pub(super) fn show(ui: &Ui, session: &Session, view: Rect, actions: &mut Vec<Action>) {
    let (Some(doc), Some(linking)) = (session.doc(), session.linking()) else { return };
    let p = Palette::of(ui.visuals());
    let from = words(doc, &linking.from);
    let at = view.center_bottom() - vec2(0.0, 18.0);
    let area = Area::new(Id::unique("link-bar")).fixed_pos(at).pivot(Align2::CENTER_BOTTOM);
    area.show(ui.ctx(), |ui| {
        let edge = egui::Stroke::new(1.0, p.accent);
        Frame::popup(ui.style()).inner_margin(Margin::symmetric(12, 8)).stroke(edge).show(ui, |ui| {
            ui.set_max_width((view.width() - 60.0).max(200.0));
            ui.horizontal_wrapped(|ui| match &linking.step {
                LinkStep::Target { role, .. } => {
                    ui.strong(&**role);
                    ui.label(format!("of {from}: press the letters beside a mark, or click it · Esc stops"));
                }
                LinkStep::Role => {
                    ui.label(format!("Link {from} to its"));
                    roles(ui, session, actions);
                }
                LinkStep::Between(to) => {
                    ui.label(format!("{} is, to {from}, its", words(doc, to)));
                    roles(ui, session, actions);
                }
            });
        });
    });
}

fn words(doc: &Doc, id: &crate::model::AnnotationId) -> String {
    let span = doc.set().get(id).and_then(|m| m.span());
    span.map_or_else(String::new, |s| format!("“{}”", one_line(s.of(doc.text()), 40)))
}

fn roles(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    for role in session.link_roles() {
        let key = role.key.map(|k| format!("  {k}")).unwrap_or_default();
        let response = ui.add(Button::new(RichText::new(format!("{}{key}", role.name))));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("As {}", role.name)));
        if response.on_hover_text(&*role.hint).clicked() {
            actions.push(Action::Link(LinkAction::As(role.name.clone())));
        }
    }
    if ui.button("Cancel").clicked() {
        actions.push(Action::Link(LinkAction::Cancel));
    }
}
