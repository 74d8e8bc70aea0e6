//! From a document's text to facts: a prefilter over the raw bytes, then a closer look at each hit.
//!
//! In: one [`Document`]. Out: credentials and suppression comments with masked sites. Judges nothing.

mod base64;
mod boundary;
mod calls;
mod client_id;
mod credential;
mod directive;
mod escape;
mod exposed;
mod jwt;
mod label;
mod legacy;
mod named;
mod needles;
mod opaque;
pub(crate) mod outlined;
mod packages;
mod random;
pub(crate) mod scopes;
mod surroundings;

use crate::catalog::{Catalog, kind::Kind, names::Name};
use crate::directive::Directive;
use crate::display::file_name;
use crate::document::Document;
use crate::excerpt::{Mask, Site};
use crate::fact::{
    Credential, DeclaredScope, EventNamed, ExposedName, LegacyNamed, Outlined, PackageNamed, ScopeDeclaration,
    ScopeGrant, Surroundings, Wrapping,
};
use crate::literal::{Literal, Role};
use crate::problem::Problem;
use crate::project::{Project, Told};
use crate::read::{self, GaveUp, Language, Reading, Text};
use crate::scope_manifest;
use crate::secret::Secret;
use crate::span::TextRange;
use credential::Hit;
use needles::{Found, Needles};
pub use outlined::Signs;
use outlined::{Calls, Events};
use scopes::{Look, ScopeHit, ScopeHits, Source};
use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a document shows.
#[derive(Debug, Default)]
pub struct Detected {
    /// Credentials in the order of their places.
    pub credentials: Vec<Credential>,
    /// Names of secrets that are handed to browsers, in the order of their places.
    pub exposed: Vec<ExposedName>,
    /// Whether it is code that names HighLevel and may call it.
    pub uses_api: bool,
    /// Whether it is such code and imports an official SDK.
    pub imports_sdk: bool,
    /// What it says of its calls, where that was asked for.
    pub outlined: Option<Outlined>,
    /// Whether it is code whose calls are not followed, though it names the API.
    pub out_of_sight: bool,
    /// Whether it is code that takes webhooks.
    pub takes_webhooks: bool,
    /// Webhook events that it names.
    pub events: Vec<EventNamed>,
    /// Scopes that are asked for, in the order of their places.
    pub declarations: Vec<ScopeDeclaration>,
    /// Scopes that stored tokens carry, in the order of their places.
    pub grants: Vec<ScopeGrant>,
    /// What is wrong with a scope manifest, each at its place.
    pub problems: Vec<Problem>,
    /// Why the text was not read by its language's reader, where that was needed.
    pub gave_up: Option<GaveUp>,
    /// Where the v1 API is named, in the order of the places.
    pub legacy: Vec<LegacyNamed>,
    /// Dependencies that speak to HighLevel, in the order of their places.
    pub packages: Vec<PackageNamed>,
    /// Suppression comments in the order of their places.
    pub directives: Vec<Directive>,
    /// True when there was more than a report can hold and the rest was left out.
    pub truncated: bool,
}

/// What of a document matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Matter {
    /// All that it shows.
    Everything,
    /// Its credentials alone.
    Credentials,
}

/// Most credentials, and most suppressions, of one document; beyond that they are one problem, not a million.
pub const MOST_CREDENTIALS: usize = 10_000;

/// No excerpt reaches farther than this from what it shows, in bytes.
const EXCERPT: usize = 8192;

/// The detectors for one project; what they are made of is made ready once.
#[derive(Debug, Clone, Copy)]
pub struct Detector<'p> {
    catalog: &'static Catalog,
    needles: &'static Needles,
    project: &'p Project,
}

impl Detector<'static> {
    /// The detector that knows the embedded catalog and nothing else.
    pub fn embedded() -> Self {
        Detector::of(Project::unknown())
    }
}

