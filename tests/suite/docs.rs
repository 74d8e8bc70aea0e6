//! The pages and the README tell the truth: their blocks are linted, their tables compared.

use crate::tree::{Tree, lines, project};
use ghl_lint::config;
use ghl_lint::config::keys::{ALLOW_KEYS, KEYS, WRAPPER_KEYS};
use ghl_lint::rules::RULES;
use std::fs;

/// A fenced block that names a file.
struct Block {
    path: String,
    /// The day on which it was committed, `YYYY-MM-DD`; empty where that does not matter.
    committed: String,
    text: String,
}

#[test]
fn bad_blocks_fire_and_good_blocks_are_clean() {
    for meta in RULES.iter().map(|rule| rule.meta()) {
        let bad = lint(meta.id, &blocks(meta.docs, "Bad"));
        assert!(
            bad.iter().any(|line| line.starts_with(&format!("{} ", meta.id))),
            "{}: Bad gives only {bad:?}",
            meta.id
        );
        assert_eq!(lint(meta.id, &blocks(meta.docs, "Good")), Vec::<String>::new(), "{}: Good", meta.id);
    }
}

#[test]
fn every_page_has_the_same_parts() {
    for meta in RULES.iter().map(|rule| rule.meta()) {
        assert!(meta.docs.starts_with(&format!("# {}\n", meta.id)), "{}", meta.id);
        let headings: Vec<&str> = meta.docs.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let expected = ["Why it matters", "Bad", "Good", "How to fix", "When it stays silent", "References"];
        assert_eq!(headings, expected, "{}", meta.id);
    }
}

#[test]
fn every_page_belongs_to_a_rule() {
    for file in crate::tree::files(&project().join("rules/docs")) {
        let id = file.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(ghl_lint::rules::rule(&id).is_some(), "rules/docs/{id}.md");
    }
}

#[test]
fn the_readme_lists_the_rules_as_they_are() {
    let readme = fs::read_to_string(project().join("README.md")).expect("a README");
    let table = ghl_lint::cli::rules_table();
    assert!(
        readme.contains(&table),
        "the README's table of rules is not what `ghl-lint rules --format markdown` prints:\n{table}"
    );
}

#[test]
fn the_readme_shows_what_the_sample_prints() {
    let readme = fs::read_to_string(project().join("README.md")).expect("a README");
    let (_, command) = readme.split_once("$ ghl-lint ").expect("the README opens with a command");
    let (command, shown) = command.split_once('\n').expect("the command ends");
    let sample = command.split_whitespace().last().expect("the command names the sample");
    let outer = Tree::new();
    let inner = Tree::of(&project().join(sample));
    for file in crate::tree::files(inner.path()) {
        let name = file.strip_prefix(inner.path()).expect("below the sample").to_string_lossy().into_owned();
        outer.write(&format!("{sample}/{name}"), fs::read(&file).expect("a file"));
    }
    outer.track_all();
    let output = outer.lint(&command.split_whitespace().collect::<Vec<_>>());
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(shown.starts_with(&printed), "the README's sample is not what the linter prints:\n{printed}");
}

#[test]
fn the_readme_shows_every_key_of_the_config_and_no_mistake() {
    let readme = fs::read_to_string(project().join("README.md")).expect("a README");
    let blocks = readme.split("\n```toml\n").skip(1);
    let blocks: Vec<&str> = blocks.map(|rest| rest.split("\n```").next().unwrap_or_default()).collect();
    let (manifests, blocks): (Vec<&str>, Vec<&str>) =
        blocks.into_iter().partition(|block| block.starts_with("# ghl-scopes.toml"));
    for manifest in manifests {
        let tree = Tree::new();
        tree.write("ghl-scopes.toml", manifest);
        let output = tree.lint(&["check", "--isolated"]);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{manifest}");
    }
    for block in &blocks {
        let tree = Tree::new();
        tree.write("ghl-lint.toml", block);
        let read = config::read(&tree.path().join("ghl-lint.toml"), "README.md", &ghl_lint::rules::ids());
        assert!(read.is_ok(), "{read:?}");
    }
    let shown = blocks.join("\n");
    let not_shown = ["min-confidence"];
    for key in [KEYS, ALLOW_KEYS, WRAPPER_KEYS].iter().flat_map(|keys| keys.iter()) {
        let names = |line: &str| line.trim_start_matches('[').starts_with(key.name);
        assert!(not_shown.contains(&key.name) || shown.lines().any(names), "the README shows no `{}`", key.name);
    }
}

/// Where all is tracked; for the rule about untracked env files, where nothing is.
fn lint(rule: &str, blocks: &[Block]) -> Vec<String> {
    assert!(!blocks.is_empty(), "{rule}: no block names a path");
    let tree = Tree::new();
    for block in blocks {
        tree.write(&block.path, &block.text);
    }
    if rule == "unprotected-env-file" {
        tree.git(&["init", "-q"]);
    } else {
        tree.track_all();
    }
    if let Some(block) = blocks.iter().find(|block| !block.committed.is_empty()) {
        return lines(&tree.commit_on(&block.committed).report("history", &["--isolated", "."]));
    }
    lines(&tree.lint_json(&["--isolated", "."]))
}

fn blocks(page: &str, heading: &str) -> Vec<Block> {
    let section = page.split("\n## ").find(|section| section.lines().next() == Some(heading)).unwrap_or_default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    for line in section.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let word =
                    |name: &str| info.split_whitespace().find_map(|word| word.strip_prefix(name)).unwrap_or_default();
                let (path, committed) = (word("path=").to_owned(), word("committed=").to_owned());
                open = Some(Block { path, committed, text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take().filter(|block| !block.path.is_empty())),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}
