//! Python.

use super::{Binding, Call, Operation, Part, Table};
use Part::Field;

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_python::LANGUAGE.into(),
    strings: &["string"],
    escapes: &["escape_sequence", "escape_interpolation"],
    spelled: &[],
    holes: &["interpolation"],
    joins: &[
        Operation { kind: "binary_operator", operators: &["+"] },
        Operation { kind: "concatenated_string", operators: &[] },
    ],
    choices: &[Operation { kind: "boolean_operator", operators: &["or"] }],
    bindings: &[&[
        Binding { kind: "assignment", name: Field("left"), value: Field("right") },
        Binding { kind: "augmented_assignment", name: Field("left"), value: Field("right") },
        Binding { kind: "named_expression", name: Field("name"), value: Field("value") },
        Binding { kind: "pair", name: Field("key"), value: Field("value") },
        Binding { kind: "keyword_argument", name: Field("name"), value: Field("value") },
        Binding { kind: "default_parameter", name: Field("name"), value: Field("value") },
        Binding { kind: "typed_default_parameter", name: Field("name"), value: Field("value") },
    ]],
    calls: &[Call { kind: "call", callee: &[Field("function")], arguments: Field("arguments") }],
    definitions: &[&[
        Binding { kind: "function_definition", name: Field("name"), value: Field("body") },
        Binding { kind: "class_definition", name: Field("name"), value: Field("body") },
    ]],
    groups: &["dictionary", "list", "tuple", "set", "argument_list", "block"],
    members: &["attribute", "subscript"],
    wrappers: &["parenthesized_expression"],
    comments: &["comment"],
    texts: &[],
    foreign: &[],
};
