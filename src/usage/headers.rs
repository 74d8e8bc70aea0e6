//! What a request says in its headers: its `Version`, and the credential of its `Authorization`.
//!
//! In: what the call that sends it is given. Out: what is known for sure; whatever else could add a header makes it unknown.

mod whole;

use super::request::{Requester, callee_name, looks_like_address};
use super::value::{Given, Key, Piece, Source, Value};
use crate::catalog::platform::platform;
use crate::fact::{Sent, SentToken, VersionSent};
use crate::outline::{Argument, Call, Expression};
use crate::secret::digest;
use std::rc::Rc;
pub(super) use whole::Changes;

/// The headers of a request, as far as the code tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headers {
    /// The call that sends them.
    pub(super) at: Key,
    /// What they come to: an object, or lines of `name: value`.
    value: Value,
    /// Whether the request has no others.
    is_whole: bool,
}

/// What headers say under one name.
enum Found {
    /// Nothing.
    Nothing,
    /// One of these.
    Values(Vec<Value>),
    /// Perhaps something.
    Unknown,
}

impl Headers {
    /// Those of a call that tells nothing of them.
    pub(super) fn unknown(at: Key) -> Self {
        Self { at, value: Value::unknown(), is_whole: false }
    }

    /// The same with `filled` put into their holes; `is_plain` says whether what is put there is as it seems.
    pub(super) fn filled(&self, filled: impl FnOnce(&Value) -> Value, is_plain: impl FnOnce() -> bool) -> Self {
        Self { at: self.at, value: filled(&self.value), is_whole: self.is_whole && is_plain() }
    }

    /// What is known of them for sure.
    pub(super) fn sent(&self) -> Sent {
        let token = look(&self.value, "authorization");
        let version = match look(&self.value, "version") {
            Found::Values(values) => said(&values),
            // who says the one here would say the other here, too
            Found::Nothing if self.is_whole && matches!(token, Found::Values(_)) => VersionSent::Missing,
            Found::Nothing | Found::Unknown => VersionSent::Unknown,
        };
        let tokens = match token {
            Found::Values(values) => values.iter().flat_map(Value::texts).filter_map(|text| token_of(&text)).collect(),
            Found::Nothing | Found::Unknown => Vec::new(),
        };
        Sent { version, tokens, at: None }
    }
}

impl Requester<'_, '_, '_> {
    /// The headers that one call of something outside of the program sends.
    pub(super) fn headers(&self, key: Key, call: &Call, given: &[Given], has_client: bool) -> Headers {
        let mut headers = Headers::unknown(key);
        if callee_name(call) == Some("curl") {
            headers.value = of_command(given);
            headers.is_whole = is_whole_command(given);
            return headers;
        }
        let is_it = |name: &str| platform().requests.are_headers(name);
        let named =
            given.iter().find(|given| given.name.as_deref().is_some_and(is_it)).map(|given| given.value.clone());
        let among = || {
            given.iter().find_map(|given| match &given.value {
                Value::Object(entries, _) => {
                    let (key, _) = entries.iter().find(|(key, _)| is_it(key))?;
                    Some(self.evaluator.member(&given.value, key, 0))
                }
                _ => None,
            })
        };
        let Some(value) = named.or_else(among) else { return headers };
        // a whole look is dear, and only what is missing asks for one
        let may_lack = !matches!(look(&value, "version"), Found::Values(_));
        headers.value = value;
        headers.is_whole = may_lack && !has_client && self.sends_plainly(key, call);
        headers
    }

    /// The headers that are set on the handle of a request, as a list of lines.
    pub(super) fn headers_of_handle(&self, key: Key, value: Option<Value>) -> Headers {
        value.map_or_else(|| Headers::unknown(key), |value| Headers { at: key, value, is_whole: false })
    }
}

/// What `headers` say under `name`, in lower case.
fn look(headers: &Value, name: &str) -> Found {
    match headers {
        Value::Object(entries, is_open) => {
            // the last one counts
            for (key, value) in entries.iter().rev() {
                if key.eq_ignore_ascii_case(name) {
                    return Found::Values(vec![value.clone()]);
                }
                if key.is_empty() {
                    match look(value, name) {
                        Found::Nothing => {}
                        found => return found,
                    }
                }
            }
            // what opens it and says nothing of itself
            let is_told = entries.iter().any(|(key, _)| key.is_empty());
            if *is_open && !is_told { Found::Unknown } else { Found::Nothing }
        }
        Value::List(lines) => {
            let mut found = Found::Nothing;
            for line in lines.iter() {
                match line_of(line, name) {
                    Found::Nothing => {}
                    Found::Values(values) => return Found::Values(values),
                    Found::Unknown => found = Found::Unknown,
                }
            }
            found
        }
        Value::Any(values) | Value::First(values) => {
            let mut all = Vec::new();
            let mut n_without = 0;
            for value in values.iter() {
                match look(value, name) {
                    Found::Values(values) => all.extend(values),
                    Found::Nothing => n_without += 1,
                    Found::Unknown => return Found::Unknown,
                }
            }
            match (all.is_empty(), n_without) {
                (true, _) => Found::Nothing,
                (false, 0) => Found::Values(all),
                (false, _) => Found::Unknown,
            }
        }
        _ => Found::Unknown,
    }
}

