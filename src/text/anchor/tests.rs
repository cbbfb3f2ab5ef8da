//! Quotations are found again, in order of the damage.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

type Wanted = (CharOffset, CharOffset, Quotation);

const STORY: &str = "Hồ chứa Nậm Pia tràn bờ sáng thứ Hai (6/9). Chủ tịch huyện Lò Văn Sinh cho biết, nước đã rút khỏi ba bản. \
    Theo ông Sinh, “không ai bị thương”, còn cầu treo thì hư hỏng nặng.\nBà Hà Thị Xôm kể rằng nước lên rất nhanh trong đêm. \
    Ngày 7/9 đoàn cứu trợ từ thị xã sẽ mang gạo và thuốc đến; bà Xôm nói bản cần thêm chăn.";

fn want(text: &Text, words: &str, nth: usize) -> Wanted {
    let (at, _) = text.as_str().match_indices(words).nth(nth).expect("the words are there");
    let span = Span::in_text(text, ByteOffset(at), ByteOffset(at + words.len())).expect("a span");
    (text.char_of(span.start()), text.char_of(span.end()), Quotation::of(text, span))
}

fn found_in<'a>(text: &'a Text, found: &Found) -> Option<(&'a str, f32)> {
    match found {
        Found::Exact(span) => Some((span.of(text), 2.0)),
        Found::Moved { span, score } => Some((span.of(text), *score)),
        Found::Lost => None,
    }
}

fn one(new: &str, wanted: &Wanted) -> Option<(String, f32)> {
    let text = Text::new(new);
    let found = find_again(&text, std::slice::from_ref(wanted));
    found_in(&text, &found[0]).map(|(words, score)| (words.to_owned(), score))
}

#[test]
fn a_quotation_has_its_surroundings() {
    let text = Text::new("Bà nói “mưa” rồi đi.");
    let (.., q) = want(&text, "mưa", 0);
    assert_eq!((&*q.before, &*q.exact, &*q.after), ("Bà nói “", "mưa", "” rồi đi."));
    let long = Text::new("o\u{302}\u{309}".repeat(20) + "x" + &"👩‍🚀".repeat(20));
    let (.., q) = want(&long, "x", 0);
    assert_eq!((&*q.before, &*q.after), ("o\u{302}\u{309}".repeat(8).as_str(), "👩‍🚀".repeat(8).as_str()));
}

#[test]
fn what_did_not_change_is_exact() {
    let text = Text::new(STORY);
    for words in ["Hồ", "nước", "Lò Văn Sinh", "chăn.", "nặng.\nBà"] {
        assert_eq!(one(STORY, &want(&text, words, 0)), Some((words.to_owned(), 2.0)));
    }
    assert_eq!(find_again(&text, &[]), []);
}

#[test]
fn what_moved_or_changed_a_little_is_found() {
    let text = Text::new(STORY);
    let claim = want(&text, "nước đã rút khỏi ba bản", 0);
    let name = want(&text, "Lò Văn Sinh", 0);
    let day = want(&text, "7/9", 0);
    // The whole text moved.
    let moved = format!("CẬP NHẬT. {STORY}");
    assert_eq!(one(&moved, &claim), Some(("nước đã rút khỏi ba bản".into(), 1.0)));
    assert_eq!(one(&moved, &day), Some(("7/9".into(), 1.0)));
    // The other Unicode form, other blanks.
    let decomposed: String = STORY.nfd().collect();
    let (words, score) = one(&decomposed, &claim).expect("found");
    assert_eq!((words.nfc().collect::<String>().as_str(), score), ("nước đã rút khỏi ba bản", 1.0));
    assert_eq!(one(&STORY.replace(' ', "\u{a0}\n"), &name), Some(("Lò\u{a0}\nVăn\u{a0}\nSinh".into(), 1.0)));
    // A word put in, a letter mended, an edge changed.
    let (words, score) = one(&STORY.replace("đã rút", "hầu như đã rút"), &claim).expect("found");
    assert_eq!(words, "nước hầu như đã rút khỏi ba bản");
    assert!(score > 0.6 && score < 1.0);
    let (words, _) = one(&STORY.replace("Lò Văn Sinh", "Lò Văn Xinh"), &name).expect("found");
    assert_eq!(words, "Lò Văn Xinh");
    let (words, _) = one(&STORY.replace("nước đã rút", "Nước đã rút"), &claim).expect("found");
    assert_eq!(words, "Nước đã rút khỏi ba bản");
    // A paragraph moved to the front.
    let (a, b) = STORY.split_once('\n').expect("two lines");
    assert_eq!(
        one(&format!("{b}\n{a}"), &claim),
        Some(("nước đã rút khỏi ba bản".into(), one(&format!("{b}\n{a}"), &claim).expect("found").1))
    );
}

