//! Reading Parquet as a stream: a file is read through once for what stands at its end, and once more, row group by row group, for
//! the columns that are wanted.

use super::pages;
use crate::formats::{Flow, Place, ReadError, Source};
use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use parquet::{
    DecodeResult,
    arrow::{
        ProjectionMask,
        arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions},
        push_decoder::ParquetPushDecoderBuilder,
    },
    errors::ParquetError,
    file::metadata::ParquetMetaDataReader,
};
use std::{
    io::{self, Read},
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// How much of a file's end is kept while it is read through.
const TAIL: usize = 1 << 20;
/// The largest description of a file.
const MOST_FOOTER: u64 = 64 << 20;
/// The most bytes of a row group.
const MOST_GROUP: i64 = 512 << 20;
/// Rows at a time.
const BATCH: usize = 128;

/// A file that is open.
pub struct Parquet<'a> {
    from: Ranges<'a>,
    metadata: ArrowReaderMetadata,
}

impl<'a> Parquet<'a> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`ReadError`] where it cannot be read or is no Parquet file.
    pub fn open(source: &'a dyn Source, name: &'a str) -> Result<Self, ReadError> {
        let (len, tail) = tail(source, name).map_err(ReadError::file(name))?;
        let form = |what: &'static str| ReadError::form(Place::file(name), what);
        let Some((rest, [a, b, c, d, magic @ ..])) = tail.split_last_chunk::<8>() else {
            return Err(form("It is too short for a Parquet file"));
        };
        match magic {
            b"PAR1" => {}
            b"PARE" => return Err(form("It is encrypted")),
            _ => return Err(form("It is no Parquet file, or it is cut off")),
        }
        let size = u64::from(u32::from_le_bytes([*a, *b, *c, *d]));
        if size > MOST_FOOTER || size + 8 > len {
            return Err(form("What should be its description is damaged"));
        }
        let mut from = Ranges { source, name, file: None, at: 0 };
        let kept =
            usize::try_from(size).ok().and_then(|size| rest.len().checked_sub(size)).and_then(|at| rest.get(at..));
        let footer = match kept {
            Some(footer) => footer.to_vec(),
            None => from.get(&(len - 8 - size..len - 8)).map_err(ReadError::file(name))?,
        };
        let metadata = guarded(|| {
            let metadata = Arc::new(ParquetMetaDataReader::decode_metadata(&footer)?);
            let as_is = ArrowReaderMetadata::try_new(metadata.clone(), ArrowReaderOptions::new())?;
            // Views share what rows have in common, so that no dictionary is unpacked a million times.
            let schema = Schema::new(as_is.schema().fields().iter().map(with_views).collect::<Vec<_>>());
            let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
            Ok(ArrowReaderMetadata::try_new(metadata, options).unwrap_or(as_is))
        });
        Ok(Parquet { from, metadata: metadata.map_err(|why| ReadError::form(Place::file(name), why))? })
    }

    /// Its columns.
    pub fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// What its metadata say under a name.
    pub fn says(&self, name: &str) -> Option<&str> {
        let all = self.metadata.metadata().file_metadata().key_value_metadata()?;
        all.iter().find(|pair| pair.key == name)?.value.as_deref()
    }

    /// Reads the rows, some at a time, with the columns that are wanted.
    ///
    /// # Errors
    /// [`ReadError`] where they cannot be read.
    pub fn rows(mut self, columns: &[usize], each: &mut dyn FnMut(&RecordBatch) -> Flow) -> Result<Flow, ReadError> {
        let name = self.from.name;
        let form = |why: String| ReadError::form(Place::file(name), why);
        let metadata = self.metadata.metadata().clone();
        let mask = ProjectionMask::roots(metadata.file_metadata().schema_descr(), columns.iter().copied());
        for group in metadata.row_groups() {
            let wanted = group.columns().iter().enumerate().filter(|(at, _)| mask.leaf_included(*at));
            let size = wanted.fold(0_i64, |sum, (_, column)| sum.saturating_add(column.compressed_size().max(0)));
            if size > MOST_GROUP {
                let most = MOST_GROUP >> 20;
                return Err(form(format!("A row group is larger than {most} MiB; write it in smaller ones")));
            }
        }
        let mut decoder = guarded(|| {
            let builder = ParquetPushDecoderBuilder::new_with_metadata(self.metadata.clone());
            builder.with_projection(mask).with_batch_size(BATCH).build()
        })
        .map_err(form)?;
        loop {
            match guarded(|| decoder.try_decode()).map_err(form)? {
                DecodeResult::Finished => return Ok(Flow::Continue(())),
                DecodeResult::Data(batch) if each(&batch).is_break() => return Ok(Flow::Break(())),
                DecodeResult::Data(_) => {}
                DecodeResult::NeedsData(ranges) => {
                    let mut data = Vec::with_capacity(ranges.len());
                    for range in &ranges {
                        let bytes = self.from.get(range).map_err(|error| match error.kind() {
                            io::ErrorKind::UnexpectedEof => form("A column is cut off".into()),
                            _ => ReadError::File(name.into(), error),
                        })?;
                        pages::check(&bytes).map_err(form)?;
                        data.push(bytes.into());
                    }
                    guarded(|| decoder.push_ranges(ranges, data)).map_err(form)?;
                }
            }
        }
    }
}

