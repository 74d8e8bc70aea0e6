//! Forms of C#: types, casts, patterns, queries, tuples that are taken apart.

use super::parser::Parser;
use crate::outline::Expression;
use crate::read::draft::element;
use crate::read::tokens::lexer::Kind;
use std::mem::replace;

/// Types that are words of the language.
const BUILT_IN: &[&[u8]] =
    &[b"bool", b"byte", b"char", b"decimal", b"double", b"float", b"int", b"long", b"object", b"short", b"string"];
/// Words that begin a clause of a query, or stand between two.
const CLAUSES: &[&[u8]] = &[
    b"from",
    b"where",
    b"select",
    b"let",
    b"join",
    b"orderby",
    b"group",
    b"into",
    b"on",
    b"equals",
    b"by",
    b"ascending",
    b"descending",
];

impl<'p> Parser<'p> {
    /// The token behind the type at token `at`, and the last word of the type's name; nothing where no type stands.
    pub(super) fn csharp_type_at(&self, at: usize) -> Option<(usize, usize)> {
        let behind_generics = |at: usize| match self.sign_at(at) {
            b"<" => self.behind_generics(at).unwrap_or(at),
            _ => at,
        };
        let (mut at, mut last) = (at, at);
        if self.sign_at(at) == b"(" {
            at = self.behind(at);
        } else if self.word_at(at).is_empty() {
            return None;
        } else {
            at = behind_generics(at + 1);
            while matches!(self.sign_at(at), b"." | b"::") && !self.word_at(at + 1).is_empty() {
                last = at + 1;
                at = behind_generics(at + 2);
            }
        }
        loop {
            let is_type = !self.word_at(at + 1).is_empty() || self.sign_at(at + 1) == b")" || self.is_rank(at + 1);
            if self.is_rank(at) {
                at = self.behind(at);
            } else if self.sign_at(at) == b"?" && is_type {
                at += 1;
            } else {
                return Some((at, last));
            }
        }
    }

    /// Whether `[]`, or `[,]`, stands at token `at`.
    fn is_rank(&self, at: usize) -> bool {
        let closing = self.closing(at);
        let is_bracket = self.sign_at(at) == b"[" && self.sign_at(closing) == b"]" && closing < at + 5;
        is_bracket && (at + 1..closing).all(|at| self.sign_at(at) == b",")
    }

    /// Whether the bracket at hand holds a type that the operand behind it is turned into.
    pub(super) fn is_cast(&self) -> bool {
        let closing = self.closing(self.at);
        let is_type = self.csharp_type_at(self.at + 1).is_some_and(|(behind, _)| behind == closing);
        if !is_type || self.sign(1) == b"(" {
            return false;
        }
        // what cannot be a value is a type, whatever follows
        let is_sure = BUILT_IN.contains(&self.word_at(closing - 1)) || !self.sign_at(closing - 1).is_empty();
        let behind = self.behind(self.at);
        let is_operator =
            matches!(self.word_at(behind), b"is" | b"as" | b"switch" | b"when" | b"with" | b"and" | b"or")
                || self.is_clause(behind);
        match self.token_at(behind).map(|token| token.kind) {
            Some(Kind::Word) => !is_operator,
            Some(Kind::String(_) | Kind::Other) => true,
            Some(Kind::Sign) if is_sure => matches!(self.sign_at(behind), b"(" | b"!" | b"~" | b"-" | b"+" | b"["),
            Some(Kind::Sign) => matches!(self.sign_at(behind), b"(" | b"!" | b"~"),
            _ => false,
        }
    }

    /// Steps over `global::`, which says that a name begins at the top.
    pub(super) fn skip_global(&mut self) {
        self.at += if self.word(0) == b"global" && self.sign(1) == b"::" { 2 } else { 0 };
    }

    /// Steps over the type before the name of a variable that a call fills: `string path` behind `out`.
    pub(super) fn skip_out_type(&mut self) {
        let Some((behind, _)) = self.csharp_type_at(self.at) else { return };
        if !self.word_at(behind).is_empty() {
            self.at = behind;
            self.bind_here(self.word(0), Expression::Unknown);
        }
    }

    /// Binds a name that an expression declares; where fields begin, there is no function that it could belong to.
    fn bind_here(&mut self, title: &[u8], value: Expression) {
        if self.scope.function.is_some() && !matches!(title, b"" | b"_") {
            let target = self.declare(title);
            self.bind(target, value, false);
        }
    }

    /// Steps over a pattern behind `is`.
    pub(super) fn skip_pattern(&mut self) {
        self.skip_to(|parser| match parser.sign(0) {
            b"" => parser.is_clause(parser.at),
            b"." | b"::" | b"{" | b"(" | b"[" | b"<" | b">" | b"<=" | b">=" | b"-" => false,
            _ => true,
        });
    }

