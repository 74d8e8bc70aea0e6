//! Install addresses: the pages that ask for consent, with the scopes in their `scope` parameter.

use super::words::{self, Word};
use crate::catalog::Catalog;
use crate::catalog::level::Level;
use crate::catalog::platform::platform;
use crate::decoded::Decoded;
use crate::span::TextRange;
use memchr::memmem;

/// What an address asks for.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) words: Vec<Word>,
    pub(super) level: Option<Level>,
}

/// The page that asks for consent, whatever brand its host carries.
const PAGE: &[u8] = b"/oauth/chooselocation";
/// How far an address may reach to either side of its parameter, in bytes.
const REACH: usize = 8192;

/// The install addresses in `decoded`.
pub(super) fn find(catalog: &Catalog, decoded: &Decoded) -> Vec<Address> {
    let text = decoded.text();
    let parameters = memmem::find_iter(text, b"scope=").filter(|&at| is_parameter(text, at));
    let mut found = Vec::new();
    for at in parameters {
        let address = around(text, at);
        if !is_install(&text[address.clone()]) {
            continue;
        }
        let value = value(text, at + "scope=".len());
        let words = words::leading(catalog, &decoded.part(&value));
        // an address is sign enough for a name that is only nearly right
        if words.iter().any(Word::is_highlevels) {
            found.push(Address { words, level: level(catalog, &text[address]) });
        }
    }
    found
}

/// Whether `text` is an address that names its scopes itself.
pub(super) fn holds_scopes(text: &[u8]) -> bool {
    memmem::find(text, b"://").is_some() && memmem::find(text, b"scope=").is_some()
}

fn is_parameter(text: &[u8], at: usize) -> bool {
    let before = &text[at.saturating_sub(4)..at];
    at == 0 || before.ends_with(b"?") || before.ends_with(b"&") || before == b"amp;"
}

/// The address that holds the parameter at `at`; blanks in its scopes end it only where the text does.
fn around(text: &[u8], at: usize) -> TextRange {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`<>()[]".contains(byte);
    let from = at.saturating_sub(REACH);
    let start = text[from..at].iter().rposition(is_end).map_or(from, |end| from + end + 1);
    let to = (at + REACH).min(text.len());
    let end = text[at..to].iter().position(|byte| b"\"'`<>()[]\n".contains(byte)).map_or(to, |end| at + end);
    start..end
}

fn value(text: &[u8], start: usize) -> TextRange {
    let is_end = |byte: &u8| b"&#\"`'<>()[]{}$\\".contains(byte);
    let len = text[start..].iter().take(REACH).position(is_end).unwrap_or(text.len().min(start + REACH) - start);
    start..start + len
}

fn is_install(address: &[u8]) -> bool {
    let has = |part: &[u8]| memmem::find(address, part).is_some();
    let is_page = has(PAGE) || has(b"%2Foauth%2Fchooselocation");
    if is_page {
        return true;
    }
    // what is exchanged at a token endpoint asks nobody
    has(b"client_id=") && !has(b"grant_type=") && host(address).is_none_or(|host| platform().hosts.get(host).is_some())
}

/// The host of an address, where it is spelled out.
fn host(address: &[u8]) -> Option<&str> {
    let start = memmem::find(address, b"://")? + 3;
    let rest = std::str::from_utf8(&address[start..]).ok()?;
    rest.split(['/', '?', '#', ':']).next().filter(|host| host.contains('.') && host.is_ascii())
}

fn level(catalog: &Catalog, address: &[u8]) -> Option<Level> {
    let text = String::from_utf8_lossy(address);
    let parameters = text.split(['?', '&']).filter_map(|parameter| parameter.split_once('='));
    parameters.into_iter().find_map(|(key, value)| catalog.declaring.level(key, value))
}
