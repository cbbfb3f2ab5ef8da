//! From the library's events to key strokes. Single keys never fire while a text field has the focus or an input method composes.

use super::page::page_id;
use crate::session::{Key, Overlay, Session, Stroke};
use egui::{Context, Event};

/// The strokes of this frame that may run commands, in order.
pub fn strokes(ctx: &Context, session: &Session) -> Vec<Stroke> {
    let focused = ctx.memory(|m| m.focused());
    let dialog = session.overlay() != Overlay::None;
    if egui::Popup::is_any_open(ctx) || is_captured(ctx) {
        return Vec::new(); // an open menu has the keys, or somebody waits for one to be given
    }
    // A button reached with Tab takes Enter and Space for itself; a text field takes all plain keys.
    let free = focused.is_none_or(|id| id == page_id()) && !dialog;
    ctx.input(|i| {
        // The text of a key follows the key itself, which knows whether Alt was down with it; by the end of a slow frame it may
        // be up again.
        let mut alt = i.modifiers.alt;
        i.events
            .iter()
            .filter_map(|event| read(event, &mut alt))
            .filter(|stroke| free || general(session, *stroke, dialog))
            .collect()
    })
}

/// What an event means as a stroke.
fn read(event: &Event, alt: &mut bool) -> Option<Stroke> {
    match event {
        Event::Text(text) => {
            let mut chars = text.chars();
            let only = chars.next().filter(|c| chars.next().is_none() && (*c == ' ' || !c.is_whitespace()))?;
            Some(Stroke { alt: *alt, ..Stroke::char(only) })
        }
        Event::Copy => Some(Stroke::char('c').ctrl()),
        // Enter ends an article: held down it would end them all.
        Event::Key { key: egui::Key::Enter, repeat: true, .. } => None,
        Event::Key { key, pressed: true, modifiers, .. } => {
            *alt = modifiers.alt;
            stroke(*key, *modifiers)
        }
        _ => None,
    }
}

/// In which pass somebody last waited for a key.
fn captor() -> egui::Id {
    egui::Id::unique("key-captor")
}

fn is_captured(ctx: &Context) -> bool {
    let pass = ctx.cumulative_pass_nr();
    ctx.data(|d| d.get_temp::<u64>(captor())).is_some_and(|last| last + 1 >= pass)
}

/// Takes all keys of the coming frame away from the commands: somebody waits for one, and gets it from [`captured`].
pub(super) fn capture(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|d| d.insert_temp(captor(), pass));
}

/// The first stroke of this frame, for somebody who asked for it in the last one.
pub(super) fn captured(ctx: &Context) -> Option<Stroke> {
    ctx.input(|i| {
        let mut alt = i.modifiers.alt;
        i.events.iter().find_map(|event| match event {
            Event::Cut => Some(Stroke::char('x').ctrl()),
            Event::Paste(_) => Some(Stroke::char('v').ctrl()),
            event => read(event, &mut alt),
        })
    })
}

/// Commands that also run while a dialog is open: they do not touch what lies behind it.
const OVER_DIALOGS: [&str; 5] = ["palette", "quit", "zoom-in", "zoom-out", "zoom-reset"];

/// Whether a stroke means the same wherever the focus is. Editing keys belong to the text field that has it, and a dialog lets
/// only those through that do not touch what lies behind it.
fn general(session: &Session, stroke: Stroke, dialog: bool) -> bool {
    if dialog {
        let command = session.keys().for_stroke(stroke, session.place()).map_or("", |c| c.id);
        let closes = session.overlay() == Overlay::Keys && command == "keys";
        let plain = matches!(stroke.key, Key::Char(_)) && !stroke.ctrl;
        // The labels that are edited must not go with a key that opens or closes something else.
        let leaves = session.overlay() == Overlay::Labels && matches!(command, "palette" | "quit");
        return stroke.key == Key::Escape || closes || !plain && !leaves && OVER_DIALOGS.contains(&command);
    }
    let editing = matches!(
        stroke.key,
        Key::Char('a' | 'z' | 'y' | 'c')
            | Key::Left
            | Key::Right
            | Key::PageUp
            | Key::PageDown
            | Key::Enter
            | Key::Delete
            | Key::Backspace
    );
    stroke.ctrl && !editing || matches!(stroke.key, Key::F(_))
}

fn stroke(key: egui::Key, modifiers: egui::Modifiers) -> Option<Stroke> {
    let plain = match key {
        egui::Key::Enter => Key::Enter,
        egui::Key::Tab => Key::Tab,
        egui::Key::Escape => Key::Escape,
        egui::Key::Delete => Key::Delete,
        egui::Key::Backspace => Key::Backspace,
        egui::Key::ArrowLeft => Key::Left,
        egui::Key::ArrowRight => Key::Right,
        egui::Key::ArrowUp => Key::Up,
        egui::Key::ArrowDown => Key::Down,
        egui::Key::PageUp => Key::PageUp,
        egui::Key::PageDown => Key::PageDown,
        key => match key.name().strip_prefix('F').and_then(|n| n.parse().ok()) {
            Some(n) => Key::F(n),
            // Plain characters come as text, as the keyboard's layout has them; here only those with Ctrl.
            None if modifiers.command || modifiers.ctrl => Key::Char(character(key)?),
            None => return None,
        },
    };
    Some(Stroke { ctrl: modifiers.command || modifiers.ctrl, alt: modifiers.alt, shift: modifiers.shift, key: plain })
        .map(|s| if matches!(s.key, Key::Char('+' | '=')) { Stroke { shift: false, ..s } } else { s })
}

fn character(key: egui::Key) -> Option<char> {
    match key {
        egui::Key::Plus => Some('+'),
        egui::Key::Equals => Some('='),
        egui::Key::Minus => Some('-'),
        egui::Key::Comma => Some(','),
        egui::Key::Period => Some('.'),
        egui::Key::Semicolon => Some(';'),
        egui::Key::Quote => Some('\''),
        egui::Key::Slash => Some('/'),
        egui::Key::Backslash => Some('\\'),
        egui::Key::OpenBracket => Some('['),
        egui::Key::CloseBracket => Some(']'),
        egui::Key::Backtick => Some('`'),
        key => {
            let mut name = key.name().chars();
            name.next().filter(|c| name.next().is_none() && c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase())
        }
    }
}
