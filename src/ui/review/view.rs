//! The article in hand as it is drawn. Made once for each state of its cases, never in a frame: the rest of the workspace takes
//! from here what would have to be counted over all cases.

use super::super::page::{Layer, Lit, MarkOf, PlaceState};
use crate::{
    model::ArticleKey,
    session::{
        Doc, Session,
        review::{Case, Desk},
    },
    text::Span,
};
use std::sync::Arc;

/// Stands at the beginning of the reviewer's own marks.
const GOLD: &str = "★";

/// What is drawn of the article in hand.
pub(in crate::ui) struct View {
    /// Of which article and which state of it.
    of: (ArticleKey, u64),
    /// What each reading is called.
    pub(super) names: Vec<Arc<str>>,
    gold: Arc<str>,
    /// The places of the cases, in their order.
    pub(in crate::ui) places: Vec<(Span, PlaceState)>,
    /// The cases that are left to decide.
    pub(super) left: Vec<usize>,
    /// The cases that all agree on.
    pub(super) agreed: Vec<usize>,
    /// How many of these are left to accept.
    pub(super) acceptable: usize,
    lit: Option<(usize, Lit)>,
}

impl View {
    /// Makes the view anew where something changed; there is none where nothing is under review.
    pub(super) fn follow(view: &mut Option<View>, session: &Session) {
        let now = session.current().filter(|_| super::is_on(session)).zip(session.desk().ok());
        let Some((key, desk)) = now else {
            *view = None;
            return;
        };
        let revision = session.reviewing().revision();
        if view.as_ref().is_none_or(|v| v.of.0 != *key || v.of.1 != revision) {
            *view = Some(View::new((key.clone(), revision), session, desk));
        }
        if let Some(view) = view {
            let at = session.case().map(|(at, _)| at);
            if view.lit.as_ref().map(|(at, _)| *at) != at {
                view.lit = at.and_then(|at| Some((at, lit(session, desk.cases.get(at)?))));
            }
        }
    }

    fn new(of: (ArticleKey, u64), session: &Session, desk: &Desk) -> Self {
        let review = session.review();
        let place = |(at, case): (usize, &Case)| (case.cluster.span, state(case, desk.is_settled(at, review)));
        let places: Vec<(Span, PlaceState)> = desk.cases.iter().enumerate().map(place).collect();
        let cases = || places.iter().zip(&desk.cases).enumerate();
        let open = |(_, ((_, state), _)): &(usize, (&(Span, PlaceState), &Case))| *state != PlaceState::Done;
        let agreed = |(_, (_, case)): &(usize, (&(Span, PlaceState), &Case))| case.is_agreed();
        View {
            of,
            names: (0..desk.readings.len()).map(|n| session.reading_name(n).into()).collect(),
            gold: session.annotator().map_or_else(Arc::default, |me| me.as_str().into()),
            left: cases().filter(open).map(|(at, _)| at).collect(),
            agreed: cases().filter(agreed).map(|(at, _)| at).collect(),
            acceptable: cases().filter(agreed).filter(open).count(),
            places,
            lit: None,
        }
    }

    /// Everyone's marks: the reviewer's, then the readings' in the order of their keys.
    pub(in crate::ui) fn layers<'a>(&self, session: &'a Session, doc: &'a Doc) -> Vec<Layer<'a>> {
        let gold = Layer { set: doc.set(), tag: GOLD.into(), name: self.gold.clone() };
        let readings = session.desk().map(|d| d.readings.as_slice()).unwrap_or_default();
        let layer = |(n, (reading, name)): (usize, (&'a crate::session::review::Reading, &Arc<str>))| Layer {
            set: &reading.set,
            tag: (n + 1).to_string().into(),
            name: name.clone(),
        };
        std::iter::once(gold).chain(readings.iter().zip(&self.names).enumerate().map(layer)).collect()
    }

    /// The place in hand.
    pub(in crate::ui) fn lit(&self) -> Option<&Lit> {
        self.lit.as_ref().map(|(_, lit)| lit)
    }

    /// How a case stands.
    pub(super) fn state(&self, case: usize) -> PlaceState {
        self.places.get(case).map_or(PlaceState::Open, |(_, state)| *state)
    }

    /// What a reading is called.
    pub(super) fn name(&self, reading: usize) -> &str {
        self.names.get(reading).map_or("", |n| n)
    }
}

fn state(case: &Case, settled: bool) -> PlaceState {
    match settled {
        true => PlaceState::Done,
        false if !case.earlier.is_empty() => PlaceState::Changed,
        false => PlaceState::Open,
    }
}

/// The marks of a case, and those that were taken there.
fn lit(session: &Session, case: &Case) -> Lit {
    let versions = case.cluster.versions.iter().enumerate();
    let theirs = versions.flat_map(|(n, marks)| marks.iter().map(move |m| (n + 1, m.id.clone())));
    let review = session.review();
    let decisions = case.decisions().filter_map(|id| review?.decisions.get(id));
    let taken: Vec<MarkOf> = decisions.flat_map(|d| d.taken.iter().map(|id| (0, id.clone()))).collect();
    let set = session.doc().map(Doc::set);
    let spans = taken.iter().filter_map(|(_, id)| set?.get(id)?.span());
    let hull = |a: Span, b: Span| Span::new(a.start().min(b.start()), a.end().max(b.end())).unwrap_or(a);
    let span = spans.fold(case.cluster.span, hull);
    Lit { span, marks: theirs.chain(taken).collect() }
}
