//! Examples by hand.

use super::*;

fn all(text: &Text, unit: Unit) -> Vec<String> {
    let mut at = ByteOffset(0);
    let mut found = Vec::new();
    if text.unit_at(unit, at).is_some_and(|s| text.prev_boundary(unit, s.end()) == at) {
        found.extend(text.unit_at(unit, at).map(|s| s.of(text).to_owned()));
    }
    loop {
        at = text.next_boundary(unit, at);
        if at == text.end() {
            return found;
        }
        found.extend(text.unit_at(unit, at).map(|s| s.of(text).to_owned()));
    }
}

fn check(unit: Unit, text: &str, expected: &[&str]) {
    assert_eq!(all(&Text::new(text), unit), expected, "{text}");
}

/// Positions of `<` and `>` in a text, and the text without them.
fn marked(text: &str) -> (Text, ByteOffset, ByteOffset) {
    let a = text.find('<').expect("a `<`");
    let b = text.find('>').expect("a `>`") - 1;
    (Text::new(text.replacen(['<', '>'], "", 2)), ByteOffset(a), ByteOffset(b))
}

fn at(text: &str) -> (Text, ByteOffset) {
    let a = text.find('^').expect("a `^`");
    (Text::new(text.replacen('^', "", 1)), ByteOffset(a))
}

#[test]
fn syllables() {
    for (text, expected) in [
        ("Mưa, rồi nắng.", &["Mưa", "rồi", "nắng"][..]),
        ("quan hệ Nga-Mỹ", &["quan", "hệ", "Nga", "Mỹ"]),
        ("hôm 7.12, hơn 94.000 người", &["hôm", "7.12", "hơn", "94.000", "người"]),
        ("ngày 7/12/2021 lúc 3h35 (15:35)", &["ngày", "7/12/2021", "lúc", "3h35", "15:35"]),
        ("Nghị định 24/2012/NĐ-CP", &["Nghị", "định", "24/2012/NĐ", "CP"]),
        ("ở TP.HCM và U.S., v.v.", &["ở", "TP.HCM", "và", "U.S.", "v.v."]),
        ("don't d’Ivoire ‘đỏ’", &["don't", "d’Ivoire", "đỏ"]),
        ("COVID-19 2021-12-07 F-16", &["COVID-19", "2021-12-07", "F-16"]),
        ("tăng 50%, giá 5$ hay $5 (GMT+7) +7", &["tăng", "50%", "giá", "5$", "hay", "$5", "GMT+7", "+7"]),
        ("biên giới.Tổng thống", &["biên", "giới", "Tổng", "thống"]),
        ("tới./.", &["tới"]),
        ("đa\u{302}\u{323}p nươ\u{301}c", &["đa\u{302}\u{323}p", "nươ\u{301}c"]),
        ("水が来た。", &["水", "が", "来", "た"]),
        ("น้ำ", &["น้ำ"]),
        ("비가 왔다.", &["비가", "왔다"]),
        ("هطل المطر، ثم", &["هطل", "المطر", "ثم"]),
        ("Шёл дождь", &["Шёл", "дождь"]),
        ("Vui 👩‍🚀🇻🇳1️⃣!", &["Vui", "👩‍🚀", "🇻🇳", "1️⃣"]),
        ("https://a.vn/tin", &["https://a.vn", "tin"]),
        ("25°C, R&D", &["25°C", "R&D"]),
        ("", &[]),
        (" \n ", &[]),
    ] {
        check(Unit::Syllable, text, expected);
    }
}

#[test]
fn words() {
    for (text, expected) in [
        ("quan hệ Nga-Mỹ", &["quan", "hệ", "Nga-Mỹ"][..]),
        ("Nga - Mỹ", &["Nga", "Mỹ"]),
        ("24/2012/NĐ-CP, và/hoặc", &["24/2012/NĐ-CP", "và/hoặc"]),
        ("COVID-19", &["COVID-19"]),
        ("コーヒー飲む", &["コーヒー", "飲", "む"]),
        ("https://a.vn/tin", &["https://a.vn/tin"]),
    ] {
        check(Unit::Word, text, expected);
    }
}

