//! Shell scripts. A command is a call whose words are its arguments; a bare word is a string, too.

use super::{Binding, Call, Operation, Part, Table};
use Part::{Field, Rest};

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
    texts: &[],
    foreign: &[],
};
