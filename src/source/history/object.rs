//! Commits, tags and trees, read as far as the history needs them. Broken ones are read as far as they go: git shows them, too.

use super::adapter::{HashKind, ObjectId};

/// What a commit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Commit<'o> {
    pub(super) tree: Option<ObjectId>,
    pub(super) parents: Vec<ObjectId>,
    pub(super) author: Option<Signature<'o>>,
    pub(super) committer: Option<Signature<'o>>,
    pub(super) message: &'o [u8],
}

/// What an annotated tag says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'o> {
    pub(super) target: Option<ObjectId>,
    pub(super) name: &'o [u8],
    pub(super) tagger: Option<Signature<'o>>,
    pub(super) message: &'o [u8],
}

/// Who, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signature<'o> {
    /// Name and address, as they stand there.
    pub(super) who: &'o [u8],
    /// Unix seconds; whatever the clock said, also before 1970.
    pub(super) seconds: Option<i64>,
}

/// An entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TreeEntry<'o> {
    pub(super) form: EntryKind,
    pub(super) name: &'o [u8],
    pub(super) id: &'o [u8],
}

/// What an entry of a tree leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    Folder,
    /// A file, or the target of a symbolic link.
    File,
    /// A commit of another repository.
    Submodule,
}

pub(super) fn commit(bytes: &[u8]) -> Commit<'_> {
    let (headers, message) = split(bytes);
    let value = |name: &'static [u8]| values(headers, name).next();
    Commit {
        tree: value(b"tree").and_then(id),
        parents: values(headers, b"parent").filter_map(id).collect(),
        author: value(b"author").map(signature),
        committer: value(b"committer").map(signature),
        message,
    }
}

pub(super) fn tag(bytes: &[u8]) -> Tag<'_> {
    let (headers, message) = split(bytes);
    let value = |name: &'static [u8]| values(headers, name).next();
    Tag {
        target: value(b"object").and_then(id),
        name: value(b"tag").unwrap_or_default(),
        tagger: value(b"tagger").map(signature),
        message,
    }
}

/// The entries of a tree; an error in the place of the first that cannot be read, and then no more.
pub(super) fn tree(mut bytes: &[u8], hash: HashKind) -> impl Iterator<Item = Result<TreeEntry<'_>, ()>> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let Some((entry, rest)) = tree_entry(bytes, hash) else {
            bytes = &[];
            return Some(Err(()));
        };
        bytes = rest;
        Some(Ok(entry))
    })
}

fn tree_entry(bytes: &[u8], hash: HashKind) -> Option<(TreeEntry<'_>, &[u8])> {
    let space = memchr::memchr(b' ', bytes.get(..bytes.len().min(8))?)?;
    let mode = bytes[..space].iter().try_fold(0_u32, |mode, digit| match digit {
        b'0'..=b'7' => Some(mode << 3 | u32::from(digit - b'0')),
        _ => None,
    })?;
    let name = &bytes[space + 1..];
    let nul = memchr::memchr(0, name)?;
    let id = name.get(nul + 1..nul + 1 + hash.len_in_bytes())?;
    let form = match mode & 0o170_000 {
        0o040_000 => EntryKind::Folder,
        0o160_000 => EntryKind::Submodule,
        _ => EntryKind::File,
    };
    Some((TreeEntry { form, name: &name[..nul], id }, &name[nul + 1 + id.len()..]))
}

/// The lines before the first empty one, and what follows it.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    if bytes.first() == Some(&b'\n') {
        return (&[], &bytes[1..]);
    }
    match memchr::memmem::find(bytes, b"\n\n") {
        Some(at) => (&bytes[..at], &bytes[at + 2..]),
        None => (bytes, &[]),
    }
}

/// The values of the headers called `name`. Lines that go on begin with a space, so they have no name.
fn values<'o>(headers: &'o [u8], name: &'static [u8]) -> impl Iterator<Item = &'o [u8]> {
    headers.split(|&byte| byte == b'\n').filter_map(move |line| line.strip_prefix(name)?.strip_prefix(b" "))
}

fn id(hex: &[u8]) -> Option<ObjectId> {
    ObjectId::from_hex(hex.trim_ascii()).ok()
}

/// `Name <address> seconds zone`; the address is looked for from the end, since a name can hold anything.
fn signature(line: &[u8]) -> Signature<'_> {
    let Some(end) = memchr::memrchr(b'>', line) else { return Signature { who: line.trim_ascii(), seconds: None } };
    let mut words = line[end + 1..].split(|&byte| byte == b' ').filter(|word| !word.is_empty());
    let seconds = words.next().and_then(|word| std::str::from_utf8(word).ok()?.parse().ok());
    Signature { who: line[..=end].trim_ascii(), seconds }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_times_are_read_as_far_as_they_go() {
        for (line, who, seconds) in [
            ("Ada <ada@example.invalid> 1700000000 +0100", "Ada <ada@example.invalid>", Some(1_700_000_000)),
            ("Ada <ada@example.invalid> -86400 +0000", "Ada <ada@example.invalid>", Some(-86_400)),
            ("A > B <a@b> 12", "A > B <a@b>", Some(12)),
            ("<> 1", "<>", Some(1)),
            ("nobody", "nobody", None),
            ("Ada <a@b>", "Ada <a@b>", None),
            ("Ada <a@b> 99999999999999999999 +0000", "Ada <a@b>", None),
            ("Ada <a@b> soon +0000", "Ada <a@b>", None),
        ] {
            assert_eq!(signature(line.as_bytes()), Signature { who: who.as_bytes(), seconds }, "{line}");
        }
    }

    #[test]
    fn a_commit_without_anything_is_read() {
        assert_eq!(commit(b"").message, b"");
        assert_eq!(commit(b"\nwords").message, b"words");
        let odd = commit(b"tree none\nparent\ngpgsig a\n author X <x> 1 +0000\n\nwords\n\nmore");
        assert_eq!((odd.tree, odd.parents.len(), odd.author, odd.message), (None, 0, None, &b"words\n\nmore"[..]));
    }

    #[test]
    fn a_cut_tree_is_an_error_behind_its_good_entries() {
        let mut bytes = b"100644 a\0".to_vec();
        bytes.extend([1; 20]);
        bytes.extend(b"40000 b\0short");
        let read: Vec<_> = tree(&bytes, HashKind::Sha1).map(|entry| entry.map(|entry| entry.name.to_vec())).collect();
        assert_eq!(read, [Ok(b"a".to_vec()), Err(())]);
        assert_eq!(tree(b"9 a", HashKind::Sha1).collect::<Vec<_>>(), [Err(())]);
    }
}