#[test]
fn punctuation_is_a_unit_only_under_the_pointer() {
    for (text, expected) in [
        ("a “b^”, c", Some("”,")),
        ("a “b”^, c", Some("”,")),
        ("a^, c", Some(",")),
        ("a ^— c", Some("—")),
        ("a^ c", Some("a")),
        ("a ^ c", None),
        ("a^", Some("a")),
    ] {
        let (text, at) = at(text);
        assert_eq!(text.unit_at(Unit::Syllable, at).map(|s| s.of(&text)), expected, "{text:?} {at:?}");
    }
}

#[test]
fn sentences() {
    for (text, expected) in [
        (
            "Hôm 7.12, nước lên. TP.HCM ngập! Vì sao? Mưa…",
            &["Hôm 7.12, nước lên.", "TP.HCM ngập!", "Vì sao?", "Mưa…"][..],
        ),
        (
            "Theo TS. Lan và GS.TS. Minh, đập an toàn. Bà vui.",
            &["Theo TS. Lan và GS.TS. Minh, đập an toàn.", "Bà vui."],
        ),
        (
            "Mr. Hill met Dr. J. B. Moss in the U.S. Senate. He left.",
            &["Mr. Hill met Dr. J. B. Moss in the U.S. Senate.", "He left."],
        ),
        ("They live in the U.S. He left.", &["They live in the U.S.", "He left."]),
        ("Cam, quýt, v.v. đều hết. Chợ vắng.", &["Cam, quýt, v.v. đều hết.", "Chợ vắng."]),
        ("Có cam, quýt, v.v. Chợ vắng.", &["Có cam, quýt, v.v.", "Chợ vắng."]),
        ("Đập sẽ mở trong những ngày tới./.", &["Đập sẽ mở trong những ngày tới./."]),
        ("Đập sẽ mở./. Hết.", &["Đập sẽ mở./.", "Hết."]),
        ("“Nước lên. Chúng tôi đi.”, ông nói. Rồi thôi.", &["“Nước lên.", "Chúng tôi đi.”, ông nói.", "Rồi thôi."]),
        ("“Nước lên!” bà kêu. “Đi thôi.” Mọi người chạy.", &["“Nước lên!” bà kêu.", "“Đi thôi.”", "Mọi người chạy."]),
        ("\"Không.\" - Ông Lê nói. Hết.", &["\"Không.\" - Ông Lê nói.", "Hết."]),
        ("Ông nói (mưa.) Bà im.", &["Ông nói (mưa.)", "Bà im."]),
        ("Thật ư?! Vâng...", &["Thật ư?!", "Vâng..."]),
        ("Ờ... thì mưa... Nắng rồi.", &["Ờ... thì mưa...", "Nắng rồi."]),
        ("雨だ。行く！", &["雨だ。", "行く！"]),
        ("Nước rút vào năm 2021. Ông vui.", &["Nước rút vào năm 2021.", "Ông vui."]),
        ("1. Mở đầu. 2. Kết.", &["1. Mở đầu.", "2. Kết."]),
        ("Ở biên giới.Tổng thống đi.", &["Ở biên giới.", "Tổng thống đi."]),
        ("Dòng một\r\nDòng hai. Ba \n\n Bốn", &["Dòng một", "Dòng hai.", "Ba", "Bốn"]),
        (
            "It rose to 3.5 on Jan. 5 at Dam Co. in spring. She said no.",
            &["It rose to 3.5 on Jan. 5 at Dam Co. in spring.", "She said no."],
        ),
    ] {
        check(Unit::Sentence, text, expected);
    }
}

