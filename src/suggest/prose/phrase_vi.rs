//! Vietnamese mentions: `Chủ tịch UBND xã Bến Dâu Lương Văn Thục`, `ông Lộc`, `các hộ nuôi cá`, `Bộ Quốc phòng Ukraine`.

use super::phrase::{ActorKind, Gender, Head, Phrase, capitals, person_name};
use super::{Class, Kind, Prose, Small};
use crate::text::{Folding, fold};

const HEADS: [Class; 11] = [
    Class::Title,
    Class::Organisation,
    Class::State,
    Class::Outlet,
    Class::OutletName,
    Class::Group,
    Class::Anonymous,
    Class::Building,
    Class::Country,
    Class::Capital,
    Class::They,
];

/// Words before the name of a person.
const PERSONS: [Class; 3] = [Class::Male, Class::Female, Class::Honorific];

/// Words that go on inside the name of an office or a body.
const INSIDE: [Class; 6] =
    [Class::Complement, Class::Title, Class::Organisation, Class::State, Class::Group, Class::OutletName];

/// Words at which a mention ends.
const BREAKS: [Class; 8] = [
    Class::Verb,
    Class::Stop,
    Class::Adverb,
    Class::Time,
    Class::Cue,
    Class::Modal,
    Class::Negation,
    Class::Coordinator,
];

/// Where somebody holds an office: `Đại sứ Nga tại Mỹ`.
const POSTS: [Class; 3] = [Class::Country, Class::Capital, Class::Organisation];

/// With these a clause says something of somebody.
const PREDICATES: [Class; 8] = [
    Class::Cue,
    Class::Negation,
    Class::Modal,
    Class::Coordinator,
    Class::Conjunction,
    Class::According,
    Class::Adverb,
    Class::Tense,
];

pub(super) fn phrase(p: &Prose<'_>, i: usize, limit: usize, subject: bool) -> Option<Phrase> {
    let Some(found) = begin(p, i, limit, subject) else { return who(p, i, limit) };
    let nameless = (i + 1..found.end).all(|j| !p.capital(j));
    let open = matches!(found.head, Head::Role | Head::Many) || found.head == Head::Body && nameless;
    let unnamed = matches!(found.head, Head::Many) && p.ends(i, Class::According) > 0;
    if !open || !(unnamed || apposed(p, i)) {
        return Some(found);
    }
    // `bà Lan, chủ quán phở đầu ngõ, kể`: what somebody is goes to the comma, and so does what is said of somebody unnamed.
    let end = (found.end..limit.min(found.end + 10)).find(|j| !matches!(p.kind(*j), Some(Kind::Word | Kind::Number)));
    let plain =
        |j: usize| p.any(j, &PREDICATES) == 0 || p.small(j, Small::Matter) || p.inside(j) || p.any(j, &INSIDE) > 0;
    let pauses = |end: usize| match p.kind(end) {
        Some(Kind::Comma | Kind::Dash | Kind::Unbracket) => true,
        Some(Kind::Stop) => !unnamed,
        _ => false,
    };
    let end = end.filter(|end| pauses(*end) && (found.end..*end).all(plain));
    Some(Phrase { end: end.unwrap_or(found.end), ..found })
}

/// What a name's bearer is, told between commas in words that no list has: `Lê Văn Bưởi, người trông đê ban đêm, đã về`.
fn who(p: &Prose<'_>, i: usize, limit: usize) -> Option<Phrase> {
    if !p.has(i, Class::Apposed) || p.capital(i) || !apposed(p, i) {
        return None;
    }
    let end = (i + 2..limit.min(i + 13)).find(|j| !matches!(p.kind(*j), Some(Kind::Word | Kind::Number)))?;
    let verb = [Class::Verb, Class::Finite, Class::Cue, Class::Adverb, Class::Negation, Class::Modal, Class::Tense];
    let told = p.is(end, Kind::Comma) && p.any(end + 1, &verb) > 0 && p.any(end + 1, &[Class::Coordinator]) == 0;
    told.then_some(Phrase { start: i, end, kind: ActorKind::Person, head: Head::Role, gender: None, name: None })
}

