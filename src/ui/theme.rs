//! Colours and type, for light and dark. The only place with colour literals.

use crate::{
    model::{ColorToken, LineStyle},
    session::Reading,
};
use egui::{Color32, FontData, FontDefinitions, FontFamily, FontId, Stroke, Style, TextStyle, Visuals};
use std::sync::Arc;

/// How wide a character of Noto Sans is on average, in sizes.
const AVERAGE: f32 = 620.0 / (68.0 * 17.0);
/// Letters by which another font is measured against it.
const SAMPLE: &str = "the minister said on monday that nobody knew of it";

/// The family for titles and headings.
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// How the page's text is set: what a person chose, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Typeset {
    /// The size of letters.
    pub size: f32,
    /// The height of a line.
    pub line: f32,
    /// The size of the title's letters.
    pub title_size: f32,
    /// The height of a line of the title.
    pub title_line: f32,
    /// The width of the column.
    pub column: f32,
}

impl Typeset {
    /// What was chosen, in the font that is there.
    pub fn of(ui: &egui::Ui, reading: &Reading) -> Self {
        let size = reading.size;
        let title_size = (size * 24.0 / 17.0).round();
        let wide = ui.fonts_mut(|f| {
            let mut wide = |font: FontId| SAMPLE.chars().map(|c| f.glyph_width(&font, c)).sum::<f32>();
            wide(FontId::new(size, reading_family())) / wide(FontId::proportional(size)).max(1.0)
        });
        Typeset {
            size,
            line: (size * reading.line).round(),
            title_size,
            title_line: (title_size * 1.5).round(),
            column: f32::from(reading.column) * size * AVERAGE * wide,
        }
    }

    /// The same with lines so far apart that the underlines of several people can be told from one another.
    pub fn spread(self) -> Self {
        Typeset { line: self.line.max(self.size + self.scaled(16.0).round()), ..self }
    }

    /// The font of the page's body.
    pub fn body(&self) -> FontId {
        FontId::new(self.size, reading_family())
    }

    /// The font of the title on the page.
    pub fn title(&self) -> FontId {
        FontId::new(self.title_size, FontFamily::Name("reading-bold".into()))
    }

    /// Sizes that suit 17-point letters, for these.
    pub fn scaled(&self, points: f32) -> f32 {
        points * self.size / 17.0
    }
}

fn reading_family() -> FontFamily {
    FontFamily::Name("reading".into())
}

/// A font family of the system for the page: its regular face, and its bold one where it has one.
#[derive(Clone)]
pub struct Face {
    /// The regular face.
    pub regular: FontData,
    /// The bold face.
    pub bold: Option<FontData>,
}

/// Noto Sans first, for it has every Vietnamese letter and places tone marks; the library's own fonts behind it for symbols. A
/// face for the page stands before all these there, so that no letter is lost that it lacks.
pub fn fonts(face: Option<Face>) -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8]); 2] = [
        ("noto-sans", include_bytes!("../../assets/fonts/NotoSans-Regular.ttf")),
        ("noto-sans-bold", include_bytes!("../../assets/fonts/NotoSans-Bold.ttf")),
    ];
    for (name, bytes) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let symbols = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let with = |first: &[&str]| -> Vec<String> {
        first.iter().map(|f| (*f).to_owned()).chain(symbols.iter().cloned()).collect()
    };
    fonts.families.insert(FontFamily::Proportional, with(&["noto-sans"]));
    fonts.families.insert(bold(), with(&["noto-sans-bold", "noto-sans"]));
    let (mut regular, mut strong) = (Vec::new(), Vec::new());
    if let Some(face) = face {
        let bold = face.bold.unwrap_or_else(|| face.regular.clone());
        fonts.font_data.insert("reading".to_owned(), Arc::new(face.regular));
        fonts.font_data.insert("reading-bold".to_owned(), Arc::new(bold));
        (regular, strong) = (vec!["reading"], vec!["reading-bold"]);
    }
    fonts.families.insert(reading_family(), with(&[regular.as_slice(), &["noto-sans"]].concat()));
    let title = [strong.as_slice(), &["noto-sans-bold", "noto-sans"]].concat();
    fonts.families.insert(FontFamily::Name("reading-bold".into()), with(&title));
    fonts.families.entry(FontFamily::Monospace).or_default().push("noto-sans".to_owned());
    fonts
}

