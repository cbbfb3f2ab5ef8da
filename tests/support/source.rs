//! Rust sources as far as the guards need them: words and signs with their lines, paths with their imports expanded,
//! and what is compiled for tests only. Comments and literals are left out, so nothing in them can offend.

use std::collections::{HashMap, HashSet};

/// A word or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub line: usize,
    /// Whether it is compiled for tests only.
    pub test: bool,
}

impl Token {
    fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// A path as it is written or imported, such as `std::fs::read`, with its first word expanded by the file's imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The words; `*` at the end of a glob import.
    pub words: Vec<String>,
    pub line: usize,
    pub test: bool,
    /// Modules inside the file around it.
    pub depth: usize,
    /// The name it is imported under, in an import.
    pub imported: Option<String>,
}

/// A source taken apart.
pub struct Source {
    pub tokens: Vec<Token>,
    pub paths: Vec<Path>,
    /// Modules that are declared for tests only, by name.
    pub test_modules: HashSet<String>,
}

impl Source {
    pub fn of(source: &str) -> Self {
        let mut tokens = tokens(source);
        let test_modules = mark_tests(&mut tokens);
        let paths = paths(&tokens);
        Source { tokens, paths, test_modules }
    }

    /// Where these words and signs follow one another.
    pub fn find(&self, wanted: &[&str]) -> Vec<&Token> {
        let here = |at: &[Token]| at.iter().zip(wanted).all(|(t, w)| t.text == *w);
        self.tokens.windows(wanted.len()).filter(|at| here(at)).map(|at| &at[0]).collect()
    }
}

/// Takes a source apart into words and signs. `::` is one sign.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = Vec::new();
    let (mut i, mut line) = (0, 1);
    while i < chars.len() {
        let start = i;
        match at(i) {
            '/' if at(i + 1) == '/' => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
            }
            '"' => i = after_string(&chars, i + 1),
            '\'' if at(i + 1) == '\\' || at(i + 2) == '\'' => {
                i += if at(i + 1) == '\\' { 3 } else { 2 };
                while i < chars.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
            }
            c if c.is_alphanumeric() || c == '_' => {
                while at(i).is_alphanumeric() || at(i) == '_' {
                    i += 1;
                }
                let word: String = chars[start..i].iter().collect();
                let hashes = (i..).take_while(|n| at(*n) == '#').count();
                if matches!(&*word, "r" | "br" | "cr") && at(i + hashes) == '"' {
                    i = after_raw_string(&chars, i + hashes + 1, hashes);
                } else if !(matches!(&*word, "b" | "c") && matches!(at(i), '"' | '\'')) {
                    out.push(Token { text: word, line, test: false });
                }
            }
            ':' if at(i + 1) == ':' => {
                out.push(Token { text: "::".into(), line, test: false });
                i += 2;
            }
            c => {
                if !c.is_whitespace() {
                    out.push(Token { text: c.into(), line, test: false });
                }
                i += 1;
            }
        }
        line += chars[start..i.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    out
}

fn after_string(chars: &[char], mut i: usize) -> usize {
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

fn after_raw_string(chars: &[char], from: usize, hashes: usize) -> usize {
    let ends = |i: &usize| chars[*i] == '"' && chars[i + 1..].iter().take_while(|c| **c == '#').count() >= hashes;
    (from..chars.len()).find(ends).map_or(chars.len(), |i| i + 1 + hashes)
}

/// Marks what is compiled for tests only; gives the names of modules in files of their own among it.
fn mark_tests(tokens: &mut [Token]) -> HashSet<String> {
    let mut modules = HashSet::new();
    let mut i = 0;
    while i < tokens.len() {
        let Some(after) = test_attribute(tokens, i) else {
            i += 1;
            continue;
        };
        let mut end = after;
        // Further attributes belong to the same item.
        while text(tokens, end) == "#" && text(tokens, end + 1) == "[" {
            end = matching(tokens, end + 1) + 1;
        }
        let item = end;
        while end < tokens.len() && !matches!(text(tokens, end), ";" | "{") {
            end += 1;
        }
        if text(tokens, end) == "{" {
            end = matching(tokens, end);
        } else if let Some(m) = (item..end).find(|m| text(tokens, *m) == "mod") {
            modules.insert(text(tokens, m + 1).to_owned());
        }
        for token in tokens.iter_mut().take(end + 1).skip(i) {
            token.test = true;
        }
        i = end + 1;
    }
    modules
}

/// Where an attribute that stands at `i` and keeps its item for tests ends: `#[cfg(test)]`, `#[test]`, but not `cfg(not(test))`.
fn test_attribute(tokens: &[Token], i: usize) -> Option<usize> {
    if text(tokens, i) != "#" || text(tokens, i + 1) != "[" || !matches!(text(tokens, i + 2), "cfg" | "test") {
        return None;
    }
    let end = matching(tokens, i + 1);
    let words: Vec<&str> = tokens[i + 2..end].iter().map(|t| &*t.text).collect();
    (words.contains(&"test") && !words.contains(&"not") && !words.contains(&"any")).then_some(end + 1)
}

fn text(tokens: &[Token], i: usize) -> &str {
    tokens.get(i).map_or("", |t| &t.text)
}

/// The sign that closes the one at `open`.
fn matching(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (i, token) in tokens.iter().enumerate().skip(open) {
        match &*token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i;
        }
    }
    tokens.len()
}

