//! OAuth client ids, which prove themselves by the two times in them. Public by nature, they locate the secret beside them.
//!
//! Facts: C8 in `rules/catalog/SOURCES.md`.

use std::time::{SystemTime, UNIX_EPOCH};

/// The oldest app that could be met, in Unix seconds: 2020-01-01.
const OLDEST: u64 = 1_577_836_800;
/// How far ahead of this machine's clock another may be, in seconds.
const AHEAD: u64 = 86_400;
/// A key is made after its app, give or take a slow clock, in seconds.
const BEFORE_APP: u64 = 60;

/// Length of a client id, in bytes.
const LENGTH: usize = 33;

/// Whether `text` holds a client id.
pub(super) fn is_in(text: &[u8]) -> bool {
    // from dash to dash: nothing else of it is as rare
    memchr::memchr_iter(b'-', text).any(|dash| {
        let Some(start) = dash.checked_sub(24) else { return false };
        let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let is_free =
            !text.get(start + LENGTH).is_some_and(is_sign) && start.checked_sub(1).is_none_or(|at| !is_sign(&text[at]));
        is_free && text.get(start..start + LENGTH).is_some_and(is_client_id)
    })
}

/// Whether `text`, and all of it, is a client id.
pub(super) fn is_client_id(text: &[u8]) -> bool {
    let Some((id, suffix)) = std::str::from_utf8(text).ok().and_then(|text| text.split_once('-')) else { return false };
    if id.len() != 24
        || suffix.len() != 8
        || id.bytes().any(|byte| !byte.is_ascii_hexdigit() || byte.is_ascii_uppercase())
    {
        return false;
    }
    let Some(app) = id.get(..8).and_then(|head| u64::from_str_radix(head, 16).ok()) else { return false };
    let Ok(key) = u64::from_str_radix(suffix, 36) else { return false };
    let (key, latest) = (key / 1000, now() + AHEAD);
    (OLDEST..=latest).contains(&app) && (OLDEST..=latest).contains(&key) && app <= key + BEFORE_APP
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(u64::MAX / 2, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_prove_a_client_id() {
        // 2024-03-01 and 43 minutes later
        let (app, key) = (1_709_294_400_u64, 1_709_297_000_000_u64);
        let base36 = |mut number: u64| {
            let mut digits = Vec::new();
            while 0 < number {
                digits.push(char::from_digit(u32::try_from(number % 36).expect("small"), 36).expect("a digit"));
                number /= 36;
            }
            digits.iter().rev().collect::<String>()
        };
        let id = format!("{app:08x}0a1b2c3d4e5f6a7b-{}", base36(key));
        assert!(is_client_id(id.as_bytes()), "{id}");
        assert!(is_in(format!("client_id={id}&x").as_bytes()));
        let earlier = format!("{:08x}0a1b2c3d4e5f6a7b-{}", app + 7200, base36(key));
        assert!(!is_client_id(earlier.as_bytes()), "the key is older than its app");
        for other in
            ["0123456789abcdef01234567-highleve", "ffffffff0a1b2c3d4e5f6a7b-zzzzzzzz", "65e1c3a00a1b2c3d4e5f6a7b", ""]
        {
            assert!(!is_client_id(other.as_bytes()), "{other}");
        }
    }
}