/// What the screens are painted with.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Behind the text.
    pub page: Color32,
    /// Behind the panels.
    pub panel: Color32,
    /// Behind text fields.
    pub field: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight; still readable.
    pub quiet: Color32,
    /// Text on the page that is not the article's; still readable.
    pub dimmed: Color32,
    /// Lines between panels.
    pub line: Color32,
    /// What is active: caret, chosen row, focus.
    pub accent: Color32,
    /// Behind the selected text.
    pub selection: Color32,
    /// Behind words that were found.
    pub found: Color32,
    /// Behind those of them in hand.
    pub found_here: Color32,
    /// Behind the chosen row of a list.
    pub chosen: Color32,
    /// Under the pointer.
    pub hover: Color32,
    /// What went wrong.
    pub error: Color32,
    /// What wants a look.
    pub warning: Color32,
    /// What went well.
    pub good: Color32,
    /// Whether it is the dark one.
    pub dark: bool,
}

const LIGHT: Palette = Palette {
    page: Color32::from_rgb(254, 253, 250),
    panel: Color32::from_rgb(244, 243, 239),
    field: Color32::from_rgb(255, 255, 255),
    text: Color32::from_rgb(28, 28, 30),
    quiet: Color32::from_rgb(82, 82, 88),
    dimmed: Color32::from_rgb(92, 92, 98),
    line: Color32::from_rgb(218, 216, 209),
    accent: Color32::from_rgb(20, 92, 184),
    selection: Color32::from_rgb(186, 213, 250),
    found: Color32::from_rgb(253, 235, 165),
    found_here: Color32::from_rgb(255, 196, 92),
    chosen: Color32::from_rgb(219, 230, 246),
    hover: Color32::from_rgb(234, 233, 227),
    error: Color32::from_rgb(166, 22, 22),
    warning: Color32::from_rgb(122, 76, 0),
    good: Color32::from_rgb(18, 100, 56),
    dark: false,
};

const DARK: Palette = Palette {
    page: Color32::from_rgb(27, 28, 31),
    panel: Color32::from_rgb(36, 37, 41),
    field: Color32::from_rgb(22, 23, 25),
    text: Color32::from_rgb(230, 229, 225),
    quiet: Color32::from_rgb(176, 176, 182),
    dimmed: Color32::from_rgb(167, 167, 174),
    line: Color32::from_rgb(62, 63, 69),
    accent: Color32::from_rgb(124, 178, 255),
    selection: Color32::from_rgb(40, 74, 122),
    found: Color32::from_rgb(80, 68, 26),
    found_here: Color32::from_rgb(100, 63, 0),
    chosen: Color32::from_rgb(47, 61, 84),
    hover: Color32::from_rgb(50, 52, 57),
    error: Color32::from_rgb(255, 158, 150),
    warning: Color32::from_rgb(245, 197, 106),
    good: Color32::from_rgb(128, 214, 160),
    dark: true,
};

