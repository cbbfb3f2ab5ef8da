//! Each annotator against gold: over all, and over time.

use super::{super::theme::Palette, measures::number, open, title, words, worst};
use crate::{
    model::ColorToken,
    session::{
        Action, Session,
        agreeing::{Against, Behind, Between, Measured, What},
    },
    text::counted,
};
use egui::{Grid, ScrollArea, Ui};
use egui_plot::{Corner, Legend, Line, MarkerShape, Plot, PlotPoints, Points, uniform_grid_spacer};

/// The plot's height, in points.
const PLOT: f32 = 190.0;

pub(super) fn show(ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let against = &measured.against;
    if against.is_empty() {
        ui.label("There is no gold to compare with");
        ui.colored_label(
            p.quiet,
            "Gold comes of a review: decide on articles in the Review workspace (Ctrl+2) and call them done, then measure again.",
        );
        return;
    }
    ui.label("F1 exact against gold: how many marks have the same label on exactly the same words.");
    ui.add_space(4.0);
    Grid::new("against").num_columns(4).spacing([18.0, 4.0]).show(ui, |ui| {
        for heading in ["Annotator", "F1 exact", "Rests on", "Articles"] {
            ui.colored_label(p.quiet, heading);
        }
        ui.end_row();
        for (n, one) in against.iter().enumerate() {
            let name = words::called(session, &one.name);
            ui.label(&name);
            match one.all.f1() {
                Some(value) => {
                    if number(ui, value, &format!("{name} and gold: {}", words::short(value))) {
                        open(actions, Behind::new(Between::Gold(n), What::All));
                    }
                }
                None => _ = ui.label("–"),
            }
            ui.label(counted(one.all.marks, "mark"));
            ui.label(one.all.articles.len().to_string());
            ui.end_row();
        }
    });
    let by_day = against.iter().all(|a| a.by_day);
    title(ui, if by_day { "Day by day" } else { "Article by article" });
    plot(ui, session, against, by_day);
    ui.add_space(6.0);
    points(ui, session, measured, actions);
}

/// A line for each annotator.
fn plot(ui: &mut Ui, session: &Session, against: &[Against], by_day: bool) {
    let p = Palette::of(ui.visuals());
    let start = against.iter().flat_map(|a| &a.points).filter_map(|point| point.day).min();
    let day = move |x: f64| start.and_then(|start| start.checked_add(jiff::Span::new().try_days(x as i64).ok()?).ok());
    let called = move |x: f64| match (by_day, x.fract() == 0.0 && x >= 0.0) {
        (_, false) => String::new(),
        (true, true) => day(x).map_or(String::new(), |day| day.to_string()),
        (false, true) => format!("{}", x + 1.0),
    };
    let plot = Plot::new("against-gold")
        .height(PLOT.min(ui.available_height() * 0.55))
        .include_y(0.0)
        .include_y(1.05)
        .legend(Legend::default().position(Corner::RightBottom))
        .y_grid_spacer(uniform_grid_spacer(|_| [1.0, 0.5, 0.1]))
        .allow_scroll(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_boxed_zoom(false)
        .show_crosshair(false)
        .x_axis_formatter(move |mark, _| called(mark.value))
        .y_axis_formatter(|mark, _| if mark.value > 1.001 { String::new() } else { format!("{:.1}", mark.value) });
    plot.show(ui, |plot| {
        let shapes: Vec<MarkerShape> = MarkerShape::all().collect();
        let looks = ColorToken::ALL.iter().zip(shapes.iter().cycle()).cycle();
        for (one, ((token, _), shape)) in against.iter().zip(looks) {
            let name = words::called(session, &one.name);
            let color = p.label(*token);
            let place = |(at, point): (usize, &crate::session::agreeing::Point)| {
                let days = start.zip(point.day).and_then(|(start, day)| day.since(start).ok());
                let x = if by_day { f64::from(days?.get_days()) } else { at as f64 };
                Some([x, point.f1()?])
            };
            let places: Vec<[f64; 2]> = one.points.iter().enumerate().filter_map(place).collect();
            plot.line(Line::new(name.clone(), PlotPoints::from(places.clone())).color(color).width(1.5));
            plot.points(Points::new(name, PlotPoints::from(places)).color(color).radius(4.0).shape(*shape));
        }
    });
}

/// The same points as rows to click.
fn points(ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
    let rows: usize = measured.against.iter().map(|a| a.points.len()).sum();
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("agreement-gold").auto_shrink(false);
    area.show_rows(ui, 30.0, rows, |ui, range| {
        for row in range {
            let Some((who, n)) = nth(&measured.against, row) else { continue };
            let Some(point) = measured.against.get(who).and_then(|a| a.points.get(n)) else { continue };
            let behind = Behind::new(Between::Gold(who), What::Point(n));
            let text = words::behind(session, measured, &behind);
            let value = point.f1().map_or("–".to_owned(), words::short);
            let about = format!("{} · {}", counted(point.articles.len(), "article"), counted(point.marks, "mark"));
            let name = format!("{text}: {value}, {}", counted(point.marks, "mark"));
            if worst::line(ui, Some((&value, point.f1().unwrap_or(0.0))), &text, &about, &name) {
                open(actions, behind);
            }
        }
    });
}

/// Whose point is in a row, and its number.
fn nth(against: &[Against], mut row: usize) -> Option<(usize, usize)> {
    for (who, one) in against.iter().enumerate() {
        if row < one.points.len() {
            return Some((who, row));
        }
        row -= one.points.len();
    }
    None
}
