//! Asking for searches, taking in what they find, going from hit to hit.

use super::{FindAction, FindOption, MOST_HITS, SAY};
use crate::{
    model::{ArticleKey, LabelName},
    session::{Effect, Find, Panel, Session, ToldKind},
    store::{Hit, Search, SearchEnd, SearchNews, SearchScope, Stamp},
    text::{Span, Text},
};

/// Longer selections are no words to look for.
const LONGEST_WORDS: usize = 200;

impl Session {
    /// Finding.
    pub fn find(&self) -> &Find {
        &self.find
    }

    /// The hits on the page and the one in hand, where the panel shows them.
    pub fn highlights(&self) -> (&[Hit], Option<Span>) {
        let article = self.find.lit.filter(|_| self.panel == Panel::Find).and_then(|n| self.find.found.get(n));
        let at =
            self.find.at.and_then(|n| self.find.hit(n)).filter(|(hits, _)| Some(&hits.key) == self.current.as_ref());
        (article.map_or(&[], |a| &a.hits), at.map(|(_, hit)| hit.span))
    }

    /// The labels that a place has already, of an article in memory.
    pub fn labels_at(&self, key: &ArticleKey, span: Span) -> Vec<LabelName> {
        let (Some(doc), Some(project)) = (self.docs.get(key), &self.project) else { return Vec::new() };
        let span = as_marked(&doc.text, span);
        project.labels.iter().map(|l| &l.name).filter(|name| doc.set.same(span, name).is_some()).cloned().collect()
    }

    pub(in crate::session) fn find_act(&mut self, action: FindAction) {
        match action {
            FindAction::Words(words) => {
                self.find.query.words = words;
                self.find_ask(true);
            }
            FindAction::Option(option) => {
                let query = &mut self.find.query;
                let on = match option {
                    FindOption::Expression => &mut query.expression,
                    FindOption::Case => &mut query.case,
                    FindOption::Accents => &mut query.accents,
                    FindOption::Whole => &mut query.whole,
                };
                *on = !*on;
                self.find_ask(true);
            }
            FindAction::Everywhere(everywhere) => {
                if self.find.everywhere != everywhere {
                    self.find.everywhere = everywhere;
                    self.find_ask(false);
                }
            }
            FindAction::Go(hit) => self.go_hit(hit, true),
            FindAction::Choose(hit) => self.go_hit(hit, false),
            FindAction::Check(hit, on) => self.check(hit..hit + 1, on),
            FindAction::CheckArticle(article, on) => self.check(self.find.hits_of(article), on),
            FindAction::CheckAll(on) => self.check(0..self.find.count, on),
            FindAction::Mark(label) => self.mark_found(&label),
            FindAction::Stop if self.find.many.is_some() => self.stop_marking(),
            FindAction::Stop => self.stop_search(),
        }
    }

    fn check(&mut self, hits: std::ops::Range<usize>, on: bool) {
        for hit in hits.start..hits.end.min(self.find.count) {
            if on {
                self.find.unchecked.remove(&hit);
            } else {
                self.find.unchecked.insert(hit);
            }
        }
    }

    /// Opens finding with what is selected, or with what was looked for last.
    pub(in crate::session) fn open_find(&mut self, everywhere: bool) {
        let words = self.doc().and_then(|d| {
            let span = d.selected().and_then(|m| m.span()).or(d.selection.span())?;
            Some(span.of(&d.text).trim())
                .filter(|w| !w.is_empty() && w.len() <= LONGEST_WORDS && !w.contains(['\n', '\r']))
        });
        // In the panel itself the hit in hand is selected, which says nothing new.
        let words = words.map(str::to_owned).filter(|_| self.panel != Panel::Find || self.find.query.is_empty());
        self.show_find();
        self.find.wanted += 1;
        self.find.everywhere = everywhere;
        if let Some(words) = words {
            self.find.query.words = words;
            self.find.query.expression = false;
        }
        self.find_ask(!everywhere);
    }

    fn show_find(&mut self) {
        if self.panel != Panel::Find {
            self.find.before = Some((self.panel, self.prefs.right_open));
        }
        self.show_panel(Panel::Find);
    }

