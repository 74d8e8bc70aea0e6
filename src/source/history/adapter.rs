//! What the history needs of gix, and nothing else: repositories, single objects, pack indexes, entry headers, inflate. The only
//! file of the history that speaks to gix, whose interface changes often.

use crate::source::git::pipes;
use gix::bstr::{BString, ByteSlice};
use gix::odb::pack;
use std::path::{Path, PathBuf};

pub(super) use gix::hash::Kind as HashKind;
pub(super) use gix::objs::Kind;
pub(super) use gix::{ObjectId, oid};

/// Bytes of delta bases that are kept while commits and trees are read one by one.
const BASES: usize = 24 << 20;
/// Bytes of the largest commit, tree or tag that is read; a declared size costs a liar nothing.
const LARGEST: &str = "gitoxide.objects.allocLimit=536870912";

/// Why an object was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not there.
    Missing,
    /// It is there and broken.
    Corrupt,
    /// It is a difference, or others are differences to it, and too large to be held in memory.
    TooLarge,
}

/// An open repository. It stays on the thread that opened it.
pub(super) struct Repository(gix::Repository);

/// A name that leads to an object.
#[derive(Debug, Clone)]
pub(super) struct Tip {
    /// Full name of the ref.
    pub(super) name: String,
    pub(super) id: ObjectId,
}

impl Repository {
    /// Opens the repository at or around `folder`; `None` when there is none. The message of gix is not passed on: it can
    /// quote a config, and a config can hold a token.
    pub(super) fn around(folder: &Path) -> Result<Option<Self>, ()> {
        if folder.canonicalize().is_ok_and(|folder| pipes::are_around(&folder)) {
            return Err(());
        }
        let Ok((found, trust)) = gix::discover::upwards(folder) else { return Ok(None) };
        let (git_dir, work_dir) = found.into_repository_and_work_tree_directories();
        let options = gix::open::Options::default().with(trust).config_overrides([LARGEST]).open_path_as_is(true);
        let mut repository = gix::open_opts(&git_dir, options).map_err(|_| ())?;
        if repository.workdir().is_none() && work_dir.is_some() {
            repository.set_workdir(work_dir).map_err(|_| ())?;
        }
        // what a replacement hides is still in every clone; the replacement itself hangs on a ref of its own
        repository.objects.ignore_replacements = true;
        repository.objects.refresh_never();
        repository.objects.set_pack_cache(|| Box::new(pack::cache::lru::MemoryCappedHashmap::new(BASES)));
        Ok(Some(Self(repository)))
    }

    pub(super) fn hash_kind(&self) -> HashKind {
        self.0.object_hash()
    }

    /// The top of the work tree, for a repository that has one.
    pub(super) fn top(&self) -> Option<&Path> {
        self.0.workdir()
    }

    /// Folders of objects: its own, then those of its alternates.
    pub(super) fn object_folders(&self) -> Result<Vec<PathBuf>, ()> {
        let store = self.0.objects.store_ref();
        let mut folders = vec![store.path().to_owned()];
        folders.extend(store.alternate_db_paths().map_err(|_| ())?);
        Ok(folders)
    }

    /// Every ref that names an object by itself, by name; and how many refs cannot be read.
    pub(super) fn refs(&self) -> Result<(Vec<Tip>, usize), ()> {
        let platform = self.0.references().map_err(|_| ())?;
        let (mut tips, mut n_broken) = (Vec::new(), 0);
        for reference in platform.all().map_err(|_| ())? {
            match reference {
                Ok(reference) => {
                    // what a symbolic ref names is in the list itself
                    if let Some(id) = reference.try_id() {
                        tips.push(Tip { name: reference.name().as_bstr().to_string(), id: id.detach() });
                    }
                }
                Err(_) => n_broken += 1,
            }
        }
        tips.sort_by(|a, b| a.name.cmp(&b.name));
        Ok((tips, n_broken))
    }

    /// What HEAD names; `None` before the first commit.
    pub(super) fn head(&self) -> Option<ObjectId> {
        self.0.head_id().ok().map(gix::Id::detach)
    }

    /// The object that `revision` names, in any spelling that git knows.
    pub(super) fn resolve(&self, revision: &str) -> Option<ObjectId> {
        self.0.rev_parse_single(revision).ok().map(gix::Id::detach)
    }

    /// Lines of a file in the folder that all work trees share, such as a reflog.
    pub(super) fn shared_file(&self, name: &str) -> Vec<BString> {
        let text = std::fs::read(self.0.common_dir().join(name)).unwrap_or_default();
        text.lines().map(BString::from).collect()
    }

