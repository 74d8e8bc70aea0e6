//! Ruby.

use super::shape::{Class, Function, Shape, Shapes, Through};
use super::{Binding, Call, Operation, Part, Table};
use Part::{Field, First, Last};

const CLASS: Class = Class::of(&["superclass"]);

const SHAPES: Shapes = Shapes {
    kinds: &[&[
        (&["identifier", "constant", "self", "super", "global_variable"], Shape::Name),
        (&["instance_variable", "class_variable"], Shape::Property),
        (&["simple_symbol", "hash_key_symbol", "bare_symbol"], Shape::Symbol),
        (&["method", "singleton_method"], Shape::Function(Function::NAMED)),
        (&["lambda", "do_block", "block"], Shape::Function(Function::CLOSURE)),
        (&["class", "module"], Shape::Class(CLASS)),
        (&["body_statement", "block_body", "then", "else", "begin"], Shape::Sequence),
        (&["rescue", "ensure"], Shape::Plain),
        (&["scope_resolution"], Shape::Dot(Field("scope"), Field("name"))),
        (&["element_reference"], Shape::Index(Field("object"), Last)),
        (&["interpolation", "block_argument", "argument_list", "in"], Shape::Wrapper(First)),
        (&["if_modifier", "unless_modifier", "rescue_modifier", "when"], Shape::Wrapper(Field("body"))),
        (&["if", "unless", "elsif", "conditional"], Shape::Arms(&[Field("consequence"), Field("alternative")])),
        (&["case"], Shape::Cases),
        (&["hash"], Shape::Object),
        (&["array", "string_array", "symbol_array", "right_assignment_list"], Shape::List),
        (&["pair"], Shape::Pair(Field("key"), Field("value"))),
        (
            &["hash_splat_argument", "splat_argument", "splat_parameter", "hash_splat_parameter", "rest_assignment"],
            Shape::Spread,
        ),
        (&["block_parameter"], Shape::Parameter(Field("name"))),
        (&["left_assignment_list", "destructured_parameter", "destructured_left_assignment"], Shape::Elements),
        (&["for"], Shape::Loop(Field("pattern"), Field("value"), Through::Elements)),
        (&["return"], Shape::Return),
    ]],
    signs: b"@$:",
    selves: &["self"],
    binds_fields: false,
    silent_calls: Some(&["new"]),
    idle: &["freeze", "itself", "to_s", "to_str", "dup"],
    loads: &["require", "require_relative", "load"],
    fills: &["%"],
    forks: &[(&["if", "unless"], &["consequence", "alternative"])],
    lines: &["program", "body_statement", "block_body", "then", "else", "begin", "do"],
    loops: &["for", "while", "until", "while_modifier", "until_modifier"],
    ..Shapes::NONE
};

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_ruby::LANGUAGE.into(),
    strings: &["string", "heredoc_body", "bare_string"],
    escapes: &["escape_sequence"],
    spelled: &[],
    holes: &["interpolation"],
    joins: &[
        Operation { kind: "binary", operators: &["+", "<<"] },
        Operation { kind: "chained_string", operators: &[] },
    ],
    choices: &[Operation { kind: "binary", operators: &["||", "or"] }],
    bindings: &[&[
        Binding { kind: "assignment", name: Field("left"), value: Field("right") },
        Binding { kind: "operator_assignment", name: Field("left"), value: Field("right") },
        Binding { kind: "pair", name: Field("key"), value: Field("value") },
        Binding { kind: "keyword_parameter", name: Field("name"), value: Field("value") },
        Binding { kind: "optional_parameter", name: Field("name"), value: Field("value") },
    ]],
    calls: &[Call { kind: "call", callee: &[Field("receiver"), Field("method")], arguments: Field("arguments") }],
    definitions: &[&[
        Binding { kind: "method", name: Field("name"), value: Field("body") },
        Binding { kind: "singleton_method", name: Field("name"), value: Field("body") },
        Binding { kind: "class", name: Field("name"), value: Field("body") },
        Binding { kind: "module", name: Field("name"), value: Field("body") },
    ]],
    groups: &["hash", "array", "string_array", "argument_list", "body_statement", "do_block", "block"],
    members: &["element_reference"],
    wrappers: &["parenthesized_statements"],
    comments: &["comment"],
    blanks: &[],
    texts: &[],
    foreign: &[],
    shapes: SHAPES,
};
