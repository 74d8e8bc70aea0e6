//! The detectors, over whole documents of any language and encoding.

use super::{fixtures, fuzz};
use ghl_lint::detect::{Detected, Detector, Signs};
use ghl_lint::document::Document;
use ghl_lint::excerpt::Site;

#[test]
fn no_text_breaks_a_detector() {
    fuzz("detect", [fixtures("declared"), fixtures("uses")].concat(), |name, text| {
        let document = Document::new(name, text);
        let detector = Detector::embedded();
        for detected in [
            detector.detect(&document),
            detector.credentials(&document),
            detector.declarations(&document),
            detector.outline(&document, Signs::default()),
            detector.outline(&document, Signs { legacy: true, sdk: true }),
            detector.outline_whole(&document),
        ] {
            check(&detected, text);
        }
    });
}

/// All that was found stands in the text, in the order of its places.
pub(super) fn check(detected: &Detected, text: &[u8]) {
    let credentials = detected.credentials.iter().map(|credential| &credential.site);
    in_order(credentials.clone(), text);
    in_order(detected.exposed.iter().map(|exposed| &exposed.site), text);
    in_order(detected.directives.iter().map(|directive| &directive.site), text);
    in_order(detected.legacy.iter().map(|named| &named.site), text);
    in_order(detected.packages.iter().map(|named| &named.site), text);
    let pieces = detected.credentials.iter().flat_map(|credential| &credential.pieces);
    let scopes = detected.declarations.iter().flat_map(|declaration| &declaration.scopes).map(|scope| &scope.site);
    pieces.chain(scopes).chain(credentials).for_each(|site| is_in(site, text));
}

fn in_order<'s>(sites: impl Iterator<Item = &'s Site>, text: &[u8]) {
    let mut last = 0;
    for site in sites {
        is_in(site, text);
        assert!(last <= site.region.span.start, "{site:?} after {last}");
        last = site.region.span.start;
    }
}

fn is_in(site: &Site, text: &[u8]) {
    let region = site.region;
    assert!(
        region.span.start <= region.span.end && region.span.end <= text.len() as u64,
        "{region:?} of {}",
        text.len()
    );
    assert!(region.start <= region.end && 1 <= region.start.line && 1 <= region.start.column, "{region:?}");
}
