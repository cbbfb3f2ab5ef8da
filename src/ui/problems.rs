//! The page of problems on the right: what looks forgotten or mistaken in the article and in the project; and the dialog that
//! asks why one is none.

use super::{
    articles::elided,
    choice::tick,
    counted,
    theme::{self, Palette},
};
use crate::{
    model::{
        State,
        problem::{Problem, RULES, rule},
    },
    session::{Action, Doc, Overlay, ProblemAction, ProblemRow, Problems, Session},
    text::one_line,
};
use egui::{
    Align, Button, ComboBox, CornerRadius, FontId, Frame, Id, Key, Layout, Margin, Panel, Rect, RichText, ScrollArea,
    Sense, TextEdit, Ui, UiBuilder, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// Height of a row, in points: the words, and under them what is so.
const ROW: f32 = 42.0;

fn act(actions: &mut Vec<Action>, action: ProblemAction) {
    actions.push(Action::Problems(action));
}

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let problems = session.problems();
    ui.spacing_mut().item_spacing.y = 0.0;
    Frame::new().inner_margin(Margin { left: 12, right: 10, top: 10, bottom: 8 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.horizontal(|ui| {
            for (whole, title) in [(false, "This article"), (true, "Whole project")] {
                if ui.selectable_label(problems.whole() == whole, title).clicked() {
                    act(actions, ProblemAction::Whole(whole));
                }
            }
            if !problems.whole() && problems.is_looking() {
                ui.weak("Looking…");
            }
        });
        if !problems.whole() && problems.count() > 0 {
            filters(ui, problems, actions);
        }
    });
    if problems.whole() {
        return project(ui, session, p, actions);
    }
    let Some(doc) = session.doc() else { return };
    if let Some((problem, place)) = problems.chosen() {
        Panel::bottom("problem")
            .resizable(false)
            .frame(Frame::new().fill(p.panel))
            .show(ui, |ui| details(ui, session, doc, problem, place, p, actions));
    }
    if problems.rows().is_empty() {
        Frame::new().inner_margin(Margin::symmetric(12, 4)).show(ui, |ui| {
            let text = match doc.set().state() {
                _ if doc.trouble().is_some() => "Your marks cannot be read until their file is settled",
                State::New => "Problems are looked for as soon as this article is begun",
                State::Skipped => "This article is skipped, so nothing is looked for",
                _ if problems.is_looking() => "Looking for problems…",
                _ => "No problems found in this article",
            };
            ui.colored_label(p.quiet, text);
        });
        return;
    }
    // What is in hand stays in sight, whenever another is taken.
    let id = ui.make_persistent_id("problem-list");
    let (offset, height, last): (f32, f32, Option<usize>) = ui.data(|d| d.get_temp(id)).unwrap_or((0.0, 0.0, None));
    let chosen = problems.chosen().map(|(c, _)| c.silence());
    let is_chosen = |row: &ProblemRow| match row {
        ProblemRow::Open(n) => problems.open().get(*n).zip(chosen.as_ref()).is_some_and(|(p, c)| p.is(c)),
        _ => false,
    };
    let now = chosen.as_ref().and_then(|_| problems.rows().iter().position(is_chosen));
    let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("problem-list");
    if now != last
        && let Some(n) = now
    {
        let top = n as f32 * ROW;
        if top < offset || top + ROW > offset + height {
            area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
        }
    }
    let out = area.show_rows(ui, ROW, problems.rows().len(), |ui, range| {
        for row in problems.rows().get(range).unwrap_or_default() {
            match *row {
                ProblemRow::Rule(id, count) => heading(ui, id, count, p),
                ProblemRow::Open(n) => {
                    if let Some(problem) = problems.open().get(n) {
                        open_row(ui, session, doc, problem, is_chosen(row), p, actions);
                    }
                }
                ProblemRow::Silenced(count) => silenced_heading(ui, problems, count, p, actions),
                ProblemRow::Quiet(n) => {
                    if let Some((problem, reason)) = problems.silenced().get(n) {
                        quiet_row(ui, session, doc, problem, reason, p, actions);
                    }
                }
            }
        }
    });
    ui.data_mut(|d| d.insert_temp(id, (out.state.clamped_offset().y, out.inner_rect.height(), now)));
}

