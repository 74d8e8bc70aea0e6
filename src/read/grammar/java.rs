//! Java; Groovy's build files are near enough.

use super::{Binding, Call, Operation, Part, Table};
use Part::Field;

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_java::LANGUAGE.into(),
    strings: &["string_literal"],
    escapes: &["escape_sequence"],
    spelled: &[],
    holes: &["string_interpolation"],
    joins: &[Operation { kind: "binary_expression", operators: &["+"] }],
    choices: &[],
    bindings: &[&[
        Binding { kind: "variable_declarator", name: Field("name"), value: Field("value") },
        Binding { kind: "assignment_expression", name: Field("left"), value: Field("right") },
        Binding { kind: "element_value_pair", name: Field("key"), value: Field("value") },
    ]],
    calls: &[
        Call { kind: "method_invocation", callee: &[Field("object"), Field("name")], arguments: Field("arguments") },
        Call { kind: "object_creation_expression", callee: &[Field("type")], arguments: Field("arguments") },
        Call { kind: "annotation", callee: &[Field("name")], arguments: Field("arguments") },
    ],
    definitions: &[&[
        Binding { kind: "class_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "interface_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "enum_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "enum_constant", name: Field("name"), value: Field("arguments") },
        Binding { kind: "method_declaration", name: Field("name"), value: Field("body") },
    ]],
    groups: &["argument_list", "annotation_argument_list", "array_initializer", "block", "class_body"],
    members: &["field_access"],
    wrappers: &["parenthesized_expression"],
    comments: &["line_comment", "block_comment"],
    texts: &[],
    foreign: &[],
};
