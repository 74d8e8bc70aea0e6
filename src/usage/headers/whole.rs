//! Whether the headers that a call shows are all that it sends: nothing is added to them on the way, and no client, session or
//! interceptor adds its own.
//!
//! A name is as it seems where its file neither calls anything on it, nor hands it to anything, nor sets a key of it that only the
//! run knows.

use super::super::evaluate::Target;
use super::super::program::Meaning;
use super::super::program::Place;
use super::super::request::Requester;
use super::super::value::{Key, Source, Value};
use super::{begins, is_headers};
use crate::catalog::platform::platform;
use crate::outline::{Call, Expression};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What the code of a program does to objects and to clients, found when something asks.
#[derive(Debug, Default)]
pub(in crate::usage) struct Changes {
    /// Names of each file that may be more than what they are bound to.
    names: RefCell<HashMap<usize, Rc<HashSet<Box<str>>>>>,
    /// Whether some code changes the requests of others.
    intercepts: OnceCell<bool>,
    /// Expressions that the look under way may still go through.
    left: Cell<usize>,
}

/// How deep expressions are followed.
const DEEPEST: usize = 8;
/// Expressions that one look goes through; nobody's headers need so many.
const MOST: usize = 200;

impl Requester<'_, '_, '_> {
    /// Whether `call` sends the headers that it is given and no others.
    pub(super) fn sends_plainly(&self, key: Key, call: &Call) -> bool {
        let place = Place { file: key.file, scope: call.scope };
        self.is_plain_sender(place, call) && !self.intercepts() && self.is_given_plainly(place, call, 0)
    }

    /// Whether everything that `call` is given is as it seems.
    pub(in crate::usage) fn is_given_plainly(&self, place: Place, call: &Call, depth: usize) -> bool {
        if depth == 0 {
            self.changes.left.set(MOST);
        }
        let may_hold = |value: &Value| match value {
            Value::Object(..) => true,
            Value::Any(_) | Value::First(_) => value.texts().is_empty(),
            _ => false,
        };
        call.arguments.iter().all(|argument| {
            let matters = is_headers(argument)
                || matches!(argument.value, Expression::Object(_))
                || may_hold(&self.evaluator.value(place, &argument.value, 0));
            !matters || self.is_plain(place, &argument.value, depth)
        })
    }

    /// Whether what is called is known to add no headers of its own.
    fn is_plain_sender(&self, place: Place, call: &Call) -> bool {
        let Some((name, is_called)) = begins(&call.callee) else { return false };
        let requests = &platform().requests;
        if !requests.sends_plainly(name, is_called) {
            return false;
        }
        let value = self.evaluator.value(place, &Expression::Name(name.into()), 0);
        let is_free = value == Value::hole(Source::Elsewhere, name);
        let imports = &self.evaluator.program.outline(place.file).imports;
        let mut from = imports.iter().filter(|import| &*import.name == name).peekable();
        let is_known = match from.peek() {
            Some(_) => from.all(|import| requests.is_plain_package(&import.from)),
            // whoever imports others imports this, too
            None => imports.is_empty() || requests.is_plain_global(name),
        };
        is_free && is_known
    }

    /// Whether some code of the program changes the requests of others.
    fn intercepts(&self) -> bool {
        *self.changes.intercepts.get_or_init(|| {
            let program = self.evaluator.program;
            (0..program.len()).map(|file| program.outline(file)).any(|outline| {
                let words = &platform().requests;
                let sets = |target: &Expression| is_path_with(target, &|name| words.intercepts(name));
                outline.calls.iter().any(|call| is_path_with(&call.callee, &|name| words.intercepts(name)))
                    || outline.bindings.iter().any(|binding| {
                        sets(&binding.target)
                            // `window.fetch = ..`
                            || matches!(&binding.target, Expression::Member(_, name) if words.sends_plainly(name, true))
                    })
            })
        })
    }

    /// Whether `expression` is as it seems: an object that nothing is added to. What only a caller knows counts as such.
    fn is_plain(&self, place: Place, expression: &Expression, depth: usize) -> bool {
        let left = self.changes.left.get();
        if DEEPEST < depth || left == 0 {
            return false;
        }
        self.changes.left.set(left - 1);
        match expression {
            Expression::Object(entries) => entries
                .iter()
                .filter(|(key, _)| key.is_empty() || platform().requests.are_headers(key))
                .all(|(_, value)| self.is_plain(place, value, depth + 1)),
            Expression::Choice(parts) => parts.iter().all(|part| self.is_plain(place, part, depth + 1)),
            Expression::Name(name) => self.is_plain_name(place, name, depth),
            Expression::Member(owner, _) => match &**owner {
                Expression::Name(name) if &**name != "this" => self.is_plain_name(place, name, depth),
                _ => false,
            },
            Expression::Call(id) => {
                let call = self.evaluator.program.call(Key { file: place.file, index: *id });
                let at = Place { file: place.file, scope: call.scope };
                match self.evaluator.target(at, &call.callee, 0) {
                    Target::Function(function, _) => {
                        let returned = self.evaluator.program.function(function);
                        let inside = Place::inside(self.evaluator.program, function);
                        returned.returns.iter().all(|value| self.is_plain(inside, value, depth + 1))
                            && self.is_given_plainly(at, call, depth + 1)
                    }
                    Target::Client(_) | Target::Outside => false,
                }
            }
            Expression::Element(_) | Expression::Function(_) => false,
            Expression::Text(..)
            | Expression::Join(_)
            | Expression::List(_)
            | Expression::Environment(_)
            | Expression::Unknown => true,
        }
    }

    fn is_plain_name(&self, place: Place, name: &str, depth: usize) -> bool {
        if self.changed_in(place.file).contains(name) {
            return false;
        }
        let program = self.evaluator.program;
        let mut scope = place.scope.function;
        let mut functions = Vec::new();
        while let Some(index) = scope.filter(|_| functions.len() < DEEPEST) {
            functions.push(Some(index));
            let function = program.outline(place.file).functions.get(index as usize);
            scope = function.and_then(|function| function.scope.function);
        }
        functions.push(None);
        let own = functions.into_iter().map(|function| program.bindings(place, function, name));
        if let Some(bindings) = own.into_iter().find(|bindings| !bindings.is_empty()) {
            return bindings.into_iter().all(|(_, binding)| {
                let at = Place { file: place.file, scope: binding.scope };
                self.is_plain(at, &binding.value, depth + 1)
            });
        }
        let meaning = program.imported(place.file, name).or_else(|| program.elsewhere(place.file, name));
        match meaning {
            Some(Meaning::Top(file)) if file != place.file => self.is_plain_name(Place::top(file), name, depth + 1),
            Some(_) => false,
            // a parameter, or nothing that is known: then its value is not
            None => true,
        }
    }

    /// Names of `file` that may be more than what they are bound to.
    fn changed_in(&self, file: usize) -> Rc<HashSet<Box<str>>> {
        if let Some(known) = self.changes.names.borrow().get(&file) {
            return known.clone();
        }
        let outline = self.evaluator.program.outline(file);
        let mut names: HashSet<Box<str>> = HashSet::new();
        for call in &outline.calls {
            // `headers.set(..)`, `Object.assign(headers, ..)`
            if let Some((name, false)) = begins(&call.callee) {
                names.insert(name.into());
            }
            let sends = super::callee_name(call).is_some_and(|name| platform().requests.sends(name));
            for argument in call.arguments.iter().filter(|argument| !sends && !is_headers(argument)) {
                if let Expression::Name(name) = &argument.value {
                    names.insert(name.clone());
                }
            }
        }
        for binding in &outline.bindings {
            match &binding.target {
                // a key that only the run knows
                Expression::Element(owner) => names.extend(root(owner).map(Into::into)),
                // `options.headers.Version = ..`
                Expression::Member(owner, _) if !matches!(**owner, Expression::Name(_)) => {
                    names.extend(root(owner).map(Into::into));
                }
                Expression::Name(name) if binding.adds => {
                    names.insert(name.clone());
                }
                _ => {}
            }
        }
        let names = Rc::new(names);
        self.changes.names.borrow_mut().insert(file, names.clone());
        names
    }
}

/// The name that a path of members begins with.
fn root(expression: &Expression) -> Option<&str> {
    let mut at = expression;
    loop {
        match at {
            Expression::Name(name) => return Some(name),
            Expression::Member(owner, _) | Expression::Element(owner) => at = owner,
            _ => return None,
        }
    }
}

/// Whether a member in the path `expression` is called as `is_it` says.
fn is_path_with(expression: &Expression, is_it: &dyn Fn(&str) -> bool) -> bool {
    let mut at = expression;
    loop {
        match at {
            Expression::Member(_, name) if is_it(name) => return true,
            Expression::Member(owner, _) | Expression::Element(owner) => at = owner,
            _ => return false,
        }
    }
}
