//! Signs: which make names of what stands left of them, which end it, and which say that a value stands in for another.

use super::Walk;
use super::level::Chain;
use super::lexer::{Kind, Token};
use std::mem::take;

/// Most tokens between the brackets of a type's parameters.
const LONGEST_TYPE: usize = 64;

impl Walk<'_, '_> {
    pub(super) fn sign(&mut self, token: &Token) {
        let text = self.text_of(&token.range);
        if !matches!(text, b"}" | b")" | b"]") {
            self.level.entry.is_after_block = false;
        }
        match text {
            b"(" | b"[" | b"{" => self.open(token),
            b")" | b"]" | b"}" => self.close(token),
            b"+" => self.plus(),
            b"=" | b"+=" => self.equals(),
            b":" => self.colon(),
            b"=>" | b"->" => self.arrow(text == b"=>"),
            b"??" | b"?:" | b"??=" => self.fall_back(),
            b"?" => self.level.entry.is_choice = true,
            b"," => self.comma(),
            b";" => self.end_entry(),
            b"." | b"::" | b"?." | b"!!" => {}
            b"!" if matches!(self.peek(), b"(" | b"[" | b"{") || self.is_behind_value(token) => {}
            b"<" if self.skip_parameters(b"<", b">") => {}
            b"#" if self.dialect.has_attributes => self.note(),
            _ => {
                if !self.level.entry.join.as_ref().is_some_and(|join| join.wants_more) {
                    self.flush();
                    self.level.entry.chain = Chain::default();
                }
            }
        }
    }

    /// Whether a sign stands right behind a value, as in `value!.name`.
    fn is_behind_value(&self, token: &Token) -> bool {
        self.before(self.at - 1).is_some_and(|before| {
            let is_value = before.kind == Kind::Word || matches!(self.text_of(&before.range), b")" | b"]");
            is_value && before.range.end == token.start
        })
    }

    /// The names left of a sign that may bind one to a value; `None` when a string stood there, which is then the name.
    fn names_before(&mut self) -> Option<Chain> {
        if self.take_key() {
            return None;
        }
        self.flush();
        Some(take(&mut self.level.entry.chain))
    }

    fn equals(&mut self) {
        let Some(chain) = self.names_before() else { return };
        // behind a colon stands the type, not the name
        if !self.level.entry.is_keyed {
            self.push_names(&chain);
        }
        let is_guarded = chain.is_env && self.level.variable.as_deref() == Some(chain.last());
        self.level.entry.is_fallback |= is_guarded;
        // the `?` before it was that of a type
        self.level.entry.is_choice = false;
        self.level.entry.is_keyed |= !chain.names.is_empty();
    }

    fn colon(&mut self) {
        let Some(chain) = self.names_before() else { return };
        if take(&mut self.level.entry.is_choice) || chain.names.is_empty() {
            return;
        }
        self.push_names(&chain);
        self.level.entry.is_keyed = true;
    }

    /// The arrow of a pair, a branch, a body or a function.
    fn arrow(&mut self, is_double: bool) {
        let Some(chain) = self.names_before() else { return };
        if is_double && self.peek() != b"{" && !chain.names.is_empty() {
            self.push_names(&chain);
            self.level.entry.is_keyed = true;
        }
    }

    /// What follows stands in for what came before.
    fn fall_back(&mut self) {
        self.flush();
        let chain = take(&mut self.level.entry.chain);
        match &chain.variable {
            Some(variable) => self.out.push_name(variable),
            None => self.push_names(&chain),
        }
        self.level.entry.is_fallback = true;
    }

    /// Takes what stands between the brackets of a type's parameters; says whether there were such.
    fn skip_parameters(&mut self, open: &[u8], close: &[u8]) -> bool {
        let mut depth = 1_usize;
        for n in 0..LONGEST_TYPE {
            let Some(token) = self.found.tokens.get(self.at + n) else { return false };
            let text = self.text_of(&token.range);
            match token.kind {
                Kind::Word => {}
                Kind::Sign if text == open => depth += 1,
                Kind::Sign if text == close => depth -= 1,
                Kind::Sign if matches!(text, b"," | b"." | b"?" | b"::" | b"&" | b"'" | b"[" | b"]" | b"*") => {}
                _ => return false,
            }
            if depth == 0 {
                self.at += n + 1;
                return true;
            }
        }
        false
    }
}
