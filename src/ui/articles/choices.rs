//! What the list is filtered and sorted by: a row of small buttons, and what is filtered by as chips that can be dropped.

use super::super::{
    choice::{radio, tick},
    theme::Palette,
};
use crate::{
    model::Published,
    session::{Action, ArticleOrder, Filter, Part, Session, SortBy, Status, Wanted},
    text::folded,
};
use egui::{
    Align, Button, Id, Key, Layout, Popup, PopupCloseBehavior, RichText, ScrollArea, Shape, Stroke, TextEdit, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};
use jiff::civil::Date;
use std::sync::Arc;

/// Outlets, or events, listed at once; with more, one types to find.
const LISTED: usize = 6;

/// What there is to sort by, with its name in the menu.
const SORTS: [(SortBy, &str); 7] = [
    (SortBy::Name, "File name"),
    (SortBy::Title, "Title"),
    (SortBy::Outlet, "Outlet"),
    (SortBy::Published, "Date"),
    (SortBy::Event, "Event"),
    (SortBy::Marks, "Number of marks"),
    (SortBy::Status, "Status"),
];

/// What is being typed.
#[derive(Default)]
pub(super) struct State {
    wanted: u64,
    outlet: String,
    event: String,
    from: String,
    to: String,
    open: bool,
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            let button = ui.add(Button::new("Filter by…").small());
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Filter by"));
            let button = button.on_hover_text("Filter by status, outlet, event, label and date");
            let id = Id::unique("article-choices");
            if session.choices_wanted() != self.wanted {
                self.wanted = session.choices_wanted();
                Popup::open_id(ui.ctx(), id);
            }
            let was_open = std::mem::replace(&mut self.open, Popup::is_id_open(ui.ctx(), id));
            let popup = Popup::from_toggle_button_response(&button).id(id).gap(4.0);
            let popup =
                popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside).accessible_name("Filter articles by");
            popup.show(|ui| {
                let room = (ui.ctx().content_rect().bottom() - ui.cursor().top() - 24.0).max(160.0);
                ui.set_width(320.0);
                ui.set_max_height(room);
                ScrollArea::vertical().max_height(room).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 4.0;
                    self.filters(ui, session, !was_open, actions);
                });
            });
            sort_menu(ui, session, actions);
            let order = session.articles().order();
            let group = ui.add(Button::selectable(order.grouped, "Group").small());
            group.widget_info(|| WidgetInfo::selected(Role::Button, true, order.grouped, "Group by event"));
            if group.on_hover_text("Articles on one event together under a heading").clicked() {
                actions.push(Action::Order(ArticleOrder { grouped: !order.grouped, ..order }));
            }
        });
        chips(ui, session, actions);
    }

    fn filters(&mut self, ui: &mut Ui, session: &Session, new: bool, actions: &mut Vec<Action>) {
        let filter = session.articles().filter();
        let facets = session.articles().facets();
        if new {
            let typed = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
            *self = State {
                wanted: self.wanted,
                open: true,
                from: typed(filter.from),
                to: typed(filter.to),
                ..State::default()
            };
        }
        let mut change = |filter: Filter| actions.push(Action::FilterBy(filter));
        title(ui, "Status");
        ui.horizontal_wrapped(|ui| {
            for (n, (status, count)) in Status::ALL.into_iter().zip(facets.statuses).enumerate() {
                let response = choice(ui, filter.status == status, status.name(), Some(count));
                if new && n == 0 {
                    response.request_focus();
                }
                if response.clicked() {
                    change(Filter { status, ..filter.clone() });
                }
            }
        });
        if session.project().is_some_and(|p| !p.settings.assigned.is_empty()) {
            title(ui, "Assigned");
            let [mine, ..] = facets.mine;
            let response = choice(ui, filter.mine, "Mine", Some(mine));
            if response.on_hover_text("Articles that are assigned to you").clicked() {
                change(Filter { mine: !filter.mine, ..filter.clone() });
            }
        }
        for (name, typed, all, now, part) in [
            ("Outlet", &mut self.outlet, &facets.outlets, &filter.outlet, Part::Outlet),
            ("Event", &mut self.event, &facets.events, &filter.event, Part::Event),
        ] {
            if all.iter().all(|(name, _)| name.is_none()) {
                continue;
            }
            title(ui, name);
            if let Some(wanted) = pick(ui, name, typed, all, now) {
                change(match part {
                    Part::Outlet => Filter { outlet: wanted, ..filter.clone() },
                    _ => Filter { event: wanted, ..filter.clone() },
                });
            }
        }
        title(ui, "Marks");
        for label in session.project().into_iter().flat_map(|p| p.labels.iter()) {
            ui.horizontal(|ui| {
                let place = Layout::left_to_right(Align::Center);
                ui.allocate_ui_with_layout(vec2(90.0, 20.0), place, |ui| {
                    ui.set_min_width(90.0);
                    ui.add(egui::Label::new(&*label.name).truncate())
                        .on_hover_text("Articles where you have marks of this label, or have none");
                });
                for (has, word) in [(true, "With"), (false, "Without")] {
                    let this = Some((label.name.clone(), has));
                    let response = ui.add(Button::selectable(filter.label == this, word).small());
                    response.widget_info(|| {
                        let name = format!("{word} {}", label.name);
                        WidgetInfo::selected(Role::Button, true, filter.label == this, name)
                    });
                    if response.clicked() {
                        let label = if filter.label == this { None } else { this };
                        change(Filter { label, ..filter.clone() });
                    }
                }
            });
        }
        title(ui, "Date of publication");
        ui.horizontal(|ui| {
            let from = day(ui, "From", &mut self.from);
            let to = day(ui, "Until", &mut self.to);
            if let Some(from) = from {
                change(Filter { from, ..filter.clone() });
            }
            if let Some(to) = to {
                change(Filter { to, ..filter.clone() });
            }
        });
        let wrong = [&self.from, &self.to].into_iter().any(|t| parse_day(t).is_err());
        if wrong {
            ui.colored_label(Palette::of(ui.visuals()).error, "Write a day as 2021-12-08");
        }
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            if ui.add_enabled(!filter.is_empty(), Button::new("Show all")).clicked() {
                change(Filter::default());
                (self.from, self.to) = (String::new(), String::new());
            }
            if ui.button("Close").clicked() {
                ui.close();
            }
        });
    }
}

