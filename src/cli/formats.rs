//! `whosaid formats`: which formats there are.

use super::{Outcome, print};
use crate::formats::{EXPORTS, IMPORTS};
use std::process::ExitCode;

/// List the formats that can be written and read.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

/// Runs it.
pub(super) fn run(_: &Arguments) -> Outcome {
    let mut out = String::from("Written by whosaid export\n");
    for about in EXPORTS.iter().map(|e| e.about()) {
        out.push_str(&format!("  {:14} {}: {}\n  {:14}   {}\n", about.id, about.title, about.purpose, "", about.files));
    }
    out.push_str("\nRead by whosaid import\n");
    for about in IMPORTS.iter().map(|i| i.about()) {
        out.push_str(&format!("  {:14} {}: {}\n", about.id, about.title, about.files));
    }
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}
