//! What a file of an integration says of its calls, with what may be shown of each; and the webhook events that it names.
//!
//! Asked twice: of every file that names HighLevel, and then of the other files of its integration that hold a path or an event.

use crate::catalog::catalog;
use crate::catalog::names::{Name, Owner};
use crate::catalog::platform::platform;
use crate::document::Document;
use crate::excerpt::{Mask, Site};
use crate::fact::{EventNamed, Outlined};
use crate::outline::{Call, CallId, Expression, Outline};
use crate::project::Project;
use crate::read::{self, LARGEST, Language, Text};
use crate::span::TextRange;
use aho_corasick::{AhoCorasick, MatchKind};
use regex::bytes::Regex;
use std::sync::LazyLock;

/// Calls of one file of which the place is kept.
const MOST_CALLS: usize = 4000;

/// Whether the file at `path` is code whose calls are followed.
pub(crate) fn is_code(project: &Project, path: &str) -> bool {
    read::has_outline(Language::of(path, b"")) && !is_idle(project, path)
}

/// Whether what the file at `path` calls is no use of anything.
fn is_idle(project: &Project, path: &str) -> bool {
    let places = &catalog().places;
    places.is_compiled(path) || places.is_backup(path) || project.is_test(path)
}

/// Whether the file at `path` may belong to an integration without naming HighLevel: code, or settings.
pub(crate) fn may_belong(project: &Project, path: &str) -> bool {
    use Language::{Dotenv, Ini, Toml, Yaml};
    is_code(project, path) || matches!(Language::of(path, b""), Dotenv | Ini | Toml | Yaml)
}

/// Whether `text` may use HighLevel without naming it: it holds a path of the API, the name of an event, or a client that
/// other files may use, for whichever host.
pub(super) fn may_use(text: &[u8]) -> bool {
    PATHS.find_iter(text).any(|found| is_delimited(text, found.start(), found.end()))
        || EVENTS.is_match(text)
        || CLIENTS.is_match(text)
}

/// What an application has besides paths of v2, by which a file that does not name HighLevel may call it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// A base address of v1, whose paths begin with other words.
    pub legacy: bool,
    /// An official SDK, whose methods are called by their names.
    pub sdk: bool,
}

impl Signs {
    /// Whether `text` may use HighLevel's API.
    pub(super) fn may_use(self, text: &[u8]) -> bool {
        let names_path = || LEGACY_PATHS.find_iter(text).any(|found| is_delimited(text, found.start(), found.end()));
        let names_method = || METHODS.find_iter(text).any(|found| is_word(text, found.start(), found.end()));
        may_use(text) || self.legacy && names_path() || self.sdk && names_method()
    }
}

/// Whether `text` imports an official SDK.
pub(super) fn imports_sdk(text: &[u8]) -> bool {
    let begins = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'\'' | b'"' | b'`' | b' ' | b'\\'));
    let ends = |byte: Option<&u8>| begins(byte) || matches!(byte, Some(b'.' | b'/' | b';' | b',' | b'\r' | b'\n'));
    let is_apart =
        |start: usize, end: usize| begins(start.checked_sub(1).and_then(|at| text.get(at))) && ends(text.get(end));
    SDKS.find_iter(text).any(|found| is_apart(found.start(), found.end()))
}

/// Whether code that names HighLevel may send something.
pub(super) fn may_send(text: &[u8]) -> bool {
    SENDERS.is_match(text) || may_use(text)
}

/// The outline of a text, and where in it the calls stand that may be shown.
#[derive(Debug)]
pub(super) struct Calls {
    outline: Outline,
    places: Vec<(TextRange, CallId)>,
}

