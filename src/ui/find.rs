//! Finding: the field with its options, the list of what was found, and marking what is checked.

use super::{choice::edged, counted, theme, theme::Palette};
use crate::{
    model::Label,
    session::{Action, Find, FindAction, FindOption, Found, SearchEnd, Session},
    text::{Excerpt, one_line},
};
use egui::{
    Align, Button, Checkbox, CornerRadius, EventFilter, FontId, Frame, Id, Key, Layout, Margin, ProgressBar, Rect,
    RichText, ScrollArea, Sense, Stroke, TextEdit, Ui, UiBuilder, WidgetInfo,
    accesskit::Role,
    pos2,
    text::{CCursor, CCursorRange, LayoutJob, TextFormat},
    vec2,
};

/// Height of a row, in points: two lines.
const ROW: f32 = 44.0;
/// Where the words of a hit begin, in points: behind the check box.
const INDENT: f32 = 34.0;
/// How many rows Page Up and Page Down go.
const PAGE: usize = 10;

/// What belongs to the screen alone.
#[derive(Default)]
pub(super) struct State {
    wanted: u64,
    /// The hit that was last brought into sight, and of how many.
    shown: Option<(usize, usize)>,
    /// The key that led into the list is not for the list.
    entering: bool,
    offset: f32,
    height: f32,
}

fn field_id() -> Id {
    Id::unique("find-field")
}

fn list_id() -> Id {
    Id::unique("find-list")
}

impl State {
    /// The whole panel.
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        ui.spacing_mut().item_spacing.y = 4.0;
        Frame::new().inner_margin(Margin { left: 12, right: 10, top: 10, bottom: 6 }).show(ui, |ui| {
            self.head(ui, session, actions);
            state(ui, session, actions);
            marking(ui, session, actions);
        });
        self.list(ui, session, actions);
    }

    /// The field, its options and where the hit in hand stands: all there is room for in a narrow window.
    pub(super) fn head(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        self.field(ui, session, actions);
        let find = session.find();
        let typing_on = |ui: &Ui| ui.memory_mut(|m| m.request_focus(field_id()));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (option, sign, name, what) in FindOption::ALL {
                let on = option.of(find.query());
                let response = ui.add(Button::new(sign).selected(on).min_size(vec2(28.0, 24.0)));
                response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, name));
                if response.on_hover_text(format!("{name}: {what}")).clicked() {
                    actions.push(Action::Find(FindAction::Option(option)));
                    typing_on(ui);
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for (id, sign, name) in [("find-next", "⏷", "Next place"), ("find-previous", "⏶", "Previous place")]
                {
                    let response = ui.add_enabled(find.count() > 0, Button::new(sign));
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, find.count() > 0, name));
                    if response.on_hover_text(format!("{name} ({})", session.keys().shown(id))).clicked() {
                        actions.push(Action::Run(id));
                    }
                }
            });
        });
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (everywhere, name) in [(false, "This article"), (true, "All articles")] {
                let chosen = find.everywhere() == everywhere;
                let response = ui.add(Button::selectable(chosen, RichText::new(name).size(13.0)));
                response
                    .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, format!("Find in: {name}")));
                if response.clicked() {
                    actions.push(Action::Find(FindAction::Everywhere(everywhere)));
                    typing_on(ui);
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(RichText::new(place(find)).strong());
            });
        });
    }

    fn field(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let find = session.find();
        let mut words = find.query().words.clone();
        let hint = if find.query().expression { "Regular expression" } else { "Words" };
        let edit = TextEdit::singleline(&mut words).id(field_id()).hint_text(hint).desired_width(f32::INFINITY);
        let mut out = edit.margin(Margin::symmetric(6, 4)).show(ui);
        let response = out.response.response;
        response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find"));
        if find.wanted() != self.wanted {
            self.wanted = find.wanted();
            response.request_focus();
            let all = CCursorRange::two(CCursor::default(), CCursor::new(words.chars().count()));
            out.state.cursor.set_char_range(Some(all));
            out.state.store(ui.ctx(), field_id());
        }
        if response.changed() {
            actions.push(Action::Find(FindAction::Words(words)));
        }
        if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
            let back = ui.input(|i| i.modifiers.shift);
            actions.push(Action::Run(if back { "find-previous" } else { "find-next" }));
            response.request_focus();
        }
        if response.has_focus() && find.count() > 0 && ui.input(|i| i.key_pressed(Key::ArrowDown)) {
            ui.memory_mut(|m| m.request_focus(list_id()));
            self.entering = true;
        }
    }

    fn list(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let find = session.find();
        ui.spacing_mut().item_spacing.y = 0.0;
        let rect = ui.available_rect_before_wrap();
        let response = ui.interact(rect, list_id(), Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::List, true, "Places found"));
        if !std::mem::take(&mut self.entering) {
            keys(ui, find, session, actions);
        }
        let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("found");
        // The hit in hand stays in sight, whenever it is another one.
        let now = find.at().map(|at| (at, find.count()));
        if let Some((at, _)) = now.filter(|_| now.map(|n| n.0) != self.shown.map(|s| s.0)) {
            let top = find.row_of(at) as f32 * ROW;
            if top < self.offset || top + ROW > self.offset + self.height {
                area = area.vertical_scroll_offset((top - self.height / 2.0).max(0.0));
            }
        }
        self.shown = now;
        let focused = ui.memory(|m| m.has_focus(list_id()));
        let out = area.show_rows(ui, ROW, find.rows(), |ui, range| {
            for n in range {
                match find.row(n) {
                    Some(Found::Article(article)) => head_row(ui, session, article, actions),
                    Some(Found::Hit(hit)) => hit_row(ui, session, hit, focused, actions),
                    None => {}
                }
            }
        });
        (self.offset, self.height) = (out.state.clamped_offset().y, out.inner_rect.height());
    }
}

