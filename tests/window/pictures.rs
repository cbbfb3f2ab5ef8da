//! Pictures of the window, compared with those committed in `tests/window/pictures`. `UPDATE_PICTURES=1` makes them anew.

use crate::{
    desk::{Desk, drag, place, press, settled, typed},
    picture::Textures,
};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use std::path::PathBuf;

/// Channels may differ by this much, and this share of the pixels by more.
const NEAR: u8 = 12;
const SHARE: f64 = 0.001;
/// Rows of pixels at the top that are not compared.
const TOP_BAR: usize = 44;

pub fn shown(desk: Desk, dark: bool) -> (Harness<'static, Desk>, Textures) {
    let textures = Textures::default();
    let builder = Harness::builder()
        .with_size(egui::vec2(900.0, 560.0))
        .with_step_dt(1.0 / 60.0)
        .with_theme(if dark { egui::Theme::Dark } else { egui::Theme::Light })
        .allow_missing_glyphs();
    let mut harness = builder
        .with_context_setup(|ctx: &egui::Context| {
            whosaid::ui::theme::install(ctx);
        })
        .renderer(textures.clone())
        .build_ui_state(|ui, desk: &mut Desk| desk.frame(ui), desk);
    settled(&mut harness);
    (harness, textures)
}

#[track_caller]
pub fn compare<S>(name: &str, harness: &Harness<'_, S>, textures: &Textures) {
    let ground = harness.ctx.global_style().visuals.panel_fill;
    let now = textures.picture(&harness.ctx, harness.output(), ground);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/window/pictures").join(format!("{name}.png"));
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        now.save(&path).unwrap();
        return;
    }
    let then = image::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())).to_rgba8();
    assert_eq!(then.dimensions(), now.dimensions(), "{name}");
    let far = |a: &image::Rgba<u8>, b: &image::Rgba<u8>| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > NEAR);
    // The top bar names the temporary folder, which is another one each time.
    let below = |i: &usize| i / now.width() as usize >= TOP_BAR;
    let pairs = then.pixels().zip(now.pixels()).enumerate();
    let differ = pairs.filter(|(i, (a, b))| below(i) && far(a, b)).count();
    let share = differ as f64 / (now.width() * now.height()) as f64;
    if share > SHARE {
        let seen = std::env::temp_dir().join(format!("whosaid-{name}.png"));
        now.save(&seen).unwrap();
        panic!("{name}: {differ} pixels differ; what is drawn now is at {}", seen.display());
    }
}

const TEXT: &str = "Đập xả nước lúc nửa đêm\nÔng Trần nói: “Chúng tôi đã báo trước ba giờ, và sẽ bồi thường đủ”, hôm thứ Ba (2/12).\nTo\u{302}\u{309}ng tho\u{302}\u{301}ng — Tổng thống.";

fn marked(dark: bool) -> (Harness<'static, Desk>, Textures) {
    let (mut w, t) = shown(Desk::new(&[("a.txt", TEXT), ("b.txt", "Bài khác")], Some("Lan")), dark);
    for (first, last, key) in [
        ("Ông", "Trần", "1"),
        ("Chúng", "đủ", "2"),
        ("thứ", "2/12)", "3"),
        ("trước", "trước", "3"),
        ("sẽ", "thường", "2"),
    ] {
        let (from, to) = (place(&w, first).0, place(&w, last).1);
        drag(&mut w, from, to);
        typed(&mut w, key);
    }
    press(&mut w, Modifiers::NONE, Key::Escape);
    w.hover_at(egui::pos2(450.0, 530.0));
    w.state_mut().session.set_now(0.0, "");
    for _ in 0..400 {
        w.step(); // until good news is gone and the save is no longer fresh
    }
    (w, t)
}

#[test]
fn marks_in_light() {
    let (w, t) = marked(false);
    compare("marks-light", &w, &t);
}

#[test]
fn marks_in_dark() {
    let (w, t) = marked(true);
    compare("marks-dark", &w, &t);
}

#[test]
fn a_mark_in_hand() {
    let (mut w, t) = marked(false);
    typed(&mut w, "pp");
    compare("mark-in-hand", &w, &t);
}

#[test]
fn welcome() {
    let (w, t) = shown(Desk::new(&[], None), false);
    compare("welcome", &w, &t);
}
