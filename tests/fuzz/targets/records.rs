//! Any bytes in a file of marks, of details or of labels are read or answered with a sentence, and the file stays as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whosaid::{
    model::{AnnotatorName, ArticleKey},
    store::{Home, Project},
};

fuzz_target!(|data: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    };
    write("articles/a.txt", "Bà Lan nói giá gạo sẽ tăng vào thứ Ba (7/12).".as_bytes());
    write("articles/a.meta.ron", data);
    write("annotations/Lan/a.ron", data);
    write("whosaid.ron", data);
    let (project, _) = Project::open_with(folder.path(), Home::nowhere()).expect("a project");
    let (key, lan) = (ArticleKey::new("a.txt").expect("a key"), AnnotatorName::new("Lan").expect("a name"));
    let _ = project.labels();
    let loaded = project.load(&key, &lan).expect("the article itself is sound");
    for (span, _) in loaded.set.placed() {
        assert!(!span.of(&loaded.text).is_empty());
    }
    assert_eq!(std::fs::read(folder.path().join("annotations/Lan/a.ron")).expect("the file"), data);
});
