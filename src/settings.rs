//! A run, as the user asked for it: what the command line says, before any config is read.

use crate::display::normal;
use crate::finding::Confidence;
use crate::stop::Stop;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Which text is looked at, and how much of it counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Extent {
    /// All that the work tree holds.
    #[default]
    Whole,
    /// What the next commit adds, as the git index holds it.
    Staged,
    /// What the work tree has beyond the commit that it shares with this revision.
    Since(String),
}

/// A run, as the user asked for it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The working directory, absolute; paths are shown relative to it.
    pub working_directory: PathBuf,
    /// Files and folders to lint; for what is staged none, where all of it is meant.
    pub paths: Vec<PathBuf>,
    /// Which text of them.
    pub extent: Extent,
    /// Name for standard input, when it is to be linted, too.
    pub stdin: Option<String>,
    /// Lifts the limits of ignore rules.
    pub all_files: bool,
    /// Number of readers; all cores when left out.
    pub threads: Option<usize>,
    /// Where the config comes from.
    pub config: ConfigSource,
    /// A baseline, before the config's.
    pub baseline: Option<PathBuf>,
    /// Least confidence reported, before the config's.
    pub min_confidence: Option<Confidence>,
    /// Only these rules, when not empty.
    pub only: BTreeSet<String>,
    /// None of these rules.
    pub skip: BTreeSet<String>,
    /// Whether calls are followed through all code of every application. Without it, where nothing declares scopes or gives a base
    /// address of v1, they are followed in the files that name HighLevel alone.
    pub surveys: bool,
    /// Whether it is to end early, with what it has.
    pub stop: Stop,
    /// Whether variables of the environment, hosts and versions of the API are gathered, too.
    pub surroundings: bool,
    /// The time of the run, Unix seconds.
    pub now: f64,
}

impl Settings {
    /// A run over all of `working_directory`, an absolute path, that nothing narrows down: no config, no baseline, no clock.
    pub fn isolated(working_directory: PathBuf) -> Self {
        Self {
            working_directory,
            paths: vec![PathBuf::from(".")],
            extent: Extent::Whole,
            stdin: None,
            all_files: false,
            threads: None,
            config: ConfigSource::Isolated,
            baseline: None,
            min_confidence: None,
            only: BTreeSet::new(),
            skip: BTreeSet::new(),
            surveys: false,
            surroundings: false,
            stop: Stop::default(),
            now: 0.0,
        }
    }

    /// Whether the file at `path` stands in the working directory itself.
    pub fn is_here(&self, path: &Path) -> bool {
        let absolute = normal(&self.working_directory.join(path));
        absolute.parent() == Some(self.working_directory.as_path())
    }

    /// Whether nothing was narrowed down or added by hand.
    pub fn runs_everything(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty() && self.stdin.is_none()
    }
}

/// Where the config comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigSource {
    /// Looked for in the working directory and upward.
    Discover,
    /// This file.
    File(PathBuf),
    /// None.
    Isolated,
}