impl Calls {
    /// The outline of `text`, whose bytes are `bytes`, with the places of the calls that are `wanted`; `None` where there is nothing
    /// to follow in it.
    pub(super) fn of(text: &Text<'_>, bytes: &[u8], wanted: impl Fn(&Call) -> bool) -> Option<Self> {
        let outline = text.outline();
        if outline.calls.is_empty() && outline.bindings.is_empty() {
            return None;
        }
        let calls = (0..).zip(&outline.calls).filter(|(_, call)| wanted(call));
        let mut places: Vec<(TextRange, CallId)> =
            calls.map(|(id, call)| (shown(call, bytes), id)).take(MOST_CALLS).collect();
        places.sort_by_key(|(range, id)| (range.start, range.end, *id));
        Some(Self { outline, places })
    }

    /// Where the calls begin, in order.
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> {
        self.places.iter().map(|(range, _)| range.start)
    }

    /// The same with what may be shown of each call.
    pub(super) fn cut(self, document: &Document<'_>, masks: &[Mask]) -> Outlined {
        let mut cursor = document.cursor();
        let site = |(range, id): (TextRange, CallId)| (id, Site::cut(document, &mut cursor, &range, masks));
        Outlined { sites: self.places.into_iter().map(site).collect(), outline: self.outline }
    }
}

/// Names of events between quotes, in the order of their places.
#[derive(Debug, Default)]
pub(super) struct Events(Vec<(TextRange, &'static str)>);

impl Events {
    /// The events that `text` names.
    pub(super) fn of(text: &[u8]) -> Self {
        let quoted = EVENTS.find_iter(text).filter(|found| is_quoted(text, found.start(), found.end()));
        let named = quoted.filter(|found| !is_comment(text, found.start())).filter_map(|found| {
            let name = std::str::from_utf8(&text[found.range()]).ok()?;
            Some((found.range(), platform().events.get(name)?.name))
        });
        Self(named.collect())
    }

    /// Where they begin, in order.
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(range, _)| range.start)
    }

    /// The same with what may be shown of each.
    pub(super) fn cut(self, document: &Document<'_>, masks: &[Mask]) -> Vec<EventNamed> {
        let mut cursor = document.cursor();
        let named = |(range, event): (TextRange, _)| EventNamed {
            event,
            site: Site::cut(document, &mut cursor, &range, masks),
        };
        self.0.into_iter().map(named).collect()
    }
}

/// Whether code speaks of webhooks: it may take any event, named or not.
pub(super) fn speaks_of_webhooks(document: &Document<'_>) -> bool {
    webhooks(document, |_, _| true)
}

/// Whether code that does not name HighLevel takes whichever webhook comes.
pub(super) fn takes_any_webhook(document: &Document<'_>) -> bool {
    let is_in_path = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/.:{}<>$?*[]".contains(&byte);
    webhooks(document, |text, end| {
        let rest = text[end..].strip_prefix(b"s").unwrap_or(&text[end..]);
        let n = rest.iter().take(LONGEST_ROUTE).take_while(|byte| is_in_path(**byte)).count();
        platform().requests.is_any_webhook(&String::from_utf8_lossy(&rest[..n]))
    })
}

/// Whether some route or signature of a webhook is no other product's, and is meant by its text and its end; the path of a file is
/// a route, too, where the file answers what is posted.
fn webhooks(document: &Document<'_>, is_meant: impl Fn(&[u8], usize) -> bool) -> bool {
    // pages of the browser take none
    let is_page = matches!(Language::of(document.path, b""), Language::Tsx | Language::Component | Language::Html);
    if is_page || document.path.ends_with(".jsx") {
        return false;
    }
    let path = document.path.rsplit_once('.').map_or(document.path, |(path, _)| path).to_ascii_lowercase();
    let named_at = path.rfind("webhook");
    if named_at.is_none() && !WEBHOOK_WORDS.is_match(&document.text) {
        return false;
    }
    let line = |start: usize| {
        let rest = &document.text[start..];
        &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len()).min(LONGEST_ROUTE)]
    };
    if let Some(at) = named_at
        && is_meant(path.as_bytes(), at + "webhook".len())
        && !is_foreign(path.as_bytes())
        && POSTED.is_match(&document.text)
    {
        return true;
    }
    let mut found = WEBHOOKS.find_iter(&document.text);
    found.any(|found| !is_foreign(line(found.start())) && is_meant(&document.text, found.end()))
}

