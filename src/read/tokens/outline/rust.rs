//! Statements and items of Rust.

use super::parser::{FARTHEST, Parser};
use crate::outline::{Expression, Import};
use crate::read::draft::words;

impl<'p> Parser<'p> {
    pub(super) fn rust_statement(&mut self) -> Expression {
        let start = self.rust_modifiers();
        match self.word(0) {
            b"use" => self.rust_use(),
            b"mod" | b"extern" => self.rust_module(),
            b"fn" => self.rust_function(start),
            b"struct" | b"enum" | b"union" => self.rust_type(start),
            b"impl" | b"trait" => self.rust_block_of_functions(start),
            b"let" => {
                self.rust_let();
                if self.eat_word(b"else") {
                    self.body();
                }
                self.eat(b";");
                Expression::Unknown
            }
            b"const" | b"static" => {
                self.rust_constant();
                Expression::Unknown
            }
            b"type" if !self.word(1).is_empty() => {
                self.skip_to(|parser| parser.sign(0) == b";");
                Expression::Unknown
            }
            b"macro_rules" => {
                self.skip_to(|parser| parser.sign(0) == b"{");
                self.skip();
                Expression::Unknown
            }
            _ => {
                if self.eat(b";") {
                    return Expression::Unknown;
                }
                let is_block =
                    matches!(self.word(0), b"if" | b"match" | b"for" | b"while" | b"loop") || self.sign(0) == b"{";
                let value = if is_block { self.rust_block_statement() } else { self.assignment() };
                if self.eat(b";") { Expression::Unknown } else { value }
            }
        }
    }

    /// Reads a statement that ends with its block, unless something is asked of it.
    fn rust_block_statement(&mut self) -> Expression {
        let start = self.start();
        let value = if self.sign(0) == b"{" { self.block() } else { self.word_operand(start) };
        if matches!(self.sign(0), b"." | b"?") { self.postfix(value, start) } else { value }
    }

    /// Steps over notes to the compiler and words before an item; returns the byte where the item begins.
    fn rust_modifiers(&mut self) -> usize {
        while self.sign(0) == b"#" {
            self.at += 1 + usize::from(self.sign(1) == b"!");
            if self.sign(0) == b"[" {
                self.skip();
            }
        }
        let start = self.start();
        loop {
            let next = self.word(1);
            let is_modifier = match self.word(0) {
                b"pub" => true,
                b"default" | b"async" | b"unsafe" | b"const" => {
                    matches!(next, b"fn" | b"unsafe" | b"async" | b"impl" | b"trait" | b"extern")
                }
                b"extern" => next != b"crate" && self.sign(1) != b"{",
                _ => false,
            };
            if !is_modifier {
                return start;
            }
            self.at += 1;
            let is_abi =
                self.token(0).is_some_and(|token| matches!(token.kind, crate::read::tokens::lexer::Kind::String(_)));
            if self.sign(0) == b"(" || is_abi {
                self.skip();
            }
        }
    }

    fn rust_use(&mut self) -> Expression {
        self.at += 1;
        self.rust_path("");
        // a half-typed one ends with its line
        self.skip_to(|parser| parser.sign(0) == b";" || parser.token(0).is_some_and(|token| token.is_first));
        self.eat(b";");
        Expression::Unknown
    }

    /// Reads the part of a `use` that stands behind `prefix`.
    fn rust_path(&mut self, prefix: &str) {
        let mut path: Vec<Box<str>> = Vec::new();
        loop {
            let word = self.word(0);
            if self.sign(0) == b"{" {
                let all = path.join("::");
                let from = if prefix.is_empty() || all.is_empty() {
                    format!("{prefix}{all}")
                } else {
                    format!("{prefix}::{all}")
                };
                self.inside(false, |parser| {
                    while parser.at < parser.end {
                        parser.rust_path(&from);
                        parser.skip_to(|parser| parser.sign(0) == b",");
                        parser.at += 1;
                    }
                    parser.at = parser.end;
                });
                return;
            }
            if self.eat(b"*") {
                path.push("*".into());
                break;
            }
            if word.is_empty() {
                break;
            }
            path.push(words(word));
            self.at += 1;
            if !self.eat(b"::") {
                break;
            }
        }
        let Some(imported) = path.pop() else { return };
        let alias = if self.eat_word(b"as") { Some(words(self.word(0))) } else { None };
        let outer = if prefix.is_empty() { Vec::new() } else { vec![Box::from(prefix)] };
        let from = outer.into_iter().chain(path).collect::<Vec<_>>().join("::");
        if &*imported == "self" {
            // the module itself
            let (outer, last) = from.rsplit_once("::").unwrap_or(("", &from));
            self.draft.import(Import { name: alias.unwrap_or(last.into()), imported: last.into(), from: outer.into() });
            return;
        }
        self.draft.import(Import { name: alias.unwrap_or_else(|| imported.clone()), imported, from: from.into() });
    }

