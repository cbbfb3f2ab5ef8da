//! Numbers: in digits, in words, Roman, and some.

use super::{Parser, Read, Role, Sense};
use crate::suggest::dates::{calendar::Amount, token::Kind};

impl Parser<'_> {
    /// A number in words: `hai mươi bảy`, `mười lăm`, `twenty-seven`, `a hundred`.
    pub(super) fn words_number(&self, at: usize) -> Read<u32> {
        let number = |at| {
            self.begin(at, |s| match s {
                Sense::Number(n) => Some(n),
                _ => None,
            })
        };
        let scale = |at| {
            self.find(at, |s| match s {
                Sense::Scale(n) => Some(n),
                _ => None,
            })
        };
        let (mut total, mut next) = number(at).or_else(|| {
            let (_, next) = self.begin_role(at, Role::Article)?;
            scale(next).map(|_| (1, next))
        })?;
        let mut last = total;
        for _ in 0..4 {
            // `hai mươi`, `hai trăm`, `two hundred`.
            if let Some((by, end)) = scale(next) {
                let low = total % by;
                total = (total - low).saturating_add(low.max(1).saturating_mul(by));
                (last, next) = (by, end);
                // `hai mươi lăm`, `năm mươi tư`.
                let tail = self.find(next, |s| match s {
                    Sense::Tail(n) => Some(n),
                    Sense::Number(n) if n < 10 && by == 10 && !self.is_unit_word(next) => Some(n),
                    _ => None,
                });
                if let Some((n, end)) = tail.filter(|_| by == 10) {
                    (total, next, last) = (total.saturating_add(n), end, n);
                }
                continue;
            }
            // `mười lăm`, `twenty-seven`, `một trăm hai mươi`.
            let hyphen = usize::from(self.mark(next, '-') && self.glued(next));
            let tail = self.find(next + hyphen, |s| match s {
                Sense::Tail(n) if last == 10 => Some(n),
                Sense::Number(n) if n < last && (last >= 20 || last == 10 && n < 10) && last % 10 == 0 => Some(n),
                _ => None,
            });
            let Some((n, end)) = tail.filter(|_| !self.is_unit_word(next + hyphen)) else { break };
            (total, next, last) = (total.saturating_add(n), end, n);
        }
        Some((total, next))
    }

    /// Whether a number's word is rather a unit here: `mười năm`, `hai mươi năm`.
    fn is_unit_word(&self, at: usize) -> bool {
        self.unit(at).is_some()
    }

    /// A whole number, in digits or in words.
    pub(super) fn number(&self, at: usize) -> Read<u32> {
        match self.token(at)?.kind {
            Kind::Number(n, digits) if digits <= 4 => Some((n, at + 1)),
            Kind::Number(..) => None,
            _ => self.words_number(at),
        }
    }

    /// How much: in thousandths, or some. Whether it is said in words.
    pub(super) fn amount(&self, at: usize) -> Read<Amount> {
        if let Kind::Number(n, digits) = self.token(at)?.kind {
            let mut next = at + 1;
            let mut whole = u64::from(n);
            if digits > 6 {
                return None;
            }
            // `1.000 ngày`, `2,5 năm`.
            while let Some((n, 3)) = self.digits(next + 1)
                && (self.mark(next, '.') || self.mark(next, ','))
                && self.glued(next)
                && self.glued(next + 1)
                && whole > 0
                && whole < 1_000_000
            {
                (whole, next) = (whole * 1000 + u64::from(n), next + 2);
            }
            if next == at + 1
                && let Some((n, digits @ 1..=2)) = self.digits(next + 1)
                && (self.mark(next, '.') || self.mark(next, ','))
                && self.glued(next)
                && self.glued(next + 1)
            {
                return Some((Some(whole * 1000 + u64::from(n) * if digits == 1 { 100 } else { 10 }), next + 2));
            }
            return Some((Some(whole * 1000), next));
        }
        let some = self.begin_role(at, Role::Many);
        if let Some((n, next)) = self.words_number(at) {
            let wanted = some.is_none_or(|(_, end)| end <= next);
            return wanted.then_some((Some(u64::from(n) * 1000), next));
        }
        some.map(|(_, next)| (None, next))
    }

    /// A Roman number from 1 to 39 in capitals.
    pub(super) fn roman(&self, at: usize) -> Read<u32> {
        let token = self.next(at)?;
        let word = self.text.get(token.start..token.end)?;
        if word.is_empty() || word.len() > 6 || !self.is_capital(at) {
            return None;
        }
        let digit = |c| match c {
            'I' => Some(1),
            'V' => Some(5),
            'X' => Some(10),
            _ => None,
        };
        let digits: Option<Vec<u32>> = word.chars().map(digit).collect();
        let digits = digits?;
        let signed = |(i, d): (usize, &u32)| {
            let smaller = digits.get(i + 1).is_some_and(|next| d < next);
            if smaller { -i64::from(*d) } else { i64::from(*d) }
        };
        let sum: i64 = digits.iter().enumerate().map(signed).sum();
        u32::try_from(sum).ok().filter(|n| (1..=39).contains(n)).map(|n| (n, at + 1))
    }
}
