//! Every measure: its value, interval and what it rests on, or why it has none; and by label.

use super::{super::theme::Palette, act, open, status, title_beside, words};
use crate::{
    agreement::{Kind, MEASURES},
    session::{
        Action, AgreementAction, Session,
        agreeing::{Behind, Between, MeasureStep, Measured, Shown, Stage, What},
    },
};
use egui::{Button, Grid, RichText, Ui, WidgetInfo, accesskit::Role};

pub(super) fn show(ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
    let agreeing = session.agreeing();
    let missing = MEASURES.iter().any(|m| m.about().slow && agreeing.assessed(m.about().id).is_none());
    ui.horizontal(|ui| {
        title_beside(ui, "Measures");
        if missing && !agreeing.slow_stage().is_on() {
            let button = ui.add_enabled(!agreeing.stage().is_on(), Button::new("Measure γ… (takes a while)"));
            let tip = "γ and γ-cat align all marks of all annotators as well as can be; many marks take minutes";
            if button.on_hover_text(tip).clicked() {
                act(actions, AgreementAction::MeasureSlow);
            }
        }
    });
    if let Stage::On(step, stopped) = agreeing.slow_stage() {
        let share = if let MeasureStep::Measuring(done) = step { *done } else { 0.0 };
        ui.scope(|ui| {
            ui.set_max_width(520.0);
            status::progress(ui, share, "Measuring γ", *stopped, actions);
        });
    }
    ui.add_space(4.0);
    table(ui, session, measured, actions);
}

fn table(ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let labels = words_of_labels(session, measured);
    Grid::new("measures").num_columns(4 + labels.len()).spacing([14.0, 4.0]).striped(true).show(ui, |ui| {
        let headings = ["Measure", "Value", "95 % interval"].into_iter().chain(labels.iter().map(|l| &**l));
        for heading in headings.chain(["Rests on"]) {
            ui.colored_label(p.quiet, heading);
        }
        ui.end_row();
        for about in MEASURES.iter().map(|m| m.about()) {
            ui.label(about.title).on_hover_text(words::about(about));
            let assessed = session.agreeing().assessed(about.id);
            let value = assessed.and_then(|a| a.all.value.ok());
            let first = first(about.id);
            match value {
                Some(value) => {
                    if number(ui, value, &format!("{}: {}", about.title, words::short(value))) {
                        open(actions, Behind::new(Between::Everyone, What::All).first(first));
                    }
                }
                None => _ = ui.label("–"),
            }
            ui.label(words::interval(assessed.and_then(|a| a.ci95)));
            for label in &labels {
                let figure = assessed.and_then(|a| a.by_label.iter().find(|(l, _)| *l == *label));
                match figure.filter(|_| value.is_some()).map(|(_, figure)| figure) {
                    Some(Ok(value)) => {
                        let name = format!("{}, {label}: {}", about.title, words::short(*value));
                        if number(ui, *value, &name) {
                            open(actions, Behind::new(Between::Everyone, What::Label(label.clone())).first(first));
                        }
                    }
                    Some(Err(why)) => _ = ui.label("–").on_hover_text(words::sentence(&why.to_string())),
                    None => _ = ui.label(""),
                }
            }
            match assessed.map(|a| (a.all.value, a.all.n)) {
                Some((Ok(_), n)) => _ = ui.label(format!("{n} {}", about.counts)),
                Some((Err(why), _)) => _ = ui.colored_label(p.quiet, why.to_string()),
                None => _ = ui.colored_label(p.quiet, "not measured yet").on_hover_text("It takes a while"),
            }
            ui.end_row();
        }
    });
    ui.add_space(8.0);
    ui.colored_label(
        p.quiet,
        "1 is perfect agreement. Measures are not to be compared with one another: each asks something else.",
    );
}

/// The labels in use, in the order of the project's labels.
pub(super) fn words_of_labels(session: &Session, measured: &Measured) -> Vec<crate::model::LabelName> {
    let mut labels = measured.study.labels().to_vec();
    sort_labels(session, &mut labels);
    labels
}

/// Puts labels in the order of the project's; at the end those that it does not have.
pub(super) fn sort_labels(session: &Session, labels: &mut [crate::model::LabelName]) {
    let order: Vec<&str> = session.project().iter().flat_map(|p| p.labels.iter()).map(|l| &*l.name).collect();
    labels.sort_by_key(|label| (order.iter().position(|l| *l == &**label).unwrap_or(order.len()), label.clone()));
}

/// Which places say most of a measure.
fn first(id: &str) -> Shown {
    match id {
        "attribute_kappa" => Shown::Kind(Kind::Attributes),
        "link_f1" => Shown::Kind(Kind::Links),
        _ => Shown::Differ,
    }
}

/// A number to click.
pub(super) fn number(ui: &mut Ui, value: f64, name: &str) -> bool {
    let response = ui.add(Button::selectable(false, RichText::new(words::short(value)).strong()).small());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text("Click to list the places behind it").clicked()
}
