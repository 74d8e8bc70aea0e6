//! Where documents come from. Walks trees, opens files safely, reads standard input, asks git; decides nothing about content.

pub mod file;
pub mod git;
pub mod history;
pub mod hooks;
pub mod integration;
pub mod walk;

use crate::document::Vcs;
use crate::read::GaveUp;
use std::path::PathBuf;

/// A file to be read.
#[derive(Debug, Clone)]
pub struct Job {
    /// Where it is, relative to the working directory or absolute.
    pub path: PathBuf,
    /// What version control says; `None` when nobody has asked yet.
    pub vcs: Option<Vcs>,
    /// Whether the user named this very file.
    pub is_named: bool,
}

/// Why something was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Ignored by git, and no place where secrets live.
    Ignored,
    /// A folder of dependencies or build output that git ignores; its files were not counted.
    IgnoredFolder,
    /// Excluded by the config.
    Excluded,
    /// A symbolic link: what it leads to is read where it is, if that is inside the tree.
    Link,
    /// A pipe, socket or device.
    Special,
    /// Looked at, but not by the reader of its language.
    Unparsed(GaveUp),
}

impl SkipReason {
    /// Words for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ignored => "ignored by git",
            Self::IgnoredFolder => "folder of dependencies or build output, ignored by git",
            Self::Excluded => "excluded by the config",
            Self::Link => "symbolic link, not followed",
            Self::Special => "not a regular file",
            Self::Unparsed(why) => why.as_str(),
        }
    }
}

/// Something that was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Display path.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
}
