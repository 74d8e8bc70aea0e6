//! The place that the descent is at, and the steps from there.

use super::brackets::Stretch;
use super::course::Course;
use crate::outline::{Binding, CallId, ClassId, Expression, FunctionId, Scope};
use crate::read::draft::{Draft, member, name};
use crate::read::tokens::dialect::Dialect;
use crate::read::tokens::lexer::{Kind, Token};
use crate::span::TextRange;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Statements and expressions inside others are read this deep.
const DEEPEST: usize = 100;
/// Most tokens that are looked at to tell what something is.
pub(super) const FARTHEST: usize = 256;

/// The languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    CSharp,
    Kotlin,
    PowerShell,
    Rust,
}

pub(super) struct Parser<'p> {
    pub(super) syntax: Syntax,
    pub(super) dialect: &'p Dialect,
    pub(super) text: &'p [u8],
    pub(super) stretch: Rc<Stretch>,
    pub(super) at: usize,
    /// The token behind the last of what is read.
    pub(super) end: usize,
    /// Whether a line feed ends a statement here.
    pub(super) has_lines: bool,
    /// Whether a block follows the expression that is read, so that a brace is no part of it.
    pub(super) is_header: bool,
    /// Whether a shell's comma makes a list here, rather than stand between arguments.
    pub(super) has_lists: bool,
    depth: usize,
    pub(super) course: Course,
    pub(super) scope: Scope,
    pub(super) draft: Draft,
    /// What the functions around this place give back.
    pub(super) returns: Vec<Vec<Expression>>,
    /// Fields and methods of each class.
    pub(super) fields: HashMap<ClassId, HashSet<Box<str>>>,
    /// Names that belong to each function.
    pub(super) locals: HashMap<FunctionId, HashSet<Box<str>>>,
    pub(super) classes: HashMap<Box<str>, ClassId>,
    /// Calls that make an object: their names are those of types.
    pub(super) creations: HashSet<CallId>,
    /// The function that makes an object of the class around this place.
    pub(super) maker: Option<FunctionId>,
}

impl<'p> Parser<'p> {
    pub(super) fn new(syntax: Syntax, dialect: &'p Dialect, text: &'p [u8]) -> Self {
        let stretch = Rc::new(Stretch::cut(dialect, text, 0..text.len()));
        let end = stretch.found.tokens.len();
        Self {
            syntax,
            dialect,
            text,
            stretch,
            at: 0,
            end,
            has_lines: matches!(syntax, Syntax::Kotlin | Syntax::PowerShell),
            is_header: false,
            has_lists: false,
            depth: 0,
            course: Course::default(),
            scope: Scope::default(),
            draft: Draft::default(),
            returns: Vec::new(),
            fields: HashMap::new(),
            locals: HashMap::new(),
            classes: HashMap::new(),
            creations: HashSet::new(),
            maker: None,
        }
    }

    /// The token `n` behind the one at hand.
    pub(super) fn token(&self, n: usize) -> Option<&Token> {
        self.token_at(self.at + n)
    }

    pub(super) fn token_at(&self, at: usize) -> Option<&Token> {
        if at < self.end { self.stretch.found.tokens.get(at) } else { None }
    }

