//! Names of files for documents: safe on every system, in the documents' order.

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
    let mut safe = String::new();
    for c in name.chars() {
        let plain = c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
        if plain {
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
