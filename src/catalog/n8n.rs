//! What the HighLevel node of n8n calls, and what its credentials ask for. Parsed from `rules/catalog/n8n.tsv` and
//! `rules/catalog/n8n_credentials.tsv`.

use super::endpoint::{Api, Endpoint};
use super::endpoints::Endpoints;
use super::method::Method;
use super::table::{list, rows, value};

/// Types of the node in workflow files; version 2 of it calls the v2 API, version 1 the v1 API. Source: SOURCES.md, section N8N.
pub const NODE_TYPES: &[&str] = &["n8n-nodes-base.highLevel", "n8n-nodes-base.highLevelTool"];

/// When the node makes a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Each time it runs.
    Always,
    /// Where one of its fields asks for it.
    Option,
    /// While somebody edits the workflow, to offer a list.
    Editor,
}

/// A call that an operation makes.
#[derive(Debug)]
pub struct Call {
    /// The resource: `contact`, `opportunity`, `task`, `calendar`.
    pub resource: &'static str,
    /// The operation.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path as `endpoints.tsv` documents it.
    pub path: &'static str,
    /// When it is made.
    pub when: When,
}

/// What a node does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// The resource.
    pub resource: &'static str,
    /// The operation.
    pub name: &'static str,
}

/// A credential type.
#[derive(Debug)]
pub struct CredentialType {
    /// Its name in workflow files.
    pub name: &'static str,
    /// The generation of the API that it is for.
    pub api: Api,
    /// The scopes that its form offers as the default.
    pub scopes: Vec<&'static str>,
}

/// All that is known about n8n.
#[derive(Debug)]
pub struct N8n {
    calls: Vec<Call>,
    credentials: Vec<CredentialType>,
}

const CALLS: &str = "n8n.tsv";
const CREDENTIALS: &str = "n8n_credentials.tsv";

impl N8n {
    /// Parses the embedded tables.
    ///
    /// # Panics
    ///
    /// When one is malformed; `tests/suite/catalog.rs` parses them.
    pub fn parse(calls: &'static str, credentials: &'static str) -> Self {
        let header = ["resource", "operation", "method", "path", "when"];
        let credential = |[name, api, scopes]: [&'static str; 3]| CredentialType {
            name,
            api: value(CREDENTIALS, api, Api::parse),
            scopes: list(scopes),
        };
        Self {
            calls: rows(CALLS, calls, header).map(call).collect(),
            credentials: rows(CREDENTIALS, credentials, ["credential", "api", "scopes"]).map(credential).collect(),
        }
    }

    /// Every call.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// What `operation` of `resource` calls, and when; nothing where the node has no such operation.
    pub fn operation<'e>(
        &self,
        endpoints: &'e Endpoints,
        resource: &str,
        operation: &str,
    ) -> Vec<(&'e Endpoint, When)> {
        self.calls
            .iter()
            .filter(|call| call.resource == resource && call.operation == operation)
            .filter_map(|call| Some((endpoints.documented(call.method, call.path)?, call.when)))
            .collect()
    }

    /// The operation of that name, where the node has it.
    pub fn named(&self, resource: &str, name: &str) -> Option<Operation> {
        let call = self.calls.iter().find(|call| call.resource == resource && call.operation == name)?;
        Some(Operation { resource: call.resource, name: call.operation })
    }

    /// Every credential type.
    pub fn credentials(&self) -> &[CredentialType] {
        &self.credentials
    }

    /// The credential type called `name`.
    pub fn credential(&self, name: &str) -> Option<&CredentialType> {
        self.credentials.iter().find(|credential| credential.name == name)
    }
}

fn call([resource, operation, method, path, when]: [&'static str; 5]) -> Call {
    let when = value(CALLS, when, |when| match when {
        "always" => Some(When::Always),
        "option" => Some(When::Option),
        "editor" => Some(When::Editor),
        _ => None,
    });
    Call { resource, operation, method: value(CALLS, method, Method::parse), path, when }
}
