//! What expressions come to: names are followed to what they are bound to, through functions, classes and files.
//!
//! Nothing is run. Where a name has several values all of them count, and what only a caller or the environment knows stays a hole.

use super::program::{Meaning, Program};
use super::value::{Given, Hole, Key, MOST_ALTERNATIVES, Piece, Source, Value};
use crate::catalog::method::Method;
use crate::catalog::platform::platform;
use crate::outline::{Argument, Binding, Call, CallId, Expression, Parameter, Scope};
use crate::project::Project;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How deep expressions, names and functions are followed.
const DEEPEST: usize = 24;
/// Steps that the calls of one file may take; a program that needs more is not followed further.
const MOST_STEPS: usize = 400_000;
/// Bindings of one name that are looked at.
const MOST_BINDINGS: usize = 8;
/// Places that make an object of a class that are looked at.
const MOST_MAKINGS: usize = 6;

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) scope: Scope,
}

/// What is called.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// A function of the program, and the object that it is called on.
    Function(Key, Option<Value>),
    /// A method of an HTTP client, by the address that its requests begin with.
    Client(Value),
    /// Something outside of the program.
    Outside,
}

/// Follows names through a program.
#[derive(Debug)]
pub(super) struct Evaluator<'p, 'o> {
    pub(super) program: &'p Program<'o>,
    steps: Cell<usize>,
    /// Bindings, functions and properties that are being followed, so that a circle ends.
    open: RefCell<HashSet<(usize, usize, u64)>>,
}

impl<'p, 'o> Evaluator<'p, 'o> {
    pub(super) fn new(program: &'p Program<'o>) -> Self {
        Self { program, steps: Cell::new(0), open: RefCell::new(HashSet::new()) }
    }

    /// Forgets what the last file took.
    pub(super) fn begin_file(&self) {
        self.steps.set(0);
    }

    /// Whether the program was too much to be followed.
    pub(super) fn is_exhausted(&self) -> bool {
        MOST_STEPS <= self.steps.get()
    }

    /// What `expression` comes to.
    pub(super) fn value(&self, place: Place, expression: &Expression, depth: usize) -> Value {
        self.steps.set(self.steps.get() + 1);
        if DEEPEST < depth || self.is_exhausted() {
            return Value::unknown();
        }
        let each = |expressions: &[Expression]| -> Vec<Value> {
            expressions.iter().map(|expression| self.value(place, expression, depth + 1)).collect()
        };
        match expression {
            Expression::Text(text, _) => Value::text(text),
            Expression::Name(name) => match self.named(place, name, depth + 1) {
                // where a method is called without parentheses
                Value::Function(key) if self.is_getter(key) => {
                    self.returned(key, depth + 1).unwrap_or(Value::Function(key))
                }
                value => value,
            },
            Expression::Member(owner, key) => self.member_of(place, owner, key, depth + 1),
            Expression::Element(owner) => element(&self.value(place, owner, depth + 1)),
            Expression::Join(parts) => Value::join(&each(parts)),
            Expression::Choice(parts) => first_or_any(each(parts)),
            Expression::Call(call) => self.result(place.file, *call, depth + 1),
            Expression::Object(entries) => {
                let mut merged: Vec<(Box<str>, Value)> = Vec::new();
                let mut is_open = false;
                for (key, value) in entries {
                    let value = self.value(place, value, depth + 1);
                    if !key.is_empty() {
                        set(&mut merged, key, value);
                    } else if let Value::Object(inner, inner_open) = &value {
                        is_open |= inner_open;
                        inner.iter().for_each(|(key, value)| set(&mut merged, key, value.clone()));
                    } else {
                        is_open = true;
                        // what a caller gives can still tell
                        merged.push(("".into(), value));
                    }
                }
                Value::Object(merged.into(), is_open)
            }
            Expression::List(parts) => Value::List(each(parts).into()),
            Expression::Function(function) => Value::Function(Key { file: place.file, index: *function }),
            Expression::Environment(name) => Value::hole(Source::Environment, name),
            Expression::Unknown => Value::unknown(),
        }
    }

