//! Saved pages: the article and nothing lost of it, what is known of it, and pages that break readers.

use super::{Folder, read};
use crate::formats::{Body, Incoming, html::Html};

fn page(page: &str) -> Incoming {
    let (mut docs, rejected) = read(&Html, &Folder::with(&[("a.html", page.as_bytes())]));
    assert_eq!(rejected, []);
    docs.remove(0)
}

fn text(html: &str) -> String {
    match page(html).body {
        Body::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

const NEWS: &str = r##"<!DOCTYPE html>
<!-- saved from url=(0030)https://tin.example/saved/cau -->
<html lang="vi-VN"><head><meta charset="utf-8"><title>Cầu Vĩnh Thạnh đóng - Tin Sông</title>
<meta property="og:title" content="Cầu Vĩnh Thạnh đóng &amp; chờ - Tin Sông"><meta property="og:site_name" content="Tin Sông">
<meta property="article:published_time" content="2026-03-05T06:15:30+07:00"><meta name="author" content="Lan Anh">
<link rel="canonical" href="https://tin.example/cau"><link rel="stylesheet" href="a.css">
<style>p { color: red }</style>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2026-03-05",
 "publisher": {"@type": "Organization", "name": "Tin Sông Online"}, "articleSection": "Đời sống"}</script>
<script>if (a < b) document.write("<p>không</p>");</script></head>
<body class="home has-comments"><header><a href="/">Tin Sông</a><h1 class="logo"><a href="/">Tin Sông</a></h1></header>
<nav><ul><li><a href="/a">Thời sự</a></li><li><a href="/b">Thế giới</a></li></ul></nav>
<div id="wrap"><h1>Cầu Vĩnh Thạnh đóng &amp; chờ</h1><div class="date">Thứ Năm, 5/3/2026, 06:15 (GMT+7)</div>
<article><p class="sapo">Từ sáng nay, cầu <b>không</b> cho xe qua&nbsp;lại.
<p>Ông <a href="/bao">Đỗ Quốc Bảo</a> nói:<br>
“Sẽ mở lại vào tháng 9.”</p>
<figure><img src="a.jpg" alt="cầu"><figcaption>Cầu nhìn từ bờ tây. Ảnh: Hồng Điệp</figcaption></figure>
<div hidden>ẩn</div><div style="display: none">ẩn nữa</div><span class="sr-only">đọc to</span>
<ul><li>Xe máy đi vòng <li>Ô tô đi phà</ul>
<table><tr><th>Xe<th>Giá<tr><td>Phà<td>6.500</table>
<blockquote>Chúng tôi <q>sẽ</q> đợi.</blockquote>
<form><input name="q"><button>Tìm</button> Nhập thư</form>
<pre>
6h   mở
18h  đóng</pre>
<h3>Tin liên quan</h3><ul><li><a href="/1">Phà quá tải</a></li><li><a href="/2">Cầu cũ</a></li></ul>
<p>Bà Lê bác bỏ./.</p><!-- hết --></article>
<aside><p>Quảng cáo dài dài</p></aside>
<div id="comments"><h2>Bình luận</h2><p>Một người đọc viết rất nhiều lời ở đây, nhiều hơn cả bài.</p></div></div>
<footer><p>© Tin Sông</p></footer></body></html>"##;

#[test]
fn a_page_as_newspapers_make_them() {
    let doc = page(NEWS);
    let m = &doc.about.metadata;
    assert_eq!(
        doc.body,
        Body::Text(
            "Cầu Vĩnh Thạnh đóng & chờ\n\nThứ Năm, 5/3/2026, 06:15 (GMT+7)\n\nTừ sáng nay, cầu không cho xe qua\u{a0}lại.\n\n\
             Ông Đỗ Quốc Bảo nói:\n“Sẽ mở lại vào tháng 9.”\n\nCầu nhìn từ bờ tây. Ảnh: Hồng Điệp\n\nXe máy đi vòng\n\
             Ô tô đi phà\n\nXe\tGiá\nPhà\t6.500\n\nChúng tôi “sẽ” đợi.\n\n6h   mở\n18h  đóng\n\nBà Lê bác bỏ./."
                .into()
        )
    );
    assert_eq!(doc.id.as_deref(), Some("a"));
    assert_eq!(m.title.as_deref(), Some("Cầu Vĩnh Thạnh đóng & chờ"));
    assert_eq!(m.outlet.as_deref(), Some("Tin Sông"));
    assert_eq!(m.url.as_deref(), Some("https://tin.example/cau"));
    assert_eq!(m.language.as_deref(), Some("vi"));
    assert_eq!(m.published.as_ref().unwrap().to_string(), "2026-03-05 06:15 +07:00", "the finer of two for a day");
    let more: Vec<_> = m.more.iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(more, ["author=Lan Anh", "section=Đời sống"]);
}

#[test]
fn what_is_known_has_many_places() {
    let doc = page(
        r##"<!--saved from url=(0030)https://tin.example/saved/cau--><title>Ferry | Bay Post</title>
        <script type="application/ld+json">[{"@graph": [{"@type": "Organization", "@id": "#bp", "name": "Bay &amp; Post"},
        {"@type": ["NewsArticle"], "headline": "Ferry &quot;sinks&quot;", "publisher": {"@id": "#bp"},
        "author": [{"name": "Ann"}, {"name": "Bob"}], "datePublished": "yesterday", "inLanguage": "en-GB"}]}]</script>
        <p>It sank at <time datetime="2026-03-05T06:15:00Z">dawn</time>, he said."##,
    );
    let m = &doc.about.metadata;
    assert_eq!(m.title.as_deref(), Some("Ferry \"sinks\""));
    assert_eq!(m.outlet.as_deref(), Some("Bay & Post"));
    assert_eq!(m.url.as_deref(), Some("https://tin.example/saved/cau"));
    assert_eq!(m.language.as_deref(), Some("en"));
    assert_eq!(m.published.as_ref().unwrap().to_string(), "2026-03-05 06:15 +00:00");
    assert_eq!(m.more.get("author").map(|v| &**v), Some("Ann, Bob"));
    let unread = page("<meta name=date content='hôm qua'><p>Mưa.");
    assert_eq!(unread.about.metadata.more.get("published").map(|v| &**v), Some("hôm qua"));
}

#[test]
fn nothing_of_the_article_is_lost() {
    for (html, wanted) in [
        ("<p>Một<p>hai", "Một\n\nhai"),
        ("<div>Một<div>hai</div>ba</div>", "Một\n\nhai\n\nba"),
        ("Một<br><br>hai<br>ba<br><br><br>bốn", "Một\n\nhai\nba\n\nbốn"),
        ("<b><p>Một</b> và</p><p>hai</p></div></article>ba", "Một và\n\nhai\n\nba"),
        (
            "<article><p>Một câu dài hơn.</p><div class='box-tinlienquan2'><h4><a href=1>Khác</a></h4><a href=2>Nữa</a></div><p>hai</p>",
            "Một câu dài hơn.\n\nhai",
        ),
        ("<table><tr><td><div><p>Một</p></td><td>hai</td></tr></table></div>ba", "Một\n\nhai\n\nba"),
        ("<svg><path d='x'/><text>vẽ</text><p>Một</p>", "Một"),
        ("<nav><main><p>Một câu dài.</p></main></nav>", "Một câu dài."),
        ("<div class=menu><p>Một câu dài.</p></div>", "Một câu dài."),
        ("<body style='display:none'><div hidden><p>Một.</p></div>", "Một."),
        ("<form><div><p>Một câu dài.</p></div></form>", "Một câu dài."),
        (
            "<article><p>Thẻ.</p></article><div><p>Thân bài dài hơn nhiều.</p><p>Hết.</p></div>",
            "Thẻ.\n\nThân bài dài hơn nhiều.\n\nHết.",
        ),
        (
            "<div><h1>Tít</h1><p>Dẫn.</p><div><p>Một câu rất dài để làm thân bài của trang này.</p></div><p>PV</p></div><div><a href=x>khác</a></div>",
            "Tít\n\nDẫn.\n\nMột câu rất dài để làm thân bài của trang này.\n\nPV",
        ),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>d", "a\nb\nc\n\nd"),
        ("<p>&nbsp;</p><p>&nbsp; A&#39;s &lt;b&gt; &notit; x</p>", "A's <b> ¬it; x"),
        ("<textarea><p>a</textarea><p>b<iframe><p>c</iframe>", "b"),
        ("<main><ul><li><a href=1>Một</a></li><li><a href=2>hai</a></li></ul><p>ba</p></main>", "Một\nhai\n\nba"),
        ("<p>a</p><br></br><p>b</p>", "a\n\nb"),
        ("<plaintext>a <b>\nc", "a <b>\nc"),
    ] {
        assert_eq!(text(html), wanted, "{html}");
    }
    let beside = r#"<p>Bật script</p><script type="application/ld+json">{"@type":"Article","articleBody":"Đoạn một rất dài, dài hơn.\nĐoạn &quot;hai&quot; rất dài."}</script>"#;
    assert_eq!(text(beside), "Đoạn một rất dài, dài hơn.\n\nĐoạn \"hai\" rất dài.");
}

#[test]
fn encodings_are_told() {
    let sentence = |bytes: &[u8]| {
        let (docs, rejected) = read(&Html, &Folder::with(&[("a.html", bytes)]));
        rejected.first().map_or_else(|| format!("{:?}", docs[0].body), |r| r.why.clone())
    };
    assert_eq!(
        sentence(b"<meta charset=windows-1258><p>c\xf4ng b\xf4"),
        "The page says that its encoding is windows-1258, which is not read. Open it in a browser and save it again, or \
         convert it to UTF-8"
    );
    assert!(
        sentence(b"<meta http-equiv=x content='text/html; charset=ISO-2022-JP'><p>\x1b$B$b$8\x1b(B")
            .contains("iso-2022-jp")
    );
    assert_eq!(sentence(b"<meta charset='windows-1258'><p>plain"), "Text(\"plain\")");
    assert_eq!(sentence("<meta charset=iso-8859-1><p>đã".as_bytes()), "Text(\"đã\")", "its bytes say otherwise");
    assert!(sentence(b"<p>a\n\xff").starts_with("Line 2, byte 5: this is not UTF-8"));
    assert_eq!(sentence(b"<html><body><nav></nav><img src=x>"), "The page has no text");
    let wide: Vec<u8> = "\u{feff}<p>đã".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(sentence(&wide), "Text(\"đã\")");
}

#[test]
fn hostile_pages_take_a_step_a_tag() {
    let n = 20_000;
    for (piece, rest) in [
        ("<div>", "<p>Một"),
        ("<b>", "</i>"),
        ("<div><p>", "</p>"),
        ("<table><tr><td>", "</div>"),
        ("<a href=x>", "Một"),
        ("<ul><li>", "Một"),
        ("<svg>", "<p>Một"),
        ("<h2>", "Tin liên quan"),
        ("<q>", "Một"),
        ("<x-1>", "</x-1>"),
    ] {
        let mut html = piece.repeat(n);
        html.push_str(&rest.repeat(n));
        read(&Html, &Folder::with(&[("a.html", html.as_bytes())]));
    }
    let many = "<b>".repeat(2_000_001);
    let (_, rejected) = read(&Html, &Folder::with(&[("a.html", many.as_bytes())]));
    assert_eq!(rejected[0].why, "The page has more than 2000000 elements and pieces of text, more than any article");
    let deep = format!("{}<p>Một", "<div>".repeat(300_000));
    assert_eq!(text(&deep), "Một");
}
