//! What names are bound to: here, in the functions around, in other files.

use super::{Evaluator, Open, Place, element};
use crate::outline::{Binding, Expression, Parameter};
use crate::usage::program::Meaning;
use crate::usage::value::{Key, Source, Value};

impl Evaluator<'_, '_> {
    /// What `name` is bound to here.
    pub(super) fn named(&self, place: Place, name: &str, depth: usize) -> Value {
        if name == "this" {
            return match place.scope.class {
                Some(class) => Value::Instance(Key { file: place.file, index: class }, [].into()),
                None => Value::hole(Source::Elsewhere, name),
            };
        }
        let outline = self.program.outline(place.file);
        let mut function = place.scope.function;
        while let Some(index) = function {
            let key = Key { file: place.file, index };
            let bound = self.bound_in(place, Some(index), name, depth);
            let parameter = self.parameter(key, name, depth);
            match (bound, parameter) {
                // `if (!options) options = {}` and the like: both count
                (Some((bound, false)), Some(value)) => return Value::any(vec![bound, value]),
                (Some((bound, _)), _) => return bound,
                (None, Some(value)) => return value,
                (None, None) => {}
            }
            if let Some(inner) = self.program.inner_function(key, name) {
                return Value::Function(inner);
            }
            function = outline.functions.get(index as usize).and_then(|function| function.scope.function);
        }
        // what a shell's function is given has no other name
        if let (Some(index), Some(at)) =
            (place.scope.function, name.parse().ok().and_then(|at: usize| at.checked_sub(1)))
        {
            return Value::hole(Source::Parameter(Key { file: place.file, index }, at, [].into()), name);
        }
        if let Some((value, _)) = self.bound_in(place, None, name, depth) {
            return value;
        }
        if let Some(value) = self.own_field(place, name, depth) {
            return value;
        }
        let meaning = self.program.given_by(place.file, name).filter(|meaning| !matches!(meaning, Meaning::Top(_)));
        let meaning = meaning.or_else(|| self.program.imported(place.file, name)).or_else(|| {
            self.program.elsewhere(place.file, name).filter(|meaning| *meaning != Meaning::Top(place.file))
        });
        match meaning {
            Some(meaning) => self.meant(meaning, name, depth),
            None => Value::hole(Source::Elsewhere, name),
        }
    }

    /// What a class binds its field `name` to: most languages name one without `this`.
    fn own_field(&self, place: Place, name: &str, depth: usize) -> Option<Value> {
        let class = Key { file: place.file, index: place.scope.class? };
        let is_field =
            self.program.lineage(class).iter().any(|class| !self.program.own_property(*class, name).is_empty());
        is_field.then(|| self.property(class, &[], name, depth))
    }

    pub(super) fn meant(&self, meaning: Meaning, name: &str, depth: usize) -> Value {
        match meaning {
            Meaning::Function(key) => Value::Function(key),
            Meaning::Class(key) => Value::Instance(key, [].into()),
            Meaning::File(file) => Value::File(file),
            Meaning::Top(file) => {
                let bound = self.bound_in(Place::top(file), None, name, depth).map(|(value, _)| value);
                bound.unwrap_or_else(|| Value::hole(Source::Elsewhere, name))
            }
        }
    }

    /// The parameter of `function` that is called `name`, as a hole, or what stands in for it.
    pub(super) fn parameter(&self, function: Key, name: &str, depth: usize) -> Option<Value> {
        let parameters = &self.program.function(function).parameters;
        let hole = |at: usize, keys: &[Box<str>]| match (keys, at) {
            (keys, 0) if self.program.looped_by(function).is_some() => {
                let element = self.looped(function, depth);
                keys.iter().fold(element, |value, key| self.member(&value, key, depth + 1))
            }
            _ => Value::hole(Source::Parameter(function, at, keys.into()), name),
        };
        let or_default = |hole: Value, default: &Option<Expression>| match default {
            Some(default) => {
                let place = Place { file: function.file, scope: self.program.function(function).scope };
                Value::First([hole, self.value(place, default, depth + 1)].into())
            }
            None => hole,
        };
        for (at, parameter) in parameters.iter().enumerate() {
            let Parameter { name: own, default, fields, is_rest } = parameter;
            if &**own == name {
                return Some(if *is_rest { Value::unknown() } else { or_default(hole(at, &[]), default) });
            }
            if let Some(field) = fields.iter().find(|field| &*field.name == name) {
                return Some(or_default(hole(at, std::slice::from_ref(&field.key)), &field.default));
            }
        }
        None
    }

