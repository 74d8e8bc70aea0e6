//! The fields, as docs/migrate.md lists them.

use crate::report::json::{EndpointJson, ProblemJson, ReplacementJson, SecretJson, SpanJson, Tool};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Whole<'m> {
    pub(super) schema: u32,
    pub(super) tool: Tool,
    pub(super) integrations: Vec<IntegrationJson<'m>>,
    pub(super) problems: Vec<ProblemJson<'m>>,
    pub(super) summary: Summary,
}

#[derive(Serialize)]
pub(super) struct Summary {
    pub(super) left: usize,
    pub(super) mentions: usize,
    pub(super) accepted: usize,
    pub(super) files_read: u64,
    pub(super) skipped: usize,
}

#[derive(Serialize)]
pub(super) struct IntegrationJson<'m> {
    pub(super) root: &'m str,
    pub(super) left: usize,
    pub(super) accepted: usize,
    pub(super) token: TokenJson<'m>,
    pub(super) scopes: Vec<ScopeJson<'m>>,
    pub(super) packages: Vec<PackageJson<'m>>,
    pub(super) bases: Vec<BaseJson<'m>>,
    pub(super) calls: Vec<CallJson<'m>>,
    pub(super) unresolved_calls: Vec<PlaceJson<'m>>,
    pub(super) versions: Vec<VersionJson>,
    pub(super) n8n: Vec<NodeJson<'m>>,
    pub(super) keys: Vec<KeyJson<'m>>,
    pub(super) mentions: Vec<MentionJson<'m>>,
}

#[derive(Serialize)]
pub(super) struct PlaceJson<'m> {
    pub(super) path: &'m str,
    pub(super) span: SpanJson,
    pub(super) vcs: &'static str,
}

#[derive(Serialize)]
pub(super) struct TokenJson<'m> {
    pub(super) kind: &'static str,
    pub(super) accounts: Vec<&'m str>,
    pub(super) agency_wide: bool,
    pub(super) at_hand: bool,
    pub(super) oauth_only: Vec<ReplacementJson>,
    pub(super) agency_only: Vec<ReplacementJson>,
    pub(super) declared_in: Vec<PlaceJson<'m>>,
    pub(super) code_in: Vec<&'m str>,
    pub(super) keys_in: Vec<&'m str>,
}

#[derive(Serialize)]
pub(super) struct ScopeJson<'m> {
    pub(super) scope: &'static str,
    pub(super) certainty: &'static str,
    pub(super) declared: bool,
    pub(super) why: Vec<WhyJson<'m>>,
}

#[derive(Serialize)]
pub(super) struct WhyJson<'m> {
    pub(super) certainty: &'static str,
    pub(super) path: &'m str,
    pub(super) line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) endpoint: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) event: Option<&'static str>,
    /// Whether it is what replaces a call of v1.
    pub(super) replaces: bool,
}

#[derive(Serialize)]
pub(super) struct PackageJson<'m> {
    pub(super) registry: &'static str,
    pub(super) name: &'static str,
    pub(super) replacement: &'static str,
    #[serde(flatten)]
    pub(super) place: PlaceJson<'m>,
    pub(super) locked_in: Vec<PlaceJson<'m>>,
}

#[derive(Serialize)]
pub(super) struct BaseJson<'m> {
    pub(super) replacement: &'static str,
    #[serde(flatten)]
    pub(super) place: PlaceJson<'m>,
    pub(super) calls_followed: bool,
}

#[derive(Serialize)]
pub(super) struct CallJson<'m> {
    pub(super) endpoint: EndpointJson<'m>,
    pub(super) verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<&'static str>,
    pub(super) changes: &'m [&'static str],
    pub(super) choices: Vec<ChoiceJson>,
    pub(super) writes: bool,
    pub(super) places: Vec<CallPlaceJson<'m>>,
}

#[derive(Serialize)]
pub(super) struct ChoiceJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<&'static str>,
    pub(super) replacement: Option<ReplacementJson>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) change: &'static str,
}

#[derive(Serialize)]
pub(super) struct CallPlaceJson<'m> {
    #[serde(flatten)]
    pub(super) place: PlaceJson<'m>,
    pub(super) called_in: Vec<PlaceJson<'m>>,
}

#[derive(Serialize)]
pub(super) struct VersionJson {
    pub(super) version: &'static str,
    pub(super) endpoints: Vec<ReplacementJson>,
}

#[derive(Serialize)]
pub(super) struct NodeJson<'m> {
    pub(super) what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) resource: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) operation: Option<&'static str>,
    #[serde(flatten)]
    pub(super) place: PlaceJson<'m>,
}

#[derive(Serialize)]
pub(super) struct KeyJson<'m> {
    pub(super) kind: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) secret: Option<SecretJson<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account: Option<&'m str>,
    pub(super) agency_wide: bool,
    pub(super) also_in: &'m [String],
    pub(super) places: Vec<KeyPlaceJson<'m>>,
}

#[derive(Serialize)]
pub(super) struct KeyPlaceJson<'m> {
    #[serde(flatten)]
    pub(super) place: PlaceJson<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) env: Option<&'m str>,
}

#[derive(Serialize)]
pub(super) struct MentionJson<'m> {
    pub(super) what: String,
    pub(super) standing: &'static str,
    pub(super) more: usize,
    #[serde(flatten)]
    pub(super) place: PlaceJson<'m>,
}
