//! Marks with labels that the label set does not have.

use super::{ArticleView, Problem, Rule};

/// Finds them.
pub(super) struct UnknownLabel;

impl Rule for UnknownLabel {
    fn id(&self) -> &'static str {
        "unknown-label"
    }

    fn title(&self) -> &'static str {
        "Unknown labels"
    }

    fn explanation(&self) -> &'static str {
        "The project’s label set does not have this label. Relabel the mark, or add the label to the set"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        for (_, mark, kind) in article.placed() {
            if kind.is_none() {
                out.push(article.of_mark(self.id(), mark, format!("“{}” is no label of this project", mark.label)));
            }
        }
    }
}