/// Whether a comma stands before a token, and a name before that.
fn apposed(p: &Prose<'_>, i: usize) -> bool {
    let Some(comma) = i.checked_sub(1).filter(|c| p.is(*c, Kind::Comma)) else { return false };
    // `bà Lan (41 tuổi), chủ quán`
    let named = if comma > 0 && p.is(comma - 1, Kind::Unbracket) { p.partner(comma - 1) } else { comma };
    let run = (named.saturating_sub(6)..named).rev().take_while(|j| p.capital(*j)).count();
    let from = named - run;
    run > 0 && p.ends(from, Class::Place) == 0 && p.any(from, &[Class::Country, Class::Capital]) < run
}

fn begin(p: &Prose<'_>, i: usize, limit: usize, subject: bool) -> Option<Phrase> {
    let (class, len) = head(p, i)?;
    match class {
        None => bare(p, i, limit, subject),
        Some(Class::Quantifier) => many(p, i, i + len, limit, subject),
        Some(Class::Prefix) => {
            // `nguyên phó giám đốc`: of such words two may stand together, no more.
            let prefix =
                |at: usize| head(p, at).filter(|(class, _)| *class == Some(Class::Prefix)).map(|(_, n)| at + n);
            if prefix(i + len).and_then(prefix).is_some() {
                return None;
            }
            let inner = begin(p, i + len, limit, subject)?;
            // `phía Mỹ`: no place, but those who act for it.
            let head = if inner.head == Head::Power { Head::Body } else { inner.head };
            (inner.head != Head::Pronoun && !p.capital(i + len)
                || matches!(inner.head, Head::Body | Head::Power | Head::Role))
            .then_some(Phrase { start: i, head, ..inner })
        }
        Some(Class::Male) => honorific(p, i, len, limit, Some(Gender::Male)),
        Some(Class::Female) => honorific(p, i, len, limit, Some(Gender::Female)),
        Some(Class::Honorific) => honorific(p, i, len, limit, None),
        Some(Class::They) => Some(pronoun(i, i + len, Gender::Many)),
        Some(Class::Country | Class::Capital | Class::Building | Class::OutletName) => {
            let kind = if class == Some(Class::OutletName) { ActorKind::Outlet } else { ActorKind::StateBody };
            let head = if class == Some(Class::OutletName) { Head::Body } else { Head::Power };
            // `BBC Tiếng Miến Điện`
            let spoken = i + len + 1;
            let tongue = if kind == ActorKind::Outlet && p.small(spoken - 1, Small::Tongue) {
                capitals(p, spoken, limit)
            } else {
                0
            };
            let len = if tongue > spoken { tongue - i } else { len };
            (i + len <= limit).then_some(Phrase {
                start: i,
                end: i + len,
                kind,
                head,
                gender: None,
                name: Some((i, i + len)),
            })
        }
        Some(class) => body(p, i, i + len, limit, subject, class),
    }
}

/// The longest head that begins at a token; `None` inside for a bare name.
fn head(p: &Prose<'_>, i: usize) -> Option<(Option<Class>, usize)> {
    // `6 đồng phạm`
    let count = p.is(i, Kind::Number) && !p.lower(i).ends_with('%');
    if count && p.any(i + 1, &[Class::Group, Class::Anonymous]) > 0 && !p.capital(i + 1) {
        return Some((Some(Class::Quantifier), 1));
    }
    let mut best: Option<(Class, usize)> = None;
    // A word that only is so written, in a longer one: `hội` in `hội đàm`.
    let longer = p
        .tags(i)
        .filter(|(t, _)| matches!(t.class, Class::Compound | Class::Cue | Class::Verb | Class::Not))
        .map(|(_, len)| len)
        .max();
    let longer = longer.unwrap_or(0);
    for (tag, len) in p
        .tags(i)
        .filter(|(_, len)| *len > 1 || !p.inside(i))
        .filter(|(_, len)| *len >= longer || p.capital(i) && !p.first(i))
    {
        let proper = matches!(tag.class, Class::Country | Class::Capital | Class::Building | Class::OutletName);
        let fits = if proper {
            // `điện Kremlin`
            p.capital(i) || tag.class == Class::Building && len > 1 && p.capital(i + len - 1)
        } else {
            HEADS.contains(&tag.class)
                || matches!(
                    tag.class,
                    Class::Quantifier | Class::Prefix | Class::Male | Class::Female | Class::Honorific
                )
        };
        // Of two that are as long the more telling: a name before a common word.
        let rank = |class: Class| match class {
            Class::Country => u8::from(!p.first(i)) * 5,
            Class::Capital | Class::Building | Class::OutletName => 5,
            Class::They => 4,
            Class::Male | Class::Female | Class::Honorific => 3,
            Class::Anonymous | Class::Title => 2,
            _ => 1,
        };
        if fits && best.is_none_or(|(class, long)| (len, rank(tag.class)) > (long, rank(class))) {
            best = Some((tag.class, len));
        }
    }
    match best {
        Some((class, len)) => Some((Some(class), len)),
        // `Bảo`: no verb has a capital inside a sentence.
        None if p.capital(i)
            && p.any(i, &[Class::Stop, Class::According]) == 0
            && (!p.first(i) || !p.has(i, Class::Cue)) =>
        {
            Some((None, 0))
        }
        None => None,
    }
}

