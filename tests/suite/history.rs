//! What was committed once is found, with the commit that brought it in, wherever git keeps it.

use crate::mint;
use crate::tree::{Tree, formats};
use serde_json::Value;
use std::collections::BTreeMap;

/// Runs `ghl-lint history` for JSON; the exit code must be `status`.
pub(crate) fn history(tree: &Tree, arguments: &[&str], status: i32) -> Value {
    let output = tree.lint(&[&["history", "--isolated", "--format", "json"], arguments].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{told}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {told}"))
}

/// An empty repository on the branch `main`.
pub(crate) fn repository() -> Tree {
    let tree = Tree::new();
    tree.git(&["init", "-q", "-b", "main"]);
    tree
}

/// Commits everything; returns the commit's id.
pub(crate) fn commit(tree: &Tree, message: &str) -> String {
    tree.git(&["add", "-A", "-f", ":!.git-global-config"]);
    tree.git(&["commit", "-q", "--allow-empty", "-m", message]);
    tree.git(&["rev-parse", "HEAD"]).trim().to_owned()
}

/// A line of code with the private token called `label`.
pub(crate) fn line(label: &str) -> String {
    format!("const token = '{}'\n", mint::pit(label))
}

/// `path commit at_head versions`, by digest of the secret.
fn found(report: &Value) -> BTreeMap<String, String> {
    let findings = report["findings"].as_array().expect("findings");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let entry = |finding: &Value| {
        let commit = &finding["commit"];
        let words = format!("{} {} {} {}", finding["path"], commit["id"], commit["at_head"], commit["versions"]);
        assert_eq!(finding["vcs"], "history");
        (text(&finding["secret"]["digest"]), words.replace('"', ""))
    };
    findings.iter().map(entry).collect()
}

fn digest(label: &str) -> String {
    ghl_lint::secret::digest(mint::pit(label).as_bytes())
}

#[test]
fn whatever_was_committed_once_is_found_with_its_first_commit() {
    let tree = repository();
    let mut expected = BTreeMap::new();
    for n in 0..15 {
        let (label, path) = (format!("deleted {n}"), format!("src/{n}.ts"));
        tree.write(&path, line(&label));
        let id = commit(&tree, "add");
        expected.insert(digest(&label), format!("{path} {id} false 1"));
        std::fs::remove_file(tree.path().join(&path)).expect("removed");
        commit(&tree, "remove");
    }
    tree.git(&["checkout", "-q", "-b", "side"]);
    tree.write("side.ts", line("on a branch"));
    expected.insert(digest("on a branch"), format!("side.ts {} false 1", commit(&tree, "side")));
    tree.git(&["checkout", "-q", "main"]);
    tree.write("kept.ts", line("kept"));
    expected.insert(digest("kept"), format!("kept.ts {} true 2", commit(&tree, "keep")));
    tree.write("kept.ts", format!("// moved\n{}", line("kept")));
    commit(&tree, "another version");
    tree.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
    tree.git(&["rm", "-q", "-f", "side.ts"]);
    tree.write("merged.ts", line("in the merge alone"));
    let id = commit(&tree, "merge");
    expected.insert(digest("in the merge alone"), format!("merged.ts {id} false 1"));
    tree.git(&["rm", "-q", "merged.ts"]);
    let id = commit(&tree, &format!("words\n\ncurl -H 'Authorization: Bearer {}'", mint::pit("in a message")));
    expected.insert(digest("in a message"), format!("<commit message> {id} false 1"));
    let words = format!("words\n\nwith {}", mint::pit("in a tag"));
    tree.git(&["tag", "-a", "v1", "-m", &words]);
    let id = tree.git(&["rev-parse", "v1"]);
    expected.insert(digest("in a tag"), format!("<tag v1> {} false 1", id.trim()));
    for label in ["an older stash", "a stash"] {
        tree.write("kept.ts", line(label));
        tree.git(&["stash", "push", "-q"]);
        let id = tree.git(&["rev-parse", "stash"]);
        expected.insert(digest(label), format!("kept.ts {} false 1", id.trim()));
    }
    tree.write("untracked.ts", line("stashed untracked"));
    tree.git(&["stash", "push", "-q", "-u"]);
    let id = tree.git(&["rev-parse", "stash^3"]);
    expected.insert(digest("stashed untracked"), format!("untracked.ts {} false 1", id.trim()));

    let report = history(&tree, &[], 1);
    assert_eq!(found(&report), expected);
    assert_eq!(report["problems"], serde_json::json!([]));
    assert_eq!(report["findings"][0]["commit"]["author"], "test <test@example.invalid>");
    tree.git(&["gc", "-q", "--prune=now"]);
    assert_eq!(found(&history(&tree, &[], 1)), expected, "the same from packs");
}

#[test]
fn parents_come_before_children_whatever_the_clocks_say() {
    let tree = repository();
    let at = |tree: &Tree, date: &str| {
        tree.git(&["add", "-A", "-f", ":!.git-global-config"]);
        let status = tree
            .command("git")
            .envs([("GIT_AUTHOR_DATE", date), ("GIT_COMMITTER_DATE", date)])
            .args(["-c", "user.name=a", "-c", "user.email=b", "commit", "-q", "--allow-empty", "-m", "words"])
            .status();
        assert!(status.expect("git runs").success());
        tree.git(&["rev-parse", "HEAD"]).trim().to_owned()
    };
    tree.write("a.ts", line("a"));
    let first = at(&tree, "2024-05-01T12:00:00+0200");
    tree.write("a.ts", format!("// later\n{}", line("a")));
    at(&tree, "2001-01-01T00:00:00+0000");
    // two branches bring in the same text, the one that was begun later first
    tree.git(&["checkout", "-q", "-b", "late"]);
    tree.write("b.ts", line("b"));
    at(&tree, "2024-07-01T00:00:00+0000");
    tree.git(&["checkout", "-q", "-b", "early", "main"]);
    tree.write("b.ts", line("b"));
    let early = at(&tree, "2024-06-01T00:00:00+0000");
    let report = history(&tree, &[], 1);
    let expected =
        BTreeMap::from([(digest("a"), format!("a.ts {first} true 2")), (digest("b"), format!("b.ts {early} true 1"))]);
    assert_eq!(found(&report), expected);
    assert_eq!(report["findings"][0]["commit"]["date"], "2024-05-01T10:00:00Z");
}

#[test]
fn one_secret_at_two_paths_is_two_findings() {
    let tree = repository();
    tree.write("a.ts", line("x"));
    commit(&tree, "one");
    tree.write("b/b.ts", format!("// another text\n{}", line("x")));
    std::fs::remove_file(tree.path().join("a.ts")).expect("removed");
    commit(&tree, "two");
    let report = history(&tree, &[], 1);
    let places: Vec<String> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| format!("{} {}", finding["path"], finding["commit"]["at_head"]))
        .collect();
    assert_eq!(places, ["\"a.ts\" false", "\"b/b.ts\" true"]);
}

