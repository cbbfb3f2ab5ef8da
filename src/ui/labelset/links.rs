//! What marks of a label can be linked to: its roles.

use super::{
    asking::{Asking, Going},
    field, formerly, order, tick, wrong,
};
use crate::{
    model::{Draft, Fault, Part},
    ui::theme::Palette,
};
use egui::{Button, RichText, Ui, WidgetInfo, accesskit::Role};

pub(super) fn show(
    ui: &mut Ui,
    draft: &mut Draft,
    at: usize,
    fault: Option<&Fault>,
    asking: &mut Option<Asking>,
    added: &mut Option<Part>,
) {
    let p = Palette::of(ui.visuals());
    let labels: Vec<(usize, String)> = draft.labels.iter().map(|l| (l.id, l.name.clone())).collect();
    let Some(label) = draft.labels.get_mut(at) else { return };
    ui.add_space(8.0);
    ui.label(RichText::new("Links").strong());
    if label.links.is_empty() {
        ui.colored_label(p.quiet, "None: marks of this label lead to no other marks");
    }
    let mut shift = None;
    for (i, link) in label.links.iter_mut().enumerate() {
        super::part(ui, |ui| {
            ui.set_width(ui.available_width());
            let which = if link.name.trim().is_empty() { format!("{}", i + 1) } else { link.name.clone() };
            ui.push_id(("link", i), |ui| {
                ui.horizontal(|ui| {
                    let response = field(ui, &mut link.name, &format!("Role of link {}", i + 1), "role", 130.0);
                    super::come_to(&response, added, Part::Link(i));
                    ui.weak("Key");
                    field(ui, &mut link.key, &format!("Key of {which}"), "", 26.0);
                    let several = "It may lead to several marks, in order";
                    tick(ui, &mut link.many, "several", &format!("{which} may lead to several"), several);
                    let needed = "A mark without it is not finished";
                    tick(ui, &mut link.required, "needed", &format!("{which} is needed"), needed);
                    if order(ui, i, "link", &which, &mut shift) {
                        *asking = Some(Asking::Part { label: at, part: Going::Link(i) });
                    }
                });
                wrong(ui, fault, at, Part::Link(i));
                formerly(ui, &mut link.formerly);
                ui.horizontal_wrapped(|ui| {
                    ui.weak("Leads to");
                    for (id, name) in &labels {
                        let on = link.to.contains(id);
                        let name = if name.trim().is_empty() { "New label" } else { name };
                        let response = ui.add(Button::selectable(on, name));
                        response.widget_info(|| {
                            WidgetInfo::selected(Role::CheckBox, true, on, format!("{which} may lead to {name}"))
                        });
                        if response.clicked() {
                            link.to.retain(|to| to != id && labels.iter().any(|l| l.0 == *to));
                            if !on {
                                link.to.push(*id);
                            }
                        }
                    }
                    if link.to.is_empty() {
                        ui.weak("any");
                    }
                });
                ui.horizontal(|ui| {
                    ui.weak("Hint");
                    field(ui, &mut link.hint, &format!("Hint of {which}"), "what it is for, in a sentence", 360.0);
                });
            });
        });
    }
    if let Some((i, down)) = shift {
        label.move_link(i, down);
    }
    if ui.button("Add link").clicked() {
        *added = Some(Part::Link(label.links.len()));
        draft.add_link(at);
    }
}
