//! Anybody's text inside Markdown, as GitHub and GitLab read it, in a cell of a table or anywhere on a line.

use crate::report::printable;
use crate::report::prose::{Piece, pieces};

/// A message: its words as they are, and what stands in backticks as code.
pub(in crate::report) fn inline(text: &str) -> String {
    let text = printable(text);
    pieces(&text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => escaped(words),
            Piece::Code(text) => code(text),
        })
        .collect()
}

/// A name or an excerpt as code, in which nothing has a meaning.
pub(in crate::report) fn code(text: &str) -> String {
    let text = printable(text);
    let is_plain = !text.contains(['`', '|']) && !text.trim().is_empty() && text.trim() == text;
    if is_plain {
        return format!("`{text}`");
    }
    // a code span cannot hold a pipe in a table, nor a backtick without counting: references can
    let reference = |c: char| if c.is_ascii_punctuation() { format!("&#{};", u32::from(c)) } else { c.to_string() };
    format!("<code>{}</code>", text.chars().map(reference).collect::<String>())
}

/// Words without any markup.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '$' | '#' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            // a mention is looked for in the text that was rendered: only another node keeps it apart from its name
            '@' => out.push_str("@<!-- -->"),
            // neither may an address become a link
            ':' if rest.as_str().starts_with("//") => out.push_str("&#58;"),
            '.' if out.ends_with("www") || out.ends_with("WWW") => out.push_str("&#46;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_message_is_markup() {
        for (text, expected) in [
            ("plain (words), 2 > 1.", "plain (words), 2 &gt; 1."),
            ("`contacts.write` is no scope", "`contacts.write` is no scope"),
            ("a | b", "a &#124; b"),
            ("<img src=x> @team #1", "&lt;img src=x&gt; @<!-- -->team \\#1"),
            ("![x](https://a.example)", "!\\[x\\](https&#58;//a.example)"),
            ("www.a.example", "www&#46;a.example"),
            ("line\nfeed", "line␊feed"),
            ("`a|b`", "<code>a&#124;b</code>"),
        ] {
            assert_eq!(inline(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_in_a_name_is_markup() {
        for (text, expected) in [
            ("src/a_b*.ts:3", "`src/a_b*.ts:3`"),
            ("a`|<b>.ts", "<code>a&#96;&#124;&#60;b&#62;&#46;ts</code>"),
            (" ", "<code> </code>"),
            ("a\nb", "`a␊b`"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }
}
