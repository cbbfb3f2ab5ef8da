//! The lists of words in the form in which the grammar asks for them: what a phrase that begins at a token can mean.

use super::{
    calendar::Unit,
    expr::{Feast, Mod, Offset, Part, Point},
    token::{Case, Gap, Kind, Token, tokens},
};
use crate::{
    suggest::{Entry, LexiconFile, Lexicons, Words},
    text::{Folding, fold},
};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// The lists that come with the program. A language is one line here and its file.
const FILES: [(&str, LexiconFile); 2] = [
    ("vi", LexiconFile { name: "dates-vi.txt", text: include_str!("../../../assets/lexicons/dates-vi.txt") }),
    ("en", LexiconFile { name: "dates-en.txt", text: include_str!("../../../assets/lexicons/dates-en.txt") }),
];

/// The sections that there are, in whichever language.
static SECTIONS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| FILES.iter().flat_map(|(_, file)| file.sections()).collect());

/// What a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A number; as an ordinal, `third`.
    Number(u32),
    Ordinal(u32),
    /// A decade of the last century by its name: 8 for `eighties`.
    DecadeName(u8),
    /// A part of the day that is counted: `hai đêm trước`.
    Counted(Part),
    /// A number that only follows a ten: `lăm` in `mười lăm`.
    Tail(u32),
    /// What a number before it is multiplied with.
    Scale(u32),
    Unit(Unit),
    Weekday(u8),
    /// A weekday each week: `Fridays`.
    Weekdays(u8),
    /// A weekday's short form, or one that means other things as well: it needs a date beside it.
    WeekdayShort(u8),
    Month(u8),
    /// A month's name that is another word as well: `May`.
    MonthWeak(u8),
    Season(&'static str),
    /// A season's name that is another word as well: `spring`.
    SeasonWeak(&'static str),
    /// The first or the second half of what follows.
    Half(u8),
    Part(Part),
    /// A time of day by name: noon.
    Clock(u8, u8),
    Point(Point),
    /// A unit or a weekday moved on or back, by a word behind it or before it.
    After(Offset),
    Before(Offset),
    /// What an amount of time is counted from, by a word behind it or before it.
    Since(Offset),
    Until(Offset),
    Mod(Mod),
    /// A modifier of a part of the day alone: `đầu giờ` chiều.
    PartMod(Mod),
    Feast(Feast),
    Set(usize),
    Stem(u8),
    Branch(u8),
    Is(Role),
}

impl Sense {
    /// Whether an expression can begin with a phrase of that meaning.
    fn begins(self) -> bool {
        match self {
            Sense::Tail(_)
            | Sense::Scale(_)
            | Sense::After(_)
            | Sense::Since(_)
            | Sense::Branch(_)
            | Sense::Counted(_) => false,
            Sense::Is(role) => matches!(
                role,
                Role::Article
                    | Role::The
                    | Role::HalfOf
                    | Role::Many
                    | Role::Quarter
                    | Role::Weekend
                    | Role::Head
                    | Role::LunarHead
                    | Role::FullMoon
                    | Role::From
                    | Role::Between
                    | Role::Each
                    | Role::Times
                    | Role::Decades
                    | Role::YearKind
                    | Role::Period
                    | Role::SamePeriod
                    | Role::PartHead
                    | Role::FirstOf
                    | Role::LastOf
            ),
            _ => true,
        }
    }

    /// Whether such a phrase can be an expression by itself.
    fn is_whole(self) -> bool {
        match self {
            Sense::Number(_) | Sense::Ordinal(_) | Sense::Unit(_) | Sense::Half(_) | Sense::Stem(_) => false,
            Sense::Before(_) | Sense::Until(_) | Sense::Mod(_) | Sense::PartMod(_) => false,
            Sense::Is(role) => role == Role::Weekend,
            sense => sense.begins(),
        }
    }
}

/// Declares the roles of phrases, each with the section of the lists that its phrases stand in.
macro_rules! roles {
    ($($role:ident = $section:literal,)*) => {
        /// What a phrase does in the grammar.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Role { $($role,)* }

        const ROLES: &[(&str, Role)] = &[$(($section, Role::$role),)*];
    };
}

roles! {
    Article = "article",
    The = "the",
    Mover = "movers",
    HalfOf = "half of",
    AndHalf = "and a half",
    Many = "some",
    Quarter = "quarter",
    Weekend = "weekend",
    Head = "day head",
    LunarHead = "lunar day head",
    FullMoon = "full moon",
    Lunar = "lunar",
    Lead = "lead",
    ClockLead = "clock lead",
    ClockJoin = "between day and clock",
    NameBehind = "name behind",
    LengthLead = "length lead",
    LengthOnly = "length only",
    Hour = "hour sign",
    HourWord = "hour word",
    Minute = "minute word",
    Less = "to the hour",
    Am = "am",
    Pm = "pm",
    OClock = "o'clock",
    Zone = "zone",
    ZoneHead = "zone head",
    From = "from",
    To = "to",
    Between = "between",
    And = "and",
    Of = "of",
    On = "on",
    Each = "each",
    Times = "times",
    Bc = "before christ",
    Decades = "decades",
    FirstOf = "first of",
    LastOf = "last of",
    YearKind = "kinds of year",
    Period = "periods",
    SamePeriod = "same period",
    Nth = "nth",
    Event = "events",
    PartHead = "part head",
    Past = "past",
    MostlyPast = "mostly past",
    Future = "future",
    OrdinalBefore = "ordinal before",
    NotBefore = "not before",
    NotAfter = "not after",
    Glued = "glued",
    Old = "old",
    Perhaps = "perhaps",
    Deadline = "deadline",
    Passive = "passive",
    ModOn = "behind modifiers",
    VerbLead = "verb lead",
    WeakLead = "weak lead",
    EventLead = "event lead",
    EventName = "event name",
    DayBehind = "day behind",
    ShareLead = "share lead",
    NoTime = "no time",
    SureLead = "sure lead",
    Numbered = "numbered",
    Named = "named by a day",
    Told = "told",
    Modal = "modal",
    Relative = "relative",
    SoftDeadline = "soft deadline",
    PastHour = "past the hour",
    ZoneTail = "zone tail",
    PastVerb = "past verbs",
    Promise = "promises",
    Infinitive = "infinitive",
    Happening = "happenings",
    NoCue = "no cue",
    Festive = "festive",
    Is = "is",
    Distance = "behind distances",
}

/// A token as phrases know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Word(u16),
    Number(u32),
    Mark(char),
}

