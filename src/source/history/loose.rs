//! Reads one loose object: a zlib stream of `kind size`, NUL, and the text.

use super::adapter::Fault;
use super::inflate::Inflated;
use super::pack::{Content, ended};
use crate::source::file::open;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// Bytes up to which an object is read at once.
const SMALL: u64 = 1 << 20;
/// Bytes of the longest header: a kind, and a size of twenty digits.
const LONGEST_HEADER: usize = 32;

/// Reads the file whose object is at `path` for `visit`.
pub(super) fn read(path: &Path, visit: &mut dyn FnMut(Result<Content<'_>, Fault>) -> io::Result<()>) {
    if try_read(path, visit).is_err() {
        let _ = visit(Err(Fault::Corrupt));
    }
}

fn try_read(path: &Path, visit: &mut dyn FnMut(Result<Content<'_>, Fault>) -> io::Result<()>) -> io::Result<()> {
    let corrupt = || io::Error::from(io::ErrorKind::InvalidData);
    let file = open(path)?;
    if !file.metadata()?.is_file() {
        return Err(corrupt());
    }
    let mut stream = Inflated::new(BufReader::new(file));
    let header = header(&mut stream)?;
    let size = std::str::from_utf8(&header).ok().and_then(|header| header.strip_prefix("blob ")?.parse().ok());
    let size: u64 = size.ok_or_else(corrupt)?;
    let mut stream = stream.take(size);
    if size <= SMALL {
        let mut text = Vec::with_capacity(size as usize);
        stream.read_to_end(&mut text)?;
        ended(stream)?;
        return visit(Ok(Content::Whole(&text)));
    }
    visit(Ok(Content::Stream(&mut stream, size)))?;
    ended(stream)
}

/// What stands before the NUL.
fn header(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut header = Vec::new();
    let mut byte = [0];
    while header.len() < LONGEST_HEADER {
        stream.read_exact(&mut byte)?;
        match byte {
            [0] => return Ok(header),
            [byte] => header.push(byte),
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}
