//! Calls, what they are given, objects and what is made of them.

use super::names::{last_name, last_text, member};
use super::{Lowering, MOST, copied};
use crate::outline::{Argument, Call, CallId, Expression, Import};
use crate::read::grammar::node::has_operator;
use crate::read::grammar::shape::Shape;
use crate::read::grammar::{Class, Part};
use tree_sitter::Node;

impl<'l> Lowering<'l> {
    /// A call, whose callee is in one part, or in two: an object and a name.
    pub(super) fn call(&mut self, node: Node<'l>, callee: &[Part], arguments: Part) -> Expression {
        let (object, name) = match callee {
            [object, name, ..] => (self.part(node, *object), self.part(node, *name)),
            [whole] => (self.part(node, *whole), None),
            [] => (None, None),
        };
        let list = self.part(node, arguments);
        let is_words = matches!(arguments, Part::Rest);
        let mut called = None;
        let mut given = Vec::new();
        for child in self.children(node) {
            if Some(child) == object {
                called = Some(self.lower(child));
            } else if Some(child) == name {
                called = Some(self.method(called.take(), child));
            } else if Some(child) == list {
                given.extend(self.arguments(child));
            } else if is_words {
                let is_word = !matches!(self.grammar.class(child), Class::Binding(_))
                    && !matches!(self.grammar.shape(child), Shape::Plain | Shape::Skip);
                let value = self.lower(child);
                if is_word {
                    given.push(Argument { name: None, value });
                }
            } else {
                let value = self.lower(child);
                if matches!(value, Expression::Function(_)) {
                    given.push(Argument { name: None, value });
                }
            }
        }
        let callee = match called {
            Some(Expression::Text(program, _)) if is_words => Expression::Name(program),
            Some(callee) => callee,
            None => Expression::Unknown,
        };
        if let Expression::Member(object, name) = &callee
            && given.is_empty()
            && self.grammar.shapes.idle.contains(&&**name)
        {
            return copied(object);
        }
        let is_silent = |names: &[&str]| last_name(&callee).is_some_and(|name| !names.contains(&name));
        if list.is_none() && given.is_empty() && self.grammar.shapes.silent_calls.is_some_and(is_silent) {
            return callee;
        }
        if let Some(read) = self.environment(&callee, &given) {
            return read;
        }
        self.effects(node, &callee, &given);
        self.push_call(node, callee, given)
    }

    /// Records a call.
    pub(super) fn push_call(&mut self, node: Node<'l>, callee: Expression, arguments: Vec<Argument>) -> Expression {
        let Ok(id) = CallId::try_from(self.outline.calls.len()) else { return Expression::Unknown };
        if MOST <= self.outline.calls.len() {
            return Expression::Unknown;
        }
        self.outline.calls.push(Call {
            callee,
            arguments,
            // what it is given comes before it
            scope: self.scope_at(node.end_byte().saturating_sub(1)),
            range: node.byte_range(),
        });
        Expression::Call(id)
    }

    /// `name` as a property of `object`, or by itself.
    fn method(&mut self, object: Option<Expression>, name: Node<'l>) -> Expression {
        if !self.is_key(name) {
            self.lower(name);
            return object.map_or(Expression::Unknown, |object| Expression::Element(Box::new(object)));
        }
        let name = self.plain_name(name);
        match object {
            Some(object) => member(object, name),
            None => Expression::Name(name),
        }
    }

    /// What a call of this name does to the names of the file.
    fn effects(&mut self, node: Node<'l>, callee: &Expression, arguments: &[Argument]) {
        let (Expression::Name(name), Some(first)) = (callee, arguments.first()) else { return };
        let Some(text) = last_text(&first.value) else { return };
        let shapes = self.grammar.shapes;
        if shapes.loads.contains(&&**name) {
            self.push_import(Import { name: "*".into(), imported: "*".into(), from: text.into() });
        } else if shapes.defines.contains(&&**name)
            && let Some(value) = arguments.get(1)
        {
            let value = copied(&value.value);
            self.push_binding(node.start_byte(), Expression::Name(text.into()), value, false);
        }
    }

    fn arguments(&mut self, node: Node<'l>) -> Vec<Argument> {
        if matches!(self.grammar.class(node), Class::String) {
            return vec![Argument { name: None, value: self.lower(node) }];
        }
        let mut given = Vec::new();
        for child in self.children(node) {
            let (name, value) = match self.grammar.shape(child) {
                Shape::Skip => continue,
                Shape::Pair(key, value) => self.entry(child, key, value),
                _ => (None, self.lower(child)),
            };
            given.push(Argument { name: name.flatten(), value });
        }
        given
    }

    /// A value and its key: none where it stands for itself, an unknown one where only the run knows.
    #[expect(clippy::option_option, reason = "a key that is not known is not the same as none")]
    pub(super) fn entry(&mut self, node: Node<'l>, key: Part, value: Part) -> (Option<Option<Box<str>>>, Expression) {
        let (name, held) = (self.part(node, key), self.part(node, value));
        let Some(held) = held else {
            let key = name.filter(|_| matches!(key, Part::Field(_))).map(|name| self.plain_name(name));
            return match key {
                Some(key) => (Some(Some(key.clone())), Expression::Name(key)),
                None => (None, self.wrapped(node, Part::First, None)),
            };
        };
        let Some(name) = name.filter(|name| *name != held) else { return (None, self.wrapped_last(node, held)) };
        let is_argument = !matches!(key, Part::Field("key") | Part::First);
        let key = self.key(name, is_argument);
        let value = self.lower_as(key.clone(), held);
        (Some(key), value)
    }

