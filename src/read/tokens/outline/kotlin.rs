//! Statements and members of Kotlin.

use super::parser::Parser;
use super::patterns::part;
use crate::outline::{Expression, Import};
use crate::read::draft::{member, name, words};

const MODIFIERS: &[&[u8]] = &[
    b"private",
    b"public",
    b"internal",
    b"protected",
    b"override",
    b"lateinit",
    b"const",
    b"open",
    b"abstract",
    b"final",
    b"data",
    b"sealed",
    b"inner",
    b"inline",
    b"suspend",
    b"operator",
    b"infix",
    b"tailrec",
    b"external",
    b"annotation",
    b"enum",
    b"value",
    b"companion",
    b"expect",
    b"actual",
];

impl<'p> Parser<'p> {
    pub(super) fn kotlin_statement(&mut self) -> Expression {
        if self.eat(b";") {
            return Expression::Unknown;
        }
        self.kotlin_notes();
        let start = self.start();
        let mut is_companion = false;
        while MODIFIERS.contains(&self.word(0)) && !self.word(1).is_empty() {
            is_companion |= self.word(0) == b"companion";
            self.at += 1;
        }
        match self.word(0) {
            b"package" => self.kotlin_path().truncate(0),
            b"import" => self.kotlin_import(),
            b"class" | b"interface" => self.kotlin_class(start),
            b"object" if is_companion => {
                // its names are the class's own
                self.skip_to(|parser| parser.sign(0) == b"{" || parser.is_new_line());
                self.body();
            }
            b"object" if !self.word(1).is_empty() => self.kotlin_class(start),
            b"fun" if self.word(1) == b"interface" => {
                self.at += 1;
                self.kotlin_class(start);
            }
            b"fun" => return self.kotlin_function(start),
            b"val" | b"var" => self.kotlin_property(),
            b"typealias" => self.skip_line(),
            b"init" if self.sign(1) == b"{" => {
                self.at += 1;
                let around = self.enter_fields();
                self.block();
                self.scope = around;
            }
            b"constructor" if self.sign(1) == b"(" => {
                self.at += 1;
                let parameters = self.parameters();
                self.function(b"constructor", parameters, start, |parser| {
                    if parser.eat(b":") {
                        parser.header();
                    }
                    parser.body()
                });
            }
            _ => return self.assignment(),
        }
        Expression::Unknown
    }

    /// Steps over annotations.
    pub(super) fn kotlin_notes(&mut self) {
        while self.sign(0) == b"@" {
            self.at += 2;
            while matches!(self.sign(0), b":" | b".") {
                self.at += 2;
            }
            if self.sign(0) == b"(" && !self.is_new_line() {
                self.skip();
            }
        }
    }

    fn skip_line(&mut self) {
        self.at += 1;
        self.skip_to(|parser| parser.is_new_line() || parser.sign(0) == b";");
    }

