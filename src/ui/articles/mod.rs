//! The list of articles on the left: filter box, what is filtered and sorted by, one row an article, progress.
//!
//! | file | holds |
//! |---|---|
//! | `choices` | the choices to filter by, and the order |
//! | `row` | the rows |
//! | this one | the list itself: what is visible, the keys |

mod choices;
mod row;

pub(super) use row::{about, elided, glyph};

use super::{counted, theme::Palette};
use crate::session::{Action, ArticleList, Filter, Part, Row, Session, Status};
use egui::{
    Align2, Event, EventFilter, FontId, Frame, Id, Key, Margin, Modifiers, Rect, ScrollArea, Sense, Stroke, TextEdit,
    Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};
use row::{HEADING, ROW};

/// Height of the line with the progress, in points.
const FOOT: f32 = 30.0;

/// The list's own state.
#[derive(Default)]
pub(super) struct List {
    filter: String,
    wanted: u64,
    choices: choices::State,
    shown: Option<crate::model::ArticleKey>,
    /// The row that the arrow keys have come to.
    cursor: usize,
    focused: bool,
    /// What of the list was visible in the last frame: from where, and how high, in points.
    view: (f32, f32),
}

impl List {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let articles = session.articles();
        ui.spacing_mut().item_spacing.y = 0.0;
        Frame::new().inner_margin(Margin { left: 10, right: 10, top: 8, bottom: 6 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 5.0;
            self.filter_box(ui, session, actions);
            self.choices.show(ui, session, actions);
        });
        if articles.shown_len() == 0 && !articles.is_empty() {
            nothing(ui, articles, actions);
        }
        self.rows(ui, session, actions);
        foot(ui, articles);
    }

    fn filter_box(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let articles = session.articles();
        let words = &articles.filter().words;
        if self.filter != *words && !ui.memory(|m| m.has_focus(filter_id())) {
            self.filter.clone_from(words);
        }
        let edit = TextEdit::singleline(&mut self.filter).id(filter_id()).hint_text("Filter");
        let edit = edit.desired_width(ui.available_width());
        let response =
            ui.add(edit).on_hover_text("Words of a title, outlet, event or file name; accents may be left out");
        response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Filter articles"));
        if session.filter_wanted() != self.wanted {
            self.wanted = session.filter_wanted();
            response.request_focus();
        }
        if response.changed() {
            actions.push(Action::Filter(self.filter.clone()));
        }
        if response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown)) {
            ui.memory_mut(|m| m.request_focus(list_id()));
            (self.cursor, self.focused) = (0, true);
        }
        if response.lost_focus()
            && ui.input(|i| i.key_pressed(Key::Enter))
            && let Some(first) = articles.shown(0)
        {
            actions.push(Action::OpenArticle(first.key.clone()));
        }
        if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape)) {
            self.filter.clear();
            actions.push(Action::Filter(String::new()));
        }
    }

    fn rows(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let p = Palette::of(ui.visuals());
        let articles = session.articles();
        let rows = articles.rows();
        // What cannot be an article has its place in the list too, behind those that are.
        let filter = articles.filter();
        let plain = filter.without(Part::Status).is_empty() && matches!(filter.status, Status::All | Status::Trouble);
        let troubles = session.project().map(|p| p.troubles.as_slice()).filter(|_| plain).unwrap_or_default();
        let area = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), ui.available_height() - FOOT));
        let list = ui.interact(area, list_id(), Sense::focusable_noninteractive());
        list.widget_info(|| WidgetInfo::labeled(Role::List, true, "Articles"));
        let mut target = session.current().filter(|c| self.shown.as_ref() != Some(c)).and_then(|c| articles.row_of(c));
        if target.is_some() {
            self.shown = session.current().cloned();
        }
        if list.has_focus() {
            if !self.focused {
                self.cursor = session.current().and_then(|c| articles.row_of(c)).unwrap_or(0);
                target = Some(self.cursor);
            }
            if self.keys(ui, articles, actions) {
                target = Some(self.cursor);
            }
        }
        self.focused = list.has_focus();
        let mut scroll = ScrollArea::vertical().auto_shrink(false).max_height(area.height());
        if let Some(n) = target {
            // Only where the row is out of sight does the list move.
            let (offset, height) = self.view;
            let (top, bottom) = (top(articles, n), top(articles, n + 1));
            if top < offset || bottom > offset + height {
                let near = top > offset - height && bottom < offset + 2.0 * height && self.focused;
                let to = match near {
                    true if top < offset => top,
                    true => bottom - height,
                    false => top - height / 2.0,
                };
                scroll = scroll.vertical_scroll_offset(to.max(0.0));
            }
        }
        let total = top(articles, rows) + troubles.len() as f32 * ROW;
        let out = scroll.show_viewport(ui, |ui, view| {
            ui.set_height(total);
            ui.set_width(ui.available_width());
            let corner = ui.min_rect().min;
            let wide = ui.available_width();
            let place = |n: usize, height: f32| {
                Rect::from_min_size(pos2(corner.x, corner.y + top(articles, n)), vec2(wide, height))
            };
            let mut n = row_at(articles, view.min.y);
            while let Some(row) = articles.row(n).filter(|_| top(articles, n) < view.max.y) {
                let response = match row {
                    Row::Article(entry) => {
                        let id = list_id().with(entry.key.as_str());
                        row::article(ui, place(n, ROW), id, session, entry, actions)
                    }
                    Row::Group(group) => {
                        let id = list_id().with(("group", group.event.as_deref()));
                        row::heading(ui, place(n, HEADING), id, group, actions)
                    }
                };
                if self.focused && n == self.cursor {
                    row::cursor(ui, response.rect, p);
                    let row = response.id.accesskit_id();
                    ui.ctx().accesskit_node_builder(list_id(), |list| list.set_active_descendant(row));
                }
                n += 1;
            }
            for (i, trouble) in troubles.iter().enumerate() {
                let at = corner.y + top(articles, rows) + i as f32 * ROW;
                let rect = Rect::from_min_size(pos2(corner.x, at), vec2(wide, ROW));
                if rect.top() < corner.y + view.max.y && rect.bottom() > corner.y + view.min.y {
                    row::no_article(ui, rect, list_id().with(("trouble", i)), trouble);
                }
            }
        });
        self.view = (out.state.clamped_offset().y, out.inner_rect.height());
    }

    /// The keys of the list while it has the focus; says whether they moved its cursor.
    fn keys(&mut self, ui: &Ui, articles: &ArticleList, actions: &mut Vec<Action>) -> bool {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: false, escape: false };
        ui.memory_mut(|m| m.set_focus_lock_filter(list_id(), filter));
        let last = articles.rows().saturating_sub(1);
        self.cursor = self.cursor.min(last);
        let before = self.cursor;
        let page = ((self.view.1 / ROW) as usize).max(2) - 1;
        let pressed: Vec<Key> = ui.input(|i| {
            let plain = |e: &Event| match e {
                Event::Key { key, pressed: true, modifiers, .. } if modifiers.is_none() => Some(*key),
                _ => None,
            };
            i.events.iter().filter_map(plain).collect()
        });
        for key in pressed {
            let row = articles.row(self.cursor);
            match (key, row) {
                (Key::ArrowUp, _) => self.cursor = self.cursor.saturating_sub(1),
                (Key::ArrowDown, _) => self.cursor = (self.cursor + 1).min(last),
                (Key::PageUp, _) => self.cursor = self.cursor.saturating_sub(page),
                (Key::PageDown, _) => self.cursor = (self.cursor + page).min(last),
                (Key::Home, _) => self.cursor = 0,
                (Key::End, _) => self.cursor = last,
                (Key::Enter | Key::Space, Some(Row::Group(group))) => {
                    actions.push(Action::Fold(group.event.clone(), !group.folded));
                }
                (Key::ArrowLeft, Some(Row::Group(group))) => actions.push(Action::Fold(group.event.clone(), true)),
                (Key::ArrowRight, Some(Row::Group(group))) => actions.push(Action::Fold(group.event.clone(), false)),
                (Key::ArrowLeft, Some(Row::Article(_))) => {
                    self.cursor = articles.heading_of(self.cursor).unwrap_or(self.cursor);
                }
                (Key::Enter | Key::Space, Some(Row::Article(entry))) => {
                    actions.push(Action::OpenArticle(entry.key.clone()));
                    if key == Key::Enter {
                        // Back to the page; with the space bar one looks on through the list.
                        ui.memory_mut(|m| m.surrender_focus(list_id()));
                    }
                }
                _ => {}
            }
        }
        self.cursor != before
    }
}

