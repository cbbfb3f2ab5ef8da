//! Every key in one picture, drawn from the list of commands.

use super::{modal, theme::Palette, topbar};
use crate::session::{Action, COMMANDS, Group, Overlay, Session};
use egui::{Grid, RichText, ScrollArea, Ui};

/// A narrower window shows one column, in points.
const NARROW: f32 = 800.0;

/// The mouse has no commands; what it does is told here.
const MOUSE: [(&str, &str); 10] = [
    ("Drag", "Select whole syllables; with Alt single characters"),
    ("Double, triple, quadruple click", "Word, sentence, paragraph"),
    ("Click a mark", "Take it in hand, the innermost first"),
    ("Click again", "The next one out"),
    ("Drag an edge", "Resize the mark in hand by syllables; with Alt by characters"),
    ("Drag the ring at a mark's end", "Link it to the mark where the drag ends"),
    ("Ctrl+click another mark", "Link the mark in hand to it"),
    ("Shift+click", "Extend the selection to there"),
    ("↑ ↓ Home End Page Up Page Down", "Move the caret; with Shift extend the selection"),
    ("Click a label", "Mark the selection, or arm the label for the next drags"),
];

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let size = ui.ctx().content_rect().size();
    let modal = modal(ui, "keys").show(ui, |ui| {
        ui.set_width((size.x - 80.0).min(1040.0));
        ui.horizontal(|ui| {
            ui.heading("Keys");
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("Close").clicked() {
                    actions.push(Action::Overlay(Overlay::None));
                }
                if ui.button("Change keys…").on_hover_text("Give commands keys of your own").clicked() {
                    actions.push(Action::Overlay(Overlay::Preferences));
                }
            });
        });
        ui.add_space(6.0);
        ScrollArea::vertical()
            .max_height(size.y - 160.0)
            .min_scrolled_height(size.y - 160.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.columns(if size.x < NARROW { 1 } else { 2 }, |columns| {
                    let last = columns.len().saturating_sub(1);
                    for (group, title) in Group::ALL {
                        let at = if matches!(group, Group::Mark | Group::Edit | Group::Project) { 0 } else { last };
                        let Some(ui) = columns.get_mut(at) else { continue };
                        section(ui, title, |ui| {
                            for command in
                                COMMANDS.iter().filter(|c| c.group == group && !session.keys().of(c.id).is_empty())
                            {
                                // A digit without a label means nothing.
                                let Some(title) = topbar::key_title(session, command) else { continue };
                                let keys = session.keys().all(command.id, "  ");
                                ui.label(RichText::new(keys).strong());
                                ui.add(egui::Label::new(RichText::new(title).color(p.text)).truncate())
                                    .on_hover_text(command.tooltip);
                                ui.end_row();
                            }
                        });
                    }
                    let Some(ui) = columns.get_mut(last) else { return };
                    let labels = session.project().into_iter().flat_map(|p| p.labels.iter());
                    let roles: Vec<_> = labels.flat_map(|l| l.links.iter().map(move |r| (l, r))).collect();
                    if roles.iter().any(|(_, role)| role.key.is_some()) {
                        section(ui, "Links of the mark in hand", |ui| {
                            for (label, role) in roles {
                                let Some(key) = role.key else { continue };
                                ui.label(RichText::new(key.to_string()).strong());
                                let title = format!("{} of a {}", role.name, label.name);
                                ui.add(egui::Label::new(title).truncate()).on_hover_text(&*role.hint);
                                ui.end_row();
                            }
                        });
                    }
                    section(ui, "Mouse and caret", |ui| {
                        for (what, does) in MOUSE {
                            ui.add(egui::Label::new(RichText::new(what).strong()).wrap());
                            ui.add(egui::Label::new(does).wrap());
                            ui.end_row();
                        }
                    });
                });
            });
    });
    if modal.should_close() {
        actions.push(Action::Overlay(Overlay::None));
    }
}

fn section(ui: &mut Ui, title: &str, rows: impl FnOnce(&mut Ui)) {
    ui.add_space(4.0);
    ui.colored_label(Palette::of(ui.visuals()).quiet, title);
    Grid::new(title).num_columns(2).min_col_width(130.0).max_col_width(320.0).spacing([14.0, 3.0]).show(ui, rows);
    ui.add_space(8.0);
}
