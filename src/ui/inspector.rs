//! The mark in hand: what it says, what it is linked to, its note, where it comes from, and the same words elsewhere.

use super::{theme, theme::Palette, value_field};
use crate::{
    model::{Annotation, AnnotationId, AttributeKind, Label, Link, LinkRole},
    session::{Action, Describe, Doc, Elsewhere, LinkAction, LinkStep, Overlay, Session},
    text::one_line,
};
use egui::{
    Align, Button, FontId, Frame, Id, Layout, Margin, Panel, RichText, ScrollArea, Sense, Ui, WidgetInfo,
    accesskit::Role,
};
use value_field::{Entry, Of, Value};

/// Of marks longer than this, in bytes, nobody asks where their words stand elsewhere.
const LONG: usize = 60;
/// Room for the names of attributes and roles, in points.
const NAMES: f32 = 78.0;

/// Keeps what was typed for a mark that is no longer in hand.
pub(super) fn settle(ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
    let in_hand = session.doc().and_then(|d| Some((d.key(), &d.selected()?.id)));
    actions.extend(value_field::left_behind(ui, in_hand).map(Action::from));
}

/// Keeps what was typed in a field that is no longer shown, when all is drawn.
pub(super) fn settle_hidden(ui: &Ui, actions: &mut Vec<Action>) {
    actions.extend(value_field::hidden(ui).map(Action::from));
}

/// The mark in hand in a panel at the lower end, as high as it needs and at most so high (points).
pub(super) fn panel(ui: &mut Ui, session: &Session, most: f32, actions: &mut Vec<Action>) {
    let id = Id::unique("inspector-height");
    let wanted: f32 = ui.data(|d| d.get_temp(id)).unwrap_or(most);
    let frame = Frame::new().fill(Palette::of(ui.visuals()).panel);
    let panel = Panel::bottom("inspector").resizable(false).exact_size(wanted.min(most)).frame(frame);
    let needs = panel.show(ui, |ui| show(ui, session, actions)).inner;
    if (needs - wanted).abs() > 0.5 {
        ui.data_mut(|d| d.insert_temp(id, needs));
        ui.ctx().request_discard("the inspector’s height");
    }
}

/// Shows the mark in hand, where there is one; says how much height it would take, in points.
fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) -> f32 {
    let top = ui.cursor().top();
    let (Some(doc), Some(project)) = (session.doc(), session.project()) else { return 0.0 };
    let Some(mark) = doc.selected() else { return 0.0 };
    let p = Palette::of(ui.visuals());
    let label = project.labels.get(&mark.label);
    ui.spacing_mut().item_spacing.y = 4.0;
    Frame::new().inner_margin(Margin { left: 12, right: 10, top: 8, bottom: 4 }).show(ui, |ui| {
        heading(ui, doc, mark, label, p);
    });
    let above = ui.cursor().top() - top;
    let out = ScrollArea::vertical().id_salt("inspector").auto_shrink([false, true]).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 8 }).show(ui, |ui| {
            attributes(ui, session, doc, mark, label, actions);
            links(ui, session, doc, mark, label, actions);
            note(ui, session, doc, mark, actions);
            elsewhere(ui, session, doc, mark, actions);
            provenance(ui, session, doc, mark);
        });
    });
    above + out.content_size.y + 2.0
}

fn heading(ui: &mut Ui, doc: &Doc, mark: &Annotation, label: Option<&Label>, p: &Palette) {
    let (color, _) = theme::look(label, p);
    ui.horizontal(|ui| {
        ui.colored_label(color, RichText::new(&*mark.label).strong());
        if label.is_none() {
            ui.colored_label(p.warning, "not in the label set");
        }
        if !doc.text().is_empty()
            && let Some(span) = mark.span()
        {
            let words = RichText::new(one_line(span.of(doc.text()), 160));
            ui.add(egui::Label::new(words).truncate().selectable(false));
        }
    });
}

/// A row: a name at the left, and what belongs to it.
fn row<R>(ui: &mut Ui, name: &str, about: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let size = egui::vec2(NAMES, 24.0);
        let name = RichText::new(name).size(13.0).color(Palette::of(ui.visuals()).quiet);
        let place = Layout::left_to_right(Align::Center);
        let response = ui.allocate_ui_with_layout(size, place, |ui| {
            ui.set_min_size(size);
            ui.add(egui::Label::new(name).truncate().selectable(false))
        });
        if !about.is_empty() {
            response.inner.on_hover_text(about);
        }
        ui.vertical(contents).inner
    })
    .inner
}

