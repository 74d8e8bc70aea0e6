//! Functions and closures: what is read in one belongs to it.

use super::parser::{FARTHEST, Parser};
use crate::outline::{Class, Expression, Function, Parameter};
use crate::read::draft::words;
use crate::read::tokens::lexer::Kind;
use std::mem::replace;

impl Parser<'_> {
    /// Adds a function that begins at byte `start` and whose body `read` reads.
    pub(super) fn function(
        &mut self,
        name: &[u8],
        parameters: Vec<Parameter>,
        start: usize,
        read: impl FnOnce(&mut Self) -> Expression,
    ) -> Expression {
        let names: Vec<Box<str>> = parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let function =
            Function { name: words(name), scope: self.scope, parameters, returns: Vec::new(), range: start..start };
        let id = self.draft.function(function);
        let around = self.scope;
        if let Some(id) = id {
            self.scope.function = Some(id);
            self.locals.entry(id).or_default().extend(names);
        }
        self.returns.push(Vec::new());
        let value = self.deeper(read);
        let mut returns = self.returns.pop().unwrap_or_default();
        if value != Expression::Unknown {
            returns.push(value);
        }
        self.scope = around;
        let range = self.since(start);
        let Some(id) = id else { return Expression::Unknown };
        if let Some(function) = self.draft.function_of(id) {
            function.returns = returns;
            function.range = range;
        }
        Expression::Function(id)
    }

    /// Reads the body of a method, with the bracket of a class around it no longer the innermost.
    pub(super) fn body(&mut self) -> Expression {
        if self.sign(0) == b"{" { self.block() } else { Expression::Unknown }
    }

    /// Adds a class that begins at byte `start` and whose body, if it has one, `read` reads.
    pub(super) fn class(
        &mut self,
        name: &[u8],
        bases: Vec<Box<str>>,
        start: usize,
        read: impl FnOnce(&mut Self) -> Expression,
    ) {
        let name = words(name);
        let known = self.classes.get(&name).copied();
        let id =
            known.or_else(|| self.draft.class(Class { name: name.clone(), bases: Vec::new(), range: start..start }));
        let around = self.scope;
        let maker = self.maker.take();
        if let Some(id) = id {
            self.classes.insert(name, id);
            self.scope = crate::outline::Scope { function: None, class: Some(id), at: None };
        }
        self.deeper(read);
        (self.scope, self.maker) = (around, maker);
        let range = self.since(start);
        if let Some(class) = id.and_then(|id| self.draft.class_of(id)) {
            class.range.end = class.range.end.max(range.end);
            let new: Vec<Box<str>> = bases.into_iter().filter(|base| !class.bases.contains(base)).collect();
            class.bases.extend(new);
        }
    }

    /// Gives the closure `value` the name that it is bound to.
    pub(super) fn entitle(&mut self, value: &Expression, name: &[u8]) {
        if let Expression::Function(id) = value
            && let Some(function) = self.draft.function_of(*id)
            && function.name.is_empty()
        {
            function.name = words(name);
        }
    }

    /// Reads what a `return` gives back.
    pub(super) fn give_back(&mut self) -> Expression {
        self.at += 1;
        if self.sign(0) == b"@" {
            self.at += 2;
        }
        // a shell gives back a list of one behind a comma
        let is_over = self.is_new_line()
            || matches!(self.sign(0), b";" | b")" | b"}")
            || self.sign(0) == b"," && !self.has_lists
            || self.end <= self.at;
        if !is_over {
            let value = self.value();
            if let Some(returns) = self.returns.last_mut().filter(|_| value != Expression::Unknown) {
                returns.push(value);
            }
        }
        Expression::Unknown
    }

    /// Reads a closure of Rust.
    pub(super) fn rust_closure(&mut self, start: usize) -> Expression {
        let mut parameters = Vec::new();
        if !self.eat(b"||") {
            self.at += 1;
            let Some(bar) = self.find(self.at, |parser, at| parser.sign_at(at) == b"|") else {
                return Expression::Unknown;
            };
            let end = replace(&mut self.end, bar);
            parameters = self.parameters_to_end();
            (self.at, self.end) = (bar + 1, end);
        }
        self.function(b"", parameters, start, |parser| {
            if !parser.eat(b"->") {
                return parser.assignment();
            }
            // behind a type stands a block
            parser.skip_to(|parser| matches!(parser.sign(0), b"{" | b"," | b";" | b"="));
            parser.body()
        })
    }

    /// Reads a closure of C#.
    pub(super) fn arrow_function(&mut self, start: usize) -> Expression {
        let parameters = if self.sign(0) == b"(" {
            self.parameters()
        } else {
            let end = replace(&mut self.end, self.at + 1);
            let parameters = self.parameters_to_end();
            self.end = end;
            parameters
        };
        self.at += 1;
        self.function(
            b"",
            parameters,
            start,
            |parser| {
                if parser.sign(0) == b"{" { parser.block() } else { parser.assignment() }
            },
        )
    }

    /// Reads a closure of Kotlin.
    pub(super) fn lambda(&mut self, start: usize) -> Expression {
        let closing = self.closing(self.at);
        let arrow = (self.at + 1..closing.min(self.at + FARTHEST)).find(|at| {
            let is_word = self.token_at(*at).is_some_and(|token| token.kind == Kind::Word);
            !is_word && !matches!(self.sign_at(*at), b"," | b":" | b"(" | b")" | b"." | b"?" | b"<" | b">")
        });
        let arrow = arrow.filter(|at| self.sign_at(*at) == b"->");
        let mut parameters = Vec::new();
        self.inside(true, |parser| {
            if let Some(arrow) = arrow {
                let end = replace(&mut parser.end, arrow);
                parameters = parser.parameters_to_end();
                (parser.at, parser.end) = (arrow + 1, end);
            }
            let value = parser.function(b"", parameters, start, Self::statements);
            // the brace that closes it is a part of it
            let range = start..parser.start_of_closing(closing);
            if let Expression::Function(id) = value
                && let Some(function) = parser.draft.function_of(id)
            {
                function.range = range;
            }
            value
        })
    }

    fn start_of_closing(&self, closing: usize) -> usize {
        let token = self.stretch.found.tokens.get(closing);
        token.map_or(self.text.len(), |token| token.range.end)
    }
}
