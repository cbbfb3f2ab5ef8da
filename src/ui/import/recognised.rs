//! What was recognised: documents, marks, who made them, what cannot be taken in, and the first document with its marks.

use crate::{
    formats::{Doc, Rejected},
    session::{Action, Seen, Session},
    text::counted,
    ui::{
        export::title,
        theme::{self, Palette, Strength},
    },
};
use egui::{
    CollapsingHeader, FontId, Frame, Margin, ProgressBar, RichText, Ui,
    text::{LayoutJob, TextFormat},
};

/// So many bytes of the first document are shown at most.
const SHOWN: usize = 1500;

pub(super) fn show(ui: &mut Ui, session: &Session, seen: &Seen, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    title(ui, "What was recognised");
    if let Some(n) = session.importing().reading() {
        ui.add(ProgressBar::new(0.0).text(format!("Reading: {}", counted(n, "document"))));
    }
    for trouble in &seen.troubles {
        ui.colored_label(p.warning, trouble.to_string());
    }
    if seen.format.is_none() {
        ui.label("It looks like no format that is known here. Choose one on the left to try it all the same");
        if let Some(source) = session.importing().source()
            && ui.button("Open it as a project instead").clicked()
        {
            actions.push(Action::OpenProject(source.to_owned()));
        }
        return;
    }
    counts(ui, session, seen);
    let preview = &seen.preview;
    if let Some(broken) = &preview.broken {
        ui.colored_label(p.error, format!("Reading could not go on: {broken}. What was read before can be taken in"));
    }
    if preview.guessed > 0 {
        let docs = counted(preview.guessed, "document");
        ui.colored_label(p.warning, format!("{docs} without a text of their own: blanks between tokens are guessed"));
    }
    rejected(ui, "would not be taken in", &preview.rejected, preview.rejected_count);
    rejected(ui, "would be taken in otherwise than it stands there", &preview.remarks, preview.remark_count);
    if preview.docs == 0 && preview.broken.is_none() {
        ui.label("There is no document in it. Perhaps it is of another format");
    }
    if let Some(doc) = &preview.first {
        first(ui, seen, doc);
    }
}

fn counts(ui: &mut Ui, session: &Session, seen: &Seen) {
    let p = Palette::of(ui.visuals());
    let preview = &seen.preview;
    let marks: usize = preview.by_label.values().sum();
    let all = [counted(preview.docs, "document"), counted(marks, "mark"), counted(preview.links, "link")];
    ui.label(RichText::new(all.join(", ")).strong());
    if session.project().is_some() {
        let new = preview.docs - preview.known.min(preview.docs);
        let text =
            format!("{} on articles that are there already, {new} on new ones", counted(preview.known, "document"));
        ui.label(text);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        for (name, n) in &preview.by_label {
            ui.colored_label(color(seen, name, p), format!("{name} {n}"));
        }
    });
    let people = preview.annotators.iter().map(|(name, n)| {
        let who = if name.is_empty() { "nobody named" } else { name };
        format!("{who} ({})", counted(*n, "document"))
    });
    let people: Vec<String> = people.collect();
    if !people.is_empty() {
        ui.colored_label(p.quiet, format!("Made by {}", people.join(", ")));
    }
    if preview.machine > 0 {
        ui.colored_label(p.quiet, format!("{} with predictions of a machine", counted(preview.machine, "document")));
    }
    let nameless = preview.annotators.get("").copied().unwrap_or_default();
    if nameless > 0 && preview.annotators.len() > 1 && session.importing().annotator().trim().is_empty() {
        let docs = counted(nameless, "document");
        ui.colored_label(p.warning, format!("{docs} naming nobody: left out unless you say whose they are"));
    }
}

/// A label's colour: the project's, or the one that it would get.
fn color(seen: &Seen, name: &str, p: &Palette) -> egui::Color32 {
    let there = seen.labels.get(name);
    theme::look(there.or_else(|| seen.preview.wanting.as_ref()?.get(name)), p).0
}

/// What cannot be taken in as it stands, with its places.
pub(super) fn rejected(ui: &mut Ui, what: &str, all: &[Rejected], count: usize) {
    if count == 0 {
        return;
    }
    let p = Palette::of(ui.visuals());
    let sentence = RichText::new(format!("{} {what}", counted(count, "record"))).color(p.warning);
    CollapsingHeader::new(sentence).id_salt(("import-rejected", what)).show(ui, |ui| {
        for rejected in all {
            ui.label(RichText::new(format!("{}: {}", rejected.place, rejected.why)).size(12.5));
        }
        if count > all.len() {
            ui.weak(format!("and {} more", count - all.len()));
        }
    });
}

/// The beginning of the first document, with its marks as they would be.
fn first(ui: &mut Ui, seen: &Seen, doc: &Doc) {
    let p = Palette::of(ui.visuals());
    title(ui, "The first document");
    let name = doc.about.metadata.title.as_deref().unwrap_or(&doc.id);
    if !name.is_empty() {
        ui.colored_label(p.quiet, name);
    }
    let text = doc.text.as_str();
    let end = text.floor_char_boundary(SHOWN.min(text.len()));
    let font = FontId::proportional(13.5);
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width() - 20.0;
    let plain = TextFormat::simple(font, p.text);
    let mut at = 0;
    // Of marks that overlap the first is shown.
    for mark in &doc.marks {
        let (start, stop) = (mark.span.start().0, mark.span.end().0.min(end));
        if start < at || start >= stop {
            continue;
        }
        let color = color(seen, &mark.label, p);
        let mut marked = plain.clone();
        marked.background = p.fill(color, Strength::Chosen);
        marked.underline = egui::Stroke::new(1.5, color);
        job.append(text.get(at..start).unwrap_or_default(), 0.0, plain.clone());
        job.append(text.get(start..stop).unwrap_or_default(), 0.0, marked);
        at = stop;
    }
    job.append(text.get(at..end).unwrap_or_default(), 0.0, plain.clone());
    if end < text.len() {
        job.append("…", 0.0, plain);
    }
    Frame::new().fill(p.page).corner_radius(4).inner_margin(Margin::symmetric(10, 8)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.label(job);
    });
}