/// The keys of the list, while it has the focus.
fn keys(ui: &Ui, find: &Find, session: &Session, actions: &mut Vec<Action>) {
    if !ui.memory(|m| m.has_focus(list_id())) || find.count() == 0 {
        return;
    }
    let arrows = EventFilter { horizontal_arrows: false, vertical_arrows: true, tab: false, escape: false };
    ui.memory_mut(|m| m.set_focus_lock_filter(list_id(), arrows));
    let last = find.count() - 1;
    let at = find.at().unwrap_or(0);
    let pressed = |key: Key| ui.input(|i| i.key_pressed(key));
    let to = [
        (Key::ArrowDown, if find.at().is_none() { 0 } else { (at + 1).min(last) }),
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::PageDown, (at + PAGE).min(last)),
        (Key::PageUp, at.saturating_sub(PAGE)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    if pressed(Key::ArrowUp) && at == 0 {
        ui.memory_mut(|m| m.request_focus(field_id()));
    } else if let Some((_, to)) = to.into_iter().find(|(key, _)| pressed(*key)) {
        actions.push(Action::Find(FindAction::Choose(to)));
    }
    if pressed(Key::Enter) {
        go(ui, at, actions);
    }
    if pressed(Key::Space) {
        actions.push(Action::Find(FindAction::Check(at, !find.is_checked(at))));
    }
    let typed = ui.input(|i| {
        i.events.iter().find_map(|e| match e {
            egui::Event::Text(text) => text.parse::<u8>().ok(),
            _ => None,
        })
    });
    let label = typed.and_then(|key| session.project()?.labels.by_key(key));
    if let Some(label) = label {
        actions.push(Action::Find(FindAction::Mark(label.name.clone())));
    }
}

/// Goes to a hit; the page has the keys then.
fn go(ui: &Ui, hit: usize, actions: &mut Vec<Action>) {
    ui.memory_mut(|m| m.request_focus(super::page::page_id()));
    actions.push(Action::Find(FindAction::Go(hit)));
}

/// `3 of 17`.
fn place(find: &Find) -> String {
    let more = if find.end().is_some_and(|end| matches!(end, SearchEnd::Capped)) { "+" } else { "" };
    match (find.at(), find.count()) {
        (_, 0) => String::new(),
        (Some(at), count) => format!("{} of {count}{more}", at + 1),
        (None, count) => format!("{count}{more} {}", if count == 1 { "place" } else { "places" }),
    }
}

/// How far the search is, how it ended, and what could not be read.
fn state(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let find = session.find();
    let (looked, of) = find.looked();
    let quiet = |ui: &mut Ui, text: String| {
        ui.colored_label(p.quiet, text);
    };
    if find.busy() && find.everywhere() {
        ui.horizontal(|ui| {
            let share = looked as f32 / of.max(1) as f32;
            ui.add(ProgressBar::new(share).desired_width(ui.available_width() - 64.0).desired_height(6.0));
            if ui.button("Stop").clicked() {
                actions.push(Action::Find(FindAction::Stop));
            }
        });
    }
    if let Some(sentence) = find.end().and_then(SearchEnd::sentence) {
        let color = if matches!(find.end(), Some(SearchEnd::Refused(_))) { p.error } else { p.warning };
        ui.colored_label(color, sentence);
    }
    if let Some(first) = find.unreadable().first() {
        let all: Vec<String> = find.unreadable().iter().take(20).map(ToString::to_string).collect();
        let text =
            format!("{} could not be read, so not searched", counted(find.unreadable().len(), "article", "articles"));
        ui.colored_label(p.warning, text).on_hover_text(if all.is_empty() {
            first.to_string()
        } else {
            all.join("\n")
        });
    }
    if find.query().is_empty() {
        quiet(
            ui,
            "Words, or an expression such as ông|bà. Enter goes to the next place, Shift+Enter to the one before"
                .to_owned(),
        );
    } else if find.everywhere() && find.count() > 0 {
        quiet(ui, format!("In {} of {looked}", counted(find.articles(), "article", "articles")));
    } else if find.count() == 0 && !find.busy() && matches!(find.end(), Some(SearchEnd::All)) {
        let place = if find.everywhere() {
            format!("{} looked at", counted(looked, "article", "articles"))
        } else {
            "in this article".to_owned()
        };
        quiet(ui, format!("Nothing found, {place}"));
        if !find.everywhere() && ui.button("Find in all articles").clicked() {
            actions.push(Action::Find(FindAction::Everywhere(true)));
        }
    }
}

/// Which of it is checked, and the labels to mark it with.
fn marking(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let (Some(project), find) = (session.project(), session.find()) else { return };
    if let Some((done, of)) = find.marking() {
        ui.horizontal(|ui| {
            let text = format!("{done} of {}", counted(of, "article", "articles"));
            let bar = ProgressBar::new(done as f32 / of.max(1) as f32).text(text);
            ui.add(bar.desired_width(ui.available_width() - 64.0));
            if ui.button("Stop").on_hover_text("What is marked stays; undo takes it back in one step").clicked() {
                actions.push(Action::Find(FindAction::Stop));
            }
        });
        return;
    }
    if find.count() == 0 {
        return;
    }
    let checked = find.checked();
    ui.horizontal(|ui| {
        let mut all = checked == find.count();
        let mixed = checked > 0 && !all;
        let some = Checkbox::new(&mut all, format!("{checked} of {} checked", find.count()));
        let response = edged(ui, |ui| ui.add(some.indeterminate(mixed)));
        if response.on_hover_text("Check all, or none").changed() {
            actions.push(Action::Find(FindAction::CheckAll(checked < find.count())));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.colored_label(Palette::of(ui.visuals()).quiet, "Mark as");
        for label in project.labels.iter() {
            chip(ui, session, label, checked, actions);
        }
    });
}

fn chip(ui: &mut Ui, session: &Session, label: &Label, checked: usize, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let can = checked > 0 && session.read_only().is_none();
    let mut job = LayoutJob::default();
    if let Some(key) = label.key {
        job.append(&format!("{key} "), 0.0, TextFormat::simple(FontId::proportional(12.0), p.quiet));
    }
    job.append(&label.name, 0.0, TextFormat::simple(FontId::proportional(13.5), p.label(label.color)));
    let response = ui.add_enabled(can, Button::new(job));
    let name = format!("Mark all checked as {}", label.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, can, &name));
    let about = format!(
        "Mark {} as {}; undo takes all back in one step",
        counted(checked, "checked place", "checked places"),
        label.name
    );
    let why = session.read_only().unwrap_or("Check the places to mark first").to_owned();
    if response.on_hover_text(about).on_disabled_hover_text(why).clicked() {
        actions.push(Action::Find(FindAction::Mark(label.name.clone())));
    }
}

fn check_box(ui: &mut Ui, row: Rect, mut on: bool, mixed: bool, name: &str) -> bool {
    let place = Rect::from_min_size(row.min + vec2(8.0, 11.0), vec2(20.0, 20.0));
    // The row has its place already: the box must not move what comes next.
    let mut inside = ui.new_child(UiBuilder::new().id_salt(name).max_rect(place));
    let response = edged(&mut inside, |ui| ui.add(Checkbox::without_text(&mut on).indeterminate(mixed)));
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, name));
    response.changed()
}

