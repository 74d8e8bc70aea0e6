//! Statements of PowerShell.

use super::parser::Parser;
use crate::outline::{Argument, Expression, Import};
use crate::read::draft::{named, words};
use crate::read::tokens::lexer::{Kind, Token};

/// Most options between the word of a loop and its condition.
const MOST_OPTIONS: usize = 8;

impl Parser<'_> {
    pub(super) fn powershell_statement(&mut self) -> Expression {
        if self.eat(b";") {
            return Expression::Unknown;
        }
        // types and notes before a variable, a method or `param`
        while self.sign(0) == b"[" && self.sign_at(self.behind(self.at)) != b"::" {
            self.skip();
        }
        while matches!(self.word(0), b"hidden" | b"static") && self.scope.class.is_some() {
            self.at += 1;
            if self.sign(0) == b"[" {
                self.skip();
            }
        }
        self.loop_label();
        let start = self.start();
        let options = self.behind_options();
        match &self.word(0).to_ascii_lowercase()[..] {
            b"function" | b"filter" => self.powershell_function(start),
            b"class" | b"enum" => self.powershell_class(start),
            b"param" if self.sign(1) == b"(" => self.powershell_parameters(),
            b"if" => return self.conditional(),
            b"foreach" | b"for" | b"while" | b"switch" if self.sign(options) == b"(" => {
                self.at += options - 1;
                self.repeat();
            }
            b"switch" if 1 < options => {
                self.at += options;
                self.shell_argument();
                return self.arm();
            }
            b"do" if self.sign(1) == b"{" => {
                self.at += 1;
                return self.over_and_over(Self::body);
            }
            b"begin" | b"process" | b"end" | b"finally" | b"try" | b"else" | b"trap" | b"default"
                if self.sign(1) == b"{" =>
            {
                self.at += 1;
                return self.body();
            }
            word @ (b"catch" | b"until" | b"elseif" | b"trap") if word != b"trap" || self.sign(1) == b"[" => {
                self.at += 1;
                while matches!(self.sign(0), b"[" | b",") {
                    self.skip();
                }
                self.arm();
            }
            b"return" => drop(self.give_back()),
            b"break" | b"continue" => {
                self.at += 1;
                // the label of the loop that is meant
                self.at += usize::from(!self.is_new_line() && !self.word(0).is_empty());
            }
            b"throw" | b"exit" => {
                self.at += 1;
                if !self.is_new_line() {
                    self.value();
                }
            }
            b"using" => {
                self.at += 2;
                let argument = self.shell_argument();
                self.powershell_import(&argument);
            }
            _ if self.scope.class.is_some() && self.scope.function.is_none() && self.sign(1) == b"(" => {
                self.powershell_method(start);
            }
            _ => return self.pipeline(),
        }
        Expression::Unknown
    }

    /// Steps over the label of a loop.
    fn loop_label(&mut self) {
        let is_loop = |word: &[u8]| {
            [&b"for"[..], b"foreach", b"while", b"do", b"switch"].iter().any(|begin| word.eq_ignore_ascii_case(begin))
        };
        if self.sign(0) == b":" && !self.word(1).is_empty() && is_loop(self.word(2)) {
            self.at += 2;
        }
    }

    /// How many tokens the word at hand and its options are.
    fn behind_options(&self) -> usize {
        let is_option = |n: &usize| self.token(*n).is_some_and(|token| token.kind == Kind::Parameter);
        1 + (1..MOST_OPTIONS).take_while(is_option).count()
    }

    /// Reads commands or expressions, each of which takes what the one before it gives.
    fn pipeline(&mut self) -> Expression {
        let mut value = self.stage(None);
        while matches!(self.sign(0), b"|" | b"||" | b"&&") {
            let is_pipe = self.sign(0) == b"|";
            self.at += 1;
            value = self.stage(is_pipe.then_some(value));
        }
        value
    }

    fn stage(&mut self, input: Option<Expression>) -> Expression {
        let start = self.start();
        match self.sign(0) {
            b"&" => {
                self.at += 1;
                return self.program(input, start);
            }
            b"." | b".." if self.is_glued(1) && matches!(self.sign(1), b"/" | b"\\") => {
                return self.program(input, start);
            }
            b"." if self.word(1).is_empty() => {
                self.at += 1;
                let file = self.shell_argument();
                self.powershell_import(&file);
                return Expression::Unknown;
            }
            _ => {}
        }
        let word = self.word(0);
        if word.is_empty() {
            let is_field = self.scope.class.is_some() && self.scope.function.is_none();
            if let Some(token) = self.token(0).cloned().filter(|token| is_field && token.kind == Kind::Word) {
                self.declare(self.bytes(&token.range));
                self.at += 1;
                if self.eat(b"=") {
                    let value = self.value();
                    let target = self.declare(self.bytes(&token.range));
                    self.bind(target, value, false);
                }
                return Expression::Unknown;
            }
            let value = self.assignment();
            while !self.is_new_line() && self.redirection() {}
            return value;
        }
        let callee = match self.bare_text() {
            Expression::Text(text, _) => Expression::Name(text),
            callee => callee,
        };
        let value = self.command(callee, input, start);
        if word.eq_ignore_ascii_case(b"import-module")
            && let Expression::Call(id) = value
            && let Some(first) = self.draft.call_of(id).and_then(|call| call.arguments.first()).cloned()
        {
            self.powershell_import(&first.value);
        }
        value
    }

    /// Reads a command that is named by its path or by a value.
    fn program(&mut self, input: Option<Expression>, start: usize) -> Expression {
        let callee = match self.shell_argument() {
            Expression::Text(text, _) => Expression::Name(text),
            callee => callee,
        };
        self.command(callee, input, start)
    }

    /// Whether the token `n` behind the one at hand begins where the one before it ends.
    fn is_glued(&self, n: usize) -> bool {
        let end = |token: &Token| token.range.end;
        self.token(n.saturating_sub(1)).map(end) == self.token(n).map(|token| token.start)
    }

    /// How many tokens begin `> file`, `2>> file`, `*>&1`: the stream, if it is named, and the sign; none for anything else.
    fn redirects(&self) -> usize {
        let is_stream = self.token(0).is_some_and(|token| match token.kind {
            Kind::Other => token.range.len() == 1,
            _ => self.sign(0) == b"*",
        });
        match (self.sign(0), self.sign(1)) {
            (b">", _) => 1,
            (_, b">") if is_stream && self.is_glued(1) => 2,
            _ => 0,
        }
    }

    /// Steps over where the output goes to, if that is at hand.
    fn redirection(&mut self) -> bool {
        let n = self.redirects();
        if n == 0 {
            return false;
        }
        self.at += n;
        self.eat(b">");
        if self.eat(b"&") {
            self.at += usize::from(self.at < self.end);
        } else if !self.is_new_line() {
            self.shell_argument();
        }
        true
    }

    /// Reads the arguments of a command.
    fn command(&mut self, callee: Expression, input: Option<Expression>, start: usize) -> Expression {
        let mut arguments = Vec::new();
        while self.at < self.end
            && !self.is_new_line()
            && !matches!(self.sign(0), b"|" | b"||" | b"&&" | b";" | b")" | b"}")
        {
            let before = self.at;
            let Some(token) = self.token(0).cloned() else { break };
            if token.kind == Kind::Parameter {
                self.at += 1;
                if self.sign(0) == b":" && self.start() == token.range.end {
                    self.at += 1;
                }
                let is_alone = self.is_new_line()
                    || self.token(0).is_none_or(|next| next.kind == Kind::Parameter)
                    || 0 < self.redirects()
                    || matches!(self.sign(0), b"|" | b";" | b")" | b"}" | b"`" | b"@");
                let is_object = self.sign(0) == b"@" && !self.sign(1).is_empty();
                let value = if is_alone && !is_object { Expression::Unknown } else { self.shell_argument() };
                arguments.push(Argument { name: Some(words(self.bytes(&token.range))), value });
            } else if self.sign(0) == b"`" {
                self.at += 1;
            } else if !self.redirection() {
                let value = self.shell_argument();
                arguments.push(Argument { name: None, value });
            }
            self.at = self.at.max(before + 1);
        }
        if let Some(input) = input {
            arguments.push(named("InputObject", input));
        }
        self.call(callee, arguments, start)
    }

    fn powershell_import(&mut self, from: &Expression) {
        let from = match from {
            Expression::Text(text, _) => text.clone(),
            // `$PSScriptRoot` is the folder of the file
            Expression::Join(parts) => match parts.as_slice() {
                [Expression::Name(_), Expression::Text(text, _)] => format!(".{text}").into(),
                _ => return,
            },
            _ => return,
        };
        self.draft.import(Import { name: "*".into(), imported: "*".into(), from });
    }

    fn powershell_function(&mut self, start: usize) {
        self.at += 1;
        if self.sign(1) == b":" {
            self.at += 2;
        }
        let title = self.word(0);
        self.at += 1;
        self.powershell_body(title, start);
    }

    fn powershell_method(&mut self, start: usize) {
        let word = self.word(0);
        self.at += 1;
        let class = self.scope.class.and_then(|id| self.draft.class_of(id)).map(|class| class.name.clone());
        let is_maker = class.is_some_and(|class| class.as_bytes() == word);
        self.powershell_body(if is_maker { b"constructor" } else { word }, start);
    }

    fn powershell_body(&mut self, title: &[u8], start: usize) {
        let parameters = if self.sign(0) == b"(" { self.parameters() } else { Vec::new() };
        self.skip_to(|parser| parser.sign(0) == b"{" || parser.is_new_line());
        self.function(title, parameters, start, Self::body);
    }

    fn powershell_class(&mut self, start: usize) {
        self.at += 1;
        let title = self.word(0);
        self.at += 1;
        let mut bases = Vec::new();
        if self.eat(b":") {
            while !self.word(0).is_empty() {
                bases.push(words(self.word(0)));
                self.at += 1;
                self.eat(b",");
            }
        }
        self.class(title, bases, start, Self::body);
    }

    /// Reads `param(…)`: what the function around it takes, or what the script does.
    fn powershell_parameters(&mut self) {
        self.at += 1;
        let parameters = self.parameters();
        if let Some(id) = self.scope.function {
            if let Some(function) = self.draft.function_of(id) {
                function.parameters = parameters;
            }
            return;
        }
        for parameter in parameters {
            if let Some(default) = parameter.default {
                self.bind(Expression::Name(parameter.name), default, false);
            }
        }
    }
}
