//! What marks of a label can say: its attributes.

use super::{
    asking::{Asking, Going},
    field, formerly, order, small, tick, wrong,
};
use crate::{
    model::{Draft, DraftAttribute, Fault, Kind, Part, Pick},
    ui::theme::Palette,
};
use egui::{ComboBox, RichText, Ui, WidgetInfo, accesskit::Role};

/// An attribute that another one may depend on: its number, its name, its values.
type Other = (usize, String, Vec<(Pick, String)>);

pub(super) fn show(
    ui: &mut Ui,
    draft: &mut Draft,
    at: usize,
    fault: Option<&Fault>,
    asking: &mut Option<Asking>,
    added: &mut Option<Part>,
) {
    let p = Palette::of(ui.visuals());
    let Some(label) = draft.labels.get_mut(at) else { return };
    ui.add_space(8.0);
    ui.label(RichText::new("Attributes").strong());
    if label.attributes.is_empty() {
        ui.colored_label(p.quiet, "None: marks of this label say nothing beside their place");
    }
    let names: Vec<Other> = label.attributes.iter().map(|a| (a.id, a.name.clone(), a.picks())).collect();
    let (mut shift, mut value) = (None, None);
    for (i, attribute) in label.attributes.iter_mut().enumerate() {
        super::part(ui, |ui| {
            ui.set_width(ui.available_width());
            let which = if attribute.name.trim().is_empty() { format!("{}", i + 1) } else { attribute.name.clone() };
            ui.push_id(attribute.id, |ui| {
                ui.horizontal(|ui| {
                    let name = format!("Name of attribute {}", i + 1);
                    let response = field(ui, &mut attribute.name, &name, "name", 130.0);
                    super::come_to(&response, added, Part::Attribute(i));
                    kind(ui, attribute, &which);
                    let about = "A mark without it is not finished";
                    tick(ui, &mut attribute.required, "needed", &format!("{which} is needed"), about);
                    if order(ui, i, "attribute", &which, &mut shift) {
                        *asking = Some(Asking::Part { label: at, part: Going::Attribute(i) });
                    }
                });
                wrong(ui, fault, at, Part::Attribute(i));
                formerly(ui, &mut attribute.formerly);
                if attribute.kind == Kind::Choice {
                    values(ui, attribute, at, i, &which, &mut value, asking);
                }
                ui.horizontal(|ui| {
                    ui.weak("Hint");
                    field(ui, &mut attribute.hint, &format!("Hint of {which}"), "what it is for, in a sentence", 260.0);
                    default(ui, attribute, &which);
                });
                condition(ui, attribute, &names, &which);
            });
        });
    }
    if let Some((i, down)) = shift {
        label.move_attribute(i, down);
    }
    if ui.button("Add attribute").clicked() {
        *added = Some(Part::Attribute(label.attributes.len()));
        draft.add_attribute(at);
    }
    if let Some(i) = value {
        draft.add_value(at, i);
    }
}

fn kind(ui: &mut Ui, attribute: &mut DraftAttribute, which: &str) {
    let name = Kind::ALL.iter().find(|(k, _)| *k == attribute.kind).map_or("", |k| k.1);
    let shown = ComboBox::from_id_salt("kind").selected_text(name).width(100.0).show_ui(ui, |ui| {
        for (kind, name) in Kind::ALL {
            if ui.selectable_value(&mut attribute.kind, kind, name).clicked() {
                attribute.default = Pick::none();
            }
        }
    });
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Kind of {which}: {name}")));
}

fn values(
    ui: &mut Ui,
    attribute: &mut DraftAttribute,
    at: usize,
    i: usize,
    which: &str,
    add: &mut Option<usize>,
    asking: &mut Option<Asking>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.weak("Values");
        for (n, value) in attribute.values.iter_mut().enumerate() {
            let width = (value.text.chars().count() as f32 * 9.5 + 14.0).clamp(60.0, 200.0);
            field(ui, &mut value.text, &format!("Value {} of {which}", n + 1), "", width);
            if small(ui, "×", &format!("Remove value {} of {which}", value.text), "") {
                *asking = Some(Asking::Part { label: at, part: Going::Value(i, n) });
            }
        }
        let response = ui.button("+ value");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Add a value to {which}")));
        if response.clicked() {
            *add = Some(i);
        }
    });
    if !attribute.former_values.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.weak("Formerly");
            let mut gone = None;
            for (n, (old, now)) in attribute.former_values.iter().enumerate() {
                let now = attribute.values.iter().find(|v| v.id == *now).map_or("", |v| v.text.as_str());
                ui.label(format!("{old} → {now}"));
                if small(ui, "×", &format!("Forget the value {old}"), "") {
                    gone = Some(n);
                }
            }
            if let Some(n) = gone {
                attribute.former_values.remove(n);
            }
        });
    }
}

fn default(ui: &mut Ui, attribute: &mut DraftAttribute, which: &str) {
    ui.weak("At first");
    let picks = attribute.picks();
    let name = format!("Default of {which}");
    if picks.is_empty() {
        let mut words = attribute.words(&attribute.default).unwrap_or_default().to_owned();
        if field(ui, &mut words, &name, "nothing", 110.0).changed() {
            attribute.default = Pick::Words(words);
        }
        return;
    }
    let shown = attribute.words(&attribute.default).filter(|w| !w.is_empty()).unwrap_or("nothing").to_owned();
    let combo = ComboBox::from_id_salt("default").selected_text(&shown).width(110.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut attribute.default, Pick::none(), "nothing");
        for (pick, words) in picks {
            ui.selectable_value(&mut attribute.default, pick, words);
        }
    });
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {shown}")));
}

/// Where an attribute applies only beside some values of another one.
fn condition(ui: &mut Ui, attribute: &mut DraftAttribute, all: &[Other], which: &str) {
    let others: Vec<_> = all.iter().filter(|(id, _, _)| *id != attribute.id).collect();
    if others.is_empty() && attribute.when.is_none() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.weak("Applies");
        let on = attribute.when.as_ref().map(|w| w.0);
        let of = |id| others.iter().find(|(other, _, _)| *other == id);
        let shown = match on {
            None => "always".to_owned(),
            Some(id) => of(id).map_or("where what was taken out is".to_owned(), |o| format!("where {} is", o.1)),
        };
        let mut chosen = on;
        let combo = ComboBox::from_id_salt("when").selected_text(&shown).show_ui(ui, |ui| {
            ui.selectable_value(&mut chosen, None, "always");
            for (id, name, _) in &others {
                ui.selectable_value(&mut chosen, Some(*id), format!("where {name} is"));
            }
        });
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{which} applies: {shown}")));
        if chosen != on {
            attribute.when = chosen.map(|id| (id, Vec::new()));
        }
        let Some((id, picks)) = &mut attribute.when else { return };
        let values = of(*id).map(|o| o.2.as_slice()).unwrap_or_default();
        for (pick, words) in values {
            let mut on = picks.contains(pick);
            let before = on;
            tick(ui, &mut on, words, &format!("{which} applies where it is {words}"), "");
            if on && !before {
                picks.push(pick.clone());
            } else if before && !on {
                picks.retain(|p| p != pick);
            }
        }
        if values.is_empty() && picks.iter().all(|p| matches!(p, Pick::Words(_))) {
            let words: Vec<&str> =
                picks.iter().filter_map(|p| if let Pick::Words(w) = p { Some(w.as_str()) } else { None }).collect();
            ui.weak(if words.is_empty() { "given".to_owned() } else { words.join(" or ") });
        } else if picks.is_empty() {
            ui.weak("anything");
        }
    });
}
