//! What is to be changed, and where: the plain nouns of a list.

use crate::catalog::endpoint::Endpoint;
use crate::catalog::kind::Kind;
use crate::catalog::method::Method;
use crate::catalog::n8n::Operation;
use crate::catalog::packages::Package;
use crate::document::Vcs;
use crate::excerpt::Site;
use crate::fact::{Evidence, FileFacts, LegacyStanding};
use crate::legacy::named;
use crate::secret::Secret;
use crate::span::Region;

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Display path of its file.
    pub path: String,
    /// Where in it.
    pub region: Region,
    /// What version control says of the file.
    pub vcs: Vcs,
}

impl Place {
    pub(super) fn in_evidence(evidence: &Evidence, path: &str, site: &Site) -> Self {
        let vcs = evidence.file(path).map_or(Vcs::None, |file| file.vcs);
        Self { path: path.to_owned(), region: site.region, vcs }
    }

    pub(super) fn of(file: &FileFacts, site: &Site) -> Self {
        Self { path: file.path.clone(), region: site.region, vcs: file.vcs }
    }
}

/// A key of v1, or a merge field that HighLevel fills one in for.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its kind.
    pub kind: &'static Kind,
    /// Its text, masked.
    pub secret: Secret,
    /// The account that it opens, masked.
    pub account: Option<String>,
    /// When it was issued, Unix seconds.
    pub issued: Option<f64>,
    /// Where it stands.
    pub places: Vec<KeyPlace>,
    /// Roots of other integrations that hold the same key.
    pub elsewhere: Vec<String>,
}

/// A place that holds a key.
#[derive(Debug, Clone)]
pub struct KeyPlace {
    /// Where.
    pub place: Place,
    /// The environment variable that it is the value of, where the place tells.
    pub variable: Option<String>,
}

/// A dependency to swap.
#[derive(Debug, Clone)]
pub struct Swap {
    /// The package; it names what replaces it.
    pub package: &'static Package,
    /// Where it is asked for.
    pub place: Place,
    /// The lock files that follow.
    pub locks: Vec<Place>,
}

/// An address that calls begin with.
#[derive(Debug, Clone)]
pub struct Base {
    /// Where it stands.
    pub place: Place,
    /// How many calls were followed through it; more than the evidence lists are not counted.
    pub n_calls: usize,
}

/// A call of v1.
#[derive(Debug, Clone)]
pub struct CallChange {
    /// Its method, where that is known.
    pub method: Option<Method>,
    /// Its path: the documented one where one call is meant, else as the code spells it, `{}` for what is not known.
    pub path: String,
    /// What takes its place.
    pub successor: Successor,
    /// What changes besides host, token and header, for people.
    pub changes: Vec<&'static str>,
    /// Where it is made.
    pub places: Vec<CallPlace>,
}

impl CallChange {
    /// Method and path for people.
    pub fn name(&self) -> String {
        named(self.method, &self.path)
    }

    /// Whether it changes something, or may; of a read it is certain that it does not.
    pub fn may_write(&self) -> bool {
        match &self.successor {
            Successor::One(endpoint) => endpoint.is_write(),
            Successor::OneOf(choices) => choices.iter().any(|choice| choice.endpoint.is_some_and(Endpoint::is_write)),
            Successor::Nothing | Successor::Unknown => false,
        }
    }
}

/// What takes the place of a call of v1.
#[derive(Debug, Clone)]
pub enum Successor {
    /// This call of v2.
    One(&'static Endpoint),
    /// One of several, by the method or the path, which are not known.
    OneOf(Vec<Choice>),
    /// v2 has no such call.
    Nothing,
    /// Neither v1 nor v2 documents it.
    Unknown,
}

/// One of the calls that an address may mean.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The method and the path of v1, where it has such a call.
    pub from: Option<(Method, &'static str)>,
    /// What replaces it; `None` where v2 has no such call.
    pub endpoint: Option<&'static Endpoint>,
    /// What changes besides, for people; may be empty.
    pub change: &'static str,
}

/// A place that makes a call.
#[derive(Debug, Clone)]
pub struct CallPlace {
    /// Where its address stands.
    pub place: Place,
    /// Where that address is called, when it stands apart.
    pub called_in: Vec<Place>,
}

/// What a workflow of n8n names.
#[derive(Debug, Clone)]
pub struct Node {
    /// What.
    pub form: NodeForm,
    /// Where.
    pub place: Place,
}

/// What of n8n speaks v1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeForm {
    /// A HighLevel node of version 1; its operation, where version 2 has one of the same name.
    Node(Option<Operation>),
    /// The credential type that holds a v1 key.
    Credential,
    /// The same in a node that makes one of the calls.
    CredentialOfCall,
}

/// Where v1 is named without taking effect.
#[derive(Debug, Clone)]
pub struct Mention {
    /// What is named, for people.
    pub what: String,
    /// Whether in words or in a test.
    pub standing: LegacyStanding,
    /// Where.
    pub place: Place,
    /// How many more places of the file say the same, as far as the evidence lists them.
    pub n_more: usize,
}
