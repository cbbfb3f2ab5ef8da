//! The slim top bar: menus, project and folder, annotator, saved state.

use super::{review, theme::Palette};
use crate::{
    model::State,
    session::{Action, COMMANDS, Command, Group, Overlay, Place, SaveState, Session, Theme, Workspace, command},
};
use egui::{Align, Button, Label, Layout, RichText, Ui};

/// For this long a save is called fresh, in seconds; after that the words stay the same and the window rests.
const FRESH: f64 = 5.0;

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    egui::MenuBar::new().ui(ui, |ui| {
        // Of what the window is not for, there is no menu; the palette has what can be done all the same.
        for (group, title) in Group::ALL.into_iter().filter(|(g, _)| *g != Group::Review || review::is_on(session)) {
            ui.menu_button(title, |ui| menu(ui, session, group, actions));
        }
        ui.separator();
        workspaces(ui, session, actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let about = "Every command by a few letters of its name";
            let palette = ui.button("Commands").on_hover_text(with_key(session, about, "palette"));
            if palette.clicked() {
                actions.push(Action::Run("palette"));
            }
            if let Some(me) = session.annotator() {
                let button = ui.button(me.as_str()).on_hover_text("Whose marks these are. Click to change");
                button.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("Annotator: {me}"))
                });
                if button.clicked() {
                    actions.push(Action::Overlay(Overlay::Annotator));
                }
            }
            saved(ui, session);
            renaming(ui, session, actions);
            project(ui, session);
        });
    });
}

/// What the window is for.
fn workspaces(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    if session.project().is_none() {
        return;
    }
    let now = session.reviewing().workspace();
    for (id, workspace) in [("annotate", Workspace::Annotate), ("review", Workspace::Review)] {
        let Some(command) = command(id) else { continue };
        let chosen = now == workspace;
        let response = ui.add(Button::selectable(chosen, command.title));
        response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Tab, true, chosen, command.title));
        if response.on_hover_text(with_key(session, command.tooltip, id)).clicked() {
            actions.push(Action::Run(id));
        }
    }
    ui.separator();
}

/// A sentence with the key of a command behind it, where it has one.
pub(super) fn with_key(session: &Session, text: &str, id: &str) -> String {
    let key = session.keys().shown(id);
    if key.is_empty() { text.to_owned() } else { format!("{text} ({key})") }
}

fn menu(ui: &mut Ui, session: &Session, group: Group, actions: &mut Vec<Action>) {
    ui.set_min_width(240.0);
    for command in COMMANDS.iter().filter(|c| c.group == group) {
        let Some(title) = title(session, command) else { continue };
        let keys = session.keys().shown(command.id);
        let button = Button::new(title).shortcut_text(keys);
        if ui.add_enabled(command.is_enabled(session), button).on_hover_text(command.tooltip).clicked() {
            actions.push(Action::Run(command.id));
            ui.close();
        }
    }
    if group == Group::Project {
        recent(ui, session, actions);
    }
}

fn recent(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let here = session.project().map(|p| &p.root);
    let mut others = session.prefs().recent.iter().filter(|p| Some(*p) != here).take(8).peekable();
    if others.peek().is_none() {
        return;
    }
    ui.separator();
    for path in others {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
            actions.push(Action::OpenProject(path.clone()));
            ui.close();
        }
    }
}

/// A command's name beside its key; none for a key without a label or version.
pub(super) fn key_title(session: &Session, command: &Command) -> Option<String> {
    let label = command.id.strip_prefix("label-").and_then(|d| d.parse().ok());
    match label {
        Some(digit) => session.project()?.labels.by_key(digit).map(|l| format!("Label {}", l.name)),
        None if version(command).is_some_and(|n| n > versions(session)) => None,
        None => Some(command.title.to_owned()),
    }
}

/// Which version of a case a command takes.
fn version(command: &Command) -> Option<usize> {
    command.id.strip_prefix("take-").and_then(|d| d.parse().ok())
}

/// How many versions there are to take; where none is in hand, as many as there mostly are.
fn versions(session: &Session) -> usize {
    session.desk().map_or(2, |desk| desk.readings.len())
}

