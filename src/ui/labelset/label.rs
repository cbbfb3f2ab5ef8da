//! One label: its name, key, look and guideline; then its attributes and links.

use super::{Edit, attributes, field, formerly, links, wrong};
use crate::{
    model::{ColorToken, Draft, DraftLabel, Fault, LineStyle, Part},
    ui::{
        markdown, page,
        theme::{self, Palette, Strength},
    },
};
use egui::{
    Align2, Button, ComboBox, CornerRadius, FontId, Margin, Rect, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};

/// A line that cannot be told from its ground below this, by WCAG 2.1.
const LEAST: f64 = 3.0;

pub(super) fn show(ui: &mut Ui, edit: &mut Edit, fault: Option<&Fault>) {
    let at = edit.chosen;
    let p = Palette::of(ui.visuals());
    let keys: Vec<(u8, String)> = edit
        .draft
        .labels
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != at)
        .filter_map(|(_, l)| Some((l.key?, l.name.clone())))
        .collect();
    let alike = alike(&edit.draft, at);
    let Some(label) = edit.draft.labels.get_mut(at) else {
        ui.add_space(20.0);
        ui.colored_label(p.quiet, "No label yet. Add one on the left");
        return;
    };
    ui.spacing_mut().item_spacing.y = 6.0;
    ui.horizontal(|ui| {
        ui.label("Name");
        let response = field(ui, &mut label.name, "Name of the label", "Person, Place, …", 260.0);
        if std::mem::take(&mut edit.focus) {
            response.request_focus();
        }
        ui.add_space(8.0);
        ui.label("Key");
        key(ui, label, &keys);
    });
    wrong(ui, fault, at, Part::Name);
    wrong(ui, fault, at, Part::Key);
    formerly(ui, &mut label.formerly);
    look(ui, label, p);
    if let Some(other) = alike {
        ui.colored_label(p.warning, format!("{other} has the same colour and line: the two cannot be told apart"));
    }
    sample(ui, label);
    ui.add_space(4.0);
    guideline(ui, label, &mut edit.preview);
    attributes::show(ui, &mut edit.draft, at, fault, &mut edit.asking, &mut edit.added);
    links::show(ui, &mut edit.draft, at, fault, &mut edit.asking, &mut edit.added);
}

/// Another label with the same colour and line.
fn alike(draft: &Draft, at: usize) -> Option<String> {
    let label = draft.labels.get(at)?;
    let mut others = draft.labels.iter().enumerate().filter(|(other, _)| *other != at);
    let same = others.find(|(_, l)| (l.color, l.line) == (label.color, label.line))?;
    Some(same.1.name.clone())
}

fn key(ui: &mut Ui, label: &mut DraftLabel, taken: &[(u8, String)]) {
    let shown = label.key.map_or("none".to_owned(), |k| k.to_string());
    let response = ComboBox::from_id_salt("label-key").selected_text(shown.clone()).width(60.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut label.key, None, "none");
        for key in 1..=9 {
            let of = taken.iter().find(|(k, _)| *k == key).map(|(_, name)| name);
            let text = of.map_or(key.to_string(), |name| format!("{key}  ({name})"));
            ui.selectable_value(&mut label.key, Some(key), text);
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Key of the label: {shown}")));
}

/// Colours and lines to choose from.
fn look(ui: &mut Ui, label: &mut DraftLabel, p: &Palette) {
    ui.horizontal(|ui| {
        ui.label("Colour");
        for (token, name) in ColorToken::ALL {
            let chosen = label.color == token;
            let (rect, response) = ui.allocate_exact_size(vec2(28.0, 24.0), Sense::click());
            ui.painter().rect_filled(rect.shrink(3.0), CornerRadius::same(4), p.label(token));
            ring(ui, rect, chosen, response.has_focus() || response.hovered(), p);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, format!("Colour {name}")));
            if response.on_hover_text(name).clicked() {
                label.color = token;
            }
        }
    });
    ui.horizontal(|ui| {
        ui.label("Line");
        ui.add_space(14.0);
        for (style, name) in LineStyle::ALL {
            let chosen = label.line == style;
            let (rect, response) = ui.allocate_exact_size(vec2(52.0, 24.0), Sense::click());
            let line = Rect::from_center_size(rect.center(), vec2(40.0, 2.4));
            page::stroke(ui.painter(), line, style, p.label(label.color));
            if style == LineStyle::Bracketed {
                brackets(ui, line, p.label(label.color));
            }
            ring(ui, rect, chosen, response.has_focus() || response.hovered(), p);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, format!("Line {name}")));
            if response.on_hover_text(name).clicked() {
                label.line = style;
            }
        }
    });
}

