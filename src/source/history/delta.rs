//! Applies a difference as packs hold it: <https://git-scm.com/docs/pack-format#_deltified_representation>.

use super::adapter::Fault;

/// Bytes that a copy without a size copies.
const DEFAULT_COPY: usize = 0x10000;

/// Bytes that `delta` makes, as it says itself.
pub(super) fn result_size(delta: &[u8]) -> Result<u64, Fault> {
    let mut at = 0;
    size(delta, &mut at)?;
    size(delta, &mut at)
}

/// What `delta` makes of `base`.
pub(super) fn apply(base: &[u8], delta: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut at = 0;
    if size(delta, &mut at)? != base.len() as u64 {
        return Err(Fault::Corrupt);
    }
    let wanted = usize::try_from(size(delta, &mut at)?).map_err(|_| Fault::Corrupt)?;
    let mut out = Vec::with_capacity(wanted);
    while at < delta.len() {
        let command = next(delta, &mut at)?;
        let piece = if command & 0x80 != 0 {
            let offset = number(delta, &mut at, command, 0..4)?;
            let len = match number(delta, &mut at, command, 4..7)? {
                0 => DEFAULT_COPY,
                len => len,
            };
            base.get(offset..offset + len).ok_or(Fault::Corrupt)?
        } else {
            let piece = delta.get(at..at + usize::from(command)).ok_or(Fault::Corrupt)?;
            at += piece.len();
            // the command 0 is reserved
            if piece.is_empty() {
                return Err(Fault::Corrupt);
            }
            piece
        };
        if wanted - out.len() < piece.len() {
            return Err(Fault::Corrupt);
        }
        out.extend_from_slice(piece);
    }
    if out.len() == wanted { Ok(out) } else { Err(Fault::Corrupt) }
}

fn next(delta: &[u8], at: &mut usize) -> Result<u8, Fault> {
    let byte = delta.get(*at).copied().ok_or(Fault::Corrupt)?;
    *at += 1;
    Ok(byte)
}

/// A number whose bytes, lowest first, are there where `command` has their bits.
fn number(delta: &[u8], at: &mut usize, command: u8, bits: std::ops::Range<u8>) -> Result<usize, Fault> {
    let mut value = 0;
    for (place, bit) in bits.enumerate() {
        if command & 1 << bit != 0 {
            value |= usize::from(next(delta, at)?) << (8 * place);
        }
    }
    Ok(value)
}

/// Seven bits a byte, lowest first, the high bit says that more follow.
fn size(delta: &[u8], at: &mut usize) -> Result<u64, Fault> {
    let (mut value, mut shift) = (0_u64, 0);
    loop {
        let byte = next(delta, at)?;
        if 57 < shift {
            return Err(Fault::Corrupt);
        }
        value |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delta_makes_what_it_promises_or_nothing() {
        // copy "bcd", insert "xy"
        assert_eq!(apply(b"abcdef", &[6, 5, 0x91, 1, 3, 2, b'x', b'y']), Ok(b"bcdxy".to_vec()));
        let broken: [&[u8]; 8] = [
            &[],
            &[5, 3, 0x90, 3],    // made for another base
            &[6, 4, 0x90, 3],    // makes less
            &[6, 2, 0x90, 3],    // makes more
            &[6, 3, 0x91, 4, 3], // copies from behind the end
            &[6, 2, 2, b'x'],    // inserts more than there is
            &[6, 0, 0],          // the reserved command
            &[6, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
        ];
        for delta in broken {
            assert_eq!(apply(b"abcdef", delta), Err(Fault::Corrupt), "{delta:?}");
        }
    }
}
