//! Shell scripts. A command is a call whose words are its arguments; a bare word is a string, too.

use super::shape::{Function, Shape, Shapes, Through};
use super::{Binding, Call, Operation, Part, Table};
use Part::{Field, First, Rest};

const FUNCTION: Function = Function { parameters: &[], ..Function::NAMED };

const SHAPES: Shapes = Shapes {
    kinds: &[&[
        (&["variable_name", "special_variable_name"], Shape::Name),
        (&["number"], Shape::Symbol),
        (&["function_definition"], Shape::Function(FUNCTION)),
        (&["compound_statement"], Shape::Block),
        (&["command_name", "simple_expansion", "translated_string"], Shape::Wrapper(First)),
        (&["command_substitution", "process_substitution", "arithmetic_expansion"], Shape::Opaque),
        (&["herestring_redirect"], Shape::Plain),
        (&["subscript"], Shape::Index(Field("name"), Field("index"))),
        (&["array"], Shape::Words),
        (&["expansion"], Shape::Expansion(&[":+", "+"])),
        (&["for_statement"], Shape::Loop(Field("variable"), Field("value"), Through::Words)),
        (&["file_redirect"], Shape::Skip),
    ]],
    signs: b"$",
    binds_fields: false,
    loads: &["source", "."],
    lines: &["program", "compound_statement", "do_group", "subshell", "else_clause", "case_item"],
    statements: &["declaration_command", "variable_assignments"],
    loops: &["for_statement", "c_style_for_statement", "while_statement"],
    ..Shapes::NONE
};

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_bash::LANGUAGE.into(),
    strings: &["string", "raw_string", "ansi_c_string", "word", "heredoc_body"],
    escapes: &[],
    spelled: &["string", "ansi_c_string"],
    holes: &["simple_expansion", "command_substitution", "arithmetic_expansion", "process_substitution"],
    joins: &[Operation { kind: "concatenation", operators: &[] }],
    choices: &[Operation { kind: "expansion", operators: &[":-", "-", ":=", "="] }],
    bindings: &[&[Binding { kind: "variable_assignment", name: Field("name"), value: Field("value") }]],
    calls: &[Call { kind: "command", callee: &[Field("name")], arguments: Rest }],
    definitions: &[&[Binding { kind: "function_definition", name: Field("name"), value: Field("body") }]],
    groups: &["array", "compound_statement"],
    members: &[],
    wrappers: &[],
    comments: &["comment"],
    blanks: &[],
    texts: &[],
    foreign: &[],
    shapes: SHAPES,
};
