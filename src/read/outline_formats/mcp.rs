//! Configurations of agents: each tool that an allow-list names is a call of `mcp_tool`.

use super::json::Node;
use crate::outline::Expression;
use crate::read::draft::{Draft, argument, name, words};

/// Keys of lists of tools that an agent may call. Documented by Claude Code and by the APIs of Anthropic and OpenAI
/// (`allowed_tools`, `permissions.allow`), Cline (`autoApprove`, `alwaysAllow`), Gemini CLI (`includeTools`).
const LISTS: &[&str] = &[
    "allow",
    "allowed",
    "allowed_tools",
    "allowedTools",
    "alwaysAllow",
    "autoApprove",
    "enabled_tools",
    "enabledTools",
    "includeTools",
    "include_tools",
    "tool_names",
    "toolNames",
    "tools",
];

/// Adds the tools that `node` allows, at any depth of the tree.
pub(super) fn outline(node: &Node, draft: &mut Draft) {
    for (key, value) in node.entries() {
        if LISTS.contains(&&**key) {
            value.items().iter().for_each(|item| tool(item, draft));
        }
        outline(value, draft);
    }
    node.items().iter().for_each(|item| outline(item, draft));
}

/// Adds the tool that `item` names: `contacts_get-contact`, or with its server, `mcp__highlevel__contacts_get-contact`.
fn tool(item: &Node, draft: &mut Draft) {
    let Some(decoded) = item.text() else { return };
    let bytes = decoded.text();
    let start = match memchr::memmem::rfind(bytes, b"__") {
        Some(at) if bytes.starts_with(b"mcp__") => at + 2,
        _ => 0,
    };
    let tool = &bytes[start..];
    let is_word = |word: &[u8]| {
        let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        word.first().is_some_and(u8::is_ascii_lowercase) && word.iter().all(is_sign)
    };
    let Some(sign) = memchr::memchr(b'_', tool) else { return };
    if !is_word(&tool[..sign]) || !tool[sign + 1..].split(|byte| *byte == b'_').all(is_word) {
        return;
    }
    let Some(range) = decoded.range_of(&(start..bytes.len())) else { return };
    let value = Expression::Text(words(tool), range);
    draft.request(name(b"mcp_tool"), vec![argument(value)], item.range.clone());
}
