//! `unused-scope`: a declared scope that nothing in the integration needs.

use super::{Context, Rule, scope};
use crate::catalog::platform::platform;
use crate::fact::Evidence;
use crate::finding::{Finding, RuleMeta, Severity};
use crate::privilege::Verdict;

/// See the rule's page.
#[derive(Debug)]
pub struct UnusedScope;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "unused-scope",
    summary: "a declared scope that no call, event or SDK method of the integration needs",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/unused-scope.md"),
};

impl Rule for UnusedScope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, context: &Context<'_>, _: &Evidence, findings: &mut Vec<Finding>) {
        for privilege in context.privileges {
            let wanted = privilege.wanted().join(" ");
            for (file, declared) in scope::declared(privilege) {
                if !matches!(privilege.verdicts.get(&*declared.name), Some(Verdict::Unused)) {
                    continue;
                }
                let reach = platform().scopes.get(&declared.name).filter(|scope| scope.reach <= scope::FAR);
                let reach = reach.map_or_else(String::new, |scope| format!(", and it {}", scope.reason));
                findings.push(Finding {
                    message: format!("nothing here needs `{}`{reach}", declared.name),
                    label: "no call, webhook or SDK method needs it".to_owned(),
                    why: "a token that leaks can do all that its scopes allow, in every account that installed the app"
                        .to_owned(),
                    help: scope::ask_for(&wanted),
                    related: scope::example_calls(privilege),
                    ..scope::finding(&META, file, declared)
                });
            }
        }
    }
}
