//! The small words that the patterns of claims and actors are built on: `của`, `of`, `và`, `who`.
//!
//! They are kept apart from the phrases of [`Class`](super::Class): that a word is small does not make it one that a list knows,
//! for whoever asks whether a word may be a name or a verb that no list has.

macro_rules! smalls {
    ($($small:ident $name:literal,)*) => {
        /// What a small word does: the sections of `grammar-vi.txt` and `grammar-en.txt` by their names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::suggest) enum Small { $($small,)* }

        impl Small {
            /// All of them.
            #[cfg(test)]
            pub const ALL: &[Small] = &[$(Small::$small,)*];

            /// What a section of the lists holds.
            pub fn named(name: &str) -> Option<Small> {
                match name { $($name => Some(Small::$small),)* _ => None }
            }
        }
    };
}

smalls! {
    And "and", But "but", Contrast "contrasts", That "that", At "at", With "with", By "by", One "one",
    Issuer "issuers", Become "becoming", Doer "doers", CutShort "cut short", CutShortName "cut short in names",
    The "the", Article "articles", Indefinite "indefinites", Definite "definites", BeforeArticle "before articles",
    I "speakers", He "he alone", She "she alone", They "they alone", It "it alone",
    His "his", Her "her", Their "their", Its "its", Whose "whose", Own "possessives", Ending "possessive ending",
    Who "who", Which "which", Whom "whom", To "to", Of "of", For "for", From "from", On "on", Whence "where people are",
    Party "dealt with through", Perfect "perfect", Opening "openings", Collective "collectives", HisOwn "he, she, they",
    Belonging "belonging", PartOf "part of", Within "within", Is "is", Matter "matters", Passive "passive",
    Loose "loose relatives", Aspect "aspects", TimeLead "before times", Aside "asides", Born "born", Year "year", Link "links",
    Concession "concessions", NoClaim "no claim begins", Cause "causes", Addressed "addressed with", Give "giving",
    Shown "shown", DayHead "day and month heads", Number "number", Tongue "tongues", Line "lines", Age "ages", Each "each",
    People "people of", Field "fields", Roughly "roughly", Side "sides", Between "sides of two", Goal "goals", Second "second nouns",
}

/// What a word does, in one number: a bit for each [`Small`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::suggest) struct Smalls(u128);

impl Smalls {
    pub fn add(&mut self, small: Small) {
        self.0 |= 1 << small as u32;
    }

    pub fn has(self, small: Small) -> bool {
        self.0 & 1 << small as u32 != 0
    }
}
