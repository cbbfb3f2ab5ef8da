//! Which label stands for which: the confusion matrix, with "none".

use super::{super::theme::Palette, State, matrix, measures, open, scrolled, words};
use crate::{
    model::LabelName,
    session::{
        Action, Session,
        agreeing::{Behind, Between, Measured, Shown, What},
    },
    text::counted,
};
use egui::{ComboBox, Ui, WidgetInfo, accesskit::Role};

/// The cells as they were counted last.
#[derive(Default)]
pub(super) struct Cells {
    of: Option<Between>,
    labels: Vec<Option<LabelName>>,
    counts: Vec<usize>,
}

impl Cells {
    /// Counts the cells, once for each choice.
    fn follow(&mut self, session: &Session, measured: &Measured, between: Between) {
        if self.of == Some(between) {
            return;
        }
        let study = measured.study_of(between);
        let mut names = study.labels().to_vec();
        measures::sort_labels(session, &mut names);
        let number = |name: &LabelName| study.labels().iter().zip(0u16..).find(|(l, _)| *l == name).map(|(_, n)| n);
        let numbers: Vec<Option<u16>> = names.iter().map(number).chain([None]).collect();
        self.counts = numbers
            .iter()
            .flat_map(|left| numbers.iter().map(move |right| (*left, *right)))
            .map(|(left, right)| measured.cell(between, left, right))
            .collect();
        self.labels = names.into_iter().map(Some).chain([None]).collect();
        self.of = Some(between);
    }

    fn count(&self, row: usize, column: usize) -> usize {
        self.counts.get(row * self.labels.len() + column).copied().unwrap_or_default()
    }
}

pub(super) fn show(state: &mut State, ui: &mut Ui, session: &Session, measured: &Measured, actions: &mut Vec<Action>) {
    let p = Palette::of(ui.visuals());
    choose(state, ui, session, measured);
    let between = state.between;
    state.labels.follow(session, measured, between);
    let (rows_of, columns_of) = match between {
        Between::Everyone => ("One".to_owned(), "another".to_owned()),
        Between::Pair(a, b) => (words::name(session, measured, a), words::name(session, measured, b)),
        Between::Gold(who) => {
            let who = measured.against.get(who).map_or(String::new(), |a| words::called(session, &a.name));
            (who, "Gold".to_owned())
        }
    };
    let sentence = match between {
        Between::Everyone => {
            "How often one annotator’s label stands where another has this or that one, or nothing; either way round."
                .to_owned()
        }
        _ => format!("Rows: labels of {rows_of}. Columns: what stands there in the work of {columns_of}."),
    };
    ui.colored_label(p.quiet, sentence);
    ui.add_space(6.0);
    let cells = &state.labels;
    if cells.counts.iter().all(|n| *n == 0) {
        ui.label("Nobody marked anything in what was compared");
        return;
    }
    let names: Vec<String> = cells.labels.iter().map(|l| words::label(l.as_deref()).to_owned()).collect();
    let sums: Vec<usize> = (0..names.len()).map(|r| (0..names.len()).map(|c| cells.count(r, c)).sum()).collect();
    let cell = |row: usize, column: usize| {
        let (left, right) = (names.get(row)?, names.get(column)?);
        let n = cells.count(row, column);
        if row + 1 == names.len() && column + 1 == names.len() {
            return None;
        }
        let share = n as f32 / (*sums.get(row)?).max(1) as f32;
        let name = format!("{left} and {right}: {}", counted(n, "place"));
        let tip = if row == column {
            format!("Both have {left}: {}", counted(n, "place"))
        } else {
            let has = |label: &str| if label == "none" { "nothing".to_owned() } else { label.to_owned() };
            format!("{rows_of} has {}, {columns_of} has {}: {}", has(left), has(right), counted(n, "place"))
        };
        let text = if n == 0 { "·".to_owned() } else { n.to_string() };
        Some(matrix::Cell { text, share, name, tip })
    };
    let mut clicked = None;
    scrolled(ui, "agreement-labels", |ui| clicked = matrix::show(ui, "Label", &names, &names, cell));
    if let Some((row, column)) = clicked {
        let label = |at: usize| cells.labels.get(at).cloned().flatten();
        open(actions, Behind::new(between, What::Cell(label(row), label(column))).first(Shown::All));
    }
}

/// Between whom.
fn choose(state: &mut State, ui: &mut Ui, session: &Session, measured: &Measured) {
    let selected = words::between(session, measured, state.between);
    let combo = ComboBox::from_id_salt("agreement-between").selected_text(selected).width(260.0);
    let combo = combo.show_ui(ui, |ui| {
        let pairs = measured.pairs.iter().map(|p| Between::Pair(p.who.0, p.who.1));
        let gold = (0..measured.against.len()).map(Between::Gold);
        for between in [Between::Everyone].into_iter().chain(pairs).chain(gold) {
            ui.selectable_value(&mut state.between, between, words::between(session, measured, between));
        }
    });
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Between whom"));
}
