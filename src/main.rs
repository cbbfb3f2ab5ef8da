//! The program: the command line, and with no command the window.

use std::process::ExitCode;
use whosaid::cli::{self, Asked};

fn main() -> ExitCode {
    match cli::run() {
        Asked::Done(code) => code,
        #[cfg(feature = "window")]
        Asked::Window(paths) => whosaid::app::run(paths),
        #[cfg(not(feature = "window"))]
        Asked::Window(_) => {
            eprintln!("whosaid: this build has no window. The commands work: see whosaid --help");
            ExitCode::from(2)
        }
    }
}