/// Every path, imports first taken note of and then put in place of the names they bring.
fn paths(tokens: &[Token]) -> Vec<Path> {
    let mut out = Vec::new();
    let mut modules: Vec<usize> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        modules.retain(|end| *end > i);
        let token = &tokens[i];
        if token.text == "mod" && text(tokens, i + 2) == "{" {
            modules.push(matching(tokens, i + 2));
            i += 3;
        } else if token.text == "use" {
            let from = out.len();
            i = import(tokens, i + 1, &[], &mut out);
            for path in out.iter_mut().skip(from) {
                path.depth = modules.len();
            }
        } else if token.is_word() && !matches!(text(tokens, i.wrapping_sub(1)), "." | "$") {
            let mut words = vec![token.text.clone()];
            while text(tokens, i + 1) == "::" && tokens.get(i + 2).is_some_and(Token::is_word) {
                words.push(tokens[i + 2].text.clone());
                i += 2;
            }
            // `T::<U>::x` goes on as a path of its own; a word after `<` or alone is a path of one word.
            out.push(Path { words, line: token.line, test: token.test, depth: modules.len(), imported: None });
            i += 1;
        } else {
            i += 1;
        }
    }
    let imports: HashMap<String, Vec<String>> =
        out.iter().filter_map(|p| Some((p.imported.clone()?, p.words.clone()))).collect();
    for path in out.iter_mut().filter(|p| p.imported.is_none()) {
        if let Some(from) = imports.get(&path.words[0]) {
            path.words.splice(..1, from.iter().cloned());
        }
    }
    out
}

/// Reads the tree of an import from `i` on; gives where it ends.
fn import(tokens: &[Token], mut i: usize, before: &[String], out: &mut Vec<Path>) -> usize {
    let mut words = before.to_vec();
    while i < tokens.len() {
        let token = &tokens[i];
        match &*token.text {
            "::" => {}
            "{" => {
                let end = matching(tokens, i);
                i += 1;
                while i < end {
                    i = import(tokens, i, &words, out);
                    i += usize::from(text(tokens, i) == ",");
                }
                return end + 1;
            }
            word if token.is_word() || word == "*" => {
                if word != "self" || before.is_empty() {
                    words.push(word.to_owned());
                }
                if text(tokens, i + 1) != "::" {
                    let renamed = text(tokens, i + 1) == "as";
                    let name = if renamed {
                        text(tokens, i + 2).to_owned()
                    } else {
                        words.last().cloned().unwrap_or_default()
                    };
                    let (line, test) = (token.line, token.test);
                    out.push(Path { words, line, test, depth: 0, imported: Some(name) });
                    return i + if renamed { 3 } else { 1 };
                }
            }
            _ => return i + 1,
        }
        i += 1;
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths_of(source: &str) -> Vec<String> {
        Source::of(source).paths.iter().map(|p| p.words.join("::")).filter(|p| p.contains("::")).collect()
    }

    #[test]
    fn comments_and_literals_are_left_out() {
        let source = "// std::fs\n/* a /* b::c */ d::e */ \"x::y \\\" z::z\" r#\"p::\"q\"# b\"r::s\" 'a' '\\'' '\\u{1F4A7}' b'x' k::l<'a>";
        assert_eq!(paths_of(source), ["k::l"]);
        assert_eq!(Source::of("/*\n\n*/ x \"\n\" y").tokens.iter().map(|t| t.line).collect::<Vec<_>>(), [3, 4]);
    }

    #[test]
    fn imports_are_taken_apart_and_followed() {
        let source = "use a::{self, b::{c, d as e}, f::*}; pub(crate) use g::h; fn x() { e::y(); h::z; a::w }";
        assert_eq!(paths_of(source), ["a::b::c", "a::b::d", "a::f::*", "g::h", "a::b::d::y", "g::h::z", "a::w"]);
    }

    #[test]
    fn tests_are_known() {
        let source = "#[cfg(test)]\nmod a;\n#[cfg(test)] #[x(y)] mod b { fn c() { d } }\nfn e() {}\n#[cfg(not(test))] fn f() {} #[test] fn g() {}";
        let source = Source::of(source);
        let known: Vec<_> =
            source.tokens.iter().filter(|t| t.text.len() == 1 && t.is_word()).map(|t| (&*t.text, t.test)).collect();
        let wanted = [
            ("a", true),
            ("x", true),
            ("y", true),
            ("b", true),
            ("c", true),
            ("d", true),
            ("e", false),
            ("f", false),
            ("g", true),
        ];
        assert_eq!(known, wanted);
        assert_eq!(source.test_modules, HashSet::from(["a".to_owned()]));
    }
}
