//! Globs of paths as a config holds them: relative to the config's own folder, wherever the linter is started.

use crate::display::{display_path, normal};
use globset::{Glob, GlobBuilder, GlobMatcher};
use std::path::{Path, PathBuf};

/// One glob. `*` stays within a folder, `**` crosses folders; without a `/` it holds at any depth. A folder that matches
/// takes in all that is below it.
#[derive(Debug, Clone)]
pub struct PathGlob {
    itself: GlobMatcher,
    below: GlobMatcher,
    base: PathBuf,
}

impl PathGlob {
    /// Compiles `glob`, which is relative to the folder `base`.
    ///
    /// # Errors
    ///
    /// When it is no glob.
    pub fn new(glob: &str, base: &Path) -> Result<Self, globset::Error> {
        let trimmed = glob.trim_start_matches("./").trim_end_matches('/');
        let anchored = match trimmed {
            "." | "" => ".".to_owned(),
            _ if trimmed.contains('/') => trimmed.trim_start_matches('/').to_owned(),
            _ => format!("**/{trimmed}"),
        };
        Ok(Self {
            itself: compile(&anchored)?.compile_matcher(),
            below: compile(&format!("{anchored}/**"))?.compile_matcher(),
            base: base.to_owned(),
        })
    }

    /// Whether it is `path` itself that it means, an absolute one; `.` means the folder of the config.
    pub fn is_itself(&self, path: &Path) -> bool {
        self.itself.is_match(display_path(&normal(path), &self.base))
    }

    /// Whether it takes in `path`, an absolute one.
    pub fn is_match(&self, path: &Path) -> bool {
        let path = display_path(&normal(path), &self.base);
        path != "." && (self.itself.is_match(&path) || self.below.is_match(&path))
    }
}

fn compile(glob: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(glob).literal_separator(true).build()
}
