//! The end of an outline: a bare name of a field, where none of the functions around it has such a name, is that of `this`.
//!
//! C# and Kotlin write `http` for `this.http`, as `this` goes without saying.

use super::parser::{Parser, Syntax};
use crate::outline::{Expression, Outline, Scope};
use crate::read::draft::{member, name};
use std::mem::take;

/// The outline that `parser` made.
pub(super) fn resolve(parser: Parser<'_>) -> Outline {
    let mut parser = parser;
    let mut outline = take(&mut parser.draft.outline);
    if !matches!(parser.syntax, Syntax::CSharp | Syntax::Kotlin) || parser.fields.is_empty() {
        return outline;
    }
    let around: Vec<Option<u32>> = outline.functions.iter().map(|function| function.scope.function).collect();
    let is_field = |word: &str, scope: Scope| {
        let mut function = scope.function;
        while let Some(id) = function {
            if parser.locals.get(&id).is_some_and(|names| names.contains(word)) {
                return false;
            }
            // a function stands in an earlier one
            let outer = usize::try_from(id).ok().and_then(|index| around.get(index).copied().flatten());
            function = outer.filter(|outer| *outer < id);
        }
        scope.class.and_then(|class| parser.fields.get(&class)).is_some_and(|names| names.contains(word))
    };
    for (id, function) in outline.functions.iter_mut().enumerate() {
        let scope = Scope { function: u32::try_from(id).ok(), ..function.scope };
        function.returns.iter_mut().for_each(|value| rename(value, scope, &is_field));
    }
    for binding in &mut outline.bindings {
        rename(&mut binding.target, binding.scope, &is_field);
        rename(&mut binding.value, binding.scope, &is_field);
    }
    for (id, call) in outline.calls.iter_mut().enumerate() {
        if !u32::try_from(id).is_ok_and(|id| parser.creations.contains(&id)) {
            rename(&mut call.callee, call.scope, &is_field);
        }
        call.arguments.iter_mut().for_each(|argument| rename(&mut argument.value, call.scope, &is_field));
    }
    outline
}

fn rename(expression: &mut Expression, scope: Scope, is_field: &dyn Fn(&str, Scope) -> bool) {
    match expression {
        Expression::Name(word) if is_field(word, scope) => *expression = member(name(b"this"), word.as_bytes()),
        Expression::Member(inner, _) | Expression::Element(inner) => rename(inner, scope, is_field),
        Expression::Join(all) | Expression::Choice(all) | Expression::List(all) => {
            all.iter_mut().for_each(|inner| rename(inner, scope, is_field));
        }
        Expression::Object(entries) => entries.iter_mut().for_each(|(_, inner)| rename(inner, scope, is_field)),
        _ => {}
    }
}
