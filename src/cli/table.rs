//! Tables on the terminal.

use unicode_segmentation::UnicodeSegmentation;

/// How wide a table may be before its columns go on below.
const WIDEST: usize = 110;

/// How many columns of a terminal some words take, about.
pub(super) fn width(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Adds words, and blanks up to a width.
pub(super) fn pad(out: &mut String, text: &str, to: usize) {
    out.push_str(text);
    out.push_str(&" ".repeat(to.saturating_sub(width(text))));
}

/// Adds a table after a blank line: names on the left, cells under their headings.
pub(super) fn table(out: &mut String, title: &str, headings: &[String], rows: &[(String, Vec<String>)]) {
    let first = rows.iter().map(|(name, _)| width(name)).chain([width(title)]).max().unwrap_or(0);
    out.push('\n');
    let mut line = |name: &str, cells: &[String]| {
        pad(out, name, first);
        for (cell, heading) in cells.iter().zip(headings) {
            // Counts of up to six digits stay under their heading.
            let wide = width(heading).max(6);
            out.push_str(&" ".repeat(2 + wide.saturating_sub(width(cell))));
            out.push_str(cell);
        }
        out.push('\n');
    };
    line(title, headings);
    for (name, cells) in rows {
        line(name, cells);
    }
}

/// The same, with columns that have no room beside the others in tables of their own below.
pub(super) fn tables(out: &mut String, title: &str, headings: &[String], rows: &[(String, Vec<String>)]) {
    let first = rows.iter().map(|(name, _)| width(name)).chain([width(title)]).max().unwrap_or(0);
    let mut from = 0;
    while from < headings.len() {
        let mut used = first;
        let fits = headings.iter().skip(from).take_while(|heading| {
            used += 2 + width(heading).max(6);
            used <= WIDEST
        });
        let to = from + fits.count().max(1);
        let part = |cells: &[String]| cells.get(from..to).unwrap_or_default().to_vec();
        let rows: Vec<_> = rows.iter().map(|(name, cells)| (name.clone(), part(cells))).collect();
        table(out, title, &part(headings), &rows);
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_tables_go_on_below() {
        let words = |n: usize| (0..n).map(|i| format!("column {i}")).collect::<Vec<_>>();
        let mut out = String::new();
        tables(&mut out, "T", &words(25), &[("Bà".into(), words(25))]);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 9, "{out}");
        assert!(lines.iter().all(|line| width(line) <= WIDEST), "{out}");
        assert_eq!(out.matches("column 24").count(), 2);
        // A column that is wider than all stands alone.
        let mut out = String::new();
        tables(&mut out, "T", &["x".repeat(200), "y".into()], &[("a".into(), vec!["1".into(), "2".into()])]);
        assert_eq!(out.lines().count(), 6, "{out}");
    }
}
