//! Every key in one picture, drawn from the list of commands.

use super::{modal, theme::Palette, topbar};
use crate::session::{Action, COMMANDS, Command, Group, Overlay, Place, Session};
use egui::{RichText, ScrollArea, Ui};

/// A column is at least this wide, and its keys stand in so much of it, in points.
const COLUMN: f32 = 370.0;
const KEYS: f32 = 142.0;
/// The height of a row, in points.
const ROW: f32 = 18.0;

/// The mouse has no commands; what it does is told here.
const MOUSE: [(&str, &str); 10] = [
    ("Drag", "Select whole syllables; with Alt single characters"),
    ("Double, triple, quadruple click", "Word, sentence, paragraph"),
    ("Click a mark", "Take it in hand, the innermost first"),
    ("Click again", "The next one out"),
    ("Drag an edge", "Resize the mark in hand by syllables; with Alt by characters"),
    ("Drag the ring at a mark’s end", "Link it to the mark where the drag ends"),
    ("Ctrl+click another mark", "Link the mark in hand to it"),
    ("Shift+click", "Extend the selection to there"),
    ("↑ ↓ Home End Page Up Page Down", "Move the caret; with Shift extend the selection"),
    ("Click a label", "Mark the selection, or arm the label for the next drags"),
];

/// Keys, what they do, and the same in a sentence.
type Row = (String, String, String);

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let size = ui.ctx().content_rect().size();
    let modal = modal(ui, "keys").show(ui, |ui| {
        ui.set_width((size.x - 60.0).min(COLUMN * 3.0 + 60.0));
        ui.horizontal(|ui| {
            ui.heading("Keys");
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("Close").clicked() {
                    actions.push(Action::Overlay(Overlay::None));
                }
                if ui.button("Change keys…").on_hover_text("Give commands keys of your own").clicked() {
                    actions.push(Action::Run("preferences"));
                }
            });
        });
        ui.add_space(4.0);
        let height = size.y - 130.0;
        let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
        area.show(ui, |ui| {
            let count = ((ui.available_width() / COLUMN) as usize).clamp(1, 3);
            ui.columns(count, |columns| {
                // Each part goes where most room is left.
                let mut rows = vec![0; count];
                for (title, part) in parts(session) {
                    let Some(least) = rows.iter().enumerate().min_by_key(|(_, n)| **n).map(|(i, _)| i) else { return };
                    if let (Some(ui), Some(n)) = (columns.get_mut(least), rows.get_mut(least)) {
                        *n += part.len() + 2;
                        section(ui, &title, &part);
                    }
                }
            });
        });
    });
    if modal.should_close() {
        actions.push(Action::Overlay(Overlay::None));
    }
}

/// The groups of commands that have keys, then what is no command.
fn parts(session: &Session) -> Vec<(String, Vec<Row>)> {
    let own = |s: &str| s.to_owned();
    let mut parts: Vec<(String, Vec<Row>)> = Vec::new();
    for (group, title) in Group::ALL {
        // A key can mean one thing in one workspace and another in the other: these are told apart.
        for place in [Place::Everywhere, Place::Annotate, Place::Review] {
            let here = |c: &&Command| c.group == group && c.place == place;
            let keyed = COMMANDS.iter().filter(here).filter(|c| !session.keys().of(c.id).is_empty());
            // A digit without a label or version means nothing.
            let rows = keyed.filter_map(|command| {
                let title = topbar::key_title(session, command)?;
                Some((session.keys().all(command.id, "  "), title, own(command.tooltip)))
            });
            let rows: Vec<Row> = rows.collect();
            let said = COMMANDS.iter().find(here).map_or("", topbar::place);
            if !rows.is_empty() {
                parts.push((format!("{title}{said}"), rows));
            }
        }
    }
    let labels = session.project().into_iter().flat_map(|p| p.labels.iter());
    let roles = labels.flat_map(|l| l.links.iter().map(move |role| (l, role)));
    let links: Vec<Row> = roles
        .filter_map(|(label, role)| {
            Some((role.key?.to_string(), format!("{} of a {}", role.name, label.name), role.hint.to_string()))
        })
        .collect();
    if !links.is_empty() {
        parts.push((own("Links of the mark in hand"), links));
    }
    parts.push((own("Mouse and caret"), MOUSE.iter().map(|(what, does)| (own(what), own(does), own(does))).collect()));
    // The longest first, so that the columns come out even.
    parts.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
    parts
}

fn section(ui: &mut Ui, title: &str, rows: &[Row]) {
    let p = Palette::of(ui.visuals());
    ui.add_space(4.0);
    ui.colored_label(p.quiet, title);
    ui.spacing_mut().item_spacing.y = 1.0;
    ui.spacing_mut().interact_size.y = ROW;
    for (keys, does, about) in rows {
        ui.horizontal_top(|ui| {
            let said = |text: RichText| egui::Label::new(text.size(13.0)).wrap().selectable(false);
            // Short rows have one height; what is longer goes on below, for nothing here may be cut.
            let column = |ui: &mut Ui, width: f32, text: RichText| {
                let place = egui::Layout::top_down(egui::Align::Min);
                ui.allocate_ui_with_layout(egui::vec2(width, ROW), place, |ui| {
                    ui.set_min_size(egui::vec2(width, ROW));
                    ui.add(said(text)).on_hover_text(about);
                });
            };
            column(ui, KEYS, RichText::new(keys).strong());
            column(ui, ui.available_width(), RichText::new(does).color(p.text));
        });
    }
    ui.add_space(6.0);
}
