//! What readers write to: keeps the names, groups and depth, so that a reader only says what it sees.

use super::{DEEPEST, GaveUp, Language, Parsed, Reading, read_into, siblings};
use crate::decoded::Decoded;
use crate::literal::{Literal, Place, Role};
use crate::span::TextRange;
use std::rc::Rc;
use tree_sitter::Tree;

/// Names kept for a literal; the outermost of a deeper path go, since the nearest tell most.
const MOST_NAMES: usize = 12;
/// Longest name that is kept, in bytes: a longer one is no name.
const LONGEST_NAME: usize = 256;

/// The literals found so far and the place that the reader is at.
#[derive(Debug)]
pub(super) struct Output<'t> {
    text: &'t [u8],
    /// The tree of the text, where others want it, too.
    tree: Option<&'t Parsed>,
    literals: Vec<Literal>,
    names: Vec<Rc<str>>,
    /// The names as the last literal got them, as long as they hold.
    shared: Option<Rc<[Rc<str>]>>,
    group: u32,
    last_group: u32,
    depth: usize,
    gave_up: Option<GaveUp>,
}

/// A place to come back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    n_names: usize,
    group: u32,
}

impl<'t> Output<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            tree: None,
            literals: Vec::new(),
            names: Vec::new(),
            shared: None,
            group: 0,
            last_group: 0,
            depth: 0,
            gave_up: None,
        }
    }

    /// What readers of `text` write to whose tree is kept in `tree`.
    pub(super) fn of(text: &'t [u8], tree: &'t Parsed) -> Self {
        Self { tree: Some(tree), ..Self::new(text) }
    }

    /// The tree of the text, as `parse` makes it when nobody asked before.
    pub(super) fn tree(&self, parse: impl FnOnce() -> Result<Tree, GaveUp>) -> Result<Tree, GaveUp> {
        match self.tree {
            Some(tree) => tree.get_or_init(parse).clone(),
            None => parse(),
        }
    }

    /// The literals, sorted by place.
    pub(super) fn finish(mut self) -> Reading {
        siblings::name_values(&mut self.literals);
        siblings::listed_values(&mut self.literals);
        let start = |literal: &Literal| literal.decoded.range_of(&(0..1)).map_or(usize::MAX, |range| range.start);
        self.literals.sort_by_cached_key(start);
        Reading { literals: self.literals, gave_up: self.gave_up }
    }

    /// The place that the reader is at, for [`Output::back_to`].
    pub(super) fn mark(&self) -> Mark {
        Mark { n_names: self.names.len(), group: self.group }
    }

    /// Forgets the names pushed and the groups entered since `mark`.
    pub(super) fn back_to(&mut self, mark: Mark) {
        if mark.n_names < self.names.len() {
            self.names.truncate(mark.n_names);
            self.shared = None;
        }
        self.group = mark.group;
    }

    /// Goes on in the group of `mark`, under the names of this place.
    pub(super) fn stay_in_group_of(&mut self, mark: Mark) {
        self.group = mark.group;
    }

    /// The text of the literal that was added last, if it stands in the group of this place.
    pub(super) fn item_before(&self) -> Option<&[u8]> {
        self.literals.last().filter(|literal| literal.place.group == self.group).map(|literal| literal.decoded.text())
    }

    /// Goes on under `name`.
    pub(super) fn push_name(&mut self, name: &[u8]) {
        let name = &name[..name.len().min(LONGEST_NAME)];
        self.names.push(String::from_utf8_lossy(name).into());
        self.shared = None;
    }

    /// The names that lead here, outermost first.
    pub(super) fn names(&self) -> &[Rc<str>] {
        &self.names
    }

    /// An output that reads no document inside its own.
    pub(super) fn flat(text: &'t [u8]) -> Self {
        Self { depth: DEEPEST, ..Self::new(text) }
    }

    /// Goes on in a new group.
    pub(super) fn enter_group(&mut self) {
        self.last_group += 1;
        self.group = self.last_group;
    }

    /// The text that is read.
    pub(super) fn text(&self) -> &'t [u8] {
        self.text
    }

    /// The stretches of the text that spell the literals so far, sorted, none inside another.
    pub(super) fn covered(&self) -> Vec<TextRange> {
        let decoded = self.literals.iter().map(|literal| &literal.decoded);
        let mut ranges: Vec<TextRange> =
            decoded.flat_map(|decoded| decoded.ranges_of(&(0..decoded.text().len()))).collect();
        ranges.sort_by_key(|range| (range.start, usize::MAX - range.end));
        let mut end = 0;
        ranges.retain(|range| {
            let keep = end < range.end;
            end = end.max(range.end);
            keep
        });
        ranges
    }

    /// Adds a literal at this place. One without text is nothing.
    pub(super) fn push(&mut self, decoded: Decoded, role: Role) {
        if decoded.text().is_empty() {
            return;
        }
        let nearest = &self.names[self.names.len().saturating_sub(MOST_NAMES)..];
        let names = self.shared.get_or_insert_with(|| nearest.into()).clone();
        self.literals.push(Literal { decoded, place: Place { names, role, group: self.group } });
    }

    /// Adds the text at `range` as it stands.
    pub(super) fn push_verbatim(&mut self, range: TextRange, role: Role) {
        let decoded = self.verbatim(range);
        self.push(decoded, role);
    }

    /// The text at `range` as it stands.
    pub(super) fn verbatim(&self, range: TextRange) -> Decoded {
        let mut decoded = Decoded::default();
        if !range.is_empty() {
            decoded.push(&self.text[range.clone()], range);
        }
        decoded
    }

    /// Says that the reader handed the text on as plain.
    pub(super) fn give_up(&mut self, why: GaveUp) {
        self.gave_up = self.gave_up.max(Some(why));
    }

    /// Reads a document inside this one; one too deep is a literal of `role`.
    pub(super) fn push_inner(&mut self, language: Language, inner: Decoded, role: Role) {
        if !self.read_inner(language, &inner) {
            self.push(inner, role);
        }
    }

    /// Reads a document inside this one: its literals stand under the names of this place, in groups of their own.
    ///
    /// Returns false when that would be too deep; the caller then keeps the text as it is.
    pub(super) fn read_inner(&mut self, language: Language, inner: &Decoded) -> bool {
        if DEEPEST <= self.depth {
            return false;
        }
        self.last_group += 1;
        let mut out = Output {
            // only those that are kept: many documents at a deep place would else cost a copy of its path each
            names: self.names[self.names.len().saturating_sub(MOST_NAMES)..].to_vec(),
            group: self.last_group,
            last_group: self.last_group,
            depth: self.depth + 1,
            ..Output::new(inner.text())
        };
        read_into(language, &mut out);
        self.last_group = out.last_group;
        self.gave_up = self.gave_up.max(out.gave_up);
        self.literals.extend(
            out.literals
                .into_iter()
                .map(|literal| Literal { decoded: inner.compose(&literal.decoded), place: literal.place }),
        );
        true
    }
}
