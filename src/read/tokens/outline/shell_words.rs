//! Words of a shell: what stands in a command without quotes, and what its signs begin.

use super::parser::Parser;
use crate::outline::Expression;
use crate::read::draft::{join, member, name, words};
use crate::read::tokens::lexer::Kind;

/// Longest text that is put between the elements of a list.
const LONGEST_BETWEEN: usize = 8;

/// The text that the operator `-join` of a shell makes of `list`, with `between` its elements.
pub(super) fn joined(list: Expression, between: &Expression) -> Expression {
    let Expression::List(all) = list else { return Expression::Unknown };
    let between = match between {
        Expression::Text(text, _) if text.is_empty() => return join(all),
        Expression::Text(text, _) if text.len() <= LONGEST_BETWEEN => between,
        _ => &Expression::Unknown,
    };
    let mut parts = Vec::with_capacity(2 * all.len());
    for element in all {
        if !parts.is_empty() {
            parts.push(between.clone());
        }
        parts.push(element);
    }
    join(parts)
}

impl Parser<'_> {
    /// Reads an operand, or those that commas make a list of, which bind closer than operators.
    pub(super) fn operands(&mut self) -> Expression {
        if !self.has_lists {
            return self.operand();
        }
        let mut all = Vec::new();
        // a comma before a value makes a list of it alone
        let mut is_list = self.eat(b",");
        loop {
            all.push(self.operand());
            if self.sign(0) != b"," || self.is_new_line() {
                break;
            }
            self.at += 1;
            is_list = true;
        }
        if is_list { Expression::List(all) } else { all.pop().unwrap_or_default() }
    }

    /// Reads an argument of a command: everything up to a blank, and further elements of a list behind a comma.
    pub(super) fn shell_argument(&mut self) -> Expression {
        let first = self.shell_word();
        if self.sign(0) != b"," {
            return first;
        }
        let mut all = vec![first];
        while self.eat(b",") {
            all.push(self.shell_word());
        }
        Expression::List(all)
    }

    fn shell_word(&mut self) -> Expression {
        let mut parts = Vec::new();
        let from = self.at;
        while let Some(token) = self.token(0).cloned() {
            let is_apart = from < self.at && token.start != self.last_end();
            if is_apart || matches!(self.sign(0), b"," | b";" | b"|" | b")" | b"}" | b"`" | b">") {
                break;
            }
            let is_bare = match token.kind {
                Kind::Word => token.start == token.range.start,
                Kind::Sign => !matches!(self.bytes(&token.range), b"(" | b"{" | b"$" | b"@" | b"["),
                Kind::Other | Kind::Parameter => true,
                Kind::Env | Kind::String(_) => false,
            };
            if is_bare {
                parts.push(self.bare_text());
            } else {
                let before = self.at;
                parts.push(self.operand());
                self.at = self.at.max(before + 1);
            }
        }
        join(parts)
    }

    /// Reads the words and signs in a row that stand for themselves.
    pub(super) fn bare_text(&mut self) -> Expression {
        let start = self.start();
        self.at += 1;
        while let Some(token) = self.token(0) {
            let is_bare = match token.kind {
                Kind::Word => token.start == token.range.start,
                Kind::Sign => {
                    let signs: &[&[u8]] =
                        &[b"(", b"{", b"$", b"@", b"[", b")", b"}", b"]", b",", b";", b"|", b"`", b">"];
                    !signs.contains(&self.bytes(&token.range))
                }
                Kind::Other | Kind::Parameter => true,
                Kind::Env | Kind::String(_) => false,
            };
            if !is_bare || token.start != self.last_end() {
                break;
            }
            self.at += 1;
        }
        let range = self.since(start);
        Expression::Text(words(self.bytes(&range)), range)
    }

    /// Reads what a sign begins.
    pub(super) fn shell_operand(&mut self, start: usize) -> Expression {
        match (self.sign(0), self.sign(1)) {
            (b"@", b"{") => {
                self.at += 1;
                self.shell_object()
            }
            (b"@", b"(") => {
                self.at += 1;
                Expression::List(self.shell_list())
            }
            (b"@", _) => {
                self.at += 1;
                let spread = name(self.word(0));
                self.at += usize::from(!self.word(0).is_empty());
                Expression::Object(vec![("".into(), spread)])
            }
            (b"$", b"(") => {
                self.at += 1;
                self.block()
            }
            (b"(", _) => self.block(),
            (b"{", _) => self.function(b"", Vec::new(), start, Self::block),
            (b"[", _) => self.shell_type(),
            _ => {
                self.at += 1;
                Expression::Unknown
            }
        }
    }

    /// Reads a type: one whose members are asked for, or one that the operand behind it is turned into.
    fn shell_type(&mut self) -> Expression {
        let closing = self.closing(self.at);
        let mut path = Expression::Unknown;
        for at in (self.at + 1..closing).take(32) {
            let word = self.word_at(at);
            if !word.is_empty() {
                path = if path == Expression::Unknown { name(word) } else { member(path, word) };
            }
        }
        self.skip();
        if self.sign(0) == b"::" { path } else { self.deeper(Self::operand) }
    }

    fn shell_list(&mut self) -> Vec<Expression> {
        self.inside(true, |parser| {
            let mut all = Vec::new();
            while parser.at < parser.end {
                let before = parser.at;
                if parser.sign(0) != b";" {
                    match parser.statement() {
                        Expression::List(listed) => all.extend(listed),
                        value => all.push(value),
                    }
                }
                parser.at = parser.at.max(before + usize::from(parser.at == before));
            }
            all
        })
    }

    fn shell_object(&mut self) -> Expression {
        self.inside(true, |parser| {
            let mut entries = Vec::new();
            while parser.at < parser.end {
                let before = parser.at;
                let word = parser.word(0);
                let key = if word.is_empty() { parser.operand() } else { parser.bare_text() };
                if parser.eat(b"=") {
                    let value = parser.statement();
                    if let Expression::Text(key, _) = key {
                        parser.entitle(&value, key.as_bytes());
                        entries.push((key, value));
                    }
                }
                parser.skip_to(|parser| parser.sign(0) == b";" || parser.is_new_line() || parser.at == before);
                parser.eat(b";");
                parser.at = parser.at.max(before + usize::from(parser.at == before));
            }
            Expression::Object(entries)
        })
    }
}
