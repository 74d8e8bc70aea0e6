//! Ruby.

use super::{Binding, Call, Operation, Part, Table};
use Part::Field;

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
    texts: &[],
    foreign: &[],
};
