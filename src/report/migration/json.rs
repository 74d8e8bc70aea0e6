//! What is left for programs. The fields are a promise (CONTRIBUTING.md, "What is fixed").

mod fields;

use super::steps::{V2, versions};
use crate::Migration;
use crate::catalog::endpoint::{Api, Endpoint};
use crate::catalog::method::Method;
use crate::fact::LegacyStanding;
use crate::migration::{
    CallChange, Checklist, Choice, Key, Mention, Need, NewToken, NodeForm, Place, ScopeNeed, Successor, Sureness, Swap,
    Why,
};
use crate::report::json::{EndpointJson, ReplacementJson, SecretJson, TOOL, problem, span};
use fields::{
    BaseJson, CallJson, CallPlaceJson, ChoiceJson, IntegrationJson, KeyJson, KeyPlaceJson, MentionJson, NodeJson,
    PackageJson, PlaceJson, ScopeJson, Summary, TokenJson, VersionJson, Whole, WhyJson,
};
use std::io::{self, Write};

/// Writes one object.
///
/// # Errors
///
/// When the stream fails.
pub fn write(migration: &Migration, out: &mut dyn Write) -> io::Result<()> {
    let whole = Whole {
        schema: 1,
        tool: TOOL,
        integrations: migration.lists.iter().map(integration).collect(),
        problems: migration.problems.iter().map(problem).collect(),
        summary: Summary {
            left: migration.n_left(),
            mentions: migration.n_mentions(),
            accepted: migration.n_accepted(),
            files_read: migration.n_files,
            skipped: migration.n_skipped,
        },
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn integration(list: &Checklist) -> IntegrationJson<'_> {
    let version = |(version, endpoints): (&'static str, Vec<&'static Endpoint>)| VersionJson {
        version,
        endpoints: endpoints.into_iter().map(ReplacementJson::of).collect(),
    };
    IntegrationJson {
        root: &list.root,
        left: list.n_left(),
        accepted: list.n_accepted,
        token: token(list),
        scopes: list.scopes.iter().map(scope).collect(),
        packages: list.packages.iter().map(package).collect(),
        bases: list
            .bases
            .iter()
            .map(|base| BaseJson { replacement: V2, place: place(&base.place), calls_followed: 0 < base.n_calls })
            .collect(),
        calls: list.calls.iter().map(call).collect(),
        unresolved_calls: list.unresolved.iter().map(place).collect(),
        versions: versions(list).into_iter().map(version).collect(),
        n8n: list.nodes.iter().map(|node| self::node(node.form, &node.place)).collect(),
        keys: list.keys.iter().map(key).collect(),
        mentions: list.mentions.iter().map(mention).collect(),
    }
}

fn place(place: &Place) -> PlaceJson<'_> {
    PlaceJson { path: &place.path, span: span(&place.region), vcs: place.vcs.as_str() }
}

fn token(list: &Checklist) -> TokenJson<'_> {
    let facts = &list.token;
    TokenJson {
        kind: match facts.new_token() {
            NewToken::PrivateIntegration => "private-integration",
            NewToken::OAuth => "oauth",
            NewToken::Either => "either",
        },
        accounts: facts.accounts.iter().map(String::as_str).collect(),
        agency_wide: facts.is_agency_wide,
        at_hand: facts.is_at_hand,
        oauth_only: facts.oauth_only.iter().copied().map(ReplacementJson::of).collect(),
        agency_only: facts.agency_only.iter().copied().map(ReplacementJson::of).collect(),
        declared_in: facts.asks_in.iter().map(place).collect(),
        code_in: list.code_in.iter().map(String::as_str).collect(),
        keys_in: list.keys_in.iter().map(String::as_str).collect(),
    }
}

fn certainty(sureness: Sureness) -> &'static str {
    match sureness {
        Sureness::Documented => "documented",
        Sureness::Concluded => "concluded",
        Sureness::Possible => "possible",
    }
}

