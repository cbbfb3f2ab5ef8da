//! Actors in invented news.

use super::*;
use crate::suggest::{Lexicons, Memory, ProseCell, Roles};
use crate::text::Text;
use proptest::prelude::*;
use std::sync::LazyLock;

/// Read once: each text is a small one.
static LEXICONS: LazyLock<Lexicons> = LazyLock::new(Lexicons::default);

fn with<T>(words: &str, labels: &[&str], of: impl Fn(&Request<'_>) -> T) -> T {
    let text = Text::new(words);
    let labels: Vec<crate::model::LabelName> = labels.iter().map(|l| (*l).into()).collect();
    let roles = Roles::of(&labels);
    let memory = Memory::default();
    of(&Request {
        text: &text,
        language: None,
        published: None,
        roles: &roles,
        marked: &[],
        lexicons: &LEXICONS,
        memory: &memory,
        prose: &ProseCell::default(),
    })
}

/// `mention = entity (kind)` of each proposal.
fn found(words: &str) -> Vec<String> {
    with(words, &["Actor", "Claim"], |request| {
        let told = |p: Proposal| {
            let of = |name: &str| p.attributes.get(name).map_or("", |v| v);
            format!("{} = {} ({})", p.span.of(request.text), of("entity"), of("kind"))
        };
        Actors.propose(request).into_iter().map(told).collect()
    })
}

#[test]
fn one_word_of_a_known_name_is_the_person() {
    let all = found("Thị trưởng Ada Halden đã tới. Ông Bưởi nói sẽ bàn với Halden về đê.");
    assert!(all.contains(&"Halden = Ada Halden (person)".to_owned()), "{all:?}");
}

#[test]
fn whole_mentions_with_the_name_they_share() {
    assert_eq!(
        found("Tổng thống Mỹ Joe Biden cảnh báo Nga sẽ trả giá. Ông Biden nói Moscow đã chọn sai."),
        [
            "Tổng thống Mỹ Joe Biden = Joe Biden (person)",
            "Nga = Nga (state body)",
            "Ông Biden = Joe Biden (person)",
            "Moscow = Moscow (state body)",
        ]
    );
    assert_eq!(
        found("Chủ tịch UBND xã Bến Sậy Lương Văn Thạch cho biết đê đã vỡ. “Chúng tôi chạy kịp”, ông Thạch nói."),
        ["Chủ tịch UBND xã Bến Sậy Lương Văn Thạch = Lương Văn Thạch (person)", "ông Thạch = Lương Văn Thạch (person)",]
    );
    assert_eq!(
        found("Ingrid Halvorsen-Moe, the firm’s country manager, said it would pay. “We pay,” Ms Halvorsen-Moe said."),
        [
            "Ingrid Halvorsen-Moe = Ingrid Halvorsen-Moe (person)",
            "the firm’s country manager = Ingrid Halvorsen-Moe (person)",
            "Ms Halvorsen-Moe = Ingrid Halvorsen-Moe (person)",
        ]
    );
}

#[test]
fn places_adjectives_and_pronouns_are_no_actors() {
    assert_eq!(found("Quan hệ Nga - Mỹ xấu đi tại Moscow hôm thứ Sáu."), Vec::<String>::new());
    assert_eq!(found("Họ sống ở Hà Nội. Hội nghị mở ra trong tháng Giêng."), Vec::<String>::new());
}

#[test]
fn whoever_is_dealt_with_or_to_do_something_is_an_actor() {
    let likely = |words: &str| {
        with(words, &["Actor", "Claim"], |request| {
            let all = Actors.propose(request).into_iter().filter(|p| p.score >= crate::suggest::WORTH);
            all.map(|p| p.span.of(request.text).to_owned()).collect::<Vec<_>>()
        })
    };
    for (words, expected) in [
        ("The quay shut after a complaint from sailors.", &["sailors"][..]),
        ("It came in a letter to the governor.", &["the governor"]),
        ("It is hard for ministers to resign.", &["ministers"]),
        ("The fire killed three workers.", &[]),
        ("It had served for years as a judge.", &[]),
        ("By Quay reporters\n\nThe quay shut.", &[]),
        ("Nobody knew which road Paris would choose.", &["Paris"]),
        ("Ada Holt left. Many were fond of Ada.", &["Ada Holt", "Ada"]),
        ("The Ways and Means subcommittee met.", &["The Ways and Means subcommittee"]),
    ] {
        assert_eq!(likely(words), expected, "{words}");
    }
}

#[test]
fn where_only_sources_are_wanted_nobody_else_is_proposed() {
    let words = "Ông Tư nói bà Lan đã đi.";
    let of = |label: &str| with(words, &[label, "Content"], |r| Actors.propose(r).len());
    assert_eq!((of("Source"), of("Actor")), (1, 2));
}

#[test]
fn names_stand_bare_in_their_mentions() {
    let words = "Thủ tướng Anh Keir Hollis gặp ông Trần Văn Bền tại Hà Nội.";
    let told = with(words, &["PER"], |request| {
        let name = |m: &Mention| m.name_span.map(|s| s.of(request.text).to_owned());
        mentions(request).iter().map(|m| (m.kind, name(m).unwrap_or_default())).collect::<Vec<_>>()
    });
    let person = |name: &str| (ActorKind::Person, name.to_owned());
    assert_eq!(told, [person("Keir Hollis"), person("Trần Văn Bền"), (ActorKind::Place, "Hà Nội".into())]);
}

#[test]
fn groups_say_why_and_how_surely() {
    let words = "Bà Huỳnh Thị Bông, chủ quán, nói giá tăng. Bà Bông than ế. Ông Bông thì không.";
    let told = with(words, &["Actor", "Claim"], |request| {
        let all = mentions(request);
        let groups = groups(request, &all);
        let of = |m: &Member| all.get(m.mention).map_or("", |m| m.span.of(request.text)).to_owned();
        let line = |g: &Group| {
            let members: Vec<String> = g.members.iter().map(|m| format!("{} ({})", of(m), m.reason)).collect();
            format!("{}: {}", g.name, members.join(", "))
        };
        groups.iter().map(line).collect::<Vec<_>>()
    });
    assert_eq!(
        told,
        [
            "Huỳnh Thị Bông: Bà Huỳnh Thị Bông (named here first), chủ quán (stands beside the name), Bà Bông (part of the name)",
            "Bông: Ông Bông (named here first)",
        ]
    );
}

/// The mentions proposed.
fn mentioned(words: &str) -> Vec<String> {
    with(words, &["Actor", "Claim"], |request| {
        Actors.propose(request).into_iter().map(|p| p.span.of(request.text).to_owned()).collect()
    })
}

/// Texts in which the mentions stand in square brackets.
fn hold(marked: &[&str]) {
    for text in marked {
        let wanted: Vec<String> =
            text.split('[').skip(1).filter_map(|part| part.split(']').next()).map(str::to_owned).collect();
        assert_eq!(mentioned(&text.replace(['[', ']'], "")), wanted, "{text}");
    }
}

#[test]
fn vietnamese_mentions_go_to_their_end() {
    hold(&[
        // An office, whose it is, and a name; also a foreign one, and a name of one syllable with a capital.
        "[Cao ủy Tị nạn Marit Eikeland] cho biết trại đã đầy. [Tổng thanh tra Quân lương Dov Harel] nói kho còn.",
        "[Bộ trưởng Bộ Tài nguyên và Môi trường Hứa Văn Sang] nói sông đã sạch.",
        "[Đại sứ Ba Lan tại Na Uy Zofia Wilk] cho biết bà sẽ về. [Thái tử Omar bin Farid] nói ông cũng vậy.",
        "[Tổ chức Khí tượng Phương Bắc (TKPB)] cảnh báo bão sẽ đổi hướng.",
        // Whose somebody is, and which one.
        "[Luật sư của công ty này] nói hồ sơ đã đủ. [Lãnh đạo hai nước] cho biết cầu sẽ thông.",
        "[Văn phòng bà Eikeland] nói cuộc gặp bị hoãn.",
        "[Ông Sùng Văn Páo], [chủ quán mì đầu dốc], kể: “Mưa to lắm.”",
        "Theo [một quan chức có mặt tại buổi tiếp], [hai bên] đã hứa nhiều.",
        "[Đại biểu Lò Thị Mẩy] (đoàn Bến Sậy) nói luật còn hở.",
        "[Chuyên gia Lea Holt thuộc Viện Thủy sản] nói cá đã về. [Một nguồn tin thân cận với chính phủ] nói ngược lại.",
        "[Các bộ, ngành] đã góp ý. [Phía Na Uy] chưa trả lời.",
    ]);
}

#[test]
fn vietnamese_bodies_and_groups_go_to_their_end() {
    hold(&[
        "[Bộ trưởng Rừng và Nghề cá Maria Lund] nói rừng đã xanh. [Bộ Ngoại giao và Thương mại Na Uy] im lặng.",
        "[Tổng thống Lund] và [Thủ tướng Berg] đã gặp nhau. [Bộ Ngoại giao Na Uy] và [Ngân hàng Nhà nước] ký tên.",
        "[Bà Sa] (41 tuổi), [chủ quán mì đầu dốc], kể: “Mưa to lắm.”",
        "[Trưởng phòng Cảnh sát PCCC và CNCH] nói xe đã tới. [Bệnh viện Nhi đồng 9] đã quá tải.",
        "[UBND các huyện, thị xã] đã họp. [Một nhóm vũ trang người Berber] nói sẽ hạ súng.",
        "[Công an huyện Bến Sậy] tổ chức lễ. [Hãng] dự kiến có lãi. [Ông T.], [thủ kho], khai: “Tôi quên.”",
        "[Hãng xe Nordan] báo lỗ. [Nordan] sẽ bán xưởng. [Người lao động] đang chờ.",
        "[Bà Sa] nói với [các phóng viên] tại Oslo rằng mưa đã tạnh. [Bà Sa] là nông dân.",
    ]);
}

#[test]
fn a_headline_in_capitals_is_no_name() {
    hold(&[
        "[SỞ NÔNG NGHIỆP] CHO BIẾT VỤ LÚA ĐÃ MẤT MỘT NỬA",
        "[THỦ TƯỚNG] SẼ THĂM NA UY TUẦN TỚI",
        "[PRESIDENT LUND] SAYS THE FERRY WILL SINK",
    ]);
}

#[test]
fn countries_are_actors_where_they_act_or_are_one_of_two_sides() {
    hold(&[
        "[Na Uy] cho biết việc [Ba Lan] đóng cửa khẩu là sai, trong khi đàm phán giữa [Oslo] và [Warsaw] vẫn diễn ra.",
        "[Bà Wilk] nói xe tải xếp hàng ở biên giới với Ba Lan. Quan hệ Na Uy - Ba Lan xấu đi.",
    ]);
}

#[test]
fn vietnamese_mentions_of_several_nouns_are_one() {
    hold(&[
        // A word for a field has no family name in it, and one that is longer is no word for somebody.
        "[Thứ trưởng Nông nghiệp và Phát triển nông thôn Lê Văn Mít] đã tới kho.",
        "[Trưởng ban Tuyên giáo và Dân vận Lê Thị Sim] nói kho còn.",
        "[Ủy ban quốc gia về Biến đổi khí hậu] họp ở kho.",
        "[Lãnh đạo 9 tỉnh, thành phố] đã tới. [Các tỉnh, thành ven biển] sẽ họp. [Các bộ, ngành và địa phương] đã góp ý.",
        "[Nhiều phụ huynh lớp 6 và lớp 7] phản đối. [Bốn bị cáo còn lại] đã về.",
        // What says which of many are meant, up to the word that begins their verb.
        "[Hai vận động viên bơi cự ly dài] bị loại. [Nhiều doanh nghiệp nhuộm vải] sẽ dừng.",
        // What somebody is, between commas, in words that no list has.
        "[Ông Lê Văn Mít], [chủ 3 ha ao sen ở huyện Bến Sậy], đã bán. [Bà Sa], [người trực tiếp trông ao], bị phạt.",
    ]);
}

#[test]
fn vietnamese_mentions_end_before_verbs_times_and_counts() {
    hold(&[
        "[TAND tỉnh Bến Sậy] tuyên phạt [Lê Văn Mít], 47 tuổi, hai năm tù. [Tòa] tuyên tịch thu hai tàu.",
        "[TAND tỉnh B.] xử [bà T.], 50 tuổi, ở huyện L., vì tội buôn ngà.",
        "Sản lượng sen ba tháng đầu năm ước đạt 9 tấn. Số hộ trồng giảm. Số vụ tăng. Ứng dụng được sửa.",
        "[Mít] bị cáo buộc giấu sổ. [Ông Lê Văn Mít] chối. Khi đó 12% hộ dân ở xa. Cả hai trường hợp đã rõ.",
        "Hai ngư dân mất tích. Những người bị thương đã về. Xe tới Hà Nội, Huế và Hải Phòng.",
        "[Bà Sa], trú huyện Bến Sậy, đã về. Mỹ, Pháp và Đức là ba thị trường. [Pháp] và [Đức] đã ký.",
        "Họ bán sen ở các tỉnh Bến Sậy, Bến Mít và Bến Dâu. Hàng đi châu Âu tăng. Kho tại nước này đã cũ.",
    ]);
}

#[test]
fn english_mentions_of_several_nouns_are_one() {
    hold(&[
        "[Unions representing drivers] met. [Villagers living along the canal] left. [Workers at Oslo’s old glass plant] met.",
        "[The Japanese and Danish associations] wrote. [Petra Lund], [a firm based in Fellmouth] and others left.",
        "Complaints from [several sailing clubs] came. [The dredging firm Marlow] lost. Nobody feared [Marlow].",
    ]);
}

#[test]
fn verbs_and_places_are_no_english_actors() {
    hold(&[
        "FELLMOUTH, Norway, May 3 (QN) - The lock shut. It fell silent in Fellmouth and Port Ellen.",
        "Talks were held in Rome, Bergen and Turin. [Norway], [Sweden] and [Denmark] agreed.",
        "Six sailors were killed. Outside the court, [Ada Holt], 61, wept. It left at about 04:00 BST.",
    ]);
}

#[test]
fn english_mentions_go_to_their_end() {
    hold(&[
        "[Assembly Majority Leader Ruth Okello] said the dam would hold. [Okello] told [reporters] it was old.",
        "[Assemblyman Joss Vane of North Fell] said so. [The Ministry of Ports and Waterways] said it would look.",
        "[A spokeswoman for the ferry company] said the boat was safe. [The tanker’s owner] denied any leak.",
        "[Two officials familiar with the plan] said it was dead. [Opposition lawmakers] said they had won.",
        "[Divers from the Northern Union] said the wreck was clean.",
        "[Residents in Fellmouth] said the road was shut. [The Port Safety Board] ([PSB]) said it was open.",
        "[Okello Dam Authority chief Musa al-Tayeb] warned [residents] on Friday.",
        "[Anna Reuss], 61, said she saw it. [Miners’ widows] said they did too.",
    ]);
}

#[test]
fn what_only_says_more_of_a_noun_is_no_actor() {
    hold(&["[The mayor] said on Monday that a hospital bed cost too much, and that the Senate vote would come."]);
}

proptest! {
    #[test]
    fn any_text_is_borne_and_every_mention_is_in_one_group(
        text in "((Ông|bà|Mr|Ms|Tổng thống|the|các|Sở|công ty|minister) |(Tư|Lan|Hill|Nga|Y tế|Huỳnh Thị Bông) |(nói|said|và|của|in|,|\\.|\n|“|”|\\(|\\)) |[a-zổ\u{301}👩🏽-]{1,5} ){0,40}",
    ) {
        let (len, mut members, lie) = with(&text, &["Actor", "Claim"], |request| {
            let all = mentions(request);
            let members: Vec<usize> = groups(request, &all).iter().flat_map(|g| &g.members).map(|m| m.mention).collect();
            let apart = all.windows(2).all(|w| matches!(w, [a, b] if a.span.end() <= b.span.start()));
            let whole = all.iter().all(|m| Span::in_text(request.text, m.span.start(), m.span.end()).is_ok());
            (all.len(), members, apart && whole)
        });
        members.sort_unstable();
        prop_assert_eq!(members, (0..len).collect::<Vec<_>>());
        prop_assert!(lie);
    }
}
