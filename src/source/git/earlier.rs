//! The earlier texts of files that a change adds or moves: what there is to compare them with.

use super::difference::{Difference, File};
use super::objects::{BlobError, Objects};
use crate::added::Lines;
use crate::source::lines;
use gix::ObjectId;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Files that went away, and may have come back under other names.
#[derive(Debug)]
pub(super) struct Gone {
    objects: Arc<Objects>,
    removed: Vec<ObjectId>,
    /// Texts of `removed`, once somebody asked; `None` where one cannot be read.
    texts: HashMap<ObjectId, Option<Arc<Vec<u8>>>>,
}

/// So many files may have gone for each of them to be compared with what is new; git stops at as many.
const MOST_COMPARED: usize = 1000;

impl Gone {
    pub(super) fn of(objects: Arc<Objects>, difference: &Difference) -> Self {
        let removed: BTreeSet<ObjectId> = difference.removed.iter().map(|File { id, .. }| *id).collect();
        Self { objects, removed: removed.into_iter().collect(), texts: HashMap::new() }
    }

    /// The lines that are new in `text`, which is called `id` where git has it: compared with `old`, or, for a file at a new
    /// place, with the file that went away and has most of it, if that is half of it.
    pub(super) fn lines(
        &mut self,
        old: Option<ObjectId>,
        id: Option<ObjectId>,
        text: &[u8],
    ) -> Result<Lines, BlobError> {
        if let Some(old) = old {
            return Ok(lines::added(&self.objects.read(old)?, text));
        }
        if id.is_some_and(|id| self.removed.binary_search(&id).is_ok()) {
            return Ok(Lines::NONE);
        }
        if MOST_COMPARED < self.removed.len() {
            return Ok(Lines::All);
        }
        let Self { objects, removed, texts } = self;
        let mut best: Option<(usize, ObjectId)> = None;
        for id in removed {
            let Some(old) = texts.entry(*id).or_insert_with(|| objects.read(*id).ok()) else { continue };
            let n_shared = lines::shared(old, text);
            if text.len() <= 2 * n_shared && best.is_none_or(|(most, _)| most < n_shared) {
                best = Some((n_shared, *id));
            }
        }
        let old = best.and_then(|(_, id)| texts.get(&id)?.as_ref());
        Ok(old.map_or(Lines::All, |old| lines::added(old, text)))
    }
}
