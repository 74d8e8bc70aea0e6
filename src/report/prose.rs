//! Messages as sentences, and the `names` in them.

/// A run of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Words.
    Words(&'t str),
    /// What stands between two backticks.
    Code(&'t str),
}

/// Cuts `text` at its backticks; one without a partner is a word like any other.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`').filter(|(code, _)| !code.is_empty()) else { break };
        pieces.push(Piece::Words(words));
        pieces.push(Piece::Code(code));
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    pieces.retain(|piece| *piece != Piece::Words(""));
    pieces
}

/// `text` with a capital letter at its start; `v1` stays what it is.
pub(super) fn sentence_start(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.as_str()) {
        (Some(first), rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            first.to_uppercase().chain(rest.chars()).collect()
        }
        _ => text.to_owned(),
    }
}

/// `text` with a capital letter at its start and a dot at its end.
pub(super) fn sentence(text: &str) -> String {
    sentence_start(text) + "."
}

/// `1 file`, `2 files`.
pub(super) fn number(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_of_backticks_hold_code() {
        use Piece::{Code, Words};
        for (text, expected) in [
            ("", vec![]),
            ("plain", vec![Words("plain")]),
            ("`a.b` is no scope", vec![Code("a.b"), Words(" is no scope")]),
            ("see `a` and `b`", vec![Words("see "), Code("a"), Words(" and "), Code("b")]),
            ("odd `a", vec![Words("odd `a")]),
            ("empty `` here", vec![Words("empty `` here")]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
