//! Pipes and devices in the places of git's own files. Whoever opens one waits for somebody to write into it, forever; git itself
//! waits, too, and no clone brings one along, but an archive can.

use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Files that are read of any repository, in its own folder.
const FILES: &[&str] = &[
    "HEAD",
    "MERGE_HEAD",
    "commondir",
    "config",
    "config.worktree",
    "gitdir",
    "index",
    "info/exclude",
    "packed-refs",
    "shallow",
];
/// Folders of which any file may be read. Loose objects are left out: there can be many.
const FOLDERS: &[&str] = &["refs", "objects/info", "objects/pack"];
/// Bytes of a file that leads to another folder.
const LONGEST_POINTER: u64 = 64 << 10;

/// Whether the repository around `folder` has one, if there is a repository.
pub fn are_around(folder: &Path) -> bool {
    let Some(git) = folder.ancestors().find_map(git_folder) else { return false };
    let shared = pointer(&git.join("commondir"), "").map(|shared| git.join(shared));
    std::iter::once(git).chain(shared).any(|folder| are_in(&folder))
}

/// Whether one stands in the place of the ignore file of `folder`.
pub fn is_ignore_file_of(folder: &Path) -> bool {
    // links are not followed there
    fs::symlink_metadata(folder.join(".gitignore"))
        .is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir() && !metadata.is_symlink())
}

/// Git's own folder for the work tree whose top is `folder`, or `folder` where it is that of a repository without one.
fn git_folder(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    match fs::metadata(&git) {
        Ok(metadata) if metadata.is_file() => pointer(&git, "gitdir:").map(|target| folder.join(target)),
        Ok(metadata) if metadata.is_dir() => git.join("HEAD").symlink_metadata().is_ok().then_some(git),
        Ok(_) => Some(git),
        Err(_) => (folder.join("HEAD").symlink_metadata().is_ok() && folder.join("objects").is_dir())
            .then(|| folder.to_owned()),
    }
}

fn pointer(file: &Path, start: &str) -> Option<String> {
    let is_small = fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.len() < LONGEST_POINTER);
    let text = is_small.then(|| fs::read_to_string(file).ok())??;
    Some(text.strip_prefix(start)?.trim().to_owned())
}

fn are_in(git: &Path) -> bool {
    let is_in_folder = |name: &str| {
        let mut entries = WalkDir::new(git.join(name)).into_iter().filter_map(Result::ok);
        entries.any(|entry| !entry.file_type().is_file() && !entry.file_type().is_dir() && is_one(entry.path()))
    };
    is_one(git) || FILES.iter().any(|name| is_one(&git.join(name))) || FOLDERS.iter().any(|name| is_in_folder(name))
}

/// Whether a pipe, socket or device is at `path`, or where it leads.
fn is_one(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}
