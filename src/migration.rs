//! What is left to do until nothing speaks to the v1 API: a list for each integration, as plain data.
//!
//! In: the evidence of a run, and the findings that are to be reported: what a suppression accepts is not left. Out: keys, packages,
//! base addresses, calls and nodes of workflows with what takes their place, and the scopes and headers that follow from them, all
//! by name and place. Reads no file, judges nothing anew, and knows nothing of how it is shown.

mod calls;
mod gather;
mod item;
mod keys;
mod need;
mod open;
mod scopes;

use crate::fact::Evidence;
use crate::finding::Finding;
use crate::privilege::Privilege;
use gather::Lists;
pub use item::{Base, CallChange, CallPlace, Choice, Key, KeyPlace, Mention, Node, NodeForm, Place, Successor, Swap};
pub use need::{Need, NewToken, ScopeNeed, Sureness, TokenFacts, Why};
use open::Open;
use std::collections::BTreeMap;

/// What is left in one integration.
#[derive(Debug, Clone)]
pub struct Checklist {
    /// Root of the integration.
    pub root: String,
    /// Keys of v1, by place.
    pub keys: Vec<Key>,
    /// Dependencies that speak v1 alone, by place.
    pub packages: Vec<Swap>,
    /// Addresses that calls begin with, by place.
    pub bases: Vec<Base>,
    /// Calls, by path.
    pub calls: Vec<CallChange>,
    /// Calls whose path is only known when the code runs, by place.
    pub unresolved: Vec<Place>,
    /// What workflows of n8n name, by place.
    pub nodes: Vec<Node>,
    /// Scopes of the new token, by name.
    pub scopes: Vec<ScopeNeed>,
    /// What tells which token takes the place of the key.
    pub token: TokenFacts,
    /// Other parts of the application whose code may use the keys here, where no code here does.
    pub code_in: Vec<String>,
    /// Other parts of the application that hold keys and no code: they may run the code here, which has no key of its own.
    pub keys_in: Vec<String>,
    /// Where v1 is named without taking effect, by place.
    pub mentions: Vec<Mention>,
    /// How many findings are accepted here.
    pub n_accepted: usize,
}

impl Checklist {
    /// How many places are left to change. Mentions are none, and what a call brings with it is no more than the call.
    pub fn n_left(&self) -> usize {
        let keys = self.keys.iter().map(|key| key.places.len()).sum::<usize>();
        let calls = self.calls.iter().map(|call| call.places.len()).sum::<usize>();
        let nodes = self.nodes.iter().filter(|node| node.form != NodeForm::CredentialOfCall).count();
        keys + calls + nodes + self.packages.len() + self.bases.len()
    }

    /// Whether something besides keys is left.
    pub fn has_code(&self) -> bool {
        !(self.calls.is_empty() && self.bases.is_empty() && self.packages.is_empty() && self.nodes.is_empty())
    }

    /// Hands over every text in it that came from outside and is no excerpt: names of files, folders and variables.
    pub fn for_each_name(&mut self, change: &mut dyn FnMut(&mut String)) {
        change(&mut self.root);
        self.code_in.iter_mut().chain(&mut self.keys_in).for_each(&mut *change);
        for key in &mut self.keys {
            key.elsewhere.iter_mut().for_each(&mut *change);
            for place in &mut key.places {
                place.variable.iter_mut().for_each(&mut *change);
                change(&mut place.place.path);
            }
        }
        self.places_mut().into_iter().for_each(|place| change(&mut place.path));
    }

    /// Every place but those of keys.
    fn places_mut(&mut self) -> Vec<&mut Place> {
        let mut places: Vec<&mut Place> = Vec::new();
        for swap in &mut self.packages {
            places.push(&mut swap.place);
            places.extend(&mut swap.locks);
        }
        places.extend(self.bases.iter_mut().map(|base| &mut base.place));
        for made in self.calls.iter_mut().flat_map(|call| &mut call.places) {
            places.push(&mut made.place);
            places.extend(&mut made.called_in);
        }
        places.extend(&mut self.unresolved);
        places.extend(self.nodes.iter_mut().map(|node| &mut node.place));
        places.extend(self.scopes.iter_mut().flat_map(|need| &mut need.why).map(|why| &mut why.place));
        places.extend(&mut self.token.asks_in);
        places.extend(self.mentions.iter_mut().map(|mention| &mut mention.place));
        places
    }
}

/// What is left of each integration of `evidence` that has something left, something accepted, or names v1, by root; `reported`
/// are the findings that nothing accepts.
pub fn plan(evidence: &Evidence, privileges: &[Privilege<'_>], reported: &[Finding]) -> Vec<Checklist> {
    let mut lists = Lists { evidence, open: Open::of(reported), by_root: BTreeMap::new() };
    keys::list(&mut lists);
    lists.uses();
    lists.packages();
    lists.beside_calls();
    let mut by_root = lists.by_root;
    keys::tell_of_others(&mut by_root);
    scopes::add(evidence, privileges, &mut by_root);
    by_root.into_values().collect()
}
