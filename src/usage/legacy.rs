//! Addresses of requests where the v1 API is about: settings name the host that code leaves to the environment.

use super::address::{Address, Host, address};
use super::value::{Piece, Source, Value};
use crate::catalog::endpoint::Api;
use crate::fact::{FileFacts, HostKnown, LegacyNamed};
use crate::project::Project;
use std::collections::BTreeSet;

/// What an application's settings call the base address of v1.
#[derive(Debug, Default)]
pub(super) struct LegacyNames<'e>(BTreeSet<&'e str>);

impl<'e> LegacyNames<'e> {
    /// The names in `files`, those of one application.
    pub(super) fn of(files: impl Iterator<Item = &'e FileFacts>) -> Self {
        let bases = files.flat_map(|file| file.legacy.iter().filter(|named| LegacyNamed::is_base(named)));
        Self(bases.map(|base| &*base.name).filter(|name| !name.is_empty()).collect())
    }

    /// The addresses that `url` may be.
    pub(super) fn addresses(&self, project: &Project, url: &Value) -> Vec<Address> {
        let mut found: Vec<(Address, bool)> = url.texts().iter().map(|pieces| self.one(project, pieces)).collect();
        // the address that stands in for one of the environment tells what that is
        let is_legacy = |(address, _): &(Address, bool)| address.host == Host::HighLevel(Api::V1);
        if found.iter().any(is_legacy) {
            found.retain(|(address, is_by_name)| !is_by_name || address.host == Host::HighLevel(Api::V1));
        }
        let mut addresses: Vec<Address> = Vec::new();
        for (address, _) in found {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        addresses
    }

    /// One address, and whether only a name says whose it is.
    fn one(&self, project: &Project, pieces: &[Piece]) -> (Address, bool) {
        let mut found = address(project, pieces);
        let Some(Piece::Hole(hole)) = pieces.first() else { return (found, false) };
        if hole.source == Source::Environment && self.0.contains(&*hole.name) && !found.is_dynamic {
            found.host = Host::HighLevel(Api::V1);
            found.known = HostKnown::Spelled;
            if found.path != "v1" && !found.path.starts_with("v1/") {
                found.path.insert_str(0, "v1/");
            }
        }
        (found, true)
    }
}
