//! The prefilter: one pass over the bytes for the anchors of all kinds and their disguises.
//!
//! The searcher is the packed one (Teddy), which reads several bytes at a time as long as the needles are few; where the
//! processor has none, a plain automaton of the same leftmost-first kind takes over. Both see the same needles.

use super::credential::{self, Hit};
use super::{base64, escape};
use crate::catalog::{Catalog, kind::Kind, names::Names};
use crate::decoded::Decoded;
use crate::fact::Wrapping;
use crate::project::Told;
use aho_corasick::{AhoCorasick, MatchKind, packed};

/// What a needle stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disguise {
    /// An anchor as it is.
    Plain,
    /// An anchor with something of it escaped.
    Escaped,
    /// An anchor in base64, its first byte at this offset (0 to 2) in a group of three.
    Base64(usize),
    /// What names HighLevel, or a secret that may be its.
    Name,
    /// A suppression comment.
    Directive,
}

#[derive(Debug)]
struct Needle {
    text: Vec<u8>,
    disguise: Disguise,
    /// What it names, too: of two needles at one place the searcher gives only the first.
    naming: Naming,
    /// What it disguises; several anchors may begin alike.
    anchors: Vec<Vec<u8>>,
}

impl Needle {
    fn plain(anchor: &[u8]) -> Self {
        Self::new(anchor.to_vec(), Disguise::Plain)
    }

    fn new(text: Vec<u8>, disguise: Disguise) -> Self {
        Self { text, disguise, naming: Naming::Nothing, anchors: Vec::new() }
    }
}

/// The text that begins every suppression.
pub(super) const DIRECTIVE: &str = "ghl-lint:";

#[derive(Debug)]
enum Searcher {
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

/// What a needle's text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    Nothing,
    Secret,
    HighLevel,
}

/// Longest name, or path, in bytes; a longer run of the signs of base64 is data, whose shortest usual line has 64.
const LONGEST_NAME: usize = 60;

/// Whether a needle that is part of other words, too (`highlight`, and base64: `the` is `dGhl`), begins a name of its own here.
fn begins_name(needle: &Needle, names: &Names, text: &[u8], at: usize) -> bool {
    let is_capital = needle.text.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    if is_capital && !is_whole_word(names, &text[at + needle.text.len()..]) {
        return false;
    }
    let before = at.checked_sub(1).and_then(|before| text.get(before)).copied().unwrap_or(b' ');
    let after = text.get(at + 3).copied().unwrap_or(b' ');
    let ends_word = after.is_ascii_uppercase() || !after.is_ascii_alphanumeric();
    let begins_word =
        !before.is_ascii_alphanumeric() || before.is_ascii_lowercase() && needle.text[0] == b'G' && ends_word;
    !is_abbreviation(needle) || begins_word && !is_article(text, at) && run_around(text, at) <= LONGEST_NAME
}

/// Whether the `Ghl` at `at` is part of `the ` and a letter in base64, which stands in short texts, too.
fn is_article(text: &[u8], at: usize) -> bool {
    text[..at].ends_with(b"d") && matches!(text.get(at + 3..at + 5), Some(b"IG" | b"IH"))
}

/// Whether `needle` begins with the three letters that HighLevel is called for short.
fn is_abbreviation(needle: &Needle) -> bool {
    needle.text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"ghl"))
}

/// Whether capitals end before `rest`, or go on with a word that names are made of: `GHLAPIKEY`, and not `GHLG` or `HIGHLEVELCOMP`.
fn is_whole_word(names: &Names, rest: &[u8]) -> bool {
    let n_capitals = rest.iter().take(LONGEST_NAME).take_while(|byte| byte.is_ascii_uppercase()).count();
    // the last of several may begin a word: `GHLClient`
    let is_mixed = rest.get(n_capitals).is_some_and(u8::is_ascii_lowercase);
    n_capitals == 0 || is_mixed || names.begins_with_word(&rest[..n_capitals].to_ascii_lowercase())
}

/// Signs of base64 in a row around `at`; beyond the longest name they are not counted.
fn run_around(text: &[u8], at: usize) -> usize {
    let is_sign = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text[..at].iter().rev().take(LONGEST_NAME).take_while(is_sign).count()
        + text[at..].iter().take(LONGEST_NAME + 1).take_while(is_sign).count()
}

/// All needles and their searcher.
#[derive(Debug)]
pub(super) struct Needles {
    needles: Vec<Needle>,
    searcher: Searcher,
}

