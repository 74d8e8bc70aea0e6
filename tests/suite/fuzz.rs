//! Fuzz targets: each takes any bytes through a public door of the library and holds what comes out against its promises.
//!
//! `fuzz/corpus/<target>/` holds what each begins with, made up for the purpose, and every input that ever broke one. A plain test run
//! tries the corpus and a few changes to it, the same every time; `FUZZ_SECONDS=60 cargo test --test suite fuzz::` goes on for as
//! many seconds with each target, along other paths every time. What breaks a target is made small and becomes a file of its corpus.

mod baseline;
mod config;
mod detect;
mod directive;
mod document;
mod glob;
mod lines;
mod manifest;
mod read;
mod token;

use crate::mutation::{Change, changes};
use crate::tree::{files, project, substitute};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRng, TestRunner};
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Changes that a plain test run makes to the corpus of a target, the same every time.
const FEW: u32 = 150;
/// Changes between two looks at the clock.
const BATCH: u32 = 64;
/// Most changes to one text.
const MOST_CHANGES: usize = 4;

/// A text to begin with, and the name of its file.
type Seed = (String, Vec<u8>);

/// Runs `target` over its corpus and `more`, and over what becomes of them.
fn fuzz(name: &str, more: Vec<Seed>, target: fn(&str, &[u8])) {
    let folder = project().join("fuzz/corpus").join(name);
    let corpus: Vec<Seed> = files(&folder).into_iter().map(|path| (name_of(&path), load(&path))).collect();
    assert!(!corpus.is_empty(), "{} is empty", folder.display());
    for (name, text) in &corpus {
        target(name, text);
    }
    let seeds: Vec<Seed> = corpus.into_iter().chain(more).collect();
    let broken = broken_by(&seeds, target);
    if let Some((seed, text)) = broken {
        let id: String = Sha256::digest(&text).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let path = folder.join(format!("crash-{id}-{seed}"));
        std::fs::write(&path, &text).expect("the corpus can be written");
        panic!("{name} breaks on {} bytes, now {}", text.len(), path.display());
    }
}

/// The smallest text found that breaks `target`, and the name of the seed that it came from.
fn broken_by(seeds: &[Seed], target: fn(&str, &[u8])) -> Option<Seed> {
    let of = |(seed, changes): &(usize, Vec<Change>)| {
        let change = |text: Vec<u8>, change: &Change| change.applied(&text, &seeds[change.other].1);
        (seeds[*seed].0.clone(), changes.iter().fold(seeds[*seed].1.clone(), change))
    };
    let strategy = (0..seeds.len(), prop::collection::vec(changes(seeds.len()), 1..=MOST_CHANGES));
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let deadline = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let cases = if deadline.is_some() { BATCH } else { FEW };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = match deadline {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(Default::default())),
    };
    loop {
        let tried = runner.run(&strategy, |case| {
            let (name, text) = of(&case);
            catch_unwind(AssertUnwindSafe(|| target(&name, &text))).map_err(|_| TestCaseError::fail("it broke"))
        });
        match tried {
            Err(TestError::Fail(_, case)) => return Some(of(&case)),
            Err(TestError::Abort(why)) => panic!("{why}"),
            Ok(()) if deadline.is_none_or(|deadline| deadline < Instant::now()) => return None,
            Ok(()) => {}
        }
    }
}

fn name_of(path: &std::path::Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The text of a file of the corpus, with made-up credentials in the place of their stand-ins.
fn load(path: &PathBuf) -> Vec<u8> {
    substitute(&std::fs::read(path).expect("a file of the corpus"))
}

/// The files of the fixtures in `folder`, as more to begin with.
fn fixtures(folder: &str) -> Vec<Seed> {
    let all = files(&project().join("fixtures").join(folder)).into_iter();
    all.map(|path| (name_of(&path), load(&path))).filter(|(_, text)| text.len() < 16 << 10).collect()
}

/// A target that breaks is seen, and what breaks it is made small.
#[test]
fn what_breaks_a_target_is_found() {
    let seeds = vec![("a.txt".to_owned(), b"one two three four five six seven".to_vec())];
    let breaks = |text: &[u8]| 1 < text.windows(5).filter(|word| *word == b"seven").count();
    let broken = broken_by(&seeds, |_, text| assert!(text.windows(5).filter(|word| *word == b"seven").count() < 2));
    let (name, text) = broken.expect("a change doubles the end");
    assert!(name == "a.txt" && breaks(&text), "{}", String::from_utf8_lossy(&text));
    assert!(broken_by(&seeds, |_, _| {}).is_none());
}
