//! Lines of a news page that are probably not the article: players, comment counters, share buttons, credits, stamps, tags.
//!
//! A proposal is only shown, so a line that is missed costs one key, and a line of the article that is proposed costs trust. Each
//! rule therefore knows whole lines only, and what could also be a sentence, a crosshead or a quotation is left alone.

use crate::model::found::{Pattern, is_stamp, is_vietnamese};
use crate::text::Text;
use regex::{Regex, RegexSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A longer line is never proposed, in bytes: furniture is short, and a caption of this length has the weight of a paragraph.
const LONGEST: usize = 300;
/// How many lines with words count as the head of a page, and as its foot.
const HEAD: usize = 6;
const FOOT: usize = 4;
/// The lines of a block of other articles are at most this long, in characters.
const HEADLINE: usize = 130;

/// A line that is proposed as page noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoiseProposal {
    /// Its number, from 0.
    pub line: usize,
    /// What it looks like, for a tooltip: `a comment counter`.
    pub what: &'static str,
}

/// Where on the page a rule is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Anywhere,
    /// Among the first or last lines.
    Ends,
    /// Among the last lines.
    Foot,
}

/// The rules: what each finds, where it is believed, and the form of the whole line in small letters.
const RULES: &[(&str, Where, &str)] = &[
    (
        "a player's note",
        Where::Anywhere,
        concat!(
            r"tự động phát|tự phát video|autoplay|auto play|video player is loading\.?|audio player|phát video|play video|",
            r"nghe (?:bài viết|đọc bài|audio)|listen to (?:this|the) (?:article|story)|bỏ qua quảng cáo|skip ad|",
            r"\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}|your browser does not support [^.]+\.?",
        ),
    ),
    (
        "an advertisement's place",
        Where::Anywhere,
        concat!(
            r"quảng cáo|advertisement|advertising|sponsored(?: content)?|nội dung (?:được )?tài trợ|story continues below(?: advertisement)?\.?|",
            r"article continues below(?: advertisement)?\.?|article continues after advertisement\.?",
        ),
    ),
    (
        "a comment counter",
        Where::Anywhere,
        concat!(
            r"(?:ý kiến|bình luận|comments?)\s*[:(\[]\s*[\d.,]+\s*[)\]]?|[\d.,]+\s*(?:bình luận|ý kiến bạn đọc|comments?)|",
            r"bình luận|comments|ý kiến bạn đọc|gửi (?:bình luận|ý kiến)(?: của bạn)?|viết bình luận|(?:leave|post|write|add) a comment|join the conversation|",
            r"view (?:all )?comments|xem (?:tất cả |thêm )?bình luận|",
            r"(?:hãy là|be) (?:người|the) (?:đầu tiên bình luận|first to comment)(?: [^.]*)?\.?|",
            r"(?:vui lòng )?đăng nhập để (?:bình luận|gửi ý kiến)[^.]*|(?:log|sign) in to (?:comment|leave a comment|join the conversation)\.?",
        ),
    ),
    (
        "a counter",
        Where::Anywhere,
        concat!(
            r"[\d.,]+\s*[km]?\s*(?:lượt xem|lượt thích|lượt chia sẻ|views|likes|shares)|\d{1,3}\s*(?:phút đọc|min(?:ute)?s? read)|",
            r"(?:lượt xem|views)\s*:\s*[\d.,]+\s*[km]?",
        ),
    ),
    (
        "a link to another article",
        Where::Anywhere,
        concat!(
            r"(?:[>»▶►→•+-]+\s*)?(?:xem thêm|đọc thêm|xem tiếp|đọc tiếp|read more|continue reading|see more|show more|keep reading)\s*(?:[.…»>→:]+|\.\.\.)?|",
            r"(?:[>»▶►→•+-]+\s*)?(?:xem thêm|đọc thêm|mời (?:bạn|quý vị|độc giả) (?:đọc|xem) thêm|mời (?:bạn|độc giả) xem video|read more|see also|also read|read also|related|more on this story|bài liên quan|tin liên quan)\s*:\s*\S.*|",
            r"(?:>>+|»+|▶|►)\s*\S.*[^.!?…]",
        ),
    ),
    (
        "a share button",
        Where::Anywhere,
        concat!(
            r"chia sẻ(?: (?:bài viết|bài này|lên facebook|qua email|facebook|zalo|twitter))*|share(?: (?:this|this article|this story|on facebook|on twitter|on x|via email))?|",
            r"tweet|copy link|sao chép (?:liên kết|link)|in bài(?: viết)?|lưu bài(?: viết)?|gửi email|print this(?: page| article)?|save (?:article|story)|save for later",
        ),
    ),
    (
        "a share button",
        Where::Anywhere,
        concat!(
            r"(?:facebook|twitter|zalo|whatsapp|telegram|linkedin|pinterest|reddit|messenger|x|email|e-mail|print|in|in bài|copy link|chia sẻ|share|tweet|link|lưu)",
            r"(?:[\s|,·•/&]+(?:facebook|twitter|zalo|whatsapp|telegram|linkedin|pinterest|reddit|messenger|x|email|e-mail|print|in|in bài|copy link|chia sẻ|share|tweet|link|lưu)){2,}",
        ),
    ),
    (
        "a call to follow",
        Where::Anywhere,
        concat!(
            r"(?:subscribe|sign up) (?:to|for) (?:our|the|my|a) [\p{L}\d ’'-]*(?:newsletter|newsletters|channel|briefing|updates)[^.]*\.?|",
            r"follow us(?: on [\p{L}\d ,&]+)?\.?|theo dõi (?:chúng tôi|báo [\p{L}\d ]+) trên (?:facebook|zalo|youtube|google|twitter|tiktok)[\p{L}\d ,&]*\.?|",
            r"đăng ký nhận (?:bản tin|tin|thông báo)[^.]*\.?|(?:click|tap) here to [^.]+\.?|",
            r"(?:nhấn|bấm|ấn) vào đây(?: để [^.]+)?\.?|download our app[^.]*\.?",
        ),
    ),
    (
        "a way through the site",
        Where::Anywhere,
        concat!(
            r"trang chủ(?:\s*[>›»/|]\s*[\p{L}\d &-]+)+|home(?:\s*[>›»]\s*[\p{L}\d &-]+)+|(?:back to top|về đầu trang|lên đầu trang|trở lại (?:đầu trang|chuyên mục[\p{L} ]*))|",
            r"(?:a[-−+]?[\s|/]+){1,3}a[-−+]?|skip to (?:main )?content|bài trước|bài sau|bài tiếp theo|previous article|next article",
        ),
    ),
    (
        "tags",
        Where::Anywhere,
        r"(?:tags?|từ kho[áa]|từ khóa|keywords|hashtags?)\s*[:#]\s*\S.*|tags|#[\p{L}\d_]+(?:[\s,]+#[\p{L}\d_]+)+",
    ),
    ("tags", Where::Foot, r"(?:chủ đề|topics|filed under|chuyên mục)\s*:\s*[^.]+"),
    (
        "a copyright notice",
        Where::Anywhere,
        concat!(
            r"(?:©|\(c\)\s*\d{4}|bản quyền\s*(?:©|\(c\))|copyright\s*(?:©|\(c\)|\d{4})).*|(?:.*[\s.,])?all rights reserved\.?|",
            r"(?:vui lòng )?ghi rõ nguồn .+ khi (?:phát hành|sử dụng|đăng|trích|dẫn) .+|",
            r"(?:cấm|không được) sao chép dưới mọi hình thức[^.]*\.?",
        ),
    ),
    (
        "a time",
        Where::Anywhere,
        r"(?:khoảng )?\d{1,3}\s*(?:giây|phút|giờ|ngày) trước|\d{1,3}\s*(?:second|sec|minute|min|hour|hr|day)s? ago",
    ),
    (
        "a byline",
        Where::Ends,
        concat!(
            r"(?:tác giả|người viết|biên tập|biên dịch|phóng viên|thực hiện|người dịch|nguồn|nguồn tin|source)\s*:\s*[^.!?]+|",
            r"(?:reporting|additional reporting|writing|editing|translated|compiled) by [^.!?]+\.?",
        ),
    ),
];

