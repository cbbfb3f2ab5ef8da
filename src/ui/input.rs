//! From the library's events to key strokes. Single keys never fire while a text field has the focus or an input method composes.

use super::page::page_id;
use crate::session::{Key, Session, Stroke};
use egui::{Context, Event};

/// The strokes of this frame that may run commands, in order.
pub fn strokes(ctx: &Context, session: &Session) -> Vec<Stroke> {
    let focused = ctx.memory(|m| m.focused());
    // A button reached with Tab takes Enter and Space for itself; a text field takes all plain keys.
    let free = focused.is_none_or(|id| id == page_id()) && session.overlay() == crate::session::Overlay::None;
    ctx.input(|i| {
        let alt = i.modifiers.alt;
        i.events
            .iter()
            .filter_map(|event| match event {
                Event::Text(text) if free => {
                    let mut chars = text.chars();
                    let only = chars.next().filter(|c| chars.next().is_none() && !c.is_whitespace())?;
                    Some(Stroke { alt, ..Stroke::char(only) })
                }
                Event::Copy if free => Some(Stroke::char('c').ctrl()),
                Event::Key { key, pressed: true, modifiers, .. } => {
                    let stroke = stroke(*key, *modifiers)?;
                    // Editing keys belong to the text field that has the focus.
                    let general = stroke.ctrl
                        && !matches!(stroke.key, Key::Char('a' | 'z' | 'y' | 'c') | Key::Left | Key::Right)
                        || matches!(stroke.key, Key::F(_) | Key::Escape);
                    (free || general).then_some(stroke)
                }
                _ => None,
            })
            .collect()
    })
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
