//! Scenario blueprints of Make: the modules that send an HTTP request are calls of `request`.

use super::json::Node;
use super::template::template;
use crate::outline::Expression;
use crate::read::draft::{Draft, argument, name};

/// What a module may hold other modules in: routes, and what handles its errors.
const INNER: &[&str] = &["flow", "routes", "onerror", "modules", "subflows"];

/// Adds the requests of the scenario `root`, when it is one.
pub(super) fn outline(root: &Node, draft: &mut Draft) {
    let root = if root.get("blueprint").entries().is_empty() { root } else { root.get("blueprint") };
    let is_module = |module: &Node| module.get("module").text().is_some();
    let first = root.get("subflows").items().first().unwrap_or(root);
    if first.get("flow").items().iter().any(is_module) {
        modules(root, draft);
    }
}

/// Adds the requests of the modules in `holder`; routes are no deeper than the tree is.
fn modules(holder: &Node, draft: &mut Draft) {
    for module in INNER.iter().flat_map(|key| holder.get(key).items()) {
        if module.get("module").bytes().starts_with(b"http:") {
            request(module, draft);
        }
        modules(module, draft);
    }
}

fn request(module: &Node, draft: &mut Draft) {
    let of = |key: &str| {
        let mapped = module.get("mapper").get(key);
        if mapped.text().is_some() { mapped } else { module.get("parameters").get(key) }
    };
    let filled = |node: &Node| {
        node.text().map(|decoded| template(decoded, &node.range, (b"{{", b"}}"), |_| Expression::Unknown))
    };
    let Some(url) = filled(of("url")) else { return };
    let start = module.range.start;
    let method = filled(of("method")).unwrap_or_else(|| Expression::Text("get".into(), start..start));
    let object = Expression::Object(vec![("method".into(), method), ("url".into(), url)]);
    draft.request(name(b"request"), vec![argument(object)], module.range.clone());
}
