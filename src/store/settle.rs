//! From a stored set to a set on the present text: every mark finds its place, or is kept as lost.

use super::record::set::{MarkRecord, SetRecord, text_name};
use crate::{
    model::{Annotation, AnnotationId, AnnotationSet, ChangeError, ChangeSet, Link, Place, Was},
    text::{CharOffset, Found, Quotation, Span, Text, find_again},
};
use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

/// A stored set on the present text.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    pub(crate) set: AnnotationSet,
    /// Whether the text is another than the one the marks were made on.
    pub(crate) text_changed: bool,
    /// Marks found again elsewhere, with a score.
    pub(crate) moved: Vec<(AnnotationId, f32)>,
    /// Marks that were placed and are not found any more.
    pub(crate) lost: Vec<AnnotationId>,
    /// What was odd and was mended, by mark.
    pub(crate) remarks: Vec<(AnnotationId, String)>,
}

/// Settles a stored set on a text.
pub(crate) fn settle(record: &SetRecord, text: &Text) -> Result<Settled, ChangeError> {
    let mut out = Settled { text_changed: record.text != text_name(text.as_str()), ..Settled::default() };
    let same_text = !out.text_changed;
    let known: HashSet<&str> = record.annotations.iter().map(|m| &*m.id).collect();

    // Those whose words stand where the file says; the others are searched for, all at once.
    let mut places: Vec<Option<Span>> = Vec::with_capacity(record.annotations.len());
    let mut searched = Vec::new();
    for mark in &record.annotations {
        let place = (same_text && !mark.lost).then(|| stands(mark, text, &mut out.remarks)).flatten();
        if place.is_none() && !(same_text && mark.lost) {
            searched.push((places.len(), (CharOffset(mark.start), CharOffset(mark.end), quotation(mark))));
        }
        places.push(place);
    }
    let queries: Vec<_> = searched.iter().map(|(_, query)| query.clone()).collect();
    for ((index, _), found) in searched.iter().zip(find_again(text, &queries)) {
        let (Some(mark), Some(place)) = (record.annotations.get(*index), places.get_mut(*index)) else { continue };
        let id = || AnnotationId::new(Arc::clone(&mark.id));
        match found {
            Found::Exact(span) => *place = Some(span),
            Found::Moved { span, score } => {
                out.moved.push((id(), score));
                *place = Some(span);
            }
            Found::Lost if mark.lost => {}
            Found::Lost => out.lost.push(id()),
        }
        if same_text && !mark.lost {
            out.remarks.push((
                id(),
                "The words at its offsets are not its quotation, so it was looked for by its quotation".into(),
            ));
        }
    }

    let mut taken: HashSet<(Span, Arc<str>)> = HashSet::with_capacity(places.len());
    let mut all: Vec<Arc<Annotation>> = Vec::with_capacity(places.len());
    for (mark, mut place) in record.annotations.iter().zip(places) {
        let label = super::record::nfc(&mark.label);
        if let Some(span) = place
            && !taken.insert((span, Arc::clone(&label)))
        {
            // Two marks came to the same place: the second is kept aside for a person to settle.
            let id = AnnotationId::new(Arc::clone(&mark.id));
            out.moved.retain(|(moved, _)| *moved != id);
            out.remarks
                .push((id.clone(), "Another mark with its label came to the same place, so it is kept as lost".into()));
            if !mark.lost {
                out.lost.push(id);
            }
            place = None;
        }
        all.push(annotation(mark, place, label, &known, &mut out.remarks).into());
    }
    all.sort_by(|a, b| a.order().cmp(&b.order()));
    out.set = AnnotationSet::new(record.state());
    ChangeSet { created: all, ..ChangeSet::default() }.apply(&mut out.set)?;
    Ok(out)
}

/// The place of a mark whose words stand at its offsets. An edge inside a character is moved to the character's edge.
fn stands(mark: &MarkRecord, text: &Text, remarks: &mut Vec<(AnnotationId, String)>) -> Option<Span> {
    let (start, end) = (text.byte_of(CharOffset(mark.start))?, text.byte_of(CharOffset(mark.end))?);
    if text.get(start, end)? != &*mark.quote {
        return None;
    }
    if let Ok(span) = Span::in_text(text, start, end) {
        return Some(span);
    }
    let span = Span::between(text, start, end)?;
    let what = format!("An edge lay inside a character; it now covers “{}”", span.of(text));
    remarks.push((AnnotationId::new(Arc::clone(&mark.id)), what));
    Some(span)
}

fn quotation(mark: &MarkRecord) -> Quotation {
    let copy = Arc::clone;
    Quotation { before: copy(&mark.before), exact: copy(&mark.quote), after: copy(&mark.after) }
}

fn annotation(
    mark: &MarkRecord,
    place: Option<Span>,
    label: Arc<str>,
    known: &HashSet<&str>,
    remarks: &mut Vec<(AnnotationId, String)>,
) -> Annotation {
    let id = AnnotationId::new(Arc::clone(&mark.id));
    let mut links = Vec::with_capacity(mark.links.len());
    for (role, to) in &mark.links {
        if known.contains(&**to) {
            links.push(Link { role: super::record::nfc(role), to: AnnotationId::new(Arc::clone(to)) });
        } else {
            remarks.push((
                id.clone(),
                format!("Its link “{role}” leads to “{to}”, which is not in this file; the link is left out"),
            ));
        }
    }
    let attributes: BTreeMap<Arc<str>, Arc<str>> =
        mark.attributes.iter().map(|(name, value)| (super::record::nfc(name), super::record::nfc(value))).collect();
    let place = place.map_or_else(
        || Place::Lost(Was { start: CharOffset(mark.start), end: CharOffset(mark.end), quotation: quotation(mark) }),
        Place::At,
    );
    Annotation {
        id,
        place,
        label,
        attributes,
        links,
        note: super::record::nfc(&mark.note),
        made: Arc::clone(&mark.made),
    }
}
