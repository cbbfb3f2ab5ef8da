//! Reporting verbs without a claim.

use super::{ArticleView, Problem, Rule, quotation, view::Cover};

/// Finds them.
///
/// The claim is looked for in the sentence of the verb, and in the quotation or the line that quotation marks or a colon join
/// to it. Headings are left alone: they say again what the article says. A quotation that was found already is not found
/// twice.
pub(super) struct Reporting;

impl Rule for Reporting {
    fn id(&self) -> &'static str {
        "reporting"
    }

    fn title(&self) -> &'static str {
        "Reporting verbs without a claim"
    }

    fn explanation(&self) -> &'static str {
        "Somebody is reported to have said something here, and no claim is marked in the sentence"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        if !article.knows_claims() || article.facts.cues.is_empty() {
            return;
        }
        let quotations = Cover::of(quotation::open(article));
        let mut last = None;
        for cue in &article.facts.cues {
            let seen = last.replace(cue.sentence) == Some(cue.sentence);
            if seen
                || article.claims().touches(cue.around)
                || quotations.touches(cue.around)
                || article.is_noise(cue.span)
            {
                continue;
            }
            let text = article.text();
            let sentence = format!("“{}” without a claim", cue.span.of(text));
            out.push(article.of_words(self.id(), cue.span, sentence, cue.sentence.of(text)));
        }
    }
}
