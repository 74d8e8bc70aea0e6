//! `ghl-lint.toml`: found upward to the repository root, read with the place of every value, every mistake reported at once.
//!
//! [`keys`] lists what the file can hold; the reader, the error messages and the JSON Schema all follow that one list.

pub mod keys;
mod project;
mod read;

use crate::finding::{Confidence, Severity};
use crate::policy::{Allow, Level};
use crate::problem::{Problem, reason};
use crate::project::Code;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The file's name.
pub const FILE_NAME: &str = "ghl-lint.toml";

/// A config without mistakes.
#[derive(Debug, Default)]
pub struct Config {
    /// Display path of the file; empty when there is none.
    pub path: String,
    /// Least severity that makes the exit code 1.
    pub fail_on: Option<Severity>,
    /// Least confidence that is reported.
    pub min_confidence: Option<Confidence>,
    /// Days after which a key that lives until it is rotated is overdue.
    pub rotation_days: Option<u32>,
    /// Baseline file, resolved against the config's folder.
    pub baseline: Option<PathBuf>,
    /// What it says of the code.
    pub code: Code,
    /// Levels by rule.
    pub levels: BTreeMap<String, Level>,
    /// Accepted findings.
    pub allows: Vec<Allow>,
}

/// Looks for the file in `start` and upward to the root of its repository; outside of one, in `start` alone.
pub fn find(start: &Path) -> Option<PathBuf> {
    let root = start.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    start.ancestors().take(root + 1).map(|folder| folder.join(FILE_NAME)).find(|path| is_there(path))
}

/// Whether anything has this name, be it a folder or a link to nowhere: who made it meant it, and reading it says what is wrong.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Reads the config at `path`, shown as `display`; `rules` are the ids that it may name.
///
/// # Errors
///
/// Every mistake in it, each a problem at its place.
pub fn read(path: &Path, display: &str, rules: &[&'static str]) -> Result<Config, Vec<Problem>> {
    // parsed, a config takes dozens of times its size; the longest that people write have a few kilobytes
    const MOST_BYTES: u64 = 1024 * 1024;
    let fault = |message: String| vec![Problem::error(display, message)];
    let unreadable = |error: io::Error| fault(format!("cannot read the config: {}", reason(error.kind())));
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() || MOST_BYTES < metadata.len() {
        return Err(fault("the config is no regular file of at most 1 MiB".to_owned()));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| fault("the config is not UTF-8".to_owned()))?;
    let absolute = std::path::absolute(path).map_err(unreadable)?;
    let folder = crate::display::normal(absolute.parent().unwrap_or(&absolute));
    read::read(&text, display, &folder, rules)
}
