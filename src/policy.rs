//! What the user wants to hear of, and what is accepted: from the command line, the config and a baseline.

use crate::added::Added;
use crate::excerpt::Site;
use crate::finding::{Confidence, Finding, Severity};
use crate::glob::PathGlob;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the user wants to hear of.
#[derive(Debug, Default)]
pub struct Policy {
    /// The working directory, to which the paths of findings are relative.
    pub working_directory: PathBuf,
    /// The rules that there are.
    pub known: Vec<&'static str>,
    /// Those that repeat what another rule says of a credential, with something added: where that is accepted, they are silent.
    pub echoes: &'static [&'static str],
    /// Only these rules, when not empty.
    pub only: BTreeSet<String>,
    /// None of these.
    pub skip: BTreeSet<String>,
    /// Levels set by the config.
    pub levels: BTreeMap<String, Level>,
    /// Least confidence.
    pub min_confidence: Option<Confidence>,
    /// Days after which a key that lives until it is rotated is overdue, as the config says.
    pub rotation_days: Option<u32>,
    /// Accepted by the config.
    pub allows: Vec<Allow>,
    /// The lines that a change adds, when only they count.
    pub added: Option<Added>,
}

impl Policy {
    /// Whether findings of `rule` are wanted at all.
    pub fn wants(&self, rule: &str) -> bool {
        (self.only.is_empty() || self.only.contains(rule))
            && !self.skip.contains(rule)
            && self.levels.get(rule) != Some(&Level::Off)
    }

    /// Whether `finding` says of a credential what others only repeat.
    pub fn speaks_first(&self, finding: &Finding) -> bool {
        finding.credential.is_some() && !self.echoes.contains(&finding.rule)
    }

    /// Whether `finding` matters until all have their verdicts: because it is wanted, or because one that is may only echo it.
    pub fn hears(&self, finding: &Finding) -> bool {
        self.wants(finding.rule) || self.speaks_first(finding) && self.echoes.iter().any(|rule| self.wants(rule))
    }

    /// Whether `finding` is wanted and stands where findings count.
    pub fn concerns(&self, finding: &Finding) -> bool {
        self.wants(finding.rule) && self.added.as_ref().is_none_or(|added| added.make(finding))
    }

    /// Whether the lack of findings of `rule` says that there is nothing: a rule that was not run says nothing, and a
    /// rule that does not exist never will.
    pub fn says_something_of(&self, rule: &str) -> bool {
        self.wants(rule) || !self.known.contains(&rule)
    }
}

/// A level that the user gives to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Not run.
    Off,
    /// Run, its findings at this severity.
    At(Severity),
}

/// One `[[allow]]`.
#[derive(Debug)]
pub struct Allow {
    /// The rules that it speaks of.
    pub rules: Vec<String>,
    /// Where it holds; everywhere when left out.
    pub path: Option<PathGlob>,
    /// The credential that it speaks of, by digest.
    pub digest: Option<String>,
    /// Why, in the words of whoever wrote it.
    pub reason: String,
    /// Where it stands in the config.
    pub site: Site,
    /// Whether it had an effect.
    pub used: bool,
}

impl Allow {
    /// Whether it accepts `finding`.
    pub fn covers(&self, finding: &Finding, working_directory: &Path) -> bool {
        self.rules.iter().any(|rule| rule == finding.rule)
            && self.path.as_ref().is_none_or(|glob| glob.is_match(&working_directory.join(&finding.path)))
            && self.digest.as_ref().is_none_or(|digest| {
                finding.credential.as_ref().is_some_and(|credential| credential.secret.digest() == digest)
            })
    }
}
