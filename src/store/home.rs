//! Where a person's preferences and rescued work live.

use std::path::{Path, PathBuf};

/// The user's folders for preferences and for rescued work. `WHOSAID_HOME` overrides both, for portable use and for tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    config: Option<PathBuf>,
    data: Option<PathBuf>,
}

impl Home {
    /// The folders of the person at the keyboard.
    pub fn of_user() -> Self {
        if let Some(home) = std::env::var_os("WHOSAID_HOME").filter(|h| !h.is_empty()) {
            return Home::at(Path::new(&home));
        }
        let folders = directories::ProjectDirs::from("", "", "whosaid");
        Home {
            config: folders.as_ref().map(|f| f.config_dir().to_owned()),
            data: folders.as_ref().map(|f| f.data_dir().to_owned()),
        }
    }

    /// Everything in one folder.
    pub fn at(folder: &Path) -> Self {
        Home { config: Some(folder.to_owned()), data: Some(folder.to_owned()) }
    }

    /// No folder at all: nothing is remembered, nothing rescued.
    pub fn nowhere() -> Self {
        Home { config: None, data: None }
    }

    /// The file of the preferences; `None` where the system names no folder.
    pub fn preferences(&self) -> Option<PathBuf> {
        self.config.as_ref().map(|f| f.join("preferences.ron"))
    }

    /// The folder for work that could not be saved in its project; `None` where the system names no folder.
    pub fn rescue(&self) -> Option<PathBuf> {
        self.data.as_ref().map(|f| f.join("rescue"))
    }
}