impl<'p> Detector<'p> {
    /// The detector that knows the embedded catalog, and what a config says of `project`.
    pub fn of(project: &'p Project) -> Self {
        static NEEDLES: LazyLock<Needles> = LazyLock::new(|| {
            let catalog = crate::catalog::catalog();
            Needles::new(&catalog.kinds, &catalog.names)
        });
        Self { catalog: crate::catalog::catalog(), needles: &NEEDLES, project }
    }

    /// The fixed byte strings of the prefilter, for benchmarks that give a plain searcher the same work.
    pub fn needles(self) -> impl Iterator<Item = &'static [u8]> {
        self.needles.texts()
    }

    /// The kinds of a file that is looked at whatever its text, since its name alone tells what it is.
    fn file_kinds(&self, document: &Document<'_>) -> impl Iterator<Item = &'static Kind> {
        let name = file_name(document.path);
        self.catalog.kinds.iter().filter(move |kind| credential::is_state_file(kind, name))
    }

    /// `text` with every credential masked, those too that are only a part of something longer: of a name, for one.
    pub fn masked(&self, text: &str) -> String {
        let mut hits = self.needles.scan(self.catalog, "", text.as_bytes()).hits;
        credential::find_leaning(self.catalog, text.as_bytes(), &mut hits);
        keep_first_of_overlapping(&mut hits);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for hit in hits.iter().filter(|hit| hit.kind.secret) {
            out.push_str(text.get(at..hit.range.start).unwrap_or_default());
            out.push_str(hit.secret.masked());
            at = hit.range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }

    /// Finds everything in `document` but its calls.
    pub fn detect(&self, document: &Document<'_>) -> Detected {
        self.examine(document, Matter::Everything)
    }

    /// The credentials and suppressions of a text that is past: nothing is said of its scopes and calls.
    pub fn credentials(&self, document: &Document<'_>) -> Detected {
        self.examine(document, Matter::Credentials)
    }

    /// The scopes that a file of an integration declares without naming HighLevel.
    pub fn declarations(&self, document: &Document<'_>) -> Detected {
        let (path, text) = (document.path, &*document.text);
        let mut found = Detected::default();
        // a scope manifest has said all that it has to say
        if scopes::may_be_in(text) && !scope_manifest::is_manifest(path) {
            let language = Language::of(path, text);
            let reading = read::read(language, text);
            let source = Source { path, language, text, reading: &reading, look: Look::Second };
            let scopes = self.scopes(&source);
            let places: Vec<usize> = scopes.ranges().map(|range| range.start).collect();
            let hits = self.needles.scan(self.catalog, path, text).hits;
            let masks = masks(&hits, self.named_masks(&reading, &places));
            let mut sites = Sites::cut(document, &[], scopes.ranges(), &masks);
            (found.declarations, found.grants) = sites.declared(scopes);
        }
        found
    }

    /// What `document` tells of the world around it: nothing, where it does not name HighLevel.
    pub fn surroundings(&self, document: &Document<'_>) -> Surroundings {
        if !self.scan(document).names_highlevel || is_binary(&document.text) {
            return Surroundings::default();
        }
        let language = Language::of(document.path, &document.text);
        surroundings::find(self.project, document, language, &read::read(language, &document.text))
    }

    fn examine(&self, document: &Document<'_>, matter: Matter) -> Detected {
        let mut found = self.scan(document);
        let mut hits = std::mem::take(&mut found.hits);
        for kind in self.file_kinds(document) {
            credential::find_in_state_file(kind, document.path, &document.text, &mut hits);
        }
        let language = LazyCell::new(|| Language::of(document.path, &document.text));
        // the config itself names all of its words
        if found.told != Told::default() && !matches!(*language, Language::Toml) {
            self.project.note(&document.text);
        }
        let wanted = self.wanted(document, &found, &language);
        let is_past = matter == Matter::Credentials;
        let wanted = Wanted { scopes: wanted.scopes && !is_past, legacy: wanted.legacy && !is_past, ..wanted };
        let text = LazyCell::new(|| Text::new(*language, &document.text));
        let reading = wanted.reading.then(|| text.read());
        let (mut exposed, mut scopes, mut faults) = (Vec::new(), ScopeHits::default(), Vec::new());
        let mut legacy = Vec::new();
        let packages = if is_past { Vec::new() } else { packages::find(document) };
        if let Some(reading) = &reading {
            self.read_hits(document, &found, wanted, reading, &mut hits);
            if wanted.names {
                exposed = exposed::find(self.catalog, document.path, *language, &document.text, reading);
            }
            if wanted.legacy {
                legacy = legacy::find(self.project, document, *language, reading);
            }
            if wanted.scopes && scope_manifest::is_manifest(document.path) {
                (scopes, faults) = scopes::in_manifest(document);
            } else if wanted.scopes {
                let (path, text, language) = (document.path, &*document.text, *language);
                scopes = self.scopes(&Source { path, language, text, reading, look: Look::First });
            }
        }
        let gave_up = reading.as_ref().and_then(|reading| reading.gave_up);
        let told = found.told;
        let uses_api = !is_past && self.uses_api(document, &found);
        let out_of_sight =
            !is_past && (told.is_whole || found.names_in_full) && outlined::is_out_of_sight(self.project, document);
        let is_bare = hits.is_empty() && exposed.is_empty() && scopes.is_empty() && found.directive_hits.is_empty();
        let is_bare = is_bare && legacy.is_empty() && packages.is_empty();
        if is_bare && faults.is_empty() && !uses_api && !out_of_sight {
            return Detected { gave_up, ..Detected::default() };
        }
        // here, where the text is parsed already; what a dependency calls matters only beside those who declare scopes
        let is_own = uses_api && !self.catalog.places.is_dependency(document.path);
        let calls = if is_own { self.own_calls(document, &text) } else { None };
        let mut places: Vec<usize> = hits.iter().map(|hit| hit.range.start).collect();
        places.extend(calls.iter().flat_map(Calls::starts));
        places.extend(exposed.iter().map(|hit| hit.range.start));
        places.extend(scopes.ranges().map(|range| range.start));
        places.extend(faults.iter().map(|fault| fault.range.start));
        places.extend(legacy.iter().map(|hit| hit.range.start));
        places.extend(&found.directive_hits);
        // what a program wrote lists every event that there is
        let is_by_hand = uses_api && !self.project.is_generated(document.path);
        let events = if is_by_hand { Events::of(&document.text) } else { Events::default() };
        places.extend(events.starts());
        places.sort_unstable();
        let named_masks = reading.map(|reading| self.named_masks(&reading, &places)).unwrap_or_default();
        keep_first_of_overlapping(&mut hits);
        let n_most = hits.len().max(found.directive_hits.len()).max(exposed.len());
        let truncated = MOST_CREDENTIALS < n_most || scopes.truncated;
        found.directive_hits.truncate(MOST_CREDENTIALS);
        hits.truncate(MOST_CREDENTIALS);
        exposed.truncate(MOST_CREDENTIALS);
        let truncated = truncated || MOST_CREDENTIALS < legacy.len();
        legacy.truncate(MOST_CREDENTIALS);
        let masks = masks(&hits, named_masks);
        let browser = if hits.is_empty() { None } else { self.browser(document, *language) };
        let others = exposed.iter().map(|hit| &hit.range).chain(scopes.ranges());
        let others = others.chain(faults.iter().map(|fault| &fault.range));
        let others = others.chain(legacy.iter().map(|hit| &hit.range)).chain(packages.iter().map(|hit| &hit.range));
        let mut sites = Sites::cut(document, &hits, others, &masks);
        let credentials = hits
            .iter()
            .map(|hit| Credential {
                kind: hit.kind,
                secret: hit.secret.clone(),
                details: hit.details.clone(),
                wrapping: hit.wrapping,
                confidence: hit.confidence,
                site: sites.take(&hit.range),
                pieces: hit.pieces.iter().map(|piece| sites.take(piece)).collect(),
                browser: browser.clone().filter(|_| hit.kind.server_only),
            })
            .collect();
        let exposed = exposed
            .into_iter()
            .map(|hit| ExposedName { site: sites.take(&hit.range), name: hit.name, shipping: hit.shipping })
            .collect();
        let (declarations, grants) = sites.declared(scopes);
        let problems = faults
            .into_iter()
            .map(|fault| Problem::error(document.path, fault.message).at(sites.take(&fault.range)))
            .collect();
        let legacy: Vec<LegacyNamed> = legacy
            .into_iter()
            .map(|hit| LegacyNamed {
                site: sites.take(&hit.range),
                form: hit.form,
                standing: hit.standing,
                name: hit.name,
                range: hit.range,
            })
            .collect();
        let packages = packages
            .into_iter()
            .map(|hit| PackageNamed { site: sites.take(&hit.range), package: hit.package, manifest: hit.kind })
            .collect();
        let directives = directive::read(document, &found.directive_hits, &masks);
        let outlined = calls.map(|calls| calls.cut(document, &masks));
        let takes_webhooks =
            is_by_hand && (told.is_whole || found.names_highlevel) && outlined::speaks_of_webhooks(document);
        Detected {
            credentials,
            exposed,
            declarations,
            grants,
            imports_sdk: uses_api && outlined::imports_sdk(&document.text),
            uses_api,
            outlined,
            out_of_sight,
            takes_webhooks,
            events: events.cut(document, &masks),
            problems,
            gave_up,
            legacy,
            packages,
            directives,
            truncated,
        }
    }

    /// What the needles find, and what the config says of it.
    fn scan(&self, document: &Document<'_>) -> Found {
        let found = self.needles.scan(self.catalog, document.path, &document.text);
        Found { told: self.project.told(&document.text), ..found }
    }

    /// Adds the credentials that only the literals of `document` show.
    fn read_hits(
        &self,
        document: &Document<'_>,
        found: &Found,
        wanted: Wanted,
        reading: &Reading,
        hits: &mut Vec<Hit>,
    ) {
        if found.is_torn {
            let joined = reading.literals.iter().filter(|literal| !literal.decoded.is_verbatim());
            let scan = |literal: &Literal| self.needles.scan_joined(self.catalog, document.path, &literal.decoded);
            hits.extend(joined.flat_map(scan));
        }
        if wanted.names {
            named::find(self.catalog, wanted.is_highlevels, &document.text, reading, hits);
        }
    }

    /// Whether `document` is code that names HighLevel, or what the config says to be it, and may send something.
    fn uses_api(&self, document: &Document<'_>, found: &Found) -> bool {
        let names_owner = found.told.names_owner;
        // in this order: of a tree without HighLevel no path is looked at
        (names_owner || found.names_highlevel)
            && outlined::is_code(self.project, document.path)
            && (names_owner || outlined::may_send(&document.text))
    }

    /// The scopes that `source` asks for; tests, what a program wrote and what was put aside ask nobody.
    fn scopes(&self, source: &Source<'_>) -> ScopeHits {
        let is_idle = self.project.is_test(source.path)
            || self.project.is_generated(source.path)
            || self.catalog.places.is_compiled(source.path)
            || self.catalog.places.is_backup(source.path);
        if is_idle { ScopeHits::default() } else { scopes::find(self.catalog, source) }
    }

    /// What is worth the dear work of reading.
    fn wanted(
        &self,
        document: &Document<'_>,
        found: &Found,
        language: &LazyCell<Language, impl FnOnce() -> Language>,
    ) -> Wanted {
        let text = &document.text;
        // a compiled program names nothing, though its bytes do by chance
        let names = (found.names_highlevel || found.names_secret) && !is_binary(text);
        let is_highlevels = names && (found.names_highlevel || self.catalog.names.is_highlevels_path(document.path));
        let wants_joined = || found.is_torn && **language != Language::Plain;
        let wants_named = || (is_highlevels || named::may_be_anonymous(text)) && named::may_be_in(text);
        let wants_exposed = || found.names_highlevel && exposed::may_be_in(self.catalog, document.path, text);
        let is_manifest = scopes::is_manifest(document.path) || scope_manifest::is_manifest(document.path);
        let may_declare = names && found.names_highlevel || found.told.names_owner && !is_binary(text);
        let scopes = may_declare && scopes::may_be_in(text) || is_manifest;
        let legacy = found.names_highlevel && found.names_in_full && !is_binary(text) && legacy::may_be_in(text);
        let reading = wants_joined() || scopes || legacy || names && (wants_named() || wants_exposed());
        Wanted { reading, names, scopes, legacy, is_highlevels }
    }

    /// Every value that is called a secret, whoever's it is and whatever it looks like: an excerpt may show its neighbor.
    fn named_masks(&self, reading: &Reading, places: &[usize]) -> Vec<Mask> {
        let is_value = |role| matches!(role, Role::Value | Role::Fallback | Role::Argument);
        let names = &self.catalog.names;
        let is_near = |literal: &Literal| {
            let start = literal.decoded.range_of(&(0..1)).map_or(0, |range| range.start);
            let next = places.partition_point(|place| place + EXCERPT < start);
            places.get(next).is_some_and(|place| *place < start + literal.decoded.text().len() + EXCERPT)
        };
        let near = reading.literals.iter().filter(|literal| is_near(literal));
        let values = near.filter(|literal| is_value(literal.place.role) && 4 <= literal.decoded.text().len());
        values
            .filter(|literal| literal.place.names.iter().rev().take(2).any(|name| names.is_secret(&Name::of(name))))
            .flat_map(|literal| literal.decoded.ranges_of(&(0..literal.decoded.text().len())))
            .map(|range| Mask { range, shown: "…".to_owned() })
            .collect()
    }

    /// What tells that the code of `document` runs in a browser.
    fn browser(&self, document: &Document<'_>, language: Language) -> Option<String> {
        let is_script = matches!(
            language,
            Language::JavaScript | Language::TypeScript | Language::Tsx | Language::Component | Language::Html
        );
        let sign = is_script.then(|| self.catalog.browser.sign(&document.text)).flatten();
        sign.map(|sign| sign.trim_matches(['\'', '"', '(', '{', '=', '.']).to_owned())
    }
}

/// What of a document is to be looked at closely.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    /// Whether something can only be judged by the document's literals.
    reading: bool,
    /// Whether what they are called matters.
    names: bool,
    /// Whether scopes may be declared in it.
    scopes: bool,
    /// Whether it may name the v1 API.
    legacy: bool,
    /// Whether the document names HighLevel, in its path or its text.
    is_highlevels: bool,
}

