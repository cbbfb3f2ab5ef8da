//! What must stand around an expression, and what must not: a fraction is no day, a score no range, a general no August.

use super::{
    calendar::Unit,
    expr::{Core, Expr, Place, Within},
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
    if stands(p, at, &expr, listed) {
        return Some(expr);
    }
    let other = expr.is_time() || matches!(expr.core, Core::Length(..) | Core::From(..) | Core::Range(..));
    if !other {
        return None;
    }
    let length = Parser { prefer_length: true, ..*p }.expression(at);
    let others = [length, p.length(at), p.moment(at)];
    others.into_iter().flatten().filter(|e| *e != expr && stands(p, at, e, listed)).max_by_key(|e| e.end)
}

fn before(p: &Parser<'_>, at: usize, role: Role) -> bool {
    p.words.ends_before(p.tokens, at, role).is_some()
}

fn behind(p: &Parser<'_>, at: usize, role: Role) -> bool {
    p.tokens.get(at).is_some_and(|t| t.gap < Gap::Line) && p.words.is(p.tokens, at, role).is_some()
}

fn kind(p: &Parser<'_>, at: usize) -> Option<Kind> {
    p.tokens.get(at).map(|t| t.kind)
}

fn is_mark(p: &Parser<'_>, at: usize, marks: &[char]) -> bool {
    matches!(kind(p, at), Some(Kind::Mark(c)) if marks.contains(&c))
}

fn is_glued(p: &Parser<'_>, at: usize) -> bool {
    p.tokens.get(at).is_some_and(|t| t.gap == Gap::None)
}

fn is_number(p: &Parser<'_>, at: usize) -> bool {
    matches!(kind(p, at), Some(Kind::Number(..)))
}

fn is_word(p: &Parser<'_>, at: usize) -> bool {
    matches!(kind(p, at), Some(Kind::Word(_)))
}

/// Whether an expression holds where it stands.
fn stands(p: &Parser<'_>, at: usize, expr: &Expr, listed: bool) -> bool {
    // `lần thứ hai hôm 7/12`: the number of an ordinal counts nothing.
    if !edges(p, at, expr) || before(p, at, Role::Nth) {
        return false;
    }
    let numeric = is_number(p, at);
    if numeric && !matches!(expr.core, Core::Length(..) | Core::From(..) | Core::Set(_)) && is_no_date_before(p, at) {
        return false;
    }
    let signed = is_glued(p, at + 1) && is_mark(p, at + 1, &['/', '.', '-']);
    let of_year = expr.place().is_some_and(|p| p.year.is_some());
    if numeric && signed && !of_year && expr.clock.is_none() && before(p, at, Role::ShareLead) {
        return false;
    }
    // The first of two shares is no day either.
    let head = [Role::From, Role::Between].into_iter().find_map(|role| p.words.ends_before(p.tokens, at, role));
    let whole = head.filter(|_| numeric && signed).and_then(|head| p.expression(head));
    if let Some(Expr { core: Core::Range(from, to), .. }) = whole.as_ref()
        && whole.as_ref().is_some_and(|range| is_share_range(p, range, from, to))
    {
        return false;
    }
    // Units behind a number: a price, a size. `hôm 7.12 USD` does not occur.
    let headed = expr.clock.is_some() && !matches!(expr.core, Core::None);
    if numeric && is_number(p, expr.end - 1) && !headed && !is_full(expr) && is_counted_behind(p, at, expr) {
        return false;
    }
    // `6,2 độ hôm 7/12`: behind a number it is a unit, not “about”.
    if expr.modifier.is_some() && at > 0 && is_number(p, at - 1) && behind(p, at, Role::NotAfter) {
        return false;
    }
    // `thua 1-2 hôm 18/10`: no one or two days.
    if numeric && is_mark(p, at + 1, &['-']) && matches!(expr.core, Core::Length(..) | Core::Range(..)) {
        let head = expr.end - 1;
        let day = || p.expression(head).filter(|e| e.place().is_some_and(|p| p.day.is_some()));
        if p.words.is(p.tokens, head, Role::Head).is_some() && is_word_unit(p, head) && day().is_some() {
            return false;
        }
    }
    // `kéo dài 2 giờ hôm 7/12`
    if expr.clock.is_some() && before(p, at, Role::LengthOnly) && p.may_be_length(at) {
        return false;
    }
    if expr.is_time() && matches!(expr.core, Core::None) {
        return time_stands(p, at, expr);
    }
    match &expr.core {
        Core::Length(parts, _) => length_stands(p, at, expr, parts.first().map(|(a, u)| (*a, *u))),
        Core::Place(place) => place_stands(p, at, expr, place, listed),
        Core::Range(from, to) => {
            let lead = listed || before(p, at, Role::Lead) || event_before(p, at).is_some() || bracketed(p, at, expr);
            (expr.strong || lead) && (!numeric || years_stand(p, expr, from, to)) && !is_share_range(p, expr, from, to)
        }
        Core::Reference(_) => reference_stands(p, at, expr),
        // `bộ phim Ngày Mai`
        Core::By(..) if p.words.language == "vi" => !(is_title(p, at, expr) && is_capital(p, expr.end - 1)),
        // `the Daily Herald`
        Core::Set(_) => {
            let named = p.words.find(p.tokens, at, |s| matches!(s, Sense::Set(_)).then_some(())).is_some();
            !named || p.tokens.get(at).is_some_and(|t| t.case == Case::Small) || starts(p, at)
        }
        Core::Weekend(_) | Core::Decade(_) => expr.strong || before(p, at, Role::Lead),
        _ => true,
    }
}