/// Where a row begins, in points from the top of the list.
fn top(articles: &ArticleList, row: usize) -> f32 {
    row as f32 * ROW - articles.headings_above(row) as f32 * (ROW - HEADING)
}

/// The row at a height.
fn row_at(articles: &ArticleList, y: f32) -> usize {
    let (mut from, mut to) = (0, articles.rows());
    while from < to {
        let middle = from.midpoint(to);
        if top(articles, middle + 1) <= y { from = middle + 1 } else { to = middle }
    }
    from
}

/// Where nothing passes the filter: which part of it to drop.
fn nothing(ui: &mut Ui, articles: &ArticleList, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    Frame::new().inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.colored_label(p.quiet, "No article fits the filter");
        let filter = articles.filter();
        let parts = filter.parts();
        for (part, count) in articles.hindrances() {
            let name = parts.iter().find(|(p, _)| p == part).map(|(_, name)| name.as_str()).unwrap_or_default();
            let name = if *part == Part::Words { name.to_owned() } else { format!("“{name}”") };
            let without = format!("Drop {name}: {}", counted(*count, "article", "articles"));
            if ui.add(egui::Button::new(without).truncate()).clicked() {
                actions.push(Action::FilterBy(filter.without(*part)));
            }
        }
        if ui.button("Show all").clicked() {
            actions.push(Action::FilterBy(Filter::default()));
        }
    });
}

