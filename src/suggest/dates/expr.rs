//! What an expression of time says, before it is known which day it is.

use super::calendar::{Amount, Unit};

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// The part of a code in the lists of words.
    pub fn of(code: &str) -> Option<Self> {
        Some(match code {
            "MO" => Part::Morning,
            "MI" => Part::Midday,
            "AF" => Part::Afternoon,
            "EV" => Part::Evening,
            "NI" => Part::Night,
            _ => return None,
        })
    }

    /// As it stands in a value.
    pub fn code(self) -> &'static str {
        match self {
            Part::Morning => "MO",
            Part::Midday => "MI",
            Part::Afternoon => "AF",
            Part::Evening => "EV",
            Part::Night => "NI",
        }
    }
}

/// What a modifier says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mod {
    Start,
    Mid,
    End,
    Approx,
    MoreThan,
    LessThan,
}

impl Mod {
    /// The modifier of a code in the lists of words.
    pub fn of(code: &str) -> Option<Self> {
        Some(match code {
            "START" => Mod::Start,
            "MID" => Mod::Mid,
            "END" => Mod::End,
            "APPROX" => Mod::Approx,
            "MORE_THAN" => Mod::MoreThan,
            "LESS_THAN" => Mod::LessThan,
            _ => return None,
        })
    }

    /// As it is written.
    pub fn code(self) -> &'static str {
        match self {
            Mod::Start => "START",
            Mod::Mid => "MID",
            Mod::End => "END",
            Mod::Approx => "APPROX",
            Mod::MoreThan => "MORE_THAN",
            Mod::LessThan => "LESS_THAN",
        }
    }

    /// Whether it names a part of a time, and not how exact it is.
    pub fn is_part(self) -> bool {
        matches!(self, Mod::Start | Mod::Mid | Mod::End)
    }
}

/// How far from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offset {
    /// So many on from the day of publication.
    Now(i8),
    /// So many on from the day that was spoken of.
    That(i8),
    /// A length that ends or begins now: `7 năm qua`.
    Length,
}

impl Offset {
    /// `-1`, `0`, `+1`, `that +1`, `length`.
    pub fn of(code: &str) -> Option<Self> {
        if code == "length" {
            return Some(Offset::Length);
        }
        match code.strip_prefix("that ") {
            Some(n) => n.parse().ok().map(Offset::That),
            None => code.parse().ok().map(Offset::Now),
        }
    }
}

/// A phrase that says alone when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    /// A unit so many on, perhaps a part of that day.
    At(Unit, Offset, Option<Part>),
    Past,
    Present,
    Future,
}

impl Point {
    /// `D-1`, `D+0 MO`, `that D+1`, `PAST_REF`.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "PAST_REF" => return Some(Point::Past),
            "PRESENT_REF" => return Some(Point::Present),
            "FUTURE_REF" => return Some(Point::Future),
            _ => {}
        }
        let (that, code) = code.strip_prefix("that ").map_or((false, code), |code| (true, code));
        let (move_by, part) = match code.split_once(' ') {
            Some((by, part)) => (by, Some(Part::of(part)?)),
            None => (code, None),
        };
        let cut = move_by.find(['+', '-'])?;
        let (unit, by) = move_by.split_at(cut);
        let by = by.parse().ok()?;
        Some(Point::At(Unit::of(unit)?, if that { Offset::That(by) } else { Offset::Now(by) }, part))
    }
}

/// A feast: when it is in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feast {
    Solar(u8, u8),
    Lunar(u8, u8),
    /// The last day of the lunar year before that one.
    LunarEve,
    /// So many days from Easter Sunday.
    Easter(i8),
    /// The n-th such weekday of a month: month, weekday, n (5: the last).
    Nth(u8, u8, u8),
}

impl Feast {
    /// `12-25`, `L1-1`, `LE`, `E+0`, `11-4#4`.
    pub fn of(code: &str) -> Option<Self> {
        let pair = |text: &str| {
            let (a, b) = text.split_once('-')?;
            Some((a.parse().ok()?, b.parse().ok()?))
        };
        if code == "LE" {
            return Some(Feast::LunarEve);
        }
        if let Some(code) = code.strip_prefix('L') {
            return pair(code).map(|(m, d)| Feast::Lunar(m, d));
        }
        if let Some(code) = code.strip_prefix('E') {
            return code.parse().ok().map(Feast::Easter);
        }
        if let Some((day, n)) = code.split_once('#') {
            let (month, weekday) = pair(day)?;
            return Some(Feast::Nth(month, weekday, n.parse().ok()?));
        }
        pair(code).map(|(m, d)| Feast::Solar(m, d))
    }
}

/// Which year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    At(i16),
    Bc(i16),
    By(Offset),
    /// Of the cycle of sixty.
    Cycle(u8),
}

/// Which part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Month(u8),
    /// A month so many on: `ngày 15 tháng này`.
    MonthBy(Offset),
    Quarter(u8),
    Half(u8),
    Season(&'static str),
    /// The first so many months, or the last.
    First(u8),
    Last(u8),
}

/// A place in the calendar, as far as it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub year: Option<Year>,
    pub within: Option<Within>,
    pub day: Option<u8>,
    pub weekday: Option<u8>,
    /// What moves a weekday or a month: `thứ Ba tới`, `last June`.
    pub by: Option<Offset>,
    /// The week a weekday is in: `thứ Ba tuần trước`.
    pub week: Option<Offset>,
    pub lunar: bool,
    /// The week of that day.
    pub whole_week: bool,
}

/// What an expression is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Core {
    /// A time of day alone.
    None,
    Place(Place),
    /// A unit so many on: `hôm qua`, `tuần trước`.
    By(Unit, Offset),
    /// An amount of time from somewhere: `ba ngày trước`.
    From(Vec<(Amount, Unit)>, Offset),
    Weekend(Option<Offset>),
    Decade(i16),
    Century(i16),
    Feast(Feast, Option<Year>),
    Reference(&'static str),
    /// A length, or from one to another.
    Length(Vec<(Amount, Unit)>, Option<Vec<(Amount, Unit)>>),
    Set(String),
    Range(Box<Expr>, Box<Expr>),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: Option<u8>,
    pub second: Option<u8>,
    /// Whether it was said which half of the day it is.
    pub sure: bool,
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expr {
    pub core: Core,
    pub clock: Option<Clock>,
    pub part: Option<Part>,
    pub modifier: Option<Mod>,
    /// Whether its form alone shows that it is one; else what stands around it must.
    pub strong: bool,
    /// The token behind it.
    pub end: usize,
}

impl Expr {
    /// An expression about this, to the token before `end`.
    pub fn new(core: Core, strong: bool, end: usize) -> Self {
        Expr { core, clock: None, part: None, modifier: None, strong, end }
    }

    /// Its place in the calendar, if it has one.
    pub fn place(&self) -> Option<&Place> {
        match &self.core {
            Core::Place(place) => Some(place),
            _ => None,
        }
    }

    /// Whether it says a time of day.
    pub fn is_time(&self) -> bool {
        self.clock.is_some() || self.part.is_some()
    }
}
