//! What is proposed as page noise, and what never is.

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
    Noise.noise(&text, lines.first().copied(), Lexicons::standard()).iter().map(|p| lines[p.line].to_owned()).collect()
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
    assert_eq!(within(&["By Ann Lee", "08/12/2021 15:35", "Theo Ven Sông", "Nguồn: Báo Ven Sông"]), [] as [&str; 0]);
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
    assert_eq!(Noise.noise(&Text::new(""), None, Lexicons::standard()), []);
}

#[test]
fn a_project_teaches_its_own_furniture_and_a_slip_in_it_is_told() {
    let added = "[anywhere: a heading of the paper]\ntin nhanh \\d+\n(\n".to_owned();
    let lexicons = Lexicons::new([("page-noise.txt".to_owned(), added)].into());
    let text = Text::new("Giá gạo tăng\nTin nhanh 24\nGiá tăng hôm qua.");
    let found = Noise.noise(&text, None, &lexicons);
    assert_eq!(found, [NoiseProposal { line: 1, what: "a heading of the paper".into() }]);
    let [fault] = &lexicons.faults()[..] else { panic!("{:?}", lexicons.faults()) };
    assert_eq!((&*fault.file, fault.line), ("page-noise.txt", 3));
    assert!(Lexicons::standard().faults().is_empty());
}
