//! Which sources suggest in this project: each with what it does, on or off, and why one turned itself down.

use super::{State, act, figures, program};
use crate::{
    session::{Action, PROGRAM, Session, SourceRow, SuggestAction},
    ui::{choice::tick, counted, theme::Palette},
};
use egui::{Frame, Label, Margin, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role};

pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut State, p: &Palette, actions: &mut Vec<Action>) {
    let rows = session.suggestion_sources();
    ScrollArea::vertical().auto_shrink(false).id_salt("sources").show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 12 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let open = session.suggesting().by_source();
            for row in &rows {
                source(ui, session, row, open.get(&row.id).copied().unwrap_or_default(), p, actions);
            }
            program::show(ui, session, &mut state.program, p, actions);
            figures::show(ui, session, state, &rows, p);
        });
    });
}

fn source(ui: &mut Ui, session: &Session, row: &SourceRow, open: usize, p: &Palette, actions: &mut Vec<Action>) {
    let can = session.read_only().is_none();
    ui.horizontal(|ui| {
        let mut on = row.on;
        let title = RichText::new(&*row.title).family(crate::ui::theme::bold());
        let switch = tick(ui, can, &mut on, title);
        switch.widget_info(|| WidgetInfo::selected(Role::CheckBox, can, on, format!("Source {}", row.title)));
        let hint = if row.on { "Not to be asked in this project" } else { "To be asked in this project" };
        if switch.on_hover_text(hint).changed() {
            act(actions, SuggestAction::Source(row.id.clone(), on));
        }
        if open > 0 {
            ui.weak(format!("{open} here"));
        }
    });
    if row.id.starts_with(PROGRAM) {
        return; // What is so with it stands below, with what can be done.
    }
    ui.add(Label::new(RichText::new(&row.what).size(12.5).color(p.quiet)).wrap());
    if let Some(why) = row.turned_down.as_ref().filter(|_| row.on) {
        ui.add(Label::new(RichText::new(why).size(12.5).color(p.warning)).wrap());
        anew(
            ui,
            row,
            "Ask it again",
            "What became of its suggestions so far does not count, until the project is opened again",
            actions,
        );
    } else if row.anew && row.on {
        ui.add(
            Label::new(
                RichText::new("Asked again: only what comes of its suggestions from now on counts")
                    .size(12.5)
                    .color(p.quiet),
            )
            .wrap(),
        );
        anew(ui, row, "Count all again", "What became of its suggestions before counts too", actions);
    }
    ui.add_space(6.0);
}

/// The way to ask a source anew that turned itself down, and the way back.
fn anew(ui: &mut Ui, row: &SourceRow, text: &str, about: &str, actions: &mut Vec<Action>) {
    let button = ui.small_button(text).on_hover_text(about);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{text}: {}", row.title)));
    if button.clicked() {
        act(actions, SuggestAction::Anew(row.id.clone(), !row.anew));
    }
}

/// What became of the suggestions of a source, in a sentence for a screen reader.
pub(super) fn in_words(title: &str, of: crate::session::Figures) -> String {
    let proposed = counted(of.proposed as usize, "suggestion", "suggestions");
    format!(
        "{title}: {proposed}, {} accepted as they were, {} mended, {} rejected",
        of.accepted, of.mended, of.rejected
    )
}
