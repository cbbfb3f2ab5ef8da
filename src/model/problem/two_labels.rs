//! One name with two labels, in the article or over the project.

use super::{
    ArticleView, Fix, Problem, Rule,
    names::{Labels, as_name, is_odd},
};
use crate::{
    model::{Annotation, AnnotationId},
    text::{Span, one_line},
};
use std::{borrow::Cow, collections::HashMap, sync::Arc};

/// Finds them.
pub(super) struct TwoLabels;

impl Rule for TwoLabels {
    fn id(&self) -> &'static str {
        "two-labels"
    }

    fn title(&self) -> &'static str {
        "Names with two labels"
    }

    fn explanation(&self) -> &'static str {
        "The same name is mostly marked with another label, in this article or in others of the project"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        let mut by_name: HashMap<Cow<'_, str>, Vec<(Span, &Arc<Annotation>)>> = HashMap::new();
        for (span, mark, kind) in article.placed() {
            if kind.is_some()
                && let Some(name) = as_name(span.of(article.text()))
            {
                by_name.entry(name).or_default().push((span, mark));
            }
        }
        for (name, marks) in by_name {
            let mut here = Labels::new();
            for (_, mark) in &marks {
                match here.get_mut(&mark.label) {
                    Some(count) => *count += 1,
                    None => _ = here.insert(mark.label.clone(), 1),
                }
            }
            let mut all = article.elsewhere(&name);
            for (label, count) in &here {
                *all.entry(label.clone()).or_default() += count;
            }
            let is_name = |label: &str| article.kind(label).is_some_and(|k| k.is_name);
            if all.len() < 2 || !all.keys().any(|l| is_name(l)) {
                continue;
            }
            let most = all.values().max().copied().unwrap_or_default();
            // In the project's order, so that the same is found each time.
            for kind in article.labels.iter().filter(|k| here.contains_key(&k.label.name)) {
                let label = &kind.label.name;
                if !is_odd(&all, label, most) {
                    continue;
                }
                let odd: Vec<&(Span, &Arc<Annotation>)> = marks.iter().filter(|(_, m)| m.label == *label).collect();
                let Some((_, first)) = odd.first() else { continue };
                let others: Vec<String> =
                    all.iter().filter(|(l, _)| *l != label).map(|(l, count)| format!("{l} {count} ×")).collect();
                let words = one_line(&name, 40);
                let sentence = format!("“{words}” is {label} here, elsewhere {}", others.join(", "));
                let mut problem = article.of_mark(self.id(), first, sentence);
                problem.places = odd.iter().map(|(span, _)| *span).collect();
                problem.about = format!("{label} {name}").into();
                problem.fix = fix(article, &all, label, &odd);
                out.push(problem);
            }
        }
    }
}

/// Relabelling, where the other label is on the name at least twice as often.
fn fix(article: &ArticleView<'_>, all: &Labels, label: &str, odd: &[&(Span, &Arc<Annotation>)]) -> Option<Fix> {
    let (usual, count) = all.iter().max_by_key(|(_, count)| **count)?;
    let own = all.get(label).copied().unwrap_or_default();
    let clear = *count >= own * 2 && all.values().filter(|c| *c == count).count() == 1;
    let known = article.label_set().get(usual).is_some();
    let fits = odd.iter().all(|(span, m)| article.is_free(*span, usual) && article.is_sound(m));
    let ids: Vec<AnnotationId> = odd.iter().map(|(_, m)| m.id.clone()).collect();
    (clear && known && fits).then(|| Fix::Relabel(ids, usual.clone()))
}
