//! HighLevel's API: hosts, calls, scopes, events, SDKs. Parsed when something is compared with it; most runs need none of it.

use super::deprecated::Deprecations;
use super::endpoint::Endpoint;
use super::endpoints::Endpoints;
use super::events::Events;
use super::hosts::Hosts;
use super::legacy::Legacy;
use super::mentions::Mentions;
use super::n8n::N8n;
use super::packages::Packages;
use super::products::Products;
use super::requests::Requests;
use super::scopes::Scopes;
use super::sdk::{Sdk, SdkLanguage};
use super::undocumented::Undocumented;
use std::sync::LazyLock;

/// What HighLevel offers to programs.
#[derive(Debug)]
pub struct Platform {
    /// Addresses.
    pub hosts: Hosts,
    /// How programs send requests.
    pub requests: Requests,
    /// Scopes, and names that are none.
    pub scopes: Scopes,
    /// Calls of the API.
    pub endpoints: Endpoints,
    /// What replaces its deprecated calls.
    pub deprecated: Deprecations,
    /// Addresses that no specification has.
    pub undocumented: Undocumented,
    /// Webhook events.
    pub events: Events,
    /// Names of products.
    pub products: Products,
    /// Packages, and methods of the official SDKs.
    pub sdk: Sdk,
    /// The HighLevel node of n8n.
    pub n8n: N8n,
    /// Calls of the v1 API, and what replaces them.
    pub legacy: Legacy,
    /// What tells that an address is only named.
    pub mentions: Mentions,
    /// Packages, as manifests name them.
    pub packages: Packages,
}

impl Platform {
    /// What `<client>.<service>.<method>(...)` of an official SDK calls.
    pub fn sdk_method(&self, language: SdkLanguage, service: &str, method: &str) -> Vec<&Endpoint> {
        self.sdk.method(&self.endpoints, language, service, method)
    }

    /// What a method called `method` may call, of whichever service of an official SDK.
    pub fn sdk_methods(&self, language: SdkLanguage, method: &str) -> Vec<&Endpoint> {
        self.sdk.methods(&self.endpoints, language, method)
    }

    /// What the tool `name` of HighLevel's MCP server calls. Its name is `<product>_<operation id>`.
    pub fn mcp_tool(&self, name: &str) -> Option<&Endpoint> {
        let (app, operation) = name.split_once('_')?;
        self.endpoints.operation(self.products.usual(app), operation).next()
    }
}

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../rules/catalog/", $name, ".tsv"))
    };
}

/// The embedded tables.
pub fn platform() -> &'static Platform {
    static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
        let endpoints = Endpoints::parse(table!("endpoints"));
        let products = Products::parse(table!("products"));
        Platform {
            hosts: Hosts::parse(table!("hosts")),
            requests: Requests::parse(include_str!("../../rules/requests.toml")),
            scopes: Scopes::parse(table!("scopes"), table!("not_scopes")),
            deprecated: Deprecations::parse(table!("deprecated")),
            undocumented: Undocumented::parse(table!("undocumented")),
            events: Events::parse(table!("events")),
            sdk: Sdk::parse(table!("sdk"), &endpoints, &products),
            n8n: N8n::parse(table!("n8n"), table!("n8n_credentials")),
            legacy: Legacy::parse(table!("legacy")),
            mentions: Mentions::parse(include_str!("../../rules/mentions.toml")),
            packages: Packages::parse(table!("packages")),
            endpoints,
            products,
        }
    });
    &PLATFORM
}
