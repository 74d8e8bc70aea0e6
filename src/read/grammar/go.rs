//! Go.

use super::shape::{Class, Function, Shape, Shapes, Through};
use super::{Binding, Call, Operation, Part, Table};
use Part::Field;

const METHOD: Function = Function { receiver: Some(Field("receiver")), ..Function::NAMED };
const STRUCT: Class = Class { body: Field("type"), ..Class::of(&[]) };

const SHAPES: Shapes = Shapes {
    kinds: &[&[
        (&["identifier", "field_identifier", "type_identifier", "package_identifier"], Shape::Name),
        (&["function_declaration"], Shape::Function(Function::NAMED)),
        (&["method_declaration"], Shape::Function(METHOD)),
        (&["func_literal"], Shape::Function(Function::CLOSURE)),
        (&["type_spec"], Shape::Class(STRUCT)),
        (&["block", "struct_type"], Shape::Block),
        (&["selector_expression"], Shape::Dot(Field("operand"), Field("field"))),
        (&["qualified_type"], Shape::Dot(Field("package"), Field("name"))),
        (&["index_expression"], Shape::Index(Field("operand"), Field("index"))),
        (&["unary_expression"], Shape::Prefix(&["&", "*"])),
        (&["generic_type"], Shape::Wrapper(Field("type"))),
        (&["type_assertion_expression", "type_conversion_expression"], Shape::Wrapper(Field("operand"))),
        (&["expression_list"], Shape::Tuple),
        (&["literal_value"], Shape::Either),
        (&["keyed_element"], Shape::Pair(Field("key"), Field("value"))),
        (&["composite_literal"], Shape::Made(Field("type"), Field("body"))),
        (&["parameter_declaration"], Shape::Parameter(Field("name"))),
        (&["variadic_parameter_declaration"], Shape::Spread),
        (&["range_clause"], Shape::Loop(Field("left"), Field("right"), Through::Counted)),
        (&["return_statement"], Shape::Return),
        (&["import_spec"], Shape::Path(Field("path"), Field("name"))),
        (&["pointer_type"], Shape::Wrapper(Part::First)),
        (&["slice_type", "array_type", "map_type", "function_type"], Shape::Skip),
    ]],
    binds_fields: false,
    bare_keys: true,
    blocks: &["block"],
    declares: &["short_var_declaration", "var_declaration"],
    forks: &[(&["if_statement"], &["consequence", "alternative"])],
    lines: &["source_file", "statement_list"],
    statements: &["var_declaration", "var_spec_list"],
    loops: &["for_statement"],
    ..Shapes::NONE
};

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_go::LANGUAGE.into(),
    strings: &["interpreted_string_literal", "raw_string_literal"],
    escapes: &["escape_sequence"],
    spelled: &[],
    holes: &[],
    joins: &[Operation { kind: "binary_expression", operators: &["+"] }],
    choices: &[],
    bindings: &[&[
        Binding { kind: "const_spec", name: Field("name"), value: Field("value") },
        Binding { kind: "var_spec", name: Field("name"), value: Field("value") },
        Binding { kind: "short_var_declaration", name: Field("left"), value: Field("right") },
        Binding { kind: "assignment_statement", name: Field("left"), value: Field("right") },
        Binding { kind: "keyed_element", name: Field("key"), value: Field("value") },
    ]],
    calls: &[
        Call { kind: "call_expression", callee: &[Field("function")], arguments: Field("arguments") },
        Call { kind: "composite_literal", callee: &[Field("type")], arguments: Field("body") },
    ],
    definitions: &[&[
        Binding { kind: "function_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "method_declaration", name: Field("name"), value: Field("body") },
        Binding { kind: "type_spec", name: Field("name"), value: Field("type") },
    ]],
    groups: &["literal_value", "argument_list", "block"],
    members: &["selector_expression", "index_expression"],
    wrappers: &["parenthesized_expression", "expression_list", "literal_element"],
    comments: &["comment"],
    blanks: &[],
    texts: &[],
    foreign: &[],
    shapes: SHAPES,
};
