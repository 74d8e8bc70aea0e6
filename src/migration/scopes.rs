//! What the new token needs: scopes, and which kind of token it has to be.

use super::{Checklist, Need, NodeForm, Place, ScopeNeed, Successor, Sureness, TokenFacts, Why};
use crate::catalog::endpoint::{Certainty, Endpoint};
use crate::catalog::level::Level;
use crate::catalog::n8n::When;
use crate::catalog::platform::platform;
use crate::fact::{DeclarationForm, Evidence, FileFacts, ScopeDeclaration};
use crate::privilege::{Privilege, Reason};
use std::collections::{BTreeMap, BTreeSet};

/// Adds to each list what its new token needs: for what replaces its calls of v1, and for what is of v2 already.
pub(super) fn add(evidence: &Evidence, privileges: &[Privilege<'_>], lists: &mut BTreeMap<&str, Checklist>) {
    let applications = applications(evidence);
    let mates = |root: &str, is_it: &dyn Fn(&Checklist) -> bool| -> Vec<String> {
        let is_mate = |list: &&Checklist| list.root != root && applications.get(&*list.root) == applications.get(root);
        lists.values().filter(is_mate).filter(|list| is_it(list)).map(|list| list.root.clone()).collect()
    };
    // keys often stand where a program is run, and its code in a folder that several share
    let code_of: BTreeMap<String, Vec<String>> = lists
        .values()
        .filter(|list| !list.has_code())
        .map(|list| (list.root.clone(), mates(&list.root, &Checklist::has_code)))
        .collect();
    let keys_of: BTreeMap<String, Vec<String>> = lists
        .values()
        .filter(|list| list.keys.is_empty())
        .map(|list| (list.root.clone(), mates(&list.root, &|mate| !mate.keys.is_empty() && !mate.has_code())))
        .collect();
    let told = lists.clone();
    for list in lists.values_mut().filter(|list| 0 < list.n_left()) {
        let elsewhere =
            |of: &BTreeMap<String, Vec<String>>| -> Vec<String> { of.get(&list.root).cloned().unwrap_or_default() };
        let (code_in, keys_in) = (elsewhere(&code_of), elsewhere(&keys_of));
        let of = |roots: &[String]| -> Vec<&Checklist> {
            let own = std::iter::once(&*list.root);
            own.chain(roots.iter().map(String::as_str)).filter_map(|root| told.get(root)).collect()
        };
        let privilege = around(privileges, &list.root);
        let code = of(&code_in);
        let mut needs = Needs::default();
        code.iter().for_each(|part| needs.replacements(part));
        privilege.iter().for_each(|privilege| needs.present(evidence, privilege));
        list.scopes = needs.into_scopes(privilege);
        list.token = token(&code, &of(&keys_in), privilege);
        list.code_in = code_in;
        list.keys_in = keys_in;
    }
}

/// The application that each integration belongs to, by root.
fn applications(evidence: &Evidence) -> BTreeMap<&str, &str> {
    let files = evidence.files.iter().map(|file| (&*file.integration, &*file.application));
    let uses = evidence.uses.iter().map(|used| (&*used.integration, &*used.application));
    files.chain(uses).collect()
}

/// What is known of the integration at `root`, or of the nearest around it: a part without scopes of its own belongs to that.
fn around<'p, 'e>(privileges: &'p [Privilege<'e>], root: &str) -> Option<&'p Privilege<'e>> {
    let is_around = |privilege: &&Privilege<'_>| {
        privilege.root == "."
            || privilege.root == root
            || root.strip_prefix(privilege.root).is_some_and(|rest| rest.starts_with('/'))
    };
    privileges
        .iter()
        .filter(is_around)
        .max_by_key(|privilege| if privilege.root == "." { 0 } else { privilege.root.len() })
}

/// Where the integration asks for the scopes of an app.
fn asking<'p, 'e>(privilege: &'p Privilege<'e>) -> impl Iterator<Item = &'p (&'e FileFacts, &'e ScopeDeclaration)> {
    privilege.declarations.iter().filter(|(_, declaration)| declaration.form != DeclarationForm::ScopeManifest)
}

fn token(code: &[&Checklist], holders: &[&Checklist], privilege: Option<&Privilege<'_>>) -> TokenFacts {
    let keys: Vec<_> = holders.iter().flat_map(|list| &list.keys).collect();
    let replacements = code.iter().flat_map(|list| &list.calls).filter_map(|call| match call.successor {
        Successor::One(endpoint) => Some(endpoint),
        Successor::OneOf(_) | Successor::Nothing | Successor::Unknown => None,
    });
    let mut replacements: Vec<&'static Endpoint> = replacements.collect();
    replacements.sort_by_key(|endpoint| (endpoint.path, endpoint.method));
    replacements.dedup_by_key(|endpoint| (endpoint.path, endpoint.method));
    let those =
        |is_it: fn(&Endpoint) -> bool| replacements.iter().copied().filter(|endpoint| is_it(endpoint)).collect();
    let asks = privilege.into_iter().flat_map(asking);
    let is_call = |reason: &Reason<'_>| matches!(reason, Reason::Call(..));
    let mut reasons = privilege.into_iter().flat_map(|privilege| privilege.needed.values().flatten());
    TokenFacts {
        is_at_hand: reasons.any(is_call),
        accounts: keys.iter().filter_map(|key| key.account.clone()).collect(),
        is_agency_wide: keys.iter().any(|key| key.kind.agency_wide),
        oauth_only: those(Endpoint::is_oauth_only),
        agency_only: those(|endpoint| endpoint.level() == Level::Company),
        is_for_n8n: code.iter().any(|list| !list.nodes.is_empty()),
        is_for_locations: replacements.iter().any(|endpoint| endpoint.level() == Level::Location),
        asks_in: asks.map(|(file, declaration)| Place::of(file, &declaration.site)).collect(),
    }
}

