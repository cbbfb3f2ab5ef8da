//! The state of a file as we knew it.

use super::trouble::FileTrouble;
use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::Path,
};

/// The state of a file as we knew it: absent, or the blake3 hash of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// There was no file.
    Absent,
    /// The hash of its bytes.
    Hash([u8; 32]),
}

impl Stamp {
    /// The stamp of a file that holds these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Stamp::Hash(blake3::hash(bytes).into())
    }

    /// The stamp of what was read: nothing, or bytes.
    pub fn of_found(bytes: Option<&[u8]>) -> Self {
        bytes.map_or(Stamp::Absent, Stamp::of)
    }

    /// Its form in files: `absent`, or the hash in hexadecimal digits.
    pub(crate) fn name(self) -> String {
        match self {
            Stamp::Absent => "absent".into(),
            Stamp::Hash(hash) => blake3::Hash::from_bytes(hash).to_hex().to_string(),
        }
    }

    /// Reads the form in files.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "absent" => Some(Stamp::Absent),
            hex => blake3::Hash::from_hex(hex).ok().map(|h| Stamp::Hash(h.into())),
        }
    }
}

/// Reads a whole file, unless it is larger than `cap`. `Ok(None)`: there is no such file.
pub(crate) fn read_capped(path: &Path, cap: u64) -> Result<Option<Vec<u8>>, FileTrouble> {
    let cannot = |error: &std::io::Error| FileTrouble::io(path, "It cannot be read", error);
    // A pipe would hang at opening: look before opening.
    let facts = match std::fs::metadata(path) {
        Ok(facts) => facts,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return match std::fs::symlink_metadata(path) {
                Ok(_) => {
                    Err(FileTrouble::new(path, "It is a link to a file that is not there. Mend or remove the link"))
                }
                Err(_) => Ok(None),
            };
        }
        // `a.txt/b` has no file either.
        Err(error) => return Err(cannot(&error)),
    };
    if !facts.is_file() {
        return Err(FileTrouble::new(path, "It is no regular file"));
    }
    if facts.len() > cap {
        return Err(too_large(path, facts.len(), cap));
    }
    let file = File::open(path).map_err(|e| cannot(&e))?;
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0).saturating_add(1));
    // One byte more than allowed: a file that grows meanwhile is noticed.
    file.take(cap.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| cannot(&e))?;
    if bytes.len() as u64 > cap {
        return Err(too_large(path, bytes.len() as u64, cap));
    }
    Ok(Some(bytes))
}

fn too_large(path: &Path, len: u64, cap: u64) -> FileTrouble {
    let mib = |n: u64| n.div_ceil(1 << 20);
    FileTrouble::new(
        path,
        format!("It is too large: {} MiB, where {} MiB are allowed. Split it into smaller files", mib(len), mib(cap)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_have_names() {
        for stamp in [Stamp::Absent, Stamp::of(b"x")] {
            assert_eq!(Stamp::named(&stamp.name()), Some(stamp));
        }
        assert_eq!(Stamp::named("nonsense"), None);
    }

    #[test]
    fn a_file_past_the_cap_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, b"12345").unwrap();
        assert_eq!(read_capped(&path, 5), Ok(Some(b"12345".to_vec())));
        assert!(read_capped(&path, 4).unwrap_err().what.starts_with("It is too large"));
        assert_eq!(read_capped(&folder.path().join("none"), 4), Ok(None));
        assert!(read_capped(&path.join("below"), 4).is_err());
        assert_eq!(read_capped(folder.path(), 4).unwrap_err().what, "It is no regular file");
    }
}
