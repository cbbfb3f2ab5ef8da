//! The project on disk: records (RON, versioned, apart from the model's types), atomic writing, backups, lock, watching, index.
//!
//! With `app`, the only room that touches the disk and the clock.

mod atomic;
mod backup;
mod check;
mod clock;
mod home;
mod inbox;
mod index;
mod intake;
mod labels;
mod lexicons;
mod list;
mod load;
mod lock;
mod outbox;
mod paths;
mod prefs;
mod project;
mod record;
mod rename;
mod rescue;
mod saver;
mod search;
mod settle;
mod stamp;
mod summary;
mod time;
mod trouble;
mod watch;
mod work;
mod worker;

pub use backup::Backup;
pub use check::{FileProblem, ProblemKind, check};
pub use clock::now;
pub use home::Home;
pub use inbox::Inbox;
pub use intake::{Intake, Rejects, TakenIn};
pub use labels::LabelsNotSaved;
pub use list::Listing;
pub use load::Loaded;
pub use lock::Lock;
pub use outbox::Outbox;
pub use prefs::{ArticleOrder, AsRead, Prefs, Reading, SortBy, Theme, Top, Whereabouts};
pub use project::Project;
pub use record::SetTrouble;
pub use record::project::default_labels;
pub use rename::{Renamed, Renaming};
pub use saver::{SaveJob, SaveReport, SaveWhat, Saver};
pub use search::{ArticleHits, Hit, Search, SearchEnd, SearchNews, SearchScope, search, search_text};
pub use stamp::Stamp;
pub use summary::{SetSummary, Summary};
pub use time::{Sitting, Worked};
pub use trouble::{FileTrouble, OpenError};
pub use watch::{Change, Watch};
pub use work::Work;
