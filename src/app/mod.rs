//! The window and the world: runs effects, background work, and the event loop. No rule of the domain is here.

mod fonts;
mod program;
mod sample;
mod shell;
mod suggester;
mod worker;

use crate::store::{Home, Prefs};
use std::{path::PathBuf, process::ExitCode};

/// The program as the desktop knows it.
const APP_ID: &str = "whosaid";

/// Opens the window on these paths and stays until it is closed. Exit code 2 with a sentence on standard error where no window
/// can be opened.
pub fn run(paths: Vec<PathBuf>) -> ExitCode {
    if cfg!(target_os = "linux") && ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].iter().all(|v| unset(v)) {
        return no_window("there is no display here (neither WAYLAND_DISPLAY nor DISPLAY is set)");
    }
    let home = Home::of_user();
    let (prefs, trouble) = Prefs::load(&home);
    let (width, height) = prefs.window.unwrap_or((1280.0, 800.0));
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id(APP_ID)
            .with_title("Whosaid")
            .with_inner_size([width.clamp(640.0, 8000.0), height.clamp(420.0, 8000.0)])
            .with_min_inner_size([640.0, 420.0])
            .with_drag_and_drop(true),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    // A library of the system that is missing can show as a panic inside the window's library; the person gets a sentence.
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let started = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = started.clone();
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eframe::run_native(
            APP_ID,
            options,
            Box::new(move |cc| {
                seen.store(true, std::sync::atomic::Ordering::Relaxed);
                std::panic::set_hook(quiet);
                Ok(Box::new(shell::Shell::new(&cc.egui_ctx, home, prefs, trouble, paths)))
            }),
        )
    }));
    match outcome {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => no_window(&reason(&error.to_string())),
        Err(panic) if started.load(std::sync::atomic::Ordering::Relaxed) => std::panic::resume_unwind(panic),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            no_window(&reason(text.unwrap_or("the window’s library gave up")))
        }
    }
}

fn unset(name: &str) -> bool {
    std::env::var_os(name).is_none_or(|v| v.is_empty())
}

/// What a library's message means for a person.
fn reason(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let packages = "on Debian or Ubuntu: apt install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libegl1 libgl1 libgl1-mesa-dri";
    if ["LibraryOpen", "could not be loaded", "NoGlutinConfigs", "XNotSupported", "libxkbcommon"]
        .iter()
        .any(|sign| message.contains(sign))
    {
        format!("a library of the system is missing ({line}); {packages}")
    } else {
        format!("no window could be opened ({line})")
    }
}

fn no_window(why: &str) -> ExitCode {
    eprintln!(
        "whosaid: {why}. Without a window these work: whosaid check PROJECT and whosaid stats PROJECT; see whosaid --help"
    );
    ExitCode::from(2)
}
