//! Quotations without a claim.

use super::{ArticleView, Fix, Problem, Rule};
use crate::text::Span;
use std::collections::BTreeMap;

/// Finds them.
///
/// A quotation of one to three words is left alone unless a reporting verb stands beside it, and so is the title of a work,
/// most words of which begin with capitals.
pub(super) struct Quotation;

impl Rule for Quotation {
    fn id(&self) -> &'static str {
        "quotation"
    }

    fn title(&self) -> &'static str {
        "Quotations without a claim"
    }

    fn explanation(&self) -> &'static str {
        "These words stand in quotation marks, and no claim is marked in them. Mark what is claimed, or silence this where the \
         marks are used for something else"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        let mut claims = article.labels.iter().filter(|k| k.is_claim);
        let only = claims.next().filter(|_| claims.next().is_none()).map(|k| k.label);
        for span in open(article) {
            let mut problem = article.of_words(self.id(), span, "This quotation has no claim", span.of(article.text()));
            problem.fix = only.map(|label| Fix::Mark(label.name.clone(), BTreeMap::new()));
            out.push(problem);
        }
    }
}

/// Quotations that no claim touches.
pub(super) fn open<'a>(article: &'a ArticleView<'_>) -> impl Iterator<Item = Span> + 'a {
    let known = article.knows_claims();
    let all = article.facts.quotations.iter().filter(move |_| known).copied();
    all.filter(|span| !article.claims().touches(*span) && !article.is_noise(*span))
}