fn pronoun(start: usize, end: usize, gender: Gender) -> Phrase {
    Phrase { start, end, kind: ActorKind::Person, head: Head::Pronoun, gender: Some(gender), name: None }
}

/// `ông Lộc`, `bà Vương Khánh Chi`; without a name a pronoun.
fn honorific(p: &Prose<'_>, i: usize, len: usize, limit: usize, gender: Option<Gender>) -> Option<Phrase> {
    let after = i + len;
    let end = capitals(p, after, limit);
    if end > after {
        let name = Some((after, end));
        return Some(Phrase { start: i, end, kind: ActorKind::Person, head: Head::Titled, gender, name });
    }
    // `cô hướng dẫn viên`
    if p.any(after, &[Class::Title, Class::Group]) > 0 && !p.capital(after) && after < limit {
        let class = if p.has(after, Class::Title) { Class::Title } else { Class::Group };
        let len = p.longest(after, class);
        return body(p, i, after + len, limit, true, class).map(|f| Phrase { gender: gender.or(f.gender), ..f });
    }
    let shown = p.longest(after, Class::Determiner);
    gender.map(|g| pronoun(i, after + shown, g))
}

/// Capitals without a head: a name of at least two words, or any that does not begin a sentence.
fn bare(p: &Prose<'_>, i: usize, limit: usize, subject: bool) -> Option<Phrase> {
    let mut end = capitals(p, i, limit);
    // `thứ Sáu`, `tháng Giêng`
    if i.checked_sub(1).is_some_and(|b| p.small(b, Small::DayHead)) {
        return None;
    }
    // `châu Âu`: part of a longer word.
    if p.inside(i) && i > 0 && !p.capital(i - 1) {
        return None;
    }
    // `Viện Biển Lạnh`, but not `Theo Reuters`: a name ends where another mention begins.
    if let Some(j) =
        (i + 1..end).find(|j| p.any(*j, &[Class::Title, Class::Country]) > 0 && p.any(*j, &[Class::Family]) == 0)
    {
        end = j;
    }
    let family = p.has(i, Class::Family) && (2..=5).contains(&(end - i));
    let kind = if family || end - i > 1 { ActorKind::Person } else { ActorKind::Organisation };
    let known = end - i > 1 || !p.first(i) || subject && p.tags(i).next().is_none();
    (end > i && known).then_some(Phrase { start: i, end, kind, head: Head::Name, gender: None, name: Some((i, end)) })
}

