//! Whosaid: mark who said what, and when, in news articles.
//!
//! The rooms, from the ground up; each imports only from rooms below it (`tests/architecture.rs` guards the arrows):
//!
//! ```text
//! text ← model ← { agreement  suggest  formats  store } ← session ← { ui  cli } ← app/main
//! ```

pub mod agreement;
pub mod cli;
pub mod formats;
pub mod model;
pub mod session;
pub mod store;
pub mod suggest;
pub mod text;

#[cfg(feature = "window")]
pub mod app;
#[cfg(feature = "window")]
pub mod ui;
