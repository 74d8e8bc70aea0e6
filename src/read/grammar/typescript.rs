//! TypeScript, and TypeScript with JSX: JavaScript's nodes and some more.

use super::javascript as js;
use super::{Binding, Part, Table};
use Part::Field;

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

/// TypeScript.
pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
    bindings: &[js::BINDINGS, BINDINGS],
    definitions: &[js::DEFINITIONS, DEFINITIONS],
    wrappers: &["parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"],
    texts: &[],
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
    ..TABLE
};
