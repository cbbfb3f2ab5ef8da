//! The dataset card: a new one, and one that people have written into.

use super::corpus::{labels, story};
use crate::formats::{Doc, Facts, Job, Kept, Split, card, export};

fn facts() -> Facts {
    let mut facts = Facts::new("Lời: “ai nói” # 1", &labels());
    facts.labels[0].1 = "# Actor\n\nWho *speaks*, or `acts` | is quoted. Not places.\n\nMore.".into();
    facts.columns = vec![("text", "the article")];
    facts.shown = "text";
    let about = export("jsonl").unwrap().about();
    let job = Job::default();
    let mut count = |doc: &Doc| facts.count(doc, &Kept::of(doc, about, &job));
    let mut doc = story("a", "[Actor An] nói [Claim mưa to] [Actor An]");
    doc.about.metadata.language = Some("vi".into());
    doc.about.annotator = "Lan_1".into();
    count(&doc);
    doc.about.split = Some("dev".into());
    doc.about.metadata.language = Some("Tiếng Việt".into());
    count(&doc);
    facts
}

#[test]
fn a_new_card_to_the_letter() {
    let want = r#"---
pretty_name: "Lời: “ai nói” # 1"
language:
- "vi"
task_categories:
- "token-classification"
size_categories:
- "n<1K"
configs:
- config_name: default
  data_files:
  - split: "train"
    path: "data/train-*.parquet"
  - split: "validation"
    path: "data/validation-*.parquet"
dataset_info:
  splits:
  - name: "train"
    num_bytes: 0
    num_examples: 1
  - name: "validation"
    num_bytes: 0
    num_examples: 1
---

# Lời: “ai nói” \# 1

(What this dataset is, where the articles come from, and who may use it: to be written by hand. A
licence goes into the lines at the top of this file, as `license: …`.)

<!-- whosaid: labels, written by the export; edits between these two lines are lost -->
## Labels

| label | what it marks |
|---|---|
| Actor | Who speaks, or acts \| is quoted. |
| Claim |  |
| Date |  |
<!-- whosaid: end of labels -->

<!-- whosaid: numbers, written by the export; edits between these two lines are lost -->
## Numbers

| part | documents | characters | Actor | Claim | Date |
|---|--:|--:|--:|--:|--:|
| train | 1 | 16 | 2 | 1 | 0 |
| validation | 1 | 16 | 2 | 1 | 0 |
<!-- whosaid: end of numbers -->

<!-- whosaid: annotation, written by the export; edits between these two lines are lost -->
## Annotation

Articles were marked by people with Whosaid. Annotators: Lan\_1. Nothing of the texts was changed.
<!-- whosaid: end of annotation -->

<!-- whosaid: use, written by the export; edits between these two lines are lost -->
## Use

```python
from datasets import load_dataset
data = load_dataset("path/to/this/folder")
print(data["train"][0]["text"])
```

| column | what it has |
|---|---|
| `text` | the article |
<!-- whosaid: end of use -->
"#;
    assert_eq!(card(&facts(), ""), want);
}

#[test]
fn a_card_that_is_up_to_date_stays_as_it_is() {
    let mut facts = facts();
    facts.agreement = vec![("Krippendorff's α".into(), "0.81".into())];
    let first = card(&facts, "");
    assert!(first.contains("| Krippendorff's α | 0.81 |"));
    assert_eq!(card(&facts, &first), first);
}

#[test]
fn what_people_wrote_stays() {
    let facts = facts();
    let fresh = card(&facts, "");
    let by_hand = fresh
        .replace(
            "task_categories:\n- \"token-classification\"\n",
            "task_categories: [other]\n\n# mine\nlicense: cc-by-4.0\n",
        )
        .replace("language:\n- \"vi\"", "\"language\":\n  - en\n\n  - fr")
        .replace("configs:", "tags:\n- news # ours\nconfigs:")
        .replace("# Lời", "# My own title\n\nLời")
        .replace("## Numbers", "## Zahlen")
        .replace("<!-- whosaid: end of labels -->\n", "<!-- whosaid: end of labels -->\nMy remark on labels.\n");
    let again = card(&facts, &by_hand);
    let want = fresh
        .replace("size_categories", "\n# mine\nlicense: cc-by-4.0\nsize_categories")
        .replace("configs:", "tags:\n- news # ours\nconfigs:")
        .replace("# Lời", "# My own title\n\nLời")
        .replace("<!-- whosaid: end of labels -->\n", "<!-- whosaid: end of labels -->\nMy remark on labels.\n");
    assert_eq!(again, want);
}

#[test]
fn parts_come_and_go_at_their_place() {
    let mut facts = facts();
    let without = card(&facts, "");
    facts.agreement = vec![("F1".into(), "0.9".into())];
    let with = card(&facts, &without);
    let at = |text: &str| with.find(text).unwrap();
    assert!(at("end of annotation") < at("## Agreement") && at("## Agreement") < at("## Use"));
    facts.agreement.clear();
    let gone = card(&facts, &with);
    assert!(!gone.contains("Agreement"));
    assert_eq!(gone.replace("\n\n\n", "\n\n"), without);
}

#[test]
fn a_card_that_was_never_ours_is_added_to() {
    for there in ["# Só liệu\r\n\r\nCủa tôi.", "---\nlicense: mit\n---\nCủa tôi.\n", "---\nnot closed: yes\n\nCủa tôi."]
    {
        let text = card(&facts(), there);
        assert!(text.contains("Của tôi."), "{text}");
        assert_eq!(text.matches("## Labels").count(), 1);
        assert_eq!(card(&facts(), &text), text);
        assert_eq!(there.contains("license"), text.starts_with("---\nlicense: mit\npretty_name:"));
    }
}

#[test]
fn no_name_disturbs_the_card() {
    let mut facts = facts();
    facts.title = "a\"b\\c: - #\n---\n\u{85}\u{7f}\u{2028}<!-- whosaid: end of labels -->".into();
    facts.labels[0].0 = "A|B\n<!-- whosaid: end of labels --> `x` [y](z)".into();
    let text = card(&facts, "");
    assert!(text.starts_with("---\npretty_name: \"a\\\"b\\\\c: - #\\n---\\n\\u0085\\u007f\\u2028<!-- whosaid"));
    assert!(text.contains("| A\\|B &lt;!-- whosaid: end of labels --&gt; \\`x\\` \\[y\\](z) |"));
    assert_eq!(card(&facts, &text), text);
}

#[test]
fn a_card_tells_people_from_machines_and_composed_texts_from_others() {
    let mut facts = facts();
    facts.annotators.insert("machine: tagger".into());
    facts.composed = true;
    let all = card(&facts, "");
    assert!(
        all.contains("Annotators: Lan\\_1. Machines made these annotations: machine: tagger. The texts are composed"),
        "{all}"
    );
    facts.annotators = ["machine: tagger".into()].into();
    assert!(!card(&facts, "").contains("by people"));
}

#[test]
fn parts_stand_in_the_order_of_their_use() {
    let mut facts = facts();
    for name in ["test", "extra"] {
        facts.splits.insert(name.into(), Split::default());
    }
    let text = card(&facts, "");
    let at = |name: &str| text.find(&format!("- split: \"{name}\"")).unwrap();
    assert!(at("train") < at("validation") && at("validation") < at("test") && at("test") < at("extra"));
    assert!(text.contains("print(data[\"train\"]"));
}