/// Whether a word before a number makes it no date. `vòng loại 10-15/8` is an event, though `loại` is a class.
fn is_no_date_before(p: &Parser<'_>, at: usize) -> bool {
    // `lớp 6/1 và 7/3`
    let first = at.checked_sub(4).filter(|n| before(p, at, Role::And) && is_number(p, *n) && is_glued(p, n + 1));
    let at = first.unwrap_or(at);
    let no =
        [Role::NotBefore, Role::Numbered].into_iter().filter_map(|role| p.words.ends_before(p.tokens, at, role)).min();
    no.is_some_and(|no| event_before(p, at).is_none_or(|yes| yes >= no))
}

/// Where the name of something that has its day begins, right before a number.
fn event_before(p: &Parser<'_>, at: usize) -> Option<usize> {
    let ends = |role| p.words.ends_before(p.tokens, at, role);
    [ends(Role::EventName), ends(Role::EventLead)].into_iter().flatten().min()
}

/// Whether what stands behind a number is counted or measured by it. `từ 7/12 tỉnh Nam` names a province and counts none; `từ 15/3
/// người dân` has no share either, which would be more than the whole; nor has `từ 1/7 người dân`.
fn is_counted_behind(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    let slash = p.words.language == "vi" && is_mark(p, at + 1, &['/']);
    // `sau 4/5 năm nhiệm kỳ`, but `từ 4/5 năm ngoái`
    let time = || slash && is_word_unit(p, expr.end) && p.expression(expr.end).is_none();
    if !behind(p, expr.end, Role::NotAfter) && !time() {
        return false;
    }
    let end = p.words.is(p.tokens, expr.end, Role::NotAfter).unwrap_or(expr.end);
    let dated = |place: &Place| {
        let whole = matches!(place.within, Some(Within::Month(month)) if place.day > Some(month));
        is_capital_word(p, end) || whole || place.day == Some(1) && before(p, at, Role::From)
    };
    !(slash && before(p, at, Role::Lead) && expr.place().is_some_and(dated))
}

/// Whether a date says its day, month and year.
fn is_full(expr: &Expr) -> bool {
    expr.place().is_some_and(|p| p.year.is_some() && p.day.is_some())
}

