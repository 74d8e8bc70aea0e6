//! An outline that is being made: keeps its size bounded, so that no text makes the readers or their callers run long or deep.

use crate::decoded::Decoded;
use crate::outline::{
    Argument, Binding, Call, CallId, Class, ClassId, Expression, Function, FunctionId, Import, Outline, Scope,
};
use crate::span::TextRange;

/// Most calls, bindings, functions, classes and imports, each, that are kept of a document.
const MOST: usize = 20_000;
/// Most properties in a row: each is a level of an expression, and nobody writes so many.
const MOST_LINKS: usize = 16;

/// An outline that is being made.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) outline: Outline,
}

impl Draft {
    /// Adds a call, and returns what it gives.
    pub(super) fn call(&mut self, call: Call) -> Expression {
        match push(&mut self.outline.calls, call) {
            Some(id) => Expression::Call(id),
            None => Expression::Unknown,
        }
    }

    /// Whether all of `inner` can be added.
    pub(super) fn has_room_for(&self, inner: &Outline) -> bool {
        let outline = &self.outline;
        let fits = |n: usize, more: usize| n + more < MOST;
        fits(outline.functions.len(), inner.functions.len())
            && fits(outline.classes.len(), inner.classes.len())
            && fits(outline.calls.len(), inner.calls.len())
    }

    /// Adds a binding.
    pub(super) fn bind(&mut self, binding: Binding) {
        push(&mut self.outline.bindings, binding);
    }

    /// Adds a function.
    pub(super) fn function(&mut self, function: Function) -> Option<FunctionId> {
        push(&mut self.outline.functions, function)
    }

    /// Adds a class.
    pub(super) fn class(&mut self, class: Class) -> Option<ClassId> {
        push(&mut self.outline.classes, class)
    }

    /// Adds an import.
    pub(super) fn import(&mut self, import: Import) {
        push(&mut self.outline.imports, import);
    }

    /// Adds a call of the request `callee` that stands outside of all functions.
    pub(super) fn request(&mut self, callee: Expression, arguments: Vec<Argument>, range: TextRange) {
        self.call(Call { callee, arguments, scope: Scope::default(), range });
    }

    /// The call of this id.
    pub(super) fn call_of(&self, id: CallId) -> Option<&Call> {
        self.outline.calls.get(usize::try_from(id).ok()?)
    }

    /// The function of this id.
    pub(super) fn function_of(&mut self, id: FunctionId) -> Option<&mut Function> {
        self.outline.functions.get_mut(usize::try_from(id).ok()?)
    }

    /// The class of this id.
    pub(super) fn class_of(&mut self, id: ClassId) -> Option<&mut Class> {
        self.outline.classes.get_mut(usize::try_from(id).ok()?)
    }
}

fn push<T>(all: &mut Vec<T>, one: T) -> Option<u32> {
    if MOST <= all.len() {
        return None;
    }
    all.push(one);
    u32::try_from(all.len() - 1).ok()
}

/// The text of `bytes`.
pub(super) fn words(bytes: &[u8]) -> Box<str> {
    String::from_utf8_lossy(bytes).into()
}

/// The name of `bytes`.
pub(super) fn name(bytes: &[u8]) -> Expression {
    Expression::Name(words(bytes))
}

/// The property `name` of `base`; unknown where too many lead there.
pub(super) fn member(base: Expression, name: &[u8]) -> Expression {
    if is_long(&base) { Expression::Unknown } else { Expression::Member(Box::new(base), words(name)) }
}

/// Any element of `base`; unknown where too many lead there.
pub(super) fn element(base: Expression) -> Expression {
    if is_long(&base) { Expression::Unknown } else { Expression::Element(Box::new(base)) }
}

fn is_long(base: &Expression) -> bool {
    let mut base = base;
    for _ in 0..MOST_LINKS {
        match base {
            Expression::Member(inner, _) | Expression::Element(inner) => base = inner,
            _ => return false,
        }
    }
    true
}

/// Longest text that is kept, in bytes; a longer one is no address.
const LONGEST: usize = 4 << 10;

/// What `decoded` says, with its place; `place` is that of a text that says nothing.
pub(super) fn text(decoded: &Decoded, place: &TextRange) -> Expression {
    if LONGEST < decoded.text().len() {
        return Expression::Unknown;
    }
    let range = decoded.range_of(&(0..decoded.text().len())).unwrap_or_else(|| place.clone());
    Expression::Text(words(decoded.text()), range)
}

/// All of `parts` in a row: one by itself is what it is, and of nothing known nothing is known.
pub(super) fn join(parts: Vec<Expression>) -> Expression {
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Expression::Join(inner) => flat.extend(inner),
            part => flat.push(part),
        }
    }
    if flat.iter().all(|part| *part == Expression::Unknown) {
        return Expression::Unknown;
    }
    if flat.len() == 1 { flat.pop().unwrap_or_default() } else { Expression::Join(flat) }
}

/// One of `arms`: one by itself is what it is, and of nothing known nothing is known.
pub(super) fn choice(arms: Vec<Expression>) -> Expression {
    let mut flat = Vec::with_capacity(arms.len());
    for arm in arms {
        match arm {
            Expression::Choice(inner) => flat.extend(inner),
            arm => flat.push(arm),
        }
    }
    if flat.iter().all(|arm| *arm == Expression::Unknown) {
        return Expression::Unknown;
    }
    if flat.len() == 1 { flat.pop().unwrap_or_default() } else { Expression::Choice(flat) }
}

/// An argument without a name.
pub(super) fn argument(value: Expression) -> Argument {
    Argument { name: None, value }
}

/// An argument with a name.
pub(super) fn named(name: &str, value: Expression) -> Argument {
    Argument { name: Some(name.into()), value }
}
