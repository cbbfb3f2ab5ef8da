//! What differs, what was decided, and why there is nothing to decide, in words.

use super::view::View;
use crate::{
    agreement::differ::Difference,
    model::Verdict,
    session::{
        Session,
        review::{Case, NoDesk},
    },
    text::counted,
};

/// In what the versions of a case differ, in a line.
pub(super) fn differences(case: &Case, view: &View) -> String {
    if case.is_withdrawn() {
        return "Withdrawn: all who had marked something here took it back after it was decided".to_owned();
    }
    let one = |difference: &Difference| match difference {
        Difference::Missed { by } => {
            let names: Vec<&str> = by.iter().map(|n| view.name(*n)).collect();
            format!("Missed by {}", names.join(", "))
        }
        Difference::Label => "Label".to_owned(),
        Difference::Boundary { syllables: 0 } => "Boundary: only blanks or punctuation".to_owned(),
        Difference::Boundary { syllables } => format!("Boundary: {}", counted(*syllables, "syllable")),
        Difference::Attributes { names } => format!("Attribute: {}", names.join(", ")),
        Difference::Links { roles } => format!("Link: {}", roles.join(", ")),
    };
    let all: Vec<String> = case.cluster.differences.iter().map(one).collect();
    match (all.is_empty(), view.names.len()) {
        (true, 1) => format!("{} alone", view.name(0)),
        (true, _) => "All agree".to_owned(),
        (false, _) => all.join(" · "),
    }
}

/// The gravest difference of a case, in a word.
pub(super) fn kind(case: &Case, alone: bool) -> &'static str {
    match case.cluster.differences.first() {
        _ if case.is_withdrawn() => "withdrawn",
        None if alone => "mark",
        None => "agreed",
        Some(Difference::Missed { .. }) => "missed",
        Some(Difference::Label) => "label",
        Some(Difference::Boundary { .. }) => "boundary",
        Some(Difference::Attributes { .. }) => "attribute",
        Some(Difference::Links { .. }) => "link",
    }
}

/// What was decided.
pub(super) fn verdict(session: &Session, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Open => "Put off".to_owned(),
        Verdict::Agreed => "Accepted".to_owned(),
        Verdict::Took(who) => format!("Took the version of {}", session.shown_name(who)),
        Verdict::Majority => "By rule: what most have".to_owned(),
        Verdict::Split => "By rule: no majority, so a person is asked".to_owned(),
        Verdict::Union => "Took the union".to_owned(),
        Verdict::Intersection => "Took the intersection".to_owned(),
        Verdict::Edited => "Edited by hand".to_owned(),
        Verdict::Neither => "Nothing is to be marked here".to_owned(),
    }
}

/// Why there is nothing to decide in the article in hand, and what to do.
pub(super) fn no_desk(session: &Session, why: &NoDesk) -> (String, String) {
    let own = |s: &str| s.to_owned();
    match why {
        NoDesk::Reading => (own("Reading the work on this article…"), String::new()),
        NoDesk::NobodyReady => {
            let enter = session.keys().shown("done-next");
            let ready = format!("It can be reviewed once an annotator calls it done with {enter}.");
            (own("Nobody is done with this article"), ready)
        }
        NoDesk::Own => {
            let me = session.annotator().map_or("Gold", |me| me.as_str());
            let advice = format!("Change the annotator to a name for reviewing, such as “{me} (gold)”.");
            (own("You annotated this article yourself, so it cannot hold a review"), advice)
        }
        NoDesk::NotDone => (
            own("You have this article to annotate yourself"),
            "Others’ marks show once you are done with it.".to_owned(),
        ),
        NoDesk::Failed(trouble) => (
            own("The work on this article cannot be read"),
            format!(
                "{trouble}. Nothing was changed. Mend the file, then look for changes ({}).",
                session.keys().shown("refresh")
            ),
        ),
    }
}
