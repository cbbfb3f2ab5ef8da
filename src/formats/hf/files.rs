//! Writing Parquet: one file a part of the dataset, row group by row group, and the dataset card.

use super::{Columns, columns::Tags, failed};
use crate::formats::{
    Doc, Facts, Job, Kept, Sink, Writer,
    card::{card, split_of},
    export::write_file,
};
use arrow_array::RecordBatch;
use parquet::{
    arrow::{ArrowWriter, arrow_writer::ArrowWriterOptions},
    basic::{Compression, Encoding},
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
    },
    schema::types::ColumnPath,
};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

/// About how many bytes of rows make a row group: what is in memory of each file.
const ROW_GROUP: usize = 8 << 20;

/// The files under way.
pub struct Files<'a, C> {
    folder: &'static str,
    job: &'a Job,
    facts: Facts,
    tags: Tags,
    files: BTreeMap<String, File<C>>,
}

struct File<C> {
    to: Box<dyn Write>,
    /// What the Parquet writer has written and `to` has not: it wants a place that could go to another thread.
    between: Between,
    writer: ArrowWriter<Between>,
    columns: C,
    /// How many bytes were written.
    bytes: u64,
}

#[derive(Clone, Default)]
struct Between(Arc<Mutex<Vec<u8>>>);

impl Write for Between {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Between {
    /// Writes it; how many bytes that is.
    fn pass_on(&self, to: &mut dyn Write) -> io::Result<u64> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        to.write_all(&bytes)?;
        let passed = bytes.len() as u64;
        bytes.clear();
        Ok(passed)
    }
}

impl<'a, C: Columns> Files<'a, C> {
    /// Nothing written yet.
    pub fn new(folder: &'static str, job: &'a Job, facts: Facts) -> Self {
        Files { folder, job, facts, tags: Tags::new(job), files: BTreeMap::new() }
    }

    fn file(&mut self, split: String, out: &mut dyn Sink) -> io::Result<&mut File<C>> {
        match self.files.entry(split) {
            Entry::Occupied(there) => Ok(there.into_mut()),
            Entry::Vacant(new) => {
                let to = out.create(&format!("{}/data/{}-00000-of-00001.parquet", self.folder, new.key()))?;
                Ok(new.insert(File::new(to)?))
            }
        }
    }
}

impl<C: Columns> Writer for Files<'_, C> {
    fn doc(&mut self, _: usize, doc: &Doc, kept: &Kept<'_>, out: &mut dyn Sink) -> io::Result<()> {
        self.facts.count(doc, kept);
        self.file(split_of(doc), out)?;
        let Some(file) = self.files.get_mut(&split_of(doc)) else { return Ok(()) };
        file.columns.add(doc, kept, self.job, &mut self.tags)?;
        if file.columns.bytes() >= ROW_GROUP { file.write() } else { Ok(()) }
    }

    fn end(mut self: Box<Self>, out: &mut dyn Sink) -> io::Result<()> {
        if self.files.is_empty() {
            self.file("train".into(), out)?;
            self.facts.splits.entry("train".into()).or_default();
        }
        for (split, file) in std::mem::take(&mut self.files) {
            let bytes = file.end(&self.tags)?;
            self.facts.splits.entry(split).or_default().bytes = bytes;
        }
        let name = format!("{}/README.md", self.folder);
        let there = out.earlier(&name).unwrap_or_default();
        write_file(out, &name, card(&self.facts, &there).as_bytes())
    }
}

impl<C: Columns> File<C> {
    fn new(to: Box<dyn Write>) -> io::Result<Self> {
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_dictionary_enabled(false);
        let path = |column: &str| ColumnPath::new(column.split('.').map(str::to_owned).collect());
        for column in C::REPEATED {
            properties = properties.set_column_dictionary_enabled(path(column), true);
        }
        for column in C::GROWING {
            properties = properties.set_column_encoding(path(column), Encoding::DELTA_BINARY_PACKED);
        }
        // The types are the Parquet file's own; Arrow's copy of them would hide the metadata.
        let options = ArrowWriterOptions::new().with_properties(properties.build()).with_skip_arrow_metadata(true);
        let between = Between::default();
        let writer = ArrowWriter::try_new_with_options(between.clone(), C::schema(), options).map_err(failed)?;
        Ok(File { to, between, writer, columns: C::default(), bytes: 0 })
    }

    /// Writes what waits as a row group.
    fn write(&mut self) -> io::Result<()> {
        let batch = RecordBatch::try_new(C::schema(), self.columns.take()?).map_err(failed)?;
        self.writer.write(&batch).map_err(failed)?;
        self.writer.flush().map_err(failed)?;
        self.bytes += self.between.pass_on(&mut self.to)?;
        Ok(())
    }

    /// Writes what is left; how many bytes the file has.
    fn end(mut self, tags: &Tags) -> io::Result<u64> {
        self.write()?;
        if let Some(features) = C::features(tags) {
            self.writer.append_key_value_metadata(KeyValue::new("huggingface".into(), features));
        }
        self.writer.close().map_err(failed)?;
        self.bytes += self.between.pass_on(&mut self.to)?;
        self.to.flush()?;
        Ok(self.bytes)
    }
}
