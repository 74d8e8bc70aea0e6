//! A text or a list that names scopes, and whether it asks for them.

use super::words::{Likeness, Words, has_shape};
use super::{Look, Source, around, whole};
use crate::catalog::Catalog;
use crate::catalog::declaring::{Beside, Says};
use crate::catalog::names::{Name, Owner};
use crate::catalog::platform::platform;
use crate::fact::DeclarationForm;
use crate::literal::Role;
use crate::read::Language;
use std::rc::Rc;

/// Something that may be a declaration.
#[derive(Debug)]
pub(super) struct Candidate<'s> {
    pub(super) words: Words,
    /// The names that lead to it, the scopes that readers count among them left out.
    pub(super) base: &'s [Rc<str>],
    /// The object or list around it; 0 is none.
    pub(super) group: u32,
    /// The variable that its own text sets.
    pub(super) variable: Option<String>,
    pub(super) role: Role,
    pub(super) form: DeclarationForm,
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It asks for its scopes.
    Request,
    /// It says what a token carries.
    Grant,
    /// Neither.
    Nothing,
}

/// Fewest scopes of a text, and of a list, that no name calls scopes.
const LEAST_IN_TEXT: usize = 2;
const LEAST_IN_LIST: usize = 3;
/// Most scopes of an entry in a table.
const MOST_IN_ENTRY: usize = 4;

/// `names` without scopes at their end: readers name a value after the one before it.
pub(super) fn base(names: &[Rc<str>]) -> &[Rc<str>] {
    let n = names.iter().rev().take_while(|name| has_shape(name) || platform().scopes.get(name).is_some()).count();
    &names[..names.len() - n]
}

/// The names up to the object of scopes that `base` lies in, where the program takes all values of it: `Object.values(SCOPES)`.
pub(super) fn all_of<'s>(catalog: &Catalog, text: &[u8], base: &'s [Rc<str>]) -> Option<&'s [Rc<str>]> {
    let (_, parents) = base.split_last()?;
    let object = parents.last().filter(|name| catalog.declaring.says(name) == Says::Scopes)?;
    let takes = |call: String| memchr::memmem::find(text, call.as_bytes()).is_some();
    (takes(format!("values({object}")) || takes(format!("{object}.values"))).then_some(parents)
}

impl Candidate<'_> {
    /// Whether it is the value of an environment variable.
    pub(super) fn is_variable(&self, language: Language) -> bool {
        const ENVIRONMENTS: &[&str] = &["env", "environment", "variables", "vars", "secrets", "build args", "envs"];
        let is_name = |name: &str| name.bytes().all(|byte| !byte.is_ascii_lowercase());
        let [.., parent, name] = self.base else {
            return self.variable.is_some() || matches!(language, Language::Dotenv | Language::Dockerfile);
        };
        self.variable.is_some()
            || matches!(language, Language::Dotenv | Language::Dockerfile)
            || is_name(name)
                && (self.role == Role::Fallback || ENVIRONMENTS.contains(&parent.to_ascii_lowercase().as_str()))
    }

    /// What its names say: the nearest that says something decides, but one further out may still say that it is no request.
    fn says(&self, catalog: &Catalog) -> Says {
        let variable = self.variable.as_deref().into_iter();
        // an address that is given before the scopes says nothing of them
        let names = variable.chain(self.base.iter().rev().map(|name| &**name)).filter(|name| !name.contains("://"));
        let mut said = names.map(|name| catalog.declaring.says(name)).filter(|says| *says != Says::Nothing);
        match said.next() {
            Some(Says::Other) if said.any(|says| says == Says::NoRequest) => Says::NoRequest,
            first => first.unwrap_or(Says::Other),
        }
    }

    /// Whether the two are fields of one object.
    fn is_beside(&self, other: &Self) -> bool {
        let (Some((name, parent)), Some((other_name, other_parent))) =
            (self.base.split_last(), other.base.split_last())
        else {
            return false;
        };
        name != other_name && !parent.is_empty() && parent == other_parent
    }

    /// Whether an object names it in one field and holds it in another: `{ name: 'scope', default: '…' }`.
    fn is_setting(&self) -> bool {
        matches!(self.base, [.., key, _] if matches!(&**key, "value" | "default" | "defaultValue"))
    }

    /// Texts that nothing lists: the cases of a function, the members of a type.
    fn is_loose(&self) -> bool {
        let is_one_of = || self.base.last().is_none_or(|name| name.to_ascii_lowercase().ends_with("scope"));
        self.form == DeclarationForm::List && self.group == 0 && 1 < self.words.words.len() && is_one_of()
    }

    /// Whose it is, as far as names and folders tell, from the nearest outwards.
    fn owner(&self, catalog: &Catalog, path: &str) -> Owner {
        let variable = self.variable.as_deref().into_iter();
        let names = variable.chain(self.base.iter().rev().map(|name| &**name)).chain(path.rsplit('/'));
        let owners = names.map(|name| {
            if catalog.names.owner_of(&Name::of(name)) == Owner::HighLevel {
                Owner::HighLevel
            } else if catalog.declaring.is_foreign(name) {
                Owner::Foreign
            } else {
                Owner::Neutral
            }
        });
        owners.into_iter().find(|owner| *owner != Owner::Neutral).unwrap_or(Owner::Neutral)
    }
}