fn scope(need: &ScopeNeed) -> ScopeJson<'_> {
    ScopeJson {
        scope: need.scope,
        certainty: certainty(need.sureness),
        declared: need.is_declared,
        why: need.why.iter().map(why).collect(),
    }
}

fn why(why: &Why) -> WhyJson<'_> {
    let (endpoint, event) = match why.need {
        Need::Replacement(endpoint) | Need::Call(endpoint) => (Some(endpoint), None),
        Need::Event(event) => (None, Some(event)),
    };
    WhyJson {
        certainty: certainty(why.sureness),
        path: &why.place.path,
        line: why.place.region.start.line,
        method: endpoint.map(|endpoint| endpoint.method.name()),
        endpoint: endpoint.map(|endpoint| endpoint.path),
        event,
        replaces: matches!(why.need, Need::Replacement(_)),
    }
}

fn package(swap: &Swap) -> PackageJson<'_> {
    PackageJson {
        registry: swap.package.registry.as_str(),
        name: swap.package.name,
        replacement: swap.package.instead,
        place: place(&swap.place),
        locked_in: swap.locks.iter().map(place).collect(),
    }
}

fn call(call: &CallChange) -> CallJson<'_> {
    let (verdict, only, choices): (_, Option<&'static Endpoint>, &[Choice]) = match &call.successor {
        Successor::One(endpoint) => ("replaced", Some(endpoint), &[]),
        Successor::OneOf(choices) => ("depends", None, choices),
        Successor::Nothing => ("no-equivalent", None, &[]),
        Successor::Unknown => ("undocumented", None, &[]),
    };
    CallJson {
        endpoint: EndpointJson {
            api: Api::V1.as_str(),
            method: call.method.map(Method::name),
            path: &call.path,
            replacement: only.map(ReplacementJson::of),
        },
        verdict,
        version: only.and_then(|endpoint| endpoint.versions.first().copied()),
        changes: &call.changes,
        choices: choices.iter().map(choice).collect(),
        writes: call.may_write(),
        places: call
            .places
            .iter()
            .map(|made| CallPlaceJson {
                place: place(&made.place),
                called_in: made.called_in.iter().map(place).collect(),
            })
            .collect(),
    }
}

fn choice(choice: &Choice) -> ChoiceJson {
    ChoiceJson {
        method: choice.from.map(|(method, _)| method.name()),
        path: choice.from.map(|(_, path)| path),
        replacement: choice.endpoint.map(ReplacementJson::of),
        change: choice.change,
    }
}

fn node(form: NodeForm, at: &Place) -> NodeJson<'_> {
    let (what, operation) = match form {
        NodeForm::Node(operation) => ("node", operation),
        NodeForm::Credential | NodeForm::CredentialOfCall => ("credential", None),
    };
    NodeJson {
        what,
        resource: operation.map(|operation| operation.resource),
        operation: operation.map(|operation| operation.name),
        place: place(at),
    }
}

fn key(key: &Key) -> KeyJson<'_> {
    let secret = || SecretJson { kind: &key.kind.id, digest: key.secret.digest(), masked: key.secret.masked() };
    KeyJson {
        kind: &key.kind.id,
        secret: key.kind.secret.then(secret),
        account: key.account.as_deref(),
        agency_wide: key.kind.agency_wide,
        also_in: &key.elsewhere,
        places: key
            .places
            .iter()
            .map(|held| KeyPlaceJson { place: place(&held.place), env: held.variable.as_deref() })
            .collect(),
    }
}

fn mention(mention: &Mention) -> MentionJson<'_> {
    MentionJson {
        what: mention.what.replace('`', ""),
        standing: match mention.standing {
            LegacyStanding::Words => "words",
            LegacyStanding::Test => "test",
            LegacyStanding::Code => "code",
        },
        more: mention.n_more,
        place: place(&mention.place),
    }
}
