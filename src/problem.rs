//! Something wrong with the run itself: an unreadable file, a broken config. Never a finding.

use crate::excerpt::Site;
use std::io;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemSeverity {
    /// The run can still be trusted; the reader should know all the same.
    Warning,
    /// Something that had to be looked at was not: exit 2.
    Error,
}

/// One message about the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder it is about, as shown to the user; empty when it is about the run as a whole.
    pub path: String,
    /// Where in that file, when known.
    pub site: Option<Site>,
    /// How much it weighs.
    pub severity: ProblemSeverity,
    /// One line, lowercase, no final dot; never holds text of a scanned file.
    pub message: String,
}

impl Problem {
    /// A problem after which the run cannot be trusted.
    pub fn error(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), site: None, severity: ProblemSeverity::Error, message: message.into() }
    }

    /// A problem that leaves the run sound.
    pub fn warning(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), site: None, severity: ProblemSeverity::Warning, message: message.into() }
    }

    /// The same problem at a place inside its file.
    #[must_use]
    pub fn at(mut self, site: Site) -> Self {
        self.site = Some(site);
        self
    }
}

/// Why the system did not do what was asked of it, in words of ours: its own come with numbers.
pub fn reason(kind: io::ErrorKind) -> String {
    match kind {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        kind => kind.to_string(),
    }
}
