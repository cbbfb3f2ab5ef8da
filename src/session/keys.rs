//! Key strokes as data, so that the list of commands can name them without knowing the window's library.

/// A key that has no character of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Key {
    /// A printable character as the keyboard layout gives it, so `?` is `?` wherever it lies.
    Char(char),
    Enter,
    Escape,
    Delete,
    Backspace,
    Left,
    Right,
    Up,
    Down,
    PageUp,
    PageDown,
    /// A function key, 1 to 12.
    F(u8),
}

/// One stroke: a key with its modifiers. A character without Ctrl carries its own Shift (`N`, `?`), so `shift` is then false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stroke {
    /// Ctrl (Command on a Mac).
    pub ctrl: bool,
    /// Alt.
    pub alt: bool,
    /// Shift, for keys that are not plain characters.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

impl Stroke {
    /// A key alone.
    pub const fn key(key: Key) -> Self {
        Stroke { ctrl: false, alt: false, shift: false, key }
    }

    /// A character alone.
    pub const fn char(c: char) -> Self {
        Stroke::key(Key::Char(c))
    }

    /// The same with Ctrl.
    pub const fn ctrl(self) -> Self {
        Stroke { ctrl: true, ..self }
    }

    /// The same with Alt.
    pub const fn alt(self) -> Self {
        Stroke { alt: true, ..self }
    }

    /// The same with Shift.
    pub const fn shift(self) -> Self {
        Stroke { shift: true, ..self }
    }
}

impl std::fmt::Display for Stroke {
    /// As people read it: `Ctrl+Shift+Z`, `n`, `Shift+N`, `?`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.alt {
            f.write_str("Alt+")?;
        }
        if self.shift {
            f.write_str("Shift+")?;
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) if self.ctrl => write!(f, "{}", c.to_uppercase()),
            Key::Char(c) if c.is_uppercase() => write!(f, "Shift+{c}"),
            Key::Char(c) => write!(f, "{c}"),
            Key::Escape => f.write_str("Esc"),
            Key::PageUp => f.write_str("Page Up"),
            Key::PageDown => f.write_str("Page Down"),
            Key::Left => f.write_str("←"),
            Key::Right => f.write_str("→"),
            Key::Up => f.write_str("↑"),
            Key::Down => f.write_str("↓"),
            Key::F(n) => write!(f, "F{n}"),
            key => write!(f, "{key:?}"),
        }
    }
}