static FORMS: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(RULES.iter().map(|(.., form)| format!("^(?:{form})$"))).ok());

/// `By Jane Smith`, with what may follow the name on the line. Capital letters tell a name from `By the numbers`.
static BY: Pattern = LazyLock::new(|| {
    Regex::new(r"^(?:By|BY|Bởi|Viết bởi|Written by)\s+(?:\p{Lu}[\p{L}’'.-]*\s+){1,3}\p{Lu}[\p{L}’'-]+(?:\s+(?:and|và|&)\s+(?:\p{Lu}[\p{L}’'.-]*\s*){2,4})?(?:\s*[,|·-]\s*[\p{L}\d &.]{2,40})?$").ok()
});
/// Words with a capital after `By` that begin a crosshead rather than a name.
const NO_NAMES: &[&str] = &[
    "The",
    "A",
    "An",
    "Any",
    "All",
    "Land",
    "Sea",
    "Air",
    "Day",
    "Night",
    "Car",
    "Train",
    "Bus",
    "Far",
    "Now",
    "Then",
    "Law",
    "Chance",
    "Popular",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// `Theo Reuters`, `(Theo TTXVN)`, alone on its line.
static AFTER: Pattern = LazyLock::new(|| {
    Regex::new(r"^\(?(?:Theo|THEO|According to)\s+(?:báo\s+|Báo\s+)?\p{Lu}[\p{L}\d.&+/]*(?:[\s,]+\p{Lu}[\p{L}\d.&+/]*){0,4}\.?\)?$").ok()
});
/// A line that ends in a photograph's credit, or is nothing else.
static CREDIT: Pattern = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[-–—(\[|/.…”»]\s*)",
        r"(?:(?:Ảnh|ẢNH|Nguồn ảnh|Ảnh chụp|Ảnh minh họa|Đồ họa|Photo|Photos|PHOTO|Photograph|Picture|Image|Photo credit|Credit|File photo)\s*:\s*",
        r"(?:@|\p{Lu}|\d|tư liệu|chụp|cắt|nhân vật|internet)[\p{L}\d.&+@/’'_-]*",
        r"(?:[\s,/-]+(?:(?:@|\p{Lu}|\d)[\p{L}\d.&+@/’'_-]*|và|and|via|for|by|of|the|vật|cung|cấp|từ|video|clip|màn|hình|liệu|internet)){0,6}",
        r"|(?:Photo|Photograph|Picture|Image) by \p{Lu}[\p{L}\d.’'-]*(?:[\s/,]+(?:for\s+|via\s+)?\p{Lu}[\p{L}\d.’'-]*){0,5}",
        r"|(?:AP Photo|AFP Photo|REUTERS|Getty Images|AFP via Getty Images|AP)/\p{Lu}[\p{L}\d.’'/ -]{1,50}",
        r"|(?:Ảnh minh họa|Ảnh tư liệu|Ảnh cắt từ (?:video|clip)|File photo))",
        r"\s*\.?[)\]]?\.?$"
    ))
    .ok()
});
/// What stands over a block of other articles.
static OTHERS: Pattern = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?:tin|bài|bài viết|các bài|tin bài|video) (?:liên quan|cùng chuyên mục|cùng chủ đề|khác|đọc nhiều|nổi bật|mới nhất|mới hơn|cũ hơn)|",
        r"cùng chuyên mục|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|tin mới(?: nhất)?|có thể bạn quan tâm|có thể bạn thích|mời bạn đọc thêm|đề xuất cho bạn|",
        r"related (?:articles|stories|topics|content|news|links|coverage)|more (?:stories|news|from [\p{L}\d ]{2,30}|on this (?:story|topic))|most (?:read|popular|viewed)|",
        r"trending(?: now)?|recommended(?: for you| stories| reading)?|you (?:may|might) also like|up next|top stories|editor[’']?s[’']? picks|read next|around the web)\s*[:»>]?$"
    ))
    .ok()
});

