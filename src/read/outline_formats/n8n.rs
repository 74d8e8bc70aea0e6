//! Workflows of n8n: nodes that send requests, HighLevel nodes, and the code of code nodes.
//!
//! An HTTP request node is a call of `request`; a HighLevel node is one of `n8n.<resource>.<operation>`. A node that is switched
//! off calls nothing. The code of a node is a function of its own, so that no node sees another's names.

use super::OutlineCode;
use super::adopt::adopt;
use super::json::Node;
use super::template::{setting, template, variable};
use crate::catalog::n8n::NODE_TYPES;
use crate::outline::{Argument, Expression};
use crate::read::draft::{Draft, argument, member, name, named, text, words};
use crate::read::embedded;
use crate::span::TextRange;

/// Nodes that send an HTTP request; the older tool of an agent fills in `{names}`.
const REQUESTS: &[&str] =
    &["n8n-nodes-base.httpRequest", "n8n-nodes-base.httpRequestTool", "@n8n/n8n-nodes-langchain.toolHttpRequest"];
/// What a HighLevel node does when nothing says so. Source: rules/catalog/SOURCES.md, section N8N (`default` of the fields).
const RESOURCE: &str = "contact";
const OPERATIONS: &[(&str, &str)] = &[("calendar", "bookAppointment"), ("", "create")];

/// Adds what the nodes of the workflow `root` call, when it is one, or of those that it lists.
pub(super) fn outline(root: &Node, draft: &mut Draft, outline_code: OutlineCode<'_>) {
    let wrapped = ["workflow", "data", "workflows"].iter().map(|key| root.get(key));
    let all = std::iter::once(root).chain(wrapped);
    for holder in all.flat_map(|node| std::iter::once(node).chain(node.items())) {
        for node in holder.get("nodes").items() {
            let Some(kind) = node.get("type").text() else { continue };
            if node.get("disabled").bytes() == b"true" {
                continue;
            }
            let is_in = |kinds: &[&str]| kinds.iter().any(|name| name.as_bytes() == kind.text());
            if is_in(NODE_TYPES) {
                highlevel(node, draft);
            } else if is_in(REQUESTS) {
                request(node, draft);
            } else {
                code(node, draft, outline_code);
            }
        }
    }
}

fn request(node: &Node, draft: &mut Draft) {
    let parameters = node.get("parameters");
    let Some(url) = value(parameters.get("url")) else { return };
    let method = value(parameters.get("method")).or_else(|| value(parameters.get("requestMethod")));
    let method = method.unwrap_or_else(|| said("GET", node));
    let mut entries = vec![("method".into(), method), ("url".into(), url)];
    entries.extend(headers(node).map(|headers| ("headers".into(), headers)));
    let object = Expression::Object(entries);
    let mut arguments = vec![argument(object)];
    arguments.extend(credentials(node));
    draft.request(name(b"request"), arguments, node.range.clone());
}

/// The headers that a request's fields name; a credential, or a text of JSON, can add others.
fn headers(node: &Node) -> Option<Expression> {
    let parameters = node.get("parameters");
    let fields = ["headerParameters", "parametersHeaders"].iter().map(|key| parameters.get(key).get("parameters"));
    // the first version of the node called them otherwise
    let fields = fields.chain(std::iter::once(parameters.get("headerParametersUi").get("parameter")));
    let mut entries: Vec<(Box<str>, Expression)> = Vec::new();
    for field in fields.flat_map(Node::items) {
        if let Some(name) = field.get("name").text() {
            entries.push((words(name.text()), value(field.get("value")).unwrap_or_default()));
        }
    }
    let says = |key: &str| !parameters.get(key).bytes().is_empty() && parameters.get(key).bytes() != b"none";
    if says("authentication") || says("jsonHeaders") || !node.get("credentials").entries().is_empty() {
        entries.push((Box::default(), Expression::Unknown));
    }
    (!entries.is_empty()).then_some(Expression::Object(entries))
}

fn highlevel(node: &Node, draft: &mut Draft) {
    let parameters = node.get("parameters");
    let resource = parameters.get("resource").text().map_or(RESOURCE.into(), |decoded| words(decoded.text()));
    let default = OPERATIONS.iter().find(|(of, _)| of.is_empty() || **of == *resource).map_or("", |(_, name)| name);
    let operation = parameters.get("operation").text().map_or(default.into(), |decoded| words(decoded.text()));
    let callee = member(member(name(b"n8n"), resource.as_bytes()), operation.as_bytes());
    let mut arguments = credentials(node);
    let version = node.get("typeVersion");
    if !version.bytes().is_empty() {
        arguments.push(named("typeVersion", Expression::Text(words(version.bytes()), version.range.clone())));
    }
    draft.request(callee, arguments, node.range.clone());
}

/// The types of the credentials that a node uses.
fn credentials(node: &Node) -> Vec<Argument> {
    let credentials = node.get("credentials");
    let keys = credentials.entries().iter().map(|(key, value)| {
        let place = value.range.start..value.range.start;
        named("credentials", Expression::Text(key.clone(), place))
    });
    let mut all: Vec<Argument> = keys.collect();
    let kind = node.get("parameters").get("nodeCredentialType");
    if let Some(decoded) = kind.text().filter(|_| all.is_empty()) {
        all.push(named("credentials", text(decoded, &kind.range)));
    }
    all
}

/// What a field says: behind a `=` stands a text with expressions in it.
fn value(node: &Node) -> Option<Expression> {
    let decoded = node.text()?;
    let bytes = decoded.text();
    let is_expression = bytes.starts_with(b"=");
    Some(if is_expression || memchr::memmem::find(bytes, b"{{").is_some() {
        let part = decoded.part(&(usize::from(is_expression)..bytes.len()));
        template(&part, &node.range, (b"{{", b"}}"), |inside| setting(inside, &["$env", "$vars"]).unwrap_or_default())
    } else {
        template(decoded, &node.range, (b"{", b"}"), variable)
    })
}

fn code(node: &Node, draft: &mut Draft, outline_code: OutlineCode<'_>) {
    for (key, value) in node.get("parameters").entries() {
        let is_code = ["jsCode", "functionCode", "pythonCode"].contains(&&**key);
        if let (Some((language, _)), Some(decoded)) = (embedded::program(key).filter(|_| is_code), value.text()) {
            adopt(draft, outline_code(language, decoded), decoded, &value.range);
        }
    }
}

/// A text that the format implies at `node`.
fn said(word: &str, node: &Node) -> Expression {
    let place: TextRange = node.range.start..node.range.start;
    Expression::Text(word.into(), place)
}
