//! What the labels of a project lack for what is imported, with the colours and keys that the source has for them.

use crate::{
    formats::{Doc, LabelSeen},
    model::{Attribute, AttributeKind, ColorToken, Label, LabelSet, LineStyle, LinkRole, timex},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization;

/// What imported marks use.
#[derive(Debug, Default)]
pub(super) struct Used {
    labels: BTreeMap<Arc<str>, UsedLabel>,
    seen: BTreeMap<String, LabelSeen>,
}

#[derive(Debug, Default)]
struct UsedLabel {
    /// Whether every value is a date, by attribute.
    attributes: BTreeMap<Arc<str>, bool>,
    /// Where links lead, and whether one mark has several, by role.
    roles: BTreeMap<Arc<str>, (BTreeSet<Arc<str>>, bool)>,
}

impl Used {
    /// A label that the source declares.
    pub(super) fn see(&mut self, seen: LabelSeen) {
        let name: String = seen.name.trim().nfc().collect();
        if !name.is_empty() {
            self.labels.entry(name.as_str().into()).or_default();
            self.seen.insert(name, seen);
        }
    }

    /// Everything that a document's marks use.
    pub(super) fn add(&mut self, doc: &Doc) {
        for (at, mark) in doc.marks.iter().enumerate() {
            if !self.labels.contains_key(&mark.label) {
                self.labels.insert(mark.label.clone(), UsedLabel::default());
            }
            let Some(used) = self.labels.get_mut(&mark.label) else { continue };
            for (name, value) in &mark.attributes {
                let date = timex::parse(value).is_ok();
                used.attributes.entry(name.nfc().collect::<String>().into()).and_modify(|d| *d &= date).or_insert(date);
            }
            let mut roles: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
            for relation in doc.relations_of(at) {
                let (to, many) = used.roles.entry(relation.role.clone()).or_default();
                to.extend(doc.marks.get(relation.to).map(|m| m.label.clone()));
                let n = roles.entry(&relation.role).or_default();
                *n += 1;
                *many |= *n > 1;
            }
        }
    }
}

/// The labels with what they lack for what is used, and what that is, in words; `None` where they lack nothing.
pub(super) fn wanting(labels: &LabelSet, used: &Used) -> (Option<LabelSet>, Vec<String>) {
    let mut all: Vec<Label> = labels.iter().cloned().collect();
    let mut lacks = Vec::new();
    // First the names, so that links can lead to them.
    for name in used.labels.keys().filter(|name| labels.meant(name).is_none()) {
        let seen = used.seen.get(&**name);
        lacks.push(format!("the label “{name}”"));
        all.push(Label {
            name: name.clone(),
            formerly: Vec::new(),
            key: key(seen, &all),
            color: color(seen, &all),
            line: line(&all),
            guideline: "".into(),
            attributes: Vec::new(),
            links: Vec::new(),
        });
    }
    for (name, used) in &used.labels {
        let name = labels.meant(name).map_or_else(|| name.clone(), |l| l.name.clone());
        let Some(label) = all.iter_mut().find(|l| l.name == name) else { continue };
        for (attribute, date) in &used.attributes {
            if label.attributes.iter().any(|a| a.name == *attribute || a.formerly.contains(attribute)) {
                continue;
            }
            let kind = if *date { AttributeKind::Date } else { AttributeKind::Text };
            label.attributes.push(Attribute::new(attribute.clone(), kind));
            lacks.push(format!("the attribute “{attribute}” of “{name}”"));
        }
        for (role, (to, many)) in &used.roles {
            if label.links.iter().any(|l| l.name == *role || l.formerly.contains(role)) {
                continue;
            }
            let to = to.iter().map(|to| labels.meant(to).map_or_else(|| to.clone(), |l| l.name.clone())).collect();
            label.links.push(LinkRole { many: *many, ..LinkRole::new(role.clone(), to) });
            lacks.push(format!("the link “{role}” of “{name}”"));
        }
    }
    if lacks.is_empty() {
        return (None, lacks);
    }
    match LabelSet::new(all) {
        Ok(more) => (Some(more), lacks),
        Err(error) => {
            lacks.push(format!("These cannot be added at once: {error}. Add them by hand"));
            (None, lacks)
        }
    }
}

/// The digit that the source has for a label, where it is free; else the first that is.
fn key(seen: Option<&LabelSeen>, all: &[Label]) -> Option<u8> {
    let free = |key: &u8| (1..=9).contains(key) && all.iter().all(|l| l.key != Some(*key));
    let own = seen.and_then(|s| s.key.trim().parse::<u8>().ok()).filter(free);
    own.or_else(|| (1..=9).find(free))
}

/// The colour of ours that is most like the source's; without one, the one that is used least.
fn color(seen: Option<&LabelSeen>, all: &[Label]) -> ColorToken {
    if let Some(token) = seen.and_then(|s| token(s.color.trim())) {
        return token;
    }
    let used = |token: ColorToken| all.iter().filter(|l| l.color == token).count();
    ColorToken::ALL.iter().map(|(token, _)| *token).min_by_key(|token| used(*token)).unwrap_or(ColorToken::Blue)
}

fn line(all: &[Label]) -> LineStyle {
    let used = |line: LineStyle| all.iter().filter(|l| l.line == line).count();
    LineStyle::ALL.iter().map(|(line, _)| *line).min_by_key(|line| used(*line)).unwrap_or(LineStyle::Solid)
}

/// The token for `#rgb`, `#rrggbb` or a CSS name, by its hue. Greys have none.
fn token(color: &str) -> Option<ColorToken> {
    let lower = color.to_lowercase();
    if let Some(hex) = lower.strip_prefix('#') {
        let digits: Vec<u32> = hex.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
        let [r, g, b] = match digits[..] {
            [r, g, b] => [r * 17, g * 17, b * 17],
            [r1, r2, g1, g2, b1, b2, ..] => [r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2],
            _ => return None,
        };
        return by_hue(r, g, b);
    }
    let names: [(&str, ColorToken); 12] = [
        ("brown", ColorToken::Brown),
        ("maroon", ColorToken::Brown),
        ("blue", ColorToken::Blue),
        ("green", ColorToken::Green),
        ("orange", ColorToken::Orange),
        ("yellow", ColorToken::Orange),
        ("gold", ColorToken::Orange),
        ("purple", ColorToken::Purple),
        ("violet", ColorToken::Purple),
        ("pink", ColorToken::Pink),
        ("red", ColorToken::Red),
        ("teal", ColorToken::Teal),
    ];
    names.iter().find(|(name, _)| lower.contains(name)).map(|(_, token)| *token)
}

fn by_hue(r: u32, g: u32, b: u32) -> Option<ColorToken> {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let spread = most - least;
    if spread < 24 {
        return None;
    }
    let (r, g, b, spread_f) = (f64::from(r), f64::from(g), f64::from(b), f64::from(spread));
    let most_f = f64::from(most);
    let hue = if most_f <= r {
        ((g - b) / spread_f).rem_euclid(6.0)
    } else if most_f <= g {
        (b - r) / spread_f + 2.0
    } else {
        (r - g) / spread_f + 4.0
    } * 60.0;
    Some(match hue {
        h if !(15.0..340.0).contains(&h) => ColorToken::Red,
        h if h < 65.0 && most < 150 => ColorToken::Brown,
        h if h < 65.0 => ColorToken::Orange,
        h if h < 160.0 => ColorToken::Green,
        h if h < 195.0 => ColorToken::Teal,
        h if h < 255.0 => ColorToken::Blue,
        h if h < 295.0 => ColorToken::Purple,
        _ => ColorToken::Pink,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::AttributeKind, store::default_labels};

    #[test]
    fn colours_of_other_programs_become_ours() {
        for (color, is) in [
            ("#FF0000", ColorToken::Red),
            ("#7fa2ff", ColorToken::Blue),
            ("#8fb2ff", ColorToken::Blue),
            ("#fa0", ColorToken::Orange),
            ("lightgreen", ColorToken::Green),
            ("#009999", ColorToken::Teal),
            ("#d500f9", ColorToken::Purple),
            ("#e91e63", ColorToken::Pink),
            ("#ff69b4", ColorToken::Pink),
            ("#663300", ColorToken::Brown),
        ] {
            assert_eq!(token(color), Some(is), "{color}");
        }
        assert_eq!((token("#777"), token(""), token("#zz"), token("#12")), (None, None, None, None));
    }

    #[test]
    fn what_is_lacking_is_added_and_what_is_there_stays() {
        let labels = default_labels();
        let mut used = Used::default();
        used.see(LabelSeen { name: " Nơi ".into(), color: "#00ff00".into(), key: "7".into() });
        used.see(LabelSeen { name: "Actor".into(), color: "#00ff00".into(), key: "9".into() });
        let text = crate::text::Text::new("ab");
        let span = |a, b| crate::text::Span::new(crate::text::ByteOffset(a), crate::text::ByteOffset(b)).unwrap();
        let mut doc = Doc::new("d", text.clone());
        doc.marks = vec![
            crate::formats::Mark::new("1", &text, span(0, 1), "Actor"),
            crate::formats::Mark::new("2", &text, span(1, 2), "Vật"),
        ];
        doc.marks[0].attributes.insert("since".into(), "2031-06".into());
        doc.marks[0].attributes.insert("entity".into(), "A".into());
        doc.relations.push(crate::formats::Relation { from: 0, to: 1, role: "owns".into() });
        used.add(&doc);
        let (more, lacks) = wanting(&labels, &used);
        let more = more.unwrap();
        assert_eq!(
            lacks,
            ["the label “Nơi”", "the label “Vật”", "the attribute “since” of “Actor”", "the link “owns” of “Actor”"]
        );
        let place = more.get("Nơi").unwrap();
        assert_eq!((place.key, place.color), (Some(7), ColorToken::Green));
        let actor = more.get("Actor").unwrap();
        assert_eq!((actor.key, actor.color), (Some(1), labels.get("Actor").unwrap().color));
        assert_eq!(actor.attribute("since").unwrap().kind, AttributeKind::Date);
        assert_eq!(*actor.link("owns").unwrap().to, ["Vật".into()]);
        assert_eq!(wanting(&more, &used), (None, vec![]));
    }
}
