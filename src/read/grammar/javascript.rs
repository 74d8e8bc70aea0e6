//! JavaScript, with JSX.

use super::{Binding, Call, Operation, Part, Table};
use Part::{Field, First, Last};

pub(super) const BINDINGS: &[Binding] = &[
    Binding { kind: "variable_declarator", name: Field("name"), value: Field("value") },
    Binding { kind: "assignment_expression", name: Field("left"), value: Field("right") },
    Binding { kind: "augmented_assignment_expression", name: Field("left"), value: Field("right") },
    Binding { kind: "pair", name: Field("key"), value: Field("value") },
    Binding { kind: "assignment_pattern", name: Field("left"), value: Field("right") },
    Binding { kind: "object_assignment_pattern", name: Field("left"), value: Field("right") },
];

/// Attributes of JSX elements.
pub(super) const ATTRIBUTES: &[Binding] = &[Binding { kind: "jsx_attribute", name: First, value: Last }];

const FIELDS: &[Binding] = &[Binding { kind: "field_definition", name: Field("property"), value: Field("value") }];

pub(super) const CALLS: &[Call] = &[
    Call { kind: "call_expression", callee: &[Field("function")], arguments: Field("arguments") },
    Call { kind: "new_expression", callee: &[Field("constructor")], arguments: Field("arguments") },
];

pub(super) const DEFINITIONS: &[Binding] = &[
    Binding { kind: "function_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "generator_function_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "function_expression", name: Field("name"), value: Field("body") },
    Binding { kind: "method_definition", name: Field("name"), value: Field("body") },
    Binding { kind: "class_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "class", name: Field("name"), value: Field("body") },
];

/// Elements of JSX.
pub(super) const ELEMENTS: &[Binding] = &[
    Binding { kind: "jsx_opening_element", name: Field("name"), value: Last },
    Binding { kind: "jsx_self_closing_element", name: Field("name"), value: Last },
];

pub(super) const STRINGS: &[&str] = &["string", "template_string"];
pub(super) const ESCAPES: &[&str] = &["escape_sequence"];
pub(super) const HOLES: &[&str] = &["template_substitution"];
pub(super) const JOINS: &[Operation] = &[Operation { kind: "binary_expression", operators: &["+"] }];
pub(super) const CHOICES: &[Operation] = &[Operation { kind: "binary_expression", operators: &["||", "??"] }];
pub(super) const GROUPS: &[&str] = &["object", "array", "arguments", "statement_block", "object_pattern"];
pub(super) const MEMBERS: &[&str] = &["member_expression", "subscript_expression"];
pub(super) const WRAPPERS: &[&str] = &["parenthesized_expression", "jsx_expression"];
pub(super) const COMMENTS: &[&str] = &["comment"];
pub(super) const TEXTS: &[&str] = &["jsx_text"];

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_javascript::LANGUAGE.into(),
    strings: STRINGS,
    escapes: ESCAPES,
    spelled: &[],
    holes: HOLES,
    joins: JOINS,
    choices: CHOICES,
    bindings: &[BINDINGS, FIELDS, ATTRIBUTES],
    calls: CALLS,
    definitions: &[DEFINITIONS, ELEMENTS],
    groups: GROUPS,
    members: MEMBERS,
    wrappers: WRAPPERS,
    comments: COMMENTS,
    texts: TEXTS,
    foreign: &[],
};
