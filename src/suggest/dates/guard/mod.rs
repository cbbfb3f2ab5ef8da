//! What must stand around an expression, and what must not: a fraction is no day, a score no range, a general no August.
//!
//! Which words these are, the lists say; `digits` knows how numbers stand that are no dates, `words` how names do.

mod digits;
mod words;

use super::{
    expr::{Core, Expr, Offset},
    parse::Parser,
    token::{Case, Gap, Kind},
    words::{Role, Sense},
};

/// The expression at a token that holds in its surroundings; what is a time of day or a length is told apart here. `listed`: right
/// before it stands a day, with no more than a comma or `và` between.
pub(super) fn accepted(p: &Parser<'_>, at: usize, listed: bool) -> Option<Expr> {
    let expr = match p.expression(at) {
        Some(expr) => expr,
        None => return p.list_day(at).filter(|_| listed),
    };
    let stands = |expr: &Expr| Site { p, at, expr, listed }.stands();
    if stands(&expr) {
        return Some(expr);
    }
    let counted = expr.place().is_some_and(|p| matches!(p.by, Some(Offset::Now(2..))));
    let other = counted || expr.is_time() || matches!(expr.core, Core::Length(..) | Core::From(..) | Core::Range(..));
    if !other {
        return None;
    }
    let length = Parser { prefer_length: true, ..*p }.expression(at);
    let others = [length, p.length(at), p.moment(at)];
    others.into_iter().flatten().filter(|e| *e != expr && stands(e)).max_by_key(|e| e.end)
}

/// Whether what is counted stands right before: `3 triệu đồng một tháng`.
pub(super) fn is_after_unit(p: &Parser<'_>, at: usize) -> bool {
    p.words.ends_before(p.tokens, at, Role::NotAfter).is_some()
}

/// Whether a number stands shortly before: `160,000 dong a month`.
pub(super) fn is_after_amount(p: &Parser<'_>, at: usize) -> bool {
    if p.words.ends_before(p.tokens, at, Role::LengthLead).is_some() {
        return false;
    }
    let shortly = |wanted: &dyn Fn(usize, Kind) -> bool| {
        (1..=3).any(|n| at.checked_sub(n).is_some_and(|n| p.tokens.get(n).is_some_and(|t| wanted(n, t.kind))))
    };
    let glued = |n: usize| p.tokens.get(n).is_some_and(|t| t.gap == Gap::None);
    shortly(&|_, kind| matches!(kind, Kind::Number(..)))
        && !shortly(&|n, kind| matches!(kind, Kind::Mark('.' | ',' | ';')) && !glued(n + 1))
}

/// An expression where it stands.
#[derive(Clone, Copy)]
struct Site<'a> {
    p: &'a Parser<'a>,
    at: usize,
    expr: &'a Expr,
    listed: bool,
}

// Questions about single tokens.
impl Site<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.p.tokens.get(at).map(|t| t.kind)
    }

    fn mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.kind(at), Some(Kind::Mark(c)) if marks.contains(&c))
    }

    /// The same of the token right before the expression.
    fn mark_before(&self, marks: &[char]) -> bool {
        self.at > 0 && self.mark(self.at - 1, marks)
    }

    fn number(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Number(..)))
    }

    fn word(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Word(_)))
    }

    fn glued(&self, at: usize) -> bool {
        self.p.tokens.get(at).is_some_and(|t| t.gap == Gap::None)
    }

    fn blank(&self, at: usize) -> bool {
        self.p.tokens.get(at).is_some_and(|t| t.gap == Gap::Blank)
    }

    fn capital(&self, at: usize) -> bool {
        let says_nothing = |case| case == Case::Small || case == Case::Line && self.head_first();
        self.p.tokens.get(at).is_some_and(|t| !says_nothing(t.case))
    }

    /// Where a phrase of that role ends, if one begins at a token.
    fn is(&self, at: usize, role: Role) -> Option<usize> {
        self.p.words.is(self.p.tokens, at, role)
    }

    fn has(&self, at: usize, wanted: impl Fn(Sense) -> bool) -> bool {
        self.p.words.find(self.p.tokens, at, |s| wanted(s).then_some(())).is_some()
    }

    fn is_unit(&self, at: usize) -> bool {
        self.has(at, |s| matches!(s, Sense::Unit(_)))
    }
}

