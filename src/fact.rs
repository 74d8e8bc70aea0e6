//! Domain evidence: what one document shows, before anybody judges it.

mod legacy;
mod package;
mod sent;
mod surroundings;

use crate::catalog::endpoint::{Api, Endpoint};
use crate::catalog::kind::Kind;
use crate::catalog::legacy::Move;
use crate::catalog::level::Level;
use crate::catalog::method::Method;
use crate::directive::Directive;
use crate::document::Vcs;
use crate::excerpt::Site;
use crate::finding::Confidence;
use crate::outline::{CallId, Outline};
use crate::secret::Secret;
use crate::span::TextRange;
pub use legacy::{LegacyForm, LegacyNamed, LegacyStanding};
pub use package::PackageNamed;
pub use sent::{Sent, SentAt, SentToken, VersionSent};
use std::collections::{BTreeSet, HashMap};
pub use surroundings::{EnvNamed, EnvRole, HostNamed, Surroundings, VersionNamed};

/// How a credential's text was spelled in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrapping {
    /// As it is.
    Plain,
    /// With backslash, percent or entity escapes inside.
    Escaped,
    /// Inside base64.
    Base64,
}

/// What a credential says of itself. Ids are masked, times are Unix seconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Details {
    /// What the code calls it, in words, where that alone tells what it is.
    pub name: Option<String>,
    /// When it was issued.
    pub issued: Option<f64>,
    /// When it ends.
    pub expires: Option<f64>,
    /// When its text was first committed, in so much of a history as was read.
    pub committed: Option<f64>,
    /// The account it opens, masked.
    pub account: Option<String>,
    /// The level it works on, such as `Location`.
    pub class: Option<String>,
    /// The app it was made for, masked.
    pub app: Option<String>,
    /// The scopes it carries.
    pub scopes: Vec<String>,
}

/// A credential at a place.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Its kind.
    pub kind: &'static Kind,
    /// Its text, masked.
    pub secret: Secret,
    /// What it says of itself.
    pub details: Details,
    /// How it was spelled.
    pub wrapping: Wrapping,
    /// How sure the shape alone is.
    pub confidence: Confidence,
    /// Where; the first stretch of text that spells it.
    pub site: Site,
    /// The other stretches, in the order of its text, where the code puts it together.
    pub pieces: Vec<Site>,
    /// What tells that the code around it runs in a browser, where that is clear.
    pub browser: Option<String>,
}

/// How a bundler comes to hand a variable to browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shipping {
    /// By the beginning of its name.
    Prefix,
    /// By a setting that names it.
    Setting,
}

/// The name of a HighLevel secret that a bundler hands to browsers.
#[derive(Debug, Clone)]
pub struct ExposedName {
    /// The name.
    pub name: String,
    /// How.
    pub shipping: Shipping,
    /// Where.
    pub site: Site,
}

/// What a file says of its calls, for what is asked of all files of an application together.
#[derive(Debug, Clone)]
pub struct Outlined {
    /// The calls.
    pub outline: Outline,
    /// Where calls are, with what may be shown of them.
    pub sites: HashMap<CallId, Site>,
}

/// A webhook event that code names.
#[derive(Debug, Clone)]
pub struct EventNamed {
    /// Its name.
    pub event: &'static str,
    /// Where.
    pub site: Site,
}

/// How sure it is that a use is HighLevel's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A path stands where nothing shows that it is called.
    Mentioned,
    /// The path alone says so.
    Possible,
    /// The host is known, or the SDK.
    Confirmed,
}

/// How it is known whose host an address has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostKnown {
    /// The code or a setting spells one of HighLevel's.
    Spelled,
    /// By a name, by the config, or by an SDK.
    Named,
    /// The code spells one that looks like HighLevel's, and nothing ever answered there.
    Never,
}

/// What is used.
#[derive(Debug, Clone)]
pub enum Used {
    /// A documented call; several where the method or a part of the path is not known.
    Endpoints {
        /// What it most likely means.
        meant: Vec<&'static Endpoint>,
        /// All that it could be.
        possible: Vec<&'static Endpoint>,
    },
    /// A call of the v1 API, and what may replace it: several moves where the method or a part of the path is not known, none
    /// where v1 never had such a call.
    Legacy(Vec<&'static Move>),
    /// A path that no documentation has.
    Undocumented,
    /// An address that only the run knows.
    Unresolved,
}

impl Used {
    /// The endpoints that it most likely means.
    pub fn meant(&self) -> &[&'static Endpoint] {
        match self {
            Self::Endpoints { meant, .. } => meant,
            Self::Legacy(_) | Self::Undocumented | Self::Unresolved => &[],
        }
    }
}

/// A use of HighLevel's API.
#[derive(Debug, Clone)]
pub struct EndpointUsed {
    /// Display path of the file.
    pub path: String,
    /// Root of its integration.
    pub integration: String,
    /// The folder of all that belongs together with it.
    pub application: String,
    /// What version control says of the file.
    pub vcs: Vcs,
    /// Where.
    pub site: Site,
    /// The method, where it is known.
    pub method: Option<Method>,
    /// The path without its host, with `{}` for what is not known; for a method of an SDK, its name.
    pub address: String,
    /// The generation of the API that the host belongs to.
    pub api: Api,
    /// What it is.
    pub used: Used,
    /// How sure it is.
    pub certainty: Certainty,
    /// How its host is known.
    pub host: HostKnown,
    /// What it is sent with.
    pub sent: Sent,
    /// The whole call, from its first to its last byte in the decoded text of the file.
    pub call: TextRange,
}

/// How scopes are declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeclarationForm {
    /// In the address of the page that asks for consent.
    InstallAddress,
    /// One text in code or configuration.
    Text,
    /// A list of texts in code or configuration.
    List,
    /// The value of an environment variable.
    Env,
    /// The app manifest of the marketplace command line, `ghl-app.json`.
    AppManifest,
    /// A credential of n8n.
    N8nCredential,
    /// A command of the marketplace command line.
    Command,
    /// The scope manifest, `ghl-scopes.toml`.
    ScopeManifest,
}

