//! Whose account a scope, a call or a token is about.

/// Sub-account (location), agency (company), or either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// A sub-account.
    Location,
    /// An agency.
    Company,
    /// Either.
    Both,
    /// No source says.
    Unknown,
}

impl Level {
    /// The level that a table names.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "location" => Some(Self::Location),
            "company" => Some(Self::Company),
            "both" => Some(Self::Both),
            "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }

    /// Whether something of this level can be used where `other` is; what is not known can.
    pub fn fits(self, other: Self) -> bool {
        self == other || [self, other].iter().any(|level| matches!(level, Self::Both | Self::Unknown))
    }
}
