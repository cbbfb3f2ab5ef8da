//! The program: the command line, and with no command the window.

fn main() -> std::process::ExitCode {
    whosaid::cli::run()
}
