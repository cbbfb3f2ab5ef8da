//! What the first article looks like in a format.

use crate::{
    session::{Exporting, Scanned, dataset::Glimpse, format_title},
    text::counted,
    ui::theme::Palette,
};
use egui::{ComboBox, Frame, Label, Margin, RichText, Ui, WidgetInfo, accesskit::Role};

pub(super) fn show(ui: &mut Ui, exporting: &Exporting, scanned: &Scanned, chosen: &mut Option<&'static str>) {
    let p = Palette::of(ui.visuals());
    // Our own beside others is not what somebody looks for first.
    let all: Vec<&'static str> = exporting.chosen().map(|e| e.about().id).collect();
    let first = all.iter().find(|id| !Exporting::is_own(id)).or(all.first());
    let Some(mut now) = chosen.filter(|id| all.contains(id)).or(first.copied()) else { return };
    let was = now;
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        super::title_beside(ui, "How it looks in");
        let list = ComboBox::from_id_salt("export-preview").selected_text(format_title(now));
        let list = list.show_ui(ui, |ui| {
            for id in &all {
                ui.selectable_value(&mut now, *id, format_title(id));
            }
        });
        let name = format!("Preview in {}", format_title(now));
        list.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
    });
    if now != was {
        *chosen = Some(now);
    }
    if let Some(doc) = &scanned.scan.first {
        ui.colored_label(p.quiet, format!("The first article with marks: {}", doc.id));
    }
    let Some(specimen) = scanned.specimens.iter().find(|s| s.id == now) else { return };
    for (name, glimpse) in &specimen.files {
        ui.label(RichText::new(name).monospace().size(12.0).color(p.quiet));
        let (text, more) = match glimpse {
            Glimpse::Binary(bytes) => {
                ui.colored_label(p.quiet, format!("A file for programs alone: {}", counted(*bytes, "byte")));
                continue;
            }
            Glimpse::Text(text, more) => (text, *more),
        };
        Frame::new().fill(p.field).corner_radius(4).inner_margin(Margin::symmetric(8, 6)).show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.add(Label::new(RichText::new(text).monospace().size(12.0)).wrap().selectable(true));
        });
        if more {
            ui.colored_label(p.quiet, "… and more");
        }
    }
}
