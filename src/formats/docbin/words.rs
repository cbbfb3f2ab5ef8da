//! The words of a document, as they are read one after the other, and the entities they are in.

use super::{BEGIN, INSIDE};

/// The words of a document.
#[derive(Default)]
pub struct Words {
    /// The text they make.
    pub text: String,
    chars: u64,
    /// Where each begins and ends: in characters, and in bytes.
    places: Vec<[u32; 4]>,
    /// The entities, in order.
    pub entities: Vec<Entity>,
}

/// An entity: tokens with a label.
pub struct Entity {
    /// Its first token.
    pub first: u32,
    /// The token behind its last.
    pub behind: u32,
    /// Its label's number.
    pub label: u64,
    /// What else is said of it, by numbers.
    pub said: Vec<(&'static str, u64)>,
}

impl Words {
    /// Goes on with a word.
    pub fn add(&mut self, word: &str, space: bool) {
        let (char, byte) = (self.chars as u32, self.text.len() as u32);
        self.text.push_str(word);
        self.chars += word.chars().count() as u64;
        self.places.push([char, self.chars as u32, byte, self.text.len() as u32]);
        if space {
            self.text.push(' ');
            self.chars += 1;
        }
    }

    /// Goes on with the entity before, or begins one.
    pub fn entity(&mut self, place: u64, entity: Entity) {
        if !matches!(place, BEGIN | INSIDE) || entity.label == 0 {
            return;
        }
        let goes_on = |last: &&mut Entity| place == INSIDE && last.behind == entity.first && last.label == entity.label;
        match self.entities.last_mut().filter(goes_on) {
            Some(last) => last.behind = entity.behind,
            None => self.entities.push(entity),
        }
    }

    /// The place of tokens in characters.
    pub fn place(&self, first: i32, behind: i32) -> Option<(u64, u64)> {
        let start = self.places.get(usize::try_from(first).ok()?)?;
        let end = self.places.get(usize::try_from(behind).ok()?.checked_sub(1)?)?;
        (first < behind).then_some((start[0].into(), end[1].into()))
    }

    /// The words alone.
    pub fn tokens(&self) -> Vec<String> {
        let words = self.places.iter().map(|[.., from, to]| self.text.get(*from as usize..*to as usize));
        words.map(|word| word.unwrap_or("").to_owned()).collect()
    }
}
