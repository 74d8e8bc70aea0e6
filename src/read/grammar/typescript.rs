//! TypeScript, and TypeScript with JSX: JavaScript's nodes and some more.

use super::javascript as js;
use super::shape::{Class, Shape, Shapes};
use super::{Binding, Part, Table};
use Part::{Field, Last};

const BINDINGS: &[Binding] = &[
    Binding { kind: "public_field_definition", name: Field("name"), value: Field("value") },
    Binding { kind: "required_parameter", name: Field("pattern"), value: Field("value") },
    Binding { kind: "optional_parameter", name: Field("pattern"), value: Field("value") },
    Binding { kind: "enum_assignment", name: Field("name"), value: Field("value") },
    Binding { kind: "property_signature", name: Field("name"), value: Field("type") },
];

const DEFINITIONS: &[Binding] = &[
    Binding { kind: "abstract_class_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "interface_declaration", name: Field("name"), value: Field("body") },
    Binding { kind: "enum_declaration", name: Field("name"), value: Field("body") },
];

const KINDS: &[(&[&str], Shape)] = &[
    (&["type_identifier"], Shape::Name),
    (&["nested_identifier"], Shape::Dot(Field("object"), Field("property"))),
    (&["abstract_class_declaration", "enum_declaration"], Shape::Class(Class::of(&["class_heritage"]))),
    (&["enum_body"], Shape::Block),
    (&["instantiation_expression"], Shape::Wrapper(Part::First)),
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
        ],
        Shape::Skip,
    ),
];

/// `<T>x`, which JSX leaves no room for.
const ASSERTION_KINDS: &[(&[&str], Shape)] = &[(&["type_assertion"], Shape::Wrapper(Last))];

/// TypeScript.
pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
    bindings: &[js::BINDINGS, BINDINGS],
    definitions: &[js::DEFINITIONS, DEFINITIONS],
    wrappers: &["parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"],
    texts: &[],
    shapes: Shapes { kinds: &[js::KINDS, KINDS, ASSERTION_KINDS], ..js::SHAPES },
    ..js::TABLE
};

/// TypeScript with JSX.
pub(super) const TSX: Table = Table {
    grammar: || tree_sitter_typescript::LANGUAGE_TSX.into(),
    bindings: &[js::BINDINGS, BINDINGS, js::ATTRIBUTES],
    definitions: &[js::DEFINITIONS, DEFINITIONS, js::ELEMENTS],
    wrappers: &[
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "jsx_expression",
    ],
    texts: js::TEXTS,
    shapes: Shapes { kinds: &[js::KINDS, KINDS, js::ATTRIBUTE_KINDS], ..js::SHAPES },
    ..TABLE
};
