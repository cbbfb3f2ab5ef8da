//! The store's side of the traits: a project is a corpus, an outbox a folder, an inbox a source.

use super::{Corpus, Folder};
use crate::{
    formats::{Scratch, Sink, Source},
    model::{AnnotatorName, ArticleKey, LabelSet},
    store::{FileTrouble, Inbox, Outbox, Project, Work},
};
use std::io::{self, Read, Write};

impl Corpus for Project {
    fn name(&self) -> String {
        Project::name(self)
    }

    fn labels(&self) -> Result<LabelSet, FileTrouble> {
        Project::labels(self)
    }

    fn annotators(&self) -> Vec<AnnotatorName> {
        Project::annotators(self)
    }

    fn articles(&self) -> Vec<ArticleKey> {
        self.list().articles
    }

    fn work_of(&self, key: &ArticleKey, annotators: &[AnnotatorName]) -> Result<Work, FileTrouble> {
        Project::work_of(self, key, annotators)
    }
}

impl Sink for Outbox {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        Ok(Box::new(Outbox::create(self, name)?))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(Outbox::scratch(self)?))
    }

    fn earlier(&self, name: &str) -> Option<String> {
        Outbox::earlier(self, name)
    }
}

impl Folder for Outbox {
    fn written(&self, below: &str, names: Vec<String>) -> Box<dyn Source> {
        Box::new(Outbox::written(self, below, names))
    }
}

impl Source for Inbox {
    fn files(&self) -> &[String] {
        self.names()
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + '_>> {
        self.read(name)
    }
}
