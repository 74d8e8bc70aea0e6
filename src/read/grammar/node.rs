//! Small questions to a single node, whatever its language.

use super::Part;
use tree_sitter::Node;

/// A node with more children has no operator among them, nor a name.
pub(super) const MOST_CHILDREN: usize = 16;

/// A default is no constant: whoever calls may say something else.
pub(super) fn is_default(node: Node<'_>) -> bool {
    node.kind().contains("parameter") || node.kind().contains("pattern")
}

/// Whether `node` stands at the beginning or the end of a text.
pub(super) fn is_delimiter(node: Node<'_>) -> bool {
    let kind = node.kind();
    // braces are part of what fills a gap
    (!node.is_named() && !is_brace(node))
        || kind.ends_with("_start")
        || kind.ends_with("_end")
        || kind == "heredoc_identifier"
}

/// Whether `node` is a brace around what fills a gap of a text.
pub(super) fn is_brace(node: Node<'_>) -> bool {
    !node.is_named() && matches!(node.kind(), "{" | "}")
}

/// The child of `node` in `wanted`, where that is one child.
pub(super) fn part(node: Node<'_>, wanted: Part) -> Option<Node<'_>> {
    match wanted {
        Part::Field(field) => node.child_by_field_name(field),
        Part::First => node.named_child(0),
        Part::Last => {
            node.named_child(u32::try_from(node.named_child_count()).ok()?.checked_sub(1).filter(|at| 0 < *at)?)
        }
        Part::Before(_) | Part::Rest => None,
    }
}

/// Whether the operator of `node` is one of `operators`, or there need be none.
pub(super) fn has_operator(node: Node<'_>, operators: &[&str]) -> bool {
    if operators.is_empty() {
        return true;
    }
    // PHP's `a ?: b` is a conditional without a middle
    if operators.contains(&"?:") {
        return node.child_by_field_name("body").is_none();
    }
    let mut cursor = node.walk();
    match node.child_by_field_name("operator") {
        Some(operator) => operators.contains(&operator.kind()),
        None => node.children(&mut cursor).take(MOST_CHILDREN).any(|child| operators.contains(&child.kind())),
    }
}
