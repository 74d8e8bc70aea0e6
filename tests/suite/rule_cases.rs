//! `fixtures/rules/<rule-id>/<case>/`: a small tree in `tree/` and `expected.txt`, the findings, empty for clean.
//!
//! A `ghl-lint.toml` right in `tree/` is the config. A file `git.txt` says how git sees the tree: `none` (no repository), or lines
//! `untracked PATH`; without it all is tracked. A line `committed YYYY-MM-DD` commits all of it that day, and the history is linted.

use crate::tree::{Tree, expect_file, folders, project};
use ghl_lint::config::FILE_NAME;
use ghl_lint::rules::RULES;
use std::fs;
use std::path::Path;

#[test]
fn every_case_gives_what_it_expects() {
    for rule in folders(&project().join("fixtures/rules")) {
        for case in folders(&rule) {
            let tree = Tree::of(&case.join("tree"));
            let command = prepare_git(&tree, &case.join("git.txt"));
            let has_config = tree.path().join(FILE_NAME).exists();
            let report = tree.report(command, if has_config { &["."] } else { &["--isolated", "."] });
            assert_eq!(report["problems"], serde_json::json!([]), "{}", case.display());
            expect_file(&case.join("expected.txt"), &expected_lines(&report));
        }
    }
}

#[test]
fn every_rule_has_a_case_that_fires_and_one_that_does_not() {
    for rule in RULES.iter().map(|rule| rule.meta().id) {
        let folder = project().join("fixtures/rules").join(rule);
        assert!(folder.is_dir(), "fixtures/rules/{rule} is missing");
        let texts: Vec<String> = folders(&folder)
            .iter()
            .map(|case| fs::read_to_string(case.join("expected.txt")).unwrap_or_default())
            .collect();
        assert!(texts.iter().any(|text| text.contains(&format!(" {rule} "))), "{rule}: no case fires");
        assert!(texts.iter().any(String::is_empty), "{rule}: no case is clean");
    }
}

/// Returns the command that lints the tree.
fn prepare_git(tree: &Tree, control: &Path) -> &'static str {
    let control = fs::read_to_string(control).unwrap_or_default();
    if control.trim() == "none" {
        return "check";
    }
    tree.track_all();
    let mut command = "check";
    for line in control.lines() {
        if let Some(day) = line.strip_prefix("committed ") {
            tree.commit_on(day);
            command = "history";
            continue;
        }
        let path = line.strip_prefix("untracked ").unwrap_or_else(|| panic!("unknown line in git.txt: {line}"));
        tree.git(&["rm", "-q", "--cached", "--", path]);
    }
    command
}

/// A finding a line; under it what else it says: how sure it is where that is not high, why it matters, what to do, what replaces a
/// call, and the places that belong to it.
fn expected_lines(report: &serde_json::Value) -> String {
    let text = |value: &serde_json::Value, name: &str| value[name].as_str().expect("a text").to_owned();
    let place = |value: &serde_json::Value| {
        let (start, end) = (&value["span"]["start"], &value["span"]["end"]);
        format!("{}:{}:{}-{}", text(value, "path"), start["line"], start["column"], end["column"])
    };
    let mut lines = String::new();
    for finding in report["findings"].as_array().expect("findings") {
        let [severity, rule, message] = ["severity", "rule", "message"].map(|name| text(finding, name));
        lines += &format!("{} {severity} {rule} {message}\n", place(finding));
        if finding["confidence"] != "high" {
            lines += &format!("    {} confidence\n", text(finding, "confidence"));
        }
        lines += &format!("    why: {}\n    help: {}\n", text(finding, "why"), text(finding, "help"));
        if let Some(instead) = finding["endpoint"].get("replacement") {
            lines += &format!("    instead: {} {}\n", text(instead, "method"), text(instead, "path"));
        }
        for related in finding["related"].as_array().expect("related places") {
            lines += &format!("    {}: {}\n", place(related), text(related, "message"));
        }
    }
    lines
}