fn attributes(
    ui: &mut Ui,
    session: &Session,
    doc: &Doc,
    mark: &Annotation,
    label: Option<&Label>,
    actions: &mut Vec<Action>,
) {
    let can = session.can_mark();
    let wanted = session.describe_wanted();
    let first = label.and_then(|l| l.applicable(mark).next());
    if first.is_none() && wanted.1 == Describe::Attributes {
        // A mark without attributes has its note to be written.
        value_field::focus_once(ui, wanted.0, note_id());
    }
    let shown: Vec<_> = label.map(|l| l.applicable(mark).collect()).unwrap_or_default();
    for (i, attribute) in shown.iter().enumerate() {
        let id = attribute_id(&attribute.name);
        let now = mark.attributes.get(&attribute.name).map_or("", |v| v);
        let hint = match &attribute.kind {
            AttributeKind::Choice(choices) => choices.join(", "),
            AttributeKind::YesNo => "yes or no".to_owned(),
            AttributeKind::Date => "such as 2021-12-07".to_owned(),
            AttributeKind::Text | AttributeKind::Entity => String::new(),
        };
        let hint = if attribute.required { format!("needed: {hint}") } else { hint };
        let kept = row(ui, &attribute.name, &attribute.hint, |ui| {
            let entry = Entry {
                id,
                name: &attribute.name,
                of: of(doc, mark, Value::Attribute(attribute.name.clone())),
                now,
                hint: &hint,
                enabled: can,
                only_proposals: attribute.choices().is_some(),
                lines: 1,
                check: &|value| attribute.check(value).err().map(|why| why.to_string()),
                propose: &|typed| session.proposals(attribute, typed),
                previous: i.checked_sub(1).and_then(|i| shown.get(i)).map(|a| attribute_id(&a.name)),
                next: Some(shown.get(i + 1).map_or(note_id(), |a| attribute_id(&a.name))),
            };
            value_field::show(ui, &entry)
        });
        if i == 0 && wanted.1 == Describe::Attributes {
            value_field::focus_once(ui, wanted.0, id);
        }
        actions.extend(kept.map(Action::from));
    }
    // What it says beyond its label's attributes is kept, and can be taken away.
    let known = |name: &str| label.is_some_and(|l| l.attribute(name).is_some());
    for (name, value) in mark.attributes.iter().filter(|(name, _)| !known(name)) {
        row(ui, name, "The label set has no such attribute for this label; it is kept as it is", |ui| {
            ui.horizontal(|ui| {
                ui.add(egui::Label::new(&**value).truncate());
                if remove(ui, can, &format!("Remove {name}")) {
                    let (article, mark) = (doc.key().clone(), mark.id.clone());
                    actions.push(Action::Attribute { article, mark, name: name.clone(), value: String::new() });
                }
            });
        });
    }
}

fn of(doc: &Doc, mark: &Annotation, value: Value) -> Of {
    Of { article: doc.key().clone(), mark: mark.id.clone(), value }
}

fn attribute_id(name: &str) -> Id {
    Id::unique(("attribute", name))
}

fn note_id() -> Id {
    Id::unique("mark-note")
}

