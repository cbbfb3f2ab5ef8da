//! The quiet line under the title: outlet, publication date, URL, event; each is edited where it stands.

use super::{PageInput, layout::Placed, model::Kind, model::PageModel};
use crate::{
    model::{Metadata, Published},
    session::{Action, Doc, Field},
    ui::theme::{Palette, Typeset},
};
use egui::{Align, Color32, FontSelection, Layout, Margin, TextEdit, Ui, UiBuilder, vec2};
use std::sync::Arc;

/// The line itself, with the space around it, in points.
const LINE: f32 = 44.0;

/// The fields of the line: which, its name, and the least room it is given, in points.
const FIELDS: [(Field, &str, f32); 4] = [
    (Field::Outlet, "Outlet", 90.0),
    (Field::Published, "Publication date", 150.0),
    (Field::Url, "URL", 70.0),
    (Field::Event, "Event", 90.0),
];
/// Between two fields, in points.
const GAP: f32 = 14.0;

/// Its height: more where the title does not stand in the text and is shown here.
pub fn height(ui: &Ui, doc: &Doc, model: &PageModel, width: f32, set: &Typeset) -> f32 {
    LINE + title(doc, model).map_or(0.0, |t| galley(ui, t, width, set).rect.height() + 6.0)
}

/// The title, where the text does not begin with it.
fn title<'a>(doc: &'a Doc, model: &PageModel) -> Option<&'a str> {
    let in_text = model.blocks().iter().take(50).any(|b| b.kind == Kind::Title);
    doc.metadata().title.as_deref().filter(|_| !in_text)
}

fn galley(ui: &Ui, title: &str, width: f32, set: &Typeset) -> Arc<egui::Galley> {
    ui.painter().layout(title.to_owned(), set.title(), Color32::PLACEHOLDER, width)
}

/// A field's value as text.
pub fn value(metadata: &Metadata, field: Field) -> String {
    let text = |v: &Option<Arc<str>>| v.as_deref().unwrap_or_default().to_owned();
    match field {
        Field::Title => text(&metadata.title),
        Field::Outlet => text(&metadata.outlet),
        Field::Url => text(&metadata.url),
        Field::Event => text(&metadata.event),
        Field::Language => text(&metadata.language),
        Field::Published => metadata.published.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

/// Shows the line where its block is on the screen.
pub fn show(
    ui: &mut Ui,
    input: &PageInput<'_>,
    placed: &[Placed],
    model: Option<&PageModel>,
    width: f32,
    actions: &mut Vec<Action>,
) {
    let Some(model) = model else { return };
    let is_details = |p: &&Placed| model.blocks().get(p.block).is_some_and(|b| b.kind == Kind::Details);
    let Some(block) = placed.iter().find(is_details) else { return };
    let mut top = block.at;
    if let Some(title) = title(input.doc, model) {
        let galley = galley(ui, title, width, &input.set);
        top.y += galley.rect.height() + 6.0;
        ui.painter().galley(block.at, galley, Palette::of(ui.visuals()).text);
    }
    let rect = egui::Rect::from_min_size(top, vec2(width, LINE - 16.0));
    let row = UiBuilder::new().id_salt("details").max_rect(rect).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(row, |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let values = FIELDS.map(|(field, ..)| value(input.doc.metadata(), field));
        let mut widths: Vec<f32> =
            FIELDS.iter().zip(&values).map(|((_, name, _), now)| wanted(ui, name, now)).collect();
        // Where they do not all fit, the longest give way first.
        let mut over = widths.iter().sum::<f32>() + GAP * (FIELDS.len() - 1) as f32 - rect.width();
        for at in [2, 3, 0] {
            if let (Some(wide), Some((_, _, least))) = (widths.get_mut(at), FIELDS.get(at)) {
                let give = over.min(*wide - least).max(0.0);
                *wide -= give;
                over -= give;
            }
        }
        for ((field, name, _), (now, wide)) in FIELDS.into_iter().zip(values.into_iter().zip(widths)) {
            if let Some(new) = edit(ui, input, field, name, &now, wide) {
                actions.push(Action::Metadata(vec![(field, new)]));
            }
        }
    });
}

fn font() -> egui::FontId {
    egui::FontId::proportional(13.5)
}

/// The room a field would like, in points.
fn wanted(ui: &Ui, name: &str, now: &str) -> f32 {
    let text = if now.is_empty() { name } else { now };
    ui.painter().layout_no_wrap(text.to_owned(), font(), Color32::PLACEHOLDER).rect.width() + 14.0
}

/// One field, looking like text until it is clicked. Answers with the new value once it is left; Esc leaves it as it was.
fn edit(ui: &mut Ui, input: &PageInput<'_>, field: Field, name: &str, now: &str, wide: f32) -> Option<String> {
    let palette = Palette::of(ui.visuals());
    let id = egui::Id::unique(("details", input.doc.key().as_str(), name));
    let draft: Option<String> = ui.data(|d| d.get_temp(id));
    let editing = draft.is_some() && ui.memory(|m| m.has_focus(id.with("edit")));
    let mut text = match (&draft, editing) {
        (Some(draft), true) => draft.clone(),
        _ => crate::ui::articles::elided(ui, now, font(), palette.quiet, wide - 4.0)
            .rows
            .first()
            .map(|r| r.text())
            .unwrap_or_default(),
    };
    let bad = editing && field == Field::Published && !text.trim().is_empty() && Published::parse(&text).is_err();
    let color = if bad { palette.error } else { palette.quiet };
    let can = input.can_mark && input.doc.meta_trouble().is_none();
    let response = ui.add_enabled(
        can,
        TextEdit::singleline(&mut text)
            .id(id.with("edit"))
            .font(FontSelection::FontId(font()))
            .text_color(color)
            .hint_text(name)
            .frame(egui::Frame::NONE)
            .margin(Margin::symmetric(2, 2))
            .clip_text(true)
            .desired_width(wide - 4.0),
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, can, name));
    let response = response.on_hover_ui(|ui| {
        ui.label(if now.is_empty() { name } else { now });
        ui.weak(match field {
            Field::Published => "Written as 2021-12-08 15:35 +07:00. Click to edit",
            _ => "Click to edit",
        });
    });
    if response.lost_focus() {
        ui.data_mut(|d| d.remove_temp::<String>(id));
        let cancelled = ui.input(|i| i.key_pressed(egui::Key::Escape));
        return (editing && !cancelled && text != now).then_some(text);
    }
    if response.has_focus() {
        // What is shown before the first frame of editing may be shortened; what is edited is the whole value.
        let draft = if editing { text } else { now.to_owned() };
        ui.data_mut(|d| d.insert_temp(id, draft));
    } else if draft.is_some() {
        ui.data_mut(|d| d.remove_temp::<String>(id));
    }
    None
}
