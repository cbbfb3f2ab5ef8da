//! Hugging Face datasets: files, parts of the dataset, what others' tables look like, and what is broken.

use super::{Folder, corpus::corpus, corpus::story, job, read, round_trip, written};
use crate::formats::{
    At, Body, Export, Incoming, Kept, Rejected, Scratch, Sink,
    hf::{Hf, HfRows, HfTokens},
};
use arrow_array::{
    Array, ArrayRef, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
    builder::{Int64Builder, ListBuilder, StringBuilder},
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields, Schema};
use parquet::{arrow::ArrowWriter, basic::Compression, file::metadata::KeyValue, file::properties::WriterProperties};
use std::{
    io::{self, Write},
    sync::Arc,
};

/// A Parquet file of columns, with what it says of its features.
fn table(columns: Vec<(&str, ArrayRef)>, features: &str) -> Vec<u8> {
    let fields: Vec<_> = columns.iter().map(|(name, of)| Field::new(*name, of.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns.into_iter().map(|(_, of)| of).collect()).unwrap();
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    if !features.is_empty() {
        let said = format!(r#"{{"info": {{"features": {features}}}}}"#);
        writer.append_key_value_metadata(KeyValue::new("huggingface".into(), said));
    }
    writer.close().unwrap();
    bytes
}

fn strings(of: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(of.to_vec()))
}

fn numbers(of: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(of.to_vec()))
}

/// A list of structs for each row.
fn records(lengths: &[usize], columns: Vec<(&str, ArrayRef)>) -> ArrayRef {
    let fields: Fields = columns.iter().map(|(n, of)| Field::new(*n, of.data_type().clone(), true)).collect();
    let of = StructArray::new(fields.clone(), columns.into_iter().map(|(_, of)| of).collect(), None);
    let field = Arc::new(Field::new("item", DataType::Struct(fields), true));
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Arc::new(ListArray::new(field, offsets, Arc::new(of), None))
}

fn words(rows: &[&[&str]]) -> ArrayRef {
    let mut list = ListBuilder::new(StringBuilder::new());
    rows.iter().for_each(|row| list.append_value(row.iter().map(Some)));
    Arc::new(list.finish())
}

fn tags(rows: &[&[i64]]) -> ArrayRef {
    let mut list = ListBuilder::new(Int64Builder::new());
    rows.iter().for_each(|row| list.append_value(row.iter().copied().map(Some)));
    Arc::new(list.finish())
}

fn reading(bytes: &[u8]) -> (Vec<Incoming>, Vec<Rejected>) {
    read(&HfRows, &Folder::with(&[("data/test-00000-of-00001.parquet", bytes)]))
}

fn places(doc: &Incoming) -> Vec<(&At, &str, &str)> {
    doc.marks.iter().map(|m| (&m.at, m.label.as_str(), m.quote.as_deref().unwrap_or(""))).collect()
}

#[test]
fn parts_of_the_dataset_are_files_that_the_card_names() {
    let mut docs = vec![story("a", "[Actor x]"), story("b", "y"), story("c", "z")];
    docs[1].about.split = Some("dev".into());
    docs[2].about.split = Some("test".into());
    let folder = round_trip(&Hf, &docs[..1], &job());
    assert_eq!(folder.names, ["hf/README.md", "hf/data/train-00000-of-00001.parquet"]);
    let folder = written(&Hf, &docs, &job());
    let names = ["test", "train", "validation"].map(|part| format!("hf/data/{part}-00000-of-00001.parquet"));
    assert_eq!(folder.names[1..], names);
    assert!(
        folder.text("hf/README.md").contains("  - split: \"validation\"\n    path: \"data/validation-*.parquet\"\n")
    );
    let (back, rejected) = read(&HfRows, &folder);
    assert_eq!(rejected, []);
    let parts: Vec<_> = back.iter().map(|d| (d.id.as_deref().unwrap(), d.about.split.as_deref().unwrap())).collect();
    assert_eq!(parts, [("c", "test"), ("a", "train"), ("b", "dev")]);
}

