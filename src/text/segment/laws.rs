//! Laws on any text.

use super::*;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn texts() -> impl Strategy<Value = Text> {
    "([a-zđưởA-ZĐ0-9]{1,3}|[ \n.,;:!?…()\\[\\]\"'“”‘’«»—–/+%$-]|\r\n|\\. |o\u{302}\u{309}|👩\u{200d}🚀|🇻🇳|水|カ|น้|\u{301}|\u{200b}|\\PC){0,40}"
        .prop_map(|t| Text::new(t.as_str()))
}

fn nth(text: &Text, i: usize) -> ByteOffset {
    ByteOffset(text.as_str().floor_char_boundary(i % (text.len() + 1)))
}

/// All units, by walking from the start.
fn walk(text: &Text, unit: Unit) -> Vec<Span> {
    let mut starts = vec![ByteOffset(0)];
    while let Some(last) = starts.last().copied().filter(|l| *l < text.end()) {
        starts.push(text.next_boundary(unit, last));
    }
    starts.dedup();
    starts
        .into_iter()
        .filter(|s| *s < text.end())
        .filter_map(|s| text.unit_at(unit, s).filter(|u| u.start() == s))
        // Free punctuation at the text's start is no unit to walk to.
        .filter(|u| {
            !(u.start().0 == 0 && text.prev_end(unit, ByteOffset(u.end().0 + 1)) != u.end() && u.end() < text.end())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn units_are_in_order_apart_and_whole(text in texts(), i in any::<usize>()) {
        let at = nth(&text, i);
        for unit in Unit::ALL {
            let units = walk(&text, unit);
            for pair in units.windows(2) {
                prop_assert!(pair[0].end() <= pair[1].start(), "{unit:?} {units:?}");
            }
            for u in &units {
                prop_assert!(Span::in_text(&text, u.start(), u.end()).is_ok(), "{unit:?} {u:?}");
                prop_assert_eq!(text.unit_at(unit, u.start()), Some(*u));
            }
            let starts = || units.iter().map(|u| u.start());
            let next = text.next_boundary(unit, at);
            prop_assert!(next > at || at == text.end());
            prop_assert_eq!(next, starts().find(|s| *s > at).unwrap_or(text.end()), "{:?}", unit);
            let previous = text.prev_boundary(unit, at);
            prop_assert!(previous < at || at.0 == 0);
            let ends = || units.iter().map(|u| u.end());
            let skip_first = |s: &ByteOffset| s.0 > 0;
            prop_assert_eq!(previous, starts().filter(skip_first).rfind(|s| *s < at).unwrap_or_default(), "{:?}", unit);
            // What the walk cannot see: whether punctuation at the very start is a unit.
            let first = units.first().map_or(0, |u| u.end().0);
            if at.0 > first {
                prop_assert_eq!(text.next_end(unit, at), ends().find(|s| *s > at).unwrap_or(text.grapheme_ceil(at)), "{:?}", unit);
            }
            let back = text.prev_end(unit, at);
            prop_assert!(back <= at && text.is_grapheme_boundary(back));
            if let Some(u) = text.unit_at(unit, at) {
                let at = text.grapheme_floor(at);
                prop_assert!(u.start() <= at && at <= u.end() && Span::in_text(&text, u.start(), u.end()).is_ok());
                prop_assert_eq!(text.unit_at(unit, u.start()), Some(u));
            }
        }
    }

    #[test]
    fn a_snapped_selection_stays(text in texts(), i in any::<usize>(), j in any::<usize>()) {
        let (a, b) = (nth(&text, i), nth(&text, j));
        prop_assert_eq!(text.snap(a, b), text.snap(b, a));
        if let Some(s) = text.snap(a, b) {
            prop_assert!(Span::in_text(&text, s.start(), s.end()).is_ok());
            prop_assert_eq!(text.snap(s.start(), s.end()), Some(s), "{:?}", s.of(&text));
            prop_assert_eq!(text.trim(s), Some(s));
            prop_assert!(!s.of(&text).starts_with([' ', '\n']) && !s.of(&text).ends_with([' ', '\n']));
        }
    }

    #[test]
    fn a_selection_grows_to_the_whole_text(text in texts(), i in any::<usize>(), j in any::<usize>()) {
        if let Some(mut span) = Span::between(&text, nth(&text, i), nth(&text, j)) {
            for _ in 0..60 {
                let larger = text.grow(span);
                prop_assert!(larger.covers(span) && Span::in_text(&text, larger.start(), larger.end()).is_ok());
                prop_assert!(larger.len() > span.len() || span.len() == text.len());
                span = larger;
            }
            prop_assert_eq!(span.len(), text.len());
        }
    }

    #[test]
    fn sentences_leave_nothing_but_blanks_out(text in texts(), i in any::<usize>()) {
        let at = nth(&text, i);
        if let Some(c) = text.from(at).chars().next().filter(|c| !c.is_whitespace() && !c.is_control()) {
            if text.is_grapheme_boundary(at) && !matches!(c, '\u{200b}' | '\u{feff}' | '\u{180e}') {
                prop_assert!(text.unit_at(Unit::Sentence, at).is_some_and(|s| s.contains(at)));
            }
            for inner in [text.unit_at(Unit::Sentence, at), text.quotation_at(at)].into_iter().flatten() {
                prop_assert!(!inner.of(&text).contains('\n'));
                prop_assert!(Span::in_text(&text, inner.start(), inner.end()).is_ok());
            }
        }
    }

    #[test]
    fn composed_and_decomposed_text_has_the_same_units(words in "([a-zà-öø-ÿăĩũơưạ-ỹđA-Z0-9]{1,6}[ .,:;!?“”()/-]{1,2}){1,12}") {
        let (c, d) = (Text::new(words.nfc().collect::<String>()), Text::new(words.nfd().collect::<String>()));
        for unit in Unit::ALL {
            let composed: Vec<String> = walk(&c, unit).iter().map(|s| s.of(&c).to_owned()).collect();
            let decomposed: Vec<String> = walk(&d, unit).iter().map(|s| s.of(&d).nfc().collect()).collect();
            prop_assert_eq!(composed, decomposed);
        }
    }

    #[test]
    fn lines_agree_with_splitting(text in "([a-zđ\u{2027}\u{2030}\u{84}]|\r\n|[\n\r\u{b}\u{c}\u{85}\u{2028}\u{2029}]){0,40}") {
        let t = Text::new(text.as_str());
        let plain: Vec<String> = text.replace("\r\n", "\n").split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(str::to_owned).collect();
        let lines: Vec<String> = t.paragraphs().into_iter().map(|r| t.get(r.start, r.end).unwrap().to_owned()).collect();
        prop_assert_eq!(lines, plain);
    }
}