// Questions about what stands beside the expression.
impl Site<'_> {
    fn head_first(&self) -> bool {
        self.p.words.head_first
    }

    fn before(&self, role: Role) -> bool {
        self.p.words.ends_before(self.p.tokens, self.at, role).is_some()
    }

    fn behind(&self, role: Role) -> bool {
        self.p.tokens.get(self.expr.end).is_some_and(|t| t.gap < Gap::Line) && self.is(self.expr.end, role).is_some()
    }

    fn begins(&self, role: Role) -> bool {
        self.is(self.at, role).is_some()
    }

    /// Whether the words before show that it is a time.
    fn led(&self) -> bool {
        self.listed || self.before(Role::Lead)
    }

    /// Whether it begins a sentence or stands first in quotation marks.
    fn starts(&self) -> bool {
        self.p.tokens.get(self.at).is_some_and(|t| t.gap == Gap::Line) || self.mark_before(&['.', '!', '?', '"', ';'])
    }

    /// Whether it stands alone in brackets.
    fn bracketed(&self) -> bool {
        self.mark_before(&['(']) && self.mark(self.expr.end, &[')'])
    }

    fn capital_before(&self) -> bool {
        self.at > 0 && self.blank(self.at) && self.word(self.at - 1) && self.capital(self.at - 1)
    }

    fn capital_behind(&self) -> bool {
        self.blank(self.expr.end) && self.capital(self.expr.end)
    }
}

impl Site<'_> {
    /// Whether the expression holds where it stands.
    fn stands(&self) -> bool {
        // `lần thứ hai hôm 7/12`: the number of an ordinal counts nothing.
        if !self.edges() || self.before(Role::Nth) || self.is_other_number() {
            return false;
        }
        // `6,2 độ hôm 7/12`: behind a number it is a unit, not “about”.
        let expr = self.expr;
        if expr.modifier.is_some() && self.at > 0 && self.number(self.at - 1) && self.begins(Role::NotAfter) {
            return false;
        }
        // `kéo dài 2 giờ hôm 7/12`
        if expr.clock.is_some() && self.before(Role::LengthOnly) && self.p.may_be_length(self.at) {
            return false;
        }
        match &expr.core {
            Core::None => self.time_stands(),
            Core::Length(parts, _) => parts.first().is_some_and(|(amount, unit)| self.length_stands(*amount, *unit)),
            Core::Place(place) => self.place_stands(place),
            Core::Range(from, to) => self.range_stands(from, to),
            Core::Reference(_) => self.reference_stands(),
            // `bộ phim Ngày Mai`
            Core::By(..) if self.head_first() => !(self.is_title() && self.capital(expr.end - 1)),
            // `the Daily Herald`
            Core::Set(_) => {
                let named = self.has(self.at, |s| matches!(s, Sense::Set(_)));
                // `trong ngày hai lần xe hỏng`
                let within = self.is_unit(self.at) && self.before(Role::LengthLead);
                !within && (!named || !self.capital(self.at) || self.starts())
            }
            // `in her late eighties`, `a man in his mid-30s`
            Core::Decade(_) if self.is_short_decade() => self.begins(Role::The),
            // `chợ Tết`, `the Christmas market`
            Core::Feast(..) if self.head_first() => self.begins(Role::Head) || !self.before(Role::Festive),
            Core::Feast(..) => !self.behind(Role::Festive),
            Core::Weekend(_) | Core::Decade(_) => expr.strong || self.before(Role::Lead),
            _ => true,
        }
    }

    /// Nothing that it grows together with stands at its edges.
    fn edges(&self) -> bool {
        let (at, end) = (self.at, self.expr.end);
        if self.glued(at) && at > 0 {
            let number = self.number(at);
            let open = self.mark_before(&['(', '[', '"', '\'', '…', '|', '>', '*', '_']);
            let other = !number && self.mark_before(&['.', ',', ';', ':', '!', '?', ')', '-', '/']);
            if !(open || other) {
                return false;
            }
            // `Thanh-Mai`, `Su-27`: a hyphen joins; a dash before a month or a weekday does not.
            let joined = self.mark_before(&['-']) && self.glued(at - 1) && at > 1 && self.word(at - 2);
            if joined && !self.expr.strong {
                return false;
            }
        }
        // `March & Sons`
        if self.mark(end, &['&', '%', '°', '$', '€', '£', '‰']) {
            return false;
        }
        let Some(Kind::Mark(mark)) = self.kind(end).filter(|_| self.glued(end)) else {
            return !self.glued(end);
        };
        let (number, word) = (self.number(end + 1), self.word(end + 1));
        if !(self.glued(end + 1) && (number || word)) {
            return true;
        }
        let in_number = self.number(end - 1);
        match mark {
            '/' => !in_number && !number,
            '.' | ',' | ':' => !(in_number && number),
            '-' => !in_number && !number || word && self.expr.strong,
            _ => true,
        }
    }
}
