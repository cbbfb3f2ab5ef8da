//! What articles say about themselves, in the notations of real pages.

use super::*;

fn of(text: &str) -> Metadata {
    detect(&Text::new(text), "bai.txt")
}

#[test]
fn every_pattern_is_one() {
    for pattern in [&ADDRESS, &NAMED_SITE, &BYLINE, &AGENCY, &SOURCE, &AFTER, &TITLE_LABEL] {
        assert!(pattern.is_some());
    }
}

#[test]
fn a_vietnamese_article_tells_about_itself() {
    let text = "\nHồ Nậm Pia tràn bờ\nThứ Hai, 06/09/2021, 07:15 (GMT+7)\nBVN.VN - Nước hồ tràn bờ sáng 6/9.\n\
        Ngày 5/9/2021 trời mưa to suốt đêm.\nhttps://www.bvn.example/tin/ho-tran.html\n";
    let found = of(text);
    assert_eq!(found.title.as_deref(), Some("Hồ Nậm Pia tràn bờ"));
    assert_eq!(found.outlet.as_deref(), Some("BVN.VN"));
    assert_eq!(found.url.as_deref(), Some("https://www.bvn.example/tin/ho-tran.html"));
    assert_eq!(found.published.map(|p| p.to_string()).as_deref(), Some("2021-09-06 07:15 +07:00"));
    assert_eq!((found.language.as_deref(), found.event), (Some("vi"), None));
    let decomposed: String = text.nfd().collect();
    assert_eq!(of(&decomposed), of(text));
    assert_eq!(of(&text.replace('\n', "\r\n")), of(text));
}

#[test]
fn an_english_article_tells_about_itself() {
    let found = of("Source: The River Post\nPublished: 6 September 2021, 09:30 GMT\nThe lake at Nam Pia is full\n\
        The water rose in the night and it ran over the dam, said the head of the district.");
    assert_eq!(found.title.as_deref(), Some("The lake at Nam Pia is full"));
    assert_eq!(found.outlet.as_deref(), Some("The River Post"));
    assert_eq!(found.published.map(|p| p.to_string()).as_deref(), Some("2021-09-06 09:30 +00:00"));
    assert_eq!((found.language.as_deref(), found.url), (Some("en"), None));
}

#[test]
fn outlets_are_read_from_bylines() {
    for (line, expected) in [
        ("(TTXVN) - Hồ tràn bờ.", Some("TTXVN")),
        ("HÀ NỘI, 8/12 (Reuters) - Hồ tràn bờ.", Some("Reuters")),
        ("(Dân Bản) - Hồ tràn bờ.", Some("Dân Bản")),
        ("TTXVN - Hồ tràn bờ.", Some("TTXVN")),
        ("Theo VnExpress", Some("VnExpress")),
        ("(Theo Sông Đà Online)", Some("Sông Đà Online")),
        ("Nguồn: Báo Sông Đà", Some("Báo Sông Đà")),
        ("Nguồn: https://m.songda.example/a?b=1", Some("songda.example")),
        ("Theo thông tin từ huyện, hồ tràn bờ.", None),
        ("Theo Lò Văn Sinh, hồ tràn bờ.", None),
        ("Nậm Pia - Mường Lò hết ngập.", None),
        ("Ông Sinh (ảnh) - chủ tịch huyện.", None),
        ("Ảnh: Reuters", None),
        ("Xem https://a.example/b để biết thêm.", None),
    ] {
        assert_eq!(of(&format!("Hồ tràn bờ\n{line}\n")).outlet.as_deref(), expected, "{line}");
    }
}

#[test]
fn a_long_first_line_is_no_title() {
    assert_eq!(of(&"Nước lên. ".repeat(30)).title, None);
    assert_eq!(of(&"Nước lên. ".repeat(3000)).title, None);
    assert_eq!(of(" \n\n").title, None);
    assert_eq!(of("https://a.example/b\nHồ tràn").title.as_deref(), Some("Hồ tràn"));
    // The end of a long article is looked at too.
    let long = format!("Hồ tràn\n{}\nNguồn: Sông Đà", "Nước lên rồi lại rút.\n".repeat(2000));
    assert_eq!(of(&long).outlet.as_deref(), Some("Sông Đà"));
}

#[test]
fn languages_are_told_apart() {
    for (text, vietnamese, language) in [
        ("Nước hồ đã tràn bờ", true, Some("vi")),
        ("Nguyễn Văn Đức said that the dam in the north of the country was safe", false, Some("en")),
        ("Le barrage a été ouvert à l'aube par les élèves de la ville", false, None),
        ("Der Damm ist größer als der alte", false, None),
        ("", false, None),
        ("12345", false, None),
    ] {
        assert_eq!((is_vietnamese(text), of(text).language.as_deref()), (vietnamese, language), "{text}");
    }
}
