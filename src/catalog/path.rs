//! Paths of calls: as code spells them, with unknown parts, and as the documentation does, with parameters; and how well one
//! fits the other.

use crate::decoded::HOLE;

/// A segment of a path that code calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'t> {
    /// Known text.
    Text(&'t str),
    /// One unknown segment, an id most of the time.
    Hole,
    /// Known text with something unknown between or behind it.
    Partial {
        /// What it begins with.
        prefix: &'t str,
        /// What it ends with.
        suffix: &'t str,
    },
    /// Any number of unknown further segments, none included.
    Rest,
}

/// The segments of `text`, a path without its host, in which [`HOLE`] marks what is not known. Leading, trailing and double
/// slashes, a query and a fragment do not count. A segment that is a placeholder of a template counts as a hole.
///
/// What is glued to the end of a word (`contacts<hole>`) is a query most of the time, so that it becomes a
/// [`Segment::Partial`], which fits the bare word best. Whoever knows it to be more of the path appends [`Segment::Rest`].
pub fn parse_path(text: &str) -> Vec<Segment<'_>> {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    text[..end].split('/').filter(|part| !part.is_empty()).map(segment).collect()
}

fn segment(part: &str) -> Segment<'_> {
    let (Some(first), Some(last)) = (part.find(HOLE), part.rfind(HOLE)) else {
        return if is_placeholder(part) { Segment::Hole } else { Segment::Text(part) };
    };
    match (&part[..first], &part[last + HOLE.len()..]) {
        ("", "") => Segment::Hole,
        (prefix, suffix) => Segment::Partial { prefix, suffix },
    }
}

/// `{contactId}`, `{{contactId}}`, `:contactId`, `<contactId>`, `[contactId]`, `$contactId`, `${contactId}`, `%s`.
fn is_placeholder(part: &str) -> bool {
    let is_between = |open, close| part.starts_with(open) && part.ends_with(close);
    is_between('{', '}')
        || is_between('<', '>')
        || is_between('[', ']')
        || 1 < part.len() && part.starts_with([':', '$'])
        || matches!(part, "%s" | "%d" | "%v")
}

/// A segment of a documented path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Literal(&'static str),
    Parameter,
}

/// The parts of a documented path.
pub(super) fn parts(path: &'static str) -> Vec<Part> {
    let part = |part: &'static str| if part.starts_with('{') { Part::Parameter } else { Part::Literal(part) };
    path.split('/').filter(|text| !text.is_empty()).map(part).collect()
}

/// How well each segment of a called path fits; smaller is better, and the first difference decides.
pub(super) type Fit = Vec<u8>;

const WELL: u8 = 0;
const TEXT_AS_PARAMETER: u8 = 1;
const HOLE_AS_LITERAL: u8 = 2;
const PARTLY: u8 = 3;

/// Whether a fit needs a hole to be just the right word and a word to be an id, both at once.
pub(super) fn is_far_fetched(fit: &Fit) -> bool {
    fit.contains(&TEXT_AS_PARAMETER) && fit.contains(&HOLE_AS_LITERAL)
}

/// How well `path` fits `parts`, if it does.
pub(super) fn fit(parts: &[Part], path: &[Segment]) -> Option<Fit> {
    let mut reversed = fit_reversed(parts, path)?;
    reversed.reverse();
    Some(reversed)
}

fn fit_reversed(parts: &[Part], path: &[Segment]) -> Option<Fit> {
    let Some((segment, path)) = path.split_first() else { return parts.is_empty().then(Vec::new) };
    if *segment == Segment::Rest {
        let best = (0..=parts.len()).filter_map(|skipped| fit_reversed(&parts[skipped..], path)).min();
        return best.map(|fit| with(fit, WELL));
    }
    let (part, parts) = parts.split_first()?;
    let here = fit_one(*part, *segment)?;
    fit_reversed(parts, path).map(|fit| with(fit, here))
}

fn with(mut fit: Fit, here: u8) -> Fit {
    fit.push(here);
    fit
}

fn fit_one(part: Part, segment: Segment) -> Option<u8> {
    match (part, segment) {
        (Part::Literal(literal), Segment::Text(text)) => (literal == text).then_some(WELL),
        (Part::Parameter, Segment::Text(_)) => Some(TEXT_AS_PARAMETER),
        (Part::Parameter, Segment::Hole) => Some(WELL),
        (Part::Literal(_), Segment::Hole) => Some(HOLE_AS_LITERAL),
        (Part::Literal(literal), Segment::Partial { prefix, suffix: "" }) if literal == prefix => Some(WELL),
        (Part::Literal(literal), Segment::Partial { prefix, suffix }) => {
            let middle = literal.strip_prefix(prefix)?;
            middle.ends_with(suffix).then_some(PARTLY)
        }
        (Part::Parameter, Segment::Partial { .. }) => Some(PARTLY),
        (_, Segment::Rest) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Segment::{Hole, Partial, Rest, Text};
    use super::{fit, parse_path, parts};

    #[test]
    fn paths_split_into_segments() {
        for (text, expected) in [
            ("/contacts/\u{fffc}", vec![Text("contacts"), Hole]),
            ("contacts/", vec![Text("contacts")]),
            ("//contacts//search?limit=1#top", vec![Text("contacts"), Text("search")]),
            ("/contacts/\u{fffc}\u{fffc}", vec![Text("contacts"), Hole]),
            ("/contacts\u{fffc}", vec![Partial { prefix: "contacts", suffix: "" }]),
            ("/contacts/?q=\u{fffc}/x", vec![Text("contacts")]),
            ("/a-\u{fffc}-b-\u{fffc}c", vec![Partial { prefix: "a-", suffix: "c" }]),
            ("/contacts/:contactId/{id}/%s/<id>/$x/${x}", vec![Text("contacts"), Hole, Hole, Hole, Hole, Hole, Hole]),
            ("", vec![]),
            ("/?x", vec![]),
        ] {
            assert_eq!(parse_path(text), expected, "{text}");
        }
    }

    #[test]
    fn shapes_fit_better_or_worse() {
        for (documented, called, expected) in [
            ("/a/b", vec![Text("a"), Text("b")], Some(vec![0, 0])),
            ("/a/{b}", vec![Text("a"), Text("b")], Some(vec![0, 1])),
            ("/a/{b}", vec![Text("a"), Hole], Some(vec![0, 0])),
            ("/a/b", vec![Text("a"), Hole], Some(vec![0, 2])),
            ("/a/b", vec![Text("a")], None),
            ("/a", vec![Text("a"), Text("b")], None),
            ("/a", vec![Partial { prefix: "a", suffix: "" }], Some(vec![0])),
            ("/aba", vec![Partial { prefix: "ab", suffix: "ba" }], None),
            ("/abba", vec![Partial { prefix: "ab", suffix: "ba" }], Some(vec![3])),
            ("/a", vec![Text("a"), Rest], Some(vec![0, 0])),
            ("/a/{b}/c", vec![Text("a"), Rest], Some(vec![0, 0])),
            ("/a/{b}/c", vec![Rest, Text("c")], Some(vec![0, 0])),
            ("/a/{b}/c", vec![Text("a"), Rest, Text("d")], None),
        ] {
            assert_eq!(fit(&parts(documented), &called), expected, "{documented} {called:?}");
        }
    }
}
