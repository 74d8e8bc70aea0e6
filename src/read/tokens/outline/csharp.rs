//! Statements and members of C#.

use super::parser::Parser;
use crate::outline::{Expression, Import, Parameter};
use crate::read::draft::{name, words};

const MODIFIERS: &[&[u8]] = &[
    b"public",
    b"private",
    b"protected",
    b"internal",
    b"static",
    b"readonly",
    b"async",
    b"override",
    b"virtual",
    b"sealed",
    b"partial",
    b"abstract",
    b"extern",
    b"unsafe",
    b"volatile",
    b"required",
    b"const",
    b"event",
    b"file",
];
/// Names before a bracket or a sign: a type of two words and what it is for.
const MOST_NAMES: usize = 4;
const TYPES: &[&[u8]] = &[b"class", b"struct", b"record", b"interface", b"enum"];

impl<'p> Parser<'p> {
    pub(super) fn csharp_statement(&mut self) -> Expression {
        while self.sign(0) == b"[" {
            self.skip();
        }
        if self.eat(b";") {
            return Expression::Unknown;
        }
        let start = self.start();
        while MODIFIERS.contains(&self.word(0)) && self.sign(1) != b"=" && self.sign(1) != b"." {
            self.at += 1;
        }
        match self.word(0) {
            b"using" if self.sign(1) == b"(" => {
                self.at += 1;
                self.block();
                self.arm();
            }
            b"using" => return self.csharp_using(),
            b"await" if matches!(self.word(1), b"using" | b"foreach") => {
                self.at += 1;
                return self.statement();
            }
            b"global" if self.word(1) == b"using" => {
                self.at += 1;
                return self.statement();
            }
            // its block is a statement of its own
            b"namespace" => self.skip_to(|parser| matches!(parser.sign(0), b";" | b"{")),
            word if TYPES.contains(&word) && !self.word(1).is_empty() => self.csharp_type(start),
            b"if" => drop(self.conditional()),
            b"for" | b"foreach" | b"while" | b"do" => drop(self.repeat()),
            b"switch" | b"lock" | b"fixed" => {
                self.at += 1;
                if self.sign(0) == b"(" {
                    self.list();
                }
                self.arm();
            }
            b"try" => drop(self.attempt()),
            b"else" => self.at += 1,
            b"checked" | b"unchecked" if self.sign(1) == b"{" => self.at += 1,
            b"case" => {
                self.csharp_label();
                self.csharp_case();
            }
            b"delegate" if self.sign(1) != b"(" => self.skip_to(|parser| parser.sign(0) == b";"),
            b"default" if self.sign(1) != b"(" => {
                self.csharp_label();
                self.skip_to(|parser| matches!(parser.sign(0), b":" | b";" | b"{"));
            }
            b"goto" => self.skip_to(|parser| parser.sign(0) == b";"),
            b"return" | b"throw" | b"yield" | b"break" | b"continue" => drop(self.expression()),
            _ if self.sign(0) == b"{" => drop(self.block()),
            _ if self.sign(0) == b":" => self.at += 1,
            _ => return self.csharp_member(start),
        }
        self.eat(b";");
        Expression::Unknown
    }

    /// Notes that the statements before this place may be passed by.
    fn csharp_label(&mut self) {
        let at = self.start();
        self.course.begin_anew(at, &mut self.draft.outline.bindings);
    }