fn remove(ui: &mut Ui, enabled: bool, name: &str) -> bool {
    let response = ui.add_enabled(enabled, Button::new(RichText::new("×").size(14.0)).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.on_hover_text(name).clicked()
}

fn words(doc: &Doc, id: &AnnotationId) -> String {
    match doc.set().get(id) {
        Some(mark) => mark.span().map_or_else(|| "a lost mark".to_owned(), |s| one_line(s.of(doc.text()), 80)),
        None => "a mark that is not there".to_owned(),
    }
}

fn links(
    ui: &mut Ui,
    session: &Session,
    doc: &Doc,
    mark: &Annotation,
    label: Option<&Label>,
    actions: &mut Vec<Action>,
) {
    let roles = label.map(|l| l.links.as_slice()).unwrap_or_default();
    let looking = match session.linking().map(|l| &l.step) {
        Some(LinkStep::Target { role, .. }) => Some(role),
        _ => None,
    };
    // Roles in use stand open; the others wait in one line, so that the panel stays small.
    let used = |role: &LinkRole| mark.links.iter().any(|l| l.role == role.name) || looking == Some(&role.name);
    for role in roles.iter().filter(|r| used(r) || r.required) {
        let about = role.key.map_or_else(|| role.hint.to_string(), |key| format!("{} ({key})", role.hint));
        row(ui, &role.name, &about, |ui| {
            let of: Vec<&Link> = mark.links.iter().filter(|l| l.role == role.name).collect();
            for (i, link) in of.iter().enumerate() {
                target(ui, session, doc, mark, link, i > 0, actions);
            }
            if looking == Some(&role.name) {
                ui.colored_label(Palette::of(ui.visuals()).accent, "Press the letters beside a mark, or click it");
            } else if of.is_empty() || role.many {
                add(ui, session, role, "Add…", actions);
            }
        });
    }
    let strange = mark.links.iter().filter(|l| !roles.iter().any(|r| r.name == l.role));
    for link in strange {
        row(ui, &link.role, "The label set has no such link for this label; it is kept as it is", |ui| {
            target(ui, session, doc, mark, link, false, actions);
        });
    }
    let waiting: Vec<&LinkRole> = roles.iter().filter(|r| !used(r) && !r.required).collect();
    if !waiting.is_empty() {
        row(
            ui,
            "link as",
            "The key of a role begins a link; so does dragging the ring at the mark’s end to another mark",
            |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(4.0, 2.0);
                    for role in waiting {
                        let title =
                            role.key.map_or_else(|| role.name.to_string(), |key| format!("{} {key}", role.name));
                        add(ui, session, role, &title, actions);
                    }
                });
            },
        );
    }
    let around = doc.around();
    for (from, role) in &around.incoming {
        row(ui, "from", "A link that leads to this mark", |ui| {
            ui.horizontal(|ui| {
                ui.weak(format!("{role} of"));
                goto(ui, doc, from, actions);
            });
        });
    }
}

fn add(ui: &mut Ui, session: &Session, role: &LinkRole, title: &str, actions: &mut Vec<Action>) {
    let response = ui.add_enabled(session.can_mark(), Button::new(RichText::new(title).size(12.5)).small());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, session.can_mark(), format!("Link {}", role.name)));
    if response.on_hover_text(&*role.hint).clicked() {
        actions.push(Action::Link(LinkAction::Begin(role.name.clone())));
    }
}

/// The other end of a link: click goes there.
fn goto(ui: &mut Ui, doc: &Doc, to: &AnnotationId, actions: &mut Vec<Action>) {
    let words = words(doc, to);
    let text = RichText::new(&words).color(Palette::of(ui.visuals()).accent);
    let response = ui.add(egui::Label::new(text).truncate().selectable(false).sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Go to {words}")));
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        actions.push(Action::SelectMark(to.clone()));
    }
}

fn target(
    ui: &mut Ui,
    session: &Session,
    doc: &Doc,
    mark: &Annotation,
    link: &Link,
    movable: bool,
    actions: &mut Vec<Action>,
) {
    let size = egui::vec2(ui.available_width(), 22.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        let can = session.can_mark();
        let to = words(doc, &link.to);
        if remove(ui, can, &format!("Remove {} {to}", link.role)) {
            actions.push(Action::Link(LinkAction::Remove(mark.id.clone(), link.clone())));
        }
        if movable {
            let up = ui.add_enabled(can, Button::new(RichText::new("↑").size(12.0)).frame(false));
            up.widget_info(|| WidgetInfo::labeled(Role::Button, can, format!("{to} earlier")));
            if up.on_hover_text("Put it before the one above").clicked() {
                actions.push(Action::Link(LinkAction::Earlier(mark.id.clone(), link.clone())));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| goto(ui, doc, &link.to, actions));
    });
}