/// One rule alone, or all; grouped or as the text goes.
fn filters(ui: &mut Ui, problems: &Problems, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let title = |id: &str| rule(id).map_or("", |r| r.title());
        let all = format!("All kinds ({})", problems.count());
        let shown = problems.only().map_or(all.as_str(), title);
        let combo = ComboBox::from_id_salt("problem-kinds").width(ui.available_width() - 84.0).truncate();
        let combo = combo.selected_text(shown).show_ui(ui, |ui| {
            if ui.selectable_label(problems.only().is_none(), &all).clicked() {
                act(actions, ProblemAction::Only(None));
            }
            for (id, count) in problems.by_rules() {
                let text = format!("{} ({count})", title(id));
                if ui.selectable_label(problems.only() == Some(id), text).clicked() {
                    act(actions, ProblemAction::Only(Some(id)));
                }
            }
        });
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Kind of problem"));
        let mut by_rule = problems.by_rule();
        let group =
            tick(ui, true, &mut by_rule, "Group").on_hover_text("Group by kind instead of in the order of the text");
        if group.changed() {
            act(actions, ProblemAction::ByRule(by_rule));
        }
    });
}

fn heading(ui: &mut Ui, id: &str, count: usize, p: &Palette) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let Some(rule) = rule(id) else { return };
    let title = format!("{} ({count})", rule.title());
    let galley = elided(ui, &title, FontId::new(14.0, theme::bold()), p.text, rect.width() - 24.0);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.bottom() - galley.rect.height() - 6.0), galley, p.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
    response.on_hover_text(rule.explanation());
}

/// The words that a problem is about.
fn words(doc: &Doc, problem: &Problem, place: usize) -> String {
    let span = problem.places.get(place).or(problem.places.first());
    span.map_or_else(String::new, |s| one_line(s.of(doc.text()), 120))
}

fn open_row(
    ui: &mut Ui,
    session: &Session,
    doc: &Doc,
    problem: &Problem,
    chosen: bool,
    p: &Palette,
    actions: &mut Vec<Action>,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, if chosen { p.chosen } else { p.hover });
    }
    ui.painter().circle_filled(pos2(rect.left() + 15.0, rect.top() + 14.0), 3.5, p.warning);
    let said = words(doc, problem, 0);
    let first = if said.is_empty() { rule(problem.rule).map_or("", |r| r.title()) } else { said.as_str() };
    let (left, wide) = (rect.left() + 26.0, rect.width() - 38.0);
    let galley = elided(ui, first, FontId::proportional(14.0), p.text, wide);
    ui.painter().galley(pos2(left, rect.top() + 3.0), galley, p.text);
    let galley = elided(ui, &problem.sentence, FontId::proportional(12.0), p.quiet, wide);
    ui.painter().galley(pos2(left, rect.top() + 22.0), galley, p.quiet);
    let name = if said.is_empty() { problem.sentence.to_string() } else { format!("{}: {said}", problem.sentence) };
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.strong(&*problem.sentence);
        ui.label(&said);
    });
    if response.clicked() {
        // A click on the one in hand goes to the next of its places.
        let now = session.problems().chosen().filter(|_| chosen).map(|(_, place)| place + 1);
        let place = now.filter(|n| *n < problem.places.len()).unwrap_or(0);
        act(actions, ProblemAction::Go(problem.silence(), place));
    }
}

fn silenced_heading(ui: &mut Ui, problems: &Problems, count: usize, p: &Palette, actions: &mut Vec<Action>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let shown = problems.show_silenced();
    let title = format!("{} {count} silenced", if shown { "Hide" } else { "Show" });
    let color = if response.hovered() { p.text } else { p.quiet };
    let galley = elided(ui, &title, FontId::proportional(13.0), color, rect.width() - 24.0);
    ui.painter().galley(pos2(rect.left() + 12.0, rect.center().y - galley.rect.height() / 2.0), galley, color);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &title));
    if response.clicked() {
        act(actions, ProblemAction::ShowSilenced(!shown));
    }
}

