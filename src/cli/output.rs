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
    let mut file = new_file(folder, existing.map(|metadata| metadata.permissions()))?;
    file.write_all(bytes)?;
    file.persist(&target)?;
    Ok(())
}

/// Where a link leads, also one that leads to nothing yet.
fn target_of(path: &Path) -> PathBuf {
    path.canonicalize()
        .or_else(|_| fs::read_link(path).map(|target| path.parent().unwrap_or(Path::new("")).join(target)))
        .unwrap_or_else(|_| path.to_owned())
}

#[cfg(unix)]
fn new_file(folder: &Path, permissions: Option<Permissions>) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    // a new file has what the umask leaves, as any file that a command writes
    let permissions = permissions.unwrap_or_else(|| Permissions::from_mode(0o666));
    tempfile::Builder::new().permissions(permissions).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file(folder: &Path, _: Option<Permissions>) -> io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}
