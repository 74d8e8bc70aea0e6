//! `excess-write-scope`: write is asked for where the integration only reads.

use super::scope::{self, Judged};
use super::{Context, Rule};
use crate::fact::Evidence;
use crate::finding::{Finding, RuleMeta, Severity};
use crate::privilege::Verdict;

/// See the rule's page.
#[derive(Debug)]
pub struct ExcessWriteScope;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "excess-write-scope",
    summary: "a declared scope to write where the integration only reads",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/excess-write-scope.md"),
};

impl Rule for ExcessWriteScope {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, context: &Context<'_>, _: &Evidence, findings: &mut Vec<Finding>) {
        for privilege in context.privileges {
            let wanted = privilege.wanted();
            for Judged { file, declaration, scope, verdict } in scope::judged(privilege) {
                let Verdict::ReadOnly(instead) = verdict else { continue };
                let reasons = privilege.needed.get(instead.name).map(Vec::as_slice).unwrap_or_default();
                findings.push(Finding {
                    message: format!("`{}` is asked for, but this integration only reads", scope.name),
                    label: format!("`{}` is enough", instead.name),
                    why: "what may write can also spoil: a token that leaks, or a mistake in the code, changes data that \
                          was only to be read"
                        .to_owned(),
                    help: scope::ask_for(declaration, &wanted),
                    related: scope::reasons(reasons),
                    ..scope::finding(&META, file, scope)
                });
            }
        }
    }
}