fn quiet_row(
    ui: &mut Ui,
    session: &Session,
    doc: &Doc,
    problem: &Problem,
    reason: &str,
    p: &Palette,
    actions: &mut Vec<Action>,
) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let wide = rect.width() - 136.0;
    let title = rule(problem.rule).map_or("", |r| r.title());
    let said = words(doc, problem, 0);
    let galley = elided(ui, if said.is_empty() { title } else { &said }, FontId::proportional(14.0), p.quiet, wide);
    ui.painter().galley(pos2(rect.left() + 26.0, rect.top() + 3.0), galley, p.quiet);
    let galley = elided(ui, reason, FontId::proportional(12.0), p.quiet, wide);
    ui.painter().galley(pos2(rect.left() + 26.0, rect.top() + 22.0), galley, p.quiet);
    let corner = pos2(rect.right() - 104.0, rect.top() + 8.0);
    let place = Rect::from_min_max(corner, pos2(rect.right() - 10.0, rect.bottom() - 8.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)));
    let back = child.add_enabled(session.can_mark(), Button::new("Show again"));
    back.widget_info(|| WidgetInfo::labeled(Role::Button, session.can_mark(), format!("Show again: {said}, {reason}")));
    if back.on_hover_text(format!("{title}. Silenced because: {reason}")).clicked() {
        act(actions, ProblemAction::Unsilence(problem.silence()));
    }
}

/// The problem in hand: what is so, what to do.
fn details(
    ui: &mut Ui,
    session: &Session,
    doc: &Doc,
    problem: &Problem,
    place: usize,
    p: &Palette,
    actions: &mut Vec<Action>,
) {
    let Some(rule) = rule(problem.rule) else { return };
    Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(RichText::new(rule.title()).family(theme::bold()));
        ui.label(&*problem.sentence);
        ui.label(RichText::new(rule.explanation()).size(12.5).color(p.quiet));
        if problem.places.len() > 1 {
            ui.weak(format!("Place {} of {}: click again or press F8 for the next", place + 1, problem.places.len()));
        }
        ui.horizontal_wrapped(|ui| {
            let can = session.can_mark();
            if let Some(fix) = &problem.fix {
                let button = ui.add_enabled(can, Button::new(fix.title(problem)));
                if button.on_hover_text("Ctrl+. does the same").clicked() {
                    act(actions, ProblemAction::Fix(problem.silence()));
                }
            }
            if problem.places.is_empty()
                && doc.set().lost().next().is_some()
                && ui.button("Settle it on the Marks page").clicked()
            {
                actions.push(Action::Panel(crate::session::Panel::Marks));
            }
            if ui.add_enabled(can, Button::new("Silence…")).on_hover_text("Ctrl+F8 does the same").clicked() {
                act(actions, ProblemAction::AskSilence(problem.silence()));
            }
        });
    });
}

