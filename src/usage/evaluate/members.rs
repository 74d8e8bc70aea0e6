//! What is set on a value after it was made: keys of options, and the path of an address.

use super::texts::{below, is_host};
use super::{Evaluator, Place, set};
use crate::catalog::platform::platform;
use crate::outline::{Binding, Expression};
use crate::project::Project;
use crate::usage::value::{Piece, Value};
use std::rc::Rc;

/// A value that is set.
struct Set<'s> {
    key: &'s str,
    value: Value,
    /// Whether it is added to what is there.
    adds: bool,
    /// Whether it has happened, whatever way a run takes.
    is_sure: bool,
}

impl Evaluator<'_, '_> {
    /// `value`, which `name` is bound to in `function`, with what is set on it before `place`: `options.method = 'POST'`.
    pub(super) fn with_members(
        &self,
        place: Place,
        function: Option<u32>,
        name: &str,
        value: Value,
        depth: usize,
    ) -> Value {
        let at = place.scope.at.filter(|_| place.scope.function == function);
        let is_sure = |bound: &Binding| at.map_or(!bound.settled.is_empty(), |at| bound.settled.contains(&at));
        let members = self.program.member_bindings(place, function, name);
        let all: Vec<Set<'_>> = members
            .into_iter()
            .filter_map(|(index, bound)| {
                let Expression::Member(_, key) = &bound.target else { return None };
                let value = self.followed(place.file, index, bound, depth)?;
                Some(Set { key, value, adds: bound.adds, is_sure: is_sure(bound) })
            })
            .collect();
        if all.is_empty() { value } else { changed(self.program.project, &value, &all) }
    }
}

fn changed(project: &Project, value: &Value, all: &[Set<'_>]) -> Value {
    match value {
        Value::Any(values) => Value::any(values.iter().map(|value| changed(project, value, all)).collect()),
        Value::First(values) => Value::First(values.iter().map(|value| changed(project, value, all)).collect()),
        Value::Text(pieces) if is_host(project, pieces) => {
            let paths = all.iter().filter(|set| platform().requests.keys.paths.iter().any(|key| key == set.key));
            paths.fold(value.clone(), |address, set| {
                let origin = || Value::any(address.texts().iter().map(|pieces| origin(pieces)).collect());
                let there = if set.adds {
                    Value::join(&[address.clone(), set.value.clone()])
                } else {
                    below(&origin(), &set.value)
                };
                if set.is_sure { there } else { Value::any(vec![address, there]) }
            })
        }
        Value::Object(entries, is_open) => Value::Object(with_keys(entries.to_vec(), all), *is_open),
        Value::Text(_) => Value::Object(with_keys(Vec::new(), all), true),
        other => other.clone(),
    }
}

fn with_keys(mut entries: Vec<(Box<str>, Value)>, all: &[Set<'_>]) -> Rc<[(Box<str>, Value)]> {
    for Set { key, value, adds, is_sure } in all {
        let before = entries.iter().find(|(own, _)| **own == **key).map(|(_, value)| value.clone());
        let value = match before {
            Some(before) if *adds => Value::join(&[before, value.clone()]),
            // in an arm: what was there may be there still
            Some(before) if !is_sure => Value::any(vec![before, value.clone()]),
            _ => value.clone(),
        };
        set(&mut entries, key, value);
    }
    entries.into()
}

/// What an address begins with, in front of its path.
fn origin(pieces: &[Piece]) -> Value {
    let first = match pieces.first() {
        Some(Piece::Text(text)) => {
            let host = text.find("://").map_or(0, |sign| sign + "://".len());
            let end = text[host..].find(['/', '?', '#']).map_or(text.len(), |end| host + end);
            Piece::Text(text[..end].into())
        }
        Some(hole) => hole.clone(),
        None => return Value::unknown(),
    };
    Value::Text([first].into())
}
