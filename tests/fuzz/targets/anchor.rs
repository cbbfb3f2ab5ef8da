//! Words are found again in any other text, on whole characters, or are lost; never anything else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid::text::{ByteOffset, Found, Quotation, Span, Text, find_again};

fuzz_target!(|data: (String, String, Vec<(u16, u16)>)| {
    let (old, new) = (Text::new(data.0), Text::new(data.1));
    let spans = data.2.iter().take(40).filter_map(|(a, b)| {
        Span::between(&old, ByteOffset((*a as usize).min(old.len())), ByteOffset((*b as usize).min(old.len())))
    });
    let wanted: Vec<_> =
        spans.map(|s| (old.char_of(s.start()), old.char_of(s.end()), Quotation::of(&old, s))).collect();
    for found in find_again(&new, &wanted) {
        if let Found::Exact(span) | Found::Moved { span, .. } = found {
            assert!(Span::in_text(&new, span.start(), span.end()).is_ok());
        }
    }
});
