//! Boxes to tick and to choose among, with edges that can be seen on every ground.

use super::theme::Palette;
use egui::{Checkbox, RadioButton, Response, Stroke, Ui, WidgetInfo, WidgetText, accesskit::Role};

/// Draws with edges around what is empty.
pub(super) fn edged<T>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> T) -> T {
    let line = Stroke::new(1.0, Palette::of(ui.visuals()).quiet);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for widget in [&mut widgets.inactive, &mut widgets.noninteractive] {
            widget.bg_stroke = line;
        }
        contents(ui)
    })
    .inner
}

/// A box to tick.
pub(super) fn tick(ui: &mut Ui, can: bool, on: &mut bool, text: impl Into<WidgetText>) -> Response {
    edged(ui, |ui| ui.add_enabled(can, Checkbox::new(on, text.into())))
}

/// A box to tick, with its accessible name and what it means.
pub(super) fn tick_named(ui: &mut Ui, on: &mut bool, text: &str, name: &str, about: &str) {
    let mut response = tick(ui, true, on, text);
    if !about.is_empty() {
        response = response.on_hover_text(about);
    }
    let now = *on;
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, now, name));
}

/// One of several, of which one is chosen.
pub(super) fn radio(ui: &mut Ui, can: bool, chosen: bool, text: impl Into<WidgetText>) -> Response {
    edged(ui, |ui| ui.add_enabled(can, RadioButton::new(chosen, text.into())))
}
