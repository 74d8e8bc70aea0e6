//! `unused-suppression`: a suppression that suppressed nothing, is malformed, or lacks its reason.
//!
//! Whether one was used is known after triage, so `check` has nothing to say and [`report`] is called with the unused ones.

use super::{Context, Rule, ids};
use crate::directive::Directive;
use crate::fact::{Evidence, FileFacts};
use crate::finding::{Confidence, Finding, RuleMeta, Severity};
use crate::nearest::nearest;

/// See the rule's page.
#[derive(Debug)]
pub struct UnusedSuppression;

/// The unchanging part.
pub const META: RuleMeta = RuleMeta {
    id: "unused-suppression",
    summary: "a suppression that suppressed nothing, is malformed, or lacks its reason",
    severity: Severity::Warning,
    docs: include_str!("../../rules/docs/unused-suppression.md"),
};

impl Rule for UnusedSuppression {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn check(&self, _: &Context<'_>, _: &Evidence, _: &mut Vec<Finding>) {}
}

/// Reports one suppression comment. `idle` holds the rules that it names and that found nothing there.
pub fn report(file: &FileFacts, directive: &Directive, idle: &[String]) -> Finding {
    let unknown = idle.iter().find(|name| !ids().contains(&name.as_str()));
    let (message, help) = match (&directive.fault, unknown) {
        (Some(fault), _) => {
            (format!("suppression that does nothing: {fault}"), "write `ghl-lint: allow(rule-id) reason`".to_owned())
        }
        (None, Some(name)) => {
            let help = match nearest(name, ids().into_iter()) {
                Some(id) => format!("did you mean `{id}`?"),
                None => "`ghl-lint rules` lists the rules".to_owned(),
            };
            ("suppression of a rule that does not exist".to_owned(), help)
        }
        (None, None) => {
            (format!("suppression of {} that suppresses nothing", idle.join(", ")), "take it out".to_owned())
        }
    };
    Finding {
        rule: META.id,
        severity: META.severity,
        confidence: Confidence::High,
        message,
        path: file.path.clone(),
        site: directive.site.clone(),
        label: "nothing here to suppress".to_owned(),
        vcs: file.vcs,
        integration: file.integration.clone(),
        why: "a suppression without an effect hides what comes to stand there next".to_owned(),
        help,
        related: Vec::new(),
        credential: None,
        scope: None,
        commit: None,
        endpoint: None,
        identity: directive.site.excerpt.text[directive.site.excerpt.marked.clone()].to_owned(),
    }
}
