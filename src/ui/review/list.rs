//! All cases of the article, below the one in hand.

use super::super::{articles::elided, page, page::PlaceState, theme::Palette};
use super::{view::View, words};
use crate::{
    session::{Action, ReviewAction, Session, review::Desk},
    text::one_line,
};
use egui::{
    Button, CornerRadius, FontId, Frame, Margin, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// Height of a row, in points.
const ROW: f32 = 26.0;
/// Room for the kind of a case, in points.
const KIND: f32 = 64.0;

/// Which cases are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Which {
    #[default]
    All,
    Left,
    Agreed,
    /// Decisions of the whole project with a reason, or that are talked about.
    Gathered,
}

/// What the list keeps between frames.
#[derive(Default)]
pub(super) struct State {
    which: Which,
    /// The case in hand in the last frame, and what was visible: from where, and how high, in points.
    last: Option<usize>,
    view: (f32, f32),
    gathered: super::gathered::State,
}

pub(super) fn show(
    state: &mut State,
    ui: &mut Ui,
    session: &Session,
    desk: &Desk,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let p = Palette::of(ui.visuals());
    let counts = [(Which::All, "All", desk.cases.len()), (Which::Left, "Left", view.left.len())];
    let agreed = (desk.readings.len() > 1).then_some((Which::Agreed, "Agreed", view.agreed.len()));
    state.gathered.follow(session);
    let gathered = state.gathered.len();
    let gathered = (gathered > 0).then_some((Which::Gathered, "Reasons", gathered));
    if gathered.is_none() && state.which == Which::Gathered {
        state.which = Which::All;
    }
    Frame::new().inner_margin(Margin { left: 10, right: 10, top: 8, bottom: 4 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (which, title, count) in counts.into_iter().chain(agreed).chain(gathered) {
                let chosen = state.which == which;
                let response = ui.add(Button::selectable(chosen, format!("{title} {count}")).small());
                let name = match which {
                    Which::Gathered => format!("Reasons and comments in the project: {count}"),
                    _ => format!("{title} cases: {count}"),
                };
                response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &name));
                if response.clicked() {
                    (state.which, state.last) = (which, None);
                }
            }
        });
    });
    if state.which == Which::Gathered {
        return state.gathered.show(ui, session, actions);
    }
    let listed: Option<&[usize]> = match state.which {
        Which::All | Which::Gathered => None,
        Which::Left => Some(&view.left),
        Which::Agreed => Some(&view.agreed),
    };
    let rows = listed.map_or(desk.cases.len(), <[usize]>::len);
    if rows == 0 {
        Frame::new().inner_margin(Margin::symmetric(12, 6)).show(ui, |ui| {
            let none = if state.which == Which::Left { "All cases are decided" } else { "They agree on nothing here" };
            ui.colored_label(p.quiet, none);
        });
        return;
    }
    let at = session.reviewing().at();
    let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("cases");
    if at != state.last {
        state.last = at;
        let row = at.and_then(|at| listed.map_or(Some(at), |l| l.binary_search(&at).ok()));
        if let Some(row) = row {
            // Only where the row is out of sight does the list move.
            let (top, (offset, height)) = (row as f32 * ROW, state.view);
            if top < offset || top + ROW > offset + height {
                area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
            }
        }
    }
    let out = area.show_rows(ui, ROW, rows, |ui, range| {
        for n in range {
            let case = listed.map_or(Some(n), |l| l.get(n).copied());
            if let Some(case) = case {
                row(ui, desk, view, case, at == Some(case), actions);
            }
        }
    });
    state.view = (out.state.clamped_offset().y, out.inner_rect.height());
}

fn row(ui: &mut Ui, desk: &Desk, view: &View, at: usize, chosen: bool, actions: &mut Vec<Action>) {
    let Some(case) = desk.cases.get(at) else { return };
    let p = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, if chosen { p.chosen } else { p.hover });
    }
    let state = view.state(at);
    page::place_glyph(ui.painter(), pos2(rect.left() + 18.0, rect.center().y), state, p);
    let kind = words::kind(case, desk.readings.len() == 1);
    let left = rect.left() + 34.0;
    let galley = elided(ui, kind, FontId::proportional(12.0), p.quiet, KIND);
    ui.painter().galley(pos2(left, rect.top() + 5.0), galley, p.quiet);
    let text = case.cluster.span.of(&desk.text);
    let color = if state == PlaceState::Done { p.quiet } else { p.text };
    let room = rect.right() - 10.0 - left - KIND;
    let galley = elided(ui, text, FontId::proportional(13.5), color, room);
    ui.painter().galley(pos2(left + KIND, rect.top() + 4.0), galley, color);
    let name = format!("{}: {kind}, {}", state.name(), one_line(text, 120));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.label(one_line(text, 300));
        ui.weak(format!("{} · {}", state.name(), words::differences(case, view)));
    });
    if response.clicked() {
        actions.push(Action::Review(ReviewAction::Case(at)));
    }
}
