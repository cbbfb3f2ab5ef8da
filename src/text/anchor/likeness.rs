//! How alike two stretches of text are.

/// From 1 for the same to 0 for nothing in common, by the number of scalars to insert, delete or replace.
pub(super) fn likeness(a: &[char], b: &[char]) -> f32 {
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    1.0 - distance(a, b).min(longest) as f32 / longest as f32
}

/// The same for a context: `wanted` against the text that begins at the quotation's edge and goes away from it, of which as
/// much as fits best is taken.
pub(super) fn context_likeness(wanted: &[char], text: &[char]) -> f32 {
    if wanted.is_empty() || text.starts_with(wanted) {
        return 1.0;
    }
    let last = rows(wanted, text, usize::MAX);
    let least = last.into_iter().min().unwrap_or(wanted.len());
    1.0 - least.min(wanted.len()) as f32 / wanted.len() as f32
}

/// How many scalars to insert, delete or replace to make one of the other (Levenshtein); for short ones.
pub fn edits(a: &[char], b: &[char]) -> usize {
    rows(a, b, usize::MAX).last().copied().unwrap_or(a.len())
}

/// More table cells than this are not filled for one comparison.
const CELLS: usize = 1 << 21;

fn distance(a: &[char], b: &[char]) -> usize {
    // Beyond half of the longer the two count as unlike anyway.
    let band = a.len().max(b.len()) / 2 + 1;
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(..a.len() - same).unwrap_or_default(), b.get(..b.len() - same).unwrap_or_default());
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    if a.len().saturating_mul(b.len()) > CELLS {
        return rough_distance(a, b);
    }
    rows(a, b, band).last().copied().unwrap_or(a.len())
}

/// The last row of the table of edit distances: of all of `a` to each beginning of `b`. Cells farther than `band` from the
/// diagonal are not filled.
fn rows(a: &[char], b: &[char], band: usize) -> Vec<usize> {
    let far = a.len() + b.len();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let (from, to) = (i.saturating_sub(band), b.len().min(i.saturating_add(band).saturating_add(1)));
        // `corner` is the cell up and left of the one being filled, `left` the one beside it.
        let mut corner = far;
        let mut left = far;
        if from == 0
            && let Some(first) = row.first_mut()
        {
            corner = *first;
            *first = i + 1;
            left = i + 1;
        } else if let Some(before) = row.get(from) {
            corner = *before;
        }
        for (cell, y) in row.iter_mut().skip(from + 1).zip(b.iter().skip(from)).take(to - from.min(to)) {
            let best = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = *cell;
            *cell = best;
            left = best;
        }
        if let Some(cell) = row.get_mut(from)
            && from > 0
        {
            *cell = far;
        }
    }
    row
}

/// A bound from above for long stretches: piece by piece, each against the one at the same place.
fn rough_distance(a: &[char], b: &[char]) -> usize {
    let uneven = a.len().abs_diff(b.len());
    let mut sum = 0;
    for (a, b) in a.chunks(1024).zip(b.chunks(1024)) {
        sum += rows(a, b, 513).last().copied().unwrap_or(0);
    }
    sum + uneven
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(a: &[char], b: &[char]) -> usize {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = match (i, j) {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => {
                        (d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1])).min(d[i - 1][j] + 1).min(d[i][j - 1] + 1)
                    }
                };
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn distances_agree_with_the_whole_table(a in "[abc]{0,20}", b in "[abc]{0,20}") {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let (d, found) = (plain(&a, &b), distance(&a, &b));
            let longest = a.len().max(b.len());
            prop_assert!(found == d || (d > longest / 2 && found >= d), "{found} {d}");
            let context = (0..=b.len()).map(|j| plain(&a, &b[..j])).min().unwrap();
            let expected = if a.is_empty() { 1.0 } else { 1.0 - context.min(a.len()) as f32 / a.len() as f32 };
            prop_assert!((context_likeness(&a, &b) - expected).abs() < 1e-6);
        }
    }
}