/// `các hộ nuôi cá`, `hơn 200 hộ`, `một quan chức Bộ Năng lượng`.
fn many(p: &Prose<'_>, i: usize, mut j: usize, limit: usize, subject: bool) -> Option<Phrase> {
    while j < limit
        && (p.longest(j, Class::Quantifier) > 0 && p.any(j, &[Class::Group, Class::Anonymous]) == 0
            || p.is(j, Kind::Number))
    {
        j += p.longest(j, Class::Quantifier).max(1);
    }
    // `các cố vấn`: a prefix is not the first syllable of the word.
    if p.longest(j, Class::Prefix) >= p.any(j, &[Class::Group, Class::Title, Class::Anonymous]) {
        j += p.longest(j, Class::Prefix);
    }
    if j >= limit {
        return None;
    }
    let heads = [Class::Group, Class::Title, Class::Anonymous, Class::Organisation, Class::State, Class::Outlet];
    let len = p.any(j, &heads);
    // `các báo cáo`
    let longer = p.any(j, &[Class::Compound, Class::Not, Class::Thing]) > len;
    if len == 0 || p.capital(j) && len == 1 || longer {
        return None;
    }
    let one = p.small(i, Small::One) && !p.small(i + 1, Small::Number);
    let end = extend(p, j + len, limit, subject, false);
    // `các bộ, ngành và địa phương`
    let second = paired(p, end, limit, &heads);
    let third = second.filter(|_| p.is(end, Kind::Comma)).and_then(|second| paired(p, second, limit, &heads));
    let end = third.or(second).unwrap_or(end);
    let end = placed(p, i, end, limit).unwrap_or_else(|| shown(p, end, limit));
    let end = doing(p, end, limit).unwrap_or(end);
    let person = p.any(j, &[Class::Title, Class::Group, Class::Anonymous]) == len;
    let kind = match (one, person) {
        (true, true) => ActorKind::Anonymous,
        (true, false) => ActorKind::Organisation,
        (false, _) => ActorKind::Group,
    };
    Some(Phrase { start: i, end, kind, head: Head::Many, gender: None, name: None })
}

/// Behind a second noun that the quantifier counts too: `các bộ, ngành`, `các đối tác và đồng minh của mình`.
fn paired(p: &Prose<'_>, j: usize, limit: usize, heads: &[Class]) -> Option<usize> {
    let next = j + 1;
    let joined = p.is(j, Kind::Comma) || p.small(j, Small::And);
    // `các tỉnh, thành`: a noun only as the second.
    let len = p.any(next, heads).max(usize::from(p.small(next, Small::Second)));
    let fits = joined && next < limit && len > 0 && !p.capital(next) && p.any(next, &BREAKS) < len;
    let end = fits.then(|| extend(p, next + len, limit, false, false))?;
    // A name behind it is somebody’s own.
    (next..end).all(|k| !p.capital(k)).then_some(end)
}

/// Words with which something new begins, so that none of them says which of many are meant.
const NEW: [Class; 9] = [
    Class::Cue,
    Class::Coordinator,
    Class::Conjunction,
    Class::Connective,
    Class::Time,
    Class::Adverb,
    Class::Negation,
    Class::Modal,
    Class::Place,
];

/// Behind what says which of many are meant, where a word for the tense shows that their verb is yet to come:
/// `hai vận động viên chạy tiếp sức bị loại`.
fn doing(p: &Prose<'_>, from: usize, limit: usize) -> Option<usize> {
    let tense = |j: usize| p.has(j, Class::Tense) && !p.inside(j);
    let mut j = from;
    while j < limit.min(from + 6) && p.is_word(j) && !p.capital(j) && p.any(j, &NEW) == 0 && !tense(j) {
        j += p.tags(j).map(|(_, len)| len).max().unwrap_or(1);
    }
    (j > from && j < limit && tense(j) && !p.small(j, Small::Is)).then_some(j)
}

/// Where some of many are: `một quan chức cấp cao trong chính quyền Mỹ`.
fn placed(p: &Prose<'_>, i: usize, j: usize, limit: usize) -> Option<usize> {
    let next = j + 1;
    let opens = p.first(i) || p.ends(i, Class::According) > 0 || i > 0 && p.small(i - 1, Small::By);
    let names = p.capital(next) || p.any(next, &[Class::Organisation, Class::State]) > 0;
    // `một nguồn tin thân cận với chính phủ`
    let close = p.longest(j, Class::Tail);
    if close > 1 && j + close < limit {
        let inner = super::phrase::phrase(p, j + close, limit, false).map(|f| f.end);
        return inner.or_else(|| Some(extend(p, j + close, limit, false, false)).filter(|end| *end > j + close));
    }
    let within = next < limit && names && (p.small(j, Small::Within) || opens && p.small(j, Small::At));
    // `ngư dân ở xã Bến Dâu`: behind a word for a place it is where they live.
    let lives = p.small(j, Small::At) && (p.has(next, Class::State) || p.has(next, Class::Complement));
    let named = (next + 1..limit.min(next + 3)).any(|k| p.capital(k));
    let within = within || next < limit && !p.capital(next) && lives && named;
    within.then(|| extend(p, next, limit, false, false)).filter(|end| *end > next)
}

