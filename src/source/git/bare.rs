//! A repository's own folder, as a bare one or a `.git` is: git's files, and no files of anybody's to look at.

use super::is_top;
use std::fs;
use std::path::Path;

/// Bytes of the longest `HEAD` that is looked into.
const LONGEST_HEAD: u64 = 4 << 10;

/// Whether `folder` is git's own folder of a repository, by what git itself goes by: `HEAD`, `objects` and `refs`.
pub fn is_bare(folder: &Path) -> bool {
    is_head(&folder.join("HEAD")) && folder.join("objects").is_dir() && folder.join("refs").is_dir() && !is_top(folder)
}

/// Whether the file at `path` names a ref or a commit. Opens no pipe, and follows no link: git writes one only to a ref.
fn is_head(path: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(path) else { return false };
    if metadata.is_symlink() {
        return fs::read_link(path).is_ok_and(|target| target.starts_with("refs"));
    }
    if !metadata.is_file() {
        // a pipe or a device in its place makes the rest no files of anybody's
        return !metadata.is_dir();
    }
    let is_small = metadata.len() <= LONGEST_HEAD;
    let Some(text) = is_small.then(|| fs::read(path).ok()).flatten() else { return false };
    let text = text.trim_ascii();
    let is_id = matches!(text.len(), 40 | 64) && text.iter().all(u8::is_ascii_hexdigit);
    is_id || text.strip_prefix(b"ref:").is_some_and(|name| name.trim_ascii_start().starts_with(b"refs/"))
}
