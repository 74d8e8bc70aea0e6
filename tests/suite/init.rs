//! `ghl-lint init`: what it writes is valid and runnable, and nothing that is there is touched.

use crate::mint;
use crate::tree::Tree;
use ghl_lint::config::{self, keys};
use std::fs;
use std::path::Path;

fn init(tree: &Tree, arguments: &[&str]) -> String {
    let output = tree.lint(&[&["init"], arguments].concat());
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("UTF-8")
}

fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path.as_ref()).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

fn repository() -> Tree {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    tree
}

#[test]
fn the_config_is_valid_and_every_key_in_it_works_and_is_explained() {
    let tree = repository();
    init(&tree, &["--yes"]);
    let path = tree.path().join("ghl-lint.toml");
    let written = text(&path);
    let read = || config::read(&path, "ghl-lint.toml", &ghl_lint::rules::ids());
    assert!(read().is_ok(), "{:?}", read());
    assert_eq!(String::from_utf8_lossy(&tree.lint(&["check"]).stderr), "");

    let in_use: Vec<&str> = written
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
        .collect();
    fs::write(&path, in_use.join("\n")).expect("written");
    assert!(read().is_ok(), "{:?}", read());
    for key in [keys::KEYS, keys::ALLOW_KEYS, keys::WRAPPER_KEYS].concat() {
        let at = in_use.iter().position(|line| line.trim_start_matches('[').starts_with(key.name));
        let at = at.unwrap_or_else(|| panic!("`{}` is not shown", key.name));
        assert!(in_use[at - 1].starts_with("# "), "`{}` is not explained", key.name);
    }
}

#[test]
fn without_consent_nothing_is_written() {
    let tree = repository();
    let said = init(&tree, &[]);
    assert!(said.contains("ghl-lint.toml: would be written") && said.contains("nothing was written"), "{said}");
    assert!(!tree.path().join("ghl-lint.toml").exists() && !tree.path().join(".git/hooks/pre-commit").exists());
}

#[test]
fn what_is_there_stays_as_it_is() {
    let tree = repository();
    tree.write("ghl-lint.toml", "fail-on = \"note\"\n").write(".git/hooks/pre-commit", "#!/bin/sh\nmake lint\n");
    let said = init(&tree, &["--yes"]);
    assert!(
        said.contains("another hook is there") && said.contains("\nghl-lint check --staged || exit $?\n"),
        "{said}"
    );
    assert_eq!(text(tree.path().join("ghl-lint.toml")), "fail-on = \"note\"\n");
    assert_eq!(text(tree.path().join(".git/hooks/pre-commit")), "#!/bin/sh\nmake lint\n");
}

#[test]
fn a_second_run_has_nothing_to_do() {
    let tree = repository();
    init(&tree, &["--yes"]);
    let said = init(&tree, &["--yes"]);
    assert_eq!(said, "ghl-lint.toml: is there; left as it is\n.git/hooks/pre-commit: runs ghl-lint already\n");
}

#[test]
fn outside_of_a_repository_there_is_no_hook() {
    let tree = Tree::new();
    let said = init(&tree, &["--yes"]);
    assert!(said.contains("no git repository"), "{said}");
    assert!(tree.path().join("ghl-lint.toml").is_file());
}

#[test]
fn managers_of_hooks_get_a_snippet_and_no_hook() {
    for (file, before, snippet) in [
        (".pre-commit-config.yaml", "repos: []\n", "  - repo: local\n"),
        ("lefthook.yml", "", "pre-commit:\n  jobs:\n"),
        (".husky/pre-commit", "npm test\n", "ghl-lint check --staged || exit $?\n"),
    ] {
        let tree = repository();
        tree.write(file, before);
        let said = init(&tree, &["--yes"]);
        assert!(said.contains(&format!("{file}: not written by ghl-lint")) && said.contains(snippet), "{said}");
        assert_eq!(text(tree.path().join(file)), before);
        assert!(!tree.path().join(".git/hooks/pre-commit").exists(), "{file}");

        tree.write(file, format!("{before}{snippet}# ghl-lint\n"));
        assert!(init(&tree, &["--yes"]).contains(&format!("{file}: runs ghl-lint")), "{file}");
    }
}

