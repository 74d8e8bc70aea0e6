//! `check --staged`: what the index would commit, and nothing else, in every state that git can leave an index in.

use crate::tree::{Tree, lines};
use std::fs;
use std::process::{Command, Output};

const KEY: &str = "export const token = '{{pit:staged}}';\n";
const FOUND: &str = "hardcoded-private-token";

/// A repository with one commit that holds a clean file.
fn repository() -> Tree {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    tree.write("src/clean.ts", "export const page = 20;\n");
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "first"]);
    tree
}

/// What is found in the index, as `rule path:line`.
fn found(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let report = tree.lint_json(&[&["--staged"], arguments].concat());
    assert_eq!(report["problems"], serde_json::json!([]));
    let cut = |line: String| line.rsplit_once(':').map(|(place, _)| place.to_owned()).unwrap_or_default();
    lines(&report).into_iter().map(cut).collect()
}

fn at(places: &[&str]) -> Vec<String> {
    places.iter().map(|place| format!("{FOUND} {place}")).collect()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Makes the linter the repository's hook.
#[cfg(unix)]
fn install_hook(tree: &Tree, hook: &str, line: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = tree.path().join(".git/hooks").join(hook);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let binary = env!("CARGO_BIN_EXE_ghl-lint");
    fs::write(&path, format!("#!/bin/sh\nunset GIT_CONFIG_GLOBAL\n{}\n", line.replace("ghl-lint", binary)))
        .expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("executable");
}

/// Runs git where it may fail.
fn try_git(tree: &Tree, arguments: &[&str]) -> Output {
    git_command(tree).args(arguments).output().expect("git runs")
}

fn git_command(tree: &Tree) -> Command {
    let mut command = tree.command("git");
    command.args(["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "protocol.file.allow=always"]);
    command
}

#[test]
fn the_index_decides_and_not_the_work_tree() {
    let tree = repository();
    tree.write("src/a.ts", KEY);
    tree.git(&["add", "-A"]);
    tree.write("src/a.ts", "export const token = process.env.GHL_TOKEN;\n");
    assert_eq!(found(&tree, &[]), at(&["src/a.ts:1"]));
    tree.git(&["add", "-A"]);
    tree.write("src/a.ts", KEY).write("src/never-added.ts", KEY);
    assert_eq!(found(&tree, &[]), at(&[]));
    fs::remove_file(tree.path().join("src/a.ts")).expect("removed");
    assert_eq!(found(&tree, &[]), at(&[]));
}

#[test]
fn findings_are_staged_and_fail() {
    let tree = repository();
    tree.write("src/a.ts", KEY);
    tree.git(&["add", "-A"]);
    let report = tree.lint_json(&["--staged"]);
    assert_eq!(report["findings"][0]["vcs"], "staged");
    let output = tree.lint(&["check", "--staged"]);
    assert_eq!(code(&output), Some(1));
    let shown = text(&output.stdout);
    assert!(shown.contains("to go on:") && shown.contains("allow(hardcoded-private-token)"), "{shown}");
    assert!(shown.lines().count() <= 12, "{shown}");
}

#[test]
fn a_pass_says_one_line_and_nothing_when_quiet() {
    let tree = repository();
    let output = tree.lint(&["check", "--staged"]);
    assert_eq!(
        (code(&output), text(&output.stdout).lines().count(), text(&output.stderr)),
        (Some(0), 1, String::new())
    );
    let output = tree.lint(&["check", "--staged", "--quiet"]);
    assert_eq!((code(&output), output.stdout, output.stderr), (Some(0), Vec::new(), Vec::new()));
}

#[test]
fn a_first_commit_adds_everything() {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    tree.write("a.ts", KEY);
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&["a.ts:1"]));
}

#[test]
fn only_added_lines_count() {
    let tree = repository();
    tree.write("a.ts", format!("{KEY}const a = 1;\nconst b = 2;\n"));
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "a key that was there before"]);
    tree.write("a.ts", format!("{KEY}const a = 1;\nconst b = 3;\n"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    tree.write("a.ts", format!("// moved down\n{KEY}const a = 1;\nconst c = '{{{{pit:new}}}}';\n"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&["a.ts:4"]));
    tree.write("a.ts", "const a = 1;\n");
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    tree.git(&["rm", "-q", "--cached", "a.ts"]);
    assert_eq!(found(&tree, &[]), at(&[]));
}

#[test]
fn a_second_piece_makes_the_token() {
    let tree = repository();
    let token = crate::mint::pit("pieces");
    let (first, second) = token.split_at(20);
    tree.write("a.ts", format!("const first = '{first}';\nconst token = first + '';\n"));
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "half a token"]);
    tree.write("a.ts", format!("const first = '{first}';\nconst token = first + '{second}';\n"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&["a.ts:1"]));
}

