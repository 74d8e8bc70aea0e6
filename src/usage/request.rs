//! From a call to the requests that it sends: itself, or through the functions of the program that it goes through.

mod beside;
mod call;
mod handle;
mod words;

use super::address::{Host, address};
use super::evaluate::{Evaluator, Target, below};
use super::headers::{Changes, Headers};
use super::program::Place;
use super::value::{Given, Key, Piece, Source, Value};
use crate::catalog::method::Method;
use crate::project::Project;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
pub(super) use words::{callee_name, is_id, known_method, looks_like_address, said};
use words::{is_spelled, words};

/// A request, as far as the code tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// The call that sends it, or goes through what sends it.
    pub(super) call: Key,
    /// The method, where something says it.
    pub(super) method: Said,
    /// What it is where a caller that could say it does not.
    pub(super) default: Option<Method>,
    pub(super) url: Value,
    /// Whether it is one of several branches, one for each method, and which of them is taken is not known.
    pub(super) is_one_of: bool,
    /// What else tells whose it is.
    pub(super) hint: Hint,
    /// What it is sent with.
    pub(super) headers: Headers,
}

/// What the names around a request tell of its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    /// They name HighLevel.
    HighLevel,
    /// They name another product.
    Foreign,
    /// Nothing says that anything is sent.
    Mention,
    /// A path alone goes to where the page came from.
    OwnOrigin,
    /// Nothing.
    Nothing,
}

/// What a request's method is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Known(Method),
    /// What this comes to.
    By(Value),
    /// Nothing says it.
    Nothing,
}

/// Functions within functions that a request may go through.
const DEEPEST: usize = 6;
/// Calls of one chain that are looked at.
const LONGEST_CHAIN: usize = 12;
/// Requests of one function that are followed to its callers.
const MOST_REQUESTS: usize = 24;

/// Finds requests, and remembers those of each function.
#[derive(Debug)]
pub(super) struct Requester<'e, 'p, 'o> {
    pub(super) evaluator: &'e Evaluator<'p, 'o>,
    known: RefCell<HashMap<Key, Rc<[Request]>>>,
    open: RefCell<HashSet<Key>>,
    /// Functions of the program that some call reaches.
    called: RefCell<HashSet<Key>>,
    /// What the program does to what requests are sent with.
    pub(super) changes: Changes,
}

impl<'e, 'p, 'o> Requester<'e, 'p, 'o> {
    pub(super) fn new(evaluator: &'e Evaluator<'p, 'o>) -> Self {
        Self {
            evaluator,
            known: RefCell::new(HashMap::new()),
            open: RefCell::new(HashSet::new()),
            called: RefCell::new(HashSet::new()),
            changes: Changes::default(),
        }
    }

    /// Whether some call of the program reaches `function`.
    pub(super) fn is_called(&self, function: Key) -> bool {
        self.called.borrow().contains(&function)
    }

    /// Remembers that some call reaches `function`.
    pub(super) fn reach(&self, function: Key) {
        self.called.borrow_mut().insert(function);
    }

    /// The requests that one call sends, with holes for what its own function is given.
    pub(super) fn of_call(&self, key: Key, depth: usize) -> Vec<Request> {
        let call = self.evaluator.program.call(key);
        let place = Place { file: key.file, scope: call.scope };
        if let Some(request) = self.of_wrapper(key, call) {
            return vec![request];
        }
        if callee_name(call).is_some_and(|name| words().is_no_request(name)) {
            return Vec::new();
        }
        if let Some(name) = callee_name(call).filter(|name| name.starts_with("curl_")) {
            return self.by_handle(key, call, name);
        }
        match self.evaluator.target(place, &call.callee, 0) {
            Target::Function(function, on) => {
                self.reach(function);
                let given = self.evaluator.given(place, &call.arguments, 0);
                let found = self.through(key, function, &given, on.as_ref(), depth);
                // an object that keeps what it will send
                if found.is_empty() && is_spelled_out(&given) {
                    return self.by_itself(key, call, &given, None);
                }
                // an address that gets lost on the way is still the one that goes in
                if !found.is_empty() && found.iter().all(|request| is_lost(self.project(), &request.url)) {
                    let addresses = given.iter().map(|given| &given.value).filter(|value| is_spelled(value));
                    let told: Vec<Request> = addresses
                        .flat_map(|url| found.iter().map(|request| goes_in(self.project(), request, url)))
                        .collect();
                    // where none goes in, a caller further out may give it
                    return if told.is_empty() { found } else { told };
                }
                found
            }
            Target::Client(base) => {
                let given = self.evaluator.given(place, &call.arguments, 0);
                self.by_itself(key, call, &given, Some(&base))
            }
            Target::Outside => {
                let given = self.evaluator.given(place, &call.arguments, 0);
                self.by_itself(key, call, &given, None)
            }
        }
    }