/// What `candidate`, one of `all` of its document, is.
pub(super) fn judge(
    catalog: &Catalog,
    source: &Source<'_>,
    candidate: &Candidate<'_>,
    all: &[Candidate<'_>],
) -> Verdict {
    if candidate.form == DeclarationForm::Command {
        return Verdict::Request;
    }
    let says = match candidate.says(catalog) {
        Says::Other if is_put_into_an_address(source, candidate) => Says::Scopes,
        says => says,
    };
    let owner = candidate.owner(catalog, source.path);
    let is_closed = candidate.base.iter().any(|name| catalog.declaring.is_closed(name));
    if says == Says::NoRequest || candidate.is_loose() || owner == Owner::Foreign {
        return Verdict::Nothing;
    }
    if !are_highlevels(candidate, says, owner) || !is_enough(source, candidate, says) {
        return Verdict::Nothing;
    }
    // several lists of one object, none of them called scopes: what there is, by area
    if says == Says::Other && all.iter().any(|other| candidate.is_beside(other)) {
        return Verdict::Nothing;
    }
    let range = whole(&super::scopes_of(&candidate.words.words)).unwrap_or_default();
    let beside = around::beside(catalog, source, candidate.base, &range);
    let is = |what: Beside| beside.contains(&what);
    let n_alike = all.iter().filter(|other| other.base == candidate.base).count();
    let is_small = candidate.words.words.len() <= MOST_IN_ENTRY;
    let is_entry = is(Beside::Table) && (is_small || 1 < n_alike) || is_small && 2 < n_alike;
    if is(Beside::Token) {
        Verdict::Grant
    } else if is_closed || !is(Beside::Consent) && (is(Beside::Person) || is_entry && !candidate.is_setting()) {
        Verdict::Nothing
    } else {
        Verdict::Request
    }
}

/// Whether the candidate is joined into an install address that takes its scopes from elsewhere.
fn is_put_into_an_address(source: &Source<'_>, candidate: &Candidate<'_>) -> bool {
    let is_address = |text: &[u8]| {
        let has = |part: &str| memchr::memmem::find(text, part.as_bytes()).is_some();
        has("scope=") && (has("/oauth/chooselocation") || has("client_id="))
    };
    !candidate.base.is_empty()
        && source.reading.literals.iter().any(|literal| {
            let names = &literal.place.names;
            !names.is_empty() && candidate.base.starts_with(names) && is_address(literal.decoded.text())
        })
}

/// Whether the words are HighLevel's scopes, all in all.
fn are_highlevels(candidate: &Candidate<'_>, says: Says, owner: Owner) -> bool {
    let words = &candidate.words;
    let count = |likeness| words.count(likeness);
    let (exact, near, foreign) = (count(Likeness::Exact), count(Likeness::Near), count(Likeness::Foreign));
    // other products write `contacts.read`, too
    let is_sure = 0 < exact || 0 < near && says == Says::Scopes && owner == Owner::HighLevel;
    is_sure && (foreign == 0 || 2 * foreign < exact) && words.words.len() <= 2 * (exact + near)
}

/// Whether there are enough of them, for what they are called.
fn is_enough(source: &Source<'_>, candidate: &Candidate<'_>, says: Says) -> bool {
    let words = &candidate.words;
    let exact = words.count(Likeness::Exact);
    if source.look == Look::Second && exact < LEAST_IN_TEXT {
        return false;
    }
    if says == Says::Scopes {
        return 2 * words.n_others <= exact + words.count(Likeness::Near);
    }
    let is_list = candidate.form == DeclarationForm::List;
    let least = if is_list { LEAST_IN_LIST } else { LEAST_IN_TEXT };
    let is_together = !is_list || candidate.group != 0;
    words.n_others == 0 && is_together && least <= exact && exact <= most() && mentions_scopes(source.text)
}

/// A longer list without a name is one of all that there is.
fn most() -> usize {
    platform().scopes.all().len() / 2
}

fn mentions_scopes(text: &[u8]) -> bool {
    [b"cope".as_slice(), b"COPE"].iter().any(|part| memchr::memmem::find(text, part).is_some())
}
