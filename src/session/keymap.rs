//! Which stroke runs which command: the keys that commands come with, and a person's own in their place.

use super::{COMMANDS, Command, Key, Place, Session, Stroke, ToldKind, command, effect::Effect};
use std::collections::{BTreeMap, HashMap};

/// The strokes of all commands, both ways round. Made once whenever keys change.
#[derive(Clone)]
pub struct KeyMap {
    /// By stroke: at most one command for each place.
    commands: HashMap<Stroke, Vec<&'static Command>>,
    strokes: HashMap<&'static str, Vec<Stroke>>,
}

/// Why a stroke cannot be given to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has a meaning of its own everywhere; a sentence says which.
    Kept(&'static str),
    /// The command of this id has it.
    Taken(&'static str),
}

impl KeyMap {
    /// The keys with a person's own, and sentences about those that mean nothing here. What is meant by nobody stays in the
    /// file: another version of the program may know it.
    pub fn new(own: &BTreeMap<String, Vec<String>>) -> (KeyMap, Vec<String>) {
        let mut map = KeyMap { commands: HashMap::new(), strokes: HashMap::new() };
        let mut wrong = Vec::new();
        for id in own.keys().filter(|id| command(id).is_none()) {
            wrong.push(format!("no command is called “{id}”"));
        }
        // A person's own keys come first: a command that came later, or a changed default, takes none of them away.
        for command in COMMANDS {
            let Some(keys) = own.get(command.id).filter(|_| !is_fixed(command)) else { continue };
            map.strokes.entry(command.id).or_default();
            for text in keys {
                let stroke = match text.parse::<Stroke>() {
                    Ok(stroke) => stroke,
                    Err(why) => {
                        wrong.push(format!("{} ({why})", command.title));
                        continue;
                    }
                };
                if let Some(why) = kept(stroke) {
                    wrong.push(format!("{stroke} for {} ({why})", command.title));
                } else if let Some(other) = map.for_stroke(stroke, command.place).filter(|c| c.id != command.id) {
                    wrong.push(format!("{stroke} for {} ({} has it too)", command.title, other.title));
                } else {
                    map.give(command, stroke);
                }
            }
        }
        for command in COMMANDS.iter().filter(|c| !own.contains_key(c.id) || is_fixed(c)) {
            map.strokes.entry(command.id).or_default();
            for stroke in command.keys {
                if map.for_stroke(*stroke, command.place).is_none() {
                    map.give(command, *stroke);
                }
            }
        }
        (map, wrong)
    }

    fn give(&mut self, command: &'static Command, stroke: Stroke) {
        let strokes = self.strokes.entry(command.id).or_default();
        if !strokes.contains(&stroke) {
            strokes.push(stroke);
            self.commands.entry(stroke).or_default().push(command);
        }
    }

    /// The command that a stroke runs in a place.
    pub fn for_stroke(&self, stroke: Stroke, place: Place) -> Option<&'static Command> {
        self.commands.get(&stroke)?.iter().find(|c| c.place.is(place)).copied()
    }

    /// The strokes that run a command; the first is shown.
    pub fn of(&self, id: &str) -> &[Stroke] {
        self.strokes.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The first stroke of a command as people read it; empty where it has none.
    pub fn shown(&self, id: &str) -> String {
        self.of(id).first().map(ToString::to_string).unwrap_or_default()
    }

    /// All strokes of a command as people read them, with this between.
    pub fn all(&self, id: &str, between: &str) -> String {
        self.of(id).iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
    }

    /// Whether a stroke can be given to a command.
    ///
    /// # Errors
    /// [`Refusal`]: where the stroke has a meaning of its own, or another command has it.
    pub fn may_have(&self, id: &str, stroke: Stroke) -> Result<(), Refusal> {
        if let Some(why) = kept(stroke) {
            return Err(Refusal::Kept(why));
        }
        let place = command(id).map_or(Place::Everywhere, |c| c.place);
        match self.for_stroke(stroke, place) {
            Some(other) if other.id != id => Err(Refusal::Taken(other.id)),
            _ => Ok(()),
        }
    }
}

/// Whether a command's keys are not a person's to choose: labels have theirs from the label set, versions from their order, and Esc is
/// the way out.
pub fn is_fixed(command: &Command) -> bool {
    command.id == "escape"
        || ["label-", "take-"]
            .iter()
            .any(|own| command.id.starts_with(own) && command.id.ends_with(|c: char| c.is_ascii_digit()))
}

/// Why no command may have a stroke.
fn kept(stroke: Stroke) -> Option<&'static str> {
    let plain = !stroke.ctrl && !stroke.alt;
    match stroke.key {
        Key::Escape => Some("Esc closes what is open and lets go"),
        Key::Char('1'..='9') if plain => Some("the digits belong to the labels, and to the versions in a review"),
        Key::Up | Key::Down | Key::PageUp | Key::PageDown if plain => Some("it moves the caret by lines and pages"),
        Key::Char('v' | 'x') if stroke.ctrl && !stroke.alt && !stroke.shift => {
            Some("it cuts and pastes in text fields")
        }
        Key::Char(' ') if plain => Some("the space bar presses the button that has the focus"),
        _ => None,
    }
}