#[test]
fn a_rename_adds_only_what_is_new() {
    let tree = repository();
    let rest: String = (0..20).map(|n| format!("export const n{n} = {n};\n")).collect();
    tree.write("old.ts", format!("{KEY}{rest}"));
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "a key that was there before"]);
    tree.git(&["mv", "old.ts", "new.ts"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    tree.write("new.ts", format!("{KEY}{rest}const more = '{{{{pit:more}}}}';\n"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&["new.ts:22"]));
    // a copy is no rename: the key stands in one more place
    tree.write("old.ts", format!("{KEY}{rest}"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&["new.ts:1", "new.ts:22"]));
}

#[test]
fn a_promise_to_add_commits_nothing() {
    let tree = repository();
    tree.write("a.ts", KEY);
    tree.git(&["add", "-N", "a.ts"]);
    assert_eq!(found(&tree, &[]), at(&[]));
}

#[test]
fn modes_links_and_submodules_add_no_text() {
    let tree = repository();
    tree.write("a.sh", "TOKEN={{pit:staged}}\n");
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "a key that was there before"]);
    tree.git(&["update-index", "--chmod=+x", "a.sh"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    let id = tree.git(&["rev-parse", "HEAD:a.sh"]).trim().to_owned();
    tree.git(&["update-index", "--cacheinfo", &format!("120000,{id},a.sh")]);
    assert_eq!(found(&tree, &[]), at(&[]));
    let head = tree.git(&["rev-parse", "HEAD"]).trim().to_owned();
    tree.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{head},module")]);
    tree.write("module/inside.ts", KEY);
    assert_eq!(found(&tree, &[]), at(&[]));
    // a link that becomes a file is new from its first line
    tree.git(&["commit", "-q", "-m", "a link"]);
    tree.git(&["update-index", "--cacheinfo", &format!("100644,{id},a.sh")]);
    assert_eq!(found(&tree, &[]), at(&["a.sh:1"]));
}

#[test]
fn the_text_is_git_s_whatever_line_ends_and_filters_do_on_disk() {
    let tree = repository();
    tree.write(".gitattributes", "*.ts text eol=crlf filter=broken\n*.bin filter=lfs\n");
    tree.write("a.ts", KEY);
    tree.write("big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    tree.git(&["-c", "filter.broken.clean=cat", "-c", "filter.lfs.clean=cat", "add", "-A"]);
    tree.git(&["config", "filter.broken.smudge", "touch ran; false"]);
    tree.git(&["config", "filter.broken.clean", "touch ran; false"]);
    tree.git(&["config", "filter.broken.required", "true"]);
    assert_eq!(found(&tree, &[]), at(&["a.ts:1"]));
    assert!(!tree.path().join("ran").exists());
    tree.git(&["-c", "filter.broken.required=false", "commit", "-q", "-m", "a key that was there before"]);
    // the same lines with other ends
    let id = {
        tree.write("crlf", KEY.replace('\n', "\r\n"));
        tree.git(&["hash-object", "-w", "--no-filters", "crlf"]).trim().to_owned()
    };
    tree.git(&["-c", "filter.broken.clean=cat", "update-index", "--cacheinfo", &format!("100644,{id},a.ts")]);
    assert_eq!(found(&tree, &[]), at(&[]));
}

#[test]
fn any_bytes_and_any_name() {
    let tree = repository();
    let name = "new\nline 🔑 {{pit:name}}.ts".replace("{{pit:name}}", "x");
    tree.write(&name, KEY);
    tree.write("blob.bin", [&b"\0\x01\xff\xfe\0"[..], KEY.as_bytes(), &[0; 64]].concat());
    let wide: Vec<u8> = crate::tree::substitute(KEY.as_bytes()).iter().flat_map(|byte| [*byte, 0]).collect();
    tree.write("wide.ts", [&b"\xff\xfe"[..], &wide].concat());
    tree.git(&["add", "-A"]);
    let mut expected = at(&["blob.bin:1", &format!("{name}:1"), "wide.ts:1"]);
    expected.sort();
    let mut ours = found(&tree, &[]);
    ours.sort();
    assert_eq!(ours, expected);
}

#[test]
fn what_a_merge_has_not_settled_is_a_problem() {
    let tree = repository();
    tree.write("a.ts", "one\n");
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "one"]);
    tree.git(&["checkout", "-q", "-b", "other"]);
    tree.write("a.ts", "two\n");
    tree.git(&["commit", "-q", "-a", "-m", "two"]);
    tree.git(&["checkout", "-q", "main"]);
    tree.write("a.ts", KEY);
    tree.git(&["commit", "-q", "-a", "-m", "three"]);
    assert!(!try_git(&tree, &["merge", "-q", "other"]).status.success());
    let output = tree.lint(&["check", "--staged"]);
    assert_eq!(code(&output), Some(2));
    assert!(text(&output.stderr).contains("error: a.ts: a merge is not done here"), "{}", text(&output.stderr));
    tree.git(&["add", "a.ts"]);
    assert_eq!(code(&tree.lint(&["check", "--staged"])), Some(0));
}