/// What a scan found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    /// Whether HighLevel is named.
    pub(super) names_highlevel: bool,
    /// Whether a name of it stands there in full, as every host and every node has it: no abbreviation, which base64 holds by chance.
    pub(super) names_in_full: bool,
    /// What words of the config tell; another search says it.
    pub(super) told: Told,
    /// Whether a secret is named that may be HighLevel's.
    pub(super) names_secret: bool,
    /// Whether an anchor is cut off by a quote, so that the code may put a token together.
    pub(super) is_torn: bool,
    /// Offsets of suppression markers.
    pub(super) directive_hits: Vec<usize>,
}

/// Disguises within disguises are followed this deep: base64 of JSON with escapes is real, more is a game.
const DEEPEST: usize = 2;

impl Needles {
    /// Derives the needles from the kinds' anchors.
    pub(super) fn new(kinds: &[Kind], names: &Names) -> Self {
        let mut needles = vec![Needle::new(DIRECTIVE.into(), Disguise::Directive)];
        for kind in kinds {
            let plain = kind.plain_anchors.iter().map(|anchor| vec![Needle::plain(anchor.as_bytes())]);
            for group in kind.anchors.iter().map(|anchor| disguises(anchor.as_bytes())).chain(plain) {
                for needle in group {
                    match needles.iter_mut().find(|known| known.text == needle.text) {
                        Some(known) => known.anchors.extend(needle.anchors),
                        None => needles.push(needle),
                    }
                }
            }
        }
        let stems = names.needles.iter().map(|name| (name, Naming::HighLevel));
        for (name, naming) in stems.chain(names.secret_needles.iter().map(|name| (name, Naming::Secret))) {
            let within = |needle: &&mut Needle| memchr::memmem::find(&needle.text, name.as_bytes()).is_some();
            needles.iter_mut().filter(within).for_each(|needle| needle.naming = naming);
            if !needles.iter().any(|known| known.text == name.as_bytes()) {
                needles.push(Needle { naming, ..Needle::new(name.clone().into_bytes(), Disguise::Name) });
            }
        }
        let searcher = searcher(&needles);
        Self { needles, searcher }
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.needles.iter().map(|needle| needle.text.as_slice())
    }

    /// Looks at a text that the code puts together; hits map through `literal` to the document.
    pub(super) fn scan_joined(&self, catalog: &'static Catalog, path: &str, literal: &Decoded) -> Vec<Hit> {
        self.scan(catalog, path, literal.text())
            .hits
            .into_iter()
            .filter_map(|mut hit| {
                let length = hit.range.len();
                (hit.range, hit.pieces) = credential::main_piece(literal.ranges_of(&hit.range))?;
                // one piece that is not as long as its text has escapes
                if hit.pieces.is_empty() && hit.range.len() != length {
                    hit.wrapping = hit.wrapping.max(Wrapping::Escaped);
                }
                Some(hit)
            })
            .collect()
    }

    /// Looks at the whole text.
    pub(super) fn scan(&self, catalog: &'static Catalog, path: &str, text: &[u8]) -> Found {
        let mut found = Found::default();
        let mut scan = Scan { needles: self, catalog, path };
        scan.text(text, None, &mut found);
        found
    }

    fn each(&self, text: &[u8], mut visit: impl FnMut(&Needle, usize)) {
        let mut visit_match = |index: usize, start: usize| visit(&self.needles[index], start);
        match &self.searcher {
            Searcher::Packed(searcher) => {
                searcher.find_iter(text).for_each(|m| visit_match(m.pattern().as_usize(), m.start()));
            }
            Searcher::Automaton(searcher) => {
                searcher.find_iter(text).for_each(|m| visit_match(m.pattern().as_usize(), m.start()));
            }
        }
    }
}

/// One scan of one document.
struct Scan<'s> {
    needles: &'s Needles,
    catalog: &'static Catalog,
    path: &'s str,
}

/// The disguise that a text was taken out of.
#[derive(Clone, Copy)]
struct Layer<'l> {
    literal: &'l Decoded,
    wrapping: Wrapping,
    depth: usize,
}

