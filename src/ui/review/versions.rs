//! The case in hand: its words, in what they differ, each version with its key, and what else can be taken.

use super::super::{theme, theme::Palette, topbar::with_key};
use super::{pieces, view::View, words};
use crate::{
    agreement::differ::Difference,
    model::{Annotation, Decision, Verdict},
    session::{
        Action, ReviewAction, Session, command,
        review::{Case, Desk, Reading},
    },
    text::{Span, one_line},
};
use egui::{
    Align2, Button, CornerRadius, FontId, Frame, Id, Label, Margin, RichText, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, accesskit::Role, vec2,
};
use std::sync::Arc;

/// Of a version with more marks, so many are shown.
const MOST: usize = 12;

/// Which case it is, its words, and in what the versions differ.
pub(super) fn heading(ui: &mut Ui, session: &Session, desk: &Desk, view: &View, at: usize) {
    let Some(case) = desk.cases.get(at) else { return };
    let p = Palette::of(ui.visuals());
    let left = match view.left.len() {
        0 => format!("all decided · {} next article", session.keys().shown("done-next")),
        left => format!("{left} left"),
    };
    ui.label(RichText::new(format!("Case {} of {} · {left}", at + 1, desk.cases.len())).size(12.5).color(p.quiet));
    let words = one_line(&pieces::shown(&desk.text, case.cluster.span), 300);
    ui.add(Label::new(RichText::new(words).font(FontId::new(15.0, theme::bold()))).wrap())
        .on_hover_text(one_line(case.cluster.span.of(&desk.text), 1200));
    let color = if case.cluster.agreed() && !case.is_withdrawn() { p.good } else { p.warning };
    ui.add(Label::new(RichText::new(words::differences(case, view)).size(13.0).color(color)).wrap());
}

/// Each version, those who have the same on one line.
pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    desk: &Desk,
    view: &View,
    case: &Case,
    decision: Option<&Decision>,
    actions: &mut Vec<Action>,
) {
    for group in groups(desk, case) {
        let Some(first) = group.first().copied() else { continue };
        let marks = case.cluster.versions.get(first).map(Vec::as_slice).unwrap_or_default();
        let taken = decision.is_some_and(|d| match &d.verdict {
            Verdict::Took(who) => group.iter().any(|n| desk.readings.get(*n).is_some_and(|r| r.by == *who)),
            Verdict::Agreed => true,
            _ => false,
        });
        let names: Vec<String> = group.iter().map(|n| format!("{} {}", n + 1, view.name(*n))).collect();
        let said: Vec<String> = marks.iter().take(MOST).map(|m| plain(desk, m)).collect();
        let said = if said.is_empty() { "nothing".to_owned() } else { said.join("; ") };
        let name = format!("Version {}: {said}", names.join(", "));
        let block = Block { session, desk, view, case, marks, group: &group, taken };
        if block.show(ui, first, &name) {
            // Of those who have the same, the first is taken.
            actions.push(Action::Review(ReviewAction::Version(first)));
        }
    }
}

/// A version of one or several annotators.
struct Block<'a> {
    session: &'a Session,
    desk: &'a Desk,
    view: &'a View,
    case: &'a Case,
    marks: &'a [Arc<Annotation>],
    group: &'a [usize],
    taken: bool,
}