/// What a line of headers says under `name`.
fn line_of(line: &Value, name: &str) -> Found {
    let mut values = Vec::new();
    for pieces in line.texts() {
        let Some((Piece::Text(first), rest)) = pieces.split_first() else { return Found::Unknown };
        let Some((key, value)) = first.split_once(':') else { return Found::Unknown };
        if key.trim().eq_ignore_ascii_case(name) {
            let value = value.trim_start();
            let begins = (!value.is_empty() || rest.is_empty()).then(|| Piece::Text(value.into()));
            values.push(Value::Text(begins.into_iter().chain(rest.iter().cloned()).collect()));
        }
    }
    match line.texts().len() {
        0 => Found::Unknown,
        _ if values.is_empty() => Found::Nothing,
        _ => Found::Values(values),
    }
}

fn said(values: &[Value]) -> VersionSent {
    let texts: Vec<Rc<[Piece]>> = values.iter().flat_map(Value::texts).collect();
    let known = |pieces: &Rc<[Piece]>| match &**pieces {
        [Piece::Text(text)] => Some(text.trim().to_owned()),
        _ => None,
    };
    let mut known: Vec<Option<String>> = texts.iter().map(known).collect();
    known.sort_unstable();
    known.dedup();
    match known.into_iter().collect::<Option<Vec<String>>>() {
        Some(known) if !known.is_empty() => VersionSent::Constant(known),
        _ => VersionSent::Present,
    }
}

/// The credential in the value of an `Authorization` header, with or without a scheme before it.
fn token_of(pieces: &[Piece]) -> Option<SentToken> {
    let (first, rest) = pieces.split_first()?;
    match (first, rest) {
        (Piece::Text(text), []) => {
            let text = text.trim();
            let token = text.split_once(' ').map_or(text, |(_, token)| token.trim());
            (!token.is_empty()).then(|| SentToken::Text(digest(token.as_bytes())))
        }
        (Piece::Hole(hole), []) if hole.source == Source::Environment => {
            Some(SentToken::Environment((*hole.name).into()))
        }
        (Piece::Text(scheme), [Piece::Hole(hole)])
            if hole.source == Source::Environment && !scheme.trim().contains(' ') && scheme.ends_with(' ') =>
        {
            Some(SentToken::Environment((*hole.name).into()))
        }
        _ => None,
    }
}

/// Flags of `curl` behind which a header stands.
const HEADER_FLAGS: [&str; 2] = ["-H", "--header"];

/// The headers of a command, as lines.
fn of_command(given: &[Given]) -> Value {
    let mut lines = Vec::new();
    let words = words_of(given);
    for (at, word) in words.iter().enumerate() {
        let is_flag = |flag: &str| word.known() == Some(flag);
        if HEADER_FLAGS.iter().any(|flag| is_flag(flag)) {
            lines.extend(words.get(at + 1).cloned());
        }
    }
    Value::List(lines.into())
}

/// The words of a command, those of lists that it is given included.
fn words_of(given: &[Given]) -> Vec<Value> {
    let mut words = Vec::new();
    for given in given {
        match &given.value {
            Value::List(values) => words.extend(values.iter().cloned()),
            value => words.push(value.clone()),
        }
    }
    words
}

fn is_spelled(word: &Value) -> bool {
    word.texts().iter().any(|pieces| looks_like_address(pieces))
}

/// Whether a command shows all that it is given.
fn is_whole_command(given: &[Given]) -> bool {
    let words = words_of(given);
    let flag = |at: usize| at.checked_sub(1).and_then(|at| words[at].known()).filter(|word| word.starts_with('-'));
    words.iter().enumerate().all(|(at, word)| {
        let begins = |text: &Rc<[Piece]>| matches!(text.first(), Some(Piece::Text(_)));
        let is_config = word.known().is_some_and(|word| matches!(word, "-K" | "--config"));
        let is_file = flag(at).is_some_and(|flag| HEADER_FLAGS.contains(&flag))
            && !word.texts().iter().all(|text| matches!(text.first(), Some(Piece::Text(text)) if text.contains(':')));
        // a word by itself may be several, flags among them
        let is_open =
            flag(at).is_none() && !is_spelled(word) && (word.texts().is_empty() || !word.texts().iter().all(begins));
        !is_config && !is_file && !is_open
    })
}

/// Whether `argument` holds nothing but headers.
pub(super) fn is_headers(argument: &Argument) -> bool {
    argument.name.as_deref().is_some_and(|name| platform().requests.are_headers(name))
}

/// The name that `callee` begins with, and whether that is called itself.
fn begins(callee: &Expression) -> Option<(&str, bool)> {
    match callee {
        Expression::Name(name) => Some((name, true)),
        Expression::Member(owner, _) => match &**owner {
            Expression::Name(name) => Some((name, false)),
            _ => None,
        },
        _ => None,
    }
}
