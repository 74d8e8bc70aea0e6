//! How code says which scopes it asks for, and what only looks so. Parsed from `rules/scopes.toml`.

use super::level::Level;
use super::names::Name;
use super::places::matches;
use serde::Deserialize;

/// Lists of names in words, and of patterns for paths.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Declaring {
    tails: Vec<String>,
    calls: Vec<String>,
    transparent: Vec<String>,
    denying: Vec<String>,
    showing: Vec<String>,
    closed: Vec<String>,
    foreign: Vec<String>,
    foreign_scopes: Vec<String>,
    table_keys: Vec<String>,
    consent_keys: Vec<String>,
    token_keys: Vec<String>,
    people_keys: Vec<String>,
    level_keys: Vec<String>,
    location: Vec<String>,
    company: Vec<String>,
    docs_folders: Vec<String>,
}

/// What one name says of the value below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// These are the scopes that are asked for.
    Scopes,
    /// These are no request.
    NoRequest,
    /// Nothing: the name before it tells.
    Nothing,
    /// Something else.
    Other,
}

/// What the keys beside a list make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// An entry of a table.
    Table,
    /// A request for consent.
    Consent,
    /// What a token carries.
    Token,
    /// The rights of a user.
    Person,
}

impl Declaring {
    /// Parses the embedded lists.
    ///
    /// # Panics
    ///
    /// When the embedded file is malformed; `tests/suite/records.rs` parses it.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("rules/scopes.toml: {error}"))
    }

    /// What `name` says of the value below it.
    pub fn says(&self, name: &str) -> Says {
        let words = Name::of(name).to_string();
        let is_denied = has_word(&self.denying, &words);
        if ends_with(&self.tails, &words) || has(&self.calls, &words) {
            if is_denied { Says::NoRequest } else { Says::Scopes }
        } else if words.is_empty() || has(&self.transparent, &words) {
            Says::Nothing
        } else if is_denied || has_word(&self.showing, &words) {
            Says::NoRequest
        } else {
            Says::Other
        }
    }

    /// Whether nothing below `name` is a request.
    pub fn is_closed(&self, name: &str) -> bool {
        has(&self.closed, &Name::of(name).to_string())
    }

    /// Whether `name` names another product.
    pub fn is_foreign(&self, name: &str) -> bool {
        has_word(&self.foreign, &Name::of(name).to_string())
    }

    /// Whether `scope` is another product's.
    pub fn is_foreign_scope(&self, scope: &str) -> bool {
        self.foreign_scopes.iter().any(|start| scope.starts_with(start.as_str()))
    }

    /// What `key`, beside a list of scopes, makes it.
    pub fn beside(&self, key: &str) -> Option<Beside> {
        let words = Name::of(key).to_string();
        // the longer lists of plainer words come last
        [
            (&self.consent_keys, Beside::Consent),
            (&self.token_keys, Beside::Token),
            (&self.people_keys, Beside::Person),
            (&self.table_keys, Beside::Table),
        ]
        .into_iter()
        .find(|(keys, _)| has(keys, &words))
        .map(|(_, beside)| beside)
    }

    /// The level that `value`, called `key`, names.
    pub fn level(&self, key: &str, value: &str) -> Option<Level> {
        if ends_with(&self.level_keys, &Name::of(key).to_string()) { self.level_called(value) } else { None }
    }

    /// The level that people call `name`.
    pub fn level_called(&self, name: &str) -> Option<Level> {
        let name = name.to_ascii_lowercase();
        if has(&self.location, &name) {
            Some(Level::Location)
        } else {
            has(&self.company, &name).then_some(Level::Company)
        }
    }

    /// Documentation by its folder.
    pub fn is_documentation(&self, path: &str) -> bool {
        in_folder(&self.docs_folders, path)
    }
}

fn has(list: &[String], words: &str) -> bool {
    list.iter().any(|item| item == words)
}

fn has_word(list: &[String], words: &str) -> bool {
    words.split(' ').any(|word| has(list, word))
}

fn ends_with(list: &[String], words: &str) -> bool {
    let ends =
        |tail: &String| words.strip_suffix(tail.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    list.iter().any(ends)
}

fn in_folder(folders: &[String], path: &str) -> bool {
    let Some((parents, _)) = path.rsplit_once('/') else { return false };
    parents.split('/').any(|part| folders.iter().any(|folder| matches(folder, part)))
}
