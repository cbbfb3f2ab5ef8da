//! Type systems: which features a type has, in which order, and what they hold.

use crate::formats::{
    ReadError, Source,
    xml::{Event, Reader},
};
use std::collections::{BTreeMap, HashMap};

/// The types of a type system.
#[derive(Debug, Default)]
pub struct Types(BTreeMap<String, Type>);

#[derive(Debug, Default)]
struct Type {
    over: String,
    features: Vec<(String, String)>,
    /// The same by name.
    ranges: HashMap<String, String>,
}

/// The deepest inheritance that is followed.
const DEEPEST: usize = 32;

impl Types {
    /// Adds a type with its supertype and its features, each with what it holds.
    pub fn add(&mut self, name: String, over: String, features: Vec<(String, String)>) {
        let ranges = features.iter().cloned().collect();
        self.0.insert(name, Type { over, features, ranges });
    }

    /// Whether a type is declared.
    pub fn knows(&self, kind: &str) -> bool {
        self.0.contains_key(kind)
    }

    /// The features of a type, its own first, then those of its supertypes; each with what it holds.
    pub fn features(&self, kind: &str) -> impl Iterator<Item = (&str, &str)> {
        self.chain(kind).flat_map(|t| &t.features).map(|(name, range)| (name.as_str(), range.as_str()))
    }

    /// A type and its supertypes.
    fn chain(&self, kind: &str) -> impl Iterator<Item = &Type> {
        let mut at = self.0.get(kind);
        let chain = std::iter::from_fn(move || {
            let this = at?;
            at = self.0.get(&this.over);
            Some(this)
        });
        chain.take(DEEPEST)
    }

    /// Whether a feature holds one text.
    pub fn is_text(&self, range: &str) -> bool {
        range == "uima.cas.String" || self.0.get(range).is_some_and(|t| t.over == "uima.cas.String")
    }

    /// Whether a feature refers to other feature structures; `None` where it is not declared.
    pub fn refers(&self, kind: &str, feature: &str) -> Option<bool> {
        let range = self.chain(kind).find_map(|t| t.ranges.get(feature))?;
        let plain = range.trim_end_matches("[]");
        let plain = plain.strip_suffix("Array").or_else(|| plain.strip_suffix("List")).unwrap_or(plain);
        let basic = ["Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double", "String"];
        let value = plain.strip_prefix("uima.cas.").is_some_and(|name| basic.contains(&name));
        Some(!value && !self.is_text(range))
    }

    /// Reads a TypeSystem.xml.
    ///
    /// # Errors
    /// [`ReadError`] where it cannot be read or is no XML.
    pub fn read(source: &dyn Source, name: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::open(source, name)?;
        let mut types = Types::default();
        loop {
            match reader.next()? {
                Event::Start(element) if element.name == "typeDescription" => {
                    let (mut name, mut over, mut features) = (String::new(), String::new(), Vec::new());
                    while let Some(part) = reader.child()? {
                        match part.name.as_str() {
                            "name" => name = word(&mut reader)?,
                            "supertypeName" => over = word(&mut reader)?,
                            "features" => {
                                while reader.child()?.is_some() {
                                    features.push(declared(&mut reader)?);
                                }
                            }
                            _ => reader.skip()?,
                        }
                    }
                    types.add(name, over, features);
                }
                Event::Eof => return Ok(types),
                _ => {}
            }
        }
    }
}

fn declared(reader: &mut Reader<'_>) -> Result<(String, String), ReadError> {
    let (mut name, mut range) = (String::new(), String::new());
    while let Some(part) = reader.child()? {
        match part.name.as_str() {
            "name" => name = word(reader)?,
            "rangeTypeName" => range = word(reader)?,
            _ => reader.skip()?,
        }
    }
    Ok((name, range))
}

fn word(reader: &mut Reader<'_>) -> Result<String, ReadError> {
    Ok(reader.text()?.trim().to_owned())
}
