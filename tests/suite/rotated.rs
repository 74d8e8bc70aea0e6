//! A key that was rotated is recorded once, and `check` and `history` agree about it.

use crate::history::{line, repository};
use crate::mint;
use crate::tree::Tree;
use serde_json::Value;

const RULE: &str = "hardcoded-private-token";

/// A repository whose history holds `key`, gone since; and `commented`, made up, with a comment that says so.
fn past() -> Tree {
    let tree = repository();
    let comment = format!("// ghl-lint: allow({RULE}) made up for this test\n{}", line("commented"));
    tree.write("src/a.ts", line("key"))
        .write("b.ts", format!("// another\n{}", line("key")))
        .write("test/mask.ts", comment);
    tree.git(&["add", "src", "b.ts", "test"]);
    tree.commit_on("2025-01-02");
    tree.git(&["rm", "-q", "src/a.ts", "b.ts"]);
    tree.commit_on("2025-02-01");
    tree
}

fn digest(label: &str) -> String {
    ghl_lint::secret::digest(mint::pit(label).as_bytes())
}

/// `rule digest` of what `history` reports.
fn reported(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let report = tree.report("history", arguments);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let findings = report["findings"].as_array().expect("findings").iter();
    let mut all: Vec<String> =
        findings.map(|finding| format!("{} {}", text(&finding["rule"]), text(&finding["secret"]["digest"]))).collect();
    all.sort();
    all.dedup();
    all
}

#[test]
fn a_key_is_overdue_until_it_is_accepted_at_all_of_its_places() {
    let tree = past();
    let both = [format!("{RULE} {}", digest("key")), format!("overdue-rotation {}", digest("key"))];
    assert_eq!(reported(&tree, &[]), both, "the made-up one is overdue nowhere");
    let allow = |more: &str| format!("[[allow]]\nrule = \"{RULE}\"\nreason = \"rotated on 2026-01-01\"\n{more}\n");
    tree.write("ghl-lint.toml", allow("path = \"src/**\""));
    assert_eq!(reported(&tree, &[]), both, "it stood in another file, too");
    tree.write("ghl-lint.toml", allow(&format!("digest = \"{}\"", digest("key"))));
    assert_eq!(reported(&tree, &[]), Vec::<String>::new());
    for narrowed in [["--rule", "overdue-rotation"], ["--skip", RULE]] {
        assert_eq!(reported(&tree, &narrowed), Vec::<String>::new());
        assert_eq!(tree.report("history", &narrowed)["summary"]["suppressed"], 3, "of this rule alone");
    }
    assert_eq!(tree.report("history", &[])["summary"]["suppressed"], 6, "three places, each of two rules");
    tree.write("ghl-lint.toml", allow(&format!("digest = \"{}\"", digest("another"))));
    assert_eq!(reported(&tree, &[]), both);
}

#[test]
fn what_the_baseline_accepts_is_not_overdue() {
    let tree = past();
    tree.write("b.ts", line("key"));
    assert_eq!(tree.lint(&["baseline", "."]).status.code(), Some(0));
    assert_eq!(reported(&tree, &["--baseline", "ghl-lint-baseline.json"]), Vec::<String>::new());
}

#[test]
fn check_leaves_to_the_history_what_names_a_digest() {
    let tree = past();
    let allow = format!("[[allow]]\nrule = \"{RULE}\"\ndigest = \"{}\"\nreason = \"rotated\"\n", digest("key"));
    tree.write("ghl-lint.toml", allow);
    let output = tree.lint(&["check"]);
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    assert_eq!(tree.lint(&["history"]).status.code(), Some(0));
    // one that names no digest is judged as ever
    tree.write("ghl-lint.toml", format!("[[allow]]\nrule = \"{RULE}\"\npath = \"src/**\"\nreason = \"rotated\"\n"));
    assert!(String::from_utf8_lossy(&tree.lint(&["check"]).stderr).contains("accepts nothing any more"));
}

#[test]
fn the_digest_stands_where_an_allow_is_asked_for() {
    let tree = past();
    let show = |arguments: &[&str]| String::from_utf8(tree.lint(arguments).stdout).expect("UTF-8");
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = format!("in no file of HEAD; digest {}", digest("key"));
    assert_eq!(words(show(&["history"])).matches(&expected).count(), 2, "{}", show(&["history"]));
    assert!(show(&["history", "--format", "markdown"]).contains(&expected));
    tree.write("b.ts", line("key"));
    assert!(!show(&["check"]).contains(&digest("key")), "who has the line before him needs no digest");
}
