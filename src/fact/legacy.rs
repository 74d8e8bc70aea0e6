//! Where the v1 API is named: an address, or what a tool calls it.

use crate::catalog::method::Method;
use crate::catalog::n8n::Operation;
use crate::excerpt::Site;
use crate::span::TextRange;

/// What names the v1 API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LegacyForm {
    /// An address without a call behind it, that calls begin with.
    Base,
    /// The address of a call.
    Address {
        /// The method, where something beside the address says it.
        method: Option<Method>,
        /// The path without its host, as in [`super::EndpointUsed::address`].
        path: String,
    },
    /// A HighLevel node of n8n of the version that calls v1; its operation, where version 2 has one of the same name.
    N8nNode(Option<Operation>),
    /// The credential type of n8n that holds a v1 key.
    N8nCredential,
}

/// Whether what is named is also used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegacyStanding {
    /// Documentation, a comment, a message for people, or code of others.
    Words,
    /// A test, a mock or a sample.
    Test,
    /// Code or settings that take effect.
    Code,
}

/// The v1 API, where it is named.
#[derive(Debug, Clone)]
pub struct LegacyNamed {
    /// How.
    pub form: LegacyForm,
    /// Whether it takes effect.
    pub standing: LegacyStanding,
    /// What the code calls it; empty where it has no name.
    pub name: String,
    /// Where.
    pub site: Site,
    /// The same, in bytes of the file's decoded text.
    pub range: TextRange,
}

impl LegacyNamed {
    /// Whether calls elsewhere may go through it.
    pub fn is_base(&self) -> bool {
        self.form == LegacyForm::Base && self.standing == LegacyStanding::Code
    }
}
