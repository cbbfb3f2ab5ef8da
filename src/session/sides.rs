//! The side bars: which are open, and in a window with room for one, which of them.

use super::{Effect, Session};

/// Which side bars a window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// The articles.
    pub left: bool,
    /// The marks and the other pages.
    pub right: bool,
}

/// What the session keeps of them beside the preferences.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Room {
    narrow: bool,
    /// Whether the left one was asked for last: where there is room for one, that one is shown.
    left_last: bool,
}

impl Session {
    /// The side bars to be shown.
    pub fn sides(&self) -> Sides {
        let (left, right) = (self.prefs.left_open, self.prefs.right_open);
        let Room { narrow, left_last } = self.room;
        let both = left && right && narrow;
        Sides { left: left && (left_last || !both), right: right && !(both && left_last) }
    }

    /// Whether the window has room for one side bar only.
    pub fn is_narrow(&self) -> bool {
        self.room.narrow
    }

    pub(super) fn set_narrow(&mut self, narrow: bool) {
        self.room.narrow = narrow;
    }

    /// Shows or hides a side bar; one that only waits for room is shown in place of the other.
    pub(super) fn toggle_side(&mut self, left: bool) {
        let sides = self.sides();
        let shown = if left { sides.left } else { sides.right };
        if shown {
            *self.side(left) = false;
            self.effects.push(Effect::SavePreferences);
        } else {
            self.open_side(left);
        }
    }

    /// Shows a side bar, in place of the other where there is room for one.
    pub(super) fn open_side(&mut self, left: bool) {
        self.room.left_last = left;
        if !std::mem::replace(self.side(left), true) {
            self.effects.push(Effect::SavePreferences);
        }
    }

    fn side(&mut self, left: bool) -> &mut bool {
        if left { &mut self.prefs.left_open } else { &mut self.prefs.right_open }
    }
}
