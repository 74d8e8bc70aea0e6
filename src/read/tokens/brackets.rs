//! Brackets: which names they bring, what the strings in them are there for, and what is left when they close.

use super::level::{Chain, Entry, Level, LevelKind};
use super::lexer::{Kind, Token};
use super::walk::Walk;
use crate::literal::Role;
use std::mem::{replace, take};

/// Brackets kept on the stack; deeper ones are only counted, and what is in them is read under the names around them.
const DEEPEST: usize = 2_000;
/// Texts of a call that count as names of the texts given after them.
const MOST_ARGUMENTS: usize = 4;
/// Longest such text, in bytes.
const LONGEST_ARGUMENT: usize = 128;

impl Walk<'_, '_> {
    pub(super) fn open(&mut self, token: &Token) {
        if DEEPEST <= self.around.len() {
            self.n_beyond += 1;
            return;
        }
        let open = self.text.get(token.start).copied().unwrap_or(b'(');
        let callee = take(&mut self.level.entry.chain);
        let mut level = Level::new(open, token.start, self.kind(open, &callee), self.out.mark());
        level.role = self.role();
        level.is_condition = open == b'(' && self.is_after_control();
        match open {
            b'(' => self.open_call(&mut level, &callee),
            b'{' => self.open_block(&mut level, &callee),
            _ if level.kind == LevelKind::Env => {}
            _ => self.push_names(&callee),
        }
        self.out.enter_group();
        level.inner = self.out.mark();
        level.callee = callee;
        self.n_blocks += usize::from(self.level.open == b'{');
        self.around.push(replace(&mut self.level, level));
    }

    /// Whether a word that wants a condition stands before the bracket.
    fn is_after_control(&self) -> bool {
        let before = self.before(self.at - 1).filter(|before| before.kind == Kind::Word);
        let text = before.map_or(&b""[..], |before| self.text_of(&before.range));
        text != b"else" && self.dialect.control.iter().any(|word| word.as_bytes() == text)
    }

    fn kind(&self, open: u8, callee: &Chain) -> LevelKind {
        let is_macro = self.at.checked_sub(2).and_then(|at| self.found.tokens.get(at)).map(|token| &token.range);
        let is_macro = self.dialect.has_macros && is_macro.is_some_and(|range| self.text_of(range) == b"!");
        let (before, last) = (callee.last_but_one(), callee.last());
        let is_listed = |(outer, name): &(&str, &str)| {
            name.as_bytes() == last && (outer.is_empty() || before.eq_ignore_ascii_case(outer.as_bytes()))
        };
        let joins_base64 = || {
            let about = |name: &[u8]| {
                let name = name.to_ascii_lowercase();
                [&b"base64"[..], b"decoder", b"standard", b"url_safe"]
                    .iter()
                    .any(|word| memchr::memmem::find(&name, word).is_some())
            };
            last.eq_ignore_ascii_case(b"frombase64string")
                || last.eq_ignore_ascii_case(b"decodebase64")
                || last.starts_with(b"decode") && callee.names.iter().any(|name| about(name))
        };
        match open {
            b'{' => LevelKind::Block,
            _ if callee.names.is_empty() => LevelKind::Group,
            _ if self.dialect.env_calls.iter().any(is_listed) && (open == b'(' || callee.is_called || is_macro) => {
                LevelKind::Env
            }
            b'[' if is_macro => LevelKind::Group,
            b'[' => LevelKind::Index,
            _ if last == b"concat" && is_macro => LevelKind::Concat,
            _ if joins_base64() => LevelKind::Base64,
            _ => LevelKind::Call,
        }
    }

    fn open_call(&mut self, level: &mut Level, callee: &Chain) {
        let is_in = |words: &[&str]| words.iter().any(|word| word.as_bytes() == callee.last());
        match level.kind {
            LevelKind::Env => {
                // an argument behind the variable's name stands in for it
                level.role = Role::Fallback;
            }
            LevelKind::Concat | LevelKind::Group => {}
            _ if is_in(self.dialect.fallbacks) && 1 < callee.names.len() || callee.variable.is_some() => {
                if !is_in(self.dialect.fallbacks) {
                    return self.push_names(callee);
                }
                level.role = Role::Fallback;
                match &callee.variable {
                    Some(variable) => self.out.push_name(variable),
                    None => {
                        for name in callee.names.iter().take(callee.names.len() - 1) {
                            self.out.push_name(name);
                        }
                    }
                }
            }
            _ if self.is_transparent(callee) => level.kind = LevelKind::Group,
            _ => {
                level.role = Role::Argument;
                self.push_names(callee);
            }
        }
    }

    /// Whether a call only changes a text's type.
    fn is_transparent(&self, callee: &Chain) -> bool {
        self.dialect.transparent.iter().any(|word| word.as_bytes() == callee.last())
    }

