//! What became of suggestions, by source, in the article in hand or in all of them; and how much work a mark was.

use super::{State, sources::in_words};
use crate::{
    session::{Figures, Session, SourceRow},
    ui::{
        articles::elided,
        theme::{self, Palette},
    },
};
use egui::{Align2, CornerRadius, FontId, Rect, RichText, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

/// Height of a row, in points.
const ROW: f32 = 22.0;
/// The columns: their heads, what they mean, and how wide they are, in points.
const HEADS: [(&str, &str, f32); 4] = [
    ("proposed", "How many it proposed, those that are still open among them", 52.0),
    ("as is", "Accepted as they were", 40.0),
    ("mended", "Accepted, and changed before or afterwards", 54.0),
    ("rejected", "Rejected, or accepted and removed again", 56.0),
];

pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut State, rows: &[SourceRow], p: &Palette) {
    ui.add_space(10.0);
    ui.label(RichText::new("What became of them").family(theme::bold()));
    ui.horizontal(|ui| {
        for (whole, title) in [(false, "Here"), (true, "All articles")] {
            if ui.selectable_label(state.whole == whole, title).clicked() {
                state.whole = whole;
            }
        }
    });
    let of = |row: &SourceRow| if state.whole { row.whole } else { row.here };
    let rows: Vec<(&str, Figures)> =
        rows.iter().map(|r| (&*r.title, of(r))).filter(|(_, f)| *f != Figures::default()).collect();
    if rows.is_empty() {
        let place = if state.whole { "in your articles" } else { "in this article" };
        ui.colored_label(p.quiet, format!("Nothing was suggested {place} yet"));
    } else {
        ui.spacing_mut().item_spacing.y = 0.0;
        heads(ui, p);
        let mut all = Figures::default();
        for (title, of) in &rows {
            line(ui, title, *of, false, p);
            all.add(*of);
        }
        if rows.len() > 1 {
            line(ui, "All", all, true, p);
        }
    }
    let figures = session.suggestion_figures();
    ui.add_space(6.0);
    let number = |n: Option<f64>| n.map_or("–".to_owned(), |n| format!("{n:.2}"));
    let (here, whole) = (number(figures.actions_here), number(figures.actions_whole));
    ui.label(format!("Actions per mark: {here} here, {whole} over all"))
        .on_hover_text("How many things you did for each mark there is in the end; by hand alone it is one or more");
}

fn column(rect: Rect, n: usize) -> f32 {
    rect.right() - HEADS.iter().skip(n + 1).map(|(.., wide)| wide).sum::<f32>()
}

fn heads(ui: &mut Ui, p: &Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    for (n, (head, hint, _)) in HEADS.iter().enumerate() {
        let at = pos2(column(rect, n), rect.center().y);
        let place = ui.painter().text(at, Align2::RIGHT_CENTER, head, FontId::proportional(11.5), p.quiet);
        let response = ui.interact(place, ui.scope_id().with(("figures", n)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, *hint));
        response.on_hover_text(*hint);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, p.line));
}

fn line(ui: &mut Ui, title: &str, of: Figures, bold: bool, p: &Palette) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 0.0)), CornerRadius::same(3), p.hover);
    }
    let font = || if bold { FontId::new(13.0, theme::bold()) } else { FontId::proportional(13.0) };
    let name = elided(ui, title, font(), p.text, rect.width() - HEADS.iter().map(|(.., wide)| wide).sum::<f32>());
    ui.painter().galley(pos2(rect.left(), rect.center().y - name.rect.height() / 2.0), name, p.text);
    for (n, value) in [of.proposed, of.accepted, of.mended, of.rejected].into_iter().enumerate() {
        let color = if value == 0 { p.quiet } else { p.text };
        ui.painter().text(pos2(column(rect, n), rect.center().y), Align2::RIGHT_CENTER, value, font(), color);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, in_words(title, of)));
}
