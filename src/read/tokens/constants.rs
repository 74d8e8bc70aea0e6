//! Names that a file gives to one text and never to another, so that joined and filled-in texts can be read whole.

use super::dialect::Dialect;
use super::lexer::{Kind, Token, Tokens};
use super::strings::Part;
use crate::decoded::Decoded;
use std::collections::HashMap;

/// Longest text of a constant, in bytes.
const LONGEST: usize = 512;
/// How many tokens a written type may take, as `&'static str` does.
const LONGEST_TYPE: usize = 6;

/// The constants of a file.
#[derive(Debug)]
pub(super) struct Constants {
    /// `None` for a name that is given several texts, or one that is not known.
    texts: HashMap<Vec<u8>, Option<Decoded>>,
    /// Bytes that may still be filled in: a file may name a long constant very often.
    budget: usize,
}

impl Constants {
    /// Those of `text`.
    pub(super) fn collect(dialect: &Dialect, text: &[u8], found: &Tokens) -> Self {
        let mut constants = Self { texts: HashMap::new(), budget: text.len() + LONGEST };
        let sign_at = |at: usize| found.tokens.get(at).and_then(|token| sign(text, token));
        for (at, token) in found.tokens.iter().enumerate() {
            // without its sign a shell's name is a key
            let is_key = dialect.is_shell && token.start == token.range.start;
            if token.kind != Kind::Word || is_key {
                continue;
            }
            let mut equals = at + 1;
            if sign_at(equals) == Some(b":") {
                let is_of_type = |token: &Token| {
                    matches!(token.kind, Kind::Word) || matches!(sign(text, token), Some(b"&" | b"'" | b"?"))
                };
                // one without a value ends with its line
                let is_here = |token: &&Token| is_of_type(token) && !token.is_first;
                let after = found.tokens.get(equals + 1..).unwrap_or_default();
                equals += 1 + after.iter().take(LONGEST_TYPE).take_while(is_here).count();
            }
            let value = match sign_at(equals) {
                Some(b"=") => value(text, found, equals + 1),
                Some(b"+=" | b"??=") => None,
                _ => continue,
            };
            let name = text.get(token.range.clone()).unwrap_or_default().to_vec();
            constants.texts.entry(name).and_modify(|known| *known = None).or_insert(value);
        }
        constants
    }

    /// The text of `name`.
    pub(super) fn get(&mut self, name: &[u8]) -> Option<Decoded> {
        let decoded = self.texts.get(name)?.as_ref()?;
        self.budget = self.budget.checked_sub(decoded.text().len())?;
        Some(decoded.clone())
    }
}

/// The text that begins at token `at`, when it is all that stands there.
fn value(text: &[u8], found: &Tokens, mut at: usize) -> Option<Decoded> {
    let mut joined = Decoded::default();
    loop {
        let token = found.tokens.get(at)?;
        let Kind::String(index) = token.kind else { return None };
        for part in found.strings.get(index)? {
            match part {
                Part::Text(decoded) if joined.text().len() + decoded.text().len() <= LONGEST => joined.append(decoded),
                _ => return None,
            }
        }
        let Some(next) = found.tokens.get(at + 1) else { return Some(joined) };
        match sign(text, next) {
            Some(b"+") => at += 2,
            // a list, of which it is the first
            Some(b",") if found.tokens.get(at + 2).is_some_and(|token| matches!(token.kind, Kind::String(_))) => {
                return None;
            }
            Some(b";" | b"," | b")" | b"}" | b"]") => return Some(joined),
            Some(b"." | b"?.") => return None,
            _ => return next.is_first.then_some(joined),
        }
    }
}

fn sign<'t>(text: &'t [u8], token: &Token) -> Option<&'t [u8]> {
    if token.kind == Kind::Sign { text.get(token.range.clone()) } else { None }
}
