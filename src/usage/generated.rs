//! Calls of functions that a program wrote, such as the methods of a client made from a description of the API.
//!
//! What such a client can call is no use of it; what other code calls is. Its own calls often go through layers that cannot be
//! followed, so where a call leads nowhere its name alone decides: of two faults, a scope kept is the smaller.

use super::request::{Request, Requester, callee_name, is_lost};
use super::value::Key;
use crate::outline::{Call, Expression};

/// Functions of one name that are looked at.
const MOST_FUNCTIONS: usize = 8;
/// How deep objects are searched for functions that are handed over.
const DEEPEST: usize = 3;

impl Requester<'_, '_, '_> {
    /// The requests of generated functions that `call` names: what it calls, where no path was `found` there, and what
    /// it hands over.
    pub(super) fn of_generated(&self, key: Key, call: &Call, found: &[Request]) -> Vec<Request> {
        let program = self.evaluator.program;
        if !program.has_generated() {
            return Vec::new();
        }
        let is_unknown = found.iter().all(|request| is_lost(program.project, &request.url));
        let mut names: Vec<&str> = callee_name(call).filter(|_| is_unknown).into_iter().collect();
        call.arguments.iter().for_each(|argument| add_names(&argument.value, 0, &mut names));
        let functions = names.iter().flat_map(|name| program.generated(name).iter().take(MOST_FUNCTIONS));
        let mut requests: Vec<Request> = Vec::new();
        for request in functions.flat_map(|function| self.of_function(*function, 1).to_vec()) {
            let request = Request { call: key, ..request };
            if !is_lost(program.project, &request.url) && !requests.contains(&request) {
                requests.push(request);
            }
        }
        requests
    }
}

fn add_names<'o>(value: &'o Expression, depth: usize, names: &mut Vec<&'o str>) {
    match value {
        Expression::Name(name) | Expression::Member(_, name) => names.push(name),
        Expression::Object(entries) if depth < DEEPEST => {
            entries.iter().for_each(|(_, value)| add_names(value, depth + 1, names));
        }
        Expression::List(parts) if depth < DEEPEST => {
            parts.iter().for_each(|value| add_names(value, depth + 1, names));
        }
        _ => {}
    }
}
