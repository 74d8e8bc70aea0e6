//! From a document's text to facts: a prefilter over the raw bytes, then a closer look at each hit.
//!
//! In: one [`Document`]. Out: credentials and suppression comments with masked sites. Judges nothing.

mod base64;
mod boundary;
mod client_id;
mod credential;
mod directive;
mod escape;
mod exposed;
mod jwt;
mod label;
mod named;
mod needles;
mod opaque;
mod random;

use crate::catalog::{Catalog, kind::Kind, names::Name};
use crate::directive::Directive;
use crate::document::Document;
use crate::excerpt::{Mask, Site};
use crate::fact::{Credential, ExposedName, Wrapping};
use crate::literal::{Literal, Role};
use crate::read::{self, GaveUp, Language, Reading};
use crate::secret::Secret;
use crate::span::TextRange;
use credential::Hit;
use exposed::ExposedHit;
use needles::{Found, Needles};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a document shows.
#[derive(Debug, Default)]
pub struct Detected {
    /// Credentials in the order of their places.
    pub credentials: Vec<Credential>,
    /// Names of secrets that are handed to browsers, in the order of their places.
    pub exposed: Vec<ExposedName>,
    /// Why the text was not read by its language's reader, where that was needed.
    pub gave_up: Option<GaveUp>,
    /// Suppression comments in the order of their places.
    pub directives: Vec<Directive>,
    /// True when there was more than a report can hold and the rest was left out.
    pub truncated: bool,
}

/// Most credentials, and most suppressions, of one document; beyond that they are one problem, not a million.
pub const MOST_CREDENTIALS: usize = 10_000;

/// No excerpt reaches farther than this from what it shows, in bytes.
const EXCERPT: usize = 8192;

/// The detectors, made ready once.
#[derive(Debug)]
pub struct Detector {
    catalog: &'static Catalog,
    needles: Needles,
}

impl Detector {
    /// The detector for the embedded catalog.
    pub fn embedded() -> &'static Self {
        static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
            let catalog = crate::catalog::catalog();
            Detector { catalog, needles: Needles::new(&catalog.kinds, &catalog.names) }
        });
        &DETECTOR
    }

    /// The fixed byte strings of the prefilter, for benchmarks that give a plain searcher the same work.
    pub fn needles(&self) -> impl Iterator<Item = &[u8]> {
        self.needles.texts()
    }

    /// Whether a file must be looked at whatever its text, since its name alone tells what it is.
    fn file_kinds(&self, path: &str) -> impl Iterator<Item = &'static Kind> {
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        self.catalog.kinds.iter().filter(move |kind| credential::is_state_file(kind, &name))
    }

    /// `text` with every credential masked.
    pub fn masked(&self, text: &str) -> String {
        let mut hits = self.needles.scan(self.catalog, "", text.as_bytes()).hits;
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

    /// Finds everything in `document`.
    pub fn detect(&self, document: &Document<'_>) -> Detected {
        let mut found = self.needles.scan(self.catalog, document.path, &document.text);
        let mut hits = std::mem::take(&mut found.hits);
        for kind in self.file_kinds(document.path) {
            credential::find_in_state_file(kind, document.path, &document.text, &mut hits);
        }
        let (reading, language) = self.reading(document, &found);
        let mut exposed = Vec::new();
        if let Some(reading) = &reading {
            let joined = reading.literals.iter().filter(|literal| found.is_torn && !literal.decoded.is_verbatim());
            hits.extend(
                joined.flat_map(|literal| self.needles.scan_joined(self.catalog, document.path, &literal.decoded)),
            );
            if found.names_highlevel || found.names_secret {
                let is_highlevels =
                    found.names_highlevel || found.names_secret && self.catalog.names.is_highlevels_path(document.path);
                named::find(self.catalog, is_highlevels, &document.text, reading, &mut hits);
                exposed = exposed::find(self.catalog, document.path, language, &document.text, reading);
            }
        }
        let mut places: Vec<usize> = hits.iter().map(|hit| hit.range.start).collect();
        places.extend(exposed.iter().map(|hit| hit.range.start));
        places.extend(&found.directive_hits);
        places.sort_unstable();
        let reading_masks = reading.as_ref().map(|reading| self.named_masks(reading, &places)).unwrap_or_default();
        let gave_up = reading.and_then(|reading| reading.gave_up);
        if hits.is_empty() && exposed.is_empty() && found.directive_hits.is_empty() {
            return Detected { gave_up, ..Detected::default() };
        }
        keep_first_of_overlapping(&mut hits);
        let truncated = MOST_CREDENTIALS < hits.len().max(found.directive_hits.len()).max(exposed.len());
        found.directive_hits.truncate(MOST_CREDENTIALS);
        hits.truncate(MOST_CREDENTIALS);
        exposed.truncate(MOST_CREDENTIALS);
        let masks = masks(&hits, reading_masks);
        let browser = if hits.is_empty() { None } else { self.browser(document, language) };
        let mut sites = Sites::cut(document, &hits, &exposed, &masks);
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
        let directives = directive::read(document, &found.directive_hits, &masks);
        Detected { credentials, exposed, gave_up, directives, truncated }
    }

    /// The document's literals, where something in it can only be judged by them.
    fn reading(&self, document: &Document<'_>, found: &Found) -> (Option<Reading>, Language) {
        let text = &document.text;
        let language = Language::of(document.path, text);
        let is_highlevels =
            found.names_highlevel || found.names_secret && self.catalog.names.is_highlevels_path(document.path);
        let wants_exposed = || found.names_highlevel && exposed::may_be_in(self.catalog, document.path, text);
        let wants_named =
            || (is_highlevels || found.names_secret && named::may_be_anonymous(text)) && named::may_be_in(text);
        let wanted = found.is_torn && language != Language::Plain || wants_named() || wants_exposed();
        (wanted.then(|| read::read(language, text)), language)
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

/// The sites of everything found, cut in the order of the text and handed out in any.
struct Sites(HashMap<(usize, usize), Site>);

impl Sites {
    fn cut(document: &Document<'_>, hits: &[Hit], exposed: &[ExposedHit], masks: &[Mask]) -> Self {
        let mut ranges: Vec<&TextRange> =
            hits.iter().flat_map(|hit| std::iter::once(&hit.range).chain(&hit.pieces)).collect();
        ranges.extend(exposed.iter().map(|hit| &hit.range));
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut cursor = document.cursor();
        Self(
            ranges
                .into_iter()
                .map(|range| ((range.start, range.end), Site::cut(document, &mut cursor, range, masks)))
                .collect(),
        )
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
    without_overlaps(&mut masks);
    let found = masks.clone();
    let is_free = |mask: &Mask| {
        let next = found.partition_point(|known| known.range.end <= mask.range.start);
        found.get(next).is_none_or(|known| mask.range.end <= known.range.start)
    };
    masks.extend(named.into_iter().filter(is_free));
    masks.sort_by_key(|mask| mask.range.start);
    without_overlaps(&mut masks);
    masks
}

/// Of masks sorted by start that overlap, keeps the first.
fn without_overlaps(masks: &mut Vec<Mask>) {
    let mut end = 0;
    masks.retain(|mask| {
        let keep = end <= mask.range.start;
        if keep {
            end = mask.range.end;
        }
        keep
    });
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
    let mut end = 0;
    hits.retain(|hit| {
        let keep = end <= hit.range.start;
        if keep {
            end = hit.range.end;
        }
        keep
    });
}

/// Makes the secret of the text that `kind` matched.
fn secret_of(kind: &Kind, text: &[u8]) -> Secret {
    Secret::new(text, kind.mask_shape())
}