    /// Steps over the pattern of a `case`, and reads what is asked behind `when`.
    pub(super) fn csharp_case(&mut self) {
        self.at += 1;
        let from = self.at;
        self.skip_to(|parser| {
            let before = parser.at.saturating_sub(1);
            let ends = parser.sign(0) == b"{" && parser.word_at(before).is_empty() && parser.sign_at(before) != b")";
            ends && from < parser.at || matches!(parser.sign(0), b":" | b";") || parser.word(0) == b"when"
        });
        if self.eat_word(b"when") {
            self.expression();
        }
    }

    /// Reads what the arm at hand asks behind `when`.
    pub(super) fn csharp_guard(&mut self) {
        self.skip_to(|parser| parser.sign(0) == b"=>" || parser.word(0) == b"when");
        if !self.eat_word(b"when") {
            return;
        }
        let from = self.at;
        self.skip_to(|parser| parser.sign(0) == b"=>");
        let arrow = replace(&mut self.at, from);
        let end = replace(&mut self.end, arrow);
        self.expression();
        (self.at, self.end) = (arrow, end);
    }

    /// Whether the word at token `at` goes on with a query.
    fn is_clause(&self, at: usize) -> bool {
        let follows = self.token_at(at + 1);
        let is_name =
            follows.is_none_or(|token| token.kind == Kind::Sign) && !matches!(self.sign_at(at + 1), b"(" | b"!");
        CLAUSES.contains(&self.word_at(at)) && !is_name
    }

    /// Whether a query begins here.
    pub(super) fn is_query(&self) -> bool {
        let behind = self.csharp_type_at(self.at + 1).map_or(self.at, |(behind, _)| behind);
        self.word(0) == b"from" && (self.word(2) == b"in" || self.word_at(behind + 1) == b"in")
    }

    /// Reads `from x in all where … select …`.
    pub(super) fn csharp_query(&mut self) -> Expression {
        while self.at < self.end {
            let word = self.word(0);
            if !CLAUSES.contains(&word) {
                break;
            }
            self.at += 1;
            match word {
                b"from" | b"join" => {
                    self.skip_to(|parser| parser.word(0) == b"in" || parser.sign(0) == b";");
                    let title = self.word_at(self.at.saturating_sub(1));
                    if self.eat_word(b"in") {
                        let value = self.expression();
                        self.bind_here(title, element(value));
                    }
                }
                b"let" | b"into" => {
                    let title = self.word(0);
                    self.at += 1;
                    let value = if self.eat(b"=") { self.expression() } else { Expression::Unknown };
                    self.bind_here(title, value);
                }
                b"ascending" | b"descending" => {}
                _ => drop(self.expression()),
            }
            while matches!(word, b"orderby" | b"ascending" | b"descending") && self.eat(b",") {
                self.expression();
            }
        }
        Expression::Unknown
    }

    /// Reads `delegate (…) { … }`.
    pub(super) fn csharp_delegate(&mut self, start: usize) -> Expression {
        self.at += 1;
        let parameters = if self.sign(0) == b"(" { self.parameters() } else { Vec::new() };
        self.function(b"", parameters, start, Self::body)
    }

    /// Whether the names in a bracket here are each given a part of a value.
    pub(super) fn is_taken_apart(&self) -> bool {
        let bracket = self.at + usize::from(self.word(0) == b"var");
        self.sign_at(bracket) == b"(" && self.sign_at(self.behind(bracket)) == b"="
    }

    /// Reads `var (first, second) = value`.
    pub(super) fn csharp_taken_apart(&mut self) {
        let is_declared = self.eat_word(b"var");
        let targets = self.inside(false, |parser| {
            let mut targets = Vec::new();
            while parser.at < parser.end {
                let behind = parser.csharp_type_at(parser.at).map_or(parser.at, |(behind, _)| behind);
                let title = match parser.word_at(behind) {
                    b"" if is_declared => parser.word(0),
                    title => title,
                };
                targets.push(match title {
                    b"_" => Expression::Unknown,
                    b"" => parser.expression(),
                    title => parser.declare(title),
                });
                parser.skip_to(|parser| parser.sign(0) == b",");
                parser.at += 1;
            }
            parser.at = parser.end;
            targets
        });
        self.eat(b"=");
        let value = self.value();
        self.bind_parts(targets, value);
        self.eat(b";");
    }

    /// Reads an operator that a class declares; no call names it.
    pub(super) fn csharp_operator(&mut self, start: usize) {
        self.skip_to(|parser| matches!(parser.sign(0), b"(" | b"{" | b";" | b"=>"));
        if self.sign(0) == b"(" {
            let parameters = self.parameters();
            self.csharp_method(b"operator", parameters, start);
        }
    }
}
