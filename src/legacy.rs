//! What of the v1 API is used, and what replaces it in v2: each thing that has to change, once.
//!
//! In: the evidence of a run. Out: uses, by place. An address that a call spells is that call; a base address stands for itself, and
//! the calls that go through it are uses of their own. Judges nothing.

mod call;
mod packages;

use crate::catalog::catalog;
use crate::catalog::endpoint::Api;
use crate::catalog::legacy::below_version;
use crate::catalog::method::Method;
use crate::catalog::n8n::Operation;
use crate::catalog::path::{Segment, parse_path};
use crate::decoded::HOLE;
use crate::document::Vcs;
use crate::excerpt::Site;
use crate::fact::{Certainty, EndpointUsed, Evidence, FileFacts, LegacyForm, LegacyNamed, LegacyStanding};
pub(crate) use call::shown;
pub use call::{Call, named};
pub use packages::{PackageUse, packages};
use std::collections::BTreeSet;

/// A use of the v1 API.
#[derive(Debug)]
pub struct LegacyUse<'e> {
    /// Display path of its file.
    pub path: &'e str,
    /// Where.
    pub site: &'e Site,
    /// What version control says of the file.
    pub vcs: Vcs,
    /// Root of its integration.
    pub integration: &'e str,
    /// Whether it takes effect.
    pub standing: LegacyStanding,
    /// What is used.
    pub what: What,
    /// The calls that go through it; for a call, the base address that it goes through.
    pub related: Vec<Place<'e>>,
}

/// A place that belongs to a use.
#[derive(Debug, Clone)]
pub struct Place<'e> {
    /// How it belongs.
    pub tie: Tie,
    /// The same in words.
    pub message: String,
    /// Display path of its file.
    pub path: &'e str,
    /// Where.
    pub site: &'e Site,
}

/// How a place belongs to a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// It is the base address that the call goes through.
    Base,
    /// It is a call that goes through the address, or is handed it.
    Call,
    /// It says the same again.
    Again,
}

/// What is used.
#[derive(Debug)]
pub enum What {
    /// An address that calls begin with.
    Base,
    /// A call.
    Call(Call),
    /// A HighLevel node of n8n of the version that calls v1; its operation, where version 2 has one of the same name.
    N8nNode(Option<Operation>),
    /// The credential type of n8n that holds a v1 key.
    N8nCredential,
}

/// Whether `address` has a path behind the version.
fn has_path(address: &str) -> bool {
    let spelled = address.replace("{}", HOLE);
    let segments = parse_path(&spelled);
    matches!(below_version(&segments).first(), Some(Segment::Text(_) | Segment::Partial { .. }))
}

/// Every use of v1, by path and place.
pub fn uses(evidence: &Evidence) -> Vec<LegacyUse<'_>> {
    let calls: Vec<&EndpointUsed> = calls(evidence).collect();
    let mut gathering = Gathering { evidence, calls, addresses: Vec::new(), told: BTreeSet::new(), found: Vec::new() };
    gathering.addresses = vec![None; gathering.calls.len()];
    // what calls spell comes first: only then is it known which of them are left for a constant
    for file in &evidence.files {
        gathering.spelled(file);
    }
    for file in &evidence.files {
        gathering.named(file);
    }
    gathering.rest();
    let mut found = gathering.found;
    found.sort_by(|a, b| (a.path, a.site.region).cmp(&(b.path, b.site.region)));
    found
}

/// Calls of v1 with a path, by path and place.
pub fn calls(evidence: &Evidence) -> impl Iterator<Item = &EndpointUsed> {
    evidence.uses.iter().filter(|used| used.api == Api::V1 && has_path(&used.address))
}

/// Calls of v1 whose path is only known when the code runs, by path and place.
pub fn unresolved(evidence: &Evidence) -> impl Iterator<Item = &EndpointUsed> {
    let is_it = |used: &&EndpointUsed| {
        used.api == Api::V1
            && used.certainty == Certainty::Confirmed
            && used.address.contains("{}")
            && !has_path(&used.address)
    };
    evidence.uses.iter().filter(is_it)
}