fn title(ui: &mut Ui, text: &str) {
    ui.add_space(3.0);
    ui.label(RichText::new(text).small().color(Palette::of(ui.visuals()).quiet));
}

fn choice(ui: &mut Ui, chosen: bool, name: &str, count: Option<usize>) -> egui::Response {
    let p = Palette::of(ui.visuals());
    let mut button = Button::selectable(chosen, name);
    if let Some(count) = count {
        button = button.right_text(RichText::new(count.to_string()).small().color(p.quiet));
    }
    let response = ui.add(button);
    response.widget_info(|| {
        let name = count.map_or(name.to_owned(), |count| format!("{name}, {count}"));
        WidgetInfo::selected(Role::Button, true, chosen, name)
    });
    response
}

/// One of many values: those that fit what is typed, with how many articles have each. Choosing what is chosen lets it go.
fn pick(
    ui: &mut Ui,
    name: &str,
    typed: &mut String,
    all: &[(Option<Arc<str>>, usize)],
    now: &Wanted,
) -> Option<Wanted> {
    let mut chosen = None;
    let mut enter = false;
    if all.len() > LISTED {
        let response = ui.add(TextEdit::singleline(typed).hint_text("Type to find").desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, format!("Find: {name}")));
        enter = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) && !typed.trim().is_empty();
    }
    let words: Vec<String> = typed.split_whitespace().map(folded).collect();
    let wanted = |value: &Option<Arc<str>>| value.clone().map_or(Wanted::Unknown, Wanted::Is);
    let fits = |value: &Option<Arc<str>>| match value {
        Some(value) => {
            let value = folded(value);
            words.iter().all(|w| value.contains(w.as_str()))
        }
        None => words.is_empty(),
    };
    // What is chosen stays in sight.
    let mut fitting: Vec<_> = all.iter().filter(|(v, _)| fits(v)).collect();
    fitting.sort_by_key(|(v, _)| wanted(v) != *now);
    let more = fitting.len().saturating_sub(LISTED);
    for (n, (value, count)) in fitting.into_iter().take(LISTED).enumerate() {
        let this = wanted(value);
        let none = format!("No {}", name.to_lowercase());
        let response = ui
            .with_layout(Layout::top_down_justified(Align::LEFT), |ui| {
                choice(ui, this == *now, value.as_deref().unwrap_or(&none), Some(*count))
            })
            .inner;
        if response.clicked() || enter && n == 0 {
            chosen = Some(if this == *now { Wanted::Any } else { this });
        }
    }
    if more > 0 {
        ui.weak(format!("{more} more; type to find them"));
    }
    chosen
}