    fn kotlin_path(&mut self) -> Vec<&'p [u8]> {
        self.at += 1;
        let mut path = Vec::new();
        while !self.word(0).is_empty() || self.sign(0) == b"*" {
            path.push(if self.sign(0) == b"*" { b"*" } else { self.word(0) });
            self.at += 1;
            if !self.eat(b".") {
                break;
            }
        }
        path
    }

    fn kotlin_import(&mut self) {
        let mut path = self.kotlin_path();
        let alias = if self.eat_word(b"as") { Some(words(self.word(0))) } else { None };
        self.at += usize::from(alias.is_some());
        let Some(imported) = path.pop().map(words) else { return };
        let from = path.iter().map(|word| String::from_utf8_lossy(word)).collect::<Vec<_>>().join(".");
        self.draft.import(Import { name: alias.unwrap_or_else(|| imported.clone()), imported, from: from.into() });
    }

    /// Reads a class or an object, with or without a name.
    pub(super) fn kotlin_class(&mut self, start: usize) {
        self.at += 1;
        let title = self.word(0);
        self.at += usize::from(!title.is_empty());
        self.skip_generics();
        self.kotlin_maker();
        let (made_at, bracket) = (self.start(), self.at);
        let parameters = (self.sign(0) == b"(").then(|| self.parameters());
        let mut bases = Vec::new();
        let base_from = self.at;
        if self.eat(b":") {
            while !self.word(0).is_empty() {
                let mut last = self.word(0);
                while self.sign(1) == b"." {
                    self.at += 2;
                    last = self.word(0);
                }
                bases.push(words(last));
                // it may begin a line itself
                self.at += 1;
                self.skip_to(|parser| matches!(parser.sign(0), b"," | b"{" | b";") || parser.is_new_line());
                if !self.eat(b",") {
                    break;
                }
            }
        }
        let body_at = self.at;
        self.class(title, bases, start, |parser| {
            if let Some(parameters) = parameters {
                let fields = parser.kotlin_fields(bracket);
                let names: Vec<Box<str>> = parameters.iter().map(|parameter| parameter.name.clone()).collect();
                let made = parser.function(b"constructor", parameters, made_at, |_| Expression::Unknown);
                if let Expression::Function(id) = made {
                    parser.maker = Some(id);
                    if let Some(function) = parser.draft.function_of(id) {
                        function.range.end = function.range.end.max(made_at);
                    }
                }
                for field in fields.iter().filter(|field| names.contains(field)) {
                    let target = parser.declare(field.as_bytes());
                    let around = parser.enter_fields();
                    parser.bind(target, name(field.as_bytes()), false);
                    parser.scope = around;
                }
            }
            parser.kotlin_bases(base_from, body_at);
            parser.body()
        });
    }

    /// Steps over what may stand between a class's name and what it takes: `@Inject internal constructor`.
    fn kotlin_maker(&mut self) {
        let from = self.at;
        self.kotlin_notes();
        while MODIFIERS.contains(&self.word(0)) {
            self.at += 1;
            self.kotlin_notes();
        }
        if !self.eat_word(b"constructor") || self.sign(0) != b"(" {
            // what comes next stands behind a class without a body
            self.at = from;
        }
    }

    /// Reads what the classes that a class is made from are given.
    fn kotlin_bases(&mut self, from: usize, until: usize) {
        let around = (self.enter_fields(), self.at, self.end, self.is_header);
        (self.at, self.end, self.is_header) = (from, until, true);
        while self.at < self.end {
            self.at += 1;
            if !self.word(0).is_empty() {
                self.expression();
            }
        }
        (self.scope, self.at, self.end, self.is_header) = around;
    }

    /// The parameters in the bracket at token `at` that are fields, too.
    fn kotlin_fields(&self, at: usize) -> Vec<Box<str>> {
        let all = at + 1..self.stretch.closing(at);
        let is_field = |at: &usize| {
            let token =
                |at: usize| self.stretch.found.tokens.get(at).map(|token| self.bytes(&token.range)).unwrap_or_default();
            matches!(token(*at), b"val" | b"var")
        };
        let name_of = |at: usize| self.stretch.found.tokens.get(at + 1).map(|token| words(self.bytes(&token.range)));
        all.filter(is_field).filter_map(name_of).collect()
    }

    /// Steps over the type that something is added to, and the name of it, which is given back: `url` of `List<Contact>?.url`.
    fn kotlin_title(&mut self) -> &'p [u8] {
        loop {
            let title = self.word(0);
            self.at += usize::from(!title.is_empty());
            self.skip_generics();
            self.at += usize::from(self.sign(0) == b"?" && !title.is_empty());
            if title.is_empty() || !matches!(self.sign(0), b"." | b"?.") {
                return title;
            }
            self.at += 1;
        }
    }

    pub(super) fn kotlin_function(&mut self, start: usize) -> Expression {
        self.at += 1;
        self.skip_generics();
        let title = self.kotlin_title();
        let parameters = if self.sign(0) == b"(" { self.parameters() } else { Vec::new() };
        if !title.is_empty() {
            self.declare(title);
        }
        if self.eat(b":") {
            self.skip_to(|parser| matches!(parser.sign(0), b"{" | b"=") || parser.is_new_line());
        }
        if !matches!(self.sign(0), b"{" | b"=") {
            return Expression::Unknown;
        }
        let function = self.function(title, parameters, start, |parser| {
            if parser.eat(b"=") {
                return parser.expression();
            }
            // the last statement of a block is not given back
            parser.body();
            Expression::Unknown
        });
        if title.is_empty() { function } else { Expression::Unknown }
    }

    /// Reads `(first, _, third) = value`.
    fn kotlin_parts(&mut self) {
        let targets = self.inside(false, |parser| {
            let mut all = Vec::new();
            while parser.at < parser.end {
                all.push(parser.word(0));
                parser.skip_to(|parser| parser.sign(0) == b",");
                parser.at += 1;
            }
            parser.at = parser.end;
            all
        });
        self.eat(b"=");
        let value = self.expression();
        for (index, target) in targets.into_iter().enumerate().filter(|(_, target)| !matches!(*target, b"" | b"_")) {
            let target = self.declare(target);
            self.bind(target, part(&value, index), false);
        }
    }

    fn kotlin_property(&mut self) {
        self.at += 1;
        self.skip_generics();
        if self.sign(0) == b"(" {
            return self.kotlin_parts();
        }
        let title = self.kotlin_title();
        if title.is_empty() {
            return;
        }
        let target = self.declare(title);
        if self.eat(b":") {
            self.skip_type();
            self.skip_to(|parser| {
                matches!(parser.sign(0), b"=" | b";")
                    || parser.is_new_line()
                    || matches!(parser.word(0), b"by" | b"get" | b"set")
            });
        }
        let around = self.enter_fields();
        let mut value = None;
        if self.eat(b"=") {
            value = Some(self.expression());
        } else if self.eat_word(b"by") {
            let is_lazy = self.eat_word(b"lazy");
            if is_lazy && self.sign(0) == b"(" {
                self.skip();
            }
            let given = self.expression();
            value = Some(if is_lazy { self.given_by(given) } else { given });
        }
        self.scope = around;
        while matches!(self.word(0), b"get" | b"set") && self.sign(1) == b"(" {
            let (is_getter, start) = (self.word(0) == b"get", self.start());
            self.at += 1;
            let parameters = self.parameters();
            let function = self.function(title, parameters, start, |parser| {
                if parser.eat(b"=") {
                    parser.expression()
                } else {
                    drop(parser.body());
                    Expression::Unknown
                }
            });
            if is_getter {
                value = Some(self.given_by(function));
            }
        }
        let Some(value) = value else { return };
        self.entitle(&value, title);
        match target {
            Expression::Name(_) => self.bind(target, value, false),
            _ => self.bind_field(member(name(b"this"), title), value),
        }
    }
}