/// Nothing that it grows together with stands at its edges.
fn edges(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    if is_glued(p, at) && at > 0 {
        let number = is_number(p, at);
        let open = is_mark(p, at - 1, &['(', '[', '"', '\'', '…', '“', '|', '>', '*', '_']);
        let sentence = is_mark(p, at - 1, &['.', ',', ';', ':', '!', '?', ')']) && !is_number(p, at);
        let dash = is_mark(p, at - 1, &['-', '/']) && !number;
        if !(open || sentence || dash) {
            return false;
        }
        // `Thanh-Mai`, `Su-27`: a hyphen joins; a dash before a month or a weekday does not.
        if is_mark(p, at - 1, &['-']) && is_glued(p, at - 1) && at > 1 && is_word(p, at - 2) && !expr.strong {
            return false;
        }
    }
    let end = expr.end;
    // `March & Sons`
    if is_mark(p, end, &['&', '%', '°', '$', '€', '£', '‰']) {
        return false;
    }
    if end >= p.tokens.len() || !is_glued(p, end) {
        return true;
    }
    if !matches!(kind(p, end), Some(Kind::Mark(_))) {
        return false;
    }
    let goes_on = is_glued(p, end + 1) && (is_number(p, end + 1) || is_word(p, end + 1));
    if !goes_on {
        return true;
    }
    let ends_in_number = is_number(p, end - 1);
    match kind(p, end) {
        Some(Kind::Mark('/')) => !ends_in_number && !is_number(p, end + 1),
        Some(Kind::Mark('.' | ',' | ':')) => !(ends_in_number && is_number(p, end + 1)),
        Some(Kind::Mark('-')) => !ends_in_number && !is_number(p, end + 1) || is_word(p, end + 1) && expr.strong,
        Some(Kind::Mark('\'')) => true,
        _ => true,
    }
}

/// A time of day without its day.
fn time_stands(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    // `Midnight Cargo`
    let named = has(p, at, |s| matches!(s, Sense::Clock(..)));
    if named && is_capital(p, at) && is_capital_word(p, expr.end) {
        return false;
    }
    let lead = before(p, at, Role::ClockLead);
    let Some(_) = expr.clock else {
        // A part of the day alone: only where it is pointed to.
        let headed = p.words.is(p.tokens, at, Role::PartHead).is_some();
        return lead || headed && before(p, at, Role::Lead);
    };
    if expr.strong {
        // `1:10` alone may be a ratio.
        // So may `2:05:30` be a length.
        let digit = p.tokens.get(at).is_some_and(|t| t.end - t.start < 2);
        let short = is_mark(p, at + 1, &[':']) && (digit && expr.end == at + 3 || expr.end == at + 5);
        // `Luke 12:15`, `a 16:10 screen`
        let verse = is_capital_word_before(p, at) || before(p, at, Role::Article) && expr.end == at + 3;
        let verse = verse && p.words.language != "vi" && is_mark(p, at + 1, &[':']);
        return !before(p, at, Role::NotBefore) && (lead || !short && !verse);
    }
    let length_lead = before(p, at, Role::LengthLead);
    let mod_before = [1, 2].into_iter().any(|n| {
        at.checked_sub(n).is_some_and(|from| {
            let found = p.words.find(p.tokens, from, |s| matches!(s, Sense::Mod(m) if !m.is_part()).then_some(()));
            found.is_some_and(|(_, end)| end == at)
        })
    });
    let since = p.words.find(p.tokens, expr.end, |s| matches!(s, Sense::Since(_)).then_some(())).is_some();
    if lead && !(length_lead && expr.end == at + 2 && !is_number(p, at)) {
        return true;
    }
    if length_lead || mod_before || since {
        return false;
    }
    if named {
        return before(p, at, Role::Lead);
    }
    // `8 giờ` is eight hours unless something leads to it; `8h` and `8 giờ 30 phút` are times.
    let word_alone = expr.end == at + 2 && p.words.is(p.tokens, at + 1, Role::HourWord).is_some();
    if word_alone || !is_number(p, at) {
        return before(p, at, Role::Lead) && is_number(p, at);
    }
    let hour = expr.clock.map_or(0, |c| c.hour);
    hour < 24
}

