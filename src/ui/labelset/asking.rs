//! Questions before something goes: the edits, or a label, attribute, value or link that marks have.

use super::super::counted;
use crate::{
    model::{Draft, DraftLabel, Name, Used},
    session::{Action, Overlay, Session},
};
use egui::{Align, Button, ComboBox, Layout, RichText, Ui, WidgetInfo, accesskit::Role};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// Whether all edits may go.
    Discard,
    /// What becomes of the marks of a label that is taken out; perhaps marks of another one, by its number.
    Label { at: usize, into: Option<usize> },
    /// Whether an attribute, a value of one, or a link may go.
    Part { label: usize, part: Going },
}

/// A part that is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Going {
    Attribute(usize),
    Value(usize, usize),
    Link(usize),
}

/// Names people: `Lan (8) and Minh (4)`.
fn people(used: &Used) -> String {
    let all: Vec<String> = used.by.iter().take(6).map(|(name, marks)| format!("{name} ({marks})")).collect();
    let more = used.by.len().saturating_sub(all.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", all.join(", "))
}

/// What is known of the use of a name: nothing where it is new, a sentence where it is used or not known.
fn used(session: &Session, name: Option<Name>, shown: &str) -> Option<String> {
    let name = name?;
    let Some(uses) = session.label_edit().uses() else {
        return Some("It is still being counted how many marks have it.".to_owned());
    };
    let unread = match uses.unread {
        0 => String::new(),
        n => format!(" {} could not be read and may have it too.", counted(n, "file", "files")),
    };
    match uses.of(&name) {
        Some(used) => Some(format!(
            "{} “{shown}”, by {}, in {}.{unread}",
            if used.marks == 1 { "1 mark has".to_owned() } else { format!("{} marks have", used.marks) },
            people(used),
            counted(used.files, "file", "files"),
        )),
        None if uses.unread > 0 => Some(format!("No mark that could be read has it.{unread}")),
        None => None,
    }
}

impl Going {
    fn name(self, label: &DraftLabel) -> (Option<Name>, String) {
        let of = label.was.clone();
        match self {
            Going::Attribute(at) => {
                let Some(attribute) = label.attributes.get(at) else { return (None, String::new()) };
                let name = of.zip(attribute.was.clone()).map(|(l, a)| Name::Attribute(l, a));
                (name, attribute.name.clone())
            }
            Going::Value(at, value) => {
                let found = label.attributes.get(at).and_then(|a| Some((a, a.values.get(value)?)));
                let Some((attribute, value)) = found else { return (None, String::new()) };
                let was = of.zip(attribute.was.clone()).zip(value.was.clone());
                (was.map(|((l, a), v)| Name::Value(l, a, v)), value.text.clone())
            }
            Going::Link(at) => {
                let Some(link) = label.links.get(at) else { return (None, String::new()) };
                (of.zip(link.was.clone()).map(|(l, r)| Name::Role(l, r)), link.name.clone())
            }
        }
    }

    fn remove(self, label: &mut DraftLabel) {
        match self {
            Going::Attribute(at) if at < label.attributes.len() => _ = label.attributes.remove(at),
            Going::Link(at) if at < label.links.len() => _ = label.links.remove(at),
            Going::Value(at, value) => {
                if let Some(attribute) = label.attributes.get_mut(at).filter(|a| value < a.values.len()) {
                    attribute.values.remove(value);
                }
            }
            Going::Attribute(_) | Going::Link(_) => {}
        }
    }
}

impl Asking {
    /// Asks, where it must be asked; what does not is done at once. Gives the question back while it is open.
    pub(super) fn show(
        self,
        ui: &mut Ui,
        session: &Session,
        draft: &mut Draft,
        chosen: &mut usize,
        actions: &mut Vec<Action>,
    ) -> Option<Self> {
        match self {
            Asking::Discard => discard(ui, actions).then_some(self),
            Asking::Label { at, into } => {
                let label = draft.labels.get(at)?;
                let name = label.was.clone().map(Name::Label);
                let Some(sentence) = used(session, name, &label.name) else {
                    take_out(draft, chosen, at, None);
                    return None;
                };
                let others: Vec<(usize, String)> = draft
                    .labels
                    .iter()
                    .enumerate()
                    .filter(|(other, l)| *other != at && !l.name.trim().is_empty())
                    .map(|(_, l)| (l.id, l.name.clone()))
                    .collect();
                let into = into.or(others.first().map(|o| o.0));
                let mut next = Asking::Label { at, into };
                let mut answer = None;
                let title = format!("Remove {}?", label.name);
                let modal = question(ui, &title, |ui| {
                    ui.label(&sentence);
                    if let Some(mut to) = into {
                        ui.add_space(6.0);
                        ui.horizontal(|ui| {
                            if ui.button("Move its marks to").clicked() {
                                answer = Some(Some(to));
                            }
                            let name = |id| others.iter().find(|o| o.0 == id).map_or("", |o| o.1.as_str());
                            let shown = ComboBox::from_id_salt("move-to").selected_text(name(to)).show_ui(ui, |ui| {
                                for (id, name) in &others {
                                    ui.selectable_value(&mut to, *id, name);
                                }
                            });
                            let text = format!("Move to {}", name(to));
                            shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &text));
                            next = Asking::Label { at, into: Some(to) };
                        });
                        ui.weak("Where both labels are on the same words, both marks stay, and you are told where");
                    }
                    ui.add_space(6.0);
                    let stay = ui.button("Remove it, keep its marks");
                    if stay.on_hover_text("They stay as they are and are shown as other").clicked() {
                        answer = Some(None);
                    }
                    keep(ui)
                });
                if let Some(into) = answer {
                    take_out(draft, chosen, at, into);
                    return None;
                }
                (!modal).then_some(next)
            }
            Asking::Part { label: at, part } => {
                let label = draft.labels.get_mut(at)?;
                let (name, shown) = part.name(label);
                let Some(sentence) = used(session, name, &shown) else {
                    part.remove(label);
                    return None;
                };
                let mut remove = false;
                let modal = question(ui, &format!("Remove {shown}?"), |ui| {
                    ui.label(&sentence);
                    ui.label("What they say stays in the files, as something the labels do not know.");
                    ui.add_space(6.0);
                    remove = ui.button("Remove it all the same").clicked();
                    keep(ui)
                });
                if remove {
                    part.remove(label);
                    return None;
                }
                (!modal).then_some(self)
            }
        }
    }
}

