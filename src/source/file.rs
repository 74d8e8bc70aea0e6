//! Reads one file into documents without trusting it: never blocks on a pipe, never follows a link, never holds more than a window.

use super::git::objects::BlobError;
use crate::document::{Base, Document, Encoding};
use crate::problem::reason;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

/// Bytes in memory at once for one file. A larger file comes in several windows.
pub const WINDOW: usize = 4 * 1024 * 1024;
/// Bytes of each window of a file that does not fit into one: so many are still near the processor when they are searched.
const WINDOW_OF_MANY: usize = 1024 * 1024;
/// Bytes that two windows share, so that whatever is shorter stands in one of them as a whole.
const OVERLAP: usize = 128 * 1024;
/// Of those, bytes that only give the left neighbors of what stands at the start of a window.
const LOOK_BEHIND: usize = 4 * 1024;
/// Bytes by which a file may grow while it is read.
const GROWTH: u64 = 64 * 1024 * 1024;

/// Why a file could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It was there a moment ago.
    #[error("vanished while the run went on")]
    Vanished,
    /// A pipe, socket, device or folder.
    #[error("not a regular file")]
    Special,
    /// It grew faster than it could be read.
    #[error("still growing after {0} bytes; the rest was not read")]
    Growing(u64),
    /// The object database did not give it.
    #[error(transparent)]
    Object(#[from] BlobError),
    /// The system refused.
    #[error("cannot read: {}", reason(.0.kind()))]
    Io(#[from] io::Error),
}

/// One window of a file.
#[derive(Debug)]
pub struct Window<'w> {
    /// Its text.
    pub document: Document<'w>,
    /// Offsets into the file; what starts elsewhere belongs to a neighboring window.
    pub owns: Range<u64>,
}

/// A reader's buffer, reused from file to file.
#[derive(Debug)]
pub struct Buffer(Vec<u8>);

impl Default for Buffer {
    fn default() -> Self {
        // zeroed lazily by the system: pages that no file fills cost nothing
        Self(vec![0; WINDOW])
    }
}

/// Reads the file at `path`, shown as `display`; returns how many bytes it had.
///
/// # Errors
///
/// When it is not a regular file, vanishes, grows without end, or the system refuses.
pub fn read_file(
    path: &Path,
    display: &str,
    buffer: &mut Buffer,
    visit: &mut dyn FnMut(Window<'_>),
) -> Result<u64, ReadError> {
    let file = open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::Vanished,
        // what O_NOFOLLOW says of a link and O_NONBLOCK of a socket
        _ if is_special(path) => ReadError::Special,
        _ => ReadError::Io(error),
    })?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(ReadError::Special);
    }
    read(file, Some(metadata.len()), display, buffer, visit)
}

/// Reads from any stream, such as standard input; `len` is its length if known.
///
/// # Errors
///
/// When the stream fails or grows far beyond `len`.
pub fn read(
    mut stream: impl Read,
    len: Option<u64>,
    display: &str,
    Buffer(buffer): &mut Buffer,
    visit: &mut dyn FnMut(Window<'_>),
) -> Result<u64, ReadError> {
    let most = len.map_or(u64::MAX, |len| len + GROWTH);
    let mut windows = Windows { encoding: None, base: Base::START, n_filled: 0 };
    let fits = len.is_none_or(|len| len <= WINDOW as u64);
    let buffer = &mut buffer[..if fits { WINDOW } else { WINDOW_OF_MANY }];
    loop {
        let at_end = fill(&mut stream, buffer, &mut windows, len)?;
        let encoding = *windows.encoding.get_or_insert_with(|| Encoding::sniff(&buffer[..windows.n_filled]).0);
        let document = Document::window(display, &buffer[..windows.n_filled], windows.base, encoding);
        let end = windows.base.byte + windows.n_filled as u64;
        let next = windows.n_filled.saturating_sub(OVERLAP) & !3;
        let first_owned = if windows.base.byte == 0 { 0 } else { windows.base.byte + LOOK_BEHIND as u64 };
        if at_end {
            visit(Window { document, owns: first_owned..u64::MAX });
            return Ok(end);
        }
        if most < end {
            visit(Window { document, owns: first_owned..u64::MAX });
            return Err(ReadError::Growing(end));
        }
        let next = character_start(&buffer[..windows.n_filled], next, encoding);
        let base = base_at(&document, windows.base, next, encoding);
        visit(Window { document, owns: first_owned..base.byte + LOOK_BEHIND as u64 });
        buffer.copy_within(next..windows.n_filled, 0);
        windows.n_filled -= next;
        windows.base = base;
    }
}

struct Windows {
    encoding: Option<Encoding>,
    base: Base,
    n_filled: usize,
}

/// Fills the buffer; returns whether the stream is at its end.
fn fill(stream: &mut impl Read, buffer: &mut [u8], windows: &mut Windows, len: Option<u64>) -> io::Result<bool> {
    while windows.n_filled < buffer.len() {
        match stream.read(&mut buffer[windows.n_filled..]) {
            Ok(0) => return Ok(true),
            Ok(n) => windows.n_filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        // most files are read by one call; the length says that a second one would only find the end
        if Some(windows.base.byte + windows.n_filled as u64) == len {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where the character begins that `at` falls into.
fn character_start(bytes: &[u8], at: usize, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => (at.saturating_sub(3)..=at).rev().find(|&start| bytes[start] & 0xC0 != 0x80).unwrap_or(at),
        Encoding::Utf16Le => at - if is_low_surrogate(bytes[at + 1]) { 2 } else { 0 },
        Encoding::Utf16Be => at - if is_low_surrogate(bytes[at]) { 2 } else { 0 },
    }
}

/// Whether this is the high byte of the second unit of a pair.
fn is_low_surrogate(high_byte: u8) -> bool {
    high_byte & 0xFC == 0xDC
}

fn base_at(document: &Document<'_>, base: Base, source_at: usize, encoding: Encoding) -> Base {
    match encoding {
        Encoding::Utf8 => {
            let region = document.region(&(source_at..source_at));
            Base { byte: region.span.start, position: region.start }
        }
        // UTF-16 of this size is rare enough to be decoded once more
        Encoding::Utf16Le | Encoding::Utf16Be => document.base_at_source(base, source_at),
    }
}

fn is_special(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file())
}

#[cfg(unix)]
pub(super) fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW | libc::O_NOCTTY).open(path)
}

#[cfg(not(unix))]
pub(super) fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}