/// A folder in which an export was before, and its card edited.
struct Before(Folder, String);

impl Sink for Before {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        self.0.create(name)
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        self.0.scratch()
    }

    fn earlier(&self, name: &str) -> Option<String> {
        (name == "hf/README.md").then(|| self.1.clone())
    }
}

#[test]
fn what_people_wrote_into_the_card_is_in_the_next_one() {
    let (docs, job) = ([story("a", "[Actor x]")], job());
    let card = written(&Hf, &docs, &job).text("hf/README.md");
    let edited = card
        .replace("---\npretty_name", "---\nlicense: cc0-1.0\npretty_name")
        .replace("| train | 1 |", "| train | 9 |");
    let mut out = Before(Folder::default(), edited);
    let mut writer = Hf.begin(&job, &mut out).unwrap();
    writer.doc(0, &docs[0], &Kept::of(&docs[0], Hf.about(), &job), &mut out).unwrap();
    writer.end(&mut out).unwrap();
    assert_eq!(out.0.text("hf/README.md"), card.replace("---\npretty_name", "---\nlicense: cc0-1.0\npretty_name"));
}

#[test]
fn no_document_makes_an_empty_file() {
    for folder in [written(&Hf, &[], &job()), written(&HfTokens, &[], &job())] {
        assert_eq!(folder.names.len(), 2);
        let (docs, rejected) = read(&HfRows, &folder);
        assert!(docs.is_empty());
        assert_eq!(rejected, []);
    }
}

#[test]
fn many_row_groups_come_back_in_order() {
    let long = "Sông dài chảy mãi. ".repeat(20_000);
    let docs: Vec<_> = (0..60).map(|n| story(&format!("d{n}"), &format!("[Actor An {n}] {long}"))).collect();
    round_trip(&Hf, &docs, &job());
}

#[test]
fn labels_that_the_project_lacks_get_tags_too() {
    let folder = round_trip(&HfTokens, &[story("a", "[Nơi Huế mưa] to [Actor An]")], &job());
    let bytes = folder.bytes("hf_tokens/data/train-00000-of-00001.parquet");
    let names = r#""names":["O","B-Actor","I-Actor","B-Claim","I-Claim","B-Date","I-Date","B-Nơi","I-Nơi"]"#;
    assert!(bytes.windows(names.len()).any(|w| w == names.as_bytes()));
}

#[test]
fn spans_under_the_names_that_others_give() {
    let text = "\u{1F525} An ở Huế";
    for [column, start, end, label] in [
        ["spans", "start", "end", "label"],
        ["entities", "start_offset", "end_offset", "type"],
        ["annotations", "begin", "end", "category"],
        ["labels", "start_char", "end_char", "entity_type"],
    ] {
        let of = records(
            &[2],
            vec![
                (start, numbers(&[2, 7])),
                (end, numbers(&[4, 10])),
                (label, strings(&["Người", "Nơi"])),
                ("surface", strings(&["An", "Huế"])),
                ("sure", numbers(&[9, 5])),
            ],
        );
        let (docs, rejected) =
            reading(&table(vec![("guid", numbers(&[7])), ("content", strings(&[text])), (column, of)], ""));
        assert_eq!(rejected, [], "{column}");
        assert_eq!((docs[0].id.as_deref(), &docs[0].body), (Some("7"), &Body::Text(text.into())));
        let want = [(&At::Offsets(2, 4), "Người", "An"), (&At::Offsets(7, 10), "Nơi", "Huế")];
        assert_eq!(places(&docs[0]), want, "{column}");
        assert_eq!(docs[0].marks[1].attributes["sure"], "5");
        assert!(!docs[0].marks[0].keep_id);
    }
}