/// Runs the Parquet library, which was not made for files that want to do harm, and may panic.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(made)) => Ok(made),
        Ok(Err(ParquetError::NYI(what))) => Err(format!("It has something that is not read: {what}")),
        Ok(Err(ParquetError::General(what))) if what.contains("Disabled feature") => {
            Err("It is compressed in a way that is not read. Write it with Snappy, as the datasets library does".into())
        }
        Ok(Err(error)) => Err(format!("It is damaged: {error}")),
        Err(_) => Err("It is damaged".into()),
    }
}

/// A field with views instead of strings.
fn with_views(field: &FieldRef) -> FieldRef {
    fn of(kind: &DataType) -> DataType {
        match kind {
            DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
            DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
            DataType::List(item) => DataType::List(with_views(item)),
            DataType::LargeList(item) => DataType::LargeList(with_views(item)),
            DataType::FixedSizeList(item, len) => DataType::FixedSizeList(with_views(item), *len),
            DataType::Struct(fields) => DataType::Struct(fields.iter().map(with_views).collect()),
            other => other.clone(),
        }
    }
    let new = Field::new(field.name(), of(field.data_type()), field.is_nullable());
    Arc::new(new.with_metadata(field.metadata().clone()))
}

/// A file's length and its last bytes.
fn tail(source: &dyn Source, name: &str) -> io::Result<(u64, Vec<u8>)> {
    let mut file = source.open(name)?;
    let (mut len, mut tail) = (0, Vec::new());
    loop {
        let read = (&mut file).take(TAIL as u64).read_to_end(&mut tail)?;
        len += read as u64;
        if read == 0 {
            return Ok((len, tail));
        }
        tail.drain(..tail.len().saturating_sub(TAIL));
    }
}

/// Parts of a file that is read forward, and opened anew to go back.
struct Ranges<'a> {
    source: &'a dyn Source,
    name: &'a str,
    file: Option<Box<dyn Read + 'a>>,
    at: u64,
}

impl Ranges<'_> {
    fn get(&mut self, range: &Range<u64>) -> io::Result<Vec<u8>> {
        let mut file = match self.file.take().filter(|_| self.at <= range.start) {
            Some(file) => file,
            None => {
                self.at = 0;
                self.source.open(self.name)?
            }
        };
        let gap = range.start - self.at;
        let skipped = io::copy(&mut (&mut file).take(gap), &mut io::sink())?;
        let wanted = range.end.saturating_sub(range.start);
        let mut bytes = Vec::new();
        let read = (&mut file).take(wanted).read_to_end(&mut bytes)? as u64;
        self.at += skipped + read;
        self.file = Some(file);
        if skipped < gap || read < wanted { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
    }
}