    fn wrapped_last(&mut self, node: Node<'l>, held: Node<'l>) -> Expression {
        let mut given = Expression::Unknown;
        for child in self.children(node) {
            let lowered = self.lower(child);
            if child == held {
                given = lowered;
            }
        }
        given
    }

    /// What a key says; a bare name may be a variable that holds it.
    pub(super) fn key(&mut self, node: Node<'l>, is_argument: bool) -> Option<Box<str>> {
        let shapes = self.grammar.shapes;
        match self.grammar.shape(node) {
            Shape::Name if is_argument || (shapes.bare_keys && self.is_key(node)) => {
                return Some(self.plain_name(node));
            }
            Shape::Name => return None,
            _ => {}
        }
        let is_computed = matches!(self.grammar.shape(node), Shape::Wrapper(_));
        match self.lower(node) {
            Expression::Text(key, _) => Some(key),
            Expression::Name(key) if shapes.bare_keys && !is_computed => Some(key),
            Expression::Unknown => {
                // a number, which may have a node of its own around it
                let mut inner = node;
                while let (1, Some(only)) = (inner.child_count(), inner.child(0)) {
                    inner = only;
                }
                (inner.child_count() == 0).then(|| self.plain_name(inner))
            }
            _ => None,
        }
    }

    /// Keys and values. One that holds methods plays the part of a class, too.
    pub(super) fn object(&mut self, node: Node<'l>, bound_to: Option<Box<str>>) -> Expression {
        let children = self.children(node);
        let outer = children.iter().any(|child| self.is_method(*child)).then(|| {
            let name = bound_to.unwrap_or_default();
            self.enter_class(name, Vec::new(), node.byte_range())
        });
        let mut entries = Vec::new();
        for child in children {
            let entry = match self.grammar.shape(child) {
                Shape::Pair(key, value) => match self.entry(child, key, value) {
                    // a key that only the run knows
                    (Some(None), _) => (Box::default(), Expression::Unknown),
                    (key, value) => (key.flatten().unwrap_or_default(), value),
                },
                Shape::Shorthand => {
                    let name = self.plain_name(child);
                    (name.clone(), Expression::Name(name))
                }
                Shape::Function(_) => self.method_entry(child),
                _ => (Box::default(), self.lower(child)),
            };
            if outer.is_some() && !entry.0.is_empty() && !matches!(entry.1, Expression::Function(_)) {
                let target = member(Expression::Name("this".into()), entry.0.clone());
                self.push_binding(child.start_byte(), target, copied(&entry.1), false);
            }
            entries.push(entry);
        }
        if let Some(outer) = outer {
            self.back_to(outer);
        }
        Expression::Object(entries)
    }

    /// A method among the entries of an object, and the key that is its name.
    fn method_entry(&mut self, node: Node<'l>) -> (Box<str>, Expression) {
        let method = self.lower(node);
        let name = match method {
            Expression::Function(id) => self.outline.functions.get(id as usize).map(|function| function.name.clone()),
            _ => None,
        };
        match name.filter(|name| !name.is_empty()) {
            Some(name) => (name, method),
            // a key that only the run knows
            None => Default::default(),
        }
    }

    /// Whether an entry of an object is a function that works on that object.
    fn is_method(&self, entry: Node<'l>) -> bool {
        let value = match self.grammar.shape(entry) {
            Shape::Pair(_, value) => self.part(entry, value),
            _ => Some(entry),
        };
        value.is_some_and(|value| matches!(self.grammar.shape(value), Shape::Function(function) if function.owns_this))
    }

    /// What a literal of a type makes: an object of that type, or what it holds.
    pub(super) fn made(&mut self, node: Node<'l>, of: Part, body: Part) -> Expression {
        let callee = self.part(node, of).map(|of| self.lower(of)).unwrap_or_default();
        let value = self.part(node, body).map(|body| self.lower(body)).unwrap_or_default();
        if last_name(&callee).is_none() {
            return value;
        }
        let value = if value == Expression::List(Vec::new()) { Expression::Object(Vec::new()) } else { value };
        self.push_call(node, callee, vec![Argument { name: None, value }])
    }

    /// Whether `node` is a literal, or literals in a row or in brackets.
    fn is_text(&self, node: Node<'l>) -> bool {
        // what a table of texts holds, or a constant
        let name = self.evaluator.slice(node.byte_range());
        match self.grammar.shape(node) {
            Shape::Index(..) => return true,
            Shape::Name | Shape::Dot(..) => return name.last().is_some_and(u8::is_ascii_uppercase),
            _ => {}
        }
        match self.grammar.class(node) {
            Class::String | Class::Join([]) => true,
            Class::Wrapper => self.part(node, Part::First).is_some_and(|inner| {
                matches!(self.grammar.class(inner), Class::String | Class::Join(_) | Class::JoinOrChoice(..))
            }),
            _ => false,
        }
    }

    /// `text % values`, as a call of the text's `format`.
    pub(super) fn fill(&mut self, node: Node<'l>) -> Option<Expression> {
        let fills = self.grammar.shapes.fills;
        let is_operation = matches!(self.grammar.class(node), Class::Join(_) | Class::JoinOrChoice(..));
        if fills.is_empty() || !is_operation || !has_operator(node, fills) {
            return None;
        }
        let [text, values] = self.children(node)[..] else { return None };
        if !self.is_text(text) {
            return None;
        }
        let callee = Expression::Member(Box::new(self.lower(text)), "format".into());
        let values = match self.lower(values) {
            Expression::List(values) => values,
            value => vec![value],
        };
        let arguments = values.into_iter().map(|value| Argument { name: None, value }).collect();
        Some(self.push_call(node, callee, arguments))
    }
}