#[test]
fn the_hook_goes_where_git_looks_for_it() {
    let tree = repository();
    tree.git(&["config", "core.hooksPath", "tools/hooks"]);
    init(&tree, &["--yes"]);
    assert!(tree.path().join("tools/hooks/pre-commit").is_file());

    let outside = repository();
    let shared = Tree::new();
    outside.git(&["config", "core.hooksPath", &shared.path().to_string_lossy()]);
    let said = init(&outside, &["--yes"]);
    assert!(said.contains("outside of this repository"), "{said}");
    assert!(!shared.path().join("pre-commit").exists());

    let main = Tree::new();
    main.write("main/a.txt", "a\n");
    main.git(&["init", "-q", "-b", "main", "main"]);
    main.git(&["-C", "main", "add", "a.txt"]);
    main.git(&["-C", "main", "commit", "-q", "-m", "first"]);
    main.git(&["-C", "main", "worktree", "add", "-q", "../linked"]);
    main.lint_in("linked", &["init", "--yes"]);
    assert!(main.path().join("linked/ghl-lint.toml").is_file());
    assert!(main.path().join("main/.git/hooks/pre-commit").is_file());
}

#[test]
fn below_the_top_both_are_written_at_the_top() {
    let tree = repository();
    tree.write("apps/portal/a.ts", "const k = 1\n");
    tree.lint_in("apps/portal", &["init", "--yes"]);
    assert!(tree.path().join("ghl-lint.toml").is_file() && tree.path().join(".git/hooks/pre-commit").is_file());
}

#[test]
fn a_hook_without_the_program_says_so_and_stops_the_commit() {
    let tree = repository();
    tree.write("a.txt", "a\n");
    init(&tree, &["--yes"]);
    let hook = tree.path().join(".git/hooks/pre-commit");
    let output = std::process::Command::new("/bin/sh").arg(&hook).env("PATH", "/nowhere").output().expect("sh runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nothing was looked at"), "{output:?}");
}

#[cfg(unix)]
#[test]
fn the_written_hook_lets_through_what_is_clean_in_the_index_and_nothing_else() {
    let tree = repository();
    init(&tree, &["--yes"]);
    let beside = Path::new(env!("CARGO_BIN_EXE_ghl-lint")).parent().expect("a folder");
    let path = std::env::join_paths(
        std::iter::once(beside.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let path = path.expect("paths without a colon");
    let commit = || {
        let mut git = tree.command("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "work"]);
        git.env("PATH", &path).output().expect("git runs")
    };
    tree.write("a.ts", format!("const token = '{}'\n", mint::pit("staged for the hook")));
    tree.git(&["add", "a.ts", "ghl-lint.toml"]);
    tree.write("a.ts", "const clean = 1\n");
    let refused = commit();
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("hardcoded-private-token"), "{refused:?}");
    tree.git(&["add", "a.ts"]);
    tree.write("a.ts", format!("const token = '{}'\n", mint::pit("only in the work tree")));
    let passed = commit();
    assert!(passed.status.success(), "{passed:?}");
}

#[cfg(unix)]
#[test]
fn git_can_run_the_hook_and_no_link_is_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let tree = repository();
    symlink(tree.path().join("nowhere.toml"), tree.path().join("ghl-lint.toml")).expect("a link");
    init(&tree, &["--yes"]);
    assert!(!tree.path().join("nowhere.toml").exists());
    let mode = |path: &str| fs::metadata(tree.path().join(path)).expect("written").permissions().mode();
    assert_eq!(mode(".git/hooks/pre-commit") & 0o700, 0o700);
    assert!(!text(tree.path().join(".git/hooks/pre-commit")).contains('\r'));
}

#[test]
fn a_repository_that_cannot_be_read_is_told() {
    let tree = Tree::new();
    tree.write(".git", "no repository\n");
    let output = tree.lint(&["init", "--yes"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(!tree.path().join("ghl-lint.toml").exists());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_not_written_through() {
    let (tree, shared) = (repository(), Tree::new());
    // there only where git has templates
    let _ = fs::remove_dir_all(tree.path().join(".git/hooks"));
    std::os::unix::fs::symlink(shared.path(), tree.path().join(".git/hooks")).expect("a link");
    assert!(init(&tree, &["--yes"]).contains("outside of this repository"));
    assert!(!shared.path().join("pre-commit").exists());
}
