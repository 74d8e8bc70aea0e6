//! Names, properties, elements, and what reads the environment.

use super::{LONGEST, Lowering, choice, copied};
use crate::outline::{Argument, Expression};
use crate::read::env;
use crate::read::grammar::Part;
use crate::read::grammar::shape::Shape;
use tree_sitter::Node;

/// What an object that holds the environment is asked with.
const GETTERS: &[&str] = &["get", "fetch", "getordefault", "getproperty", "require", "getorthrow", "str", "string"];
/// What the value for no value is called among arguments.
const DEFAULTS: &[&str] = &["default", "fallback"];

impl<'l> Lowering<'l> {
    /// A name; the object at hand is `this`, whatever the language calls it.
    pub(super) fn name(&mut self, node: Node<'l>) -> Expression {
        let name = self.plain_name(node);
        let shapes = self.grammar.shapes;
        if name.is_empty() {
            Expression::Unknown
        } else if shapes.selves.contains(&&*name) || self.receiver.as_ref() == Some(&name) {
            Expression::Name("this".into())
        } else {
            Expression::Name(name)
        }
    }

    /// What a name says: without its signs, and without the path to it.
    pub(super) fn plain_name(&self, node: Node<'l>) -> Box<str> {
        let text = self.evaluator.slice(node.byte_range());
        let signs = self.grammar.shapes.signs;
        let start = text.iter().take_while(|byte| signs.contains(byte)).count();
        let text = if start < text.len() { &text[start..] } else { text };
        let text = memchr::memrchr(b'\\', text).map_or(text, |at| &text[at + 1..]);
        // a key that ends with its sign
        let text = if signs.contains(&b':') { text.strip_suffix(b":").unwrap_or(text) } else { text };
        if LONGEST < text.len() { Box::default() } else { String::from_utf8_lossy(text).into() }
    }

    pub(super) fn dot(&mut self, node: Node<'l>, object: Part, property: Part) -> Expression {
        let (of, property) = (self.part(node, object), self.part(node, property));
        let mut given = None;
        let mut key = None;
        for child in self.children(node) {
            if Some(child) == property {
                let is_static = matches!(self.grammar.shape(node), Shape::Static(..));
                if self.is_key(child) || is_static {
                    key = Some(self.plain_name(child));
                } else {
                    self.lower(child);
                }
            } else {
                let lowered = self.lower(child);
                if Some(child) == of {
                    given = Some(lowered);
                }
            }
        }
        match (given, key) {
            (Some(given), Some(key)) => member(given, key),
            (Some(given), None) => Expression::Element(Box::new(given)),
            (None, Some(key)) => Expression::Name(key),
            (None, None) => Expression::Unknown,
        }
    }

    /// Whether a property is called what `node` says; a name with a sign is a variable that holds the name.
    pub(super) fn is_key(&self, node: Node<'l>) -> bool {
        let first = self.evaluator.slice(node.byte_range()).first();
        let has_sign = first.is_some_and(|byte| self.grammar.shapes.signs.contains(byte));
        node.named_child_count() == 0 && !has_sign
    }

    pub(super) fn index(&mut self, node: Node<'l>, object: Part, index: Part) -> Expression {
        let (of, index) = (self.part(node, object), self.part(node, index));
        let (mut given, mut key) = (Expression::Unknown, Expression::Unknown);
        for child in self.children(node) {
            let lowered = self.lower(child);
            if Some(child) == of {
                given = lowered;
            } else if Some(child) == index {
                key = lowered;
            }
        }
        match key {
            // all of a shell's array
            Expression::Text(key, _) if matches!(&*key, "@" | "*") => given,
            Expression::Text(key, _) => member(given, key),
            _ if given == Expression::Unknown => given,
            _ => Expression::Element(Box::new(given)),
        }
    }

    /// What a call reads from the environment, where it does.
    pub(super) fn environment(&self, callee: &Expression, arguments: &[Argument]) -> Option<Expression> {
        let [Argument { name: None, value: Expression::Text(variable, _) }, rest @ ..] = arguments else { return None };
        if !env::is_variable(variable.as_bytes()) || !self.reads_environment(callee) {
            return None;
        }
        let read = Expression::Environment(variable.clone());
        let default = rest.iter().find(|argument| match &argument.name {
            Some(name) => DEFAULTS.contains(&&**name),
            None => true,
        });
        let Some(default) = default else { return Some(read) };
        let default = match default.value {
            Expression::Function(id) => self.outline.functions.get(id as usize)?.returns.first()?,
            _ => &default.value,
        };
        Some(choice(vec![read, copied(default)]))
    }

    fn reads_environment(&self, callee: &Expression) -> bool {
        let is_reader = |value: &Expression| last_name(value).is_some_and(|name| env::is_reader(name.as_bytes()));
        if is_reader(callee) {
            return true;
        }
        let Expression::Member(object, name) = callee else { return false };
        let holder = match &**object {
            Expression::Call(id) => self.outline.calls.get(*id as usize).map(|call| &call.callee),
            object => Some(object),
        };
        let holds = |holder: &Expression| is_reader(holder) || last_name(holder).is_some_and(is_environment);
        holder.is_some_and(holds) && GETTERS.iter().any(|getter| name.eq_ignore_ascii_case(getter))
    }
}

/// `object.key`.
pub(super) fn member(object: Expression, key: Box<str>) -> Expression {
    let is_environment = last_name(&object).is_some_and(is_environment);
    if is_environment && env::is_variable(key.as_bytes()) {
        return Expression::Environment(key);
    }
    Expression::Member(Box::new(object), key)
}

/// The name of a value, or that of the property that it is.
pub(super) fn last_name(value: &Expression) -> Option<&str> {
    match value {
        Expression::Name(name) | Expression::Member(_, name) => Some(name),
        _ => None,
    }
}

/// A text, or the end of one that is put together.
pub(super) fn last_text(value: &Expression) -> Option<&str> {
    match value {
        Expression::Text(text, _) => Some(text),
        Expression::Join(parts) => parts.last().and_then(last_text),
        _ => None,
    }
}

/// Whether `value` is a name or what a path of properties leads to from one.
pub(super) fn is_path(value: &Expression) -> bool {
    match value {
        Expression::Name(_) => true,
        Expression::Member(object, _) => is_path(object),
        _ => false,
    }
}

fn is_environment(name: &str) -> bool {
    env::is_environment(name.trim_start_matches('$').as_bytes())
}