/// What of a text looks like page noise, in order. `title` is the article's, which is never proposed.
pub fn propose_noise(text: &Text, title: Option<&str>) -> Vec<NoiseProposal> {
    let lines: Vec<(usize, String)> = text
        .paragraphs()
        .into_iter()
        .enumerate()
        .filter_map(|(number, range)| {
            let line = text.get(range.start, range.end)?.trim();
            // A long line only takes its place in the count.
            (!line.is_empty())
                .then(|| (number, if line.len() > LONGEST { String::new() } else { line.nfc().collect() }))
        })
        .collect();
    let title: Option<String> = title.map(|t| t.trim().nfc().collect());
    let language = LazyLock::new(|| is_vietnamese(text.as_str()));
    let mut found = Vec::new();
    let mut block = None;
    for (at, (number, line)) in lines.iter().enumerate() {
        if line.is_empty() || title.as_ref() == Some(line) {
            continue;
        }
        let place = (at < HEAD, at + FOOT >= lines.len());
        if matches(&OTHERS, &line.to_lowercase()) {
            block = Some(at);
            found.push(NoiseProposal { line: *number, what: "a heading over other articles" });
        } else if let Some(what) = furniture(line, place, &language) {
            found.push(NoiseProposal { line: *number, what });
        }
    }
    // Below the heading stand headlines to the page's end, or it is not such a block.
    let below = block.and_then(|at| lines.get(at + 1..)).unwrap_or_default();
    let proposed = |number: usize| found.iter().any(|p| p.line == number);
    if below.iter().all(|(number, line)| headline(line) || proposed(*number)) {
        let new: Vec<_> = below.iter().filter(|(number, _)| !proposed(*number)).collect();
        found.extend(new.into_iter().map(|(line, _)| NoiseProposal { line: *line, what: "a link to another article" }));
    }
    found.sort_by_key(|p| p.line);
    found
}