/// A title, an organisation, a state body, an outlet or a group, with what belongs to it.
fn body(p: &Prose<'_>, i: usize, after: usize, limit: usize, subject: bool, class: Class) -> Option<Phrase> {
    let title = class == Class::Title || class == Class::Group && p.has(i, Class::Title);
    let end = extend(p, after.min(limit), limit, subject, title);
    // `Chuyên gia Lea Holt thuộc Viện Cá`: the name stands before where the office is held.
    let stem = (after + 1..end).find(|j| title && p.small(*j, Small::PartOf) && p.capital(*j - 1)).unwrap_or(end);
    let run = (after..stem).rev().take_while(|j| p.capital(*j)).count();
    let mut kind = match class {
        Class::Title => ActorKind::Person,
        Class::Organisation => ActorKind::Organisation,
        Class::State => ActorKind::StateBody,
        Class::Outlet => ActorKind::Outlet,
        Class::Anonymous => ActorKind::Anonymous,
        _ => ActorKind::Group,
    };
    let (mut head, mut name) = match class {
        Class::Title => (Head::Role, None),
        Class::Group | Class::Anonymous => (Head::Many, None),
        _ => (Head::Body, Some((i, end))),
    };
    let mut gender = None;
    if title && run > 0 {
        let from = stem - run;
        let (start, end) = person_name(p, from, stem);
        // After the name of a place or a body the capitals are its own, unless a family name or a foreign one begins among them.
        let direct = from == after || p.any(from - 1, &[Class::Male, Class::Female, Class::Honorific]) == 1;
        let country = start > from;
        let family = p.has(start, Class::Family) && end - start >= 2;
        let foreign = end - start >= 2 && !syllable(p.lower(start)) && p.tags(start).next().is_none();
        if family
            || foreign
            || end > start && (direct && (end - start > 1 || p.longest(from, Class::Country) == 0) || country)
        {
            let only_country =
                p.longest(start, Class::Country) >= end - start || p.longest(start, Class::Capital) >= end - start;
            if !only_country {
                (kind, head, name) = (ActorKind::Person, Head::Titled, Some((start, end)));
            }
        }
        gender = (start.checked_sub(1)).and_then(|g| match (p.has(g, Class::Male), p.has(g, Class::Female)) {
            (true, _) => Some(Gender::Male),
            (_, true) => Some(Gender::Female),
            _ => None,
        });
    }
    let end = if head == Head::Many || head == Head::Role && p.has(i, Class::Group) {
        placed(p, i, end, limit).unwrap_or(end)
    } else {
        end
    };
    let end = if head == Head::Titled { end } else { shown(p, shortened(p, end, limit), limit) };
    let plain = end == after;
    // `Hãng dự kiến lãi`, `ASEAN họp`
    let acts = p.any(end, &[Class::Verb, Class::Modal, Class::Adverb, Class::Negation, Class::Cue, Class::Tense]) > 0;
    let proper = p.tags(i).any(|(t, len)| t.class == class && t.flags.capital && i + len == end);
    // `sẽ tổ chức lễ`: a verb.
    if plain && !subject && !p.capital(i) && p.longest(i, Class::Verb) == end - i && p.ends(i, Class::Preposition) == 0
    {
        return None;
    }
    // A bare head word is a mention only as a subject, or for roles of one.
    (end <= limit
        && end > i
        && (!plain || subject || acts || proper || head != Head::Body || end - i > 1 || !p.first(i)))
    .then_some(Phrase { start: i, end, kind, head, gender, name })
}