/// Whether code in `other`, a file of the application of `file`, holds an address that calls may go through.
fn has_base(file: &FileFacts, other: &FileFacts) -> bool {
    other.application == file.application
        && !catalog().places.is_settings(&other.path)
        && other.legacy.iter().any(LegacyNamed::is_base)
}

/// Whether `form` says all that `other` says.
fn says(form: &LegacyForm, other: &LegacyForm) -> bool {
    match (form, other) {
        (LegacyForm::Address { path, .. }, LegacyForm::Address { method: None, path: other }) => path == other,
        _ => form == other,
    }
}

struct Gathering<'e> {
    evidence: &'e Evidence,
    calls: Vec<&'e EndpointUsed>,
    /// The address that each call spells, where it spells one.
    addresses: Vec<Option<&'e Site>>,
    /// Those of `calls` that something else tells.
    told: BTreeSet<usize>,
    found: Vec<LegacyUse<'e>>,
}

/// Calls of one base that are listed.
const MOST_PLACES: usize = 10;

impl<'e> Gathering<'e> {
    /// The calls of `file` that spell `named` themselves.
    fn inside(&self, file: &FileFacts, named: &LegacyNamed) -> Vec<usize> {
        // they are sorted by path, and a repository can hold very many
        let first = self.calls.partition_point(|call| call.path < file.path);
        let of_file = self.calls[first..].iter().take_while(|call| call.path == file.path).count();
        let spells = |call: &EndpointUsed| call.call.start <= named.range.start && named.range.end <= call.call.end;
        (first..first + of_file).filter(|index| spells(self.calls[*index])).collect()
    }

    fn spelled(&mut self, file: &'e FileFacts) {
        for named in &file.legacy {
            if matches!(named.form, LegacyForm::Address { .. }) {
                for index in self.inside(file, named) {
                    self.addresses[index] = Some(&named.site);
                }
            }
        }
    }

    /// What is named in `file` and spelled by no call.
    fn named(&mut self, file: &'e FileFacts) {
        let mut first_of: Vec<(LegacyStanding, &LegacyForm, usize)> = Vec::new();
        for named in &file.legacy {
            if named.standing == LegacyStanding::Code && !self.inside(file, named).is_empty() {
                continue;
            }
            // words say the same again and again; it is one thing to change
            let same = first_of.iter().find(|(standing, form, _)| {
                *standing == named.standing && *standing != LegacyStanding::Code && says(form, &named.form)
            });
            if let Some((_, _, index)) = same {
                let place =
                    Place { tie: Tie::Again, message: "the same".to_owned(), path: &file.path, site: &named.site };
                let related = &mut self.found[*index].related;
                if related.len() < MOST_PLACES {
                    related.push(place);
                }
                continue;
            }
            if named.standing != LegacyStanding::Code {
                first_of.push((named.standing, &named.form, self.found.len()));
            }
            let (what, related) = match &named.form {
                LegacyForm::Base => (What::Base, self.through(file, "")),
                LegacyForm::N8nNode(operation) => (What::N8nNode(*operation), Vec::new()),
                LegacyForm::N8nCredential => (What::N8nCredential, Vec::new()),
                LegacyForm::Address { method, path } => self.address(file, named, *method, path),
            };
            let related = if named.standing == LegacyStanding::Code { related } else { Vec::new() };
            self.found.push(LegacyUse {
                path: &file.path,
                site: &named.site,
                vcs: file.vcs,
                integration: &file.integration,
                standing: named.standing,
                what,
                related,
            });
        }
    }

