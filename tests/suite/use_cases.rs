//! `fixtures/uses/<case>/`: programs in `tree/` and `expected.txt`, what they use of HighLevel's API, empty for nothing.
//!
//! Each file or folder right in `tree/` is a program by itself; a `ghl-lint.toml` there is the config of all of them. A line a use: `path:line certainty METHOD path -> scopes`, with
//! ` or` the scopes that it needs where another of its endpoints is meant.

use crate::tree::{Tree, expect_file, folders, project};
use ghl_lint::config::FILE_NAME;
use ghl_lint::fact::{EndpointUsed, Used};
use ghl_lint::settings::{ConfigSource, Settings};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_case_uses_what_it_expects() {
    for case in folders(&project().join("fixtures/uses")) {
        let tree = Tree::of(&case.join("tree"));
        let mut lines: Vec<(String, u64, String)> = Vec::new();
        let config = tree.path().join(FILE_NAME);
        for program in entries(tree.path()).into_iter().filter(|path| *path != config) {
            let source = if config.exists() { ConfigSource::File(config.clone()) } else { ConfigSource::Isolated };
            // paths stay absolute, so that a program's manifests are looked for where it is
            let survey = ghl_lint::survey(&settings(program, source)).expect("settings that work");
            assert!(survey.problems.is_empty(), "{}: {:?}", case.display(), survey.problems);
            lines.extend(survey.evidence.uses.iter().map(|used| {
                let path = Path::new(&used.path).strip_prefix(tree.path()).expect("below the tree");
                (path.to_string_lossy().into_owned(), used.site.region.start.line, said(used))
            }));
        }
        lines.sort();
        let lines: String = lines.iter().map(|(path, line, said)| format!("{path}:{line} {said}\n")).collect();
        expect_file(&case.join("expected.txt"), &lines);
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a tree");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn settings(program: PathBuf, config: ConfigSource) -> Settings {
    Settings { paths: vec![program], config, threads: Some(1), ..Settings::isolated(project().join("fixtures/uses")) }
}

fn said(used: &EndpointUsed) -> String {
    let certainty = format!("{:?}", used.certainty).to_lowercase();
    let method = used.method.map_or("?", |method| method.name());
    let what = match &used.used {
        Used::Endpoints { meant, possible } => {
            let scopes: BTreeSet<&str> = meant.iter().flat_map(|endpoint| endpoint.scopes.iter().copied()).collect();
            let others = possible.iter().flat_map(|endpoint| endpoint.scopes.iter().copied());
            let others: BTreeSet<&str> = others.filter(|scope| !scopes.contains(scope)).collect();
            let joined = |scopes: &BTreeSet<&str>| scopes.iter().copied().collect::<Vec<_>>().join(" ");
            let meant = if scopes.is_empty() { "no scope".to_owned() } else { joined(&scopes) };
            if others.is_empty() { meant } else { format!("{meant} or {}", joined(&others)) }
        }
        Used::Legacy(moves) => {
            let moves: Vec<String> =
                moves.iter().map(|a_move| format!("{} {}", a_move.method.name(), a_move.path)).collect();
            if moves.is_empty() { "v1".to_owned() } else { moves.join(" or ") }
        }
        Used::Undocumented => "undocumented".to_owned(),
        Used::Unresolved => "unresolved".to_owned(),
    };
    format!("{certainty} {method} {} -> {what}", used.address)
}
