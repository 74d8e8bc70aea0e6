//! The walk over the tokens: what each word does to the names in force, and where an entry ends.

use super::constants::Constants;
use super::dialect::{Dialect, Newlines};
use super::level::{Chain, Entry, Level, LevelKind};
use super::lexer::{Kind, Token, Tokens};
use crate::literal::Role;
use crate::read::output::Output;
use crate::span::TextRange;
use std::mem::take;

/// The place that the walk is at.
pub(super) struct Walk<'w, 't> {
    pub(super) dialect: &'w Dialect,
    pub(super) text: &'t [u8],
    pub(super) out: &'w mut Output<'t>,
    pub(super) found: &'w Tokens,
    pub(super) constants: &'w mut Constants,
    /// How many strings this is inside of.
    pub(super) depth: usize,
    pub(super) at: usize,
    n_comments: usize,
    /// The innermost open bracket.
    pub(super) level: Level,
    /// Those around it.
    pub(super) around: Vec<Level>,
    /// Brackets that are open beyond the deepest that is kept.
    pub(super) n_beyond: usize,
    /// Blocks among those around it.
    pub(super) n_blocks: usize,
}

impl<'w, 't> Walk<'w, 't> {
    pub(super) fn new(
        dialect: &'w Dialect,
        out: &'w mut Output<'t>,
        found: &'w Tokens,
        constants: &'w mut Constants,
        depth: usize,
    ) -> Self {
        let level = Level::new(0, 0, LevelKind::Block, out.mark());
        let text = out.text();
        Self {
            dialect,
            text,
            out,
            found,
            constants,
            depth,
            at: 0,
            n_comments: 0,
            level,
            around: Vec::new(),
            n_beyond: 0,
            n_blocks: 0,
        }
    }

    pub(super) fn run(mut self) {
        let found = self.found;
        while let Some(token) = found.tokens.get(self.at) {
            if self.ends_entry(token) {
                self.end_entry();
            }
            self.level.entry.is_after_condition = false;
            self.comments_before(token.start);
            self.at += 1;
            if !matches!(token.kind, Kind::Sign) {
                self.level.entry.is_after_block = false;
            }
            match token.kind {
                Kind::Word => self.word(token),
                Kind::Env => self.variable(token),
                Kind::Parameter => self.parameter(token),
                Kind::String(index) => self.string(index),
                Kind::Sign => self.sign(token),
                Kind::Other => self.operand(token.range.clone()),
            }
        }
        while !self.around.is_empty() {
            self.pop(self.text.len());
        }
        self.end_entry();
        self.comments_before(usize::MAX);
    }

