//! The articles under review on the left: what is left to decide first, the worst agreement first.

use super::super::{
    articles::{about, elided, glyph},
    counted,
    theme::Palette,
};
use super::{in_progress, whose};
use crate::{
    model::{ArticleKey, State as Stands},
    session::{Action, Compared, Session},
};
use egui::{
    CornerRadius, FontId, Frame, Margin, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// Height of a row, in points.
const ROW: f32 = 46.0;

/// What the list keeps between frames.
#[derive(Default)]
pub(super) struct State {
    shown: Option<ArticleKey>,
    /// What of the list was visible in the last frame: from where, and how high, in points.
    view: (f32, f32),
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        ui.spacing_mut().item_spacing.y = 0.0;
        Frame::new().inner_margin(Margin { left: 12, right: 10, top: 8, bottom: 6 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 5.0;
            progress(ui, session);
            whose::button(ui, session, actions);
        });
        if session.reviewing().queue().is_empty() {
            nothing(ui, session, actions);
        } else {
            self.rows(ui, session, actions);
        }
    }

    fn rows(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let queue = session.reviewing().queue();
        let mut area = ScrollArea::vertical().id_salt("review-queue").auto_shrink(false);
        if session.current() != self.shown.as_ref() {
            self.shown = session.current().cloned();
            if let Some(n) = self.shown.as_ref().and_then(|key| queue.row_of(key)) {
                // Only where the row is out of sight does the list move.
                let (top, (offset, height)) = (n as f32 * ROW, self.view);
                if top < offset || top + ROW > offset + height {
                    area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
                }
            }
        }
        let out = area.show_rows(ui, ROW, queue.len(), |ui, rows| {
            for (key, compared) in rows.filter_map(|n| queue.nth(n)) {
                row(ui, session, key, compared, actions);
            }
        });
        self.view = (out.state.clamped_offset().y, out.inner_rect.height());
    }
}

/// What is left in all, or how far the look at the project has come.
fn progress(ui: &mut Ui, session: &Session) {
    let p = Palette::of(ui.visuals());
    let queue = session.reviewing().queue();
    let (cases, articles) = queue.open();
    let text = match queue.progress() {
        Some((done, all)) => format!("Comparing {done} of {all}…"),
        None if queue.is_empty() => "Nothing to review".to_owned(),
        None if cases == 0 => "All is decided".to_owned(),
        None => format!("{} left in {}", counted(cases, "case", "cases"), counted(articles, "article", "articles")),
    };
    let response = ui.add(egui::Label::new(RichText::new(&text).strong().size(13.0)).truncate());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("Review: {text}")));
    if let Some((done, all)) = queue.progress().filter(|(_, all)| *all > 0) {
        let line = Rect::from_min_size(response.rect.left_bottom() + vec2(0.0, 1.0), vec2(120.0, 3.0));
        ui.painter().rect_filled(line, 1.0, p.line);
        let part = line.width() * done as f32 / all as f32;
        ui.painter().rect_filled(Rect::from_min_size(line.min, vec2(part, 3.0)), 1.0, p.accent);
    }
}

