//! The headline, the matrix of annotators, and the measures.

use super::{super::theme::Palette, State, matrix, measures, open, scrolled, title_beside, words};
use crate::{
    agreement::{Figure, MEASURES, Undefined},
    session::{
        Action, Session,
        agreeing::{Behind, Between, Measured, What},
    },
    text::counted,
};
use egui::{Button, ComboBox, FontId, RichText, Ui, WidgetInfo, accesskit::Role};

pub(super) fn show(state: &mut State, ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
    scrolled(ui, "agreement-overview", |ui| {
        headline(ui, measured, actions);
        if measured.pairs.is_empty() {
            return;
        }
        ui.add_space(14.0);
        let chosen = choose(state, ui, session);
        ui.add_space(4.0);
        annotators(ui, session, measured, chosen, actions);
        ui.add_space(8.0);
        measures::show(ui, session, measured, actions);
    });
}

/// The one number, and how to read it.
fn headline(ui: &mut Ui, measured: &Measured, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let Some(first) = measured.assessed.first() else { return };
    let value = match first.all.value {
        Ok(value) => value,
        Err(why) => {
            ui.label(RichText::new(words::sentence(&why.to_string())).size(16.0).strong());
            ui.label(advice(why));
            return;
        }
    };
    ui.horizontal(|ui| {
        let big = RichText::new(words::short(value)).font(FontId::new(32.0, super::super::theme::bold()));
        let button = ui.add(Button::selectable(false, big));
        let name = format!("{}: {}", first.about.title, words::short(value));
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if button.on_hover_text(words::about(first.about)).clicked() {
            open(actions, Behind::new(Between::Everyone, What::All));
        }
        ui.vertical(|ui| {
            ui.label(RichText::new(format!("{}, the mean of every two annotators", first.about.title)).strong());
            let interval = match first.ci95 {
                Some(_) => format!("95 % interval {}", words::interval(first.ci95)),
                None => "too few articles for an interval".to_owned(),
            };
            ui.colored_label(p.quiet, format!("{interval} · on {} {}", first.all.n, first.about.counts));
        });
    });
    let hundred = (value * 100.0).round();
    ui.add_space(4.0);
    ui.label(format!(
        "Of 100 marks of one annotator, about {hundred} are the same in another’s work: the same label on exactly the same words."
    ));
    if let Some((low, high)) = first.ci95 {
        let (low, high) = ((low * 100.0).round(), (high * 100.0).round());
        ui.label(format!("With other articles of this kind it would mostly be between {low} and {high}."));
    }
}

/// What to do where there is no number.
fn advice(why: Undefined) -> &'static str {
    match why {
        Undefined::FewerThanTwoAnnotators => {
            "Agreement is measured between people who are done with the same articles. Work in progress counts too where that is chosen under Whose work."
        }
        Undefined::NoSharedArticles => {
            "Let two people annotate the same articles and call them done; or let work in progress count too, under Whose work."
        }
        _ => "Measure again once there are marks.",
    }
}

/// Which measure the matrix shows.
fn choose(state: &mut State, ui: &mut Ui, session: &Session) -> &'static str {
    let first = MEASURES.first().map_or("", |m| m.about().id);
    let there = |id: &str| session.agreeing().assessed(id).is_some_and(|a| !a.by_pair.is_empty());
    let mut chosen = state.measure.filter(|id| there(id)).unwrap_or(first);
    ui.horizontal(|ui| {
        title_beside(ui, "Between annotators");
        let name = MEASURES.iter().map(|m| m.about()).find(|a| a.id == chosen).map_or("", |a| a.title);
        let combo = ComboBox::from_id_salt("agreement-measure").selected_text(name).width(220.0);
        let combo = combo.show_ui(ui, |ui| {
            for about in MEASURES.iter().map(|m| m.about()).filter(|a| there(a.id)) {
                ui.selectable_value(&mut chosen, about.id, about.title).on_hover_text(words::about(about));
            }
        });
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Measure of the matrix"));
    });
    state.measure = Some(chosen);
    chosen
}

fn annotators(ui: &mut Ui, session: &Session, measured: &Measured, id: &str, actions: &mut Vec<Action>) {
    let Some(assessed) = session.agreeing().assessed(id) else { return };
    let count = measured.study.annotators().len();
    let names: Vec<String> = (0..count).map(|who| words::name(session, measured, who)).collect();
    // Both lists are in the order of pairs.
    let between = |a: usize, b: usize| {
        let who = (a.min(b), a.max(b));
        let at = measured.pairs.binary_search_by_key(&who, |p| p.who).ok()?;
        let figure: Figure = assessed.by_pair.get(at).filter(|(pair, _)| *pair == who)?.1;
        Some((figure, measured.pairs.get(at)?.differ))
    };
    let cell = |row: usize, column: usize| {
        let (figure, differ) = between(row, column)?;
        let names = format!("{} and {}", names.get(row)?, names.get(column)?);
        let (text, share) = figure.map_or(("–".to_owned(), 0.0), |value| (words::short(value), value as f32));
        let value = figure.map_or_else(|why| why.to_string(), words::short);
        let name = format!("{names}: {value}, {}", counted(differ, "place"));
        let tip = format!("{names}: {value}\nThey differ in {}. Click to list them", counted(differ, "place"));
        Some(matrix::Cell { text, share, name, tip })
    };
    if let Some((a, b)) = matrix::show(ui, "", &names, &names, cell) {
        open(actions, Behind::new(Between::Pair(a.min(b), a.max(b)), What::All));
    }
}