#[test]
fn what_cannot_be_told_is_lost() {
    let text = Text::new(STORY);
    let claim = want(&text, "nước đã rút khỏi ba bản", 0);
    assert_eq!(one(&STORY.replace(", nước đã rút khỏi ba bản", ""), &claim), None);
    assert_eq!(one("Một bài khác hẳn về giá lúa ở đồng bằng.", &claim), None);
    assert_eq!(one("", &claim), None);
    // A short word is elsewhere too; its own sentence is gone.
    let name = want(&text, "Xôm", 1);
    assert_eq!(one(&STORY.replace("; bà Xôm nói bản cần thêm chăn", ""), &name), None);
    // Another actor in the same place is not the actor.
    assert_eq!(one(&STORY.replace("Lò Văn Sinh", "Quàng Thị Mến"), &want(&text, "Lò Văn Sinh", 0)), None);
    // Twice the same line, and nothing tells them apart.
    let line = "Đập vẫn an toàn, ông nói với báo giới vào chiều nay.\n";
    let doubled = Text::new(line.repeat(4));
    let second = want(&doubled, "ông", 1);
    assert_eq!(one(&format!("X{}", doubled.as_str()), &second), None);
    // Its neighbours can tell.
    let all: Vec<Wanted> = (0..4).map(|i| want(&doubled, "ông", i)).collect();
    let new = Text::new(format!("X{}", doubled.as_str()));
    for (found, (start, ..)) in find_again(&new, &all).iter().zip(&all) {
        let Found::Moved { span, score } = found else { panic!("{found:?}") };
        assert_eq!((new.char_of(span.start()).0, *score), (start.0 + 1, 1.0));
    }
}

#[test]
fn more_damage_never_scores_higher() {
    let text = Text::new(STORY);
    for words in ["nước đã rút khỏi ba bản", "Lò Văn Sinh", "không ai bị thương", "6/9"] {
        let wanted = want(&text, words, 0);
        let at = STORY.find(words).expect("there");
        let middle = STORY.get(..at).expect("there").chars().count() + words.chars().count() / 2;
        let mut last = 2.0;
        for damage in 0..30 {
            // Ever more letters around the middle are lost.
            let broken: String = STORY
                .chars()
                .enumerate()
                .map(|(i, c)| if damage > 0 && i.abs_diff(middle) < damage { '#' } else { c })
                .collect();
            let score = one(&format!("+{broken}"), &wanted).map_or(0.0, |(_, score)| score);
            assert!(score <= last, "{words}, {damage}: {score} after {last}");
            last = score;
        }
        assert!(last < 0.01, "{words}: {last}");
    }
}

