//! The knowledge in `rules/`, embedded in the binary and parsed once.

pub mod browser;
pub mod declaring;
pub mod deprecated;
pub mod endpoint;
pub mod endpoints;
pub mod events;
pub mod hosts;
pub mod kind;
pub mod legacy;
pub mod level;
pub mod likely;
pub mod manifests;
pub mod mentions;
pub mod method;
pub mod n8n;
pub mod names;
pub mod packages;
pub mod path;
pub mod placeholders;
pub mod places;
pub mod platform;
pub mod products;
pub mod requests;
pub mod scopes;
pub mod sdk;
mod spelling;
mod table;
pub mod undocumented;

use browser::Browser;
use declaring::Declaring;
use kind::Kind;
use names::Names;
use placeholders::Placeholders;
use places::Places;
use std::sync::LazyLock;

/// Everything that the linter knows about HighLevel.
#[derive(Debug)]
pub struct Catalog {
    /// Credential kinds, in the order in which they are tried.
    pub kinds: Vec<Kind>,
    /// What tells that a script runs in a browser.
    pub browser: Browser,
    /// How code says which scopes it asks for.
    pub declaring: Declaring,
    /// What people call secrets.
    pub names: Names,
    /// What file names tell.
    pub places: Places,
    /// What people write where a secret would stand.
    pub placeholders: Placeholders,
}

/// The embedded catalog.
pub fn catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog {
        kinds: KIND_RECORDS.iter().map(|(name, record)| Kind::parse(name, record)).collect(),
        browser: Browser::parse(include_str!("../rules/browser.toml")),
        declaring: Declaring::parse(include_str!("../rules/scopes.toml")),
        names: Names::parse(include_str!("../rules/names.toml")),
        places: Places::parse(include_str!("../rules/places.toml")),
        placeholders: Placeholders::parse(include_str!("../rules/placeholders.toml")),
    });
    &CATALOG
}

macro_rules! records {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../rules/credentials/", $name, ".toml")))),*]
    };
}

/// File name and text of each record in `rules/credentials/`; a test compares the list with the folder.
pub const KIND_RECORDS: &[(&str, &str)] = &records![
    "v1-location-key",
    "v1-agency-key",
    "private-integration-token",
    "oauth-access-token",
    "oauth-refresh-token",
    "web-app-session-token",
    "web-app-firebase-token",
    "inbound-webhook-url",
    "location-key-merge-field",
    "marketplace-cli-credentials",
    "marketplace-cli-secrets",
    "oauth-client-secret",
    "sso-key",
    "named-secret",
];