impl Session {
    /// Which stroke runs which command.
    pub fn keys(&self) -> &KeyMap {
        &self.keys
    }

    /// A person's own keys that mean nothing here are said once where they can be read.
    pub(super) fn tell_wrong_keys(&mut self, wrong: &[String]) {
        if !wrong.is_empty() {
            let list = wrong.join("; ");
            let text = format!(
                "Some of your own keys are not used: {list}. They stay in your preferences; Preferences, Keys sets new ones"
            );
            self.tell(ToldKind::Warning, text);
        }
    }

    /// Gives a command these strokes and no others, taking them from whatever else has them.
    pub(super) fn set_keys(&mut self, id: &str, strokes: &[Stroke]) {
        let Some(command) = command(id).filter(|c| !is_fixed(c)) else { return };
        let strokes: Vec<Stroke> = strokes.iter().copied().filter(|s| kept(*s).is_none()).collect();
        for other in COMMANDS.iter().filter(|c| c.id != id && c.place.is(command.place)) {
            let had = self.keys.of(other.id);
            let left: Vec<Stroke> = had.iter().copied().filter(|s| !strokes.contains(s)).collect();
            if left.len() < had.len() {
                self.own_keys(other, &left);
            }
        }
        self.own_keys(command, &strokes);
        self.keys_changed();
    }

    /// Gives one command, or all, the keys they come with. Where a person gave one of them to another command, it stays there.
    pub(super) fn reset_keys(&mut self, id: Option<&str>) {
        match id {
            Some(id) => _ = self.prefs.keys.remove(id),
            None => self.prefs.keys.clear(),
        }
        self.keys_changed();
    }

    fn own_keys(&mut self, command: &Command, strokes: &[Stroke]) {
        if command.keys == strokes {
            self.prefs.keys.remove(command.id);
        } else {
            self.prefs.keys.insert(command.id.to_owned(), strokes.iter().map(ToString::to_string).collect());
        }
    }

    fn keys_changed(&mut self) {
        self.keys = KeyMap::new(&self.prefs.keys).0;
        self.effects.push(Effect::SavePreferences);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{session::Action, store::Prefs};

    fn stroke(text: &str) -> Stroke {
        text.parse().unwrap()
    }

    fn runs(session: &Session, text: &str) -> Option<&'static str> {
        session.keys().for_stroke(stroke(text), Place::Annotate).map(|c| c.id)
    }

    fn own(keys: &[(&str, &[&str])]) -> Prefs {
        let keys = keys.iter().map(|(id, keys)| ((*id).to_owned(), keys.iter().map(|k| (*k).to_owned()).collect()));
        Prefs { keys: keys.collect(), ..Prefs::default() }
    }