#[test]
fn clauses() {
    for (text, expected) in [
        ("Ông nói rằng, đập vỡ; bà im: hết.", &["Ông nói rằng", "đập vỡ", "bà im", "hết"][..]),
        ("Bà nói: “Mưa to, nước lên”.", &["Bà nói", "Mưa to", "nước lên"]),
        (
            "Lúc 15:35, mất 3,5 tỉ (7/12) – theo báo – còn Nga-Mỹ",
            &["Lúc 15:35", "mất 3,5 tỉ", "7/12", "theo báo", "còn Nga-Mỹ"],
        ),
        ("It isn't ‘red’… or is it", &["It isn't", "red", "or is it"]),
    ] {
        check(Unit::Clause, text, expected);
    }
}

#[test]
fn quotations() {
    for (text, expected) in [
        ("Ông nói “nước ^lên\" rồi.", Some("nước lên")),
        ("Ông nói \"nước ^lên” rồi.", Some("nước lên")),
        ("Ông nói „nước ^lên“ rồi.", Some("nước lên")),
        ("Ông nói »nước ^lên« rồi.", Some("nước lên")),
        ("Ông nói « nước ^lên » rồi.", Some("nước lên")),
        ("Ông nói \"nước lên\" rồi ^\"đi\".", None),
        ("\"Tôi không ‘vạch ^đỏ’ gì\", ông nói.", Some("vạch đỏ")),
        ("\"Tôi ^không ‘vạch đỏ’ gì\", ông nói.", Some("Tôi không ‘vạch đỏ’ gì")),
        ("'I don't ^know,' he said", Some("I don't know")),
        ("“It rained,^” he said", Some("It rained")),
        ("“Nước lên.^”, bà nói", Some("Nước lên.")),
        ("Người dân^ ‘", None),
        ("“Đoạn này còn ^tiếp", Some("Đoạn này còn tiếp")),
        ("Người ta “nói ^dở", None),
        ("“^”", None),
        ("Bà nói:\"Đi ^ngay\".", Some("Đi ngay")),
        ("「雨^だ」と言う", Some("雨だ")),
    ] {
        let (text, at) = at(text);
        assert_eq!(text.quotation_at(at).map(|s| s.of(&text)), expected, "{text:?}");
    }
}

#[test]
fn a_drag_snaps() {
    for (text, expected) in [
        ("Ông <L>ê nói", Some("Lê")),
        ("Ông L<>ê nói", None),
        ("Ông L<ê nó>i.", Some("Lê nói")),
        ("Ông< Lê >nói", Some("Lê")),
        ("vào t<hứ Ba (7/12)>, ông", Some("thứ Ba (7/12)")),
        ("vào t<hứ Ba (7/12), >ông", Some("thứ Ba (7/12)")),
        ("vào <(7/12)>, ông", Some("7/12")),
        ("vào <(7/1>2), ông", Some("7/12")),
        ("là <“đầy ắp” nước>.", Some("“đầy ắp” nước")),
        ("là <“đầy ắp”>.", Some("đầy ắp")),
        ("là <“đầy ắp” và “cạn”, >ông", Some("“đầy ắp” và “cạn”")),
        ("<“Tôi thấy ‘nước’ lên”, >ông", Some("Tôi thấy ‘nước’ lên")),
        ("là <“đầy ắp\" nước>", Some("“đầy ắp\" nước")),
        ("tăng <50%>.", Some("50%")),
        ("tăng <50>%.", Some("50%")),
        ("giá< 5$>, và", Some("5$")),
        ("giờ (GMT<+7>)", Some("GMT+7")),
        ("ở <TP.HC>M.", Some("TP.HCM")),
        ("hôm qua<./.>", Some("./.")),
        ("a< — >b", Some("—")),
        ("a<   >b", None),
        ("Nga-<M>ỹ", Some("Mỹ")),
        ("dòng< một.\n“Dòng h>ai”", Some("một.\n“Dòng hai")),
        ("quan he\u{323}\u{302}< Nga>", Some("Nga")),
    ] {
        let (text, a, b) = marked(text);
        assert_eq!(text.snap(a, b).map(|s| s.of(&text)), expected, "{text:?}");
        assert_eq!(text.snap(b, a), text.snap(a, b));
    }
}

