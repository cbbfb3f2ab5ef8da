//! What suggestions save, and how fast their sources are. `cargo bench --bench suggest`; docs/benchmarks.md says what each table means.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark stops where its own premises fail"
)]

#[path = "suggest/dates.rs"]
mod dates;
#[path = "suggest/saved.rs"]
mod saved;
mod words;

use words::{Table, news};

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return;
    }
    saved::run();
    dates::run();
}
