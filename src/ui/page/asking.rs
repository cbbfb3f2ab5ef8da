//! The question for the publication date, in a slim bar under the title: asked where an article has none and its dates need one.

use super::{PageInput, layout::Placed, model::Kind, model::PageModel};
use crate::{
    model::Published,
    session::{Action, PublishedAnswer, SuggestAction},
    ui::theme::Palette,
};
use egui::{
    Align, CornerRadius, Frame, Key, Label, Layout, Margin, Rect, RichText, Stroke, TextEdit, Ui, UiBuilder,
    WidgetInfo, accesskit::Role, pos2, vec2,
};

/// The bar, the same where the column is narrow and it has two rows, and the room under it, in points.
const BAR: (f32, f32) = (34.0, 62.0);
const UNDER: f32 = 12.0;
/// Columns narrower than this are, in points.
const NARROW: f32 = 500.0;

/// How much room it takes in a column so wide.
pub fn height(width: f32) -> f32 {
    UNDER + if width < NARROW { BAR.1 } else { BAR.0 }
}

/// A date in words: `7 December 2021`.
fn in_words(published: &Published) -> String {
    let day = published.date.strftime("%-d %B %Y");
    published.time.map_or_else(|| day.to_string(), |time| format!("{day}, {}", time.strftime("%H:%M")))
}

/// Shows the bar where the block under the title is on the screen.
pub fn show(
    ui: &mut Ui,
    input: &PageInput<'_>,
    placed: &[Placed],
    model: Option<&PageModel>,
    width: f32,
    actions: &mut Vec<Action>,
) {
    let (Some(model), Some(asked)) = (model, input.asked) else { return };
    let is_details = |p: &&Placed| model.blocks().get(p.block).is_some_and(|b| b.kind == Kind::Details);
    let Some(block) = placed.iter().find(is_details) else { return };
    let p = Palette::of(ui.visuals());
    let bottom = block.at.y + block.height;
    let high = height(width);
    let bar = Rect::from_min_size(pos2(block.at.x - 10.0, bottom - high - 4.0), vec2(width + 20.0, high - UNDER));
    ui.painter().rect(bar, CornerRadius::same(6), p.panel, Stroke::new(1.0, p.line), egui::StrokeKind::Inside);
    let id = egui::Id::unique(("published", input.doc.key().as_str()));
    let draft: Option<String> = ui.data(|d| d.get_temp(id));
    let inner = bar.shrink2(vec2(10.0, 4.0));
    let (words, buttons) = if width < NARROW { inner.split_top_bottom_at_fraction(0.5) } else { (inner, inner) };
    let row = UiBuilder::new().id_salt("published").max_rect(buttons).layout(Layout::right_to_left(Align::Center));
    let mut answer = |answer| actions.push(Action::Suggest(SuggestAction::AnswerPublished(answer)));
    ui.scope_builder(row, |ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        ui.set_clip_rect(ui.clip_rect().intersect(bar));
        let small = |text: &str| RichText::new(text).size(13.0);
        if let Some(mut text) = draft {
            let fits = Published::parse(text.trim()).is_ok();
            let cancel = ui.button("Cancel").clicked();
            let set = ui.add_enabled(fits, egui::Button::new("Set the date")).clicked();
            let color = if fits || text.trim().is_empty() { p.text } else { p.error };
            let field = TextEdit::singleline(&mut text)
                .id(id.with("field"))
                .hint_text("2021-12-08 15:35 +07:00")
                .text_color(color)
                .frame(
                    Frame::new().fill(p.field).stroke(Stroke::new(1.0, p.line)).inner_margin(Margin::symmetric(6, 2)),
                )
                .desired_width(190.0);
            let field = ui.add(field);
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Date of publication"));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new("Published on").truncate());
            });
            let left = field.lost_focus();
            let enter = left && ui.input(|i| i.key_pressed(Key::Enter));
            let escape = left && ui.input(|i| i.key_pressed(Key::Escape));
            if fits && (set || enter) {
                ui.data_mut(|d| d.remove_temp::<String>(id));
                return answer(PublishedAnswer::Other(text.trim().to_owned()));
            }
            if cancel || escape {
                ui.data_mut(|d| d.remove_temp::<String>(id));
                return;
            }
            if enter {
                field.request_focus();
            }
            ui.data_mut(|d| d.insert_temp(id, text));
            return;
        }
        if ui.button(small("Do not ask")).on_hover_text("Not asked again while the project is open").clicked() {
            answer(PublishedAnswer::No);
        }
        let other = if asked.date.is_some() { "Another date…" } else { "Set the date…" };
        if ui.button(small(other)).clicked() {
            ui.data_mut(|d| d.insert_temp(id, String::new()));
            ui.memory_mut(|m| m.request_focus(id.with("field")));
        }
        let yes =
            |ui: &mut Ui| ui.button(small("Yes")).on_hover_text("Dates such as “7/12” are then resolved against it");
        if asked.date.is_some() && yes(ui).clicked() {
            answer(PublishedAnswer::Yes);
        }
        let (question, from) = match &asked.date {
            Some(date) => (format!("Published on {}?", in_words(date)), format!("From “{}”", asked.from)),
            None => ("When was this published?".to_owned(), format!("For “{}”", asked.from)),
        };
        let rest = if width < NARROW { words } else { ui.available_rect_before_wrap() };
        let rest = UiBuilder::new().max_rect(rest).layout(Layout::left_to_right(Align::Center));
        ui.scope_builder(rest, |ui| {
            ui.label(RichText::new(&question).size(13.0));
            ui.add(Label::new(RichText::new(&from).size(12.5).color(p.quiet)).truncate());
        });
    });
}