impl Palette {
    /// The palette of the theme that is shown.
    pub fn of(visuals: &Visuals) -> &'static Palette {
        if visuals.dark_mode { &DARK } else { &LIGHT }
    }

    /// That of the light theme and that of the dark one.
    pub fn both() -> [&'static Palette; 2] {
        [&LIGHT, &DARK]
    }

    /// A label's colour, for lines and small text on the page.
    pub fn label(&self, token: ColorToken) -> Color32 {
        let (light, dark) = match token {
            ColorToken::Blue => ((20, 84, 190), (116, 170, 255)),
            ColorToken::Orange => ((170, 74, 0), (255, 168, 92)),
            ColorToken::Green => ((0, 112, 60), (96, 212, 142)),
            ColorToken::Purple => ((118, 52, 178), (200, 158, 255)),
            ColorToken::Red => ((184, 28, 44), (255, 138, 138)),
            ColorToken::Teal => ((0, 106, 116), (84, 208, 214)),
            ColorToken::Brown => ((116, 76, 32), (222, 178, 128)),
            ColorToken::Pink => ((174, 30, 116), (255, 150, 208)),
        };
        let (r, g, b) = if self.dark { dark } else { light };
        Color32::from_rgb(r, g, b)
    }

    /// The fill of a mark: faint, so that the text stays what it is; stronger under the pointer and in hand.
    pub fn fill(&self, color: Color32, strength: Strength) -> Color32 {
        let share = match (strength, self.dark) {
            (Strength::Dim, false) => 0.04,
            (Strength::Dim, true) => 0.06,
            (Strength::Faint, false) => 0.09,
            (Strength::Faint, true) => 0.13,
            (Strength::Hover, false) => 0.15,
            (Strength::Hover, true) => 0.20,
            (Strength::Lit | Strength::Chosen, false) => 0.20,
            (Strength::Lit | Strength::Chosen, true) => 0.27,
        };
        color.gamma_multiply(share)
    }

    /// A label's colour for marks that stand back while others are in hand; still to be seen.
    pub fn dim(&self, color: Color32) -> Color32 {
        self.page.lerp_to_gamma(color, if self.dark { 0.58 } else { 0.72 })
    }

    /// Behind a cell of a table, the stronger the larger its share (0 to 1); text is to be read on all of them.
    pub fn shade(&self, share: f32) -> Color32 {
        self.page.lerp_to_gamma(self.selection, share.clamp(0.0, 1.0))
    }

    /// A colour for marks whose label the label set does not have.
    pub fn unknown_label(&self) -> Color32 {
        self.quiet
    }
}

/// How strongly a mark is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Strength {
    Dim,
    Faint,
    Hover,
    Lit,
    Chosen,
}

/// How a label is drawn: its colour and its line.
pub fn look(label: Option<&crate::model::Label>, palette: &Palette) -> (Color32, LineStyle) {
    label.map_or((palette.unknown_label(), LineStyle::Wavy), |l| (palette.label(l.color), l.line))
}

/// How well a colour can be told from its ground: WCAG 2.1's contrast ratio, 1 to 21.
pub fn contrast(a: Color32, b: Color32) -> f64 {
    let luminance = |c: Color32| {
        let channel = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(c.r()) + 0.7152 * channel(c.g()) + 0.0722 * channel(c.b())
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The library's style in our colours and sizes.
pub fn style(dark: bool) -> Style {
    let palette = if dark { &DARK } else { &LIGHT };
    let mut v = if dark { Visuals::dark() } else { Visuals::light() };
    v.panel_fill = palette.panel;
    v.window_fill = palette.panel;
    v.window_stroke = Stroke::new(1.0, palette.line);
    v.extreme_bg_color = palette.field;
    v.faint_bg_color = palette.hover;
    v.override_text_color = None;
    v.weak_text_color = Some(palette.quiet);
    v.hyperlink_color = palette.accent;
    v.error_fg_color = palette.error;
    v.warn_fg_color = palette.warning;
    v.selection.bg_fill = palette.selection;
    v.selection.stroke = Stroke::new(1.0, palette.text);
    v.text_cursor.stroke = Stroke::new(2.0, palette.accent);
    v.text_cursor.blink = false; // an idle window draws nothing
    for widget in [
        &mut v.widgets.noninteractive,
        &mut v.widgets.inactive,
        &mut v.widgets.hovered,
        &mut v.widgets.active,
        &mut v.widgets.open,
    ] {
        widget.fg_stroke.color = palette.text;
        widget.corner_radius = egui::CornerRadius::same(4);
        widget.expansion = 0.0;
    }
    v.widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.line);
    v.widgets.inactive.weak_bg_fill = palette.hover;
    v.widgets.inactive.bg_fill = palette.hover;
    v.widgets.hovered.weak_bg_fill = palette.chosen;
    v.widgets.hovered.bg_fill = palette.chosen;
    v.widgets.hovered.bg_stroke = Stroke::new(1.0, palette.line);
    v.widgets.active.weak_bg_fill = palette.chosen;
    v.widgets.active.bg_stroke = Stroke::new(1.0, palette.accent);
    v.widgets.open.weak_bg_fill = palette.chosen;
    let mut style = Style { visuals: v, ..Style::default() };
    style.animation_time = 0.0; // nothing moves by itself
    style.spacing.item_spacing = egui::vec2(8.0, 5.0);
    style.spacing.window_margin = egui::Margin::same(14);
    style.spacing.button_padding = egui::vec2(8.0, 3.0);
    style.spacing.interact_size.y = 24.0;
    style.spacing.scroll = egui::style::ScrollStyle::solid();
    style.spacing.scroll.fade.strength = 0.0; // the last line is to be read like any other
    // A jump beyond what was the end until now is no pull at the edge: nothing springs back from it.
    style.spacing.scroll.kinetic.rubber_band = false;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.9;
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(12.0)),
        (TextStyle::Body, FontId::proportional(14.0)),
        (TextStyle::Button, FontId::proportional(14.0)),
        (TextStyle::Monospace, FontId::monospace(13.0)),
        (TextStyle::Heading, FontId::new(20.0, bold())),
    ]
    .into();
    style
}

