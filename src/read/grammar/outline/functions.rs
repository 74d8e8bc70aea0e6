//! Functions and classes: what they are called, what they take, what they give.

use super::names::last_name;
use super::{Lowering, MOST, choice};
use crate::outline::{Class, ClassId, Expression, Field, Function, FunctionId, Parameter, Scope};
use crate::read::grammar::shape::{self, Shape};
use crate::read::grammar::{self, Part};
use crate::span::TextRange;
use tree_sitter::Node;

/// What is around a class or a function.
pub(super) struct Outer {
    scope: Scope,
    in_fields: bool,
    receiver: Option<Box<str>>,
}

impl<'l> Lowering<'l> {
    pub(super) fn function(
        &mut self,
        function: shape::Function,
        node: Node<'l>,
        bound_to: Option<Box<str>>,
    ) -> Expression {
        let id = match FunctionId::try_from(self.outline.functions.len()) {
            Ok(id) if self.outline.functions.len() < MOST => id,
            _ => return Expression::Unknown,
        };
        let outer = self.outer();
        let name = function.name.and_then(|name| self.part(node, name));
        if let Some(receiver) = function.receiver.and_then(|receiver| self.part(node, receiver)) {
            self.receive(receiver);
        }
        let called = name.map(|name| self.spelled_name(name)).or(bound_to).unwrap_or_default();
        self.outline.functions.push(Function {
            name: called,
            scope: self.scope,
            parameters: Vec::new(),
            returns: Vec::new(),
            range: node.byte_range(),
        });
        let is_method = self.in_fields;
        self.scope.function = Some(id);
        self.in_fields = false;
        let takes: Vec<Node<'l>> = function.parameters.iter().filter_map(|part| self.part(node, *part)).collect();
        let body = self.part(node, function.body);
        let receiver = function.receiver.and_then(|receiver| self.part(node, receiver));
        for child in self.children(node) {
            if takes.contains(&child) {
                let parameters = self.parameters(child, is_method);
                self.outline.functions[id as usize].parameters.extend(parameters);
            } else if Some(child) == body {
                self.body(id, node, child);
            } else if Some(child) != name && Some(child) != receiver {
                self.lower(child);
            }
        }
        self.back_to(outer);
        Expression::Function(id)
    }

    fn body(&mut self, id: FunctionId, node: Node<'l>, body: Node<'l>) {
        // a block that is written as a closure is the body of the closure around it; a closure in another like it is what that gives
        let body = match self.grammar.shape(body) {
            Shape::Function(inner) if body.kind_id() != node.kind_id() => match self.part(body, inner.body) {
                Some(inner) if self.part(body, Part::First) == Some(inner) => inner,
                _ => body,
            },
            _ => body,
        };
        let given = self.lower(body);
        if given != Expression::Unknown {
            self.outline.functions[id as usize].returns.push(given);
        }
    }

    /// Says what a function gives.
    pub(super) fn give(&mut self, node: Node<'l>) -> Expression {
        // one value is that value, even when it is a list
        let is_tuple = self
            .part(node, Part::First)
            .is_some_and(|value| matches!(self.grammar.shape(value), Shape::Tuple) && 1 < self.children(value).len());
        let given = match self.wrapped(node, Part::First, None) {
            Expression::List(values) if is_tuple => values.into_iter().next().unwrap_or_default(),
            given => given,
        };
        let is_something = self.part(node, Part::First).is_some();
        if let Some(id) = self.scope.function.filter(|_| is_something) {
            self.outline.functions[id as usize].returns.push(given);
        }
        Expression::Unknown
    }

