//! What `migrate` promises beyond its cases: it lists what `check` reports, no more and no less, and shrinks to nothing.

use crate::formats::HOSTILE_NAMES;
use crate::tree::{Tree, folders, project};
use serde_json::Value;

fn list(tree: &Tree, arguments: &[&str]) -> Value {
    let output = tree.lint(&[&["migrate", "--isolated", "--format", "json"], arguments].concat());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Findings of `check` that say what has to change: notes are about words and tests.
fn n_to_change(report: &Value) -> usize {
    let is_it = |finding: &&Value| match finding["rule"].as_str() {
        Some("legacy-api-key") => true,
        Some("legacy-endpoint" | "legacy-package") => finding["severity"] != "note",
        Some("client-exposed-secret") => {
            finding["message"].as_str().is_some_and(|text| text.starts_with("merge field"))
        }
        _ => false,
    };
    report["findings"].as_array().expect("a list").iter().filter(is_it).count()
}

#[test]
fn it_lists_what_check_reports() {
    let apps = folders(&project().join("fixtures/apps"));
    let of = |rule: &str| folders(&project().join("fixtures/rules").join(rule));
    let cases = ["legacy-endpoint", "legacy-package", "legacy-api-key"].into_iter().flat_map(of);
    let mut n_seen = 0;
    for fixture in apps.into_iter().chain(cases.map(|case| case.join("tree"))) {
        let tree = Tree::of(&fixture);
        tree.track_all();
        let expected = n_to_change(&tree.lint_json(&["--isolated", "."]));
        let left = &list(&tree, &["."])["summary"]["left"];
        assert_eq!(left.as_u64(), Some(expected as u64), "{}", fixture.display());
        n_seen += expected;
    }
    assert!(50 < n_seen, "only {n_seen}: the fixtures speak v1, the test does not see it");
}

#[test]
fn every_place_of_every_integration_is_counted_once() {
    let tree = Tree::of(&project().join("fixtures/cli/migrate-client-in-several-files/tree"));
    tree.track_all();
    let whole = list(&tree, &["."]);
    let n = |of: &Value| of.as_array().map_or(0, Vec::len) as u64;
    let places = |of: &Value| of.as_array().into_iter().flatten().map(|item| n(&item["places"])).sum::<u64>();
    let mut total = 0;
    for part in whole["integrations"].as_array().expect("a list") {
        let left = places(&part["keys"]) + places(&part["calls"]) + n(&part["bases"]) + n(&part["packages"]);
        assert_eq!(part["left"].as_u64(), Some(left));
        total += left;
    }
    assert_eq!(whole["summary"]["left"].as_u64(), Some(total));
}

#[test]
fn the_check_turns_green_with_the_last_change() {
    let tree = Tree::new();
    tree.write("a.py", "import requests\nrequests.get('https://rest.gohighlevel.com/v1/contacts/')\n");
    tree.write("README.md", "It called https://rest.gohighlevel.com/v1/contacts/ once.\n");
    let check = || tree.lint(&["migrate", "--isolated", "--check", "."]).status.code();
    assert_eq!(check(), Some(1));
    assert_eq!(tree.lint(&["migrate", "--isolated", "."]).status.code(), Some(0), "only --check fails");
    tree.write("a.py", "import requests\nrequests.post('https://services.leadconnectorhq.com/contacts/search')\n");
    assert_eq!(check(), Some(0));
    assert_eq!(tree.lint(&["migrate", "--isolated", "--check", ".", "absent"]).status.code(), Some(2), "2 wins");
    let onto_a_folder = tree.lint(&["migrate", "--isolated", "--output", ".", "."]);
    assert_eq!(onto_a_folder.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn no_name_breaks_out_of_the_list() {
    let tree = Tree::new();
    for (n, name) in HOSTILE_NAMES.iter().enumerate() {
        let call = "fetch('https://rest.gohighlevel.com/v1/contacts/');";
        tree.write(name, format!("const k = '{{{{v1-location:{n}}}}}';\n{call}\n"));
        tree.write(&format!("{name}.d/package.json"), "{}").write(&format!("{name}.d/b.js"), call);
    }
    let text = String::from_utf8(tree.lint(&["migrate", "--isolated", "."]).stdout).expect("UTF-8");
    assert!(!text.contains(['\u{1b}', '\r']), "{text}");
    // what stands between backticks is no markup
    let outside: String = text.split('`').step_by(2).collect();
    assert!(!["<img", "<script", "](", "@team"].iter().any(|markup| outside.contains(markup)), "{outside}");
    let is_ours = |line: &str| {
        let line = line.trim_start();
        line.is_empty()
            || ["#", "- ", "**", "v1 ", "What ", "The ", "With ", "Once "].iter().any(|start| line.starts_with(start))
    };
    assert!(text.lines().all(is_ours), "{text}");
    let whole = list(&tree, &["."]);
    assert_eq!(whole["summary"]["left"].as_u64(), Some(3 * HOSTILE_NAMES.len() as u64));
}

#[test]
fn it_is_the_same_for_any_number_of_threads() {
    let tree = Tree::new();
    for n in 0..200 {
        let folder = format!("{}/{}", n % 5, n % 9);
        tree.write(&format!("{}/package.json", n % 5), "{}");
        tree.write(
            &format!("{folder}/{n}.js"),
            format!(
                "const k = '{{{{v1-location:{}}}}}';\nfetch('https://rest.gohighlevel.com/v1/contacts/{n}/tasks/');\n",
                n % 30
            ),
        );
    }
    for format in ["markdown", "json"] {
        let run = |threads: &str| tree.lint(&["migrate", "--isolated", "--format", format, "-j", threads, "."]).stdout;
        let one = run("1");
        assert!(1000 < one.len());
        assert!(["2", "3", "16"].iter().all(|threads| run(threads) == one), "{format}");
    }
}
