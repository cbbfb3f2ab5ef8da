//! What labels are for, one key away: the guideline of the label in hand, what its marks can say, and examples from one's own.

use super::{markdown, page, theme, theme::Palette};
use crate::{
    model::{AnnotationId, ArticleKey, Attribute, AttributeKind, Label, LabelName, LinkRole},
    session::{Action, Session, command},
    text::{Quotation, one_line},
};
use egui::{
    Button, FontId, Frame, Margin, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo,
    accesskit::Role,
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};
use std::{collections::HashSet, sync::Arc};

/// Examples shown at most.
const EXAMPLES: usize = 8;

/// Which label is shown.
#[derive(Default)]
pub(super) struct State {
    shown: Option<LabelName>,
    /// What was in hand last: another one in hand is followed, a tab that was chosen since stays.
    followed: Option<LabelName>,
    examples: Examples,
}

/// Examples of a label, as of a state of the articles in memory.
#[derive(Default)]
struct Examples {
    of: Option<(LabelName, Option<ArticleKey>, u64, usize)>,
    all: Vec<Example>,
}

struct Example {
    article: ArticleKey,
    mark: AnnotationId,
    quotation: Quotation,
}

pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut State, actions: &mut Vec<Action>) {
    let Some(project) = session.project() else { return };
    let p = Palette::of(ui.visuals());
    let in_hand = session.doc().and_then(|d| d.selected()).map(|m| &m.label).or(session.armed());
    if in_hand != state.followed.as_ref() {
        state.followed = in_hand.cloned();
        state.shown = in_hand.cloned().or(state.shown.take());
    }
    let shown = state.shown.as_ref().and_then(|name| project.labels.get(name)).or(project.labels.iter().next());
    let Some(label) = shown else {
        Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
            ui.colored_label(p.quiet, "This project has no labels yet");
            edit(ui, session, actions);
        });
        return;
    };
    Frame::new().inner_margin(Margin { left: 12, right: 10, top: 10, bottom: 6 }).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            for other in project.labels.iter() {
                let chosen = other.name == label.name;
                let text = RichText::new(&*other.name).color(p.label(other.color));
                let response = ui.add(Button::selectable(chosen, if chosen { text.strong() } else { text }));
                response.widget_info(|| {
                    WidgetInfo::selected(Role::Tab, true, chosen, format!("Guideline of {}", other.name))
                });
                if response.clicked() {
                    state.shown = Some(other.name.clone());
                }
            }
            edit(ui, session, actions);
        });
    });
    ScrollArea::vertical().id_salt(("guide", &*label.name)).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 12 }).show(ui, |ui| {
            ui.set_width(ui.available_width());
            heading(ui, label, p);
            if label.guideline.trim().is_empty() {
                ui.colored_label(p.quiet, "Nobody wrote yet what this label is for");
            } else {
                markdown::show(ui, &label.guideline);
            }
            parts(ui, label, p);
            state.examples.look(session, label);
            examples(ui, session, label, &state.examples, p, actions);
        });
    });
}

fn edit(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let Some(command) = command("labels") else { return };
    let button = ui.add_enabled(command.is_enabled(session), Button::new(command.title));
    if button.on_hover_text(command.tooltip).clicked() {
        actions.push(Action::Run("labels"));
    }
}

fn heading(ui: &mut Ui, label: &Label, p: &Palette) {
    let color = p.label(label.color);
    ui.horizontal(|ui| {
        let name = ui.label(RichText::new(&*label.name).font(FontId::new(17.0, theme::bold())).color(color));
        let under = Rect::from_min_size(name.rect.left_bottom() - vec2(0.0, 1.0), vec2(name.rect.width(), 2.0));
        page::stroke(ui.painter(), under, label.line, color);
        if let Some(key) = label.key {
            ui.colored_label(p.quiet, format!("key {key}"));
        }
    });
    ui.add_space(4.0);
}

/// What marks of a label can say beside their place.
fn parts(ui: &mut Ui, label: &Label, p: &Palette) {
    let line = |ui: &mut Ui, name: &str, rest: String, hint: &str| {
        let mut job = LayoutJob { wrap: TextWrapping::wrap_at_width(ui.available_width()), ..LayoutJob::default() };
        let with = |color, bold: bool| TextFormat {
            font_id: if bold { FontId::new(14.0, theme::bold()) } else { FontId::proportional(14.0) },
            color,
            ..TextFormat::default()
        };
        job.append(name, 0.0, with(p.text, true));
        job.append(&rest, 0.0, with(p.quiet, false));
        if !hint.is_empty() {
            job.append(&format!(" {hint}"), 0.0, with(p.text, false));
        }
        ui.add(egui::Label::new(job).wrap());
    };
    if !label.attributes.is_empty() {
        title(ui, "Attributes", p);
        for attribute in &label.attributes {
            line(ui, &attribute.name, about_attribute(attribute), &attribute.hint);
        }
    }
    if !label.links.is_empty() {
        title(ui, "Links", p);
        for link in &label.links {
            line(ui, &link.name, about_link(link), &link.hint);
        }
    }
}

