//! How far measuring is, what has changed since, and what was left out.

use super::{super::export::strip, super::theme::Palette, act, from_right};
use crate::{
    session::{
        Action, AgreementAction, Session,
        agreeing::{MeasureStep, Stage},
    },
    text::counted,
};
use egui::{Button, ProgressBar, RichText, Ui, WidgetInfo, accesskit::Role};

/// So much of the bar is for reading; the rest for measuring.
const READING: f32 = 0.5;
/// So many names are shown under the pointer.
const NAMES: usize = 12;

pub(super) fn show(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let agreeing = session.agreeing();
    match agreeing.stage() {
        Stage::Waiting => strip(ui, |ui| progress(ui, 0.0, "Marks go to the disk first", false, actions)),
        Stage::On(step, stopped) => strip(ui, |ui| {
            let (share, text) = match step {
                MeasureStep::Reading(_, 0) => (0.0, "Reading the work".to_owned()),
                MeasureStep::Reading(n, of) => {
                    (READING * *n as f32 / *of as f32, format!("Comparing {n} of {}", counted(*of, "article")))
                }
                MeasureStep::Measuring(done) => (READING + (1.0 - READING) * done, "Measuring".to_owned()),
            };
            progress(ui, share, &text, *stopped, actions);
        }),
        Stage::Failed(why) => strip(ui, |ui| {
            ui.colored_label(p.error, why);
        }),
        Stage::Idle if agreeing.measured().is_none() => strip(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label("Nothing is measured yet");
                if ui.button("Measure").clicked() {
                    act(actions, AgreementAction::Measure);
                }
            });
        }),
        Stage::Idle if session.is_measured_before() => strip(ui, |ui| {
            ui.colored_label(p.warning, "Work was changed since; measure again");
        }),
        Stage::Idle => {}
    }
    if let Some(measured) = agreeing.measured().filter(|m| !m.remarks.is_empty()) {
        ui.horizontal_wrapped(|ui| {
            for remark in &measured.remarks {
                let text = RichText::new(&remark.sentence).color(p.quiet).size(12.5);
                let response = ui.label(text);
                // Names that are hidden are not given away here.
                if !session.is_blind() && !remark.names.is_empty() {
                    response.on_hover_text(first(&remark.names));
                }
                ui.label(RichText::new("·").color(p.quiet));
            }
            let text = RichText::new("What is compared is chosen under Whose work").color(p.quiet).size(12.5);
            ui.label(text);
        });
    }
}

/// The first of many names.
fn first(names: &[String]) -> String {
    let mut text = names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join("\n");
    if names.len() > NAMES {
        text.push_str(&format!("\nand {} more", names.len() - NAMES));
    }
    text
}

/// A bar, with a button that stops it.
pub(super) fn progress(ui: &mut Ui, share: f32, text: &str, stopped: bool, actions: &mut Vec<Action>) {
    from_right(ui, |ui| {
        let stop = ui.add_enabled(!stopped, Button::new(if stopped { "Stopping…" } else { "Stop" }));
        stop.widget_info(|| WidgetInfo::labeled(Role::Button, !stopped, "Stop measuring"));
        if stop.on_hover_text("What was measured before stays").clicked() {
            act(actions, AgreementAction::Stop);
        }
        ui.add(ProgressBar::new(share).text(text).desired_width(ui.available_width()));
    });
}
