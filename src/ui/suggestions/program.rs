//! A program of the person's own that suggests: the command is typed here, and never comes from a project's file.

use super::act;
use crate::{
    session::{Action, Session, SuggestAction, program_name},
    ui::theme::Palette,
};
use egui::{Button, Frame, Id, Key, Label, Margin, RichText, Stroke, TextEdit, Ui, WidgetInfo, accesskit::Role};

/// A command that is being typed.
#[derive(Default)]
pub(super) struct State {
    draft: Option<String>,
}

pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut State, p: &Palette, actions: &mut Vec<Action>) {
    let program = session.program();
    if state.draft.is_some() {
        return typing(ui, state, p, actions);
    }
    let Some(command) = program else {
        if ui.button("Use a program of your own…").on_hover_text(WHAT).clicked() {
            state.draft = Some(String::new());
            ui.memory_mut(|m| m.request_focus(field()));
        }
        return;
    };
    let frame = Frame::new().stroke(Stroke::new(1.0, p.line)).corner_radius(6).inner_margin(Margin::symmetric(10, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(RichText::new(&*command).monospace()).truncate()).on_hover_text(&*command);
        let trouble = session.suggesting().program_trouble();
        let off = session.settings().suggestions_off.contains(&program_name(&command));
        match trouble {
            Some(said) => _ = ui.add(Label::new(RichText::new(said).size(12.5).color(p.error)).wrap()),
            None if off => _ = ui.colored_label(p.quiet, "Off in this project, and not asked"),
            None => _ = ui.colored_label(p.good, "Running"),
        }
        ui.horizontal_wrapped(|ui| {
            let again = if trouble.is_some() { "Start again" } else { "Restart" };
            if ui.button(again).clicked() {
                act(actions, SuggestAction::Program(Some(command.to_string())));
            }
            if ui.button("Change…").clicked() {
                state.draft = Some(command.to_string());
                ui.memory_mut(|m| m.request_focus(field()));
            }
            let stop = ui.button("Stop using it");
            if stop.on_hover_text("It is ended and no longer asked in this project").clicked() {
                act(actions, SuggestAction::Program(None));
            }
        });
    });
}

const WHAT: &str =
    "A command that answers a JSON line for each JSON line. It is kept for you and this project, never in the project";

fn field() -> Id {
    Id::unique("own-program")
}

fn typing(ui: &mut Ui, state: &mut State, p: &Palette, actions: &mut Vec<Action>) {
    let Some(draft) = &mut state.draft else { return };
    ui.label("The command of your program");
    let edit = TextEdit::singleline(draft).id(field()).hint_text("python3 suggest.py").font(egui::TextStyle::Monospace);
    let edit = ui.add(edit.desired_width(f32::INFINITY).margin(Margin::symmetric(8, 5)));
    edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Command of your own program"));
    ui.add(Label::new(RichText::new(WARNING).size(12.5).color(p.quiet)).wrap());
    let ready = !draft.trim().is_empty();
    let enter = edit.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    let escape = edit.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
    let (mut start, mut cancel) = (enter, escape);
    ui.horizontal(|ui| {
        start |= ui.add_enabled(ready, Button::new("Start")).clicked();
        cancel |= ui.button("Cancel").clicked();
    });
    if start && ready {
        act(actions, SuggestAction::Program(Some(draft.trim().to_owned())));
        state.draft = None;
    } else if cancel {
        state.draft = None;
    }
}

const WARNING: &str = "It runs on this computer as you and is shown the articles you open. The command is kept for you and this project, never \
                       in the project's files";