fn row(ui: &mut Ui, session: &Session, key: &ArticleKey, compared: Compared, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let chosen = session.current() == Some(key);
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, if chosen { p.chosen } else { p.hover });
    }
    if chosen {
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, CornerRadius::ZERO, p.accent);
    }
    let entry = session.articles().get(key);
    let stands = match entry.map(|e| e.state) {
        _ if compared.own => Stands::Skipped,
        Some(Stands::Done) if compared.open == 0 => Stands::Done,
        _ if compared.open == 0 || compared.open < compared.cases => Stands::InProgress,
        _ => Stands::New,
    };
    glyph(ui, pos2(rect.left() + 18.0, rect.top() + 15.0), stands, false, p);
    let (left, right) = (rect.left() + 34.0, rect.right() - 10.0);
    let small = |text: &str, color| ui.painter().layout_no_wrap(text.to_owned(), FontId::proportional(12.0), color);
    let open = match compared.open {
        _ if compared.own => "your own".to_owned(),
        0 if compared.cases == 0 => "no marks".to_owned(),
        0 => "decided".to_owned(),
        open => format!("{open} left"),
    };
    let count = small(&open, if compared.open == 0 && !compared.own { p.good } else { p.text });
    let width = count.rect.width();
    ui.painter().galley(pos2(right - width, rect.top() + 7.0), count, p.text);
    let title = entry.map_or_else(|| key.as_str(), |e| e.title());
    let shown = elided(ui, title, FontId::proportional(14.0), p.text, right - width - 8.0 - left);
    ui.painter().galley(pos2(left, rect.top() + 5.0), shown, p.text);
    let mut end = right;
    let f1 = compared.summary.score.map(|score| format!("F1 {score:.2}"));
    let changed = (compared.changed > 0).then(|| format!("{} changed", compared.changed));
    for (text, color) in [(&f1, p.quiet), (&changed, p.warning)] {
        if let Some(text) = text {
            let galley = small(text, color);
            end -= galley.rect.width();
            ui.painter().galley(pos2(end, rect.top() + 26.0), galley, color);
            end -= 8.0;
        }
    }
    let about = entry.map(about).unwrap_or_default();
    let about = elided(ui, &about, FontId::proportional(12.0), p.quiet, end - left);
    ui.painter().galley(pos2(left, rect.top() + 26.0), about, p.quiet);
    let parts = [Some(title.to_owned()), Some(open), f1, changed];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let response = response.on_hover_ui(|ui| tip(ui, session, key, compared));
    if response.clicked() {
        actions.push(Action::OpenArticle(key.clone()));
    }
}

fn tip(ui: &mut Ui, session: &Session, key: &ArticleKey, compared: Compared) {
    ui.set_max_width(360.0);
    ui.strong(session.articles().get(key).map_or_else(|| key.as_str(), |e| e.title()));
    ui.weak(key.as_str());
    ui.label(format!("Work of {} compared", counted(compared.readings, "annotator", "annotators")));
    let (agreed, differ) = (compared.summary.agreed, compared.summary.open);
    ui.label(format!("{}: {agreed} agreed, {differ} differ", counted(compared.cases, "case", "cases")));
    if let Some(score) = compared.summary.score {
        ui.label(format!("F1 {score:.2}: how many marks are the same to the letter, over all pairs; 1 is all of them"));
    }
    if compared.changed > 0 {
        ui.label(format!("{} decided, and changed since", counted(compared.changed, "case was", "cases were")));
    }
    if compared.own {
        ui.label("You annotated this article yourself, so it cannot hold a review");
    }
}

/// Where there is nothing to review: why, and what to do.
fn nothing(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let queue = session.reviewing().queue();
    Frame::new().inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 8.0;
        let me = session.annotator();
        let others = session.project().is_some_and(|p| p.annotators.iter().any(|a| Some(a) != me && !a.is_machine()));
        if me.is_none() {
            ui.colored_label(p.quiet, "Say your name first: decisions are kept with it");
            if ui.button("Say your name…").clicked() {
                actions.push(Action::Run("annotator"));
            }
        } else if queue.progress().is_some() || !session.articles().complete() {
            ui.colored_label(p.quiet, "The work of all annotators is being compared. Articles appear here as they are found");
        } else if !others {
            ui.colored_label(p.quiet, "Nobody else has work in this project");
            ui.label("Review compares the marks of others. Their files come with the project’s folder, by an import, or when another person annotates here under a name of their own.");
            if ui.button("Import…").clicked() {
                actions.push(Action::Run("import"));
            }
        } else {
            ui.colored_label(p.quiet, "No work is ready for review");
            let enter = session.keys().shown("done-next");
            ui.label(format!("An article is ready when an annotator calls it done with {enter}."));
            if !session.reviewing().reviewed().any_state {
                in_progress(ui, session, actions);
            }
        }
    });
}
