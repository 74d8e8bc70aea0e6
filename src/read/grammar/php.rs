//! PHP, with the pages around it.

use super::{Binding, Call, Operation, Part, Table};
use crate::read::Language;
use Part::{Field, First, Last};

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_php::LANGUAGE_PHP.into(),
    strings: &["string", "encapsed_string", "heredoc_body", "nowdoc_body"],
    escapes: &["escape_sequence"],
    spelled: &[],
    holes: &["variable_name", "dynamic_variable_name"],
    joins: &[Operation { kind: "binary_expression", operators: &["."] }],
    choices: &[
        Operation { kind: "binary_expression", operators: &["??", "||", "or"] },
        Operation { kind: "conditional_expression", operators: &["?:"] },
    ],
    bindings: &[&[
        Binding { kind: "assignment_expression", name: Field("left"), value: Field("right") },
        Binding { kind: "augmented_assignment_expression", name: Field("left"), value: Field("right") },
        Binding { kind: "const_element", name: First, value: Last },
        Binding { kind: "property_element", name: Field("name"), value: Field("default_value") },
        Binding { kind: "simple_parameter", name: Field("name"), value: Field("default_value") },
        Binding { kind: "property_promotion_parameter", name: Field("name"), value: Field("default_value") },
        Binding { kind: "array_element_initializer", name: First, value: Last },
        Binding { kind: "argument", name: Field("name"), value: Last },
        Binding { kind: "enum_case", name: Field("name"), value: Field("value") },
    ]],
    calls: &[
        Call { kind: "function_call_expression", callee: &[Field("function")], arguments: Field("arguments") },
        Call {
            kind: "member_call_expression",
            callee: &[Field("object"), Field("name")],
            arguments: Field("arguments"),
        },
        Call {
            kind: "nullsafe_member_call_expression",
            callee: &[Field("object"), Field("name")],
            arguments: Field("arguments"),
        },
        Call {
            kind: "scoped_call_expression",
            callee: &[Field("scope"), Field("name")],
            arguments: Field("arguments"),
        },
        Call { kind: "object_creation_expression", callee: &[First], arguments: Last },
    ],
    definitions: &[&[
        Binding { kind: "function_definition", name: Field("name"), value: Field("body") },
        Binding { kind: "method_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "class_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "trait_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "enum_declaration", name: Field("name"), value: Field("body") },
    ]],
    groups: &["array_creation_expression", "arguments", "compound_statement", "declaration_list"],
    members: &["class_constant_access_expression", "member_access_expression", "subscript_expression"],
    wrappers: &["parenthesized_expression"],
    comments: &["comment"],
    texts: &[],
    foreign: &[("text", Language::Html)],
};