    /// An element of what the closure `function` is called for each of.
    fn looped(&self, function: Key, depth: usize) -> Value {
        let Some((call, list)) = self.program.looped_by(function) else { return Value::unknown() };
        let place = Place { file: function.file, scope: call.scope };
        let Some(list) = self.once(Open::Looped(function), || self.value(place, list, depth + 1)) else {
            return Value::unknown();
        };
        element(&list)
    }

    /// What the bindings of `name` in one function, or at the top of a file, come to together at `place`; whether it can be
    /// nothing else, whatever the name was before.
    pub(super) fn bound_in(
        &self,
        place: Place,
        function: Option<u32>,
        name: &str,
        depth: usize,
    ) -> Option<(Value, bool)> {
        let mut found = self.program.bindings(place, function, name);
        // what a name is made from itself stood there before: `url = trim(url)`
        let is_open = |at: usize| self.open.borrow().contains(&Open::Binding(place.file, at));
        found.truncate(found.iter().position(|(at, _)| is_open(*at)).unwrap_or(found.len()));
        let at = place.scope.at.filter(|_| place.scope.function == function);
        let settled = at.and_then(|at| {
            let (_, last) = *found.iter().rfind(|(_, bound)| bound.is_settled_at(at))?;
            let left = found.iter().filter(|(_, bound)| bound.may_follow(last, at)).copied();
            self.together(place.file, left, Some(at), depth)
        });
        let (value, is_settled) = match settled.filter(|value| !is_lost(value)) {
            Some(value) => (value, true),
            None => (self.together(place.file, found.into_iter(), at, depth)?, false),
        };
        Some((self.with_members(place, function, name, value, depth), is_settled))
    }

    /// What `bindings` of one name come to together; `used_at` is the byte of their function where the name is used, if it is there.
    pub(super) fn together<'b>(
        &self,
        file: usize,
        bindings: impl Iterator<Item = (usize, &'b Binding)>,
        used_at: Option<u32>,
        depth: usize,
    ) -> Option<Value> {
        let mut values: Vec<Value> = Vec::new();
        for (at, binding) in bindings {
            let Some(value) = self.followed(file, at, binding, depth) else { continue };
            if binding.adds {
                let before = if values.is_empty() { Value::text("") } else { Value::any(std::mem::take(&mut values)) };
                let added = Value::join(&[before.clone(), value]);
                let is_settled = used_at.is_some_and(|at| binding.settled.contains(&at));
                values = if is_settled { vec![added] } else { vec![before, added] };
            } else {
                values.push(value);
            }
        }
        // empty text is what a name has until it has something
        if 1 < values.len() {
            values.retain(|value| value.known() != Some(""));
        }
        (!values.is_empty()).then(|| Value::any(values))
    }

    /// What one binding comes to; `None` in a circle.
    pub(super) fn followed(&self, file: usize, at: usize, binding: &Binding, depth: usize) -> Option<Value> {
        let place = Place { file, scope: binding.scope };
        self.kept(Open::Binding(file, at), || Some(self.value(place, &binding.value, depth + 1)))?
    }
}

/// Whether a value, or one that it may be, is nothing that was found.
fn is_lost(value: &Value) -> bool {
    match value {
        Value::Any(values) | Value::First(values) => values.iter().any(is_lost),
        value => value.as_hole().is_some_and(|hole| hole.source == Source::Elsewhere),
    }
}
