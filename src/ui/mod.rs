//! The window's panels: they read the session and answer with actions; they never change the session themselves.

mod agreement;
mod articles;
mod assigning;
mod choice;
mod dialogs;
mod export;
mod facts;
mod find;
mod guide;
mod history;
mod import;
mod input;
mod inspector;
mod keys;
mod labelbar;
mod labelset;
mod linkbar;
mod markdown;
mod marks;
pub mod page;
mod palette;
mod preferences;
mod problems;
mod review;
mod rules;
mod side;
mod suggestions;
mod tabs;
mod talk;
pub mod theme;
mod told;
mod topbar;
mod trouble;
mod value_field;
mod welcome;

pub use input::strokes;

use crate::session::{Action, Overlay, Session};
use egui::{CentralPanel, Context, Frame, Margin, Modal, Panel, Ui};
use page::{Layer, Page, PageInput, Pin};
use theme::{Palette, Typeset};

/// Both side bars, or one of them, are shown from these widths of the window on, in points.
const BOTH_FROM: f32 = 880.0;
const ONE_FROM: f32 = 560.0;
/// A sign of life that changes nothing is passed on this often, in seconds.
const PRESENT_EVERY: f64 = 2.0;

/// What the screens ask of the world outside, at once: nothing here may take long.
pub trait Host {
    /// Paths that continue what was typed, folders first.
    fn complete_path(&self, typed: &str) -> Vec<String>;
    /// Font families of the system that articles can be read in; `None` while they are looked for.
    fn fonts(&self) -> Option<Vec<String>>;
    /// The name the system knows the person by, as a first proposal.
    fn user_name(&self) -> String;
}

/// Everything the window shows, with the state that belongs to the screen alone.
#[derive(Default)]
pub struct Screen {
    page: Page,
    list: articles::List,
    palette: palette::State,
    dialogs: dialogs::State,
    silencing: problems::Silencing,
    side: side::State,
    review: review::State,
    assigning: assigning::State,
    rules: rules::State,
    labelset: labelset::State,
    agreement: agreement::State,
    export: export::State,
    import: import::State,
    preferences: preferences::State,
    told: told::State,
    project: Option<std::path::PathBuf>,
    /// Whether something lay over the window in the last frame.
    covered: bool,
}

