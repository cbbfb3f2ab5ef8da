//! Which key does what: every command with its keys, to be changed, added, removed and given back.

use crate::{
    session::{Action, COMMANDS, Command, Group, Refusal, Session, Stroke, command, is_fixed},
    text::folded,
    ui::{input, theme::Palette, topbar},
};
use egui::{
    Button, EventFilter, Frame, Key, Margin, Modifiers, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, accesskit::Role,
};

/// The room for a command's name, in points.
const NAME: f32 = 190.0;

/// What is being done.
#[derive(Default)]
pub(super) struct State {
    filter: String,
    doing: Doing,
    /// Why the last key could not be given.
    refused: Option<String>,
    /// A key was taken in this frame: what it would press is not meant.
    took: bool,
    /// The button of a new question is to have the focus.
    asks: bool,
    opened: bool,
}

#[derive(Clone, Default, PartialEq)]
enum Doing {
    #[default]
    Nothing,
    /// A key is waited for, in the place of another or beside those there are.
    Waiting { id: &'static str, instead: Option<Stroke> },
    /// Another command has the key.
    Taken { id: &'static str, stroke: Stroke, keys: Vec<Stroke>, other: &'static str },
    /// All keys are to be as they come.
    ResetAll,
}

impl State {
    /// Takes the key that is waited for, before anything else is drawn that could take it.
    pub(super) fn take_stroke(&mut self, ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
        self.took = false;
        if self.doing == Doing::Nothing {
            return;
        }
        let escape = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        if escape {
            (self.doing, self.took) = (Doing::Nothing, true);
            return;
        }
        input::capture(ui.ctx());
        let Doing::Waiting { id, instead } = self.doing else { return };
        let Some(stroke) = input::captured(ui.ctx()).map(Stroke::settled) else { return };
        self.took = true;
        let mut keys = session.keys().of(id).to_vec();
        match keys.iter().position(|k| Some(*k) == instead) {
            _ if keys.contains(&stroke) => {}
            Some(at) => keys.splice(at..=at, [stroke]).for_each(drop),
            None => keys.push(stroke),
        }
        self.doing = Doing::Nothing;
        match session.keys().may_have(id, stroke) {
            Ok(()) => actions.push(Action::Keys(id, keys)),
            Err(Refusal::Kept(why)) => self.refused = Some(format!("{stroke} cannot be given to a command: {why}")),
            Err(Refusal::Taken(other)) => {
                (self.doing, self.asks) = (Doing::Taken { id, stroke, keys, other }, true);
            }
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, height: f32, actions: &mut Vec<Action>) {
        let filter = TextEdit::singleline(&mut self.filter)
            .hint_text("Filter by name or key")
            .desired_width(f32::INFINITY)
            .margin(Margin::symmetric(8, 5));
        let response = ui.add(filter);
        response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Filter keys"));
        if !std::mem::replace(&mut self.opened, true) {
            response.request_focus();
        }
        ui.add_space(6.0);
        let before = ui.cursor().top();
        self.question(ui, session, actions);
        // What is asked takes its room from the list: the dialog stays as high as it is.
        let height = height - (ui.cursor().top() - before);
        let words: Vec<String> = self.filter.split_whitespace().map(folded).collect();
        let scroll = ScrollArea::vertical().max_height(height.max(120.0)).min_scrolled_height(height.max(120.0));
        scroll.auto_shrink([false, false]).show(ui, |ui| {
            let mut none = true;
            for (group, name) in Group::ALL {
                let fits = |c: &&Command| {
                    let all = folded(&format!("{} {} {name}", c.title, session.keys().all(c.id, " ")));
                    c.group == group && words.iter().all(|w| all.contains(w.as_str()))
                };
                let mut commands = COMMANDS.iter().filter(fits).peekable();
                if commands.peek().is_none() {
                    continue;
                }
                none = false;
                let mut said = None;
                for command in commands {
                    // What means something in one workspace only stands under a heading that says so.
                    let place = topbar::place(command);
                    if said.replace(place) != Some(place) {
                        ui.add_space(4.0);
                        ui.weak(format!("{name}{place}"));
                    }
                    // A digit without a label or version means nothing.
                    if let Some(title) = topbar::key_title(session, command) {
                        self.row(ui, session, command, &title, actions);
                    }
                }
            }
            if none {
                ui.weak("No command has all of these letters");
            }
        });
        ui.add_space(8.0);
        let own = !session.prefs().keys.is_empty();
        if ui.add_enabled(own, Button::new("All keys back to default")).clicked() {
            (self.doing, self.refused, self.asks) = (Doing::ResetAll, None, true);
            input::capture(ui.ctx());
        }
    }

    /// What is asked or was refused, over the list.
    fn question(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let p = Palette::of(ui.visuals());
        if let Some(refused) = &self.refused {
            ui.colored_label(p.error, refused);
            ui.add_space(6.0);
        }
        let (text, yes, action) = match &self.doing {
            Doing::Taken { id, stroke, keys, other } => {
                let title = command(other).and_then(|c| topbar::key_title(session, c)).unwrap_or_default();
                (format!("{stroke} is {title}; take it from there?"), "Take it", Action::Keys(id, keys.clone()))
            }
            Doing::ResetAll => {
                let text = "Give every command the keys it comes with? Your own keys are forgotten".to_owned();
                (text, "Give them back", Action::DefaultKeys(None))
            }
            Doing::Nothing | Doing::Waiting { .. } => return,
        };
        Frame::new().fill(p.chosen).corner_radius(4).inner_margin(Margin::symmetric(10, 8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(text).strong());
            ui.horizontal(|ui| {
                let yes = ui.button(yes);
                if !self.took && std::mem::take(&mut self.asks) {
                    yes.request_focus();
                }
                if yes.clicked() && !self.took {
                    actions.push(action);
                    self.doing = Doing::Nothing;
                }
                if ui.button("Cancel").clicked() {
                    self.doing = Doing::Nothing;
                }
            });
        });
        ui.add_space(6.0);
    }

