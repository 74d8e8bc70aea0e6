//! Broken, missing and hostile objects: told at their place, exit 2, and the rest is still read.

use crate::history::{commit, history, line, repository};
use crate::tree::Tree;
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

fn paths(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["path"].as_str().expect("a path")).collect()
}

fn problems(report: &Value) -> Vec<String> {
    let problems = report["problems"].as_array().expect("problems");
    problems.iter().map(|problem| format!("{} {}", problem["path"], problem["message"])).collect()
}

fn loose(tree: &Tree, id: &str) -> PathBuf {
    tree.path().join(format!(".git/objects/{}/{}", &id[..2], &id[2..]))
}

fn write_object(path: &std::path::Path, bytes: &[u8]) {
    std::fs::remove_file(path).expect("git made it");
    std::fs::write(path, bytes).expect("written");
}

/// Writes an object of any text; returns its id.
fn object(tree: &Tree, kind: &str, bytes: &[u8]) -> String {
    let mut child = tree
        .command("git")
        .args(["hash-object", "-t", kind, "--literally", "-w", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git runs");
    child.stdin.take().expect("stdin is piped").write_all(bytes).expect("git reads");
    String::from_utf8_lossy(&child.wait_with_output().expect("git ends").stdout).trim().to_owned()
}

#[test]
fn what_is_no_repository_or_an_empty_one_is_said() {
    let tree = Tree::new();
    let output = tree.lint(&["history", "--isolated"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no git repository"));
    assert_eq!(tree.lint(&["history", "--isolated", "absent"]).status.code(), Some(2));
    assert_eq!(tree.lint(&["history", "--isolated", "a", "b"]).status.code(), Some(2));
    let tree = repository();
    let output = tree.lint(&["history", "--isolated"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "nothing found · 0 commits and 0 versions of files read\n");
}

#[test]
fn missing_objects_are_told_and_the_rest_is_read() {
    let tree = repository();
    tree.write("a/lost.ts", line("lost")).write("kept.ts", line("kept"));
    commit(&tree, "one");
    tree.write("b/gone.ts", "x\n");
    commit(&tree, "two");
    let id = |name: &str| tree.git(&["rev-parse", name]).trim().to_owned();
    let (file, folder) = (id("HEAD:a/lost.ts"), id("HEAD:b"));
    std::fs::remove_file(loose(&tree, &file)).expect("removed");
    std::fs::remove_file(loose(&tree, &folder)).expect("removed");
    let report = history(&tree, &[], 2);
    assert_eq!(paths(&report), ["kept.ts"]);
    assert_eq!(
        problems(&report),
        [
            format!("\"a/lost.ts\" \"blob {} is missing, so it was not looked at\"", &file[..12]),
            format!("\"b\" \"tree {} is missing, so it was not looked at\"", &folder[..12]),
        ]
    );
    let parent = id("HEAD~1");
    std::fs::remove_file(loose(&tree, &parent)).expect("removed");
    let report = history(&tree, &[], 2);
    assert!(problems(&report).iter().any(|told| told.contains(&format!("commit {} is missing", &parent[..12]))));
    assert_eq!(paths(&report), ["kept.ts"], "the tree of the child holds it, too");
}

#[test]
fn corrupt_loose_objects_are_told_and_the_rest_is_read() {
    let tree = repository();
    for name in ["a", "b", "c", "d", "e"] {
        tree.write(&format!("{name}.ts"), line(name));
    }
    commit(&tree, "one");
    let path = |name: &str| loose(&tree, tree.git(&["rev-parse", &format!("HEAD:{name}.ts")]).trim());
    let good = std::fs::read(path("a")).expect("there");
    write_object(&path("a"), b"");
    write_object(&path("b"), b"no zlib");
    write_object(&path("c"), &good[..good.len() / 2]);
    let mut flipped = good.clone();
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    write_object(&path("d"), &flipped);
    let report = history(&tree, &[], 2);
    assert_eq!(paths(&report), ["e.ts"]);
    let told = problems(&report);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().all(|told| told.contains("is corrupt")), "{told:?}");
}

#[test]
fn a_pack_that_is_broken_anywhere_is_told_and_never_taken_for_clean() {
    let tree = repository();
    for n in 0..12 {
        let padding: String = (0..60).map(|row| format!("// {} {row}\n", row * n)).collect();
        tree.write("a.ts", format!("{padding}{}", line(&format!("{n}"))));
        commit(&tree, "words");
    }
    tree.git(&["repack", "-q", "-a", "-d", "-f"]);
    let folder = tree.path().join(".git/objects/pack");
    let named = |extension: &str| {
        let mut files = std::fs::read_dir(&folder).expect("packs").map(|entry| entry.expect("an entry").path());
        files.find(|path| path.extension().is_some_and(|found| found == extension)).expect("a pack")
    };
    let (pack, index) = (named("pack"), named("idx"));
    let (good, good_index) = (std::fs::read(&pack).expect("a pack"), std::fs::read(&index).expect("an index"));
    assert_eq!(paths(&history(&tree, &[], 1)).len(), 12);
    let mut n_partial = 0;
    for at in (12..good.len() - 20).step_by(good.len() / 24) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x10;
        write_object(&pack, &bytes);
        let output = tree.lint(&["history", "--isolated", "--format", "json"]);
        assert_eq!(output.status.code(), Some(2), "byte {at}: {}", String::from_utf8_lossy(&output.stdout));
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        n_partial += usize::from(!paths(&report).is_empty());
    }
    assert!(0 < n_partial, "the rest is read where there is one");
    for cut in [0, 11, 40, good.len() / 2, good.len() - 21] {
        write_object(&pack, &good[..cut]);
        assert_eq!(tree.lint(&["history", "--isolated"]).status.code(), Some(2), "cut at {cut}");
    }
    write_object(&pack, &good);
    for at in (0..good_index.len() - 40).step_by(good_index.len() / 16) {
        let mut bytes = good_index.clone();
        bytes[at] ^= 0xff;
        write_object(&index, &bytes);
        let output = tree.lint(&["history", "--isolated", "--format", "json"]);
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(output.status.code() == Some(2) || paths(&report).len() == 12, "index byte {at}");
    }
    write_object(&index, &good_index[..good_index.len() / 2]);
    assert_eq!(tree.lint(&["history", "--isolated"]).status.code(), Some(2), "half an index");
    std::fs::remove_file(&index).expect("removed");
    assert_eq!(tree.lint(&["history", "--isolated"]).status.code(), Some(2), "no index");
}

#[test]
fn commits_that_no_git_would_make_are_read() {
    let tree = repository();
    tree.write("a.ts", line("a"));
    commit(&tree, "one");
    let content = tree.git(&["rev-parse", "HEAD^{tree}"]);
    let content = content.trim();
    for (name, headers) in [
        ("no-author", String::new()),
        ("no-date", "author A <a@b>\ncommitter A <a@b>\n".to_owned()),
        ("before-1970", "author A <a@b> -1000000 +0000\ncommitter A <a@b> -1000000 +0000\n".to_owned()),
        ("far", "author A <a@b> 99999999999999 +9999\ncommitter A <a@b> 99999999999999 x\n".to_owned()),
        ("beyond", format!("author A <a@b> {0} +0000\ncommitter A <a@b> {0} +0000\n", u64::MAX)),
        ("control", "author \u{1b}[2J\u{202e}A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n".to_owned()),
    ] {
        let text = format!("tree {content}\n{headers}\nwords {}", line(name));
        let id = object(&tree, "commit", text.as_bytes());
        tree.git(&["update-ref", &format!("refs/heads/{name}"), &id]);
    }
    let broken = object(&tree, "commit", b"tree 123\nparent 456\n\n");
    std::fs::write(tree.path().join(".git/refs/heads/broken"), format!("{broken}\n")).expect("written");
    let report = history(&tree, &[], 2);
    assert_eq!(paths(&report).iter().filter(|path| **path == "<commit message>").count(), 6);
    assert_eq!(problems(&report).len(), 1);
    let dates: Vec<String> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| format!("{} {}", finding["commit"]["author"], finding["commit"]["date"]))
        .collect();
    for expected in ["null null", "\"A <a@b>\" null", "\"A <a@b>\" \"1969-12-20T10:13:20Z\""] {
        assert!(dates.iter().any(|date| date == expected), "{expected}: {dates:?}");
    }
    let output = tree.lint(&["history", "--isolated", "--color", "never"]);
    assert!(!output.stdout.contains(&0x1b) && !String::from_utf8_lossy(&output.stdout).contains('\u{202e}'));
}

#[test]
fn names_that_hide_or_deceive_are_shown_harmless() {
    let tree = repository();
    let blob = object(&tree, "blob", line("named").as_bytes());
    let raw: Vec<u8> = (0..20).map(|at| u8::from_str_radix(&blob[2 * at..2 * at + 2], 16).expect("hex")).collect();
    let mut text = b"100644 a\x1b[2J\n::error::b\xff.ts\0".to_vec();
    text.extend(&raw);
    text.extend(b"100644 ../../etc/passwd\0");
    text.extend(&raw);
    let content = object(&tree, "tree", &text);
    let id = object(&tree, "commit", format!("tree {content}\n\nwords").as_bytes());
    tree.git(&["update-ref", "refs/heads/main", &id]);
    let report = history(&tree, &[], 1);
    assert_eq!(paths(&report), ["a\u{1b}[2J\n::error::b\u{fffd}.ts"]);
    for format in ["human", "github"] {
        let output = tree.lint(&["history", "--isolated", "--color", "never", "--format", format]);
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!shown.contains('\u{1b}') && !shown.contains("\n::error::b"), "{shown}");
    }
}

#[test]
fn trees_and_tags_that_go_round_or_deep_end() {
    let tree = repository();
    // a tree of trees, each naming the one below it many times: 2^40 paths, 41 objects
    let raw = |id: &str| -> Vec<u8> {
        (0..20).map(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).expect("hex")).collect()
    };
    let blob = object(&tree, "blob", line("deep").as_bytes());
    let mut below = object(&tree, "tree", &[&b"100644 a.ts\0"[..], &raw(&blob)].concat());
    for _ in 0..40 {
        below = object(&tree, "tree", &[&b"40000 a\0"[..], &raw(&below), b"40000 b\0", &raw(&below)].concat());
    }
    let id = object(&tree, "commit", format!("tree {below}\n\nwords").as_bytes());
    tree.git(&["update-ref", "refs/heads/main", &id]);
    assert_eq!(paths(&history(&tree, &[], 1)).len(), 1);
    // two tags that name each other, under ids that git never gave them
    let (one, two) = ("1".repeat(40), "2".repeat(40));
    for (id, target) in [(&one, &two), (&two, &one)] {
        let tag = object(&tree, "tag", format!("object {target}\ntype tag\ntag {id}\n\nwords\n").as_bytes());
        std::fs::create_dir_all(loose(&tree, id).parent().expect("a folder")).expect("made");
        std::fs::copy(loose(&tree, &tag), loose(&tree, id)).expect("copied");
        std::fs::write(tree.path().join(format!(".git/refs/tags/{}", &id[..1])), format!("{id}\n")).expect("written");
    }
    assert_eq!(paths(&history(&tree, &[], 1)).len(), 1);
    // excluded paths must be told apart from others, but not one by one
    tree.write("ghl-lint.toml", "exclude = [\"nothing\"]\n");
    let output = tree.lint(&["history", "--format", "json", "--unreachable"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn large_files_and_wide_trees_are_read() {
    let tree = repository();
    let noise: String = crate::mint::bytes("large").take(1 << 16).map(|byte| format!("{byte:02x} ")).collect();
    let large = noise.repeat(110);
    tree.write("large.log", format!("{large}\n{}", line("large")));
    commit(&tree, "large");
    tree.write("large.log", format!("{large}\n// more\n{}", line("larger")));
    commit(&tree, "larger");
    for n in 0..3000 {
        std::fs::create_dir_all(tree.path().join(format!("wide/{}", n % 7))).expect("a folder");
        std::fs::write(tree.path().join(format!("wide/{}/{n}.txt", n % 7)), format!("{n}\n")).expect("written");
    }
    tree.write("wide/last.ts", line("wide"));
    commit(&tree, "wide");
    for how in ["loose", "packed as a difference", "packed whole"] {
        let report = history(&tree, &[], 1);
        assert_eq!(paths(&report), ["large.log", "large.log", "wide/last.ts"], "{how}");
        assert_eq!(report["findings"][0]["span"]["start"]["line"], 2, "{how}");
        let threshold = if how == "loose" { "512m" } else { "1m" };
        tree.git(&["-c", &format!("core.bigFileThreshold={threshold}"), "repack", "-q", "-a", "-d", "-f"]);
    }
}
