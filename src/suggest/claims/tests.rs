//! Claims in invented news.

use super::*;
use crate::suggest::{Lexicons, Marked, Memory, ProseCell, Roles};
use crate::text::Text;
use proptest::prelude::*;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Read once: each text is a small one.
static LEXICONS: LazyLock<Lexicons> = LazyLock::new(Lexicons::default);

fn propose(text: &Text, marked: &[Marked]) -> Vec<Proposal> {
    propose_in(None, text, marked)
}

pub(super) fn propose_in(language: Option<&str>, text: &Text, marked: &[Marked]) -> Vec<Proposal> {
    let roles = Roles::of(&["Actor".into(), "Claim".into()]);
    let memory = Memory::default();
    let request = Request {
        text,
        language,
        published: None,
        roles: &roles,
        marked,
        lexicons: &LEXICONS,
        memory: &memory,
        prose: &ProseCell::default(),
    };
    Claims.propose(&request)
}

/// `source: claim (cue)` of each proposal.
pub(super) fn said(words: &str) -> Vec<String> {
    let text = Text::new(words);
    let told = |p: &Proposal| {
        let source = p.links.first().map_or("nobody", |g| g.span.of(&text));
        let cue = p.attributes.get("cue").map_or(String::new(), |c| format!(" ({c})"));
        format!("{source}: {}{cue}", p.span.of(&text))
    };
    propose(&text, &[]).iter().map(told).collect()
}