impl DeclarationForm {
    /// Words for people, to follow "in".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InstallAddress => "an install URL",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Env => "an environment variable",
            Self::AppManifest => "the app manifest",
            Self::N8nCredential => "an n8n credential",
            Self::Command => "a command",
            Self::ScopeManifest => "the scope manifest",
        }
    }
}

/// Whether a declaration takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The integration's own.
    Own,
    /// In documentation or a comment: to be shown, never to be judged.
    Documentation,
}

/// A scope where it is named.
#[derive(Debug, Clone)]
pub struct DeclaredScope {
    /// The name, as it is spelled there, escapes decoded. It may be none that HighLevel knows.
    pub name: String,
    /// Whether a reason for it is recorded beside it, as a scope manifest does.
    pub has_reason: bool,
    /// Where exactly.
    pub site: Site,
}

/// Scopes that are asked for in one place.
#[derive(Debug, Clone)]
pub struct ScopeDeclaration {
    /// The scopes in the order of the list; some may stand twice. Only a scope manifest may hold none.
    pub scopes: Vec<DeclaredScope>,
    /// How.
    pub form: DeclarationForm,
    /// Whether it takes effect.
    pub standing: Standing,
    /// The level of the install, where it is named beside them.
    pub level: Option<Level>,
    /// From the first scope to the last.
    pub site: Site,
}

/// Scopes that a stored token answer says a token carries: no request.
#[derive(Debug, Clone)]
pub struct ScopeGrant {
    /// The scopes in the order of the answer.
    pub scopes: Vec<DeclaredScope>,
    /// From the first scope to the last.
    pub site: Site,
}

/// All that one file showed.
#[derive(Debug, Clone)]
pub struct FileFacts {
    /// Display path.
    pub path: String,
    /// What version control says of the file.
    pub vcs: Vcs,
    /// Root of its integration.
    pub integration: String,
    /// Credentials, by place.
    pub credentials: Vec<Credential>,
    /// Names of secrets that are handed to browsers, by place.
    pub exposed: Vec<ExposedName>,
    /// Scopes that are asked for, by place.
    pub declarations: Vec<ScopeDeclaration>,
    /// Scopes that stored tokens carry, by place.
    pub grants: Vec<ScopeGrant>,
    /// Suppression comments, by place.
    pub directives: Vec<Directive>,
    /// Whether it is code that names HighLevel and may call it.
    pub uses_api: bool,
    /// Whether it is such code and imports an official SDK.
    pub imports_sdk: bool,
    /// Its calls, until they are linked with those of other files.
    pub outlined: Option<Box<Outlined>>,
    /// Webhook events that it names, by place.
    pub events: Vec<EventNamed>,
    /// Whether it is code that names HighLevel's API, in a language or of a size whose calls are not followed.
    pub out_of_sight: bool,
    /// Whether it is code of an integration that takes webhooks, and names no other product there.
    pub takes_webhooks: bool,
    /// The folder of all that belongs together with it: several integrations may share their code.
    pub application: String,
    /// When its author committed this version first, Unix seconds; for versions in the history whose clock says something.
    pub committed: Option<i64>,
    /// Where the v1 API is named, by place.
    pub legacy: Vec<LegacyNamed>,
    /// Dependencies that speak to HighLevel, by place.
    pub packages: Vec<PackageNamed>,
    /// What it tells of the world around it, where that was asked for.
    pub surroundings: Surroundings,
}

impl FileFacts {
    /// Whether it declares scopes, or holds a token that carries some.
    pub fn declares(&self) -> bool {
        let carries = |credential: &Credential| !credential.details.scopes.is_empty();
        self.declarations.iter().any(|declaration| declaration.standing == Standing::Own)
            || self.credentials.iter().any(carries)
    }

    /// True when the file showed nothing at all.
    pub fn is_empty(&self) -> bool {
        self.credentials.is_empty()
            && self.exposed.is_empty()
            && self.directives.is_empty()
            && self.outlined.is_none()
            && !self.uses_api
            && self.events.is_empty()
            && !self.takes_webhooks
            && !self.out_of_sight
            && self.declarations.is_empty()
            && self.grants.is_empty()
            && self.legacy.is_empty()
            && self.packages.is_empty()
            && self.surroundings.is_empty()
    }
}

/// All facts of the run, sorted by path.
#[derive(Debug, Default)]
pub struct Evidence {
    /// One entry for each file that showed something.
    pub files: Vec<FileFacts>,
    /// What all files together use, by file and place.
    pub uses: Vec<EndpointUsed>,
    /// Display paths of the folders that were walked.
    pub walked: Vec<String>,
    /// Roots of integrations that the config names, as far as something was found below them.
    pub named_roots: BTreeSet<String>,
}

impl Evidence {
    /// What the file at `path` showed.
    pub fn file(&self, path: &str) -> Option<&FileFacts> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }

    /// Whether everything below `root` was looked at.
    pub fn walks(&self, root: &str) -> bool {
        self.walked.iter().any(|folder| {
            folder == "." || folder == root || root.strip_prefix(&**folder).is_some_and(|rest| rest.starts_with('/'))
        })
    }
}
