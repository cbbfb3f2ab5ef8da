//! The rules, as the word list has them.

use crate::{
    model::is_stamp,
    suggest::{LexiconFile, Lexicons, Words},
};
use regex::{Regex, RegexSet};
use std::sync::Arc;

const FILE: LexiconFile =
    LexiconFile { name: "page-noise.txt", text: include_str!("../../../assets/lexicons/page-noise.txt") };

/// Where on the page a rule is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Anywhere,
    /// Among the first or last lines.
    Ends,
    /// Among the last lines.
    Foot,
}

/// The rules: what each finds, where it is believed, and the form of the whole line.
pub(super) struct Rules {
    lines: Vec<(Arc<str>, Where)>,
    forms: RegexSet,
    /// A heading over a block of other articles.
    others: Regex,
    /// `By Jane Smith`, with what may follow the name on the line.
    by: Regex,
    no_names: Vec<String>,
    /// `Theo Reuters`, `(Theo TTXVN)`, alone on its line or behind who wrote it.
    after: Regex,
    /// A line that ends in a photograph's credit, or is nothing else.
    credit: Regex,
}

impl Words for Rules {
    fn read(lexicons: &Lexicons) -> Self {
        let mut entries = lexicons.entries(FILE);
        // A form of a project's that is none takes no other down with it.
        entries.retain(|e| {
            let why = Regex::new(&e.words).err();
            if let Some(why) = &why {
                lexicons.fault(FILE, e, &format!("this is no regular expression: {why}"));
            }
            why.is_none()
        });
        let any = |section: &str| {
            let words = entries.iter().filter(|e| e.section == section).map(|e| &*e.words);
            format!("(?:{})", words.collect::<Vec<_>>().join("|"))
        };
        let (mut lines, mut forms) = (Vec::new(), Vec::new());
        for entry in &entries {
            let Some((place, what)) = entry.section.split_once(':') else { continue };
            let place = match place.trim() {
                "ends" => Where::Ends,
                "foot" => Where::Foot,
                _ => Where::Anywhere,
            };
            lines.push((Arc::from(what.trim()), place));
            forms.push(format!("^(?:{})$", entry.words));
        }
        let name = format!(
            r"(?:\p{{Lu}}[\p{{L}}’'.-]*\s+){{1,3}}\p{{Lu}}[\p{{L}}’'-]+(?:\s+{}\s+(?:\p{{Lu}}[\p{{L}}’'.-]*\s*){{2,4}})?",
            any("and")
        );
        let outlet = r"\p{Lu}[\p{L}\d.&+/]*(?:[\s,]+\p{Lu}[\p{L}\d.&+/]*){0,4}";
        let (word, first, small) = (r"[\p{L}\d.&+@/’'_-]*", any("credit first"), any("credit word"));
        let credit = [
            format!(
                r"{}\s*:\s*(?:@|\p{{Lu}}|\d|{first}){word}(?:[\s,/-]+(?:(?:@|\p{{Lu}}|\d){word}|{small})){{0,6}}",
                any("photo")
            ),
            format!(
                r"{} \p{{Lu}}[\p{{L}}\d.’'-]*(?:[\s/,]+(?:{}\s+)?\p{{Lu}}[\p{{L}}\d.’'-]*){{0,5}}",
                any("photo by"),
                any("photo for")
            ),
            format!(r"{}/\p{{Lu}}[\p{{L}}\d.’'/ -]{{1,50}}", any("agency")),
            any("credit"),
        ];
        Rules {
            lines,
            forms: RegexSet::new(forms).unwrap_or_default(),
            others: pattern(&format!(r"^{}\s*[:»>]?$", any("others"))),
            by: pattern(&format!(r"^{}\s+{name}(?:\s*[,|·-]\s*[\p{{L}}\d &.]{{2,40}})?$", any("by"))),
            no_names: entries.iter().filter(|e| e.section == "no name").map(|e| e.words.clone()).collect(),
            after: pattern(&format!(
                r"^(?:{name}\s*\()?\(?(?i:{})\s+(?:{}\s+)?{outlet}\.?\)?$",
                any("after"),
                any("paper")
            )),
            credit: pattern(&format!(r"(?:^|[-–—(\[|/.…”»]\s*)(?:{})\s*\.?[)\]]?\.?$", credit.join("|"))),
        }
    }
}

/// A pattern made of parts that are patterns. One that matches nothing would be a slip here, which the tests find.
fn pattern(form: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "a fixed pattern that matches nothing")]
    Regex::new(form).unwrap_or_else(|_| Regex::new(r"[^\s\S]").unwrap())
}

impl Rules {
    /// Whether a line stands over a block of other articles.
    pub fn is_heading(&self, line: &str) -> bool {
        self.others.is_match(&line.to_lowercase())
    }

    /// What a line is, if not text. `place` says whether it is among the first and among the last lines.
    pub fn furniture(&self, line: &str, place: (bool, bool), is_vietnamese: impl Fn() -> bool) -> Option<Arc<str>> {
        let ends = place.0 || place.1;
        let believed = |rule: &&(Arc<str>, Where)| match rule.1 {
            Where::Anywhere => true,
            Where::Ends => ends,
            Where::Foot => place.1,
        };
        let mut fit = self.forms.matches(&line.to_lowercase()).into_iter().filter_map(|at| self.lines.get(at));
        if let Some((what, _)) = fit.find(believed) {
            return Some(what.clone());
        }
        let named = |line: &str| {
            let word = line.split_whitespace().nth(1);
            self.by.is_match(line) && word.is_some_and(|word| !self.no_names.iter().any(|n| n == word))
        };
        if ends && named(line) || place.1 && self.after.is_match(line) {
            return Some("a byline".into());
        }
        if self.credit.is_match(line) {
            return Some("a caption with a credit".into());
        }
        (ends && is_stamp(line, is_vietnamese())).then(|| "a stamp of the time of publication".into())
    }
}
