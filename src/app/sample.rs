//! The sample project, inside the program, copied to a place of the person's own so that it can be worked on.

use include_dir::{Dir, include_dir};
use std::{io, path::PathBuf};

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sample-data");

/// Where the copy lies, made now if it is not there yet. What a person did in it stays.
///
/// # Errors
/// Where the folder cannot be written, with its path.
pub fn copy() -> io::Result<PathBuf> {
    let base = match std::env::var_os("WHOSAID_HOME").filter(|h| !h.is_empty()) {
        Some(home) => PathBuf::from(home),
        None => directories::UserDirs::new()
            .and_then(|d| d.document_dir().map(PathBuf::from).or_else(|| Some(d.home_dir().to_owned())))
            .unwrap_or_else(std::env::temp_dir),
    };
    let folder = base.join("Whosaid sample");
    if !folder.join("articles").is_dir() {
        let with_path = |e: io::Error| io::Error::new(e.kind(), format!("{}: {e}", folder.display()));
        std::fs::create_dir_all(&folder).map_err(with_path)?;
        SAMPLE.extract(&folder).map_err(with_path)?;
    }
    Ok(folder)
}