/// A field for a day. Answers with the day, or with none where it was emptied, once it is understood.
fn day(ui: &mut Ui, name: &str, typed: &mut String) -> Option<Option<Date>> {
    let response = ui.add(TextEdit::singleline(typed).hint_text(format!("{name} 2021-12-08")).desired_width(130.0));
    response.widget_info(|| WidgetInfo::labeled(Role::DateInput, true, format!("{name} day")));
    response.changed().then(|| parse_day(typed).ok()).flatten()
}

fn parse_day(typed: &str) -> Result<Option<Date>, ()> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    Published::parse(typed).map(|p| Some(p.date)).map_err(|_| ())
}

fn sort_menu(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let order = session.articles().order();
    let name = SORTS.iter().find(|(by, _)| *by == order.by).map_or("", |(_, name)| name);
    let short = if order.by == SortBy::Marks { "Marks" } else { name };
    // Room for the arrow, which the reading font does not have.
    let button = Button::new(format!("    {short}")).small();
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        for (by, name) in SORTS {
            if radio(ui, true, order.by == by, name).clicked() {
                actions.push(Action::Order(ArticleOrder { by, ..order }));
                ui.close();
            }
        }
        ui.separator();
        let mut descending = order.descending;
        if tick(ui, true, &mut descending, "Largest first")
            .on_hover_text("The latest, the most, or Z before A")
            .changed()
        {
            actions.push(Action::Order(ArticleOrder { descending, ..order }));
            ui.close();
        }
    });
    response.widget_info(|| {
        let name = format!("Sort by: {name}{}", if order.descending { ", largest first" } else { "" });
        WidgetInfo::labeled(Role::Button, true, name)
    });
    let p = Palette::of(ui.visuals());
    let at = pos2(response.rect.left() + 13.0, response.rect.center().y);
    let up = if order.descending { -1.0 } else { 1.0 };
    let corners = [vec2(-4.0, -2.5 * up), vec2(4.0, -2.5 * up), vec2(0.0, 3.5 * up)].map(|d| at + d);
    ui.painter().add(Shape::convex_polygon(corners.to_vec(), p.quiet, Stroke::NONE));
    response.on_hover_text("What the list is sorted by");
}

/// What is filtered by beside the words in the box, each to be dropped by itself.
fn chips(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let filter = session.articles().filter();
    let parts: Vec<_> = filter.parts().into_iter().filter(|(part, _)| *part != Part::Words).collect();
    if parts.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 4.0);
        for (part, name) in parts {
            let shown = crate::text::one_line(&name, 30);
            let response = ui.add(Button::selectable(true, format!("{shown} ×")).small());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Drop the filter {name}")));
            if response.on_hover_text(format!("Filtered by {name}. Click to drop this")).clicked() {
                actions.push(Action::FilterBy(filter.without(part)));
            }
        }
    });
}