/// A text of many different words, and marks in it: word index and number of words.
fn corpus(words: usize) -> (Vec<String>, String) {
    let syllables = [
        "nậm", "pia", "hồ", "bản", "xôm", "lũ", "mưa", "cầu", "đò", "gạo", "thuốc", "chăn", "nắng", "đêm", "rừng",
        "suối",
    ];
    let mut state = 12345u32;
    let mut next = |n: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % n
    };
    let words: Vec<String> = (0..words).map(|_| format!("{}{}", syllables[next(16)], syllables[next(16)])).collect();
    let text = words.join(" ");
    (words, text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn changes_elsewhere_never_lose_a_mark(
        marks in prop::collection::btree_set(0usize..38, 1..12),
        edits in prop::collection::vec((0usize..40, 0usize..3), 1..6),
    ) {
        let (words, text) = corpus(400);
        let text = Text::new(text);
        // Each block of ten words has either a mark in its middle or an edit.
        let edited: BTreeSet<usize> = edits.iter().map(|(b, _)| *b).collect();
        let mut wanted = Vec::new();
        let mut expected = Vec::new();
        for block in marks.iter().filter(|b| !edited.contains(b)) {
            let from: usize = words[..block * 10 + 4].iter().map(|w| w.len() + 1).sum();
            let long = words[block * 10 + 4..block * 10 + 6].join(" ").len();
            let span = Span::in_text(&text, ByteOffset(from), ByteOffset(from + long)).unwrap();
            expected.push(span.of(&text).to_owned());
            wanted.push((text.char_of(span.start()), text.char_of(span.end()), Quotation::of(&text, span)));
        }
        let mut new = words;
        for (block, kind) in &edits {
            match kind {
                0 => new[block * 10 + 5] = "một câu mới chen vào đây.".into(),
                1 => new[block * 10 + 5] = String::new(),
                _ => new[block * 10 + 4] = "ĐỔI".into(),
            }
        }
        let new = Text::new(new.join(" "));
        for (found, expected) in find_again(&new, &wanted).iter().zip(&expected) {
            prop_assert_eq!(found_in(&new, found).map(|(w, _)| w), Some(expected.as_str()));
        }
    }

    /// Letters are lost one after another, anywhere in the words and around them.
    #[test]
    fn every_loss_lowers_the_score(mark in 0usize..5, order in Just((0usize..80).collect::<Vec<_>>()).prop_shuffle()) {
        let text = Text::new(STORY);
        let words = ["nước đã rút khỏi ba bản", "Lò Văn Sinh", "không ai bị thương", "6/9", "bà Xôm"][mark];
        let wanted = want(&text, words, 0);
        let first = wanted.0.0.saturating_sub(28);
        let mut broken: Vec<char> = format!("+{STORY}").chars().collect();
        let mut last = 2.0;
        for i in order {
            if let Some(c) = broken.get_mut(first + i) {
                *c = '#';
            }
            let broken: String = broken.iter().collect();
            let score = one(&broken, &wanted).map_or(0.0, |(_, score)| score);
            prop_assert!(score <= last, "{}: {} after {} in {}", words, score, last, broken);
            last = score;
        }
    }

    #[test]
    fn any_text_gives_whole_characters(
        old in "(\\PC|o\u{302}\u{309}|👩\u{200d}🚀|[ab \n]){1,60}", new in "(\\PC|o\u{302}\u{309}|👩\u{200d}🚀|[ab \n]){0,60}",
        keep in any::<bool>(), i in any::<usize>(), j in any::<usize>(),
    ) {
        let old = Text::new(old);
        let new = Text::new(if keep { format!("{new}{}", old.as_str()) } else { new });
        let Some(span) = Span::between(&old, ByteOffset(i % (old.len() + 1)), ByteOffset(j % (old.len() + 1))) else { return Ok(()) };
        let wanted = (old.char_of(span.start()), old.char_of(span.end()), Quotation::of(&old, span));
        match &find_again(&new, &[wanted])[0] {
            Found::Exact(s) => prop_assert_eq!(s.of(&new), span.of(&old)),
            Found::Moved { span, score } => {
                prop_assert!(Span::in_text(&new, span.start(), span.end()).is_ok());
                prop_assert!((LEAST_SCORE..=1.0).contains(score));
            }
            Found::Lost => {}
        }
    }
}

/// Ten thousand marks on a megabyte; the time is printed for whoever asks with `--nocapture`.
#[test]
fn many_marks_in_a_large_text() {
    let (_, text) = corpus(if cfg!(debug_assertions) { 10_000 } else { 120_000 });
    let text = Text::new(text);
    let count = if cfg!(debug_assertions) { 500 } else { 10_000 };
    let wanted: Vec<Wanted> = (0..count)
        .filter_map(|i| {
            let at = ByteOffset(text.len() / count * i);
            let start = text.next_boundary(Unit::Word, at);
            let end = text.next_end(Unit::Word, ByteOffset(start.0 + 30));
            let span = Span::new(start, end)?;
            Some((text.char_of(start), text.char_of(end), Quotation::of(&text, span)))
        })
        .collect();
    let mut new = text.as_str().replacen("nậm", "một chữ khác nậm", if cfg!(debug_assertions) { 60 } else { 700 });
    new.insert_str(0, "Tin mới: ");
    let new = Text::new(new);
    let started = std::time::Instant::now();
    let found = find_again(&new, &wanted);
    println!("{} marks, {} bytes: {:?}", wanted.len(), new.len(), started.elapsed());
    let lost = found.iter().filter(|f| matches!(f, Found::Lost)).count();
    assert!(lost * 100 <= wanted.len(), "{lost} of {} lost", wanted.len());
}

#[test]
fn changed_words_keep_to_whole_syllables() {
    let old = Text::new("Hội đàm giữa Tổng thống Lê Văn An và bà Mai hôm qua");
    let words = "Lê Văn An và";
    let at = old.as_str().find(words).unwrap_or_default();
    let span = Span::new(ByteOffset(at), ByteOffset(at + words.len())).unwrap();
    let wanted = (old.char_of(span.start()), old.char_of(span.end()), Quotation::of(&old, span));
    let new = Text::new("Tin nóng: Hội đàm giữa Tổng thống Trê Văn An vàng bà Mai hôm qua");
    let Some(Found::Moved { span, .. }) = find_again(&new, &[wanted]).pop() else { panic!("it is found") };
    let inside = |at: ByteOffset| new.unit_at(Unit::Syllable, at).is_some_and(|s| s.start() < at && at < s.end());
    assert!(!inside(span.start()) && !inside(span.end()), "{}", span.of(&new));
    assert!(span.of(&new).contains("Văn An"), "{}", span.of(&new));
}