    /// The requests of `function`, as a call with `given` sends them.
    fn through(&self, key: Key, function: Key, given: &[Given], on: Option<&Value>, depth: usize) -> Vec<Request> {
        let mut inner = self.of_function(function, depth + 1).to_vec();
        take_branch(&mut inner, given);
        let filled = |value: &Value| self.evaluator.substituted(value, function, given, on, 0);
        let call = self.evaluator.program.call(key);
        let place = Place { file: key.file, scope: call.scope };
        inner
            .iter()
            .map(|request| Request {
                call: key,
                method: match &request.method {
                    Said::By(value) => {
                        let value = filled(value);
                        match (said(&value), request.default) {
                            // the caller says nothing
                            (Said::Nothing, Some(method)) if value.texts().is_empty() => Said::Known(method),
                            (said, _) => said,
                        }
                    }
                    known => known.clone(),
                },
                default: request.default,
                url: filled(&request.url),
                is_one_of: request.is_one_of,
                hint: request.hint,
                headers: request.headers.filled(filled, || self.is_given_plainly(place, call, 0)),
            })
            .collect()
    }

    /// What `function` sends that depends on what it is given, or on the object that it is called on; of one that a program wrote,
    /// all that it sends.
    pub(super) fn of_function(&self, function: Key, depth: usize) -> Rc<[Request]> {
        if let Some(known) = self.known.borrow().get(&function) {
            return known.clone();
        }
        if DEEPEST < depth || !self.open.borrow_mut().insert(function) {
            return [].into();
        }
        let is_generated = self.evaluator.program.is_generated(function.file);
        let mut found: Vec<Request> = Vec::new();
        for index in self.evaluator.program.calls_in(function) {
            if MOST_REQUESTS <= found.len() {
                break;
            }
            for request in self.of_call(Key { file: function.file, index: *index }, depth) {
                if (is_generated || request.is_open()) && !found.contains(&request) {
                    found.push(request);
                }
            }
        }
        self.open.borrow_mut().remove(&function);
        let found: Rc<[Request]> = found.into();
        if depth <= 1 {
            self.known.borrow_mut().insert(function, found.clone());
        }
        found
    }

    fn project(&self) -> &Project {
        self.evaluator.program.project
    }
}

impl Request {
    /// Whether a caller, or the object that is called, can still say something of it.
    fn is_open(&self) -> bool {
        let is_open = |source: &Source| matches!(source, Source::Parameter(..) | Source::Property(_));
        let is_hole = |piece: &Piece| match piece {
            Piece::Hole(hole) => is_open(&hole.source) && !is_id(&hole.name),
            Piece::Text(_) => false,
        };
        self.url.texts().iter().any(|pieces| pieces.iter().any(is_hole))
            || matches!(&self.method, Said::By(value) if value.has(&is_open))
    }
}

/// Whether nothing of an address's path is left.
pub(super) fn is_lost(project: &Project, url: &Value) -> bool {
    url.texts().iter().all(|pieces| address(project, pieces).is_dynamic)
}

/// `request` with the path that its function was given, below whatever it still says of the host.
fn goes_in(project: &Project, request: &Request, url: &Value) -> Request {
    let is_known = |pieces: &Rc<[Piece]>| matches!(address(project, pieces).host, Host::HighLevel(_));
    let base = request.url.texts().into_iter().find(is_known).and_then(|pieces| pieces.first().cloned());
    let url = match base {
        Some(base) => below(&Value::Text([base].into()), url),
        None => url.clone(),
    };
    Request { url, ..request.clone() }
}

/// Of branches that send to one address by different methods, keeps the one whose method the caller says.
fn take_branch(requests: &mut Vec<Request>, given: &[Given]) {
    let branches: Vec<bool> = requests
        .iter()
        .map(|request| {
            let is_other = |other: &Request| {
                matches!((&other.method, &request.method), (Said::Known(a), Said::Known(b)) if a != b)
                    && other.url == request.url
            };
            requests.iter().any(is_other)
        })
        .collect();
    let told = given.iter().find_map(|given| Method::parse(given.value.known()?)).map(Said::Known);
    for (request, is_branch) in requests.iter_mut().zip(&branches) {
        request.is_one_of |= is_branch & told.is_none();
    }
    if let Some(told) = told {
        let mut is_branch = branches.iter();
        requests.retain(|request| is_branch.next() != Some(&true) || request.method == told);
    }
}

/// Whether a call is given both a method and an address.
fn is_spelled_out(given: &[Given]) -> bool {
    given.iter().any(|given| known_method(&given.value).is_some()) && given.iter().any(|given| is_spelled(&given.value))
}
