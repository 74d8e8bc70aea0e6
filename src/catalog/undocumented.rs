//! Addresses that no specification of the API has: hosts that never were, and paths where something else is. Parsed from
//! `rules/catalog/undocumented.tsv`.

use super::path::{Part, Segment, parts};
use super::table::{rows, value};

/// What is known of an address that no specification has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nothing ever answered there.
    Never,
    /// Something is or was there, or another page of HighLevel's names it.
    Other,
}

/// What addresses begin with that no specification has.
#[derive(Debug)]
pub struct Beginning {
    /// The host.
    pub host: &'static str,
    /// What is known of it.
    pub presence: Presence,
    /// What is there, or is not.
    pub what: &'static str,
    parts: Vec<Part>,
}

/// All such addresses.
#[derive(Debug)]
pub struct Undocumented {
    all: Vec<Beginning>,
}

impl Undocumented {
    /// Parses the embedded table.
    ///
    /// # Panics
    ///
    /// When it is malformed; `tests/suite/catalog.rs` parses it.
    pub fn parse(text: &'static str) -> Self {
        const FILE: &str = "undocumented.tsv";
        let beginning = |[host, path, standing, what]: [&'static str; 4]| Beginning {
            host,
            presence: value(FILE, standing, |standing| match standing {
                "never" => Some(Presence::Never),
                "other" => Some(Presence::Other),
                _ => None,
            }),
            what,
            parts: parts(path),
        };
        Self { all: rows(FILE, text, ["host", "path", "standing", "what"]).map(beginning).collect() }
    }

    /// Every one, in the order of the table.
    pub fn all(&self) -> &[Beginning] {
        &self.all
    }

    /// The longest beginning of `path` on `host` that is known.
    pub fn get(&self, host: &str, path: &[Segment]) -> Option<&Beginning> {
        let begins = |known: &&Beginning| {
            known.host.eq_ignore_ascii_case(host)
                && known.parts.len() <= path.len()
                && known.parts.iter().zip(path).all(|(part, segment)| is_at(*part, *segment))
        };
        self.all.iter().filter(begins).max_by_key(|known| known.parts.len())
    }
}

fn is_at(part: Part, segment: Segment) -> bool {
    match (part, segment) {
        (Part::Literal(literal), Segment::Text(text)) => literal == text,
        (Part::Literal(literal), Segment::Partial { prefix, suffix: "" }) => literal == prefix,
        (Part::Literal(_), _) => false,
        (Part::Parameter, _) => true,
    }
}