/// Bytes of which one tells that a file is no text; git looks at as many.
const HEAD: usize = 8000;

fn is_binary(text: &[u8]) -> bool {
    memchr::memchr(0, &text[..text.len().min(HEAD)]).is_some()
}

/// The sites of everything found, cut in the order of the text and handed out in any.
struct Sites(HashMap<(usize, usize), Site>);

impl Sites {
    fn cut<'r>(
        document: &Document<'_>,
        hits: &'r [Hit],
        others: impl Iterator<Item = &'r TextRange>,
        masks: &[Mask],
    ) -> Self {
        let mut ranges: Vec<&TextRange> =
            hits.iter().flat_map(|hit| std::iter::once(&hit.range).chain(&hit.pieces)).collect();
        ranges.extend(others);
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut cursor = document.cursor();
        Self(
            ranges
                .into_iter()
                .map(|range| ((range.start, range.end), Site::cut(document, &mut cursor, range, masks)))
                .collect(),
        )
    }

    fn declared(&mut self, hits: ScopeHits) -> (Vec<ScopeDeclaration>, Vec<ScopeGrant>) {
        let declaration = |hit: scopes::DeclarationHit| ScopeDeclaration {
            scopes: self.scopes(hit.scopes),
            form: hit.form,
            standing: hit.standing,
            level: hit.level,
            site: self.take(&hit.range),
        };
        let declarations = hits.declarations.into_iter().map(declaration).collect();
        let grant = |hit: scopes::GrantHit| ScopeGrant { scopes: self.scopes(hit.scopes), site: self.take(&hit.range) };
        (declarations, hits.grants.into_iter().map(grant).collect())
    }

    fn scopes(&mut self, hits: Vec<ScopeHit>) -> Vec<DeclaredScope> {
        hits.into_iter()
            .map(|hit| DeclaredScope { site: self.take(&hit.range), name: hit.name, has_reason: hit.has_reason })
            .collect()
    }

    fn take(&mut self, range: &TextRange) -> Site {
        self.0.get(&(range.start, range.end)).cloned().unwrap_or_else(Site::of_file)
    }
}

