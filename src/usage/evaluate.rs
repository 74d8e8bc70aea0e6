//! What expressions come to: names are followed to what they are bound to, through functions, classes and files.
//!
//! Nothing is run. Where a name has several values all of them count, and what only a caller or the environment knows stays a hole.

mod calls;
mod members;
mod names;
mod objects;
mod substitute;
mod texts;

use super::program::{Place, Program};
use super::value::{Given, Key, Piece, Source, Value};
use crate::outline::{Argument, Expression};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
pub(super) use texts::below;

/// How deep expressions, names and functions are followed.
const DEEPEST: usize = 24;
/// Steps that the calls of one file may take; a program that needs more is not followed further.
const MOST_STEPS: usize = 400_000;
/// Steps that each further address of a call is worth: it is judged and shown by itself.
const STEPS_OF_ADDRESS: usize = 25;
/// Bindings of one name that are looked at.
const MOST_BINDINGS: usize = 8;
/// Places that make an object of a class that are looked at.
const MOST_MAKINGS: usize = 6;

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
    /// What is being followed, so that a circle ends.
    open: RefCell<HashSet<Open>>,
    /// How often something was left out: a circle, too deep, too much.
    n_cut: Cell<usize>,
    /// What bindings, properties and results of functions come to, as far as nothing was left out of it.
    known: RefCell<HashMap<Open, Option<Value>>>,
}

/// Something that is being followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Open {
    /// A binding, by its file and its index there.
    Binding(usize, usize),
    /// A property of a class, by the hash of its name.
    Property(Key, u64),
    /// What a function gives back.
    Returned(Key),
    /// The arguments of a call that makes an object.
    Made(Key),
    /// One of them, by its name.
    MadeWith(Key),
    /// What a closure is called for each of.
    Looped(Key),
    /// The clients that a file makes.
    Clients(usize),
}

impl<'p, 'o> Evaluator<'p, 'o> {
    pub(super) fn new(program: &'p Program<'o>) -> Self {
        Self {
            program,
            steps: Cell::new(0),
            open: RefCell::new(HashSet::new()),
            n_cut: Cell::new(0),
            known: RefCell::new(HashMap::new()),
        }
    }

    /// What `follow` gives, unless `what` is being followed already.
    fn once<R>(&self, what: Open, follow: impl FnOnce() -> R) -> Option<R> {
        if !self.open.borrow_mut().insert(what) {
            self.cut();
            return None;
        }
        let followed = follow();
        self.open.borrow_mut().remove(&what);
        Some(followed)
    }

    /// The same for what comes to the same wherever it is asked for; it is followed once, unless something was left out of it.
    fn kept(&self, what: Open, follow: impl FnOnce() -> Option<Value>) -> Option<Option<Value>> {
        if let Some(known) = self.known.borrow().get(&what) {
            return Some(known.clone());
        }
        let n_cut = self.n_cut.get();
        let value = self.once(what, follow)?;
        if n_cut == self.n_cut.get() {
            self.known.borrow_mut().insert(what, value.clone());
        }
        Some(value)
    }

    /// Notes that something is left out of what is being followed.
    fn cut(&self) {
        self.n_cut.set(self.n_cut.get() + 1);
    }

    /// Forgets what the last file took.
    pub(super) fn begin_file(&self) {
        self.steps.set(0);
    }

    /// Notes that one call has `n` addresses.
    pub(super) fn has_addresses(&self, n: usize) {
        self.steps.set(self.steps.get() + n.saturating_sub(1) * STEPS_OF_ADDRESS);
    }

    /// Whether the program was too much to be followed.
    pub(super) fn is_exhausted(&self) -> bool {
        MOST_STEPS <= self.steps.get()
    }

    /// What `expression` comes to.
    pub(super) fn value(&self, place: Place, expression: &Expression, depth: usize) -> Value {
        self.steps.set(self.steps.get() + 1);
        if DEEPEST < depth || self.is_exhausted() {
            self.cut();
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

    /// What a call is given.
    pub(super) fn given(&self, place: Place, arguments: &[Argument], depth: usize) -> Vec<Given> {
        let given = |argument: &Argument| Given {
            name: argument.name.clone(),
            value: self.value(place, &argument.value, depth + 1),
        };
        arguments.iter().map(given).collect()
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

fn set(entries: &mut Vec<(Box<str>, Value)>, key: &str, value: Value) {
    match entries.iter_mut().find(|(own, _)| &**own == key) {
        Some((_, old)) => *old = value,
        None => entries.push((key.into(), value)),
    }
}

/// What stands in for another where that is nothing; where the first is known, both can be meant: the arms of a condition.
fn first_or_any(mut values: Vec<Value>) -> Value {
    // nothing in the place of what the environment gives is no value that a program runs with
    if values.first().and_then(Value::as_hole).is_some_and(|hole| hole.source == Source::Environment) {
        values.retain(|value| value.known() != Some(""));
    }
    match values.as_slice() {
        [only] => only.clone(),
        [first, ..] if first.as_hole().is_some() => Value::First(values.into()),
        _ => Value::any(values),
    }
}