fn head_row(ui: &mut Ui, session: &Session, article: usize, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let find = session.find();
    let Some(hits) = find.article(article) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, p.hover);
    }
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, p.line));
    let entry = session.articles().get(&hits.key);
    let title = entry.map_or_else(|| hits.key.to_string(), |e| e.title().to_owned());
    let wide = rect.width() - INDENT - 10.0;
    let heading = super::articles::elided(ui, &title, FontId::new(14.0, theme::bold()), p.text, wide);
    ui.painter().galley(rect.min + vec2(INDENT, 4.0), heading, p.text);
    let (count, checked) = (hits.hits.len(), find.checked_of(article));
    let about = if checked == count {
        counted(count, "place", "places")
    } else {
        format!("{checked} of {} checked", counted(count, "place", "places"))
    };
    let outlet = entry.and_then(|e| e.known.as_ref()?.metadata.outlet.as_deref()).unwrap_or(hits.key.as_str());
    let about = format!("{about} · {outlet}");
    let about = super::articles::elided(ui, &about, FontId::proportional(12.0), p.quiet, wide);
    ui.painter().galley(rect.min + vec2(INDENT, 24.0), about, p.quiet);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("Found in: {title}")));
    if response.clicked() {
        go(ui, find.hits_of(article).start, actions);
    }
    let name = format!("Mark the places in {title}");
    if check_box(ui, rect, checked == count, checked > 0 && checked < count, &name) {
        actions.push(Action::Find(FindAction::CheckArticle(article, checked < count)));
    }
}

