//! The suggestion in hand: what it says, why it is proposed and by whom, and what can be done with it.

use super::act;
use crate::{
    model::{AttributeKind, Label},
    session::{Action, Session, SuggestAction},
    text::one_line,
    ui::{
        page,
        theme::{self, Palette},
    },
};
use egui::{Button, Frame, Grid, Margin, Panel, RichText, Ui, WidgetInfo, accesskit::Role};

/// Shows the suggestion in hand at the lower end of the side bar, where there is one.
pub(in crate::ui) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    if session.suggesting().in_hand().is_none() {
        return;
    }
    let frame = Frame::new().fill(Palette::of(ui.visuals()).panel);
    Panel::bottom("suggestion").resizable(false).frame(frame).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| contents(ui, session, actions));
    });
}

fn contents(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let (Some(doc), Some(suggestion)) = (session.doc(), session.suggesting().in_hand()) else { return };
    let p = Palette::of(ui.visuals());
    let label = session.project().and_then(|project| project.labels.get(&suggestion.label));
    let (color, _) = theme::look(label, p);
    ui.spacing_mut().item_spacing.y = 5.0;
    ui.horizontal(|ui| {
        ui.colored_label(color, RichText::new(format!("{}?", suggestion.label)).family(theme::bold()));
        ui.add(egui::Label::new(one_line(suggestion.span.of(doc.text()), 160)).truncate());
    });
    let said = page::said(suggestion, label, doc.text());
    if !said.is_empty() {
        Grid::new("suggestion-says").num_columns(2).spacing([10.0, 3.0]).min_row_height(17.0).show(ui, |ui| {
            for (name, value) in said {
                ui.colored_label(p.quiet, &*name);
                ui.add(egui::Label::new(value).truncate());
                ui.end_row();
            }
        });
    }
    if !suggestion.why.is_empty() {
        ui.label(RichText::new(&suggestion.why).size(12.5));
    }
    let mended = if suggestion.mended { " · mended by you" } else { "" };
    let from = format!("{} · {}{mended}", suggestion.title, page::percent(suggestion.score));
    ui.label(RichText::new(from).size(12.5).color(p.quiet));
    // Nothing but the keys would tell that a wrong year is put right at once.
    if page::values(suggestion, label).iter().any(|(name, _)| is_date(label, name)) {
        ui.horizontal(|ui| {
            for command in ["value-earlier", "value-later"] {
                run(ui, session, command, actions);
            }
        });
    }
    ui.horizontal_wrapped(|ui| {
        let id = suggestion.id;
        let all = [
            ("accept-suggestion", "Accept", SuggestAction::Accept(id)),
            ("reject-suggestion", "Reject", SuggestAction::Reject(id)),
            ("accept-like", "Accept all like this", SuggestAction::AcceptLike(id)),
            ("reject-like", "Reject all like this", SuggestAction::RejectLike(id)),
        ];
        let words = suggestion.span.of(doc.text());
        let alike = session.suggesting().shown().iter();
        let alike = alike.filter(|s| s.label == suggestion.label && s.span.of(doc.text()) == words).take(2).count() > 1;
        for (command, title, action) in all.into_iter().filter(|(command, ..)| alike || !command.ends_with("like")) {
            let key = session.keys().shown(command);
            let button =
                ui.add_enabled(session.can_mark(), Button::new(title).shortcut_text(RichText::new(&key).weak()));
            button.widget_info(|| WidgetInfo::labeled(Role::Button, session.can_mark(), title));
            let tooltip = crate::session::command(command).map_or("", |c| c.tooltip);
            if button.on_hover_text(tooltip).clicked() {
                act(actions, action);
            }
        }
    });
}

fn is_date(label: Option<&Label>, name: &str) -> bool {
    label.and_then(|l| l.attribute(name)).is_some_and(|a| a.kind == AttributeKind::Date)
}

/// A button for a command, with its key.
fn run(ui: &mut Ui, session: &Session, id: &'static str, actions: &mut Vec<Action>) {
    let Some(command) = crate::session::command(id) else { return };
    let can = command.is_enabled(session);
    let key = session.keys().shown(id);
    let button = ui.add_enabled(can, Button::new(command.title).shortcut_text(RichText::new(&key).weak()));
    button.widget_info(|| WidgetInfo::labeled(Role::Button, can, command.title));
    if button.on_hover_text(command.tooltip).clicked() {
        actions.push(Action::Run(id));
    }
}
