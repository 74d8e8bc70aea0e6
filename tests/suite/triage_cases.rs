//! What is accepted stays accepted, and nothing else hides behind it.

use crate::tree::{Tree, lines};

const RULE: &str = "hardcoded-private-token";

fn found(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    lines(&tree.lint_json(arguments))
}

#[test]
fn a_baseline_goes_by_content_and_not_by_place() {
    let tree = Tree::new();
    tree.write("a.ts", "const k = '{{pit:old}}'\n").write("b.ts", "const k = '{{pit:other}}'\n").track_all();
    assert_eq!(tree.lint(&["baseline", "."]).status.code(), Some(0));
    let baseline = ["--baseline", "ghl-lint-baseline.json", "."];
    assert_eq!(found(&tree, &baseline), Vec::<String>::new());
    // the line moves, the file is renamed
    tree.write("a.ts", "\n\n\nconst moved = '{{pit:old}}'\n");
    std::fs::rename(tree.path().join("b.ts"), tree.path().join("c.ts")).expect("renamed");
    assert_eq!(found(&tree, &baseline), Vec::<String>::new());
    // a new secret takes the accepted one's place
    tree.write("a.ts", "\n\n\nconst moved = '{{pit:new}}'\n");
    assert_eq!(found(&tree, &baseline), [format!("{RULE} a.ts:4:16-56")]);
    // the accepted one, once more than was accepted
    tree.write("a.ts", "const k = '{{pit:old}}'\n").write("d.ts", "const k = '{{pit:old}}'\n");
    assert_eq!(found(&tree, &baseline), [format!("{RULE} d.ts:1:12-52")]);
}

