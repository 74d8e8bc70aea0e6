//! JavaScript and TypeScript, both with JSX: one grammar, that of TSX, reads them all.
//!
//! What TSX has no room for, casts in angles, is taken out before ([`super::casts`]).

use super::shape::{Class, Function, Shape, Shapes, Through};
use super::{Binding, Call, Operation, Part, Table};
use Part::{Field, First, Last};

const BINDINGS: &[Binding] = &[
    Binding { kind: "variable_declarator", name: Field("name"), value: Field("value") },
    Binding { kind: "assignment_expression", name: Field("left"), value: Field("right") },
    Binding { kind: "augmented_assignment_expression", name: Field("left"), value: Field("right") },
    Binding { kind: "pair", name: Field("key"), value: Field("value") },
    Binding { kind: "assignment_pattern", name: Field("left"), value: Field("right") },
    Binding { kind: "object_assignment_pattern", name: Field("left"), value: Field("right") },
    Binding { kind: "public_field_definition", name: Field("name"), value: Field("value") },
    Binding { kind: "required_parameter", name: Field("pattern"), value: Field("value") },
    Binding { kind: "optional_parameter", name: Field("pattern"), value: Field("value") },
    Binding { kind: "enum_assignment", name: Field("name"), value: Field("value") },
    Binding { kind: "property_signature", name: Field("name"), value: Field("type") },
    Binding { kind: "jsx_attribute", name: First, value: Last },
];

const CALLS: &[Call] = &[
    Call { kind: "call_expression", callee: &[Field("function")], arguments: Field("arguments") },
    Call { kind: "new_expression", callee: &[Field("constructor")], arguments: Field("arguments") },
];

const DEFINITIONS: &[Binding] = &[
    Binding { kind: "function_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "generator_function_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "function_expression", name: Field("name"), value: Field("body") },
    Binding { kind: "method_definition", name: Field("name"), value: Field("body") },
    Binding { kind: "class_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "class", name: Field("name"), value: Field("body") },
    Binding { kind: "abstract_class_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "interface_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "enum_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "jsx_opening_element", name: Field("name"), value: Last },
    Binding { kind: "jsx_self_closing_element", name: Field("name"), value: Last },
];

type Kinds = &'static [(&'static [&'static str], Shape)];

const METHOD: Function = Function { owns_this: true, ..Function::NAMED };
const ARROW: Function = Function { parameters: &[Field("parameters"), Field("parameter")], ..Function::CLOSURE };

const KINDS: Kinds = &[
    (
        &[
            "identifier",
            "property_identifier",
            "private_property_identifier",
            "this",
            "super",
            "import",
            "meta_property",
            "type_identifier",
        ],
        Shape::Name,
    ),
    (&["shorthand_property_identifier", "shorthand_property_identifier_pattern"], Shape::Shorthand),
    (&["function_declaration", "generator_function_declaration"], Shape::Function(Function::NAMED)),
    (&["function_expression", "generator_function", "method_definition"], Shape::Function(METHOD)),
    (&["arrow_function"], Shape::Function(ARROW)),
    (
        &["class", "class_declaration", "abstract_class_declaration", "enum_declaration"],
        Shape::Class(Class::of(&["class_heritage"])),
    ),
    (&["statement_block", "class_body", "enum_body"], Shape::Block),
    (&["sequence_expression"], Shape::Sequence),
    (&["member_expression", "nested_identifier"], Shape::Dot(Field("object"), Field("property"))),
    (&["subscript_expression"], Shape::Index(Field("object"), Field("index"))),
    (
        &[
            "await_expression",
            "yield_expression",
            "template_substitution",
            "computed_property_name",
            "instantiation_expression",
        ],
        Shape::Wrapper(First),
    ),
    (&["ternary_expression"], Shape::Arms(&[Field("consequence"), Field("alternative")])),
    (&["object"], Shape::Object),
    (&["array"], Shape::List),
    (&["pair", "pair_pattern"], Shape::Pair(Field("key"), Field("value"))),
    (&["spread_element", "rest_pattern"], Shape::Spread),
    (&["object_pattern"], Shape::Fields),
    (&["array_pattern"], Shape::Elements),
    (&["for_in_statement"], Shape::Loop(Field("left"), Field("right"), Through::Elements)),
    (&["return_statement"], Shape::Return),
    (&["import_statement"], Shape::From(Field("source"))),
    (&["import_specifier", "export_specifier"], Shape::Imported(Field("name"), Field("alias"))),
    (&["namespace_import", "namespace_export"], Shape::Whole),
    (&["export_statement"], Shape::Exported(Field("value"))),
    (&["accessibility_modifier", "override_modifier"], Shape::Promotion),
    (
        &[
            "type_annotation",
            "type_arguments",
            "type_parameters",
            "interface_declaration",
            "implements_clause",
            "type_alias_declaration",
            "property_signature",
            "method_signature",
            "function_signature",
            "abstract_method_signature",
            "ambient_declaration",
            "type_predicate_annotation",
            "asserts_annotation",
            // names for others
            "export_clause",
        ],
        Shape::Skip,
    ),
    // attributes of elements bind nothing
    (&["jsx_attribute"], Shape::Plain),
];

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_typescript::LANGUAGE_TSX.into(),
    strings: &["string", "template_string"],
    escapes: &["escape_sequence"],
    spelled: &[],
    holes: &["template_substitution"],
    joins: &[Operation { kind: "binary_expression", operators: &["+"] }],
    choices: &[Operation { kind: "binary_expression", operators: &["||", "??"] }],
    bindings: &[BINDINGS],
    calls: CALLS,
    definitions: &[DEFINITIONS],
    groups: &["object", "array", "arguments", "statement_block", "object_pattern"],
    members: &["member_expression", "subscript_expression"],
    wrappers: &[
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "jsx_expression",
    ],
    comments: &["comment"],
    blanks: &[],
    texts: &["jsx_text"],
    foreign: &[],
    shapes: Shapes {
        kinds: &[KINDS],
        bare_keys: true,
        requires: &["require", "import"],
        blocks: &["statement_block", "switch_body"],
        declares: &["lexical_declaration"],
        forks: &[(&["if_statement"], &["consequence", "alternative"])],
        lines: &["program", "statement_block", "switch_case", "switch_default"],
        statements: &["expression_statement", "lexical_declaration", "variable_declaration", "export_statement"],
        loops: &["for_statement", "for_in_statement", "while_statement", "do_statement"],
        ..Shapes::NONE
    },
};