/// Behind the short form of a name in brackets: `Tổ chức Y tế Thế giới (WHO)`.
fn shortened(p: &Prose<'_>, end: usize, limit: usize) -> usize {
    let word = end + 1;
    let short = p.capital(word) && p.is(word + 1, Kind::Unbracket) && p.any(word, &[Class::Country, Class::Place]) == 0;
    let named = (end.saturating_sub(4)..end).any(|j| p.capital(j));
    if p.is(end, Kind::Bracket) && short && named && word + 2 <= limit { word + 2 } else { end }
}

/// Behind a word that points: `công ty này`.
fn shown(p: &Prose<'_>, end: usize, limit: usize) -> usize {
    let len = p.longest(end, Class::Determiner);
    // `trên` is a preposition too.
    let before = p.any(end + len, &BREAKS);
    let points = len > 0 && (!p.has(end, Class::Place) || before > 0 && p.longest(end + len, Class::Stop) < before);
    if points && end + len <= limit && !p.capital(end) { end + len } else { end }
}

/// How far a mention goes on behind its head.
fn extend(p: &Prose<'_>, from: usize, limit: usize, subject: bool, title: bool) -> usize {
    let mut j = from;
    while j < limit {
        // `lãnh đạo hai nước`, `lãnh đạo 14 tỉnh`, `mẹ một nạn nhân`, `UBND các huyện, thị xã`
        let each = p.small(j, Small::Each);
        if (title || each && j > 0 && p.ends(j, Class::State) > 0)
            && j == from
            && (p.longest(j, Class::Quantifier) > 0 || p.is(j, Kind::Number))
            && let Some(inner) = many(p, j, j + p.longest(j, Class::Quantifier), limit, subject)
        {
            return inner.end;
        }
        // `xuất khẩu cá ba tháng đầu năm`: a time begins.
        if p.has(j, Class::Quantifier) && p.has(j + 1, Class::Time) {
            break;
        }
        if p.is(j, Kind::Number) {
            // `Bệnh viện Nhi đồng 3 quá tải`
            let numbered = !title
                && j > from
                && p.lower(j).len() < 4
                && (from..j).any(|k| p.capital(k))
                && (j + 1 >= limit || p.any(j + 1, &BREAKS) > 0 || !p.is_word(j + 1));
            let line = numbered
                || j > 0 && p.any(j - 1, &[Class::Complement]) > 0
                || p.small(j - 1, Small::Line)
                || subject && (j + 1 >= limit || p.small(j + 1, Small::Age));
            if !line {
                break;
            }
            j += 1;
            continue;
        }
        // `Lao động - Thương binh và Xã hội`, `Văn hóa, Thể thao và Du lịch`
        if (j > from || j > 1 && p.capital(j - 2) && !p.capital(j - 1))
            && let Some(next) = listed(p, j, limit)
        {
            j = next;
            continue;
        }
        if !p.is_word(j) {
            break;
        }
        if p.capital(j) && !p.first(j) {
            let end = proper(p, j, limit);
            let foreign = |f: usize| !syllable(p.lower(f)) && p.tags(f).next().is_none() && !letters(p, f);
            // `Nông nghiệp`: of a word no syllable is a family name.
            let family = |f: usize| p.has(f, Class::Family) && end - f >= 2 && p.capital(f + 1);
            let person = |f: usize| family(f) || end - j >= 2 && foreign(f);
            let named = title && (j..end).any(person) || (j..end).filter(|k| p.capital(*k)).count() > 3;
            j = end;
            // Nothing of an office stands behind the person's name, but for where it is held.
            if named && !p.capital(j) && !p.small(j, Small::PartOf) {
                break;
            }
            continue;
        }
        if p.any(j, &[Class::Male, Class::Female, Class::Honorific]) == 1 && p.capital(j + 1) && j + 1 < limit {
            return capitals(p, j + 1, limit);
        }
        // `con gái tôi`
        if title && j == from && p.longest(j, Class::Owner) > 0 {
            return j + p.longest(j, Class::Owner);
        }
        // `HLV sinh năm 1980`
        if j == from
            && p.small(j, Small::Born)
            && p.small(j + 1, Small::Year)
            && p.is(j + 2, Kind::Number)
            && j + 2 < limit
        {
            return j + 3;
        }
        let inside = p.any(j, &INSIDE);
        // `chủ đầu tư bố trí`: a longer word, and no part of a name.
        if p.any(j, &[Class::Compound, Class::Tail]) > inside.max(1) {
            break;
        }
        let breaks = p.any(j, &BREAKS);
        // `Công an Bến Sậy kiểm tra`: what may be a verb is one behind a name, and at the end.
        let goes_on = p.any(j + inside, &INSIDE) > 0 || p.capital(j + inside);
        let verb = p.any(j, &[Class::Verb, Class::Cue]) == inside;
        let ties = inside == breaks && !p.capital(j - 1) && (goes_on || !verb);
        if inside > 0 && (inside > breaks || ties) && j + inside <= limit {
            j += inside;
            continue;
        }
        // `một nhóm vũ trang người Hutu`
        if p.small(j, Small::People) && p.capital(j + 1) && j + 1 < limit {
            j = capitals(p, j + 1, limit);
            continue;
        }
        if p.longest(j, Class::Tail) == 1 {
            return tail(p, from, j, limit, subject, title).unwrap_or(j);
        }
        // `công nhân giày Phú Lộc`: words that no list has, before the name that they lead to.
        if let Some(name) = (j..limit.min(j + 3)).find(|k| !unknown(p, *k)).filter(|k| *k > j && *k < limit)
            && !p.capital(j - 1)
            && p.capital(name)
            && !p.first(name)
        {
            j = name;
            continue;
        }
        if !subject || breaks > 0 {
            break;
        }
        j += 1;
    }
    j.min(limit)
}

