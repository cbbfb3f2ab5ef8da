//! The publication date that a text gives away: asked once, where an article has none.

use super::{PublishedAnswer, Session};
use crate::{model::Published, session::Field};

/// A publication date to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedQuestion {
    /// The date.
    pub date: Published,
    /// The words that give it away: `thứ Ba (7/12)`.
    pub from: String,
}

impl Session {
    /// The publication date that the text gives away, to be asked for in a bar over the article.
    pub fn asked_published(&self) -> Option<&PublishedQuestion> {
        let asked = self.suggesting.published_question()?;
        let doc = self.doc()?;
        let wanted = doc.metadata.published.is_none() && !self.suggesting.unasked.contains(&doc.key);
        wanted.then_some(asked)
    }

    pub(super) fn answer_published(&mut self, answer: PublishedAnswer) {
        let Some(key) = self.current.clone() else { return };
        let asked = self.suggesting.question.take();
        match (answer, asked) {
            (PublishedAnswer::Yes, Some(asked)) => {
                self.edit_metadata(&[(Field::Published, asked.date.to_string())]);
            }
            (PublishedAnswer::Other(date), _) => self.edit_metadata(&[(Field::Published, date)]),
            (PublishedAnswer::No | PublishedAnswer::Yes, _) => _ = self.suggesting.unasked.insert(key),
        }
    }
}
