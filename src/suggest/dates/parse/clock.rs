//! Times of day: `15h35`, `8 giờ 30 phút`, `7 rưỡi tối`, `9:40 a.m. (GMT+7)`.

use super::{Case, Gap, Kind, Parser, Read, Role, Sense, Unit};
use crate::suggest::dates::expr::{Clock, Part};

/// A time of day as it was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    pub clock: Clock,
    /// Whether it could be a length as well: `8 giờ`, `2 giờ 30 phút`, `24h`.
    pub length: bool,
    /// Whether it could be something else altogether: a ratio, a score.
    pub weak: bool,
}

impl Parser<'_> {
    /// A time of day with its half of the day.
    pub(super) fn clock(&self, at: usize) -> Read<Time> {
        let named = self.begin(at, |s| match s {
            Sense::Clock(hour, minute) => Some((hour, minute)),
            _ => None,
        });
        if let Some(((hour, minute), end)) = named {
            let clock = Clock { hour, minute: Some(minute), second: None, sure: true };
            return Some((Time { clock, length: false, weak: true }, end));
        }
        let (mut time, mut end) = self.spoken_clock(at).or_else(|| self.bare_clock(at))?;
        // `9:40 a.m.`
        let half = self.is(end, Role::Am).map(|e| (false, e)).or_else(|| self.is(end, Role::Pm).map(|e| (true, e)));
        if let Some((pm, next)) = half
            && (1..=12).contains(&time.clock.hour)
        {
            time.clock.hour = time.clock.hour % 12 + if pm { 12 } else { 0 };
            time.clock.sure = true;
            (time.length, time.weak) = (false, false);
            end = next;
        }
        let known = time.clock.hour <= 24 && time.clock.minute.is_none_or(|m| m < 60);
        let last = time.clock.hour == 24 && time.clock.minute.is_some_and(|m| m > 0);
        (known && !last).then_some((time, end))
    }

    /// `half past six`, `a quarter to four`, `ten past nine`. `twenty to eight` needs its day or its part of the day beside it.
    fn spoken_clock(&self, at: usize) -> Read<Time> {
        if self.words.head_first {
            return None;
        }
        let article = self.begin_role(at, Role::Article).map_or(at, |(_, next)| next);
        let quarter = self.begin(article, |s| (s == Sense::Unit(Unit::Quarter)).then_some(15));
        let named = self.begin_role(at, Role::HalfOf).map(|(_, next)| (30, next)).or(quarter);
        let (minute, next) = named.or_else(|| self.number(at).filter(|(n, _)| (1..60).contains(n)))?;
        let minutes = self.unit(next).filter(|(unit, _)| *unit == Unit::Minute).map(|(_, next)| next);
        let next = minutes.unwrap_or(next);
        let past = self.is(next, Role::PastHour);
        let hour_at = past.or_else(|| self.is(next, Role::Less).filter(|_| minute < 30))?;
        self.next(hour_at)?;
        let (hour, end) = self.number(hour_at).filter(|(n, _)| (1..=12).contains(n))?;
        let end = self.past(end, Role::OClock);
        if past.is_none() && (self.unit(end).is_some() || self.is(end, Role::NotAfter).is_some()) {
            return None;
        }
        let (hour, minute) = if past.is_some() { (hour, minute) } else { ((hour + 10) % 12 + 1, 60 - minute) };
        let beside = past.is_some() || self.clock_part(end).is_some() || self.day_after_clock(end).is_some();
        if !beside && named.is_none() && minutes.is_none() {
            return None;
        }
        let (hour, minute) = (u8::try_from(hour).ok()?, u8::try_from(minute).ok());
        let clock = Clock { hour, minute, second: None, sure: false };
        Some((Time { clock, length: false, weak: !beside }, end))
    }

    fn bare_clock(&self, at: usize) -> Read<Time> {
        // `0630 GMT`
        if let Kind::Number(n, 4) = self.token(at)?.kind
            && n % 100 < 60
            && n < 2400
            && self.token(at + 1).is_some_and(|t| matches!(t.case, Case::Capitals | Case::Line))
            && self.is(at + 1, Role::Zone).is_some()
        {
            let (hour, minute) = (u8::try_from(n / 100).ok()?, u8::try_from(n % 100).ok());
            let clock = Clock { hour, minute, second: None, sure: true };
            return Some((Time { clock, length: false, weak: false }, at + 1));
        }
        let (hour, next) = self.number(at).filter(|(n, _)| *n <= 24)?;
        let hour = u8::try_from(hour).ok()?;
        let in_digits = matches!(self.token(at)?.kind, Kind::Number(_, 1..=2));
        let clock = |minute, second| Clock { hour, minute, second, sure: hour > 12 || hour == 0 };
        // `15:35`, `15:35:20`
        if in_digits && self.mark(next, ':') && self.glued(next) && self.glued(next + 1) {
            let (minute, end) = self.minutes(next + 1)?;
            let (second, end) = match self.minutes(end + 1) {
                Some((second, after)) if self.mark(end, ':') && self.glued(end) && self.glued(end + 1) => {
                    (Some(second), after)
                }
                _ => (None, end),
            };
            if self.mark(end, ':') && self.glued(end) && self.digits(end + 1).is_some() {
                return None;
            }
            return Some((Time { clock: clock(Some(minute), second), length: false, weak: false }, end));
        }
        // `15h35`, `15h`, `15 h 35`
        if in_digits && let Some(end) = self.is(next, Role::Hour).filter(|_| self.glued(next)) {
            if let Some((minute, after)) =
                self.minutes(end).filter(|_| self.token(end).is_some_and(|t| t.gap == Gap::None))
            {
                let after = self.past(after, Role::Minute);
                let after = if self.mark(after, '\'') && self.glued(after) { after + 1 } else { after };
                return Some((Time { clock: clock(Some(minute), None), length: false, weak: false }, after));
            }
            if let Some(after) = self.is(end, Role::AndHalf) {
                return Some((Time { clock: clock(Some(30), None), length: true, weak: false }, after));
            }
            // `2G` is a network.
            return self.is_small(next).then(|| (Time { clock: clock(Some(0), None), length: true, weak: false }, end));
        }
        // `15 giờ 35 phút`, `8 giờ rưỡi`, `8 giờ kém 15`, `5 o'clock`
        if let Some(end) = self.is(next, Role::HourWord) {
            return self.after_hour(hour, clock, end);
        }
        if let Some(end) = self.is(next, Role::OClock) {
            return Some((Time { clock: clock(Some(0), None), length: false, weak: false }, end));
        }
        // `5 p.m.`, `7 rưỡi tối`
        if self.is(next, Role::Am).or(self.is(next, Role::Pm)).is_some() {
            return Some((Time { clock: clock(Some(0), None), length: false, weak: false }, next));
        }
        let half = self.is(next, Role::AndHalf)?;
        self.part(half)?;
        Some((Time { clock: clock(Some(30), None), length: false, weak: false }, half))
    }

    fn after_hour(&self, hour: u8, clock: impl Fn(Option<u8>, Option<u8>) -> Clock, end: usize) -> Read<Time> {
        if let Some(after) = self.is(end, Role::AndHalf) {
            return Some((Time { clock: clock(Some(30), None), length: true, weak: false }, after));
        }
        if let Some(less) = self.is(end, Role::Less) {
            let (minute, after) = self.number(less).filter(|(n, _)| (1..60).contains(n))?;
            let after = self.past(after, Role::Minute);
            let clock = Clock { hour: (hour + 23) % 24, ..clock(u8::try_from(60 - minute).ok(), None) };
            return Some((Time { clock, length: false, weak: false }, after));
        }
        if let Some((minute, after)) = self.number(end).filter(|(n, _)| *n < 60 && self.next(end).is_some()) {
            let minute = u8::try_from(minute).ok();
            if let Some(after) = self.is(after, Role::Minute) {
                return Some((Time { clock: clock(minute, None), length: true, weak: false }, after));
            }
            // `15 giờ 35`: two digits, and no unit behind that they count.
            let counted = self.unit(after).is_some() && self.digits(after + 1).is_none();
            if matches!(self.token(end)?.kind, Kind::Number(_, 2)) && !counted {
                return Some((Time { clock: clock(minute, None), length: false, weak: false }, after));
            }
        }
        Some((Time { clock: clock(Some(0), None), length: true, weak: true }, end))
    }

    /// Two digits below sixty.
    fn minutes(&self, at: usize) -> Read<u8> {
        let (n, digits) = self.digits(at)?;
        (digits == 2 && n < 60).then_some((u8::try_from(n).ok()?, at + 1))
    }

    /// Whether a clock time that begins at a token could be a length as well.
    pub(in crate::suggest::dates) fn may_be_length(&self, at: usize) -> bool {
        self.clock(at).is_some_and(|(time, _)| time.length)
    }

    /// A part of the day.
    pub(super) fn part(&self, at: usize) -> Read<Part> {
        self.begin(at, |s| match s {
            Sense::Part(part) => Some(part),
            _ => None,
        })
    }

    /// A time zone, in brackets or not: `(giờ Hà Nội)`, `GMT+7`, `local time`.
    pub(super) fn zone(&self, at: usize) -> Option<usize> {
        if self.mark(at, '(') {
            let end = self.bare_zone(at + 1)?;
            // `(GMT+7, tức 20h giờ Hà Nội)` is more than a zone.
            return self.mark(end, ')').then_some(end + 1);
        }
        self.bare_zone(at)
    }

    fn bare_zone(&self, at: usize) -> Option<usize> {
        if let Some(end) = self.is(at, Role::Zone) {
            // `GMT+7`, `UTC +07:00`
            let signed = (self.mark(end, '+') || self.mark(end, '-')) && self.glued(end + 1);
            let Some((_, 1..=4)) = self.digits(end + 1).filter(|_| signed) else { return Some(end) };
            let minutes = self.mark(end + 2, ':') && self.glued(end + 2) && self.digits(end + 3).is_some();
            return Some(if minutes { end + 4 } else { end + 2 });
        }
        // `giờ Hà Nội`: a head and names; `Moscow time`: names, none of them a weekday's, and a tail.
        let head = self.is(at, Role::ZoneHead);
        let (from, free) = (head.unwrap_or(at), |n: usize| head.is_some() || !self.words.begins(self.tokens, n));
        let mut end = from;
        while end < from + 3
            && self.next(end).is_some_and(|t| matches!(t.kind, Kind::Word(_)))
            && self.is_capital(end)
            && free(end)
        {
            end += 1;
        }
        let tail = if head.is_some() { Some(end) } else { self.is(end, Role::ZoneTail) };
        tail.filter(|_| end > from)
    }
}

/// A clock with twelve hours in a part of the day.
pub(super) fn hour_in(clock: Clock, part: Part) -> u8 {
    match (part, clock.hour) {
        (Part::Night, 12) if clock.minute.is_some_and(|m| m > 0) => 0,
        (Part::Night, 12) => 24,
        (Part::Midday, 1..=3) | (Part::Afternoon, 1..=7) | (Part::Evening, 4..=11) | (Part::Night, 7..=11) => {
            clock.hour + 12
        }
        (_, hour) => hour,
    }
}
