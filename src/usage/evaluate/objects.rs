//! Properties of objects: what classes bind them to, and what an object was made with.

use super::texts::is_host;
use super::{DEEPEST, Evaluator, MOST_BINDINGS, MOST_MAKINGS, Open, Place};
use crate::catalog::platform::platform;
use crate::outline::{Binding, Expression};
use crate::usage::value::{Given, Hole, Key, MOST_ALTERNATIVES, Piece, Source, Value};
use std::hash::{DefaultHasher, Hash, Hasher};

impl Evaluator<'_, '_> {
    pub(super) fn member_of(&self, place: Place, owner: &Expression, key: &str, depth: usize) -> Value {
        let owner_value = self.value(place, owner, depth + 1);
        self.member(&owner_value, key, depth)
    }

    /// The property or key of a value.
    pub(in crate::usage) fn member(&self, owner: &Value, key: &str, depth: usize) -> Value {
        match owner {
            Value::Object(entries, is_open) => {
                if let Some((_, value)) = entries.iter().rev().find(|(own, _)| &**own == key) {
                    return value.clone();
                }
                let spread = entries.iter().rev().find(|(own, _)| own.is_empty());
                match spread {
                    Some((_, spread)) => self.member(spread, key, depth + 1),
                    None if *is_open => Value::hole(Source::Elsewhere, key),
                    None => Value::Any([].into()),
                }
            }
            Value::Any(values) if values.is_empty() => owner.clone(),
            Value::Any(values) => Value::any(values.iter().map(|value| self.member(value, key, depth + 1)).collect()),
            Value::First(values) => {
                Value::First(values.iter().map(|value| self.member(value, key, depth + 1)).collect())
            }
            Value::Instance(class, given) => self.property(*class, given, key, depth),
            Value::File(file) => match self.program.given_by(*file, key) {
                Some(meaning) => self.meant(meaning, key, depth),
                None => Value::hole(Source::Elsewhere, key),
            },
            Value::Text(pieces)
                if platform().requests.keys.wholes.iter().any(|whole| whole == key)
                    && is_host(self.program.project, pieces) =>
            {
                owner.clone()
            }
            Value::Text(_) => match owner.as_hole() {
                Some(Hole { source: Source::Parameter(function, at, keys), .. }) => {
                    let keys: Vec<Box<str>> = keys.iter().cloned().chain([key.into()]).collect();
                    Value::hole(Source::Parameter(*function, *at, keys.into()), key)
                }
                Some(hole) if let Some(setting) = self.setting(&hole.name, key, depth) => setting,
                // `ghlConfig.baseUrl`: the owner's name tells, too
                Some(hole) => Value::hole(Source::Elsewhere, format!("{}_{key}", hole.name).trim_start_matches('_')),
                None => Value::hole(Source::Elsewhere, key),
            },
            _ => Value::hole(Source::Elsewhere, key),
        }
    }

    /// What the program's own settings bind `key` to, where a framework hands them on as `owner`.
    fn setting(&self, owner: &str, key: &str, depth: usize) -> Option<Value> {
        if DEEPEST < depth || !platform().requests.is_setting(owner, key) {
            return None;
        }
        let files = self.program.bound_at_top(key).iter().take(MOST_BINDINGS);
        let bound = |file: &usize| self.bound_in(Place::top(*file), None, key, depth + 1);
        let values: Vec<Value> = files.filter_map(bound).map(|(value, _)| value).collect();
        (!values.is_empty()).then(|| Value::any(values))
    }

    /// A property of an object: a method, or what its class binds it to.
    pub(super) fn property(&self, class: Key, given: &[Given], name: &str, depth: usize) -> Value {
        let lineage = self.program.lineage(class);
        let is_set = || lineage.iter().any(|holder| !self.program.own_property(*holder, name).is_empty());
        for holder in &lineage {
            if let Some(method) = self.program.own_method(*holder, name)
                && !is_set()
            {
                return Value::Function(method);
            }
        }
        let bound = |holder: &Key| {
            let bindings = self.program.own_property(*holder, name);
            self.together(holder.file, bindings.into_iter(), None, depth + 1).filter(|value| value.known() != Some(""))
        };
        let find = || lineage.iter().find_map(bound);
        let found = if depth <= DEEPEST {
            self.kept(Open::Property(class, hash(name)), find)
        } else {
            self.cut();
            None
        };
        let Some(found) = found else { return Value::hole(Source::Property(class), name) };
        match found {
            Some(value) if given.is_empty() => self.as_made(class, value, depth),
            Some(value) => self.constructed(class, given, value, depth),
            None => self.made_with(class, name, depth).unwrap_or_else(|| Value::hole(Source::Property(class), name)),
        }
    }