#[test]
fn names_of_class_labels_and_links_by_order() {
    let spans = records(
        &[3],
        vec![("start", numbers(&[0, 4, 4])), ("end", numbers(&[2, 5, 7])), ("label", numbers(&[1, 0, 2]))],
    );
    let links =
        records(&[2], vec![("head", numbers(&[1, 1])), ("tail", numbers(&[0, 9])), ("type", strings(&["of", "to"]))]);
    let features = r#"{"entities": [{"label": {"names": ["Claim", "Actor"], "_type": "ClassLabel"}}], "outlet": {"names": ["Báo A", "Báo B"], "_type": "ClassLabel"}}"#;
    let columns =
        vec![("text", strings(&["An: mưa."])), ("entities", spans), ("relations", links), ("outlet", numbers(&[1]))];
    let (docs, rejected) = reading(&table(columns, features));
    assert_eq!(places(&docs[0]), [(&At::Offsets(0, 2), "Actor", ""), (&At::Offsets(4, 5), "Claim", "")]);
    assert_eq!((docs[0].relations[0].from.as_str(), docs[0].relations[0].to.as_str()), ("1", "0"));
    assert_eq!(docs[0].about.metadata.outlet.as_deref(), Some("Báo B"));
    assert_eq!(rejected.iter().map(|r| r.why.as_str()).collect::<Vec<_>>(), ["Span 3: 2 is none of its 2 labels"]);
}

#[test]
fn older_files_have_structs_of_lists() {
    let list = |of: &[i64]| tags(&[of]);
    let columns: Vec<(&str, ArrayRef)> =
        vec![("start", list(&[0, 4])), ("end", list(&[2, 7])), ("label", words(&[&["Actor", "Claim"]]))];
    let fields: Fields = columns.iter().map(|(n, of)| Field::new(*n, of.data_type().clone(), true)).collect();
    let of = StructArray::new(fields, columns.into_iter().map(|(_, of)| of).collect(), None);
    let (docs, rejected) = reading(&table(vec![("text", strings(&["An: mưa"])), ("entities", Arc::new(of))], ""));
    assert_eq!(rejected, []);
    assert_eq!(places(&docs[0]), [(&At::Offsets(0, 2), "Actor", ""), (&At::Offsets(4, 7), "Claim", "")]);
}

#[test]
fn tags_by_number_and_by_name() {
    let features = r#"{"ner_tags": {"feature": {"names": ["O", "B-A", "I-A", "B-B"], "_type": "ClassLabel"}, "_type": "Sequence"}}"#;
    let rows: [&[&str]; 2] = [&["An", "Bình", "nói", "x"], &["y"]];
    let columns = vec![("tokens", words(&rows)), ("ner_tags", tags(&[&[1, 2, 0, 3], &[-100]])), ("pos", words(&rows))];
    let (docs, rejected) = reading(&table(columns, features));
    assert_eq!(places(&docs[0]), [(&At::Tokens(0, 2), "A", ""), (&At::Tokens(3, 4), "B", "")]);
    assert!(docs[1].marks.is_empty());
    assert_eq!(docs[0].about.split.as_deref(), Some("test"));
    assert_eq!(rejected[0].why, "Its columns pos are not taken in");

    for (names, want) in [
        (["S-A", "B-A", "E-A", "O"], vec![(&At::Tokens(0, 1), "A", ""), (&At::Tokens(1, 3), "A", "")]),
        (
            ["I-A", "I-A", "B-A", "I-B"],
            vec![(&At::Tokens(0, 2), "A", ""), (&At::Tokens(2, 3), "A", ""), (&At::Tokens(3, 4), "B", "")],
        ),
        (["PER", "PER", "O", "LOC"], vec![(&At::Tokens(0, 2), "PER", ""), (&At::Tokens(3, 4), "LOC", "")]),
    ] {
        let columns = vec![("words", words(&rows[..1])), ("tags", words(&[&names]))];
        let (docs, rejected) = reading(&table(columns, ""));
        assert_eq!((places(&docs[0]), rejected), (want, vec![]));
    }
}

