//! Go.

use super::{Binding, Call, Operation, Part, Table};
use Part::Field;

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_go::LANGUAGE.into(),
    strings: &["interpreted_string_literal", "raw_string_literal"],
    escapes: &["escape_sequence"],
    spelled: &[],
    holes: &[],
    joins: &[Operation { kind: "binary_expression", operators: &["+"] }],
    choices: &[],
    bindings: &[&[
        Binding { kind: "const_spec", name: Field("name"), value: Field("value") },
        Binding { kind: "var_spec", name: Field("name"), value: Field("value") },
        Binding { kind: "short_var_declaration", name: Field("left"), value: Field("right") },
        Binding { kind: "assignment_statement", name: Field("left"), value: Field("right") },
        Binding { kind: "keyed_element", name: Field("key"), value: Field("value") },
    ]],
    calls: &[
        Call { kind: "call_expression", callee: &[Field("function")], arguments: Field("arguments") },
        Call { kind: "composite_literal", callee: &[Field("type")], arguments: Field("body") },
    ],
    definitions: &[&[
        Binding { kind: "function_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "method_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "type_spec", name: Field("name"), value: Field("type") },
    ]],
    groups: &["literal_value", "argument_list", "block"],
    members: &["selector_expression", "index_expression"],
    wrappers: &["parenthesized_expression", "expression_list", "literal_element"],
    comments: &["comment"],
    texts: &[],
    foreign: &[],
};
