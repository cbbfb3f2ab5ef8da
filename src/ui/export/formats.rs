//! The list of formats: what each is for, its files, and what it would lose of what is chosen.

use super::act;
use crate::{
    formats::{About, EXPORTS, FormatReport, Holds},
    session::{Action, ExportAction, Exporting, Session},
    text::counted,
    ui::{choice::tick, theme::Palette},
};
use egui::{Frame, Margin, RichText, Ui};

pub(super) fn show(ui: &mut Ui, session: &Session, new: bool, actions: &mut Vec<Action>) {
    let exporting = session.exporting();
    ui.horizontal(|ui| {
        super::title_beside(ui, "Formats");
        let others = || EXPORTS.iter().map(|e| e.about().id).filter(|id| !Exporting::is_own(id));
        for (name, on) in [("All", true), ("None", false)] {
            let button =
                ui.add_enabled(others().any(|id| exporting.has_format(id) != on), egui::Button::new(name).small());
            let about = if on { "Choose every format" } else { "Choose none beside our own" };
            button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, about));
            if button.on_hover_text(about).clicked() {
                actions.extend(others().map(|id| Action::Export(ExportAction::Format(id, on))));
            }
        }
    });
    let reports = exporting.scanned().and_then(Result::ok).map_or(&[][..], |s| &s.scan.report.formats);
    let first = usize::from(EXPORTS.first().is_some_and(|e| Exporting::is_own(e.about().id)));
    for (n, about) in EXPORTS.iter().map(|e| e.about()).enumerate() {
        let report = reports.iter().find(|r| r.id == about.id);
        let response = row(ui, exporting, about, report, actions);
        if new && n == first {
            response.request_focus();
        }
    }
}

fn row(
    ui: &mut Ui,
    exporting: &Exporting,
    about: &'static About,
    report: Option<&FormatReport>,
    actions: &mut Vec<Action>,
) -> egui::Response {
    let p = Palette::of(ui.visuals());
    ui.add_space(4.0);
    let mut on = exporting.has_format(about.id);
    let own = Exporting::is_own(about.id);
    let response = tick(ui, !own, &mut on, RichText::new(about.title).strong());
    if response.changed() {
        act(actions, ExportAction::Format(about.id, on));
    }
    let response = response.on_disabled_hover_text("Written beside every other format: it holds everything");
    let indent = Margin { left: 22, ..Margin::ZERO };
    Frame::new().inner_margin(indent).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(RichText::new(about.purpose).size(12.5).color(p.quiet));
        ui.label(RichText::new(about.files).monospace().size(11.5).color(p.quiet));
        if let Some(report) = report {
            let color = if report.is_whole() { p.good } else { p.warning };
            let words = ui.label(RichText::new(in_short(report, &about.holds)).size(12.5).color(color));
            let mut all = report.sentences();
            all.extend(lacks(&about.holds).into_iter().map(|what| format!("It has no place for {what}")));
            if !all.is_empty() {
                words.on_hover_text(all.join("\n"));
            }
        }
    });
    response
}

/// What a format loses, in a few words.
fn in_short(report: &FormatReport, holds: &Holds) -> String {
    if report.is_whole() {
        let all = if lacks(holds).is_empty() { "Holds everything" } else { "Holds every mark" };
        return all.to_owned();
    }
    let marks = Some(report.lost_marks()).filter(|n| *n > 0).map(|n| counted(n, "mark"));
    let parts = report.parts.iter().map(|(kind, n)| counted(*n, kind));
    let docs = Some(report.docs).filter(|n| *n > 0).map(|n| format!("{} whole", counted(n, "article")));
    format!("Loses {}", marks.into_iter().chain(docs).chain(parts).collect::<Vec<_>>().join(", "))
}

/// What a format has no place for, beside marks and what they say.
pub(super) fn lacks(holds: &Holds) -> Vec<&'static str> {
    let all = [
        (holds.text, "the text to the letter"),
        (holds.metadata, "titles, outlets and the like"),
        (holds.ids, "the ids of marks"),
    ];
    all.into_iter().filter(|(held, _)| !held).map(|(_, what)| what).collect()
}
