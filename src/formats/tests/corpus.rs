//! A small corpus of everything that breaks offsets: written for these tests.

use crate::{
    formats::{Doc, Mark, Relation},
    model::{Attribute, AttributeKind, ColorToken, Label, LabelSet, Line, LineStyle, LinkRole, Published, State},
    text::{ByteOffset, Span, Text},
};
use unicode_normalization::UnicodeNormalization;

struct Maker(Doc);

impl Maker {
    fn new(id: &str, text: &str) -> Self {
        Maker(Doc::new(id, Text::new(text)))
    }

    /// Marks the `nth` place (from 0) of some words; gives its number for links.
    fn mark(&mut self, label: &str, words: &str, nth: usize) -> usize {
        let text = self.0.text.clone();
        let at = text.as_str().match_indices(words).nth(nth).unwrap_or_else(|| panic!("{words:?}")).0;
        let span = Span::in_text(&text, ByteOffset(at), ByteOffset(at + words.len())).unwrap();
        let n = self.0.marks.len();
        self.0.marks.push(Mark::new(format!("m{n}"), &text, span, label));
        n
    }

    fn say(&mut self, mark: usize, name: &str, value: &str) {
        self.0.marks[mark].attributes.insert(name.into(), value.into());
    }

    fn link(&mut self, from: usize, to: usize, role: &str) {
        self.0.relations.push(Relation { from, to, role: role.into() });
    }

    fn done(mut self) -> Doc {
        self.0.sort();
        self.0
    }
}

/// A document from a story, such as `[Actor Ms Adams] said [Claim it rained]`.
pub fn story(id: &str, markup: &str) -> Doc {
    let story = crate::model::story::parse(markup).unwrap();
    let mut doc = Doc::new(id, story.text.clone());
    let marks = story.marks.into_iter().enumerate();
    doc.marks = marks.map(|(n, (span, label))| Mark::new(format!("m{n}"), &story.text, span, label)).collect();
    doc.sort();
    doc
}

/// The three labels, with the attributes and links of their kinds.
pub fn labels() -> LabelSet {
    let label = |name: &str, key, color, attributes, links| Label {
        name: name.into(),
        formerly: Vec::new(),
        key: Some(key),
        color,
        line: LineStyle::Solid,
        guideline: "".into(),
        attributes,
        links,
    };
    let entity = Attribute::new("entity", AttributeKind::Entity);
    let value = Attribute::new("value", AttributeKind::Date);
    let links = vec![LinkRole::new("source", vec!["Actor".into()]), LinkRole::new("when", vec!["Date".into()])];
    LabelSet::new(vec![
        label("Actor", 1, ColorToken::Blue, vec![entity], vec![]),
        label("Claim", 2, ColorToken::Orange, vec![Attribute::new("cue", AttributeKind::Text)], links),
        label("Date", 3, ColorToken::Green, vec![value], vec![]),
    ])
    .unwrap()
}