impl Screen {
    /// Draws one frame and says what the person did.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, host: &dyn Host) -> Vec<Action> {
        let mut actions = Vec::new();
        let root = session.project().map(|p| p.root.clone());
        if root != self.project {
            self.page.forget();
            self.labelset = labelset::State::default();
            self.side.forget();
            self.review.forget();
            self.project = root;
        }
        if std::mem::replace(&mut self.covered, session.overlay() != Overlay::None) && !self.covered {
            // The focus that went with it is free in the next frame, and then the page has the keys.
            ui.request_repaint();
        }
        inspector::settle(ui, session, &mut actions);
        self.review.follow(session, &mut actions);
        let reviewing = review::is_on(session);
        let p = Palette::of(ui.visuals());
        let bar = |side: Margin| Frame::new().fill(p.panel).inner_margin(side);
        if !session.focus_mode() {
            Panel::top("top-bar")
                .frame(bar(Margin::symmetric(10, 5)))
                .show(ui, |ui| topbar::show(ui, session, &mut actions));
        }
        if session.project().is_none() {
            CentralPanel::default()
                .frame(Frame::new().fill(p.page))
                .show(ui, |ui| welcome::show(ui, session, &mut actions));
        } else {
            // In a narrow window the text comes first.
            let width = ui.available_width();
            let none = !session.focus_mode() && width < ONE_FROM;
            if (width < BOTH_FROM) != session.is_narrow() {
                actions.push(Action::Narrow(width < BOTH_FROM));
            }
            if !session.focus_mode() {
                Panel::bottom("label-bar").frame(bar(Margin::symmetric(10, 6))).show(ui, |ui| match reviewing {
                    true => review::bar(ui, &self.review, session, &mut actions),
                    false => labelbar::show(ui, session, &mut actions),
                });
                if session.sides().left && !none {
                    Panel::left("articles")
                        .default_size(280.0)
                        .size_range(200.0..=460.0)
                        .frame(bar(Margin::ZERO))
                        .show(ui, |ui| match reviewing {
                            true => self.review.queue(ui, session, &mut actions),
                            false => self.list.show(ui, session, &mut actions),
                        });
                }
                if session.sides().right && !none {
                    // What is compared needs more room than a list of marks.
                    let (id, width) = if reviewing { ("review-side", 336.0) } else { ("side", 304.0) };
                    Panel::right(id)
                        .default_size(width)
                        .size_range(200.0..=460.0)
                        .frame(bar(Margin::ZERO))
                        .show(ui, |ui| self.side.show(ui, session, &mut self.review, &mut actions));
                }
            }
            CentralPanel::default()
                .frame(Frame::new().fill(p.page).inner_margin(Margin { left: 12, right: 0, top: 0, bottom: 0 }))
                .show(ui, |ui| {
                    if none {
                        self.side.narrow(ui, session, &mut actions);
                    }
                    self.centre(ui, session, &mut actions);
                });
        }
        if session.focus_mode() {
            // Whether the work is safe is to be seen always.
            let corner = egui::Area::new(egui::Id::unique("saved-corner"));
            corner.anchor(egui::Align2::RIGHT_TOP, [-24.0, 8.0]).show(ui, |ui| topbar::saved(ui, session));
        }
        inspector::settle_hidden(ui, &mut actions);
        review::settle(&mut self.review, ui.ctx(), session);
        match session.overlay() {
            Overlay::None => {}
            Overlay::Palette => self.palette.show(ui, session, &mut actions),
            Overlay::Assign => self.assigning.show(ui, session, &mut actions),
            Overlay::ReviewSettings => self.rules.show(ui, session, &mut actions),
            Overlay::Labels => self.labelset.show(ui, session, &mut actions),
            Overlay::Agreement => self.agreement.show(ui, session, &mut actions),
            Overlay::Export => self.export.show(ui, session, &mut actions),
            Overlay::Import => self.import.show(ui, session, &mut actions),
            Overlay::Keys => keys::show(ui, session, &mut actions),
            Overlay::Silence => self.silencing.show(ui, session, &mut actions),
            Overlay::Facts => facts::show(ui, session, &mut actions),
            Overlay::Preferences => self.preferences.show(ui, session, host, &mut actions),
            overlay => self.dialogs.show(ui, session, overlay, host, &mut actions),
        }
        if session.overlay() != Overlay::Palette {
            self.palette = palette::State::default();
        }
        if session.overlay() != Overlay::Silence {
            self.silencing.closed();
        }
        if session.overlay() != Overlay::Assign {
            self.assigning = assigning::State::default();
        }
        if session.overlay() != Overlay::ReviewSettings {
            self.rules = rules::State::default();
        }
        if session.overlay() != Overlay::Export {
            self.export = export::State::default();
        }
        if session.overlay() != Overlay::Import {
            self.import = import::State::default();
        }
        self.labelset.tidy(session);
        if session.overlay() != Overlay::Preferences {
            self.preferences = preferences::State::default();
        }
        self.dialogs.closed_unless(session.overlay());
        import::held_over(ui, session);
        self.told.show(ui, session, &mut actions);
        present(ui, session, &mut actions);
        actions
    }

    /// What is on the screen alone and is worth keeping, before the window closes.
    pub fn leave(&mut self, ctx: &Context, session: &Session) -> Vec<Action> {
        self.typed(ctx, session).into_iter().chain(self.page.place()).collect()
    }

    /// Whether something is edited on the screen that only its own dialog can keep: labels.
    pub fn unsaved(&self) -> bool {
        self.labelset.unsaved()
    }

    /// What is being typed for a mark, or of a decision.
    pub fn typed(&mut self, ctx: &Context, session: &Session) -> Option<Action> {
        value_field::unkept(ctx).map(Action::from).or_else(|| self.review.typed(session))
    }

    /// The article, or what is so instead.
    fn centre(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let Some(project) = session.project() else { return };
        let Some(doc) = session.doc() else {
            return trouble::instead(ui, session, actions);
        };
        trouble::banners(ui, session, doc, actions);
        let reviewing = review::is_on(session);
        if reviewing {
            review::banner(ui, session, actions);
        }
        let under_review = self.review.view();
        let layers = under_review.map_or_else(|| vec![Layer::own(doc.set())], |v| v.layers(session, doc));
        let suggesting = session.suggesting();
        let input = PageInput {
            doc,
            layers: &layers,
            lit: under_review.and_then(|v| v.lit()),
            places: under_review.map_or(&[], |v| &v.places),
            labels: &project.labels,
            armed: session.armed().and_then(|l| project.labels.get(l)),
            reveal: session.reveal(),
            can_mark: session.can_mark() && (!reviewing || session.reviewing().is_editing()),
            found: session.highlights(),
            ghosts: (suggesting.shown(), suggesting.in_hand()),
            asked: session.asked_published().filter(|_| session.can_mark() && !reviewing),
            linking: session.linking(),
            set: Typeset::of(ui, &session.prefs().reading),
            top: session.scrolled().filter(|_| !self.page.shows(doc.key())).map(|(at, below)| Pin { at, below }),
        };
        let quiet = session.overlay() == Overlay::None && ui.memory(|m| m.focused().is_none());
        if quiet {
            // Keys belong to the page whenever nothing else asks for them.
            ui.memory_mut(|m| m.request_focus(page::page_id()));
        }
        let view = ui.available_rect_before_wrap();
        let page = self.page.show(ui, &input);
        if under_review.is_some() {
            actions.extend(page.actions.iter().cloned().chain(review::clicked(session, &page)));
            review::asking(ui, session, view, actions);
        } else {
            actions.extend(page.actions);
        }
        if session.linking().is_some() {
            linkbar::show(ui, session, view, actions);
        }
    }
}

/// Says now and then that the person is there: whoever reads and only scrolls is at work too.
fn present(ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
    let stale = session.last_active().is_none_or(|last| session.now() - last >= PRESENT_EVERY);
    let alive = |e: &egui::Event| {
        use egui::Event::{Key, MouseWheel, PointerButton, PointerMoved, Text, Touch, Zoom};
        matches!(
            e,
            Key { .. } | MouseWheel { .. } | PointerButton { .. } | PointerMoved(_) | Text(_) | Touch { .. } | Zoom(_)
        )
    };
    if stale && session.project().is_some() && ui.input(|i| i.events.iter().any(alive)) {
        actions.push(Action::Present);
    }
}

/// A dialog over everything else, with room around what it holds.
fn modal(ui: &Ui, id: &str) -> Modal {
    let frame = Frame::window(ui.style()).inner_margin(Margin::same(16));
    Modal::new(egui::Id::unique(id)).frame(frame)
}

/// A count with its noun: `1 mark`, `2 marks`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
