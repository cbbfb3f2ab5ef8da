//! Agreement on screen: measured in the background when it is asked for, kept until the work changes, and every number of it opens
//! the places behind it, and from there the page.
//!
//! | file | holds |
//! |---|---|
//! | `measuring` | the job: from the project to figures, off the drawing thread |
//! | `gold` | each annotator against gold, and over time |
//! | `behind` | the places behind a number |
//! | `going` | from a place to the page, with its case in hand |

mod behind;
mod going;
mod gold;
mod measuring;

pub use behind::{Behind, Between, Opened, Shown, What};
pub(in crate::session) use going::Goal;
pub use gold::{Against, Point};
pub use measuring::{MeasureJob, MeasureNews, MeasureStep, Measured, Pair, Phrase, Ranked, Reckoned};

use super::{Effect, Overlay, SaveState, Session, study::StudyChoice};
use crate::agreement::Assessed;
use std::sync::Arc;

/// What a person does with agreement.
#[derive(Clone, Debug, PartialEq)]
pub enum AgreementAction {
    /// Measure, or measure again.
    Measure,
    /// Run the slow measures too.
    MeasureSlow,
    /// Stop measuring.
    Stop,
    /// List the places behind a number.
    Open(Behind),
    /// List of these only some.
    Show(Shown),
    /// Go to a place of the list, by its row.
    Go(usize),
    /// Put the list away.
    CloseList,
}

/// How far measuring is.
#[derive(Debug, Default)]
pub enum Stage {
    /// Nothing was asked for, or it was stopped.
    #[default]
    Idle,
    /// Marks go to the disk first.
    Waiting,
    /// It goes on; whether it was told to stop.
    On(MeasureStep, bool),
    /// It came to nothing, for this reason.
    Failed(String),
}

impl Stage {
    /// Whether it is under way.
    pub fn is_on(&self) -> bool {
        matches!(self, Stage::Waiting | Stage::On(..))
    }
}

/// The most people who are compared: what is between every two of them must fit into memory.
const MOST_ANNOTATORS: usize = 200;

/// The choice, and up to which change of my work and of others' work.
type Asked = (StudyChoice, u64, u64);

/// Agreement on screen.
#[derive(Debug, Default)]
pub struct Agreeing {
    quick: Stage,
    slow: Stage,
    measured: Option<Arc<Measured>>,
    slowly: Vec<Assessed>,
    opened: Option<Opened>,
    serial: u64,
    /// Goes up with every change of others' work.
    others: u64,
    /// What is measured: the choice, and the work as it is by numbers that go up with its changes.
    asked: Option<Asked>,
    /// The same of what was measured.
    of: Option<Asked>,
}

impl Agreeing {
    /// How far measuring is.
    pub fn stage(&self) -> &Stage {
        &self.quick
    }

    /// How far the slow measures are.
    pub fn slow_stage(&self) -> &Stage {
        &self.slow
    }

    /// What was measured.
    pub fn measured(&self) -> Option<&Measured> {
        self.measured.as_deref()
    }

    /// What the measure of that id said, where it was run.
    pub fn assessed(&self, id: &str) -> Option<&Assessed> {
        let quick = self.measured.iter().flat_map(|m| &m.assessed);
        quick.chain(&self.slowly).find(|a| a.about.id == id)
    }

    /// The places behind the number that was clicked last.
    pub fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }

    /// Goes up with everything that is measured.
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// For another project; the numbers go on.
    pub(super) fn renewed(&self) -> Self {
        Agreeing { serial: self.serial + 1, ..Agreeing::default() }
    }

    fn went_to(&mut self, row: usize) {
        self.opened.iter_mut().for_each(|opened| opened.go(row));
    }

    pub(super) fn others_changed(&mut self) {
        self.others += 1;
    }
}

impl Session {
    /// Agreement on screen.
    pub fn agreeing(&self) -> &Agreeing {
        &self.agreeing
    }

    /// Whether the work was changed, or another choice was made, since it was measured.
    pub fn is_measured_before(&self) -> bool {
        let now = (self.study_choice(), self.saving.serial(), self.agreeing.others);
        self.agreeing.measured.is_some() && self.agreeing.of.as_ref() != Some(&now)
    }

    /// What is compared: what the Review workspace has chosen.
    fn study_choice(&self) -> StudyChoice {
        let reviewed = self.reviewing.reviewed();
        let (annotators, unfinished) = (reviewed.annotators.clone(), reviewed.any_state);
        let kept_back = self.settings().assigned.keys().filter(|key| self.must_wait(key)).cloned().collect();
        StudyChoice { annotators, unfinished, kept_back, ..StudyChoice::default() }
    }

