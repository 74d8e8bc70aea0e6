//! Words that begin an expression: conditions, choices, loops and what is no name.

use super::parser::{Parser, Syntax};
use crate::outline::{Binding, Expression};
use crate::read::draft::{choice, element, name, words};

impl Parser<'_> {
    /// Reads what the word at hand begins, or the name that it is.
    pub(super) fn word_operand(&mut self, start: usize) -> Expression {
        let word = self.word(0);
        let is_stray = self.token(0).is_some_and(|token| token.is_first)
            && matches!(word, b"let" | b"fn" | b"use" | b"impl" | b"mod" | b"fun" | b"import" | b"namespace")
            && self.dialect.statements.iter().any(|begin| begin.as_bytes() == word)
            && !self.word(1).is_empty();
        if is_stray && !self.is_header {
            // a half-typed statement before this one
            return Expression::Unknown;
        }
        match (self.syntax, word) {
            (_, b"") => Expression::Unknown,
            (Syntax::PowerShell, _) => {
                self.at += 1;
                Expression::Text(words(word), self.since(start))
            }
            (_, b"if") => self.conditional(),
            (Syntax::Rust, b"match") | (Syntax::Kotlin, b"when") => self.choices(),
            (Syntax::Rust, b"let") => {
                self.rust_let();
                Expression::Unknown
            }
            (_, b"for" | b"while" | b"do") | (Syntax::Rust, b"loop") => self.repeat(),
            (Syntax::Kotlin, b"try") => self.attempt(),
            (_, b"return") => self.give_back(),
            (_, b"throw" | b"yield") => {
                self.at += 1;
                if self.eat_word(b"return") {
                    self.expression()
                } else {
                    self.expression();
                    Expression::Unknown
                }
            }
            (_, b"true" | b"false" | b"null" | b"break" | b"continue") | (Syntax::Rust, b"None") => {
                self.at += 1;
                Expression::Unknown
            }
            (Syntax::CSharp, b"new" | b"stackalloc") => self.creation(start),
            (Syntax::CSharp, b"typeof" | b"nameof" | b"default" | b"sizeof") => {
                self.at += 1;
                if self.sign(0) == b"(" {
                    self.skip();
                }
                Expression::Unknown
            }
            (Syntax::CSharp, _) if self.sign(1) == b"=>" => self.arrow_function(start),
            (Syntax::CSharp, b"delegate") => self.csharp_delegate(start),
            (Syntax::CSharp, b"from") if self.is_query() => self.csharp_query(),
            (Syntax::Kotlin, b"object") if matches!(self.sign(1), b":" | b"{") => {
                self.kotlin_class(start);
                Expression::Unknown
            }
            (Syntax::Kotlin, b"fun") => self.kotlin_function(start),
            _ => {
                self.at += 1;
                self.named_by(word)
            }
        }
    }

    /// Reads a condition and its arms.
    pub(super) fn conditional(&mut self) -> Expression {
        let mut arms = Vec::new();
        let mut has_else = false;
        loop {
            self.at += 1;
            self.condition();
            arms.push(self.arm());
            let word = self.word(0).to_ascii_lowercase();
            if word == b"elseif" {
                continue;
            }
            if word != b"else" {
                break;
            }
            self.at += 1;
            if self.word(0) != b"if" {
                has_else = true;
                arms.push(self.arm());
                break;
            }
        }
        if has_else { choice(arms) } else { Expression::Unknown }
    }

    fn condition(&mut self) {
        if self.syntax == Syntax::Rust {
            self.header();
        } else if self.sign(0) == b"(" {
            self.inside(self.syntax == Syntax::PowerShell, Self::statements);
        }
    }

    /// Reads a block, or the statement in its stead.
    pub(super) fn arm(&mut self) -> Expression {
        if self.sign(0) == b"{" { self.block() } else { self.statement() }
    }

    /// Reads `match x { … }`, or `when (x) { … }`.
    fn choices(&mut self) -> Expression {
        self.at += 1;
        self.condition();
        self.arms(if self.syntax == Syntax::Rust { b"=>" } else { b"->" })
    }

    /// Reads arms, whose values stand behind `sign`.
    pub(super) fn arms(&mut self, sign: &[u8]) -> Expression {
        if self.sign(0) != b"{" {
            return Expression::Unknown;
        }
        let is_kotlin = self.syntax == Syntax::Kotlin;
        self.inside(is_kotlin, |parser| {
            let mut arms = Vec::new();
            while parser.at < parser.end {
                if parser.syntax == Syntax::CSharp {
                    parser.csharp_guard();
                }
                parser.skip_to(|parser| parser.sign(0) == sign);
                if !parser.eat(sign) {
                    break;
                }
                arms.push(match (parser.sign(0), is_kotlin) {
                    (b"{", _) => parser.block(),
                    (_, true) => parser.statement(),
                    (_, false) => parser.assignment(),
                });
                if !is_kotlin {
                    parser.skip_to(|parser| matches!(parser.sign(0), b"," | b"=>"));
                    parser.eat(b",");
                }
            }
            parser.at = parser.end;
            choice(arms)
        })
    }

    /// Reads `try { … } catch (…) { … }`.
    pub(super) fn attempt(&mut self) -> Expression {
        self.at += 1;
        let mut arms = vec![self.body()];
        while matches!(self.word(0), b"catch" | b"finally") {
            let is_catch = self.eat_word(b"catch");
            self.at += usize::from(!is_catch);
            if self.sign(0) == b"(" {
                self.skip();
            }
            if self.eat_word(b"when") && self.sign(0) == b"(" {
                self.list();
            }
            let value = self.body();
            if is_catch {
                arms.push(value);
            }
        }
        choice(arms)
    }

    /// Reads a loop.
    pub(super) fn repeat(&mut self) -> Expression {
        self.over_and_over(Self::round)
    }

    /// Reads something that runs again and again.
    pub(super) fn over_and_over(&mut self, read: impl FnOnce(&mut Self) -> Expression) -> Expression {
        let (n, start) = (self.draft.outline.bindings.len(), self.start());
        let value = read(self);
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let round = byte(start)..byte(self.last_end());
        let is_own = |binding: &&mut Binding| binding.scope.function == self.scope.function;
        for binding in self.draft.outline.bindings.iter_mut().skip(n).filter(is_own) {
            binding.loops.push(round.clone());
        }
        value
    }

    fn round(&mut self) -> Expression {
        let word = self.word(0);
        self.at += 1;
        match (self.syntax, word) {
            (Syntax::Rust, b"for") => {
                let from = self.at;
                self.skip_to(|parser| matches!(parser.word(0), b"in") || parser.sign(0) == b"{");
                let until = self.at;
                self.eat_word(b"in");
                let value = self.header();
                self.bind_each(from, until, value);
                self.body();
            }
            (Syntax::Rust, b"while") => {
                self.header();
                self.body();
            }
            (_, b"loop") => drop(self.body()),
            (_, b"do") => {
                self.arm();
                if self.eat_word(b"while") && self.sign(0) == b"(" {
                    self.list();
                }
            }
            _ => {
                if self.sign(0) == b"(" {
                    // `in` of a `while` asks
                    self.inside(false, if word == b"while" { Self::statements } else { Self::loop_head });
                }
                self.arm();
            }
        }
        Expression::Unknown
    }

    fn loop_head(&mut self) -> Expression {
        let from = self.at;
        let sign = self.find(from, |parser, at| parser.word_at(at).eq_ignore_ascii_case(b"in"));
        let Some(sign) = sign else { return self.statements() };
        self.at = sign + 1;
        let value = if self.syntax == Syntax::PowerShell { self.statement() } else { self.expression() };
        let bracket = self.find(from, |parser, at| parser.sign_at(at) == b"(");
        if let Some(bracket) = bracket.filter(|at| self.behind(*at) == sign) {
            // each name is a part of the element
            for name in self.names_in(bracket) {
                let target = self.declare(name.as_bytes());
                self.bind(target, Expression::Unknown, false);
            }
            return Expression::Unknown;
        }
        // a type stands before the name, in Kotlin behind it
        let variable = if self.syntax == Syntax::Kotlin { from } else { sign.saturating_sub(1) };
        let variable = self.token_at(variable).cloned();
        if let Some(variable) = variable.filter(|_| from < sign) {
            let target = self.declare(self.bytes(&variable.range));
            self.bind(target, element(value), false);
        }
        Expression::Unknown
    }

    /// The names that the bracket at token `at` takes a value apart into: behind their types, or before those in Kotlin.
    fn names_in(&self, at: usize) -> Vec<Box<str>> {
        let until = self.closing(at);
        let mut names = Vec::new();
        let mut at = at;
        while at < until {
            let beside = if self.syntax == Syntax::Kotlin { at.saturating_sub(1) } else { at + 1 };
            let word = self.word_at(at);
            if !matches!(word, b"" | b"_") && matches!(self.sign_at(beside), b"(" | b"," | b")") {
                names.push(words(word));
            }
            let generics = if self.sign_at(at) == b"<" { self.behind_generics(at) } else { None };
            at = generics.unwrap_or(at + 1);
        }
        names
    }

    /// Binds the names of a pattern of Rust to any element of `value`.
    fn bind_each(&mut self, from: usize, until: usize, value: Expression) {
        let names: Vec<Box<str>> = self.pattern_names(from, until).map(words).collect();
        if names.len() == 1 {
            self.bind(name(names[0].as_bytes()), element(value), false);
        }
    }
}
