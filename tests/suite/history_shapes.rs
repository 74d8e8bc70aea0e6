//! Every version that git itself knows is read, whatever form the repository has; git is the oracle.
//!
//! Each version of a file holds a token of its own, so that what was found says what was read.

use crate::history::{commit, history, line, repository};
use crate::tree::Tree;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::Stdio;

/// Digests of the tokens in all blobs that `list` prints the ids of, as git reads them.
fn git_says(tree: &Tree, folder: &str, list: &[&str]) -> BTreeSet<String> {
    let ids = tree.git(&[&["--no-replace-objects", "-C", folder], list].concat());
    let mut child = tree
        .command("git")
        .args(["--no-replace-objects", "-C", folder, "cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git runs");
    let mut pipe = child.stdin.take().expect("stdin is piped");
    let writer = std::thread::spawn(move || {
        for line in ids.lines() {
            writeln!(pipe, "{}", line.split(' ').next().unwrap_or_default()).expect("git reads");
        }
    });
    let output = child.wait_with_output().expect("git ends");
    writer.join().expect("the writer ends");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let tokens = text.match_indices("'pit-").map(|(at, _)| &text[at + 1..at + 41]);
    tokens.map(|token| ghl_lint::secret::digest(token.as_bytes())).collect()
}

fn we_say(tree: &Tree, folder: &str, more: &[&str]) -> (BTreeSet<String>, u64) {
    let report = history(tree, &[&[folder], more].concat(), 1);
    let findings = report["findings"].as_array().expect("findings");
    let digests = findings.iter().map(|finding| finding["secret"]["digest"].as_str().expect("a digest").to_owned());
    (digests.collect(), report["summary"]["files_read"].as_u64().expect("a number"))
}

const REACHABLE: &[&str] = &["rev-list", "--objects", "--all"];
const EVERYTHING: &[&str] = &["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"];

fn assert_agrees(tree: &Tree, folder: &str, what: &str) {
    let gits = git_says(tree, folder, REACHABLE);
    let (ours, n_files) = we_say(tree, folder, &[]);
    assert_eq!((ours.len() as u64, &ours), (n_files, &gits), "{what}");
    let (ours, _) = we_say(tree, folder, &["--unreachable"]);
    assert_eq!(ours, git_says(tree, folder, EVERYTHING), "{what}, unreachable");
}

/// Files that grow and shrink, so that git makes differences of them; branches, merges, and something that was lost.
fn fill(tree: &Tree, folder: &str) {
    tree.git(&["-C", folder, "config", "user.name", "a"]);
    for n in 0..24 {
        let padding: String = (0..200).map(|row| format!("// {row} {}\n", row * (n % 5 + 1))).collect();
        for file in 0..3 {
            let path = format!("{folder}/{}/{file}.ts", n % 2);
            tree.write(&path, format!("{padding}{}{padding}", line(&format!("{folder} {n} {file}"))));
        }
        tree.git(&["-C", folder, "add", "-A"]);
        tree.git(&["-C", folder, "commit", "-q", "-m", "words"]);
        match n {
            8 => drop(tree.git(&["-C", folder, "checkout", "-q", "-B", "side"])),
            16 => drop(tree.git(&["-C", folder, "checkout", "-q", "-"])),
            17 => drop(tree.git(&["-C", folder, "merge", "-q", "-s", "ours", "-m", "merge", "side"])),
            20 => drop(tree.git(&["-C", folder, "reset", "-q", "--hard", "HEAD~1"])),
            _ => {}
        }
    }
}

#[test]
fn loose_and_packed_objects_are_gits() {
    let tree = repository();
    tree.git(&["init", "-q", "main"]);
    fill(&tree, "main");
    assert_agrees(&tree, "main", "loose");
    tree.git(&["-C", "main", "repack", "-q", "-d"]);
    assert_agrees(&tree, "main", "packed, and loose where unreachable");
    tree.git(&[
        "-C",
        "main",
        "-c",
        "gc.reflogExpire=now",
        "repack",
        "-q",
        "-a",
        "-d",
        "-f",
        "--depth=4000",
        "--window=50",
    ]);
    assert_agrees(&tree, "main", "long chains of differences");
    fill(&tree, "main");
    tree.git(&["-C", "main", "repack", "-q", "-d"]);
    tree.git(&["-C", "main", "multi-pack-index", "write"]);
    assert_agrees(&tree, "main", "two packs and a common index");
    let base = ["-C", "main", "-c", "pack.useSparse=false", "-c", "repack.useDeltaBaseOffset=false"];
    tree.git(&[&base[..], &["repack", "-q", "-a", "-d", "-f"]].concat());
    assert_agrees(&tree, "main", "differences that name their base");
    tree.git(&["-C", "main", "-c", "pack.indexVersion=1", "repack", "-q", "-a", "-d", "-f"]);
    assert_agrees(&tree, "main", "an index of the old form");
}

#[test]
fn clones_of_every_kind_are_gits() {
    let tree = repository();
    tree.git(&["init", "-q", "main"]);
    fill(&tree, "main");
    tree.git(&["-C", "main", "repack", "-q", "-a", "-d"]);
    let url = format!("file://{}/main", tree.path().display());
    tree.git(&["clone", "-q", "--bare", &url, "bare.git"]);
    assert_agrees(&tree, "bare.git", "bare");
    tree.git(&["clone", "-q", "--shared", "main", "shared"]);
    fill(&tree, "shared");
    assert_agrees(&tree, "shared", "with an alternate");
    tree.git(&["clone", "-q", "--shared", "shared", "again"]);
    assert_agrees(&tree, "again", "with an alternate of an alternate");
    tree.git(&["-C", "main", "worktree", "add", "-q", "../linked", "side"]);
    assert_agrees(&tree, "linked", "a linked work tree");
    assert_eq!(we_say(&tree, "linked/0", &[]).0, we_say(&tree, "main", &[]).0, "a folder inside");
    tree.git(&["-C", "linked", "checkout", "-q", "--detach"]);
    tree.write("linked/detached.ts", line("detached"));
    tree.git(&["-C", "linked", "add", "-A"]);
    tree.git(&["-C", "linked", "commit", "-q", "-m", "on no branch"]);
    assert_agrees(&tree, "main", "a detached HEAD of another work tree");
    tree.git(&["clone", "-q", "--depth", "3", &url, "shallow"]);
    let output = tree.lint(&["history", "--isolated", "shallow"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("shallow"));
    assert_eq!(output.status.code(), Some(1), "what is there was looked at");
    assert_agrees(&tree, "shallow", "shallow");
    tree.git(&["-C", "main", "config", "uploadpack.allowFilter", "true"]);
    tree.git(&["clone", "-q", "--no-checkout", "--filter=blob:none", &url, "partial"]);
    let report = history(&tree, &["partial"], 2);
    assert!(report["problems"][0]["message"].as_str().expect("words").contains("the clone is partial"));
}

#[test]
fn a_repository_of_sha256_objects_is_gits() {
    let tree = repository();
    tree.git(&["init", "-q", "--object-format=sha256", "main"]);
    fill(&tree, "main");
    assert_agrees(&tree, "main", "loose");
    tree.git(&["-C", "main", "gc", "-q"]);
    assert_agrees(&tree, "main", "packed");
}

#[test]
fn odd_refs_and_entries_are_gits() {
    let tree = repository();
    let module = repository();
    module.write("lib.ts", line("in the module"));
    commit(&module, "module");
    tree.write("a.ts", line("a"));
    let original = commit(&tree, "one");
    tree.git(&["submodule", "--quiet", "add", &module.path().to_string_lossy(), "module"]);
    std::os::unix::fs::symlink("a.ts", tree.path().join("link")).expect("a link");
    commit(&tree, "two");
    let hash = |text: &str| {
        tree.write("object", text);
        tree.git(&["hash-object", "-w", "object"]).trim().to_owned()
    };
    let (blob, tagged) = (hash(&line("ref to a blob")), hash(&line("tag of a blob")));
    tree.git(&["update-ref", "refs/tags/blob", &blob]);
    tree.git(&["tag", "-a", "-m", "a blob", "tagged", &tagged]);
    tree.write("in-tree.ts", line("tag of a tree"));
    tree.git(&["add", "in-tree.ts"]);
    let of_tree = tree.git(&["write-tree"]);
    tree.git(&["tag", "-a", "-m", "a tree", "tree", of_tree.trim()]);
    tree.git(&["rm", "-q", "--cached", "in-tree.ts"]);
    tree.git(&["tag", "-a", "-m", "a tag", "outer", "tree"]);
    tree.git(&["tag", "-a", "-m", "a tag of a tag", "outermost", "outer"]);
    tree.git(&["update-ref", "refs/tags/a-tree", "HEAD^{tree}"]);
    let report = history(&tree, &["--branch", "main"], 1);
    assert_eq!(
        (report["findings"][0]["path"].as_str(), &report["findings"][1]),
        (Some("a.ts"), &serde_json::Value::Null)
    );
    // a replacement hides the original from `git log`, not from whoever has a clone
    tree.write("a.ts", line("replacement"));
    tree.git(&["add", "a.ts"]);
    let cleaned = tree.git(&["write-tree"]);
    let cleaned = tree.git(&["commit-tree", "-m", "cleaned", cleaned.trim()]);
    tree.git(&["replace", &original, cleaned.trim()]);
    std::fs::write(tree.path().join(".git/info/grafts"), format!("{}\n", tree.git(&["rev-parse", "HEAD"]).trim()))
        .expect("written");
    let gits = {
        // grafts are older than --no-replace-objects and stronger
        std::fs::rename(tree.path().join(".git/info/grafts"), tree.path().join("grafts")).expect("renamed");
        let gits = git_says(&tree, ".", REACHABLE);
        std::fs::rename(tree.path().join("grafts"), tree.path().join(".git/info/grafts")).expect("renamed");
        gits
    };
    assert_eq!(gits.len(), 5);
    assert_eq!(we_say(&tree, ".", &[]).0, gits);
    let report = history(&tree, &[], 1);
    let paths: BTreeSet<&str> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["path"].as_str())
        .collect();
    let expected = ["a.ts", "<refs/tags/blob>", "<refs/tags/tagged>", "<refs/tags/outer>/in-tree.ts"];
    assert_eq!(paths, BTreeSet::from(expected), "a ref to the tree of a commit takes nothing from it");
}