#[test]
fn stale_baseline_entries_are_told_and_pruned() {
    let tree = Tree::new();
    tree.write("a.ts", "const k = '{{pit:a}}'\n").write("b.ts", "const k = '{{pit:b}}'\n").track_all();
    tree.lint(&["baseline", "."]);
    tree.write("b.ts", "const k = process.env.GHL_TOKEN\n").write("c.ts", "const k = '{{pit:c}}'\n");
    let output = tree.lint(&["check", "--baseline", "ghl-lint-baseline.json"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("1 baseline entry matches nothing any more") && told.contains("b.ts"), "{told}");
    assert_eq!(tree.lint(&["baseline", "--prune", "."]).status.code(), Some(0));
    // pruning accepts nothing new
    let baseline = ["--baseline", "ghl-lint-baseline.json", "."];
    assert_eq!(found(&tree, &baseline), [format!("{RULE} c.ts:1:12-52")]);
    let output = tree.lint(&["check", "--baseline", "ghl-lint-baseline.json"]);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_baseline_that_cannot_be_read_is_no_baseline() {
    let tree = Tree::new();
    tree.write("a.ts", "const k = '{{pit:a}}'\n")
        .write("broken.json", "{")
        .write("later.json", r#"{"schema":2,"tool":"ghl-lint","entries":[]}"#);
    for name in ["broken.json", "later.json", "absent.json"] {
        let output = tree.lint(&["check", "--baseline", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(name));
    }
}

#[test]
fn an_allow_needs_all_that_it_names() {
    let tree = Tree::new();
    tree.write("docs/a.md", "{{pit:a}}\n")
        .write("src/a.ts", "k = '{{pit:a}}'\n")
        .write("docs/b.md", "{{pit:b}}\n")
        .track_all();
    let report = tree.lint_json(&["."]);
    let digest = report["findings"][0]["secret"]["digest"].as_str().expect("a digest").to_owned();
    let allow = |more: &str| format!("[[allow]]\nrule = \"{RULE}\"\nreason = \"a sample of ours\"\n{more}\n");
    tree.write("ghl-lint.toml", allow("path = \"docs/**\""));
    assert_eq!(found(&tree, &["."]), [format!("{RULE} src/a.ts:1:6-46")]);
    tree.write("ghl-lint.toml", allow(&format!("digest = \"{digest}\"")));
    assert_eq!(found(&tree, &["."]), [format!("{RULE} docs/b.md:1:1-41")]);
    tree.write("ghl-lint.toml", allow(&format!("digest = \"{digest}\"\npath = \"docs\"")));
    assert_eq!(found(&tree, &["."]).len(), 2);
    assert_eq!(found(&tree, &["--isolated", "."]).len(), 3);
}

#[test]
fn an_allow_without_effect_is_told() {
    let tree = Tree::new();
    tree.write("a.ts", "const k = 1\n");
    tree.write("ghl-lint.toml", format!("[[allow]]\nrule = \"{RULE}\"\nreason = \"gone since\"\n")).track_all();
    let output = tree.lint(&["check"]);
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("accepts nothing any more") && told.contains("ghl-lint.toml:1:1"), "{told}");
}

#[test]
fn thresholds_count_what_they_leave_out() {
    let tree = Tree::new();
    let shouted = String::from_utf8(crate::tree::substitute(b"{{pit:shout}}")).expect("ASCII").to_uppercase();
    tree.write("a.txt", format!("{shouted}\n")).write("b.txt", "{{webhook:b}}\n").track_all();
    assert_eq!(tree.lint(&["check"]).status.code(), Some(1));
    let report = tree.lint_json(&["--min-confidence", "high"]);
    assert_eq!(lines(&report), ["exposed-webhook-url b.txt:1:1-117"]);
    assert_eq!(report["summary"]["below_threshold"], 1);
    assert_eq!(
        tree.lint(&["check", "--min-confidence", "high"]).status.code(),
        Some(0),
        "a note fails nothing by itself"
    );
    assert_eq!(tree.lint(&["check", "--min-confidence", "high", "--fail-on", "note"]).status.code(), Some(1));
    assert_eq!(tree.lint(&["check", "--exit-zero"]).status.code(), Some(0));
    assert_eq!(lines(&tree.lint_json(&["--skip", RULE])).len(), 1);
    assert_eq!(lines(&tree.lint_json(&["--rule", RULE])).len(), 1);
    tree.write(
        "ghl-lint.toml",
        "fail-on = \"error\"\n[rules]\nhardcoded-private-token = \"warning\"\nexposed-webhook-url = \"off\"\n",
    );
    let report = tree.lint_json(&["."]);
    assert_eq!(report["findings"][0]["severity"], "warning");
    assert_eq!(lines(&report).len(), 1);
    assert_eq!(tree.lint(&["check"]).status.code(), Some(0));
    assert_eq!(
        tree.lint(&["check", "--fail-on", "warning"]).status.code(),
        Some(1),
        "the command line wins over the config"
    );
}

#[test]
fn a_new_secret_in_an_accepted_env_file_is_new() {
    let tree = Tree::new();
    tree.write(".env", "A={{pit:a}}\n").git(&["init", "-q"]);
    tree.lint(&["baseline", "."]);
    let baseline = ["--baseline", "ghl-lint-baseline.json", "."];
    assert_eq!(found(&tree, &baseline), Vec::<String>::new());
    tree.write(".env", "A={{pit:a}}\nB={{pit:b}}\n");
    assert_eq!(found(&tree, &baseline), ["unprotected-env-file .env:1:3-43"]);
}

#[test]
fn only_a_whole_run_prunes() {
    let tree = Tree::new();
    tree.write("a.ts", "k = '{{pit:a}}'\n").write("sub/b.ts", "k = '{{pit:b}}'\n").track_all();
    tree.lint(&["baseline", "."]);
    let before = std::fs::read(tree.path().join("ghl-lint-baseline.json")).expect("written");
    for narrowed in [vec!["sub"], vec!["--rule", "legacy-api-key", "."], vec!["--skip", RULE, "."]] {
        let output = tree.lint(&[&["baseline", "--prune"], narrowed.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{narrowed:?}");
        assert_eq!(std::fs::read(tree.path().join("ghl-lint-baseline.json")).expect("still there"), before);
    }
}

#[test]
fn globs_are_relative_to_the_folder_of_the_config() {
    let tree = Tree::new();
    tree.write("sub/a.ts", "k = '{{pit:a}}'\n")
        .write("sub/deep/b.ts", "k = '{{pit:b}}'\n")
        .write("node_modules/c.js", "k = '{{pit:c}}'\n");
    tree.write(".gitignore", "node_modules\n");
    tree.write(
        "ghl-lint.toml",
        format!("exclude = [\"sub/deep\", \".*\", \"a.ts,b\"]\n[[allow]]\nrule = \"{RULE}\"\npath = \"sub/a.ts\"\nreason = \"ours\"\n"),
    );
    tree.git(&["init", "-q"]);
    assert_eq!(found(&tree, &["."]), Vec::<String>::new());
    let inner = std::process::Command::new(env!("CARGO_BIN_EXE_ghl-lint"))
        .args(["check", "."])
        .current_dir(tree.path().join("sub"))
        .output()
        .expect("the binary runs");
    assert_eq!(inner.status.code(), Some(0), "{}", String::from_utf8_lossy(&inner.stdout));
}

#[test]
fn integrations_of_the_config_are_found_from_every_folder() {
    let tree = Tree::new();
    tree.write("apps/portal/web/package.json", "{}").write("apps/portal/web/src/a.ts", "k = '{{pit:a}}'\n");
    tree.write("lib/package.json", "{}").write("lib/b.ts", "k = '{{pit:b}}'\n");
    let roots = |config: &str, folder: &str| {
        tree.write("ghl-lint.toml", config).track_all();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_ghl-lint"))
            .args(["check", "--format", "json"])
            .current_dir(tree.path().join(folder))
            .output()
            .expect("the binary runs");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let findings = report["findings"].as_array().expect("findings").clone();
        findings.iter().map(|finding| finding["integration"].as_str().expect("a root").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(roots("", "."), ["apps/portal/web", "lib"]);
    assert_eq!(roots("integrations = 'apps/*'", "."), ["apps/portal", "lib"]);
    assert_eq!(roots("integrations = 'portal'", "."), ["apps/portal", "lib"]);
    assert_eq!(roots("integrations = 'apps/*'", "apps"), ["portal"]);
    assert_eq!(roots("integrations = 'apps/*'", "apps/portal"), ["."]);
    assert_eq!(roots("", "apps/portal/web/src"), ["."]);
    assert_eq!(roots("integrations = ['.', 'apps/*/web']", "."), ["apps/portal/web", "."]);
    assert_eq!(roots("integrations = 'other/*'", "."), ["apps/portal/web", "lib"]);
}

#[test]
fn comments_of_many_languages_suppress() {
    let tree = Tree::new();
    let said = "ghl-lint: allow(hardcoded-private-token) made up";
    for (name, before, after) in [
        ("a.ts", "// ", ""),
        ("b.ts", "/// ", ""),
        ("c.ts", "/* ", " */"),
        ("d.ts", "/**\n * ", "\n */"),
        ("e.tsx", "{/* ", " */}"),
        ("f.py", "# ", ""),
        ("g.py", "## ", ""),
        ("h.sql", "-- ", ""),
        ("i.lua", "--[[ ", " ]]"),
        ("j.html", "<!-- ", " -->"),
        ("k.html", "<!--\n  ", "\n-->"),
        ("l.blade.php", "{{-- ", " --}}"),
        ("m.hbs", "{{!-- ", " --}}"),
        ("n.twig", "{# ", " #}"),
        ("o.bat", ":: ", ""),
        ("p.bat", "@rem ", ""),
        ("q.ps1", "<# ", " #>"),
        ("r.ini", ";; ", ""),
        ("s.vb", "' ", ""),
        ("t.erb", "<%# ", " %>"),
        ("u.hs", "{- ", " -}"),
        ("v.ts", "\u{feff}// ", ""),
        ("w.ts", "// ", "\r\n\r\n// more words\r\n"),
        ("x.md", "<!-- ", " -->"),
    ] {
        tree.write(name, format!("{before}{said}{after}\nkey = '{{{{pit:{name}}}}}'\n"));
    }
    for (name, line) in [("y.ts", "// "), ("y.py", "# "), ("y.css", "/* "), ("y.sql", "-- "), ("y.html", "<!-- ")] {
        tree.write(name, format!("key = '{{{{pit:{name}}}}}'; {line}{said}\n"));
    }
    assert_eq!(found(&tree, &["--isolated", "."]), Vec::<String>::new());
}
