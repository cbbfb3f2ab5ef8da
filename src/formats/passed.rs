//! What is passed over in a file by kinds, so that it is told once and not for each of thousands.

use super::{Flow, Incoming, News, Place, Rejected};
use std::collections::BTreeMap;

/// Kinds of things that were passed over, each with how many.
#[derive(Debug, Default)]
pub struct Passed(BTreeMap<String, usize>);

/// The most kinds that are named.
const MOST: usize = 32;

impl Passed {
    /// Counts one.
    pub fn note(&mut self, kind: &str) {
        if let Some(n) = self.0.get_mut(kind) {
            *n += 1;
        } else if self.0.len() < MOST {
            self.0.insert(kind.into(), 1);
        } else {
            *self.0.entry("others".into()).or_default() += 1;
        }
    }

    /// What it was, after what is said of it; `None` where there was none.
    pub fn remark(&self, place: &Place, said: &str) -> Option<Rejected> {
        if self.0.is_empty() {
            return None;
        }
        let kinds = self.0.iter().map(|(kind, n)| {
            let kind: String = kind.chars().take(60).collect();
            if *n == 1 { kind } else { format!("{kind} ({n})") }
        });
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        Some(Rejected::new(place.clone(), format!("{said}: {kinds}"), ""))
    }
}

/// Tells a document, and behind it what is to be said of it.
pub fn deliver(doc: Incoming, remarks: Vec<Rejected>, tell: &mut dyn FnMut(News) -> Flow) -> Flow {
    tell(News::Doc(Box::new(doc)))?;
    remarks.into_iter().try_for_each(|remark| tell(News::Rejected(remark)))
}
