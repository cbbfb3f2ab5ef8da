//! Attribute values that do not fit.

use super::{ArticleView, Fix, Problem, Rule};
use crate::model::{AttributeKind, Label, timex};

/// Finds them.
pub(super) struct Values;

impl Rule for Values {
    fn id(&self) -> &'static str {
        "value"
    }

    fn title(&self) -> &'static str {
        "Values that do not fit"
    }

    fn explanation(&self) -> &'static str {
        "A value is none of those that its attribute can have, or a date’s value is of another type than the mark says"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        for (_, mark, kind) in article.placed() {
            let Some(kind) = kind.filter(|_| !mark.attributes.is_empty()) else { continue };
            for (name, value) in &mark.attributes {
                let Some(attribute) = kind.label.attribute(name) else { continue };
                if let Err(why) = attribute.check(value) {
                    let mut problem = article.of_mark(self.id(), mark, format!("{name}: {why}"));
                    problem.about = format!("{} {name}", mark.id).into();
                    out.push(problem);
                } else if attribute.kind == AttributeKind::Date
                    && let Some(chosen) = type_attribute(kind.label)
                    && let Some(of_type) = mark.attributes.get(chosen)
                    && let Ok(read) = timex::parse(value)
                    && timex::TYPES.contains(&&**of_type)
                    && !read.fits(of_type)
                {
                    let sentence = format!("{value} is {}, not {of_type}", read.kind.name());
                    let mut problem = article.of_mark(self.id(), mark, sentence);
                    problem.about = format!("{} {chosen}", mark.id).into();
                    let fits = kind.label.attribute(chosen).is_some_and(|a| a.check(read.kind.name()).is_ok());
                    problem.fix =
                        (fits && article.is_sound(mark)).then(|| Fix::SetValue(chosen.into(), read.kind.name().into()));
                    out.push(problem);
                }
            }
        }
    }
}

/// The attribute that says which type of TIMEX3 a mark is: one to choose among those types.
fn type_attribute(label: &Label) -> Option<&str> {
    let is_type = |kind: &AttributeKind| {
        let AttributeKind::Choice(values) = kind else { return false };
        values.len() > 1 && values.iter().all(|v| timex::TYPES.contains(&&**v))
    };
    label.attributes.iter().find(|a| is_type(&a.kind)).map(|a| &*a.name)
}
