//! Laws of the dates: any text is read without a panic, the same in every form of writing, and every value is one.

use super::{Dates, How, goes_by_weeks, infer_published, turn};
use crate::{
    model::{LabelName, Published, timex},
    suggest::{Lexicons, Memory, Proposal, ProseCell, Request, Roles, Source},
    text::Text,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn propose(text: &Text, published: Option<&str>, label: &str) -> Vec<Proposal> {
    let published = published.map(|p| Published::parse(p).unwrap());
    let label: LabelName = label.into();
    let roles = Roles::of([&label]);
    let memory = Memory::default();
    Dates.propose(&Request {
        text,
        language: None,
        published: published.as_ref(),
        roles: &roles,
        marked: &[],
        lexicons: Lexicons::standard(),
        memory: &memory,
        prose: &ProseCell::default(),
    })
}

/// What is found, as words and values.
fn found(text: &str, published: Option<&str>) -> Vec<(String, String)> {
    let text = Text::new(text);
    let all = propose(&text, published, "Date");
    all.iter().map(|p| (p.span.of(&text).nfc().collect(), p.attributes["value"].to_string())).collect()
}

fn values(text: &str, published: Option<&str>) -> Vec<String> {
    found(text, published).into_iter().map(|(_, value)| value).collect()
}

#[test]
fn without_a_label_for_dates_there_is_nothing() {
    assert!(propose(&Text::new("hôm 7/12"), Some("2021-12-08"), "PER").is_empty());
    assert_eq!(propose(&Text::new("hôm 7/12"), Some("2021-12-08"), "DATE").len(), 1);
}

#[test]
fn a_person_is_told_why() {
    let text = Text::new("Cầu sập hôm 7/12.");
    let all = propose(&text, Some("2021-12-08"), "Date");
    assert_eq!(all[0].why, "7 December 2021: the nearest before 8 December 2021; “hôm” points back");
    assert!(all[0].score > 0.9);
}

#[test]
fn what_is_said_later_leans_on_what_was_said_before() {
    let text =
        "Đập vỡ ngày 2/6.\nLúc 15h, dân đã chạy lên đồi. Hai giờ sau đó nước tràn vào xã. Một ngày sau đó nước rút.";
    let expected = ["2023-06-02", "2023-06-02T15:00", "2023-06-02T17:00", "2023-06-03"];
    assert_eq!(values(text, Some("2023-06-20")), expected);
}

#[test]
fn today_in_a_quotation_is_the_day_on_which_it_was_said() {
    let day = Some("2023-06-20");
    let running = "“Today the dam broke,” Ms. Orr said on June 2. “Tomorrow we rebuild.”\nToday the valley is dry.";
    assert_eq!(values(running, day), ["2023-06-02", "2023-06-02", "2023-06-03", "2023-06-20"]);
    let text = Text::new("Hôm 2/6, bà Sen nói: “Hôm qua đập còn đứng”.");
    let why = propose(&text, day, "Date").remove(1).why;
    assert_eq!(why, "1 June 2023, counted from the day of the quotation");
    let signs = "‘Today’s dam is the old workers’ dam,’ he said on June 2. He said: \"Today it broke\", on June 3.";
    assert_eq!(values(signs, day), ["2023-06-02", "2023-06-02", "2023-06-03", "2023-06-03"]);
    // Another sentence, and a clause that does not report, tell nothing of it.
    assert_eq!(values("The dam broke on June 2. “Today it is mended,” she said.", day), ["2023-06-02", "2023-06-20"]);
    assert_eq!(values("Đập vỡ hôm 2/6 và “hôm nay” là tên một tờ báo.", day), ["2023-06-02", "2023-06-20"]);
}

#[test]
fn the_language_of_the_article_is_read_first() {
    assert_eq!(values("Họ ghé May Bar rồi về, ông March kể.", Some("2023-06-20")), [""; 0]);
    assert_eq!(values("Ông viết: “March 3, 2021 là ngày buồn”.", Some("2023-06-20")), ["2021-03-03"]);
    assert_eq!(
        values("The note, in Vietnamese, said only “ngày 7/12” and no more of it.", Some("2021-12-08")),
        ["2021-12-07"]
    );
}

#[test]
fn weekdays_and_weeks_turn_by_weeks() {
    for (words, weekly) in [
        ("thứ Ba", true),
        ("sáng thứ Ba tới", true),
        ("last Friday", true),
        ("tuần trước", true),
        ("cuối tuần này", true),
        ("the week of 15 December", true),
        ("thứ Ba (7/12)", false),
        ("hôm 7/12", false),
        ("tháng 6", false),
        ("bà Sen", false),
    ] {
        assert_eq!(goes_by_weeks(words, Lexicons::standard()), weekly, "{words}");
    }
}

#[test]
fn the_day_of_publication_is_inferred() {
    let inferred = |text: &str| {
        let found = infer_published(&Text::new(text), None, Lexicons::standard())?;
        Some((found.published.to_string(), found.from, found.how))
    };
    let stamp = "Cầu Vắt sập\nThứ Ba, 07/12/2021, 15:35 (GMT+7)\nCầu Vắt sập hôm qua.";
    let expected = ("2021-12-07 15:35 +07:00".into(), "Thứ Ba, 07/12/2021, 15:35 (GMT+7)".into(), How::Stamp);
    assert_eq!(inferred(stamp), Some(expected));
    let pair = "Cầu xây năm 2021 đã sập hôm thứ Ba (7/12), xã cho biết.";
    assert_eq!(inferred(pair), Some(("2021-12-07".into(), "hôm thứ Ba (7/12)".into(), How::Pair)));
    let full = "Cầu được xây ngày 3/4/2019, sập ngày 7/12/2021 và sẽ được dựng lại ngày 1/5/2022, xã cho biết.";
    assert_eq!(inferred(full), Some(("2021-12-07".into(), "ngày 7/12/2021".into(), How::FullDate)));
    assert_eq!(inferred("Cầu sập hôm 7/12, xã cho biết."), None);
    assert_eq!(values(pair, None), ["2021", "2021-12-07"]);
    let text = Text::new(pair);
    assert!(propose(&text, None, "Date")[0].why.contains("inferred from “hôm thứ Ba (7/12)”"));
}

#[test]
fn without_any_day_what_is_known_is_given() {
    let text = "Kho cháy hôm 7/12, thứ Ba, lúc 15h, sau ba tháng bỏ không; chợ họp hàng tuần.";
    assert_eq!(values(text, None), ["XXXX-12-07", "XXXX-WXX-2", "T15:00", "P3M", "P1W"]);
}

const SENTENCES: [&str; 6] = [
    "Bà Sen nói hôm thứ Ba (7/12), lúc 3h35 ngày 31/12 (giờ Hà Nội), nước đã tràn đê.",
    "Đêm 7 rạng sáng 8/12, rằm tháng Giêng, từ 10 đến 15/3, thập niên 1990.",
    "Hơn hai tháng qua, mỗi tuần, cuối tháng 6/2022, quý I/2023, mùng 3 Tết.",
    "The pier closed on Tuesday, Dec. 7, at 9:40 a.m. (GMT+7), three days after the storm.",
    "Từ sáng 7/12 đến chiều 8/12, 25-7 đến 27-7, hai mươi bảy tháng bảy.",
    "Between 2019 and 2021, late last year, the '90s, twice a week, 207 BC.",
];

#[test]
fn every_form_of_writing_says_the_same() {
    for sentence in SENTENCES {
        let nfc: String = sentence.nfc().collect();
        let nfd: String = sentence.nfd().collect();
        let expected = found(&nfc, Some("2021-12-08"));
        assert!(expected.len() >= 2, "{sentence}");
        assert_eq!(found(&nfd, Some("2021-12-08")), expected);
        let lines = |end: &str| values(&format!("{nfc}{end}{nfd}{end}"), Some("2021-12-08"));
        assert_eq!(lines("\r\n"), lines("\n"));
        let blanks = found(&nfc.replace(' ', "\u{a0}"), Some("2021-12-08"));
        let plain: Vec<_> = blanks.iter().map(|(words, value)| (words.replace('\u{a0}', " "), value.clone())).collect();
        assert_eq!(plain, expected);
    }
}

#[test]
fn what_is_too_far_for_the_calendar_is_read_without_a_day() {
    let text = "Một triệu năm, 1.000 thế kỷ trước, 900.000.000 ngày trước, 9000 thập niên nữa; 1000000 centuries ago.";
    assert!(found(text, Some("2021-12-08")).iter().all(|(_, value)| value.starts_with('P')));
}

#[test]
fn all_of_a_long_text_is_read_in_its_time() {
    // Nested heads and modifiers, which a careless grammar reads again and again.
    for part in [
        "từ đầu giữa cuối khoảng ",
        "ngày hôm dịp ",
        "(((7/12 ",
        "1-1-",
        "mỗi một ",
        "last last the ",
        "sáng sáng ",
        "7/12 - ",
        "nửa đầu ",
        "nửa đầu của ",
        "tuần của ",
        "thứ Ba của tuần của ",
        "the week of ",
        "the first half of ",
        "Monday of the week of ",
        "cách đây hơn ",
        "early on ",
        "\u{201d} “7/12 ",
        "“hôm nay” nói ",
        "“today ",
        "said “today” ",
        "nói hôm 7/12, ",
        "could, will, ",
    ] {
        let text = Text::new(part.repeat(2_000));
        propose(&text, Some("2021-12-08"), "Date");
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(
        "ngày hôm thứ Ba hai tháng năm 7/12 7.12 9-3 2021 15h35 15:35 8 giờ sáng tối đêm qua nay tới trước sau từ đến ( ) , . - / \
         quý I/2023 Tết mùng 3 30 rằm Giêng Giáp Thìn cuối đầu giữa khoảng hơn mỗi lần tuần thập niên thế kỷ XX nửa rưỡi cùng \
         March 3 last next the of on at p.m. GMT+7 every week ago later between and from to '90s 1990s century Q3 BC early late \n \r\n \
         31/2 29/2 99/99 0 24 25 1000000 99999999999 300 millennia trăm nghìn centuries years half past quarter nights eighties \
         938 XV weeks Monday 0630 GMT Moscow time lần hàng năm hết là 12 đêm rạng"
            .split(' ')
            .collect::<Vec<_>>(),
    );
    let joined = prop::sample::select(vec![" ", "", "\u{a0}", "\n"]);
    prop::collection::vec((words, joined), 0..24)
        .prop_map(|parts| parts.into_iter().map(|(word, end)| format!("{word}{end}")).collect())
}

proptest! {
    #[test]
    fn any_text_is_read(text in prop_oneof![pieces(), "\\PC{0,60}", "([0-9/.:h -]|ngày |tháng |\u{301}|e\u{302}){0,30}"], dated in any::<bool>()) {
        let text = Text::new(text);
        let mut last = 0;
        for proposal in propose(&text, dated.then_some("2021-12-08 15:35"), "Date") {
            let (start, end) = (proposal.span.start(), proposal.span.end());
            prop_assert!(text.is_grapheme_boundary(start) && text.is_grapheme_boundary(end));
            prop_assert!(start.0 >= last, "in order, and none over another");
            last = end.0;
            let (value, kind) = (&proposal.attributes["value"], &proposal.attributes["kind"]);
            let parsed = timex::parse(value);
            prop_assert!(parsed.is_ok_and(|v| v.fits(kind)), "{kind} {value} for “{}”", proposal.span.of(&text));
            prop_assert!((0.0..=1.0).contains(&proposal.score) && !proposal.why.is_empty());
            for forward in [true, false] {
                for weekly in [true, false] {
                    prop_assert!(turn(value, forward, weekly).is_none_or(|v| timex::parse(&v).is_ok()));
                }
            }
        }
    }

    #[test]
    fn composed_and_decomposed_say_the_same(text in pieces()) {
        let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assert_eq!(found(&nfc, Some("2021-12-08")), found(&nfd, Some("2021-12-08")));
    }
}
