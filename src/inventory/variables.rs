//! The variables of the environment that an integration reads or sets, and where somebody is told of them.

use super::Place;
use crate::catalog::catalog;
use crate::display::lies_in;
use crate::fact::{EnvNamed, EnvRole, FileFacts};
use std::collections::{BTreeMap, BTreeSet};

/// A variable of the environment.
#[derive(Debug)]
pub struct Variable<'e> {
    /// Its name.
    pub name: &'e str,
    /// Whether it is called as secrets are.
    pub is_secret: bool,
    /// Where it stands in which role, by place.
    pub places: BTreeMap<EnvRole, Vec<Place<'e>>>,
}

impl<'e> Variable<'e> {
    /// Where it stands in `role`.
    pub fn in_role(&self, role: EnvRole) -> &[Place<'e>] {
        self.places.get(&role).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The variables of the integration at `root`, whose files are `files`, by name; `application` are those of all that belongs together with it.
///
/// What an application sets or documents at a root around, such as a compose file or a README, belongs to the parts that read it.
pub(super) fn variables<'e>(root: &str, files: &[&'e FileFacts], application: &[&'e FileFacts]) -> Vec<Variable<'e>> {
    let beside: Vec<&FileFacts> = application.iter().copied().filter(|file| file.integration != root).collect();
    let read_by_parts: BTreeSet<&str> = beside
        .iter()
        .filter(|file| lies_in(&file.integration, root))
        .flat_map(|file| &file.surroundings.environment)
        .filter(|named| named.role == EnvRole::Read)
        .map(|named| &*named.name)
        .collect();
    let mut found: BTreeMap<&str, Variable<'e>> = BTreeMap::new();
    for file in files {
        for named in file.surroundings.environment.iter().filter(|named| counts(file, named)) {
            add(&mut found, file, named);
        }
    }
    let is_here =
        |variable: &Variable<'_>| !variable.in_role(EnvRole::Read).is_empty() || !read_by_parts.contains(variable.name);
    found.retain(|_, variable| is_here(variable));
    for file in beside.iter().filter(|file| lies_in(root, &file.integration)) {
        for named in file.surroundings.environment.iter().filter(|named| named.role != EnvRole::Read) {
            if found.contains_key(&*named.name) {
                add(&mut found, file, named);
            }
        }
    }
    // a page may speak of anything in capitals
    for file in files.iter().filter(|file| catalog().places.is_prose(&file.path)) {
        for named in &file.surroundings.environment {
            if found.contains_key(&*named.name) {
                add(&mut found, file, named);
            }
        }
    }
    for places in found.values_mut().flat_map(|variable| variable.places.values_mut()) {
        places.sort_unstable();
        places.dedup();
    }
    found.into_values().collect()
}

/// Whether `named` by itself says that there is such a variable.
fn counts(file: &FileFacts, named: &EnvNamed) -> bool {
    named.role != EnvRole::Documented || named.is_secret || !catalog().places.is_prose(&file.path)
}

fn add<'e>(found: &mut BTreeMap<&'e str, Variable<'e>>, file: &'e FileFacts, named: &'e EnvNamed) {
    let variable = found.entry(&named.name).or_insert_with(|| Variable {
        name: &named.name,
        is_secret: named.is_secret,
        places: BTreeMap::new(),
    });
    variable.places.entry(named.role).or_default().push(Place::of(&file.path, &named.region));
}