/// The corpus.
pub fn corpus() -> Vec<Doc> {
    let mut docs = Vec::new();
    let bridge = "Chiều 3/6/2031, ông Đỗ Quốc Bảo nói: “Cầu Vĩnh Thạnh sẽ mở lại vào tháng 9, theo Ban Quản lý cầu.” Bà Lê bác bỏ.";
    for (id, text) in [("báo/2031-06-03#1", bridge.nfc().collect::<String>()), ("NFD: 02", bridge.nfd().collect())] {
        let form = |s: &str| if id.starts_with('N') { s.nfd().collect::<String>() } else { s.nfc().collect() };
        let mut doc = Maker::new(id, &text);
        let who = doc.mark("Actor", &form("ông Đỗ Quốc Bảo"), 0);
        let inner = doc.mark("Actor", &form("Đỗ Quốc Bảo"), 0);
        let what = doc.mark("Claim", &form("Cầu Vĩnh Thạnh sẽ mở lại vào tháng 9"), 0);
        let when = doc.mark("Date", &form("Chiều 3/6/2031"), 0);
        let ban = doc.mark("Actor", &form("Ban Quản lý cầu"), 0);
        let denial = doc.mark("Claim", &form("bác bỏ"), 0);
        doc.say(who, "entity", "Đỗ Quốc Bảo");
        doc.say(inner, "entity", "Đỗ Quốc Bảo");
        doc.say(when, "value", "2031-06-03TAF");
        doc.say(what, "cue", "nói");
        doc.link(what, who, "source");
        doc.link(what, when, "when");
        doc.link(what, ban, "source");
        doc.link(denial, what, "denies");
        let m = &mut doc.0.about.metadata;
        m.title = Some("Cầu Vĩnh Thạnh <mở> & “đóng”".into());
        m.outlet = Some("Báo Sông".into());
        m.url = Some("https://example.org/a?b=1&c=<2>".into());
        m.published = Published::parse("2031-06-03 15:35 +07:00").ok();
        m.more.insert("section".into(), "Đời sống".into());
        doc.0.about.state = Some(State::Done);
        doc.0.about.annotator = "Lan".into();
        docs.push(doc.done());
    }

    let mut doc = Maker::new(
        "emoji_03",
        "\u{1F1FB}\u{1F1F3} Tin \u{1F525}\u{1F525}: \u{1F469}\u{200D}\u{1F467} nhà Sáu nói \u{1F44D}\u{1F3FD} rằng \u{20BB7}田 đóng ngày 2/2/2032 \u{1D4D0}\u{1D4D1} ❤\u{FE0F} hết.",
    );
    let who = doc.mark("Actor", "nhà Sáu", 0);
    let what = doc.mark("Claim", "\u{20BB7}田 đóng ngày 2/2/2032", 0);
    doc.mark("Actor", "\u{20BB7}田", 0);
    doc.mark("Actor", "\u{1F469}\u{200D}\u{1F467}", 0);
    doc.mark("Actor", "\u{1F1FB}\u{1F1F3}", 0);
    doc.mark("Actor", "\u{1D4D0}\u{1D4D1}", 0);
    let when = doc.mark("Date", "2/2/2032", 0);
    doc.mark("Claim", "hết.", 0);
    doc.say(when, "value", "2032-02-02");
    doc.link(what, who, "source");
    docs.push(doc.done());

    let mut doc = Maker::new(
        "crlf:04",
        "Dòng đầu\r\nCô Tám bảo:\r\n\t\"Giá gạo\ttăng\r\n8%\" hôm kia.\r\n\r\nDòng sau\rMac xưa\nUnix\r\n",
    );
    let who = doc.mark("Actor", "Cô Tám", 0);
    let what = doc.mark("Claim", "Giá gạo\ttăng\r\n8%", 0);
    doc.mark("Date", "hôm kia", 0);
    doc.mark("Claim", "bảo:\r\n\t\"Giá", 0);
    doc.mark("Actor", "sau\rMac", 0);
    doc.mark("Actor", "xưa\nUnix", 0);
    doc.link(what, who, "source");
    docs.push(doc.done());

    let mut doc = Maker::new(
        "zw_05",
        "\u{feff}Ông\u{a0}Trần\u{200b} Văn\u{200c} Khoa\u{ad} n\u{2060}ói\u{2028}“Chưa\u{2029} giảm\u{85}phí”\u{3000}ngày\u{202f}5\u{2009}/\u{2009}7.",
    );
    let who = doc.mark("Actor", "Trần\u{200b} Văn\u{200c} Khoa\u{ad}", 0);
    let what = doc.mark("Claim", "Chưa\u{2029} giảm\u{85}phí", 0);
    doc.mark("Date", "5\u{2009}/\u{2009}7", 0);
    doc.mark("Actor", "Ông\u{a0}Trần", 0);
    doc.link(what, who, "source");
    docs.push(doc.done());

    docs.push(Maker::new("empty-06", "").done());

    let mut doc = Maker::new(
        "rtl-07",
        "أعلن \u{200f}خالد العمري\u{200f} أن السعر سينخفض في ٧ مايو؛ אמרה רות לוי \u{202b}xyz\u{202c} (4%).",
    );
    let who = doc.mark("Actor", "خالد العمري", 0);
    let what = doc.mark("Claim", "السعر سينخفض في ٧ مايو", 0);
    doc.mark("Date", "٧ مايو", 0);
    doc.mark("Actor", "רות לוי", 0);
    doc.mark("Claim", "לוי \u{202b}xyz", 0);
    doc.link(what, who, "source");
    docs.push(doc.done());

    let mut doc = Maker::new("overlap-08", "Red green blue yellow");
    let first = doc.mark("Claim", "Red green blue", 0);
    let second = doc.mark("Claim", "green blue yellow", 0);
    doc.mark("Actor", "Red", 0);
    doc.mark("Date", "Red", 0);
    doc.mark("Actor", "green", 0);
    doc.mark("Actor", " ", 1);
    doc.mark("Actor", "blue yellow", 0);
    doc.mark("Actor", "l", 0);
    doc.mark("Claim", "Red green blue yellow", 0);
    doc.mark("Actor", "llow", 0);
    doc.link(first, second, "contradicts");
    doc.link(second, first, "contradicts");
    doc.link(first, first, "self");
    docs.push(doc.done());

    let mut doc = Maker::new("ws-09", "\n \n  Đoạn một.\n\n\nLời  cuối\t\tlà đây.  \n");
    doc.mark("Claim", "một.\n\n\nLời  cuối", 0);
    doc.mark("Actor", " Đoạn", 0);
    doc.mark("Actor", "cuối\t", 0);
    doc.mark("Date", "Lời", 0);
    doc.0.about.metadata.noise = vec![Line { number: 6, words: "Lời  cuối\t\tlà đây.  ".into() }];
    docs.push(doc.done());

    let mut doc = Maker::new(
        "quotes=10",
        "#Text=<i>\"B\" & 'C'</i> ]]> \\n \\\\ _ * -> [2] | ; , NA null\n-DOCSTART- -X- O O\n#FORMAT=WebAnno TSV 3.3\n=SUM(B1:B2)\n{\"json\": [3]} \u{201c}x\u{201d}\u{200d} mark DATE X",
    );
    let noted = doc.mark("Actor", "\"B\"", 0);
    doc.say(noted, "remark", "say \"hi\", \\ & <tag>; a|b, tab\there");
    doc.0.marks[noted].note = "Một ghi chú\nhai dòng, \"trích\"".into();
    doc.mark("Actor", "'C'</i> ]]> \\n \\\\ _ * -> [2] | ; ,", 0);
    doc.mark("Claim", "NA", 0);
    doc.mark("Claim", "null", 0);
    doc.mark("Actor", "-DOCSTART- -X- O O", 0);
    doc.mark("Claim", "=SUM(B1:B2)", 0);
    doc.mark("Claim", "mark", 0);
    let when = doc.mark("Date", "DATE", 0);
    doc.say(when, "value", "NA");
    doc.mark("Actor", "_", 0);
    doc.mark("Actor", "*", 0);
    docs.push(doc.done());

    let mut doc = Maker::new("NA", "null");
    doc.mark("Actor", "null", 0);
    docs.push(doc.done());

    docs.push(Maker::new("blank 12", " \n\t ").done());

    let mut doc = Maker::new("control-13", "Trang\u{c}mới \u{1b}[2J và \u{7}chuông");
    doc.mark("Actor", "Trang", 0);
    doc.mark("Claim", "mới \u{1b}[2J và", 0);
    docs.push(doc.done());
    docs
}