    /// Closes finding: the page of the side bar is what it was, and the hit in hand is selected.
    pub(in crate::session) fn close_find(&mut self) {
        self.stop_search();
        if let (_, Some(span)) = self.highlights()
            && self.find.lit.is_some()
        {
            self.select_span(span);
        }
        let (panel, open) = self.find.before.take().unwrap_or((Panel::default(), true));
        self.panel = panel;
        if self.prefs.right_open != open {
            self.prefs.right_open = open;
            self.effects.push(Effect::SavePreferences);
        }
    }

    /// Has what is looked for searched anew.
    fn find_ask(&mut self, show_first: bool) {
        self.stop_search();
        let find = &mut self.find;
        (find.asked, find.going) = (None, None);
        find.serial += 1;
        if find.query.is_empty() {
            return find.clear();
        }
        let key = self.current.clone();
        let text = key.as_ref().and_then(|k| self.docs.get(k)).map(|d| d.text.clone());
        let (scope, of) = match (self.find.everywhere, key, text) {
            (true, ..) if self.project.is_some() => {
                let keys = self.articles.keys();
                let of = keys.len();
                (SearchScope::Articles(keys), of)
            }
            (false, Some(key), Some(text)) => {
                self.find.asked = Some((key.clone(), text.clone()));
                (SearchScope::Text(key, text), 1)
            }
            _ => return self.find.clear(),
        };
        let find = &mut self.find;
        (find.busy, find.old, find.show_first, find.of) = (true, true, show_first, of);
        let search = Search { serial: find.serial, query: find.query.clone(), scope, most: MOST_HITS };
        self.effects.push(Effect::Search(Box::new(search)));
    }

    fn stop_search(&mut self) {
        if self.find.busy {
            self.find.busy = false;
            self.find.serial += 1;
            self.effects.push(Effect::StopSearch);
        }
    }

    /// Takes in what a search found.
    pub(in crate::session) fn found(&mut self, serial: u64, news: SearchNews) {
        if serial != self.find.serial {
            return;
        }
        let find = &mut self.find;
        if std::mem::take(&mut find.old) {
            let of = find.of;
            find.clear();
            find.of = of;
        }
        match news {
            SearchNews::Part { found, looked, mut unreadable } => {
                find.add(found);
                find.looked = looked;
                find.unreadable.append(&mut unreadable);
                if !find.everywhere && find.at.is_none() && find.count > 0 {
                    self.take_first();
                }
            }
            SearchNews::End(end) => {
                find.busy = false;
                find.end = Some(end);
            }
        }
    }

    /// The first hit from the caret on, or else from the top.
    fn take_first(&mut self) {
        let from = self.doc().map(|d| d.selection.span().map_or(d.selection.focus, Span::start));
        let hits = self.find.found.first().map_or(&[][..], |a| &a.hits);
        let at = hits.iter().position(|hit| Some(hit.span.start()) >= from).unwrap_or_default();
        let place = hits.get(at).map(|hit| hit.span.start());
        self.find.at = Some(at);
        if let Some(place) = place.filter(|_| std::mem::take(&mut self.find.show_first)) {
            self.reveal_at(place);
        }
    }

    /// Whether there is something to go on from.
    pub(in crate::session) fn can_find_on(&self) -> bool {
        self.project.is_some() && !self.find.query.is_empty()
    }

    /// The next hit or the one before, from the end round to the start.
    pub(in crate::session) fn find_on(&mut self, forward: bool) {
        if self.panel != Panel::Find {
            self.show_find();
            if self.find.count == 0 || !self.find.everywhere {
                return self.find_ask(true);
            }
        }
        let count = self.find.count;
        if count == 0 {
            return;
        }
        let selected = self.doc().and_then(|d| d.selection.span());
        let here = self.find.at.and_then(|at| self.find.hit(at)).map(|(_, hit)| hit.span);
        let next = match (self.find.at, forward) {
            // What is only shown so far is the first to go to.
            (Some(at), true) if !self.find.everywhere && selected != here => at,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => at.checked_sub(1).unwrap_or(count - 1),
            (None, true) => 0,
            (None, false) => count - 1,
        };
        self.go_hit(next, true);
    }

