//! The list of articles, skipping, and page noise, by accessible name.

use crate::desk::{Desk, press, settled, typed, window};
use egui::{Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use whosaid::{model::State, session::Action};

const PAGE: &str = "Giá gạo tăng\nBà Lan nói giá gạo sẽ tăng.\nTự động phát\nÔng Minh phủ nhận điều đó.\nBình luận (0)";

/// Six articles of two outlets on two events, and one of which nothing is known.
pub fn articles() -> Desk {
    let mut files: Vec<(String, String)> = Vec::new();
    for (n, (title, outlet, event, day)) in [
        ("Đập xả nước lúc nửa đêm", "River Post", "Đập vỡ", "2021-12-02"),
        ("Dân vùng hạ lưu chạy lũ", "Ven Sông", "Đập vỡ", "2021-12-03"),
        ("Giá gạo tăng", "Ven Sông", "Giá gạo", "2021-11-20"),
        ("Chợ nổi vắng khách", "River Post", "Giá gạo", "2021-11-21"),
        ("Hội đồng họp về con đập", "River Post", "Đập vỡ", "2021-12-05"),
        ("Mưa còn dài", "Ven Sông", "", ""),
    ]
    .into_iter()
    .enumerate()
    {
        files.push((format!("{n}.txt"), format!("{title}\nTin của ngày hôm ấy.\nHết.")));
        let field =
            |name: &str, value: &str| if value.is_empty() { String::new() } else { format!(" {name}: {value:?},\n") };
        let meta = format!(
            "(\n format: 2,\n{}{}{})\n",
            field("outlet", outlet),
            field("event", event),
            field("published", day)
        );
        files.push((format!("{n}.meta.ron"), meta));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    Desk::new(&files, Some("Lan"))
}

fn click(w: &mut Harness<'_, Desk>, name: &str) {
    w.get_by_label(name).click();
    settled(w);
}

fn shown(w: &Harness<'_, Desk>) -> Vec<String> {
    let list = w.state().session.articles();
    (0..list.shown_len()).map(|n| list.shown(n).unwrap().key.to_string()).collect()
}

#[test]
fn the_list_is_filtered_by_choices_and_each_is_dropped_by_its_chip() {
    let mut w = window(articles(), false);
    assert!(w.query_by_label("Progress: 0 of 6 done").is_some());
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    assert!(w.get_by_label("All, 6").is_focused(), "the choices open with the focus in them");
    click(&mut w, "River Post, 3");
    assert_eq!(shown(&w), ["0.txt", "3.txt", "4.txt"]);
    click(&mut w, "Đập vỡ, 3");
    assert_eq!(shown(&w), ["0.txt", "4.txt"]);
    click(&mut w, "From day");
    typed(&mut w, "2021-12-04");
    assert_eq!(shown(&w), ["4.txt"]);
    click(&mut w, "With Claim");
    assert_eq!(shown(&w), [] as [&str; 0]);
    press(&mut w, Modifiers::NONE, Key::Escape);
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label("From day").is_none(), "closed");
    assert!(w.query_by_label("Progress: 0 of 6 shown").is_some());
    // The empty list says what to drop, and what that would show.
    click(&mut w, "Drop “With Claim”: 1 article");
    assert_eq!(shown(&w), ["4.txt"]);
    assert!(w.query_by_label("Progress: 1 of 6 shown").is_some());
    click(&mut w, "Drop the filter From 2021-12-04");
    click(&mut w, "Drop the filter River Post");
    assert_eq!(shown(&w), ["0.txt", "1.txt", "4.txt"]);
    click(&mut w, "Drop the filter Đập vỡ");
    assert_eq!(shown(&w).len(), 6);
}

#[test]
fn the_list_is_sorted_grouped_and_walked_by_keys() {
    let mut w = window(articles(), false);
    click(&mut w, "Sort by: File name");
    w.get_by_role_and_label(egui::accesskit::Role::RadioButton, "Date").click();
    settled(&mut w);
    assert_eq!(shown(&w), ["2.txt", "3.txt", "0.txt", "1.txt", "4.txt", "5.txt"], "the unknown day last");
    click(&mut w, "Sort by: Date");
    click(&mut w, "Largest first");
    assert_eq!(shown(&w), ["4.txt", "1.txt", "0.txt", "3.txt", "2.txt", "5.txt"]);
    assert!(w.query_by_label("Sort by: Date, largest first").is_some());
    click(&mut w, "Group by event");
    assert!(w.query_by_label("Đập vỡ, 0 of 3 done, 3 shown, unfolded").is_some());
    assert_eq!(shown(&w), ["4.txt", "1.txt", "0.txt", "3.txt", "2.txt", "5.txt"]);
    // Down from the filter box into the list, to its first row, a heading; Left folds it.
    press(&mut w, Modifiers::COMMAND, Key::L);
    press(&mut w, Modifiers::NONE, Key::ArrowDown);
    assert!(w.get_by_label("Đập vỡ, 0 of 3 done, 3 shown, unfolded").is_focused(), "the row that the keys are at");
    press(&mut w, Modifiers::NONE, Key::ArrowLeft);
    assert!(w.query_by_label("Đập vỡ, 0 of 3 done, 3 shown, folded").is_some());
    assert!(
        w.query_by_label_contains("Hội đồng họp").is_none_or(|n| !n
            .accesskit_node()
            .label()
            .unwrap()
            .contains(", new"))
    );
    press(&mut w, Modifiers::NONE, Key::ArrowDown);
    press(&mut w, Modifiers::NONE, Key::ArrowDown);
    typed(&mut w, "1h");
    assert_eq!(w.state().session.armed(), None, "letters do nothing while the list has the focus");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(w.state().session.current().map(|k| k.as_str()), Some("3.txt"), "the first of the second group");
    assert_eq!(w.state().session.doc().unwrap().set().state(), State::New, "Enter only opened it");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(w.state().session.articles().done(), 1, "the page has the keys again");
}

#[test]
fn an_article_is_skipped_with_a_reason_and_taken_back() {
    let mut w = window(articles(), false);
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert!(w.get_by_label("Reason for skipping").is_focused());
    typed(&mut w, "Hai lần");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(w.state().session.current().map(|k| k.as_str()), Some("1.txt"));
    assert!(w.query_by_label("Đập xả nước lúc nửa đêm, skipped: Hai lần").is_some());
    assert!(w.query_by_label("Progress: 0 done, 1 skipped of 6").is_some());
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    click(&mut w, "Skip: Hai lần");
    assert_eq!(w.state().session.articles().skipped(), 2);
    press(&mut w, Modifiers::ALT, Key::ArrowUp);
    assert!(w.query_by_label("Skipped: Hai lần").is_some());
    click(&mut w, "Take back");
    assert!(w.query_by_label("Skipped: Hai lần").is_none());
    assert_eq!(w.state().session.articles().skipped(), 1);
}

#[test]
fn page_noise_is_proposed_decided_and_undone() {
    let mut w = window(Desk::new(&[("a.txt", PAGE)], Some("Lan")), false);
    assert!(w.query_by_label("2 lines look like page noise").is_some());
    let said = |w: &Harness<'_, Desk>, line: &str| {
        let all: Vec<_> = w.query_all_by_label(line).collect();
        all.iter().find_map(|n| n.accesskit_node().description()).unwrap_or_default()
    };
    assert_eq!(said(&w, "Tự động phát"), "Looks like a player's note; perhaps not article text");
    click(&mut w, "Not article text: Tự động phát");
    assert_eq!(said(&w, "Tự động phát"), "Not article text");
    assert!(w.query_by_label("1 line looks like page noise").is_some());
    click(&mut w, "Keep as article text: Bình luận (0)");
    assert!(w.query_by_label_contains("like page noise").is_none());
    let meta = std::fs::read_to_string(w.state().root().join("articles/a.meta.ron")).unwrap();
    assert!(meta.contains("(3, \"Tự động phát\")") && meta.contains("(5, \"Bình luận (0)\")"), "{meta}");
    // What was refused is not proposed when the article is read again.
    w.state_mut().session.act(Action::Run("refresh"));
    settled(&mut w);
    assert!(w.query_by_label_contains("like page noise").is_none());
    assert_eq!(said(&w, "Tự động phát"), "Not article text");
    for _ in 0..2 {
        press(&mut w, Modifiers::COMMAND, Key::Z);
    }
    click(&mut w, "Leave out");
    assert_eq!(
        (said(&w, "Tự động phát").as_str(), said(&w, "Bình luận (0)").as_str()),
        ("Not article text", "Not article text")
    );
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert!(w.query_by_label("2 lines look like page noise").is_some(), "one step");
    // By keys: to the next of them, and the key for it.
    click(&mut w, "Show");
    typed(&mut w, "h");
    assert_eq!(said(&w, "Tự động phát"), "Not article text");
}
