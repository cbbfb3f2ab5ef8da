//! What would be written: how much there is, what is left out, what formats lose, and what the first article looks like.

use super::{formats::lacks, preview, title};
use crate::{
    session::{Action, Scanned, Session, Which, dataset::Remark},
    text::counted,
    ui::theme::{self, Palette},
};
use egui::{CollapsingHeader, ProgressBar, RichText, Ui};

/// So many names are listed of what is left out.
const NAMES: usize = 100;

pub(super) fn show(ui: &mut Ui, session: &Session, chosen: &mut Option<&'static str>, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let exporting = session.exporting();
    title(ui, "What there is");
    if let Some((n, of)) = exporting.looked() {
        let share = if of == 0 { 0.0 } else { n as f32 / of as f32 };
        ui.add(ProgressBar::new(share).desired_height(4.0));
    }
    let scanned = match exporting.scanned() {
        None => {
            ui.colored_label(p.quiet, "Looking at the articles…");
            return;
        }
        Some(Err(trouble)) => {
            ui.colored_label(p.error, format!("{trouble}. Nothing is exported until it can be read"));
            return;
        }
        Some(Ok(scanned)) => scanned,
    };
    counts(ui, session, scanned);
    let conflicts = session.in_conflict();
    if conflicts > 0 {
        let what = counted(conflicts, "article");
        let text = format!("{what} with two versions that wait for your decision: the one on the disk is exported");
        ui.colored_label(p.warning, text);
    }
    for (n, remark) in scanned.scan.remarks(&scanned.request).iter().enumerate() {
        self::remark(ui, n, remark);
    }
    if scanned.scan.report.docs == 0 {
        if exporting.articles() != Which::All && ui.button("Take all articles").clicked() {
            super::act(actions, crate::session::ExportAction::Articles(Which::All));
        }
        return;
    }
    losses(ui, session, scanned);
    preview::show(ui, exporting, scanned, chosen);
}

fn counts(ui: &mut Ui, session: &Session, scanned: &Scanned) {
    let p = Palette::of(ui.visuals());
    let report = &scanned.scan.report;
    if report.docs == 0 {
        ui.label("Nothing to export: no article has annotations that are chosen");
        return;
    }
    ui.label(
        RichText::new(format!(
            "{} of {}, {}, {}",
            counted(report.docs, "document"),
            counted(scanned.scan.articles, "article"),
            counted(report.marks, "mark"),
            counted(report.links, "link")
        ))
        .strong(),
    );
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let labels = session.project().map(|p| &p.labels);
        for (name, n) in &report.by_label {
            let (color, _) = theme::look(labels.and_then(|l| l.get(name)), p);
            ui.colored_label(color, format!("{name} {n}"));
        }
    });
    let tangled = [
        (report.overlapping, "overlapping another one"),
        (report.nested, "inside another one"),
        (report.across_lines, "running over a line end"),
    ];
    let tangled: Vec<String> =
        tangled.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", counted(*n, "mark"))).collect();
    if !tangled.is_empty() {
        ui.colored_label(p.quiet, tangled.join("; "));
    }
    if let Some(plan) = &scanned.scan.splits {
        ui.label(plan.sentence());
    }
    if scanned.scan.annotators.len() > 1 && report.docs > scanned.scan.articles {
        ui.colored_label(p.quiet, "An article with the marks of several annotators is a document for each of them");
    }
}

fn remark(ui: &mut Ui, n: usize, remark: &Remark) {
    let p = Palette::of(ui.visuals());
    let sentence = RichText::new(&remark.sentence).color(p.warning);
    if remark.names.is_empty() {
        ui.label(sentence);
        return;
    }
    CollapsingHeader::new(sentence).id_salt(("export-remark", n)).show(ui, |ui| {
        for name in remark.names.iter().take(NAMES) {
            ui.label(RichText::new(name).size(12.5));
        }
        if remark.names.len() > NAMES {
            ui.weak(format!("and {} more", remark.names.len() - NAMES));
        }
    });
}

/// What each chosen format cannot hold, in sentences.
fn losses(ui: &mut Ui, session: &Session, scanned: &Scanned) {
    let p = Palette::of(ui.visuals());
    title(ui, "What is lost");
    let mut any = false;
    for about in session.exporting().chosen().map(|e| e.about()) {
        let report = scanned.scan.report.formats.iter().find(|r| r.id == about.id);
        let lost = report.map(|r| r.sentences()).unwrap_or_default();
        let lacks = lacks(&about.holds);
        any |= !lost.is_empty() || !lacks.is_empty();
        let no_place = format!("no place for {}", lacks.join(", "));
        match (lost.is_empty(), lacks.is_empty()) {
            (true, true) => {}
            (true, false) => _ = ui.colored_label(p.quiet, format!("{} has {no_place}", about.title)),
            (false, true) => {
                ui.colored_label(p.warning, format!("{} cannot hold: {}", about.title, lost.join("; ")));
            }
            (false, false) => {
                let sentence = format!("{} cannot hold: {}. It has {no_place}", about.title, lost.join("; "));
                ui.colored_label(p.warning, sentence);
            }
        }
    }
    if any {
        ui.colored_label(p.quiet, "It is listed in loss.jsonl and loss-parts.jsonl; our own JSON Lines hold all of it");
    } else {
        ui.colored_label(p.good, "Nothing: what is chosen holds all of it");
    }
}
