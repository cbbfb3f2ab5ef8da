//! The parts of a corpus, how large they are to be, and the file that freezes them.
//!
//! The file is JSON, its keys in order, an article a line: `{"articles": {id: "train" | "dev" | "test"}, "ratios": {"dev": 10, "test":
//! 10, "train": 80}, "salt": text}`.

use serde::{
    Deserialize, Serialize,
    de::{Deserializer, Error as _, MapAccess, Visitor},
};
use std::{collections::BTreeMap, fmt, sync::Arc};

/// A part of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// For training.
    Train,
    /// For choosing between models.
    Dev,
    /// For measuring, once.
    Test,
}

impl Split {
    /// All, with their names.
    pub const ALL: [(Split, &'static str); 3] = [(Split::Train, "train"), (Split::Dev, "dev"), (Split::Test, "test")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Split::ALL.iter().find(|(split, _)| *split == self).map_or("", |(_, name)| name)
    }
}

/// How large the parts are to be, each relative to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratios {
    /// For choosing between models.
    pub dev: u32,
    /// For measuring.
    pub test: u32,
    /// For training.
    pub train: u32,
}

impl Default for Ratios {
    fn default() -> Self {
        Ratios { dev: 10, test: 10, train: 80 }
    }
}

/// Which article is in which part, for good.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// The parts by the articles' ids.
    #[serde(deserialize_with = "each_once", default)]
    pub articles: BTreeMap<Arc<str>, Split>,
    /// How large the parts are to be.
    #[serde(default)]
    pub ratios: Ratios,
    /// What makes this division another one than a corpus of the same groups has elsewhere.
    #[serde(default)]
    pub salt: String,
}

impl Frozen {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str(text).map_err(|error| format!("The frozen split cannot be understood: {error}"))
    }

    /// The file: the same for the same parts.
    pub fn write(&self) -> String {
        // Writing fails only where a value cannot be JSON, which none of these is.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The part that a group of this name falls to, by a hash of it with the salt.
    pub(super) fn part_of(&self, name: &str) -> Split {
        let hash = blake3::Hasher::new().update(self.salt.as_bytes()).update(b"\0").update(name.as_bytes()).finalize();
        let number = hash.as_bytes().iter().take(8).fold(0, |sum, byte| sum << 8 | u128::from(*byte));
        let Ratios { train, dev, test } = self.ratios;
        let (train, dev, test) = (u128::from(train), u128::from(dev), u128::from(test));
        let place = (number * (train + dev + test)) >> 64;
        if place < train || train + dev + test == 0 {
            Split::Train
        } else if place < train + dev {
            Split::Dev
        } else {
            Split::Test
        }
    }
}

/// A map that names nothing twice: where files were merged by hand, the second name would win without a word.
fn each_once<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Arc<str>, Split>, D::Error> {
    struct EachOnce;

    impl<'de> Visitor<'de> for EachOnce {
        type Value = BTreeMap<Arc<str>, Split>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("articles with their parts")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = BTreeMap::new();
            while let Some((id, split)) = map.next_entry::<Arc<str>, Split>()? {
                if all.get(&id).is_some_and(|before| *before != split) {
                    return Err(A::Error::custom(format!("“{id}” is in two parts; leave one")));
                }
                all.insert(id, split);
            }
            Ok(all)
        }
    }

    from.deserialize_map(EachOnce)
}
