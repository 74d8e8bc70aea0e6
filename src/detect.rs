//! From a document's text to facts: a prefilter over the raw bytes, then a closer look at each hit.
//!
//! In: one [`Document`]. Out: credentials and suppression comments with masked sites. Judges nothing.

mod base64;
mod boundary;
mod credential;
mod directive;
mod escape;
mod jwt;
mod needles;
mod random;

use crate::catalog::{Catalog, kind::Kind};
use crate::directive::Directive;
use crate::document::Document;
use crate::excerpt::{Mask, Site};
use crate::fact::{Credential, Wrapping};
use crate::secret::Secret;
use credential::Hit;
use needles::Needles;
use std::sync::LazyLock;

/// What a document shows.
#[derive(Debug, Default)]
pub struct Detected {
    /// Credentials in the order of their places.
    pub credentials: Vec<Credential>,
    /// Suppression comments in the order of their places.
    pub directives: Vec<Directive>,
    /// True when there was more than a report can hold and the rest was left out.
    pub truncated: bool,
}

/// Most credentials, and most suppressions, of one document; beyond that they are one problem, not a million.
pub const MOST_CREDENTIALS: usize = 10_000;

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
            Detector { catalog, needles: Needles::new(&catalog.kinds) }
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
        let mut hits = found.hits;
        for kind in self.file_kinds(document.path) {
            credential::find_in_state_file(kind, document.path, &document.text, &mut hits);
        }
        if hits.is_empty() && found.directive_hits.is_empty() {
            return Detected::default();
        }
        keep_first_of_overlapping(&mut hits);
        let truncated = MOST_CREDENTIALS < hits.len().max(found.directive_hits.len());
        found.directive_hits.truncate(MOST_CREDENTIALS);
        hits.truncate(MOST_CREDENTIALS);
        let masks: Vec<Mask> = hits.iter().filter(|hit| hit.kind.secret).map(mask_of).collect();
        let mut cursor = document.cursor();
        let credentials = hits
            .iter()
            .map(|hit| Credential {
                kind: hit.kind,
                secret: hit.secret.clone(),
                details: hit.details.clone(),
                wrapping: hit.wrapping,
                confidence: hit.confidence,
                site: Site::cut(document, &mut cursor, &hit.range, &masks),
            })
            .collect();
        let directives = directive::read(document, &found.directive_hits, &masks);
        Detected { credentials, directives, truncated }
    }
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
