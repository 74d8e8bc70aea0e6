//! What gets a value: by assignment, declaration, taking apart, as a field of a class, or in a loop.

use super::functions::or_default;
use super::names::{is_path, last_name, member};
use super::{Lowering, MOST, copied};
use crate::outline::{Binding, Expression};
use crate::read::grammar::shape::{Shape, Through};
use crate::read::grammar::{Class, Part};
use tree_sitter::Node;

/// What a pattern takes out of an object.
pub(super) struct Taken<'l> {
    /// The key; empty for all that is left.
    pub(super) key: Box<str>,
    /// What it is bound to.
    pub(super) target: Option<Node<'l>>,
    pub(super) default: Option<Expression>,
}

/// An element of a pattern.
struct Place<'l> {
    /// Its number.
    at: usize,
    key: Option<Node<'l>>,
    target: Node<'l>,
}

impl<'l> Lowering<'l> {
    /// A node that binds `name` to `value`. Gives what was bound.
    pub(super) fn bind(&mut self, node: Node<'l>, name: Part, value: Part) -> Expression {
        let targets = self.parts(node, name);
        let held = self.part(node, value);
        for child in self.children(node) {
            if !targets.contains(&child) && Some(child) != held {
                self.lower(child);
            }
        }
        let Some(held) = held.filter(|held| !targets.contains(held)) else {
            return Expression::Unknown;
        };
        let targets: Vec<Node<'l>> = targets.into_iter().flat_map(|target| self.flat(target)).collect();
        let held = self.flat(held);
        let adds = match sign(node) {
            Some("+=" | ".=") => true,
            Some("=" | ":=" | "||=" | "??=" | "?=") | None => false,
            Some(_) => {
                held.into_iter().for_each(|held| drop(self.lower(held)));
                return Expression::Unknown;
            }
        };
        let mut first = Expression::Unknown;
        let n_held = held.len();
        let mut held = held.into_iter();
        for (at, target) in targets.iter().enumerate() {
            let is_same_count = n_held == targets.len();
            let value = if at == 0 || is_same_count { held.next() } else { None };
            let bound = self.bind_one(*target, value, adds);
            if at == 0 {
                first = bound;
            }
        }
        held.for_each(|rest| drop(self.lower(rest)));
        first
    }

    fn bind_one(&mut self, target: Node<'l>, value: Option<Node<'l>>, adds: bool) -> Expression {
        if matches!(self.grammar.shape(target), Shape::Fields | Shape::Elements) {
            let value = value.map(|value| self.lower(value)).unwrap_or_default();
            if !self.import_fields(target, &value) {
                self.take(target, value);
            }
            return Expression::Unknown;
        }
        let start = target.start_byte();
        let name = self.target(target);
        let value = value.map(|value| self.lower_as(last_name(&name).map(Into::into), value)).unwrap_or_default();
        if let (Expression::Name(local), Some(from)) = (&name, self.required(&value)) {
            self.import_whole(local.clone(), from);
            return name;
        }
        self.push_binding(start, name.clone(), value, adds);
        name
    }

    /// What stands on the left: a name right in a class is a property of its objects.
    fn target(&mut self, node: Node<'l>) -> Expression {
        let shapes = self.grammar.shapes;
        let lowered = match self.lower(node) {
            // what is not read is no name of a variable in the environment
            Expression::Environment(_) => Expression::Unknown,
            lowered => lowered,
        };
        match lowered {
            Expression::Name(name) if self.in_fields && shapes.binds_fields => {
                Expression::Member(Box::new(Expression::Name("this".into())), name)
            }
            lowered => lowered,
        }
    }

