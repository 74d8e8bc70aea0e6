//! The request that one call of something outside of the program sends.

use super::words::{callee_name, has_key, is_path_for_sure, is_spelled, known_method, said, words};
use super::{Hint, LONGEST_CHAIN, Request, Requester, Said};
use crate::catalog::catalog;
use crate::catalog::method::Method;
use crate::catalog::names::{Name, Owner};
use crate::outline::{Call, Expression};
use crate::usage::address::{Host, address};
use crate::usage::evaluate::below;
use crate::usage::program::Place;
use crate::usage::value::{Given, Key, Piece, Source, Value};
use std::rc::Rc;

impl Requester<'_, '_, '_> {
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
    pub(super) fn by_itself(&self, key: Key, call: &Call, given: &[Given], base: Option<&Value>) -> Vec<Request> {
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
        // names of headers are no options: `host`, `path`
        let is_headers = |given: &&Given| given.name.as_deref().is_some_and(|name| words().are_headers(name));
        let n_others = given.iter().filter(|given| !is_headers(given)).count();
        let others = given.iter().filter(|given| !is_headers(given)).map(|given| &given.value);
        let options: Vec<&Value> = others.filter(|value| self.is_options(value)).collect();
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
        let told_method = told(&keys.method).or(by_flag).or_else(|| self.method_within(given)).and_then(says);
        let by_position = || given.iter().find_map(|given| known_method(&given.value)).map(Said::Known);
        let by_name = || words().method_of(name).map(Said::Known).filter(|_| !words().gets_by_default(name));
        let is_sender = base.is_some() || words().sends(name);
        let url = told(&keys.url)
            .filter(|_| is_sender || told_method.is_some())
            .or_else(|| self.address_among(given, is_sender))
            .or_else(|| self.address_within(given).filter(|_| is_sender))
            .or_else(|| self.address_called_on(key, call, name))
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
        // what one request says of its base comes before what its client says
        if let Some(base) = option(&keys.clients).as_ref().or(base) {
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
            let is_all = n_others <= 1 + options.len() || is_command;
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
            Hint::Nothing if base.is_none() && self.is_look_up(key, call, &url) => Hint::Mention,
            hint => hint,
        };
        let default = words().gets_by_default(name).then_some(Method::Get);
        let headers = self.headers(key, call, given, base.is_some());
        vec![Request { call: key, method, default, url, is_one_of: false, hint, headers }]
    }

    pub(super) fn hint(&self, key: Key, call: &Call, name: &str, has_client: bool) -> Hint {
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

    /// Whether a call may as well look a word up in what was answered: `answer.get("contacts", [])`.
    fn is_look_up(&self, key: Key, call: &Call, url: &Value) -> bool {
        let Expression::Member(owner, _) = &call.callee else { return false };
        let asked = match &**owner {
            Expression::Name(name) | Expression::Member(_, name) => Some(&**name),
            Expression::Call(_) => self.chain_begins(key, call),
            _ => None,
        };
        let is_word = |pieces: &Rc<[Piece]>| matches!(&**pieces, [Piece::Text(text)] if !text.contains('/'));
        asked.is_none_or(|name| !words().sends(name) && !matches!(name, "this" | "self"))
            && url.texts().iter().all(is_word)
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

/// Whether a path is one for a server to match: `/contacts/:id`, `/contacts/{id}`.
fn is_pattern(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Text(text) => text.contains("/:") || text.contains("/{") || text.contains("/<"),
        Piece::Hole(_) => false,
    })
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