    #[test]
    fn a_taken_key_leaves_the_other_command_and_comes_back_with_the_defaults() {
        let mut s = Session::new(Prefs::default(), 1);
        assert_eq!((runs(&s, "n"), runs(&s, "e")), (Some("next-mark"), Some("grow")));
        assert_eq!(s.keys().may_have("grow", stroke("n")), Err(Refusal::Taken("next-mark")));
        assert_eq!(s.keys().may_have("grow", stroke("e")), Ok(()), "its own key is no conflict");
        s.act(Action::Keys("grow", vec![stroke("n"), stroke("Ctrl+Shift+F12")]));
        assert_eq!((runs(&s, "n"), runs(&s, "e"), s.keys().of("next-mark")), (Some("grow"), None, &[][..]));
        assert_eq!(s.prefs().keys["grow"], ["n", "Ctrl+Shift+F12"], "kept as people write it");
        // The same after the program was closed and opened.
        let s2 = Session::new(s.prefs().clone(), 2);
        assert_eq!((runs(&s2, "n"), s2.keys().shown("grow"), s2.told().len()), (Some("grow"), "n".to_owned(), 0));
        s.act(Action::DefaultKeys(Some("next-mark")));
        assert_eq!(runs(&s, "n"), Some("grow"), "what a person gave away stays given");
        s.act(Action::DefaultKeys(None));
        assert_eq!((runs(&s, "n"), runs(&s, "e")), (Some("next-mark"), Some("grow")));
        assert!(s.prefs().keys.is_empty(), "only what differs is kept");
    }

    #[test]
    fn some_keys_are_nobodys_to_give() {
        let mut s = Session::new(Prefs::default(), 1);
        for text in ["Esc", "Ctrl+Esc", "1", "9", "Up", "Shift+PageDown", "Ctrl+V", "Space"] {
            assert!(matches!(s.keys().may_have("grow", stroke(text)), Err(Refusal::Kept(_))), "{text}");
            s.act(Action::Keys("grow", vec![stroke(text)]));
            assert!(s.keys().of("grow").is_empty(), "{text}");
        }
        s.act(Action::Keys("label-1", vec![stroke("y")]));
        s.act(Action::Keys("escape", vec![stroke("y")]));
        assert_eq!((runs(&s, "y"), runs(&s, "1"), runs(&s, "Esc")), (None, Some("label-1"), Some("escape")));
    }

    #[test]
    fn what_a_file_says_wrongly_is_told_and_kept_and_does_no_harm() {
        let prefs =
            own(&[("grow", &["Ctrl+Nowhere", "g", "1"]), ("shrink", &["g"]), ("teleport", &["t"]), ("next-mark", &[])]);
        let mut s = Session::new(prefs, 1);
        assert_eq!((runs(&s, "g"), runs(&s, "e"), runs(&s, "n"), runs(&s, "t")), (Some("grow"), None, None, None));
        let told = s.told()[0].text.to_string();
        for part in ["“Ctrl+Nowhere” is no key", "1 for Grow selection", "g for Shrink selection", "teleport"] {
            assert!(told.contains(part), "{part}: {told}");
        }
        s.act(Action::Keys("redo", vec![stroke("F9")]));
        assert_eq!(s.prefs().keys["teleport"], ["t"], "another version may know it");
        assert_eq!(s.prefs().keys["grow"].len(), 3);
    }

    #[test]
    fn every_command_has_the_keys_it_comes_with() {
        let (map, wrong) = KeyMap::new(&BTreeMap::new());
        assert!(wrong.is_empty());
        for command in COMMANDS {
            assert_eq!(map.of(command.id), command.keys, "{}", command.id);
            for key in command.keys {
                assert_eq!(key.settled(), *key, "{}: {key} is in the one form it has", command.id);
            }
        }
    }
}