fn length_stands(p: &Parser<'_>, at: usize, expr: &Expr, first: Option<(Option<u64>, Unit)>) -> bool {
    let Some((amount, unit)) = first else { return false };
    if behind(p, expr.end, Role::Old) || before(p, at, Role::Numbered) {
        return false;
    }
    // `three quarters of the harvest`
    let fraction = unit == Unit::Quarter && matches!(amount, Some(1000 | 3000));
    if fraction && (behind(p, expr.end, Role::Of) || !before(p, at, Role::LengthLead)) && expr.modifier.is_none() {
        return false;
    }
    // `một hôm` is some day or other.
    if p.words.is(p.tokens, at, Role::Perhaps) == Some(expr.end) {
        return false;
    }
    // `two second-hand boats`
    if is_mark(p, expr.end, &['-'])
        && is_glued(p, expr.end)
        && is_glued(p, expr.end + 1)
        && !is_mark(p, expr.end - 2, &['-'])
    {
        return false;
    }
    let article = p.words.is(p.tokens, at, Role::Article).is_some();
    // `set to last six weeks`
    let until = p.words.find(p.tokens, at, |s| matches!(s, Sense::Until(_)).then_some(())).is_some();
    if until && before(p, at, Role::VerbLead) {
        return false;
    }
    if article && expr.modifier.is_none() {
        return unit != Unit::Second && (before(p, at, Role::LengthLead) || is_after_amount(p, at));
    }
    // `mấy giờ` asks for the time.
    if amount.is_none() && unit.is_clock() && p.words.is(p.tokens, at, Role::Perhaps).is_some() {
        return false;
    }
    !behind(p, expr.end, Role::Perhaps)
}

/// Words that point, where they mean other things too.
fn reference_stands(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    // `Back to the Future`
    if expr.end > at + 1 && is_capital(p, expr.end - 1) && !is_capital(p, expr.end) {
        return false;
    }
    let doubtful = p.words.is(p.tokens, at, Role::Perhaps) == Some(expr.end);
    let lead = if p.words.language == "vi" { Role::To } else { Role::Lead };
    !doubtful || before(p, at, lead)
}

fn place_stands(p: &Parser<'_>, at: usize, expr: &Expr, place: &Place, listed: bool) -> bool {
    let vi = p.words.language == "vi";
    let day_lead = listed || before(p, at, Role::Lead);
    let lead = day_lead || before(p, at, Role::WeakLead);
    match (place.within, place.day, place.weekday) {
        // `ngày tháng năm` on a form
        (Some(Within::Month(_)), None, None) if place.year.is_none() && is_day_head_before(p, at) => false,
        // `Sunday Times`
        (_, None, Some(_)) if behind(p, expr.end, Role::NameBehind) => false,
        // `the Friday Club`, `Wednesday Addams`
        (_, None, Some(_)) if !vi && is_name(p, at, expr) => false,
        (_, day, Some(_)) if before(p, at, Role::OrdinalBefore) || before(p, at, Role::Numbered) => {
            let said = place.by.is_some() || place.week.is_some() || is_mark(p, expr.end - 1, &[')']);
            let capital = |n: usize| expr.strong && is_capital(p, n);
            said || day.is_some() && capital(at + 1) || capital(expr.end - 1) && before(p, at, Role::Head)
        }
        // `ngày thứ tư` is the fourth day.
        (_, None, Some(_)) if is_nth(p, at, expr) => false,
        (Some(Within::Quarter(_)), None, _) if place.year.is_none() && is_of_the(p, expr.end) => false,
        (Some(Within::Season(_)), None, _) if place.year.is_none() && is_capital_word(p, expr.end) => false,
        (Some(Within::Month(_) | Within::Season(_)), None, None)
            if vi && place.year.is_none() && is_title(p, at, expr) && !day_lead =>
        {
            false
        }
        // `chương trình Thứ Bảy Vui Vẻ`
        (_, None, Some(_)) if vi && is_title(p, at, expr) && is_capital_word(p, expr.end) && !day_lead => false,
        _ if expr.strong => capital_behind(p, at, expr, place),
        // `7/12` and its kind.
        (Some(Within::Month(_)), Some(_), _) => day_stands(p, at, expr, place, day_lead),
        (Some(Within::Month(_)), None, _) if is_number(p, at) => {
            let slash = is_mark(p, at + 1, &['/']);
            lead || slash && vi && !goes_on(p, expr) || bracketed(p, at, expr) && slash
        }
        // A month's name.
        (Some(Within::Month(_)), None, _) => month_stands(p, at, expr, day_lead),
        (None, Some(_), _) => is_head(p, at) && !behind(p, expr.end, Role::NotAfter) && !is_word_unit(p, expr.end),
        (None, None, Some(_)) => lead && !is_short(p, at),
        (None, None, None) => lead && place.year.is_some() && !year_goes_on(p, at, expr),
        // `trưa hè`, a fall
        (Some(Within::Season(_)), None, _) if has(p, expr.end - 1, |s| matches!(s, Sense::SeasonWeak(_))) => {
            before(p, at, Role::SureLead) && !behind(p, expr.end, Role::From)
                || before(p, at, Role::Deadline) && !is_word(p, expr.end)
        }
        _ => lead,
    }
}

