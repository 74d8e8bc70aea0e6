//! Where a document names the v1 API: addresses on its hosts, and what n8n calls it.
//!
//! In: a document that names a host of v1, and its literals. Out: places, each with what stands there and whether it takes effect.
//! The calls of code whose outline is known are told by `usage`, which also follows a base address to the calls that go through
//! it; this is for all other texts, and for the base itself.

mod address;
mod n8n;

use crate::catalog::catalog;
use crate::catalog::mentions::Mentioning;
use crate::catalog::method::Method;
use crate::catalog::path::{Segment, parse_path};
use crate::catalog::platform::platform;
use crate::catalog::{endpoint::Api, legacy::below_version};
use crate::decoded::HOLE;
use crate::document::Document;
use crate::fact::{LegacyForm, LegacyStanding};
use crate::literal::{Literal, Role};
use crate::project::Project;
use crate::read::{Language, Reading};
use crate::span::TextRange;
use address::Address;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// A place that names the v1 API.
#[derive(Debug)]
pub(super) struct LegacyHit {
    pub(super) range: TextRange,
    pub(super) form: LegacyForm,
    pub(super) standing: LegacyStanding,
    pub(super) name: String,
}

/// Whether `text` may name the v1 API.
pub(super) fn may_be_in(text: &[u8]) -> bool {
    HOSTS.is_match(text) || n8n::may_be_in(text)
}

/// Hosts of v1.
static HOSTS: LazyLock<AhoCorasick> = LazyLock::new(|| hosts(Api::V1));
/// Those of v2.
static CURRENT: LazyLock<AhoCorasick> = LazyLock::new(|| hosts(Api::V2));

fn hosts(api: Api) -> AhoCorasick {
    let names = platform().hosts.all().iter().filter(|host| host.api == Some(api)).map(|host| host.name);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(names)
        .expect("a few host names build; every test of `legacy-endpoint` scans with them")
}

/// Every place in `document` that names the v1 API, in the order of the text.
pub(super) fn find(
    project: &Project,
    document: &Document<'_>,
    language: Language,
    reading: &Reading,
) -> Vec<LegacyHit> {
    let Some(standing) = standing(project, document.path) else { return Vec::new() };
    let is_method = |literal: &&Literal| {
        let keys = &platform().requests.keys.method;
        literal.place.names.last().is_some_and(|name| keys.iter().any(|key| **key == **name))
    };
    let look = Look {
        document,
        language,
        standing,
        literals: &reading.literals,
        methods: reading.literals.iter().filter(is_method).take(MOST_BESIDE).collect(),
        current: reading
            .literals
            .iter()
            .filter(|literal| CURRENT.is_match(literal.decoded.text()))
            .take(MOST_BESIDE)
            .collect(),
    };
    let mut hits: Vec<LegacyHit> = reading.literals.iter().flat_map(|literal| look.literal(literal)).collect();
    if language == Language::Json {
        n8n::find(&document.text, standing, &mut hits);
    }
    hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
    super::drop_overlapping(&mut hits, |hit| &hit.range);
    // words repeat themselves, and nothing is to be done at each
    let mut n_words = 0;
    hits.retain(|hit| {
        n_words += usize::from(hit.standing != LegacyStanding::Code);
        hit.standing == LegacyStanding::Code || n_words <= MOST_WORDS
    });
    hits
}

/// Whether what the file at `path` says takes effect; `None` where it only tells what once was.
fn standing(project: &Project, path: &str) -> Option<LegacyStanding> {
    let places = &catalog().places;
    if places.is_changelog(path) {
        return None;
    }
    let is_words =
        places.is_prose(path) || places.is_dependency(path) || places.is_compiled(path) || places.is_backup(path);
    Some(if is_words {
        LegacyStanding::Words
    } else if project.is_test(path) {
        LegacyStanding::Test
    } else {
        LegacyStanding::Code
    })
}

/// Options of a call stand this near behind its address, in bytes.
const NEAR: usize = 400;

/// Literals of one document that an address is compared with.
const MOST_BESIDE: usize = 1000;
/// Places in words that are kept of one document.
const MOST_WORDS: usize = 500;

