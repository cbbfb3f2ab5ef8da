//! Numbers that look like dates: decrees, shares, scores, prices, houses.

use super::Site;
use crate::suggest::dates::{
    expr::{Core, Expr, Place, Within},
    token::Kind,
    words::Role,
};

impl Site<'_> {
    /// Whether what begins with digits is the number of something, a share or a score, or counts what stands behind it.
    pub(super) fn is_other_number(&self) -> bool {
        let (p, at, expr) = (self.p, self.at, self.expr);
        if !self.number(at) {
            return false;
        }
        // `đến bến xe 4h30 ngày 25/7`
        let headed = expr.clock.is_some() && !matches!(expr.core, Core::None);
        let counts = matches!(expr.core, Core::Length(..) | Core::From(..) | Core::Set(_));
        if !counts && !headed && self.is_no_date_before() {
            return true;
        }
        let signed = self.glued(at + 1) && self.mark(at + 1, &['/', '.', '-']);
        let of_year = expr.place().is_some_and(|place| place.year.is_some());
        if signed && !of_year && expr.clock.is_none() && self.before(Role::ShareLead) {
            return true;
        }
        // The first of two shares is no day either.
        let head = [Role::From, Role::Between].into_iter().find_map(|role| p.words.ends_before(p.tokens, at, role));
        let whole = head.filter(|_| signed).and_then(|head| p.expression(head));
        if let Some(whole) = &whole
            && let Core::Range(from, to) = &whole.core
            && (Site { expr: whole, ..*self }).is_share_range(from, to)
        {
            return true;
        }
        // Units behind a number: a price, a size. `hôm 7.12 USD` does not occur.
        let full = expr.place().is_some_and(|p| p.year.is_some() && p.day.is_some());
        if self.number(expr.end - 1) && !headed && !full && self.is_counted_behind() {
            return true;
        }
        // `thua 1-2 hôm 18/10`: no one or two days.
        let head = expr.end - 1;
        let day = || p.expression(head).is_some_and(|e| e.place().is_some_and(|p| p.day.is_some()));
        self.mark(at + 1, &['-'])
            && matches!(expr.core, Core::Length(..) | Core::Range(..))
            && self.is(head, Role::Head).is_some()
            && self.is_unit(head)
            && day()
    }

    /// Whether a word before a number makes it no date. `vòng loại 10-15/8` is an event, though `loại` is a class.
    fn is_no_date_before(&self) -> bool {
        // `lớp 6/1 và 7/3`
        let first = self.at.checked_sub(4).filter(|n| self.number(*n) && self.glued(n + 1) && self.before(Role::And));
        let at = first.unwrap_or(self.at);
        let ends = |role| self.p.words.ends_before(self.p.tokens, at, role);
        let no = [ends(Role::NotBefore), ends(Role::Numbered)].into_iter().flatten().min();
        let event = || [ends(Role::EventName), ends(Role::EventLead)].into_iter().flatten().min();
        no.is_some_and(|no| event().is_none_or(|yes| yes >= no))
    }

    /// Whether what stands behind a number is counted or measured by it. `từ 7/12 tỉnh Nam` names a province and counts none; `từ
    /// 15/3 người dân` has no share either, which would be more than the whole; nor has `từ 1/7 người dân`.
    fn is_counted_behind(&self) -> bool {
        let end = self.expr.end;
        let slash = self.head_first() && self.mark(self.at + 1, &['/']);
        // `sau 4/5 năm nhiệm kỳ`, but `từ 4/5 năm ngoái`
        let time = || slash && self.is_unit(end) && self.p.expression(end).is_none();
        if !self.behind(Role::NotAfter) && !time() {
            return false;
        }
        let end = self.is(end, Role::NotAfter).unwrap_or(end);
        let dated = |place: &Place| {
            let whole = matches!(place.within, Some(Within::Month(month)) if place.day > Some(month));
            self.blank(end) && self.capital(end) || whole || place.day == Some(1) && self.before(Role::From)
        };
        !(slash && self.before(Role::Lead) && self.expr.place().is_some_and(dated))
    }

    /// A day and month in digits that nothing else makes sure of.
    pub(super) fn day_stands(&self, place: &Place) -> bool {
        let (Some(Kind::Mark(sign)), Some(Within::Month(month))) = (self.kind(self.at + 1), place.within) else {
            return false;
        };
        let (head_first, end, day, led) = (self.head_first(), self.expr.end, place.day.unwrap_or(0), self.led());
        if place.year.is_some() {
            // `patch 3.9.22`
            return head_first || sign == '/' || led;
        }
        let goes_on = self.goes_on();
        if led && head_first {
            // `ngày 9/9, 2/8 nhịp cầu`: behind a comma a fraction goes on with what it is of.
            let fraction = sign == '/' && day <= month && goes_on && !self.behind(Role::DayBehind);
            return !(fraction && self.mark_before(&[',', ';']));
        }
        if led {
            // `to 3/4 of them`
            let fraction = day < month && (goes_on || self.behind(Role::The));
            return sign == '/' && !fraction && !self.behind(Role::Of) && !self.capital_behind();
        }
        // 24/7 is round the clock.
        if !head_first || (day, month) == (24, 7) {
            return false;
        }
        // `2.3 là hạn chót`, `16.5, tòa tuyên án`
        let time = |n| [Role::Head, Role::EventName].into_iter().any(|role| self.is(n, role).is_some());
        if self.starts()
            && (self.is(end, Role::Is).is_some_and(time)
                || sign == '.' && self.mark(end, &[',']) && !self.number(end + 1))
        {
            return true;
        }
        if self.bracketed() {
            let past = Site { at: self.at - 1, ..*self }.before(Role::Past);
            // `(24-8)` is no set of badminton, which ends at 21.
            let set = [15, 21, 25].contains(&day);
            return sign == '/' || past || day > 12 && !(sign == '-' && set);
        }
        // `trong buổi làm việc 7/12, …`, `chuyến bay 1.8 vì`: a day where nothing else follows, and no score.
        let free = !goes_on || self.behind(Role::DayBehind) || self.capital_behind();
        let event = self.p.words.ends_before(self.p.tokens, self.at, Role::EventName);
        let named = event.is_some();
        // `lễ viếng 8-6`, `vụ nổ 4-8` have no score.
        let scores = |n| ![Role::Lead, Role::Happening].into_iter().any(|role| self.is(n, role).is_some());
        if sign == '-' && event.is_some_and(|n| !scores(n)) {
            return true;
        }
        if (named || self.before(Role::EventLead)) && free || named && (sign == '/' || day > 12) {
            return sign != '-' || day > 9 || month > 9;
        }
        // `ra mắt báo giới 25-2, …`: what falls is no range, and no score where no word says so.
        let small = self.at > 0 && self.word(self.at - 1) && !self.capital(self.at - 1);
        if sign == '-' {
            return day > 12 && small && free && !self.pair_behind();
        }
        // `nhà 24/2 Lê Lợi`, `xí nghiệp may 8/3`
        let named = || (1..=3).any(|n| self.at.checked_sub(n).is_some_and(|n| self.is(n, Role::Named).is_some()));
        if sign != '/' || self.capital_behind() || named() {
            return false;
        }
        // Three quarters, seven out of ten.
        if day <= month {
            return self.starts() && !goes_on && day != month && month > 4 && self.mark(end, &[',', ':']);
        }
        // Sets of a match stand side by side.
        !(self.pair_behind() || self.at > 2 && self.number(self.at - 1))
    }

    /// Whether another two numbers follow, perhaps behind a comma.
    fn pair_behind(&self) -> bool {
        let pair = |at: usize| self.number(at) && self.mark(at + 1, &['/', '-']);
        let end = self.expr.end;
        pair(end) || self.mark(end, &[',']) && pair(end + 1) || self.is(end, Role::And).is_some_and(pair)
    }

    /// Whether a word follows that a fraction could be of.
    pub(super) fn goes_on(&self) -> bool {
        let end = self.expr.end;
        self.blank(end) && self.word(end) && !self.behind(Role::Lead) && !self.behind(Role::And)
    }

    /// A range; one in digits is of days or years, not of shares, prices.
    pub(super) fn range_stands(&self, from: &Expr, to: &Expr) -> bool {
        let event = || self.before(Role::EventName) || self.before(Role::EventLead);
        if !(self.expr.strong || self.led() || event() || self.bracketed()) {
            return false;
        }
        // `2019-2021 USD`
        let year = |e: &Expr| e.place().is_some_and(|p| p.year.is_some() && p.within.is_none());
        let price = self.number(self.at) && year(from) && year(to) && self.behind(Role::NotAfter);
        !price && !self.is_share_range(from, to)
    }

    /// `from 1/5 to 1/3 of them`, `từ 2.3 đến 4.5 triệu`: a range in digits of something that is counted.
    fn is_share_range(&self, from: &Expr, to: &Expr) -> bool {
        let end = self.expr.end;
        // In `từ 5 đến 9/3` the first has no month of its own.
        let day = |e: &Expr, end: usize| match e.place() {
            Some(Place { year: None, within: Some(Within::Month(month)), day: Some(day), .. }) => {
                (self.number(end - 1) && self.glued(end - 1)).then_some((*month, *day))
            }
            _ => None,
        };
        let Some((from, to)) = day(from, from.end).zip(day(to, end)) else { return false };
        let counted = self.behind(Role::NotAfter);
        if !self.mark(end - 2, &['/']) {
            // English writes decimals so: `from 4.9 to 2.4`.
            return counted || !self.head_first() && self.mark(end - 2, &['.']);
        }
        let shares = [from, to].into_iter().all(|(month, day)| day < month) && (from.0 != to.0 || from > to);
        shares && (counted || !self.head_first() && (from > to || self.behind(Role::Of)))
    }
}
