//! Accepted findings, keyed by what they are about and never by position, so that lines may move and new secrets may not hide.
//!
//! The file holds no secret: for a credential the key is the digest that reports show, too.

use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What stands in a baseline file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineFile {
    schema: u32,
    tool: String,
    entries: Vec<Entry>,
}

/// One accepted thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The rule.
    pub rule: String,
    /// What it is about: a digest, or the text of a finding that is about no secret.
    pub about: String,
    /// In which files it was accepted, and how often in each.
    pub places: BTreeMap<String, usize>,
}

/// A baseline and how much of it has been used up.
#[derive(Debug, Default)]
pub struct Baseline {
    entries: Vec<Entry>,
    left: BTreeMap<(String, String), Left>,
}

#[derive(Debug, Default)]
struct Left {
    by_path: BTreeMap<String, usize>,
    total: usize,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file cannot be read.
    #[error("cannot read the baseline: {0}")]
    Read(#[from] std::io::Error),
    /// The file is not a baseline.
    // where, not what: the parser's own message quotes the file
    #[error("not a baseline: line {}, column {}", .0.line(), .0.column())]
    Parse(#[from] serde_json::Error),
    /// The file was written by a later version.
    #[error("baseline of schema {0}, this version reads schema 1")]
    Schema(u32),
}

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is not a baseline, or comes from a later version.
    pub fn read(path: &Path) -> Result<Self, BaselineError> {
        let file: BaselineFile = serde_json::from_slice(&std::fs::read(path)?)?;
        if file.schema != 1 {
            return Err(BaselineError::Schema(file.schema));
        }
        Ok(Self::new(file.entries))
    }

    /// A baseline that accepts exactly `findings`.
    pub fn of(findings: &[Finding]) -> Self {
        let mut entries: BTreeMap<(&str, &str), BTreeMap<String, usize>> = BTreeMap::new();
        for finding in findings {
            let places = entries.entry((finding.rule, &finding.identity)).or_default();
            *places.entry(finding.path.clone()).or_default() += 1;
        }
        let entries = entries.into_iter().map(|((rule, about), places)| Entry {
            rule: rule.to_owned(),
            about: about.to_owned(),
            places,
        });
        Self::new(entries.collect())
    }

    fn new(entries: Vec<Entry>) -> Self {
        let mut left: BTreeMap<(String, String), Left> = BTreeMap::new();
        for entry in &entries {
            let left = left.entry((entry.rule.clone(), entry.about.clone())).or_default();
            for (path, n) in &entry.places {
                *left.by_path.entry(path.clone()).or_default() += n;
                left.total += n;
            }
        }
        Self { entries, left }
    }

    /// Number of accepted findings.
    pub fn len(&self) -> usize {
        self.entries.iter().flat_map(|entry| entry.places.values()).sum()
    }

    /// True when it accepts nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the findings that are not accepted.
    ///
    /// Accepted ones in the file where they were accepted go first; what is left of an entry then covers the same thing
    /// elsewhere, as it has moved. More of it than was accepted is new.
    pub(super) fn leave_new(&mut self, findings: Vec<Finding>) -> Vec<Finding> {
        let in_place: Vec<bool> = findings.iter().map(|finding| self.take(finding, true)).collect();
        let rest =
            findings.into_iter().zip(in_place).filter(|(_, is_accepted)| !is_accepted).map(|(finding, _)| finding);
        rest.filter(|finding| !self.take(finding, false)).collect()
    }

    /// Whether what `finding` is about was accepted anywhere, however often.
    pub(super) fn knows(&self, finding: &Finding) -> bool {
        self.left.contains_key(&(finding.rule.to_owned(), finding.identity.clone()))
    }

    fn take(&mut self, finding: &Finding, in_place: bool) -> bool {
        let key = (finding.rule.to_owned(), finding.identity.clone());
        let Some(left) = self.left.get_mut(&key).filter(|left| 0 < left.total) else { return false };
        if in_place {
            match left.by_path.get_mut(&finding.path) {
                Some(n) if 0 < *n => *n -= 1,
                _ => return false,
            }
        }
        left.total -= 1;
        true
    }

    /// Keeps what is accepted in files that `are_untouched` for those files, which nobody looks at in this run.
    pub fn set_aside(&mut self, are_untouched: impl Fn(&str) -> bool) {
        for left in self.left.values_mut() {
            for (_, n) in left.by_path.iter_mut().filter(|(path, _)| are_untouched(path)) {
                left.total -= std::mem::take(n);
            }
        }
    }

    /// Entries that matched less than they accept. Call after triage of a run over everything.
    pub fn stale(&self) -> Vec<&Entry> {
        self.entries
            .iter()
            .filter(|entry| {
                let key = (entry.rule.clone(), entry.about.clone());
                self.left.get(&key).is_some_and(|left| 0 < left.total)
            })
            .collect()
    }

    /// The accepted findings of this baseline that are still there among `findings`, and nothing new. Only a run over
    /// everything, with all rules, can tell what is still there.
    #[must_use]
    pub fn pruned(mut self, findings: Vec<Finding>) -> Self {
        let in_place: Vec<bool> = findings.iter().map(|finding| self.take(finding, true)).collect();
        let mut kept = Vec::new();
        for (finding, is_in_place) in findings.into_iter().zip(in_place) {
            if is_in_place || self.take(&finding, false) {
                kept.push(finding);
            }
        }
        Self::of(&kept)
    }

    /// The text of a baseline file.
    ///
    /// # Errors
    ///
    /// Never, as long as the entries are strings and numbers.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let file = BaselineFile { schema: 1, tool: "ghl-lint".to_owned(), entries: self.entries.clone() };
        serde_json::to_string_pretty(&file).map(|text| text + "\n")
    }
}