fn key(kind: Kind) -> Option<Key> {
    match kind {
        Kind::Word(0) => None,
        Kind::Word(id) => Some(Key::Word(id)),
        Kind::Number(n, _) => Some(Key::Number(n)),
        Kind::Mark(c) => Some(Key::Mark(c)),
    }
}

#[derive(Debug)]
struct Phrase {
    rest: Vec<Key>,
    senses: Vec<Sense>,
}

/// The phrases that begin with a token.
#[derive(Debug, Default)]
struct Phrases {
    all: Vec<Phrase>,
    /// Which of them have a role, and which role, the longest first.
    with_roles: Vec<(Role, usize)>,
    /// What else they mean, the longest first.
    senses: Vec<(Sense, usize)>,
    /// The roles that some of them have, a bit each: most questions are answered by this alone.
    roles: u128,
    /// Whether an expression can begin with one of them, and whether one of them can be all of it.
    begins: bool,
    alone: bool,
}

impl Phrases {
    fn with_role(&self, role: Role) -> impl Iterator<Item = &Phrase> {
        self.with_roles.iter().filter(move |(r, _)| *r == role).filter_map(|(_, n)| self.all.get(*n))
    }

    /// Counts what its phrases mean, once all are there.
    fn finish(&mut self) {
        self.all.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
        for (n, phrase) in self.all.iter().enumerate() {
            for sense in &phrase.senses {
                self.begins |= sense.begins();
                self.alone |= sense.is_whole() && phrase.rest.is_empty();
                match sense {
                    Sense::Is(role) => {
                        self.roles |= bit(*role);
                        self.with_roles.push((*role, n));
                    }
                    sense => self.senses.push((*sense, n)),
                }
            }
        }
    }
}

/// The number of each word of the lists, in lower case, from 1.
#[derive(Debug, Default)]
struct Ids(HashMap<String, u16>);

impl Ids {
    fn of(&self, word: &str) -> u16 {
        self.0.get(word).copied().unwrap_or(0)
    }

    fn add(&mut self, word: &str) {
        if !self.0.contains_key(word) {
            let id = u16::try_from(self.0.len() + 1).unwrap_or(0);
            self.0.insert(word.to_owned(), id);
        }
    }
}