fn title(ui: &mut Ui, text: &str, p: &Palette) {
    ui.add_space(10.0);
    ui.colored_label(p.quiet, RichText::new(text).strong());
}

fn joined(words: &[Arc<str>], between: &str) -> String {
    words.iter().map(|w| &**w).collect::<Vec<_>>().join(between)
}

fn about_attribute(attribute: &Attribute) -> String {
    let kind = match &attribute.kind {
        AttributeKind::Text => "text".to_owned(),
        AttributeKind::Choice(values) => joined(values, ", "),
        AttributeKind::YesNo => "yes or no".to_owned(),
        AttributeKind::Date => "a date value".to_owned(),
        AttributeKind::Entity => "a name that mentions share".to_owned(),
    };
    let needed = if attribute.required { "; needed" } else { "" };
    let when = attribute.when.as_ref().map(|when| match when.values.as_slice() {
        [] => format!("; where {} is given", when.attribute),
        values => format!("; where {} is {}", when.attribute, joined(values, " or ")),
    });
    let default =
        if attribute.default.is_empty() { String::new() } else { format!("; at first {}", attribute.default) };
    format!(" {kind}{default}{needed}{}.", when.unwrap_or_default())
}

fn about_link(link: &LinkRole) -> String {
    let key = link.key.map(|key| format!(" key {key},")).unwrap_or_default();
    let to = if link.to.is_empty() { "any mark".to_owned() } else { joined(&link.to, " or ") };
    let many = if link.many { ", several" } else { "" };
    let needed = if link.required { "; needed" } else { "" };
    format!("{key} to {to}{many}{needed}.")
}

impl Examples {
    /// Different words first in the article in hand, then in the others in memory.
    fn look(&mut self, session: &Session, label: &Label) {
        let now = (label.name.clone(), session.current().cloned(), session.revision(), session.docs().count());
        if self.of.as_ref() == Some(&now) {
            return;
        }
        self.all.clear();
        let mut docs: Vec<_> = session.docs().collect();
        docs.sort_by_key(|d| (Some(d.key()) != session.current(), d.key()));
        let mut seen = HashSet::new();
        for doc in docs {
            for (span, mark) in doc.set().placed().filter(|(_, mark)| mark.label == label.name) {
                if self.all.len() == EXAMPLES {
                    break;
                }
                let words = span.of(doc.text());
                let end = words.floor_char_boundary(400);
                if seen.insert(words.get(..end).unwrap_or(words).to_lowercase()) {
                    let quotation = Quotation::of(doc.text(), span);
                    self.all.push(Example { article: doc.key().clone(), mark: mark.id.clone(), quotation });
                }
            }
        }
        self.of = Some(now);
    }
}

fn examples(
    ui: &mut Ui,
    session: &Session,
    label: &Label,
    examples: &Examples,
    p: &Palette,
    actions: &mut Vec<Action>,
) {
    title(ui, "Examples from your marks", p);
    if examples.all.is_empty() {
        ui.colored_label(p.quiet, "None in the articles that were opened");
    }
    let fill = p.fill(p.label(label.color), theme::Strength::Chosen);
    for example in &examples.all {
        let mut job = LayoutJob { wrap: TextWrapping::wrap_at_width(ui.available_width()), ..LayoutJob::default() };
        let with = |color, background| TextFormat {
            font_id: FontId::proportional(14.0),
            color,
            background,
            ..TextFormat::default()
        };
        let exact = one_line(&example.quotation.exact, 120);
        let none = egui::Color32::TRANSPARENT;
        job.append(&format!("…{}", around(&example.quotation.before)), 0.0, with(p.quiet, none));
        job.append(&exact, 0.0, with(p.text, fill));
        job.append(&format!("{}…", around(&example.quotation.after)), 0.0, with(p.quiet, none));
        let response = ui.add(egui::Label::new(job).wrap().sense(Sense::click()));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Example: {exact}")));
        let here = session.current() == Some(&example.article);
        let response = if here { response } else { response.on_hover_text(example.article.as_str()) };
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            actions.push(Action::OpenArticle(example.article.clone()));
            actions.push(Action::SelectMark(example.mark.clone()));
        }
    }
}

/// Line ends as blanks, so that an example stays in its lines.
fn around(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}
