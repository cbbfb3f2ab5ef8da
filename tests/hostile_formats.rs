//! Hostile files for every import of the list: sound ones cut off, with bits flipped, mixed with one another, under odd names.
//! A new format is covered unasked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "support/formats.rs"]
mod formats;

use formats::{Folder, read, samples};

/// Pieces that break things in one format or another.
const PIECES: [&[u8]; 32] = [
    b"{",
    b"[",
    b"}",
    b"]",
    b"\"",
    b"'",
    b"\\",
    b"\\ud800",
    b"\n",
    b"\n\n",
    b"\r",
    b"\t",
    b",",
    b":",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b"null",
    b"<",
    b"</",
    b"&#0;",
    b"&a;",
    b"]]>",
    b"<!--",
    b"../",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xcc\x82",
    b"\xf0\x9f\x87\xbb",
    b"\xe2\x80\xa8",
    b"\xc1",
];

/// The same numbers every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// A file with something done to it.
fn damaged(good: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=chance.below(3) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(7) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let twice = bytes[at..end].to_vec();
                bytes.splice(at..at, twice);
            }
            4 => {
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(60)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            5 => drop(bytes.splice(at..end, PIECES[chance.below(PIECES.len())].iter().copied())),
            _ => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].iter().copied())),
        }
    }
    bytes
}

#[test]
fn damaged_files_are_told_or_read() {
    let samples = samples();
    let mut chance = Chance(7);
    for (import, folder) in &samples {
        let files = folder.files();
        assert!(read(*import, folder) > 0, "{}: the sound files are read", import.about().id);
        for round in 0..60 {
            let mut now = files.clone();
            let which = chance.below(now.len());
            let (_, other) = &samples[chance.below(samples.len())];
            let other = other.files();
            let other = &other[chance.below(other.len())].1;
            let good = std::mem::take(&mut now[which].1);
            // Each place it could be cut off at, as far as there are rounds; then all else.
            now[which].1 = match round {
                0 => Vec::new(),
                1..16 => good[..good.len() * round / 16].to_vec(),
                _ => damaged(&good, other, &mut chance),
            };
            read(*import, &Folder::with(now));
        }
    }
}

#[test]
fn files_of_other_formats_are_told_or_read() {
    let samples = samples();
    for (import, _) in &samples {
        for (_, folder) in &samples {
            read(*import, folder);
            // One file alone may be of any format.
            for file in folder.files() {
                read(*import, &Folder::with(vec![file]));
            }
        }
    }
}

#[test]
fn missing_files_and_odd_names_are_told() {
    for (import, folder) in samples() {
        let files = folder.files();
        read(import, &Folder::with(Vec::new()));
        for without in 0..files.len() {
            let mut now = files.clone();
            now.remove(without);
            read(import, &Folder::with(now));
        }
        for before in ["../", "/", "a\\", "con/", "\u{202e}", " ", ".", &"x/".repeat(2000)] {
            let odd = files.iter().map(|(name, bytes)| (format!("{before}{name}"), bytes.clone())).collect();
            read(import, &Folder::with(odd));
        }
    }
}

#[test]
fn deep_nesting_overflows_nothing() {
    for (import, folder) in samples() {
        for piece in ["[", "{\"a\":", "{\"text\":[", "<a>", "(", "((S", "a|", "\"", "\t", "x \n\n"] {
            for (name, good) in folder.files() {
                let mut deep = piece.repeat(20_000).into_bytes();
                deep.extend(good);
                read(import, &Folder::with(vec![(name, deep)]));
            }
        }
    }
}
