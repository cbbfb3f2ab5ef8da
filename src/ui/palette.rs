//! The command palette: a few letters of any command, label or article, and Enter.

use super::{theme::Palette, topbar};
use crate::{
    session::{Action, COMMANDS, LinkAction, Overlay, Place, Session},
    text::folded,
};
use egui::{Align, CornerRadius, FontId, Key, ScrollArea, Sense, TextEdit, Ui, pos2, vec2};

/// Rows shown at most.
const MOST: usize = 60;

/// What was typed, and which row is chosen.
#[derive(Default)]
pub(super) struct State {
    typed: String,
    chosen: usize,
    focused: bool,
}

struct Choice {
    title: String,
    about: String,
    keys: String,
    action: Action,
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let choices = choices(session, &self.typed);
        let (up, down, enter) =
            ui.input(|i| (i.key_pressed(Key::ArrowUp), i.key_pressed(Key::ArrowDown), i.key_pressed(Key::Enter)));
        let last = choices.len().saturating_sub(1);
        self.chosen = self.chosen.min(last);
        if down {
            self.chosen = (self.chosen + 1).min(last);
        }
        if up {
            self.chosen = self.chosen.saturating_sub(1);
        }
        let mut run = None;
        let modal = super::modal(ui, "palette").show(ui, |ui| {
            ui.set_width(560.0);
            let response = ui.add(
                TextEdit::singleline(&mut self.typed)
                    .hint_text("A command, a label or an article")
                    .desired_width(f32::INFINITY)
                    .margin(egui::Margin::symmetric(8, 6)),
            );
            response
                .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::SearchInput, true, "Search commands"));
            if !self.focused {
                response.request_focus();
                self.focused = true;
            }
            if response.changed() {
                self.chosen = 0;
            }
            ui.add_space(4.0);
            if choices.is_empty() {
                ui.weak("Nothing has all of these letters");
            }
            ScrollArea::vertical().max_height(380.0).min_scrolled_height(380.0).auto_shrink([false, true]).show(
                ui,
                |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (i, choice) in choices.iter().enumerate() {
                        if row(ui, choice, i == self.chosen, up || down) {
                            run = Some(i);
                        }
                    }
                },
            );
        });
        if enter {
            run = Some(self.chosen);
        }
        if let Some(choice) = run.and_then(|i| choices.into_iter().nth(i)) {
            actions.push(Action::Overlay(Overlay::None));
            actions.push(choice.action);
        } else if enter {
            self.focused = false; // nothing fits: the letters stay to be mended
        } else if modal.should_close() {
            actions.push(Action::Overlay(Overlay::None));
        }
    }
}

fn row(ui: &mut Ui, choice: &Choice, chosen: bool, follow: bool) -> bool {
    let p = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 42.0), Sense::click());
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), if chosen { p.chosen } else { p.hover });
    }
    let keys = ui.painter().layout_no_wrap(choice.keys.clone(), FontId::proportional(13.0), p.quiet);
    let room = rect.width() - keys.rect.width() - 30.0;
    let title = super::articles::elided(ui, &choice.title, FontId::proportional(14.0), p.text, room);
    let about = super::articles::elided(ui, &choice.about, FontId::proportional(12.0), p.quiet, room);
    ui.painter().galley(rect.min + vec2(8.0, 3.0), title, p.text);
    ui.painter().galley(rect.min + vec2(8.0, 22.0), about, p.quiet);
    let at = pos2(rect.right() - keys.rect.width() - 8.0, rect.center().y - keys.rect.height() / 2.0);
    ui.painter().galley(at, keys, p.quiet);
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::ListItem, true, chosen, &choice.title));
    if chosen && follow {
        ui.scroll_to_rect(rect, Some(Align::Center));
    }
    response.clicked()
}

/// What fits the letters typed: commands that can be run now, then labels, then articles.
fn choices(session: &Session, typed: &str) -> Vec<Choice> {
    let words: Vec<String> = typed.split_whitespace().map(folded).collect();
    let fits = |text: &str| {
        let text = folded(text);
        words.iter().all(|w| text.contains(w.as_str()))
    };
    let commands = COMMANDS.iter().filter(|c| c.is_enabled(session) && c.id != "palette").filter_map(|command| {
        let title = topbar::title(session, command)?;
        let keys = session.keys().all(command.id, " or ");
        (fits(&title) || fits(command.title) || fits(command.tooltip)).then(|| Choice {
            title,
            about: command.tooltip.to_owned(),
            keys,
            action: Action::Run(command.id),
        })
    });
    let unkeyed =
        session.project().into_iter().flat_map(|p| p.labels.iter()).filter(|l| l.key.is_none() && fits(&l.name));
    let unkeyed = unkeyed.filter(|_| session.place() == Place::Annotate);
    let labels = unkeyed.map(|label| Choice {
        title: label.name.to_string(),
        about: "Mark the selection with this label".to_owned(),
        keys: String::new(),
        action: Action::Label(label.name.clone()),
    });
    let roles = session.link_roles().into_iter().filter(|r| fits(&r.name) || fits("link"));
    let links = roles.map(|role| Choice {
        title: format!("Link {}", role.name),
        about: role.hint.to_string(),
        keys: role.key.map(String::from).unwrap_or_default(),
        action: Action::Link(LinkAction::Begin(role.name.clone())),
    });
    let list = session.articles();
    let articles = (0..list.shown_len())
        .filter(|_| !words.is_empty())
        .filter_map(|n| list.shown(n))
        .filter(|e| fits(e.title()) || fits(e.key.as_str()))
        .map(|e| Choice {
            title: e.title().to_owned(),
            about: format!("Open {}", e.key),
            keys: String::new(),
            action: Action::OpenArticle(e.key.clone()),
        });
    let mut all: Vec<Choice> = commands.collect();
    // Titles that begin as typed come first, then titles that hold it, then explanations.
    let first = words.first().cloned().unwrap_or_default();
    all.sort_by_key(|c| (!folded(&c.title).starts_with(&first), !fits(&c.title)));
    all.extend(links);
    all.extend(labels);
    all.extend(articles.take(MOST));
    all.truncate(MOST);
    all
}
