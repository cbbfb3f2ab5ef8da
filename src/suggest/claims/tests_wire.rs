//! Claims as the news agencies word them, in invented news.

use super::tests::{propose_in, said};
use crate::text::Text;

/// What is said in the body of an article, below its headline.
fn told(words: &str) -> Vec<String> {
    said(&format!("Ngày thứ hai\n\n{words}"))
}

#[test]
fn who_speaks_stands_before_brackets_dashes_and_affiliations() {
    for (text, expected) in [
        ("Chị Mận (27 tuổi, xóm Đò) kể: “Nước lên nhanh lắm.”", "Chị Mận: Nước lên nhanh lắm. (kể)"),
        ("Ông Lê Văn Bưởi - trưởng trạm bơm - cho rằng đê còn yếu.", "trưởng trạm bơm: đê còn yếu (cho rằng)"),
        ("Bà Mận, 61 tuổi, trú tại xóm Đò, cho biết nhà đã sập.", "Bà Mận: nhà đã sập (cho biết)"),
        ("Bác sĩ Lê Văn Bưởi, Sở Y tế, nói dịch đã tan.", "Bác sĩ Lê Văn Bưởi: dịch đã tan (nói)"),
        ("Đơn vị này cho hay cầu sẽ mở lại.", "Đơn vị này: cầu sẽ mở lại (cho hay)"),
        ("Một quan chức giấu tên nói trạm bơm đã cũ.", "Một quan chức giấu tên: trạm bơm đã cũ (nói)"),
        ("Sen. Ada Holt, R-Wis., said the ferry was late.", "Sen. Ada Holt: the ferry was late (said)"),
        ("Acme Corp. said it had shut the mill.", "Acme Corp.: it had shut the mill (said)"),
        (
            "The Quay Post, citing two clerks, reported that the ferry was late.",
            "The Quay Post: the ferry was late (reported)",
        ),
        (
            "Ms Holt, in a talk before the council, warned that the quay was unsafe.",
            "Ms Holt: the quay was unsafe (warned)",
        ),
        ("The quay shut after police said a crane had fallen.", "police: a crane had fallen (said)"),
        ("Local media reported that the ferry was late.", "Local media: the ferry was late (reported)"),
        (
            "A study published last week by Marsh College suggested that eels were back.",
            "Marsh College: eels were back (suggested)",
        ),
        ("The council rejected the plan, saying it was rushed.", "The council: it was rushed (saying)"),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
}

#[test]
fn a_claim_ends_where_the_teller_or_somebody_else_goes_on() {
    for (text, expected) in [
        (
            "Ông Bưởi thừa nhận đã nhận tiền, nhưng nói không biết của ai.",
            &["Ông Bưởi: đã nhận tiền (thừa nhận)", "Ông Bưởi: không biết của ai (nói)"][..],
        ),
        ("Ông Bưởi nói đê sắp vỡ, trích dẫn số đo của trạm.", &["Ông Bưởi: đê sắp vỡ (nói)"]),
        ("Ông Bưởi nói đê đã vỡ, điều mà xã bác bỏ.", &["Ông Bưởi: đê đã vỡ (nói)"]),
        (
            "Theo Sở Y tế, dịch đã tan và dự kiến công bố tuần sau.",
            &["Sở Y tế: dịch đã tan và dự kiến công bố tuần sau (Theo)"],
        ),
        ("Ms Holt said the quay was safe, as boats came and went.", &["Ms Holt: the quay was safe (said)"]),
        ("Ms Holt asked for more maps, sending shares in the mill down.", &["Ms Holt: more maps (asked for)"]),
        ("Ms Holt confirmed that a map existed but would not discuss it.", &["Ms Holt: a map existed (confirmed)"]),
        (
            "Mr Pell, who has pledged to sail north, accused the council of hiding the maps.",
            &["Mr Pell: to sail north (pledged)", "Mr Pell: hiding the maps (accused)"],
        ),
        (
            "Mr Pell said the ferry was late, state television reported.",
            &["state television: Mr Pell said the ferry was late (reported)", "Mr Pell: the ferry was late (said)"],
        ),
        (
            "“The tide was low,” she said, although Mr Pell warned that it would rise.",
            &["Mr Pell: it would rise (warned)"],
        ),
        ("Mr Pell accused the council of “hiding the maps” on Friday.", &["Mr Pell: hiding the maps (accused)"]),
        ("Mr Pell denied that he was late, but the book shows it.", &["Mr Pell: he was late (denied)"]),
        ("Mr Pell acknowledged the mistake and apologised.", &[]),
        (
            "Mr Pell said the map was “gone,” and his aides said it was late.",
            &["Mr Pell: the map was “gone,” (said)", "his aides: it was late (said)"],
        ),
        ("Ông Bưởi yêu cầu xã đền tiền, nhưng bị từ chối.", &["Ông Bưởi: xã đền tiền (yêu cầu)"]),
        ("Tại cuộc họp hôm qua, ông Bưởi cho biết, đê đã vỡ.", &["ông Bưởi: đê đã vỡ (cho biết)"]),
        ("Ông Bưởi tuần trước nói đê đã vỡ.", &["Ông Bưởi: đê đã vỡ (nói)"]),
        (
            "The ferry was late, according to Ada Holt, a clerk who keeps the book.",
            &["Ada Holt: The ferry was late (according to)"],
        ),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn what_stands_between_reporting_words_and_claim_is_passed_over() {
    for (text, expected) in [
        ("The mill said in a filing it had been sold.", "The mill: it had been sold (said)"),
        ("Mr Pell told the BBC he had not slept.", "Mr Pell: he had not slept (told)"),
        ("A clerk said, speaking in a low voice, that the maps were gone.", "A clerk: the maps were gone (said)"),
        ("Ms Holt explained how she coped: she sang.", "Ms Holt: she sang (explained)"),
        ("Mr Pell said there was no map.", "Mr Pell: there was no map (said)"),
        ("Mr Pell called that figure “astrology”.", "Mr Pell: astrology (called)"),
        ("The council denied any part in it.", "The council: any part in it (denied)"),
        ("Ông Bưởi kể lại với báo Đò Ngang là thuyền đã chìm.", "Ông Bưởi: thuyền đã chìm (kể lại)"),
        ("Ông Bưởi cho rằng, nếu mưa nữa, đê sẽ vỡ.", "Ông Bưởi: nếu mưa nữa, đê sẽ vỡ (cho rằng)"),
        ("Bà Mận gọi cuộc họp là “trò cười”.", "Bà Mận: trò cười (gọi)"),
        ("“Đê đã vỡ”, báo Đò Ngang dẫn lời một cư dân.", "một cư dân: Đê đã vỡ (dẫn lời)"),
        ("Xã khẳng định thêm đê vẫn vững.", "Xã: đê vẫn vững (khẳng định thêm)"),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
}

#[test]
fn a_participle_reports_with_its_own_or_another_subject() {
    for (text, expected) in [
        (
            "Ms Holt’s office was claiming that the quay was safe.",
            &["Ms Holt’s office: the quay was safe (claiming)"][..],
        ),
        (
            "The mill shut on Monday after concluding in a review that eels were back.",
            &["The mill: eels were back (concluding)"],
        ),
        ("The council cheered, with its clerk saying the quay was safe.", &["its clerk: the quay was safe (saying)"]),
        (
            "Mr Pell said he had been told by the mill that the quay was safe.",
            &[
                "Mr Pell: he had been told by the mill that the quay was safe (said)",
                "the mill: the quay was safe (told)",
            ],
        ),
        ("The council was noting the tide.", &[]),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn who_speaks_is_found_behind_what_else_the_subject_did() {
    for (text, expected) in [
        (
            "Quay police offered a cup of tea to sailors and said the ferry was late.",
            "Quay police: the ferry was late (said)",
        ),
        ("The sheriff apologised to sailors and said the ferry was late.", "The sheriff: the ferry was late (said)"),
        ("The Quay Safety Board (QSB) said the ferry was late.", "QSB: the ferry was late (said)"),
        (
            "Ms Holt read from a letter in which a clerk warned that the quay was unsafe.",
            "a clerk: the quay was unsafe (warned)",
        ),
        (
            "The Office for Roads, Rail and Ports said the ferry was late.",
            "The Office for Roads, Rail and Ports: the ferry was late (said)",
        ),
        ("The envoy to the EU said the ferry was late.", "The envoy to the EU: the ferry was late (said)"),
        ("Mr Pell would not comment on that but said the ferry was late.", "Mr Pell: the ferry was late (said)"),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
    // In a headline a verb that no list has ends the subject, and a colon what it is about.
    assert_eq!(said("Gov. Holt quaffs cider, says quay is safe\n\nThe rest."), ["Gov. Holt: quay is safe (says)"]);
    assert_eq!(said("Quay fire: crew ‘slept’, mate says\n\nThe rest."), ["mate: crew ‘slept’ (says)"]);
}

#[test]
fn what_one_says_of_oneself_is_said_once() {
    assert_eq!(
        told("The mill said it had asked for two more boats."),
        ["The mill: it had asked for two more boats (said)"]
    );
    assert_eq!(
        told("Ms Holt called the pier “a bridge to nowhere,” words that stuck."),
        ["Ms Holt: a bridge to nowhere (called)"]
    );
    assert_eq!(told("The eels were gone, a charge both mills reject."), Vec::<String>::new());
}

#[test]
fn nothing_is_said_where_nobody_says_it() {
    for text in [
        "Ms Holt sold the map that I expect them to want.",
        "The council cut its growth forecast on Tuesday and left.",
        "According to court papers, the quay was sold.",
        "Mr Pell explained how they would pay for it.",
        "Ông Bưởi ghi nhận 14 ca.",
        "Ông Bưởi cân nhắc lại việc này.",
        "Bà Mận nhắc đến cam kết của xã.",
        "Xã lên án vụ đốt chợ.",
        "Vốn đắp đê được Sở Thủy lợi giao là hơn 600 tỷ đồng.",
        "Bà Mận trả lời báo chí trên đường tới bến.",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
    // A headline has no comma inside a claim, and ends it at what it is about.
    assert_eq!(said("Quay chief says deal is near as tide turns\n\nThe rest."), ["Quay chief: deal is near (says)"]);
    assert_eq!(said("Xã hứa đền ruộng lúa, dân vẫn ngờ vực\n\nTin vắn."), ["Xã: đền ruộng lúa (hứa)"]);
}

#[test]
fn vietnamese_claims_are_read_to_their_edges() {
    for (text, expected) in [
        // A time that leads a claim in belongs to it; what the teller adds does not.
        (
            "Bà Mận cho biết trong hai tháng qua, xã có 40 hộ bỏ ruộng.",
            "Bà Mận: trong hai tháng qua, xã có 40 hộ bỏ ruộng (cho biết)",
        ),
        ("Bà Mận cũng hứa trong tháng này sẽ đắp lại bờ kè.", "Bà Mận: trong tháng này sẽ đắp lại bờ kè (hứa)"),
        ("Xưởng Bến Sậy tuyên bố bỏ hai ca đêm, sau khi lỗ nặng.", "Xưởng Bến Sậy: bỏ hai ca đêm (tuyên bố)"),
        ("Bà Mận nói trạm bơm thiếu sổ sách, báo cáo.", "Bà Mận: trạm bơm thiếu sổ sách, báo cáo (nói)"),
        (
            "Bà Mận dự báo nhu cầu lúa giống chỉ giảm vào mùa khô.",
            "Bà Mận: nhu cầu lúa giống chỉ giảm vào mùa khô (dự báo)",
        ),
        (
            "Bà Mận cáo buộc một xưởng nhuộm Na Uy xả nước ra sông.",
            "Bà Mận: một xưởng nhuộm Na Uy xả nước ra sông (cáo buộc)",
        ),
        (
            "Một luật sư đại diện cho nhóm tiểu thương cảnh báo giá sẽ tăng.",
            "Một luật sư đại diện cho nhóm tiểu thương: giá sẽ tăng (cảnh báo)",
        ),
        // What looks like reporting words is part of an office, or of what is felt; `điều xã …` is the teller's.
        (
            "Phó thị trưởng đặc trách bến bãi Ada Holt nói cầu đã mở.",
            "Phó thị trưởng đặc trách bến bãi Ada Holt: cầu đã mở (nói)",
        ),
        ("Bà Mận nói bà đã tin xã và giờ cảm thấy bị lừa.", "Bà Mận: bà đã tin xã và giờ cảm thấy bị lừa (nói)"),
        ("Bà Mận nói kè đã vỡ, điều xã luôn phủ nhận.", "Bà Mận: kè đã vỡ (nói)"),
        // What stands beside a source is passed over.
        ("Theo Hội Đò (HĐ), do ngư dân lập ra, bến đã đóng.", "Hội Đò (HĐ): bến đã đóng (Theo)"),
        ("Bến đã đóng, theo Hội Đò Sông Sậy, đơn vị giữ sổ tàu.", "Hội Đò Sông Sậy: Bến đã đóng (theo)"),
        (
            "Đại diện hợp tác xã, với tư cách bên bán, đề nghị xã trả tiền lúa.",
            "Đại diện hợp tác xã: xã trả tiền lúa (đề nghị)",
        ),
        ("Theo thủ môn sinh năm 1990, sân quá trơn.", "thủ môn sinh năm 1990: sân quá trơn (Theo)"),
        ("“Đê đã vỡ”, Hà Bưởi - trưởng trạm bơm - nói.", "Hà Bưởi: Đê đã vỡ (nói)"),
        ("Ông Bưởi bỏ họp vì cho rằng xã giấu số liệu.", "Ông Bưởi: xã giấu số liệu (cho rằng)"),
        ("Thư ký tờ báo cho biết bản in đã mất.", "Thư ký tờ báo: bản in đã mất (cho biết)"),
        ("Theo đơn vị này, bến đã đóng.", "đơn vị này: bến đã đóng (Theo)"),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
    assert_eq!(told("Bà Mận đổ lỗi cho “các hộ nuôi cá”."), Vec::<String>::new(), "they are only called so");
    assert_eq!(
        told("Bà Mận nói xã yêu cầu dân dời bè, đồng thời cam kết trả tiền công."),
        ["Bà Mận: xã yêu cầu dân dời bè (nói)", "xã: dân dời bè (yêu cầu)", "Bà Mận: trả tiền công (cam kết)"]
    );
    assert_eq!(said("Bến Sậy: Xã nói đê đã vỡ\n\nTin vắn."), ["Xã: đê đã vỡ (nói)"], "where it is does not speak");
}

#[test]
fn a_pronoun_means_the_nearer_mention() {
    for (text, expected) in [
        ("Bo Lind, a potter, was late. “I slept,” she said.", "a potter: I slept (said)"),
        ("Ms Lind waited. Her brother was late. He called. “He slept,” she said.", "Ms Lind: He slept (said)"),
        (
            "A potter said the fair was off. Bo Lind was tired. In a note to the mayor, he wrote that the kiln was cold.",
            "Bo Lind: the kiln was cold (wrote)",
        ),
        ("« Đê đã vỡ », bà Mận nói ở Ý. Xã im lặng.", "bà Mận: Đê đã vỡ (nói)"),
    ] {
        assert_eq!(told(text).last().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn quotation_marks_are_known_in_every_style() {
    for (text, expected) in [
        ("Bà Mận nói rằng: “Đê sắp vỡ”.", &["Bà Mận: Đê sắp vỡ (nói)"][..]),
        ("Ms Holt said that: “The quay is safe”.", &["Ms Holt: The quay is safe (said)"]),
        ("“Đê đã vỡ” - bà Mận nói - “và nước lên”.", &["bà Mận: Đê đã vỡ (nói)", "bà Mận: và nước lên (nói)"]),
        (
            "Bà Mận nói: \"Ông Bưởi bảo tôi: 'Đê sắp vỡ rồi'\". Trời lại mưa.",
            &["Bà Mận: Ông Bưởi bảo tôi: 'Đê sắp vỡ rồi' (nói)", "Ông Bưởi: Đê sắp vỡ rồi (bảo)"],
        ),
        // Taken apart into words, as corpora are.
        ("\" The quay is safe , \" Ada Holt said .", &["Ada Holt: The quay is safe (said)"]),
        ("`` The quay is safe , '' Ada Holt said .", &["Ada Holt: The quay is safe (said)"]),
        ("“ The quay is safe , ” Ada Holt said .", &["Ada Holt: The quay is safe (said)"]),
        ("Sở_Y_tế cho_biết dịch đã tan .", &["Sở_Y_tế: dịch đã tan (cho_biết)"]),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn a_short_text_is_of_the_language_that_is_known_and_a_first_line_with_a_stop_no_headline() {
    for (text, expected) in [
        ("Bà Mận nói đê sẽ vỡ.", &["Bà Mận: đê sẽ vỡ (nói)"][..]),
        ("Bà Mận nói: \"Đê sẽ vỡ\".", &["Bà Mận: Đê sẽ vỡ (nói)"]),
        ("Bà Mận chưa bao giờ nói đê sẽ vỡ.", &[]),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
    let text = Text::new("Bà Lan nói giá sẽ tăng.");
    assert_eq!(propose_in(Some("vi"), &text, &[]).len(), 1, "one letter of it only Vietnamese has");
    assert!(propose_in(Some("en"), &text, &[]).is_empty());
}

#[test]
fn a_passive_tells_who_said_it_by_its_agent_or_not_at_all() {
    for (text, expected) in [
        ("Mít bị cáo buộc giấu sổ sách của kho.", "nobody: giấu sổ sách của kho (bị cáo buộc)"),
        ("Ông Mít bị hàng xóm tố nhận tiền.", "hàng xóm: nhận tiền (tố)"),
        ("Dự thảo này bị phe đối lập chỉ trích là “vội vàng”.", "phe đối lập: vội vàng (chỉ trích)"),
        ("Villagers were told to leave the valley.", "nobody: to leave the valley (told)"),
        ("Drivers were warned that the bridge was weak.", "nobody: the bridge was weak (warned)"),
        ("Ms Holt was told by a clerk that the quay was shut.", "a clerk: the quay was shut (told)"),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
    assert_eq!(told("The tale was told to children."), Vec::<String>::new(), "nobody is told to do anything");
}

#[test]
fn a_noun_may_be_what_is_ruled_out_or_acknowledged() {
    for (text, expected) in [
        ("Ms Holt ruled out a sale.", "Ms Holt: a sale (ruled out)"),
        ("Ms Holt acknowledged leaks in the lock, which cost a fortune.", "Ms Holt: leaks in the lock (acknowledged)"),
        ("Ms Holt warned of a flood, as most dykes were old.", "Ms Holt: a flood, as most dykes were old (warned of)"),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
    for text in [
        "Ms Holt acknowledged the cheers.",
        "The racing rules were changed in 2004 and printed twice.",
        "Sản lượng sen ước đạt 9 tấn một năm.",
        "Khi nghi ngờ cần gọi ngay cho trạm bơm.",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn where_somebody_lives_is_passed_over() {
    for (text, expected) in [
        ("Bà Mận, 61 tuổi, trú huyện Bến Sậy, kể đê đã vỡ.", "Bà Mận: đê đã vỡ (kể)"),
        ("Bà L., 61 tuổi, ngụ phường B., cho biết đê đã vỡ.", "Bà L.: đê đã vỡ (cho biết)"),
        ("Các tỉnh, thành phố báo cáo đê đã vỡ.", "Các tỉnh, thành phố: đê đã vỡ (báo cáo)"),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
}
