//! What lies in a folder and is not read for a reason is said: bare repositories, and configs of other repositories.

use crate::history::{commit, line, repository};
use crate::mint;
use crate::tree::Tree;
use std::process::Output;

/// A folder with a repository `app`, which holds a token, and a mirror of it.
fn folder() -> Tree {
    let tree = Tree::new();
    let app = tree.path().join("app");
    std::fs::create_dir(&app).expect("a folder can be made");
    tree.write("app/a.ts", line("mirrored")).git(&["init", "-q", "-b", "main", "app"]);
    tree.git(&["-C", "app", "add", "a.ts"]);
    tree.git(&["-C", "app", "commit", "-q", "-m", "words"]);
    tree.git(&["clone", "-q", "--mirror", "app", "mirror.git"]);
    tree
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_bare_repository_that_is_named_is_no_clean_run() {
    let tree = folder();
    for command in ["check", "inventory", "migrate", "scopes", "baseline"] {
        for path in ["mirror.git", "app/.git"] {
            let output = tree.lint(&[command, path]);
            assert_eq!(output.status.code(), Some(2), "{command} {path}");
            let told = told(&output);
            let message = format!("error: {path}: a bare repository, or git's own folder: no files to look at here");
            assert!(told.contains(&message) && told.contains("`ghl-lint history` reads it"), "{told}");
        }
    }
    let here = tree.lint_in("mirror.git", &["check"]);
    assert_eq!(here.status.code(), Some(2));
    assert!(told(&here).contains("error: .: a bare repository"), "{}", told(&here));
    // one that is named beside it does not make up for it
    assert_eq!(tree.lint(&["check", "--skip", "hardcoded-private-token", "app", "mirror.git"]).status.code(), Some(2));
    // and what is said to read it does
    for path in ["mirror.git", "app/.git"] {
        let output = tree.lint(&["history", "--format", "json", path]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let digest = ghl_lint::secret::digest(mint::pit("mirrored").as_bytes());
        assert_eq!(report["findings"][0]["secret"]["digest"], digest.as_str(), "{path}");
    }
}

#[test]
fn a_bare_repository_that_a_walk_meets_is_skipped_and_told() {
    let tree = folder();
    let output = tree.lint(&["check", "--list-skipped", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "the token in the work tree");
    let told_here = told(&output);
    assert_eq!(told_here.matches("mirror.git").count(), 2, "{told_here}");
    assert!(told_here.contains("warning: 1 bare repository was not read"), "{told_here}");
    assert!(told_here.contains("skipped: mirror.git: bare repository, `ghl-lint history` reads it"), "{told_here}");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["summary"]["files_read"], 1, "nothing in it is read as a file: {}", report["summary"]);
    assert!(!told(&tree.lint(&["check", "--quiet"])).contains("bare"));
    tree.git(&["clone", "-q", "--bare", "app", "further/copy.git"]);
    let both = told(&tree.lint(&["inventory"]));
    assert!(
        both.contains("2 bare repositories were not read") && both.contains("further/copy.git, mirror.git"),
        "{both}"
    );
}

#[test]
fn what_only_looks_like_a_bare_repository_is_read() {
    let tree = repository();
    // committed as files: text of this repository, for tests of git itself
    for (name, text) in [("HEAD", "ref: refs/heads/main\n"), ("objects/info/packs", ""), ("refs/heads/main", "")] {
        tree.write(&format!("samples/one.git/{name}"), text);
    }
    tree.write("samples/one.git/description", line("tracked"));
    commit(&tree, "samples");
    // folders of these names, and no repository
    tree.write("notes/HEAD", "of the river\n").write("notes/objects/a", "").write("notes/refs/b.ts", line("notes"));
    for arguments in [&["check"][..], &["check", "samples/one.git", "notes"]] {
        let output = tree.lint(&[arguments, &["--format", "json"]].concat());
        assert_eq!(told(&output), "");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let paths: Vec<&str> =
            report["findings"].as_array().expect("a list").iter().filter_map(|f| f["path"].as_str()).collect();
        assert_eq!(paths, ["notes/refs/b.ts", "samples/one.git/description"]);
    }
}

#[cfg(unix)]
#[test]
fn a_bare_repository_with_a_pipe_in_its_place_is_none_to_read_either() {
    let tree = folder();
    let head = tree.path().join("mirror.git/HEAD");
    std::fs::remove_file(&head).expect("removed");
    assert!(std::process::Command::new("mkfifo").arg(&head).status().expect("mkfifo runs").success());
    assert_eq!(tree.lint(&["check", "mirror.git"]).status.code(), Some(2));
    assert!(told(&tree.lint(&["check"])).contains("1 bare repository was not read"));
}

#[test]
fn configs_of_other_repositories_are_counted() {
    let tree = Tree::new();
    for name in ["one", "two"] {
        tree.write(&format!("{name}/ghl-lint.toml"), "fail-on = \"error\"\n").write(&format!("{name}/a.ts"), "");
        tree.git(&["init", "-q", name]);
    }
    let whole = told(&tree.lint(&["check"]));
    let message = "2 ghl-lint.toml of other repositories had no effect: each holds for runs inside its own";
    assert_eq!(whole, format!("warning: {message} (one/ghl-lint.toml, two/ghl-lint.toml)\n"));
    let named = told(&tree.lint(&["check", "one"]));
    assert!(named.contains("the ghl-lint.toml of another repository had no effect"), "{named}");
    for arguments in [&["check", "--quiet"][..], &["check", "--isolated"], &["scopes", "--quiet"]] {
        assert_eq!(told(&tree.lint(arguments)), "", "{arguments:?}");
    }
    // inside it is in force, and the config of a package is nobody else's
    tree.write("one/packages/a/ghl-lint.toml", "");
    assert_eq!(told(&tree.lint_in("one", &["check"])), "");
    assert_eq!(told(&tree.lint_in("one/packages", &["check", ".."])), "");
}

#[test]
fn what_is_not_there_is_told_in_one_way() {
    let tree = Tree::new();
    tree.write("a.ts", "");
    for (arguments, expected) in [
        (&["check", "nothere"][..], "error: nothere: cannot read: no such file or folder\n"),
        (&["check", "--baseline", "no.json"], "error: no.json: cannot read the baseline: no such file or folder\n"),
        (&["check", "--config", "no.toml"], "error: no.toml: cannot read the config: no such file or folder\n"),
    ] {
        let output = tree.lint(arguments);
        assert_eq!((output.status.code(), told(&output).as_str()), (Some(2), expected));
    }
}
