//! Patterns: what a `let` takes apart.

use super::parser::Parser;
use crate::outline::Expression;
use crate::read::draft::{choice, element, member, name};
use std::ops::Range;

/// Most arms of a choice whose parts are looked at.
const MOST_ARMS: usize = 4;

impl Parser<'_> {
    /// Binds the names of the pattern of Rust in the tokens from `from` to `until` to what they take of `value`.
    pub(super) fn rust_pattern(&mut self, from: usize, until: usize, value: Expression) {
        let mut at = from;
        while matches!(self.sign_at(at), b"&" | b"&&" | b"|") || matches!(self.word_at(at), b"ref" | b"mut" | b"box") {
            at += 1;
        }
        if matches!(self.sign_at(at), b"(" | b"[") {
            return self.rust_parts(at, value);
        }
        let title = self.name_at(at);
        let mut last = at;
        while self.sign_at(last + 1) == b"::" {
            last += 2;
        }
        if title.is_empty() || until <= last {
            return;
        }
        match if last + 1 < until { self.sign_at(last + 1) } else { b"" } {
            b"(" => return self.rust_parts(last + 1, value),
            b"{" => return self.rust_fields(last + 1, &value),
            b"@" => self.rust_pattern(last + 2, until, if leads(&value) { value.clone() } else { Expression::Unknown }),
            _ => {}
        }
        let is_name = !title.first().is_some_and(u8::is_ascii_uppercase) && !matches!(title, b"_" | b"true" | b"false");
        if is_name && last == at {
            self.entitle(&value, title);
            self.bind(name(title), value, false);
        }
    }

    /// Binds what stands in the bracket at token `open` to parts of `value`.
    fn rust_parts(&mut self, open: usize, value: Expression) {
        let is_list = self.sign_at(open) == b"[";
        let patterns = self.between_commas(open);
        let is_single = self.sign_at(self.closing(open).saturating_sub(1)) != b"," && !is_list;
        if let [only] = patterns.as_slice()
            && is_single
        {
            // of a bracket, or of what wraps a value: `Some(x)`
            return self.rust_pattern(only.start, only.end, value);
        }
        let mut is_behind_rest = false;
        for (index, pattern) in patterns.iter().enumerate() {
            if self.sign_at(pattern.end.saturating_sub(1)) == b".." {
                // `..`, or `rest @ ..`
                is_behind_rest = true;
                let rest = if leads(&value) { value.clone() } else { Expression::Unknown };
                self.rust_pattern(pattern.start, pattern.end, rest);
                continue;
            }
            let taken = match &value {
                Expression::List(all) if is_behind_rest => {
                    let index = (all.len() + index).checked_sub(patterns.len());
                    index.and_then(|index| all.get(index)).cloned().unwrap_or_default()
                }
                Expression::Choice(_) if is_behind_rest => Expression::Unknown,
                _ => part(&value, index),
            };
            self.rust_pattern(pattern.start, pattern.end, taken);
        }
    }

    /// Binds what stands in the bracket at token `open`, fields of a struct, to those of `value`.
    fn rust_fields(&mut self, open: usize, value: &Expression) {
        for field in self.between_commas(open) {
            let is_sign = |at: &usize| matches!(self.word_at(*at), b"ref" | b"mut");
            let at = field.clone().find(|at| !is_sign(at)).unwrap_or(field.end);
            let key = self.name_at(at);
            if key.is_empty() {
                continue;
            }
            let value = if leads(value) { member(value.clone(), key) } else { Expression::Unknown };
            let from = if self.sign_at(at + 1) == b":" { at + 2 } else { at };
            self.rust_pattern(from, field.end, value);
        }
    }

    /// The tokens between the commas in the bracket at token `open`.
    fn between_commas(&self, open: usize) -> Vec<Range<usize>> {
        let (mut from, until) = (open + 1, self.closing(open));
        let mut all = Vec::new();
        while from < until {
            let comma = self.find(from, |parser, at| until <= at || parser.sign_at(at) == b",");
            let comma = comma.map_or(until, |comma| comma.min(until));
            all.push(from..comma);
            from = comma + 1;
        }
        all
    }
}

/// The part of `value` at `index`, as far as it can be told.
pub(super) fn part(value: &Expression, index: usize) -> Expression {
    match value {
        Expression::List(all) => all.get(index).cloned().unwrap_or_default(),
        Expression::Choice(arms) if arms.len() <= MOST_ARMS => {
            choice(arms.iter().map(|arm| part(arm, index)).collect())
        }
        value if leads(value) => element(value.clone()),
        _ => Expression::Unknown,
    }
}

/// Whether `value` is a name, a call or what they lead to. Only such are small enough to be said of each part.
fn leads(value: &Expression) -> bool {
    match value {
        Expression::Name(_) | Expression::Call(_) => true,
        Expression::Member(base, _) | Expression::Element(base) => leads(base),
        _ => false,
    }
}