    pub(super) fn bytes(&self, range: &TextRange) -> &'p [u8] {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The word at token `at`; nothing where none stands. A shell's variable is no word.
    pub(super) fn word_at(&self, at: usize) -> &'p [u8] {
        let is_word = |token: &&Token| token.kind == Kind::Word && token.start == token.range.start;
        self.token_at(at).filter(is_word).map_or(b"", |token| self.bytes(&token.range))
    }

    pub(super) fn word(&self, n: usize) -> &'p [u8] {
        self.word_at(self.at + n)
    }

    /// The name at token `at`, which may be one that is no word but by its sign: `r#type`.
    pub(super) fn name_at(&self, at: usize) -> &'p [u8] {
        self.token_at(at).filter(|token| token.kind == Kind::Word).map_or(b"", |token| self.bytes(&token.range))
    }

    pub(super) fn sign_at(&self, at: usize) -> &'p [u8] {
        self.token_at(at).filter(|token| token.kind == Kind::Sign).map_or(b"", |token| self.bytes(&token.range))
    }

    pub(super) fn sign(&self, n: usize) -> &'p [u8] {
        self.sign_at(self.at + n)
    }

    /// Steps over `sign`, if it is at hand.
    pub(super) fn eat(&mut self, sign: &[u8]) -> bool {
        let is_here = self.sign(0) == sign;
        self.at += usize::from(is_here);
        is_here
    }

    /// Steps over `word`, if it is at hand.
    pub(super) fn eat_word(&mut self, word: &[u8]) -> bool {
        let is_here = self.word(0) == word;
        self.at += usize::from(is_here);
        is_here
    }

    /// Whether the token at hand begins a line that ends what was read so far.
    pub(super) fn is_new_line(&self) -> bool {
        let goes_on = || self.at.checked_sub(1).is_some_and(|before| self.sign_at(before) == b"`");
        self.has_lines && self.token(0).is_some_and(|token| token.is_first) && !goes_on()
    }

    /// Where the token at hand begins; the end of the text behind the last.
    pub(super) fn start(&self) -> usize {
        self.token(0).map_or_else(|| self.last_end(), |token| token.start)
    }

    /// Where the token before the one at hand ends.
    pub(super) fn last_end(&self) -> usize {
        self.end_before(0)
    }

    /// Where the token before the one `n` behind the one at hand ends.
    pub(super) fn end_before(&self, n: usize) -> usize {
        let before = (self.at + n).checked_sub(1).and_then(|at| self.stretch.found.tokens.get(at));
        before.map_or(0, |token| self.end_of(token))
    }

    fn end_of(&self, token: &Token) -> usize {
        // a braced variable ends behind its name
        let is_braced = self.text.get(token.start + 1) == Some(&b'{') && token.kind != Kind::Sign;
        let is_braced = is_braced && self.text.get(token.start) == Some(&b'$') && token.start < token.range.start;
        token.range.end + usize::from(is_braced)
    }

    /// From `start` to the end of the token before the one at hand.
    pub(super) fn since(&self, start: usize) -> TextRange {
        start..self.last_end().max(start)
    }

    /// The token that ends the bracket which token `at` opens, or `at`.
    pub(super) fn closing(&self, at: usize) -> usize {
        self.stretch.closing(at).min(self.end)
    }

    /// The token behind the bracket which token `at` opens, or behind `at`.
    pub(super) fn behind(&self, at: usize) -> usize {
        let closing = self.closing(at);
        let is_closed = closing == at || matches!(self.sign_at(closing), b")" | b"]" | b"}");
        closing + usize::from(is_closed && closing < self.end)
    }

    /// Steps over the token at hand, and all of the bracket that it opens.
    pub(super) fn skip(&mut self) {
        self.at = self.behind(self.at).max(self.at);
    }

    /// Reads what is in the bracket that the token at hand opens; `has_lines` says whether a line feed ends a statement there.
    pub(super) fn inside<T: Default>(&mut self, has_lines: bool, read: impl FnOnce(&mut Self) -> T) -> T {
        let (closing, behind) = (self.closing(self.at), self.behind(self.at));
        let around = (self.end, self.has_lines, self.is_header, self.has_lists);
        (self.at, self.end) = (self.at + 1, closing);
        (self.has_lines, self.is_header, self.has_lists) = (has_lines, false, false);
        let value = self.deeper(read);
        self.at = behind;
        (self.end, self.has_lines, self.is_header, self.has_lists) = around;
        value
    }

    /// Reads one level deeper; too deep, everything up to the end of the bracket is left out.
    pub(super) fn deeper<T: Default>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        if DEEPEST <= self.depth {
            self.at = self.end;
            return T::default();
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// The first token from `from` on for which `is_wanted`, not looking into brackets nor farther than [`FARTHEST`].
    pub(super) fn find(&self, from: usize, is_wanted: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let mut at = from;
        for _ in 0..FARTHEST {
            if self.end <= at {
                return None;
            }
            if is_wanted(self, at) {
                return Some(at);
            }
            at = self.behind(at).max(at + 1);
        }
        None
    }

    /// The token behind a type's parameters, which begin with the sign `<` at token `at`.
    pub(super) fn behind_generics(&self, at: usize) -> Option<usize> {
        let (mut depth, mut n_lists) = (0_usize, 0_usize);
        let is_rust = self.syntax == Syntax::Rust;
        for at in at..(at + FARTHEST).min(self.end) {
            let token = self.token_at(at)?;
            match (token.kind, self.bytes(&token.range)) {
                (Kind::Word, _) => {}
                // `[u8; 4]`, and `Item = u8`
                (Kind::Sign, b"[") => n_lists += 1,
                (Kind::Sign, b"]") => n_lists = n_lists.saturating_sub(1),
                (Kind::Sign, b";") if is_rust && 0 < n_lists => {}
                (Kind::Other, _) if is_rust && 0 < n_lists && self.sign_at(at - 1) == b";" => {}
                (Kind::Sign, b"=") if is_rust => {}
                (Kind::Sign, b"<") => depth += 1,
                (Kind::Sign, b">") => depth = depth.saturating_sub(1),
                (Kind::Sign, b"," | b"." | b"?" | b"::" | b"&" | b"'" | b"*" | b":" | b"(" | b")" | b"+") => {}
                (Kind::Sign, b"->") => {}
                _ => return None,
            }
            if depth == 0 {
                return Some(at + 1);
            }
        }
        None
    }

    /// Steps over a type's parameters.
    pub(super) fn skip_generics(&mut self) {
        if self.sign(0) == b"<"
            && let Some(behind) = self.behind_generics(self.at)
        {
            self.at = behind;
        }
    }

    /// Steps to the first token for which `is_end`, not into brackets.
    pub(super) fn skip_to(&mut self, is_end: impl Fn(&Self) -> bool) {
        while self.at < self.end && !is_end(self) {
            let generics = if self.sign(0) == b"<" { self.behind_generics(self.at) } else { None };
            self.at = generics.unwrap_or_else(|| self.behind(self.at)).max(self.at + 1);
        }
    }

    pub(super) fn bind(&mut self, target: Expression, value: Expression, adds: bool) {
        if matches!(target, Expression::Name(_) | Expression::Member(..)) {
            let at = u32::try_from(self.last_end()).ok();
            let settled = self.course.settled(at, self.depth);
            let scope = Scope { at, ..self.scope };
            self.draft.bind(Binding { target, value, adds, scope, settled, ..Binding::default() });
        }
    }

    /// What a name that is declared at this place is: a field of the class, or a name of the function.
    pub(super) fn declare(&mut self, word: &[u8]) -> Expression {
        let boxed = crate::read::draft::words(word);
        match self.scope {
            Scope { function: Some(function), .. } => {
                self.locals.entry(function).or_default().insert(boxed);
                name(word)
            }
            Scope { class: Some(class), .. } => {
                self.fields.entry(class).or_default().insert(boxed);
                member(name(b"this"), word)
            }
            Scope { .. } => name(word),
        }
    }

    /// Reads all statements up to the end; what the last one is worth.
    pub(super) fn statements(&mut self) -> Expression {
        let mut last = Expression::Unknown;
        let around = std::mem::take(&mut self.course);
        let end = self.stretch.found.tokens.get(self.end).map_or(self.text.len(), |token| token.start);
        while self.at < self.end {
            let before = self.at;
            self.course.begin_statement(end, self.depth, self.draft.outline.bindings.len());
            last = self.statement();
            if self.at == before {
                self.at += 1;
            }
        }
        self.course = around;
        last
    }

    /// Reads one statement; what it is worth.
    pub(super) fn statement(&mut self) -> Expression {
        self.deeper(|parser| match parser.syntax {
            Syntax::CSharp => parser.csharp_statement(),
            Syntax::Kotlin => parser.kotlin_statement(),
            Syntax::PowerShell => {
                let before = std::mem::replace(&mut parser.has_lists, true);
                let value = parser.powershell_statement();
                parser.has_lists = before;
                value
            }
            Syntax::Rust => parser.rust_statement(),
        })
    }

    /// Reads the block that begins here; what its last statement is worth.
    pub(super) fn block(&mut self) -> Expression {
        let has_lines = matches!(self.syntax, Syntax::Kotlin | Syntax::PowerShell);
        self.inside(has_lines, Self::statements)
    }

    /// Reads an expression that a block follows.
    pub(super) fn header(&mut self) -> Expression {
        let before = std::mem::replace(&mut self.is_header, true);
        let value = self.expression();
        self.is_header = before;
        value
    }
}
