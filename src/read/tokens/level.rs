//! What the walk remembers of an open bracket, and of the entry that it is in: a statement, an argument, a field.

use crate::decoded::Decoded;
use crate::literal::Role;
use crate::read::output::Mark;
use crate::span::TextRange;

/// Names kept of a chain; the nearest tell most.
const MOST_NAMES: usize = 8;

/// An open bracket, or the text as a whole.
#[derive(Debug)]
pub(super) struct Level {
    /// The bracket; zero for the text as a whole.
    pub(super) open: u8,
    /// Where it stands.
    pub(super) start: usize,
    pub(super) kind: LevelKind,
    /// Whether it holds a condition, and not a part of a value.
    pub(super) is_condition: bool,
    /// The place to come back to when it closes.
    pub(super) outer: Mark,
    /// The place to come back to when an entry ends.
    pub(super) inner: Mark,
    /// What a bare string in it is there for.
    pub(super) role: Role,
    /// What stood before it.
    pub(super) callee: Chain,
    /// Strings that were given to the call so far.
    pub(super) n_arguments: usize,
    /// The environment variable that a condition around it asked for, or that the call reads.
    pub(super) variable: Option<Vec<u8>>,
    pub(super) entry: Entry,
}

/// What a bracket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LevelKind {
    /// A block or an object.
    Block,
    /// The arguments of a call.
    Call,
    /// The arguments of a call that decodes base64.
    Base64,
    /// The arguments of a call that joins them.
    Concat,
    /// The arguments of a call that reads an environment variable.
    Env,
    /// What chooses from the value before it.
    Index,
    /// A list, or anything else in brackets.
    Group,
}

/// An entry of a level.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The names read last.
    pub(super) chain: Chain,
    /// The text read last, not added yet: what follows may join it or make it a key.
    pub(super) join: Option<Join>,
    /// Whether the left side's names are pushed.
    pub(super) is_keyed: bool,
    /// Whether the value stands in for a missing one.
    pub(super) is_fallback: bool,
    /// Whether the value is given to a command.
    pub(super) is_argument: bool,
    /// Whether a choice by `?` and `:` is open.
    pub(super) is_choice: bool,
    /// Whether a condition came first, whose block has no name.
    pub(super) is_control: bool,
    /// Whether `else` came last.
    pub(super) is_else: bool,
    /// Whether a condition was closed last, whose branch may stand on the next line.
    pub(super) is_after_condition: bool,
    /// The place of the first branch of a choice, and whether the left side's names were pushed before it.
    pub(super) branch: Option<(Mark, bool)>,
    /// Whether a block was closed last, which ends a statement unless an operator follows.
    pub(super) is_after_block: bool,
    /// The name of the block that is declared.
    pub(super) declared: Option<TextRange>,
    /// The place of a command's arguments.
    pub(super) command: Option<Mark>,
    /// The environment variable that was asked for last.
    pub(super) variable: Option<Vec<u8>>,
    /// The text given to the call.
    pub(super) argument: Option<Vec<u8>>,
}

/// Text that may still grow.
#[derive(Debug, Default)]
pub(super) struct Join {
    pub(super) decoded: Decoded,
    /// Whether any part of it is known.
    pub(super) is_known: bool,
    /// Whether it is one string, which may be a key.
    pub(super) is_lone: bool,
    /// Whether an operator asks for more.
    pub(super) wants_more: bool,
}

/// Names in a row: `client.oauth.secret`, `env::var`.
#[derive(Debug, Default)]
pub(super) struct Chain {
    pub(super) names: Vec<Vec<u8>>,
    /// Where it stands.
    pub(super) range: TextRange,
    /// Whether brackets are in it.
    pub(super) is_called: bool,
    /// The environment variable whose value it is.
    pub(super) variable: Option<Vec<u8>>,
    /// The environment variable that it is, as the target of an assignment.
    pub(super) is_env: bool,
}

impl Chain {
    /// Adds a name that ends at `end`.
    pub(super) fn push(&mut self, name: &[u8], range: &TextRange) {
        if self.names.is_empty() {
            self.range = range.clone();
        }
        self.range.end = range.end;
        if MOST_NAMES <= self.names.len() {
            self.names.remove(0);
        }
        self.names.push(name.to_vec());
    }

    /// The last name.
    pub(super) fn last(&self) -> &[u8] {
        self.names.last().map_or(&[], Vec::as_slice)
    }

    /// The name before the last.
    pub(super) fn last_but_one(&self) -> &[u8] {
        self.names.iter().rev().nth(1).map_or(&[], Vec::as_slice)
    }
}

impl Level {
    /// One that nothing was read of.
    pub(super) fn new(open: u8, start: usize, kind: LevelKind, mark: Mark) -> Self {
        Self {
            open,
            start,
            kind,
            is_condition: false,
            outer: mark,
            inner: mark,
            role: Role::Value,
            callee: Chain::default(),
            n_arguments: 0,
            variable: None,
            entry: Entry::default(),
        }
    }
}