/// Whether `line` names another product, and not HighLevel: `/webhooks/stripe` takes nothing of ours.
fn is_foreign(line: &[u8]) -> bool {
    let name = Name::of(&String::from_utf8_lossy(line));
    let names = &catalog().names;
    let is_ours = |word: &String| names.owner(std::slice::from_ref(word)) == Owner::HighLevel;
    names.owner_of(&name) == Owner::Foreign && !name.words().iter().any(is_ours)
}

/// Bytes of a line in which a route is looked for.
const LONGEST_ROUTE: usize = 200;

/// Whether `document` is code that names a host of the API, or what the config says to be one, and whose calls are not followed:
/// no outline is made of its language, or of so much text.
pub(super) fn is_out_of_sight(project: &Project, document: &Document<'_>) -> bool {
    let (text, path) = (&*document.text, document.path);
    let places = &catalog().places;
    let is_followed = is_code(project, path) && text.len() <= LARGEST;
    let is_words = places.is_prose(path) || is_idle(project, path);
    let is_program =
        is_code(project, path) || Language::of(path, text) == Language::Plain && !Language::is_plain_name(path);
    let mut hosts = platform().hosts.all().iter().filter(|host| host.api.is_some());
    !is_followed
        && !is_words
        && is_program
        && (project.told(text).is_whole || hosts.any(|host| memchr::memmem::find(text, host.name.as_bytes()).is_some()))
}

/// What [`WEBHOOKS`] cannot match without: a plain search is a tenth of the work.
static WEBHOOK_WORDS: LazyLock<AhoCorasick> =
    LazyLock::new(|| searcher(["ebhook", "ebHook", "EBHOOK", "-signature", "-Signature", "-SIGNATURE"].into_iter()));
/// A route that takes webhooks, or the check of a webhook's signature.
static WEBHOOKS: LazyLock<Regex> = LazyLock::new(|| {
    let route = r"(?:post|any|all|use|route|path|match|handle|handlefunc|mappost)[\])]?\s*\([^\n]{0,80}webhook";
    Regex::new(&format!(r"(?i-u){route}|(?i-u)x-(?:wh|ghl)-signature"))
        .expect("a plain pattern; every test of a scope rule uses it")
});
/// What answers a request by the path of its file: a function called by the method or by the platform, a script.
static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    let named = r"\bPOST\b|\$_POST|php://input";
    Regex::new(&format!(
        r"(?-u){named}|export\s+default\b|exports\.handler|Deno\.serve|defineEventHandler|def (?:lambda_)?handler"
    ))
    .expect("a plain pattern; every test of a scope rule uses it")
});
/// First words of paths.
static PATHS: LazyLock<AhoCorasick> = LazyLock::new(|| searcher(platform().endpoints.first_words()));
/// First words of paths of v1.
static LEGACY_PATHS: LazyLock<AhoCorasick> = LazyLock::new(|| searcher(platform().legacy.first_words()));
/// What tells that code sends requests, or makes a client.
static SENDERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hosts = platform().hosts.all().iter().filter(|host| host.api.is_some()).map(|host| host.name);
    let classes = platform().sdk.packages().iter().flat_map(|package| package.classes.iter().copied());
    let senders = platform().requests.senders.iter().map(String::as_str);
    searcher(hosts.chain(classes).chain(senders))
});
/// Methods of official SDKs, as code in any language spells them.
static METHODS: LazyLock<AhoCorasick> = LazyLock::new(|| searcher(platform().sdk.method_names()));
/// What code imports to have an official SDK.
static SDKS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let official = platform().sdk.packages().iter().filter(|package| package.is_official);
    searcher(official.flat_map(|package| package.imports.iter().copied()))
});
/// Names of events.
static EVENTS: LazyLock<AhoCorasick> =
    LazyLock::new(|| searcher(platform().events.all().iter().map(|event| event.name)));

