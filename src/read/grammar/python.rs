//! Python.

use super::shape::{Class, Function, Shape, Shapes, Through};
use super::{Binding, Call, Operation, Part, Table};
use Part::{Field, First, Last};

const SHAPES: Shapes = Shapes {
    kinds: &[&[
        (&["identifier"], Shape::Name),
        (&["function_definition"], Shape::Function(Function::NAMED)),
        (&["lambda"], Shape::Function(Function::CLOSURE)),
        (&["class_definition"], Shape::Class(Class::of(&["argument_list"]))),
        (&["block"], Shape::Block),
        (&["attribute"], Shape::Dot(Field("object"), Field("attribute"))),
        (&["subscript"], Shape::Index(Field("value"), Field("subscript"))),
        (&["await", "interpolation", "as_pattern_target"], Shape::Wrapper(First)),
        (&["conditional_expression"], Shape::Arms(&[First, Last])),
        (&["dictionary"], Shape::Object),
        (&["list", "tuple", "set", "expression_list"], Shape::List),
        (&["list_comprehension", "set_comprehension", "generator_expression"], Shape::List),
        (&["if_clause"], Shape::Plain),
        (&["pair"], Shape::Pair(Field("key"), Field("value"))),
        (&["keyword_argument"], Shape::Pair(Field("name"), Field("value"))),
        (&["as_pattern"], Shape::Bound(Field("alias"), First)),
        (&["list_splat", "dictionary_splat", "list_splat_pattern", "dictionary_splat_pattern"], Shape::Spread),
        (&["typed_parameter"], Shape::Parameter(First)),
        (&["pattern_list", "tuple_pattern", "list_pattern"], Shape::Elements),
        (&["for_statement", "for_in_clause"], Shape::Loop(Field("left"), Field("right"), Through::Elements)),
        (&["return_statement"], Shape::Return),
        (&["import_from_statement"], Shape::From(Field("module_name"))),
        (&["aliased_import"], Shape::Imported(Field("name"), Field("alias"))),
        (&["wildcard_import"], Shape::Whole),
        (&["dotted_name"], Shape::Module),
        (&["type", "type_parameter", "keyword_separator", "positional_separator"], Shape::Skip),
    ]],
    selves: &["self", "cls"],
    fills: &["%"],
    forks: &[(&["if_statement"], &["consequence", "alternative"])],
    lines: &["module", "block"],
    statements: &["expression_statement"],
    loops: &["for_statement", "while_statement"],
    ..Shapes::NONE
};

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
    blanks: &["line_continuation"],
    texts: &[],
    foreign: &[],
    shapes: SHAPES,
};
