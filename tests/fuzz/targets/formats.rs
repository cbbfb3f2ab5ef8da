//! Any bytes in any file of any format are read or told in a sentence, and every mark that comes of them is on whole characters.
#![no_main]

#[path = "../../support/formats.rs"]
mod formats;

use formats::{Folder, read, samples};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static SAMPLES: Vec<(&'static dyn whosaid::formats::Import, Folder)> = samples();
}

fuzz_target!(|data: &[u8]| {
    // Which file of a folder they are, the others being sound; the rest is the file.
    let Some((which, bytes)) = data.split_first() else { return };
    SAMPLES.with(|samples| {
        for (import, folder) in samples {
            let mut files = folder.files();
            let which = *which as usize % files.len();
            files[which].1 = bytes.to_vec();
            read(*import, &Folder::with(files));
        }
    });
});
