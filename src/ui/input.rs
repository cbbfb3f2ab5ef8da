//! From the library's events to key strokes. Single keys never fire while a text field has the focus or an input method composes.

use super::page::page_id;
use crate::session::{Key, Overlay, Session, Stroke};
use egui::{Context, Event};

/// The strokes of this frame that may run commands, in order.
pub fn strokes(ctx: &Context, session: &Session) -> Vec<Stroke> {
    let focused = ctx.memory(|m| m.focused());
    let dialog = session.overlay() != Overlay::None;
    let labels = session.overlay() == Overlay::Labels;
    let keys_shown = session.overlay() == Overlay::Keys;
    if egui::Popup::is_any_open(ctx) {
        return Vec::new(); // an open menu has the keys
    }
    // A button reached with Tab takes Enter and Space for itself; a text field takes all plain keys.
    let free = focused.is_none_or(|id| id == page_id()) && !dialog;
    ctx.input(|i| {
        // The text of a key follows the key itself, which knows whether Alt was down with it; by the end of a slow frame it may
        // be up again.
        let mut alt = i.modifiers.alt;
        i.events
            .iter()
            .filter_map(|event| match event {
                Event::Text(text) if keys_shown && text == "?" => Some(Stroke::char('?')),
                Event::Text(text) if free => {
                    let mut chars = text.chars();
                    let only = chars.next().filter(|c| chars.next().is_none() && !c.is_whitespace())?;
                    Some(Stroke { alt, ..Stroke::char(only) })
                }
                Event::Copy if free => Some(Stroke::char('c').ctrl()),
                // Enter ends an article: held down it would end them all.
                Event::Key { key: egui::Key::Enter, repeat: true, .. } => None,
                Event::Key { key, pressed: true, modifiers, .. } => {
                    alt = modifiers.alt;
                    let stroke = stroke(*key, *modifiers)?;
                    let closes = keys_shown && stroke.key == Key::F(1);
                    // What is edited there must not go with a key that opens or closes something else.
                    let leaves = labels && matches!(stroke.key, Key::Char('k' | 'q'));
                    (free || closes || general(stroke, dialog) && !leaves).then_some(stroke)
                }
                _ => None,
            })
            .collect()
    })
}

/// Whether a stroke means the same wherever the focus is. Editing keys belong to the text field that has it, and a dialog lets
/// only those through that do not touch what lies behind it.
fn general(stroke: Stroke, dialog: bool) -> bool {
    if dialog {
        return stroke.key == Key::Escape
            || stroke.ctrl && matches!(stroke.key, Key::Char('k' | 'q' | '+' | '=' | '-' | '0'));
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
        key => {
            let mut name = key.name().chars();
            name.next().filter(|c| name.next().is_none() && c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase())
        }
    }
}
