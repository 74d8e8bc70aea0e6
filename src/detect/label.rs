//! How running text names a value: `Client Secret: …`, `--client-secret …`, `client_secret=…`, a heading above it.

/// What stands before a value on its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// A name for it.
    Name(String),
    /// Nothing but signs: the value is all that the text says.
    Missing,
    /// Something else.
    Unclear,
}

/// Most words of a label.
const MOST_WORDS: usize = 7;
/// How far left of a value its label may begin, in bytes.
const REACH: usize = 160;

/// The label of what stands at `at`.
pub(super) fn label(text: &[u8], at: usize) -> Label {
    let line = memchr::memrchr(b'\n', &text[..at]).map_or(0, |feed| feed + 1).max(at.saturating_sub(REACH));
    let before = strip_scheme(strip_signs(&text[line..at]));
    if before.is_empty() {
        return Label::Missing;
    }
    let name = match separated(before) {
        Some((name, Reach::Word)) => last_words(strip_signs(name), is_word_sign, 1),
        Some((name, Reach::Phrase)) => last_words(strip_signs(name), is_phrase_sign, MOST_WORDS),
        None => spaced(text, line, at),
    };
    if name.is_empty() { Label::Unclear } else { Label::Name(name) }
}

/// The line above a value that stands alone on its own, when it is short enough to be its label.
pub(super) fn label_above(text: &[u8], at: usize) -> Option<String> {
    let mut end = memchr::memrchr(b'\n', &text[..at])?;
    // a blank line may stand between
    for _ in 0..2 {
        let start = memchr::memrchr(b'\n', &text[..end]).map_or(0, |feed| feed + 1);
        let line = text[start..end].trim_ascii();
        if !line.is_empty() {
            let is_short = line.len() <= 80 && line.split(|byte| *byte == b' ').count() <= MOST_WORDS;
            return is_short.then(|| String::from_utf8_lossy(line).into_owned());
        }
        end = start.checked_sub(1)?;
    }
    None
}

#[derive(Debug, Clone, Copy)]
enum Reach {
    Word,
    Phrase,
}

/// Takes off a separator at the end, and says what may stand before it.
fn separated(before: &[u8]) -> Option<(&[u8], Reach)> {
    const SEPARATORS: &[(&str, Reach)] = &[
        ("<<<", Reach::Phrase),
        (":=", Reach::Word),
        (":-", Reach::Word),
        ("?=", Reach::Word),
        ("::", Reach::Phrase),
        ("=>", Reach::Word),
        ("->", Reach::Phrase),
        ("→", Reach::Phrase),
        ("==", Reach::Word),
        ("%3D", Reach::Word),
        ("=", Reach::Word),
        (":", Reach::Phrase),
        ("|", Reach::Phrase),
        ("\t", Reach::Phrase),
        (" is", Reach::Phrase),
        (" with", Reach::Phrase),
        (" to", Reach::Phrase),
        (" -", Reach::Phrase),
        (" –", Reach::Phrase),
        (" —", Reach::Phrase),
        (" es", Reach::Phrase),
    ];
    let (separator, reach) = SEPARATORS.iter().find(|(separator, _)| before.ends_with(separator.as_bytes()))?;
    let name = &before[..before.len() - separator.len()];
    // `NAME = value` and `name : value` alike
    Some((name.trim_ascii_end(), *reach))
}

/// A name with nothing but a blank, or a comma between quotes, before the value: `--flag value`, `set NAME value`, `("NAME", "value")`.
fn spaced(text: &[u8], line: usize, at: usize) -> String {
    let before = strip_signs(&text[line..at]);
    let is_listed = before.ends_with(b",");
    let word = last_words(strip_signs(before.strip_suffix(b",").unwrap_or(before)), is_word_sign, 1);
    let is_variable = word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if is_listed || word.starts_with('-') || is_variable && word.contains('_') { word } else { String::new() }
}

fn strip_signs(text: &[u8]) -> &[u8] {
    let is_sign = |byte: &u8| byte.is_ascii_whitespace() && *byte != b'\t' || b"'\"`\\*()[]<{}$".contains(byte);
    let n = text.iter().rev().take_while(|byte| is_sign(byte)).count();
    // emphasis, but not the end of a name
    &text[..text.len() - n]
}

/// Takes off the word that names how a token is sent.
fn strip_scheme(text: &[u8]) -> &[u8] {
    let schemes: [&[u8]; 3] = [b"bearer", b"basic", b"token"];
    let ends = |scheme: &&[u8]| {
        text.len().checked_sub(scheme.len()).is_some_and(|start| {
            text[start..].eq_ignore_ascii_case(scheme)
                && start
                    .checked_sub(1)
                    .is_none_or(|before| !text[before].is_ascii_alphanumeric() && text[before] != b'_')
        })
    };
    // `token: Bearer x` and `Bearer x`, but `Token: x` is a label
    schemes.iter().find(|scheme| ends(scheme)).map_or(text, |scheme| strip_signs(&text[..text.len() - scheme.len()]))
}

fn last_words(text: &[u8], is_sign: fn(u8) -> bool, most: usize) -> String {
    let n = text.iter().rev().take_while(|&&byte| is_sign(byte)).count();
    let phrase = String::from_utf8_lossy(&text[text.len() - n..]).into_owned();
    let words: Vec<&str> = phrase.split_whitespace().collect();
    words[words.len().saturating_sub(most)..].join(" ")
}

fn is_word_sign(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn is_phrase_sign(byte: u8) -> bool {
    is_word_sign(byte) || matches!(byte, b' ' | b'(' | b')' | b'/' | b'*' | b'\'' | b'`') || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_running_text() {
        let name = |name: &str| Label::Name(name.to_owned());
        for (before, expected) in [
            ("GHL_CLIENT_SECRET=", name("GHL_CLIENT_SECRET")),
            ("export GHL_KEY = \"", name("GHL_KEY")),
            ("- **Client Secret:** `", name("- **Client Secret")),
            ("Client secret is ", name("Client secret")),
            ("| Client Secret | ", name(" Client Secret".trim())),
            (r#"{\"client_secret\":\""#, name("client_secret")),
            ("x?client_id=a&client_secret=", name("client_secret")),
            ("mytool --client-secret ", name("--client-secret")),
            ("wrangler secret put GHL_KEY ", name("GHL_KEY")),
            ("Authorization: Bearer ", name("Authorization")),
            ("Bearer ", Label::Missing),
            ("  `", Label::Missing),
            ("", Label::Missing),
            ("moved to stage ", Label::Unclear),
            ("a\nb: ", name("b")),
            ("set('GHL_KEY', '", name("GHL_KEY")),
        ] {
            assert_eq!(label(before.as_bytes(), before.len()), expected, "{before}");
        }
        assert_eq!(label_above(b"## Client Secret\n\nx", 18), Some("## Client Secret".to_owned()));
        assert_eq!(label_above(b"x", 0), None);
    }
}