    fn rust_module(&mut self) -> Expression {
        let is_module = self.eat_word(b"mod");
        if is_module && self.sign(1) == b";" {
            let module = words(self.word(0));
            self.draft.import(Import { name: module.clone(), imported: "*".into(), from: module });
        }
        self.skip_to(|parser| matches!(parser.sign(0), b";" | b"{"));
        if self.sign(0) == b"{" {
            self.block();
        }
        Expression::Unknown
    }

    fn rust_function(&mut self, start: usize) -> Expression {
        self.at += 1;
        let title = self.name_at(self.at);
        self.at += 1;
        self.skip_generics();
        let parameters = if self.sign(0) == b"(" { self.parameters() } else { Vec::new() };
        self.skip_to(|parser| matches!(parser.sign(0), b";" | b"{" | b"}"));
        if self.sign(0) == b"{" {
            self.function(title, parameters, start, Self::body);
        }
        Expression::Unknown
    }

    fn rust_type(&mut self, start: usize) -> Expression {
        self.at += 1;
        let title = self.word(0);
        self.at += 1;
        self.skip_to(|parser| matches!(parser.sign(0), b";" | b"{" | b"(" | b"="));
        if matches!(self.sign(0), b"{" | b"(") {
            self.skip();
        }
        self.class(title, Vec::new(), start, |_| Expression::Unknown);
        Expression::Unknown
    }

    fn rust_block_of_functions(&mut self, start: usize) -> Expression {
        let is_trait = self.eat_word(b"trait");
        self.at += usize::from(!is_trait);
        self.skip_generics();
        let mut title = self.rust_type_name();
        let mut bases = Vec::new();
        if self.eat_word(b"for") {
            bases.push(words(title));
            title = self.rust_type_name();
        }
        self.skip_to(|parser| matches!(parser.sign(0), b"{" | b";"));
        self.class(title, bases, start, Self::body);
        Expression::Unknown
    }

    /// The last name of the path at hand.
    fn rust_type_name(&mut self) -> &'p [u8] {
        while matches!(self.sign(0), b"&" | b"'" | b"::" | b"!") || matches!(self.word(0), b"dyn" | b"mut") {
            // a lifetime has a name
            self.at += 1 + usize::from(self.sign(0) == b"'");
        }
        let mut last = self.word(0);
        self.at += 1;
        self.skip_generics();
        while self.eat(b"::") {
            last = self.word(0);
            self.at += 1;
            self.skip_generics();
        }
        last
    }

    /// Reads `let pattern = value`.
    pub(super) fn rust_let(&mut self) {
        self.at += 1;
        let from = self.at;
        self.skip_to(|parser| matches!(parser.sign(0), b"=" | b":" | b";"));
        let until = self.at;
        self.skip_to(|parser| matches!(parser.sign(0), b"=" | b";"));
        if !self.eat(b"=") {
            return;
        }
        let value = self.rust_let_value();
        if until <= from + FARTHEST {
            self.rust_pattern(from, until, value);
        }
    }

    /// Reads what a `let` takes apart; in a condition another may follow behind `&&`.
    fn rust_let_value(&mut self) -> Expression {
        let end = self.end;
        if self.is_header
            && let Some(behind) =
                self.find(self.behind(self.at), |parser, at| matches!(parser.sign_at(at), b"&&" | b"{" | b";"))
            && self.sign_at(behind) == b"&&"
        {
            self.end = behind;
        }
        let value = self.expression();
        self.end = end;
        value
    }

    fn rust_constant(&mut self) {
        self.at += 1;
        // `ref` in a `lazy_static!`
        self.at += usize::from(matches!(self.word(0), b"mut" | b"ref"));
        let title = self.name_at(self.at);
        self.skip_to(|parser| matches!(parser.sign(0), b"=" | b";"));
        if self.eat(b"=") {
            let value = self.expression();
            let target = self.declare(title);
            self.bind(target, value, false);
        }
        self.eat(b";");
    }
}
