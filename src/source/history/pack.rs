//! Reads the wanted files of a pack: each entry is inflated once, each difference applied once, and of bases only those are kept
//! that something still hangs on. Any number of readers take the trees of differences of a [`Plan`], in the order of the pack.

use super::adapter::{EntryForm, EntryHeader, Fault, HashKind, Inflater, LONGEST_HEADER, entry_header};
use super::delta;
use super::inflate::{Inflated, inflate, may_hold};
use super::inventory::{Pack, Position};
use super::plan::{Plan, Planned};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes from which on one object is read alone, so that few of its size are in memory at once.
const LARGE: u64 = 16 << 20;
/// Bytes of the largest object that others are made from, or that is made from another. Git itself keeps larger ones whole.
const LARGEST: u64 = 512 << 20;
/// Compressed bytes from which on an entry is not read at once.
const LONG: u64 = 1 << 20;

/// The text of a file's version.
pub(crate) enum Content<'c> {
    /// All of it.
    Whole(&'c [u8]),
    /// So many bytes that come one after the other.
    Stream(&'c mut dyn Read, u64),
}

/// Takes the versions as they come, or why one did not; an error says that a stream broke off.
pub(super) type Visit<'v> = dyn FnMut(Position, Result<Content<'_>, Fault>) -> io::Result<()> + 'v;

/// Reads the trees of differences of one pack.
pub(super) struct PackReader<'p> {
    plan: &'p Plan,
    file: File,
    hash: HashKind,
    inflater: Inflater,
    input: Vec<u8>,
    /// Held while something large is in memory.
    large: &'p Mutex<()>,
}

impl<'p> PackReader<'p> {
    pub(super) fn open(pack: &Pack, plan: &'p Plan, hash: HashKind, large: &'p Mutex<()>) -> io::Result<Self> {
        let file = File::open(&pack.path)?;
        Ok(Self { plan, file, hash, inflater: Inflater::new(), input: Vec::new(), large })
    }

    /// Reads the entry `root` and all that is made from it.
    pub(super) fn read(&mut self, root: u32, visit: &mut Visit<'_>) {
        let mut alone: Option<MutexGuard<'p, ()>> = None;
        let mut stack: Vec<(u32, Option<Rc<Vec<u8>>>)> = vec![(root, None)];
        while let Some((at, base)) = stack.pop() {
            let entry = self.plan.entry(at);
            let children = self.plan.children(entry);
            if children.is_empty() && base.is_none() && self.stream(entry, visit) {
                continue;
            }
            let text = self.text(entry, base.as_deref(), &mut alone);
            // the last that hangs on it frees it before it grows itself
            drop(base);
            match text {
                Ok(text) => {
                    if entry.is_wanted {
                        // whoever visits says by itself what went wrong
                        let _ = visit(entry.position, Ok(Content::Whole(&text)));
                    }
                    if !children.is_empty() {
                        let text = Rc::new(text);
                        stack.extend(children.iter().rev().map(|child| (*child, Some(Rc::clone(&text)))));
                    }
                }
                Err(fault) => self.plan.give_up(at, fault, visit),
            }
        }
    }

    /// Reads an entry in a stream if it is large; says whether it was.
    fn stream(&mut self, entry: Planned, visit: &mut Visit<'_>) -> bool {
        let Ok((header, start)) = self.header(entry) else { return false };
        if header.size <= LARGE || !matches!(header.form, EntryForm::Whole(_)) {
            return false;
        }
        let read = self.inflated(start, entry.end).and_then(|stream| {
            let mut stream = stream.take(header.size);
            let done = visit(entry.position, Ok(Content::Stream(&mut stream, header.size)));
            done.and_then(|()| ended(stream))
        });
        if read.is_err() {
            let _ = visit(entry.position, Err(Fault::Corrupt));
        }
        true
    }

    fn text(
        &mut self,
        entry: Planned,
        base: Option<&Vec<u8>>,
        alone: &mut Option<MutexGuard<'p, ()>>,
    ) -> Result<Vec<u8>, Fault> {
        let (header, start) = self.header(entry)?;
        self.reserve(header.size, alone)?;
        let size = header.size as usize;
        let mut data = Vec::new();
        if !may_hold(entry.end.saturating_sub(start), header.size) {
            return Err(Fault::Corrupt);
        }
        if entry.end - entry.offset < LONG {
            inflate(&mut self.inflater, &self.input[(start - entry.offset) as usize..], size, &mut data)?;
        } else {
            let stream = self.inflated(start, entry.end).map_err(|_| Fault::Corrupt)?;
            // room for one more byte, which must not come: at the end nothing is copied
            data.reserve_exact(size + 1);
            stream.take(header.size + 1).read_to_end(&mut data).map_err(|_| Fault::Corrupt)?;
            if data.len() != size {
                return Err(Fault::Corrupt);
            }
        }
        match (base, header.form) {
            (None, EntryForm::Whole(_)) => Ok(data),
            (Some(base), EntryForm::Before(_) | EntryForm::Object(_)) => {
                self.reserve(delta::result_size(&data)?, alone)?;
                delta::apply(base, &data)
            }
            _ => Err(Fault::Corrupt),
        }
    }

    /// Reads the header of `entry`, and all of it where it is short; returns where its data begins.
    fn header(&mut self, entry: Planned) -> Result<(EntryHeader, u64), Fault> {
        let len = entry.end.saturating_sub(entry.offset);
        let wanted = if len < LONG { len } else { LONGEST_HEADER as u64 };
        self.input.resize(wanted as usize, 0);
        read_at(&mut self.file, entry.offset, &mut self.input).map_err(|_| Fault::Corrupt)?;
        let header = entry_header(&self.input, self.hash).ok_or(Fault::Corrupt)?;
        Ok((header, entry.offset + header.len))
    }

    fn inflated(&mut self, start: u64, end: u64) -> io::Result<Inflated<BufReader<io::Take<&File>>>> {
        self.file.seek(SeekFrom::Start(start))?;
        Ok(Inflated::new(BufReader::new((&self.file).take(end.saturating_sub(start)))))
    }

    /// Waits until `size` bytes may be held.
    fn reserve(&self, size: u64, alone: &mut Option<MutexGuard<'p, ()>>) -> Result<(), Fault> {
        if LARGEST < size {
            return Err(Fault::TooLarge);
        }
        if LARGE < size && alone.is_none() {
            *alone = Some(self.large.lock().unwrap_or_else(PoisonError::into_inner));
        }
        Ok(())
    }
}

/// Holds a stream to the size that was promised, and to its checksum, which stands behind its last byte.
pub(super) fn ended<R: Read>(stream: io::Take<R>) -> io::Result<()> {
    let is_complete = stream.limit() == 0 && stream.into_inner().read(&mut [0])? == 0;
    if is_complete { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn read_at(file: &mut File, offset: u64, out: &mut [u8]) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::read_exact_at(file, out, offset)
    }
    #[cfg(not(unix))]
    {
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(out)
    }
}
