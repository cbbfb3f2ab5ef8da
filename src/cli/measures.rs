//! `whosaid measures`: which measures of agreement there are.

use super::{Outcome, print};
use crate::agreement::MEASURES;
use serde_json::{Value, json};
use std::process::ExitCode;

/// List the measures of agreement: what each says, and where it is from.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
pub(super) struct Arguments {
    /// Write JSON instead of a list
    #[arg(long)]
    json: bool,
}

const HELP: &str = "\
The JSON keeps this form; later versions only add to it. Keys are sorted.
  [{
    \"chance\": number or null,   what chance alone gives; null where it depends on the data. Perfect agreement is 1
    \"counts\": TEXT,             what n counts, such as marks
    \"id\": ID,
    \"says\": TEXT,
    \"slow\": true or false,      whether it is left out of large studies unless it is named
    \"source\": TEXT,             author, year, place
    \"title\": TEXT
  }, …]                         in the order in which they are shown, the headline first";

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let all = MEASURES.iter().map(|m| m.about());
    if arguments.json {
        let all: Vec<Value> = all
            .map(|about| {
                json!({
                    "id": about.id, "title": about.title, "says": about.tooltip, "source": about.source,
                    "counts": about.counts, "chance": about.chance, "slow": about.slow,
                })
            })
            .collect();
        print(&format!("{:#}\n", json!(all)))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = String::from("Computed by whosaid agreement\n");
    for about in all {
        let slow = if about.slow { " (slow)" } else { "" };
        out.push_str(&format!("  {}{slow}: {}\n", about.id, about.title));
        out.push_str(&format!("      {}\n      {}\n", about.tooltip, about.source));
    }
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}
