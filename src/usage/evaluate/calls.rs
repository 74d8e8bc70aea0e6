//! What is called, and what it gives back.

use super::texts::base_said;
use super::{DEEPEST, Evaluator, MOST_BINDINGS, Open, Place, Target};
use crate::catalog::platform::platform;
use crate::outline::{Call, CallId, Expression};
use crate::usage::request::looks_like_address;
use crate::usage::value::{Given, Key, Source, Value};

impl Evaluator<'_, '_> {
    /// What a call gives back.
    pub(super) fn result(&self, file: usize, call: CallId, depth: usize) -> Value {
        let key = Key { file, index: call };
        let call = self.program.call(key);
        let place = Place { file, scope: call.scope };
        if DEEPEST < depth {
            self.cut();
            return Value::unknown();
        }
        let given = self.given(place, &call.arguments, depth);
        if let Expression::Name(name) = &call.callee
            && let Value::Instance(class, _) = self.named(place, name, depth + 1)
        {
            return Value::Instance(class, given.into());
        }
        if let Some(owner) = self.program.project.made_by(&call.callee) {
            return Value::hole(Source::Elsewhere, owner);
        }
        match self.target(place, &call.callee, depth) {
            Target::Function(function, on) => {
                let returned = self.returned(function, depth);
                returned
                    .map_or_else(Value::unknown, |value| self.substituted(&value, function, &given, on.as_ref(), depth))
            }
            target => {
                let formats = matches!(&call.callee, Expression::Member(_, name) if &**name == "format");
                let said = self
                    .base_of(&given, depth)
                    .filter(|_| !formats)
                    .or_else(|| base_said(self.program.project, call, &given));
                match (said, target) {
                    (Some(base), _) => Value::Client(base.into()),
                    // what sets a client up gives it back, and so does what is not told yet where to send
                    (None, Target::Client(base)) if sets_up(call, &given) => Value::Client(base.into()),
                    _ => self.built(place, call, &given, depth),
                }
            }
        }
    }

    /// What a function gives, with holes for what it is given.
    pub(super) fn returned(&self, function: Key, depth: usize) -> Option<Value> {
        let returned = self.program.function(function);
        let place = Place::inside(self.program, function);
        let value = |value: &Expression| self.value(place, value, depth + 1);
        self.kept(Open::Returned(function), || {
            let values: Vec<Value> = returned.returns.iter().take(MOST_BINDINGS).map(value).collect();
            (!values.is_empty()).then(|| Value::any(values))
        })?
    }

    pub(super) fn is_getter(&self, function: Key) -> bool {
        let function = self.program.function(function);
        function.scope.class.is_some() && function.scope.function.is_none() && function.parameters.is_empty()
    }

    /// What `callee` means.
    pub(in crate::usage) fn target(&self, place: Place, callee: &Expression, depth: usize) -> Target {
        match callee {
            Expression::Name(name) => match self.named(place, name, depth + 1) {
                Value::Function(key) => Target::Function(key, None),
                Value::Client(base) => Target::Client((*base).clone()),
                Value::File(file) => self.only_client(file, depth + 1).map_or(Target::Outside, Target::Client),
                Value::Instance(class, _) if &**name != "this" => match self.constructor(class) {
                    Some(constructor) => Target::Function(constructor, None),
                    None => Target::Outside,
                },
                _ => Target::Outside,
            },
            Expression::Member(owner, name) => {
                let on = self.value(place, owner, depth + 1);
                self.method(&on, name, depth)
            }
            Expression::Function(function) => Target::Function(Key { file: place.file, index: *function }, None),
            _ => Target::Outside,
        }
    }

    pub(super) fn method(&self, on: &Value, name: &str, depth: usize) -> Target {
        match on {
            Value::Client(base) => Target::Client((**base).clone()),
            Value::Any(values) | Value::First(values) => {
                let mut targets = values.iter().map(|value| self.method(value, name, depth));
                targets.find(|target| !matches!(target, Target::Outside)).unwrap_or(Target::Outside)
            }
            Value::File(file) if self.program.given_by(*file, name).is_none() => {
                self.only_client(*file, depth + 1).map_or(Target::Outside, Target::Client)
            }
            // `Api.one.get(..)`, where `one` is called without parentheses
            Value::Function(key) if self.is_getter(*key) && depth < DEEPEST => {
                let gives = self.returned(*key, depth + 1);
                gives.map_or(Target::Outside, |on| self.method(&on, name, depth + 1))
            }
            Value::Instance(class, _) if let Some(key) = self.inherited_method(*class, name) => {
                let implementing = self.implementing(*class, key, name);
                implementing.unwrap_or_else(|| Target::Function(key, Some(on.clone())))
            }
            _ => match self.member(on, name, depth + 1) {
                Value::Function(key) => Target::Function(key, Some(on.clone())),
                Value::Client(base) => Target::Client((*base).clone()),
                _ => match on.as_hole() {
                    Some(hole) => self.by_class_name(&hole.name, name),
                    None => Target::Outside,
                },
            },
        }
    }

    pub(super) fn inherited_method(&self, class: Key, name: &str) -> Option<Key> {
        self.program.lineage(class).iter().find_map(|class| self.program.own_method(*class, name))
    }

    /// The method of the only class made from `class` that does what `method` only announces: an interface's, or an abstract one.
    fn implementing(&self, class: Key, method: Key, name: &str) -> Option<Target> {
        let is_empty =
            |method: Key| self.program.calls_in(method).is_empty() && self.program.function(method).returns.is_empty();
        if !is_empty(method) {
            return None;
        }
        let made = self.program.made_from(class).iter().copied();
        let mut found = made.filter_map(|class| Some((class, self.program.own_method(class, name)?)));
        match (found.next(), found.next()) {
            (Some((class, method)), None) => Some(Target::Function(method, Some(Value::Instance(class, [].into())))),
            _ => None,
        }
    }

    /// The method of the class that a name is called after: `$this->client->get(..)` where there is one `Client`.
    fn by_class_name(&self, owner: &str, method: &str) -> Target {
        let found = self.program.class_like(owner).and_then(|class| {
            let method = self.inherited_method(class, method)?;
            Some(Target::Function(method, Some(Value::Instance(class, [].into()))))
        });
        found.unwrap_or(Target::Outside)
    }
}

/// Whether a call on a client gives the client.
fn sets_up(call: &Call, given: &[Given]) -> bool {
    let Expression::Member(_, name) = &call.callee else { return false };
    let is_path = |given: &Given| given.value.texts().iter().any(|pieces| looks_like_address(pieces));
    given.is_empty() || !platform().requests.sends(name) && !given.iter().any(is_path)
}