fn take_out(draft: &mut Draft, chosen: &mut usize, at: usize, into: Option<usize>) {
    draft.remove_label(at, into);
    if *chosen >= at {
        *chosen = chosen.saturating_sub(1);
    }
}

/// Whether it is still asked.
fn discard(ui: &mut Ui, actions: &mut Vec<Action>) -> bool {
    let mut discard = false;
    let on = question(ui, "Discard what you edited?", |ui| {
        ui.label("The labels are then as they were before. Marks are not touched.");
        ui.add_space(6.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let on = ui.add(Button::new(RichText::new("Go on editing").strong())).clicked();
            discard = ui.button("Discard").clicked();
            on
        })
        .inner
    });
    if discard {
        actions.push(Action::Overlay(Overlay::None));
    }
    !on && !discard
}

fn keep(ui: &mut Ui) -> bool {
    ui.add_space(6.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add(Button::new(RichText::new("Keep it").strong())).clicked()
    })
    .inner
}

/// A small dialog over the editor; says whether it was left.
fn question(ui: &mut Ui, title: &str, contents: impl FnOnce(&mut Ui) -> bool) -> bool {
    let modal = super::super::modal(ui, "labels-question").show(ui, |ui| {
        ui.set_width(420.0);
        ui.heading(title);
        ui.add_space(4.0);
        contents(ui)
    });
    let closes = modal.should_close() && !egui::Popup::is_any_open(ui.ctx());
    modal.inner || closes
}
