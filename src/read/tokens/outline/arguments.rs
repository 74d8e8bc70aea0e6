//! What calls are given, and what functions take.

use super::parser::{Parser, Syntax};
use crate::outline::{Argument, Parameter};
use crate::read::draft::words;
use crate::read::tokens::lexer::Kind;

impl Parser<'_> {
    /// Reads the arguments in the bracket at hand.
    pub(super) fn arguments(&mut self) -> Vec<Argument> {
        self.inside(false, |parser| {
            let mut all = Vec::new();
            while parser.at < parser.end {
                let sign: &[u8] = if parser.syntax == Syntax::CSharp { b":" } else { b"=" };
                let word = parser.word(0);
                let is_named = parser.syntax != Syntax::PowerShell && !word.is_empty() && parser.sign(1) == sign;
                let name = is_named.then(|| words(word));
                parser.at += if is_named { 2 } else { 0 };
                let value = parser.assignment();
                if is_named {
                    parser.entitle(&value, word);
                }
                all.push(Argument { name, value });
                parser.skip_to(|parser| parser.sign(0) == b",");
                parser.at += 1;
            }
            parser.at = parser.end;
            all
        })
    }

    /// Reads the parameters in the bracket at hand.
    pub(super) fn parameters(&mut self) -> Vec<Parameter> {
        self.inside(false, Self::parameters_to_end)
    }

    /// Reads the parameters before the end of what is read.
    pub(super) fn parameters_to_end(&mut self) -> Vec<Parameter> {
        let mut all = Vec::new();
        while self.at < self.end {
            if self.syntax == Syntax::Kotlin {
                self.kotlin_notes();
            }
            let from = self.at;
            self.skip_to(|parser| matches!(parser.sign(0), b"," | b"="));
            let name = self.parameter_name(from).map(words);
            let default = if self.eat(b"=") { Some(self.expression()) } else { None };
            self.skip_to(|parser| parser.sign(0) == b",");
            let is_rest = matches!(self.word_at(from), b"vararg" | b"params");
            if let Some(name) = name {
                all.push(Parameter { name, default, fields: Vec::new(), is_rest });
            }
            self.at += 1;
        }
        self.at = self.end;
        all
    }

    /// The name of the parameter whose tokens run from `from` to the one at hand; an empty one when it is taken apart, none for
    /// the object that a method is called on.
    fn parameter_name(&self, from: usize) -> Option<&[u8]> {
        let colon = (from..self.at).find(|at| self.sign_at(*at) == b":" && self.sign_at(from) != b"[");
        let until = if self.syntax == Syntax::CSharp { self.at } else { colon.unwrap_or(self.at) };
        if self.syntax == Syntax::PowerShell {
            let mut variables = (from..self.at).rev().filter_map(|at| self.token_at(at));
            let token = variables.find(|token| token.kind == Kind::Word && token.start < token.range.start)?;
            return Some(self.bytes(&token.range));
        }
        if self.syntax == Syntax::Rust {
            let found: Vec<&[u8]> = self.pattern_names(from, until).collect();
            return match found.as_slice() {
                [] | [b"self"] => None,
                [name] => Some(name),
                _ => Some(b""),
            };
        }
        (from..until).rev().map(|at| self.word_at(at)).find(|word| !word.is_empty())
    }

    /// The names that a pattern of Rust binds.
    pub(super) fn pattern_names(&self, from: usize, until: usize) -> impl Iterator<Item = &[u8]> {
        let is_name = move |at: &usize| {
            let word = self.name_at(*at);
            let is_lower = word.first().is_some_and(|first| !first.is_ascii_uppercase());
            let is_key = matches!(self.sign_at(*at + 1), b"(" | b"::" | b"{") && *at + 1 < until;
            is_lower && !is_key && !matches!(word, b"mut" | b"ref" | b"_" | b"let" | b"box" | b"true" | b"false")
        };
        (from..until).filter(is_name).map(|at| self.name_at(at))
    }
}
