//! The list of the article's marks on the right; those whose place was lost stand first, to be settled.

use super::{articles::elided, counted, page, theme, theme::Palette};
use crate::{
    model::{Annotation, LabelName, Place, State},
    session::{Action, Doc, OpenProject, Session},
    text::one_line,
};
use egui::{CornerRadius, FontId, Frame, Margin, Rect, RichText, ScrollArea, Sense, Ui, pos2, vec2};

/// Height of a row, in points.
const ROW: f32 = 28.0;

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.set_min_size(ui.available_size());
    let (Some(doc), Some(project)) = (session.doc(), session.project()) else { return };
    Frame::new().inner_margin(Margin { left: 12, right: 10, top: 10, bottom: 8 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let all = counted(doc.set().len(), "mark", "marks");
            ui.label(RichText::new(format!("{all} · {}", doc.set().state().name())).strong());
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let count = |label: &LabelName| doc.counts().get(label).copied().unwrap_or_default();
            for label in project.labels.iter() {
                ui.colored_label(p.label(label.color), format!("{} {}", label.name, count(&label.name)));
            }
            let strange: usize = doc
                .counts()
                .iter()
                .filter(|(label, _)| project.labels.get(label).is_none())
                .map(|(_, count)| count)
                .sum();
            if strange > 0 {
                ui.colored_label(p.warning, format!("other {strange}")).on_hover_text(
                    "Marks with labels that the project’s label set does not have; they are kept as they are",
                );
            }
        });
    });
    if let Some(notice) = doc.notices().first() {
        Frame::new().inner_margin(Margin { left: 12, right: 10, top: 0, bottom: 8 }).show(ui, |ui| {
            let all: Vec<String> = doc.notices().iter().map(|n| n.sentence()).collect();
            let short = RichText::new(notice.sentence()).size(12.0).color(p.quiet);
            ui.add(egui::Label::new(short).truncate()).on_hover_text(all.join("\n"));
        });
    }
    lost(ui, session, doc, p, actions);
    let rows = doc.set().placed_len();
    if rows == 0 {
        empty(ui, doc, project, p);
        return;
    }
    let chosen = doc.selection().mark.as_ref();
    // Each article has a place of its own in the list.
    let id = ui.make_persistent_id(("mark-list", doc.key().as_str()));
    let mut area = ScrollArea::vertical().auto_shrink(false).id_salt(("mark-list", doc.key().as_str()));
    // The mark in hand stays in sight in the list too, whenever another one is taken.
    let (offset, height, last): (f32, f32, Option<String>) = ui.data(|d| d.get_temp(id)).unwrap_or((0.0, 0.0, None));
    let now = chosen.map(|c| c.as_str().to_owned());
    if now != last
        && let Some(n) = doc.selected_at().filter(|n| *n < rows)
    {
        let top = n as f32 * ROW;
        if top < offset || top + ROW > offset + height {
            area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
        }
    }
    let out = area.show_rows(ui, ROW, rows, |ui, range| {
        for mark in range.filter_map(|n| doc.set().nth(n)) {
            row(ui, session, doc, project, mark, p, actions);
        }
    });
    ui.data_mut(|d| d.insert_temp(id, (out.state.clamped_offset().y, out.inner_rect.height(), now)));
}

