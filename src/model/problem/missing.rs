//! Marks without something that their label requires.

use super::{ArticleView, Problem, Rule};

/// Finds them.
pub(super) struct Missing;

impl Rule for Missing {
    fn id(&self) -> &'static str {
        "missing"
    }

    fn title(&self) -> &'static str {
        "Required details missing"
    }

    fn explanation(&self) -> &'static str {
        "The label set says that marks of this label must have these attributes and links"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        for (_, mark, kind) in article.placed() {
            let Some(kind) = kind else { continue };
            let missing: Vec<&str> = kind.label.missing(mark).map(|name| &**name).collect();
            if !missing.is_empty() {
                out.push(article.of_mark(self.id(), mark, format!("{} needs {}", mark.label, missing.join(", "))));
            }
        }
    }
}
