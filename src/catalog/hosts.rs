//! Addresses of HighLevel's. Parsed from `rules/catalog/hosts.tsv`.

use super::endpoint::Api;
use super::table::{rows, value};

/// A host.
#[derive(Debug)]
pub struct Host {
    /// Its name.
    pub name: &'static str,
    /// The generation of the API that answers there, if one does.
    pub api: Option<Api>,
    /// What is there.
    pub purpose: &'static str,
}

/// All hosts.
#[derive(Debug)]
pub struct Hosts {
    all: Vec<Host>,
}

impl Hosts {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        const FILE: &str = "hosts.tsv";
        let host = |[name, api, purpose]: [&'static str; 3]| Host {
            name,
            api: (!api.is_empty()).then(|| value(FILE, api, Api::parse)),
            purpose,
        };
        Self { all: rows(FILE, text, ["host", "api", "use"]).map(host).collect() }
    }

    /// Every host.
    pub fn all(&self) -> &[Host] {
        &self.all
    }

    /// The host called `name`, in either case.
    pub fn get(&self, name: &str) -> Option<&Host> {
        self.all.iter().find(|host| host.name.eq_ignore_ascii_case(name))
    }
}
