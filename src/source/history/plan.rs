//! What to read of a pack, from its headers and the checksums of its entries: the pack is read once from one end to the other.

use super::adapter::{EntryForm, EntryHeader, Fault, HashKind, Kind, LONGEST_HEADER, entry_header};
use super::bits::Bits;
use super::inventory::{Pack, Position};
use super::pack::Visit;
use std::cmp::Reverse;
use std::fs::File;
use std::io::{self, BufRead, BufReader};

/// What is to be read of a pack.
#[derive(Debug, Default)]
pub(super) struct Plan {
    entries: Vec<Planned>,
    /// Places in the plan.
    children: Vec<u32>,
    /// Entries that are no differences, in the order of the pack.
    pub(super) roots: Vec<u32>,
    /// Objects whose entries are damaged or lead nowhere, and what they are, where that is known.
    pub(super) broken: Vec<(Position, Option<Kind>)>,
}

/// An entry that is to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planned {
    /// Bytes from the start of the pack.
    pub(super) offset: u64,
    /// Where the next one begins.
    pub(super) end: u64,
    pub(super) position: Position,
    first_child: u32,
    n_children: u32,
    /// Whether it is asked for itself, and not only as a base.
    pub(super) is_wanted: bool,
}

/// The base of an entry that is none's difference.
const WHOLE: u32 = u32::MAX;
/// The base of an entry that cannot be read.
const BROKEN: u32 = u32::MAX - 1;

/// Plans what to read of `pack` to see all that is `wanted`.
pub(super) fn plan(pack: &Pack, hash: HashKind, wanted: &Bits) -> io::Result<Plan> {
    let n = pack.index.len();
    let mut order: Vec<(u64, u32)> = (0..n).map(|at| (pack.index.offset(at), at)).collect();
    order.sort_unstable();
    let Headers { bases, ends, is_blob, damaged } = headers(pack, hash, &order)?;
    let ends_of_chains = chains(&bases);
    let is_wanted = |at: usize| wanted.contains(pack.first + order[at].1);
    // of each entry, how many wanted ones are it or are made from it
    let mut weights = vec![0_u32; order.len()];
    let damaged = damaged.into_iter().map(|(index, kind)| (pack.first + index, kind));
    let mut plan = Plan { broken: damaged.collect(), ..Plan::default() };
    for at in (0..order.len()).filter(|at| is_wanted(*at)) {
        match ends_of_chains[at] {
            Some(end) if is_blob[end.root as usize] => weights[at] = 1,
            _ => plan.broken.push((pack.first + order[at].1, Some(Kind::Blob))),
        }
    }
    let mut deepest_first: Vec<u32> = (0..n).filter(|at| ends_of_chains[*at as usize].is_some()).collect();
    deepest_first.sort_by_key(|at| ends_of_chains[*at as usize].map(|end| Reverse(end.depth)));
    for at in deepest_first {
        if bases[at as usize] != WHOLE {
            weights[bases[at as usize] as usize] += weights[at as usize];
        }
    }
    let needed: Vec<u32> = (0..n).filter(|at| 0 < weights[*at as usize]).collect();
    let number = |at: u32| needed.binary_search(&at).unwrap_or_default() as u32;
    let mut links: Vec<(u32, u32, u32)> = Vec::new();
    for (new, &at) in needed.iter().enumerate() {
        let (offset, index) = order[at as usize];
        match bases[at as usize] {
            WHOLE => plan.roots.push(new as u32),
            base => links.push((number(base), weights[at as usize], new as u32)),
        }
        plan.entries.push(Planned {
            offset,
            end: ends[at as usize],
            position: pack.first + index,
            first_child: 0,
            n_children: 0,
            is_wanted: is_wanted(at as usize),
        });
    }
    // the heaviest child last: when its turn comes, nobody else needs its base
    links.sort_unstable();
    for (base, _, child) in links {
        let entry = &mut plan.entries[base as usize];
        if entry.n_children == 0 {
            entry.first_child = plan.children.len() as u32;
        }
        entry.n_children += 1;
        plan.children.push(child);
    }
    Ok(plan)
}

impl Plan {
    /// The entry at a place in the plan.
    pub(super) fn entry(&self, at: u32) -> Planned {
        self.entries[at as usize]
    }

    /// Places of the entries that are made from `entry`, the one on which most hangs last.
    pub(super) fn children(&self, entry: Planned) -> &[u32] {
        &self.children[entry.first_child as usize..][..entry.n_children as usize]
    }

    /// The plan of a pack that cannot be opened.
    pub(super) fn without_pack(pack: &Pack, wanted: &Bits) -> Self {
        let all = pack.first..pack.first + pack.index.len();
        let wanted = all.filter(|position| wanted.contains(*position));
        Self { broken: wanted.map(|position| (position, Some(Kind::Blob))).collect(), ..Self::default() }
    }

    /// Tells `visit` that nothing that is made from the entry `at` can be read.
    pub(super) fn give_up(&self, at: u32, fault: Fault, visit: &mut Visit<'_>) {
        let mut stack = vec![at];
        while let Some(at) = stack.pop() {
            let entry = self.entry(at);
            if entry.is_wanted {
                let _ = visit(entry.position, Err(fault));
            }
            stack.extend(self.children(entry));
        }
    }
}