impl Scan<'_> {
    fn text(&mut self, text: &[u8], layer: Option<Layer<'_>>, found: &mut Found) {
        // up to where the runs are read already, for each kind of disguise
        let (mut unescaped_to, mut decoded_to, mut torn_to) = (0, 0, 0);
        self.needles.each(text, |needle, at| {
            match needle.naming {
                Naming::Nothing => {}
                Naming::Secret => found.names_secret = true,
                Naming::HighLevel => {
                    found.names_highlevel = found.names_highlevel || begins_name(needle, &self.catalog.names, text, at);
                    found.names_in_full |= !is_abbreviation(needle);
                }
            }
            match needle.disguise {
                Disguise::Directive => {
                    if layer.is_none() {
                        found.directive_hits.push(at);
                    }
                }
                Disguise::Name => {}
                Disguise::Plain => {
                    let n_before = found.hits.len();
                    credential::find_at(self.catalog, self.path, text, at, &mut |mut hit| {
                        if let Some(layer) = layer {
                            let Some(range) = layer.literal.range_of(&hit.range) else { return };
                            hit.range = range;
                            hit.wrapping = layer.wrapping;
                        }
                        found.hits.push(hit);
                    });
                    if n_before == found.hits.len() && !found.is_torn && torn_to <= at {
                        (found.is_torn, torn_to) = is_torn(text, at);
                    }
                    if n_before == found.hits.len() && unescaped_to <= at {
                        unescaped_to = self.unescape(text, at, layer, found);
                    }
                }
                Disguise::Escaped => {
                    if unescaped_to <= at {
                        unescaped_to = self.unescape(text, at, layer, found);
                    }
                }
                Disguise::Base64(phase) => {
                    if decoded_to <= at {
                        decoded_to = self.decode(text, at, (needle, phase), layer, found);
                    }
                }
            }
        });
    }

    /// Returns up to where hits need no second look.
    fn unescape(&mut self, text: &[u8], at: usize, layer: Option<Layer<'_>>, found: &mut Found) -> usize {
        let unwrapped = escape::unwrap(text, at);
        if let Some(literal) = &unwrapped.literal {
            self.nested(literal, Wrapping::Escaped, layer, found);
        }
        unwrapped.done
    }

    /// Returns up to where hits need no second look.
    fn decode(
        &mut self,
        text: &[u8],
        at: usize,
        (needle, phase): (&Needle, usize),
        layer: Option<Layer<'_>>,
        found: &mut Found,
    ) -> usize {
        let mut done = at;
        for breaks in [base64::Breaks::End, base64::Breaks::Join] {
            if !needle.anchors.iter().any(|anchor| base64::spells(text, at, phase, breaks, anchor)) {
                continue;
            }
            let n_before = found.hits.len();
            if let Some(unwrapped) = base64::unwrap(text, at, phase, breaks) {
                self.nested(&unwrapped.literal, Wrapping::Base64, layer, found);
                done = unwrapped.done;
            }
            if n_before < found.hits.len() {
                break;
            }
        }
        done
    }

    fn nested(&mut self, literal: &Decoded, wrapping: Wrapping, outer: Option<Layer<'_>>, found: &mut Found) {
        let depth = outer.map_or(1, |layer| layer.depth + 1);
        if DEEPEST < depth {
            return;
        }
        let wrapping = outer.map_or(wrapping, |layer| layer.wrapping.max(wrapping));
        match outer {
            None => self.text(literal.text(), Some(Layer { literal, wrapping, depth }), found),
            Some(layer) => {
                let composed = layer.literal.compose(literal);
                self.text(composed.text(), Some(Layer { literal: &composed, wrapping, depth }), found);
            }
        }
    }
}

/// Whether the token that begins at `at` is cut off where a string ends, goes over to the next line, or takes something in; and
/// up to where that is known.
fn is_torn(text: &[u8], at: usize) -> (bool, usize) {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_free = at == 0 || !is_sign(&text[at - 1]);
    let end = text[at..].iter().position(|byte| !is_sign(byte)).map_or(text.len(), |len| at + len);
    let is_cut = |byte: &u8| matches!(byte, b'\'' | b'"' | b'`' | b'\\' | b'$' | b'{' | b'#' | b'%');
    (is_free && text.get(end).is_some_and(is_cut), end)
}

fn disguises(anchor: &[u8]) -> Vec<Needle> {
    let escaped = escape::needles(anchor).into_iter().map(|text| Needle::new(text, Disguise::Escaped));
    let base64 = (0..3).filter_map(|phase| {
        let text = base64::needle(anchor, phase)?;
        Some(Needle { anchors: vec![anchor.to_vec()], ..Needle::new(text, Disguise::Base64(phase)) })
    });
    std::iter::once(Needle::plain(anchor)).chain(escaped).chain(base64).collect()
}

fn searcher(needles: &[Needle]) -> Searcher {
    let mut config = packed::Config::new();
    let packed =
        config.match_kind(packed::MatchKind::LeftmostFirst).builder().extend(needles.iter().map(|n| &n.text)).build();
    match packed {
        Some(searcher) => Searcher::Packed(searcher),
        None => Searcher::Automaton(
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostFirst)
                .build(needles.iter().map(|n| &n.text))
                .expect("a few short needles build; every test scans with them"),
        ),
    }
}