    /// Records a binding, where the target can be named.
    pub(super) fn push_binding(&mut self, start: usize, target: Expression, value: Expression, adds: bool) {
        if value == Expression::Unknown && target == Expression::Name("_".into()) {
            return;
        }
        // a key that only the run knows changes what is known of the others
        let is_known = match &target {
            Expression::Element(owner) => is_path(owner),
            target => is_path(target),
        };
        if is_known && self.bindings.len() < MOST {
            let binding = Binding {
                target,
                value,
                adds,
                scope: self.scope_at(start),
                block: self.reach.block(),
                arms: self.reach.arms(start),
                settled: self.course.settled(),
                loops: self.course.loops(),
            };
            self.bindings.push((start, binding));
        }
    }

    /// Binds what is in the pattern `node` to what `value` holds.
    fn take(&mut self, node: Node<'l>, value: Expression) {
        match self.grammar.shape(node) {
            Shape::Fields => {
                let value = copied(&value);
                for field in self.fields(node) {
                    let Some(target) = field.target else { continue };
                    let held = if field.key.is_empty() { value.clone() } else { property(&value, field.key) };
                    self.take(target, or_default(held, field.default));
                }
            }
            Shape::Elements => self.take_elements(node, value),
            Shape::Pair(_, inner) => {
                if let Some(inner) = self.part(node, inner) {
                    self.take(inner, value);
                }
            }
            Shape::Spread | Shape::Wrapper(_) => {
                if let Some(inner) = self.part(node, Part::First) {
                    self.take(inner, value);
                }
            }
            Shape::Other if let Class::Binding(binding) = self.grammar.class(node) => {
                let default = self.part(node, binding.value).map(|default| self.lower(default));
                if let Some(inner) = self.part(node, binding.name) {
                    self.take(inner, or_default(value, default));
                }
            }
            _ => {
                let start = node.start_byte();
                let target = self.target(node);
                self.push_binding(start, target, value, false);
            }
        }
    }

    /// Binds each element of the pattern `node` to what `value` holds at its place or under its key.
    fn take_elements(&mut self, node: Node<'l>, value: Expression) {
        let (mut items, whole) = match value {
            Expression::List(items) => (items, None),
            value => (Vec::new(), Some(copied(&value))),
        };
        let places = self.places(node);
        let last = places.last().map_or(0, |place| place.at);
        let mut is_behind_rest = false;
        for place in places {
            let is_rest = matches!(self.grammar.shape(place.target), Shape::Spread);
            let n_behind = last.saturating_sub(place.at);
            let key = place.key.map(|key| self.key(key, false));
            let held = match (&whole, key) {
                // a number is the place in a list, and a key of an object
                (Some(whole), Some(Some(key)))
                    if matches!(whole, Expression::Object(_)) || key.parse::<usize>().is_err() =>
                {
                    property(whole, key)
                }
                (Some(whole), _) if is_rest || *whole == Expression::Unknown => whole.clone(),
                (Some(whole), _) => Expression::Element(Box::new(whole.clone())),
                (None, Some(key)) => {
                    let at = key.and_then(|key| key.parse::<usize>().ok());
                    at.and_then(|at| items.get_mut(at)).map(std::mem::take).unwrap_or_default()
                }
                (None, None) if is_rest => {
                    let end = items.len().saturating_sub(n_behind);
                    let left = items.get_mut(place.at..end).unwrap_or_default();
                    Expression::List(left.iter_mut().map(std::mem::take).collect())
                }
                (None, None) => {
                    let at = if is_behind_rest { items.len().wrapping_sub(n_behind + 1) } else { place.at };
                    items.get_mut(at).map(std::mem::take).unwrap_or_default()
                }
            };
            is_behind_rest |= is_rest;
            self.take(place.target, held);
        }
    }

    /// The elements of a pattern; between two commas there may be none.
    fn places(&self, node: Node<'l>) -> Vec<Place<'l>> {
        let mut places: Vec<Place<'l>> = Vec::new();
        let (mut at, mut key) = (0, None);
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match child.kind() {
                _ if child.is_named() && !self.grammar.is_aside(child) => {
                    places.push(Place { at, key: key.take(), target: child });
                }
                "," => at += 1,
                "=>" => key = places.pop().map(|place| place.target),
                _ => {}
            }
        }
        places
    }

