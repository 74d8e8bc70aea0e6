//! Calls of functions that the config names: requests, whatever their bodies do.

use super::evaluate::{Target, below};
use super::headers::Headers;
use super::program::Place;
use super::request::{Hint, Request, Requester, Said, said};
use super::value::{Given, Key, Value};
use crate::catalog::endpoint::Api;
use crate::catalog::platform::platform;
use crate::outline::{Call, Expression};
use crate::project::wrapper::{Origin, Spot, Wrapper};

impl Requester<'_, '_, '_> {
    /// The request that `call` sends, if the config names what it calls.
    pub(super) fn of_wrapper(&self, key: Key, call: &Call) -> Option<Request> {
        let (owner, name) = match &call.callee {
            Expression::Name(name) => (None, &**name),
            Expression::Member(owner, name) => (Some(&**owner), &**name),
            _ => return None,
        };
        let place = Place { file: key.file, scope: call.scope };
        let named = self.evaluator.program.project.wrappers(name);
        let meant: Vec<&Wrapper> = named.filter(|wrapper| self.is_called_on(place, owner, wrapper)).collect();
        if meant.is_empty() {
            return None;
        }
        // where its body is known all the same, its callers tell what it is given
        if let Target::Function(function, _) = self.evaluator.target(place, &call.callee, 0) {
            self.reach(function);
        }
        let given = self.evaluator.given(place, &call.arguments, 0);
        // of several entries for one function, the one whose path is given
        let found = meant.iter().find_map(|wrapper| Some((*wrapper, self.path(wrapper, &given)?)));
        let (wrapper, path) = found.unwrap_or_else(|| (meant[0], Value::unknown()));
        Some(Request {
            call: key,
            method: self.method(wrapper, &given),
            default: None,
            url: below(&Value::text(&base()), &path),
            is_one_of: false,
            hint: Hint::HighLevel,
            headers: Headers::unknown(key),
        })
    }

    /// Whether `owner`, what a call is made on, is what `wrapper` belongs to.
    fn is_called_on(&self, place: Place, owner: Option<&Expression>, wrapper: &Wrapper) -> bool {
        let Some(owner) = owner else { return wrapper.owner.is_none() };
        let name = match owner {
            Expression::Name(name) | Expression::Member(_, name) => &**name,
            _ => "",
        };
        if wrapper.owner.is_none() {
            // a plain function, by way of its module
            let imports = &self.evaluator.program.outline(place.file).imports;
            return name == "this" || imports.iter().any(|import| &*import.name == name && &*import.imported == "*");
        }
        wrapper.is_owner(name) || self.is_owner(wrapper, &self.evaluator.value(place, owner, 0))
    }

    fn is_owner(&self, wrapper: &Wrapper, value: &Value) -> bool {
        let program = self.evaluator.program;
        match value {
            Value::Instance(class, _) => program.lineage(*class).iter().any(|class| {
                let bases = &program.class(*class).bases;
                wrapper.is_owner(&program.class(*class).name) || bases.iter().any(|base| wrapper.is_owner(base))
            }),
            Value::Any(values) | Value::First(values) => values.iter().any(|value| self.is_owner(wrapper, value)),
            _ => value.as_hole().is_some_and(|hole| wrapper.is_owner(&hole.name)),
        }
    }

    fn method(&self, wrapper: &Wrapper, given: &[Given]) -> Said {
        match &wrapper.method {
            Some(Origin::Fixed(method)) => Said::Known(*method),
            Some(Origin::Given(spot)) => {
                let value = self.at(spot, given, &platform().requests.keys.method);
                value.map_or(Said::Nothing, |value| said(&value))
            }
            None => Said::Nothing,
        }
    }

    /// The path, if it is text at all.
    fn path(&self, wrapper: &Wrapper, given: &[Given]) -> Option<Value> {
        let path = match &wrapper.path {
            Origin::Fixed(path) => Some(Value::text(path)),
            Origin::Given(spot) => self.at(spot, given, &platform().requests.keys.url),
        };
        path.filter(|path| !path.texts().is_empty())
    }

    /// What is given at `spot`. What is given by name, or as a key of an object, in place of a position is known by one of `words`.
    fn at(&self, spot: &Spot, given: &[Given], words: &[String]) -> Option<Value> {
        let is_word = |name: &str| words.iter().any(|word| word.eq_ignore_ascii_case(name));
        let by_name = |is_it: &dyn Fn(&str) -> bool| {
            let is_meant = |given: &&Given| given.name.as_deref().is_some_and(is_it);
            let named = given.iter().find(is_meant).map(|given| given.value.clone());
            named.or_else(|| given.iter().find_map(|given| self.key_of(&given.value, is_it)))
        };
        match spot {
            Spot::Position(position) => {
                let at = position.checked_sub(1).and_then(|at| given.get(at)).filter(|given| given.name.is_none());
                match at.map(|given| &given.value) {
                    Some(value) if !matches!(value, Value::Object(..)) => Some(value.clone()),
                    _ => by_name(&is_word),
                }
            }
            Spot::Named(name) => by_name(&|other: &str| other.eq_ignore_ascii_case(name)),
        }
    }

    fn key_of(&self, options: &Value, is_it: &dyn Fn(&str) -> bool) -> Option<Value> {
        let Value::Object(entries, _) = options else { return None };
        let (key, _) = entries.iter().find(|(key, _)| is_it(key))?;
        Some(self.evaluator.member(options, key, 0))
    }
}

/// The address of HighLevel's API, below which the paths are that a wrapper is given.
fn base() -> String {
    let mut hosts = platform().hosts.all().iter().filter(|host| host.api == Some(Api::V2));
    format!("https://{}", hosts.next().map_or("", |host| host.name))
}
