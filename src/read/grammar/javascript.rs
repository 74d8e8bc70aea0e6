//! JavaScript, with JSX.

use super::shape::{Class, Function, Shape, Shapes, Through};
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

type Kinds = &'static [(&'static [&'static str], Shape)];

const METHOD: Function = Function { owns_this: true, ..Function::NAMED };
const ARROW: Function = Function { parameters: &[Field("parameters"), Field("parameter")], ..Function::CLOSURE };

pub(super) const KINDS: Kinds = &[
    (
        &[
            "identifier",
            "property_identifier",
            "private_property_identifier",
            "this",
            "super",
            "import",
            "meta_property",
        ],
        Shape::Name,
    ),
    (&["shorthand_property_identifier", "shorthand_property_identifier_pattern"], Shape::Shorthand),
    (&["function_declaration", "generator_function_declaration"], Shape::Function(Function::NAMED)),
    (&["function_expression", "generator_function", "method_definition"], Shape::Function(METHOD)),
    (&["arrow_function"], Shape::Function(ARROW)),
    (&["class", "class_declaration"], Shape::Class(Class::of(&["class_heritage"]))),
    (&["statement_block", "class_body"], Shape::Block),
    (&["sequence_expression"], Shape::Sequence),
    (&["member_expression"], Shape::Dot(Field("object"), Field("property"))),
    (&["subscript_expression"], Shape::Index(Field("object"), Field("index"))),
    (
        &["await_expression", "yield_expression", "template_substitution", "computed_property_name"],
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
    (&["import_specifier"], Shape::Imported(Field("name"), Field("alias"))),
    (&["namespace_import"], Shape::Whole),
    (&["export_statement"], Shape::Exported(Field("value"))),
];

/// Attributes of JSX elements bind nothing.
pub(super) const ATTRIBUTE_KINDS: Kinds = &[(&["jsx_attribute"], Shape::Plain)];

pub(super) const SHAPES: Shapes = Shapes {
    kinds: &[KINDS, ATTRIBUTE_KINDS],
    bare_keys: true,
    requires: &["require", "import"],
    blocks: &["statement_block", "switch_body"],
    declares: &["lexical_declaration"],
    forks: &[(&["if_statement"], &["consequence", "alternative"])],
    ..Shapes::NONE
};

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
    shapes: SHAPES,
};
