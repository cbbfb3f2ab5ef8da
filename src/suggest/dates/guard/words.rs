//! Words that look like times: names, verbs, springs of water; lengths that are ages, hours that are times of day.

use super::Site;
use crate::suggest::dates::{
    calendar::Unit,
    expr::{Offset, Place, Within, Year},
    token::Kind,
    words::{Role, Sense},
};

impl Site<'_> {
    /// A time of day without its day.
    pub(super) fn time_stands(&self) -> bool {
        let (at, end) = (self.at, self.expr.end);
        // `Midnight Cargo`
        let named = self.has(at, |s| matches!(s, Sense::Clock(..)));
        if named && self.capital(at) && self.capital_behind() {
            return false;
        }
        let lead = self.before(Role::ClockLead);
        let Some(clock) = self.expr.clock else {
            // A part of the day alone: only where it is pointed to. `the night of the storm`
            if !self.head_first() && self.behind(Role::Of) {
                return false;
            }
            return lead || self.begins(Role::PartHead) && self.before(Role::Lead);
        };
        if self.expr.strong {
            let colon = self.mark(at + 1, &[':']);
            // `1:10` alone may be a ratio, `2:05:30` a length.
            let digit = self.p.tokens.get(at).is_some_and(|t| t.end - t.start < 2);
            let short = digit && end == at + 3 || end == at + 5;
            // `Luke 12:15`, `a 16:10 screen`
            let verse = !self.head_first() && (self.capital_before() || self.before(Role::Article) && end == at + 3);
            return !self.before(Role::NotBefore) && (lead || !(colon && (short || verse)));
        }
        let length_lead = self.before(Role::LengthLead);
        if lead && !(length_lead && end == at + 2 && !self.number(at)) {
            return true;
        }
        let modified = || {
            let ends = |from: usize| self.p.words.find(self.p.tokens, from, exact).is_some_and(|(_, end)| end == at);
            [1, 2].into_iter().any(|n| at.checked_sub(n).is_some_and(ends))
        };
        if length_lead || modified() || self.has(end, |s| matches!(s, Sense::Since(_))) {
            return false;
        }
        // `8 giờ` is eight hours unless something leads to it; `8h` and `8 giờ 30 phút` are times.
        let word_alone = end == at + 2 && self.is(at + 1, Role::HourWord).is_some();
        if named || word_alone || !self.number(at) {
            return self.before(Role::Lead) && (named || self.number(at));
        }
        clock.hour < 24
    }

    pub(super) fn length_stands(&self, amount: Option<u64>, unit: Unit) -> bool {
        let (at, end) = (self.at, self.expr.end);
        let plain = self.expr.modifier.is_none();
        if self.behind(Role::Old) || self.behind(Role::Perhaps) || self.is_numbered_before() {
            return false;
        }
        // `three quarters of the harvest`
        let fraction = unit == Unit::Quarter && matches!(amount, Some(1000 | 3000));
        if fraction && plain && (self.behind(Role::Of) || !self.before(Role::LengthLead)) {
            return false;
        }
        // `two second-hand boats`
        let hyphen = self.mark(end, &['-']) && self.glued(end) && self.glued(end + 1);
        if hyphen && !self.mark(end - 2, &['-']) {
            return false;
        }
        // `set to last six weeks`
        if self.has(at, |s| matches!(s, Sense::Until(_))) && self.before(Role::VerbLead) {
            return false;
        }
        if self.begins(Role::Article) && plain {
            let rate = super::is_after_amount(self.p, at) || super::is_after_unit(self.p, at);
            let lead = self.before(Role::LengthLead) || rate;
            return lead && unit != Unit::Second && self.is(at, Role::Perhaps) != Some(end);
        }
        // `một hôm` is some day or other, `mấy giờ` asks for the time.
        self.is(at, Role::Perhaps).is_none_or(|perhaps| perhaps != end && !(amount.is_none() && unit.is_clock()))
    }

    /// Words that point, where they mean other things too.
    pub(super) fn reference_stands(&self) -> bool {
        let (at, end) = (self.at, self.expr.end);
        // `Back to the Future`
        if end > at + 1 && self.capital(end - 1) && !self.capital(end) {
            return false;
        }
        let doubtful = self.is(at, Role::Perhaps) == Some(end);
        !doubtful
            || self.head_first() && self.starts()
            || self.before(if self.head_first() { Role::To } else { Role::Lead })
    }

    /// `vòng 3`, and not `trong vòng 3 ngày`.
    fn is_numbered_before(&self) -> bool {
        let ends = |role| self.p.words.ends_before(self.p.tokens, self.at, role);
        ends(Role::Numbered).is_some_and(|thing| ends(Role::LengthLead).is_none_or(|lead| lead >= thing))
    }

    /// A place in the calendar.
    pub(super) fn place_stands(&self, place: &Place) -> bool {
        let (at, end, head_first) = (self.at, self.expr.end, self.head_first());
        let led = self.led();
        let lead = led || self.before(Role::WeakLead);
        if place.weekday.is_some() && !self.weekday_stands(place) {
            return false;
        }
        if matches!(place.year, Some(Year::At(100..1000))) && place.within.is_none() && !self.old_year_stands() {
            return false;
        }
        let bare = place.year.is_none() && place.day.is_none() && self.is_name_behind(place);
        // `8 March Lane`
        let street = || !head_first && place.day.is_some() && self.capital_behind() && self.behind(Role::NameBehind);
        match (place.within, place.day, place.weekday) {
            _ if bare || place.year.is_none() && street() => false,
            // `7/12` and its kind.
            (Some(Within::Month(_)), Some(_), _) => self.expr.strong || self.day_stands(place),
            _ if self.expr.strong => true,
            (Some(Within::Month(_)), None, _) if self.number(at) => {
                let slash = self.mark(at + 1, &['/']);
                lead || slash && (head_first && !self.goes_on() || self.bracketed())
            }
            // A month's name. `General August` is none.
            (Some(Within::Month(_)), None, _) => {
                let weak = self.has(at, |s| matches!(s, Sense::MonthWeak(_)));
                let led = (led || self.before(Role::SureLead)) && !(weak && self.behind(Role::NameBehind));
                led || !weak && !self.capital_before()
            }
            (None, Some(_), _) => {
                let head = self.begins(Role::Head) || self.begins(Role::LunarHead);
                head && !self.behind(Role::NotAfter) && !self.is_unit(end)
            }
            (None, None, Some(_)) => lead && !self.has(at, |s| matches!(s, Sense::WeekdayShort(_))),
            (None, None, None) => {
                // `1600 Pennsylvania Street`
                let address = !head_first && self.capital_behind() && !self.before(Role::SureLead);
                // `Of 2022 ballots, 14 were spoiled`
                let share = self.before(Role::WeakLead) && self.capital(at - 1) && self.word(end);
                lead && place.year.is_some() && !address && !share && !self.behind(Role::NotAfter)
            }
            // `trưa hè`, a fall
            (Some(Within::Season(_)), None, _) if self.has(end - 1, |s| matches!(s, Sense::SeasonWeak(_))) => {
                let sure = self.before(Role::SureLead) && !self.behind(Role::From);
                let deadline = self.before(Role::Deadline) || self.before(Role::SoftDeadline);
                sure || deadline && !self.word(end)
            }
            // `cuts to winter payments`
            (Some(Within::Season(_)), None, _) => led || self.before(Role::SureLead),
            _ => lead,
        }
    }

    /// `eighties`, `80s`: what may be an age as well.
    pub(super) fn is_short_decade(&self) -> bool {
        let (end, digits) = (self.expr.end, |n: usize| matches!(self.kind(n), Some(Kind::Number(_, 2))));
        let named = self.has(end - 1, |s| matches!(s, Sense::DecadeName(_)));
        named || end > 1 && digits(end - 2) && !(end > 2 && self.mark(end - 3, &['\'']))
    }

    /// `năm 938`, and not `cả năm 938 hồ sơ`.
    fn old_year_stands(&self) -> bool {
        let end = self.expr.end;
        let round = matches!(self.kind(end - 1), Some(Kind::Number(n, _)) if n.is_multiple_of(10));
        let free = !round && !self.before(Role::LengthLead);
        !(self.blank(end) && self.word(end)) || self.behind(Role::DayBehind) || free
    }

    /// Whether a month, a quarter or a season without day and year is part of something else.
    fn is_name_behind(&self, place: &Place) -> bool {
        let (at, end) = (self.at, self.expr.end);
        match place.within {
            // `first quarter of the field`
            Some(Within::Quarter(_)) => {
                self.behind(Role::Of) && self.is(end, Role::Of).is_some_and(|end| self.is(end, Role::The).is_some())
            }
            Some(Within::Month(_) | Within::Season(_)) if self.head_first() => {
                // `ngày tháng năm` on a form
                let form = self.before(Role::Head) && at > 0 && self.is_unit(at - 1);
                form && matches!(place.within, Some(Within::Month(_))) || self.is_title() && !self.led()
            }
            // `May Lan`, `Winter Palace`
            Some(Within::Month(_) | Within::Season(_)) => {
                let moved = place.by.is_some() || self.expr.modifier.is_some();
                self.word(at) && self.capital_behind() && !moved
            }
            _ => false,
        }
    }

    /// A weekday, where it is no ordinal and no name.
    fn weekday_stands(&self, place: &Place) -> bool {
        let (at, end) = (self.at, self.expr.end);
        if self.before(Role::OrdinalBefore) || self.before(Role::Numbered) {
            let said = place.by.is_some() || place.week.is_some() || self.mark(end - 1, &[')']);
            let capital = |n: usize| self.expr.strong && self.capital(n);
            let headed = || place.day.is_none() && capital(end - 1) && self.before(Role::Head);
            return said || headed() || place.day.is_some() && capital(at + 1);
        }
        if place.day.is_some() {
            return true;
        }
        // `a week from Monday`, but `shut for a week from Monday`
        if matches!(place.by, Some(Offset::Now(2..))) && self.before(Role::LengthOnly) {
            return false;
        }
        // `báo Việt Chủ Nhật`, `Officer Glenn Friday was`
        let name = self.head_first() && self.is_title() && self.capital(end - 1) && self.capital_before();
        if name && !self.led() || self.is_surname() {
            return false;
        }
        // `ngày thứ tư` is the fourth day.
        let thing = self.is(at, Role::OrdinalBefore).filter(|end| self.is(*end, Role::Nth).is_some());
        if thing.is_some_and(|nth| end == nth + 2 && self.word(nth + 1) && !self.capital(nth + 1)) {
            return false;
        }
        // `the Friday Club`, `Wednesday Addams`, `chương trình Thứ Bảy Vui Vẻ`
        let free = if self.head_first() {
            self.is_title() && !self.led()
        } else {
            !self.behind(Role::Lead) && (self.starts() || self.before(Role::The) || self.before(Role::And))
        };
        !(self.behind(Role::NameBehind) || free && self.capital_behind())
    }

    /// `Officer Glenn Friday was`, `Petra Monday, the treasurer`: names that begin a sentence, with a verb or an aside behind.
    fn is_surname(&self) -> bool {
        let (at, end) = (self.at, self.expr.end);
        let names = (0..3).take_while(|n| at > *n && (Site { at: at - n, ..*self }).capital_before()).count();
        let begins = (Site { at: at - names, ..*self }).starts()
            && ![Role::The, Role::Lead].into_iter().any(|role| self.is(at - names, role).is_some());
        let aside =
            self.mark(end, &[',']) && (self.is(end + 1, Role::Article).or(self.is(end + 1, Role::The))).is_some();
        !self.head_first()
            && !self.led()
            && names > 0
            && begins
            && (aside || self.behind(Role::MostlyPast) || self.mark(end, &['\'']))
    }

    /// `ca khúc Tháng Sáu`: a capital where none is due makes a name.
    pub(super) fn is_title(&self) -> bool {
        self.expr.modifier.is_none() && self.capital(self.at) && !self.starts()
    }
}

/// A modifier that says how much a number is, not which part of a time.
fn exact(sense: Sense) -> Option<()> {
    matches!(sense, Sense::Mod(modifier) if !modifier.is_part()).then_some(())
}