#[test]
fn what_a_merge_brings_was_there_before() {
    let tree = repository();
    tree.git(&["checkout", "-q", "-b", "other"]);
    tree.write("theirs.ts", KEY).write("both.ts", format!("{KEY}const a = 1;\n"));
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "theirs"]);
    tree.git(&["checkout", "-q", "main"]);
    tree.git(&["commit", "-q", "--allow-empty", "-m", "ours"]);
    tree.git(&["merge", "-q", "--no-commit", "--no-ff", "other"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    tree.write("both.ts", format!("{KEY}const a = '{{{{pit:evil}}}}';\n"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&["both.ts:2"]));
}

#[test]
fn a_detached_head_and_a_linked_worktree() {
    let tree = repository();
    tree.git(&["checkout", "-q", "--detach"]);
    tree.git(&["worktree", "add", "-q", "linked", "-b", "other"]);
    tree.write("linked/a.ts", KEY);
    tree.git(&["-C", "linked", "add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    let output = tree
        .command(env!("CARGO_BIN_EXE_ghl-lint"))
        .current_dir(tree.path().join("linked"))
        .args(["--staged"])
        .output();
    assert_eq!(output.ok().and_then(|output| code(&output)), Some(1));
}

#[test]
fn a_sparse_checkout_is_read_from_the_index() {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    for folder in ["in", "out", "out/deep"] {
        tree.write(&format!("{folder}/a.ts"), "export const page = 20;\n");
    }
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "first"]);
    tree.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "in"]);
    assert!(!tree.path().join("out").exists());
    assert_eq!(found(&tree, &[]), at(&[]));
    tree.write("out/deep/a.ts", KEY);
    tree.git(&["add", "--sparse", "out/deep/a.ts"]);
    fs::remove_file(tree.path().join("out/deep/a.ts")).expect("removed");
    assert_eq!(found(&tree, &[]), at(&["out/deep/a.ts:1"]));
    // a commit whose tree of a folder differs as a whole
    tree.git(&["commit", "-q", "-m", "a key that was there before"]);
    tree.git(&["sparse-checkout", "reapply"]);
    tree.git(&["update-ref", "HEAD", "HEAD~1"]);
    assert_eq!(found(&tree, &[]), at(&["out/deep/a.ts:1"]));
}