    pub(super) fn open_agreement(&mut self) {
        self.overlay = Overlay::Agreement;
        let agreeing = &mut self.agreeing;
        if agreeing.measured.is_none() && !agreeing.quick.is_on() {
            agreeing.quick = Stage::Waiting;
        }
    }

    pub(super) fn agreement_act(&mut self, action: AgreementAction) {
        let agreeing = &mut self.agreeing;
        match action {
            AgreementAction::Measure => {
                if !agreeing.quick.is_on() {
                    self.stop_measuring();
                    self.agreeing.quick = Stage::Waiting;
                }
            }
            AgreementAction::MeasureSlow => {
                if let Some(measured) =
                    agreeing.measured.clone().filter(|_| !agreeing.quick.is_on() && !agreeing.slow.is_on())
                {
                    agreeing.slow = Stage::On(MeasureStep::Measuring(0.0), false);
                    let job = MeasureJob::slow(agreeing.serial, measured);
                    self.effects.push(Effect::Measure(Box::new(job)));
                }
            }
            AgreementAction::Stop => self.stop_measuring(),
            AgreementAction::Open(behind) => {
                agreeing.opened = agreeing.measured.as_ref().map(|m| Opened::new(m, behind));
            }
            AgreementAction::Show(shown) => {
                if let Some(opened) = &mut agreeing.opened {
                    opened.show(shown);
                }
            }
            AgreementAction::Go(row) => self.go_to_place(row),
            AgreementAction::CloseList => agreeing.opened = None,
        }
    }

    fn stop_measuring(&mut self) {
        let agreeing = &mut self.agreeing;
        let mut running = false;
        for stage in [&mut agreeing.quick, &mut agreeing.slow] {
            match stage {
                Stage::On(_, stopped) => running |= !std::mem::replace(stopped, true),
                Stage::Waiting => *stage = Stage::Idle,
                Stage::Idle | Stage::Failed(_) => {}
            }
        }
        if running {
            self.effects.push(Effect::StopMeasure);
        }
    }

    /// Lets go of what was measured: other articles may be looked at now.
    pub(super) fn measure_anew(&mut self) {
        self.stop_measuring();
        self.agreeing = self.agreeing.renewed();
        if self.overlay == Overlay::Agreement {
            self.open_agreement();
        }
    }

    /// Begins to measure once all marks are on the disk.
    pub(super) fn follow_agreement(&mut self) {
        if !matches!(self.agreeing.quick, Stage::Waiting) {
            return;
        }
        let (choice, people) = (self.study_choice(), self.project.iter().flat_map(|p| &p.annotators).count());
        self.agreeing.quick = match self.saving.state() {
            SaveState::Saving => return,
            SaveState::Failed(sentence) => Stage::Failed(format!("{sentence}. Nothing was measured")),
            _ if choice.annotators.is_empty() && people > MOST_ANNOTATORS => {
                let most = format!("choose at most {MOST_ANNOTATORS} of them in the Review workspace under Whose work");
                Stage::Failed(format!("There are {people} annotators: {most}"))
            }
            SaveState::Clean | SaveState::Saved(_) => {
                let agreeing = &mut self.agreeing;
                agreeing.serial += 1;
                agreeing.asked = Some((choice.clone(), self.saving.serial(), agreeing.others));
                let job = MeasureJob::quick(agreeing.serial, choice);
                self.effects.push(Effect::Measure(Box::new(job)));
                Stage::On(MeasureStep::Reading(0, 0), false)
            }
        };
    }

    pub(super) fn measured(&mut self, serial: u64, news: MeasureNews) {
        let agreeing = &mut self.agreeing;
        if serial != agreeing.serial {
            return;
        }
        match news {
            MeasureNews::Step(step) => {
                let running = [&mut agreeing.quick, &mut agreeing.slow].into_iter().find(|s| s.is_on());
                if let Some(Stage::On(at, _)) = running {
                    *at = step;
                }
            }
            MeasureNews::Stopped => {
                (agreeing.quick, agreeing.slow) = (Stage::Idle, Stage::Idle);
            }
            MeasureNews::Done(Reckoned::Quick(measured)) => {
                let opened = agreeing.opened.take().map(|o| o.again(&measured));
                (agreeing.quick, agreeing.slow, agreeing.slowly) = (Stage::Idle, Stage::Idle, Vec::new());
                agreeing.of = agreeing.asked.take();
                agreeing.measured = Some(Arc::new(*measured));
                agreeing.opened = opened.flatten();
            }
            MeasureNews::Done(Reckoned::Slow(assessed)) => {
                agreeing.slow = Stage::Idle;
                agreeing.slowly = assessed;
            }
        }
    }
}
