//! Objects that could not be read, and how the user is told: the first ones by name, the others by number.

use super::adapter::{Fault, Kind, ObjectId, oid};
use crate::problem::Problem;

/// Objects that are told one by one.
const TOLD: usize = 10;

/// Objects that could not be read.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<(ObjectId, Option<Kind>, Fault, String)>);

impl Faults {
    /// Adds one, of a kind that need not be known. `place` says where it was to be found, as a path or in words; it may be empty.
    pub(super) fn add(&mut self, fault: Fault, kind: impl Into<Option<Kind>>, id: &oid, place: &str) {
        self.0.push((id.to_owned(), kind.into(), fault, place.to_owned()));
    }

    /// What to tell. In a partial clone objects are missing on purpose: that is told once.
    pub(super) fn problems(mut self, is_partial: bool) -> Vec<Problem> {
        self.0.sort_by(|a, b| (&a.0, &a.3).cmp(&(&b.0, &b.3)));
        self.0.dedup_by(|a, b| a.0 == b.0);
        let mut problems = Vec::new();
        let is_expected = |fault: &Fault| is_partial && *fault == Fault::Missing;
        let n_expected = self.0.iter().filter(|(_, _, fault, _)| is_expected(fault)).count();
        if 0 < n_expected {
            let message = format!(
                "{} not here, since the clone is partial, so not all of the history was looked at; clone without --filter",
                objects(n_expected, " is", "s are")
            );
            problems.push(Problem::error("", message));
        }
        let others: Vec<_> = self.0.iter().filter(|(_, _, fault, _)| !is_expected(fault)).collect();
        for (id, kind, fault, place) in others.iter().take(TOLD) {
            let what = match fault {
                Fault::Missing => "is missing",
                Fault::Corrupt => "is corrupt",
                Fault::TooLarge => "is too large for a difference in a pack",
            };
            let kind = kind.map_or_else(|| "object".to_owned(), |kind| kind.to_string());
            let message = format!("{kind} {} {what}, so it was not looked at", id.to_hex_with_len(12));
            problems.push(Problem::error(place.clone(), message));
        }
        let n_more = others.len().saturating_sub(TOLD);
        if 0 < n_more {
            let message =
                format!("{} missing or corrupt; `git fsck` lists them", objects(n_more, " more is", "s more are"));
            problems.push(Problem::error("", message));
        }
        problems
    }
}

fn objects(n: usize, one: &str, many: &str) -> String {
    format!("{n} object{}", if n == 1 { one } else { many })
}