fn brackets(ui: &Ui, line: Rect, color: egui::Color32) {
    for x in [line.left(), line.right() - 1.6] {
        let end = Rect::from_min_max(pos2(x, line.top() - 3.0), pos2(x + 1.6, line.bottom()));
        ui.painter().rect_filled(end, 0.0, color);
    }
}

fn ring(ui: &Ui, rect: Rect, chosen: bool, near: bool, p: &Palette) {
    let stroke = match (chosen, near) {
        (true, _) => Stroke::new(2.0, p.accent),
        (false, true) => Stroke::new(1.0, p.quiet),
        (false, false) => return,
    };
    ui.painter().rect_stroke(rect, CornerRadius::same(5), stroke, StrokeKind::Inside);
}

/// A mark of this label on the page, light and dark, and how well its line can be told from the page.
fn sample(ui: &mut Ui, label: &DraftLabel) {
    let mut low = None;
    ui.horizontal(|ui| {
        for (p, theme) in Palette::both().into_iter().zip(["light", "dark"]) {
            let color = p.label(label.color);
            let fill = p.page.blend(p.fill(color, Strength::Faint));
            let ratio = theme::contrast(color, p.page).min(theme::contrast(color, fill));
            if ratio < LEAST {
                low = Some(theme);
            }
            let (rect, response) = ui.allocate_exact_size(vec2(250.0, 44.0), Sense::hover());
            ui.painter().rect(rect, CornerRadius::same(5), p.page, Stroke::new(1.0, p.line), StrokeKind::Inside);
            let font = FontId::proportional(16.0);
            let mark = ui.painter().layout_no_wrap("Ms Adams".to_owned(), font.clone(), p.text);
            let at = rect.min + vec2(12.0, 9.0);
            let area = Rect::from_min_size(at, mark.rect.size());
            ui.painter().rect_filled(area.expand2(vec2(1.0, 0.0)), CornerRadius::same(3), fill);
            let line = Rect::from_min_size(pos2(area.left(), area.bottom() + 1.0), vec2(area.width(), 2.0));
            page::stroke(ui.painter(), line, label.line, color);
            if label.line == LineStyle::Bracketed {
                brackets(ui, line, color);
            }
            ui.painter().galley(at, mark, p.text);
            ui.painter().text(pos2(area.right() + 5.0, at.y), Align2::LEFT_TOP, "said so", font, p.text);
            let number = format!("{ratio:.1} : 1");
            let corner = rect.right_center() - vec2(10.0, 0.0);
            ui.painter().text(corner, Align2::RIGHT_CENTER, &number, FontId::proportional(12.0), p.quiet);
            let name = format!("A mark in the {theme} theme; contrast of its line {number}");
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
            response.on_hover_text(name);
        }
    });
    if let Some(theme) = low {
        let p = Palette::of(ui.visuals());
        ui.colored_label(
            p.error,
            format!("The line is hard to see in the {theme} theme: 3 : 1 is the least. Choose another colour"),
        );
    }
}

fn guideline(ui: &mut Ui, label: &mut DraftLabel, preview: &mut bool) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Guideline").strong());
        for (shows, name) in [(false, "Write"), (true, "Preview")] {
            if ui.add(Button::selectable(*preview == shows, name)).clicked() {
                *preview = shows;
            }
        }
        ui.weak("Markdown: # heading, **bold**, - list, `words`");
    });
    if *preview {
        egui::Frame::new().fill(Palette::of(ui.visuals()).page).inner_margin(Margin::same(10)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            markdown::show(ui, &label.guideline);
        });
    } else {
        let edit = TextEdit::multiline(&mut label.guideline)
            .hint_text("What is marked, what is left out, where it begins and ends")
            .desired_rows(6)
            .desired_width(f32::INFINITY);
        let response = ui.add(edit.margin(Margin::symmetric(6, 4)));
        response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Guideline"));
    }
}