#[test]
fn a_subfolder_sees_the_whole_commit() {
    let tree = repository();
    tree.write("app/web/a.ts", KEY).write("app/b.ts", KEY).write("c.ts", KEY);
    tree.git(&["add", "-A"]);
    let run = |arguments: &[&str]| {
        let mut command = tree.command(env!("CARGO_BIN_EXE_ghl-lint"));
        command
            .current_dir(tree.path().join("app/web"))
            .args(["check", "--staged", "--format", "json"])
            .args(arguments);
        let output = command.output().expect("the binary runs");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        lines(&report)
            .iter()
            .map(|line| line.split([' ', ':']).nth(1).unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(run(&[]), ["../../c.ts", "../b.ts", "a.ts"]);
    assert_eq!(run(&["."]), ["a.ts"]);
    assert_eq!(run(&[".."]), ["../b.ts", "a.ts"]);
    assert_eq!(run(&["../../c.ts"]), ["../../c.ts"]);
}

#[test]
fn paths_narrow_the_commit_down() {
    let tree = repository();
    tree.write("a/x.ts", KEY).write("ab/x.ts", KEY);
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &["a"]), at(&["a/x.ts:1"]));
    assert_eq!(found(&tree, &["ab/x.ts", "src"]), at(&["ab/x.ts:1"]));
    for (path, message) in [("nowhere.ts", "neither in the index nor on the disk"), ("..", "outside of the repository")]
    {
        let output = tree.lint(&["check", "--staged", path]);
        assert_eq!(code(&output), Some(2));
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
    }
}

#[test]
fn config_suppressions_and_baseline_hold() {
    let tree = repository();
    tree.write("accepted.ts", KEY);
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "a key that was there before"]);
    tree.git(&["reset", "-q"]);
    assert_eq!(code(&tree.lint(&["baseline", "."])), Some(0));
    let baseline = ["--baseline", "ghl-lint-baseline.json"];
    tree.write("suppressed.ts", format!("// ghl-lint: allow({FOUND}) made up for a test\n{KEY}"));
    tree.write("excluded/a.ts", KEY);
    tree.write("ghl-lint.toml", "exclude = [\"excluded\"]\n");
    tree.git(&["add", "suppressed.ts", "excluded"]);
    assert_eq!(found(&tree, &baseline), at(&[]));
    // the same key in another file is more of it, while the accepted one stays
    tree.write("again.ts", KEY);
    tree.git(&["add", "again.ts"]);
    assert_eq!(found(&tree, &baseline), at(&["again.ts:1"]));
    // and is the accepted one moved, once that is gone
    tree.git(&["rm", "-q", "--cached", "accepted.ts"]);
    assert_eq!(found(&tree, &baseline), at(&[]));
}

#[test]
fn idle_suppressions_count_where_they_are_added() {
    let tree = repository();
    let idle = format!("// ghl-lint: allow({FOUND}) nothing is here\nconst a = 1;\n");
    tree.write("a.ts", &idle);
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), ["unused-suppression a.ts:1"]);
    tree.git(&["commit", "-q", "-m", "idle"]);
    tree.write("a.ts", format!("{idle}const b = 2;\n"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    // a comment above a key that was there before has its effect
    tree.write("b.ts", KEY);
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "a key"]);
    tree.write("b.ts", format!("// ghl-lint: allow({FOUND}) to be rotated on Monday\n{KEY}"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&[]));
}

const SCOPES: &str = "export const url = 'https://marketplace.gohighlevel.com/oauth/chooselocation?scope=contacts.readonly%20contacts.write&client_id=1';\n";
const CLIENT: &str = "import axios from 'axios';\nexport const client = axios.create({ baseURL: 'https://services.leadconnectorhq.com' });\n";
const READS: &str = "import { client } from './client';\nexport const read = (id) => client.get(`/contacts/${id}`);\nexport const write = () => client.post('/contacts/', {});\n";

