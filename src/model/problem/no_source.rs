//! Claims without a source.

use super::{ArticleView, Fix, Problem, Rule, view::SOURCE};
use crate::{
    model::{Annotation, Link},
    text::{Span, one_line},
};
use std::sync::Arc;

/// The value of an attribute by which a claim says that it is the outlet's own, and so has no source to link to.
const OWN: &str = "own";

/// Finds them.
pub(super) struct NoSource;

impl Rule for NoSource {
    fn id(&self) -> &'static str {
        "no-source"
    }

    fn title(&self) -> &'static str {
        "Claims without a source"
    }

    fn explanation(&self) -> &'static str {
        "Nobody is linked as the one who says this. Link the nearest mention of the source; what the outlet itself says is own"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        for (span, mark, kind) in article.placed() {
            let Some(role) = kind.and_then(|k| k.label.link(SOURCE)) else { continue };
            let own = mark.attributes.values().any(|v| &**v == OWN);
            // Where the label set requires it, it is missing already.
            if role.required || own || mark.links.iter().any(|l| l.role == role.name) {
                continue;
            }
            let mut problem = article.of_mark(self.id(), mark, "This claim has no source");
            let only = only_one(article, span, |m| role.allows(&m.label)).filter(|_| article.is_sound(mark));
            problem.fix = only.map(|(span, to)| {
                let words = one_line(span.of(article.text()), 30).into();
                Fix::Link(Link { role: role.name.clone(), to: to.id.clone() }, words)
            });
            out.push(problem);
        }
    }
}

/// The one mark in the sentences of a claim, and outside of it, that may be its source; `None` where there are none or more.
fn only_one<'a>(
    article: &ArticleView<'a>,
    claim: Span,
    fits: impl Fn(&Annotation) -> bool,
) -> Option<(Span, &'a Arc<Annotation>)> {
    let first = article.facts.sentence(claim.start())?;
    let last = article.facts.sentence(article.text().prev_grapheme(claim.end())?)?;
    let around = Span::new(first.start(), last.end().max(claim.end()))?;
    let mut found = article
        .placed_from(around.start())
        .take_while(|(span, _)| span.start() < around.end())
        .filter(|(span, mark)| around.covers(*span) && !claim.overlaps(*span) && fits(mark));
    let only = found.next()?;
    found.next().is_none().then_some(only)
}
