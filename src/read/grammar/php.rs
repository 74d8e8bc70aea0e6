//! PHP, with the pages around it.

use super::shape::{Class, Function, Shape, Shapes, Through};
use super::{Binding, Call, Operation, Part, Table};
use crate::read::Language;
use Part::{Field, First, Last};

const CLASS: Class = Class::of(&["base_clause", "class_interface_clause", "use_declaration"]);

const SHAPES: Shapes = Shapes {
    kinds: &[&[
        (&["name", "qualified_name", "namespace_name", "variable_name", "relative_scope"], Shape::Name),
        (&["function_definition", "method_declaration"], Shape::Function(Function::NAMED)),
        (&["anonymous_function", "arrow_function"], Shape::Function(Function::CLOSURE)),
        (&["class_declaration", "trait_declaration", "enum_declaration", "interface_declaration"], Shape::Class(CLASS)),
        (&["anonymous_class"], Shape::Class(Class { name: None, ..CLASS })),
        (&["compound_statement", "declaration_list", "enum_declaration_list"], Shape::Block),
        (
            &["member_access_expression", "nullsafe_member_access_expression"],
            Shape::Dot(Field("object"), Field("name")),
        ),
        (&["scoped_property_access_expression"], Shape::Static(Field("scope"), Field("name"))),
        (&["class_constant_access_expression"], Shape::Dot(First, Last)),
        (&["subscript_expression"], Shape::Index(First, Last)),
        (&["heredoc", "nowdoc", "cast_expression"], Shape::Wrapper(Field("value"))),
        (&["clone_expression", "error_suppression_expression", "by_ref"], Shape::Wrapper(First)),
        (&["match_expression"], Shape::Wrapper(Field("body"))),
        (&["match_conditional_expression", "match_default_expression"], Shape::Wrapper(Field("return_expression"))),
        (&["match_block"], Shape::Cases),
        (&["conditional_expression"], Shape::Arms(&[Field("body"), Field("alternative")])),
        (&["array_creation_expression"], Shape::Either),
        (&["array_element_initializer", "pair"], Shape::Pair(First, Last)),
        (&["argument"], Shape::Pair(Field("name"), Last)),
        (&["reference_assignment_expression"], Shape::Bound(Field("left"), Field("right"))),
        (&["static_variable_declaration"], Shape::Bound(Field("name"), Field("value"))),
        (&["variadic_unpacking", "variadic_parameter"], Shape::Spread),
        (&["visibility_modifier", "readonly_modifier"], Shape::Promotion),
        (&["list_literal"], Shape::Elements),
        (&["foreach_statement"], Shape::Loop(Last, First, Through::Elements)),
        (&["return_statement"], Shape::Return),
        (&["namespace_use_clause"], Shape::Path(First, Field("alias"))),
        (
            &["include_expression", "include_once_expression", "require_expression", "require_once_expression"],
            Shape::Load,
        ),
        (&["optional_type", "named_type", "primitive_type", "union_type", "namespace_definition"], Shape::Skip),
    ]],
    signs: b"$",
    selves: &["self", "static"],
    bare_keys: true,
    begins_late: true,
    defines: &["define"],
    forks: &[(&["if_statement"], &["body", "alternative"])],
    lines: &["program", "compound_statement", "colon_block", "case_statement", "default_statement"],
    statements: &["expression_statement"],
    loops: &["for_statement", "foreach_statement", "while_statement", "do_statement"],
    ..Shapes::NONE
};

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
    members: &[
        "class_constant_access_expression",
        "member_access_expression",
        "nullsafe_member_access_expression",
        "subscript_expression",
    ],
    wrappers: &["parenthesized_expression"],
    comments: &["comment"],
    blanks: &[],
    texts: &[],
    foreign: &[("text", Language::Html)],
    shapes: SHAPES,
};
