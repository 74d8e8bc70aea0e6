//! Values that could be a secret of any product: random UUIDs, and long random texts.

use super::{client_id, random};
use crate::catalog::catalog;
use crate::catalog::kind::ValueForm;
use crate::span::TextRange;

/// Shortest opaque value, in bytes.
const SHORTEST: usize = 16;
/// Longest, in bytes; longer ones are data.
const LONGEST: usize = 4096;
/// So many bytes of a value must stand in parts that no hand types and no word makes.
const LEAST_RANDOM: usize = 16;

/// A value that could be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) range: TextRange,
    pub(super) form: ValueForm,
}

/// All candidates in `text`, in order.
pub(super) fn candidates(text: &[u8]) -> Vec<Candidate> {
    runs(text)
        .filter_map(|range| {
            let form = form(&text[range.clone()])?;
            Some(Candidate { range, form })
        })
        .collect()
}

/// Whether `text` holds a candidate.
pub(super) fn is_in(text: &[u8]) -> bool {
    runs(text).any(|range| form(&text[range]).is_some())
}

/// The stretches of signs that are long enough, and not too long.
fn runs(text: &[u8]) -> impl Iterator<Item = TextRange> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            let len = text[start..].iter().take_while(|&&byte| is_sign(byte)).count();
            at += len.max(1);
            if (SHORTEST..=LONGEST).contains(&len) {
                return Some(start..start + len);
            }
        }
        None
    })
}

// asked of every byte: a call for each, as a build for size has it, costs a hundredth of all time
#[inline(always)]
fn is_sign(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/' | b'~')
}

/// What `run` could be; `None` when it is no secret.
fn form(run: &[u8]) -> Option<ValueForm> {
    if is_uuid(run) {
        let is_random = run[14] == b'4' && b"89ab".contains(&run[19]) && random::looks_random(run);
        return is_random.then_some(ValueForm::Uuid4);
    }
    (is_opaque(run) && random::looks_random(run) && !random::names_itself(run)).then_some(ValueForm::Opaque)
}

/// A UUID in lower case, of any version.
fn is_uuid(run: &[u8]) -> bool {
    run.len() == 36
        && run.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
        })
}

fn is_opaque(run: &[u8]) -> bool {
    // nearly all runs are names and words of code: what leaves those out comes first
    is_mixed(run) && !is_id(run) && !client_id::is_client_id(run) && !is_foreign(run)
}

/// Whether letters, digits and signs alternate as they do in no name, path or number.
fn is_mixed(run: &[u8]) -> bool {
    let has = |test: fn(&u8) -> bool| run.iter().any(test);
    if !has(u8::is_ascii_digit) || random_part(run) < LEAST_RANDOM {
        return false;
    }
    let is_hex = run.iter().all(u8::is_ascii_hexdigit);
    // words with signs between them are in one case; a UUID with letters beyond f was typed
    let is_typed =
        !has(u8::is_ascii_uppercase) && !is_hex && has(|byte| matches!(byte, b'-' | b'_' | b'/' | b'+' | b'~'));
    let may_have_slash = is_base64(run) || !has(|byte| *byte == b'/');
    !is_typed && may_have_slash
}

/// Whether `run` begins as the keys of another product do.
fn is_foreign(run: &[u8]) -> bool {
    catalog().placeholders.foreign_prefixes.iter().any(|prefix| run.starts_with(prefix.as_bytes()))
}

/// Bytes in segments that mix letters and digits, or cases, as words do not.
fn random_part(run: &[u8]) -> usize {
    run.split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|segment| {
            let switches = segment.windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
            4 <= segment.len() && 2 <= switches && segment.len() <= 8 * switches
        })
        .map(<[u8]>::len)
        .sum()
}

fn class(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => 0,
        b'A'..=b'Z' => 1,
        _ => 2,
    }
}

fn is_base64(run: &[u8]) -> bool {
    let is_plain = run.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    let longest_word = run.split(|byte| !byte.is_ascii_lowercase()).map(<[u8]>::len).max().unwrap_or_default();
    is_plain && longest_word < 6
}

/// Ids that HighLevel and databases give: twenty letters and digits, or 24 hexadecimal digits. They open nothing.
fn is_id(run: &[u8]) -> bool {
    run.len() == 20 && run.iter().all(u8::is_ascii_alphanumeric)
        || run.len() == 24 && run.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_random_values_are_candidates() {
        for (text, expected) in [
            ("secret = 6d1f8a02-9c3e-4b57-a1d4-70be25fc9813", Some(ValueForm::Uuid4)),
            ("6d1f8a02-9c3e-1b57-a1d4-70be25fc9813", None),
            ("12345678-abcd-4321-abcd-123456789abc", None),
            ("271wqz804m-52ru-6619-7xkp3-904vhtqy36m1zr8d", None),
            ("your_private_integration_token_here", None),
            ("test_api_key_123", None),
            ("prod_ghl_client_secret_2024", None),
            ("Zq8fK2mVb7RtN0zLx4Yw", None),
            ("Zq8fK2mVb7RtN0zLx4YwP1", Some(ValueForm::Opaque)),
            ("ghl_pat_Zq8fK2_mVb7RtN0_zLx4YwP1cD6", Some(ValueForm::Opaque)),
            ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", Some(ValueForm::Opaque)),
            ("contacts/upsert/v2/customFields/list", None),
            ("services-leadconnectorhq-com-2021-07-28", None),
            ("GOCSPX-Zq8fK2mVb7RtN0zLx4YwP1cD6e", None),
            ("MCowBQYDK2VwAyEAZq8fK2mVb7RtN0zLx4YwP1cD6e8", None),
        ] {
            let found: Vec<ValueForm> = candidates(text.as_bytes()).iter().map(|candidate| candidate.form).collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }
}
