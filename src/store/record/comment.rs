//! What was said of decisions, as stored at the end of the set of who said it.

use super::{composed, emit, nfc_shared};
use crate::model::{AnnotationId, AnnotatorName, Comment};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

/// One comment, on one line.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentRecord {
    pub id: Arc<str>,
    on: Arc<str>,
    of: Arc<str>,
    #[serde(default)]
    text: Arc<str>,
    #[serde(default)]
    made: Arc<str>,
    #[serde(default)]
    resolves: bool,
}

impl CommentRecord {
    /// What is wrong with it; `None` where it can be understood.
    pub(crate) fn fault(&self) -> Option<String> {
        AnnotatorName::new(&self.of).err().map(|error| format!("“{}”: {error}", self.of))
    }

    /// The comment with its id.
    pub(crate) fn model(&self) -> Option<(AnnotationId, Arc<Comment>)> {
        let comment = Comment {
            on: AnnotationId::new(Arc::clone(&self.on)),
            of: AnnotatorName::new(&self.of).ok()?,
            text: nfc_shared(&self.text),
            made: Arc::clone(&self.made),
            resolves: self.resolves,
        };
        Some((AnnotationId::new(Arc::clone(&self.id)), comment.into()))
    }
}

/// Adds all comments, by their ids.
pub(super) fn push_all(out: &mut String, comments: &BTreeMap<AnnotationId, Arc<Comment>>) {
    if comments.is_empty() {
        return;
    }
    out.push_str("    comments: [\n");
    for (id, comment) in comments {
        out.push_str("        (");
        emit::push_always(out, "id", id.as_str());
        emit::push_always(out, "on", comment.on.as_str());
        emit::push_always(out, "of", comment.of.as_str());
        emit::push_text(out, "text", &composed(&comment.text));
        emit::push_text(out, "made", &comment.made);
        if comment.resolves {
            out.push_str("resolves: true, ");
        }
        emit::close(out);
        out.push_str("),\n");
    }
    out.push_str("    ],\n");
}