    /// What a pattern takes out.
    pub(super) fn fields(&mut self, node: Node<'l>) -> Vec<Taken<'l>> {
        let mut fields = Vec::new();
        for child in self.children(node) {
            let (key, mut target) = match (self.grammar.shape(child), self.grammar.class(child)) {
                (Shape::Pair(key, value), _) => {
                    let key = self.part(child, key).and_then(|key| self.key(key, false));
                    (key, self.part(child, value))
                }
                (Shape::Spread, _) => (Some(Box::default()), self.part(child, Part::First)),
                (Shape::Other, Class::Binding(binding)) => {
                    let name = self.part(child, binding.name);
                    (name.map(|name| self.plain_name(name)), Some(child))
                }
                _ => (Some(self.plain_name(child)), Some(child)),
            };
            let Some(key) = key else { continue };
            let mut default = None;
            if let Some(inner) = target
                && let (Shape::Other, Class::Binding(binding)) = (self.grammar.shape(inner), self.grammar.class(inner))
            {
                default = self.part(inner, binding.value).map(|default| self.lower(default));
                target = self.part(inner, binding.name);
            }
            fields.push(Taken { key, target, default });
        }
        fields
    }

    /// A loop: its name is bound to any of what it goes through.
    pub(super) fn through(&mut self, node: Node<'l>, name: Part, list: Part, through: Through) -> Expression {
        let body = node.child_by_field_name("body").filter(|body| self.part(node, list) != Some(*body));
        let heads: Vec<Node<'l>> = self.children(node).into_iter().filter(|child| Some(*child) != body).collect();
        let find = |wanted: Part| match wanted {
            Part::Last => heads.last().copied().into_iter().collect(),
            _ => self.parts(node, wanted),
        };
        let (targets, lists): (Vec<Node<'l>>, Vec<Node<'l>>) = (find(name), find(list));
        for head in heads.iter().filter(|head| !targets.contains(head) && !lists.contains(head)) {
            self.lower(*head);
        }
        let mut values: Vec<Expression> = lists.into_iter().map(|list| self.lower(list)).collect();
        let list = match through {
            Through::Words => Expression::List(values),
            _ => values.pop().unwrap_or_default(),
        };
        let element = if list == Expression::Unknown { list } else { Expression::Element(Box::new(list)) };
        if let Some(body) = body {
            self.course.settle_in(body);
        }
        let mut targets: Vec<Node<'l>> = targets.into_iter().flat_map(|target| self.flat(target)).collect();
        if through == Through::Counted && !targets.is_empty() {
            let number = targets.remove(0);
            self.take(number, Expression::Unknown);
        }
        if let Some(target) = targets.first() {
            self.take(*target, element);
        }
        if let Some(body) = body {
            self.lower(body);
        }
        Expression::Unknown
    }

    /// The parts of several values at once, or the one.
    fn flat(&self, node: Node<'l>) -> Vec<Node<'l>> {
        if matches!(self.grammar.shape(node), Shape::Tuple) { self.children(node) } else { vec![node] }
    }
}

/// What `value` holds under `key`.
fn property(value: &Expression, key: Box<str>) -> Expression {
    let known = match value {
        Expression::Object(entries) => entries.iter().rev().find(|(name, _)| name.is_empty() || *name == key),
        _ => None,
    };
    match (value, known) {
        (_, Some((name, held))) if !name.is_empty() => held.clone(),
        (Expression::Object(_), None) | (Expression::Unknown, _) => Expression::Unknown,
        _ => member(value.clone(), key),
    }
}

/// The sign between a name and its value.
fn sign<'l>(node: Node<'l>) -> Option<&'static str> {
    let mut cursor = node.walk();
    let mut signs = node.children(&mut cursor).filter(|child| !child.is_named()).map(|child: Node<'l>| child.kind());
    signs.find(|sign| sign.ends_with('=') && !matches!(*sign, "==" | "<=" | ">=" | "!="))
}
