//! The articles: skipped with a reason, page noise, filter and order while one works.

use super::*;
use crate::{
    model::State,
    session::{ArticleOrder, Filter, SortBy, Status},
};

#[test]
fn an_article_is_skipped_with_a_reason_and_undo_brings_it_back() {
    let mut w = world(&["[Actor Bà Lan] nói.", "Hai.", "Ba."]);
    w.keys("Ctrl+Shift+Enter");
    assert_eq!(w.session.overlay(), Overlay::Skip);
    let reasons: Vec<String> = w.session.skip_reasons().iter().map(ToString::to_string).collect();
    assert_eq!(reasons, ["Duplicate", "Not news", "Wrong language"]);
    w.act(Action::Skip("  Chỉ là  quảng cáo ".to_owned()));
    assert_eq!(w.session.overlay(), Overlay::None);
    assert_eq!(w.session.current(), Some(&key("1.txt")), "and the next is open");
    let entry = w.session.articles().get(&key("0.txt")).unwrap();
    assert_eq!(
        (entry.state, &*entry.skipped, entry.count()),
        (State::Skipped, "Chỉ là quảng cáo", 1),
        "marks are kept"
    );
    assert_eq!((w.session.articles().skipped(), w.session.articles().done()), (1, 0));
    let disk = &w.disk[&key("0.txt")].1;
    assert_eq!((disk.state(), &*disk.remarks().skipped), (State::Skipped, "Chỉ là quảng cáo"), "it is on disk");
    assert_eq!(&*w.session.skip_reasons()[0], "Chỉ là quảng cáo", "what was given is offered again");
    w.keys("Ctrl+z");
    assert_eq!(w.session.current(), Some(&key("0.txt")));
    let entry = w.session.articles().get(&key("0.txt")).unwrap();
    assert_eq!((entry.state, &*entry.skipped), (State::InProgress, ""));
    assert_eq!(w.session.articles().skipped(), 0);
    w.keys("Ctrl+Shift+z");
    assert_eq!(w.session.articles().skipped(), 1);
    // Taken back by hand, its reason goes too; its marks say that it was begun.
    w.act(Action::Run("unskip"));
    let doc = w.session.doc().unwrap();
    assert_eq!((doc.set().state(), &*doc.set().remarks().skipped), (State::InProgress, ""));
    w.act(Action::Skip(String::new())).act(Action::OpenArticle(key("0.txt"))).act(Action::Run("done"));
    let entry = w.session.articles().get(&key("0.txt")).unwrap();
    assert_eq!(entry.state, State::Done, "a skipped article can simply be done");
}

#[test]
fn lines_that_are_not_article_text_are_marked_and_taken_back() {
    let mut w = world(&["Giá gạo\nGiá tăng.\nDòng thừa\n\nDòng nữa\nHết."]);
    let noise = |w: &World| {
        let doc = w.session.doc().unwrap();
        doc.noise().iter().filter(|l| l.proposed.is_none()).map(|l| l.number).collect::<Vec<_>>()
    };
    w.drag("thừa\n\nDòng").keys("h");
    assert_eq!(noise(&w), [2, 4], "every line that the selection touches, but no empty one");
    assert_eq!(w.session.undo_title(), Some("Mark 2 lines as not article text"));
    let line = w.place("Hết").end();
    w.act(Action::MoveCaret { to: line, extend: false }).keys("h");
    assert_eq!(noise(&w), [2, 4, 5], "the line of the caret");
    w.keys("h");
    assert_eq!(noise(&w), [2, 4], "the same key takes it back");
    w.drag("Giá tăng.\nDòng thừa").keys("h");
    assert_eq!(noise(&w), [1, 2, 4], "where some are not noise yet, all become it");
    w.keys("Ctrl+z Ctrl+z Ctrl+z Ctrl+z");
    assert_eq!(noise(&w), [] as [usize; 0]);
    w.keys("Ctrl+Shift+z");
    assert_eq!(noise(&w), [2, 4]);
}

