//! Where documents come from. Walks trees, opens files safely, reads standard input, asks git; decides nothing about content.

pub mod file;
pub mod git;
pub mod history;
pub mod hooks;
pub mod integration;
pub mod lines;
pub mod walk;

use crate::document::Vcs;
use crate::read::GaveUp;
use file::{Buffer, ReadError, Window};
use git::objects::Blob;
use std::path::PathBuf;

/// Where the text of a file is.
#[derive(Debug, Clone)]
pub enum Content {
    /// In the work tree.
    OnDisk,
    /// In a repository's object database: the work tree may hold another text, or none.
    Staged(Blob),
}

/// A file to be read.
#[derive(Debug, Clone)]
pub struct Job {
    /// Where it is, relative to the working directory or absolute.
    pub path: PathBuf,
    /// What version control says; `None` when nobody has asked yet.
    pub vcs: Option<Vcs>,
    /// Whether the user named this very file.
    pub is_named: bool,
    /// Where its text is.
    pub content: Content,
}

impl Job {
    /// Reads the text into documents, shown as `display`; returns how many bytes it had.
    ///
    /// # Errors
    ///
    /// As [`file::read_file`], or when the object database does not give it.
    pub fn read(
        &self,
        display: &str,
        buffer: &mut Buffer,
        visit: &mut dyn FnMut(Window<'_>),
    ) -> Result<u64, ReadError> {
        match &self.content {
            Content::Staged(blob) => {
                let text = blob.read()?;
                file::read(text.as_slice(), Some(text.len() as u64), display, buffer, visit)
            }
            // a link that the user named is read; one that a walk meets never comes here
            Content::OnDisk if self.is_named => {
                let target = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
                file::read_file(&target, display, buffer, visit)
            }
            Content::OnDisk => file::read_file(&self.path, display, buffer, visit),
        }
    }
}

/// Why something was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Ignored by git, and no place where secrets live.
    Ignored,
    /// A folder of dependencies or build output that git ignores; its files were not counted.
    IgnoredFolder,
    /// A bare repository: its text is in its history alone.
    Bare,
    /// Excluded by the config.
    Excluded,
    /// A symbolic link: what it leads to is read where it is, if that is inside the tree.
    Link,
    /// A pipe, socket or device.
    Special,
    /// The run ended before its turn came.
    Stopped,
    /// Looked at, but not by the reader of its language.
    Unparsed(GaveUp),
}

impl SkipReason {
    /// Words for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ignored => "ignored by git",
            Self::IgnoredFolder => "folder of dependencies or build output, ignored by git",
            Self::Bare => "bare repository, `ghl-lint history` reads it",
            Self::Excluded => "excluded by the config",
            Self::Link => "symbolic link, not followed",
            Self::Special => "not a regular file",
            Self::Stopped => "the run was stopped before",
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