/// Whether `ngày` stands right before: a unit that heads days.
fn is_day_head_before(p: &Parser<'_>, at: usize) -> bool {
    before(p, at, Role::Head) && at > 0 && is_word_unit(p, at - 1)
}

fn is_head(p: &Parser<'_>, at: usize) -> bool {
    [Role::Head, Role::LunarHead].into_iter().any(|r| p.words.is(p.tokens, at, r).is_some())
}

fn is_word_unit(p: &Parser<'_>, at: usize) -> bool {
    p.words.find(p.tokens, at, |s| matches!(s, Sense::Unit(_)).then_some(())).is_some()
}

fn is_short(p: &Parser<'_>, at: usize) -> bool {
    p.words.find(p.tokens, at, |s| matches!(s, Sense::WeekdayShort(_)).then_some(())).is_some()
}

fn has(p: &Parser<'_>, at: usize, wanted: impl Fn(Sense) -> bool) -> bool {
    p.words.find(p.tokens, at, |s| wanted(s).then_some(())).is_some()
}

fn is_capital(p: &Parser<'_>, at: usize) -> bool {
    p.tokens.get(at).is_some_and(|t| t.case != Case::Small)
}

/// `ca khúc Tháng Sáu`: a capital where none is due makes a name.
fn is_title(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    expr.modifier.is_none() && is_capital(p, at) && !starts(p, at)
}

fn is_nth(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    let thing =
        p.words.is(p.tokens, at, Role::OrdinalBefore).filter(|end| p.words.is(p.tokens, *end, Role::Nth).is_some());
    thing.is_some_and(|nth| expr.end == nth + 2 && is_word(p, nth + 1) && !is_capital(p, nth + 1))
}

/// `of the`
fn is_of_the(p: &Parser<'_>, at: usize) -> bool {
    behind(p, at, Role::Of) && p.words.is(p.tokens, at, Role::Of).is_some_and(|end| behind(p, end, Role::The))
}

/// Whether a capital behind makes a name of it, where no preposition leads to it.
fn is_name(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    let free = starts(p, at) || before(p, at, Role::The) || before(p, at, Role::And);
    free && is_capital_word(p, expr.end) && !behind(p, expr.end, Role::Lead)
}

/// `May Lan`, `tháng Tám` in a name: a month that a capital follows is part of a name.
fn capital_behind(p: &Parser<'_>, at: usize, expr: &Expr, place: &Place) -> bool {
    let bare_month = matches!(place.within, Some(Within::Month(_))) && place.day.is_none() && place.year.is_none();
    if p.words.language == "vi" || !bare_month || place.by.is_some() || expr.modifier.is_some() {
        return true;
    }
    let named = is_word(p, at) && is_capital_word(p, expr.end);
    !named
}