/// Keys that give a client its address.
static CLIENTS: LazyLock<AhoCorasick> =
    LazyLock::new(|| searcher(platform().requests.keys.clients.iter().map(String::as_str)));

/// What finds the longest of `words` at each place.
pub(super) fn searcher(words: impl Iterator<Item = impl AsRef<[u8]>>) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .expect("a few plain words build; every test of a scope rule scans with them")
}

/// Whether a word stands as a segment of a path: `/contacts`, `contacts/`, `'contacts'`.
fn is_delimited(text: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map_or(b' ', |at| text[at]);
    let after = text.get(end).copied().unwrap_or(b' ');
    let ends = |byte: u8| matches!(byte, b'\'' | b'"' | b'`' | b'?' | b'/' | b'$' | b'{' | b'#');
    let begins = |byte: u8| matches!(byte, b'\'' | b'"' | b'`');
    let is_alone = begins(before) && begins(after);
    if is_alone {
        return platform().requests.tells_alone(&text[start..end]);
    }
    before == b'/' && ends(after) || begins(before) && ends(after) || before == b'}' && after == b'/'
}

/// Whether no letter or sign of a name stands on either side.
fn is_word(text: &[u8], start: usize, end: usize) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    !is_part(start.checked_sub(1).and_then(|at| text.get(at))) && !is_part(text.get(end))
}

fn is_quoted(text: &[u8], start: usize, end: usize) -> bool {
    let is_quote = |byte: Option<&u8>| matches!(byte, Some(b'\'' | b'"' | b'`' | b':'));
    is_quote(start.checked_sub(1).and_then(|at| text.get(at))) && is_quote(text.get(end))
}

/// Whether the line before `at` begins a comment.
fn is_comment(text: &[u8], at: usize) -> bool {
    let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |feed| feed + 1);
    let line = text[start..at].trim_ascii_start();
    line.starts_with(b"//") || line.starts_with(b"#") || line.starts_with(b"*") || line.starts_with(b"/*")
}

/// Whether a call may be one of HighLevel's, directly or through something: it is given a value, and is no mere statement; or the
/// config names it.
pub(super) fn may_be_use(project: &Project, call: &Call) -> bool {
    let is_named = |name: &str| project.wrappers(name).next().is_some();
    !call.arguments.is_empty()
        || match &call.callee {
            Expression::Member(..) => true,
            Expression::Name(name) => is_named(name),
            _ => false,
        }
}

/// The part of a call that shows best what it uses: its first text on one line, else its beginning.
fn shown(call: &Call, text: &[u8]) -> TextRange {
    let first = call.arguments.iter().find_map(|argument| first_text(&argument.value, 0));
    let range = first.filter(|range| call.range.start <= range.start && range.end <= call.range.end);
    let range = range.unwrap_or_else(|| call.range.clone());
    let end = memchr::memchr(b'\n', &text[range.clone()]).map_or(range.end, |feed| range.start + feed);
    range.start..end.max(range.start)
}

fn first_text(expression: &Expression, depth: usize) -> Option<TextRange> {
    const DEEPEST: usize = 8;
    if DEEPEST < depth {
        return None;
    }
    let first = |expressions: &[Expression]| expressions.iter().find_map(|part| first_text(part, depth + 1));
    match expression {
        Expression::Text(text, range) => text.contains('/').then(|| range.clone()),
        Expression::Join(parts) | Expression::Choice(parts) => {
            // a text put together is shown as a whole
            let found = first(parts)?;
            let last = parts.iter().rev().find_map(|part| match part {
                Expression::Text(_, range) => Some(range.clone()),
                _ => None,
            });
            let end = last.map_or(found.end, |last| last.end.max(found.end));
            Some(found.start..end)
        }
        Expression::Object(entries) => entries.iter().find_map(|(_, value)| first_text(value, depth + 1)),
        _ => None,
    }
}
