//! Names that are safe as file names everywhere, and paths that stay inside the project.

use super::trouble::FileTrouble;
use crate::model::AnnotatorName;
use std::{
    cmp::Ordering,
    fmt::Write as _,
    path::{Component, Path, PathBuf},
};
use unicode_normalization::UnicodeNormalization;

/// A name as a file or folder name that every system takes: NFC, with `%` and two hexadecimal digits a byte for what Windows
/// forbids, a leading dot, a trailing dot or blank, and the first letter of a device's name. [`unsafe_name`] gives it back.
pub(crate) fn safe_name(name: &str) -> String {
    let name: String = name.nfc().collect();
    let device = is_device(&name);
    let last = name.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(name.len());
    for (i, c) in name.chars().enumerate() {
        let forbidden = matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '%') || c.is_control();
        let at_edge = (i == 0 || i == last) && (c == '.' || c.is_whitespace());
        if forbidden || at_edge || device && i == 0 {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The name behind a safe name. A `%` that starts no code stands for itself, as in folders made by hand.
pub(crate) fn unsafe_name(safe: &str) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(safe.len());
    let mut rest = safe.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code = after.split_at_checked(2).filter(|_| *byte == b'%').and_then(|(code, after)| {
            let digits = std::str::from_utf8(code).ok().filter(|c| c.bytes().all(|b| b.is_ascii_hexdigit()))?;
            Some((u8::from_str_radix(digits, 16).ok()?, after))
        });
        let (byte, after) = code.unwrap_or((*byte, after));
        out.push(byte);
        rest = after;
    }
    String::from_utf8(out).unwrap_or_else(|_| safe.to_owned())
}

/// Whether Windows takes the name for a device, with whatever ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim_end().to_uppercase();
    let numbered = |start: &str| {
        stem.strip_prefix(start).is_some_and(|n| {
            n.chars().count() == 1 && n.chars().all(|c| c.is_ascii_digit() && c != '0' || matches!(c, '¹' | '²' | '³'))
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

/// The form in which two annotators' names are compared: a disk may not tell letters by case.
pub(crate) fn folded(name: &str) -> String {
    name.to_lowercase().nfc().collect()
}

/// The annotator a folder belongs to; `None` for a name that no annotator can have, or a hidden folder.
pub(crate) fn annotator_of(folder: &str) -> Option<AnnotatorName> {
    if folder.starts_with('.') {
        return None;
    }
    AnnotatorName::new(&unsafe_name(folder)).ok()
}

/// Order by name with numbers by their value, folder by folder: `a2` before `a10`.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (x.peek().copied(), y.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(c), Some(d)) if c.is_ascii_digit() && d.is_ascii_digit() => {
                let (n, m) = (number(&mut x), number(&mut y));
                let by_value = n.len().cmp(&m.len()).then_with(|| n.cmp(&m));
                if by_value.is_ne() {
                    return by_value;
                }
            }
            (Some(c), Some(d)) => {
                // A folder's articles stay together: the separator comes before every letter.
                let rank = |c: char| (c != '/', c.to_lowercase().next().unwrap_or(c));
                let by_letter = rank(c).cmp(&rank(d));
                if by_letter.is_ne() {
                    return by_letter;
                }
                x.next();
                y.next();
            }
        }
    }
}

/// Takes the digits at the front, without leading zeros.
fn number(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut digits = String::new();
    while let Some(c) = chars.next_if(char::is_ascii_digit) {
        if c != '0' || !digits.is_empty() {
            digits.push(c);
        }
    }
    digits
}

/// Checks that `path`, through every symbolic link on the way, is inside `root` (which is canonical). What does not exist yet
/// is judged by the nearest folder above it that does.
pub(crate) fn inside(root: &Path, path: &Path) -> Result<(), FileTrouble> {
    if path.components().any(|c| c == Component::ParentDir) {
        return Err(FileTrouble::new(path, "The path leads upwards with “..”, which is not allowed in a project"));
    }
    let mut at: Option<&Path> = Some(path);
    while let Some(existing) = at {
        match std::fs::canonicalize(existing) {
            Ok(real) if real.starts_with(root) => return Ok(()),
            Ok(real) => {
                let what = format!(
                    "It leads out of the project, to {}. It was left alone: put the file itself into the project",
                    real.display()
                );
                return Err(FileTrouble::new(path, what));
            }
            Err(error) => {
                if std::fs::symlink_metadata(existing).is_ok() && error.kind() == std::io::ErrorKind::NotFound {
                    let what = "It is a link to something that is not there. Mend or remove the link";
                    return Err(FileTrouble::new(existing, what));
                }
                if existing == root {
                    return Ok(()); // The project's folder is gone: writing will say so.
                }
                at = existing.parent();
            }
        }
    }
    Ok(())
}

/// Adds an ending to a file's name, whatever dots the name has.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hostile_names_become_plain_folder_names() {
        for (name, safe) in [
            ("Anna", "Anna"),
            ("Nguyễn Thị Bình", "Nguyễn Thị Bình"),
            ("../../etc", "%2E.%2F..%2Fetc"),
            ("..", "%2E%2E"),
            (".hidden", "%2Ehidden"),
            ("C:\\x", "C%3A%5Cx"),
            ("CON", "%43ON"),
            ("nul.txt", "%6Eul.txt"),
            ("COM1", "%43OM1"),
            ("COM10", "COM10"),
            ("Dr.", "Dr%2E"),
            ("100%", "100%25"),
        ] {
            assert_eq!(safe_name(name), safe);
            assert_eq!(unsafe_name(safe), name);
        }
        assert_eq!(unsafe_name("50% sure"), "50% sure");
    }

    #[test]
    fn numbers_are_sorted_by_value() {
        let mut keys = vec!["b/1.txt", "a10.txt", "a2.txt", "A3.txt", "b.txt", "a/9.txt", "a02.txt"];
        keys.sort_by(|a, b| natural(a, b));
        assert_eq!(keys, ["a/9.txt", "a02.txt", "a2.txt", "A3.txt", "a10.txt", "b/1.txt", "b.txt"]);
    }

    proptest! {
        #[test]
        fn a_safe_name_gives_the_name_back(name in "(\\PC|[./\\\\:%]|CON|nul|LPT1){1,8}") {
            if let Ok(name) = AnnotatorName::new(&name) {
                let safe = safe_name(name.as_str());
                prop_assert_eq!(unsafe_name(&safe), name.as_str());
                prop_assert!(!safe.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']));
                prop_assert!(!safe.starts_with('.') && !safe.ends_with(['.', ' ']));
                prop_assert!(!is_device(&safe));
                prop_assert_eq!(annotator_of(&safe), Some(name));
            }
        }

        #[test]
        fn natural_order_is_an_order(a in "[aA0-3/.]{0,6}", b in "[aA0-3/.]{0,6}", c in "[aA0-3/.]{0,6}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b).is_eq(), a == b);
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }
    }
}
