//! What a person enters about an article.

use super::super::{Field, Session, ToldKind, history::Entry as Done, history::Step};
use super::noise::noise_lines;
use crate::model::{ArticleKey, Metadata, Published};
use std::sync::Arc;

impl Session {
    pub(in crate::session) fn edit_metadata(&mut self, fields: &[(Field, String)]) {
        let Some(doc) = self.doc() else { return };
        if self.read_only().is_some() || doc.meta_trouble.is_some() {
            return;
        }
        let old = doc.edited.clone();
        let mut new = old.clone();
        for (field, value) in fields {
            let value = value.trim();
            let text = (!value.is_empty()).then(|| Arc::<str>::from(value));
            // An edit that says what the text says anyway is no edit.
            let unless_found = |found: &Option<Arc<str>>| text.clone().filter(|t| found.as_ref() != Some(t));
            match field {
                Field::Title => new.title = unless_found(&doc.found.title),
                Field::Outlet => new.outlet = unless_found(&doc.found.outlet),
                Field::Url => new.url = unless_found(&doc.found.url),
                Field::Event => new.event = unless_found(&doc.found.event),
                Field::Language => new.language = unless_found(&doc.found.language),
                Field::Published => match text.as_deref().map(Published::parse).transpose() {
                    Ok(published) => new.published = published.filter(|p| doc.found.published.as_ref() != Some(p)),
                    Err(why) => {
                        let sentence = format!("The publication date was kept as it was: {why}");
                        return self.tell(ToldKind::Error, sentence);
                    }
                },
            }
        }
        if new == old {
            return;
        }
        let title = match fields {
            [(field, _)] => format!("Edit the {}", field.name()),
            _ => "Edit the article’s details".to_owned(),
        };
        self.remember_metadata(title, new);
    }

    /// Gives the current article other details, as one step.
    pub(in crate::session) fn remember_metadata(&mut self, title: String, new: Metadata) {
        let Some(doc) = self.doc() else { return };
        let (key, old) = (doc.key.clone(), doc.edited.clone());
        let view = self.view();
        self.set_metadata(&key, &new);
        let steps = vec![Step::Metadata(key, old.into(), new.into())];
        self.history.push(Done { title, steps, before: view.clone(), after: view });
    }

    pub(in crate::session) fn set_metadata(&mut self, key: &ArticleKey, edited: &Metadata) {
        self.revisions += 1;
        let revision = self.revisions;
        if let Some(doc) = self.docs.get_mut(key) {
            doc.edited = edited.clone();
            doc.metadata = doc.edited.or(&doc.found);
            doc.noise = noise_lines(&doc.text, &doc.edited, &doc.proposals);
            // The page draws the lines that are noise in another way.
            doc.revision = revision;
            doc.touched = true;
            self.articles.update(doc, self.annotator.as_ref());
            self.save_metadata(key);
        }
    }
}