fn is_capital_word_before(p: &Parser<'_>, at: usize) -> bool {
    p.tokens.get(at).is_some_and(|t| t.gap == Gap::Blank) && at > 0 && is_word(p, at - 1) && is_capital(p, at - 1)
}

fn is_capital_word(p: &Parser<'_>, at: usize) -> bool {
    p.tokens.get(at).is_some_and(|t| t.gap == Gap::Blank && t.case != Case::Small)
}

/// A day and month in digits that nothing else makes sure of.
fn day_stands(p: &Parser<'_>, at: usize, expr: &Expr, place: &Place, lead: bool) -> bool {
    let sign = match kind(p, at + 1) {
        Some(Kind::Mark(c)) => c,
        _ => return false,
    };
    let vi = p.words.language == "vi";
    if place.year.is_some() {
        // `patch 3.9.22`
        return vi || sign == '/' || lead;
    }
    let named = before(p, at, Role::EventName);
    let event = named || before(p, at, Role::EventLead);
    let day = place.day.unwrap_or(0);
    let month = match place.within {
        Some(Within::Month(m)) => m,
        _ => return false,
    };
    // Round the clock.
    if !lead && (day, month) == (24, 7) {
        return false;
    }
    // `ngày 9/9, 2/8 nhịp cầu`: behind a comma a fraction goes on with what it is of.
    let fraction = sign == '/' && day <= month && goes_on(p, expr) && !behind(p, expr.end, Role::DayBehind);
    if lead && vi && fraction && is_mark(p, at.wrapping_sub(1), &[',', ';']) {
        return false;
    }
    if lead {
        // `to 3/4 of them`
        return (vi || sign == '/' && !behind(p, expr.end, Role::Of) && !is_capital_word(p, expr.end))
            && !((goes_on(p, expr) || behind(p, expr.end, Role::The)) && day < month && sign == '/' && !vi);
    }
    if bracketed(p, at, expr) {
        return vi && (sign == '/' || before(p, at - 1, Role::Past) || sign == '.' && day > 12);
    }
    // `trong buổi làm việc 7/12, …`, `chuyến bay 1.8 vì`: a day where nothing else follows, and no score.
    let free = !goes_on(p, expr) || behind(p, expr.end, Role::DayBehind) || is_capital_word(p, expr.end);
    if vi && (event && free || named && sign == '/') {
        return sign != '-' || day > 9 || month > 9;
    }
    // `ra mắt báo giới 25-2, …`: what falls is no range, and no score where no word says so.
    let small = at > 0 && is_word(p, at - 1) && p.tokens.get(at - 1).is_some_and(|t| t.case == Case::Small);
    if vi && sign == '-' && day > 12 && small && free {
        return !beside(p, expr.end);
    }
    // `nhà 24/2 Lê Lợi`
    if sign != '/' || !vi || is_capital_word(p, expr.end) {
        return false;
    }
    // `xí nghiệp may 8/3`
    if (1..=3).any(|n| at.checked_sub(n).is_some_and(|from| p.words.is(p.tokens, from, Role::Named).is_some())) {
        return false;
    }
    // Three quarters, seven out of ten.
    if day <= month {
        return starts(p, at) && !goes_on(p, expr) && day != month && month > 4 && is_mark(p, expr.end, &[',', ':']);
    }
    // Sets of a match stand side by side.
    !(beside(p, expr.end) || at > 2 && is_number(p, at - 1))
}

/// Whether another two numbers follow, perhaps behind a comma.
fn beside(p: &Parser<'_>, at: usize) -> bool {
    let pair = |at: usize| is_number(p, at) && is_mark(p, at + 1, &['/', '-']);
    let and = p.words.is(p.tokens, at, Role::And);
    pair(at) || is_mark(p, at, &[',']) && pair(at + 1) || and.is_some_and(pair)
}