    /// Makes a hit the one in hand; its article is opened where it is another and that is wanted.
    fn go_hit(&mut self, hit: usize, open: bool) {
        let Some(key) = self.find.hit(hit).map(|(article, _)| article.key.clone()) else { return };
        self.find.at = Some(hit);
        if open || self.current.as_ref() == Some(&key) {
            self.open_article(&key);
            self.find.going = Some((key, hit));
        }
    }

    /// After everything that was done: goes where it was to go, looks again where the text is another, and knows which hits
    /// are those of the text on the page.
    pub(in crate::session) fn follow_find(&mut self) {
        if self.panel != Panel::Find && self.find.going.is_none() {
            return;
        }
        let Some(key) = self.current.clone() else { return };
        let Some(text) = self.docs.get(&key).map(|d| d.text.clone()) else { return };
        let asked = self.find.asked.as_ref().is_some_and(|(k, t)| *k == key && same(t, &text));
        if !self.find.everywhere && !asked && !self.find.query.is_empty() {
            return self.find_ask(false);
        }
        self.light(&text);
        if let Some((_, hit)) = self.find.going.take_if(|(k, _)| *k == key) {
            match (self.find.lit, self.find.hit(hit).map(|(_, hit)| hit.span)) {
                (Some(_), Some(span)) => {
                    self.select_span(span);
                    self.reveal_at(span.start());
                }
                _ => self.tell(
                    SAY,
                    format!("The text of {key} changed since it was searched; search again to go to the place"),
                ),
            }
        }
    }

    fn light(&mut self, text: &Text) {
        let find = &self.find;
        let told = find.lit_for.as_ref();
        if told.is_some_and(|(t, serial, len)| same(t, text) && *serial == find.serial && *len == find.found.len()) {
            return;
        }
        let article = find.found.iter().position(|a| Some(&a.key) == self.current.as_ref());
        let searched = article.and_then(|n| find.found.get(n)).map(|a| a.text);
        // A text in hand was searched itself; one that was read from its file may be another by now.
        let fits = searched.is_some_and(|stamp| self.find.asked.is_some() || stamp == self.find.stamp(text));
        self.find.lit = article.filter(|_| fits);
        self.find.lit_for = Some((text.clone(), self.find.serial, self.find.found.len()));
    }

    /// Says that nothing can be marked, where that is so.
    pub(super) fn cannot_mark(&mut self) -> bool {
        let why = self.read_only().map(str::to_owned);
        if let Some(why) = &why {
            self.tell(ToldKind::Info, why.clone());
        }
        why.is_some()
    }
}

impl Find {
    /// The stamp of the text on the page. Parts of a search come in fast: each text is read for it once.
    fn stamp(&mut self, text: &Text) -> Stamp {
        if let Some((_, stamp)) = self.stamped.as_ref().filter(|(t, _)| same(t, text)) {
            return *stamp;
        }
        let stamp = Stamp::of(text.as_str().as_bytes());
        self.stamped = Some((text.clone(), stamp));
        stamp
    }
}

/// A place as a mark by hand would take it: without outer blanks and punctuation, brackets closed.
pub(super) fn as_marked(text: &Text, span: Span) -> Span {
    text.trim(span).map_or(span, |inner| text.close(inner))
}

/// Whether two texts are one and the same, not only alike: told at once, however long they are.
fn same(a: &Text, b: &Text) -> bool {
    std::ptr::eq(a.as_str(), b.as_str())
}

impl SearchEnd {
    /// What a person should know about how a search ended; `None` where all was looked at.
    pub fn sentence(&self) -> Option<String> {
        match self {
            SearchEnd::All => None,
            SearchEnd::Capped => Some(format!("Only the first {MOST_HITS} places are shown; make the search narrower")),
            SearchEnd::Slow(key) => Some(format!(
                "The search was stopped at {key}: the expression takes too long there. What was found before is shown; \
                 use smaller numbers in braces, or fewer repetitions"
            )),
            SearchEnd::Refused(error) => Some(error.to_string()),
        }
    }
}
