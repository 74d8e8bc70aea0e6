//! Every record under `rules/` proves itself by its own examples.

use crate::mint;
use crate::tree::{files, project};
use ghl_lint::catalog::kind::{Kind, Sample, Shape};
use ghl_lint::catalog::{KIND_RECORDS, catalog};
use ghl_lint::detect::Detector;
use ghl_lint::document::Document;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn every_record_in_the_folder_is_embedded() {
    let in_folder: BTreeSet<String> = files(&project().join("rules/credentials"))
        .iter()
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    let embedded: BTreeSet<String> = KIND_RECORDS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(in_folder, embedded);
}

#[test]
fn every_kind_has_examples_and_counter_examples() {
    for kind in &catalog().kinds {
        assert!(!kind.examples.is_empty() && !kind.counter_examples.is_empty(), "{}", kind.id);
    }
}

#[test]
fn every_example_is_found_as_its_kind() {
    for kind in &catalog().kinds {
        for sample in &kind.examples {
            let found = detect(kind, sample);
            assert!(!found.is_empty(), "{}: {}: not found", kind.id, sample.why);
            assert!(found.iter().all(|id| *id == kind.id), "{}: {}: found as {found:?}", kind.id, sample.why);
        }
    }
}

#[test]
fn no_counter_example_is_found_as_its_kind() {
    for kind in &catalog().kinds {
        for sample in &kind.counter_examples {
            let found = detect(kind, sample);
            assert!(!found.contains(&kind.id), "{}: {}: found as {found:?}", kind.id, sample.why);
        }
    }
}

#[test]
fn every_kind_names_a_rule_and_sources_that_exist() {
    let sources = fs::read_to_string(project().join("rules/catalog/SOURCES.md")).expect("SOURCES.md");
    let headings: BTreeSet<&str> = sources.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    for kind in &catalog().kinds {
        assert!(ghl_lint::rules::rule(&kind.rule).is_some(), "{}: no rule {}", kind.id, kind.rule);
        assert!(!kind.sources.is_empty(), "{}: no source", kind.id);
        for source in &kind.sources {
            let is_there = headings.iter().any(|heading| heading.split_whitespace().next() == Some(source));
            assert!(is_there, "{}: SOURCES.md has no section {source}", kind.id);
        }
    }
}

#[test]
fn every_pattern_compiles_and_every_anchor_is_long_enough_for_the_prefilter() {
    for kind in &catalog().kinds {
        match &kind.shape {
            Shape::Pattern(pattern) => assert!(pattern.compiled().as_str() == pattern.regex),
            Shape::File(file) => {
                assert!(file.compiled().capture_names().flatten().any(|name| name == "secret"), "{}", kind.id);
            }
            Shape::Named(named) => assert!(!named.tails.is_empty(), "{}", kind.id),
            Shape::Jwt(_) => {}
        }
        let anchors: Vec<&String> = kind.anchors.iter().chain(&kind.plain_anchors).collect();
        assert!(anchors.iter().all(|anchor| 4 <= anchor.len()), "{}", kind.id);
        assert_eq!(anchors.is_empty(), matches!(kind.shape, Shape::File(_) | Shape::Named(_)), "{}", kind.id);
    }
    let needles: Vec<&[u8]> = Detector::embedded().needles().collect();
    // the packed searcher takes 64 at most: benches/README.md
    assert!(needles.len() <= 64, "{} needles", needles.len());
    // names of three letters are looked at again before anything else is done
    assert!(needles.iter().all(|needle| 3 <= needle.len()));
}

fn detect(kind: &Kind, sample: &Sample) -> Vec<String> {
    let text = text_of(kind, sample);
    let document = Document::new(sample.file.as_deref().unwrap_or("notes.txt"), text.as_bytes());
    Detector::embedded()
        .detect(&document)
        .credentials
        .into_iter()
        .map(|credential| credential.kind.id.clone())
        .collect()
}

fn text_of(kind: &Kind, sample: &Sample) -> String {
    match (&sample.text, &sample.payload) {
        (Some(text), None) => {
            let label = format!("{} {}", kind.id, sample.why);
            text.replace("{pit}", &mint::pit(&label))
                .replace("{uuid4}", &mint::uuid4(&label))
                .replace("{id20}", &mint::id20(&label))
                .replace("{client-id}", &mint::client_id(&label))
                .replace("{opaque}", &mint::opaque(&label))
        }
        (None, Some(payload)) => {
            let Shape::Jwt(shape) = &kind.shape else { panic!("{}: a payload in a kind that is no token", kind.id) };
            let header = sample.header.clone().unwrap_or_else(|| format!(r#"{{"alg":"{}","typ":"JWT"}}"#, shape.alg));
            mint::jwt(&kind.id, &header, payload, sample.signature.unwrap_or(shape.signature[0]))
        }
        _ => panic!("{}: {}: a sample has either a text or a payload", kind.id, sample.why),
    }
}