#[test]
fn a_selection_grows() {
    let (text, at) = at("Mở đầu.\nBà nói: “Ở Nga-^Mỹ, nước lên. Ai cũng biết”. Hết.\nCuối.");
    let mut span = text.unit_at(Unit::Grapheme, at).expect("a letter");
    let mut steps = Vec::new();
    while steps.last() != Some(&span.of(&text)) {
        steps.push(span.of(&text));
        span = text.grow(span);
    }
    assert_eq!(
        steps,
        [
            "M",
            "Mỹ",
            "Nga-Mỹ",
            "Ở Nga-Mỹ",
            "Ở Nga-Mỹ, nước lên.",
            "Ở Nga-Mỹ, nước lên. Ai cũng biết",
            "Bà nói: “Ở Nga-Mỹ, nước lên. Ai cũng biết”.",
            "Bà nói: “Ở Nga-Mỹ, nước lên. Ai cũng biết”. Hết.",
            text.as_str()
        ]
    );
}

#[test]
fn edges_of_marks_move_by_whole_units() {
    let text = Text::new("Ông Lê (7/12) nói.");
    let end = |at: usize| text.next_end(Unit::Syllable, ByteOffset(at)).0;
    let words = text.as_str();
    let lê = words.find("Lê").expect("there");
    let until = |at: usize| words.get(..at);
    assert_eq!(until(end(0)), Some("Ông"));
    assert_eq!(until(end(lê)), Some("Ông Lê"));
    assert_eq!(until(end(end(lê))), Some("Ông Lê (7/12"));
    assert_eq!(end(words.len() - 1), words.len() - 1);
    assert_eq!(text.prev_end(Unit::Syllable, ByteOffset(lê + 1)).0, "Ông".len());
    assert_eq!(text.prev_end(Unit::Syllable, ByteOffset(2)).0, 2);
    assert_eq!(text.prev_start(Unit::Syllable, ByteOffset(lê)).0, 0);
}

#[test]
fn lines_end_in_many_ways() {
    let text = Text::new("a\nb\r\nc\rd\u{2028}e\u{85}f\u{b}\n");
    let lines: Vec<&str> = text.paragraphs().into_iter().filter_map(|r| text.get(r.start, r.end)).collect();
    assert_eq!(lines, ["a", "b", "c", "d", "e", "f", "", ""]);
    assert_eq!(Text::new("").paragraphs(), vec![ByteOffset(0)..ByteOffset(0)]);
    check(Unit::Paragraph, "a\n\n\nbc \r\nd", &["a", "bc ", "d"]);
}

/// One line of ten megabytes: nothing may read it all for the sake of one position.
#[test]
fn a_very_long_line_costs_no_more() {
    let text = Text::new("nước lên, rồi “rút” dần ".repeat(200_000));
    let started = std::time::Instant::now();
    for i in 0..40 {
        let at = ByteOffset(text.len() / 41 * i);
        for unit in [Unit::Grapheme, Unit::Syllable, Unit::Word] {
            let _ = text.unit_at(unit, at);
            let _ = (text.next_boundary(unit, at), text.prev_boundary(unit, at));
            let _ = (text.next_end(unit, at), text.prev_end(unit, at), text.snap(at, ByteOffset(at.0 + 50)));
        }
    }
    let _ = (text.unit_at(Unit::Sentence, ByteOffset(3_000_000)), text.quotation_at(ByteOffset(3_000_000)));
    assert!(started.elapsed().as_secs() < 3, "{:?}", started.elapsed());
}

#[test]
fn a_position_inside_a_character_never_comes_back() {
    let text = Text::new("\u{706}"); // no syllable: nothing to go to
    for unit in [Unit::Syllable, Unit::Word, Unit::Clause, Unit::Sentence] {
        for place in [text.next_end(unit, ByteOffset(1)), text.prev_end(unit, ByteOffset(1))] {
            assert!(text.is_grapheme_boundary(place), "{unit:?}");
        }
    }
}