/// Sets fonts and both themes once, at the start.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts(None));
    ctx.set_style_of(egui::Theme::Light, style(false));
    ctx.set_style_of(egui::Theme::Dark, style(true));
    ctx.options_mut(|o| o.zoom_with_keyboard = false); // zoom is a command like the others
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(fill: Color32, ground: Color32) -> Color32 {
        ground.blend(fill)
    }

    #[test]
    fn text_reads_at_seven_to_one_and_marks_show_at_three_to_one() {
        for p in [&LIGHT, &DARK] {
            for ground in [p.page, p.panel, p.field, p.chosen, p.hover, p.selection, p.found, p.found_here] {
                assert!(contrast(p.text, ground) >= 7.0, "text on {ground:?}: {}", contrast(p.text, ground));
            }
            for tenth in 0_u8..=10 {
                let ground = p.shade(f32::from(tenth) / 10.0);
                assert!(contrast(p.text, ground) >= 7.0, "text on {ground:?}: {}", contrast(p.text, ground));
            }
            for color in [p.quiet, p.error, p.warning, p.good] {
                let ratio = contrast(color, p.panel);
                assert!(ratio >= 5.5, "{color:?} on the panel: {ratio}");
            }
            assert!(contrast(p.dimmed, p.page) >= 4.5, "dimmed text: {}", contrast(p.dimmed, p.page));
            for (token, name) in ColorToken::ALL {
                let color = p.label(token);
                // What dates come to stands in it, in small.
                assert!(contrast(color, p.page) >= 4.5, "{name} line: {}", contrast(color, p.page));
                let dim = contrast(p.dim(color), over(p.fill(color, Strength::Dim), p.page));
                assert!(dim >= 3.0, "{name} line, standing back: {dim}");
                for strength in [Strength::Faint, Strength::Hover] {
                    let fill = over(p.fill(color, strength), p.page);
                    assert!(contrast(p.dimmed, fill) >= 4.5, "dimmed on {name}: {}", contrast(p.dimmed, fill));
                }
                for strength in [Strength::Faint, Strength::Hover, Strength::Chosen] {
                    let fill = over(p.fill(color, strength), p.page);
                    assert!(contrast(p.text, fill) >= 7.0, "text on {name} {strength:?}: {}", contrast(p.text, fill));
                    assert!(
                        contrast(color, fill) >= 3.0,
                        "{name} line on its {strength:?} fill: {}",
                        contrast(color, fill)
                    );
                }
            }
        }
    }
}