impl Block<'_> {
    /// Shows it, and says whether it was clicked.
    fn show(&self, ui: &mut Ui, first: usize, name: &str) -> bool {
        let p = Palette::of(ui.visuals());
        let can = self.session.can_mark() && !self.session.reviewing().is_editing();
        let ground = ui.painter().add(Shape::Noop);
        let frame = Frame::new().inner_margin(Margin::symmetric(8, 5));
        let inner = frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.horizontal_wrapped(|ui| self.names(ui, p));
            if self.marks.is_empty() {
                ui.colored_label(p.quiet, RichText::new("nothing").italics());
            }
            for mark in self.marks.iter().take(MOST) {
                self.mark(ui, mark, p);
            }
            if self.marks.len() > MOST {
                ui.weak(format!("and {} more", self.marks.len() - MOST));
            }
        });
        let rect = inner.response.rect;
        let id = Id::unique(("review-version", first));
        let response = ui.interact(rect, id, if can { Sense::click() } else { Sense::hover() });
        response.widget_info(|| WidgetInfo::selected(Role::Button, can, self.taken, name));
        let fill = if can && response.hovered() { p.chosen } else { p.hover };
        let edge = match self.taken {
            true => Stroke::new(1.5, p.good),
            false if response.has_focus() => Stroke::new(1.5, p.accent),
            false => Stroke::new(1.0, p.line),
        };
        let shape = egui::epaint::RectShape::new(rect, CornerRadius::same(5), fill, edge, StrokeKind::Inside);
        ui.painter().set(ground, shape);
        let response = if can { response.on_hover_cursor(egui::CursorIcon::PointingHand) } else { response };
        response.clicked()
    }

    fn names(&self, ui: &mut Ui, p: &Palette) {
        ui.spacing_mut().item_spacing.x = 5.0;
        for reading in self.group {
            let id = format!("take-{}", reading + 1);
            let key = if command(&id).is_some() { self.session.keys().shown(&id) } else { String::new() };
            keycap(ui, &key, p);
            ui.add(Label::new(RichText::new(self.view.name(*reading)).size(13.0)).selectable(false));
            ui.add_space(4.0);
        }
        if self.taken {
            ui.colored_label(p.good, RichText::new("taken").size(12.5));
        }
    }

    fn mark(&self, ui: &mut Ui, mark: &Annotation, p: &Palette) {
        let differences = &self.case.cluster.differences;
        let label = self.session.project().and_then(|p| p.labels.get(&mark.label));
        let (color, line) = theme::look(label, p);
        let boundary = differences.iter().any(|d| matches!(d, Difference::Boundary { .. }));
        ui.horizontal_top(|ui| {
            let name = ui.painter().layout_no_wrap(mark.label.to_string(), FontId::proportional(13.0), color);
            let (rect, _) = ui.allocate_exact_size(vec2(name.rect.width(), 21.0), Sense::hover());
            ui.painter().galley(rect.min + vec2(0.0, 1.0), name, color);
            let under = egui::Rect::from_min_size(rect.left_bottom() - vec2(0.0, 3.0), vec2(rect.width(), 2.0));
            super::super::page::stroke(ui.painter(), under, line, color);
            if let Some(span) = mark.span() {
                let only = self.marks.len() == 1;
                let pieces = match boundary {
                    true => pieces::pieces(self.case, span, only),
                    false => vec![(pieces::Piece::Common, span)],
                };
                let job = pieces::job(self.desk, &pieces, p, ui.available_width());
                ui.add(Label::new(job).wrap().selectable(false));
            }
        });
        for (name, value, differs) in self.says(mark) {
            let text = RichText::new(format!("{name}: {value}")).size(12.5);
            let text = if differs { text.strong() } else { text.color(p.quiet) };
            ui.indent(("says", &name), |ui| ui.add(Label::new(text).wrap().selectable(false)));
        }
    }

    /// Attributes and links of a mark, and whether others differ in them; also those that it lacks.
    fn says(&self, mark: &Annotation) -> Vec<(String, String, bool)> {
        let differences = &self.case.cluster.differences;
        let names = differences.iter().find_map(|d| match d {
            Difference::Attributes { names } => Some(names.as_slice()),
            _ => None,
        });
        let roles = differences.iter().find_map(|d| match d {
            Difference::Links { roles } => Some(roles.as_slice()),
            _ => None,
        });
        let (names, roles) = (names.unwrap_or_default(), roles.unwrap_or_default());
        let own = |s: &Arc<str>| s.to_string();
        let mut all: Vec<(String, String, bool)> =
            mark.attributes.iter().map(|(n, v)| (own(n), own(v), names.contains(n))).collect();
        let lacks = names.iter().filter(|n| !mark.attributes.contains_key(*n));
        all.extend(lacks.map(|n| (own(n), "none given".to_owned(), true)));
        // In one order, so that versions can be compared line by line; what differs first.
        all.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        let set = self.group.first().and_then(|n| self.desk.readings.get(*n));
        for link in &mark.links {
            let to = set.and_then(|s| s.set.get(&link.to)?.span());
            let to = to.map_or_else(|| "a lost mark".to_owned(), |s| one_line(s.of(&self.desk.text), 60));
            all.push((own(&link.role), format!("→ {to}"), roles.contains(&link.role)));
        }
        let lacks = roles.iter().filter(|r| !mark.links.iter().any(|l| l.role == **r));
        all.extend(lacks.map(|r| (own(r), "no link".to_owned(), true)));
        all
    }
}

