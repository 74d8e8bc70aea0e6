//! Suppression comments against findings, and which of them had no effect.

use crate::directive::{Directive, Scope};
use crate::fact::{Evidence, FileFacts};
use crate::finding::Finding;
use std::collections::{BTreeMap, HashMap};

/// For each suppression comment, the rules of it that suppressed something.
#[derive(Debug)]
pub struct Usage {
    files: HashMap<String, FileUsage>,
}

/// The comments of one file, found by the rule and the line that they speak of.
#[derive(Debug, Default)]
struct FileUsage {
    /// Directive and rule within it, for each rule that a comment of the whole file names.
    whole: HashMap<String, Vec<(usize, usize)>>,
    by_line: BTreeMap<(String, u64), Vec<(usize, usize)>>,
    used: Vec<Vec<bool>>,
    reasons: Vec<String>,
}

impl Usage {
    /// Nothing used yet.
    pub fn new(evidence: &Evidence) -> Self {
        let with_any = evidence.files.iter().filter(|file| !file.directives.is_empty());
        Self { files: with_any.map(|file| (file.path.clone(), FileUsage::new(file))).collect() }
    }

    /// The reason of a comment that suppresses `finding`, if one does; notes which do.
    pub(super) fn suppresses(&mut self, finding: &Finding) -> Option<&str> {
        let file = self.files.get_mut(&finding.path)?;
        let region = finding.site.region;
        let line = |line: u64| (finding.rule.to_owned(), line);
        let of_lines = file.by_line.range(line(region.start.line)..=line(region.end.line)).flat_map(|(_, found)| found);
        let of_file = file.whole.get(finding.rule).into_iter().flatten();
        let hits: Vec<(usize, usize)> = of_file.chain(of_lines).copied().collect();
        for &(directive, rule) in &hits {
            file.used[directive][rule] = true;
        }
        hits.first().map(|(directive, _)| &*file.reasons[*directive])
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
        for file in &evidence.files {
            let Some(usage) = self.files.get(&file.path) else { continue };
            for (directive, used) in file.directives.iter().zip(&usage.used) {
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

impl FileUsage {
    fn new(file: &FileFacts) -> Self {
        let mut usage = Self {
            used: file.directives.iter().map(|d| vec![false; d.rules.len()]).collect(),
            reasons: file.directives.iter().map(|d| d.reason().to_owned()).collect(),
            ..Self::default()
        };
        for (index, directive) in file.directives.iter().enumerate().filter(|(_, d)| d.fault.is_none()) {
            for (rule_index, rule) in directive.rules.iter().enumerate() {
                let found = match directive.scope {
                    Scope::File => usage.whole.entry(rule.clone()).or_default(),
                    Scope::Line(line) => usage.by_line.entry((rule.clone(), line)).or_default(),
                };
                found.push((index, rule_index));
            }
        }
        usage
    }
}
