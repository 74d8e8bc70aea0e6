//! Suppression comments against findings, and which of them had no effect.

use crate::directive::{Directive, Scope};
use crate::fact::{Evidence, FileFacts};
use crate::finding::Finding;
use std::collections::HashMap;

/// For each suppression comment, the rules of it that suppressed something.
#[derive(Debug)]
pub struct Usage {
    file_index: HashMap<String, usize>,
    used: Vec<Vec<Vec<bool>>>,
}

impl Usage {
    /// Nothing used yet.
    pub fn new(evidence: &Evidence) -> Self {
        let file_index = evidence.files.iter().enumerate().map(|(index, file)| (file.path.clone(), index)).collect();
        let used = evidence
            .files
            .iter()
            .map(|file| file.directives.iter().map(|directive| vec![false; directive.rules.len()]).collect())
            .collect();
        Self { file_index, used }
    }

    /// Whether a comment suppresses `finding`; notes which.
    pub(super) fn suppresses(&mut self, evidence: &Evidence, finding: &Finding) -> bool {
        let Some(&file_index) = self.file_index.get(&finding.path) else { return false };
        let mut is_suppressed = false;
        for (directive_index, directive) in evidence.files[file_index].directives.iter().enumerate() {
            if directive.fault.is_some() || !covers(directive, finding) {
                continue;
            }
            for (rule_index, rule) in directive.rules.iter().enumerate().filter(|(_, rule)| *rule == finding.rule) {
                debug_assert_eq!(rule, finding.rule, "filtered above");
                self.used[file_index][directive_index][rule_index] = true;
                is_suppressed = true;
            }
        }
        is_suppressed
    }

    /// The comments that are broken or of which some rule had no effect, each with those rules.
    ///
    /// A rule that was not run says nothing about its suppressions: `was_run` tells.
    pub fn idle<'e>(
        &self,
        evidence: &'e Evidence,
        was_run: impl Fn(&str) -> bool,
    ) -> Vec<(&'e FileFacts, &'e Directive, Vec<String>)> {
        let mut idle = Vec::new();
        for (file, used) in evidence.files.iter().zip(&self.used) {
            for (directive, used) in file.directives.iter().zip(used) {
                let rules = directive.rules.iter().zip(used);
                let rules: Vec<String> =
                    rules.filter(|(rule, used)| !**used && was_run(rule)).map(|(rule, _)| rule.clone()).collect();
                let is_idle = directive.fault.is_some() || !rules.is_empty();
                if is_idle && !directive.may_be_example {
                    idle.push((file, directive, rules));
                }
            }
        }
        idle
    }
}

fn covers(directive: &Directive, finding: &Finding) -> bool {
    match directive.scope {
        Scope::File => true,
        Scope::Line(line) => {
            let region = finding.site.region;
            region.start.line <= line && line <= region.end.line
        }
    }
}