/// What an entry is made from in the end, and over how many differences.
#[derive(Debug, Clone, Copy)]
struct ChainEnd {
    root: u32,
    depth: u32,
}

/// Follows every entry to its end; `None` where that leads nowhere. Each entry is visited once, however long the chains are.
fn chains(bases: &[u32]) -> Vec<Option<ChainEnd>> {
    let mut ends: Vec<Option<ChainEnd>> = vec![None; bases.len()];
    let mut is_done = vec![false; bases.len()];
    let mut path: Vec<u32> = Vec::new();
    for start in 0..bases.len() as u32 {
        let mut at = start;
        // what is done without an end leads nowhere; so does what comes back to itself
        while !is_done[at as usize] {
            is_done[at as usize] = true;
            match bases[at as usize] {
                WHOLE => ends[at as usize] = Some(ChainEnd { root: at, depth: 0 }),
                BROKEN => {}
                base => {
                    path.push(at);
                    at = base;
                }
            }
        }
        let mut end = ends[at as usize];
        while let Some(at) = path.pop() {
            end = end.map(|end| ChainEnd { depth: end.depth + 1, ..end });
            ends[at as usize] = end;
        }
    }
    ends
}

/// What the headers of all entries say, by their order.
#[derive(Debug, Default)]
struct Headers {
    bases: Vec<u32>,
    ends: Vec<u64>,
    /// Whether an entry is a whole file.
    is_blob: Vec<bool>,
    /// Entries that are not what the index says they are.
    damaged: Vec<(u32, Option<Kind>)>,
}

/// Reads the pack once from one end to the other.
fn headers(pack: &Pack, hash: HashKind, order: &[(u64, u32)]) -> io::Result<Headers> {
    let file = File::open(&pack.path)?;
    let end_of_entries = file.metadata()?.len().saturating_sub(hash.len_in_bytes() as u64);
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let mut at_byte = 0;
    let at_offset = |offset: u64| order.binary_search_by_key(&offset, |(offset, _)| *offset).ok().map(|at| at as u32);
    let mut headers = Headers::default();
    for (at, &(offset, index)) in order.iter().enumerate() {
        let end = order.get(at + 1).map_or(end_of_entries, |(next, _)| *next).min(end_of_entries).max(offset);
        reader.seek_relative(offset as i64 - at_byte)?;
        let (header, checksum) = entry(&mut reader, end - offset, hash)?;
        at_byte = end as i64;
        let form = header.map(|header| header.form);
        let base = match form {
            Some(EntryForm::Whole(_)) => Some(WHOLE),
            Some(EntryForm::Before(distance)) => {
                offset.checked_sub(distance).filter(|base| *base < offset).and_then(at_offset)
            }
            Some(EntryForm::Object(id)) => pack.index.lookup(&id).and_then(|at| at_offset(pack.index.offset(at))),
            None => None,
        };
        // the stream inside has a checksum of its own, but what it is a difference to stands outside
        let is_intact = pack.index.checksum(index).is_none_or(|expected| expected == checksum);
        if !is_intact || base.is_none() {
            let kind = form.and_then(|form| if let EntryForm::Whole(kind) = form { Some(kind) } else { None });
            headers.damaged.push((index, kind));
        }
        headers.bases.push(base.filter(|_| is_intact).unwrap_or(BROKEN));
        headers.ends.push(end);
        headers.is_blob.push(form == Some(EntryForm::Whole(Kind::Blob)));
    }
    Ok(headers)
}

/// Reads an entry of `len` bytes: its header, and the checksum of all of it.
fn entry(reader: &mut impl BufRead, len: u64, hash: HashKind) -> io::Result<(Option<EntryHeader>, u32)> {
    let mut start = [0; LONGEST_HEADER];
    let start = &mut start[..len.min(LONGEST_HEADER as u64) as usize];
    reader.read_exact(start)?;
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(start);
    let mut left = len - start.len() as u64;
    while 0 < left {
        let bytes = reader.fill_buf()?;
        let n = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        checksum.update(&bytes[..n]);
        reader.consume(n);
        left -= n as u64;
    }
    Ok((entry_header(start, hash), checksum.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_end_at_whole_objects_or_nowhere() {
        // 0 whole, 1 on 0, 2 on 1, 3 broken, 4 on 3, 5 and 6 on each other, 7 on 6, 8 on 9, 9 whole
        let ends = chains(&[WHOLE, 0, 1, BROKEN, 3, 6, 5, 6, 9, WHOLE]);
        let found: Vec<_> = ends.iter().map(|end| end.map(|end| (end.root, end.depth))).collect();
        let nowhere = None;
        assert_eq!(
            found,
            [
                Some((0, 0)),
                Some((0, 1)),
                Some((0, 2)),
                nowhere,
                nowhere,
                nowhere,
                nowhere,
                nowhere,
                Some((9, 1)),
                Some((9, 0))
            ]
        );
    }
}
