//! The program as it is started from outside: with a home of its own, nothing on standard input, and no window.

use crate::project::TestProject;
use std::{
    ffi::OsStr,
    path::Path,
    process::{Command, Stdio},
};

/// What a call came to.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The program, which keeps what is its own in `home`.
pub fn whosaid(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command.env("WHOSAID_HOME", home).stdin(Stdio::null());
    for display in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(display);
    }
    command
}

/// Runs a command to its end, which must be neither a signal nor a panic.
pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    let code = output.status.code().unwrap_or_else(|| panic!("{}: {out}{err}", output.status));
    assert!(!err.contains("panicked"), "{out}{err}");
    Ran { code, out, err }
}

/// Runs the program in a project's folder.
pub fn run(project: &TestProject, arguments: &[impl AsRef<OsStr>]) -> Ran {
    ran(whosaid(&project.home()).current_dir(project.root()).args(arguments))
}
