//! Java; Groovy's build files are near enough.

use super::shape::{Class, Function, Shape, Shapes, Through};
use super::{Binding, Call, Operation, Part, Table};
use Part::{Field, First, Last};

const CONSTRUCTOR: Function = Function { parameters: &[], ..Function::NAMED };
const CLASS: Class = Class::of(&["superclass", "super_interfaces", "extends_interfaces"]);

const SHAPES: Shapes = Shapes {
    kinds: &[&[
        (&["identifier", "type_identifier", "this", "super"], Shape::Name),
        (&["method_declaration", "constructor_declaration"], Shape::Function(Function::NAMED)),
        (&["compact_constructor_declaration"], Shape::Function(CONSTRUCTOR)),
        (&["lambda_expression"], Shape::Function(Function::CLOSURE)),
        (
            &["class_declaration", "interface_declaration", "enum_declaration", "record_declaration"],
            Shape::Class(CLASS),
        ),
        (&["block", "class_body", "interface_body", "enum_body", "constructor_body"], Shape::Block),
        (&["field_access"], Shape::Dot(Field("object"), Field("field"))),
        (&["scoped_type_identifier", "scoped_identifier"], Shape::Dot(First, Last)),
        (&["array_access"], Shape::Index(Field("array"), Field("index"))),
        (&["generic_type", "string_interpolation", "expression_statement"], Shape::Wrapper(First)),
        (&["cast_expression"], Shape::Wrapper(Field("value"))),
        (&["ternary_expression"], Shape::Arms(&[Field("consequence"), Field("alternative")])),
        (&["switch_expression"], Shape::Wrapper(Field("body"))),
        (&["switch_block"], Shape::Cases),
        (&["switch_rule"], Shape::Wrapper(Last)),
        (&["array_initializer", "element_value_array_initializer"], Shape::List),
        (&["array_creation_expression"], Shape::Wrapper(Field("value"))),
        (&["element_value_pair"], Shape::Pair(Field("key"), Field("value"))),
        (&["resource"], Shape::Bound(Field("name"), Field("value"))),
        (&["explicit_constructor_invocation"], Shape::Called(Field("constructor"), Field("arguments"))),
        (&["formal_parameter"], Shape::Parameter(Field("name"))),
        (&["spread_parameter"], Shape::Spread),
        (&["enhanced_for_statement"], Shape::Loop(Field("name"), Field("value"), Through::Elements)),
        (&["return_statement"], Shape::Return),
        (&["import_declaration"], Shape::Path(First, Field("alias"))),
        (&["type_arguments", "type_parameters", "receiver_parameter", "throws", "switch_label"], Shape::Skip),
    ]],
    bare_keys: true,
    begins_late: true,
    blocks: &["block"],
    declares: &["local_variable_declaration"],
    forks: &[(&["if_statement"], &["consequence", "alternative"])],
    lines: &["program", "block", "constructor_body", "switch_block_statement_group"],
    statements: &["expression_statement", "local_variable_declaration"],
    loops: &["for_statement", "enhanced_for_statement", "while_statement", "do_statement"],
    ..Shapes::NONE
};

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_java::LANGUAGE.into(),
    strings: &["string_literal"],
    escapes: &["escape_sequence"],
    spelled: &["character_literal"],
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
    blanks: &[],
    texts: &[],
    foreign: &[],
    shapes: SHAPES,
};
