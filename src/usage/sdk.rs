//! Methods of the official SDKs, operations of n8n's node, tools of the MCP server: calls whose names are enough.

use super::Use;
use super::program::Unit;
use crate::catalog::endpoint::{Api, Endpoint};
use crate::catalog::platform::platform;
use crate::catalog::sdk::SdkLanguage;
use crate::fact::{Certainty, Used};
use crate::outline::{Call, Expression};

/// The languages whose official SDK some file imports.
pub(super) fn languages(units: &[Unit<'_>]) -> Vec<SdkLanguage> {
    let mut found = Vec::new();
    let imports = units.iter().flat_map(|unit| &unit.outline.imports);
    let official = || platform().sdk.packages().iter().filter(|package| package.is_official);
    for import in imports {
        // PHP names the class behind its namespace
        let class = format!("{}\\{}", import.from, import.imported);
        let is_it = |name: &str| name == &*import.from || name == class;
        for package in official().filter(|package| package.imports.iter().any(|name| is_it(name))) {
            let language = match package.language {
                "typescript" => SdkLanguage::TypeScript,
                "php" => SdkLanguage::Php,
                _ => SdkLanguage::Python,
            };
            if !found.contains(&language) {
                found.push(language);
            }
        }
    }
    found
}

/// What `call` uses by its name alone.
pub(super) fn named(sdks: &[SdkLanguage], call: &Call) -> Option<Use> {
    if let Expression::Name(name) = &call.callee
        && &**name == "mcp_tool"
        && let Some(Expression::Text(tool, _)) = call.arguments.first().map(|argument| &argument.value)
    {
        return used(vec![platform().mcp_tool(tool)?], tool);
    }
    let Expression::Member(owner, method) = &call.callee else { return None };
    // a service taken out of the client keeps its name, as a rule
    if let Expression::Name(service) = &**owner {
        let name = format!("{service}.{method}");
        return sdks.iter().find_map(|language| used(platform().sdk_method(*language, service, method), &name));
    }
    let Expression::Member(outer, service) = &**owner else { return None };
    if call.is_legacy_node() {
        return None;
    }
    let name = format!("{service}.{method}");
    if **outer == Expression::Name("n8n".into()) {
        let calls = platform().n8n.operation(&platform().endpoints, service, method);
        return used(calls.into_iter().map(|(endpoint, _)| endpoint).collect(), &name);
    }
    sdks.iter().find_map(|language| used(platform().sdk_method(*language, service, method), &name))
}

fn used(meant: Vec<&'static Endpoint>, name: &str) -> Option<Use> {
    let first = meant.first()?;
    Some(Use {
        file: 0,
        call: 0,
        method: Some(first.method),
        path: name.to_owned(),
        api: first.apis.first().copied().unwrap_or(Api::V2),
        used: Used::Endpoints { possible: meant.clone(), meant },
        certainty: Certainty::Confirmed,
        is_mention: false,
    })
}
