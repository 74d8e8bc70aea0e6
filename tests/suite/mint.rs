//! Made-up credentials, valid in form and reproducible: all random parts come from the SHA-256 of a label.

use sha2::{Digest, Sha256};

/// Header of HighLevel's v1 keys.
pub(crate) const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
/// Header of HighLevel's OAuth tokens.
pub(crate) const RS256: &str = r#"{"alg":"RS256","typ":"JWT"}"#;

/// Makes a credential of a label.
pub(crate) type Mint = fn(&str) -> String;

/// The kinds by name, as fixtures and the command line call them.
pub(crate) const KINDS: &[(&str, Mint)] = &[
    ("pit", pit),
    ("uuid4", uuid4),
    ("client-id", client_id),
    ("opaque", opaque),
    ("id20", id20),
    ("v1-location", v1_location),
    ("v1-agency", v1_agency),
    ("oauth-access", oauth_access),
    ("oauth-refresh", oauth_refresh),
    ("oauth-refresh-narrow", |label| oauth(label, FOR_A_YEAR, &SCOPES[..1])),
    ("oauth-refresh-wide", |label| oauth(label, FOR_A_YEAR, &SCOPES[..4])),
    ("oauth-refresh-wider", |label| oauth(label, FOR_A_YEAR, SCOPES)),
    ("session", session),
    ("webhook", webhook),
];

/// A credential of the kind called `kind`, if there is one.
pub(crate) fn minted(kind: &str, label: &str) -> Option<String> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, mint)| mint(label))
}

/// Endless bytes that hang on `label` alone.
pub(crate) fn bytes(label: &str) -> impl Iterator<Item = u8> {
    let label = label.to_owned();
    (0u32..).flat_map(move |block| Sha256::digest(format!("ghl-lint fixture {label} {block}")).to_vec())
}

/// `len` signs of `alphabet`.
pub(crate) fn signs(label: &str, alphabet: &str, len: usize) -> String {
    let alphabet = alphabet.as_bytes();
    bytes(label).take(len).map(|byte| char::from(alphabet[usize::from(byte) % alphabet.len()])).collect()
}

/// A version 4 UUID.
pub(crate) fn uuid4(label: &str) -> String {
    let hex = signs(label, "0123456789abcdef", 32);
    let variant = &signs(&format!("{label} variant"), "89ab", 1);
    format!("{}-{}-4{}-{variant}{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// An id as HighLevel makes them: 20 letters and digits.
pub(crate) fn id20(label: &str) -> String {
    signs(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 20)
}

/// A private integration token.
pub(crate) fn pit(label: &str) -> String {
    format!("pit-{}", uuid4(label))
}

/// An OAuth client id of an app made in 2024, its key at most a week later.
pub(crate) fn client_id(label: &str) -> String {
    let number = |label: &str| bytes(label).take(3).fold(0_u64, |number, byte| number << 8 | u64::from(byte));
    let app = 1_709_294_400 + number(label) % 10_000_000;
    let key = (app + 200 + number(&format!("{label} key")) % 600_000) * 1000 + 123;
    let digit = |place: u32| char::from_digit(u32::try_from(key / 36_u64.pow(place) % 36).expect("a digit"), 36);
    let suffix: String = (0..8).rev().filter_map(digit).collect();
    format!("{app:08x}{}-{suffix}", signs(label, "0123456789abcdef", 16))
}

/// A value that could be anybody's: 40 letters and digits.
pub(crate) fn opaque(label: &str) -> String {
    signs(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40)
}

/// A JSON Web Token with a signature of `n_signature` characters.
pub(crate) fn jwt(label: &str, header: &str, payload: &str, n_signature: usize) -> String {
    let signature = signs(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", n_signature);
    format!("{}.{}.{signature}", base64url(header.as_bytes()), base64url(payload.as_bytes()))
}

/// A v1 location API key, issued 2023-07-22.
pub(crate) fn v1_location(label: &str) -> String {
    let (location, user) = (id20(&format!("{label} location")), id20(&format!("{label} user")));
    let payload = format!(r#"{{"location_id":"{location}","version":1,"iat":1690000000123,"sub":"{user}"}}"#);
    jwt(label, HS256, &payload, 43)
}

/// A v1 agency API key, issued 2023-07-22.
pub(crate) fn v1_agency(label: &str) -> String {
    let (company, user) = (id20(&format!("{label} company")), id20(&format!("{label} user")));
    let payload = format!(r#"{{"company_id":"{company}","version":1,"iat":1690000000123,"sub":"{user}"}}"#);
    jwt(label, HS256, &payload, 43)
}

/// An OAuth access token of a sub-account, issued 2025-06-15 for a day.
pub(crate) fn oauth_access(label: &str) -> String {
    oauth(label, r#""exp":1750086400.456"#, &SCOPES[..2])
}

/// An OAuth refresh token of a sub-account, issued 2025-06-15 for a year.
pub(crate) fn oauth_refresh(label: &str) -> String {
    oauth(label, FOR_A_YEAR, &SCOPES[..2])
}

/// How the payload of a refresh token ends.
const FOR_A_YEAR: &str = r#""exp":1781536000.456,"uniqueId":"ghl-lint","v":"2""#;
/// What a token may carry.
const SCOPES: &[&str] = &["contacts.readonly", "contacts.write", "users.readonly", "forms.readonly", "links.readonly"];

fn oauth(label: &str, end: &str, scopes: &[&str]) -> String {
    let scopes = scopes.join(r#"",""#);
    let location = id20(&format!("{label} location"));
    let payload = format!(
        r#"{{"authClass":"Location","authClassId":"{location}","source":"INTEGRATION","sourceId":"64b0c2f1a9d3e8571c6f0b2a-lk3n0x9z","channel":"OAUTH","primaryAuthClassId":"{location}","oauthMeta":{{"scopes":["{scopes}"],"client":"64b0c2f1a9d3e8571c6f0b2a"}},"iat":1750000000.456,{end}}}"#
    );
    jwt(label, RS256, &payload, 683)
}

/// A web app session token.
pub(crate) fn session(label: &str) -> String {
    let user = id20(&format!("{label} user"));
    let payload = format!(
        r#"{{"authClass":"User","authClassId":"{user}","source":"WEB_USER","channel":"APP","primaryAuthClassId":"{user}","iat":1750000000.456,"exp":1750003600.456}}"#
    );
    jwt(label, RS256, &payload, 683)
}

/// An inbound webhook trigger URL.
pub(crate) fn webhook(label: &str) -> String {
    format!("https://services.leadconnectorhq.com/hooks/{}/webhook-trigger/{}", id20(label), uuid4(label))
}

/// Base64 of `bytes`.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut text = encode(bytes, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    text.push_str(&"="[..].repeat((4 - text.len() % 4) % 4));
    text
}

/// URL-safe base64 of `bytes`, without padding.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    encode(bytes, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}

fn encode(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let sign = |bits: u32| char::from(alphabet[bits as usize & 63]);
    bytes
        .chunks(3)
        .flat_map(|group| {
            let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
            [sign(bits >> 18), sign(bits >> 12), sign(bits >> 6), sign(bits)].into_iter().take(group.len() + 1)
        })
        .collect()
}
