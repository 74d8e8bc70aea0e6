//! JSON Web Tokens: taken apart, decoded, and held against what a kind's record says of its claims. Offline; no signature is checked.

use super::base64::decode_token;
use super::random::{looks_random, names_itself};
use crate::catalog::kind::{Form, JwtShape, Tell};
use crate::fact::Details;
use crate::secret::{MaskShape, Secret};
use crate::span::TextRange;
use serde_json::Value;

/// A token found in a text.
#[derive(Debug)]
pub(super) struct Token {
    header: Value,
    payload: Value,
    n_signature: usize,
    signature_is_random: bool,
    pub(super) range: TextRange,
}

/// Most characters of a header. HighLevel's have 36 or about 100.
const LONGEST_HEADER: usize = 512;
/// Most characters of a payload. HighLevel's longest, with every scope, has about 6,000.
const LONGEST_PAYLOAD: usize = 32 * 1024;
/// Most characters of a signature.
const LONGEST_SIGNATURE: usize = 2 * 1024;

/// Takes apart the token that starts at `at`. Returns `None` when a part is missing, too long, or does not decode.
pub(super) fn read(text: &[u8], at: usize) -> Option<Token> {
    let header = part(text, at, LONGEST_HEADER)?;
    let payload = part(text, dot(text, header.end)?, LONGEST_PAYLOAD)?;
    let signature = part(text, dot(text, payload.end)?, LONGEST_SIGNATURE)?;
    let header = decode(&text[header])?;
    let signature = without_leaning(text, at, signature, header.get("alg") == Some(&Value::from("HS256")));
    Some(Token {
        header,
        payload: decode(&text[payload])?,
        n_signature: signature.len(),
        signature_is_random: looks_random(&text[signature.clone()]),
        range: at..signature.end,
    })
}

impl Token {
    /// Whether the token is of the kind that `shape` describes.
    pub(super) fn is(&self, shape: &JwtShape) -> bool {
        let [least, most] = shape.signature;
        self.signature_is_random
            && (least..=most).contains(&self.n_signature)
            && self.header.get("alg").and_then(Value::as_str) == Some(&shape.alg)
            && shape.claims.iter().all(|(name, form)| self.claim(name).is_some_and(|value| has_form(value, form)))
            && shape.absent.iter().all(|name| self.claim(name).is_none())
            && shape
                .lifetime
                .is_none_or(|[least, most]| self.lifetime().is_some_and(|life| least <= life && life <= most))
    }

    /// What the token says of itself, in the claims that `tell` names.
    pub(super) fn details(&self, tell: &Tell) -> Details {
        let claim = |name: &Option<String>| name.as_ref().and_then(|name| self.claim(name));
        let masked_id = |name| claim(name).and_then(Value::as_str).and_then(mask_id);
        Details {
            committed: None,
            name: None,
            issued: claim(&tell.issued).and_then(unix_seconds),
            expires: claim(&tell.expires).and_then(unix_seconds),
            account: masked_id(&tell.account),
            class: claim(&tell.class).and_then(Value::as_str).map(str::to_owned),
            app: masked_id(&tell.app),
            scopes: claim(&tell.scopes)
                .and_then(Value::as_array)
                .map(|scopes| {
                    scopes.iter().filter_map(Value::as_str).filter(|s| is_scope_like(s)).map(str::to_owned).collect()
                })
                .unwrap_or_default(),
        }
    }

    fn claim(&self, name: &str) -> Option<&Value> {
        name.split('.').try_fold(&self.payload, |value, key| value.get(key))
    }

    fn lifetime(&self) -> Option<f64> {
        Some(unix_seconds(self.claim("exp")?)? - unix_seconds(self.claim("iat")?)?)
    }
}

fn part(text: &[u8], at: usize, longest: usize) -> Option<TextRange> {
    let is_token_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let len = text[at..].iter().take(longest + 1).take_while(|byte| is_token_byte(byte)).count();
    (0 < len && len <= longest).then(|| at..at + len)
}

/// Characters of every HS256 signature.
const HS256_SIGNATURE: usize = 43;

/// The signature without signs that only lean on it: `_token_`, `<!--token-->`. They are of its alphabet, too.
fn without_leaning(text: &[u8], start: usize, signature: TextRange, is_hs256: bool) -> TextRange {
    const MOST: usize = 3;
    let is_sign = |byte: &u8| matches!(byte, b'_' | b'-');
    let trailing = text[signature.clone()].iter().rev().take(MOST).take_while(|byte| is_sign(byte)).count();
    let n_leaning = if is_hs256 {
        signature.len().saturating_sub(HS256_SIGNATURE)
    } else if text.get(signature.end) == Some(&b'>') {
        2
    } else {
        text[..start].iter().rev().take(MOST).take_while(|byte| is_sign(byte)).count()
    };
    signature.start..signature.end - if n_leaning <= trailing { n_leaning } else { 0 }
}

fn dot(text: &[u8], at: usize) -> Option<usize> {
    (text.get(at) == Some(&b'.')).then_some(at + 1)
}

fn decode(part: &[u8]) -> Option<Value> {
    serde_json::from_slice(&decode_token(part)?).ok().filter(Value::is_object)
}

fn has_form(value: &Value, form: &Form) -> bool {
    match form {
        Form::Any => true,
        Form::Id20 => value.as_str().is_some_and(is_id20),
        Form::UserId => value.as_str().is_some_and(|id| id == "user_id" || is_id20(id)),
        Form::Number(number) => value.as_u64() == Some(*number),
        Form::Text(texts) => value.as_str().is_some_and(|text| texts.iter().any(|known| known == text)),
        Form::Millis => value.as_u64().is_some_and(|millis| is_plausible_time(millis as f64 / 1000.0)),
        Form::Seconds => value.as_f64().is_some_and(is_plausible_time),
    }
}

fn is_id20(id: &str) -> bool {
    let id = id.as_bytes();
    id.len() == 20 && id.iter().all(u8::is_ascii_alphanumeric) && looks_random(id) && !names_itself(id)
}

/// Between 2014, when nothing of HighLevel existed yet, and 2100.
fn is_plausible_time(seconds: f64) -> bool {
    (1_388_534_400.0..4_102_444_800.0).contains(&seconds)
}

/// Unix seconds of a claim in seconds or milliseconds.
fn unix_seconds(value: &Value) -> Option<f64> {
    let number = value.as_f64()?;
    [number, number / 1000.0].into_iter().find(|&seconds| is_plausible_time(seconds))
}

/// Claims come from a hostile text and go to a terminal: an id of anything but letters and digits is not told.
fn mask_id(id: &str) -> Option<String> {
    let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_id.then(|| Secret::new(id.as_bytes(), MaskShape { head: 4, tail: 2 }).masked().to_owned())
}

/// Likewise for scopes. None has a digit, and every token has some.
fn is_scope_like(text: &str) -> bool {
    text.len() <= 80
        && text.contains('.')
        && text.bytes().all(|byte| byte.is_ascii_alphabetic() || b"._-/".contains(&byte))
}