#[test]
fn a_range_or_a_branch_narrows_down() {
    let tree = repository();
    tree.write("old.ts", line("old")).write("again.ts", line("again"));
    commit(&tree, "old");
    tree.git(&["rm", "-q", "again.ts"]);
    commit(&tree, "middle");
    tree.git(&["tag", "-a", "v1", "-m", "the range begins here"]);
    tree.write("old.ts", format!("// touched\n{}", line("old"))).write("again.ts", line("again"));
    tree.write("new.ts", line("new"));
    commit(&tree, "new");
    tree.git(&["checkout", "-q", "-b", "feature/side", "HEAD~2"]);
    tree.write("side.ts", line("side"));
    commit(&tree, "side");
    tree.git(&["checkout", "-q", "main"]);
    let paths = |arguments: &[&str]| -> Vec<String> {
        let report = history(&tree, arguments, 1);
        let findings = report["findings"].as_array().expect("findings");
        findings.iter().map(|finding| finding["path"].as_str().expect("a path").to_owned()).collect()
    };
    assert_eq!(paths(&["--branch", "feature/side"]), ["again.ts", "old.ts", "side.ts"]);
    assert_eq!(paths(&["--branch", "main"]), ["again.ts", "new.ts", "old.ts"]);
    assert_eq!(paths(&["--branch", "main", "--branch", "feature/side"]), ["again.ts", "new.ts", "old.ts", "side.ts"]);
    // a new version holds an old secret: it came after, too
    assert_eq!(
        paths(&["--since-commit", "v1"]),
        ["new.ts", "old.ts", "side.ts"],
        "the side branched off with again.ts"
    );
    // what was gone when the range began comes in again
    assert_eq!(paths(&["--since-commit", "main~1", "--branch", "main"]), ["again.ts", "new.ts", "old.ts"]);
    assert_eq!(history(&tree, &["--since-commit", "main", "--branch", "main"], 0)["findings"], serde_json::json!([]));
    for (arguments, told) in [
        (["--since-commit", "absent"], "absent: names no commit"),
        (["--since-commit", "main:old.ts"], "names no commit"),
        (["--branch", "absent"], "absent: no branch"),
    ] {
        let output = tree.lint(&[&["history", "--isolated"], arguments.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn what_is_accepted_is_accepted_by_content() {
    let tree = repository();
    tree.write("sample.ts", line("sample"));
    commit(&tree, "a sample");
    assert_eq!(found(&history(&tree, &[], 1)).len(), 1);
    tree.write("sample.ts", format!("// ghl-lint: allow(hardcoded-private-token) made up\n{}", line("sample")));
    commit(&tree, "say so");
    let report = history(&tree, &[], 0);
    assert_eq!((report["summary"]["suppressed"].as_u64(), &report["findings"]), (Some(1), &serde_json::json!([])));
    // another secret in its place is another matter
    tree.write("sample.ts", line("real"));
    commit(&tree, "oh no");
    assert_eq!(found(&history(&tree, &[], 1)).into_keys().collect::<Vec<_>>(), [digest("real")]);
    // in the newest version of that very secret the comment is gone
    tree.write("sample.ts", format!("// no comment\n{}", line("sample")));
    commit(&tree, "back");
    assert_eq!(found(&history(&tree, &[], 1)).len(), 2);

    assert_eq!(tree.lint(&["baseline", "--isolated", "sample.ts"]).status.code(), Some(0));
    tree.write("copy.ts", format!("// a copy\n{}", line("sample")));
    commit(&tree, "a copy");
    let report = history(&tree, &["--baseline", "ghl-lint-baseline.json"], 1);
    assert_eq!(found(&report).into_keys().collect::<Vec<_>>(), [digest("real")]);
    assert_eq!(report["summary"]["baselined"], 2);

    let config = format!(
        "exclude = [\"copy.ts\"]\n[[allow]]\nrule = \"hardcoded-private-token\"\ndigest = \"{}\"\nreason = \"rotated\"\n[[allow]]\nrule = \"hardcoded-private-token\"\npath = \"sample.ts\"\nreason = \"ours\"\n",
        digest("real")
    );
    tree.write("ghl-lint.toml", config);
    let output = tree.lint(&["history", "--list-skipped"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stderr).contains("skipped: copy.ts: excluded by the config"));
    assert_eq!(tree.lint(&["history", "--all-files"]).status.code(), Some(1));
}

#[test]
fn a_text_is_excluded_only_where_no_other_path_holds_it() {
    let tree = repository();
    tree.write("ghl-lint.toml", "exclude = [\"recorded\"]\n").write("recorded/deep/a.ts", line("a"));
    commit(&tree, "one");
    assert_eq!(tree.lint(&["history"]).status.code(), Some(0));
    let mut below = tree.command(env!("CARGO_BIN_EXE_ghl-lint"));
    let below = below.arg("history").current_dir(tree.path().join("recorded/deep")).output().expect("the binary runs");
    assert_eq!(below.status.code(), Some(0), "paths begin at the top, wherever one stands");
    // the same folder, the same text, another name
    std::fs::rename(tree.path().join("recorded"), tree.path().join("src")).expect("renamed");
    commit(&tree, "two");
    let output = tree.lint(&["history", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["findings"][0]["path"], "src/deep/a.ts");
}

#[test]
fn unreachable_objects_are_counted_and_read_on_demand() {
    let tree = repository();
    tree.write("a.ts", "const a = 1\n");
    commit(&tree, "one");
    tree.write("dir/amended.ts", line("amended"));
    let lost = commit(&tree, "two");
    tree.git(&["reset", "-q", "--hard", "HEAD~1"]);
    tree.write("staged.ts", line("staged"));
    tree.git(&["add", "staged.ts"]);
    tree.git(&["rm", "-q", "--cached", "staged.ts"]);
    std::fs::remove_file(tree.path().join("staged.ts")).expect("removed");
    // a tree that only an index once had
    tree.write("folder/inner/deep.ts", line("tree"));
    tree.git(&["add", "folder"]);
    tree.git(&["write-tree"]);
    tree.git(&["rm", "-q", "-r", "--cached", "folder"]);
    let report = history(&tree, &[], 0);
    assert_eq!(report["summary"]["unreachable"], 9);
    let all = history(&tree, &["--unreachable"], 1);
    assert_eq!(all["summary"]["unreachable"], 0);
    let found = found(&all);
    assert_eq!(found[&digest("amended")], format!("dir/amended.ts {lost} false 1"));
    assert!(found[&digest("staged")].starts_with("<unreachable "), "{found:?}");
    let deep = &found[&digest("tree")];
    assert!(deep.starts_with("<unreachable ") && deep.contains(">/folder/inner/deep.ts"), "{deep}");
    assert_eq!(found.len(), 3);
    tree.git(&["-c", "gc.reflogExpire=now", "gc", "-q", "--prune=never"]);
    assert_eq!(self::found(&history(&tree, &["--unreachable"], 1)).len(), 3);
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads_and_holds_no_escape() {
    let tree = repository();
    for n in 0..40 {
        tree.write(&format!("{}/{n}.ts", n % 3), line(&format!("{}", n % 25)));
        commit(&tree, &format!("commit {n} \u{1b}[31m"));
    }
    tree.git(&["gc", "-q"]);
    for format in &formats() {
        let run = |threads: &str| {
            tree.lint(&["history", "--isolated", "--color", "never", "--format", format, "-j", threads])
        };
        let one = run("1");
        assert!(!one.stdout.is_empty() && !one.stdout.contains(&0x1b), "{format}");
        assert_eq!(String::from_utf8_lossy(&one.stderr), "", "nobody watches: no progress");
        for threads in ["2", "7"] {
            let many = run(threads);
            assert_eq!((&one.stdout, &one.stderr), (&many.stdout, &many.stderr), "{format} -j {threads}");
        }
    }
}

#[test]
fn a_token_is_as_old_as_its_first_commit_wherever_it_stood() {
    let tree = repository();
    tree.write("old.ts", line("moved"));
    tree.git(&["add", "old.ts"]);
    tree.commit_on("2024-03-01");
    tree.git(&["rm", "-q", "old.ts"]);
    tree.write("new.ts", format!("// moved\n{}", line("moved"))).write("young.ts", line("young"));
    tree.git(&["add", "new.ts", "young.ts"]);
    tree.commit_on("2025-12-01");
    let report = history(&tree, &["--rule", "overdue-rotation"], 0);
    let findings = report["findings"].as_array().expect("findings");
    let told: Vec<String> = findings
        .iter()
        .map(|finding| format!("{} {} at HEAD: {}", finding["path"], finding["message"], finding["commit"]["at_head"]))
        .collect();
    let message = "private integration token first committed 2024-03-01, 670 days ago";
    let expected = [("new.ts", true), ("old.ts", false)];
    assert_eq!(told, expected.map(|(path, at_head)| format!("\"{path}\" \"{message}\" at HEAD: {at_head}")));
}