/// The words of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub language: &'static str,
    /// Which of the two grammars it has. Heads stand first in Vietnamese (`tháng 6`, `tuần trước`, `buổi sáng`), and months are
    /// numbers; in English months and weekdays are names in capitals, and what moves a unit stands before it.
    pub head_first: bool,
    /// The words it knows, by their number: the roles of the phrases that end with each. `None`: a word of another language.
    known: Vec<Option<u128>>,
    /// By the number of their first word, the longest first.
    words: Vec<Phrases>,
    /// Those that begin with a number, by the number.
    numbers: Vec<Phrases>,
    /// Those that begin with a mark.
    marks: Vec<(char, Phrases)>,
    /// How words end that tell the past where they stand right before a time: `agreed` in March.
    past_endings: Vec<String>,
    /// Values of sets.
    pub sets: Vec<String>,
}

/// The words of all languages.
pub(super) struct DateWords {
    ids: Ids,
    pub all: Vec<Lexicon>,
}

impl Words for DateWords {
    fn read(lexicons: &Lexicons) -> Self {
        let mut ids = Ids::default();
        let all = FILES.iter().map(|(language, file)| Lexicon::read(language, *file, lexicons, &mut ids)).collect();
        DateWords { ids, all }
    }
}

impl DateWords {
    /// A text as tokens, the same for all languages.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        tokens(text, |word| self.ids.of(word))
    }
}

impl Lexicon {
    fn read(language: &'static str, file: LexiconFile, lexicons: &Lexicons, ids: &mut Ids) -> Self {
        let mut all = Lexicon { language, ..Lexicon::default() };
        for entry in lexicons.entries(file) {
            let (words, code) = entry.words.split_once(" = ").unwrap_or((&entry.words, ""));
            match (entry.section.as_str(), words.trim()) {
                ("grammar", "heads first") => all.head_first = true,
                ("past endings", ending) => all.past_endings.push(ending.to_owned()),
                (section, words) => match all.sense(section, code.trim()) {
                    Some(sense) => all.add(words, sense, ids),
                    None if !SECTIONS.contains(section) => lexicons.no_section(file, &entry),
                    None => lexicons.fault(file, &entry, &why_not(&entry)),
                },
            }
        }
        let phrases = all.words.iter_mut().chain(&mut all.numbers).chain(all.marks.iter_mut().map(|(_, p)| p));
        phrases.for_each(Phrases::finish);
        all
    }

    fn add(&mut self, words: &str, sense: Sense, ids: &mut Ids) {
        let words = fold(words, Folding::default()).text;
        for token in tokens(&words, |_| 0) {
            if matches!(token.kind, Kind::Word(_)) {
                ids.add(&words.get(token.start..token.end).unwrap_or_default().to_lowercase());
            }
        }
        let keys: Vec<Key> = tokens(&words, |w| ids.of(w)).iter().filter_map(|t| key(t.kind)).collect();
        for (n, key) in keys.iter().enumerate() {
            if let Key::Word(id) = key
                && let Some(known) = slot(&mut self.known, usize::from(*id))
            {
                let role = if let Sense::Is(role) = sense { bit(role) } else { 0 };
                let ends = known.get_or_insert_default();
                *ends |= if n + 1 == keys.len() { role } else { 0 };
            }
        }
        let Some((first, rest)) = keys.split_first() else { return };
        let phrases = match first {
            Key::Word(id) => slot(&mut self.words, usize::from(*id)),
            // Only small numbers begin phrases: `thứ 2`, `6 tháng đầu`.
            Key::Number(n) => usize::try_from(*n).ok().filter(|n| *n < 100).and_then(|n| slot(&mut self.numbers, n)),
            Key::Mark(c) => {
                if !self.marks.iter().any(|(mark, _)| mark == c) {
                    self.marks.push((*c, Phrases::default()));
                }
                self.marks.iter_mut().find(|(mark, _)| mark == c).map(|(_, p)| p)
            }
        };
        let Some(phrases) = phrases else { return };
        match phrases.all.iter_mut().find(|p| p.rest == rest) {
            Some(phrase) => phrase.senses.push(sense),
            None => phrases.all.push(Phrase { rest: rest.to_vec(), senses: vec![sense] }),
        }
    }