    /// What the field `name` is given wherever an object of `class` is made: `&Client{BaseURL: base}`.
    fn made_with(&self, class: Key, name: &str, depth: usize) -> Option<Value> {
        let mut values = Vec::new();
        for making in self.program.makings(class).iter().take(MOST_MAKINGS) {
            let call = self.program.call(*making);
            let place = Place { file: making.file, scope: call.scope };
            let said = call.arguments.iter().find_map(|argument| match &argument.value {
                value if argument.name.as_deref() == Some(name) => Some(value),
                Expression::Object(entries) => entries.iter().find(|(key, _)| &**key == name).map(|(_, value)| value),
                _ => None,
            });
            let Some(said) = said else { continue };
            values.extend(self.once(Open::MadeWith(*making), || self.value(place, said, depth + 1)));
        }
        (!values.is_empty()).then(|| Value::any(values))
    }

    /// The address that the requests of the only HTTP client begin with which a file makes at its top: what it gives, whatever
    /// others call that.
    pub(super) fn only_client(&self, file: usize, depth: usize) -> Option<Value> {
        if DEEPEST < depth {
            self.cut();
            return None;
        }
        let made = |binding: &Binding| {
            let is_made = binding.scope.function.is_none()
                && matches!((&binding.target, &binding.value), (Expression::Name(_), Expression::Call(_)));
            let place = Place { file, scope: binding.scope };
            match is_made.then(|| self.value(place, &binding.value, depth + 1))? {
                Value::Client(base) => Some((*base).clone()),
                _ => None,
            }
        };
        let bindings = &self.program.outline(file).bindings;
        let clients: Vec<Value> =
            self.once(Open::Clients(file), || bindings.iter().filter_map(made).take(2).collect())?;
        <[Value; 1]>::try_from(clients).ok().map(|[base]| base)
    }

    /// `value` of an object that was made with `given`.
    fn constructed(&self, class: Key, given: &[Given], value: Value, depth: usize) -> Value {
        let lineage = self.program.lineage(class);
        let constructor = lineage.iter().find_map(|class| self.constructor(*class));
        match constructor {
            Some(constructor) => self.substituted(&value, constructor, given, None, depth),
            None => value,
        }
    }

    /// `value` of an object that was made somewhere: with what is given wherever one is.
    fn as_made(&self, class: Key, value: Value, depth: usize) -> Value {
        let lineage = self.program.lineage(class);
        let constructors: Vec<Key> = lineage.iter().filter_map(|class| self.constructor(*class)).collect();
        let is_given =
            |source: &Source| matches!(source, Source::Parameter(function, ..) if constructors.contains(function));
        if !value.has(&is_given) {
            return value;
        }
        let mut values = Vec::new();
        for making in self.program.makings(class).iter().take(MOST_MAKINGS) {
            let call = self.program.call(*making);
            let place = Place { file: making.file, scope: call.scope };
            let constructed = || {
                let given = self.given(place, &call.arguments, depth + 1);
                self.constructed(class, &given, value.clone(), depth + 1)
            };
            values.extend(self.once(Open::Made(*making), constructed));
        }
        if values.is_empty() {
            let by_default = self.constructed(class, &[], value.clone(), depth + 1);
            // nobody makes one here: what it is called still tells
            return if by_default == Value::Any([].into()) { value } else { by_default };
        }
        Value::any(values)
    }

    /// `value`, and where the class that it is about leaves a property open, what it comes to in each class made from that one.
    pub(in crate::usage) fn in_each_class(&self, value: &Value) -> Vec<Value> {
        let open = value.texts().iter().flat_map(|pieces| pieces.to_vec()).find_map(|piece| match piece {
            Piece::Hole(Hole { source: Source::Property(class), .. }) => Some(class),
            _ => None,
        });
        let Some(class) = open else { return vec![value.clone()] };
        let nobody = Key { file: usize::MAX, index: u32::MAX };
        let made = self.program.made_from(class);
        let values: Vec<Value> = made
            .iter()
            .take(MOST_ALTERNATIVES)
            .map(|class| self.substituted(value, nobody, &[], Some(&Value::Instance(*class, [].into())), 0))
            .filter(|filled| filled != value)
            .collect();
        if values.is_empty() { vec![value.clone()] } else { values }
    }

    pub(in crate::usage) fn constructor(&self, class: Key) -> Option<Key> {
        let names = ["constructor", "__init__", "__construct", "initialize", "new", &*self.program.class(class).name];
        names.into_iter().find_map(|name| self.program.own_method(class, name))
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
