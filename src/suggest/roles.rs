//! Which of a project's labels is for actors, for claims, for dates: sources ask for the role, since labels have any names.

use crate::model::LabelName;

/// The labels there are, and which is for what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// All labels, in their order.
    pub all: Vec<LabelName>,
    /// The label for someone who acts or speaks.
    pub actor: Option<LabelName>,
    /// The label for what somebody said.
    pub claim: Option<LabelName>,
    /// The label for expressions of time.
    pub date: Option<LabelName>,
    /// The label for the words that report a claim, where these are marked too.
    pub cue: Option<LabelName>,
}

impl Roles {
    /// Goes by the names: `Actor` or `Source`, `Claim` or `Content`, `Date`, `Cue`, in any case.
    pub fn of<'a>(labels: impl IntoIterator<Item = &'a LabelName>) -> Self {
        let all: Vec<LabelName> = labels.into_iter().cloned().collect();
        let named = |names: &[&str]| {
            let is = |name: &str| all.iter().find(|l| l.eq_ignore_ascii_case(name)).cloned();
            names.iter().find_map(|name| is(name))
        };
        let (actor, claim) = (named(&["actor", "source"]), named(&["claim", "content"]));
        Roles { actor, claim, date: named(&["date"]), cue: named(&["cue"]), all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_by_their_names() {
        let of = |names: &[&str]| {
            let names: Vec<LabelName> = names.iter().map(|n| (*n).into()).collect();
            let r = Roles::of(&names);
            [r.actor, r.claim, r.date].map(|l| l.map_or(String::new(), |l| l.to_string()))
        };
        assert_eq!(of(&["Actor", "Claim", "Date"]), ["Actor", "Claim", "Date"]);
        assert_eq!(of(&["CONTENT", "source", "Cue"]), ["source", "CONTENT", ""]);
        assert_eq!(of(&["Source", "actor"]), ["actor", "", ""], "the default set's own name first");
        assert_eq!(of(&["PER", "ORG"]), ["", "", ""]);
    }
}
