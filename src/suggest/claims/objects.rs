//! Whether what follows a reporting verb at once is what is said: a demand, a promise, a denial, a figure.

use super::content::{self, Content};
use super::cue::Cue;
use crate::suggest::prose::{Act, Class, Kind, Prose, Small};

/// Whether a figure stands near a token: `reported a 40% fall`.
pub(super) fn figure(p: &Prose<'_>, start: usize) -> bool {
    (start..start + 4).any(|j| p.is(j, Kind::Number))
}

/// Whether a noun alone may be what is said: `denied fraud`, `called for patience`.
pub(super) fn takes_noun(p: &Prose<'_>, cue: &Cue) -> bool {
    !p.vietnamese
        && cue.flags.object
        && !cue.flags.infinitive
        && (cue.act == Act::Denies || cue.end > cue.start + 1 && p.smalls(cue.end - 1, &[Small::For, Small::Of]))
}

/// `hearing`, but no pronoun or noun in `-ing`.
pub(super) fn gerund(p: &Prose<'_>, i: usize) -> bool {
    p.lower(i).len() > 5 && p.ing(i) && !p.capital(i) && p.any(i, &[Class::Stop, Class::Finite, Class::Time]) == 0
}

/// `of` with a deed behind it, not `the owner of the dam`.
pub(super) fn accuses(p: &Prose<'_>, of: usize) -> bool {
    p.ing(of + 1) || p.is(of + 1, Kind::Open) || !p.has(of + 1, Class::Determiner) && !p.capital(of + 1)
}

/// `bác bỏ cáo buộc này`: nothing is said of what is denied.
pub(super) fn denied_object(p: &Prose<'_>, cue: &Cue, start: usize) -> bool {
    let len = p.longest(start, Class::Object);
    let end = start + len;
    // `denied it was a threat`
    len > 0
        && (p.vietnamese || !p.has(end, Class::Finite))
        && (closes(p, end)
            || cue.act == Act::Denies
                && !p.vietnamese
                && p.longest(end, Class::Preposition) == 0
                && !p.has(end, Class::Conjunction))
}

pub(super) fn closes(p: &Prose<'_>, i: usize) -> bool {
    p.token(i).is_none_or(|t| {
        t.first || matches!(t.kind, Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Close | Kind::Dash)
    }) || p.has(i, Class::Coordinator)
}

/// Whether what follows a verb with an object is a whole demand, promise or denial.
pub(super) fn objects(p: &Prose<'_>, cue: &Cue, content: &Content) -> bool {
    let long = content.end - content.start;
    let start = content.start;
    if p.vietnamese {
        let clause = content::is_clause(p, content);
        return match cue.act {
            Act::Accuses => clause && long >= 2 || long >= 4 && !p.has(start, Class::Noun),
            Act::Denies if p.headline(start) => long >= 2,
            Act::Denies => p.small(start, Small::Matter) && long >= 3 || long >= 4 && clause,
            _ if cue.flags.clause => clause && long >= 3,
            _ => long >= 3 || clause && p.has(start, Class::Finite) && long >= 2,
        };
    }
    let to = (start..content.end.min(start + 12)).any(|j| p.small(j, Small::To));
    match cue.act {
        Act::Demands | Act::Asks => long >= 2 && (!cue.flags.infinitive || to && !p.small(start, Small::To)),
        Act::Promises if cue.flags.infinitive => p.small(start, Small::To),
        _ if takes_noun(p, cue) => true,
        // `acknowledged delays`: that there are some; but not `acknowledged the applause`.
        Act::States if cue.flags.clause => {
            let known = p.has(start, Class::Determiner) && !p.small(start, Small::Indefinite);
            content::is_clause(p, content) || !known && !p.has(start, Class::Preposition) && !p.capital(start)
        }
        Act::Promises | Act::Warns | Act::Accuses => long >= 2,
        Act::Denies => {
            (start..start + 2).any(|j| p.ing(j))
                || long >= 4 && content::is_clause(p, content)
                || p.any(start, &[Class::Determiner, Class::Object, Class::Quantifier]) == 0 && !p.capital(start)
        }
        Act::Estimates if cue.flags.figure => {
            (start..content.end.min(start + 12)).any(|j| p.small(j, Small::At) && !p.is_word(j + 1))
        }
        Act::Estimates => long >= 3 || (start..content.end).any(|j| p.is(j, Kind::Number)),
        _ => long >= 3,
    }
}
