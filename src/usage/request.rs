//! From a call to the requests that it sends: itself, or through the functions of the program that it goes through.

use super::address::{Host, address};
use super::evaluate::{Evaluator, Place, Target, below};
use super::value::{Given, Key, Piece, Source, Value};
use crate::catalog::catalog;
use crate::catalog::method::Method;
use crate::catalog::names::{Name, Owner};
use crate::catalog::platform::platform;
use crate::catalog::requests::Requests;
use crate::outline::{Call, Expression};
use crate::project::Project;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

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
}

impl<'e, 'p, 'o> Requester<'e, 'p, 'o> {
    pub(super) fn new(evaluator: &'e Evaluator<'p, 'o>) -> Self {
        Self {
            evaluator,
            known: RefCell::new(HashMap::new()),
            open: RefCell::new(HashSet::new()),
            called: RefCell::new(HashSet::new()),
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

    /// The request that calls with one handle send together, at the one that says the address: `curl_setopt($ch, ..)`.
    fn by_handle(&self, key: Key, call: &Call, name: &str) -> Vec<Request> {
        let place = Place { file: key.file, scope: call.scope };
        let (mut entries, own) = self.settings_of(place, call, name);
        let url = |entries: &[(Box<str>, Value)]| {
            entries
                .iter()
                .find(|(key, _)| words().keys.url.iter().any(|url| **url == **key))
                .map(|(_, url)| url.clone())
        };
        let Some(url) = url(&entries) else { return Vec::new() };
        let outline = self.evaluator.program.outline(key.file);
        let handle = match name {
            "curl_init" => outline.bindings.iter().find_map(|binding| match (&binding.value, &binding.target) {
                (Expression::Call(made), target) if *made == key.index => Some(target.clone()),
                _ => None,
            }),
            _ => own,
        };
        // the calls from where the handle is made to where it is made anew
        let is_made = |index: usize| {
            let made = |binding: &crate::outline::Binding| {
                Some(&binding.target) == handle.as_ref()
                    && matches!(binding.value, Expression::Call(call) if call as usize == index)
            };
            outline.bindings.iter().any(made)
        };
        let here = key.index as usize;
        let first = (0..=here).rev().find(|index| is_made(*index)).unwrap_or(0);
        let last = (here + 1..outline.calls.len()).find(|index| is_made(*index)).unwrap_or(outline.calls.len());
        for other in outline.calls[first..last].iter().filter(|other| other.scope == call.scope) {
            let Some(name) = callee_name(other).filter(|name| name.starts_with("curl_")) else { continue };
            let (more, own) = self.settings_of(Place { file: key.file, scope: other.scope }, other, name);
            if own.is_some() && own == handle {
                entries.extend(more);
            }
        }
        let settings = Value::Object(entries.into(), false);
        let keys = &words().keys;
        let is_post = keys.posts.iter().any(|key| has_key(&settings, key));
        let methods: Vec<&String> = keys.method.iter().filter(|key| has_key(&settings, key)).collect();
        let method = match methods.first() {
            Some(key) => said(&self.evaluator.member(&settings, key, 0)),
            None => Said::Known(if is_post { Method::Post } else { Method::Get }),
        };
        vec![Request {
            call: key,
            method,
            default: None,
            url,
            is_one_of: false,
            hint: self.hint(key, call, name, false),
        }]
    }

    /// What one call sets on a handle, and the handle.
    fn settings_of(&self, place: Place, call: &Call, name: &str) -> (Vec<(Box<str>, Value)>, Option<Expression>) {
        let values: Vec<&Expression> = call.arguments.iter().map(|argument| &argument.value).collect();
        let value = |expression: &Expression| self.evaluator.value(place, expression, 0);
        match (name, values.as_slice()) {
            ("curl_init", [url, ..]) => (vec![("CURLOPT_URL".into(), value(url))], None),
            ("curl_setopt", [handle, Expression::Name(key), set, ..]) => {
                (vec![(key.clone(), value(set))], Some((*handle).clone()))
            }
            ("curl_setopt_array", [handle, settings, ..]) => match value(settings) {
                Value::Object(entries, _) => (entries.to_vec(), Some((*handle).clone())),
                _ => (Vec::new(), None),
            },
            _ => (Vec::new(), None),
        }
    }

    /// The method that a chain of calls around this one says: `builder().uri(..).PUT(..)`.
    fn chained_method(&self, key: Key, call: &Call) -> Option<Said> {
        let outline = self.evaluator.program.outline(key.file);
        let receiver = |call: &Call| match &call.callee {
            Expression::Member(owner, _) => match **owner {
                Expression::Call(id) => Some(id),
                _ => None,
            },
            _ => None,
        };
        let mut chain = Vec::new();
        let mut at = receiver(call);
        while let Some(id) = at.filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push(id);
            at = outline.calls.get(id as usize).and_then(receiver);
        }
        let mut at = key.index;
        for (index, other) in (0..).zip(&outline.calls).skip(key.index as usize + 1).take(LONGEST_CHAIN * 4) {
            if receiver(other) == Some(at) {
                chain.push(index);
                at = index;
            }
        }
        chain.into_iter().find_map(|id| {
            let other = outline.calls.get(id as usize)?;
            let name = callee_name(other)?;
            if name.eq_ignore_ascii_case("method") {
                let place = Place { file: key.file, scope: other.scope };
                let given = self.evaluator.given(place, &other.arguments, 0);
                return given.first().map(|given| said(&given.value)).filter(|said| *said != Said::Nothing);
            }
            Method::parse(name).map(Said::Known)
        })
    }

    /// The request that a call of something outside of the program sends, if it is one.
    fn by_itself(&self, key: Key, call: &Call, given: &[Given], base: Option<&Value>) -> Vec<Request> {
        let Some(name) = made_name(call) else { return Vec::new() };
        let receiver = receiver_name(call);
        let is_stored = base.is_none() && receiver.is_some_and(|receiver| words().is_store(receiver));
        let is_under_route = base.is_none()
            && self
                .chain_begins(key, call)
                .is_some_and(|name| name != "app" && words().is_router(name) || words().is_store(name));
        let is_route = is_stored
            || is_under_route
            || receiver.is_some_and(|receiver| {
                words().is_router(receiver)
                    || words().may_be_router(receiver)
                        && given.iter().any(|given| matches!(given.value, Value::Function(_)))
            });
        if is_route {
            return Vec::new();
        }
        let options: Vec<&Value> =
            given.iter().map(|given| &given.value).filter(|value| self.is_options(value)).collect();
        let keys = &words().keys;
        // what is said here, by name or by key; what a caller may say comes after everything else
        let told = |keys: &[String]| {
            let is_it = |given: &&Given| given.name.as_ref().is_some_and(|name| keys.iter().any(|key| **key == **name));
            given.iter().find(is_it).map(|given| given.value.clone()).or_else(|| self.under(&options, keys, has_key))
        };
        let may_be_told = |keys: &[String]| self.under(&options, keys, may_have_key);
        let says = |value: Value| Some(said(&value)).filter(|said| *said != Said::Nothing);
        let is_flag = |given: &Given| {
            given
                .value
                .known()
                .and_then(|text| text.strip_prefix('-'))
                .is_some_and(|flag| keys.method.iter().any(|key| key == flag.trim_start_matches('-')))
        };
        let by_flag = given.windows(2).find(|pair| is_flag(&pair[0])).map(|pair| pair[1].value.clone());
        let told_method = told(&keys.method).or(by_flag).and_then(says);
        let by_position = || given.iter().find_map(|given| known_method(&given.value)).map(Said::Known);
        let by_name = || words().method_of(name).map(Said::Known).filter(|_| !words().gets_by_default(name));
        let is_sender = base.is_some() || words().sends(name);
        let url = told(&keys.url)
            .filter(|_| is_sender || told_method.is_some())
            .or_else(|| self.address_among(given, is_sender))
            .or_else(|| may_be_told(&keys.url).filter(|_| is_sender));
        let Some(mut url) = url else { return Vec::new() };
        // what sends nothing by its name may still hand a path on to what does; a bare word is no path
        let told_method = told_method.or_else(|| {
            let is_own = |pieces: &Rc<[Piece]>| address(self.project(), pieces).host == Host::None;
            let is_clear = base.is_some() || !url.texts().iter().all(is_own);
            if is_clear && !is_sender || base.is_some() { self.chained_method(key, call) } else { None }
        });
        let is_told = is_sender || told_method.is_some() || by_position().is_some();
        if !is_told && !url.texts().iter().any(|pieces| is_path_for_sure(pieces)) {
            return Vec::new();
        }
        let option = told;
        if let Some(host) = option(&keys.host).filter(|_| base.is_none()) {
            url = below(&host, &url);
        }
        if let Some(base) = base {
            url = below(base, &url);
        }
        let is_post = options.iter().any(|options| keys.posts.iter().any(|key| has_key(options, key)))
            || given
                .iter()
                .any(|given| given.value.known().is_some_and(|text| keys.posts.iter().any(|key| key == text)));
        let by_default = || {
            let is_told = options.iter().all(|options| matches!(options, Value::Object(_, false)));
            // a command says everything in its arguments
            let is_command = name == "curl" && given.iter().all(|given| given.value.as_hole().is_none());
            let is_all = given.len() <= 1 + options.len() || is_command;
            let is_bare = name != "request" || receiver.is_none();
            (is_bare && words().gets_by_default(name) && is_told && is_all).then_some(Said::Known(Method::Get))
        };
        let method = told_method
            .or_else(by_position)
            .or_else(|| is_post.then_some(Said::Known(Method::Post)))
            .or_else(by_name)
            .or_else(|| method_hole(given))
            .or_else(|| may_be_told(&keys.method).and_then(says))
            .or_else(by_default)
            .unwrap_or(Said::Nothing);
        let hint = if is_told { self.hint(key, call, name, base.is_some()) } else { Hint::Mention };
        // a path that is answered, and not asked for
        let answers = given.iter().any(|given| {
            matches!(given.value, Value::Function(_))
                || given.name.as_ref().is_some_and(|name| keys.route.iter().any(|key| **key == **name))
        }) || Method::parse(name).is_some()
            && (name.chars().all(|c| c.is_ascii_uppercase())
                || name.starts_with(|c: char| c.is_ascii_uppercase()) && matches!(call.callee, Expression::Name(_)))
            // what a program wrote spells the paths that it asks for so, too
            || !self.evaluator.program.is_generated(key.file) && url.texts().iter().any(|pieces| is_pattern(pieces));
        let is_pathless = url.texts().iter().all(|pieces| address(self.project(), pieces).host == Host::None);
        let hint = match hint {
            Hint::Nothing if answers && is_pathless && base.is_none() => Hint::Mention,
            hint => hint,
        };
        let default = words().gets_by_default(name).then_some(Method::Get);
        vec![Request { call: key, method, default, url, is_one_of: false, hint }]
    }

    fn project(&self) -> &Project {
        self.evaluator.program.project
    }

    fn hint(&self, key: Key, call: &Call, name: &str, has_client: bool) -> Hint {
        let owner = |name: &str| catalog().names.owner_of(&Name::of(name));
        let receivers = [receiver_name(call).unwrap_or_default(), name];
        if receivers.iter().any(|name| owner(name) == Owner::HighLevel) {
            return Hint::HighLevel;
        }
        if receivers.iter().any(|name| owner(name) == Owner::Foreign) {
            return Hint::Foreign;
        }
        let program = self.evaluator.program;
        let class = call.scope.class.map(|class| &*program.class(Key { file: key.file, index: class }).name);
        match class.map(owner) {
            Some(Owner::Foreign) => Hint::Foreign,
            _ if !has_client
                && (words().is_own_origin(receivers[0])
                    || words().is_own_origin(name) && matches!(call.callee, Expression::Name(_))) =>
            {
                Hint::OwnOrigin
            }
            _ => Hint::Nothing,
        }
    }

    /// The name that a chain of calls begins with, where this call is a later part of one: `Route::middleware(..)->get(..)`.
    fn chain_begins<'s>(&'s self, key: Key, call: &'s Call) -> Option<&'s str> {
        let calls = &self.evaluator.program.outline(key.file).calls;
        let (mut at, mut name) = (call, None);
        for _ in 0..LONGEST_CHAIN {
            let Expression::Member(owner, _) = &at.callee else { break };
            let Expression::Call(id) = **owner else { break };
            at = calls.get(id as usize)?;
            name = receiver_name(at).or_else(|| callee_name(at));
        }
        name
    }

    /// What stands under the first of `keys` that one of `options` has.
    fn under(&self, options: &[&Value], keys: &[String], has: fn(&Value, &str) -> bool) -> Option<Value> {
        let found = options.iter().find_map(|options| Some((options, keys.iter().find(|key| has(options, key))?)));
        found.map(|(options, key)| self.evaluator.member(options, key, 0))
    }

    fn is_options(&self, value: &Value) -> bool {
        match value {
            Value::Object(..) => true,
            Value::Any(values) | Value::First(values) => values.iter().any(|value| self.is_options(value)),
            // what a caller gives may be options
            _ => {
                matches!(value.as_hole().map(|hole| &hole.source), Some(Source::Parameter(..)))
                    && is_called_options(value)
            }
        }
    }

    /// The argument that is an address: text that looks like one, else what a sender is given first.
    fn address_among(&self, given: &[Given], is_sender: bool) -> Option<Value> {
        let spelled = given.iter().find(|given| is_spelled(&given.value));
        if let Some(spelled) = spelled {
            return Some(spelled.value.clone());
        }
        let is_unknown = |given: &&Given| {
            given.value.has(&|source| matches!(source, Source::Parameter(..) | Source::Property(_)))
                && !given.value.texts().is_empty()
                && !is_called_options(&given.value)
                && Method::parse(given.value.as_hole().map_or("", |hole| &hole.name)).is_none()
                && !is_called_method(&given.value)
        };
        given.iter().filter(|_| is_sender).find(is_unknown).map(|given| given.value.clone())
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

fn is_spelled(value: &Value) -> bool {
    value.texts().iter().any(|pieces| looks_like_address(pieces))
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

fn words() -> &'static Requests {
    &platform().requests
}

pub(super) fn callee_name(call: &Call) -> Option<&str> {
    match &call.callee {
        Expression::Name(name) | Expression::Member(_, name) => Some(name),
        _ => None,
    }
}

fn receiver_name(call: &Call) -> Option<&str> {
    let Expression::Member(owner, _) = &call.callee else { return None };
    match &**owner {
        Expression::Name(name) | Expression::Member(_, name) => Some(name),
        _ => None,
    }
}

/// The name of what is called, or of the class that is made: `Net::HTTP::Post.new(url)`.
fn made_name(call: &Call) -> Option<&str> {
    match callee_name(call) {
        Some("new") => receiver_name(call),
        name => name,
    }
}

/// The method that a value is: its text, or a constant of a language's own that is called so (`HttpMethod.Put`).
pub(super) fn known_method(value: &Value) -> Option<Method> {
    if let Some(text) = value.known() {
        return Method::parse(text);
    }
    let hole = value.as_hole().filter(|hole| hole.source == Source::Elsewhere)?;
    let name = Name::of(&hole.name);
    let words = name.words();
    let is_constant = words.iter().any(|word| matches!(&**word, "method" | "methods"));
    words.last().filter(|_| is_constant).and_then(|word| Method::parse(word))
}

/// Whether a path is one for a server to match: `/contacts/:id`, `/contacts/{id}`.
fn is_pattern(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Text(text) => text.contains("/:") || text.contains("/{") || text.contains("/<"),
        Piece::Hole(_) => false,
    })
}

/// Whether `value` has `key` for sure.
fn has_key(value: &Value, key: &str) -> bool {
    match value {
        Value::Object(entries, _) => {
            entries.iter().any(|(own, value)| **own == *key || own.is_empty() && has_key(value, key))
        }
        Value::Any(values) | Value::First(values) => values.iter().any(|value| has_key(value, key)),
        _ => false,
    }
}

/// Whether a caller may give `value` the key, or does.
fn may_have_key(value: &Value, key: &str) -> bool {
    match value {
        Value::Object(entries, _) => {
            entries.iter().any(|(own, value)| **own == *key || own.is_empty() && may_have_key(value, key))
        }
        Value::Any(values) | Value::First(values) => values.iter().any(|value| may_have_key(value, key)),
        _ => value.as_hole().is_some_and(|hole| matches!(hole.source, Source::Parameter(..))),
    }
}

/// What a value says of a method.
pub(super) fn said(value: &Value) -> Said {
    if let Some(method) = known_method(value) {
        return Said::Known(method);
    }
    let is_method = |pieces: &Rc<[Piece]>| match &**pieces {
        [Piece::Text(text)] => Method::parse(text).is_some(),
        [Piece::Hole(_)] => true,
        _ => false,
    };
    let texts = value.texts();
    if !texts.is_empty() && texts.iter().all(is_method) { Said::By(value.clone()) } else { Said::Nothing }
}

/// A parameter among the arguments that is called a method.
fn method_hole(given: &[Given]) -> Option<Said> {
    given.iter().find(|given| is_called_method(&given.value)).map(|given| Said::By(given.value.clone()))
}

fn is_called_method(value: &Value) -> bool {
    let is_it = |pieces: &Rc<[Piece]>| match &**pieces {
        [Piece::Hole(hole)] => {
            words().keys.method.iter().any(|key| key.eq_ignore_ascii_case(&hole.name)) && &*hole.name != "request"
        }
        _ => false,
    };
    value.texts().iter().any(is_it)
}

fn is_called_options(value: &Value) -> bool {
    const WORDS: [&str; 12] =
        ["options", "opts", "config", "init", "params", "args", "body", "data", "payload", "headers", "token", "json"];
    let hole = match value {
        Value::First(values) => values.first().and_then(Value::as_hole),
        value => value.as_hole(),
    };
    hole.is_some_and(|hole| WORDS.iter().any(|word| hole.name.to_ascii_lowercase().ends_with(word)))
}

/// Whether a text is an address, or a path of HighLevel's API.
pub(super) fn looks_like_address(pieces: &[Piece]) -> bool {
    let Some(Piece::Text(first)) = pieces.first() else {
        return matches!(pieces, [Piece::Hole(_), Piece::Text(text), ..] if is_path(text.trim_start_matches('/')) && text.starts_with('/'))
            || matches!(pieces, [Piece::Hole(_), Piece::Text(slash), Piece::Hole(_), ..] if &**slash == "/");
    };
    let text = first.trim_start();
    text.starts_with("http://") || text.starts_with("https://") || is_path(text.trim_start_matches('/'))
}

/// Whether a text is an address with a host, or a path of more than a word.
fn is_path_for_sure(pieces: &[Piece]) -> bool {
    let Some(Piece::Text(text)) = pieces.first() else { return true };
    text.contains("://") || text.starts_with('/') || text.trim_end_matches('/').contains('/')
}

/// Whether a text without its leading slash begins with a word that paths of the API begin with.
fn is_path(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    text.len() <= 2048 && platform().endpoints.is_path_word(&text[..end])
}

/// Whether what is called so is one segment of a path: an id, or what a search looks for.
pub(super) fn is_id(name: &str) -> bool {
    Name::of(name)
        .words()
        .last()
        .is_some_and(|word| matches!(&**word, "id" | "ids" | "uuid" | "key" | "slug" | "email" | "phone"))
}
