//! Links that lead nowhere, or where the label set does not let them lead.

use super::{ArticleView, Fix, Problem, Rule};
use crate::model::{Annotation, Link};
use std::collections::HashSet;

/// Finds them.
pub(super) struct Links;

impl Rule for Links {
    fn id(&self) -> &'static str {
        "links"
    }

    fn title(&self) -> &'static str {
        "Links that do not fit"
    }

    fn explanation(&self) -> &'static str {
        "A link leads to a mark that is gone, to itself, or to a label that its role does not allow; or its label has no such \
         role, or only one such link"
    }

    fn find(&self, article: &ArticleView<'_>, out: &mut Vec<Problem>) {
        for mark in article.marks().filter(|m| !m.links.is_empty()) {
            let orphans: Vec<Link> = mark.links.iter().filter(|l| !article.has(&l.to)).cloned().collect();
            if !orphans.is_empty() {
                // Together: a mark that keeps one of them cannot be changed at all.
                let which = if orphans.len() == 1 { "A link leads" } else { "Links lead" };
                let mut problem = article.of_mark(self.id(), mark, format!("{which} to a mark that is gone"));
                problem.about = format!("{} orphaned", mark.id).into();
                problem.fix = Some(Fix::Unlink(orphans));
                out.push(problem);
                continue;
            }
            let mut seen = HashSet::new();
            let mut told = HashSet::new();
            for link in &mark.links {
                if let Some(sentence) = wrong(article, mark, link, &mut seen)
                    && told.insert((&link.role, &link.to))
                {
                    let mut problem = article.of_mark(self.id(), mark, sentence);
                    problem.about = format!("{} {} {}", mark.id, link.role, link.to).into();
                    problem.fix = Some(Fix::Unlink(vec![link.clone()]));
                    out.push(problem);
                }
            }
        }
    }
}

/// Why a link does not fit; `seen` holds the links of the mark that came before it.
fn wrong<'a>(
    article: &ArticleView<'_>,
    mark: &Annotation,
    link: &'a Link,
    seen: &mut HashSet<(&'a str, Option<&'a str>)>,
) -> Option<String> {
    let role = &link.role;
    let label = article.kind(&mark.label)?.label;
    let Some(allowed) = label.link(role) else { return Some(format!("{} has no link “{role}”", mark.label)) };
    if link.to == mark.id {
        return Some(format!("Its link “{role}” leads to itself"));
    }
    let to = article.get(&link.to)?;
    if !allowed.allows(&to.label) {
        return Some(format!("“{role}” may not lead to {}", to.label));
    }
    if !seen.insert((role, Some(link.to.as_str()))) {
        return Some(format!("It has the same link “{role}” twice"));
    }
    if !seen.insert((role, None)) && !allowed.many {
        return Some(format!("Only one link “{role}” is meant"));
    }
    None
}
