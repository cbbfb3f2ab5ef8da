//! Names of files for documents: safe on every system, in the documents' order.

use super::DocAbout;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The stem of a document's files: its number, and as much of its id as every system takes.
pub fn stem(at: usize, id: &str) -> String {
    let mut safe = String::new();
    for c in id.nfkd() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
            safe.push(c);
        } else if !safe.ends_with('_') {
            safe.push('_');
        }
    }
    let safe = safe.trim_matches(['.', '_']);
    let safe = if safe.is_empty() { "doc" } else { safe };
    format!("{at:05}_{}", safe.get(..safe.len().min(40)).unwrap_or("doc"))
}

/// A label's name as the name of a file: what a system refuses is written as `%` and two hexadecimal digits.
pub fn file_name(name: &str) -> String {
    escaped(name, |c| matches!(c, '_' | '-' | ' '))
}

/// A name as one word, for formats whose lines are cut at blanks: the same without a blank.
pub fn word(name: &str) -> String {
    escaped(name, |c| matches!(c, '_' | '-' | '.'))
}

/// The name that [`file_name`] or [`word`] was made of. A `%` that stands for nothing stays.
pub fn unescaped(safe: &str) -> String {
    let mut bytes = Vec::with_capacity(safe.len());
    let mut rest = safe.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let coded = match rest {
            [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                std::str::from_utf8(&[*a, *b]).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok())
            }
            _ => None,
        };
        bytes.push(coded.unwrap_or(*first));
        rest = if coded.is_some() { rest.get(3..).unwrap_or_default() } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| safe.to_owned())
}

fn escaped(name: &str, plain: fn(char) -> bool) -> String {
    let mut safe = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() || plain(c) {
            safe.push(c);
        } else {
            safe.extend(c.encode_utf8(&mut [0; 4]).bytes().map(|b| format!("%{b:02X}")));
        }
    }
    safe
}

/// The stem of a file's name: without folders and without what follows the last dot.
pub fn stem_of(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The part of the dataset that a document is in, as the stem of a file: ASCII letters, digits and `_`. `None` for none.
pub fn split(about: &DocAbout) -> Option<String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    about
        .split
        .as_deref()
        .map(|name| name.chars().map(plain).take(40).collect())
        .filter(|name: &String| !name.is_empty())
}

/// The part of the dataset that a file is of, by its name: `train.spacy`, `data/test-00000-of-00001.parquet`,
/// `default/validation/0000.parquet`. `None` where it does not say.
pub fn split_of_file(name: &str) -> Option<Arc<str>> {
    let parts = name.rsplit('/').filter_map(|part| part.split(['-', '.', '_']).next());
    let known = |part: &str| match part.to_ascii_lowercase().as_str() {
        "train" | "training" => Some("train"),
        "dev" | "val" | "valid" | "validation" => Some("dev"),
        "test" | "testing" => Some("test"),
        _ => None,
    };
    parts.filter_map(known).next().map(Arc::from)
}