    fn row(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        command: &'static Command,
        title: &str,
        actions: &mut Vec<Action>,
    ) {
        ui.horizontal(|ui| {
            let size = egui::vec2(NAME, ui.spacing().interact_size.y);
            let name = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(size, name, |ui| {
                ui.set_min_width(NAME);
                ui.add(egui::Label::new(title).truncate()).on_hover_text(command.tooltip);
            });
            ui.horizontal_wrapped(|ui| self.strokes(ui, session, command, title, actions));
        });
    }

    fn strokes(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        command: &'static Command,
        title: &str,
        actions: &mut Vec<Action>,
    ) {
        let id = command.id;
        let keys = session.keys().of(id);
        let fixed = is_fixed(command);
        let waits = matches!(self.doing, Doing::Waiting { id: waiting, .. } if waiting == id);
        for key in keys {
            if self.is_waiting(id, Some(*key)) {
                self.waiting(ui, title);
            } else {
                let why = match id {
                    "escape" => "This key stays as it is",
                    _ if id.starts_with("take-") => "Given by the order of the versions",
                    _ => "Given by the label set",
                };
                let chip = ui.add_enabled(!fixed, Button::new(key.to_string()));
                let chip =
                    if fixed { chip.on_disabled_hover_text(why) } else { chip.on_hover_text("Give it another key") };
                chip.widget_info(|| WidgetInfo::labeled(Role::Button, !fixed, format!("{key} for {title}")));
                if chip.clicked() {
                    self.wait(ui, id, Some(*key));
                }
            }
        }
        if self.is_waiting(id, None) {
            self.waiting(ui, title);
        }
        if waits {
            if let Doing::Waiting { instead: Some(old), .. } = self.doing
                && named(ui, "Remove", &format!("Remove {old} from {title}"), "The command keeps its other keys")
            {
                let left: Vec<Stroke> = keys.iter().copied().filter(|k| *k != old).collect();
                actions.push(Action::Keys(id, left));
                self.doing = Doing::Nothing;
            }
            return;
        }
        if !fixed {
            if named(ui, "+", &format!("Add a key to {title}"), "Give it one more key") {
                self.wait(ui, id, None);
            }
            let own = session.prefs().keys.contains_key(id);
            if own && named(ui, "Default", &format!("Default keys of {title}"), &came_with(command)) {
                actions.push(Action::DefaultKeys(Some(id)));
            }
        }
    }

    fn is_waiting(&self, id: &str, instead: Option<Stroke>) -> bool {
        matches!(self.doing, Doing::Waiting { id: waiting, instead: key } if waiting == id && key == instead)
    }

    fn wait(&mut self, ui: &Ui, id: &'static str, instead: Option<Stroke>) {
        if !self.took {
            (self.doing, self.refused) = (Doing::Waiting { id, instead }, None);
            input::capture(ui.ctx());
            ui.ctx().request_repaint();
        }
    }

    /// In the place of a key: it is waited for. It has the focus, so that the key moves nothing else.
    fn waiting(&self, ui: &mut Ui, title: &str) {
        let p = Palette::of(ui.visuals());
        let text = RichText::new("Press a key…").color(p.accent).strong();
        let response = ui.add(Button::new(text).stroke(egui::Stroke::new(1.0, p.accent))).on_hover_text("Esc cancels");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Press a key for {title}")));
        let all = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        response.request_focus();
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, all));
    }
}

fn named(ui: &mut Ui, text: &str, name: &str, about: &str) -> bool {
    let response = ui.small_button(text).on_hover_text(about);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.clicked()
}

fn came_with(command: &Command) -> String {
    let keys: Vec<String> = command.keys.iter().map(ToString::to_string).collect();
    if keys.is_empty() { "It comes without a key".to_owned() } else { format!("It comes with {}", keys.join(" and ")) }
}
