//! Calls: those that only change a text's form are what they are given, those that read a setting are that setting.

use super::known;
use super::parser::{Parser, Syntax};
use crate::outline::{Argument, Call, Expression, Scope};
use crate::read::draft::{argument, choice, element, join, member};

impl Parser<'_> {
    /// What a call of `callee`, which begins at byte `start`, gives; a function of a type has no receiver.
    pub(super) fn finish(
        &mut self,
        callee: Expression,
        arguments: Vec<Argument>,
        start: usize,
        has_receiver: bool,
    ) -> Expression {
        let (before, last) = last_two(&callee);
        if let Some(value) = self.environment(before, last, &arguments, false) {
            return value;
        }
        let is_unchanged = has_receiver && known::leaves_as_is(self.syntax, last);
        let is_wrapper = known::wraps(self.syntax, before, last);
        let is_fallback = has_receiver && known::is_fallback(self.dialect, last);
        let is_format = self.is_format(before, last);
        // else what it is called on is the template
        let is_given_template = is_format && (!before.is_empty() || matches!(callee, Expression::Name(_)));
        let is_concat = self.syntax == Syntax::CSharp && last == "Concat" && before.eq_ignore_ascii_case("string");
        let is_map = self.syntax == Syntax::Kotlin && (last.ends_with("mapOf") || last.ends_with("MapOf"));
        let is_list = self.syntax == Syntax::Kotlin
            && (last.ends_with("listOf") || last.ends_with("ListOf") || last == "arrayOf");
        match callee {
            Expression::Member(receiver, _) if is_unchanged => *receiver,
            Expression::Member(receiver, _) if is_fallback && (1..=2).contains(&arguments.len()) => {
                self.fallback(*receiver, arguments)
            }
            Expression::Member(receiver, _) if is_format && super::format::is_template(&receiver) => {
                let is_located = arguments.first().is_some_and(|first| self.is_culture(&first.value, false));
                super::format::percents(*receiver, arguments.into_iter().skip(usize::from(is_located)).collect())
            }
            _ if is_wrapper && arguments.len() == 1 => {
                arguments.into_iter().next().map(|argument| argument.value).unwrap_or_default()
            }
            callee if is_given_template && !arguments.is_empty() => {
                let mut arguments = arguments;
                if let [first, second, ..] = arguments.as_slice()
                    && (self.is_culture(&first.value, true)
                        || first.value == Expression::Unknown && super::format::is_template(&second.value))
                {
                    arguments.remove(0);
                }
                if arguments.first().is_none_or(|first| !super::format::is_template(&first.value)) {
                    // a name for it: what that is bound to is known later
                    return self.call(callee, arguments, start);
                }
                let template = arguments.remove(0).value;
                match self.syntax {
                    Syntax::Kotlin => super::format::percents(template, arguments),
                    _ => super::format::braces(self, template, arguments),
                }
            }
            _ if is_concat => join(arguments.into_iter().map(|argument| argument.value).collect()),
            _ if is_map && arguments.iter().all(|argument| matches!(argument.value, Expression::Object(_))) => {
                let entries = arguments.into_iter().flat_map(|argument| match argument.value {
                    Expression::Object(entries) => entries,
                    _ => Vec::new(),
                });
                Expression::Object(entries.collect())
            }
            _ if is_list => Expression::List(arguments.into_iter().map(|argument| argument.value).collect()),
            Expression::Name(_) if last == "getenv" && arguments.is_empty() => callee,
            Expression::Member(_, name) if &*name == "getenv" && arguments.is_empty() => Expression::Name(name),
            callee => self.call(callee, arguments, start),
        }
    }

    /// Adds a call that begins at byte `start` and ends at this place.
    pub(super) fn call(&mut self, callee: Expression, arguments: Vec<Argument>, start: usize) -> Expression {
        if self.syntax == Syntax::Rust
            && let Expression::Member(address, method) = &callee
            && let (Expression::Name(_), "set_path", [path]) = (&**address, &**method, arguments.as_slice())
        {
            self.bind(Expression::Member(address.clone(), "path".into()), path.value.clone(), false);
        }
        // what it is given comes before it
        let at = u32::try_from(self.last_end().saturating_sub(1)).ok();
        let call = Call { callee, arguments, scope: Scope { at, ..self.scope }, range: self.since(start) };
        self.draft.call(call)
    }

    /// What a closure behind a call makes of it: it is the last argument.
    pub(super) fn with_lambda(&mut self, value: Expression, function: Expression, start: usize) -> Expression {
        let range = self.since(start);
        if let Expression::Call(id) = value {
            // the call ends with the closure that it is given
            let index = usize::try_from(id).unwrap_or(usize::MAX);
            if let Some(call) = self.draft.outline.calls.get_mut(index) {
                call.arguments.push(argument(function));
                call.range = range;
            }
            return value;
        }
        let (_, last) = last_two(&value);
        if known::is_fallback(self.dialect, last)
            && let Expression::Member(receiver, _) = value
        {
            return self.fallback(*receiver, vec![argument(function)]);
        }
        self.call(value, vec![argument(function)], start)
    }

    fn fallback(&mut self, receiver: Expression, arguments: Vec<Argument>) -> Expression {
        let mut values = arguments.into_iter().map(|argument| argument.value);
        let (first, second) = (values.next().unwrap_or_default(), values.next());
        let (receiver, instead) = match (second, first) {
            (None, first) => (receiver, first),
            (Some(second), Expression::Text(key, _)) => (member(receiver, key.as_bytes()), second),
            (Some(second), _) => (element(receiver), second),
        };
        choice(vec![receiver, self.given_by(instead)])
    }

    /// What `value` gives when it is a closure, else itself.
    pub(super) fn given_by(&mut self, value: Expression) -> Expression {
        let Expression::Function(id) = value else { return value };
        let returns = self.draft.function_of(id).map(|function| function.returns.clone());
        choice(returns.unwrap_or_default())
    }

    /// The variable that a call reads, and what stands in for it.
    fn environment(&self, before: &str, last: &str, arguments: &[Argument], is_macro: bool) -> Option<Expression> {
        let is_listed = |(outer, name): &(&str, &str)| {
            let is_plain = outer.is_empty() && self.syntax == Syntax::Rust;
            last.eq_ignore_ascii_case(name)
                && (outer.is_empty() || before.eq_ignore_ascii_case(outer))
                && (!is_plain || is_macro)
        };
        let is_value = self.syntax == Syntax::CSharp && last == "GetValue" && known::is_settings(self.syntax, before);
        if !is_value && !self.dialect.env_calls.iter().any(is_listed) {
            return None;
        }
        let Some(Expression::Text(name, _)) = arguments.first().map(|argument| &argument.value) else { return None };
        let variable = Expression::Environment(name.clone());
        let is_target = matches!(last, "GetEnvironmentVariable");
        match arguments.get(1).filter(|_| !is_target && !is_macro) {
            Some(default) => Some(choice(vec![variable, default.value.clone()])),
            None => Some(variable),
        }
    }

    /// The setting that `key` of `value` is, where `value` holds those.
    pub(super) fn setting(&self, value: &Expression, key: &Expression) -> Option<Expression> {
        let (_, last) = last_two(value);
        match key {
            Expression::Text(key, _) if known::is_settings(self.syntax, last) => {
                Some(Expression::Environment(key.clone()))
            }
            _ => None,
        }
    }

    fn is_format(&self, before: &str, last: &str) -> bool {
        match self.syntax {
            Syntax::CSharp => last == "Format" && before.eq_ignore_ascii_case("string"),
            Syntax::Kotlin => last == "format" && (before == "String" || before.is_empty()),
            Syntax::PowerShell => last.eq_ignore_ascii_case("format") && before.eq_ignore_ascii_case("string"),
            Syntax::Rust => false,
        }
    }

    /// Whether `value` says in whose way numbers are written: `CultureInfo.InvariantCulture`, `Locale.US`, and, where
    /// `may_be_named`, a variable whose name says so.
    fn is_culture(&self, value: &Expression, may_be_named: bool) -> bool {
        let made = if let Expression::Call(id) = value { self.draft.call_of(*id) } else { None };
        let (before, last) = last_two(made.map_or(value, |call| &call.callee));
        known::is_culture(before, last) || may_be_named && known::names_culture(last)
    }

    /// Reads what a macro of Rust, whose bracket is at hand, makes.
    pub(super) fn make(&mut self, callee: Expression, start: usize) -> Expression {
        let (before, last) = last_two(&callee);
        match last {
            "json" => return self.inside(false, Self::json),
            "vec" => return Expression::List(self.list()),
            _ if self.sign(0) == b"{" => return self.block(),
            _ => {}
        }
        let mut arguments = self.arguments();
        if let Some(value) = self.environment(before, last, &arguments, true) {
            return value;
        }
        match last {
            "format" | "format_args" if !arguments.is_empty() => {
                let template = arguments.remove(0).value;
                super::format::braces(self, template, arguments)
            }
            "concat" => join(arguments.into_iter().map(|argument| argument.value).collect()),
            _ => self.call(callee, arguments, start),
        }
    }
}

/// The last name of `callee`, and the one before.
pub(super) fn last_two(callee: &Expression) -> (&str, &str) {
    match callee {
        Expression::Name(last) => ("", last),
        Expression::Member(base, last) => match &**base {
            Expression::Name(before) | Expression::Member(_, before) => (before, last),
            _ => ("", last),
        },
        _ => ("", ""),
    }
}