/// What is said of commands that mean something in one workspace only; their keys may mean something else in the other.
pub(super) fn place(command: &Command) -> &'static str {
    match command.place {
        Place::Everywhere => "",
        Place::Annotate => " in Annotate",
        Place::Review => " in Review",
    }
}

/// A command's name as it reads now; none for a key without a label or version.
pub(super) fn title(session: &Session, command: &Command) -> Option<String> {
    if let Some(digit) = command.id.strip_prefix("label-").and_then(|d| d.parse().ok()) {
        return session.project()?.labels.by_key(digit).map(|l| l.name.to_string());
    }
    if let Some(n) = version(command) {
        let name = session.reading_name(n - 1);
        return (!name.is_empty()).then(|| format!("{}: {name}", command.title));
    }
    let more = |what: Option<&str>| what.map_or(command.title.to_owned(), |w| format!("{}: {w}", command.title));
    Some(match command.id {
        "undo" => more(session.undo_title()),
        "redo" => more(session.redo_title()),
        "done" if session.doc().is_some_and(|d| d.set().state() == State::Done) => "Not done after all".to_owned(),
        "left-panel" if session.sides().left => "Hide articles".to_owned(),
        "left-panel" => "Show articles".to_owned(),
        "right-panel" if session.sides().right => "Hide marks".to_owned(),
        "right-panel" => "Show marks".to_owned(),
        "theme-system" if session.prefs().theme == Theme::System => format!("✔ {}", command.title),
        "theme-light" if session.prefs().theme == Theme::Light => format!("✔ {}", command.title),
        "theme-dark" if session.prefs().theme == Theme::Dark => format!("✔ {}", command.title),
        _ => command.title.to_owned(),
    })
}

/// The saved state, in a word; more under the pointer.
pub(super) fn saved(ui: &mut Ui, session: &Session) {
    let p = Palette::of(ui.visuals());
    let (color, short, long) = match session.saving().state() {
        _ if session.read_only().is_some() => {
            (p.warning, "Read only".to_owned(), session.read_only().unwrap_or_default().to_owned())
        }
        SaveState::Clean if session.project().is_none() => return,
        SaveState::Clean => {
            (p.quiet, "All saved".to_owned(), "Every mark is written to disk as you make it".to_owned())
        }
        SaveState::Saving => (p.quiet, "Saving…".to_owned(), "On its way to the disk".to_owned()),
        SaveState::Saved(at) => {
            let ago = session.now() - at;
            if ago < FRESH {
                ui.request_repaint_after(std::time::Duration::from_secs_f64(1.0_f64.min(FRESH - ago).max(0.05)));
            }
            let short = match ago {
                a if a < 1.0 => "Saved just now".to_owned(),
                a if a < FRESH => format!("Saved {} s ago", a as u32),
                _ => "All saved".to_owned(),
            };
            (p.good, short, "Every mark is on disk".to_owned())
        }
        SaveState::Failed(sentence) => (p.error, "Not saved".to_owned(), sentence),
    };
    let failed = matches!(session.saving().state(), SaveState::Failed(_));
    let text = RichText::new(&short).color(color);
    let label = ui.add(Label::new(if failed { text.strong() } else { text })).on_hover_text(&long);
    label.widget_info(|| {
        egui::WidgetInfo::labeled(egui::accesskit::Role::Status, true, format!("Saved state: {short}"))
    });
}

/// How far annotation files were brought to the labels' new names.
fn renaming(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let Some((seen, total)) = session.label_edit().renaming() else { return };
    let stop = ui.button("Stop").on_hover_text("Every mark is read with the new names all the same");
    stop.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Stop renaming in files"));
    if stop.clicked() {
        actions.push(Action::StopRenaming);
    }
    ui.weak(format!("New names: {seen} of {total} files"));
}

fn project(ui: &mut Ui, session: &Session) {
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| match session.project() {
        Some(project) => {
            ui.strong(&project.name);
            let folder = project.root.display().to_string();
            ui.add(Label::new(RichText::new(&folder).weak()).truncate()).on_hover_text(folder);
        }
        None => {
            ui.strong("Whosaid");
        }
    });
}
