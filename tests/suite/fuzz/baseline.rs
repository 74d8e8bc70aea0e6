//! Baseline files: what is read can be written, and read again as the same.

use super::fuzz;
use ghl_lint::triage::baseline::Baseline;

#[test]
fn no_text_breaks_a_baseline() {
    fuzz("baseline", Vec::new(), |_, text| {
        let Ok(baseline) = Baseline::parse(text) else { return };
        let written = baseline.to_json().expect("a small one can be written");
        let again = Baseline::parse(written.as_bytes()).expect("what is written can be read");
        assert_eq!(again.len(), baseline.len());
        assert_eq!(again.to_json().expect("as before"), written);
        assert!(baseline.stale().len() <= baseline.len());
    });
}