    fn open_block(&mut self, level: &mut Level, callee: &Chain) {
        self.flush();
        let entry = &self.level.entry;
        let declared = entry.declared.clone();
        level.role = if entry.is_fallback || self.level.role == Role::Fallback { Role::Fallback } else { Role::Value };
        if let Some(declared) = declared {
            // what was pushed since is what the declared thing is made of
            self.out.back_to(self.level.inner);
            self.out.push_name(self.text_of(&declared));
        } else if !entry.is_control {
            let before = self.at.checked_sub(2).and_then(|at| self.found.tokens.get(at));
            if before.is_some_and(|before| matches!(self.text_of(&before.range), b"{" | b",")) {
                // C# adds to a collection so: `{ { "key", "value" }, … }`
                level.kind = LevelKind::Call;
            }
            self.push_names(callee);
        } else if let Some(variable) = entry.variable.clone() {
            if entry.is_else {
                self.out.push_name(&variable);
                level.role = Role::Fallback;
            }
            level.variable = Some(variable);
        }
    }

    pub(super) fn close(&mut self, token: &Token) {
        if 0 < self.n_beyond {
            self.n_beyond -= 1;
            return;
        }
        let closing = self.text.get(token.start).copied();
        let open = match closing {
            Some(b'}') => b'{',
            Some(b']') => b'[',
            _ => b'(',
        };
        if self.level.open == open {
            self.pop(token.range.end);
        } else if open == b'{' && 0 < self.n_blocks {
            // brackets within a block do not outlive it
            while self.level.open != b'{' && !self.around.is_empty() {
                self.pop(token.start);
            }
            self.pop(token.range.end);
        }
    }

    /// Leaves brackets that a half-typed statement left open.
    pub(super) fn leave_unclosed(&mut self) {
        let at = self.found.tokens.get(self.at.saturating_sub(1)).map_or(self.text.len(), |token| token.start);
        while matches!(self.level.open, b'(' | b'[') && self.n_beyond == 0 {
            self.pop(at);
        }
        self.end_entry();
    }

    /// Leaves the innermost bracket, which ends at `end`.
    pub(super) fn pop(&mut self, end: usize) {
        let Some(around) = self.around.pop() else { return };
        self.n_blocks -= usize::from(around.open == b'{');
        let key = self.key_of_level();
        self.complete();
        let is_group = self.level.kind == LevelKind::Group && self.level.open == b'(';
        let held = self.level.entry.join.take_if(|_| is_group);
        if held.is_none() {
            self.flush();
        }
        let mut level = replace(&mut self.level, around);
        if let Some(join) = held {
            let Some(kept) = self.hand_out(join) else {
                self.out.back_to(level.outer);
                return;
            };
            // it is a text of its own, under the names and for the sake of its brackets
            level.entry.join = Some(kept);
            let around = replace(&mut self.level, level);
            self.flush();
            level = replace(&mut self.level, around);
        }
        self.out.back_to(level.outer);
        self.leave(level, key, end);
    }

    /// Goes on behind `level`, whose value may be called, chosen from or joined.
    fn leave(&mut self, level: Level, key: Option<Vec<u8>>, end: usize) {
        let is_transparent = level.kind == LevelKind::Group && self.is_transparent(&level.callee);
        let inner = level.entry;
        let mut chain = level.callee;
        let entry = &mut self.level.entry;
        entry.is_after_condition = level.is_condition;
        if level.open == b'{' {
            entry.is_after_block = true;
        } else if chain.names.is_empty() && !inner.chain.names.is_empty() {
            chain = inner.chain;
        }
        if chain.names.is_empty() {
            chain.range.start = level.start;
        }
        if let Some(key) = key {
            chain.push(&key, &(level.start..end));
        }
        if level.kind == LevelKind::Env {
            chain.variable = level.variable.or(chain.variable);
            entry.variable.clone_from(&chain.variable);
        } else if level.kind == LevelKind::Group && inner.variable.is_some() {
            entry.variable = inner.variable;
        }
        chain.range.end = end;
        if is_transparent && level.start + 2 == end {
            // `NAME.to_owned()` is what the name is
            chain.names.pop();
        } else {
            chain.is_called = true;
        }
        if chain.names.is_empty() {
            self.operand(chain.range);
        } else {
            entry.chain = chain;
        }
    }

    /// The string that chooses from the value before the bracket, or that is a key in brackets.
    fn key_of_level(&mut self) -> Option<Vec<u8>> {
        let is_key = match self.level.kind {
            LevelKind::Index => true,
            LevelKind::Group => self.level.open == b'[' && self.peek() == b"=" && self.level.callee.names.is_empty(),
            _ => false,
        };
        let join = self.level.entry.join.take_if(|join| is_key && join.is_lone)?;
        Some(join.decoded.text().to_vec())
    }

    pub(super) fn comma(&mut self) {
        if self.level.kind == LevelKind::Concat {
            return self.plus();
        }
        self.flush();
        if self.level.entry.command.is_some() {
            // a shell's command goes on
            self.level.entry.chain = Chain::default();
            return;
        }
        if self.dialect.is_shell && self.level.entry.is_keyed && !matches!(self.level.open, b'(' | b'[') {
            // so does its list, which needs no brackets
            self.level.entry.chain = Chain::default();
            return;
        }
        let argument = self.level.entry.argument.take();
        self.out.back_to(self.level.inner);
        self.level.entry = Entry::default();
        if let Some(argument) = argument.filter(|argument| argument.len() <= LONGEST_ARGUMENT)
            && self.level.n_arguments < MOST_ARGUMENTS
        {
            self.level.n_arguments += 1;
            self.out.push_name(&argument);
            self.level.inner = self.out.mark();
        }
    }
}
