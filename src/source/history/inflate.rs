//! Inflates what git stores, at once where the size is known and small, in a stream where it is large.

use super::adapter::{Fault, Inflater};
use std::io::{self, BufRead, Read};

/// No byte of deflate data stands for more bytes than this: what promises more is a lie, and would cost its memory.
const DEAREST_BYTE: u64 = 1032;

/// Whether so many compressed bytes can stand for `size` bytes.
pub(super) fn may_hold(compressed: u64, size: u64) -> bool {
    size <= compressed.saturating_mul(DEAREST_BYTE)
}

/// Inflates the whole of `input` into `out`, which must come to exactly `size` bytes.
pub(super) fn inflate(inflater: &mut Inflater, input: &[u8], size: usize, out: &mut Vec<u8>) -> Result<(), Fault> {
    if !may_hold(input.len() as u64, size as u64) {
        return Err(Fault::Corrupt);
    }
    inflater.reset();
    out.clear();
    // one byte of room tells a stream that goes on from one that ends
    out.resize(size + 1, 0);
    let (mut at, mut filled) = (0, 0);
    loop {
        let step = inflater.step(&input[at..], &mut out[filled..])?;
        at += step.n_read;
        filled += step.n_written;
        if step.is_end || size < filled || step.n_read == 0 && step.n_written == 0 {
            out.truncate(filled);
            return if step.is_end && filled == size { Ok(()) } else { Err(Fault::Corrupt) };
        }
    }
}

/// A zlib stream as a reader.
pub(super) struct Inflated<R> {
    inner: R,
    inflater: Inflater,
    is_done: bool,
}

impl<R: BufRead> Inflated<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, inflater: Inflater::new(), is_done: false }
    }
}

impl<R: BufRead> Read for Inflated<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.is_done && !out.is_empty() {
            let input = self.inner.fill_buf()?;
            let is_cut = input.is_empty();
            let step = self.inflater.step(input, out).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
            self.inner.consume(step.n_read);
            self.is_done = step.is_end;
            if 0 < step.n_written {
                return Ok(step.n_written);
            }
            if !step.is_end && (is_cut || step.n_read == 0) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(0)
    }
}
