//! Any bytes are a text or a sentence, and every boundary of a text stands between whole characters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid::text::{ByteOffset, Unit, decode};

fuzz_target!(|data: &[u8]| {
    let Ok(decoded) = decode(data) else { return };
    let text = decoded.text;
    for at in (0..=text.len().min(400)).map(ByteOffset) {
        for unit in [Unit::Syllable, Unit::Word, Unit::Clause, Unit::Sentence] {
            for place in [text.next_boundary(unit, at), text.prev_boundary(unit, at), text.next_end(unit, at)] {
                assert!(text.is_grapheme_boundary(place));
            }
        }
        if let Some(span) = text.snap(at, text.end()) {
            assert!(text.is_grapheme_boundary(span.start()) && text.is_grapheme_boundary(span.end()));
        }
    }
});
