//! The page in the accessibility tree: every paragraph with its text, and in it every mark with a name such as
//! `Claim: it rained`, or `Lan: Claim: it rained` where several people's are there, and every suggestion:
//! `Suggestion, Claim: it rained, 93 %`. Built only while something reads the tree.

use super::{PageInput, PageResponse, layout::Placed, model::Kind, model::PageModel, noise, percent, said};
use crate::{
    session::{Action, SuggestAction},
    text::{Span, one_line},
};
use egui::{
    Id, Pos2, Rect, Response, Ui, UiBuilder, WidgetInfo,
    accesskit::{self, Role},
    emath::TSTransform,
    pos2,
    text::{CCursor, CCursorRange},
    text_selection::accesskit_text::update_accesskit_for_text_widget,
    vec2,
};

/// Marks beyond this many are in the tree only near the view: a reader would wait too long for the others.
const MARKS_IN_TREE: usize = 20_000;

/// Adds the page to the tree and takes the requests that come from it.
pub fn tree(
    ui: &mut Ui,
    response: &Response,
    input: &PageInput<'_>,
    model: &PageModel,
    placed: &[Placed],
    (corner, offset, width): (Pos2, f64, f32),
    out: &mut PageResponse,
) {
    response.widget_info(|| WidgetInfo::labeled(Role::Document, true, "Article text"));
    let root = response.id;
    if ui.ctx().accesskit_node_builder(root, |_| ()).is_none() {
        return;
    }
    let shown = placed.first().map_or(0, |p| p.block)..placed.last().map_or(0, |p| p.block + 1);
    let all = model.marks().len() + model.ghosts() <= MARKS_IN_TREE;
    for (index, block) in model.blocks().iter().enumerate() {
        if block.kind == Kind::Details || block.range.is_empty() || !all && !shown.contains(&index) {
            continue;
        }
        let visible = placed.iter().find(|p| p.block == index);
        let at = visible.map_or_else(|| pos2(corner.x, corner.y + (model.top(index) - offset) as f32), |p| p.at);
        let rect = Rect::from_min_size(at, vec2(width, block.height));
        let id = root.with(("block", index));
        let mut paragraph =
            node(ui, root, id, rect, if block.kind == Kind::Title { Role::Heading } else { Role::Paragraph }, |n| {
                n.set_label(model.block_text(index));
                if let Some(line) = noise::line_of(input.doc, block) {
                    n.set_description(noise::description(line));
                }
            });
        if let Some(visible) = visible {
            let selection = input.doc.selection();
            let at = |b| CCursor::new(visible.char_of(model, b));
            let within = model.block_at(selection.focus) == index;
            let range = within.then(|| CCursorRange::two(at(selection.anchor), at(selection.focus)));
            let transform = TSTransform::from_translation(visible.at.to_vec2());
            update_accesskit_for_text_widget(ui.ctx(), id, range, transform, &visible.galley);
        }
        let bounds = |span: Span| {
            let place = visible.and_then(|v| {
                let chars = v.char_of(model, span.start())..v.char_of(model, span.end());
                v.rects(chars).next().map(|(_, r)| r)
            });
            place.unwrap_or(rect)
        };
        // A mark over several paragraphs stands in the first.
        for (_, mark) in model.touching(index).filter(|(_, m)| model.block_at(m.span.start()) == index) {
            let id = root.with(("mark", mark.layer, mark.annotation.id.as_str()));
            let chosen = input.in_hand(mark) || input.is_lit(mark);
            let parent = paragraph.unique_id();
            node(&mut paragraph, parent, id, bounds(mark.span), Role::Mark, |n| {
                n.set_label(format!("{}: {}", input.says(mark), one_line(mark.span.of(model.text()), 200)));
                if let Some(attributes) = input.attributes(mark) {
                    n.set_description(attributes);
                }
                n.set_selected(chosen);
                n.add_action(accesskit::Action::Click);
            });
            if ui.input(|i| i.has_accesskit_action_request(id, accesskit::Action::Click)) {
                out.click(mark);
            }
        }
        for ghost in model.haunting(index).map(|g| &g.suggestion) {
            if model.block_at(ghost.span.start()) != index {
                continue;
            }
            let id = root.with(("suggestion", ghost.id));
            let parent = paragraph.unique_id();
            node(&mut paragraph, parent, id, bounds(ghost.span), Role::Mark, |n| {
                let words = one_line(ghost.span.of(model.text()), 200);
                n.set_label(format!("Suggestion, {}: {words}, {}", ghost.label, percent(ghost.score)));
                let label = input.labels.get(&ghost.label);
                let said = said(ghost, label, model.text()).into_iter().map(|(name, value)| format!("{name}: {value}"));
                let why = Some(ghost.why.clone()).filter(|why| !why.is_empty());
                n.set_description(said.chain(why).collect::<Vec<_>>().join(", "));
                n.set_selected(input.has_in_hand(ghost.id));
                n.add_action(accesskit::Action::Click);
            });
            if ui.input(|i| i.has_accesskit_action_request(id, accesskit::Action::Click)) {
                out.actions.push(Action::Suggest(SuggestAction::Go(ghost.id)));
            }
        }
    }
}

fn node(ui: &mut Ui, parent: Id, id: Id, rect: Rect, role: Role, set: impl FnOnce(&mut accesskit::Node)) -> Ui {
    // A child is the public way to say who a node's parent is.
    let builder = UiBuilder::new().scope_id(id).max_rect(rect).accessibility_parent(parent).accessibility_role(role);
    let child = ui.new_child(builder);
    ui.ctx().accesskit_node_builder(id, |n| {
        n.set_role(role);
        n.set_bounds(accesskit::Rect {
            x0: rect.min.x.into(),
            y0: rect.min.y.into(),
            x1: rect.max.x.into(),
            y1: rect.max.y.into(),
        });
        set(n);
    });
    child
}
