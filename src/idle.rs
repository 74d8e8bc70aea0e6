//! What has no effect any more, or never had: words of the config, and what accepts findings that are gone.

use crate::excerpt::Site;
use crate::masking::masked;
use crate::policy::Policy;
use crate::problem::Problem;
use crate::project::Project;
use crate::triage::baseline::Baseline;

/// What the config says of hosts and functions that nothing names: a slip of the pen, most of the time.
pub(crate) fn words(project: &Project, config_path: &str) -> Vec<Problem> {
    let told = |(word, site): &(String, Site)| {
        let message = format!("no code that was read names `{}`: this has no effect", masked(word));
        Problem::warning(config_path, message).at(site.clone())
    };
    project.idle().map(told).collect()
}

/// What the config and the baseline accept without any effect. Only a run over everything, with all rules, can tell.
pub(crate) fn acceptances(policy: &Policy, baseline: Option<&Baseline>, config_path: &str) -> Vec<Problem> {
    // a credential that is named by its digest may be in the history alone, and need it there
    let idle = policy.allows.iter().filter(|allow| !allow.used && allow.digest.is_none());
    let mut problems: Vec<Problem> = idle
        .map(|allow| {
            Problem::warning(config_path, "this [[allow]] accepts nothing any more; take it out").at(allow.site.clone())
        })
        .collect();
    let stale = baseline.map(Baseline::stale).unwrap_or_default();
    if let [first, ..] = stale.as_slice() {
        let place = first.first_path();
        let message = format!(
            "{} baseline entr{} nothing any more (the first: {} in {place}); `ghl-lint baseline --prune` takes them out",
            stale.len(),
            if stale.len() == 1 { "y matches" } else { "ies match" },
            first.rule
        );
        // anybody can have written it
        problems.push(Problem::warning("", masked(&message)));
    }
    problems
}
