//! How the text of articles is set: font, size, line height, column; and light or dark.

use crate::{
    session::{Action, Reading, Session, Theme},
    ui::Host,
};
use egui::{ComboBox, Grid, Slider, Ui};

/// The font that comes with the program, by its name.
const OWN: &str = "Noto Sans";

/// What can be taken back.
#[derive(Default)]
pub(super) struct State {
    before: Option<Reading>,
}

impl State {
    pub(super) fn show(&mut self, ui: &mut Ui, session: &Session, host: &dyn Host, actions: &mut Vec<Action>) {
        let now = &session.prefs().reading;
        let mut new = now.clone();
        Grid::new("reading").num_columns(2).spacing([16.0, 12.0]).show(ui, |ui| {
            ui.spacing_mut().slider_width = 190.0;
            let label = ui.label("Font");
            font(ui, &mut new.font, host, label.id);
            ui.end_row();
            let label = ui.label("Size");
            ui.add(Slider::new(&mut new.size, Reading::SIZES).step_by(0.5).fixed_decimals(1).suffix(" pt"))
                .labelled_by(label.id);
            ui.end_row();
            let label = ui.label("Line height");
            let line = Slider::new(&mut new.line, Reading::LINES).step_by(0.05).fixed_decimals(2).suffix(" × size");
            ui.add(line).labelled_by(label.id);
            ui.end_row();
            let label = ui.label("Column width");
            ui.add(Slider::new(&mut new.column, Reading::COLUMNS).suffix(" characters")).labelled_by(label.id);
            ui.end_row();
            ui.label("Theme");
            ui.horizontal(|ui| {
                let chosen = session.prefs().theme;
                for (theme, name) in [(Theme::System, "As the system"), (Theme::Light, "Light"), (Theme::Dark, "Dark")]
                {
                    if ui.selectable_label(chosen == theme, name).clicked() && chosen != theme {
                        actions.push(Action::Theme(theme));
                    }
                }
            });
            ui.end_row();
        });
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let back = ui.add_enabled(*now != Reading::default(), egui::Button::new("Back to defaults"));
            if back.clicked() {
                self.before = Some(now.clone());
                new = Reading::default();
            }
            if let Some(before) = self.before.clone().filter(|_| *now == Reading::default())
                && ui.button("Undo").on_hover_text("Set the text as it was before").clicked()
            {
                self.before = None;
                new = before;
            }
        });
        ui.add_space(6.0);
        ui.weak("These are yours: they are kept on this computer, not in the project");
        if new != *now {
            actions.push(Action::Reading(new));
        }
    }
}

fn font(ui: &mut Ui, chosen: &mut Option<String>, host: &dyn Host, label: egui::Id) {
    let families = host.fonts();
    let shown = chosen.clone().unwrap_or_else(|| OWN.to_owned());
    let list = ComboBox::from_id_salt("reading-font").selected_text(shown).width(240.0).height(320.0);
    let response = list.show_ui(ui, |ui| {
        ui.selectable_value(chosen, None, format!("{OWN} (comes with the program)"));
        for family in families.iter().flatten().filter(|f| *f != OWN) {
            ui.selectable_value(chosen, Some(family.clone()), family);
        }
        match &families {
            None => _ = ui.weak("Looking for the fonts of this system…"),
            Some(none) if none.is_empty() => _ = ui.weak("No font of this system has every Vietnamese letter"),
            Some(_) => {}
        }
    });
    response.response.labelled_by(label).on_hover_text(
        "Fonts of this system that have every Vietnamese letter and tone mark; what a font lacks is shown in Noto Sans",
    );
}
