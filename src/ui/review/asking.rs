//! The reasons to choose from, over the lower edge of the page.

use super::super::theme::Palette;
use crate::session::{Action, ReviewAction, Session, review::Asking};
use egui::{Align2, Area, Button, Frame, Id, Margin, Rect, RichText, Stroke, Ui, WidgetInfo, accesskit::Role, vec2};

pub(in crate::ui) fn show(ui: &Ui, session: &Session, view: Rect, actions: &mut Vec<Action>) {
    let Some(asking) = session.reviewing().asking() else { return };
    let p = Palette::of(ui.visuals());
    let at = view.center_bottom() - vec2(0.0, 18.0);
    let area = Area::new(Id::unique("review-reasons")).fixed_pos(at).pivot(Align2::CENTER_BOTTOM);
    area.show(ui.ctx(), |ui| {
        let frame = Frame::popup(ui.style()).inner_margin(Margin::symmetric(14, 10)).stroke(Stroke::new(1.0, p.accent));
        frame.show(ui, |ui| {
            ui.set_width((view.width() - 60.0).clamp(200.0, 600.0));
            ui.spacing_mut().item_spacing.y = 6.0;
            let (title, none, not) = match asking {
                Asking::Neither => ("Why is none of it right?", "No reason", "Not yet"),
                Asking::Reason => ("Why was it decided so?", "No reason", "Leave it"),
            };
            ui.strong(title);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                for (n, reason) in session.reasons().into_iter().enumerate() {
                    let digit = if n < 9 { (n + 1).to_string() } else { String::new() };
                    if choice(ui, &reason, &digit) {
                        actions.push(Action::Review(ReviewAction::Reason(reason)));
                    }
                }
            });
            ui.horizontal(|ui| {
                if choice(ui, none, "Enter") {
                    actions.push(Action::Review(ReviewAction::Reason("".into())));
                }
                if choice(ui, not, "Esc") {
                    actions.push(Action::Review(ReviewAction::NoReason));
                }
            });
        });
    });
}

/// A choice with its key; says whether it was clicked.
fn choice(ui: &mut Ui, title: &str, key: &str) -> bool {
    let response = ui.add(Button::new(RichText::new(title).size(13.5)).shortcut_text(key));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Reason: {title}")));
    response.clicked()
}
