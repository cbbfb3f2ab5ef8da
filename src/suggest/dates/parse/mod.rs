//! The grammar: what expression of time begins at a token, read by hand from the tokens and the list of words.
//!
//! Each part returns what it read and the token behind it. No part looks before the token it begins at; what must stand around
//! an expression is the business of `guard`.

mod clock;
mod length;
mod moment;
mod number;
mod numeric;
mod place;
mod range;
mod set;
mod unit;

pub(super) use length::turned;
pub(super) use range::begins_something;

use super::{
    calendar::Unit,
    expr::{Core, Expr, Mod, Offset, Point},
    token::{Case, Gap, Kind, Token},
    words::{Lexicon, Role, Sense},
};

/// The reading that ends last; the first of those that end together.
macro_rules! longest {
    ($first:expr $(, $next:expr)+ $(,)?) => {{
        let mut best: Option<Expr> = $first;
        $(
            if let Some(next) = $next
                && best.as_ref().is_none_or(|best| best.end < next.end)
            {
                best = Some(next);
            }
        )+
        best
    }};
}
use longest;

/// A text being read in one language.
#[derive(Clone, Copy)]
pub(super) struct Parser<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub words: &'a Lexicon,
    /// Whether the month stands before the day in `03/04/2021`.
    pub month_first: bool,
    /// Whether `8 giờ` is rather eight hours than eight o'clock.
    pub prefer_length: bool,
    /// How deep one expression stands in another.
    pub depth: u8,
}

/// What was read, and the token behind it.
type Read<T> = Option<(T, usize)>;