/// The articles of the project that have problems.
fn project(ui: &mut Ui, session: &Session, p: &Palette, actions: &mut Vec<Action>) {
    let survey = session.problems().survey();
    let articles = survey.articles();
    let total: usize = articles.iter().map(|(_, count)| count).sum();
    Frame::new().inner_margin(Margin { left: 12, right: 10, top: 0, bottom: 8 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        if let Some((done, all)) = survey.progress() {
            ui.colored_label(p.quiet, format!("Looking: {done} of {}…", counted(all, "article", "articles")));
        } else if !session.articles().complete() {
            ui.colored_label(p.quiet, "The project is still being read…");
        }
        if total > 0 {
            let problems = counted(total, "problem", "problems");
            ui.label(format!("{problems} in {}", counted(articles.len(), "article", "articles")));
        } else if survey.progress().is_none() && session.articles().complete() {
            ui.colored_label(p.quiet, "No problems found in the articles you have begun");
        }
    });
    ScrollArea::vertical().auto_shrink(false).id_salt("problem-articles").show_rows(
        ui,
        ROW,
        articles.len(),
        |ui, range| {
            for (key, count) in articles.get(range).unwrap_or_default() {
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
                let chosen = session.current() == Some(key);
                if chosen || response.hovered() {
                    ui.painter().rect_filled(rect, CornerRadius::ZERO, if chosen { p.chosen } else { p.hover });
                }
                let title = session.articles().get(key).map_or(key.file_name(), |e| e.title()).to_owned();
                let number = elided(ui, &count.to_string(), FontId::new(14.0, theme::bold()), p.warning, 50.0);
                let (long, high) = (number.rect.width(), number.rect.height());
                ui.painter().galley(pos2(rect.right() - 14.0 - long, rect.center().y - high / 2.0), number, p.warning);
                let wide = rect.width() - 40.0 - long;
                let galley = elided(ui, &title, FontId::proportional(14.0), p.text, wide);
                ui.painter().galley(pos2(rect.left() + 12.0, rect.top() + 3.0), galley, p.text);
                let kinds: Vec<String> = by_rule(&survey.of(key)).collect();
                let galley = elided(ui, &kinds.join(" · "), FontId::proportional(12.0), p.quiet, wide);
                ui.painter().galley(pos2(rect.left() + 12.0, rect.top() + 22.0), galley, p.quiet);
                let name = format!("{title}: {}", counted(*count, "problem", "problems"));
                response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
                let response = response.on_hover_ui(|ui| {
                    ui.strong(&title);
                    for kind in &kinds {
                        ui.label(kind);
                    }
                });
                if response.clicked() {
                    actions.push(Action::OpenArticle(key.clone()));
                    act(actions, ProblemAction::Whole(false));
                }
            }
        },
    );
}

/// `2 × claims without a source`, in the order of the rules.
fn by_rule(counts: &[(&'static str, usize)]) -> impl Iterator<Item = String> {
    RULES.iter().filter_map(|r| {
        let (_, count) = counts.iter().find(|(id, _)| *id == r.id())?;
        Some(format!("{} {count}", r.title()))
    })
}

/// The dialog that asks why a problem is none.
#[derive(Default)]
pub(super) struct Silencing {
    open: bool,
    reason: String,
}

impl Silencing {
    pub(super) fn closed(&mut self) {
        *self = Silencing::default();
    }

    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let problems = session.problems();
        let (Some((problem, place)), Some(doc)) = (problems.chosen(), session.doc()) else {
            return actions.push(Action::Overlay(Overlay::None));
        };
        let p = Palette::of(ui.visuals());
        let modal = super::modal(ui, "dialog-silence").show(ui, |ui| {
            ui.set_width(460.0);
            ui.heading("Why is this no problem?");
            ui.label(&*problem.sentence);
            let said = words(doc, problem, place);
            if !said.is_empty() {
                ui.colored_label(p.quiet, format!("“{said}”"));
            }
            ui.add_space(6.0);
            let field = ui.add(
                TextEdit::singleline(&mut self.reason)
                    .id(Id::unique("silence-reason"))
                    .hint_text("The text of a sign, not something said")
                    .desired_width(f32::INFINITY)
                    .margin(Margin::symmetric(8, 6)),
            );
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Reason"));
            if !self.open {
                field.request_focus();
                self.open = true;
            }
            let mut given = None;
            if !problems.reasons().is_empty() {
                ui.add_space(4.0);
                ui.weak("Given before:");
                ui.horizontal_wrapped(|ui| {
                    for reason in problems.reasons() {
                        if ui.button(one_line(reason, 50)).clicked() {
                            given = Some(reason.to_string());
                        }
                    }
                });
            }
            ui.add_space(4.0);
            ui.colored_label(p.quiet, "It is kept with your marks; undo or “Show again” brings the problem back");
            let ready = Problems::is_reason(&self.reason);
            let enter = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            ui.add_space(6.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add_enabled(ready, Button::new("Silence")).clicked() || enter && ready {
                    given = Some(self.reason.clone());
                }
                if ui.button("Cancel").clicked() {
                    actions.push(Action::Overlay(Overlay::None));
                }
            });
            if let Some(reason) = given {
                act(actions, ProblemAction::Silence(problem.silence(), reason));
            } else if enter {
                field.request_focus();
            }
        });
        if modal.should_close() {
            actions.push(Action::Overlay(Overlay::None));
        }
    }
}
