//! Which sources there are: those of the program, machine annotators' sets, and a program of the person's own.

use super::{Session, figures::Figures};
use crate::{
    model::{AnnotatorName, Settings},
    session::{Effect, ToldKind},
    suggest::SOURCES,
};
use std::{collections::BTreeMap, sync::Arc};

/// What the id of the person's own program begins with.
pub const PROGRAM: &str = "program: ";

/// A source, for a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Its id.
    pub id: Arc<str>,
    /// What it is called.
    pub title: Arc<str>,
    /// What it proposes, in a sentence without a full stop.
    pub what: String,
    /// Whether it is asked in this project.
    pub on: bool,
    /// Why it turned itself down, where it did, or why it is not asked.
    pub turned_down: Option<String>,
    /// Whether it is asked anew, though it had turned itself down.
    pub anew: bool,
    /// What became of its suggestions in the article in hand.
    pub here: Figures,
    /// What became of them in all sets of the annotator.
    pub whole: Figures,
}

/// The words of a command; quotation marks hold a word with blanks together.
///
/// # Errors
/// A sentence where one is not closed.
pub fn command_words(command: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err("A quotation mark of the command is not closed".to_owned());
    }
    words.extend(word);
    Ok(words)
}

/// The id of a program of the person's own, by its command: `program: ` and the name of its file.
pub fn program_name(command: &str) -> Arc<str> {
    let words = command_words(command).unwrap_or_else(|_| vec![command.to_owned()]);
    let file = |word: &String| word.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    // An interpreter says nothing of what it runs.
    let script = words.iter().skip(1).find(|w| !w.starts_with('-') && w.contains('.'));
    let name = script.or(words.first()).map(file).unwrap_or_default();
    format!("{PROGRAM}{name}").into()
}

impl Session {
    /// Machine annotators with work in the project whose sets are sources and on.
    pub(super) fn machines(&self) -> Vec<AnnotatorName> {
        let off = &self.settings().suggestions_off;
        let all = self.project.iter().flat_map(|p| &p.annotators);
        all.filter(|who| who.is_machine() && !off.contains(who.as_str()) && self.annotator.as_ref() != Some(who))
            .cloned()
            .collect()
    }

    /// The person's own program for this project, as a command.
    pub fn program(&self) -> Option<Arc<str>> {
        self.prefs.programs.get(&self.project.as_ref()?.root).map(|command| command.as_str().into())
    }

    /// What sources are called on screen, by id.
    pub(super) fn source_titles(&self) -> BTreeMap<Arc<str>, Arc<str>> {
        let own = SOURCES.iter().map(|s| (s.about().id.into(), s.about().title.into()));
        own.chain(self.program().map(|command| program_name(&command)).map(|id| (id.clone(), short(&id)))).collect()
    }

    /// Every source, in the order in which they are listed.
    pub fn suggestion_sources(&self) -> Vec<SourceRow> {
        let figures = self.suggestion_figures();
        let off = &self.settings().suggestions_off;
        let state = &self.suggesting;
        let row = |id: Arc<str>, title: Arc<str>, what: String| SourceRow {
            on: !off.contains(&id),
            turned_down: state.turned_down.get(&id).cloned(),
            anew: state.anew.contains(&id),
            here: figures.here.get(&id).copied().unwrap_or_default(),
            whole: figures.whole.get(&id).copied().unwrap_or_default(),
            id,
            title,
            what,
        };
        let own = SOURCES.iter().map(|s| s.about()).map(|a| row(a.id.into(), a.title.into(), a.what.to_owned()));
        let machines = self.project.iter().flat_map(|p| &p.annotators).filter(|who| who.is_machine());
        let machines = machines
            .map(|who| row(who.as_str().into(), who.as_str().into(), "What it marked in this article".to_owned()));
        let program = self.program().map(|command| {
            let id = program_name(&command);
            let trouble = state.program_trouble.clone();
            SourceRow {
                turned_down: trouble,
                ..row(id.clone(), short(&id), format!("What your own program answers: {command}"))
            }
        });
        own.chain(machines).chain(program).collect()
    }

    /// Turns a source on or off, in the project's own file.
    pub(super) fn set_source(&mut self, id: &Arc<str>, on: bool) {
        if !self.can_save_settings() {
            return self.tell_why_not();
        }
        let base = self.settings().clone();
        let mut new: Settings = base.clone();
        if on {
            new.suggestions_off.remove(id);
        } else {
            new.suggestions_off.insert(id.clone());
        }
        self.save_settings(new, base);
    }

    /// Has a source begin anew that turned itself down: what became of its suggestions counts no more, or again. Kept as long as
    /// the project is open.
    pub(super) fn ask_anew(&mut self, id: Arc<str>, on: bool) {
        let state = &mut self.suggesting;
        if if on { state.anew.insert(id) } else { state.anew.remove(&id) } {
            state.know_more();
        }
    }

    /// Asks this program too, or none: kept for the person and this project, never in the project.
    pub(super) fn set_program(&mut self, command: Option<String>) {
        let Some(root) = self.project.as_ref().map(|p| p.root.clone()) else { return };
        match command.map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()) {
            Some(command) => _ = self.prefs.programs.insert(root, command),
            None => _ = self.prefs.programs.remove(&root),
        }
        self.suggesting.program_trouble = None;
        self.suggesting.know_more(); // So that it is asked again, be it the same.
        self.effects.push(Effect::SavePreferences);
        if self.program().is_some_and(|c| self.settings().suggestions_off.contains(&program_name(&c))) {
            self.tell(ToldKind::Info, "This program is off in this project; turn it on in the list of sources");
        }
    }
}

/// The name of a program without what its id begins with.
fn short(id: &Arc<str>) -> Arc<str> {
    id.strip_prefix(PROGRAM).unwrap_or(id).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_words_and_quoted_words_and_its_script_names_it() {
        let of = |command: &str| command_words(command).unwrap_or_default();
        let long = r#"python3 -u "/my tools/suggest it.py" --to 'a b'"#;
        assert_eq!(of(long), ["python3", "-u", "/my tools/suggest it.py", "--to", "a b"]);
        assert_eq!(of(r#"C:\tools\s.exe """#), [r"C:\tools\s.exe", ""]);
        assert_eq!(of("  "), [""; 0]);
        assert!(command_words("a 'b").is_err());
        let names = [long, r"C:\tools\s.exe", "mine --fast", "python3 -m x"].map(|c| program_name(c).to_string());
        assert_eq!(names, ["program: suggest it.py", "program: s.exe", "program: mine", "program: python3"]);
    }
}
