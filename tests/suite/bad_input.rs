//! Hostile and broken input: a clear message at its place, the right exit code, never a hang, never a panic.

use crate::mint;
use crate::tree::{Tree, lines};
use std::fs;
use std::time::{Duration, Instant};

fn stderr(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_links_are_told_and_not_opened() {
    use std::os::unix::fs::symlink;
    let tree = Tree::new();
    let outside = Tree::new();
    outside.write("secret.ts", "k = '{{pit:outside}}'");
    tree.write("src/a.ts", "k = '{{pit:inside}}'");
    let folder = tree.path();
    assert!(std::process::Command::new("mkfifo").arg(folder.join("pipe")).status().expect("mkfifo runs").success());
    symlink(folder, folder.join("src/loop")).expect("a link");
    symlink(outside.path(), folder.join("out")).expect("a link");
    symlink("nowhere", folder.join("dangling")).expect("a link");
    symlink("/dev/zero", folder.join("zero")).expect("a link");
    let start = Instant::now();
    let output = tree.lint(&["check", "--isolated", "--all-files", "--list-skipped", "--format", "json", "."]);
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(lines(&report), ["hardcoded-private-token src/a.ts:1:6-46"]);
    for told in [
        "skipped: dangling: symbolic link, not followed",
        "skipped: out: symbolic link, not followed",
        "skipped: pipe: not a regular file",
        "skipped: src/loop: symbolic link, not followed",
        "skipped: zero: symbolic link, not followed",
    ] {
        assert!(stderr(&output).contains(told), "{told} is missing in\n{}", stderr(&output));
    }
    // named, they are refused, or read when they lead to a file
    for named in ["pipe", "/dev/zero", "dangling", "zero"] {
        let output = tree.lint(&["check", "--isolated", named]);
        assert_eq!(output.status.code(), Some(2), "{named}");
        assert!(stderr(&output).starts_with(&format!("error: {named}: ")), "{}", stderr(&output));
    }
    symlink("src/a.ts", folder.join("to-a-file")).expect("a link");
    assert_eq!(tree.lint(&["check", "--isolated", "to-a-file"]).status.code(), Some(1));
}

#[test]
fn what_is_not_there_is_an_error_and_the_rest_is_read() {
    let tree = Tree::new();
    tree.write("a.ts", "k = '{{pit:a}}'");
    let output = tree.lint(&["check", "--isolated", "--format", "json", "absent.ts", "a.ts"]);
    assert_eq!(output.status.code(), Some(2), "2 wins over 1");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["problems"][0]["path"], "absent.ts");
    assert_eq!(tree.lint(&["check", "--isolated", "--exit-zero", "absent.ts"]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn unreadable_files_and_folders_are_errors() {
    use std::os::unix::fs::PermissionsExt;
    let tree = Tree::new();
    tree.write("locked/a.ts", "x").write("b.ts", "x");
    let set = |name: &str, mode| {
        fs::set_permissions(tree.path().join(name), fs::Permissions::from_mode(mode)).expect("a mode");
    };
    set("b.ts", 0o000);
    set("locked", 0o000);
    let output = tree.lint(&["check", "--isolated", "."]);
    let is_root = fs::read(tree.path().join("b.ts")).is_ok();
    set("locked", 0o755);
    if is_root {
        // nothing is locked for root, so the run must be sound
        assert_eq!(output.status.code(), Some(0));
        return;
    }
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("error: b.ts: cannot read: permission denied"), "{}", stderr(&output));
    assert!(stderr(&output).contains("error: locked: cannot read: permission denied"), "{}", stderr(&output));
}

#[test]
fn huge_and_broken_texts_are_read_in_time() {
    let tree = Tree::new();
    let header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    tree.write("payload.txt", format!("{header}.{}.{}\n", "A".repeat(2 << 20), "B".repeat(43)));
    tree.write("headers.txt", format!("{header}.").repeat(100_000));
    tree.write("base64.txt", "cGl0L".repeat(800_000));
    tree.write("wrapped.txt", "cGl0L\n".repeat(800_000));
    tree.write("escapes.txt", r"\u0070\u0069".repeat(400_000));
    tree.write("slashes.txt", format!("{}pit\\u002d", "\\".repeat(4 << 20)));
    tree.write("brackets.json", format!("{}{}", "[".repeat(200_000), "]".repeat(200_000)));
    tree.write("directives.ts", "// ghl-lint: allow(legacy-api-key) x\n".repeat(20_000));
    tree.write("one-line.ts", "/* ghl-lint: allow(legacy-api-key) y */ ".repeat(15_000));
    tree.write("runs.txt", format!("pit-{} ", "\\".repeat(40_000)).repeat(50));
    tree.write("anchors.txt", "eyJhbGciOi".repeat(200_000));
    let nested = format!("{{\"a\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    tree.write("nested-claims.txt", mint::jwt("nested", mint::HS256, &nested, 43));
    fs::write(
        tree.path().join("stray.bin"),
        [[0xC3, 0x28, 0xFF, 0x00].repeat(500_000), mint::pit("binary").into_bytes()].concat(),
    )
    .expect("written");
    for name in [
        "one-line.ts",
        "runs.txt",
        "anchors.txt",
        "payload.txt",
        "headers.txt",
        "base64.txt",
        "wrapped.txt",
        "escapes.txt",
        "slashes.txt",
        "brackets.json",
        "directives.ts",
        "nested-claims.txt",
        "stray.bin",
    ] {
        let start = Instant::now();
        let report = tree.lint_json(&["--isolated", "--skip", "unused-suppression", name]);
        // bounds a blow-up, not a speed: debug builds on a loaded machine pass by far
        assert!(start.elapsed() < Duration::from_secs(30), "{name}: {:?}", start.elapsed());
        assert_eq!(lines(&report).len(), usize::from(name == "stray.bin"), "{name}");
    }
}

#[test]
fn a_dump_of_tokens_is_cut_with_a_word() {
    let tree = Tree::new();
    tree.write("dump.csv", (0..10_050).map(|n| format!("{n},{}\n", mint::pit(&n.to_string()))).collect::<String>());
    assert_eq!(tree.lint(&["check", "--isolated", "--exit-zero", "dump.csv"]).status.code(), Some(2));
    let report = tree.lint_json(&["--isolated", "dump.csv"]);
    assert_eq!(lines(&report).len(), 10_000);
    assert_eq!(report["problems"][0]["path"], "dump.csv");
}

#[test]
fn a_token_at_every_depth_of_a_deep_tree_is_found() {
    let tree = Tree::new();
    let deep = "d/".repeat(200);
    tree.write(&format!("{deep}a.ts"), "k = '{{pit:deep}}'");
    assert_eq!(lines(&tree.lint_json(&["--isolated", "."])).len(), 1);
}

#[cfg(unix)]
#[test]
fn names_are_never_printed_raw() {
    let tree = Tree::new();
    tree.write("\u{1b}[31mred\nnext\u{202e}.ts", "k = '{{pit:name}}'").write("-rf", "k = '{{pit:dash}}'");
    for format in ["human", "github"] {
        let output = tree.lint(&["check", "--isolated", "--format", format, "."]);
        assert_eq!(output.status.code(), Some(1));
        let shown = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(
            !shown.contains('\u{1b}') && !shown.contains("red\nnext") && !shown.contains('\u{202e}'),
            "{format}: {shown}"
        );
        assert!(shown.contains("-rf"), "{format}: {shown}");
    }
}

#[test]
fn a_broken_repository_is_an_error_and_the_files_are_read() {
    let tree = Tree::new();
    tree.write("a.ts", "k = '{{pit:a}}'").track_all();
    fs::write(tree.path().join(".git/index"), b"DIRC garbage").expect("written");
    let output = tree.lint(&["check", "--isolated", "--format", "json", "."]);
    assert_eq!(output.status.code(), Some(2));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(1));
    assert!(stderr(&output).contains("git repository cannot be read"), "{}", stderr(&output));
}

#[test]
fn standard_input_has_the_name_that_it_is_given() {
    let tree = Tree::new();
    let output = tree.lint_with_stdin(
        &["check", "--isolated", "--format", "json", "-", "--stdin-filename", "src/ghl.ts"],
        b"const k = '{{pit:stdin}}'\n",
    );
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(lines(&report), ["hardcoded-private-token src/ghl.ts:1:12-52"]);
    assert_eq!(report["findings"][0]["vcs"], "none");
}

#[test]
fn a_file_that_vanishes_or_is_no_file_is_told_apart() {
    use ghl_lint::source::file::{Buffer, ReadError, read_file};
    let tree = Tree::new();
    let mut visit = |_: ghl_lint::source::file::Window<'_>| panic!("nothing to visit");
    let absent = read_file(&tree.path().join("gone.ts"), "gone.ts", &mut Buffer::default(), &mut visit);
    assert!(matches!(absent, Err(ReadError::Vanished)), "{absent:?}");
    let folder = read_file(tree.path(), ".", &mut Buffer::default(), &mut visit);
    assert!(matches!(folder, Err(ReadError::Special)), "{folder:?}");
}
