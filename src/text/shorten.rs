//! A text on one line.

/// A text on one line, blanks drawn together, at most so many Unicode scalars, with `…` where it was cut.
pub fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        let blank = (!line.is_empty()).then_some(' ');
        for c in blank.into_iter().chain(word.chars()) {
            if count == most {
                line.truncate(line.trim_end().len());
                line.push('…');
                return line;
            }
            line.push(c);
            count += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_and_says_so() {
        assert_eq!(one_line("  một\n hai  ba ", 20), "một hai ba");
        assert_eq!(one_line("một hai ba", 10), "một hai ba");
        assert_eq!(one_line("một hai ba", 8), "một hai…");
        assert_eq!(one_line("một hai ba", 5), "một h…");
        assert_eq!(one_line("", 5), "");
    }
}
