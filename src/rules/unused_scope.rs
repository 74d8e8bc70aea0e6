//! `unused-scope`: a declared scope that nothing in the integration needs.

use super::scope::{self, Judged};
use super::{Context, Rule};
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
            let wanted = privilege.wanted();
            for Judged { file, declaration, scope, verdict } in scope::judged(privilege) {
                if !matches!(verdict, Verdict::Unused) {
                    continue;
                }
                let reach = platform().scopes.get(&scope.name).filter(|known| known.reaches_far());
                let reach = reach.map_or_else(String::new, |known| format!(", and it {}", known.reason));
                findings.push(Finding {
                    message: format!("nothing here needs `{}`{reach}", scope.name),
                    label: "no call, webhook or SDK method needs it".to_owned(),
                    why: "a token that leaks can do all that its scopes allow, in every account that installed the app"
                        .to_owned(),
                    help: scope::ask_for(declaration, &wanted),
                    related: scope::example_calls(privilege),
                    ..scope::finding(&META, file, scope)
                });
            }
        }
    }
}
