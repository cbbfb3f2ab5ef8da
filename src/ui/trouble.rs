//! What is shown where an article, or its marks, cannot be: what is so, what was kept, what to do.

use super::{counted, review, theme::Palette};
use crate::{
    model::State,
    session::{Action, Choice, Doc, SaveState, Session, SetTrouble},
};
use egui::{Align, Button, Color32, Frame, Label, Layout, Margin, RichText, Stroke, Ui};

/// In place of the page.
pub(super) fn instead(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.28);
        ui.set_max_width(520.0);
        if let Some(trouble) = session.failed() {
            ui.heading("This article cannot be opened");
            ui.add_space(6.0);
            ui.colored_label(p.error, &trouble.what);
            ui.weak(trouble.path.display().to_string());
            ui.add_space(8.0);
            ui.label("Nothing was changed. Mend the file in another program; it opens here as soon as it can be read.");
        } else if session.articles().is_empty() {
            ui.heading("No articles here");
            ui.add_space(6.0);
            ui.label("A project is a folder of .txt files, in folders of any depth. Put some into this one, or open another.");
            ui.add_space(10.0);
            if ui.button("Open folder…").clicked() {
                actions.push(Action::Run("open-folder"));
            }
        } else if session.annotator().is_none() {
            ui.heading("Who annotates?");
            ui.add_space(6.0);
            ui.label("Say your name first, so that your marks are kept apart from others’.");
            ui.add_space(10.0);
            if ui.button("Say your name…").clicked() {
                actions.push(Action::Run("annotator"));
            }
        } else if session.current().is_some() {
            ui.weak("Reading the article…");
        } else {
            ui.weak("Choose an article from the list");
        }
        for trouble in session.project().iter().flat_map(|p| &p.troubles).take(5) {
            ui.add_space(6.0);
            ui.colored_label(p.warning, trouble.to_string());
        }
    });
}

/// Above the page.
pub(super) fn banners(ui: &mut Ui, session: &Session, doc: &Doc, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    if let SaveState::Failed(sentence) = session.saving().state() {
        banner(ui, p.error, |ui| {
            ui.label(sentence);
        });
    }
    if let Some(trouble) = doc.trouble() {
        let (what, detail) = match trouble {
            SetTrouble::Broken(trouble) => {
                ("Your marks on this article cannot be read. The file was not touched.", trouble)
            }
            SetTrouble::Newer { trouble, .. } => {
                ("Your marks on this article were written by a newer Whosaid. They are left as they are.", trouble)
            }
        };
        banner(ui, p.error, |ui| {
            ui.label(RichText::new(what).strong());
            ui.label(detail.to_string());
            ui.horizontal_wrapped(|ui| {
                if matches!(trouble, SetTrouble::Broken(_)) {
                    let aside =
                        ui.button("Set the file aside").on_hover_text("It is renamed and kept; you begin afresh");
                    if aside.clicked() {
                        actions.push(Action::SetAside);
                    }
                    if doc.backups().is_empty() && ui.button("Look for backups").clicked() {
                        actions.push(Action::FindBackups);
                    }
                    for backup in doc.backups().iter().take(5) {
                        let marks = backup.marks.map(|n| counted(n, "mark", "marks")).unwrap_or_default();
                        if ui.button(format!("Restore {} ({marks})", backup.when)).clicked() {
                            actions.push(Action::Restore(backup.clone()));
                        }
                    }
                }
            });
        });
    }
    if let Some(conflict) = doc.conflict() {
        banner(ui, p.warning, |ui| {
            ui.label(RichText::new(&conflict.sentence).strong());
            ui.horizontal(|ui| {
                let both = conflict.theirs.is_some();
                let choices = [
                    (Choice::Merge, "Keep both", "All marks of both versions; where one mark was changed twice, yours"),
                    (Choice::Mine, "Keep mine", "The other version goes to the backups"),
                    (Choice::Theirs, "Take theirs", "Undo brings yours back"),
                ];
                if !both && ui.button("Look again").on_hover_text("Read the file once more").clicked() {
                    actions.push(Action::Run("refresh"));
                }
                for (choice, name, why) in choices {
                    let can = session.read_only().is_none() && (both || choice == Choice::Mine);
                    if ui.add_enabled(can, Button::new(name)).on_hover_text(why).clicked() {
                        actions.push(Action::Resolve(choice));
                    }
                }
            });
        });
    }
    if doc.set().state() == State::Skipped && doc.trouble().is_none() {
        banner(ui, p.quiet, |ui| {
            ui.horizontal(|ui| {
                let reason = &doc.set().remarks().skipped;
                let why = if reason.is_empty() { "Skipped".to_owned() } else { format!("Skipped: {reason}") };
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let back = Button::new("Take back");
                    if ui.add_enabled(session.can_mark(), back).on_hover_text("Mark this article after all").clicked() {
                        actions.push(Action::Run("unskip"));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(Label::new(RichText::new(why).strong()).truncate());
                    });
                });
            });
        });
    }
    let proposed = doc.proposed_noise().count();
    if proposed > 0 && session.can_mark() && doc.meta_trouble().is_none() && !review::is_on(session) {
        banner(ui, p.line, |ui| {
            ui.horizontal_wrapped(|ui| {
                let lines = counted(proposed, "line looks", "lines look");
                ui.label(format!("{lines} like page noise"))
                    .on_hover_text("Text of the page around the article. Nothing is left out until you say so");
                for (command, name, why) in [
                    ("next-proposal", "Show", "Go to the next of them; decide beside the line, or with h and H"),
                    ("accept-noise", "Leave out", "They are dimmed and left out of exports; one step to undo"),
                    ("refuse-noise", "Keep", "They are article text, and are not proposed again"),
                ] {
                    if ui.button(name).on_hover_text(why).clicked() {
                        actions.push(Action::Run(command));
                    }
                }
            });
        });
    }
    if let Some(trouble) = doc.meta_trouble() {
        banner(ui, p.warning, |ui| {
            ui.label(format!("This article’s details cannot be read, and are not written until they can: {trouble}"));
        });
    }
    if !doc.moved().is_empty() {
        let lost = doc.set().len() - doc.set().placed_len();
        let moved = counted(doc.moved().len(), "mark was", "marks were");
        let lost = if lost > 0 { format!(", {} to settle", counted(lost, "is", "are")) } else { String::new() };
        banner(ui, p.quiet, |ui| {
            ui.label(format!("The text changed since it was marked: {moved} found again at another place{lost}."));
        });
    }
    if session.read_only().is_some() && doc.trouble().is_none() {
        banner(ui, p.warning, |ui| {
            ui.label(session.read_only().unwrap_or_default());
        });
    }
}

/// A frame with a sentence and what to do.
pub(super) fn banner(ui: &mut Ui, color: Color32, add: impl FnOnce(&mut Ui)) {
    let p = Palette::of(ui.visuals());
    Frame::new()
        .fill(p.panel)
        .stroke(Stroke::new(1.0, color))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(12, 8))
        .outer_margin(Margin { left: 0, right: 12, top: 8, bottom: 0 })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            add(ui);
        });
}
