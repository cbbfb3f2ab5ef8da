//! A number with its unit.

/// A number with its unit: `1 article`, `2 articles`.
pub fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}