/// A word in lower case of which no list says anything.
fn unknown(p: &Prose<'_>, j: usize) -> bool {
    p.is_word(j) && !p.capital(j) && !p.inside(j) && p.tags(j).next().is_none()
}

/// The end of capitals in the name of a body, an office or a person: `Di trú Annelie Bröck`, `Dự trữ Liên bang`.
fn proper(p: &Prose<'_>, j: usize, limit: usize) -> usize {
    let end = capitals(p, j, limit);
    // Of a word of two syllables the first alone has the capital.
    let word = |k: usize| p.tags(k).filter(|(t, _)| t.class != Class::Cue).map(|(_, len)| len).max().unwrap_or(0);
    let compound = (j..end).map(|k| k + word(k)).max().unwrap_or(end).min(limit);
    if compound > end {
        return compound;
    }
    let last = end - 1;
    let known = p.any(last, &[Class::Country, Class::Capital, Class::Building, Class::OutletName]) > 0;
    let alone = end == j + 1 || p.any(j, &INSIDE) > 0;
    let pair = alone && !known && end < limit && syllable(p.lower(last)) && syllable(p.lower(end)) && unknown(p, end);
    if pair { end + 1 } else { end }
}

/// Whether a word is nothing but capitals, as letters that stand for words are: `PCCC`.
fn letters(p: &Prose<'_>, j: usize) -> bool {
    let word = p.token(j).and_then(|t| p.text.as_str().get(t.start..t.end)).unwrap_or_default();
    p.is_word(j) && word.len() > 1 && word.chars().all(char::is_uppercase)
}