impl Parser<'_> {
    /// The same for an expression inside another. The half of the first half of the week of what is no more read.
    fn deeper(&self) -> Option<Self> {
        (self.depth < 2).then(|| Parser { depth: self.depth + 1, ..*self })
    }

    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The token, if it stands on the same line as the one before.
    fn next(&self, at: usize) -> Option<&Token> {
        self.token(at).filter(|t| t.gap < Gap::Line)
    }

    /// Whether there is that mark on the same line.
    fn mark(&self, at: usize, c: char) -> bool {
        self.next(at).is_some_and(|t| t.kind == Kind::Mark(c))
    }

    /// Whether a token follows the one before without a blank.
    fn glued(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.gap == Gap::None)
    }

    /// A number in digits on the same line, and how many digits.
    fn digits(&self, at: usize) -> Option<(u32, u8)> {
        match self.next(at)?.kind {
            Kind::Number(n, digits) => Some((n, digits)),
            _ => None,
        }
    }

    fn is(&self, at: usize, role: Role) -> Option<usize> {
        self.next(at)?;
        self.words.is(self.tokens, at, role)
    }

    /// Behind a phrase of that role, if there is one; else where we are.
    fn past(&self, at: usize, role: Role) -> usize {
        self.is(at, role).unwrap_or(at)
    }

    fn find<T>(&self, at: usize, wanted: impl Fn(Sense) -> Option<T>) -> Read<T> {
        self.next(at)?;
        self.words.find(self.tokens, at, wanted)
    }

    /// The same for the first token of an expression, which may begin a line.
    fn begin<T>(&self, at: usize, wanted: impl Fn(Sense) -> Option<T>) -> Read<T> {
        self.words.find(self.tokens, at, wanted)
    }

    /// Like `is`, for the first token of an expression, which may begin a line.
    fn begin_role(&self, at: usize, role: Role) -> Read<()> {
        self.words.is(self.tokens, at, role).map(|end| ((), end))
    }

    fn find_role(&self, at: usize, role: Role) -> Read<()> {
        self.is(at, role).map(|end| ((), end))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.case != Case::Small)
    }

    fn is_small(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| matches!(t.case, Case::Small | Case::Line))
    }

    fn unit(&self, at: usize) -> Read<Unit> {
        self.find(at, |s| match s {
            Sense::Unit(unit) => Some(unit),
            _ => None,
        })
    }

    fn after(&self, at: usize) -> Read<Offset> {
        let found = self.find(at, |s| match s {
            Sense::After(by) => Some(by),
            _ => None,
        });
        // `thứ Hai sau khi`, `thứ Ba tới Hà Nội` go on with something else.
        found.filter(|(_, end)| {
            let event = self.is(*end, Role::Event).is_some();
            let names = self.next(*end).is_some() && (self.is_capital(*end) || self.is(*end, Role::Perhaps).is_some());
            let to = self.is(at, Role::To).is_some() && names;
            !event && !to
        })
    }

    fn point(&self, at: usize) -> Read<Point> {
        self.begin(at, |s| match s {
            Sense::Point(point) => Some(point),
            _ => None,
        })
    }

    /// The longest expression that begins at a token.
    pub fn expression(&self, at: usize) -> Option<Expr> {
        if !self.words.begins(self.tokens, at) {
            return None;
        }
        let single = self.single(at);
        let range = self.range(at, single.as_ref());
        longest!(self.set(at), range, self.period(at), self.yearly(single.as_ref()), single)
    }

    /// An expression that is no range and no set, with its modifier.
    fn single(&self, at: usize) -> Option<Expr> {
        let plain = longest!(self.plain(at), self.same_period(at));
        let modified = self.begin(at, |s| match s {
            Sense::Mod(m) => Some(m),
            _ => None,
        });
        // `cuối tuần` is the weekend, not the end of a week.
        let weekend = self.begin_role(at, Role::Weekend).is_some();
        let modified = modified.filter(|_| !weekend).and_then(|(modifier, next)| self.modified(modifier, next));
        let part = self.begin(at, |s| match s {
            Sense::PartMod(m) => Some(m),
            _ => None,
        });
        let part = part.and_then(|(modifier, next)| {
            self.next(next)?;
            let moment = self.moment(next).filter(|e| e.part.is_some() && e.modifier.is_none());
            // `hết năm`, and not `hết năm 2021`
            let unit = || self.bare_unit(next).filter(|unit| self.plain(next).is_none_or(|e| e.end <= unit.end));
            let mut expr = moment.or_else(unit)?;
            (expr.modifier, expr.strong) = (Some(modifier), true);
            Some(expr)
        });
        longest!(plain, modified, part)
    }

    fn plain(&self, at: usize) -> Option<Expr> {
        let (moment, length) = (self.moment(at), self.length(at));
        if self.prefer_length && length.is_some() {
            return length;
        }
        longest!(moment, length)
    }

    /// What stands behind a modifier.
    fn modified(&self, modifier: Mod, at: usize) -> Option<Expr> {
        self.next(at)?;
        // `mid-March`, `early on Sunday`, `đầu những năm 1990`, `the end of the month`.
        let mut at = if self.mark(at, '-') && self.glued(at) { at + 1 } else { at };
        if modifier.is_part() {
            at = self.past(at, Role::ModOn);
        }
        // `over the past five years`: nothing more than these.
        let until = self.find(at, |s| matches!(s, Sense::Until(_)).then_some(()));
        let definite = until.is_some() || self.is(at, Role::The).is_some();
        if definite && !modifier.is_part() {
            return None;
        }
        // `gần ba giờ` is nearly three hours; `gần ba giờ sáng`, `hơn 10h cùng ngày` are times of day.
        let amount = matches!(modifier, Mod::MoreThan | Mod::LessThan);
        let o_clock = |e: &Expr| e.clock.is_some() && (e.part.is_some() || !matches!(e.core, Core::None));
        let prefer_length = self.prefer_length || amount && !self.moment(at).is_some_and(|e| o_clock(&e));
        let unit = if modifier.is_part() { self.bare_unit(at) } else { None };
        let mut expr = match longest!(Parser { prefer_length, ..*self }.plain(at), unit) {
            Some(expr) => expr,
            // Two in a row: `khoảng đầu tháng 6`, `khoảng giữa năm`. The inner one says more.
            None => {
                let (inner, next) = self.find(at, |s| match s {
                    Sense::Mod(m) if m != modifier && modifier == Mod::Approx => Some(m),
                    _ => None,
                })?;
                return self.modified(inner, next);
            }
        };
        if expr.modifier.is_some() {
            return Some(expr);
        }
        let fits = match &expr.core {
            Core::Length(..) => !modifier.is_part(),
            Core::From(_, Offset::Length) => !modifier.is_part(),
            Core::From(..) => !modifier.is_part(),
            Core::Reference(_) | Core::Set(_) | Core::Range(..) => false,
            _ if amount && !o_clock(&expr) => false,
            _ if amount => {
                expr.modifier = Some(Mod::Approx);
                return Some(expr);
            }
            Core::None if expr.clock.is_some() => modifier == Mod::Approx,
            // `lần cuối hôm 30/12`: in Vietnamese no day has a beginning or an end so.
            _ if self.words.head_first && moment::day_like(&expr) => modifier == Mod::Approx,
            Core::Place(_) | Core::None => modifier.is_part() || modifier == Mod::Approx,
            _ => modifier.is_part(),
        };
        if !fits {
            return None;
        }
        // `more than 30 years ago` is a day before that.
        expr.modifier = Some(modifier);
        expr.strong |= modifier.is_part() && !matches!(expr.core, Core::None);
        Some(expr)
    }
}
