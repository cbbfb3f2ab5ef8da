//! The bottom bar: what the next keys do. While marks are edited by hand, the labels are there as in Annotate.

use super::super::{labelbar, page, theme::Palette};
use super::State;
use crate::session::{Action, Session};
use egui::{Label, RichText, Ui};

pub(in crate::ui) fn show(ui: &mut Ui, state: &State, session: &Session, actions: &mut Vec<Action>) {
    let reviewing = session.reviewing();
    if reviewing.is_editing() {
        labelbar::with_hint(ui, session, "Editing by hand: Enter when it is right", actions);
        return;
    }
    let p = Palette::of(ui.visuals());
    // While a field has the keys, none of them does what is said here.
    let typing = ui.memory(|m| m.focused()).is_some_and(|id| id != page::page_id());
    let hint = if typing { "Enter keeps · Esc leaves the field".to_owned() } else { hint(state, session) };
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        ui.add(Label::new(RichText::new(hint).color(p.quiet)).truncate());
    });
}

fn hint(state: &State, session: &Session) -> String {
    let k = |id: &str| session.keys().shown(id);
    if session.reviewing().asking().is_some() {
        let most = session.reasons().len().min(9);
        return format!("1–{most} give the reason · Enter gives none · Esc: not yet");
    }
    let then = format!("{} done, next article · {} all keys", k("done-next"), k("keys"));
    let Some(view) = state.view() else {
        return format!("{} next article · {} all keys", k("next-article"), k("keys"));
    };
    if view.places.is_empty() {
        return then;
    }
    if !session.can_mark() {
        return session.read_only().unwrap_or("Nothing can be decided now; see above the text").to_owned();
    }
    let walk = format!("{} {} next, previous", k("next-case"), k("previous-case"));
    if view.left.is_empty() {
        return format!("All decided · {walk} · {} reason · {} remark · {then}", k("case-reason"), k("case-note"));
    }
    let versions = match view.names.len() {
        0 | 1 => "1 accepts".to_owned(),
        many => format!("1–{} take a version", many.min(9)),
    };
    let accept = match view.acceptable {
        0 => String::new(),
        n => format!("{} accept {n} agreed · ", k("accept-agreed")),
    };
    format!(
        "{versions} · {} union · {} intersection · {} none of it · {} edit · {} later · {accept}{walk} · {then}",
        k("take-union"),
        k("take-intersection"),
        k("take-neither"),
        k("edit-case"),
        k("case-later"),
    )
}
