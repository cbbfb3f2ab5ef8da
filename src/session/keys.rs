//! Key strokes as data, so that the list of commands can name them without knowing the window's library.

/// A key that has no character of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Key {
    /// A printable character as the keyboard layout gives it, so `?` is `?` wherever it lies.
    Char(char),
    Enter,
    Tab,
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

/// How keys without a character are written; a key's first name is the one shown, the others are read too.
const NAMES: [(Key, &[&str]); 11] = [
    (Key::Enter, &["Enter"]),
    (Key::Tab, &["Tab"]),
    (Key::Escape, &["Esc", "Escape"]),
    (Key::Delete, &["Delete"]),
    (Key::Backspace, &["Backspace"]),
    (Key::Left, &["←", "Left"]),
    (Key::Right, &["→", "Right"]),
    (Key::Up, &["↑", "Up"]),
    (Key::Down, &["↓", "Down"]),
    (Key::PageUp, &["Page Up", "PageUp"]),
    (Key::PageDown, &["Page Down", "PageDown"]),
];

/// What cannot be read as a key stroke.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no key: write it like n, Shift+N, Ctrl+Shift+F, Alt+↓ or F2")]
pub struct StrokeError(String);

impl Stroke {
    /// The same stroke in the one form it has: a character without Ctrl carries its Shift, one with Ctrl is a small letter.
    #[must_use]
    pub fn settled(self) -> Self {
        match self.key {
            Key::Char(c) if self.ctrl => {
                // Where the plus sign lies above another key, its Shift is no part of the stroke.
                let shift = self.shift && !matches!(c, '+' | '=');
                Stroke { shift, key: Key::Char(small(c).unwrap_or(c)), ..self }
            }
            Key::Char(c) => Stroke { shift: false, key: Key::Char(if self.shift { large(c) } else { c }), ..self },
            _ => self,
        }
    }
}

/// The letter in its other case, where there is one that leads back.
fn large(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(l), None) if l.to_lowercase().eq([c]) => l,
        _ => c,
    }
}

fn small(c: char) -> Option<char> {
    let mut lower = c.to_lowercase();
    lower.next().filter(|l| lower.next().is_none() && *l != c && large(*l) == c)
}

impl std::str::FromStr for Stroke {
    type Err = StrokeError;

    /// Reads what [`Display`](std::fmt::Display) writes, and what people write instead of arrows.
    fn from_str(text: &str) -> Result<Self, StrokeError> {
        let mut stroke = Stroke::key(Key::Enter);
        let mut rest = text.trim();
        while let Some((modifier, after)) = rest.split_once('+').filter(|(m, after)| !m.is_empty() && !after.is_empty())
        {
            match modifier.trim().to_ascii_lowercase().as_str() {
                "ctrl" | "cmd" => stroke.ctrl = true,
                "alt" => stroke.alt = true,
                "shift" => stroke.shift = true,
                _ => return Err(StrokeError(text.to_owned())),
            }
            rest = after.trim_start();
        }
        let mut chars = rest.chars();
        let only = chars.next().filter(|_| chars.next().is_none());
        let named = NAMES.iter().find(|(_, names)| names.iter().any(|n| n.eq_ignore_ascii_case(rest)));
        let function = rest.strip_prefix(['F', 'f']).and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n));
        stroke.key = match (named, function, only) {
            (Some((key, _)), ..) => *key,
            (None, Some(n), _) => Key::F(n),
            (None, None, Some(c)) if !c.is_control() && !c.is_whitespace() => Key::Char(c),
            _ if rest.eq_ignore_ascii_case("space") => Key::Char(' '),
            _ => return Err(StrokeError(text.to_owned())),
        };
        Ok(stroke.settled())
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
            Key::Char(c) if self.ctrl => write!(f, "{}", large(c)),
            Key::Char(c) if small(c).is_some() => write!(f, "Shift+{c}"),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            key => {
                let names = NAMES.iter().find(|(k, _)| *k == key).map(|(_, names)| *names);
                f.write_str(names.and_then(<[&str]>::first).unwrap_or(&"?"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_stroke() -> impl Strategy<Value = Stroke> {
        let named = proptest::sample::select(NAMES.map(|(key, _)| key).to_vec());
        let character =
            proptest::char::any().prop_filter("a key", |c| !c.is_control() && (!c.is_whitespace() || *c == ' '));
        let key = prop_oneof![
            named,
            character.prop_map(Key::Char),
            proptest::char::range(' ', '~').prop_map(Key::Char),
            (1u8..=12).prop_map(Key::F)
        ];
        (any::<[bool; 3]>(), key).prop_map(|([ctrl, alt, shift], key)| Stroke { ctrl, alt, shift, key }.settled())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(stroke in any_stroke()) {
            prop_assert_eq!(stroke.settled(), stroke);
            prop_assert_eq!(stroke.to_string().parse::<Stroke>(), Ok(stroke), "{}", stroke);
        }

        #[test]
        fn no_text_is_too_strange_to_be_refused(text in "(Ctrl|Shift|Alt|\\+|F1|n| |\\PC){0,6}") {
            if let Ok(stroke) = text.parse::<Stroke>() {
                prop_assert_eq!(stroke.to_string().parse::<Stroke>(), Ok(stroke));
            }
        }
    }

    #[test]
    fn strokes_are_read_as_people_write_them() {
        let read = |text: &str| text.parse::<Stroke>().map(|s| s.to_string());
        for (text, means) in [
            ("n", "n"),
            ("shift+n", "Shift+N"),
            ("N", "Shift+N"),
            ("ctrl+z", "Ctrl+Z"),
            ("Ctrl+Shift+Z", "Ctrl+Shift+Z"),
            ("Ctrl++", "Ctrl++"),
            ("+", "+"),
            ("Alt+Down", "Alt+↓"),
            ("ctrl + page up", "Ctrl+Page Up"),
            ("f12", "F12"),
            ("Shift+←", "Shift+←"),
        ] {
            assert_eq!(read(text), Ok(means.to_owned()));
        }
        for text in ["", "Ctrl+", "Hyper+x", "F13", "two", "Ctrl+Ctrl", "\n"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
