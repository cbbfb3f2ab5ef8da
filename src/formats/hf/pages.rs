//! The headers of a column's pages, looked at before the Parquet library unpacks them: a page of a few bytes can say that it has
//! two thousand million values, and memory would be taken for each.
//!
//! A header is a struct in Thrift's compact form (parquet.thrift, `PageHeader`).

/// The most values of a column in a row group.
const MOST_VALUES: u64 = 1 << 26;
/// The largest page, in bytes as it is unpacked.
const MOST_BYTES: u64 = 256 << 20;
const DELTA_BYTE_ARRAY: u64 = 7;
const DEPTH: usize = 8;

/// Looks through the pages of a column in a row group.
///
/// # Errors
/// A sentence, where it is damaged or larger than any articles are.
pub fn check(mut pages: &[u8]) -> Result<(), String> {
    let mut values = 0;
    while !pages.is_empty() {
        let mut header = Header::default();
        header.read(&mut pages, 0, DEPTH).ok_or("A page’s header is damaged")?;
        values += header.values;
        if values > MOST_VALUES || header.bytes > MOST_BYTES {
            return Err("A column is unpacked to more than any articles have".into());
        }
        if header.encoding == DELTA_BYTE_ARRAY {
            return Err("A column is encoded as DELTA_BYTE_ARRAY, which is not read; write it without".into());
        }
        let packed = usize::try_from(header.packed).unwrap_or(usize::MAX);
        pages = pages.get(packed..).ok_or("A page is cut off")?;
    }
    Ok(())
}

/// What is looked at of a header.
#[derive(Default)]
struct Header {
    bytes: u64,
    packed: u64,
    values: u64,
    encoding: u64,
}

impl Header {
    /// Reads a struct: the header itself, or one of the structs in it, which is the field `of`.
    fn read(&mut self, from: &mut &[u8], of: i64, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let mut field = 0;
        loop {
            let head = byte(from)?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(());
            }
            field = match head >> 4 {
                0 => zigzag(from)?,
                step => field + i64::from(step),
            };
            match kind {
                3..=6 if kind != 3 => {
                    // A negative number is as wrong as one that is too large.
                    let number = u64::try_from(zigzag(from)?).unwrap_or(u64::MAX);
                    match (of, field) {
                        (0, 2) => self.bytes = number,
                        (0, 3) => self.packed = number,
                        // The count of a page of values, of a dictionary, of a page of the second version.
                        (5 | 7 | 8, 1) => self.values = number.min(MOST_VALUES + 1),
                        (5, 2) | (8, 4) => self.encoding = number,
                        _ => {}
                    }
                }
                12 if of == 0 => self.read(from, field, depth)?,
                kind => skip(from, kind, depth)?,
            }
        }
    }
}

/// Reads over a value.
fn skip(from: &mut &[u8], kind: u8, depth: usize) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    match kind {
        1 | 2 => Some(()),
        3 => byte(from).map(drop),
        4..=6 => varint(from).map(drop),
        7 => from.split_off(..8).map(drop),
        8 => {
            let len = usize::try_from(varint(from)?).ok()?;
            from.split_off(..len).map(drop)
        }
        12 => loop {
            let head = byte(from)?;
            if head & 0x0f == 0 {
                return Some(());
            }
            if head >> 4 == 0 {
                zigzag(from)?;
            }
            skip(from, head & 0x0f, depth)?;
        },
        // Lists and maps are in no header.
        _ => None,
    }
}

fn byte(from: &mut &[u8]) -> Option<u8> {
    from.split_off_first().copied()
}

fn varint(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let next = byte(from)?;
        number |= u64::from(next & 0x7f) << shift;
        if next < 0x80 {
            return Some(number);
        }
    }
    None
}

fn zigzag(from: &mut &[u8]) -> Option<i64> {
    let number = varint(from)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}
