//! Hooks, jobs and the pages about them agree, and no job runs text that it was given.

use crate::tree::{files, project};
use std::fs;
use std::path::PathBuf;

fn text(path: &str) -> String {
    fs::read_to_string(project().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What GitHub runs.
fn workflows() -> Vec<PathBuf> {
    let mut all = files(&project().join(".github/workflows"));
    all.push(project().join("action.yml"));
    all
}

#[test]
fn the_page_about_hooks_shows_what_init_writes() {
    let page = text("docs/hooks.md");
    for template in ["pre-commit.sh", "pre-commit-config.yaml", "lefthook.yml", "line.sh"] {
        assert!(page.contains(&text(&format!("src/cli/init/{template}"))), "docs/hooks.md does not show {template}");
    }
}

#[test]
fn every_hook_is_on_its_page() {
    let page = text("docs/hooks.md");
    let manifest = text(".pre-commit-hooks.yaml");
    let ids: Vec<&str> = manifest.lines().filter_map(|line| line.strip_prefix("- id: ")).collect();
    assert_eq!(ids, ["ghl-lint", "ghl-lint-files", "ghl-lint-system"]);
    for id in ids {
        assert!(page.contains(&format!("| `{id}` |")), "{id}");
    }
}

#[test]
fn every_input_of_the_action_is_on_its_page() {
    let (page, action) = (text("docs/ci.md"), text("action.yml"));
    let (_, inputs) = action.split_once("\ninputs:\n").expect("inputs");
    let (inputs, _) = inputs.split_once("\noutputs:\n").expect("outputs");
    let names: Vec<&str> = inputs
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.trim().trim_end_matches(':'))
        .collect();
    assert_eq!(names.len(), 6, "{names:?}");
    for name in names {
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
        let is_handed_on = action.contains(&format!("INPUT_{}: ${{{{ inputs.{name} }}}}", name.to_uppercase()));
        assert!(is_handed_on, "{name}");
    }
}

#[test]
fn scripts_get_what_is_outside_through_the_environment_alone() {
    for file in workflows() {
        let text = fs::read_to_string(&file).expect("UTF-8");
        let mut n_scripts = 0;
        // indentation of the `run:` whose lines these are
        let mut run_at = None;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let key = line.trim_start_matches([' ', '-']);
            let indent = line.len() - key.len();
            run_at = run_at.filter(|at| *at < indent);
            if key.starts_with("run:") {
                run_at = Some(indent);
                n_scripts += 1;
            }
            assert!(run_at.is_none() || !line.contains("${{"), "{}: {line}", file.display());
        }
        assert!(0 < n_scripts, "{}: no script was found", file.display());
    }
}

#[test]
fn what_others_wrote_is_named_by_its_commit() {
    for file in workflows() {
        for line in fs::read_to_string(&file).expect("UTF-8").lines() {
            let Some((_, used)) = line.split_once("uses: ") else { continue };
            let commit = used.split_whitespace().next().and_then(|action| action.split_once('@'));
            let is_pinned = commit.is_some_and(|(_, id)| id.len() == 40 && id.bytes().all(|b| b.is_ascii_hexdigit()));
            assert!(is_pinned || used == "./", "{}: {line}", file.display());
        }
    }
}

#[test]
fn one_address_is_named_everywhere() {
    let address = env!("CARGO_PKG_REPOSITORY");
    let name = address.strip_prefix("https://github.com/").expect("an address");
    for file in ["docs/ci.md", "docs/hooks.md", "ci/gitlab.yml", "ci/github/install.sh"] {
        let text = text(file);
        assert!(text.contains(name), "{file}");
        for line in text.lines().filter(|line| line.contains("github.com/") || line.contains("githubusercontent.com/"))
        {
            assert!(line.contains(name) || line.contains("github/codeql-action"), "{file}: {line}");
        }
    }
}
