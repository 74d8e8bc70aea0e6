//! What a document that names HighLevel tells of the world around it: variables of the environment, hosts, `Version` headers.
//!
//! In: a document and its literals. Out: names and where they stand first. Text that only says something, in a comment or a test,
//! names no host; what a page for people says of a variable documents it.

mod environment;

use crate::catalog::catalog;
use crate::catalog::hosts::Host;
use crate::catalog::platform::platform;
use crate::document::Document;
use crate::fact::{EnvNamed, HostNamed, Surroundings, VersionNamed};
use crate::literal::{Literal, Role};
use crate::project::Project;
use crate::read::{Language, Reading};
use crate::span::TextRange;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Everything that `document`, in `language`, tells.
pub(super) fn find(project: &Project, document: &Document<'_>, language: Language, reading: &Reading) -> Surroundings {
    let places = &catalog().places;
    let path = document.path;
    if places.is_changelog(path) || places.is_dependency(path) || places.is_compiled(path) {
        return Surroundings::default();
    }
    let variables = environment::find(document, language, reading);
    let is_idle = places.is_prose(path) || places.is_backup(path) || project.is_test(path);
    let told: &[Literal] = if is_idle { &[] } else { &reading.literals };
    // a text that no reader takes apart may be code all the same
    let is_plain = language == Language::Plain;
    let takes_effect = |literal: &&Literal| match literal.place.role {
        Role::Value | Role::Argument | Role::Fallback => true,
        Role::Text => is_plain,
        Role::EnvRead | Role::Comment => false,
    };
    let told = || told.iter().filter(takes_effect);
    let mut cursor = document.cursor();
    let environment = variables.into_iter().map(|hit| EnvNamed {
        region: cursor.region(&hit.range),
        name: hit.name,
        role: hit.role,
        is_secret: hit.is_secret,
    });
    let environment = environment.collect();
    let mut cursor = document.cursor();
    let hosts = first_places(told().flat_map(hosts), |host: &&Host| host.name);
    let hosts = hosts.into_iter().map(|(host, range)| HostNamed { host, region: cursor.region(&range) }).collect();
    let mut cursor = document.cursor();
    let versions = first_places(told().filter_map(version), |version| version);
    let versions =
        versions.into_iter().map(|(version, range)| VersionNamed { version, region: cursor.region(&range) }).collect();
    Surroundings { environment, hosts, versions }
}

/// The first place of each of `hits`, in the order of the places.
fn first_places<T>(
    hits: impl Iterator<Item = (T, TextRange)>,
    name: impl Fn(&T) -> &'static str,
) -> Vec<(T, TextRange)> {
    let mut hits: Vec<(T, TextRange)> = hits.collect();
    hits.sort_by_key(|(_, range)| (range.start, range.end));
    let mut known = BTreeSet::new();
    hits.retain(|(hit, _)| known.insert(name(hit)));
    hits
}

/// The hosts that `literal` names.
fn hosts(literal: &Literal) -> impl Iterator<Item = (&'static Host, TextRange)> {
    static HOSTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(platform().hosts.all().iter().map(|host| host.name))
            .expect("a few host names build; every test of the inventory scans with them")
    });
    let text = literal.decoded.text();
    HOSTS.find_iter(text).filter_map(move |found| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let is_longer = found.start().checked_sub(1).is_some_and(|before| is_part(text[before]))
            || text.get(found.end()).is_some_and(|byte| is_part(*byte) && *byte != b'.')
            || text[found.end()..].starts_with(b".")
                && text.get(found.end() + 1).is_some_and(u8::is_ascii_alphanumeric);
        let range = literal.decoded.range_of(&found.range()).filter(|_| !is_longer)?;
        Some((platform().hosts.all().get(found.pattern().as_usize())?, range))
    })
}

/// The value of a `Version` header that `literal` is, or spells with its name.
fn version(literal: &Literal) -> Option<(&'static str, TextRange)> {
    static VERSIONS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        platform().endpoints.all().iter().flat_map(|endpoint| endpoint.versions.iter().copied()).collect()
    });
    const HEADER: &str = "version";
    let text = std::str::from_utf8(literal.decoded.text()).ok()?;
    let is_header = literal.place.names.last().is_some_and(|name| name.eq_ignore_ascii_case(HEADER));
    let value = match text.split_once(':') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case(HEADER) => value.trim(),
        _ if is_header => text,
        _ => return None,
    };
    let version = VERSIONS.get(value)?;
    // other things have a version called v3; only a header is spelled like one
    let is_dated = value.starts_with(|c: char| c.is_ascii_digit());
    let is_spelled = literal.place.names.last().is_some_and(|name| &**name == "Version") || value.len() < text.len();
    let range = literal.decoded.range_of(&(0..text.len()))?;
    (is_dated || is_spelled).then_some((*version, range))
}
