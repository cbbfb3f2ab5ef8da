//! Guidelines drawn from Markdown. Nothing of it is loaded or run: HTML is shown as it is written, of a picture its description,
//! and a link opens only when it is clicked.

use super::theme::{self, Palette};
use egui::{
    FontId, Frame, Label, Margin, Sense, Stroke, TextFormat, Ui, WidgetInfo,
    accesskit::Role,
    text::{LayoutJob, TextWrapping},
    vec2,
};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Words that look alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Run {
    text: String,
    bold: bool,
    italics: bool,
    code: bool,
    struck: bool,
    link: Option<String>,
}

/// A piece of a text that stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Heading(Vec<Run>),
    Paragraph(Vec<Run>),
    /// How deep it is, the mark before it, and what it says.
    Item(usize, String, Vec<Run>),
    Quote(Vec<Run>),
    Code(String),
    /// A line of a table, its cells apart.
    Row(Vec<Run>),
    Rule,
}

/// What is being read.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    runs: Vec<Run>,
    /// The numbers of the lists we are in; none for one with dots.
    lists: Vec<Option<u64>>,
    /// The mark of the item that begins, until its first words are there.
    mark: Option<String>,
    style: Run,
    quotes: usize,
    heading: bool,
    code: Option<String>,
    row: bool,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.take(event);
    }
    reader.end();
    reader.blocks
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.stop(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.words(&text, false),
            Event::Code(text) => self.words(&text, true),
            Event::SoftBreak => self.words(" ", false),
            Event::HardBreak => self.words("\n", false),
            Event::Rule => {
                self.end();
                self.blocks.push(Block::Rule);
            }
            Event::TaskListMarker(done) => self.words(if done { "✔ " } else { "☐ " }, false),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.words(&text, false);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.end(),
            Tag::Heading { level, .. } => {
                self.end();
                self.heading = level <= HeadingLevel::H6;
            }
            Tag::BlockQuote(_) => {
                self.end();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.end();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                self.end();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end();
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "•".to_owned(),
                });
            }
            Tag::TableHead | Tag::TableRow => {
                self.end();
                self.row = true;
            }
            Tag::TableCell if !self.runs.is_empty() => self.words("  ·  ", false),
            Tag::Emphasis => self.style.italics = true,
            Tag::Strong => self.style.bold = true,
            Tag::Strikethrough => self.style.struck = true,
            Tag::Link { dest_url, .. } => self.style.link = Some(dest_url.to_string()),
            Tag::Image { .. } => self.words("[picture: ", false),
            _ => {}
        }
    }

    fn stop(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.style.italics = false,
            TagEnd::Strong => self.style.bold = false,
            TagEnd::Strikethrough => self.style.struck = false,
            TagEnd::Link => self.style.link = None,
            TagEnd::Image => self.words("]", false),
            TagEnd::TableCell => {}
            TagEnd::List(_) => {
                self.end();
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.end();
                self.quotes = self.quotes.saturating_sub(1);
            }
            _ => self.end(),
        }
    }

    fn words(&mut self, text: &str, code: bool) {
        match &mut self.code {
            Some(block) => block.push_str(text),
            None => self.runs.push(Run { text: text.to_owned(), code, ..self.style.clone() }),
        }
    }

    /// What was read so far becomes a block.
    fn end(&mut self) {
        if let Some(code) = self.code.take() {
            self.blocks.push(Block::Code(code.trim_end().to_owned()));
            return;
        }
        let runs = std::mem::take(&mut self.runs);
        let (heading, row) = (std::mem::take(&mut self.heading), std::mem::take(&mut self.row));
        if runs.iter().all(|r| r.text.trim().is_empty()) {
            (self.heading, self.row) = (heading, row);
            return;
        }
        let depth = self.lists.len();
        self.blocks.push(match self.mark.take() {
            Some(mark) => Block::Item(depth, mark, runs),
            None if heading => Block::Heading(runs),
            None if row => Block::Row(runs),
            None if depth > 0 => Block::Item(depth, String::new(), runs),
            None if self.quotes > 0 => Block::Quote(runs),
            None => Block::Paragraph(runs),
        });
    }
}

/// Draws a text.
pub(super) fn show(ui: &mut Ui, text: &str) {
    let p = Palette::of(ui.visuals());
    ui.spacing_mut().item_spacing.y = 6.0;
    for block in blocks(text) {
        match block {
            Block::Heading(runs) => {
                ui.add_space(4.0);
                words(ui, &runs, true, p);
            }
            Block::Paragraph(runs) | Block::Row(runs) => words(ui, &runs, false, p),
            Block::Item(depth, mark, runs) => {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    ui.add_space(depth.saturating_sub(1) as f32 * 14.0 + 2.0);
                    let size = vec2(if mark.len() > 3 { 24.0 } else { 14.0 }, 18.0);
                    ui.allocate_ui(size, |ui| {
                        ui.set_min_width(size.x);
                        ui.label(mark);
                    });
                    ui.vertical(|ui| words(ui, &runs, false, p));
                });
            }
            Block::Quote(runs) => {
                let inner = Frame::new().inner_margin(Margin { left: 10, right: 0, top: 0, bottom: 0 });
                let rect = inner.show(ui, |ui| words(ui, &runs, false, p)).response.rect;
                ui.painter().vline(rect.left() + 2.0, rect.y_range(), Stroke::new(2.0, p.line));
            }
            Block::Code(text) => {
                Frame::new().fill(p.field).inner_margin(Margin::same(6)).show(ui, |ui| {
                    ui.add(Label::new(egui::RichText::new(text).monospace()).wrap());
                });
            }
            Block::Rule => _ = ui.separator(),
        }
    }
}

