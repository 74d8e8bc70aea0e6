//! Texts of a repository's object database, read by any number of threads.

use gix::ObjectId;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of the largest text that is read; git itself takes nothing larger for a text to be compared.
const LARGEST: u64 = 512 << 20;

/// Bytes of the largest text that is kept for another look: most code is smaller.
const LARGEST_KEPT: usize = 64 << 10;
/// Bytes of all texts that are kept.
const MOST_KEPT: usize = 96 << 20;

/// Why a text could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// It is not there, as in a partial clone, or broken.
    #[error("its text is not in the repository's object database, or broken")]
    Missing,
    /// More bytes than are held in memory.
    #[error("too large: {0} bytes in the object database")]
    TooLarge(u64),
}

/// The object database of a repository.
pub(super) struct Objects {
    repository: gix::ThreadSafeRepository,
    /// Handles that nobody uses; each has caches of its own, which are worth keeping.
    idle: Mutex<Vec<gix::Repository>>,
    /// Small texts: to unpack one takes longer than most looks at it, and code is looked at up to four times.
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    texts: HashMap<ObjectId, Arc<Vec<u8>>>,
    n_bytes: usize,
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objects").finish_non_exhaustive()
    }
}

impl Objects {
    pub(super) fn of(repository: &gix::Repository) -> Arc<Self> {
        Arc::new(Self { repository: repository.clone().into_sync(), idle: Mutex::default(), kept: Mutex::default() })
    }

    /// The bytes of the text called `id`.
    pub(super) fn read(&self, id: ObjectId) -> Result<Arc<Vec<u8>>, BlobError> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = kept().texts.get(&id) {
            return Ok(text.clone());
        }
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let known = idle().pop();
        let mut handle = known.unwrap_or_else(|| {
            let mut handle = self.repository.to_thread_local();
            handle.object_cache_size(None);
            handle
        });
        let read = read(&mut handle, id);
        idle().push(handle);
        let text = read?;
        let mut kept = kept();
        if text.len() <= LARGEST_KEPT && kept.n_bytes + text.len() <= MOST_KEPT {
            kept.n_bytes += text.len();
            kept.texts.insert(id, text.clone());
        }
        Ok(text)
    }
}

fn read(handle: &mut gix::Repository, id: ObjectId) -> Result<Arc<Vec<u8>>, BlobError> {
    let header = handle.find_header(id).map_err(|_| BlobError::Missing)?;
    if LARGEST < header.size() {
        return Err(BlobError::TooLarge(header.size()));
    }
    let object = handle.find_object(id).map_err(|_| BlobError::Missing)?;
    if object.kind != gix::object::Kind::Blob {
        return Err(BlobError::Missing);
    }
    // detached, not copied: it may have hundreds of megabytes, and its buffer may have held a larger one
    let mut text = object.detach().data;
    text.shrink_to_fit();
    Ok(Arc::new(text))
}

/// A text in the object database of a repository.
#[derive(Debug, Clone)]
pub struct Blob {
    pub(super) id: ObjectId,
    pub(super) objects: Arc<Objects>,
}

impl Blob {
    /// Its bytes, as git stores them: no filter was run over them.
    ///
    /// # Errors
    ///
    /// When it is not there, broken, or too large.
    pub fn read(&self) -> Result<Arc<Vec<u8>>, BlobError> {
        self.objects.read(self.id)
    }
}