#[test]
fn scopes_are_judged_with_the_whole_index_around_them() {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    tree.write("package.json", "{}\n")
        .write("src/client.ts", CLIENT)
        .write("src/oauth.ts", SCOPES)
        .write("src/contacts.ts", READS);
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    tree.git(&["commit", "-q", "-m", "first"]);
    // a call through a file that does not name HighLevel, in a commit of that file alone
    tree.write(
        "src/users.ts",
        "import { client } from './client';\nexport const users = () => client.get('/calendars/');\n",
    );
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), ["missing-scope src/users.ts:2"]);
    tree.git(&["commit", "-q", "-m", "a call whose scope is missing"]);
    // what was wrong before does not stop another commit
    tree.write("src/contacts.ts", format!("{READS}export const page = 20;\n"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&[]));
    // a scope that nothing needs, on a line of its own
    tree.write("src/oauth.ts", format!("{SCOPES}export const more = 'https://marketplace.gohighlevel.com/oauth/chooselocation?scope=calendars.readonly%20users.readonly&client_id=1';\n"));
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), ["unused-scope src/oauth.ts:2"]);
    // a call that goes away makes a scope unused, but no line that is added
    tree.git(&["commit", "-q", "-m", "scopes"]);
    tree.write(
        "src/contacts.ts",
        "import { client } from './client';\nexport const read = (id) => client.get(`/contacts/${id}`);\n",
    );
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&[]));
}

#[test]
fn a_work_tree_without_its_manifest_has_the_index_s() {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    for app in ["one", "two"] {
        tree.write(&format!("{app}/package.json"), "{}\n");
        tree.write(&format!("{app}/client.ts"), CLIENT);
    }
    tree.write("one/oauth.ts", SCOPES).write("two/a.ts", KEY);
    tree.git(&["add", "-A"]);
    fs::remove_file(tree.path().join("two/package.json")).expect("removed");
    let report = tree.lint_json(&["--staged", "--rule", FOUND]);
    assert_eq!(report["findings"][0]["integration"], "two");
}

#[cfg(unix)]
#[test]
fn a_hook_stops_a_commit_however_it_is_made() {
    let tree = repository();
    install_hook(&tree, "pre-commit", "exec ghl-lint check --staged");
    tree.write("src/a.ts", KEY);
    tree.git(&["add", "-A"]);
    assert!(!try_git(&tree, &["commit", "-q", "-m", "a key"]).status.success());
    // git makes an index of its own for these
    tree.write("src/clean.ts", "export const page = 50;\n");
    assert!(try_git(&tree, &["commit", "-q", "-m", "one file", "src/clean.ts"]).status.success());
    tree.git(&["rm", "-q", "--cached", "src/a.ts"]);
    tree.write("src/clean.ts", KEY);
    assert!(!try_git(&tree, &["commit", "-q", "-a", "-m", "all files"]).status.success());
    assert!(!try_git(&tree, &["commit", "-q", "-m", "one file", "src/clean.ts"]).status.success());
    assert!(!try_git(&tree, &["-C", "src", "commit", "-q", "-m", "one file", "clean.ts"]).status.success());
    assert!(try_git(&tree, &["commit", "-q", "--allow-empty", "-m", "nothing"]).status.success());
}

