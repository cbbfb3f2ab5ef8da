//! Tags, and the marks that a sequence of them makes.

/// What a tag says of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In no mark.
    Out,
    /// The first of a mark.
    Begin,
    /// In a mark.
    In,
    /// The last of a mark (`E`, `L`).
    End,
    /// A mark alone (`S`, `U`).
    Single,
}

/// Takes a tag apart: its kind, and the label, which is empty where it has none. `None` for what is no tag.
pub fn parse(tag: &str) -> Option<(Kind, &str)> {
    let (first, label) = match tag.split_once('-') {
        Some((_, "")) => return None,
        Some(both) => both,
        None => (tag, ""),
    };
    let kind = match first {
        "O" => Kind::Out,
        "B" => Kind::Begin,
        "I" | "M" => Kind::In,
        "E" | "L" => Kind::End,
        "S" | "U" => Kind::Single,
        _ => return None,
    };
    if kind == Kind::Out && !label.is_empty() { None } else { Some((kind, label)) }
}

/// The rules that a file's tags follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Every mark begins with `B` (IOB2).
    #[default]
    Begins,
    /// `B` only where a mark follows another of its label (IOB1), or nowhere.
    Inside,
    /// Marks end with `E` or are `S` (BIOES, BILOU, BMES).
    Ends,
}

/// The marks of one column, as its tags come.
#[derive(Debug, Default)]
pub struct Chunks {
    scheme: Scheme,
    before: Option<(Kind, String)>,
    /// The mark that is open: its first token, and that token's line.
    open: Option<(usize, u64)>,
}

/// A mark of a column.
#[derive(Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Its first token.
    pub first: usize,
    /// The line of that token.
    pub line: u64,
    /// Its label.
    pub label: String,
}

impl Chunks {
    /// A column with these rules.
    pub fn new(scheme: Scheme) -> Self {
        Chunks { scheme, ..Chunks::default() }
    }

    /// Takes the tag of token `at`: a mark that ended before it, and what the tag does wrong.
    pub fn tag(&mut self, at: usize, line: u64, kind: Kind, label: &str) -> (Option<Chunk>, Option<&'static str>) {
        let (was, of) = self.before.as_ref().map_or((Kind::Out, ""), |(kind, label)| (*kind, label.as_str()));
        let (inside, same) = (matches!(was, Kind::Begin | Kind::In), was != Kind::Out && of == label);
        let goes_on = matches!(kind, Kind::In | Kind::End);
        // As conlleval: a mark goes on where one is open, of the same label, and the tag does not begin another.
        let on = inside && same && goes_on;
        let wrong = if !on && goes_on && self.scheme != Scheme::Inside {
            Some("goes on from no mark of its label; it begins one, as conlleval reads it")
        } else if !on && inside && self.scheme == Scheme::Ends {
            Some("follows a mark without a tag for its end; that mark ends before it")
        } else {
            None
        };
        let ended = if on { None } else { self.close() };
        if kind == Kind::Out {
            self.before = None;
        } else {
            if !on {
                self.open = Some((at, line));
            }
            match &mut self.before {
                Some((was, _)) if same => *was = kind,
                before => *before = Some((kind, label.to_owned())),
            }
        }
        (ended, wrong)
    }

    /// Ends the sentence: a mark that was open, and whether its end is missing.
    pub fn end(&mut self) -> (Option<Chunk>, bool) {
        let inside = matches!(self.before, Some((Kind::Begin | Kind::In, _)));
        let ended = self.close();
        self.before = None;
        (ended, inside && self.scheme == Scheme::Ends)
    }

    fn close(&mut self) -> Option<Chunk> {
        let (first, line) = self.open.take()?;
        let label = self.before.as_ref().map(|(_, label)| label.clone()).unwrap_or_default();
        Some(Chunk { first, line, label })
    }
}

/// The rules that tags seem to follow: sentences of tags.
pub fn scheme<'a>(sentences: impl Iterator<Item = Vec<&'a str>>) -> Scheme {
    let (mut begins, mut inside) = (false, false);
    for sentence in sentences {
        let mut before = (Kind::Out, "");
        for tag in sentence {
            let Some((kind, label)) = parse(tag) else { continue };
            let follows = before.0 != Kind::Out && before.1 == label;
            match kind {
                Kind::End | Kind::Single => return Scheme::Ends,
                Kind::Begin => begins |= !follows,
                Kind::In => inside |= !follows,
                Kind::Out => {}
            }
            before = (kind, label);
        }
    }
    if inside && !begins { Scheme::Inside } else { Scheme::Begins }
}