/// What must not be shown, sorted, nothing twice; what is found comes before what is only `named`.
fn masks(hits: &[Hit], named: Vec<Mask>) -> Vec<Mask> {
    let mut masks: Vec<Mask> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.kind.secret) {
        masks.push(mask_of(hit));
        masks.extend(hit.pieces.iter().map(|piece| Mask { range: piece.clone(), shown: "…".to_owned() }));
    }
    masks.sort_by_key(|mask| mask.range.start);
    drop_overlapping(&mut masks, |mask| &mask.range);
    let found = masks.clone();
    // what is found and no secret is to be seen, whatever it is called
    let is_shown = |range: &TextRange| {
        hits.iter().any(|hit| !hit.kind.secret && hit.range.start < range.end && range.start < hit.range.end)
    };
    let named = named.into_iter().filter(|mask| !is_shown(&mask.range));
    masks.extend(named.filter(|mask| is_free(&found, &mask.range, |known| &known.range)));
    masks.sort_by_key(|mask| mask.range.start);
    drop_overlapping(&mut masks, |mask| &mask.range);
    masks
}

fn mask_of(hit: &Hit) -> Mask {
    let shown = match hit.wrapping {
        Wrapping::Base64 => format!("‹base64 of {}›", hit.secret),
        Wrapping::Plain | Wrapping::Escaped => hit.secret.to_string(),
    };
    Mask { range: hit.range.clone(), shown }
}

/// Sorts by place; of two that overlap the one that starts first stays, at the same start the one whose kind is tried first.
fn keep_first_of_overlapping(hits: &mut Vec<Hit>) {
    hits.sort_by_key(|hit| (hit.range.start, hit.order));
    drop_overlapping(hits, |hit| &hit.range);
}

/// Of items sorted by start that overlap, keeps the first.
fn drop_overlapping<T>(items: &mut Vec<T>, range: impl Fn(&T) -> &TextRange) {
    let mut end = 0;
    items.retain(|item| {
        let range = range(item);
        let keep = end <= range.start;
        if keep {
            end = range.end;
        }
        keep
    });
}

/// Whether `range` touches none of `taken`, which are sorted and do not overlap.
fn is_free<T>(taken: &[T], range: &TextRange, range_of: impl Fn(&T) -> &TextRange) -> bool {
    let next = taken.partition_point(|other| range_of(other).end <= range.start);
    taken.get(next).is_none_or(|other| range.end <= range_of(other).start)
}

/// Makes the secret of the text that `kind` matched.
fn secret_of(kind: &Kind, text: &[u8]) -> Secret {
    Secret::new(text, kind.mask_shape())
}
