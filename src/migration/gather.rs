//! What is left, sorted into the list of each integration.

use super::calls;
use super::item::{Base, Mention, Node, NodeForm, Place, Swap};
use super::open::Open;
use super::{Checklist, TokenFacts};
use crate::fact::{Evidence, LegacyForm, LegacyNamed, LegacyStanding};
use crate::legacy::{self, Tie, What};
use crate::span::TextRange;
use std::collections::{BTreeMap, BTreeSet};

/// The lists as they grow.
pub(super) struct Lists<'e> {
    pub(super) evidence: &'e Evidence,
    pub(super) open: Open<'e>,
    pub(super) by_root: BTreeMap<&'e str, Checklist>,
}

impl<'e> Lists<'e> {
    pub(super) fn list(&mut self, root: &'e str) -> &mut Checklist {
        self.by_root.entry(root).or_insert_with(|| Checklist {
            root: root.to_owned(),
            keys: Vec::new(),
            packages: Vec::new(),
            bases: Vec::new(),
            calls: Vec::new(),
            unresolved: Vec::new(),
            nodes: Vec::new(),
            scopes: Vec::new(),
            token: TokenFacts::default(),
            code_in: Vec::new(),
            keys_in: Vec::new(),
            mentions: Vec::new(),
            n_accepted: 0,
        })
    }

    pub(super) fn uses(&mut self) {
        let evidence = self.evidence;
        for used in legacy::uses(evidence) {
            let is_left = self.open.endpoint(&used);
            let list = self.list(used.integration);
            if !is_left {
                list.n_accepted += 1;
                continue;
            }
            let place = Place { path: used.path.to_owned(), region: used.site.region, vcs: used.vcs };
            if used.standing != LegacyStanding::Code {
                let n_more = used.related.iter().filter(|other| other.tie == Tie::Again).count();
                list.mentions.push(Mention { what: calls::words(&used.what), standing: used.standing, place, n_more });
                continue;
            }
            match &used.what {
                What::Base => {
                    let n_calls = used.related.iter().filter(|other| other.tie == Tie::Call).count();
                    list.bases.push(Base { place, n_calls });
                }
                What::Call(call) => calls::add(&mut list.calls, call, calls::place(evidence, &used, place)),
                What::N8nNode(operation) => list.nodes.push(Node { form: NodeForm::Node(*operation), place }),
                What::N8nCredential => list.nodes.push(Node { form: NodeForm::Credential, place }),
            }
        }
    }

    pub(super) fn packages(&mut self) {
        for used in legacy::packages(self.evidence) {
            let is_left = self.open.package(&used);
            let list = self.list(&used.file.integration);
            if !is_left {
                list.n_accepted += 1;
                continue;
            }
            list.packages.push(Swap {
                package: used.named.package,
                place: Place::of(used.file, &used.named.site),
                locks: used.locks.iter().map(|(file, named)| Place::of(file, &named.site)).collect(),
            });
        }
        self.by_root.values_mut().for_each(|list| list.packages.sort_by(|a, b| a.place.cmp(&b.place)));
    }

    /// What a call of v1 brings with it, and what could not be followed. No finding tells of these, so none can be accepted.
    pub(super) fn beside_calls(&mut self) {
        let evidence = self.evidence;
        let is_listed = |lists: &Self, root: &str| lists.by_root.get(root).is_some_and(|list| 0 < list.n_left());
        for used in legacy::unresolved(evidence) {
            if is_listed(self, &used.integration) {
                let place = Place::in_evidence(evidence, &used.path, &used.site);
                self.list(&used.integration).unresolved.push(place);
            }
        }
        for file in evidence.files.iter().filter(|file| file.legacy.iter().any(is_credential)) {
            if !is_listed(self, &file.integration) {
                continue;
            }
            let calls: Vec<&TextRange> =
                legacy::calls(evidence).filter(|used| used.path == file.path).map(|used| &used.call).collect();
            let around = |named: &LegacyNamed| {
                calls.iter().position(|call| call.start <= named.range.start && named.range.end <= call.end)
            };
            // a node names it twice: as what it uses, and as what it is called
            let mut seen = BTreeSet::new();
            for named in file.legacy.iter().filter(|named| is_credential(named)) {
                if around(named).is_some_and(|call| seen.insert(call)) {
                    let node = Node { form: NodeForm::CredentialOfCall, place: Place::of(file, &named.site) };
                    self.list(&file.integration).nodes.push(node);
                }
            }
        }
    }
}

fn is_credential(named: &LegacyNamed) -> bool {
    named.form == LegacyForm::N8nCredential && named.standing == LegacyStanding::Code
}
