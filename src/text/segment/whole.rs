//! All sentences and all quotations of a text, for whoever looks through the whole of it.

use super::{REACH, marks, sentence};
use crate::text::{ByteOffset, Span, Text};

impl Text {
    /// All sentences in order, without the blanks between them; what stands on a line of its own without a stop is one too. A
    /// paragraph of more than 32 KiB is read in parts.
    pub fn sentences(&self) -> Vec<Span> {
        let mut all = Vec::new();
        for (start, end, _) in self.parts() {
            all.extend(sentence::sentences(self.as_str(), start, end).into_iter().filter_map(|s| self.cut(s)));
        }
        all
    }

    /// What stands inside quotation marks, in order, the outermost where they nest; each without blanks at its edges and
    /// without the comma that English puts before the closing mark. A paragraph of more than 32 KiB is read in parts.
    pub fn quotations(&self) -> Vec<Span> {
        let mut all: Vec<Span> = Vec::new();
        for (start, end, whole) in self.parts() {
            let found = marks::all_quotations(self.as_str(), (start, end), whole);
            all.extend(found.into_iter().filter_map(|s| self.cut(s)));
        }
        all
    }

    fn cut(&self, (start, end): (usize, usize)) -> Option<Span> {
        Span::between(self, ByteOffset(start), ByteOffset(end))
    }

    /// The paragraphs, long ones in parts; with each whether it begins a paragraph.
    fn parts(&self) -> Vec<(usize, usize, bool)> {
        let mut parts = Vec::new();
        for line in self.paragraphs() {
            let (mut at, mut first) = (line.start.0, true);
            while at < line.end.0 {
                let end = if line.end.0 - at <= REACH {
                    line.end.0
                } else {
                    self.grapheme_ceil(ByteOffset(at + REACH)).0.min(line.end.0)
                };
                parts.push((at, end, first));
                (at, first) = (end, false);
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Unit;
    use proptest::prelude::*;

    fn words(text: &str, of: impl Fn(&Text) -> Vec<Span>) -> Vec<String> {
        let text = Text::new(text);
        of(&text).into_iter().map(|s| s.of(&text).to_owned()).collect()
    }

    #[test]
    fn quotations_are_told_without_their_marks_and_the_outermost_alone() {
        let text =
            "Bà nói: “Tôi không ‘biết’ gì”, rồi đi.\n\"It rained,\" he said. \"A lot.\"\n“Mở đầu\nmà không đóng.";
        let found = words(text, Text::quotations);
        assert_eq!(found, ["Tôi không ‘biết’ gì", "It rained", "A lot.", "Mở đầu"]);
        assert!(words("Không có gì (trong ngoặc) cả, don't.", Text::quotations).is_empty());
    }

    #[test]
    fn sentences_of_all_lines() {
        let text = "Tiêu đề\n\nÔng Nam đến. Bà Lan đi!\r\nHết";
        assert_eq!(words(text, Text::sentences), ["Tiêu đề", "Ông Nam đến.", "Bà Lan đi!", "Hết"]);
        let long = "Dài lắm. ".repeat(9000);
        assert!(words(&long, Text::sentences).len() >= 9000);
    }

    proptest! {
        #[test]
        fn sentences_are_those_of_each_place(text in "(\\PC|[a-zổ\"“”.,!?\n ]){0,80}") {
            let text = Text::new(text);
            let all = text.sentences();
            prop_assert!(all.windows(2).all(|w| w[0].end() <= w[1].start()));
            for span in &all {
                prop_assert_eq!(text.unit_at(Unit::Sentence, span.start()), Some(*span));
            }
        }

        #[test]
        fn quotations_lie_apart(text in "([a-zổ\"“”‘’«».,!?\n ]){0,80}") {
            let text = Text::new(text);
            let quotations = text.quotations();
            prop_assert!(quotations.windows(2).all(|w| w[0].end() <= w[1].start()), "{:?}", quotations);
            for span in quotations {
                prop_assert!(text.quotation_at(span.start()).is_some());
            }
        }
    }
}
