//! Decisions of the whole project with a reason, or that are talked about: what was unclear, with its examples.

use super::super::{articles::elided, theme::Palette};
use crate::{
    model::ArticleKey,
    session::{Action, ReviewAction, Session, review::Remarked},
};
use egui::{
    ComboBox, CornerRadius, FontId, Frame, Margin, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};
use std::{collections::BTreeMap, sync::Arc};

/// Height of a row, in points.
const ROW: f32 = 44.0;

/// The reason that is shown first.
const UNCLEAR: &str = "guideline unclear";

/// Which decisions are listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Which {
    Reason(Arc<str>),
    OpenComments,
    Resolved,
}

impl Which {
    fn has(&self, remarked: &Remarked) -> bool {
        match self {
            Which::Reason(reason) => remarked.reason == *reason,
            Which::OpenComments => remarked.talk == Some(true),
            Which::Resolved => remarked.talk == Some(false),
        }
    }

    fn name(&self) -> String {
        match self {
            Which::Reason(reason) => {
                let mut letters = reason.chars();
                letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
            }
            Which::OpenComments => "Open comments".to_owned(),
            Which::Resolved => "Resolved comments".to_owned(),
        }
    }
}

/// What the list keeps between frames.
#[derive(Default)]
pub(super) struct State {
    chosen: Option<Which>,
    /// The state of the look at the project that the lists were made from.
    made_of: Option<u64>,
    all: BTreeMap<Which, Vec<(ArticleKey, Remarked)>>,
    count: usize,
}

impl State {
    /// Brings the lists up to what is known.
    pub(super) fn follow(&mut self, session: &Session) {
        let queue = session.reviewing().queue();
        let now = Some(queue.revision());
        if self.made_of == now {
            return;
        }
        (self.made_of, self.count) = (now, 0);
        self.all.clear();
        for (key, remarked) in queue.remarked() {
            self.count += 1;
            let reason = Some(&remarked.reason).filter(|r| !r.is_empty()).cloned().map(Which::Reason);
            for which in reason.into_iter().chain([Which::OpenComments, Which::Resolved]).filter(|w| w.has(remarked)) {
                self.all.entry(which).or_default().push((key.clone(), remarked.clone()));
            }
        }
    }

    /// How many decisions there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let unclear = Which::Reason(UNCLEAR.into());
        let known = |w: &Which| self.all.contains_key(w);
        let usual = Some(unclear).filter(known).or_else(|| self.all.keys().next().cloned());
        let Some(mut chosen) = self.chosen.clone().filter(known).or(usual) else { return };
        let named = |which: &Which, n: usize| format!("{} ({n})", which.name());
        Frame::new().inner_margin(Margin { left: 10, right: 10, top: 2, bottom: 4 }).show(ui, |ui| {
            let now = named(&chosen, self.all.get(&chosen).map_or(0, Vec::len));
            let combo = ComboBox::from_id_salt("gathered").selected_text(&now).width(ui.available_width() - 10.0);
            let response = combo.show_ui(ui, |ui| {
                for (which, of) in &self.all {
                    ui.selectable_value(&mut chosen, which.clone(), named(which, of.len()));
                }
            });
            response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("Listed: {now}")));
        });
        let rows = self.all.get(&chosen).map_or(&[][..], Vec::as_slice);
        ScrollArea::vertical().auto_shrink(false).id_salt("gathered").show_rows(ui, ROW, rows.len(), |ui, range| {
            for (key, remarked) in rows.get(range).unwrap_or_default() {
                row(ui, session, key, remarked, actions);
            }
        });
        self.chosen = Some(chosen);
    }
}

fn row(ui: &mut Ui, session: &Session, key: &ArticleKey, remarked: &Remarked, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let decision = session.case().and_then(|(at, _)| session.desk().ok()?.cases.get(at));
    let chosen = session.current() == Some(key) && decision.is_some_and(|case| case.is_of(&remarked.id));
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, if chosen { p.chosen } else { p.hover });
    }
    let (left, room) = (rect.left() + 14.0, rect.width() - 24.0);
    let words = elided(ui, &remarked.words, FontId::proportional(13.5), p.text, room);
    ui.painter().galley(pos2(left, rect.top() + 5.0), words, p.text);
    let title = session.articles().get(key).map_or_else(|| key.as_str(), |e| e.title());
    let about = if remarked.note.is_empty() { title.to_owned() } else { format!("{} · {title}", remarked.note) };
    let line = elided(ui, &about, FontId::proportional(12.0), p.quiet, room);
    ui.painter().galley(pos2(left, rect.top() + 24.0), line, p.quiet);
    let name = format!("Open the case {}, {about}", remarked.words);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.label(&*remarked.words);
        if !remarked.note.is_empty() {
            ui.label(format!("Remark: {}", remarked.note));
        }
        ui.weak(title);
    });
    if response.clicked() {
        actions.push(Action::Review(ReviewAction::Open(key.clone(), remarked.id.clone())));
    }
}
