//! Suggestions that were rejected, as stored at the end of the set of who rejected them: one a line, with the words it stood at.

use super::{composed, emit, nfc_shared, place};
use crate::{
    model::{LabelSet, Place, Rejection, Was},
    text::{Cursor, Quotation, Text},
};
use serde::Deserialize;
use std::{collections::BTreeSet, sync::Arc};

/// One rejection. Offsets count Unicode scalars.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectionRecord {
    pub start: usize,
    pub end: usize,
    pub label: Arc<str>,
    pub source: Arc<str>,
    pub quote: Arc<str>,
    #[serde(default)]
    pub before: Arc<str>,
    #[serde(default)]
    pub after: Arc<str>,
    #[serde(default)]
    pub lost: bool,
}

impl RejectionRecord {
    /// Where it stood.
    pub(crate) fn was(&self) -> Was {
        place::was((self.start, self.end), [&self.before, &self.quote, &self.after])
    }

    /// What is wrong with it; `None` where it can be understood.
    pub(crate) fn fault(&self) -> Option<String> {
        if !self.lost && self.end <= self.start {
            return Some(format!("The rejection’s end ({}) is not after its start ({})", self.end, self.start));
        }
        self.source.is_empty().then(|| "A rejection needs its `source`: what proposed it".to_owned())
    }

    /// The rejection at a place.
    pub(crate) fn model(&self, place: Place) -> Rejection {
        Rejection { place, label: nfc_shared(&self.label), source: nfc_shared(&self.source) }
    }

    /// Gives it its label's present name.
    pub(crate) fn bring(&mut self, labels: &LabelSet) {
        if let Some(label) = labels.meant(&composed(&self.label)) {
            self.label = label.name.clone();
        }
    }
}

/// What is stored of rejections, in their order.
pub(super) fn records(rejected: &BTreeSet<Rejection>, text: &Text) -> Vec<RejectionRecord> {
    let mut cursor = Cursor::new(text);
    let mut record = |rejection: &Rejection| {
        let (was, lost) = place::stored(&rejection.place, text, &mut cursor);
        let Quotation { before, exact, after } = was.quotation;
        RejectionRecord {
            start: was.start.0,
            end: was.end.0,
            label: rejection.label.clone(),
            source: rejection.source.clone(),
            quote: exact,
            before,
            after,
            lost,
        }
    };
    rejected.iter().map(&mut record).collect()
}

/// Adds all rejections.
pub(super) fn push_all(out: &mut String, rejected: &[RejectionRecord]) {
    if rejected.is_empty() {
        return;
    }
    out.push_str("    rejected: [\n");
    for rejection in rejected {
        out.push_str("        (");
        emit::push_number(out, "start", rejection.start);
        emit::push_number(out, "end", rejection.end);
        emit::push_always(out, "label", &composed(&rejection.label));
        emit::push_always(out, "source", &composed(&rejection.source));
        emit::push_always(out, "quote", &rejection.quote);
        emit::push_text(out, "before", &rejection.before);
        emit::push_text(out, "after", &rejection.after);
        if rejection.lost {
            out.push_str("lost: true, ");
        }
        emit::close(out);
        out.push_str("),\n");
    }
    out.push_str("    ],\n");
}