    fn csharp_using(&mut self) -> Expression {
        let from = self.at + 1 + usize::from(self.word(1) == b"static");
        let mut path: Vec<&'p [u8]> = Vec::new();
        let mut at = from;
        while !self.word_at(at).is_empty() {
            path.push(self.word_at(at));
            at += 1;
            if self.sign_at(at) != b"." {
                break;
            }
            at += 1;
        }
        let is_alias = path.len() == 1 && self.sign_at(at) == b"=";
        if !is_alias && self.sign_at(at) != b";" {
            // a declaration whose value is let go in the end
            self.at += 1;
            return self.csharp_member(self.start());
        }
        let whole =
            |path: &[&[u8]]| path.iter().map(|word| String::from_utf8_lossy(word)).collect::<Vec<_>>().join(".");
        self.at = at;
        let mut import = Import { name: "*".into(), imported: "*".into(), from: whole(&path).into() };
        if is_alias {
            self.at += 1;
            let mut target: Vec<&'p [u8]> = Vec::new();
            while !self.word(0).is_empty() {
                target.push(self.word(0));
                self.at += 1;
                self.eat(b".");
            }
            let imported = target.pop().unwrap_or_default();
            let alias = path.first().copied().unwrap_or_default();
            import = Import { name: words(alias), imported: words(imported), from: whole(&target).into() };
        }
        self.draft.import(import);
        self.skip_to(|parser| parser.sign(0) == b";");
        self.eat(b";");
        Expression::Unknown
    }

    fn csharp_type(&mut self, start: usize) {
        self.at += 1;
        self.at += usize::from(matches!(self.word(0), b"class" | b"struct") && !self.word(1).is_empty());
        let title = self.word(0);
        self.at += 1;
        self.skip_generics();
        let made_at = self.start();
        let parameters = (self.sign(0) == b"(").then(|| self.parameters());
        let mut bases = Vec::new();
        if self.eat(b":") {
            while self.at < self.end && !matches!(self.sign(0), b"{" | b";") && self.word(0) != b"where" {
                self.skip_global();
                let mut last = self.word(0);
                while self.sign(1) == b"." {
                    self.at += 2;
                    last = self.word(0);
                }
                if !last.is_empty() {
                    bases.push(words(last));
                }
                self.skip_to(|parser| matches!(parser.sign(0), b"," | b"{" | b";"));
                self.eat(b",");
            }
        }
        self.skip_to(|parser| matches!(parser.sign(0), b"{" | b";"));
        self.class(title, bases, start, |parser| {
            if let Some(parameters) = parameters {
                let names: Vec<Box<str>> = parameters.iter().map(|parameter| parameter.name.clone()).collect();
                let made = parser.function(b"constructor", parameters, made_at, |_| Expression::Unknown);
                parser.maker = if let Expression::Function(id) = made { Some(id) } else { None };
                for field in names {
                    let target = parser.declare(field.as_bytes());
                    parser.bind_field(target, Expression::Name(field));
                }
            }
            parser.body()
        });
    }

    /// Reads a declaration of a method, a property, a field or a variable, or else an expression.
    fn csharp_member(&mut self, start: usize) -> Expression {
        let from = self.at;
        if self.is_taken_apart() {
            self.csharp_taken_apart();
            return Expression::Unknown;
        }
        // `Type name`, as far as names go
        let (mut at, mut last, mut n_names) = (from, from, 0);
        while n_names < MOST_NAMES {
            match self.word_at(at) {
                b"operator" => {
                    self.at = at;
                    self.csharp_operator(start);
                    return Expression::Unknown;
                }
                b"is" | b"as" | b"switch" | b"with" if 0 < n_names => break,
                _ => {}
            }
            let Some((behind, title)) = self.csharp_type_at(at) else { break };
            // a tuple is a type before a name
            if self.word_at(title).is_empty() && (from < at || self.word_at(behind).is_empty()) {
                break;
            }
            (at, last, n_names) = (behind, title, n_names + 1);
        }
        let is_expression = matches!(self.word_at(from), b"await" | b"new" | b"return" | b"throw" | b"var")
            && n_names < 2
            || matches!(self.word_at(from), b"await" | b"new");
        let class = self.scope.class.and_then(|id| self.draft.class_of(id)).map(|class| class.name.clone());
        let title = self.word_at(last);
        let is_maker = n_names == 1
            && self.scope.function.is_none()
            && class.is_some_and(|class| class.as_bytes() == title)
            && self.sign_at(at) == b"(";
        if is_expression || n_names < 2 && !is_maker {
            return self.csharp_expression();
        }
        match self.sign_at(at) {
            b"(" => {
                self.at = at;
                let parameters = self.parameters();
                if self.scope.function.is_none() && !is_maker {
                    self.declare(title);
                }
                let title = if is_maker { b"constructor" } else { title };
                self.csharp_method(title, parameters, start);
            }
            b"{" | b"=>" if !self.sign_at(at).is_empty() => {
                self.at = at;
                self.csharp_property(title, from);
            }
            b"=" | b";" | b"," => {
                self.at = last;
                self.csharp_variables(from);
            }
            _ => return self.csharp_expression(),
        }
        Expression::Unknown
    }

