//! What a file tells of the world around its integration: names of the environment, hosts, versions of the API.
//!
//! Gathered for reports about whole integrations alone; no finding comes of it.

use crate::catalog::hosts::Host;
use crate::span::Region;

/// What a file does with a variable of the environment. The order is that of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EnvRole {
    /// Code asks for its value.
    Read,
    /// Settings give it a value, or hand it on: an env file, compose, a workflow.
    Set,
    /// A template without values or a page for people says that there is such a variable.
    Documented,
}

/// A variable of the environment whose name is HighLevel's.
#[derive(Debug, Clone)]
pub struct EnvNamed {
    /// Its name, as it is spelled there.
    pub name: String,
    /// What the file does with it.
    pub role: EnvRole,
    /// Whether it is called as secrets are.
    pub is_secret: bool,
    /// Where, for the first time in this role.
    pub region: Region,
}

/// A host of HighLevel's that code or settings name.
#[derive(Debug, Clone)]
pub struct HostNamed {
    /// The host.
    pub host: &'static Host,
    /// Where, for the first time in this file.
    pub region: Region,
}

/// A value of the `Version` header.
#[derive(Debug, Clone)]
pub struct VersionNamed {
    /// The value, one that the documentation has.
    pub version: &'static str,
    /// Where, for the first time in this file.
    pub region: Region,
}

/// All that one file tells of the world around it, each list by place.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Variables.
    pub environment: Vec<EnvNamed>,
    /// Hosts.
    pub hosts: Vec<HostNamed>,
    /// Versions.
    pub versions: Vec<VersionNamed>,
}

impl Surroundings {
    /// True when it tells nothing.
    pub fn is_empty(&self) -> bool {
        self.environment.is_empty() && self.hosts.is_empty() && self.versions.is_empty()
    }

    /// Adds what another part of the same file tells, as far as it begins within `owns`, in bytes of the file.
    pub fn add(&mut self, other: Self, owns: &std::ops::Range<u64>) {
        let is_own = |region: &Region| owns.contains(&region.span.start);
        for named in other.environment.into_iter().filter(|named| is_own(&named.region)) {
            if !self.environment.iter().any(|known| (&known.name, known.role) == (&named.name, named.role)) {
                self.environment.push(named);
            }
        }
        for named in other.hosts.into_iter().filter(|named| is_own(&named.region)) {
            if !self.hosts.iter().any(|known| std::ptr::eq(known.host, named.host)) {
                self.hosts.push(named);
            }
        }
        for named in other.versions.into_iter().filter(|named| is_own(&named.region)) {
            if !self.versions.iter().any(|known| known.version == named.version) {
                self.versions.push(named);
            }
        }
    }
}
