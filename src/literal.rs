//! A value as its language means it, and how the code names it.

use crate::decoded::Decoded;
use std::rc::Rc;

/// A value in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// What it says, and the document's text that spells it.
    pub decoded: Decoded,
    /// Where the code puts it.
    pub place: Place,
}

/// How the code names a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The names that lead to the value, outermost first: `config`, `oauth`, `clientSecret`. A callee and the texts given
    /// before the value count as names, and so does the variable whose default the value is.
    pub names: Rc<[Rc<str>]>,
    /// What it is there for.
    pub role: Role,
    /// Number of the innermost object, list, call or section around it: values of one group are neighbours.
    pub group: u32,
}

/// What a value is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Assigned, keyed, listed, returned.
    Value,
    /// Given to a call, by position.
    Argument,
    /// Taken where a variable or a setting has no value.
    Fallback,
    /// The name of an environment variable that the code reads.
    EnvRead,
    /// Words for people, or a text that no reader takes apart.
    Text,
    /// A comment.
    Comment,
}

impl Role {
    /// The word that fixtures use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Argument => "argument",
            Self::Fallback => "fallback",
            Self::EnvRead => "env-read",
            Self::Text => "text",
            Self::Comment => "comment",
        }
    }
}
