//! What only the config knows of the code that is linted: what is not read, addresses in front of HighLevel's, functions that call
//! it, where integrations begin, what is a test and what a program wrote.
//!
//! In: a config without mistakes. Out: answers to the stages that ask about a path, a text, an address or a call. It is passed on
//! as a value; for those who configure nothing it is empty and costs nothing.

pub mod host;
mod needles;
pub mod wrapper;

use crate::catalog::catalog;
use crate::excerpt::Site;
use crate::glob::PathGlob;
use crate::outline::Expression;
use host::{Behind, OwnHost};
use needles::Needles;
pub use needles::Told;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use wrapper::Wrapper;

/// What the config says of the code.
#[derive(Debug, Default)]
pub struct Code {
    /// Paths that are not read.
    pub exclude: Vec<PathGlob>,
    /// Folders that are an integration each.
    pub integrations: Vec<PathGlob>,
    /// Code that only tries other code.
    pub tests: Vec<PathGlob>,
    /// Code that a program wrote.
    pub generated: Vec<PathGlob>,
    /// Addresses in front of HighLevel's API.
    pub hosts: Vec<OwnHost>,
    /// Functions that call HighLevel's API.
    pub wrappers: Vec<Wrapper>,
    /// Where the config names hosts, functions and what they belong to, by that name.
    pub sites: Vec<(String, Site)>,
}

/// The code that is linted, as far as a config describes it.
#[derive(Debug, Default)]
pub struct Project {
    working_directory: PathBuf,
    code: Code,
    needles: Option<Needles>,
}

impl Project {
    /// The project whose display paths are relative to `working_directory`, an absolute path.
    pub fn new(working_directory: PathBuf, code: Code) -> Self {
        let needles = Needles::new(&code.hosts, &code.wrappers);
        Self { working_directory, code, needles }
    }

    /// The project of those who configure nothing.
    pub fn unknown() -> &'static Self {
        static UNKNOWN: LazyLock<Project> = LazyLock::new(Project::default);
        &UNKNOWN
    }

    /// Whether the file at `path`, a display path, only tries other code.
    pub fn is_test(&self, path: &str) -> bool {
        catalog().places.is_test(path) || self.takes_in(&self.code.tests, path)
    }

    /// Whether a program wrote the code at `path`, a display path.
    pub fn is_generated(&self, path: &str) -> bool {
        catalog().places.is_generated(path) || self.takes_in(&self.code.generated, path)
    }

    /// Paths that are not read.
    pub fn exclude(&self) -> &[PathGlob] {
        &self.code.exclude
    }

    /// Whether the config names folders as integrations.
    pub fn names_integrations(&self) -> bool {
        !self.code.integrations.is_empty()
    }

    /// Whether the config names `folder`, a display path, as an integration; the working directory counts as the one that it is in.
    pub fn is_integration(&self, folder: &Path) -> bool {
        let names = |folder: &Path| self.code.integrations.iter().any(|glob| glob.is_itself(folder));
        match folder.to_str() {
            Some("" | ".") => self.names_integrations() && self.working_directory.ancestors().any(names),
            _ => names(&self.working_directory.join(folder)),
        }
    }

    /// What the words of `text` tell, as far as they are the config's.
    pub fn told(&self, text: &[u8]) -> Told {
        self.needles.as_ref().map_or_else(Told::default, |needles| needles.told(text))
    }

    /// Remembers which words of the config `text` has.
    pub fn note(&self, text: &[u8]) {
        if let Some(needles) = &self.needles {
            needles.note(text);
        }
    }

    /// Words of the config that no text had which was noted, and where they stand, in the order of the config.
    pub fn idle(&self) -> impl Iterator<Item = &(String, Site)> {
        let needles = self.needles.as_ref();
        self.code.sites.iter().filter(move |(word, _)| needles.is_some_and(|needles| needles.is_idle(word)))
    }

    /// What follows the address of a host of the config's, where `name`, `port` and `path` are one.
    pub fn behind<'t>(&self, name: &str, port: Option<&str>, path: &'t str) -> Option<Behind<'t>> {
        let behind: Vec<Behind<'t>> = self.code.hosts.iter().filter_map(|host| host.behind(name, port, path)).collect();
        let known = behind.iter().find(|behind| matches!(behind, Behind::Path(_)));
        known.or(behind.first()).copied()
    }

    /// Whether a host of the config's is called `name`.
    pub fn has_host(&self, name: &str) -> bool {
        self.code.hosts.iter().any(|host| host.is_called(name))
    }

    /// The functions that the config names and that are called `name`, whatever they belong to.
    pub fn wrappers<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Wrapper> {
        self.code.wrappers.iter().filter(move |wrapper| wrapper.name == name)
    }

    /// The owner of a function of the config's that a call of `callee` makes one of: `new ApiClient(..)`.
    pub fn made_by<'p>(&'p self, callee: &Expression) -> Option<&'p str> {
        if self.code.wrappers.is_empty() {
            return None;
        }
        let made = match callee {
            Expression::Member(class, new) if matches!(&**new, "new" | "New") => class,
            whole => whole,
        };
        let (Expression::Name(class) | Expression::Member(_, class)) = made else { return None };
        self.code.wrappers.iter().filter_map(|wrapper| wrapper.owner.as_deref()).find(|owner| **owner == **class)
    }

    fn takes_in(&self, globs: &[PathGlob], path: &str) -> bool {
        if globs.is_empty() {
            return false;
        }
        let path = self.working_directory.join(path);
        globs.iter().any(|glob| glob.is_match(&path))
    }
}
