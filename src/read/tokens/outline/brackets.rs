//! Which brackets belong together: worked out once, so that stepping over one costs nothing.

use crate::read::tokens::dialect::Dialect;
use crate::read::tokens::lexer::{Kind, Tokens, cut};
use crate::span::TextRange;

/// The tokens of a stretch of text.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    pub(super) found: Tokens,
    /// For each token that opens a bracket, the one that ends what is in it: the closing bracket, or what shows that it has none.
    /// For any other token, the token itself.
    closing: Vec<usize>,
}

impl Stretch {
    /// Cuts `range` of `text`.
    pub(super) fn cut(dialect: &Dialect, text: &[u8], range: TextRange) -> Self {
        let found = cut(dialect, text, range);
        let mut closing: Vec<usize> = (0..found.tokens.len()).collect();
        let mut open: Vec<(usize, u8)> = Vec::new();
        let mut n_blocks = 0_usize;
        for (at, token) in found.tokens.iter().enumerate() {
            let bytes = text.get(token.range.clone()).unwrap_or_default();
            if token.kind == Kind::Word {
                let begins = token.is_first
                    && token.start == token.range.start
                    && dialect.statements.iter().any(|word| word.as_bytes() == bytes);
                // a half-typed statement before this one left a bracket open
                while begins && let Some(&(opener, b'(' | b'[')) = open.last() {
                    closing[opener] = at;
                    open.pop();
                }
                continue;
            }
            let &[sign] = bytes else { continue };
            if token.kind != Kind::Sign {
                continue;
            }
            match sign {
                b'(' | b'[' | b'{' => {
                    n_blocks += usize::from(sign == b'{');
                    open.push((at, sign));
                }
                b')' | b']' => {
                    let wanted = if sign == b')' { b'(' } else { b'[' };
                    if let Some((opener, _)) = open.pop_if(|(_, sign)| *sign == wanted) {
                        closing[opener] = at;
                    }
                }
                b'}' if 0 < n_blocks => {
                    while let Some((opener, sign)) = open.pop() {
                        closing[opener] = at;
                        if sign == b'{' {
                            break;
                        }
                    }
                    n_blocks -= 1;
                }
                _ => {}
            }
        }
        for (opener, _) in open {
            closing[opener] = found.tokens.len();
        }
        Self { found, closing }
    }

    /// The token that ends the bracket which token `at` opens, or `at`.
    pub(super) fn closing(&self, at: usize) -> usize {
        self.closing.get(at).copied().unwrap_or(at)
    }
}
