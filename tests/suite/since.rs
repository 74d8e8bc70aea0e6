//! `check --since REV`: what a branch adds, committed or not, and nothing that was there when it began.

use crate::tree::{Tree, lines};
use std::process::Output;

const KEY: &str = "export const token = '{{pit:since}}';\n";

/// A repository whose branch `work` began at the first of two commits of `main`.
fn repository() -> Tree {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    tree.write("old.ts", KEY).write(".gitignore", ".env\n");
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "first"]);
    tree.git(&["checkout", "-q", "-b", "work"]);
    tree.git(&["checkout", "-q", "main"]);
    tree.write("theirs.ts", KEY);
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "second"]);
    tree.git(&["checkout", "-q", "work"]);
    tree
}

fn found(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let report = tree.lint_json(arguments);
    assert_eq!(report["problems"], serde_json::json!([]));
    lines(&report)
        .iter()
        .map(|line| line.split(' ').nth(1).and_then(|at| at.rsplit_once(':')).map_or("", |(at, _)| at).to_owned())
        .collect()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_branch_answers_for_what_it_adds() {
    let tree = repository();
    assert_eq!(found(&tree, &["--since", "main"]), Vec::<String>::new());
    tree.write("old.ts", format!("// a line above\n{KEY}const a = '{{{{pit:more}}}}';\n")).write("new.ts", KEY);
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "work"]);
    assert_eq!(found(&tree, &["--since", "main"]), ["new.ts:1", "old.ts:3"]);
    assert_eq!(found(&tree, &["--since", "main", "new.ts"]), ["new.ts:1"]);
    assert_eq!(found(&tree, &["--since", "HEAD"]), Vec::<String>::new());
    tree.git(&["merge", "-q", "-m", "merge", "main"]);
    assert_eq!(found(&tree, &["--since", "main"]), ["new.ts:1", "old.ts:3"]);
}

#[test]
fn uncommitted_text_counts_and_ignored_text_does_not() {
    let tree = repository();
    tree.write("new.ts", KEY).write(".env", "GHL_API_KEY={{v1-location:ignored}}\n");
    assert_eq!(found(&tree, &["--since", "main"]), ["new.ts:1"]);
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &["--since", "main"]), ["new.ts:1"]);
}

#[test]
fn a_rename_and_other_line_ends_add_nothing() {
    let tree = repository();
    tree.git(&["mv", "old.ts", "moved.ts"]);
    assert_eq!(found(&tree, &["--since", "main"]), Vec::<String>::new());
    tree.write("moved.ts", KEY.replace('\n', "\r\n"));
    assert_eq!(found(&tree, &["--since", "main"]), Vec::<String>::new());
}

#[test]
fn a_subfolder_and_another_repository_inside() {
    let tree = repository();
    tree.write("app/a.ts", KEY);
    tree.git(&["init", "-q", "nested"]);
    tree.write("nested/b.ts", "const other = '{{pit:nested}}'\n");
    assert_eq!(found(&tree, &["--since", "main"]), ["app/a.ts:1"]);
    let mut command = tree.command(env!("CARGO_BIN_EXE_ghl-lint"));
    let output = command.current_dir(tree.path().join("app")).args(["check", "--since", "main"]).output();
    assert_eq!(output.ok().and_then(|output| output.status.code()), Some(1));
}

#[test]
fn scopes_are_judged_by_the_whole_and_reported_where_they_are_new() {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    let call = |path: &str| format!("fetch('https://services.leadconnectorhq.com{path}', {{ method: 'GET' }});\n");
    tree.write("oauth.ts", "export const url = 'https://marketplace.gohighlevel.com/oauth/chooselocation?scope=contacts.readonly&client_id=1';\n");
    tree.write("a.ts", format!("{}{}", call("/contacts/abc"), call("/users/abc")));
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "first"]);
    tree.git(&["checkout", "-q", "-b", "work"]);
    assert_eq!(found(&tree, &["--since", "main"]), Vec::<String>::new());
    tree.write("b.ts", call("/calendars/"));
    assert_eq!(found(&tree, &["--since", "main"]), ["b.ts:1"]);
}

#[test]
fn what_cannot_be_compared_with_is_said() {
    let tree = repository();
    assert!(refused(&tree.lint(&["check", "--since", "nope"])).contains("no commit called `nope`"));
    assert!(refused(&tree.lint(&["check", "--since", ""])).contains("no commit called"));
    assert!(refused(&tree.lint(&["check", "--since", "main:old.ts"])).contains("no commit called"));
    let token = crate::mint::pit("typed");
    assert!(!refused(&tree.lint(&["check", "--since", &token])).contains(&token));
    assert!(refused(&tree.lint(&["check", "--since", "main", "-"])).contains("--since"));
    tree.git(&["checkout", "-q", "--orphan", "island"]);
    assert!(refused(&tree.lint(&["check", "--since", "main"])).contains("nothing is committed yet"));
    tree.git(&["commit", "-q", "-m", "island"]);
    assert!(refused(&tree.lint(&["check", "--since", "main"])).contains("no commit in common"));
    assert!(refused(&Tree::new().lint(&["check", "--since", "main"])).contains("not in a git repository"));
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let origin = repository();
    origin.write("new.ts", KEY);
    origin.git(&["add", "-A"]);
    origin.git(&["commit", "-q", "-m", "work"]);
    let url = format!("file://{}", origin.path().display());
    let tree = Tree::new();
    tree.git(&["clone", "-q", "--depth", "1", "--branch", "work", &url, "."]);
    let says = |revision: &str| {
        let message = refused(&tree.lint(&["check", "--since", revision]));
        assert!(message.contains("git fetch --unshallow") && message.contains("fetch-depth: 0"), "{message}");
    };
    says("origin/main");
    tree.git(&["fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main"]);
    says("origin/main");
    tree.git(&["fetch", "-q", "--unshallow"]);
    assert_eq!(found(&tree, &["--since", "origin/main"]), ["new.ts:1"]);
}