fn words(ui: &mut Ui, runs: &[Run], heading: bool, p: &Palette) {
    if runs.iter().all(|r| r.link.is_none()) {
        ui.add(Label::new(job(ui, runs, heading, p)).wrap());
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for run in runs {
            let one = job(ui, std::slice::from_ref(run), heading, p);
            match run.link.as_ref().filter(|url| leads_outside(url)) {
                None => _ = ui.add(Label::new(one)),
                Some(url) => {
                    let response = ui.add(Label::new(one).sense(Sense::click())).on_hover_text(url);
                    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &run.text));
                    if response.clicked() {
                        ui.ctx().open_url(egui::OpenUrl::new_tab(url));
                    }
                }
            }
        }
    });
}

/// Whether a link is one for a browser or a mail program, and not for anything that could be started.
fn leads_outside(url: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

fn job(ui: &Ui, runs: &[Run], heading: bool, p: &Palette) -> LayoutJob {
    let mut job = LayoutJob { wrap: TextWrapping::wrap_at_width(ui.available_width()), ..LayoutJob::default() };
    let size = if heading { 16.0 } else { 14.0 };
    for run in runs {
        // Words in the reading font also where they are code: examples of what is marked have letters that others lack.
        let font_id = if run.bold || heading { FontId::new(size, theme::bold()) } else { FontId::proportional(size) };
        let linked = run.link.as_ref().is_some_and(|url| leads_outside(url));
        let color = if linked { p.accent } else { p.text };
        let line = |on: bool| if on { Stroke::new(1.0, color) } else { Stroke::NONE };
        let format = TextFormat {
            font_id,
            color,
            italics: run.italics,
            background: if run.code { p.field } else { egui::Color32::TRANSPARENT },
            underline: line(linked),
            strikethrough: line(run.struck),
            ..TextFormat::default()
        };
        job.append(&run.text, 0.0, format);
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(block: &Block) -> String {
        let text = |runs: &[Run]| runs.iter().map(|r| r.text.as_str()).collect::<String>();
        match block {
            Block::Heading(runs) => format!("# {}", text(runs)),
            Block::Paragraph(runs) => text(runs),
            Block::Item(depth, mark, runs) => format!("{}{mark} {}", " ".repeat(*depth), text(runs)),
            Block::Quote(runs) => format!("> {}", text(runs)),
            Block::Code(text) => format!("`{text}`"),
            Block::Row(runs) => format!("| {}", text(runs)),
            Block::Rule => "---".to_owned(),
        }
    }

    fn read(text: &str) -> Vec<String> {
        blocks(text).iter().map(plain).collect()
    }

    #[test]
    fn blocks_stand_in_their_order() {
        let text = "# Ai\n\nMột *hai*\n**ba**.\n\n- a\n  1. b\n  2. c\n\n     d\n- e\n\n> f\n\n```\ng\n h\n```\n\n---\n\n| x | y |\n|---|---|\n| 1 | 2 |\n";
        let want = [
            "# Ai",
            "Một hai ba.",
            " • a",
            "  1. b",
            "  2. c",
            "   d",
            " • e",
            "> f",
            "`g\n h`",
            "---",
            "| x  ·  y",
            "| 1  ·  2",
        ];
        assert_eq!(read(text), want);
    }

    #[test]
    fn html_is_shown_as_it_is_written_and_pictures_are_not_loaded() {
        assert_eq!(
            read("<script>x</script>\n\na <b>c</b> ![d](http://e/f.png)").join(" "),
            "<script>x</script>\n a <b>c</b> [picture: d]"
        );
        assert!(
            leads_outside("https://example.org") && !leads_outside("file:///bin/x") && !leads_outside("javascript:x")
        );
    }

    #[test]
    fn styles_end_where_they_are_closed() {
        let Some(Block::Paragraph(runs)) = blocks("a **b *c*** `d` ~~e~~ [f](https://g) h").into_iter().next() else {
            panic!("one paragraph");
        };
        let of = |text: &str| runs.iter().find(|r| r.text == text).cloned().unwrap();
        assert!(of("c").bold && of("c").italics && of("d").code && of("e").struck);
        assert_eq!(
            (of("f").link.as_deref(), of(" h")),
            (Some("https://g"), Run { text: " h".into(), ..Run::default() })
        );
    }
}
