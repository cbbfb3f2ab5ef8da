//! The places behind a number: what each of the two has there. A click leads to the page.

use super::{
    super::{
        articles::elided,
        theme::{self, Palette},
    },
    act, from_right, words,
};
use crate::{
    agreement::{Found, Kind, Mark, Study},
    session::{
        Action, AgreementAction, Session,
        agreeing::{Measured, Opened, Shown},
    },
    text::{counted, one_line},
};
use egui::{
    Align, Button, CornerRadius, FontId, Label, Layout, RichText, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role,
    pos2, vec2,
};

/// Height of a row, in points.
const ROW: f32 = 66.0;

pub(super) fn show(ui: &mut Ui, session: &Session, measured: &Measured, opened: &Opened, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    from_right(ui, |ui| {
        let close = ui.button("✕").on_hover_text("Put the list away");
        close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Put the list away"));
        if close.clicked() {
            act(actions, AgreementAction::CloseList);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let title = words::behind(session, measured, opened.behind());
            let text = RichText::new(&title).font(FontId::new(14.0, theme::bold()));
            ui.add(Label::new(text).truncate()).on_hover_text(title);
        });
    });
    chips(ui, opened, actions);
    ui.add_space(2.0);
    if opened.is_empty() {
        ui.colored_label(p.quiet, "There is no such place");
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let id = ui.scope_id().with(format!("{:?}", opened.behind()));
    let area = ScrollArea::vertical().id_salt(id).auto_shrink(false);
    area.show_rows(ui, ROW, opened.len(), |ui, range| {
        for n in range {
            if let Some(found) = opened.row(n) {
                row(ui, session, measured, opened, (n, found), actions);
            }
        }
    });
}

/// Which places are shown.
fn chips(ui: &mut Ui, opened: &Opened, actions: &mut Vec<Action>) {
    let kinds = [Kind::Missed, Kind::Boundary, Kind::Label, Kind::Both, Kind::Attributes, Kind::Links, Kind::Same];
    let kinds = kinds.into_iter().map(Shown::Kind).filter(|shown| opened.count(*shown) > 0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for shown in [Shown::All, Shown::Differ].into_iter().chain(kinds) {
            let (chosen, count) = (opened.shown() == shown, opened.count(shown));
            let name = words::shown(shown);
            let response = ui.add(Button::selectable(chosen, format!("{name} {count}")).small());
            let name = format!("{name}: {}", counted(count, "place"));
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &name));
            if response.clicked() {
                act(actions, AgreementAction::Show(shown));
            }
        }
    });
}

fn row(
    ui: &mut Ui,
    session: &Session,
    measured: &Measured,
    opened: &Opened,
    (n, found): (usize, &Found),
    actions: &mut Vec<Action>,
) {
    let between = opened.behind().between;
    let Some((item, left, right)) = measured.place(between, found) else { return };
    let study = measured.study_of(between);
    let p = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let here = opened.is_here(n);
    if here || response.hovered() || response.has_focus() {
        let fill = if here { p.chosen } else { p.hover };
        ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, p.line));
    let side = |who: usize, mark: Option<&Mark>| {
        let name = study.annotators().get(who).map_or(String::new(), |name| words::called(session, name));
        (name, mark.map_or("nothing".to_owned(), |m| said(study, item.text.as_str(), m)))
    };
    let sides = [side(found.annotators.0, left), side(found.annotators.1, right)];
    let (from, room) = (rect.left() + 8.0, rect.width() - 20.0);
    for ((name, said), (mark, top)) in sides.iter().zip([(left, 4.0), (right, 23.0)]) {
        let name = elided(ui, name, FontId::proportional(12.0), p.quiet, 84.0);
        ui.painter().galley(pos2(from, rect.top() + top + 2.0), name, p.quiet);
        let label = mark.and_then(|m| study.labels().get(usize::from(m.label)));
        let label = label.and_then(|l| session.project()?.labels.get(l));
        let color = if mark.is_some() { p.text } else { p.quiet };
        if mark.is_some() {
            let dot = pos2(from + 96.0, rect.top() + top + 10.0);
            ui.painter().circle_filled(dot, 4.0, theme::look(label, p).0);
        }
        let galley = elided(ui, said, FontId::proportional(14.0), color, room - 108.0);
        ui.painter().galley(pos2(from + 106.0, rect.top() + top), galley, color);
    }
    let kind = words::kind(found.pairing.kind);
    let article = words::article(session, &item.name);
    let about = elided(ui, &format!("{kind} · {article}"), FontId::proportional(12.0), p.quiet, room);
    ui.painter().galley(pos2(from, rect.top() + 44.0), about, p.quiet);
    let [(a, first), (b, second)] = &sides;
    let name = format!("{kind}, {a}: {first}, {b}: {second}, {article}");
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, here, &name));
    let response =
        response.on_hover_text(format!("{a}: {first}\n{b}: {second}\n{article}\nClick to open it in Review"));
    if response.clicked() {
        act(actions, AgreementAction::Go(n));
    }
}

/// A mark: its label and words.
fn said(study: &Study, text: &str, mark: &Mark) -> String {
    let label = study.labels().get(usize::from(mark.label)).map_or("?", |l| &**l);
    let words = text.get(mark.span.start().0..mark.span.end().0).unwrap_or_default();
    format!("{label} “{}”", one_line(words, 120))
}
