//! `ghl-lint.toml`: found upward to the repository root, read with the place of every value, every mistake reported at once.
//!
//! [`keys`] lists what the file can hold; the reader, the error messages and the JSON Schema all follow that one list.

pub mod keys;
mod read;

use crate::excerpt::Site;
use crate::finding::{Confidence, Finding, Severity};
use crate::problem::Problem;
use globset::GlobMatcher;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file's name.
pub const FILE_NAME: &str = "ghl-lint.toml";

/// A level that the user gives to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Not run.
    Off,
    /// Run, its findings at this severity.
    At(Severity),
}

/// One `[[allow]]`.
#[derive(Debug)]
pub struct Allow {
    /// The rules that it speaks of.
    pub rules: Vec<String>,
    /// Where it holds; everywhere when left out.
    pub path: Option<GlobMatcher>,
    /// The credential that it speaks of, by digest.
    pub digest: Option<String>,
    /// Where it stands in the config.
    pub site: Site,
    /// Whether it had an effect.
    pub used: bool,
}

impl Allow {
    /// Whether it accepts `finding`.
    pub fn covers(&self, finding: &Finding) -> bool {
        self.rules.iter().any(|rule| rule == finding.rule)
            && self.path.as_ref().is_none_or(|glob| glob.is_match(&finding.path))
            && self.digest.as_ref().is_none_or(|digest| {
                finding.credential.as_ref().is_some_and(|credential| credential.secret.digest() == digest)
            })
    }
}

/// A config without mistakes.
#[derive(Debug, Default)]
pub struct Config {
    /// Display path of the file; empty when there is none.
    pub path: String,
    /// Least severity that makes the exit code 1.
    pub fail_on: Option<Severity>,
    /// Least confidence that is reported.
    pub min_confidence: Option<Confidence>,
    /// Baseline file, resolved against the config's folder.
    pub baseline: Option<PathBuf>,
    /// Paths that are not read.
    pub exclude: Vec<GlobMatcher>,
    /// Levels by rule.
    pub levels: BTreeMap<String, Level>,
    /// Accepted findings.
    pub allows: Vec<Allow>,
}

/// Looks for the file in `start` and upward to the root of its repository; outside of one, in `start` alone.
pub fn find(start: &Path) -> Option<PathBuf> {
    let root = start.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    start.ancestors().take(root + 1).map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
}

/// Reads the config at `path`, shown as `display`.
///
/// # Errors
///
/// Every mistake in it, each a problem at its place.
pub fn read(path: &Path, display: &str) -> Result<Config, Vec<Problem>> {
    const MOST_BYTES: u64 = 16 * 1024 * 1024;
    let fault = |message: String| vec![Problem::error(display, message)];
    let metadata = std::fs::metadata(path).map_err(|error| fault(format!("cannot read the config: {error}")))?;
    if !metadata.is_file() || MOST_BYTES < metadata.len() {
        return Err(fault("the config is no regular file of at most 16 MiB".to_owned()));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(format!("cannot read the config: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| fault("the config is not UTF-8".to_owned()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    read::read(&text, display, folder)
}
