//! The command line.
use std::{path::PathBuf, process::ExitCode};

/// What the command line asks for.
pub enum Asked {
    /// Done, with this exit code.
    Done(ExitCode),
    /// The window on these paths.
    Window(Vec<PathBuf>),
}

/// Reads the arguments and does what needs no window.
pub fn run() -> Asked {
    Asked::Window(std::env::args_os().skip(1).map(PathBuf::from).collect())
}
