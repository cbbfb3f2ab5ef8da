//! A day with its weekday, its time, its zone: everything that is one mark.

use super::{
    Core, Expr, Gap, Kind, Offset, Parser, Point, Role, Unit,
    clock::{Time, hour_in},
    longest,
};
use crate::suggest::dates::expr::{Clock, Mod, Part, Place};

impl Parser<'_> {
    /// A day, a time, or both.
    pub(in crate::suggest::dates) fn moment(&self, at: usize) -> Option<Expr> {
        longest!(self.clock_moment(at), self.part_moment(at), self.day_moment(at))
    }

    /// `3h35 ngày 31/12 (giờ Hà Nội)`, `8h sáng nay`, `5 p.m. on Wednesday`.
    fn clock_moment(&self, at: usize) -> Option<Expr> {
        let (Time { mut clock, length, weak }, mut end) = self.clock(at)?;
        let mut strong = !length && !weak;
        if let Some(next) = self.zone(end) {
            (end, strong) = (next, true);
        }
        let mut part = None;
        let day_end = self.day_after_clock(end).map_or(0, |d| d.end);
        if let Some((found, next)) = self.next(end).and_then(|_| self.clock_part(end)).filter(|(_, next)| {
            // `20 giờ tối nay`: the day has the part.
            *next >= day_end || self.day_after_clock(*next).is_some()
        }) {
            (part, end, strong) = (Some(found), next, true);
            if let Some(next) = self.zone(end) {
                end = next;
            }
        }
        let mut core = Core::None;
        let mut modifier = None;
        if let Some(day) = self.day_after_clock(end) {
            (end, strong) = (day.end, true);
            part = part.or(day.part);
            core = day.core;
            modifier = day.modifier;
        }
        if let Some(next) = self.zone(end) {
            (end, strong) = (next, true);
        }
        if let Some(part) = part {
            clock = Clock { hour: hour_in(clock, part), sure: true, ..clock };
        }
        let mut expr = Expr::new(core, strong, end);
        expr.clock = Some(clock);
        expr.modifier = modifier.filter(|m: &Mod| !m.is_part());
        Some(expr)
    }

    /// The part of the day behind a clock time: `8h sáng`, `5 in the afternoon`.
    pub(super) fn clock_part(&self, at: usize) -> Option<(Part, usize)> {
        let on = if self.words.head_first { at } else { self.past(at, Role::On) };
        let at = self.past(on, Role::PartHead);
        self.next(at)?;
        self.part(at)
    }

    /// The day behind a clock time.
    pub(super) fn day_after_clock(&self, at: usize) -> Option<Expr> {
        let day = |at: usize| {
            self.next(at)?;
            let day = self.with_part(self.day_or_part(at)?);
            day_like(&day).then_some(day)
        };
        if let Some(found) = day(at).or_else(|| self.is(at, Role::On).and_then(day)) {
            return Some(found);
        }
        // `17:05, 01/12/2025`, `19:20 - 14/01/2026`
        let joined = [',', '-', '|'].into_iter().any(|c| self.mark(at, c));
        let next = self.past(at + 1, Role::On);
        day(next).filter(|_| joined && !self.glued(at + 1)).filter(|d| d.strong)
    }

    fn day_or_part(&self, at: usize) -> Option<Expr> {
        longest!(self.part_moment(at), self.day(at))
    }

    /// `sáng 7/12`, `tối thứ Ba (7/12)`, `the morning of March 3`, `đêm 7 rạng sáng 8/12`.
    fn part_moment(&self, at: usize) -> Option<Expr> {
        let head = self.begin_role(at, Role::PartHead).map(|(_, next)| next);
        let from = head.unwrap_or(at);
        if head.is_some() {
            self.next(from)?;
        }
        let (part, mut end) = self.part(from)?;
        let zone = |end| self.zone(end).unwrap_or(end);
        let of = self.past(end, Role::Of);
        let of = self.past(of, Role::On);
        let day = self.next(of).and_then(|_| self.day(of)).filter(day_like);
        // `sáng 7 và chiều 8/12`
        let day = day.or_else(|| self.next(end).and_then(|_| self.list_day(end)));
        let Some(mut day) = day else {
            // `buổi chiều` alone: what stands around it must show that it is meant.
            end = zone(end);
            let mut expr = Expr::new(Core::None, false, end);
            expr.part = Some(part);
            return Some(expr);
        };
        // `sáng hôm 8h` is no part of a day that has a part.
        if day.is_time() {
            return None;
        }
        day.part = Some(part);
        day.strong |= true;
        // `sáng 7/12, lúc 8h` stays two; `tối 7/12 lúc 8h` is one.
        let day = self.with_clock(day, false);
        Some(day)
    }

    fn day_moment(&self, at: usize) -> Option<Expr> {
        let day = self.day(at)?;
        // `Monday morning`, `yesterday afternoon`
        let day = self.with_part(day);
        Some(self.with_clock(day, true))
    }

    fn with_part(&self, mut day: Expr) -> Expr {
        if day.is_time() || !day_like(&day) {
            return day;
        }
        if let Some((part, end)) =
            self.next(day.end).and_then(|_| self.part(day.end)).filter(|_| !self.words.head_first)
        {
            (day.part, day.end, day.strong) = (Some(part), end, true);
        }
        day
    }

    /// A clock time behind a day: `2 December 2025, 9:40 a.m. (GMT+7)`, `14/01/2026 - 19:20`, `Tuesday at 5 p.m.`
    fn with_clock(&self, mut day: Expr, comma: bool) -> Expr {
        if day.clock.is_some() || !day_like(&day) {
            return day;
        }
        let at = day.end;
        let full = day.place().is_some_and(|p| p.year.is_some() && p.day.is_some());
        let led = self.mark(at, ',')
            && self.is(at + 1, Role::ClockJoin).is_some()
            && day.place().is_some_and(|p| p.day.is_some());
        let separated = comma && (full || led) && [',', '-', '|', '·', '•'].into_iter().any(|c| self.mark(at, c));
        let next = if separated { at + 1 } else { at };
        let next = self.past(next, Role::ClockJoin);
        let plain = next == at;
        if self.next(next).is_none() {
            return day;
        }
        let found = self.clock(next).filter(|(t, _)| {
            // `ngày 7/12 8 giờ` does not occur; `thứ Ba 3 giờ` is too doubtful without a word between.
            !t.length && (!plain || full || t.clock.sure)
        });
        // `2021-12-08T09:30`
        let iso = self
            .next(at)
            .filter(|t| t.gap == Gap::None && full && t.end - t.start == 1 && matches!(t.kind, Kind::Word(_)));
        let found = found.or_else(|| iso.and_then(|_| self.clock(at + 1).filter(|_| self.glued(at + 1))));
        let Some((time, mut end)) = found else {
            if let Some(next) = self.zone(at).filter(|_| day.part.is_some() || full) {
                day.end = next;
            }
            return day;
        };
        if let Some(next) = self.zone(end) {
            end = next;
        }
        if let Some((part, next)) = self.next(end).and_then(|_| self.clock_part(end)) {
            day.part = Some(part);
            end = next;
        }
        let part = day.part.take();
        let hour = part.map_or(time.clock.hour, |p| hour_in(time.clock, p));
        day.clock = Some(Clock { hour, ..time.clock });
        (day.end, day.strong) = (self.zone(end).unwrap_or(end), true);
        day
    }

    /// A day or something longer, with the date that explains it: `thứ Ba (7/12)`, `hôm qua, 7/12`, `Tuesday, March 3`.
    pub(super) fn day(&self, at: usize) -> Option<Expr> {
        // `ngày`, `hôm`, `dịp` and what they head.
        let head = self.begin_role(at, Role::Head).map(|(_, next)| next);
        let headed = head.and_then(|next| {
            self.next(next)?;
            let again = self.past(next, Role::Head);
            let mut day = self.bare_day(again, true).filter(day_like)?;
            day.strong = true;
            Some(day)
        });
        let bare = self.bare_day(at, false);
        let first = longest!(headed, bare)?;
        self.explained(first)
    }

    /// The second way to say the same day, right behind it.
    fn explained(&self, mut day: Expr) -> Option<Expr> {
        let open = match &day.core {
            Core::Place(place) => place.lunar && place.day.is_some() || place.day.is_none() && place.weekday.is_some(),
            Core::By(Unit::Day, _) | Core::Weekend(_) => true,
            Core::Feast(..) => true,
            _ => false,
        };
        let dated = |day: &Expr| day.place().is_some_and(|p| p.day.is_some() && p.weekday.is_none());
        if open {
            let at = day.end;
            let (bracket, comma) = (self.mark(at, '('), self.mark(at, ','));
            // `mùng 3 Tết 12/2` does not occur.
            if !bracket && !comma && day.place().is_some_and(|p| p.lunar) {
                return Some(day);
            }
            let next = at + usize::from(bracket || comma);
            let next = if bracket || comma { self.past(next, Role::On) } else { next };
            let found = self.next(next).and_then(|_| self.date_headed(next)).filter(dated);
            let found = found.filter(|d| !comma || d.strong || !d.is_time() && self.is_slash(next));
            if let Some(other) = found {
                let end = if bracket { self.mark(other.end, ')').then_some(other.end + 1) } else { Some(other.end) };
                if let Some(end) = end {
                    return Some(self.joined(&day, &other, end));
                }
            }
        }
        // `7/12 (thứ Ba)`
        if dated(&day) && self.mark(day.end, '(') {
            let other = self.next(day.end + 1).and_then(|_| self.bare_day(day.end + 1, true));
            let weekday = other.as_ref().and_then(|d| d.place()).filter(|p| p.day.is_none()).and_then(|p| p.weekday);
            if let Some(other) = other.filter(|o| weekday.is_some() && self.mark(o.end, ')'))
                && let Core::Place(place) = &mut day.core
            {
                place.weekday = weekday;
                (day.end, day.strong) = (other.end + 1, true);
            }
        }
        Some(day)
    }

    fn is_slash(&self, at: usize) -> bool {
        self.mark(at + 1, '/')
    }

    fn date_headed(&self, at: usize) -> Option<Expr> {
        let next = self.past(at, Role::Head);
        let mut day = self.bare_day(next, next > at)?;
        day.strong |= next > at;
        Some(day)
    }

    fn joined(&self, first: &Expr, second: &Expr, end: usize) -> Expr {
        let mut place = second.place().copied().unwrap_or_default();
        place.weekday = place.weekday.or(first.place().and_then(|p| p.weekday));
        Expr {
            core: Core::Place(place),
            clock: first.clock.or(second.clock),
            part: first.part.or(second.part),
            modifier: first.modifier,
            strong: true,
            end,
        }
    }

    /// A point with the part of the day it has: `sáng nay`, `last night`.
    pub(super) fn point_expr(&self, at: usize) -> Option<Expr> {
        let (point, end) = self.point(at)?;
        Some(match point {
            Point::At(unit, by, part) => {
                let mut expr = Expr::new(Core::By(unit, by), true, end);
                expr.part = part;
                expr
            }
            Point::Past => Expr::new(Core::Reference("PAST_REF"), true, end),
            Point::Present => Expr::new(Core::Reference("PRESENT_REF"), true, end),
            Point::Future => Expr::new(Core::Reference("FUTURE_REF"), true, end),
        })
    }
}

/// Whether an expression is a day, to which a time can belong.
pub(super) fn day_like(day: &Expr) -> bool {
    match &day.core {
        Core::Place(Place { day: Some(_), .. } | Place { weekday: Some(_), .. }) => true,
        Core::By(Unit::Day, Offset::Now(_) | Offset::That(_)) | Core::Feast(..) => true,
        Core::From(parts, _) => parts.last().is_some_and(|(_, unit)| *unit == Unit::Day),
        _ => false,
    }
}