fn hit_row(ui: &mut Ui, session: &Session, n: usize, focused: bool, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let find = session.find();
    let Some((article, hit)) = find.hit(n) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let chosen = find.at() == Some(n);
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, if chosen { p.chosen } else { p.hover });
    }
    if chosen && focused {
        ui.painter().rect_stroke(
            rect.shrink(1.0),
            CornerRadius::same(2),
            Stroke::new(1.5, p.accent),
            egui::StrokeKind::Inside,
        );
    }
    let labels = session.labels_at(&article.key, hit.span);
    let mut right = rect.right() - 8.0;
    for label in &labels {
        let (color, _) = theme::look(session.project().and_then(|p| p.labels.get(label)), p);
        let name = super::articles::elided(ui, label, FontId::proportional(11.5), color, 60.0);
        right -= name.rect.width();
        ui.painter().galley(pos2(right, rect.top() + 5.0), name, color);
        right -= 6.0;
    }
    let job = line(&hit.excerpt, right - rect.left() - INDENT, p);
    let words = ui.painter().layout_job(job);
    ui.painter().galley(rect.min + vec2(INDENT, 3.0), words, p.text);
    let mut name = format!("Found: {}", hit.excerpt.line);
    if !labels.is_empty() {
        let labels: Vec<&str> = labels.iter().map(|l| &**l).collect();
        name += &format!(" (marked as {})", labels.join(", "));
    }
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    if response.clicked() {
        go(ui, n, actions);
    }
    let words = hit.excerpt.line.get(hit.excerpt.words.clone()).unwrap_or_default();
    let name = format!("Mark place {}: {}", n + 1, one_line(words, 60));
    if check_box(ui, rect, find.is_checked(n), false, &name) {
        actions.push(Action::Find(FindAction::Check(n, !find.is_checked(n))));
    }
}

/// Two lines with the words found standing out.
fn line(excerpt: &Excerpt, width: f32, p: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width.max(40.0);
    job.wrap.max_rows = 2;
    job.wrap.break_anywhere = false;
    job.break_on_newline = false;
    let around = TextFormat::simple(FontId::proportional(13.0), p.quiet);
    let mut words = TextFormat::simple(FontId::new(13.0, theme::bold()), p.text);
    words.background = p.found;
    let (start, end) = (excerpt.words.start, excerpt.words.end);
    job.append(excerpt.line.get(..start).unwrap_or_default(), 0.0, around.clone());
    job.append(excerpt.line.get(start..end).unwrap_or_default(), 0.0, words);
    job.append(excerpt.line.get(end..).unwrap_or_default(), 0.0, around);
    job
}

/// Finding over the page, where the window is too narrow for the side bar.
pub(super) fn narrow(state: &mut State, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    Frame::new().fill(p.panel).inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| state.head(ui, session, actions));
}
