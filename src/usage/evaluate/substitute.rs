//! What a call gives, put into the holes that wait for it.

use super::{DEEPEST, Evaluator};
use crate::usage::value::{Given, Hole, Key, Piece, Source, Value};

impl Evaluator<'_, '_> {
    /// `value` with what a call of `function` gives put into the holes of its parameters, and the properties of the object
    /// that it is called on into theirs.
    pub(in crate::usage) fn substituted(
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
            self.cut();
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