#[test]
fn proposed_noise_is_never_applied_unasked_and_refusing_is_remembered() {
    let mut w = world(&["Giá gạo\nGiá tăng.\nTự động phát\nBà Lan nói vậy.\nBình luận (0)\nXem thêm"]);
    let noise = |w: &World| {
        let doc = w.session.doc().unwrap();
        doc.noise().iter().map(|l| (l.number, l.proposed.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(noise(&w), [(2, true), (4, true), (5, true)], "only proposed");
    assert!(w.session.doc().unwrap().metadata().noise.is_empty());
    assert_eq!(w.writes, 0);
    // One is accepted, one refused by its key, the last by the command for all.
    w.act(Action::Run("next-proposal")).keys("h");
    assert_eq!(noise(&w), [(2, false), (4, true), (5, true)]);
    w.act(Action::Run("next-proposal")).keys("H");
    assert_eq!(noise(&w), [(2, false), (5, true)]);
    w.act(Action::Run("refuse-noise"));
    assert_eq!(noise(&w), [(2, false)]);
    let metadata = w.session.doc().unwrap().metadata().clone();
    assert_eq!(metadata.noise.iter().map(|l| (l.number, &*l.words)).collect::<Vec<_>>(), [(3, "Tự động phát")]);
    assert_eq!(metadata.body.iter().map(|l| l.number).collect::<Vec<_>>(), [5, 6]);
    w.keys("Ctrl+z Ctrl+z Ctrl+z");
    assert_eq!(noise(&w), [(2, true), (4, true), (5, true)]);
    // All at once is one step.
    w.act(Action::Run("accept-noise"));
    assert_eq!(noise(&w), [(2, false), (4, false), (5, false)]);
    // What was accepted and is taken back is not proposed again.
    w.act(Action::Noise(vec![4], false));
    assert_eq!(noise(&w), [(2, false), (5, false)]);
    w.keys("Ctrl+z Ctrl+z");
    assert_eq!(noise(&w), [(2, true), (4, true), (5, true)]);
}

#[test]
fn nothing_is_asked_about_page_noise_once_an_article_is_done() {
    let mut w = world(&["Giá gạo\nGiá tăng.\nTự động phát\nBà Lan nói vậy.\nXem thêm"]);
    let noise = |w: &World| {
        let doc = w.session.doc().unwrap();
        doc.noise().iter().map(|l| (l.number, l.proposed.is_some())).collect::<Vec<_>>()
    };
    w.act(Action::Noise(vec![2], true));
    assert_eq!(noise(&w), [(2, false), (4, true)]);
    w.act(Action::Run("done"));
    assert_eq!(noise(&w), [(2, false)], "what was said stays");
    w.keys("Ctrl+z");
    assert_eq!(noise(&w), [(2, false), (4, true)], "open again it is asked again");
}

#[test]
fn the_next_article_is_the_next_of_the_list_as_it_is_sorted() {
    let mut w = world(&["[Actor Lan].", "Không.", "[Actor Lan] và [Actor Minh].", "Không gì."]);
    for n in 0..4 {
        w.act(Action::OpenArticle(key(&format!("{n}.txt"))));
    }
    w.act(Action::Order(ArticleOrder { by: SortBy::Marks, descending: true, grouped: false }));
    let shown = |w: &World| {
        let list = w.session.articles();
        (0..list.shown_len()).map(|n| list.shown(n).unwrap().key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&w), ["2.txt", "0.txt", "1.txt", "3.txt"]);
    w.act(Action::OpenArticle(key("2.txt"))).keys("Enter");
    assert_eq!(w.session.current(), Some(&key("0.txt")));
    w.keys("Ctrl+PageDown");
    assert_eq!(w.session.current(), Some(&key("1.txt")));
    assert_eq!(w.session.prefs().order.by, SortBy::Marks, "and it is remembered");
    // Nothing moves under one's hands; what is done leaves the list when it is filtered anew.
    w.act(Action::FilterBy(Filter { status: Status::ToDo, ..Filter::default() }));
    assert_eq!(shown(&w), ["0.txt", "1.txt", "3.txt"]);
    w.keys("Enter");
    assert_eq!(w.session.current(), Some(&key("3.txt")));
    assert_eq!(shown(&w).len(), 3);
    w.act(Action::Run("show-all"));
    assert_eq!(shown(&w).len(), 4);
}

#[test]
fn a_group_counts_what_is_dealt_with_and_follows_an_articles_event() {
    let mut w = world(&["Một.", "Hai.", "Ba."]);
    w.act(Action::Run("group-articles"));
    let groups = |w: &World| {
        let list = w.session.articles();
        let rows = (0..list.rows()).filter_map(|n| match list.row(n)? {
            Row::Group(g) => Some((g.event.clone(), g.total, g.done, g.skipped)),
            Row::Article(_) => None,
        });
        rows.map(|(e, t, d, s)| (e.unwrap_or_default().to_string(), t, d, s)).collect::<Vec<_>>()
    };
    w.session.handle(Event::Summaries(Vec::new()));
    assert_eq!(groups(&w), [(String::new(), 3, 0, 0)]);
    w.keys("Enter");
    w.act(Action::Skip("Duplicate".to_owned()));
    assert_eq!(groups(&w), [(String::new(), 3, 1, 1)]);
    w.keys("Ctrl+z");
    assert_eq!(groups(&w), [(String::new(), 3, 1, 0)]);
    // Folded away, a group is passed over.
    w.act(Action::Fold(None, true));
    assert_eq!(w.session.articles().rows(), 1);
    assert!(!w.session.can_go_article(1));
    w.act(Action::Fold(None, false));
    assert!(w.session.can_go_article(1));
}
