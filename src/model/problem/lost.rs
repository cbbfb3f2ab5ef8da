//! Marks whose words are not in the text any more.

use super::{ArticleView, Problem, Rule};
use crate::{model::Place, text::one_line};

/// Finds them.
pub(super) struct Lost;

impl Rule for Lost {
    fn id(&self) -> &'static str {
        "lost"
    }

    fn title(&self) -> &'static str {
        "Lost marks to settle"
    }

    fn explanation(&self) -> &'static str {
        "The text changed and the words of this mark were not found in it again. Select where they belong now and put the mark \
         there, or remove it; both are on the Marks page"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        for mark in article.marks() {
            if let Place::Lost(was) = &mark.place {
                let words = one_line(&was.quotation.exact, 60);
                out.push(article.of_mark(self.id(), mark, format!("“{words}” has lost its place")));
            }
        }
    }
}
