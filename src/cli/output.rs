//! Writes a file whole or not at all.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Whether `path` is another name of standard output.
pub(super) fn is_standard(path: &Path) -> bool {
    path == Path::new("-") || path == Path::new("/dev/stdout")
}

/// Replaces the file at `path` by `bytes`, through a temporary file beside it. A link is followed. What is no regular file,
/// and whatever an open descriptor stands for, is written to.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let is_descriptor = path.starts_with("/dev") || path.starts_with("/proc");
    let target = if is_descriptor { path.to_owned() } else { target_of(path) };
    let existing = fs::metadata(&target).ok();
    if is_descriptor || existing.as_ref().is_some_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return OpenOptions::new().append(true).open(&target)?.write_all(bytes);
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = match existing {
        Some(metadata) => new_file(folder, metadata.permissions())?,
        None => new_file_of_mode(folder, READ_AND_WRITTEN)?,
    };
    file.write_all(bytes)?;
    file.persist(&target)?;
    Ok(())
}

/// Creates the file at `path` with `bytes`, never over something that is there, and not through a link.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_with(path, bytes, READ_AND_WRITTEN)
}

/// The same for a file that is to be run.
pub(super) fn create_executable(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_with(path, bytes, RUN)
}

/// Modes before the umask takes its part, as of any file that a command writes.
const READ_AND_WRITTEN: u32 = 0o666;
const RUN: u32 = 0o777;

fn create_with(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = new_file_of_mode(folder, mode)?;
    file.write_all(bytes)?;
    file.persist_noclobber(path)?;
    Ok(())
}

/// Where a link leads, also one that leads to nothing yet.
fn target_of(path: &Path) -> PathBuf {
    path.canonicalize()
        .or_else(|_| fs::read_link(path).map(|target| path.parent().unwrap_or(Path::new("")).join(target)))
        .unwrap_or_else(|_| path.to_owned())
}

#[cfg(unix)]
fn new_file_of_mode(folder: &Path, mode: u32) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    new_file(folder, Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn new_file_of_mode(folder: &Path, _: u32) -> io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}

#[cfg(unix)]
fn new_file(folder: &Path, permissions: Permissions) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().permissions(permissions).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file(folder: &Path, _: Permissions) -> io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}