    pub(super) fn class(&mut self, class: shape::Class, node: Node<'l>, bound_to: Option<Box<str>>) -> Expression {
        let name = class.name.and_then(|name| self.part(node, name));
        let body = self.part(node, class.body);
        let holds = |body: Node<'l>| matches!(self.grammar.shape(body), Shape::Block | Shape::Sequence);
        if !body.is_none_or(holds) {
            self.lower_all(node);
            return Expression::Unknown;
        }
        let mut inside = self.children(node);
        inside.extend(body.map(|body| self.children(body)).unwrap_or_default());
        // what a class is made from may be made by a call
        for child in self.children(node).into_iter().filter(|child| class.bases.contains(&child.kind())) {
            self.lower(child);
        }
        let bases = inside.iter().filter(|child| class.bases.contains(&child.kind()));
        let bases: Vec<Box<str>> = bases.flat_map(|base| self.type_names(*base)).collect();
        let own = name.map(|name| self.spelled_name(name));
        let called = own.clone().or(bound_to).unwrap_or_default();
        let outer = self.enter_class(called, bases, node.byte_range());
        for child in self.children(node) {
            if Some(child) != name && !class.bases.contains(&child.kind()) {
                self.lower(child);
            }
        }
        self.back_to(outer);
        own.map_or(Expression::Unknown, Expression::Name)
    }

    /// Goes into a class; one that is known already goes on.
    pub(super) fn enter_class(&mut self, name: Box<str>, bases: Vec<Box<str>>, range: TextRange) -> Outer {
        let outer = self.outer();
        self.scope.class = self.class_called(name, bases, range).or(self.scope.class);
        self.in_fields = true;
        outer
    }

    fn class_called(&mut self, name: Box<str>, bases: Vec<Box<str>>, range: TextRange) -> Option<ClassId> {
        let id = ClassId::try_from(self.outline.classes.len()).ok()?;
        if MOST <= self.outline.classes.len() {
            return None;
        }
        self.outline.classes.push(Class { name, bases, range });
        Some(id)
    }

    /// Takes what a method is declared for: its class, and what it calls the object.
    fn receive(&mut self, receiver: Node<'l>) {
        let Some(declared) = self.part(receiver, Part::First) else { return };
        self.receiver = declared.child_by_field_name("name").map(|name| self.plain_name(name));
        let Some(of) = declared.child_by_field_name("type") else { return };
        let Some(name) = self.type_names(of).into_iter().next() else { return };
        let known = self.outline.classes.iter().position(|class| class.name == name);
        self.scope.class = match known {
            Some(known) => ClassId::try_from(known).ok(),
            None => self.class_called(name, Vec::new(), of.byte_range()),
        };
    }

    /// The last names of the types in `node`.
    fn type_names(&mut self, node: Node<'l>) -> Vec<Box<str>> {
        let mut names = Vec::new();
        let mut stack = vec![(node, 0)];
        while let Some((node, depth)) = stack.pop() {
            match self.grammar.shape(node) {
                Shape::Name => names.push(self.plain_name(node)),
                Shape::Dot(_, last) => names.extend(self.part(node, last).map(|last| self.plain_name(last))),
                Shape::Pair(..) | Shape::Skip => {}
                Shape::Wrapper(inner) | Shape::Index(inner, _) => {
                    stack.extend(self.part(node, inner).map(|inner| (inner, depth + 1)));
                }
                _ if depth < 4 && names.len() < super::SMALL => {
                    let method = self.method_of(node);
                    let inside = self.children(node).into_iter().rev().filter(|child| Some(*child) != method);
                    stack.extend(inside.map(|child| (child, depth + 1)));
                }
                _ => {}
            }
        }
        names
    }

