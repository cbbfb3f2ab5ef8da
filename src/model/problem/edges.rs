//! Marks that begin or end on blanks or punctuation.

use super::{ArticleView, Fix, Problem, Rule};
use crate::text::{ByteOffset, Span};

/// Finds them.
pub(super) struct Edges;

impl Rule for Edges {
    fn id(&self) -> &'static str {
        "edges"
    }

    fn title(&self) -> &'static str {
        "Edges on spaces or punctuation"
    }

    fn explanation(&self) -> &'static str {
        "Marks go from the first to the last syllable, without the spaces and the punctuation around. The stop of a quotation \
         that stands inside its marks may stay"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        for (span, mark, _) in article.placed() {
            let Some(better) = better(article, span) else { continue };
            let at_start = better.start() > span.start();
            let at_end = better.end() < span.end();
            let what = match (at_start, at_end) {
                (true, true) => "It begins and ends on spaces or punctuation",
                (true, false) => "It begins on a space or punctuation",
                (false, _) => "It ends on a space or punctuation",
            };
            let mut problem = article.of_mark(self.id(), mark, what);
            let settled = self::better(article, better).is_none();
            problem.fix = (settled && article.is_free(better, &mark.label) && article.is_sound(mark))
                .then_some(Fix::Resize(better));
            out.push(problem);
        }
    }
}

/// The span without what should not be at its edges; `None` where it is well as it is.
fn better(article: &ArticleView<'_>, span: Span) -> Option<Span> {
    let text = article.text();
    let words = span.of(text);
    // Most marks are well, and this is asked of all of them after every gesture.
    let is_plain = |c: char| c.is_alphanumeric();
    if words.starts_with(is_plain) && words.ends_with(is_plain) {
        return None;
    }
    let trimmed = text.close(text.trim(span)?);
    if trimmed.start() <= span.start() && trimmed.end() >= span.end() {
        return None;
    }
    // A closing bracket beyond the mark is none of its edges.
    let trimmed = Span::new(trimmed.start().max(span.start()), trimmed.end().min(span.end()))?;
    if trimmed.start() > span.start() {
        return Some(trimmed);
    }
    // What is left is at the end. A stop may stay where a closing mark of quotation follows it, or where it ends no sentence
    // and so is that of an abbreviation.
    let tail = text.get(trimmed.end(), span.end()).unwrap_or_default();
    if tail.chars().all(|c| matches!(c, '.' | '!' | '?' | '…')) {
        let next = text.get(span.end(), text.end()).and_then(|t| t.chars().next());
        let quoted = next.is_some_and(|c| matches!(c, '”' | '"' | '»' | '’' | '\'' | '」' | '』' | '›'));
        let last = ByteOffset(span.end().0.saturating_sub(1));
        let inside = article.facts.sentence(text.grapheme_floor(last)).is_some_and(|s| s.end() > span.end());
        if quoted || tail == "." && inside {
            return None;
        }
    }
    Some(trimmed)
}
