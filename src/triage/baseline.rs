//! Accepted findings, keyed by what they are about and never by position, so that lines may move and new secrets may not hide.
//!
//! The file holds no secret: for a credential the key is the digest that reports show, too.

use crate::finding::Finding;
use crate::problem::reason;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Bytes of the largest baseline. Whoever accepts a hundred thousand findings has accepted everything.
const MOST_BYTES: u64 = 32 << 20;

/// What stands in a baseline file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineFile {
    schema: u32,
    #[serde(rename = "tool")]
    _tool: String,
    entries: Vec<Entry>,
}

/// The same, to be written.
#[derive(Debug, Serialize)]
struct WrittenFile<'w> {
    schema: u32,
    tool: &'static str,
    entries: &'w [Entry],
}

/// One accepted thing, and how much of it has not been met yet.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The rule.
    pub rule: Box<str>,
    /// What it is about: a digest, or the text of a finding that is about no secret.
    pub about: Box<str>,
    /// In which files it was accepted, and how often in each, by path.
    #[serde(serialize_with = "as_map", deserialize_with = "of_map")]
    places: Box<[Place]>,
    #[serde(skip)]
    left: usize,
}

/// A file in which something was accepted.
#[derive(Debug, Clone)]
struct Place {
    path: Box<str>,
    n_accepted: usize,
    n_left: usize,
}

fn as_map<S: Serializer>(places: &[Place], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(places.iter().map(|place| (&place.path, place.n_accepted)))
}

fn of_map<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<[Place]>, D::Error> {
    BTreeMap::deserialize(deserializer).map(places)
}

fn places(counts: BTreeMap<Box<str>, usize>) -> Box<[Place]> {
    counts.into_iter().map(|(path, n)| Place { path, n_accepted: n, n_left: n }).collect()
}

impl Entry {
    /// The first of the files in which it was accepted, by path.
    pub fn first_path(&self) -> &str {
        self.places.first().map_or("", |place| &*place.path)
    }

    fn key(&self) -> (&str, &str) {
        (&self.rule, &self.about)
    }

    /// Takes in another entry about the same.
    fn join(&mut self, other: &Self) {
        let mut counts: BTreeMap<Box<str>, usize> = BTreeMap::new();
        for Place { path, n_accepted, .. } in self.places.iter().chain(&other.places).cloned() {
            let n = counts.entry(path).or_default();
            *n = n.saturating_add(n_accepted);
        }
        self.places = places(counts);
    }

    fn place(&mut self, path: &str) -> Option<&mut Place> {
        let at = self.places.binary_search_by(|place| (*place.path).cmp(path)).ok()?;
        self.places.get_mut(at)
    }
}

/// A baseline and how much of it has been used up.
#[derive(Debug, Default)]
pub struct Baseline {
    /// One for each thing, by rule and what it is about.
    entries: Vec<Entry>,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file cannot be read.
    #[error("cannot read the baseline: {}", reason(.0.kind()))]
    Read(#[from] io::Error),
    /// A pipe, a device, or more than anybody would want to accept.
    #[error("the baseline is no regular file of at most {} MiB", MOST_BYTES >> 20)]
    Unfit,
    /// The file is not a baseline.
    // where, not what: the parser's own message quotes the file
    #[error("not a baseline: line {}, column {}", .0.line(), .0.column())]
    Parse(#[from] serde_json::Error),
    /// The file was written by a later version.
    #[error("baseline of schema {0}, this version reads schema 1")]
    Schema(u32),
    /// No version would read what is to be written.
    #[error("there is more to accept than a baseline of {} MiB can hold", MOST_BYTES >> 20)]
    Large,
}

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is not a baseline, or comes from a later version.
    pub fn read(path: &Path) -> Result<Self, BaselineError> {
        // asked first: to open a pipe would wait for whoever writes into it
        if fs::metadata(path)?.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
        }
        if !fs::metadata(path)?.is_file() {
            return Err(BaselineError::Unfit);
        }
        let mut bytes = Vec::new();
        File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
        if MOST_BYTES < bytes.len() as u64 {
            return Err(BaselineError::Unfit);
        }
        Self::parse(&bytes)
    }

    /// Reads the text of a baseline file.
    ///
    /// # Errors
    ///
    /// When it is not a baseline, or comes from a later version.
    pub fn parse(text: &[u8]) -> Result<Self, BaselineError> {
        let file: BaselineFile = serde_json::from_slice(text)?;
        if file.schema != 1 {
            return Err(BaselineError::Schema(file.schema));
        }
        Ok(Self::new(file.entries))
    }

    /// A baseline that accepts exactly `findings`.
    pub fn of(findings: &[Finding]) -> Self {
        let mut entries: BTreeMap<(&str, &str), BTreeMap<Box<str>, usize>> = BTreeMap::new();
        for finding in findings {
            let counts = entries.entry((finding.rule, &finding.identity)).or_default();
            *counts.entry(finding.path.as_str().into()).or_default() += 1;
        }
        let entry = |((rule, about), counts): ((&str, &str), _)| Entry {
            rule: rule.into(),
            about: about.into(),
            places: places(counts),
            left: 0,
        };
        Self::new(entries.into_iter().map(entry).collect())
    }

    fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| a.key().cmp(&b.key()));
        let mut joined: Vec<Entry> = Vec::with_capacity(entries.len());
        for entry in entries {
            match joined.last_mut().filter(|last| last.key() == entry.key()) {
                Some(last) => last.join(&entry),
                None => joined.push(entry),
            }
        }
        for entry in &mut joined {
            entry.left = entry.places.iter().fold(0, |sum, place| sum.saturating_add(place.n_accepted));
        }
        Self { entries: joined }
    }

    /// Number of accepted findings.
    pub fn len(&self) -> usize {
        let counts = self.entries.iter().flat_map(|entry| &entry.places).map(|place| place.n_accepted);
        counts.fold(0, usize::saturating_add)
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
        self.position(finding).is_some()
    }

    fn position(&self, finding: &Finding) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.key().cmp(&(finding.rule, &finding.identity))).ok()
    }

    fn take(&mut self, finding: &Finding, in_place: bool) -> bool {
        let Some(entry) = self.position(finding).map(|at| &mut self.entries[at]).filter(|entry| 0 < entry.left) else {
            return false;
        };
        if in_place {
            match entry.place(&finding.path) {
                Some(place) if 0 < place.n_left => place.n_left -= 1,
                _ => return false,
            }
        }
        entry.left -= 1;
        true
    }

    /// Keeps what is accepted in files that `are_untouched` for those files, which nobody looks at in this run.
    pub fn set_aside(&mut self, are_untouched: impl Fn(&str) -> bool) {
        for entry in &mut self.entries {
            for place in entry.places.iter_mut().filter(|place| are_untouched(&place.path)) {
                entry.left = entry.left.saturating_sub(std::mem::take(&mut place.n_left));
            }
        }
    }

    /// Entries that matched less than they accept. Call after triage of a run over everything.
    pub fn stale(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| 0 < entry.left).collect()
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
    /// When it would be too large to be read again.
    pub fn to_json(&self) -> Result<String, BaselineError> {
        let file = WrittenFile { schema: 1, tool: "ghl-lint", entries: &self.entries };
        let text = serde_json::to_string_pretty(&file)? + "\n";
        if MOST_BYTES < text.len() as u64 { Err(BaselineError::Large) } else { Ok(text) }
    }
}