    /// Names of the entries of a folder in the folder that all work trees share, sorted.
    pub(super) fn shared_folder(&self, name: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.common_dir().join(name)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// Commits whose parents were cut off when the repository was cloned.
    pub(super) fn shallow(&self) -> Vec<ObjectId> {
        let commits = self.0.shallow_commits().ok().flatten();
        commits.map(|commits| commits.iter().copied().collect()).unwrap_or_default()
    }

    /// Whether it fetches objects when they are asked for.
    pub(super) fn is_partial(&self) -> bool {
        let config = self.0.config_snapshot();
        let names = self.0.remote_names();
        let mut promises = names.iter().map(|name| config.boolean(&*format!("remote.{name}.promisor")));
        config.string("extensions.partialClone").is_some() || promises.any(|promises| promises == Some(true))
    }

    /// Reads an object as it is stored, whatever replaces it.
    pub(super) fn read(&self, id: &oid, buffer: &mut Vec<u8>) -> Result<Kind, Fault> {
        use gix::prelude::Find;
        match self.0.objects.try_find(id, buffer) {
            Ok(Some(object)) => Ok(object.kind),
            Ok(None) => Err(Fault::Missing),
            Err(_) => Err(Fault::Corrupt),
        }
    }

    /// What kind of object it is, without its text.
    pub(super) fn kind(&self, id: &oid) -> Result<Kind, Fault> {
        match self.0.try_find_header(id) {
            Ok(Some(header)) => Ok(header.kind()),
            Ok(None) => Err(Fault::Missing),
            Err(_) => Err(Fault::Corrupt),
        }
    }
}

/// The index of one pack.
pub(super) struct PackIndex(pack::index::File<pack::MMap>);

impl PackIndex {
    pub(super) fn open(path: &Path, hash: HashKind) -> Result<Self, ()> {
        pack::index::File::at(path, hash).map(Self).map_err(|_| ())
    }

    pub(super) fn len(&self) -> u32 {
        self.0.num_objects()
    }

    pub(super) fn lookup(&self, id: &oid) -> Option<u32> {
        self.0.lookup(id)
    }

    pub(super) fn id(&self, at: u32) -> ObjectId {
        self.0.oid_at_index(at).to_owned()
    }

    /// The CRC-32 of the entry as it stands in the pack; indexes of the first form have none.
    pub(super) fn checksum(&self, at: u32) -> Option<u32> {
        self.0.crc32_at_index(at)
    }

    pub(super) fn offset(&self, at: u32) -> u64 {
        self.0.pack_offset_at_index(at)
    }
}

/// What an entry of a pack is told by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EntryHeader {
    pub(super) form: EntryForm,
    /// Bytes that its data inflates to.
    pub(super) size: u64,
    /// Bytes of the header itself.
    pub(super) len: u64,
}

/// Whether an entry of a pack holds an object or a difference to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryForm {
    /// A whole object.
    Whole(Kind),
    /// A difference to the entry so many bytes before.
    Before(u64),
    /// A difference to an object of the same pack.
    Object(ObjectId),
}

/// Bytes that no entry header is longer than.
pub(super) const LONGEST_HEADER: usize = 64;

/// Reads the header that `bytes` begin with.
pub(super) fn entry_header(bytes: &[u8], hash: HashKind) -> Option<EntryHeader> {
    use pack::data::entry::Header;
    let entry = pack::data::Entry::from_bytes(bytes, 0, hash).ok()?;
    let form = match entry.header {
        Header::Blob => EntryForm::Whole(Kind::Blob),
        Header::Tree => EntryForm::Whole(Kind::Tree),
        Header::Commit => EntryForm::Whole(Kind::Commit),
        Header::Tag => EntryForm::Whole(Kind::Tag),
        Header::OfsDelta { base_distance } => EntryForm::Before(base_distance),
        Header::RefDelta { base_id } => EntryForm::Object(base_id),
    };
    Some(EntryHeader { form, size: entry.decompressed_size, len: entry.data_offset })
}

/// A zlib stream's decoder, reused from stream to stream.
pub(super) struct Inflater(gix::zlib::Decompress);

/// How far one step of an [`Inflater`] came.
pub(super) struct Step {
    pub(super) n_read: usize,
    pub(super) n_written: usize,
    pub(super) is_end: bool,
}

impl Inflater {
    pub(super) fn new() -> Self {
        Self(gix::zlib::Decompress::new())
    }

    /// Begins a new stream.
    pub(super) fn reset(&mut self) {
        self.0.reset();
    }

    /// Inflates from `input` into `out` as far as both reach.
    pub(super) fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<Step, Fault> {
        let (before_in, before_out) = (self.0.total_in(), self.0.total_out());
        let status = self.0.decompress(input, out, gix::zlib::FlushDecompress::None).map_err(|_| Fault::Corrupt)?;
        let passed = |now: u64, before: u64| usize::try_from(now - before).map_err(|_| Fault::Corrupt);
        Ok(Step {
            n_read: passed(self.0.total_in(), before_in)?,
            n_written: passed(self.0.total_out(), before_out)?,
            is_end: status == gix::zlib::Status::StreamEnd,
        })
    }
}