/// Whether it stands alone in brackets.
fn bracketed(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    at > 0 && is_mark(p, at - 1, &['(']) && is_mark(p, expr.end, &[')'])
}

/// Whether a word follows that a fraction could be of.
fn goes_on(p: &Parser<'_>, expr: &Expr) -> bool {
    p.tokens.get(expr.end).is_some_and(|t| t.gap == Gap::Blank && matches!(t.kind, Kind::Word(_)))
        && !behind(p, expr.end, Role::Lead)
        && !behind(p, expr.end, Role::And)
}

fn starts(p: &Parser<'_>, at: usize) -> bool {
    p.tokens.get(at).is_some_and(|t| t.gap == Gap::Line) || at > 0 && is_mark(p, at - 1, &['.', '!', '?', '"', ';'])
}

/// `năm 2000 đồng`, `1600 Pennsylvania Street`
fn year_goes_on(p: &Parser<'_>, at: usize, expr: &Expr) -> bool {
    let address = p.words.language != "vi" && is_capital_word(p, expr.end) && !before(p, at, Role::SureLead);
    behind(p, expr.end, Role::NotAfter) || address
}

/// A month's name alone.
fn month_stands(p: &Parser<'_>, at: usize, expr: &Expr, lead: bool) -> bool {
    if is_capital_word(p, expr.end) {
        return false;
    }
    let weak = has(p, at, |s| matches!(s, Sense::MonthWeak(_)));
    // A name before it: `General August`.
    let named = at > 0 && p.tokens.get(at).is_some_and(|t| t.gap == Gap::Blank) && is_capital_word(p, at - 1) && !lead;
    lead || !weak && !named
}

/// `2019-2021` are years, `2019-2021 USD` a price.
fn years_stand(p: &Parser<'_>, expr: &Expr, from: &Expr, to: &Expr) -> bool {
    let years = |e: &Expr| e.place().is_some_and(|p| p.year.is_some() && p.within.is_none());
    !(years(from) && years(to) && behind(p, expr.end, Role::NotAfter))
}

/// `from 1/5 to 1/3 of them`, `từ 2.3 đến 4.5 triệu`: a range in digits of something that is counted.
fn is_share_range(p: &Parser<'_>, expr: &Expr, from: &Expr, to: &Expr) -> bool {
    let day = |e: &Expr| match e.place() {
        Some(Place { year: None, within: Some(Within::Month(month)), day: Some(day), .. }) => Some((*month, *day)),
        _ => None,
    };
    let Some(to_day) = day(to).filter(|_| is_number(p, expr.end - 1) && is_glued(p, expr.end - 1)) else {
        return false;
    };
    // In `từ 5 đến 9/3` the first has no month of its own.
    let Some(from_day) = day(from).filter(|_| is_number(p, from.end - 1) && is_glued(p, from.end - 1)) else {
        return false;
    };
    let counted = behind(p, expr.end, Role::NotAfter);
    if !is_mark(p, expr.end - 2, &['/']) {
        return counted;
    }
    let shares = [from_day, to_day].into_iter().all(|(month, day)| day < month);
    let shares = shares && (from_day.0 != to_day.0 || from_day > to_day);
    shares && (counted || p.words.language != "vi" && (from_day > to_day || behind(p, expr.end, Role::Of)))
}

/// Whether what is counted stands right before: `3 triệu đồng một tháng`.
pub(super) fn is_after_unit(p: &Parser<'_>, at: usize) -> bool {
    before(p, at, Role::NotAfter)
}

/// Whether a number stands shortly before: `160,000 dong a month`.
pub(super) fn is_after_amount(p: &Parser<'_>, at: usize) -> bool {
    if before(p, at, Role::LengthLead) {
        return false;
    }
    (1..=3).any(|n| at.checked_sub(n).is_some_and(|from| is_number(p, from)))
        && !(1..=3)
            .any(|n| at.checked_sub(n).is_some_and(|from| is_mark(p, from, &['.', ',', ';']) && !is_glued(p, from + 1)))
}
