//! Declarations of one integration that do not hold the same scopes: a letter for each, shown beside the scopes that it holds.

use super::printable;
use crate::catalog::platform::platform;
use crate::fact::DeclarationForm;
use crate::listing::first_of;
use crate::privilege::{Privilege, Verdict};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Most letters; who declares in more ways is told how many there are.
const MOST_LETTERS: usize = 12;
/// Most places of one letter, and most scopes that it lacks, that are named.
const MOST_PLACES: usize = 3;
const MOST_LACKING: usize = 6;

/// What the declarations of one integration hold, where that differs.
pub(super) struct Differing<'p> {
    groups: Vec<Group<'p>>,
}

/// Declarations that hold the same scopes.
struct Group<'p> {
    places: Vec<String>,
    scopes: BTreeSet<&'p str>,
    /// What others hold and something needs.
    lacking: Vec<&'p str>,
}

impl<'p> Differing<'p> {
    /// `None` where all declarations hold the same.
    pub(super) fn of(privilege: &'p Privilege<'p>) -> Option<Self> {
        let mut groups: Vec<Group<'p>> = Vec::new();
        let mut declarations: Vec<_> = privilege.declarations.iter().collect();
        // the record first, then what it is a record of
        declarations.sort_by_key(|(_, declaration)| declaration.form != DeclarationForm::ScopeManifest);
        for (file, declaration) in declarations {
            let scopes: BTreeSet<&str> =
                declaration.scopes.iter().map(|scope| platform().scopes.usual(&scope.name)).collect();
            let place = format!("{}:{}", printable(&file.path), declaration.site.region.start.line);
            match groups.iter_mut().find(|group| group.scopes == scopes) {
                Some(group) => group.places.push(place),
                None => groups.push(Group { places: vec![place], scopes, lacking: Vec::new() }),
            }
        }
        let is_needed = |verdict: &Verdict<'_>| matches!(verdict, Verdict::Needed | Verdict::Open(_));
        let needed: BTreeSet<&str> = privilege
            .verdicts
            .iter()
            .filter(|(_, verdict)| is_needed(verdict))
            .map(|(name, _)| platform().scopes.usual(name))
            .collect();
        for group in &mut groups {
            group.lacking = needed.difference(&group.scopes).copied().collect();
        }
        (1 < groups.len()).then_some(Self { groups })
    }

    /// The letters of those that hold `scope`, dots in place of the others.
    pub(super) fn marks(&self, scope: &str) -> String {
        let mark = |(letter, group): (char, &Group<'_>)| {
            if group.scopes.contains(platform().scopes.usual(scope)) { letter } else { '·' }
        };
        self.lettered().map(mark).collect()
    }

    /// `marks` as wide as all of them.
    pub(super) fn cell(&self, marks: &str) -> String {
        let width = self.lettered().count().max("in".len());
        format!("{marks:width$}  ")
    }

    /// Writes what each letter stands for.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  Declared differently:")?;
        let places: Vec<String> = self.groups.iter().map(|group| first_of(&group.places, MOST_PLACES, ", ")).collect();
        let width = places.iter().take(MOST_LETTERS).map(|place| place.chars().count()).max().unwrap_or(0);
        for ((letter, group), place) in self.lettered().zip(&places) {
            let n_scopes = group.scopes.len();
            let lacking = match group.lacking.as_slice() {
                [] => String::new(),
                lacking => format!(", lacks {}", first_of(lacking, MOST_LACKING, " ")),
            };
            let scopes = if n_scopes == 1 { "scope" } else { "scopes" };
            writeln!(out, "    {letter}  {place:width$}  {n_scopes} {scopes}{lacking}")?;
        }
        match self.groups.len().saturating_sub(MOST_LETTERS) {
            0 => Ok(()),
            n => writeln!(out, "    and in {n} more ways: `--format json` has them"),
        }
    }

    fn lettered(&self) -> impl Iterator<Item = (char, &Group<'p>)> {
        ('A'..='Z').zip(&self.groups).take(MOST_LETTERS)
    }
}