fn row(
    ui: &mut Ui,
    session: &Session,
    doc: &Doc,
    project: &OpenProject,
    mark: &Annotation,
    p: &Palette,
    actions: &mut Vec<Action>,
) {
    let Some(span) = mark.span() else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let chosen = doc.selection().mark.as_ref() == Some(&mark.id);
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, if chosen { p.chosen } else { p.hover });
    }
    let (color, line) = theme::look(project.labels.get(&mark.label), p);
    let label = elided(ui, &mark.label, FontId::proportional(11.5), color, 50.0);
    let sample =
        Rect::from_min_size(pos2(rect.left() + 12.0, rect.top() + 21.0), vec2(label.rect.width().max(20.0), 2.0));
    ui.painter().galley(pos2(rect.left() + 12.0, rect.top() + 4.0), label, color);
    page::stroke(ui.painter(), sample, line, color);
    let words = elided(ui, span.of(doc.text()), FontId::proportional(14.0), p.text, rect.width() - 94.0);
    ui.painter().galley(pos2(rect.left() + 70.0, rect.top() + 4.0), words, p.text);
    let quote = one_line(span.of(doc.text()), 300);
    let name = format!("{}, {quote}", mark.label);
    if session.problems().has(&mark.id) {
        ui.painter().circle_filled(pos2(rect.right() - 13.0, rect.top() + 14.0), 3.5, p.warning);
    }
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::ListItem, true, chosen, &name));
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(360.0);
        ui.colored_label(color, &*mark.label);
        ui.label(&quote);
        if let Some((_, score)) = doc.moved().iter().find(|(id, _)| *id == mark.id) {
            ui.weak(format!("Found again after the text changed, {:.0} % sure", score * 100.0));
        }
        for problem in session.problems().open().iter().filter(|problem| problem.mark.as_ref() == Some(&mark.id)) {
            ui.colored_label(p.warning, &*problem.sentence);
        }
        if !mark.note.is_empty() {
            ui.label(format!("Note: {}", mark.note));
        }
        for (name, value) in &mark.attributes {
            ui.weak(format!("{name}: {value}"));
        }
        if !mark.made.is_empty() {
            ui.weak(format!("Made {}", mark.made));
        }
    });
    if response.clicked() {
        actions.push(Action::SelectMark(mark.id.clone()));
    }
}

fn lost(ui: &mut Ui, session: &Session, doc: &Doc, p: &Palette, actions: &mut Vec<Action>) {
    let count = doc.set().len() - doc.set().placed_len();
    if count == 0 {
        return;
    }
    Frame::new().inner_margin(Margin { left: 12, right: 10, top: 0, bottom: 10 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.colored_label(p.warning, RichText::new(format!("{} to settle", counted(count, "mark", "marks"))).strong())
            .on_hover_text("The text changed and these words were not found in it again. Nothing was dropped");
        ScrollArea::vertical().id_salt("lost").max_height(220.0).show(ui, |ui| {
            for mark in doc.set().lost() {
                let Place::Lost(was) = &mark.place else { continue };
                let words = one_line(&was.quotation.exact, 120);
                ui.horizontal_wrapped(|ui| {
                    ui.weak(&*mark.label);
                    ui.label(format!("“{words}”"));
                });
                ui.horizontal(|ui| {
                    let can = session.can_mark();
                    let put = ui.add_enabled(can && doc.selection().span().is_some(), egui::Button::new("Put here"));
                    if put.on_hover_text("The selected text is where this mark belongs").clicked() {
                        actions.push(Action::PlaceLost(mark.id.clone()));
                    }
                    if ui.add_enabled(can, egui::Button::new("Remove")).on_hover_text("Undo brings it back").clicked() {
                        actions.push(Action::SelectMark(mark.id.clone()));
                        actions.push(Action::Run("delete"));
                    }
                });
            }
        });
    });
}

fn empty(ui: &mut Ui, doc: &Doc, project: &OpenProject, p: &Palette) {
    Frame::new().inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        if doc.trouble().is_some() {
            ui.colored_label(p.quiet, "Your marks cannot be shown until their file is settled");
            return;
        }
        if doc.set().state() == State::Done {
            ui.colored_label(p.quiet, "Read to the end: nothing to mark here");
            return;
        }
        ui.colored_label(p.quiet, "No marks yet. Drag over words, then press a key:");
        ui.add_space(6.0);
        for label in project.labels.iter() {
            if let Some(key) = label.key {
                ui.horizontal(|ui| {
                    ui.strong(key.to_string());
                    ui.colored_label(p.label(label.color), &*label.name);
                });
            }
        }
    });
}
