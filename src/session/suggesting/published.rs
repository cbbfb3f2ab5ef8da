//! The publication date of an article that has none and needs one: what its text gives away is to be confirmed, and where it gives
//! nothing away it is asked for, once.

use super::{PublishedAnswer, Session};
use crate::{model::Published, session::Field};

/// A publication date to be confirmed, or told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedQuestion {
    /// The date that the text gives away; `None` where it gives none.
    pub date: Option<Published>,
    /// The words that give it away, `thứ Ba (7/12)`; else the first that cannot be understood without it: `hôm 7.12`.
    pub from: String,
}

impl Session {
    /// What is to be asked about the publication date, in a bar over the article.
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
            (PublishedAnswer::Yes, Some(PublishedQuestion { date: Some(date), .. })) => {
                self.edit_metadata(&[(Field::Published, date.to_string())]);
            }
            (PublishedAnswer::Other(date), _) => self.edit_metadata(&[(Field::Published, date)]),
            (PublishedAnswer::No | PublishedAnswer::Yes, _) => _ = self.suggesting.unasked.insert(key),
        }
    }
}
