//! The articles of the project.
//!
//! | file | holds |
//! |---|---|
//! | `entry` | one article in the list |
//! | `filter` | which articles the list shows |
//! | `list` | all articles, in order, filtered and grouped |
//! | `open` | opening and reading, next and previous |
//! | `details` | what a person enters about an article |
//! | `skip` | skipping an article with a reason |
//! | `noise` | lines that are not article text |

mod details;
mod entry;
mod filter;
mod list;
mod noise;
mod open;
mod skip;

pub use entry::Entry;
pub use filter::{Filter, Part, Status, Wanted, Within};
pub use list::{ArticleList, Facets, Group, Row};
pub use noise::NoiseLine;
pub(in crate::session) use noise::noise_lines;
