//! Methods of the official SDKs, operations of n8n's node, tools of the MCP server: calls whose names are enough.

use super::Use;
use super::evaluate::{Evaluator, Target};
use super::program::{Place, Program, Unit};
use super::value::Key;
use crate::catalog::endpoint::{Api, Endpoint};
use crate::catalog::platform::platform;
use crate::catalog::sdk::SdkLanguage;
use crate::fact::{Certainty, HostKnown, Sent, Used};
use crate::outline::Expression;

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

/// What the call `key` uses by its name alone.
pub(super) fn named(sdks: &[SdkLanguage], evaluator: &Evaluator<'_, '_>, key: Key) -> Option<Use> {
    let call = evaluator.program.call(key);
    if let Expression::Name(name) = &call.callee
        && &**name == "mcp_tool"
        && let Some(Expression::Text(tool, _)) = call.arguments.first().map(|argument| &argument.value)
    {
        return used(vec![platform().mcp_tool(tool)?], tool);
    }
    if let Some((service, method)) = spelled(&call.callee)
        && !call.is_legacy_node()
    {
        let is_n8n = matches!(&call.callee, Expression::Member(owner, _)
            if matches!(&**owner, Expression::Member(outer, _) if **outer == Expression::Name("n8n".into())));
        let name = format!("{service}.{method}");
        if is_n8n {
            let calls = platform().n8n.operation(&platform().endpoints, service, method);
            return used(calls.into_iter().map(|(endpoint, _)| endpoint).collect(), &name);
        }
        let found = sdks.iter().find_map(|language| used(platform().sdk_method(*language, service, method), &name));
        if found.is_some() {
            return found;
        }
    }
    let place = Place { file: key.file, scope: call.scope };
    sdks.iter().find_map(|language| {
        let (service, method) = kept(*language, evaluator.program, place, &call.callee, 0)?;
        used(platform().sdk_method(*language, service, method), &format!("{service}.{method}"))
    })
}

/// What the call `key` may use, if what it calls or hands on is a method of a service whose origin is not seen.
pub(super) fn mentioned(sdks: &[SdkLanguage], evaluator: &Evaluator<'_, '_>, key: Key) -> Option<Use> {
    let call = evaluator.program.call(key);
    let place = Place { file: key.file, scope: call.scope };
    let handed = call.arguments.iter().filter_map(|argument| method_of(&argument.value));
    // `ids.map(service.getContact)`, `service.getContact.bind(service)`
    let inner = match &call.callee {
        Expression::Member(owner, _) => method_of(owner),
        _ => None,
    };
    let called = || {
        let method = method_of(&call.callee)?;
        // the program's own
        matches!(evaluator.target(place, &call.callee, 0), Target::Outside).then_some(method)
    };
    let find = |method: &str| {
        let meant: Vec<&'static Endpoint> =
            sdks.iter().flat_map(|language| platform().sdk_methods(*language, method)).collect();
        let is_one = meant.iter().all(|endpoint| endpoint.method == meant[0].method);
        let found = used(meant, method)?;
        let method = found.method.filter(|_| is_one);
        Some(Use { method, certainty: Certainty::Mentioned, ..found })
    };
    handed.chain(inner).find_map(find).or_else(|| find(called()?))
}

/// The name of a method, where it is of more than one word: `delete` can be anybody's.
fn method_of(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Member(_, name) if name.contains('_') || name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Some(name)
        }
        _ => None,
    }
}

/// The last two names of a callee: a service taken out of the client keeps its name, as a rule.
fn spelled(callee: &Expression) -> Option<(&str, &str)> {
    let Expression::Member(owner, method) = callee else { return None };
    match &**owner {
        Expression::Name(service) | Expression::Member(_, service) => Some((service, method)),
        _ => None,
    }
}

/// So many names that stand for each other are followed.
const LONGEST_WAY: usize = 4;

/// The service and the method that `callee` stands for, where another name was given to either.
fn kept<'o>(
    language: SdkLanguage,
    program: &Program<'o>,
    place: Place,
    callee: &'o Expression,
    depth: usize,
) -> Option<(&'o str, &'o str)> {
    match callee {
        Expression::Member(owner, method) => Some((service(language, program, place, owner, depth)?, method)),
        Expression::Name(name) if depth < LONGEST_WAY => bound(program, place, name)
            .into_iter()
            .filter(|value| matches!(value, Expression::Member(..)))
            .find_map(|value| kept(language, program, place, value, depth + 1)),
        _ => None,
    }
}

/// The service of the SDK that `expression` stands for.
fn service<'o>(
    language: SdkLanguage,
    program: &Program<'o>,
    place: Place,
    expression: &'o Expression,
    depth: usize,
) -> Option<&'o str> {
    if LONGEST_WAY < depth {
        return None;
    }
    let follow = |values: Vec<&'o Expression>| {
        values.into_iter().find_map(|value| service(language, program, place, value, depth + 1))
    };
    match expression {
        Expression::Member(_, name) if platform().sdk.is_service(language, name) => Some(name),
        Expression::Name(name) => follow(bound(program, place, name)),
        Expression::Member(owner, name) if **owner == Expression::Name("this".into()) => {
            let class = Key { file: place.file, index: place.scope.class? };
            let bindings = program.own_property(class, name);
            follow(bindings.into_iter().map(|(_, binding)| &binding.value).collect())
        }
        Expression::Choice(parts) => follow(parts.iter().collect()),
        _ => None,
    }
}

/// What `name` is bound to in the function of `place`, in those around it, or at the top of its file.
fn bound<'o>(program: &Program<'o>, place: Place, name: &str) -> Vec<&'o Expression> {
    let functions = &program.outline(place.file).functions;
    let mut function = place.scope.function;
    loop {
        let found = program.bindings(place, function, name);
        if !found.is_empty() {
            return found.into_iter().map(|(_, binding)| &binding.value).collect();
        }
        let Some(index) = function else { return Vec::new() };
        function = functions.get(index as usize).and_then(|function| function.scope.function);
    }
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
        host: HostKnown::Named,
        sent: Sent::default(),
        sender: Key { file: 0, index: 0 },
    })
}
