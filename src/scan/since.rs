//! Narrows a scan of the work tree down to what a branch adds.
//!
//! In: a scan of everything, since scopes and calls only mean something together. Out: which lines of it count.

use super::Scan;
use crate::added::{Added, Lines};
use crate::document::Vcs;
use crate::problem::Problem;
use crate::source::git::since::Since;

/// Notes the lines of each file that are new.
pub(super) fn narrow(mut since: Since, scan: &mut Scan) {
    let mut added = Added::default();
    for facts in &scan.evidence.files {
        // no branch takes an ignored file along
        let lines = match facts.vcs {
            Vcs::Ignored | Vcs::None => Ok(Lines::NONE),
            Vcs::Tracked | Vcs::Untracked | Vcs::Staged | Vcs::History => since.lines(&facts.path),
        };
        match lines {
            Ok(lines) => added.insert(facts, lines),
            Err(error) => scan.problems.push(Problem::error(&*facts.path, format!("at the shared commit: {error}"))),
        }
    }
    scan.added = Some(added);
}
