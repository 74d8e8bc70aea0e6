//! Terraform, its variable files and other HCL.

use super::shape::Shapes;
use super::{Binding, Call, Part, Table};
use Part::{Before, Field, First, Last};

pub(super) const TABLE: Table = Table {
    grammar: || tree_sitter_hcl::LANGUAGE.into(),
    strings: &["string_lit", "quoted_template", "heredoc_template"],
    escapes: &[],
    spelled: &["string_lit", "quoted_template"],
    holes: &["template_interpolation", "template_directive"],
    joins: &[],
    choices: &[],
    bindings: &[&[
        Binding { kind: "attribute", name: First, value: Last },
        Binding { kind: "object_elem", name: Field("key"), value: Field("val") },
    ]],
    calls: &[Call { kind: "function_call", callee: &[First], arguments: Last }],
    definitions: &[&[Binding { kind: "block", name: Before("block_start"), value: Last }]],
    groups: &["object", "tuple", "function_arguments", "body"],
    members: &[],
    wrappers: &["expression", "literal_value", "template_expr", "collection_value"],
    comments: &["comment"],
    blanks: &[],
    texts: &[],
    foreign: &[],
    shapes: Shapes::NONE,
};
