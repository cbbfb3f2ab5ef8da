//! How fast the sources of suggestions are. `cargo bench --bench suggest`; docs/benchmarks.md says what each table means.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark stops where its own premises fail")]

#[path = "suggest/dates.rs"]
mod dates;
mod words;

use words::{Table, news};

fn main() {
    // `cargo test --benches` and the like only ask whether it starts.
    if std::env::args().any(|a| a == "--test" || a == "--list") {
        return;
    }
    dates::run();
}
