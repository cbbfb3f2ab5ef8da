//! The bottom bar: one chip a label with its key, and a line of hints for the present state.

use super::{counted, theme::Palette};
use crate::{
    model::Label,
    session::{Action, Session},
};
use egui::{Align, CornerRadius, FontId, Layout, Rect, Sense, Stroke, Ui, pos2, vec2};

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    with_hint(ui, session, &hint(session), actions);
}

/// The chips, with this hint for the present state.
pub(super) fn with_hint(ui: &mut Ui, session: &Session, hint: &str, actions: &mut Vec<Action>) {
    let Some(project) = session.project() else { return };
    let p = Palette::of(ui.visuals());
    ui.horizontal(|ui| {
        for label in project.labels.iter() {
            chip(ui, session, label, p, actions);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // While a field has the keys, none of them does what is said here.
            let typing = ui.memory(|m| m.focused()).is_some_and(|id| id != super::page::page_id());
            let hint = if typing { "Esc leaves the field" } else { hint };
            ui.add(egui::Label::new(egui::RichText::new(hint).color(p.quiet)).truncate());
        });
    });
}

fn chip(ui: &mut Ui, session: &Session, label: &Label, p: &Palette, actions: &mut Vec<Action>) {
    let color = p.label(label.color);
    let armed = session.armed() == Some(&label.name);
    let name = ui.painter().layout_no_wrap(label.name.to_string(), FontId::proportional(14.0), p.text);
    let key = label.key.map(|k| k.to_string()).unwrap_or_default();
    let key = ui.painter().layout_no_wrap(key, FontId::proportional(12.0), p.quiet);
    let key_room = if label.key.is_some() { 22.0 } else { 0.0 };
    let size = vec2(name.rect.width() + key_room + 20.0, 28.0);
    let can = session.can_mark();
    let (rect, response) = ui.allocate_exact_size(size, if can { Sense::click() } else { Sense::hover() });
    let fill = if armed {
        p.fill(color, super::theme::Strength::Chosen)
    } else if response.hovered() {
        p.chosen
    } else {
        p.hover
    };
    let edge = if armed { Stroke::new(2.0, color) } else { Stroke::new(1.0, p.line) };
    ui.painter().rect(rect, CornerRadius::same(6), fill, edge, egui::StrokeKind::Inside);
    let left = rect.left() + 10.0;
    if label.key.is_some() {
        let cap = Rect::from_min_size(pos2(left - 3.0, rect.top() + 6.0), vec2(16.0, 16.0));
        ui.painter().rect(cap, CornerRadius::same(3), p.page, Stroke::new(1.0, p.line), egui::StrokeKind::Inside);
        ui.painter().galley(cap.center() - key.rect.size() / 2.0, key, p.quiet);
    }
    let at = pos2(left + key_room, rect.center().y - name.rect.height() / 2.0 - 1.0);
    let under = Rect::from_min_size(pos2(at.x, rect.bottom() - 6.0), vec2(name.rect.width(), 2.0));
    ui.painter().galley(at, name, p.text);
    super::page::stroke(ui.painter(), under, label.line, color);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::accesskit::Role::Button, can, armed, format!("Label {}", label.name))
    });
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(420.0);
        ui.colored_label(color, &*label.name);
        super::markdown::show(ui, &label.guideline);
    });
    if response.clicked() {
        actions.push(Action::Label(label.name.clone()));
    }
}

/// What the next keys do, in a line.
fn hint(session: &Session) -> String {
    let Some(doc) = session.doc() else { return String::new() };
    if !session.can_mark() {
        return session.read_only().unwrap_or("This article cannot be marked now; see above").to_owned();
    }
    let k = |id: &str| session.keys().shown(id);
    if let Some(armed) = session.armed() {
        return format!("Each drag marks {armed} · {} stops that", k("escape"));
    }
    if session.linking().is_some() {
        return format!("Letters choose · Backspace takes one back · {} stops", k("escape"));
    }
    if session.suggesting().in_hand().is_some() {
        let turn = crate::session::command("value-later").is_some_and(|c| c.is_enabled(session));
        let turn =
            if turn { format!("{} {} another year · ", k("value-earlier"), k("value-later")) } else { String::new() };
        return format!(
            "{} accept · {} reject · {} skip · {turn}{} {} {} {} edges · 1–9 another label · {} ends",
            k("accept-suggestion"),
            k("reject-suggestion"),
            k("skip-suggestion"),
            k("start-left"),
            k("start-right"),
            k("end-left"),
            k("end-right"),
            k("escape"),
        );
    }
    if doc.selected().is_some() {
        let attributes = session.described().is_some_and(|(_, label)| !label.attributes.is_empty());
        let attributes = if attributes { format!("{} attributes · ", k("describe")) } else { String::new() };
        let roles = session.link_roles().into_iter().filter_map(|r| Some(format!("{} {} · ", r.key?, r.name)));
        return format!(
            "{attributes}{}{} note · {} {} {} {} edges · {} remove · {} {} next, previous",
            roles.take(2).collect::<String>(),
            k("note"),
            k("start-left"),
            k("start-right"),
            k("end-left"),
            k("end-right"),
            k("delete"),
            k("next-mark"),
            k("previous-mark"),
        );
    }
    if doc.selection().span().is_some() {
        return format!("1–9 mark · {} grow · {} shrink · {} let go", k("grow"), k("shrink"), k("escape"));
    }
    let open = session.suggesting().shown().len();
    let sweep = if open > 0 {
        format!("{} goes through {} · ", k("next-suggestion"), counted(open, "suggestion", "suggestions"))
    } else {
        String::new()
    };
    format!(
        "{sweep}Drag or Shift+arrows select · {} grows · {} done, next article · {} all keys",
        k("grow"),
        k("done-next"),
        k("keys")
    )
}
