//! What a request is told elsewhere than in its arguments: in the closure that it is given, or by the text that it is called on.

use super::Requester;
use super::words::{callee_name, is_spelled, words};
use crate::outline::{Call, Expression};
use crate::usage::address::{Host, address};
use crate::usage::program::Place;
use crate::usage::value::{Given, Key, Value};

impl Requester<'_, '_, '_> {
    /// The address that a closure among the arguments sets: `client.post { url("…") }`.
    pub(super) fn address_within(&self, given: &[Given]) -> Option<Value> {
        let program = self.evaluator.program;
        closures(given).find_map(|closure| {
            let key = |index: &u32| Key { file: closure.file, index: *index };
            program.calls_in(closure).iter().map(key).find_map(|set| {
                let call = program.call(set);
                let is_own = call.scope.function == Some(closure.index) && matches!(call.callee, Expression::Name(_));
                let sets = callee_name(call).is_some_and(|name| words().keys.url.iter().any(|key| key == name));
                let address = call.arguments.first().filter(|_| is_own && sets)?;
                let place = Place { file: set.file, scope: call.scope };
                Some(self.evaluator.value(place, &address.value, 0)).filter(is_spelled)
            })
        })
    }

    /// The method that one sets: `client.request("…") { method = HttpMethod.Put }`.
    pub(super) fn method_within(&self, given: &[Given]) -> Option<Value> {
        let program = self.evaluator.program;
        closures(given).find_map(|closure| {
            let inside = Place::inside(program, closure);
            let (_, set) = *program.bindings(inside, Some(closure.index), "method").last()?;
            let place = Place { file: closure.file, scope: set.scope };
            Some(self.evaluator.value(place, &set.value, 0))
        })
    }

    /// The address that a method of texts is called on: `"…".AppendPathSegment("users").GetJsonAsync()`.
    pub(super) fn address_called_on(&self, key: Key, call: &Call, name: &str) -> Option<Value> {
        let Expression::Member(owner, _) = &call.callee else { return None };
        words().method_of_address(name)?;
        let on = self.evaluator.value(Place { file: key.file, scope: call.scope }, owner, 0);
        let is_it = on.texts().iter().any(|pieces| matches!(address(self.project(), pieces).host, Host::HighLevel(_)));
        is_it.then_some(on)
    }
}

fn closures(given: &[Given]) -> impl Iterator<Item = Key> {
    given.iter().filter_map(|given| if let Value::Function(key) = given.value { Some(key) } else { None })
}