fn note(ui: &mut Ui, session: &Session, doc: &Doc, mark: &Annotation, actions: &mut Vec<Action>) {
    let wanted = session.describe_wanted();
    let about = format!("A remark on this mark ({})", session.keys().shown("note"));
    let kept = row(ui, "note", &about, |ui| {
        let entry = Entry {
            id: note_id(),
            name: "Note",
            of: of(doc, mark, Value::Note),
            now: &mark.note,
            hint: "",
            enabled: session.can_mark(),
            only_proposals: false,
            lines: 2,
            check: &|_| None,
            propose: &|_| Vec::new(),
            previous: None,
            next: None,
        };
        value_field::show(ui, &entry)
    });
    if wanted.1 == Describe::Note {
        value_field::focus_once(ui, wanted.0, note_id());
    }
    actions.extend(kept.map(Action::from));
}

/// The same words elsewhere in the article and in the project, and how they are marked there.
fn elsewhere(ui: &mut Ui, session: &Session, doc: &Doc, mark: &Annotation, actions: &mut Vec<Action>) {
    let around = doc.around();
    let places = around.elsewhere.as_deref().unwrap_or_default();
    let marked = |place: &&Elsewhere| place.marks.iter().any(|(_, label)| *label == mark.label);
    let same = places.iter().filter(marked).count();
    let other = places.iter().filter(|e| !marked(e) && !e.marks.is_empty()).count();
    let open = places.len() - same - other;
    let others = session.in_project();
    let long = mark.span().is_none_or(|s| s.len() > LONG);
    if long && places.is_empty() && others.is_empty() {
        return; // A whole sentence stands nowhere else.
    }
    row(ui, "same words", "Where these words stand elsewhere, and how they are marked there", |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let mut parts = Vec::new();
            if same > 0 {
                parts.push(format!("{same} {}", mark.label));
            }
            if other > 0 {
                parts.push(format!("{other} otherwise"));
            }
            if open > 0 {
                parts.push(format!("{open} not marked"));
            }
            if around.elsewhere.is_none() {
                ui.label("This article: too long to look in each time");
            } else if parts.is_empty() {
                ui.label("This article: nowhere else");
            } else {
                ui.label(format!("This article: {}", parts.join(", ")));
            }
            let lists = open + other > 0 || around.elsewhere.is_none();
            if lists && ui.add_enabled(session.can_mark(), Button::new("Mark…").small()).clicked() {
                actions.push(Action::Overlay(Overlay::Occurrences));
            }
        });
        // The first few that are marked otherwise: often a slip.
        for place in places.iter().filter(|e| !marked(e) && !e.marks.is_empty()).take(3) {
            if let Some((id, label)) = place.marks.first() {
                ui.horizontal(|ui| {
                    ui.weak(&**label);
                    goto(ui, doc, id, actions);
                });
            }
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let others: Vec<String> = others.iter().map(|(label, count)| format!("{count} {label}")).collect();
            if !others.is_empty() {
                ui.label(format!("Other articles: {}", others.join(", ")));
            }
            let find = ui.add(Button::new("Find in all…").small());
            if find.on_hover_text("Look for these words in every article").clicked() {
                actions.push(Action::Run("find-corpus"));
            }
        });
    });
}

fn provenance(ui: &mut Ui, session: &Session, doc: &Doc, mark: &Annotation) {
    let mut parts = Vec::new();
    if let Some(me) = session.annotator() {
        parts.push(me.to_string());
    }
    if !mark.made.is_empty() {
        parts.push(mark.made.replacen('T', " ", 1).trim_end_matches('Z').to_owned() + " UTC");
    }
    if let Some(span) = mark.span() {
        let (start, end) = (doc.text().char_of(span.start()).0, doc.text().char_of(span.end()).0);
        parts.push(format!("characters {start}–{end}"));
    }
    if let Some(took) = session.mark_time() {
        parts.push(format!("{:.0} s of work", took.as_secs_f64().max(1.0)));
    }
    parts.push(mark.id.to_string());
    row(ui, "made", "Who made it, when, where it is in the file, and its name there", |ui| {
        let text = RichText::new(parts.join(" · ")).font(FontId::proportional(12.0));
        ui.colored_label(Palette::of(ui.visuals()).quiet, text);
        if let Some((_, score)) = doc.moved().iter().find(|(id, _)| *id == mark.id) {
            ui.weak(format!("Found again after the text changed, {:.0} % sure", score * 100.0));
        }
    });
}
