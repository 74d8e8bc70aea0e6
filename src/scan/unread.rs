//! What a walk met and did not read, and what one line each has to say of: bare repositories, and configs of other repositories.

use super::Scan;
use crate::config;
use crate::listing::first_of;
use crate::masking::masked;
use crate::problem::Problem;
use crate::settings::{ConfigSource, Settings};
use crate::source::SkipReason;

/// Places that a line names.
const SHOWN: usize = 3;

/// Adds to the problems of `scan` what whoever started the run should know of.
pub(super) fn tell(scan: &mut Scan, settings: &Settings) {
    let bare = scan.skipped.iter().filter(|skipped| skipped.reason == SkipReason::Bare);
    let mut bare: Vec<String> = bare.map(|skipped| skipped.path.clone()).collect();
    if let Some(places) = listed(&mut bare) {
        let what = if bare.len() == 1 { "bare repository was" } else { "bare repositories were" };
        let message = format!(
            "{} {what} not read: no files to look at there, `ghl-lint history` reads what was committed ({places})",
            bare.len()
        );
        scan.problems.push(Problem::warning("", masked(&message)));
    }
    if settings.config == ConfigSource::Isolated {
        return;
    }
    let mut configs = std::mem::take(&mut scan.configs);
    if let Some(places) = listed(&mut configs) {
        let (n, name) = (configs.len(), config::FILE_NAME);
        let message = match n {
            1 => format!("the {name} of another repository had no effect: it holds for runs inside ({places})"),
            _ => {
                format!("{n} {name} of other repositories had no effect: each holds for runs inside its own ({places})")
            }
        };
        scan.problems.push(Problem::warning("", masked(&message)));
    }
}

/// The first of `paths`, sorted; `None` when there are none.
fn listed(paths: &mut Vec<String>) -> Option<String> {
    paths.sort();
    paths.dedup();
    (!paths.is_empty()).then(|| first_of(paths, SHOWN, ", "))
}