    pub(super) fn csharp_method(&mut self, title: &[u8], parameters: Vec<Parameter>, start: usize) {
        let is_open = |parser: &Self| matches!(parser.sign(0), b"{" | b"=>" | b";");
        self.skip_to(|parser| is_open(parser) || parser.sign(0) == b":" || parser.word(0) == b"where");
        let has_base = self.eat(b":");
        if self.word(0) == b"where" && !has_base {
            // what its types must be
            self.skip_to(is_open);
        }
        if !has_base && !matches!(self.sign(0), b"{" | b"=>") {
            self.eat(b";");
            return;
        }
        self.function(title, parameters, start, |parser| {
            if has_base {
                // what the class that it is made from is given
                parser.expression();
            }
            if parser.eat(b"=>") { parser.assignment() } else { parser.body() }
        });
        self.eat(b";");
    }

    /// Reads the property `title`, whose type begins at token `from`.
    fn csharp_property(&mut self, title: &[u8], from: usize) {
        let target = self.declare(title);
        if self.eat(b"=>") {
            let value = self.expression();
            self.bind(target, value, false);
        } else {
            let gives = self.inside(false, |parser| {
                let mut gives = Expression::Unknown;
                while parser.at < parser.end {
                    let is_getter = parser.word(0) == b"get";
                    parser.skip_to(|parser| matches!(parser.sign(0), b";" | b"{" | b"=>"));
                    let begin = parser.start();
                    if matches!(parser.sign(0), b"{" | b"=>") {
                        let function = parser.function(title, Vec::new(), begin, |parser| {
                            if parser.eat(b"=>") { parser.assignment() } else { parser.body() }
                        });
                        if is_getter {
                            gives = parser.given_by(function);
                        }
                    }
                    parser.eat(b";");
                }
                gives
            });
            if gives != Expression::Unknown {
                self.bind(target.clone(), gives, false);
            }
            if self.eat(b"=") {
                self.csharp_initial(target, from);
            }
        }
        self.eat(b";");
    }

    /// Reads `name = value, name = value`, whose type begins at token `from`.
    fn csharp_variables(&mut self, from: usize) {
        while self.at < self.end {
            let target = self.declare(self.word(0));
            self.at += 1;
            if self.eat(b"=") {
                self.csharp_initial(target, from);
            }
            if !self.eat(b",") {
                break;
            }
        }
        self.eat(b";");
    }

    /// Reads what a name whose type begins at token `from` begins with; parameters of the class are known there.
    fn csharp_initial(&mut self, target: Expression, from: usize) {
        let is_bare = self.word(0) == b"new" && self.sign(1) == b"(";
        let kind = self.csharp_type_at(from).map_or(&b""[..], |(_, last)| self.word_at(last));
        let n_calls = self.draft.outline.calls.len();
        let around = self.enter_fields();
        let value = self.value();
        self.scope = around;
        if is_bare && !kind.is_empty() {
            // `Type name = new(…)` makes one of that type
            let bare = Expression::Name("new".into());
            let made = self.draft.outline.calls.iter_mut().skip(n_calls).rev().find(|call| call.callee == bare);
            made.into_iter().for_each(|call| call.callee = name(kind));
        }
        self.bind_field(target, value);
    }

    pub(super) fn bind_field(&mut self, target: Expression, value: Expression) {
        let around = self.enter_fields();
        if let Expression::Name(name) | Expression::Member(_, name) = &target {
            self.entitle(&value, name.as_bytes());
        }
        self.bind(target, value, false);
        self.scope = around;
    }

    fn csharp_expression(&mut self) -> Expression {
        self.assignment();
        self.eat(b";");
        Expression::Unknown
    }
}