/// Reasons by scope, as they are collected.
#[derive(Default)]
struct Needs(BTreeMap<&'static str, Vec<Why>>);

impl Needs {
    /// What replaces the calls and nodes of `list`.
    fn replacements(&mut self, list: &Checklist) {
        for call in &list.calls {
            for at in &call.places {
                match &call.successor {
                    Successor::One(endpoint) => {
                        self.endpoint(Need::Replacement(endpoint), endpoint, Sureness::Documented, &at.place);
                    }
                    Successor::OneOf(choices) => {
                        for endpoint in choices.iter().filter_map(|choice| choice.endpoint) {
                            self.endpoint(Need::Replacement(endpoint), endpoint, Sureness::Possible, &at.place);
                        }
                    }
                    Successor::Nothing | Successor::Unknown => {}
                }
            }
        }
        for node in &list.nodes {
            let NodeForm::Node(Some(operation)) = node.form else { continue };
            let calls = platform().n8n.operation(&platform().endpoints, operation.resource, operation.name);
            for (endpoint, when) in calls {
                let sureness = if when == When::Always { Sureness::Documented } else { Sureness::Possible };
                self.endpoint(Need::Replacement(endpoint), endpoint, sureness, &node.place);
            }
        }
    }

    /// What calls v2 already, and what takes its events.
    fn present(&mut self, evidence: &Evidence, privilege: &Privilege<'_>) {
        let place = |reason: &Reason<'_>| Place::in_evidence(evidence, reason.path(), reason.site());
        let sides = [(&privilege.needed, Sureness::Documented), (&privilege.possible, Sureness::Possible)];
        for (reasons, most) in sides {
            for (scope, reason) in
                reasons.iter().flat_map(|(scope, reasons)| reasons.iter().map(move |reason| (*scope, reason)))
            {
                match reason {
                    Reason::Call(_, endpoint) => {
                        let sureness = most.max(sureness(endpoint));
                        self.scope(scope, Why { sureness, need: Need::Call(endpoint), place: place(reason) });
                    }
                    Reason::Event(_, event) => {
                        let need = Need::Event(event.event);
                        self.scope(scope, Why { sureness: most, need, place: place(reason) });
                    }
                }
            }
        }
    }

    /// Every scope that `endpoint` may need, at best as sure as `most`.
    fn endpoint(&mut self, need: Need, endpoint: &Endpoint, most: Sureness, place: &Place) {
        for scope in &endpoint.scopes {
            let sureness = most.max(sureness(endpoint));
            self.scope(scope, Why { sureness, need, place: place.clone() });
        }
        for scope in &endpoint.also {
            self.scope(scope, Why { sureness: Sureness::Possible, need, place: place.clone() });
        }
    }

    fn scope(&mut self, scope: &'static str, why: Why) {
        if platform().scopes.get(scope).is_some_and(|scope| scope.is_requestable) {
            self.0.entry(scope).or_default().push(why);
        }
    }

    /// The scopes, and whether the integration asks for each already. A scope manifest asks nobody.
    fn into_scopes(self, privilege: Option<&Privilege<'_>>) -> Vec<ScopeNeed> {
        let declared: BTreeSet<&str> = privilege
            .iter()
            .flat_map(|privilege| asking(privilege))
            .flat_map(|(_, declaration)| &declaration.scopes)
            .map(|declared| platform().scopes.usual(&declared.name))
            .collect();
        let need = |(scope, mut why): (&'static str, Vec<Why>)| {
            why.sort_by(|a, b| (a.sureness, &a.place).cmp(&(b.sureness, &b.place)));
            let sureness = why.first().map_or(Sureness::Possible, |first| first.sureness);
            ScopeNeed { scope, sureness, is_declared: declared.contains(scope), why }
        };
        self.0.into_iter().map(need).collect()
    }
}

/// How sure it is that `endpoint` needs the scope that it names.
fn sureness(endpoint: &Endpoint) -> Sureness {
    match endpoint.certainty() {
        Certainty::Documented if endpoint.also.is_empty() => Sureness::Documented,
        Certainty::Documented | Certainty::None | Certainty::Unknown => Sureness::Possible,
        Certainty::Inferred => Sureness::Concluded,
    }
}
