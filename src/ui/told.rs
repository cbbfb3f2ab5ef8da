//! What the program tells: sentences above the label bar. Good news goes by itself; the rest stays until it is dismissed.

use super::theme::Palette;
use crate::session::{Action, Session, Told, ToldKind};
use egui::{Align2, Area, Frame, Id, Margin, Order, RichText, Stroke, Ui, vec2};

/// Good news stays for this long, in seconds.
const STAYS: f64 = 4.0;

/// Since when the present good news is shown.
#[derive(Default)]
pub(super) struct State {
    since: Option<(Told, f64)>,
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let told = session.told();
        let now = ui.input(|i| i.time);
        let info = told.iter().enumerate().find(|(_, t)| t.kind == ToldKind::Info);
        match info {
            Some((index, told)) => {
                if self.since.as_ref().is_none_or(|(t, _)| t != told) {
                    self.since = Some((told.clone(), now));
                }
                let left = self.since.as_ref().map_or(0.0, |(_, since)| since + STAYS - now);
                if left <= 0.0 {
                    actions.push(Action::Dismiss(index));
                } else {
                    ui.request_repaint_after(std::time::Duration::from_secs_f64(left));
                }
            }
            None => self.since = None,
        }
        if told.is_empty() {
            return;
        }
        let p = Palette::of(ui.visuals());
        Area::new(Id::unique("told")).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, vec2(0.0, -52.0)).show(
            ui,
            |ui| {
                for (index, told) in told.iter().enumerate().rev().take(4).rev() {
                    let (color, edge) = match told.kind {
                        ToldKind::Info => (p.text, p.line),
                        ToldKind::Warning => (p.warning, p.warning),
                        ToldKind::Error => (p.error, p.error),
                    };
                    Frame::popup(ui.style())
                        .stroke(Stroke::new(1.0, edge))
                        .inner_margin(Margin::symmetric(12, 7))
                        .show(ui, |ui| {
                            ui.set_max_width(640.0);
                            let say = |ui: &mut Ui| {
                                let words = egui::Label::new(RichText::new(&*told.text).color(color)).wrap();
                                let response = ui.add(words);
                                response.widget_info(|| {
                                    egui::WidgetInfo::labeled(egui::accesskit::Role::Alert, true, &*told.text)
                                });
                            };
                            say(ui);
                            if told.kind != ToldKind::Info && ui.button("Dismiss").clicked() {
                                actions.push(Action::Dismiss(index));
                            }
                        });
                }
            },
        );
    }
}