/// Progress, or how many are shown.
fn foot(ui: &Ui, articles: &ArticleList) {
    let p = Palette::of(ui.visuals());
    let bottom = ui.available_rect_before_wrap();
    ui.painter().hline(bottom.x_range(), bottom.top(), Stroke::new(1.0, p.line));
    let shown = articles.shown_len();
    // Where one's own articles are listed, progress is counted over these.
    let mine = articles.filter().mine;
    let [all, done, skipped] =
        if mine { articles.facets().mine } else { [articles.len(), articles.done(), articles.skipped()] };
    let text = match (shown == all, articles.complete()) {
        (_, false) => format!("Looking at {}…", counted(articles.len(), "article", "articles")),
        (true, true) => row::progress(done, skipped, all),
        (false, true) => format!("{shown} of {all} shown"),
    };
    let at = pos2(bottom.left() + 12.0, bottom.top() + FOOT / 2.0);
    ui.painter().text(at, Align2::LEFT_CENTER, &text, FontId::proportional(12.5), p.quiet);
    let line = Rect::from_min_size(bottom.min, vec2(bottom.width(), FOOT));
    let response = ui.interact(line, Id::unique("articles-progress"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("Progress: {text}")));
    let progress = row::progress(done, skipped, all);
    let whose = if mine { " of yours" } else { "" };
    response.on_hover_text(format!("{progress}{whose}. Skipped articles count as dealt with"));
    if all > 0 {
        let track = Rect::from_min_size(pos2(bottom.right() - 72.0, at.y - 2.0), vec2(60.0, 4.0));
        ui.painter().rect_filled(track, 2.0, p.line);
        let part = |count: usize| track.width() * count as f32 / all as f32;
        let dealt = Rect::from_min_size(track.min, vec2(part(done + skipped), track.height()));
        ui.painter().rect_filled(dealt, 2.0, p.quiet);
        let done = Rect::from_min_size(track.min, vec2(part(done), track.height()));
        ui.painter().rect_filled(done, 2.0, p.good);
    }
}

fn filter_id() -> Id {
    Id::unique("article-filter")
}

/// The id of the list, which takes arrow keys while it has the focus.
fn list_id() -> Id {
    Id::unique("article-list")
}