    /// What an entry of a section means; `None` where its code is none.
    fn sense(&mut self, section: &str, code: &str) -> Option<Sense> {
        if let Some((_, role)) = ROLES.iter().find(|(name, _)| *name == section) {
            return Some(Sense::Is(*role));
        }
        Some(match section {
            "numbers" => Sense::Number(code.parse().ok()?),
            "ordinals" => Sense::Ordinal(code.parse().ok()?),
            "numbers behind tens" => Sense::Tail(code.parse().ok()?),
            "decades by name" => Sense::DecadeName(code.parse().ok().filter(|n| *n < 10)?),
            "parts of day that are counted" => Sense::Counted(Part::of(code)?),
            "scales" => Sense::Scale(code.parse().ok()?),
            "units" => Sense::Unit(Unit::of(code)?),
            "weekdays" => Sense::Weekday(code.parse().ok()?),
            "weekdays each week" => Sense::Weekdays(code.parse().ok()?),
            "weekdays short" => Sense::WeekdayShort(code.parse().ok()?),
            "months" => Sense::Month(code.parse().ok()?),
            "months that are words" => Sense::MonthWeak(code.parse().ok()?),
            "seasons" => Sense::Season(season(code)?),
            "seasons that are words" => Sense::SeasonWeak(season(code)?),
            "halves" => Sense::Half(code.parse().ok()?),
            "parts of day" => Sense::Part(Part::of(code)?),
            "times of day" => {
                let (hour, minute) = code.split_once(':')?;
                Sense::Clock(hour.parse().ok()?, minute.parse().ok()?)
            }
            "points" => Sense::Point(Point::of(code)?),
            "moved by a word behind" => Sense::After(Offset::of(code)?),
            "moved by a word before" => Sense::Before(Offset::of(code)?),
            "counted by a word behind" => Sense::Since(Offset::of(code)?),
            "counted by a word before" => Sense::Until(Offset::of(code)?),
            "modifiers" => Sense::Mod(Mod::of(code)?),
            "modifiers of parts of day" => Sense::PartMod(Mod::of(code)?),
            "feasts" => Sense::Feast(Feast::of(code)?),
            "sets" => {
                self.sets.push(code.to_owned());
                Sense::Set(self.sets.len() - 1)
            }
            "stems" => Sense::Stem(code.parse().ok()?),
            "branches" => Sense::Branch(code.parse().ok()?),
            _ => return None,
        })
    }

    /// Whether a word ends like one that tells the past.
    pub fn ends_like_past(&self, word: &str) -> bool {
        self.past_endings.iter().any(|e| word.len() > e.len() + 2 && word.ends_with(e.as_str()))
    }

    fn phrases(&self, kind: Kind) -> Option<&Phrases> {
        match kind {
            Kind::Word(0) => None,
            Kind::Word(id) => self.words.get(usize::from(id)),
            Kind::Number(n, _) => self.numbers.get(usize::try_from(n).ok()?),
            Kind::Mark(c) => self.marks.iter().find(|(mark, _)| *mark == c).map(|(_, p)| p),
        }
    }

    /// Whether an expression can begin with a token. Where the token cannot be all of it, what stands behind must be known.
    pub fn begins(&self, tokens: &[Token], at: usize) -> bool {
        let known = |token: &Token| match token.kind {
            // Roman numbers are in no list.
            Kind::Word(id) => {
                self.known.get(usize::from(id)).is_some_and(|known| known.is_some())
                    || matches!(token.case, Case::Capitals | Case::Line)
                    || token.end - token.start == 1
            }
            _ => true,
        };
        match tokens.get(at).map(|t| t.kind) {
            Some(Kind::Number(..)) => true,
            Some(Kind::Mark(c)) => c == '\'',
            Some(word) => self.phrases(word).is_some_and(|p| {
                p.begins && (p.alone || tokens.get(at + 1).is_some_and(|t| t.gap < Gap::Line && known(t)))
            }),
            None => false,
        }
    }

    fn fits(phrase: &Phrase, tokens: &[Token], at: usize) -> bool {
        phrase.rest.iter().enumerate().all(|(n, wanted)| {
            tokens.get(at + 1 + n).is_some_and(|t| t.gap < Gap::Line && key(t.kind) == Some(*wanted))
        })
    }

