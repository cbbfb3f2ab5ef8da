//! Expressions of time without a value.

use super::{ArticleView, Problem, Rule};
use crate::model::AttributeKind;

/// Finds them.
pub(super) struct NoValue;

impl Rule for NoValue {
    fn id(&self) -> &'static str {
        "no-value"
    }

    fn title(&self) -> &'static str {
        "Dates without a value"
    }

    fn explanation(&self) -> &'static str {
        "It does not say which day, time or length it is. Enter the value as seen from the day the article was published"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        for (_, mark, kind) in article.placed() {
            let Some(kind) = kind.filter(|k| k.is_date) else { continue };
            let mut values = kind.label.attributes.iter().filter(|a| a.kind == AttributeKind::Date);
            let has = values.clone().any(|a| mark.attributes.get(&a.name).is_some_and(|v| !v.is_empty()));
            // Where the label set requires it, it is missing already; where its condition does not hold, it is not wanted.
            let wanted = values.any(|a| !a.required && kind.label.applies(a, &mark.attributes));
            if !has && wanted {
                out.push(article.of_mark(self.id(), mark, "This date has no value"));
            }
        }
    }
}
