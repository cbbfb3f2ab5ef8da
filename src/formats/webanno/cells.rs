//! The cells of a line: values with escapes, bars and numbers.

/// A value as it stands in a cell: `*` for none.
pub fn value(of: &str) -> String {
    if of.is_empty() {
        return "*".into();
    }
    let mut out = String::with_capacity(of.len());
    let mut chars = of.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '-' if chars.peek() == Some(&'>') => out.push_str("\\-"),
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A line of text behind `#Text=`.
pub fn text(of: &str) -> String {
    let mut out = String::with_capacity(of.len());
    for c in of.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{c}' => out.push_str("\\f"),
            '\u{8}' => out.push_str("\\b"),
            c => out.push(c),
        }
    }
    out
}

/// A value or a text without its escapes.
pub fn plain(of: &str) -> String {
    let mut out = String::with_capacity(of.len());
    let mut chars = of.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('f') => out.push('\u{c}'),
                Some('b') => out.push('\u{8}'),
                Some(c) => out.push(c),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

/// The values of a cell, each with its number: none for `_`; a value that is `*` is `None`.
pub fn values(cell: &str) -> Vec<(Option<String>, Option<u64>)> {
    if cell.is_empty() || cell == "_" {
        return Vec::new();
    }
    let (mut all, mut from, mut escaped) = (Vec::new(), 0, false);
    for (at, c) in cell.char_indices() {
        if c == '|' && !escaped {
            all.push(cell.get(from..at).unwrap_or(""));
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    all.push(cell.get(from..).unwrap_or(""));
    let one = |value: &str| {
        let (value, number) = numbered(value).map_or((value, None), |(value, n)| (value, n.parse().ok()));
        (if value == "*" { None } else { Some(plain(value)) }, number)
    };
    all.into_iter().map(one).collect()
}

/// A value with what stands in brackets behind it, such as a number, or the two of a link.
pub fn numbered(value: &str) -> Option<(&str, &str)> {
    let (value, number) = value.strip_suffix(']')?.rsplit_once('[')?;
    let digits = number.bytes().all(|b| b.is_ascii_digit() || b == b'_') && !number.is_empty();
    // An odd number of escapes before the bracket: it is of the value.
    let escapes = value.bytes().rev().take_while(|b| *b == b'\\').count();
    (digits && escapes % 2 == 0).then_some((value, number))
}
