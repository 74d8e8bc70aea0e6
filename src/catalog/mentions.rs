//! What tells that an address is named and nothing is sent to it. Parsed from `rules/mentions.toml`.

use super::names::Name;
use crate::literal::Role;
use serde::Deserialize;
use std::rc::Rc;

/// Words of names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mentions {
    compares: Vec<String>,
    lists: Vec<String>,
    shown: Vec<String>,
    pairs: Vec<[String; 2]>,
    connects: Vec<String>,
}

/// What a name says of the address under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mentioning {
    /// It is compared, listed or rewritten.
    Idle,
    /// It is shown to people.
    Shown,
    /// Nothing of that kind.
    Nothing,
}

/// So many of the names that lead to an address tell what it is for.
const NEAR: usize = 3;

impl Mentions {
    /// Parses the embedded file.
    ///
    /// # Panics
    ///
    /// When it is malformed; every test of `legacy-endpoint` reads it.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("rules/mentions.toml: {error}"))
    }

    /// What the names that lead to an address say of it, where it plays this role.
    pub fn of(&self, names: &[Rc<str>], role: Role) -> Mentioning {
        let near = || names.iter().rev().take(NEAR);
        let last = names.last().map(|name| Name::of(name));
        // what a function around it is called tells nothing: `testAuth`, `searchContacts`
        let is_compared = role != Role::Value && last.as_ref().is_some_and(|name| self.compares(name));
        if is_compared || near().any(|name| self.lists(&Name::of(name))) {
            Mentioning::Idle
        } else if last.is_some_and(|name| name.words().iter().any(|word| self.shown.contains(word)))
            || near().nth(1).is_some_and(|name| Name::of(name).words().iter().all(|word| self.shown.contains(word)))
        {
            Mentioning::Shown
        } else {
            Mentioning::Nothing
        }
    }

    fn compares(&self, name: &Name) -> bool {
        self.compares.contains(&name.words().concat())
            || name.words().first().is_some_and(|word| self.compares.contains(word))
    }

    fn lists(&self, name: &Name) -> bool {
        name.words().iter().any(|word| self.lists.contains(word))
    }

    /// The names of what replaces something called `name`.
    pub fn counterparts<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        let is_it = move |pair: &&[String; 2]| pair[0].eq_ignore_ascii_case(name);
        self.pairs.iter().filter(is_it).map(|pair| pair[1].as_str())
    }

    /// Whether what is called `name` connects to a bare host.
    pub fn connects(&self, name: &str) -> bool {
        let name = Name::of(name);
        name.words().last().is_some_and(|word| self.connects.contains(word))
    }
}
