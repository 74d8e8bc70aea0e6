//! Notes to the compiler: `#[serde(rename = "…")]`.
//!
//! The program holds nothing of what they say, but for those that describe a command line: there a text may be the environment
//! variable that is read, and another what stands in for it.

use super::Walk;
use super::lexer::Kind;
use super::strings::Part;
use crate::decoded::Decoded;
use crate::literal::Role;

/// Most tokens of a note, and of those between it and the field that it is about.
const LONGEST: usize = 64;
/// The key of an environment variable that is read.
const VARIABLE: &[u8] = b"env";
/// What keys of a text begin with that stands in for a missing one.
const DEFAULT: &[u8] = b"default_value";

impl<'t> Walk<'_, 't> {
    /// Takes the note whose first sign was read.
    pub(super) fn note(&mut self) {
        let start = self.at + usize::from(self.peek() == b"!");
        if self.found.tokens.get(start).map(|token| self.text_of(&token.range)) != Some(b"[") {
            return;
        }
        self.at = start;
        let found = self.found;
        let mut texts = Vec::new();
        let (mut key, mut last): (&[u8], &[u8]) = (b"", b"");
        let mut depth = 0_usize;
        for token in found.tokens.iter().skip(start).take(LONGEST) {
            let text = self.text_of(&token.range);
            let is_statement = token.is_first && self.dialect.statements.iter().any(|word| word.as_bytes() == text);
            if is_statement || text == b";" {
                break;
            }
            self.at += 1;
            match token.kind {
                Kind::String(index) => {
                    for part in found.strings.get(index).into_iter().flatten() {
                        if let Part::Text(decoded) = part {
                            texts.push((key, decoded));
                        }
                    }
                }
                Kind::Sign if text == b"[" => depth += 1,
                Kind::Sign if text == b"]" => depth = depth.saturating_sub(1),
                Kind::Sign if text == b"=" => key = last,
                Kind::Sign if text == b"," => key = b"",
                _ => {}
            }
            last = text;
            if depth == 0 {
                break;
            }
        }
        self.push_noted(&texts);
    }

    /// Adds the texts of a note, each with its key.
    fn push_noted(&mut self, texts: &[(&[u8], &Decoded)]) {
        let mark = self.out.mark();
        let variable = texts.iter().find(|(key, _)| *key == VARIABLE).map(|(_, variable)| variable.text());
        for (key, decoded) in texts {
            let role = match *key {
                VARIABLE => Role::EnvRead,
                key if key.starts_with(DEFAULT) => Role::Fallback,
                _ => Role::Comment,
            };
            if role != Role::Comment
                && let Some(field) = self.noted()
            {
                self.out.push_name(field);
            }
            if role == Role::Fallback
                && let Some(variable) = variable
            {
                self.out.push_name(variable);
            }
            self.out.push((*decoded).clone(), role);
            self.out.back_to(mark);
        }
    }

    /// The name of the field that a note is about, which comes next but for further notes.
    fn noted(&self) -> Option<&'t [u8]> {
        let mut depth = 0_usize;
        for token in self.found.tokens.iter().skip(self.at).take(LONGEST) {
            let text = self.text_of(&token.range);
            let is_in = |words: &[&str]| words.iter().any(|word| word.as_bytes() == text);
            match token.kind {
                Kind::Sign if matches!(text, b"(" | b"[") => depth += 1,
                Kind::Sign if matches!(text, b")" | b"]") => depth = depth.saturating_sub(1),
                Kind::Word if depth == 0 && !is_in(self.dialect.keywords) && !is_in(self.dialect.declaring) => {
                    return Some(text);
                }
                _ => {}
            }
        }
        None
    }
}
