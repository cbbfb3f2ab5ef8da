//! A display without a screen, the real program on it, and a hand for mouse and keys.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Looks until something is there; `None` where it does not come in time.
pub fn wait<T>(patience: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    loop {
        let seen = look();
        if seen.is_some() || began.elapsed() > patience {
            return seen;
        }
        sleep(Duration::from_millis(20));
    }
}

/// An X server of its own, ended when it is dropped.
pub struct Display {
    server: Child,
    name: String,
}

impl Display {
    /// Starts one on a free number. `None`, with the reason printed, where the tools are missing; on a build server that is
    /// a failure.
    pub fn start() -> Option<Self> {
        let missing: Vec<&str> = ["Xvfb", "xdotool"].into_iter().filter(|tool| !installed(tool)).collect();
        if !missing.is_empty() {
            let reason =
                format!("{} not installed: scripts/packages.sh test installs what is missing", missing.join(" and "));
            assert!(std::env::var_os("CI").is_none(), "{reason}");
            eprintln!("skipped: {reason}");
            return None;
        }
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let number = number.trim();
        assert!(!number.is_empty(), "Xvfb found no free display");
        Some(Display { server, name: format!(":{number}") })
    }

    /// Runs xdotool; gives what it prints.
    fn xdotool(&self, arguments: &str) -> String {
        let output =
            Command::new("xdotool").args(arguments.split_whitespace()).env("DISPLAY", &self.name).output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Drags with the left button from one point to another, as a hand does.
    pub fn drag(&self, from: (i32, i32), to: (i32, i32)) {
        self.xdotool(&format!("mousemove {} {}", from.0, from.1));
        sleep(Duration::from_millis(100));
        self.xdotool("mousedown 1");
        for step in 1..=8 {
            let at = |a: i32, b: i32| a + (b - a) * step / 8;
            self.xdotool(&format!("mousemove {} {}", at(from.0, to.0), at(from.1, to.1)));
            sleep(Duration::from_millis(20));
        }
        self.xdotool("mouseup 1");
        sleep(Duration::from_millis(100));
    }

    /// Presses a key, such as `1` or `ctrl+z`.
    pub fn key(&self, key: &str) {
        self.xdotool(&format!("key {key}"));
    }

    /// Keeps a picture of the display beside the test's binary, where ImageMagick is there; gives its path.
    pub fn picture(&self, name: &str) -> Option<PathBuf> {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        let taken = Command::new("import").args(["-window", "root"]).arg(&path).env("DISPLAY", &self.name).status();
        taken.is_ok_and(|s| s.success()).then_some(path)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn installed(tool: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(tool).is_file()))
}

/// The program with its window on a display, killed when it is dropped.
pub struct Program {
    process: Child,
}

impl Program {
    /// Starts it on a project and waits until its window is there, with the keys going to it.
    pub fn start(display: &Display, home: &Path, project: &Path) -> Self {
        let process = Command::new(env!("CARGO_BIN_EXE_whosaid"))
            .arg(project)
            .env("WHOSAID_HOME", home)
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut program = Program { process };
        let name = project.file_name().unwrap().to_string_lossy().into_owned();
        // The window's title names the project once it is open.
        let window = wait(PATIENCE, || {
            let found = display.xdotool(&format!("search --onlyvisible --name {name}"));
            found.lines().next().map(str::to_owned)
        });
        let Some(window) = window else {
            let ended = program.process.try_wait().unwrap();
            panic!("no window came; the program ended: {ended:?}; picture: {:?}", display.picture("no-window"))
        };
        display.xdotool(&format!("windowmove {window} 0 0"));
        display.xdotool(&format!("windowfocus {window}"));
        program
    }

    /// Ends it at once, without a word (`kill -9`).
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// How it ended, once it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        wait(PATIENCE, || self.process.try_wait().unwrap())
    }

    /// The processor time it has used.
    pub fn used(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap();
        let after_name = stat.rsplit(") ").next().unwrap();
        // The 14th and 15th fields of the whole line, in hundredths of a second.
        let ticks: u64 = after_name.split(' ').skip(11).take(2).map(|field| field.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
