//! Offers about marks in invented news.

use super::*;
use crate::model::{LabelName, story};
use crate::suggest::{Lexicons, Marked, Memory, ProseCell, Roles};
use proptest::prelude::*;
use std::sync::LazyLock;

static LEXICONS: LazyLock<Lexicons> = LazyLock::new(Lexicons::default);

/// What is offered for a story whose labels are `Actor`, or `Actor=Joe_Biden` with an entity.
fn all(story: &str) -> (story::Story, Vec<Offer>) {
    // Of short texts the words below tell the language.
    let behind = if story.contains("said") { "" } else { " Mọi người đã được đưa đi từ đêm qua." };
    let mut story = story::parse(&format!("{story}{behind}")).unwrap();
    story.marks.sort();
    let mut marked: Vec<Marked> = Vec::new();
    for (span, said) in &story.marks {
        let (label, entity) = said.split_once('=').unwrap_or((said, ""));
        let entity = Some(entity.replace('_', " ")).filter(|e| !e.is_empty());
        let attributes = entity.map(|e| ("entity".into(), e.into())).into_iter().collect();
        marked.push(Marked { span: *span, label: label.into(), attributes });
    }
    let labels: Vec<LabelName> = ["Actor", "Claim"].map(Into::into).into();
    let (roles, memory) = (Roles::of(&labels), Memory::default());
    let request = Request {
        text: &story.text,
        language: None,
        published: None,
        roles: &roles,
        marked: &marked,
        lexicons: &LEXICONS,
        memory: &memory,
        prose: &ProseCell::default(),
    };
    let offers = offers(&request, "entity");
    assert!(offers.iter().all(|o| o.marks.iter().chain([&o.beside]).all(|m| *m < marked.len())));
    (story, offers)
}

