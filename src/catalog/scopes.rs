//! Scopes: what each lets its holder do, and what to make of a name that somebody declares. Parsed from
//! `rules/catalog/scopes.tsv` and `rules/catalog/not_scopes.tsv`.

use super::level::Level;
use super::spelling::{self, Ending};
use super::table::{list, rows, value};
use std::collections::HashMap;

/// What a scope lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read; writing does not include it.
    Read,
    /// Change.
    Write,
    /// Something that no app can ask for.
    Other,
}

/// One scope.
#[derive(Debug)]
pub struct Scope {
    /// Its name, as install URLs made by HighLevel spell it.
    pub name: &'static str,
    /// What it lets its holder do.
    pub access: Access,
    /// In whose account.
    pub level: Level,
    /// How far it reaches: 1 is furthest, 5 is a scope that reads one area. The project's own ranking.
    pub reach: u8,
    /// Why it reaches that far, to follow "it".
    pub reason: &'static str,
    /// Other accepted spellings.
    pub aliases: Vec<&'static str>,
    /// Whether an app can ask for it.
    pub is_requestable: bool,
}

impl Scope {
    /// Whether it lets its holder change something.
    pub fn is_write(&self) -> bool {
        self.access != Access::Read
    }

    /// Whether it reaches far: administrators, sub-accounts, their tokens and billing; money, messages, what everybody sees.
    pub fn reaches_far(&self) -> bool {
        self.reach <= FAR
    }

    /// Whether it reaches furthest: administrators, sub-accounts, their tokens and billing.
    pub fn reaches_furthest(&self) -> bool {
        self.reach <= FURTHEST
    }

    /// Every accepted spelling, the usual one first.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

/// The reach of administrators, sub-accounts, their tokens and billing.
const FURTHEST: u8 = 1;
/// The least reach that counts as far: money, messages, what everybody sees.
const FAR: u8 = 2;

/// A name that is declared as a scope and is none.
#[derive(Debug)]
pub struct NotScope {
    /// The name.
    pub name: &'static str,
    /// The scopes that are meant; empty where nothing is.
    pub instead: Vec<&'static str>,
    /// Why it is none.
    pub reason: &'static str,
}

/// What to make of a declared name.
#[derive(Debug)]
pub enum Judgment<'c> {
    /// A scope.
    Known(&'c Scope),
    /// No scope.
    NotAScope {
        /// The scopes that are meant; empty where there is no such thing.
        instead: Vec<&'c Scope>,
        /// Why it is none.
        reason: &'static str,
    },
    /// In no list, yet of the right form. No list is complete, so it may well be one.
    Plausible,
    /// Of a form that no scope has.
    Malformed,
}

/// All scopes.
#[derive(Debug)]
pub struct Scopes {
    all: Vec<Scope>,
    not_scopes: Vec<NotScope>,
    by_name: HashMap<&'static str, usize>,
    by_essence: HashMap<(String, Ending), Vec<usize>>,
}

const SCOPES: &str = "scopes.tsv";

impl Scopes {
    /// Parses the embedded tables.
    ///
    /// # Panics
    ///
    /// When one is malformed; `tests/suite/catalog.rs` parses them.
    pub fn parse(scopes: &'static str, not_scopes: &'static str) -> Self {
        let header = ["scope", "access", "level", "reach", "reason", "aliases", "requestable"];
        let all: Vec<Scope> = rows(SCOPES, scopes, header).map(scope).collect();
        let not_scopes = rows("not_scopes.tsv", not_scopes, ["name", "instead", "reason"])
            .map(|[name, instead, reason]| NotScope { name, instead: list(instead), reason })
            .collect();
        let mut by_name = HashMap::new();
        let mut by_essence: HashMap<_, Vec<usize>> = HashMap::new();
        for (index, scope) in all.iter().enumerate() {
            for name in scope.spellings() {
                by_name.insert(name, index);
            }
            if let Some(essence) = spelling::essence(scope.name) {
                by_essence.entry(essence).or_default().push(index);
            }
        }
        Self { all, not_scopes, by_name, by_essence }
    }

    /// Every scope, by name.
    pub fn all(&self) -> &[Scope] {
        &self.all
    }

    /// Every name that is known to be no scope.
    pub fn not_scopes(&self) -> &[NotScope] {
        &self.not_scopes
    }

    /// The scope called `name`, in any accepted spelling; case matters.
    pub fn get(&self, name: &str) -> Option<&Scope> {
        self.by_name.get(name).map(|index| &self.all[*index])
    }

    /// The usual spelling of `name`, which is itself where it is no scope.
    pub fn usual<'n>(&self, name: &'n str) -> &'n str {
        self.get(name).map_or(name, |scope| scope.name)
    }

    /// What to make of `name`.
    pub fn judge(&self, name: &str) -> Judgment<'_> {
        if let Some(scope) = self.get(name) {
            return Judgment::Known(scope);
        }
        if let Some(not_scope) = self.not_scopes.iter().find(|not_scope| not_scope.name == name) {
            let instead = not_scope.instead.iter().filter_map(|name| self.get(name)).collect();
            return Judgment::NotAScope { instead, reason: not_scope.reason };
        }
        let instead = self.other_spellings(name);
        if !instead.is_empty() {
            let reason =
                if 1 < instead.len() { "reading and writing are a scope each" } else { "it is spelled differently" };
            return Judgment::NotAScope { instead, reason };
        }
        if spelling::is_plausible(name) { Judgment::Plausible } else { Judgment::Malformed }
    }

    /// The scope that `name` probably means.
    pub fn nearest(&self, name: &str) -> Option<&Scope> {
        match self.judge(name) {
            Judgment::Known(scope) => Some(scope),
            Judgment::NotAScope { instead, .. } => instead.first().copied(),
            Judgment::Plausible | Judgment::Malformed => self
                .all
                .iter()
                .filter(|scope| scope.is_requestable)
                .map(|scope| (strsim::osa_distance(name, scope.name), scope))
                .filter(|(distance, scope)| *distance <= scope.name.len() / 5)
                .min_by_key(|(distance, _)| *distance)
                .map(|(_, scope)| scope),
        }
    }

    fn other_spellings(&self, name: &str) -> Vec<&Scope> {
        let Some((area, ending)) = spelling::essence(name) else { return Vec::new() };
        let endings: &[Ending] = match ending {
            Ending::ReadAndWrite => &[Ending::Read, Ending::Write],
            Ending::Read => &[Ending::Read],
            Ending::Write => &[Ending::Write],
        };
        let found = endings.iter().filter_map(|ending| self.by_essence.get(&(area.clone(), *ending)));
        found.flatten().map(|index| &self.all[*index]).collect()
    }
}

fn scope([name, access, level, reach, reason, aliases, requestable]: [&'static str; 7]) -> Scope {
    let is_requestable = value(SCOPES, requestable, super::table::yes_or_no);
    Scope {
        name,
        access: value(SCOPES, access, Access::parse),
        level: value(SCOPES, level, Level::parse),
        reach: value(SCOPES, reach, |reach| reach.parse().ok()),
        reason,
        aliases: list(aliases),
        is_requestable,
    }
}

impl Access {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "read" => Some(Self::Read),
            "write" => Some(Self::Write),
            "other" => Some(Self::Other),
            _ => None,
        }
    }
}