/// What a mark says, in a line.
pub(super) fn plain(desk: &Desk, mark: &Annotation) -> String {
    let words = mark.span().map_or_else(|| "lost".to_owned(), |s| one_line(&pieces::shown(&desk.text, s), 160));
    let attributes = mark.attributes.iter().map(|(name, value)| format!(", {name}: {value}"));
    format!("{} “{words}”{}", mark.label, attributes.collect::<String>())
}

/// What a mark says beside its id: its place, label and attributes, and where its links lead.
type Said<'a> = (Option<Span>, &'a str, Vec<(&'a str, &'a str)>, Vec<(&'a str, Option<Span>)>);

fn said<'a>(reading: &'a Reading, marks: &'a [Arc<Annotation>]) -> Vec<Said<'a>> {
    let one = |m: &'a Arc<Annotation>| {
        let attributes = m.attributes.iter().map(|(n, v)| (&**n, &**v)).collect();
        let to = |id| reading.set.get(id).and_then(|m| m.span());
        let mut links: Vec<_> = m.links.iter().map(|l| (&*l.role, to(&l.to))).collect();
        links.sort_unstable();
        (m.span(), &*m.label, attributes, links)
    };
    let mut all: Vec<Said<'_>> = marks.iter().map(one).collect();
    all.sort_unstable();
    all
}

/// The readings by what they have, in their order.
fn groups(desk: &Desk, case: &Case) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<Said<'_>>, Vec<usize>)> = Vec::new();
    for (n, (reading, marks)) in desk.readings.iter().zip(&case.cluster.versions).enumerate() {
        let said = said(reading, marks);
        match groups.iter_mut().find(|(same, _)| *same == said) {
            Some((_, group)) => group.push(n),
            None => groups.push((said, vec![n])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// A key as it looks on the keyboard.
pub(super) fn keycap(ui: &mut Ui, key: &str, p: &Palette) {
    if key.is_empty() {
        return;
    }
    let galley = ui.painter().layout_no_wrap(key.to_owned(), FontId::proportional(12.0), p.text);
    let (rect, _) = ui.allocate_exact_size(vec2((galley.rect.width() + 8.0).max(17.0), 17.0), Sense::hover());
    ui.painter().rect(rect, CornerRadius::same(3), p.page, Stroke::new(1.0, p.line), StrokeKind::Inside);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, key, FontId::proportional(12.0), p.text);
}

/// What else can be taken.
pub(super) fn buttons(ui: &mut Ui, session: &Session, view: &View, actions: &mut Vec<Action>) {
    let editing = session.reviewing().is_editing();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(5.0, 5.0);
        if editing {
            let done = Action::Stroke(crate::session::Stroke::key(crate::session::Key::Enter));
            if ui.add(Button::new("It is right").shortcut_text("Enter")).clicked() {
                actions.push(done);
            }
            return;
        }
        for (id, title) in [
            ("take-union", "Union"),
            ("take-intersection", "Intersection"),
            ("take-neither", "None of it…"),
            ("edit-case", "Edit by hand"),
            ("case-later", "Later"),
        ] {
            run(ui, session, id, title, actions);
        }
        if view.acceptable > 0 {
            // Whether the command can be run would be found by going through all cases; here that is known.
            let title = format!("Accept all that agree ({})", view.acceptable);
            button(ui, session, "accept-agreed", &title, session.can_mark(), actions);
        }
        if view.left.is_empty() {
            run(ui, session, "done-next", "Done, next article", actions);
        }
    });
    if editing {
        let p = Palette::of(ui.visuals());
        ui.colored_label(p.accent, "Editing by hand: mend the marks on the page, then Enter");
    } else if !session.can_mark() {
        let p = Palette::of(ui.visuals());
        ui.colored_label(p.warning, session.read_only().unwrap_or("Nothing can be decided now; see above the text"));
    }
}

/// A button for a command, with its key.
pub(super) fn run(ui: &mut Ui, session: &Session, id: &'static str, title: &str, actions: &mut Vec<Action>) {
    let enabled = command(id).is_some_and(|c| c.is_enabled(session));
    button(ui, session, id, title, enabled, actions);
}

fn button(ui: &mut Ui, session: &Session, id: &'static str, title: &str, enabled: bool, actions: &mut Vec<Action>) {
    let Some(command) = command(id) else { return };
    let button = Button::new(RichText::new(title).size(13.0)).shortcut_text(session.keys().shown(id));
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, title));
    if response.on_hover_text(with_key(session, command.tooltip, id)).clicked() {
        actions.push(Action::Run(id));
    }
}