#[test]
fn what_cannot_be_understood_is_told() {
    let spans = records(
        &[4, 0],
        vec![
            ("start", strings(&["0", "-1", "x", "1"])),
            ("end", strings(&["2", "1", "2", "2"])),
            ("label", Arc::new(StringArray::from(vec![Some("A"), Some("A"), Some("A"), None]))),
        ],
    );
    let text: ArrayRef = Arc::new(StringArray::from(vec![Some("An nói"), None]));
    let (docs, rejected) = reading(&table(vec![("text", text), ("spans", spans)], ""));
    assert_eq!(places(&docs[0]), [(&At::Offsets(0, 2), "A", "")]);
    let told: Vec<_> = rejected.iter().map(|r| format!("{}: {}", r.place, r.why)).collect();
    let file = "data/test-00000-of-00001.parquet";
    let want = [
        format!("{file} (row 1): Span 2: Its start and end are no offsets"),
        format!("{file} (row 1): Span 3: Its start and end are no offsets"),
        format!("{file} (row 1): Span 4: It has no label"),
        format!("{file} (row 2): The row has no text"),
    ];
    assert_eq!(told, want);
    assert!(rejected[0].raw.contains(r#""start":"-1""#));

    let why = |columns| reading(&table(columns, "")).1[0].why.clone();
    let rows: [&[&str]; 1] = [&["a", "b"]];
    assert_eq!(why(vec![("tokens", words(&rows)), ("tags", words(&[&["O"]]))]), "The row has 2 tokens and 1 tags");
    let numbered = why(vec![("tokens", words(&rows)), ("ner_tags", tags(&[&[0, 1]]))]);
    assert!(
        numbered.starts_with("data/test-00000-of-00001.parquet: The ner_tags are numbers, and the file does not say")
    );
    let none = why(vec![("x", numbers(&[1]))]);
    assert!(none.ends_with("It has no column of texts (text), and no tokens with tags (tokens, ner_tags)"));
}

#[test]
fn files_that_are_not_parquet_end_with_a_sentence() {
    let why = |bytes: &[u8]| reading(bytes).1[0].why.clone();
    let place = "data/test-00000-of-00001.parquet: ";
    assert_eq!(why(b"PAR1"), format!("{place}It is too short for a Parquet file"));
    assert_eq!(why(b"PAR1 and then no end"), format!("{place}It is no Parquet file, or it is cut off"));
    assert_eq!(why(b"PAR1\xff\xff\xff\x7fPAR1"), format!("{place}What should be its description is damaged"));
    assert_eq!(why(b"PAR1\x00\x00\x00\x00PARE"), format!("{place}It is encrypted"));
    let whole = table(vec![("text", strings(&["a"]))], "");
    let folder = Folder::with(&[("a.parquet", b"PAR1 no PAR2"), ("b.parquet", &whole)]);
    let (docs, rejected) = read(&HfRows, &folder);
    assert_eq!((docs.len(), rejected.len()), (1, 1));
}

#[test]
fn pages_that_promise_too_much_are_refused() {
    // A header (type, unpacked size, packed size, values), and nothing behind it.
    let page = |unpacked: &[u8], values: &[u8]| {
        [b"\x15\x00\x15", unpacked, b"\x15\x00\x2c\x15", values, b"\x15\x00\x15\x06\x15\x06\x00\x00"].concat()
    };
    let check = crate::formats::hf::pages::check;
    assert_eq!(check(&page(b"\x08", b"\x08")), Ok(()));
    let most = Err("A column is unpacked to more than any articles have".to_owned());
    assert_eq!(check(&page(b"\x08", b"\xfe\xff\xff\xff\x0f")), most);
    assert_eq!(check(&page(b"\xfe\xff\xff\xff\x0f", b"\x08")), most);
    assert_eq!(check(b"\x15\x00\x15\x08\x15\x08\x00"), Err("A page is cut off".into()));
    assert_eq!(check(b"\x15\x00\x15"), Err("A page’s header is damaged".into()));
    assert_eq!(check(&[0x1c; 100]), Err("A page’s header is damaged".into()));
}

#[test]
fn any_damage_ends_without_a_panic() {
    let corpus = corpus();
    let folder = written(&Hf, &corpus[..2], &job());
    let whole = folder.bytes("hf/data/train-00000-of-00001.parquet");
    for at in (0..whole.len()).step_by(4) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        let _ = reading(&bytes);
    }
}
