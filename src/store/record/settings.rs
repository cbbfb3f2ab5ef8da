//! What a project says beside its labels, as stored in its file.

use super::{composed, emit, nfc};
use crate::model::{AnnotatorName, ArticleKey, Settings};
use serde::Deserialize;
use std::sync::Arc;

/// How work is reviewed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReviewRecord {
    reasons: Vec<Arc<str>>,
    blind: bool,
    open: bool,
}

/// What suggests.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SuggestionsRecord {
    off: Vec<Arc<str>>,
}

/// An article with those who do it, on one line.
pub(crate) type AssignmentRecord = (Arc<str>, Vec<Arc<str>>);

/// What the file says.
///
/// # Errors
/// What is wrong, and the words that it is wrong with.
pub(crate) fn settings(
    review: &ReviewRecord,
    assignments: &[AssignmentRecord],
    suggestions: &SuggestionsRecord,
) -> Result<Settings, (String, Arc<str>)> {
    let mut settings = Settings {
        reasons: review.reasons.iter().map(|r| nfc(r.trim())).filter(|r| !r.is_empty()).collect(),
        blind: review.blind,
        open: review.open,
        suggestions_off: suggestions.off.iter().map(|id| nfc(id.trim())).filter(|id| !id.is_empty()).collect(),
        ..Settings::default()
    };
    for (article, names) in assignments {
        let key = ArticleKey::new(article).map_err(|e| (format!("“{article}” is no article: {e}"), article.clone()))?;
        let name = |name: &Arc<str>| {
            AnnotatorName::new(name).map_err(|error| (format!("“{name}” is no annotator: {error}"), article.clone()))
        };
        let names = names.iter().map(name).collect::<Result<_, _>>()?;
        if settings.assigned.insert(key, names).is_some() {
            return Err((format!("“{article}” is assigned twice"), article.clone()));
        }
    }
    Ok(settings)
}

/// Adds them to the file; nothing where they are the usual ones.
pub(super) fn push(out: &mut String, settings: &Settings) {
    let Settings { reasons, blind, open, assigned, suggestions_off } = settings;
    if *blind || *open || !reasons.is_empty() {
        out.push_str("    review: (");
        if !reasons.is_empty() {
            let all: Vec<String> = reasons.iter().map(|r| emit::literal(&composed(r))).collect();
            out.push_str(&format!("reasons: [{}], ", all.join(", ")));
        }
        for (name, on) in [("blind", blind), ("open", open)] {
            if *on {
                out.push_str(&format!("{name}: true, "));
            }
        }
        emit::close(out);
        out.push_str("),\n");
    }
    if !suggestions_off.is_empty() {
        let all: Vec<String> = suggestions_off.iter().map(|id| emit::literal(&composed(id))).collect();
        out.push_str(&format!("    suggestions: (off: [{}]),\n", all.join(", ")));
    }
    if !assigned.is_empty() {
        out.push_str("    assignments: [\n");
        for (key, names) in assigned {
            let all: Vec<String> = names.iter().map(|n| emit::literal(n.as_str())).collect();
            out.push_str(&format!("        ({}, [{}]),\n", emit::literal(key.as_str()), all.join(", ")));
        }
        out.push_str("    ],\n");
    }
}
