//! The right side: the case in hand on top, all cases of the article below.

use super::super::theme::Palette;
use super::{State, decided, list, versions, words};
use crate::session::{Action, Session, review::NoDesk};
use egui::{Frame, Margin, ScrollArea, Ui};

/// So much of the height the case in hand takes at most.
const MOST: f32 = 0.64;

pub(super) fn show(state: &mut State, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    ui.spacing_mut().item_spacing.y = 0.0;
    let (desk, view) = match (session.desk(), &state.view) {
        (Ok(desk), Some(view)) => (desk, view),
        (why, _) => {
            Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
                let why = why.err().unwrap_or(NoDesk::Reading);
                ui.colored_label(p.quiet, words::no_desk(session, &why).0);
            });
            return;
        }
    };
    // While marks are edited, the one in hand has the room of the list.
    let editing = session.reviewing().is_editing();
    let most = ui.available_height() * if editing { 1.0 } else { MOST };
    if desk.cases.is_empty() {
        Frame::new().inner_margin(Margin::symmetric(12, 10)).show(ui, |ui| {
            let enter = session.keys().shown("done-next");
            ui.strong("Nobody marked anything here");
            ui.label(format!("{enter} records that nothing is there, and opens the next article"));
        });
        return;
    }
    let area = ScrollArea::vertical().id_salt("case").max_height(most).auto_shrink([false, true]);
    area.show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 8 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 5.0;
            ui.set_width(ui.available_width());
            if let Some((at, decision)) = session.case()
                && let Some(case) = desk.cases.get(at)
            {
                versions::heading(ui, session, desk, view, at);
                versions::show(ui, session, desk, view, case, decision.map(|d| &**d), actions);
                versions::buttons(ui, session, view, actions);
                decided::show(ui, session, (at, case), decision.map(|d| &**d), &mut state.note, actions);
                state.talk.show(ui, session, (at, case), actions);
            }
        });
    });
    if editing {
        return;
    }
    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), egui::Stroke::new(1.0, p.line));
    list::show(&mut state.list, ui, session, desk, view, actions);
}