    /// The text of the token behind the one at hand.
    pub(super) fn peek(&self) -> &'t [u8] {
        let token = self.found.tokens.get(self.at);
        token.filter(|token| !matches!(token.kind, Kind::String(_))).map_or(&[], |token| self.text_of(&token.range))
    }

    pub(super) fn text_of(&self, range: &TextRange) -> &'t [u8] {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The token before the one at `at`.
    pub(super) fn before(&self, at: usize) -> Option<&'w Token> {
        self.found.tokens.get(at.checked_sub(1)?)
    }

    /// Whether the entry ended before `token`, which comes next.
    fn ends_entry(&self, token: &Token) -> bool {
        let entry = &self.level.entry;
        let text = self.text_of(&token.range);
        let goes_on = token.kind == Kind::Word && [&b"else"[..], b"elseif", b"catch", b"finally"].contains(&text);
        let is_owed = entry.join.as_ref().is_some_and(|join| join.wants_more) && entry.chain.names.is_empty();
        let is_after_else = || self.before(self.at).is_some_and(|before| self.text_of(&before.range) == b"else");
        if goes_on || is_owed || entry.is_after_condition || is_after_else() {
            return false;
        }
        // a block may be given to a shell's command, whose arguments go on
        let may_be_given = match token.kind {
            Kind::Parameter => true,
            Kind::String(_) => entry.command.is_some(),
            _ => false,
        };
        let is_argument = self.dialect.is_shell && !token.is_first && may_be_given;
        if entry.is_after_block && token.kind != Kind::Sign && !is_argument {
            return true;
        }
        let can_end = match self.dialect.newlines {
            Newlines::Never => false,
            Newlines::InBlocks => !matches!(self.level.open, b'(' | b'['),
            Newlines::Everywhere => true,
        };
        if !can_end || !token.is_first {
            return false;
        }
        let is_operator = |token: &Token, closing: &[u8]| {
            token.kind == Kind::Sign && !self.text_of(&token.range).iter().all(|byte| closing.contains(byte))
        };
        let is_asked_for =
            self.before(self.at).is_some_and(|before| is_operator(before, b")]}$") && !self.is_suffix(before));
        // a shell's line may begin with a path: `.\run.ps1`
        let is_path = self.dialect.is_shell && matches!(text, b"." | b"..");
        let goes_on = text == b"{" || is_operator(token, b"[]{}()$@#-!*&") && !is_path;
        !is_asked_for && !goes_on
    }

    /// Whether a sign at the end of a line belongs to what stands before it, and asks for nothing.
    fn is_suffix(&self, token: &Token) -> bool {
        match self.text_of(&token.range) {
            b"!!" | b"++" | b"--" => true,
            // those of a type
            b"?" | b">" => self.dialect.newlines == Newlines::InBlocks,
            _ => false,
        }
    }

    pub(super) fn end_entry(&mut self) {
        self.flush();
        self.out.back_to(self.level.inner);
        self.level.entry = Entry::default();
    }

    fn comments_before(&mut self, at: usize) {
        while let Some(comment) = self.found.comments.get(self.n_comments).filter(|comment| comment.start < at) {
            self.n_comments += 1;
            self.out.push_verbatim(comment.clone(), Role::Comment);
        }
    }

    fn word(&mut self, token: &Token) {
        let text = self.text_of(&token.range);
        let is_in = |words: &[&str]| words.iter().any(|word| word.as_bytes() == text);
        let before = self.before(self.at - 1).filter(|before| before.kind == Kind::Sign);
        let goes_on = before.is_some_and(|before| matches!(self.text_of(&before.range), b"." | b"::" | b"?."));
        let is_plain = token.start == token.range.start;
        if goes_on {
            self.level.entry.chain.push(text, &(token.start..token.range.end));
            return;
        }
        if token.is_first && is_plain && is_in(self.dialect.statements) {
            self.leave_unclosed();
        }
        if self.dialect.pair.is_some_and(|pair| pair.as_bytes() == text) && self.take_joined_key() {
            return;
        }
        let is_owed = self.level.entry.join.as_ref().is_some_and(|join| join.wants_more);
        // the other branch of a choice joins nothing
        if !is_owed || text == b"else" {
            self.flush();
        }
        self.level.entry.chain = Chain::default();
        if is_plain && is_in(self.dialect.declaring) {
            let next = self.found.tokens.get(self.at).filter(|next| next.kind == Kind::Word);
            // `impl<T> Name` names nothing that helps
            self.level.entry.declared = next.map(|next| next.range.clone());
        } else if is_plain && is_in(self.dialect.control) {
            self.level.entry.is_control = true;
            self.level.entry.is_else = text == b"else";
            self.branch();
        } else if is_plain && is_in(self.dialect.keywords) {
            self.level.entry.is_fallback &= text != b"throw";
        } else {
            self.level.entry.chain.push(text, &(token.start..token.range.end));
        }
    }

    /// Goes on at a branch of a choice: each begins with the names that the first began with.
    fn branch(&mut self) {
        let entry = &mut self.level.entry;
        match entry.branch {
            Some((mark, is_keyed)) if entry.is_else => {
                entry.is_keyed = is_keyed;
                self.out.back_to(mark);
            }
            Some(_) => {}
            None => entry.branch = Some((self.out.mark(), entry.is_keyed)),
        }
    }

    /// A variable of the environment, written as one.
    fn variable(&mut self, token: &Token) {
        let name = self.text_of(&token.range);
        let is_target = self.peek() == b"=";
        let range = token.start..token.range.end;
        if !is_target {
            self.out.push_verbatim(token.range.clone(), Role::EnvRead);
            self.level.entry.variable = Some(name.to_vec());
        }
        let mut chain = Chain { is_env: is_target, is_called: true, ..Chain::default() };
        chain.push(name, &range);
        chain.variable = (!is_target).then(|| name.to_vec());
        self.level.entry.chain = chain;
    }

    /// `-Parameter`: what follows is given to the command by that name.
    fn parameter(&mut self, token: &Token) {
        self.flush();
        self.command();
        let name = self.text_of(&token.range);
        self.out.push_name(name);
    }

    /// Goes on with the arguments of the command whose name was read, or of the one that is at hand.
    pub(super) fn command(&mut self) {
        let chain = take(&mut self.level.entry.chain);
        match self.level.entry.command {
            Some(mark) => self.out.back_to(mark),
            None => {
                self.push_names(&chain);
                self.level.entry.command = Some(self.out.mark());
            }
        }
        self.level.entry.is_argument = true;
    }

    pub(super) fn push_names(&mut self, chain: &Chain) {
        for name in &chain.names {
            self.out.push_name(name);
        }
    }
}