/// `about: words of the marks to change > their new entity (why)` of each offer.
fn offered(story: &str) -> Vec<String> {
    let (story, offers) = all(story);
    let line = |o: &Offer| {
        let words: Vec<&str> = o.marks.iter().map(|m| story.marks[*m].0.of(&story.text)).collect();
        format!("{}: {} > {} ({})", o.about, words.join(", "), o.entity, o.why)
    };
    offers.iter().map(line).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn one_actor_with_several_names_or_none_is_offered_one() {
    assert_eq!(
        offered(
            "[Actor=Joe_Biden Tổng thống Mỹ Joe Biden] cảnh báo Nga. [Actor=Biden Ông Biden] nói Moscow đã sai. \
             Theo [Actor ông Biden], việc này khó."
        ),
        [
            "Biden = Joe Biden: Ông Biden > Joe Biden (“Ông Biden” has a part of the name of “Tổng thống Mỹ Joe Biden”)",
            "“ông biden” = Joe Biden: ông Biden > Joe Biden (“ông Biden” has a part of the name of “Tổng thống Mỹ Joe Biden”)",
        ]
    );
    assert_eq!(
        offered(
            "[Actor=I._Moe Ingrid Halvorsen-Moe], [Actor=Manager the firm’s country manager], said it would pay. \
             “We pay,” [Actor=I._Moe Ms Halvorsen-Moe] said."
        ),
        [
            "I. Moe = Manager: the firm’s country manager > I. Moe (“the firm’s country manager” is said of “Ingrid Halvorsen-Moe”)"
        ],
        "the commonest name stays"
    );
}

#[test]
fn all_marks_of_a_name_go_with_it() {
    assert_eq!(
        offered(
            "[Actor=Bông Bà Huỳnh Thị Bông] nói giá tăng. [Actor=Bông Bà Bông] than ế. [Actor=Chủ_quán Bà Bông] cười. \
             “Ế lắm”, [Actor=Chủ_quán người bán hàng] nói."
        ),
        ["Bông = Chủ quán: Bà Bông, người bán hàng > Bông (“Bà Bông” has a part of the name of “Bà Huỳnh Thị Bông”)"]
    );
}

#[test]
fn what_is_agreed_or_unsure_is_not_offered() {
    // One name, no names, somebody unnamed twice, an office alone, no actors.
    for story in [
        "[Actor=Joe_Biden Tổng thống Mỹ Joe Biden] cảnh báo Nga. [Actor=Joe_Biden Ông Biden] nói Moscow đã sai.",
        "[Actor Tổng thống Mỹ Joe Biden] cảnh báo Nga. [Actor Ông Biden] nói Moscow đã sai.",
        "[Actor=A Một người dân] nói đường ngập. [Actor=B Một người dân] nói nước rút.",
        "[Actor=Joe_Biden Tổng thống Mỹ Joe Biden] đến. [Actor=Tổng_thống_Mỹ Tổng thống Mỹ] nói sẽ về.",
        "[Claim Ông Lan] nói [Claim=B ông Lan] đi.",
    ] {
        assert_eq!(offered(story), NONE, "{story}");
    }
    // A bare name that two have is anybody's; where one is a woman the title tells.
    let two = |who: &str| {
        offered(&format!(
            "[Actor=Trần_Văn_Bền Ông Trần Văn Bền] nói có. [Actor=Lê_Bền {who} Lê Bền] nói không. [Actor Ông Bền] nói thêm."
        ))
    };
    assert_eq!(two("Ông"), NONE);
    assert_eq!(
        two("Bà"),
        ["“ông bền” = Trần Văn Bền: Ông Bền > Trần Văn Bền (“Ông Bền” has a part of the name of “Ông Trần Văn Bền”)"]
    );
}

#[test]
fn one_name_for_two_actors_is_offered_to_be_split() {
    assert_eq!(
        offered(
            "[Actor=Bông Bà Huỳnh Thị Bông] nói giá tăng. [Actor=Bông Bà Bông] than ế. [Actor=Bông Ông Bông] thì không."
        ),
        ["Bông ≠ Ông Bông: Ông Bông > Ông Bông (“Ông Bông” is a man, “Bà Huỳnh Thị Bông” a woman)"]
    );
    assert_eq!(
        offered(
            "[Actor=Trần_Văn_Bền Ông Trần Văn Bền] nói có. [Actor=Trần_Văn_Bền Ông Lê Thanh Tú] nói không. \
             [Actor=Trần_Văn_Bền Ông Tú] nói thêm."
        ),
        [
            "Trần Văn Bền ≠ Lê Thanh Tú: Ông Lê Thanh Tú, Ông Tú > Lê Thanh Tú (“Ông Lê Thanh Tú” and “Ông Trần Văn Bền” have different names)"
        ]
    );
    // Other spellings, short forms, and other names of a state are no other names.
    for story in [
        "[Actor=V Ông Volodymyr Zelensky] nói có. [Actor=V Ông Volodymyr Zelenskyy] nói không.",
        "[Actor=J Mr Joe Hill] said so. [Actor=J Mr Joseph P. Hill] said no.",
        "[Actor=Nga Điện Kremlin] nói có. [Actor=Nga Bộ Ngoại giao Nga] nói không.",
    ] {
        assert_eq!(offered(story), NONE, "{story}");
    }
}

#[test]
fn a_name_that_stands_for_two_is_split_before_it_is_given_to_others() {
    assert_eq!(
        offered(
            "[Actor=Bông Bà Huỳnh Thị Bông] nói giá tăng. [Actor=Bông Ông Trần Bông] nói không. [Actor=Chủ_quán Bà Bông] cười."
        ),
        ["Bông ≠ Trần Bông: Ông Trần Bông > Trần Bông (“Ông Trần Bông” is a man, “Bà Huỳnh Thị Bông” a woman)"]
    );
}

#[test]
fn forms_of_unicode_and_blanks_tell_nobody_apart() {
    let two = "[Actor=Bền Ông Trần Văn Bền] nói có. [Actor=Be\u{302}\u{300}n_ Ông Bền] nói không.";
    assert_eq!(offered(two), NONE);
}

proptest! {
    #[test]
    fn any_marks_are_borne_and_none_is_offered_what_it_has(
        words in proptest::collection::vec((
            "(Ông|bà|Mr|the|các) ",
            "(Tư|Lan Hill|Nga|Huỳnh Thị Bông|Bông|chủ quán|🌊)",
            "(|=A|=B|=C_D)",
            "( nói |, |\\. )",
            any::<bool>(),
        ), 0..12),
    ) {
        let one = |(title, name, entity, behind, whole): &(String, String, String, String, bool)| {
            let (out, within) = if *whole { ("", title.as_str()) } else { (title.as_str(), "") };
            format!("{out}[Actor{entity} {within}{name}]{behind}")
        };
        let (story, offers) = all(&words.iter().map(one).collect::<String>());
        for offer in offers {
            for mark in &offer.marks {
                let entity = story.marks[*mark].1.split_once('=').map_or(String::new(), |(_, e)| e.replace('_', " "));
                prop_assert_ne!(&*offer.entity, entity);
            }
            prop_assert!(!offer.marks.contains(&offer.beside));
        }
    }
}