/// What a line is, if not text. `place` says whether it is among the first and among the last lines.
fn furniture(
    line: &str,
    place: (bool, bool),
    is_vietnamese: &LazyLock<bool, impl FnOnce() -> bool>,
) -> Option<&'static str> {
    let small = line.to_lowercase();
    let believed = |place_of: Where| match place_of {
        Where::Anywhere => true,
        Where::Ends => place.0 || place.1,
        Where::Foot => place.1,
    };
    let mut fit = FORMS.iter().flat_map(|forms| forms.matches(&small)).filter_map(|at| RULES.get(at));
    if let Some((what, ..)) = fit.find(|(_, place, _)| believed(*place)) {
        return Some(what);
    }
    let ends = place.0 || place.1;
    let named = |pattern: &Pattern| {
        matches(pattern, line) && line.split_whitespace().nth(1).is_some_and(|word| !NO_NAMES.contains(&word))
    };
    if ends && named(&BY) || place.1 && matches(&AFTER, line) {
        return Some("a byline");
    }
    if matches(&CREDIT, line) {
        return Some("a caption with a credit");
    }
    (ends && is_stamp(line, **is_vietnamese)).then_some("a stamp of the time of publication")
}

fn matches(pattern: &Pattern, line: &str) -> bool {
    pattern.as_ref().is_some_and(|p| p.is_match(line))
}

