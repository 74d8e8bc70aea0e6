//! What the new token needs, and what tells which it is: the plain nouns of a list.

use super::item::Place;
use crate::catalog::endpoint::Endpoint;
use std::collections::BTreeSet;

/// How sure it is that the new token needs a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// An official source names it for a call that is made, or an event that is taken.
    Documented,
    /// A call that is made needs it, as what other calls need lets conclude.
    Concluded,
    /// It depends on what is not known.
    Possible,
}

/// A scope of the new token.
#[derive(Debug, Clone)]
pub struct ScopeNeed {
    /// Its name.
    pub scope: &'static str,
    /// How sure it is.
    pub sureness: Sureness,
    /// Whether the integration asks for it already.
    pub is_declared: bool,
    /// What needs it: first what is surest, then by place.
    pub why: Vec<Why>,
}

/// Why a scope is needed.
#[derive(Debug, Clone)]
pub struct Why {
    /// How sure this makes it.
    pub sureness: Sureness,
    /// What needs it.
    pub need: Need,
    /// Where that stands.
    pub place: Place,
}

/// What needs a scope.
#[derive(Debug, Clone, Copy)]
pub enum Need {
    /// What replaces a call of v1.
    Replacement(&'static Endpoint),
    /// A call that is of v2 already.
    Call(&'static Endpoint),
    /// A webhook event.
    Event(&'static str),
}

/// What tells which token takes the place of the key.
#[derive(Debug, Clone, Default)]
pub struct TokenFacts {
    /// Accounts that the keys in sight open, masked.
    pub accounts: BTreeSet<String>,
    /// Whether one of these keys opens an agency with all its sub-accounts.
    pub is_agency_wide: bool,
    /// Replacements that take OAuth tokens alone.
    pub oauth_only: Vec<&'static Endpoint>,
    /// Replacements that take tokens of an agency and no others.
    pub agency_only: Vec<&'static Endpoint>,
    /// Whether some replacement takes tokens of a sub-account and no others.
    pub is_for_locations: bool,
    /// Whether workflows of n8n use it, whose credential is that of an OAuth app.
    pub is_for_n8n: bool,
    /// Whether some call is of v2 already, and so has a token.
    pub is_at_hand: bool,
    /// Where the integration asks for the scopes of an OAuth app already.
    pub asks_in: Vec<Place>,
}

/// What takes the place of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewToken {
    /// A private integration token of one account.
    PrivateIntegration,
    /// An OAuth app.
    OAuth,
    /// The one or the other, by what no file tells.
    Either,
}

impl TokenFacts {
    /// What takes the place of the key. A private integration serves one account; several, and marketplace apps, take OAuth
    /// (SOURCES.md, section V1).
    pub fn new_token(&self) -> NewToken {
        let is_for_several = 1 < self.accounts.len() || self.is_agency_wide && self.is_for_locations;
        if !self.asks_in.is_empty() || !self.oauth_only.is_empty() || self.is_for_n8n || is_for_several {
            NewToken::OAuth
        } else if self.accounts.len() == 1 {
            NewToken::PrivateIntegration
        } else {
            NewToken::Either
        }
    }
}
