//! How many megabytes of text a second are read for dates, beside a plain walk over the words of the same text.

use super::{Table, news};
use cpu_time::ThreadTime;
use std::{hint::black_box, time::Duration};
use unicode_segmentation::UnicodeSegmentation;
use whosaid::{
    model::{LabelName, Published},
    suggest::{Lexicons, Memory, ProseCell, Request, Roles, source},
    text::Text,
};

/// Sentences with dates, one behind every few of the made-up ones: about as many as news have.
const DATED: [&str; 6] = [
    "Cầu đóng cửa từ 19h ngày 29/11 đến 3h ngày 30/11, xã cho biết hôm thứ Ba (2/12).",
    "Giá gạo tăng trong quý I/2023 sau hơn hai tháng mưa lũ.",
    "Chợ họp hàng tuần, dịp Tết thì họp tới chiều 30 Tết.",
    "Ông về quê ba ngày trước và sẽ trở lại vào cuối tháng 12.",
    "Đường này làm từ những năm 1990, nay còn 1/4 dự án dang dở.",
    "Tỷ số 3-1 giữ nguyên tới phút 90, vé giá 25.000 đồng.",
];

/// English as full of dates as lists of events are: the most that there is to read.
const DENSE: [&str; 6] = [
    "The hearing that opened on Tuesday, Dec. 7, at 9:40 a.m. is due to end by the middle of next week.",
    "Profit fell in the first nine months of 2021, from March 3 to 5 above all, and again last Friday.",
    "Every two weeks since the early 1990s the ferry sailed at noon; on Sunday, May 3, it sank.",
    "Three days later, on the night of August 12, 2019, the mayor said the pier would open in October.",
    "Between 2014 and 2018 rents rose twice a year; they have not moved for more than six months.",
    "“Tomorrow we march,” she said on Monday morning, a year after the strike of March 2020.",
];

/// The table of dates.
pub fn run() {
    let head = ["text", "dates", "MB/s", "words alone, MB/s", "limit"];
    let mut table = Table::new("Dates: text read a second; processor time", &head);
    let dense = || DENSE.iter().cycle().take(11_000).map(|line| format!("{line}\n")).collect();
    let texts: [(&str, &str, String); 4] = [
        ("3 KB", "vi", dated(3_000, false)),
        ("1 MB", "vi", dated(1_000_000, false)),
        ("1 MB, decomposed", "vi", dated(1_000_000, true)),
        ("1 MB, English, dense", "en", dense()),
    ];
    for (name, language, text) in texts {
        let text = Text::new(text);
        let label: LabelName = "Date".into();
        let (roles, lexicons, memory) = (Roles::of([&label]), Lexicons::default(), Memory::default());
        let published = Published::parse("2021-12-08").ok();
        let request = Request {
            text: &text,
            language: Some(language),
            published: published.as_ref(),
            roles: &roles,
            marked: &[],
            lexicons: &lexicons,
            memory: &memory,
            prose: &ProseCell::default(),
        };
        let dates = source("dates").expect("it is listed");
        let mut found = 0;
        let read = speed(text.len(), || found = dates.propose(&request).len());
        let words = speed(text.len(), || {
            black_box(text.as_str().unicode_words().count());
        });
        let kept = if read >= 5.0 { "≥ 5 MB/s kept" } else { "≥ 5 MB/s MISSED" };
        table.row([name.to_owned(), found.to_string(), format!("{read:.1}"), format!("{words:.1}"), kept.to_owned()]);
    }
    table.print();
}

/// Megabytes a second, by the best of several runs.
fn speed(bytes: usize, mut run: impl FnMut()) -> f64 {
    let mut best = Duration::MAX;
    let runs = (4_000_000 / bytes.max(1)).clamp(5, 500);
    for _ in 0..runs {
        let start = ThreadTime::now();
        run();
        best = best.min(start.elapsed());
    }
    bytes as f64 / 1e6 / best.as_secs_f64()
}

fn dated(bytes: usize, nfd: bool) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = news(bytes * 3 / 4, 5, false);
    let mut text = String::with_capacity(bytes + 500);
    for (n, line) in plain.lines().enumerate() {
        text.push_str(line);
        text.push(' ');
        text.push_str(DATED[n % DATED.len()]);
        text.push('\n');
    }
    if nfd { text.nfd().collect() } else { text }
}