/// Whether a line can be another article's headline: short, and no sentence.
fn headline(line: &str) -> bool {
    !line.is_empty()
        && line.chars().count() <= HEADLINE
        && !line.ends_with(['.', '!', '?', '”', '"', ':', ';', ',', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is proposed of an article in whose middle these lines stand.
    fn within(lines: &[&str]) -> Vec<String> {
        let before = [
            "Hội đồng thành phố thông qua ngân sách",
            "Hội đồng họp hôm qua.",
            "Ông An trình bày.",
            "Bà Bình hỏi lại.",
            "Ông An đáp.",
            "Rồi tất cả biểu quyết.",
        ];
        let after = [
            "Cuộc họp kết thúc lúc chiều.",
            "Báo chí được mời.",
            "Kết quả được công bố ngay.",
            "Kỳ họp sau vào tháng tới.",
        ];
        proposed(&[&before, lines, &after].concat())
    }

    fn proposed(lines: &[&str]) -> Vec<String> {
        let text = Text::new(lines.join("\n"));
        propose_noise(&text, lines.first().copied()).iter().map(|p| lines[p.line].to_owned()).collect()
    }

    #[test]
    fn every_rule_is_a_pattern() {
        assert!(FORMS.is_some());
        for pattern in [&BY, &AFTER, &CREDIT, &OTHERS] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn furniture_is_found_anywhere() {
        for line in [
            "Tự động phát",
            "  Tự động phát  ",
            "AUTOPLAY",
            "Bình luận (0)",
            "Bình luận(12)",
            "Bình luận",
            "3 bình luận",
            "24 Comments",
            "Comments (7)",
            "Quảng cáo",
            "Advertisement",
            "Xem thêm",
            "Xem thêm: Thị trường gạo nửa cuối năm",
            ">> Xem thêm: Thị trường gạo nửa cuối năm",
            "Đọc thêm »",
            "Read more",
            "Read more: The mayor’s other plan",
            "See also: Rice prices",
            "Related: What the budget means for schools",
            ">>> Giá gạo sẽ ra sao",
            "Chia sẻ",
            "Share this article",
            "Facebook | Twitter | Zalo",
            "Facebook Twitter Email Print",
            "Copy link",
            "Ảnh: Minh Khôi",
            "Ảnh: TTXVN",
            "Chủ tịch hội đồng tại buổi họp sáng qua. Ảnh: Minh Khôi",
            "Chủ tịch hội đồng (giữa) tại buổi họp - Ảnh: TTXVN",
            "Đại biểu bỏ phiếu (Ảnh: Lê Vân/TTXVN).",
            "The mayor at the market. Photo: Ann Lee",
            "The mayor speaks on Monday. (AP Photo/Ann Lee)",
            "Photo by Ann Lee",
            "Ảnh minh họa",
            "Một góc chợ (Ảnh minh họa)",
            "Ảnh: Nhân vật cung cấp",
            "Ảnh cắt từ clip",
            "Rescue work on Sunday. Photograph: Ann Lee/The River Post",
            "Chợ nổi. Ảnh: NVCC",
            "Tags: ngân sách, hội đồng",
            "Từ khóa: gạo, xuất khẩu",
            "#ngansach #hoidong",
            "© 2024 Báo Ven Sông",
            "Copyright 2024 The River Post",
            "Copyright © The River Post. All rights reserved.",
            "2 giờ trước",
            "3 hours ago",
            "5 min read",
            "1.204 lượt xem",
            "Trang chủ > Thời sự > Trong nước",
            "Subscribe to our daily newsletter",
            "Follow us on Facebook and Twitter",
            "Đăng ký nhận bản tin buổi sáng",
            "A- A A+",
            "0:00 / 2:31",
            "Be the first to comment",
            "Hãy là người đầu tiên bình luận",
            "Log in to comment",
            "Nghe bài viết",
            "Tweet",
        ] {
            assert_eq!(within(&[line]), [line], "{line}");
            let decomposed: String = line.nfd().collect();
            assert_eq!(within(&[&decomposed]), [decomposed.as_str()], "decomposed {line}");
        }
    }

    #[test]
    fn lines_of_the_article_are_left_alone() {
        for line in [
            // Short quotations and one-line paragraphs.
            "“Tôi không biết.”",
            "“Không.”",
            "“Share the burden”, she said.",
            "“Chúng tôi chia sẻ nỗi đau này.”",
            "Ông im lặng.",
            "He declined to comment.",
            "Không ai bình luận.",
            "No comment.",
            "“No comment.”",
            "Bà từ chối bình luận về việc này.",
            "Bộ Ngoại giao chưa bình luận.",
            "“Xem thêm làm gì nữa?”, ông hỏi.",
            "Xem thêm vài trang, bà thấy ngay chỗ sai.",
            "Read more books, the minister told pupils.",
            // Crossheads.
            "Tìm cách gỡ thế khó",
            "Chia sẻ trách nhiệm",
            "Facebook",
            "Facebook và Zalo vào cuộc",
            "Twitter",
            "Share prices fall",
            "Sharing the cost",
            "Bình luận của chuyên gia",
            "Ảnh hưởng tới nông dân",
            "Theo dõi sát tình hình",
            "Theo dấu người mất tích",
            "By the numbers",
            "By The Numbers",
            "Related risks",
            "Trending down",
            "Home and away",
            "Nguồn gốc của tranh cãi",
            "Chủ đề chính: ngân sách",
            "Quảng cáo sai sự thật",
            "Tags and prices",
            "Copyright and the law",
            "Bản quyền thuộc về ai?",
            // Sentences that hold a rule’s word.
            "Copyright law was changed in May.",
            "Copyright fees rose by 4 per cent, the office said.",
            "Advertisement spending fell, the agency said.",
            "Quảng cáo trên báo in giảm mạnh.",
            "Ông chia sẻ: “Tôi rất vui.”",
            "Chia sẻ với báo chí, bà nói giá sẽ giảm.",
            "Share of wind power grows to a third.",
            "He posted a photo of the market.",
            "The picture is clear: prices rise.",
            "Bức ảnh: một bà cụ ngồi bên sông, tay cầm nón lá đã cũ.",
            "Ông đăng ảnh lên mạng xã hội.",
            "Ảnh: một bà cụ ngồi bên sông.",
            "Theo Bộ Tài chính, thu ngân sách tăng.",
            "Theo ông An, không có gì thay đổi.",
            "According to Ms Lee, nothing changed.",
            "The council said so. (AFP)",
            "Hà Nội, 8/12 (TTXVN) - Hội đồng họp hôm qua.",
            "Ven Sông - Hội đồng họp hôm qua.",
            "8/12",
            "Ngày 8/12, hội đồng họp lại.",
            "2 giờ sáng, nước dâng.",
            "Hai giờ trước cuộc họp, ông rút đơn.",
            "3 hours ago she was still in the building.",
            "Cuộc họp kéo dài 2 giờ.",
            "Nguồn: bộ này nói không có.",
            "Bà nói: “Không.”",
            "Nguồn tin của báo cho biết việc này.",
            "Tác giả: người không muốn nêu tên",
            "Follow the money, the auditor advised.",
            "Subscribe or leave, the club told members.",
            "She asked readers to sign up for the march.",
            "Most read the report as a warning.",
            "Related parties must tell the exchange.",
            "“Tin mới nhất là không có tin”, ông đùa.",
            "Đọc nhiều không có nghĩa là hiểu nhiều.",
            "Video cho thấy chiếc xe lao xuống sông.",
            "Video: what the camera saw, and what it did not.",
            "#MeToo đến muộn ở đây.",
            "Ảnh: Bình minh trên sông",
            "(c) Điểm thứ ba của hiệp ước",
            "20 năm trước",
            "Tải ứng dụng lạ, nhiều người mất tiền",
            "Home/away form",
            "#MeToo",
            "Theo dõi bà trên Facebook là cả triệu người",
            "A and B agreed.",
            "A",
            "I.",
            "- Bà nghĩ sao về giá gạo?",
            "- Giá gạo sẽ tăng.",
            "– Không.",
            "1. Giá gạo tăng",
            "* * *",
            "***",
            "Hết.",
            "Comment is free.",
            "Comment",
            "In bài phát biểu, ông cảm ơn cử tri.",
            "In, out, in again: the party’s summer",
            "The story continues in court on Friday.",
            "Print is not dead.",
            "Email",
            "Tweet by tweet, the row grew.",
            "Người đầu tiên bình luận là ông An.",
            "“Ảnh: TTXVN” là dòng chữ duy nhất dưới bức hình.",
            "Ông An, đại biểu",
            "Nhà Trắng",
            "Reuters",
            "BBC",
            "Minh Khôi",
        ] {
            assert_eq!(within(&[line]), [] as [&str; 0], "{line}");
        }
    }

    #[test]
    fn some_lines_are_believed_only_at_the_ends() {
        let page = [
            "Giá gạo tăng",
            "By Ann Lee",
            "08/12/2021 15:35",
            "Giá gạo tăng hôm qua.",
            "Bà Lan nói vậy.",
            "Ông Minh không đồng ý.",
            "Chợ vẫn đông.",
            "Gạo vẫn đắt.",
            "Trời vẫn mưa.",
            "Nước vẫn lên.",
            "Người vẫn đi.",
            "Theo Ven Sông",
            "Nguồn: Báo Ven Sông",
        ];
        assert_eq!(proposed(&page), ["By Ann Lee", "08/12/2021 15:35", "Theo Ven Sông", "Nguồn: Báo Ven Sông"]);
        assert_eq!(
            within(&["By Ann Lee", "08/12/2021 15:35", "Theo Ven Sông", "Nguồn: Báo Ven Sông"]),
            [] as [&str; 0]
        );
        assert_eq!(proposed(&["Rice", "By The Numbers", "By Monday Night", "It rose."]), [] as [&str; 0]);
    }

    #[test]
    fn a_block_of_other_articles_reaches_to_the_end_or_is_only_its_heading() {
        let block = [
            "Giá gạo tăng",
            "Giá tăng hôm qua.",
            "Tin liên quan",
            "Giá cà phê giảm",
            "Chợ nổi đông khách",
            "Bình luận (0)",
        ];
        assert_eq!(proposed(&block), block[2..]);
        let goes_on = ["Giá gạo tăng", "Giá tăng hôm qua.", "Tin liên quan", "Giá cà phê giảm", "Bà Lan nói vậy."];
        assert_eq!(proposed(&goes_on), ["Tin liên quan"]);
    }

    #[test]
    fn the_title_and_long_lines_are_never_proposed() {
        assert_eq!(proposed(&["Bình luận", "Hội đồng họp."]), [] as [&str; 0]);
        let long = format!("{} Ảnh: TTXVN", "Rất dài. ".repeat(60));
        assert_eq!(within(&[&long]), [] as [&str; 0]);
        assert_eq!(propose_noise(&Text::new(""), None), []);
    }
}