#[test]
fn vietnamese_frames() {
    for (text, expected) in [
        ("Hôm qua, bà Lan cho biết rằng cầu đã sập.", &["bà Lan: cầu đã sập (cho biết)"][..]),
        ("Ông Tư nói: “Mưa to lắm. Tôi sợ.”", &["Ông Tư: Mưa to lắm. Tôi sợ. (nói)"]),
        ("“Mưa to lắm”, ông Tư nói.", &["ông Tư: Mưa to lắm (nói)"]),
        ("Theo ông Tư, đê đã vỡ hai chỗ.", &["ông Tư: đê đã vỡ hai chỗ (Theo)"]),
        ("Đê đã vỡ hai chỗ, theo ông Tư.", &["ông Tư: Đê đã vỡ hai chỗ (theo)"]),
        (
            "Nước sẽ lên nữa, Giám đốc đài Tạ Minh Vũ cảnh báo.",
            &["Giám đốc đài Tạ Minh Vũ: Nước sẽ lên nữa (cảnh báo)"],
        ),
        (
            "Sở Y tế cho biết dịch đã giảm, nhưng cảnh báo ca nặng sẽ tăng.",
            &["Sở Y tế: dịch đã giảm (cho biết)", "Sở Y tế: ca nặng sẽ tăng (cảnh báo)"],
        ),
        (
            "Ông Tư cho rằng giá sẽ tăng, còn bà Lan nói giá sẽ giảm.",
            &["Ông Tư: giá sẽ tăng (cho rằng)", "bà Lan: giá sẽ giảm (nói)"],
        ),
        ("Bà Lan, chủ quán, kể xã hứa sẽ đền.", &["chủ quán: xã hứa sẽ đền (kể)", "xã: sẽ đền (hứa)"]),
        (
            "“Nếu chỉ trông vào đê”, ông Tư nói, “thì năm nào cũng lụt”.",
            &["ông Tư: Nếu chỉ trông vào đê (nói)", "ông Tư: thì năm nào cũng lụt (nói)"],
        ),
        ("Ông Nguyễn Văn Tư cúi đầu. Ông nói đê đã cũ.", &["Ông Nguyễn Văn Tư: đê đã cũ (nói)"]),
        ("Bà Lan bác bỏ thông tin cho rằng chợ đã bán.", &["Bà Lan: chợ đã bán (bác bỏ)"]),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn english_frames() {
    for (text, expected) in [
        ("Ms Hill said on Monday that the bridge was closed.", &["Ms Hill: the bridge was closed (said)"][..]),
        ("“It rained,” said Ms Hill. “A lot.”", &["Ms Hill: It rained (said)", "Ms Hill: A lot. (said)"]),
        ("The bridge, she said, was closed. Ms Hill said it had rained.", &["Ms Hill: it had rained (said)"]),
        ("According to Ms Hill, the bridge was closed.", &["Ms Hill: the bridge was closed (According to)"]),
        ("The bridge was closed, according to the ministry.", &["the ministry: The bridge was closed (according to)"]),
        ("The mayor accused Mr Hill of hiding the report.", &["The mayor: hiding the report (accused)"]),
        (
            "The mayor said the bridge was safe but admitted it had cracks.",
            &["The mayor: the bridge was safe (said)", "The mayor: it had cracks (admitted)"],
        ),
        (
            "Officials urged residents to leave, a call many ignored.",
            &["Officials: residents to leave, a call many ignored (urged)"],
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn sources_are_whole_and_claims_end_where_the_teller_goes_on() {
    for (text, expected) in [
        ("Luật sư của bà Lan nói bản án quá nặng.", "Luật sư của bà Lan: bản án quá nặng (nói)"),
        ("Cục Hàng không yêu cầu hãng dừng bay.", "Cục Hàng không: hãng dừng bay (yêu cầu)"),
        ("Bà Lan, khách quen của quán, kể chợ đã bán.", "khách quen của quán: chợ đã bán (kể)"),
        ("Ông Tư bác ý kiến cho rằng đê đã cũ.", "Ông Tư: đê đã cũ (bác)"),
        ("Sở Y tế im lặng. Thông báo ghi: “Không suy diễn.”", "Sở Y tế: Không suy diễn. (ghi)"),
        (
            "A lamp fell from the mast, says Nils Oram, who runs the quay.",
            "Nils Oram: A lamp fell from the mast (says)",
        ),
        ("Ms Oram recalled hearing a bell.", "Ms Oram: hearing a bell (recalled)"),
        ("A nurse reached by phone said the ward was full.", "A nurse reached by phone: the ward was full (said)"),
        ("The mayor told shops to close, after nine people fell ill.", "The mayor: shops to close (told)"),
        ("Soldiers slept badly. According to one, the road was mined.", "one: the road was mined (According to)"),
    ] {
        assert_eq!(said(text), [expected], "{text}");
    }
    assert!(said("Bà Lan bác bỏ cáo buộc của ông Tư.").is_empty(), "nothing is said of what is denied");
}

#[test]
fn what_is_no_claim() {
    for text in [
        "Hai người nói chuyện với nhau suốt buổi chiều.",
        "Theo kế hoạch, cầu mở vào thứ Hai. Theo đó, xe được qua. Công an theo dõi vụ việc.",
        "Bản tuyên bố chung dài ba trang.",
        "Ông Tư không cho biết lý do cầu sập.",
        "Bà Lan từ chối bình luận về việc này.",
        "Ông Tư sẽ tuyên bố kết quả vào tuần tới.",
        "Đó là một “ngôi sao” của làng.",
        "The company declined to say how many had left.",
        "His claims that the bridge was safe are old. A statement is due.",
        "All told, it was a “quiet” day.",
        "The mayor was asked about the bridge.",
    ] {
        assert_eq!(said(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn quotations_of_every_style_and_over_paragraphs() {
    for (open, close) in [("“", "”"), ("\"", "\""), ("«", "»"), ("„", "“"), ("‘", "’"), ("'", "'"), ("“", "\"")]
    {
        let text = format!("Bà Lan nói: {open}Nước lên nhanh lắm{close}.");
        assert_eq!(said(&text), ["Bà Lan: Nước lên nhanh lắm (nói)"], "{text}");
    }
    let text = "Bà Lan nói: “Nước lên nhanh lắm.\n\n“Tôi chỉ kịp chạy.”";
    assert_eq!(said(text), ["Bà Lan: Nước lên nhanh lắm.\n\n“Tôi chỉ kịp chạy. (nói)"]);
    assert_eq!(said("– Mai có đò không? – bà Lan hỏi."), ["bà Lan: Mai có đò không? (hỏi)"]);
}

#[test]
fn it_says_what_the_claim_is_and_why() {
    let text = Text::new("Bà Lan phủ nhận rằng chợ đã bán.");
    let all = propose(&text, &[]);
    let p = all.first().unwrap();
    let attributes: Vec<String> = p.attributes.iter().map(|(k, v)| format!("{k}={v}")).collect();
    assert_eq!(attributes, ["act=denies", "cue=phủ nhận", "polarity=negated", "quotation=indirect"]);
    assert_eq!(p.why, "after “phủ nhận”, said by Bà Lan");
    assert!(p.score > 0.8 && all.len() == 1);
}

#[test]
fn what_is_marked_is_heeded() {
    let text = Text::new("Phó chủ tịch xã, bà Lan, nói đê vỡ. Ông Tư nói đê còn nguyên.");
    let of = |words: &str| {
        let at = text.as_str().find(words).unwrap();
        Span::in_text(&text, crate::text::ByteOffset(at), crate::text::ByteOffset(at + words.len())).unwrap()
    };
    let mark = |words: &str, label: &str| Marked { span: of(words), label: label.into(), attributes: BTreeMap::new() };
    let all = propose(&text, &[mark("Tư", "Actor"), mark("đê vỡ", "Claim")]);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all.first().and_then(|p| p.links.first()).map(|g| g.span), Some(of("Tư")));
}

#[test]
fn nothing_is_proposed_in_page_furniture() {
    assert_eq!(said("Xem thêm: Bà Lan nói cầu đã sập\nBình luận (3)"), Vec::<String>::new());
}

#[test]
fn capitals_without_order_are_borne() {
    assert!(propose_in(Some("vi"), &Text::new("E E Y M,A N P,T SAID"), &[]).len() < 2);
}

proptest! {
    #[test]
    fn any_text_is_borne_and_spans_are_whole(
        language in prop::sample::select(vec![None, Some("vi"), Some("en")]),
        text in "((Ông Tư|bà Lan|Mr Hill|she|họ|UBND xã) |(nói|cho biết|said|SAID|theo|according to|warned|rằng|that|và|but) |[A-Z] |[a-zổ\u{301}👩🏽 ]{1,6}|[.,:;\"“”‘’«»'()–\\-\n\r…!?] ?){0,40}",
    ) {
        let text = Text::new(text);
        for p in propose_in(language, &text, &[]) {
            prop_assert!(Span::in_text(&text, p.span.start(), p.span.end()).is_ok());
            prop_assert!((0.0..=1.0).contains(&p.score));
            for g in &p.links {
                prop_assert!(Span::in_text(&text, g.span.start(), g.span.end()).is_ok());
            }
        }
    }

    #[test]
    fn both_unicode_forms_are_read_alike(
        text in "((Ông Tư|bà Lan|Sở Y tế|họ|UBND xã) |(nói|cho biết|theo|khẳng định|rằng|và|nhưng|đã|sẽ vỡ) |(đê|nước lên|cầu sập) |[.,:“”] ){0,30}",
    ) {
        let apart: String = text.nfd().collect();
        let together: String = text.nfc().collect();
        let (a, b) = (Text::new(apart), Text::new(together));
        let words = |text: &Text| propose(text, &[]).iter().map(|p| p.span.of(text).nfc().collect::<String>()).collect::<Vec<_>>();
        prop_assert_eq!(words(&a), words(&b));
    }
}

#[test]
fn reporting_words_are_marks_where_a_label_is_for_them() {
    let text = Text::new("Bà Lan cho biết mưa đã tạnh và nhấn mạnh rằng đê vẫn vững. “Gió yếu”, bà nói.");
    let cues = |labels: &[&str]| {
        let labels: Vec<crate::model::LabelName> = labels.iter().map(|l| (*l).into()).collect();
        let (roles, memory) = (Roles::of(&labels), Memory::default());
        let request = Request {
            text: &text,
            language: Some("vi"),
            published: None,
            roles: &roles,
            marked: &[],
            lexicons: Lexicons::standard(),
            memory: &memory,
            prose: &ProseCell::default(),
        };
        let all = Claims.propose(&request).into_iter().filter(|p| &*p.label == "Cue");
        all.map(|p| p.span.of(&text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(cues(&["Source", "Content", "Cue"]), ["cho biết", "nhấn mạnh", "nói"]);
    assert!(cues(&["Actor", "Claim"]).is_empty());
}