    /// What `name` is bound to here.
    fn named(&self, place: Place, name: &str, depth: usize) -> Value {
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
            let bound = self.bound_in(place.file, Some(index), name, depth);
            let parameter = self.parameter(key, name, depth);
            if let Some(value) = parameter {
                return match bound {
                    // `options = { ...options }` and the like: both count
                    Some(bound) => Value::any(vec![bound, value]),
                    None => value,
                };
            }
            if let Some(bound) = bound {
                return bound;
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
        if let Some(value) = self.bound_in(place.file, None, name, depth) {
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

    fn meant(&self, meaning: Meaning, name: &str, depth: usize) -> Value {
        match meaning {
            Meaning::Function(key) => Value::Function(key),
            Meaning::Class(key) => Value::Instance(key, [].into()),
            Meaning::File(file) => Value::File(file),
            Meaning::Top(file) => {
                self.bound_in(file, None, name, depth).unwrap_or_else(|| Value::hole(Source::Elsewhere, name))
            }
        }
    }

    /// The parameter of `function` that is called `name`, as a hole, or what stands in for it.
    fn parameter(&self, function: Key, name: &str, depth: usize) -> Option<Value> {
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
        if !self.open.borrow_mut().insert((function.file, function.index as usize, 4)) {
            return Value::unknown();
        }
        let place = Place { file: function.file, scope: call.scope };
        let list = self.value(place, list, depth + 1);
        self.open.borrow_mut().remove(&(function.file, function.index as usize, 4));
        element(&list)
    }

    /// What the bindings of `name` in one function, or at the top of a file, come to together.
    fn bound_in(&self, file: usize, function: Option<u32>, name: &str, depth: usize) -> Option<Value> {
        let found = self.program.bindings(file, function, name);
        let value = self.together(file, found.into_iter(), depth)?;
        Some(self.with_members(file, function, name, value, depth))
    }

    /// `value` with what is set on it later: `options.method = 'POST'`.
    fn with_members(&self, file: usize, function: Option<u32>, name: &str, value: Value, depth: usize) -> Value {
        let later: Vec<(usize, &Binding)> = self.program.member_bindings(file, function, name);
        if later.is_empty() {
            return value;
        }
        let (mut entries, is_open) = match &value {
            Value::Object(entries, is_open) => (entries.to_vec(), *is_open),
            Value::Text(_) => (Vec::new(), true),
            _ => return value,
        };
        for (at, binding) in later {
            if let Expression::Member(_, key) = &binding.target
                && let Some(value) = self.followed(file, at, binding, depth)
            {
                set(&mut entries, key, value);
            }
        }
        Value::Object(entries.into(), is_open)
    }

    fn together<'b>(
        &self,
        file: usize,
        bindings: impl Iterator<Item = (usize, &'b Binding)>,
        depth: usize,
    ) -> Option<Value> {
        let mut values: Vec<Value> = Vec::new();
        for (at, binding) in bindings {
            let Some(value) = self.followed(file, at, binding, depth) else { continue };
            if binding.adds {
                let before = if values.is_empty() { Value::text("") } else { Value::any(std::mem::take(&mut values)) };
                values = vec![before.clone(), Value::join(&[before, value])];
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
    fn followed(&self, file: usize, at: usize, binding: &Binding, depth: usize) -> Option<Value> {
        if !self.open.borrow_mut().insert((file, at, 0)) {
            return None;
        }
        let value = self.value(Place { file, scope: binding.scope }, &binding.value, depth + 1);
        self.open.borrow_mut().remove(&(file, at, 0));
        Some(value)
    }

    fn member_of(&self, place: Place, owner: &Expression, key: &str, depth: usize) -> Value {
        let owner_value = self.value(place, owner, depth + 1);
        self.member(&owner_value, key, depth)
    }

    /// The property or key of a value.
    pub(super) fn member(&self, owner: &Value, key: &str, depth: usize) -> Value {
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
            Value::Text(_) => match owner.as_hole() {
                Some(Hole { source: Source::Parameter(function, at, keys), .. }) => {
                    let keys: Vec<Box<str>> = keys.iter().cloned().chain([key.into()]).collect();
                    Value::hole(Source::Parameter(*function, *at, keys.into()), key)
                }
                // `ghlConfig.baseUrl`: the owner's name tells, too
                Some(hole) => Value::hole(Source::Elsewhere, format!("{}_{key}", hole.name).trim_start_matches('_')),
                None => Value::hole(Source::Elsewhere, key),
            },
            _ => Value::hole(Source::Elsewhere, key),
        }
    }

    /// A property of an object: a method, or what its class binds it to.
    fn property(&self, class: Key, given: &[Given], name: &str, depth: usize) -> Value {
        let open = (class.file, class.index as usize, 1 | hash(name) << 8);
        let lineage = self.program.lineage(class);
        let is_set = || lineage.iter().any(|holder| !self.program.own_property(*holder, name).is_empty());
        for holder in &lineage {
            if let Some(method) = self.program.own_method(*holder, name)
                && !is_set()
            {
                return Value::Function(method);
            }
        }
        if DEEPEST < depth || !self.open.borrow_mut().insert(open) {
            return Value::hole(Source::Property(class), name);
        }
        let mut found = None;
        for holder in &lineage {
            let indexed = self.program.own_property(*holder, name);
            if let Some(value) = self.together(holder.file, indexed.into_iter(), depth + 1)
                && value.known() != Some("")
            {
                found = Some(value);
                break;
            }
        }
        self.open.borrow_mut().remove(&open);
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
            if self.open.borrow_mut().insert((making.file, making.index as usize, 5)) {
                values.push(self.value(place, said, depth + 1));
                self.open.borrow_mut().remove(&(making.file, making.index as usize, 5));
            }
        }
        (!values.is_empty()).then(|| Value::any(values))
    }

    /// The only HTTP client that a file makes at its top: what it gives, whatever others call that.
    fn only_client(&self, file: usize, depth: usize) -> Option<Value> {
        if DEEPEST < depth || !self.open.borrow_mut().insert((file, 0, 6)) {
            return None;
        }
        let outline = self.program.outline(file);
        let made = |binding: &Binding| {
            let is_made = binding.scope.function.is_none()
                && matches!((&binding.target, &binding.value), (Expression::Name(_), Expression::Call(_)));
            let value = is_made.then(|| self.value(Place { file, scope: binding.scope }, &binding.value, depth + 1))?;
            matches!(value, Value::Client(_)).then_some(value)
        };
        let clients: Vec<Value> = outline.bindings.iter().filter_map(made).take(2).collect();
        self.open.borrow_mut().remove(&(file, 0, 6));
        <[Value; 1]>::try_from(clients).ok().map(|[client]| client)
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
            if !self.open.borrow_mut().insert((making.file, making.index as usize, 3)) {
                continue;
            }
            let call = self.program.call(*making);
            let given = self.given(Place { file: making.file, scope: call.scope }, &call.arguments, depth + 1);
            values.push(self.constructed(class, &given, value.clone(), depth + 1));
            self.open.borrow_mut().remove(&(making.file, making.index as usize, 3));
        }
        if values.is_empty() {
            let by_default = self.constructed(class, &[], value.clone(), depth + 1);
            // nobody makes one here: what it is called still tells
            return if by_default == Value::Any([].into()) { value } else { by_default };
        }
        Value::any(values)
    }

    /// `value`, and where the class that it is about leaves a property open, what it comes to in each class made from that one.
    pub(super) fn in_each_class(&self, value: &Value) -> Vec<Value> {
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

    pub(super) fn constructor(&self, class: Key) -> Option<Key> {
        let names = ["constructor", "__init__", "__construct", "initialize", "new", &*self.program.class(class).name];
        names.into_iter().find_map(|name| self.program.own_method(class, name))
    }

    /// What a call gives back.
    fn result(&self, file: usize, call: CallId, depth: usize) -> Value {
        let key = Key { file, index: call };
        let call = self.program.call(key);
        let place = Place { file, scope: call.scope };
        if DEEPEST < depth {
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
    fn returned(&self, function: Key, depth: usize) -> Option<Value> {
        if !self.open.borrow_mut().insert((function.file, function.index as usize, 2)) {
            return None;
        }
        let returned = &self.program.function(function);
        let scope = Scope { function: Some(function.index), class: returned.scope.class };
        let values: Vec<Value> = returned
            .returns
            .iter()
            .take(MOST_BINDINGS)
            .map(|value| self.value(Place { file: function.file, scope }, value, depth + 1))
            .collect();
        self.open.borrow_mut().remove(&(function.file, function.index as usize, 2));
        (!values.is_empty()).then(|| Value::any(values))
    }

    fn is_getter(&self, function: Key) -> bool {
        let function = self.program.function(function);
        function.scope.class.is_some() && function.scope.function.is_none() && function.parameters.is_empty()
    }

    /// The address that the requests of a client begin with, where a call is given one by name.
    fn base_of(&self, given: &[Given], depth: usize) -> Option<Value> {
        let keys = &platform().requests.keys.base;
        let named =
            given.iter().find(|given| given.name.as_ref().is_some_and(|name| keys.iter().any(|key| **key == **name)));
        if let Some(named) = named {
            return is_address(&named.value).then(|| named.value.clone());
        }
        given.iter().find_map(|given| {
            let Value::Object(entries, _) = &given.value else { return None };
            let is_request =
                platform().requests.keys.url.iter().any(|key| entries.iter().any(|(own, _)| **own == **key));
            let base = keys.iter().find(|key| entries.iter().any(|(own, _)| **own == ***key))?;
            let value = self.member(&given.value, base, depth + 1);
            (!is_request && is_address(&value)).then_some(value)
        })
    }

    /// What functions of the language give that put texts together, or hand them on.
    fn built(&self, place: Place, call: &Call, given: &[Given], depth: usize) -> Value {
        let (receiver, name) = match &call.callee {
            Expression::Member(owner, name) => (Some(&**owner), &**name),
            Expression::Name(name) => (None, &**name),
            _ => return Value::unknown(),
        };
        let first = || given.first().map(|given| given.value.clone());
        // followed once: each call of a chain asks for the one before
        let known = std::cell::OnceCell::new();
        let on = || known.get_or_init(|| receiver.map(|receiver| self.value(place, receiver, depth + 1))).clone();
        match name.to_ascii_lowercase().as_str() {
            // the texts as they are, or with other letters
            "trim" | "tostring" | "to_string" | "rstrip" | "lstrip" | "strip" | "trimend" | "as_str" | "to_owned"
            | "into" | "clone" | "geturl" | "to_s" | "chomp" | "freeze" | "removesuffix" | "touppercase"
            | "tolowercase" | "upper" | "lower" | "upcase" | "downcase" | "to_uppercase" | "to_lowercase"
            | "replace" | "tostr" | "valueof"
                if receiver.is_some() =>
            {
                on().unwrap_or_default_hole()
            }
            // an address below another
            "urljoin" | "url_join" | "resolve" if given.len() == 2 => below(&given[0].value, &given[1].value),
            "url" | "uri" if given.len() == 2 => {
                let begins = given[0].value.texts().iter().any(|pieces| is_host(self.program.project, pieces));
                let (base, path) = if begins { (0, 1) } else { (1, 0) };
                below(&given[base].value, &given[path].value)
            }
            "join" | "joinpath" if matches!(given, [first, _, ..] if first.value.texts().iter().any(|pieces| is_host(self.program.project, pieces))) => {
                given[1..].iter().fold(given[0].value.clone(), |base, part| below(&base, &part.value))
            }
            "join" | "path" | "append" | "pathsegment" | "addpathsegment" | "addpathsegments" | "appendpathsegment"
                if !given.is_empty()
                    && on().is_some_and(|on| on.texts().iter().any(|pieces| is_host(self.program.project, pieces))) =>
            {
                given.iter().fold(on().unwrap_or_default_hole(), |base, part| below(&base, &part.value))
            }
            "items" | "values" | "entries" => match (&on(), given) {
                (_, [Given { value: Value::Object(entries, _), .. }]) | (Some(Value::Object(entries, _)), []) => {
                    rows(entries, name.eq_ignore_ascii_case("values"))
                }
                _ => Value::unknown(),
            },
            "concat" => {
                let mut parts: Vec<Value> = on().into_iter().collect();
                parts.extend(given.iter().map(|given| given.value.clone()));
                Value::join(&parts)
            }
            "join" => match (on(), given) {
                (Some(Value::List(parts)), [separator]) => joined(&parts, &separator.value),
                (Some(separator), [Given { value: Value::List(parts), .. }]) => joined(parts, &separator),
                _ => Value::unknown(),
            },
            "implode" => match given {
                [separator, Given { value: Value::List(parts), .. }] => joined(parts, &separator.value),
                _ => Value::unknown(),
            },
            "sprintf" | "format" | "vsprintf" | "printf" | "fmt" => {
                let template =
                    if receiver.is_some() && name == "format" && on().is_some_and(|on| on.as_hole().is_none()) {
                        on()
                    } else {
                        first()
                    };
                let is_on = receiver.is_some() && template != first();
                template.map_or_else(Value::unknown, |template| {
                    filled(&template, if is_on { given } else { given.get(1..).unwrap_or_default() })
                })
            }
            // a request is no address any more
            _ if gives_a_request(name, receiver) => Value::hole(Source::Elsewhere, name),
            // an address that goes on as it is: `.toString()`, `.build()`
            _ if on().is_some_and(|on| on.texts().iter().any(|pieces| is_host(self.program.project, pieces))) => {
                on().unwrap_or_default_hole()
            }
            // whatever it does to the text that it is given, an address stays one
            _ => match given
                .iter()
                .map(|given| given.value.clone())
                .find(|value| matches!(value, Value::Text(_) | Value::Any(_) | Value::First(_)))
            {
                Some(value) if !value.texts().is_empty() && value.has_text_or(&is_parameter) => value,
                _ => Value::hole(Source::Elsewhere, name),
            },
        }
    }

    /// What a call is given.
    pub(super) fn given(&self, place: Place, arguments: &[Argument], depth: usize) -> Vec<Given> {
        let given = |argument: &Argument| Given {
            name: argument.name.clone(),
            value: self.value(place, &argument.value, depth + 1),
        };
        arguments.iter().map(given).collect()
    }

    /// What `callee` means.
    pub(super) fn target(&self, place: Place, callee: &Expression, depth: usize) -> Target {
        match callee {
            Expression::Name(name) => match self.named(place, name, depth + 1) {
                Value::Function(key) => Target::Function(key, None),
                Value::Client(base) => Target::Client((*base).clone()),
                Value::File(file) => match self.only_client(file, depth + 1) {
                    Some(Value::Client(base)) => Target::Client((*base).clone()),
                    _ => Target::Outside,
                },
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

    fn method(&self, on: &Value, name: &str, depth: usize) -> Target {
        match on {
            Value::Client(base) => Target::Client((**base).clone()),
            Value::Any(values) | Value::First(values) => {
                let mut targets = values.iter().map(|value| self.method(value, name, depth));
                targets.find(|target| !matches!(target, Target::Outside)).unwrap_or(Target::Outside)
            }
            Value::File(file) if self.program.given_by(*file, name).is_none() => {
                match self.only_client(*file, depth + 1) {
                    Some(Value::Client(base)) => Target::Client((*base).clone()),
                    _ => Target::Outside,
                }
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

    fn inherited_method(&self, class: Key, name: &str) -> Option<Key> {
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
            let lineage = self.program.lineage(class);
            let method = lineage.iter().find_map(|class| self.program.own_method(*class, method))?;
            Some(Target::Function(method, Some(Value::Instance(class, [].into()))))
        });
        found.unwrap_or(Target::Outside)
    }

    /// `value` with what a call of `function` gives put into the holes of its parameters, and the properties of the object
    /// that it is called on into theirs.
    pub(super) fn substituted(
        &self,
        value: &Value,
        function: Key,
        given: &[Given],
        on: Option<&Value>,
        depth: usize,
    ) -> Value {
        let again = |value: &Value| self.substituted(value, function, given, on, depth + 1);
        self.steps.set(self.steps.get() + 1);
        if DEEPEST < depth || self.is_exhausted() {
            return value.clone();
        }
        match value {
            Value::Text(pieces) => {
                let is_touched = pieces.iter().any(|piece| match piece {
                    Piece::Hole(Hole { source: Source::Parameter(of, ..), .. }) => *of == function,
                    Piece::Hole(Hole { source: Source::Property(_), .. }) => on.is_some(),
                    _ => false,
                });
                if !is_touched {
                    return value.clone();
                }
                if let Some(hole) = value.as_hole() {
                    return self.filling(hole, function, given, on, depth);
                }
                let parts: Vec<Value> = pieces
                    .iter()
                    .map(|piece| match piece {
                        Piece::Text(text) => Value::text(text),
                        Piece::Hole(hole) => self.filling(hole, function, given, on, depth),
                    })
                    .collect();
                Value::join(&parts)
            }
            Value::Object(entries, is_open) => {
                Value::Object(entries.iter().map(|(key, value)| (key.clone(), again(value))).collect(), *is_open)
            }
            Value::List(values) => Value::List(values.iter().map(again).collect()),
            Value::Any(values) if values.is_empty() => value.clone(),
            Value::Any(values) => Value::any(values.iter().map(again).collect()),
            Value::First(values) => {
                let mut rest: Vec<Value> = values.iter().map(again).collect();
                rest.retain(|value| *value != Value::Any([].into()));
                // what a caller says comes before what stands in for it
                match rest.first() {
                    Some(first) if first.as_hole().is_none() => first.clone(),
                    Some(_) if rest.len() == 1 => rest.swap_remove(0),
                    _ => Value::First(rest.into()),
                }
            }
            Value::Client(base) => Value::Client(again(base).into()),
            Value::Instance(class, made) => {
                let made = made.iter().map(|given| Given { name: given.name.clone(), value: again(&given.value) });
                Value::Instance(*class, made.collect())
            }
            Value::Function(_) | Value::File(_) => value.clone(),
        }
    }

    fn filling(&self, hole: &Hole, function: Key, given: &[Given], on: Option<&Value>, depth: usize) -> Value {
        let same = || Value::Text([Piece::Hole(hole.clone())].into());
        match &hole.source {
            Source::Parameter(of, at, keys) if *of == function => {
                let name = self.program.function(function).parameters.get(*at).map(|parameter| &*parameter.name);
                let by_name = given.iter().find(|given| given.name.is_some() && given.name.as_deref() == name);
                let by_place = || given.get(*at).filter(|given| given.name.is_none());
                let Some(found) = by_name.or_else(by_place) else { return Value::Any([].into()) };
                // what is left when the other keys are taken out has no key of its own
                let keys = keys.iter().filter(|key| !key.is_empty());
                keys.fold(found.value.clone(), |value, key| self.member(&value, key, depth + 1))
            }
            Source::Property(_) => match on {
                Some(Value::Instance(class, made)) => match self.property(*class, made, &hole.name, depth + 1) {
                    Value::Function(_) => same(),
                    value => value,
                },
                _ => same(),
            },
            _ => same(),
        }
    }
}

/// Any one element of a value.
fn element(of: &Value) -> Value {
    match of {
        Value::List(values) => Value::any(values.to_vec()),
        Value::Object(entries, false) => Value::any(entries.iter().map(|(_, value)| value.clone()).collect()),
        Value::Any(values) => Value::any(values.iter().map(element).collect()),
        Value::Text(pieces) => match &**pieces {
            [Piece::Hole(hole)] => Value::hole(Source::Elsewhere, &hole.name),
            _ => Value::unknown(),
        },
        _ => Value::unknown(),
    }
}

trait OrHole {
    fn unwrap_or_default_hole(self) -> Value;
}

impl OrHole for Option<Value> {
    fn unwrap_or_default_hole(self) -> Value {
        self.unwrap_or_else(Value::unknown)
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

fn is_parameter(source: &Source) -> bool {
    matches!(source, Source::Parameter(..))
}

fn set(entries: &mut Vec<(Box<str>, Value)>, key: &str, value: Value) {
    match entries.iter_mut().find(|(own, _)| &**own == key) {
        Some((_, old)) => *old = value,
        None => entries.push((key.into(), value)),
    }
}

/// The address that the requests of a client begin with, where a call that makes it, or sets it, says it alone.
fn base_said(project: &Project, call: &Call, given: &[Given]) -> Option<Value> {
    let words = &platform().requests;
    let (owner, name) = match &call.callee {
        Expression::Member(owner, name) => (Some(&**owner), &**name),
        Expression::Name(name) => (None, &**name),
        _ => return None,
    };
    let made = match owner {
        Some(Expression::Name(class) | Expression::Member(_, class)) if matches!(name, "new" | "New") => class,
        _ => name,
    };
    let first = given.first().filter(|first| first.name.as_deref().is_none_or(|name| name == "url" || name == "uri"));
    let first = match &first?.value {
        Value::Object(entries, _) => &entries.iter().find(|(key, _)| matches!(&**key, "url" | "uri"))?.1,
        // settings that say the address already: `createClient(createConfig({ baseUrl }))`
        Value::Client(base) => base,
        value => value,
    };
    let is_host = first.texts().iter().any(|pieces| is_host(project, pieces));
    (is_host && (words.sets_base(name) || words.makes_client(made))).then(|| first.clone())
}

/// Whether a call on a client gives the client.
fn sets_up(call: &Call, given: &[Given]) -> bool {
    let Expression::Member(_, name) = &call.callee else { return false };
    let is_path = |given: &Given| given.value.texts().iter().any(|pieces| super::request::looks_like_address(pieces));
    given.is_empty() || !platform().requests.sends(name) && !given.iter().any(is_path)
}

/// Whether a text begins with a host.
fn is_host(project: &Project, pieces: &[Piece]) -> bool {
    !matches!(super::address::address(project, pieces).host, super::address::Host::None | super::address::Host::Unknown)
}

/// What stands in for another where that is nothing; where the first is known, both can be meant: the arms of a condition.
fn first_or_any(values: Vec<Value>) -> Value {
    match values.first() {
        Some(first) if first.as_hole().is_some() => Value::First(values.into()),
        _ => Value::any(values),
    }
}

fn is_address(value: &Value) -> bool {
    value.texts().iter().any(|pieces| match pieces.first() {
        Some(Piece::Text(text)) => text.contains('.') || text.contains("//") || text.contains('/'),
        Some(Piece::Hole(_)) => true,
        None => false,
    })
}

/// `path` as an address below `base`.
pub(super) fn below(base: &Value, path: &Value) -> Value {
    let alternatives = path.texts().into_iter().map(|pieces| {
        let is_whole = matches!(pieces.first(), Some(Piece::Text(text)) if text.contains("://"));
        let path = Value::Text(pieces);
        if is_whole { path } else { Value::join(&[base.clone(), Value::text("/"), path]) }
    });
    Value::any(alternatives.collect())
}

fn joined(parts: &[Value], separator: &Value) -> Value {
    let mut all = Vec::new();
    for part in parts {
        if !all.is_empty() {
            all.push(separator.clone());
        }
        all.push(part.clone());
    }
    Value::join(&all)
}

/// The values of a table, or its rows: a key counts where it is a path or a method itself.
fn rows(entries: &[(Box<str>, Value)], only_values: bool) -> Value {
    let row = |(key, value): &(Box<str>, Value)| {
        let tells = key.contains('/') || Method::parse(key).is_some();
        match only_values {
            true => value.clone(),
            false if tells => Value::List([Value::text(key), value.clone()].into()),
            false => Value::List([value.clone()].into()),
        }
    };
    Value::List(entries.iter().map(row).collect())
}

/// Whether what is called so makes a request, or sends one.
fn gives_a_request(name: &str, receiver: Option<&Expression>) -> bool {
    let words = &platform().requests;
    let made = match receiver {
        Some(Expression::Name(class) | Expression::Member(_, class)) if name == "new" => class,
        _ => name,
    };
    if name.eq_ignore_ascii_case("method") || Method::parse(name).is_some() {
        return true;
    }
    let last = made.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
    let is_address = ["url", "uri", "path", "endpoint", "link", "route"].iter().any(|word| last.ends_with(word));
    !is_address && words.sends(made)
}

/// A template with what is given for its `{}`, `{0}`, `{name}`, `%s` and `%1$s`, and holes for the rest.
fn filled(template: &Value, given: &[Given]) -> Value {
    static FIELD: std::sync::LazyLock<regex::bytes::Regex> = std::sync::LazyLock::new(|| {
        regex::bytes::Regex::new(r"(?-u)\{[0-9A-Za-z_.:]{0,40}\}|%(?:[0-9]{1,2}\$)?[+-]?[0-9.]{0,6}[sdvfuq]")
            .expect("a plain pattern; every test that formats uses it")
    });
    let one = |pieces: std::rc::Rc<[Piece]>| {
        let (mut parts, mut next) = (Vec::new(), 0);
        for piece in pieces.iter() {
            let Piece::Text(text) = piece else {
                parts.push(Value::Text([piece.clone()].into()));
                continue;
            };
            let mut at = 0;
            for field in FIELD.find_iter(text.as_bytes()) {
                parts.push(Value::text(&text[at..field.start()]));
                parts.push(fill(&text[field.range()], given, &mut next));
                at = field.end();
            }
            parts.push(Value::text(&text[at..]));
        }
        Value::join(&parts)
    };
    Value::any(template.texts().into_iter().map(one).collect())
}

/// What stands in one field of a template; `next` counts those without a name or a number.
fn fill(field: &str, given: &[Given], next: &mut usize) -> Value {
    let name = match field.strip_prefix('{') {
        Some(name) => name.trim_end_matches('}').split([':', '.']).next().unwrap_or_default(),
        None => field.trim_start_matches('%').split_once('$').map_or("", |(number, _)| number),
    };
    let found = match name.parse::<usize>() {
        Ok(number) => given.get(if field.starts_with('%') { number.saturating_sub(1) } else { number }),
        Err(_) if name.is_empty() => {
            *next += 1;
            given.iter().filter(|given| given.name.is_none()).nth(*next - 1)
        }
        Err(_) => given.iter().find(|given| given.name.as_deref() == Some(name)),
    };
    match found {
        Some(Given { value: Value::List(values), .. }) if given.len() == 1 => {
            values.get(next.saturating_sub(1)).cloned().unwrap_or_else(Value::unknown)
        }
        Some(given) if !given.value.texts().is_empty() => given.value.clone(),
        _ => Value::unknown(),
    }
}
