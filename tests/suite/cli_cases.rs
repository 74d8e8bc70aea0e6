//! `fixtures/cli/<case>/`: `args.txt` (an argument a line), optionally `stdin.txt` and `tree/`, and what must come out: `stdout.txt`,
//! `stderr.txt`, `status.txt`, and in `after/` the files that the command writes or must not touch.

use crate::tree::{Tree, expect_file, files, folders, formats, project};
use std::fs;
use std::path::Path;

#[test]
fn every_case_prints_what_it_expects() {
    for case in folders(&project().join("fixtures/cli")) {
        let tree = match case.join("tree") {
            folder if folder.is_dir() => Tree::of(&folder),
            _ => Tree::new(),
        };
        if !case.join("no-git").exists() {
            tree.track_all();
        }
        let arguments = fs::read_to_string(case.join("args.txt")).expect("args.txt");
        let arguments: Vec<&str> = arguments.lines().collect();
        let stdin = fs::read(case.join("stdin.txt")).unwrap_or_default();
        let output = tree.lint_with_stdin(&arguments, &stdin);
        expect_text(&case.join("stdout.txt"), &output.stdout);
        expect_text(&case.join("stderr.txt"), &output.stderr);
        expect_file(&case.join("status.txt"), &format!("{}\n", output.status.code().expect("no signal")));
        let after = case.join("after");
        for file in if after.is_dir() { files(&after) } else { Vec::new() } {
            let written = tree.path().join(file.strip_prefix(&after).expect("below the folder"));
            expect_file(&file, &fs::read_to_string(written).unwrap_or_default());
        }
    }
}

/// An absent file expects nothing.
fn expect_text(file: &Path, actual: &[u8]) {
    if !actual.is_empty() || file.exists() {
        expect_file(file, &String::from_utf8_lossy(actual));
    }
}

#[test]
fn a_reader_that_goes_away_changes_no_exit_code() {
    let tree = Tree::new();
    for n in 0..300 {
        tree.write(&format!("{n}.ts"), format!("const k = '{{{{pit:{n}}}}}'"));
    }
    for (arguments, status) in [("--exit-zero .", 0), (".", 1), (". absent", 2)] {
        for format in formats() {
            let binary = env!("CARGO_BIN_EXE_ghl-lint");
            let script =
                format!("{binary} check --isolated --format {format} {arguments} | head -1; exit ${{PIPESTATUS[0]}}");
            let output = std::process::Command::new("bash").args(["-c", &script]).current_dir(tree.path()).output();
            assert_eq!(output.expect("bash runs").status.code(), Some(status), "{format} {arguments}");
        }
    }
}

#[test]
fn a_report_to_standard_output_by_name_adds_to_what_is_there() {
    let tree = Tree::new();
    tree.write("log", "kept\n").write("a.ts", "const k = 1\n");
    let script = format!("{} check --isolated --output /dev/stdout a.ts >> log", env!("CARGO_BIN_EXE_ghl-lint"));
    std::process::Command::new("bash").args(["-c", &script]).current_dir(tree.path()).output().expect("bash runs");
    assert_eq!(
        fs::read_to_string(tree.path().join("log")).expect("still there"),
        "kept\nnothing found · 1 file read\n"
    );
}

#[test]
fn a_report_file_is_written_whole_or_not_at_all() {
    let tree = Tree::new();
    tree.write("a.ts", "const k = '{{pit:output}}'").write("old/report.json", "old");
    assert_eq!(tree.lint(&["--isolated", "--format", "json", "--output", "report.json"]).status.code(), Some(1));
    let written = fs::read(tree.path().join("report.json")).expect("written");
    let report: serde_json::Value = serde_json::from_slice(&written).expect("whole");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(1));
    let refused = tree.lint(&["--isolated", "a.ts", "--output", "no/such/folder/report.json"]);
    assert_eq!(refused.status.code(), Some(2));
    let onto_folder = tree.lint(&["--isolated", "a.ts", "--output", "old"]);
    assert_eq!(onto_folder.status.code(), Some(2));
    assert_eq!(fs::read_to_string(tree.path().join("old/report.json")).expect("still there"), "old");
    let leftovers: Vec<_> =
        fs::read_dir(tree.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(leftovers.len(), 3, "{leftovers:?}");
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let tree = Tree::new();
    for n in 0..500 {
        tree.write(&format!("{}/{}/{n}.py", n % 7, n % 11), format!("a = 1\nTOKEN = '{{{{pit:{}}}}}' # {n}\n", n % 40));
    }
    tree.track_all();
    for format in formats() {
        let one = tree.lint(&["check", "--isolated", "--format", &format, "-j", "1"]);
        assert!(!one.stdout.is_empty());
        for threads in ["2", "3", "16"] {
            let many = tree.lint(&["check", "--isolated", "--format", &format, "-j", threads]);
            assert_eq!((&one.stdout, &one.stderr), (&many.stdout, &many.stderr), "{format} -j {threads}");
        }
    }
}