/// Where the next part begins of a name that has several: behind `và`, a comma or a dash.
fn listed(p: &Prose<'_>, j: usize, limit: usize) -> Option<usize> {
    let next = j + 1;
    let joint = match p.kind(j)? {
        Kind::Comma | Kind::Dash => false,
        Kind::Word if p.small(j, Small::And) => true,
        _ => return None,
    };
    // `phụ huynh lớp 6 và lớp 7`
    let again =
        || j > 1 && p.lower(j - 2) == p.lower(next) && p.is(j - 1, Kind::Number) && p.is(next + 1, Kind::Number);
    if joint && again() {
        return Some(next);
    }
    // No name, and not somebody else: `Bộ Ngoại giao và Ngân hàng Nhà nước`.
    let who = |k: usize| p.any(k, &HEADS).max(p.any(k, &PERSONS));
    let field = |k: usize| p.capital(k) && !p.first(k) && (who(k) == 0 || p.longest(k, Class::Complement) > who(k));
    let office = j.checked_sub(2).is_some_and(|b| p.is_word(b) && !p.capital(b)) && field(j - 1);
    let families = p.has(next, Class::Family) || office && p.has(j - 1, Class::Family);
    let part = |k: usize| {
        k < limit && field(k) && (proper(p, k, limit) > capitals(p, k, limit) || p.longest(k, Class::Complement) > 0)
    };
    let before =
        j.checked_sub(1).is_some_and(|b| p.is_word(b) && (!p.capital(b) || p.any(b, &[Class::Complement]) > 0));
    // Behind a comma only what another part follows: else it is somebody else.
    let more = || (next..limit.min(next + 8)).find(|k| p.small(*k, Small::And)).is_some_and(|k| part(k + 1));
    // `Bộ trưởng Rừng và Nghề cá`
    let two =
        office && !families && p.small(j, Small::And) && field(next) && p.is_word(next + 1) && !p.capital(next + 1);
    if two && next + 1 < limit && p.any(next + 1, &BREAKS) == 0 {
        return Some(next);
    }
    // `Phòng Cảnh sát PCCC và CNCH`
    if p.small(j, Small::And) && next < limit && j > 0 && letters(p, j - 1) && letters(p, next) && field(next) {
        return Some(next);
    }
    (before && part(next) && (joint || p.is(j, Kind::Dash) || more())).then_some(next)
}

/// What belongs to a mention behind `của`, `tại` and the like.
fn tail(p: &Prose<'_>, from: usize, j: usize, limit: usize, subject: bool, title: bool) -> Option<usize> {
    let next = j + 1;
    let posted = p.ends(from, Class::Posted) > 0;
    if next >= limit {
        return None;
    }
    let owner = p.longest(next, Class::Owner);
    if p.smalls(j, &[Small::Belonging, Small::PartOf]) {
        if owner > 0 {
            return Some(next + owner);
        }
        // One of the two: each would read all that follows anew.
        let inner = super::phrase::phrase(p, next, limit, false).map(|f| f.end);
        return inner.or_else(|| Some(extend(p, next, limit, subject, false)).filter(|end| *end > next));
    }
    // `Ủy ban về Biến đổi khí hậu`
    if (title || p.capital(next) && p.ends(from, Class::State) > 0)
        && p.small(j, Small::Field)
        && p.longest(next, Class::Complement) > 0
    {
        return Some(extend(p, next, limit, subject, title));
    }
    // `Đại sứ Nga tại Mỹ Anatoly Antonov`
    if title && p.small(j, Small::At) && p.any(next, &POSTS) > 0 && p.capital(next) {
        let end = extend(p, next, limit, false, title);
        return (subject || posted || end > next + p.any(next, &POSTS)).then_some(end);
    }
    let body = subject && (p.capital(next) || p.any(next, &[Class::Organisation, Class::State, Class::Outlet]) > 0);
    body.then(|| extend(p, next, limit, subject, false)).filter(|end| *end > next)
}

/// How Vietnamese spells a syllable: the groups of consonants it may begin with, the letters it never has, and how it may end.
const BEGINNINGS: [&str; 9] = ["ch", "gh", "kh", "ng", "ngh", "nh", "ph", "th", "tr"];
const FOREIGN: [char; 4] = ['f', 'j', 'w', 'z'];
const ENDINGS: [&str; 8] = ["c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether a word can be one syllable of Vietnamese: consonants, vowels, and a consonant that may end it.
fn syllable(word: &str) -> bool {
    let bare = fold(word, Folding { case: true, accents: true }).text;
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let rest = bare.trim_start_matches(|c| !vowel(c));
    let ends = rest.trim_start_matches(vowel);
    let (opens, nucleus) = (bare.len() - rest.len(), rest.len() - ends.len());
    let begin = bare.get(..opens).unwrap_or_default();
    let begins = BEGINNINGS.contains(&begin) || begin.len() < 2 && !begin.starts_with(FOREIGN);
    begins && (1..=3).contains(&nucleus) && (ends.is_empty() || ENDINGS.contains(&ends))
}
