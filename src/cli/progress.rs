//! One line on a terminal that says how far long work is, and that is gone when the work is done.
//!
//! Only the thread that holds standard error writes it; the others count, and this one looks at their counts.

use crate::history::Progress;
use std::io::Write;

/// Puts the cursor at the start of the line and empties it.
const EMPTY_LINE: &str = "\r\x1b[K";

/// The line.
pub(super) struct ProgressLine<'e> {
    /// `None` where nobody watches.
    err: Option<&'e mut dyn Write>,
    is_shown: bool,
}

impl<'e> ProgressLine<'e> {
    pub(super) fn new(is_watched: bool, err: &'e mut dyn Write) -> Self {
        Self { err: is_watched.then_some(err), is_shown: false }
    }

    /// Shows how far the work is.
    pub(super) fn show(&mut self, progress: Progress) {
        let text = match progress {
            Progress::Walking { n_commits } => format!("walking the history: {n_commits} commits"),
            Progress::Reading { n_files, n_all_files } => {
                format!("reading the history: {n_files} of {n_all_files} versions of files")
            }
        };
        self.write(&text);
        self.is_shown = true;
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.is_shown {
            self.write("");
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(err) = &mut self.err {
            // the work does not depend on whether somebody can be told
            let _ = write!(err, "{EMPTY_LINE}{text}").and_then(|()| err.flush());
        }
    }
}