    /// The name of the method that is called on an object.
    fn method_of(&self, node: Node<'l>) -> Option<Node<'l>> {
        let grammar::Class::Call(grammar::Call { callee: [object, name, ..], .. }) = self.grammar.class(node) else {
            return None;
        };
        self.part(node, *object).and_then(|_| self.part(node, *name))
    }

    /// The name of a definition, which may be written as a path or a text.
    fn spelled_name(&mut self, node: Node<'l>) -> Box<str> {
        match self.grammar.shape(node) {
            Shape::Dot(..) => last_name(&self.lower(node)).unwrap_or_default().into(),
            // what only the run knows is no name
            Shape::Wrapper(_) => match self.lower(node) {
                Expression::Text(text, _) => text,
                _ => Box::default(),
            },
            _ => match self.lower(node) {
                Expression::Text(text, _) => text,
                _ => self.plain_name(node),
            },
        }
    }

    fn parameters(&mut self, node: Node<'l>, is_method: bool) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        if matches!(self.grammar.shape(node), Shape::Name) {
            self.parameter(node, &mut parameters);
            return parameters;
        }
        for (at, child) in self.children(node).into_iter().enumerate() {
            let is_object = at == 0
                && is_method
                && matches!(self.grammar.shape(child), Shape::Name)
                && self.name(child) == Expression::Name("this".into());
            if !is_object {
                self.parameter(child, &mut parameters);
            }
        }
        parameters
    }

    fn parameter(&mut self, node: Node<'l>, parameters: &mut Vec<Parameter>) {
        let mut parameter = Parameter { name: Box::default(), default: None, fields: Vec::new(), is_rest: false };
        let mut node = node;
        let mut is_property = false;
        // at most a handful of layers: a type, a default, a pattern
        for _ in 0..4 {
            match (self.grammar.shape(node), self.grammar.class(node)) {
                (Shape::Skip, _) => return,
                (Shape::Name, _) => {
                    parameter.name = self.plain_name(node);
                    break;
                }
                (Shape::Fields, _) => {
                    parameter.fields = self.parameter_fields(node);
                    break;
                }
                (Shape::Parameter(names), _) => {
                    let names = self.parts(node, names);
                    let Some((last, first)) = names.split_last() else { break };
                    for name in first {
                        parameters.push(Parameter { name: self.plain_name(*name), ..parameter.clone() });
                    }
                    node = *last;
                }
                (Shape::Spread, _) => {
                    parameter.is_rest = true;
                    let field = node.child_by_field_name("name");
                    let Some(inner) = field.or_else(|| self.children(node).last().copied()) else { break };
                    node = inner;
                }
                (Shape::Other, grammar::Class::Binding(binding)) => {
                    is_property |=
                        self.children(node).iter().any(|part| matches!(self.grammar.shape(*part), Shape::Promotion));
                    if let Some(default) = self.part(node, binding.value) {
                        parameter.default = Some(self.lower(default));
                    }
                    let Some(inner) = self.part(node, binding.name) else { break };
                    node = inner;
                }
                _ => break,
            }
        }
        if &*parameter.name == "this" {
            return;
        }
        if is_property && !parameter.name.is_empty() {
            let target = Expression::Member(Box::new(Expression::Name("this".into())), parameter.name.clone());
            self.push_binding(node.start_byte(), target, Expression::Name(parameter.name.clone()), false);
        }
        parameters.push(parameter);
    }

    fn parameter_fields(&mut self, node: Node<'l>) -> Vec<Field> {
        let taken = self.fields(node);
        taken
            .into_iter()
            .map(|field| {
                let name =
                    field.target.filter(|target| matches!(self.grammar.shape(*target), Shape::Name | Shape::Shorthand));
                Field {
                    key: field.key,
                    name: name.map(|name| self.plain_name(name)).unwrap_or_default(),
                    default: field.default,
                }
            })
            .collect()
    }

    fn outer(&self) -> Outer {
        Outer { scope: self.scope, in_fields: self.in_fields, receiver: self.receiver.clone() }
    }

    /// Leaves what was entered from `outer`.
    pub(super) fn back_to(&mut self, outer: Outer) {
        (self.scope, self.in_fields, self.receiver) = (outer.scope, outer.in_fields, outer.receiver);
    }
}

/// `value`, or `default` where there is one.
pub(super) fn or_default(value: Expression, default: Option<Expression>) -> Expression {
    match default {
        Some(default) => choice(vec![value, default]),
        None => value,
    }
}