    /// What the longest phrase at a token means of what is asked for, and where it ends. Roles are asked for by `is`.
    pub fn find<T>(&self, tokens: &[Token], at: usize, wanted: impl Fn(Sense) -> Option<T>) -> Option<(T, usize)> {
        let phrases = self.phrases(tokens.get(at)?.kind)?;
        phrases.senses.iter().find_map(|(sense, n)| {
            let found = wanted(*sense)?;
            let phrase = phrases.all.get(*n)?;
            Self::fits(phrase, tokens, at).then_some((found, at + 1 + phrase.rest.len()))
        })
    }

    /// Where a phrase of that role ends, if one begins at a token.
    pub fn is(&self, tokens: &[Token], at: usize, role: Role) -> Option<usize> {
        let phrases = self.phrases(tokens.get(at)?.kind).filter(|p| p.roles & bit(role) != 0)?;
        let found = phrases.with_role(role).find(|p| Self::fits(p, tokens, at))?;
        Some(at + 1 + found.rest.len())
    }

    /// Where a phrase of that role begins, if one ends right before a token. Phrases have at most four tokens.
    pub fn ends_before(&self, tokens: &[Token], at: usize, role: Role) -> Option<usize> {
        if tokens.get(at)?.gap == Gap::Line {
            return None;
        }
        if let Kind::Word(id) = tokens.get(at.checked_sub(1)?)?.kind {
            self.known.get(usize::from(id)).copied().flatten().filter(|ends| ends & bit(role) != 0)?;
        }
        (1..=4_usize).rev().find_map(|n| {
            let from = at.checked_sub(n)?;
            let phrases = self.phrases(tokens.get(from)?.kind).filter(|p| p.roles & bit(role) != 0)?;
            let fits = |p: &Phrase| p.rest.len() + 1 == n && Self::fits(p, tokens, from);
            phrases.with_role(role).any(fits).then_some(from)
        })
    }
}

fn season(code: &str) -> Option<&'static str> {
    ["SP", "SU", "FA", "WI"].into_iter().find(|s| *s == code)
}

/// Why an entry of a section that there is cannot be understood.
fn why_not(entry: &Entry) -> String {
    match entry.words.split_once(" = ") {
        Some((_, code)) => format!("[{}] does not know the code “{}”", entry.section, code.trim()),
        None => format!("an entry of [{}] has a code behind “ = ”", entry.section),
    }
}

/// The place of that number in a list, made if it is not there.
fn slot<T: Default>(list: &mut Vec<T>, at: usize) -> Option<&mut T> {
    if list.len() <= at {
        list.resize_with(at + 1, T::default);
    }
    list.get_mut(at)
}

/// The bit of a role; there are fewer than 128.
fn bit(role: Role) -> u128 {
    1_u128.checked_shl(role as u32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_means_something() {
        let lexicons = Lexicons::default();
        let words = DateWords::read(&lexicons);
        assert_eq!(lexicons.faults(), []);
        for value in words.all.iter().flat_map(|l| &l.sets) {
            assert!(crate::model::timex::parse(value).is_ok(), "{value}");
        }
    }

    #[test]
    fn what_a_project_adds_is_read_or_told_of() {
        let added = "zz\n[points]\nhôm rày = D+0\nhôm nớ = E\n[weekday]\nthứ hài\nthứ hái = 2\n[units]\nkhắc\ncon trăng = M\n- tuần = W\n";
        let added = [("dates-vi.txt".to_owned(), added.to_owned())].into();
        let lexicons = Lexicons::new(added);
        let words = DateWords::read(&lexicons);
        let vi = &words.all[0];
        let unit = |text: &str| {
            let tokens = words.tokens(text);
            vi.find(&tokens, 0, |s| matches!(s, Sense::Unit(_) | Sense::Point(_)).then_some(s)).map(|(s, _)| s)
        };
        assert_eq!(unit("con trăng"), Some(Sense::Unit(Unit::Month)));
        assert_eq!(unit("tuần"), None);
        assert!(matches!(unit("hôm rày"), Some(Sense::Point(_))));
        let faults: Vec<(usize, String)> = lexicons.faults().into_iter().map(|f| (f.line, f.why)).collect();
        let told = [
            (1, "it stands before the first [section]"),
            (4, "[points] does not know the code “E”"),
            (6, "there is no section [weekday]"),
            (7, "there is no section [weekday]"),
            (9, "an entry of [units] has a code behind “ = ”"),
        ];
        assert_eq!(faults, told.map(|(line, why)| (line, why.to_owned())));
    }
}
