//! Suppression comments, in the comments of any language.

use super::{detect, fuzz};
use ghl_lint::detect::Detector;
use ghl_lint::directive::Scope;
use ghl_lint::document::Document;

#[test]
fn no_text_breaks_the_reader_of_suppressions() {
    fuzz("directive", Vec::new(), |name, text| {
        let detected = Detector::embedded().detect(&Document::new(name, text));
        detect::check(&detected, text);
        let n_lines = 1 + text.iter().filter(|byte| **byte == b'\n').count() as u64;
        for directive in &detected.directives {
            assert!(directive.fault.is_some() || !directive.rules.is_empty(), "{directive:?}");
            if let Scope::Line(line) = directive.scope {
                // a comment on the last line speaks of the one that would come
                assert!(1 <= line && line <= n_lines + 1, "{directive:?} of {n_lines} lines");
            }
        }
    });
}
