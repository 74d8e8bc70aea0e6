//! The readers of all languages, and their outlines.

use super::{fixtures, fuzz};
use crate::readers;
use ghl_lint::read::Language;

#[test]
fn no_text_breaks_a_reader() {
    fuzz("read", [fixtures("read"), fixtures("outline")].concat(), |name, text| {
        readers::check(Language::of(name, text), text);
    });
}
