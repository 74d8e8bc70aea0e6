//! Texts: what is joined to what, what stands in them for a known name, and when they are added.

use super::Walk;
use super::level::{Chain, Join, LevelKind};
use super::lexer::cut;
use super::strings::Part;
use crate::decoded::Decoded;
use crate::literal::Role;
use crate::read::base64;
use crate::span::TextRange;
use std::mem::take;

/// Strings in expressions in strings are read this deep.
const DEEPEST: usize = 4;

impl Walk<'_, '_> {
    /// What a bare string is there for at this place.
    pub(super) fn role(&self) -> Role {
        let entry = &self.level.entry;
        match self.level.role {
            _ if entry.is_fallback => Role::Fallback,
            _ if entry.is_argument => Role::Argument,
            Role::Argument if entry.is_keyed => Role::Value,
            role => role,
        }
    }

    pub(super) fn string(&mut self, index: usize) {
        let found = self.found;
        let Some(parts) = found.strings.get(index) else { return };
        let wants_more = self.level.entry.join.as_ref().is_some_and(|join| join.wants_more);
        if !wants_more {
            self.flush();
            if self.dialect.is_shell && !self.level.entry.chain.names.is_empty() {
                self.command();
            }
            self.level.entry.chain = Chain::default();
        }
        let mut decoded = Decoded::default();
        let mut is_known = false;
        for part in parts {
            match part {
                Part::Text(text) => {
                    is_known = true;
                    decoded.append(text);
                }
                Part::Hole(range, inside) => is_known |= self.fill(&mut decoded, range, inside),
            }
        }
        if self.level.kind == LevelKind::Env && self.level.variable.is_none() && !wants_more {
            self.level.variable = Some(decoded.text().to_vec());
            self.out.push(decoded, Role::EnvRead);
            self.out.push_name(self.level.variable.as_deref().unwrap_or_default());
            self.level.inner = self.out.mark();
            return;
        }
        let join = self.level.entry.join.get_or_insert_default();
        join.decoded.append(&decoded);
        join.is_known |= is_known;
        join.is_lone = !wants_more;
        join.wants_more = false;
    }

    /// Adds the expression `inside`, as a constant where it is one, and reads the strings in it.
    fn fill(&mut self, decoded: &mut Decoded, range: &TextRange, inside: &TextRange) -> bool {
        let expression = self.text_of(inside);
        let name = expression.trim_ascii();
        if let Some(text) = self.constants.get(name) {
            decoded.append(&text);
            return true;
        }
        decoded.push_hole(range.clone());
        let has_more = memchr::memchr3(b'"', b'\'', b':', expression).is_some();
        if has_more && self.depth < DEEPEST {
            let found = cut(self.dialect, self.text, inside.clone());
            let mark = self.out.mark();
            Walk::new(self.dialect, self.out, &found, self.constants, self.depth + 1).run();
            self.out.back_to(mark);
        }
        false
    }

    pub(super) fn plus(&mut self) {
        self.complete();
        let chain = take(&mut self.level.entry.chain);
        if self.level.entry.join.is_none() {
            if chain.names.is_empty() {
                return;
            }
            self.level.entry.join = Some(Join { wants_more: true, ..Join::default() });
            self.join(&chain);
        }
        if let Some(join) = &mut self.level.entry.join {
            join.wants_more = true;
            join.is_lone = false;
        }
    }

    /// Joins the names read last, where a text asks for more.
    pub(super) fn complete(&mut self) {
        if self.level.entry.join.as_ref().is_some_and(|join| join.wants_more) {
            let chain = take(&mut self.level.entry.chain);
            if !chain.names.is_empty() {
                self.join(&chain);
            }
        }
    }

    fn join(&mut self, chain: &Chain) {
        let constant = if chain.is_called { None } else { self.constants.get(chain.last()) };
        let Some(join) = &mut self.level.entry.join else { return };
        join.wants_more = false;
        match constant {
            Some(text) => {
                join.decoded.append(&text);
                join.is_known = true;
            }
            None => join.decoded.push_hole(chain.range.clone()),
        }
    }

    /// Hands the text of the brackets that close now to what they stand in, when that is joined to something.
    pub(super) fn hand_out(&mut self, inner: Join) -> Option<Join> {
        let follows = self.peek() == b"+";
        match &mut self.level.entry.join {
            Some(join) if join.wants_more => {
                join.decoded.append(&inner.decoded);
                join.is_known |= inner.is_known;
                join.wants_more = false;
            }
            None if follows => self.level.entry.join = Some(Join { is_lone: false, ..inner }),
            _ => return Some(inner),
        }
        None
    }

    /// A part that nobody knows: joined where a text asks for more, else nothing.
    pub(super) fn operand(&mut self, range: TextRange) {
        self.level.entry.chain = Chain::default();
        if let Some(join) = self.level.entry.join.as_mut().filter(|join| join.wants_more) {
            join.decoded.push_hole(range);
            join.wants_more = false;
        }
    }

    /// Takes the string read last for a key, when it can be one.
    pub(super) fn take_key(&mut self) -> bool {
        let Some(join) = self.level.entry.join.take_if(|join| join.is_lone) else { return false };
        // a choice's first text is no key
        if self.level.entry.is_choice {
            self.level.entry.join = Some(join);
            return false;
        }
        self.out.push_name(join.decoded.text());
        self.level.entry.is_keyed = true;
        self.level.entry.chain = Chain::default();
        true
    }

    /// The same where the sign behind it binds less than what joins: `"client_" + "id" to …`.
    pub(super) fn take_joined_key(&mut self) -> bool {
        self.complete();
        if let Some(join) = self.level.entry.join.as_mut().filter(|join| join.is_known && !join.wants_more) {
            join.is_lone = true;
        }
        self.take_key()
    }

    /// Adds the text read last.
    pub(super) fn flush(&mut self) {
        self.complete();
        let Some(join) = self.level.entry.join.take().filter(|join| join.is_known) else { return };
        let role = self.role();
        let text = join.decoded.text();
        if self.level.kind == LevelKind::Call && !self.level.entry.is_keyed {
            self.level.entry.argument = Some(text.to_vec());
        }
        if self.level.kind == LevelKind::Base64
            && let Some(decoded) = base64::decode_value(&join.decoded)
            && is_printable(decoded.text())
        {
            self.out.push(decoded, role);
        }
        self.out.push(join.decoded, role);
    }
}

fn is_printable(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(|c| !c.is_control() || c.is_whitespace()))
}