    /// An address that no call spells: the calls that it is handed to say its method, or it begins longer ones.
    fn address(
        &mut self,
        file: &'e FileFacts,
        named: &LegacyNamed,
        method: Option<Method>,
        path: &str,
    ) -> (What, Vec<Place<'e>>) {
        if named.standing != LegacyStanding::Code {
            return (What::Call(Call::of(method, path)), Vec::new());
        }
        let trimmed = path.trim_end_matches('/');
        // a base elsewhere gives the same address, too
        let is_shared = !named.name.is_empty() && !self.evidence.files.iter().any(|other| has_base(file, other));
        let is_it = |call: &EndpointUsed| {
            call.application == file.application
                && (call.path == file.path || is_shared)
                && call.address.trim_end_matches('/') == trimmed
        };
        let mut same: Vec<usize> = (0..self.calls.len())
            .filter(|index| is_it(self.calls[*index]) && !self.told.contains(index) && !self.is_spelled(*index))
            .collect();
        // those beside it are meant before those of other files
        if same.iter().any(|index| self.calls[*index].path == file.path) {
            same.retain(|index| self.calls[*index].path == file.path);
        }
        let methods: BTreeSet<Option<Method>> = same.iter().map(|index| self.calls[*index].method).collect();
        match methods.into_iter().collect::<Vec<_>>().as_slice() {
            [] => {
                let mut through = self.through(file, trimmed);
                through.retain(|place| place.path == file.path);
                let is_base = !through.is_empty() && method.is_none() && !named.name.is_empty();
                (if is_base { What::Base } else { What::Call(Call::of(method, path)) }, through)
            }
            [only] => {
                let related = same.iter().take(MOST_PLACES).map(|index| self.place(*index)).collect();
                self.told.extend(same);
                (What::Call(Call::of(only.or(method), path)), related)
            }
            // each call has a replacement of its own
            _ => (What::Base, same.iter().take(MOST_PLACES).map(|index| self.place(*index)).collect()),
        }
    }

    /// Whether the call spells its address.
    fn is_spelled(&self, index: usize) -> bool {
        self.addresses[index].is_some()
    }

    /// Calls below `path` that do not spell their host and may go through an address in `file`: those of the file; where no other
    /// file has such an address, those of the whole application.
    fn through(&self, file: &FileFacts, path: &str) -> Vec<Place<'e>> {
        let mut others = self.evidence.files.iter().filter(|other| other.path != file.path);
        let is_only = !others.any(|other| has_base(file, other));
        let is_below = |call: &EndpointUsed| {
            let rest = call.address.strip_prefix(path);
            call.application == file.application
                && (is_only || call.path == file.path)
                && rest.is_some_and(|rest| path.is_empty() || rest.starts_with('/') && rest.len() > 1)
        };
        let found = (0..self.calls.len()).filter(|index| is_below(self.calls[*index]) && !self.is_spelled(*index));
        found.take(MOST_PLACES).map(|index| self.place(index)).collect()
    }

    fn place(&self, index: usize) -> Place<'e> {
        let call = self.calls[index];
        let method = call.method.map_or_else(String::new, |method| format!("{} ", method.name()));
        let message = format!("calls {method}{}", shown(&call.address));
        Place { tie: Tie::Call, message, path: &call.path, site: &call.site }
    }

    /// The calls that nothing else tells.
    fn rest(&mut self) {
        let files = self.evidence.files.iter().filter(|file| !catalog().places.is_settings(&file.path));
        let all: Vec<(&FileFacts, &LegacyNamed)> = files
            .flat_map(|file| file.legacy.iter().filter(|named| named.is_base()).map(move |named| (file, named)))
            .collect();
        for (index, call) in self.calls.iter().enumerate().filter(|(index, _)| !self.told.contains(index)) {
            let mut bases = all.iter().filter(|(file, _)| file.application == call.application);
            let base = bases.next().filter(|_| !self.is_spelled(index) && bases.next().is_none());
            let related = base.map(|(file, named)| Place {
                tie: Tie::Base,
                message: "the base address".to_owned(),
                path: &file.path,
                site: &named.site,
            });
            let vcs = self.evidence.file(&call.path).map_or(Vcs::None, |file| file.vcs);
            self.found.push(LegacyUse {
                path: &call.path,
                site: self.addresses[index].unwrap_or(&call.site),
                vcs,
                integration: &call.integration,
                standing: LegacyStanding::Code,
                what: What::Call(Call::of(call.method, &call.address)),
                related: related.into_iter().collect(),
            });
        }
    }
}