#[cfg(unix)]
#[test]
fn a_hook_in_a_linked_worktree_or_below_the_top_sees_its_commit() {
    let tree = repository();
    install_hook(&tree, "pre-commit", "cd src && exec ghl-lint check --staged");
    tree.git(&["worktree", "add", "-q", "linked", "-b", "other"]);
    tree.write("linked/src/clean.ts", KEY);
    assert!(!try_git(&tree, &["-C", "linked", "commit", "-q", "-a", "-m", "a key"]).status.success());
    assert!(!try_git(&tree, &["-C", "linked", "commit", "-q", "-m", "a key", "src/clean.ts"]).status.success());
    tree.write("linked/src/clean.ts", "export const page = 60;\n");
    let output = try_git(&tree, &["-C", "linked", "commit", "-q", "-a", "-m", "clean"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    tree.write("src/clean.ts", KEY);
    assert!(!try_git(&tree, &["commit", "-q", "-m", "a key", "src/clean.ts"]).status.success());
}

#[test]
fn the_environment_of_a_hook_names_the_repository() {
    let tree = repository();
    tree.write("src/a.ts", KEY);
    tree.git(&["add", "-A"]);
    let elsewhere = Tree::new();
    let run = |folder: &Tree, variables: &[(&str, &std::path::Path)]| {
        let mut command = folder.command(env!("CARGO_BIN_EXE_ghl-lint"));
        let output =
            command.envs(variables.iter().copied()).args(["check", "--staged"]).output().expect("the binary runs");
        (code(&output), text(&output.stderr))
    };
    let git_dir = tree.path().join(".git");
    assert_eq!(run(&tree, &[("GIT_DIR", &git_dir)]).0, Some(1));
    assert_eq!(run(&elsewhere, &[("GIT_DIR", &git_dir), ("GIT_WORK_TREE", tree.path())]).0, Some(1));
    let (status, message) = run(&tree, &[("GIT_DIR", elsewhere.path())]);
    assert_eq!((status, message.contains("GIT_DIR names no repository")), (Some(2), true), "{message}");
    // an index of its own
    let other = tree.path().join(".git/other-index");
    assert_eq!(run(&tree, &[("GIT_INDEX_FILE", &other)]).0, Some(0));
}

#[test]
fn what_cannot_be_looked_at_is_said_and_fails() {
    let says = |tree: &Tree, expected: &str| {
        let output = tree.lint(&["check", "--staged"]);
        let message = text(&output.stderr);
        assert_eq!(code(&output), Some(2), "{message}");
        assert!(message.contains(expected), "{message}");
    };
    let tree = Tree::new();
    says(&tree, "not in a git repository");
    tree.git(&["init", "-q", "--bare"]);
    says(&tree, "bare repository");
    let tree = repository();
    let index = tree.path().join(".git/index");
    let whole = fs::read(&index).expect("an index");
    for broken in [&b"junk"[..], &whole[..whole.len() / 2], &[0; 4096]] {
        fs::write(&index, broken).expect("written");
        says(&tree, "the git index cannot be read");
    }
    fs::write(&index, &whole).expect("written");
    tree.write("src/a.ts", KEY);
    tree.git(&["add", "-A"]);
    let id = tree.git(&["rev-parse", ":src/a.ts"]).trim().to_owned();
    let object = tree.path().join(".git/objects").join(&id[..2]).join(&id[2..]);
    fs::remove_file(object).expect("removed");
    says(&tree, "src/a.ts: its text is not in the repository's object database");
    for arguments in [&["check", "--staged", "--since", "HEAD"][..], &["check", "--staged", "-"]] {
        assert_eq!(code(&tree.lint(arguments)), Some(2));
    }
}

#[test]
fn objects_by_sha256_and_a_packed_repository() {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main", "--object-format=sha256"]);
    tree.write("a.ts", "export const page = 20;\n");
    tree.git(&["add", "-A"]);
    tree.git(&["commit", "-q", "-m", "first"]);
    tree.git(&["gc", "-q"]);
    tree.write("a.ts", KEY);
    tree.git(&["add", "-A"]);
    assert_eq!(found(&tree, &[]), at(&["a.ts:1"]));
}

#[test]
fn indexes_of_all_forms() {
    for arguments in
        [&["update-index", "--index-version", "4"][..], &["update-index", "--split-index"], &["read-tree", "HEAD"]]
    {
        let tree = repository();
        tree.git(arguments);
        tree.write("src/deep/a.ts", KEY);
        tree.git(&["add", "-A"]);
        assert_eq!(found(&tree, &[]), at(&["src/deep/a.ts:1"]), "{arguments:?}");
    }
}
