//! Dates that cannot be, seen from the day the article was published.
//!
//! Only clear contradictions count, for a wrong alarm costs more than a missed slip:
//!
//! - what is marked as the day of publication is another day than the one in the article's details;
//! - what is marked as the time something was said lies after the publication;
//! - an expression that points back (`hôm qua`, `two weeks ago`) has a value after the publication.
//!
//! One day is given for the difference between time zones. Where the publication date or the value is not known to the day,
//! nothing is found.

use super::{ArticleView, Problem, Rule, lexicon};
use crate::model::{AttributeKind, timex};
use jiff::ToSpan;

/// Values of an attribute that say what a date is the time of.
const PUBLISHED: &str = "published";
const SAID: &str = "said";

/// Finds them.
pub(super) struct ImpossibleDate;

impl Rule for ImpossibleDate {
    fn id(&self) -> &'static str {
        "impossible-date"
    }

    fn title(&self) -> &'static str {
        "Impossible dates"
    }

    fn explanation(&self) -> &'static str {
        "The value contradicts the day the article was published. Correct the value, or the publication date in the article's \
         details"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        let Some(published) = article.metadata().published.as_ref().map(|p| p.date) else { return };
        let (Ok(before), Ok(after)) = (published.checked_sub(1.day()), published.checked_add(1.day())) else { return };
        for (span, mark, kind) in article.placed() {
            let Some(kind) = kind.filter(|k| k.is_date && !mark.attributes.is_empty()) else { continue };
            let dates = kind.label.attributes.iter().filter(|a| a.kind == AttributeKind::Date);
            let mut values = dates.filter_map(|a| mark.attributes.get(&a.name));
            let Some((first, last)) = values.find_map(|v| timex::parse(v).ok()?.days) else { continue };
            let is = |what: &str| mark.attributes.values().any(|v| &**v == what);
            let outside = last < before || first > after;
            let later = first > after;
            let sentence = if is(PUBLISHED) && outside {
                format!("It is the day of publication, but the article was published on {}", published)
            } else if is(SAID) && later {
                format!("It was said after the article was published on {}", published)
            } else if later && lexicon::points_back(span.of(article.text())) {
                format!("It points back, but lies after the publication on {}", published)
            } else {
                continue;
            };
            out.push(article.of_mark(self.id(), mark, sentence));
        }
    }
}
