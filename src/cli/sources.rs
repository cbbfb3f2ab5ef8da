//! `whosaid sources`: which sources of suggestions there are.

use super::{Outcome, print};
use crate::suggest::SOURCES;
use serde_json::{Value, json};
use std::process::ExitCode;

/// List the sources of suggestions: what each proposes.
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
    \"id\": ID,        for whosaid suggest --source
    \"title\": TEXT,
    \"what\": TEXT     what it proposes
  }, …]";

/// Runs it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let all = SOURCES.iter().map(|s| s.about());
    if arguments.json {
        let all: Vec<Value> = all.map(|a| json!({ "id": a.id, "title": a.title, "what": a.what })).collect();
        print(&format!("{:#}\n", json!(all)))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = String::from("Asked by whosaid suggest\n");
    for about in all {
        out.push_str(&format!("  {}: {}\n      {}\n", about.id, about.title, about.what));
    }
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}