struct Look<'l> {
    document: &'l Document<'l>,
    language: Language,
    standing: LegacyStanding,
    literals: &'l [Literal],
    /// What stands under a key that says a method.
    methods: Vec<&'l Literal>,
    /// What names a host of v2.
    current: Vec<&'l Literal>,
}

impl Look<'_> {
    fn literal(&self, literal: &Literal) -> Vec<LegacyHit> {
        let text = literal.decoded.text();
        let mut hits = Vec::new();
        for found in HOSTS.find_iter(text) {
            let host = &text[found.range()];
            let Some(address) = Address::around(text, found.range()) else { continue };
            let Some(standing) = self.standing_of(literal, host, &address) else { continue };
            let Some(mut range) = literal.decoded.range_of(&address.range) else { continue };
            let mut form = self.form(literal, &address);
            // a constant and what is added to it elsewhere: here stands the constant
            if self.document.text[range.clone()].contains(&b'\n') {
                let Some((first, whole)) = self.first_stretch(literal, &address) else { continue };
                form = self.form(literal, &first);
                range = whole;
            }
            let name = literal.place.names.last().map_or_else(String::new, |name| (**name).to_owned());
            hits.push(LegacyHit { range, form, standing, name });
        }
        hits
    }

    /// The part of `address` that stands in one place, and where.
    fn first_stretch(&self, literal: &Literal, address: &Address) -> Option<(Address, TextRange)> {
        let stretch = literal.decoded.ranges_of(&address.range).into_iter().next()?;
        let text = &self.document.text[stretch.clone()];
        let host = HOSTS.find(text)?.range();
        let first = Address::around(text, host)?;
        let whole = stretch.start + first.range.start..stretch.start + first.range.end;
        // words before it are looked for in the decoded text
        Some((Address { range: address.range.clone(), ..first }, whole))
    }

    /// What stands at `address`; its path may be the beginning of longer ones.
    fn form(&self, literal: &Literal, address: &Address) -> LegacyForm {
        let segments = parse_path(&address.path);
        let rest = below_version(&segments);
        match rest.first() {
            None | Some(Segment::Hole | Segment::Partial { prefix: "", .. }) => LegacyForm::Base,
            Some(_) => {
                let method = self.method(literal, address);
                LegacyForm::Address { method, path: address.path.trim_start_matches('/').replace(HOLE, "{}") }
            }
        }
    }

    /// The method that words beside an address say.
    fn method(&self, literal: &Literal, address: &Address) -> Option<Method> {
        let requests = &platform().requests;
        let place = &literal.place;
        let by_key = || {
            let is_option = |other: &Literal| {
                let names = &other.place.names;
                place.role == Role::Argument && names.split_last().is_some_and(|(_, outer)| *outer == *place.names)
            };
            let starts = |literal: &Literal| literal.decoded.range_of(&(0..1)).map_or(0, |range| range.start);
            let here = starts(literal);
            let follows = |other: &Literal| (here..here + NEAR).contains(&starts(other));
            let is_beside = |other: &&Literal| other.place.group == place.group || is_option(other) && follows(other);
            let mut beside = self.methods.iter().copied().filter(is_beside);
            beside.find_map(|other| Method::parse(std::str::from_utf8(other.decoded.text()).ok()?))
        };
        let by_callee = || {
            let callee = place.names.last().filter(|_| place.role == Role::Argument)?;
            requests.method_of(callee).filter(|_| !requests.gets_by_default(callee))
        };
        let keyed = if matches!(place.role, Role::Value | Role::Argument) { by_key() } else { None };
        keyed.or_else(|| address::method_before(literal.decoded.text(), address.range.start)).or_else(by_callee)
    }

    /// Whether the address takes effect; `None` where naming it says nothing of calls.
    fn standing_of(&self, literal: &Literal, host: &[u8], address: &Address) -> Option<LegacyStanding> {
        let text = literal.decoded.text();
        let segments = parse_path(&address.path);
        let has_version = below_version(&segments).len() < segments.len();
        let is_bare = !address.has_scheme && address.path.trim_matches('/').is_empty();
        // pages about v1, which only a version makes a call
        if !host.starts_with(b"rest.") && !has_version || address.path.contains('*') {
            return None;
        }
        let place = &literal.place;
        let is_program = self.language != Language::Plain && self.language != Language::Markdown;
        match place.role {
            Role::EnvRead => return None,
            Role::Comment => return (!is_bare).then_some(LegacyStanding::Words),
            Role::Text => return self.in_words(literal, address, is_bare),
            Role::Value | Role::Argument | Role::Fallback => {}
        }
        let mentioning = platform().mentions.of(&place.names, place.role);
        let is_rewritten = self.is_rewritten(literal);
        if mentioning == Mentioning::Idle || is_rewritten || self.is_compared(literal) {
            return None;
        }
        let is_specification = place.names.iter().any(|name| &**name == "servers");
        if mentioning == Mentioning::Shown || is_specification {
            return has_version.then_some(LegacyStanding::Words);
        }
        if is_bare {
            let connects = place.names.last().is_some_and(|name| platform().mentions.connects(name));
            return connects.then_some(self.standing);
        }
        if is_program && address.is_in_sentence(text) {
            let is_run = address::is_called_in(text, address.range.start);
            return match (is_run, address.path.trim_matches('/').is_empty()) {
                (true, _) => Some(self.standing),
                (false, true) => None,
                (false, false) => Some(LegacyStanding::Words),
            };
        }
        Some(self.standing)
    }

    /// In a text that no reader takes apart: code of a language without one, or words.
    fn in_words(&self, literal: &Literal, address: &Address, is_bare: bool) -> Option<LegacyStanding> {
        if is_bare {
            return None;
        }
        let is_unknown = self.language == Language::Plain && !Language::is_plain_name(self.document.path);
        // what servers are configured with has words, too
        let is_code = is_unknown || self.language == Language::Ini;
        if !is_code {
            return Some(LegacyStanding::Words);
        }
        let text = literal.decoded.text();
        let line = address::line_before(text, address.range.start);
        let names: Vec<std::rc::Rc<str>> = address::words(line).map(std::rc::Rc::from).collect();
        if address::begins_comment(line) {
            Some(LegacyStanding::Words)
        } else if platform().mentions.of(&names, Role::Text) == Mentioning::Idle {
            None
        } else {
            Some(self.standing)
        }
    }

    /// Whether another address stands beside that of `literal` to take its place: a table of what moved where.
    fn is_rewritten(&self, literal: &Literal) -> bool {
        let names = &literal.place.names;
        let name = names.last().map_or("", |name| &**name);
        let group = literal.place.group;
        let start = |literal: &Literal| literal.decoded.range_of(&(0..1)).map_or(0, |range| range.start);
        // of a list of more, or with v2 first, one after the other is tried
        let is_pair = || self.literals.iter().filter(|other| other.place.group == group).take(3).count() == 2;
        let mut beside = self.current.iter().filter(|other| other.place.group == group);
        beside.any(|other| {
            let other_name = other.place.names.last().map_or("", |name| &**name);
            let is_list = other.place.names == *names && literal.place.role == Role::Value && group != 0;
            is_list && start(literal) < start(other) && is_pair()
                || platform().mentions.counterparts(name).any(|to| to.eq_ignore_ascii_case(other_name))
        })
    }

    /// Whether a sign of comparison stands right before or behind `literal`.
    fn is_compared(&self, literal: &Literal) -> bool {
        let text = &self.document.text;
        let whole = 0..literal.decoded.text().len();
        let Some(range) = literal.decoded.range_of(&whole) else { return false };
        let is_quote = |byte: &u8| matches!(byte, b'\'' | b'"' | b'`');
        let before = text[..range.start].trim_ascii_end();
        let before = match before.split_last() {
            Some((last, rest)) if is_quote(last) => rest.trim_ascii_end(),
            _ => before,
        };
        let after = text[range.end..].trim_ascii_start();
        let after = match after.split_first() {
            Some((first, rest)) if is_quote(first) => rest.trim_ascii_start(),
            _ => after,
        };
        let begins = |sign: &[u8]| after.starts_with(sign);
        before.ends_with(b"==")
            || before.ends_with(b"!=")
            || before.ends_with(b"=~")
            || before.ends_with(b"case")
            || begins(b"==")
            || begins(b"!=")
            || begins(b"in ")
            || begins(b"not in ")
    }
}
