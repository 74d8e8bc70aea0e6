//! One documented call and what it needs. A row of `rules/catalog/endpoints.tsv`.

use super::level::Level;
use super::method::Method;
use super::path::{Part, parts};
use super::table::{list, value, yes_or_no};

/// A generation of HighLevel's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Api {
    /// The first: out of support, without scopes. No endpoint here is of it.
    V1,
    /// The second, chosen by a dated `Version` header.
    V2,
    /// The third, chosen by `Version: v3`.
    V3,
}

impl Api {
    /// The generation that a table names.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "v1" => Some(Self::V1),
            "v2" => Some(Self::V2),
            "v3" => Some(Self::V3),
            _ => None,
        }
    }

    /// Its name, as tables and reports have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V3 => "v3",
        }
    }
}

/// Where the scope of a call is from. SOURCES.md, section ENDPOINTS, describes each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The specification of the call itself.
    Specification,
    /// The v3 specification of the same call, where the v2 one names no scope.
    SpecificationOfV3,
    /// The page of scopes on the documentation's site.
    Site,
    /// The page of scopes in the documentation's repository.
    ScopesPage,
    /// The v3 specification's scope for reads of the same area.
    ReadsOfV3,
    /// Neighboring rows of the page of scopes.
    Siblings,
    /// The scopes of the other calls below the same path.
    Family,
    /// Only a reading scope of the area is known.
    ReadonlyOnly,
    /// A scope that only install URLs name, fitting by its name.
    InstallUrls,
    /// The call needs no scope.
    NoScope,
    /// No source tells.
    Unknown,
}

/// How sure it is which scope a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// An official source names the scope.
    Documented,
    /// Concluded from what other calls need.
    Inferred,
    /// The call needs none.
    None,
    /// Nothing is known.
    Unknown,
}

impl Source {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "openapi" => Self::Specification,
            "openapi-v3" => Self::SpecificationOfV3,
            "site" => Self::Site,
            "scopes-md" => Self::ScopesPage,
            "v3-reads" => Self::ReadsOfV3,
            "siblings" => Self::Siblings,
            "family" => Self::Family,
            "readonly-only" => Self::ReadonlyOnly,
            "install-urls" => Self::InstallUrls,
            "none" => Self::NoScope,
            "unknown" => Self::Unknown,
            _ => return None,
        })
    }

    /// How sure a scope from there is.
    pub fn certainty(self) -> Certainty {
        match self {
            Self::Specification | Self::SpecificationOfV3 | Self::Site | Self::ScopesPage => Certainty::Documented,
            Self::ReadsOfV3 | Self::Siblings | Self::Family | Self::ReadonlyOnly | Self::InstallUrls => {
                Certainty::Inferred
            }
            Self::NoScope => Certainty::None,
            Self::Unknown => Certainty::Unknown,
        }
    }
}

/// Which tokens of an account a call takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// None, or no source says.
    No,
    /// OAuth tokens alone.
    OAuth,
    /// OAuth tokens and private integration tokens.
    Any,
}

/// A documented call.
#[derive(Debug)]
pub struct Endpoint {
    /// The generations of the API that have it, exactly like this.
    pub apis: Vec<Api>,
    /// The product, by its v2 name: the file of the specification.
    pub product: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, parameters in braces, without a trailing slash.
    pub path: &'static str,
    /// The scope that it needs. Today no call needs more than one.
    pub scopes: Vec<&'static str>,
    /// Scopes that another official source names instead.
    pub also: Vec<&'static str>,
    /// Where the scope is from.
    pub source: Source,
    /// Which tokens of a sub-account it takes.
    pub location_token: Token,
    /// Which tokens of an agency it takes.
    pub company_token: Token,
    /// Values of the `Version` header.
    pub versions: Vec<&'static str>,
    /// Whether the specification calls it deprecated.
    pub deprecated: bool,
    /// Its id in the specification.
    pub operation_id: &'static str,
    parts: Vec<Part>,
}

pub(super) const FILE: &str = "endpoints.tsv";
pub(super) const HEADER: [&str; 11] =
    ["api", "product", "method", "path", "scopes", "also", "source", "tokens", "version", "deprecated", "operation"];

impl Endpoint {
    pub(super) fn of(row: [&'static str; 11]) -> Self {
        let [api, product, method, path, scopes, also, source, tokens, version, deprecated, operation_id] = row;
        let (location_token, company_token) = value(FILE, tokens, |tokens| {
            let mut found = (Token::No, Token::No);
            for token in tokens.split(',').filter(|token| !token.is_empty()) {
                match token {
                    "location" => found.0 = Token::Any,
                    "location:oauth" => found.0 = Token::OAuth,
                    "company" => found.1 = Token::Any,
                    "company:oauth" => found.1 = Token::OAuth,
                    _ => return None,
                }
            }
            Some(found)
        });
        Self {
            apis: list(api).into_iter().map(|api| value(FILE, api, Api::parse)).collect(),
            product,
            method: value(FILE, method, Method::parse),
            path,
            scopes: list(scopes),
            also: list(also),
            source: value(FILE, source, Source::parse),
            location_token,
            company_token,
            versions: list(version),
            deprecated: value(FILE, deprecated, yes_or_no),
            operation_id,
            parts: parts(path),
        }
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether `api` has it.
    pub fn is_in(&self, api: Api) -> bool {
        self.apis.contains(&api)
    }

    /// How sure it is which scope it needs.
    pub fn certainty(&self) -> Certainty {
        self.source.certainty()
    }

    /// The value of the `Version` header that its first generation asks for; `None` where that is documented without one.
    pub fn version(&self) -> Option<&'static str> {
        let is_v3 = |version: &&str| *version == Api::V3.as_str();
        self.versions.iter().find(|version| !is_v3(version) || !self.is_in(Api::V2)).copied()
    }

    /// Every scope that it may need, by any source.
    pub fn candidates(&self) -> impl Iterator<Item = &'static str> {
        self.scopes.iter().chain(&self.also).copied()
    }

    /// Whose account it is about.
    pub fn level(&self) -> Level {
        match (self.location_token, self.company_token) {
            (Token::No, Token::No) => Level::Unknown,
            (_, Token::No) => Level::Location,
            (Token::No, _) => Level::Company,
            _ => Level::Both,
        }
    }

    /// Whether no private integration token can be used for it.
    pub fn is_oauth_only(&self) -> bool {
        let tokens = [self.location_token, self.company_token];
        tokens.contains(&Token::OAuth) && !tokens.contains(&Token::Any)
    }

    /// Whether it changes something. Some reads go by POST, so there the scope tells.
    pub fn is_write(&self) -> bool {
        let is_read = |scope: &&str| scope.ends_with(".readonly") || scope.ends_with(".read");
        match self.method {
            Method::Get => false,
            Method::Put | Method::Patch | Method::Delete => true,
            Method::Post => self.scopes.is_empty() || !self.scopes.iter().all(is_read),
        }
    }
}
